"""Writes the objects of a checked file through the actions of their rooms."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Model

from parvis.accounts.actors import Actor
from parvis.agenda import actions as agenda
from parvis.agenda.enums import Layer, Presence
from parvis.agenda.models import Entry
from parvis.agenda.shapes import whole_days as agenda_days
from parvis.annualreport import actions as report
from parvis.centres import actions as centres
from parvis.centres.models import Centre, Hours, Pole, Site
from parvis.centres.queries.opening import instant
from parvis.governance import actions as governance
from parvis.governance.models import Body, Mandate, Meeting, Office, Person
from parvis.indicators import actions as indicators
from parvis.indicators.models import Definition, Indicator
from parvis.kernel.keeping import Change, Kept, find
from parvis.network import actions as networks
from parvis.network.models import Fact, Membership, Network
from parvis.opendata.networkfile import shapes
from parvis.opendata.networkfile.lines import Path
from parvis.opendata.networkfile.order import corrected, originals_first, pointed_first
from parvis.opendata.networkfile.shapes import At, NetworkFile
from parvis.partners import actions as partners
from parvis.partners.models import Agreement, Partner
from parvis.programme import actions as programme
from parvis.programme.actions import HostFacts, SessionFacts, Sourced
from parvis.programme.enums import SessionState
from parvis.programme.models import Campaign, Session
from parvis.sources import actions as sources
from parvis.sources.models import Source
from parvis.tallies.enums import Qualifier

M = TypeVar("M", bound=Model)

SITE = {
    "country": "country",
    "region": "region",
    "time_zone": "own_time_zone",
    "closes_on_holidays": "closes_on_holidays",
}
DATES = uuid.UUID("6f6b8a0e-53c7-5b0e-9d0a-5d3f0c1e2a47")
"""Under it the names of dates in calendars are made of the codes of a file."""
POLE = {name: name for name in ("letter", "kinds", "access", "price", "asks", "reserved_for")}
"""What a site and a pole are set to, and the argument of the action: most files are silent on
these, and what was set by hand then stays."""


def _unless_said(it: shapes.Shape, row: Model | None, names: Mapping[str, str]) -> dict[str, Any]:
    """The arguments the file gives, or what is recorded where it gives none."""
    silent = row is not None
    return {
        argument: getattr(row, name)
        if silent and name not in it.model_fields_set
        else getattr(it, name)
        for name, argument in names.items()
    }


class Writing:
    """One file being written: what is done, what is found again, and where in the file we are."""

    def __init__(self, file: NetworkFile, by: Actor) -> None:
        self.file = file
        self.by = by
        self.at: Path = ("network",)
        self.done: dict[str, Counter[Change]] = defaultdict(Counter)
        self.seen: dict[type[Model], set[Any]] = defaultdict(set)
        self.sources: dict[str, Source] = {}
        self.centres: dict[str, Centre] = {}
        self.sites: dict[tuple[str, str], Site] = {}
        self.facts: dict[str, Fact] = {}
        self.people: dict[str, Person] = {}
        self.bodies: dict[str, Body] = {}
        self.offices: dict[tuple[str, str], Office] = {}
        self.meetings: dict[str, Meeting] = {}
        self.indicators: dict[str, Indicator] = {}
        self.partners: dict[str, Partner] = {}
        self.agreements: dict[str, Agreement] = {}
        self.hours: dict[str, list[Hours]] = defaultdict(list)
        self.definitions: dict[tuple[str, int], Definition] = {}
        self.told = {one.it.code: one.it for one in file.facts}
        self.figures = {one.it.code: one.it for one in file.observations}
        self.campaigns: dict[str, Campaign] = {}
        self.sessions: dict[str, Session] = {}

    def write(self) -> None:
        """All of it, each object after those it points to."""
        it = self.file.network
        network = self._done(
            "network",
            networks.record_network(
                code=it.code,
                name=it.name,
                short_name=it.short_name,
                about=it.about,
                address=it.address,
                website=it.website,
                simulated=it.simulated,
                by=self.by,
            ),
        )
        self._sources(network)
        self._centres(network)
        self._memberships(network)
        self._facts(network)
        self._label(network)
        self._bodies(network)
        self._mandates()
        self._meetings()
        self._partners(network)
        self._agreements()
        self._duties()
        self._campaigns(network)
        self._sessions(network)
        self._dates(network)
        self._indicators(network)
        self._observations(network)
        self._texts(network)

    def _done(self, section: str, kept: Kept[M]) -> M:
        self.done[section][kept.change] += 1
        self.seen[type(kept.row)].add(kept.row.pk)
        return kept.row

    def _each(self, objects: Iterable[At[shapes.S]]) -> Iterator[shapes.S]:
        for one in objects:
            self.at = one.path
            yield one.it

    def _within(self, name: str, items: Sequence[shapes.S]) -> Iterator[shapes.S]:
        outer = self.at
        for index, item in enumerate(items):
            self.at = (*outer, name, index)
            yield item
        self.at = outer

    def _cited(self, it: shapes.CitedIn) -> dict[str, Any]:
        return {"sources": self._named(it.sources), "standing": it.standing, "by": self.by}

    def _named(self, codes: Iterable[str]) -> list[Source]:
        return [self.sources[code] for code in codes]

    def _sources(self, network: Network) -> None:
        for it in self._each(pointed_first(self.file.sources, "translation_of")):
            self.sources[it.code] = self._done(
                "sources",
                sources.record_source(
                    collection=network.code,
                    code=it.code,
                    title=it.title,
                    kind=it.kind,
                    language=it.language,
                    covers=it.covers,
                    author=it.author,
                    translation_of=_of(self.sources, it.translation_of),
                    by=self.by,
                ),
            )

    def _centres(self, network: Network) -> None:
        codes = [one.it.code for one in self.file.centres]
        for row in Hours.objects.filter(site__centre__code__in=codes).select_related(
            "site__centre"
        ):
            self.hours[row.site.centre.code].append(row)
        for it in self._each(self.file.centres):
            position = it.position
            centre = self._done(
                "centres",
                centres.record_centre(
                    code=it.code,
                    name=it.name,
                    country=it.country,
                    city=it.city,
                    city_standing=it.city_standing,
                    time_zone=it.time_zone,
                    languages=it.languages,
                    overseas=it.overseas,
                    bearer=it.bearer,
                    latitude=position.latitude if position else None,
                    longitude=position.longitude if position else None,
                    position_standing=position.standing if position else None,
                    position_note=position.note if position else None,
                    simulated=network.simulated,
                    **self._cited(it),
                ),
            )
            self.centres[it.code] = centre
            self._names_of(centre, it)
            self._sites_of(centre, it)

    def _names_of(self, centre: Centre, it: shapes.CentreIn) -> None:
        for name in self._within("names", it.names):
            self._done(
                "centres",
                centres.record_name(
                    centre=centre,
                    name=name.name,
                    start=name.start,
                    end=name.end,
                    **self._cited(name),
                ),
            )
        for alias in self._within("aliases", it.aliases):
            self._done(
                "centres",
                centres.record_alias(
                    centre=centre, text=alias.text, language=alias.language, **self._cited(alias)
                ),
            )
        for pole in self._within("poles", it.poles):
            self._done(
                "centres",
                centres.record_pole(
                    centre=centre,
                    code=pole.code,
                    need=pole.need,
                    name=pole.name,
                    **_unless_said(pole, find(Pole, {"centre": centre, "code": pole.code}), POLE),
                    **self._cited(pole),
                ),
            )

    def _sites_of(self, centre: Centre, it: shapes.CentreIn) -> None:
        outer = self.at
        numbered = [At((*outer, "sites", index), site) for index, site in enumerate(it.sites)]
        # A centre has one current main site: the one that ends steps back before the next opens.
        numbered.sort(key=lambda one: one.it.kind == "main" and one.it.end is None)
        for site in self._each(numbered):
            row = self._done(
                "centres",
                centres.record_site(
                    centre=centre,
                    code=site.code,
                    kind=site.kind,
                    name=site.name,
                    stage=site.stage,
                    nature=site.nature,
                    city=site.city,
                    latitude=site.latitude,
                    longitude=site.longitude,
                    start=site.start,
                    end=site.end,
                    note=site.note,
                    **_unless_said(site, find(Site, {"centre": centre, "code": site.code}), SITE),
                    **self._cited(site),
                ),
            )
            self.sites[it.code, site.code] = row
            for alias in self._within("aliases", site.aliases):
                self._done(
                    "centres",
                    centres.record_site_alias(
                        site=row, text=alias.text, language=alias.language, **self._cited(alias)
                    ),
                )
        self.at = outer
        self._hours_of(it)
        self._kept_by(centre, it)

    def _hours_of(self, it: shapes.CentreIn) -> None:
        # The shelf of what was read ahead finds rows by name; here the question is who is left.
        recorded = self.hours.get(it.code, [])
        meant = corrected(
            [At((*self.at, "hours", index), hours) for index, hours in enumerate(it.hours)],
            recorded,
            whose=lambda hours: (hours.site, hours.weekday, hours.start),
            row_whose=lambda row: (row.site.code, row.weekday, row.start),
            key=lambda hours: hours.opens,
            meets=lambda hours, row: True,
        )
        for hours in self._within("hours", it.hours):
            self._done(
                "centres",
                centres.record_hours(
                    site=self.sites[it.code, hours.site],
                    weekday=hours.weekday,
                    opens=hours.opens,
                    closes=hours.closes,
                    start=hours.start,
                    end=hours.end,
                    by_appointment=hours.by_appointment,
                    note=hours.note,
                    was=meant.get(self.at),
                    **self._cited(hours),
                ),
            )

    def _kept_by(self, centre: Centre, it: shapes.CentreIn) -> None:
        """What the centre keeps from day to day."""
        for day in self._within("special_days", it.special_days):
            self._done(
                "centres",
                centres.set_special_day(
                    site=self.sites[it.code, day.site],
                    day=day.day,
                    openings=[[f"{hour:%H:%M}" for hour in opening] for opening in day.openings],
                    by_appointment=day.by_appointment,
                    reason=day.reason,
                    by=self.by,
                ),
            )
        for closure in self._within("closures", it.closures):
            self._done(
                "centres",
                centres.close(
                    site=self.sites[it.code, closure.site],
                    start=closure.start,
                    end=closure.end,
                    kind=closure.kind,
                    reason=closure.reason,
                    by=self.by,
                ),
            )
        for stop in self._within("stops", it.stops):
            self._done(
                "centres",
                centres.record_stop(
                    site=self.sites[it.code, stop.site],
                    commune=stop.commune,
                    place=stop.place,
                    first=stop.first,
                    last=stop.last,
                    rule=stop.rule,
                    begins=stop.begins,
                    ends=stop.ends,
                    step_free=stop.step_free,
                    note=stop.note,
                    by=self.by,
                ),
            )
        for member in self._within("team", it.team):
            self._done(
                "centres",
                centres.record_member(
                    centre=centre,
                    name=member.name,
                    sort_name=member.sort_name,
                    function=member.function,
                    start=member.start,
                    until=member.until,
                    name_agreed=member.name_agreed,
                    by=self.by,
                ),
            )
        for space in self._within("spaces", it.spaces):
            row = self._done(
                "centres",
                centres.record_space(
                    site=self.sites[it.code, space.site],
                    code=space.code,
                    kind=space.kind,
                    name=space.name,
                    capacity=space.capacity,
                    square_metres=space.square_metres,
                    step_free=space.step_free,
                    access=space.access,
                    by=self.by,
                ),
            )
            for kit in self._within("equipment", space.equipment):
                self._done(
                    "centres",
                    centres.record_equipment(
                        space=row, kind=kit.kind, places=kit.places, by=self.by
                    ),
                )

    def _memberships(self, network: Network) -> None:
        recorded = list(Membership.objects.filter(network=network).select_related("centre"))
        meant = corrected(
            self.file.memberships,
            recorded,
            whose=lambda it: it.centre,
            row_whose=lambda row: row.centre.code,
            key=lambda it: it.start,
        )
        for it in self._each(self.file.memberships):
            self._done(
                "memberships",
                networks.record_membership(
                    network=network,
                    centre=self.centres[it.centre],
                    kind=it.kind,
                    start=it.start,
                    attested=it.attested,
                    last_attested=it.last_attested,
                    end=it.end,
                    end_reason=it.end_reason,
                    note=it.note,
                    was=meant.get(self.at),
                    **self._cited(it),
                ),
            )

    def _facts(self, network: Network) -> None:
        for it in self._each(pointed_first(self.file.facts, "topic")):
            self.facts[it.code] = self._done(
                "facts",
                networks.record_fact(
                    network=network,
                    code=it.code,
                    kind=it.kind,
                    centre=_of(self.centres, it.centre),
                    site=_of(self.sites, it.site and (it.centre, it.site)),
                    topic=_of(self.facts, it.topic),
                    date=it.date,
                    end=it.end,
                    title=it.title,
                    about=it.about,
                    place=it.place,
                    countries=it.countries,
                    order=it.order,
                    is_announced=it.announced,
                    readings=[
                        networks.SaidOtherwise(
                            sources=self._named(reading.sources),
                            printed=reading.printed,
                            date=reading.date,
                            end=reading.end,
                            countries=reading.countries or [],
                            chosen=reading.chosen,
                            note=reading.note,
                        )
                        for reading in it.readings
                    ],
                    **self._cited(it),
                ),
            )

    def _label(self, network: Network) -> None:
        for it in self._each(self.file.label):
            self._done(
                "label",
                networks.record_label_fact(
                    network=network,
                    code=it.code,
                    centre=self.centres[it.centre],
                    site=_of(self.sites, it.site and (it.centre, it.site)),
                    decision=it.decision,
                    step=it.step,
                    date=it.date,
                    body=it.body,
                    decided=it.decided,
                    note=it.note,
                    **self._cited(it),
                ),
            )

    def _bodies(self, network: Network) -> None:
        for it in self._each(self.file.people):
            self.people[it.code] = self._done(
                "people",
                governance.record_person(
                    network=network,
                    code=it.code,
                    name=it.name,
                    sort_name=it.sort_name,
                    variants=it.variants,
                    affiliation=it.affiliation,
                    **self._cited(it),
                ),
            )
        for order, body in enumerate(self._each(self.file.bodies)):
            row = self._done(
                "bodies",
                governance.record_body(
                    network=network,
                    code=body.code,
                    kind=body.kind,
                    name=body.name,
                    mandate=body.mandate,
                    order=order,
                    **self._cited(body),
                ),
            )
            self.bodies[body.code] = row
            for place, office in enumerate(self._within("offices", body.offices)):
                self.offices[body.code, office.code] = self._done(
                    "bodies",
                    governance.record_office(
                        body=row,
                        code=office.code,
                        name=office.name,
                        start=office.start,
                        attested=office.attested,
                        last_attested=office.last_attested,
                        end=office.end,
                        is_honorary=office.honorary,
                        order=place,
                        **self._cited(office),
                    ),
                )

    def _mandates(self) -> None:
        recorded = list(
            Mandate.objects.filter(body__in=self.bodies.values()).select_related(
                "body", "office", "person"
            )
        )
        meant = corrected(
            self.file.mandates,
            recorded,
            whose=lambda it: (it.body, it.office, it.person),
            row_whose=lambda row: (
                row.body.code,
                row.office and row.office.code,
                row.person.code,
            ),
            key=lambda it: (it.start, it.attested),
        )
        for it in self._each(self.file.mandates):
            self._done(
                "mandates",
                governance.record_mandate(
                    body=self.bodies[it.body],
                    office=_of(self.offices, it.office and (it.body, it.office)),
                    person=self.people[it.person],
                    title=it.title,
                    start=it.start,
                    attested=it.attested,
                    last_attested=it.last_attested,
                    end=it.end,
                    elected_by=_of(self.bodies, it.elected_by),
                    note=it.note,
                    was=meant.get(self.at),
                    **self._cited(it),
                ),
            )

    def _meetings(self) -> None:
        for it in self._each(pointed_first(self.file.meetings, "prepares")):
            self.meetings[it.code] = self._done(
                "meetings",
                governance.record_meeting(
                    body=self.bodies[it.body],
                    code=it.code,
                    date=it.date,
                    kind=it.kind,
                    prepares=_of(self.meetings, it.prepares),
                    place=it.place,
                    is_online=it.online,
                    is_announced=it.announced,
                    **self._cited(it),
                ),
            )

    def _partners(self, network: Network) -> None:
        for it in self._each(self.file.partners):
            self.partners[it.code] = self._done(
                "partners",
                partners.record_partner(
                    code=it.code,
                    name=it.name,
                    country=it.country,
                    field=it.field,
                    about=it.about,
                    other_fields=it.other_fields,
                    centres=[self.centres[code] for code in it.centres],
                    simulated=network.simulated,
                    **self._cited(it),
                ),
            )

    def _poles(self) -> dict[tuple[str, str], Pole]:
        here = Pole.objects.filter(centre__in=self.centres.values())
        return {(pole.centre.code, pole.code): pole for pole in here.select_related("centre")}

    def _duties(self) -> None:
        poles = self._poles() if self.file.duties else {}
        for it in self._each(self.file.duties):
            self._done(
                "duties",
                partners.record_duty(
                    site=self.sites[it.centre, it.site],
                    pole=poles[it.centre, it.pole],
                    partner=_of(self.partners, it.partner),
                    desk=it.desk,
                    languages=it.languages,
                    paired=it.paired,
                    first=it.first,
                    last=it.last,
                    rule=it.rule,
                    begins=it.begins,
                    ends=it.ends,
                    by=self.by,
                ),
            )

    def _agreements(self) -> None:
        poles = self._poles()
        for it in self._each(pointed_first(self.file.agreements, "renews")):
            row = self._done(
                "agreements",
                partners.record_agreement(
                    code=it.code,
                    partner=self.partners[it.partner],
                    centre=self.centres[it.centre],
                    subject=it.subject,
                    negotiated=it.negotiated,
                    signed=it.signed,
                    start=it.start,
                    end=it.end,
                    review=it.review,
                    charter=it.charter,
                    charter_accepted=it.charter_accepted,
                    renews=_of(self.agreements, it.renews),
                    by=self.by,
                ),
            )
            self.agreements[it.code] = row
            for line in self._within("contributions", it.contributions):
                self._done(
                    "agreements",
                    partners.record_contribution(
                        agreement=row,
                        code=line.code,
                        year=line.year,
                        purpose=line.purpose,
                        unit=line.unit,
                        promised=line.promised,
                        given=line.given,
                        about=line.about,
                        pole=poles[it.centre, line.pole] if line.pole else None,
                        by=self.by,
                    ),
                )

    def _campaigns(self, network: Network) -> None:
        for it in self._each(self.file.campaigns):
            fact = self.told[it.fact]
            first, last = _days(fact)
            reached, public = (self._figure(code) for code in (it.reached, it.public))
            row = self._done(
                "campaigns",
                programme.keep_campaign(
                    code=it.code,
                    title=fact.title,
                    about=fact.about,
                    first=first,
                    last=last,
                    network=None if fact.centre else network,
                    centre=_of(self.centres, fact.centre),
                    reached=reached[0],
                    reached_qualifier=reached[1],
                    public=public[0],
                    public_qualifier=public[1],
                    public_is=it.public_is,
                    **self._cited(fact),
                ),
            )
            programme.set_objectives(campaign=row, objectives=it.objectives, by=self.by)
            self.campaigns[it.code] = row

    def _figure(self, code: str | None) -> tuple[int | None, str]:
        """What an observation says, and how it is told."""
        if code is None:
            return None, Qualifier.EXACT
        it = self.figures[code]
        assert it.value is not None  # noqa: S101 - the rules say so
        return int(it.value), it.qualifier

    def _sessions(self, network: Network) -> None:
        wholes = {one.it.code: one.it for one in self.file.sessions}
        for it in self._each(pointed_first(self.file.sessions, "part_of")):
            whole = wholes.get(it.part_of or "", it)
            fact = self.told[str(whole.fact)]
            facts, sourced = self._facts_of(it, whole, fact), self._sourced(fact)
            hosts = [
                HostFacts(
                    one.role,
                    _of(self.partners, one.partner),
                    _of(self.centres, one.centre),
                    one.name or "",
                )
                for one in it.hosts
            ]
            row = Session.objects.filter(code=it.code).first()
            if row is None:
                kept = Kept(
                    programme.schedule(
                        facts=facts,
                        hosts=hosts,
                        sourced=sourced,
                        # What was only announced: no source says that it took place.
                        state=SessionState.PUBLISHED if fact.announced else SessionState.HELD,
                        code=it.code,
                        simulated=network.simulated,
                        by=self.by,
                    ),
                    Change.CREATED,
                )
            else:
                kept = programme.change(
                    session=row, facts=facts, hosts=hosts, sourced=sourced, by=self.by
                )
            session = self.sessions[it.code] = self._done("sessions", kept)
            self._around(session, it, fact)

    def _facts_of(
        self, it: shapes.SessionIn, whole: shapes.SessionIn, fact: shapes.FactIn
    ) -> SessionFacts:
        centre = _of(self.centres, it.centre or whole.centre or fact.centre)
        if (it.layer or whole.layer) == Layer.NETWORK:
            centre = None
        site = _of(self.sites, it.site and (it.centre, it.site))
        if site is None and centre is not None:
            site = _of(self.sites, fact.site and (fact.centre, fact.site))
        zone = _zone(it.time_zone or whole.time_zone, site or centre)
        first, last = _days(fact)
        begins, ends = agenda_days(first, last, zone)
        if it.begins is not None and it.ends is not None:
            begins = instant(first, it.begins, zone)
            ends = instant(last, it.ends, zone)
        return {
            "layer": it.layer or (Layer.CENTRE if centre else Layer.NETWORK),
            "centre": centre,
            "site": site,
            "place": fact.place or {},
            "title": it.title or fact.title,
            "about": {} if it.part_of else fact.about or {},
            "begins": begins,
            "ends": ends,
            "time_zone": str(zone),
            "whole_days": it.begins is None,
            "presence": it.presence,
            "languages": it.languages,
            "kind": it.kind,
            "part": it.part,
            "part_of": _of(self.sessions, it.part_of),
            "campaign": _of(self.campaigns, it.campaign),
            "themes": it.themes,
            "tags": it.tags,
            "audiences": it.audiences,
            "purposes": it.purposes,
            "summary": it.summary or {},
        }

    def _sourced(self, fact: shapes.FactIn) -> Sourced:
        return Sourced(tuple(self._named(fact.sources)), fact.standing)

    def _around(self, session: Session, it: shapes.SessionIn, fact: shapes.FactIn) -> None:
        """What stands around a session: other centres, slots, who spoke, what to remember."""
        programme.set_centres_with(
            session=session,
            centres={self.centres[one.centre]: one.part for one in it.centres_with},
            by=self.by,
        )
        day, zone = session.entry.day, session.entry.zone
        for slot in self._within("slots", it.slots):
            self._done(
                "sessions",
                programme.keep_slot(
                    session=session,
                    begins=instant(day, slot.begins, zone),
                    ends=instant(day, slot.ends, zone),
                    note=slot.note,
                    by=self.by,
                ),
            )
        for order, speaker in enumerate(self._within("speakers", it.speakers)):
            self._done(
                "sessions",
                programme.keep_speaker(
                    session=session,
                    name=speaker.name,
                    function=speaker.function,
                    organisation=speaker.organisation or "",
                    order=order,
                    by=self.by,
                ),
            )
        programme.set_key_points(session=session, points=it.key_points, by=self.by)
        for what, code in it.figures.items():
            said = self.figures[code]
            n, qualifier = self._figure(code)
            assert n is not None  # noqa: S101 - a code is named
            self._done(
                "sessions",
                programme.state_figure(
                    session=session, what=what, n=n, qualifier=qualifier, **self._cited(said)
                ),
            )

    def _dates(self, network: Network) -> None:
        bodies = {one.it.code: one.it for one in self.file.bodies}
        meetings = {one.it.code: one.it for one in self.file.meetings}
        for it in self._each(self.file.dates):
            held: list[str] = []
            if it.meeting is not None:
                meeting = meetings[it.meeting]
                first = last = meeting.date.first
                title, about, place = bodies[meeting.body].name, None, meeting.place
                online, held = meeting.online, [meeting.body]
            else:
                fact = self.told[str(it.fact)]
                first, last = _days(fact)
                title, about, place, online = fact.title, fact.about, fact.place, False
            begins, ends = agenda_days(first, last, zone := _zone(it.time_zone, None))
            facts: agenda.Facts = {
                "layer": it.layer,
                "title": it.title or title,
                "about": about or {},
                "place": place or {},
                "begins": begins,
                "ends": ends,
                "time_zone": str(zone),
                "whole_days": True,
                "presence": Presence.ONLINE if online else Presence.ON_SITE,
            }
            # A date has no code; its name in calendars is made of the code it stands for.
            uid = uuid.uuid5(DATES, f"{network.code}/{it.meeting or it.fact}")
            row = Entry.objects.filter(uid=uid).first()
            if row is None:
                put: dict[str, Any] = dict(facts)
                entry = agenda.put(
                    **put, announced=True, simulated=network.simulated, uid=uid, by=self.by
                )
                kept = Kept(entry, Change.CREATED)
            else:
                kept = agenda.change(entry=row, **facts, by=self.by)
            agenda.hold(entry=self._done("dates", kept), bodies=held, by=self.by)

    def _indicators(self, network: Network) -> None:
        for it in self._each(self.file.indicators):
            self.indicators[it.code] = self._done(
                "indicators",
                indicators.record_indicator(
                    network=network,
                    code=it.code,
                    kind=it.kind,
                    unit=it.unit,
                    framework=it.framework,
                    by=self.by,
                ),
            )
        for it in self._each(self.file.indicators):  # all are there: a sum may name any of them
            for version in self._within("versions", it.versions):
                self.definitions[it.code, version.version] = self._done(
                    "indicators",
                    indicators.record_definition(
                        indicator=self.indicators[it.code],
                        version=version.version,
                        name=version.name,
                        definition=version.definition,
                        recipe=version.recipe,
                        components=[self.indicators[code] for code in version.components],
                        since=version.since,
                        by=self.by,
                    ),
                )

    def _observations(self, network: Network) -> None:
        # The value that was chosen steps back before another reading of the figure is chosen.
        in_turn = sorted(self.file.observations, key=lambda one: one.it.chosen)
        for it in self._each(in_turn):
            self._done(
                "observations",
                indicators.record_observation(
                    network=network,
                    code=it.code,
                    definition=self.definitions[it.indicator, it.version],
                    period=it.period,
                    scope=it.scope,
                    centre=_of(self.centres, it.centre),
                    body=_of(self.bodies, it.body),
                    fact=_of(self.facts, it.fact),
                    qualifier=it.qualifier,
                    value=it.value,
                    high=it.high,
                    words=it.words,
                    answering=it.answering,
                    total=it.total,
                    status=it.status,
                    is_chosen=it.chosen,
                    reason=it.reason,
                    approver=it.approver,
                    note=it.note,
                    **self._cited(it),
                ),
            )

    def _texts(self, network: Network) -> None:
        for it in self._each(originals_first(self.file.texts)):
            self._done(
                "texts",
                report.record_text(
                    network=network,
                    year=it.year,
                    slot=it.slot,
                    language=it.language,
                    heading=it.heading,
                    body=it.body,
                    signed=it.signed,
                    is_quotation=it.quotation,
                    written_from=it.written_from,
                    **self._cited(it),
                ),
            )


def _days(fact: shapes.FactIn) -> tuple[datetime.date, datetime.date]:
    """From which day to which: the rules let no other fact through."""
    assert fact.date is not None  # noqa: S101
    return fact.date.first, (fact.end or fact.date).first


def _zone(said: str | None, place: Site | Centre | None) -> ZoneInfo:
    """The zone said, that of the place, that of the installation."""
    if said is not None:
        return ZoneInfo(said)
    return ZoneInfo(settings.TIME_ZONE) if place is None else place.zone


def _of(rows: dict[Any, M], key: Any) -> M | None:
    return None if key is None else rows[key]
