"""The programme of the example network: weeks behind, weeks ahead, big days, who comes to them.

Everything is made up and relative to the day it is made: the same on the same day, made once,
and what has passed since it was last made is held and counted.
"""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from parvis.accounts.actors import Actor, command
from parvis.agenda import actions as agenda
from parvis.agenda.enums import Layer, Presence
from parvis.agenda.models import Entry
from parvis.agenda.shapes import Needs, hours, whole_days
from parvis.centres.models import Centre, Site, Space, Stop
from parvis.centres.queries.opening import Calendar, calendar, instant
from parvis.demo.actions.chance import chance_of, drawn
from parvis.kernel.history import signed
from parvis.kernel.words import Words
from parvis.network.models import Network
from parvis.partners.models import DutyContact, Partner
from parvis.programme import actions as programme
from parvis.programme import queries
from parvis.programme.actions import HostFacts, SessionFacts
from parvis.programme.enums import (
    Counted,
    Decision,
    HostRole,
    Joining,
    Kind,
    Part,
    PlaceState,
    SessionState,
    Stated,
)
from parvis.programme.models import Participation, Session, Template
from parvis.sources.models import Source
from parvis.tallies.enums import HalfDay, Qualifier

BEHIND, AHEAD, ELSEWHERE = 2, 3, 2
"""Weeks made up before this one and after it, and after it in other centres; of the centre itself
the last one is still drafts."""
DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(days=7)
HOUR = datetime.timedelta(hours=1)
PREFIX = "example-"
_FILE = Path(__file__).resolve().parent.parent / "programme.json"


def simulate_programme(centre: Centre, at: datetime.datetime | None = None) -> None:
    """Weeks of sessions in the network of a made-up centre, and its big days.

    Raises ValueError for a real centre: its sessions are planned, never made up.
    """
    if not centre.simulated:
        raise ValueError(f"{centre} is real: its sessions are not made up")
    told = json.loads(_FILE.read_text(encoding="utf-8"))
    by = command("demo")
    with transaction.atomic(), signed(by):
        made = _Making(centre, told["events"], at or timezone.now(), by)
        made.weeks(told["templates"])
        made.big_days()
        made.proposals()
        made.close_what_is_over()


class _Making:
    """One making of the programme, at one moment."""

    def __init__(
        self, centre: Centre, events: Mapping[str, Any], now: datetime.datetime, by: Actor
    ) -> None:
        self.centre = centre
        self.events = events
        self.now = now
        self.by = by
        self.network = Network.objects.filter(memberships__centre=centre, simulated=True)[0]
        self.centres = {
            one.code: one for one in Centre.objects.filter(memberships__network=self.network)
        }
        partners = Partner.objects.filter(simulated=True).prefetch_related("centres")
        self.partners = {one.code: one for one in partners}
        mains = Site.objects.filter(centre__in=self.centres.values(), kind="main", end=None)
        self.sites = {one.centre.code: one for one in mains.select_related("centre")}
        self.site = self.sites[centre.code]
        self.today = now.astimezone(self.site.zone).date()

    # -- the weeks

    def weeks(self, templates: Iterable[Mapping[str, Any]]) -> None:
        """What a centre does every week: held behind, published ahead, drafts after that."""
        monday = self.today - datetime.timedelta(days=self.today.weekday())
        calendars: dict[str, Calendar] = {}
        for one in templates:
            site = self.sites[one["centre"]]
            template = self._template(site, one)
            room = Space.objects.select_related("site__centre").get(site=site, code=one["room"])
            partners = [it for it in self.partners.values() if site.centre in it.centres.all()]
            known = set(template.sessions.values_list("entry__begins", flat=True))
            open_on = calendars.setdefault(
                one["centre"], calendar(site, monday - BEHIND * WEEK, 7 * (BEHIND + AHEAD + 1))
            )
            weeks = range(-BEHIND, AHEAD + 1) if site == self.site else range(ELSEWHERE + 1)
            for week in weeks:
                day = monday + week * WEEK + datetime.timedelta(days=one["weekday"] - 1)
                begins, ends = hours(
                    day, datetime.time.fromisoformat(one["begins"]), one["minutes"], site.zone
                )
                if begins not in known and open_on.walk_in(day):
                    draft = week == AHEAD and site == self.site
                    self._session(template, room, partners, begins, ends, draft=draft)
        self._called_off()

    def _template(self, site: Site, one: Mapping[str, Any]) -> Template:
        return programme.keep_template(
            centre=site.centre,
            code=one["code"],
            title=one["title"],
            about=one["about"],
            kind=one["kind"],
            minutes=one["minutes"],
            languages=one.get("languages", []),
            themes=one.get("themes", []),
            tags=one.get("tags", []),
            audiences=one.get("audiences", []),
            comforts=one.get("comforts", []),
            joining=Joining.PLACES,
            capacity=one["places"],
            by=self.by,
        ).row

    def _session(
        self,
        template: Template,
        room: Space,
        partners: Sequence[Partner],
        begins: datetime.datetime,
        ends: datetime.datetime,
        *,
        draft: bool,
    ) -> None:
        site = room.site
        chance = chance_of(f"{site.centre.code} {template.code}", begins.date())
        session = programme.schedule(
            facts={
                "centre": site.centre,
                "site": site,
                "title": template.title,
                "about": template.about,
                "begins": begins,
                "ends": ends,
                "languages": template.languages,
                "kind": template.kind,
                "template": template,
                "themes": template.themes,
                "tags": template.tags,
                "audiences": template.audiences,
                "comforts": template.comforts,
                "joining": template.joining,
                "capacity": template.capacity,
            },
            hosts=[HostFacts(HostRole.FACILITATOR, partner=chance.choice(partners))],
            needs=Needs(spaces=[room], set_up=15, pack_up=15),
            by=self.by,
        )
        if draft:
            return
        programme.publish(session=session, by=self.by)
        near = max(0.15, 1 - abs((begins - self.now).days) / 28)
        self._fill(
            session, chance, round((template.capacity or 0) * near * chance.uniform(0.5, 1.25))
        )

    def _fill(self, session: Session, chance: random.Random, people: int) -> None:
        """So many people join, alone or by two; those too many wait."""
        seats = session.seats.get(slot=None)
        at = min(self.now, session.entry.begins - 3 * HOUR)
        while people > 0:
            size = min(people, chance.choice([1, 1, 2, 3]))
            programme.join(seats=seats, key=drawn(chance), size=size, at=at, by=self.by)
            people -= size

    def _called_off(self) -> None:
        """One of next week is called off, another is full with a line, a third keeps a group."""
        ahead = Session.objects.filter(
            entry__site=self.site,
            state=SessionState.PUBLISHED,
            entry__begins__gt=self.now + 2 * DAY,
        ).order_by("entry__begins")
        if not Session.objects.filter(entry__site=self.site, state="cancelled").exists():
            for session in ahead.filter(template__code="creer")[:1]:
                programme.cancel(session=session, why=self.events["cancelled"], by=self.by)
        for session in ahead.filter(template__code__in=("cv", "changer"))[:2]:
            seats = session.seats.get(slot=None)
            if not seats.waiting:
                free = (seats.capacity or 0) - seats.held - seats.set_aside
                self._fill(session, chance_of("full", session.entry.day), max(free, 0) + 3)
        for session in ahead.filter(template__code="ordinateur")[1:2]:
            seats = session.seats.get(slot=None)
            if not seats.set_aside and not seats.waiting and (seats.free or 0) >= 3:
                mission = self.partners["youth-mission-valombre"]
                programme.hold_places(seats=seats, partner=mission, places=3, by=self.by)

    # -- big days

    def big_days(self) -> None:
        """A fair today and one behind, webinars, study days, a school, and what is joined."""
        self._fair()
        self._meetings_of_trades()
        self._webinars()
        self._study_days()
        self._school()
        self._campaign()
        self._agenda()

    def _is_there(self, key: str) -> bool:
        """Whether one such day is to come, or on; those made up once stay."""
        rows = Session.objects.filter(code__startswith=f"{PREFIX}{key}-", simulated=True)
        return rows.filter(entry__ends__gt=self.now).exists()

    def _was_there(self, key: str) -> bool:
        return Session.objects.filter(code__startswith=f"{PREFIX}{key}-", simulated=True).exists()

    def _event(
        self,
        key: str,
        words: Mapping[str, Words],
        day: datetime.date,
        begins: str,
        minutes: int,
        *,
        site: Site | None,
        last: datetime.date | None = None,
        hosts: Sequence[HostFacts] = (),
        **facts: Any,
    ) -> Session:
        """One event, published at once; of the network where no centre has it."""
        zone = site.zone if site is not None else self.site.zone
        first, end = hours(day, datetime.time.fromisoformat(begins), minutes, zone)
        if last is not None:
            _first, end = hours(last, datetime.time.fromisoformat(begins), minutes, zone)
        said: dict[str, Any] = {
            "centre": site.centre if site is not None else None,
            "site": site,
            "title": words["title"],
            "about": words.get("about", {}),
            "place": words.get("place", {}),
            "begins": first,
            "ends": end,
            "time_zone": str(zone),
        }
        session = programme.schedule(
            facts=cast("SessionFacts", said | facts),
            hosts=hosts,
            code=f"{PREFIX}{key}-{day}",
            simulated=True,
            by=self.by,
        )
        return programme.publish(session=session, by=self.by)

    def _fair(self) -> None:
        if not self._is_there("fair"):
            late = self.now.astimezone(self.site.zone).hour >= 17
            self._fair_on(self.today + DAY if late else self.today)
        if not self._was_there("past-fair"):
            past = self._fair_on(self.today - 26 * DAY, "past-fair")
            self._crowd(past, past.entry.ends)
            programme.headcount(
                session=past,
                n=1240,
                method=Counted.ESTIMATED,
                qualifier=Qualifier.ABOUT,
                shares={"pupils": 420, "job-seekers": 390, "parents": 180},
                by=self.by,
            )
            self._thoughts(past, chance_of("past-fair", past.entry.day), 64)
            self._over(past, {"visibility": 4, "links": 3, "meeting": 4})
        for session in Session.objects.filter(
            code__startswith=f"{PREFIX}fair-", state=SessionState.PUBLISHED
        ).select_related("entry__site__centre", "entry__centre"):
            if not session.headcounts.exists() and session.entry.begins < self.now:
                self._crowd(session, self.now)

    def _fair_on(self, day: datetime.date, key: str = "fair") -> Session:
        session = self._event(
            key,
            self.events["fair"],
            day,
            "09:00",
            9 * 60,
            site=self.site,
            hosts=[
                HostFacts(HostRole.ORGANISER, centre=self.centre),
                HostFacts(HostRole.ORGANISER, partner=self.partners["chamber-hills"]),
            ],
            kind=Kind.FAIR,
            themes=["occupations", "employment", "training"],
            tags=["occupations", "science"],
            purposes=["visibility", "links", "meeting"],
            comforts=["step-free", "quiet", "children"],
        )
        for number, partner, left, top, needs, offers in self.events["stands"]:
            programme.keep_stand(
                session=session,
                number=number,
                partner=self.partners[partner] if partner else None,
                centre=None if partner else self.centre,
                left=left,
                top=top,
                offers=offers,
                needs=needs,
                by=self.by,
            )
        others = ("clairefougue", "beaucrayon", "val-dencre", "rivemauve")
        for half_day, codes in ((HalfDay.MORNING, others[:2]), (HalfDay.AFTERNOON, others[2:])):
            programme.set_roster(
                session=session,
                day=day,
                half_day=half_day,
                centres=[self.centres[code] for code in codes],
                by=self.by,
            )
        return session

    def _crowd(self, session: Session, until: datetime.datetime) -> None:
        """People at each stand, every other hour, as far as the day has come; tallied once."""
        if any(row.n for row in queries.crowds(session)):
            return
        chance = chance_of("crowd", session.entry.day)
        at = session.entry.begins + HOUR / 2
        while at < min(until, session.entry.ends):
            for stand in session.stands.all():
                stand.session = session
                programme.tally_stand(
                    stand=stand,
                    need=chance.choice(["", *stand.needs]),
                    n=chance.randint(3, 22),
                    at=at,
                    by=self.by,
                )
            at += 2 * HOUR

    def _meetings_of_trades(self) -> None:
        """A village of firms with slots, a talk in the evening, an open day, a fair of others."""
        island, harbour = self.sites["ile-aux-boussoles"], self.sites["port-songe"]
        if not self._is_there("job-dating"):
            day = _next(self.today + 8 * DAY, 6)
            session = self._event(
                "job-dating",
                self.events["job_dating"],
                day,
                "08:00",
                4 * 60,
                site=island,
                kind=Kind.JOB_DATING,
                themes=["employment"],
                audiences=["job-seekers"],
                joining=Joining.PLACES,
                hosts=[
                    HostFacts(HostRole.ORGANISER, centre=island.centre),
                    HostFacts(HostRole.PARTNER, partner=self.partners["employment-agency-isles"]),
                ],
            )
            for turn in range(6):
                begins = session.entry.begins + turn * HOUR / 2
                programme.keep_slot(
                    session=session,
                    begins=begins,
                    ends=begins + HOUR / 2,
                    appointment=True,
                    places=2,
                    by=self.by,
                )
        if not self._is_there("conference"):
            talk = self._event(
                "conference",
                self.events["conference"],
                _next(self.today + 4 * DAY, 4),
                "18:00",
                90,
                site=harbour,
                kind=Kind.CONFERENCE,
                themes=["occupations"],
                tags=["science", "equality"],
                comforts=["sign-language", "hearing-loop"],
                joining=Joining.PLACES,
                capacity=40,
            )
            self._fill(talk, chance_of("conference", talk.entry.day), 23)
        if not self._is_there("open-day"):
            self._event(
                "open-day",
                self.events["open_day"],
                _next(self.today + 15 * DAY, 5),
                "10:00",
                6 * 60,
                site=self.sites["clairefougue"],
                kind=Kind.OPEN_DAY,
                themes=["orientation"],
            )
        if not self._is_there("joined"):
            self._event(
                "joined",
                self.events["joined"],
                _next(self.today + 17 * DAY, 6),
                "09:00",
                8 * 60,
                site=self.site,
                kind=Kind.FORUM,
                part=Part.JOINED,
                themes=["training"],
                audiences=["students", "pupils"],
            )
        self._bus()

    def _bus(self) -> None:
        stop = (
            Stop.objects.filter(site__centre=self.centre, rule="FREQ=WEEKLY")
            .select_related("site__centre")
            .first()
        )
        if stop is None or self._is_there("bus"):
            return
        day = _next(self.today + DAY, stop.first.isoweekday())
        self._event(
            "bus",
            self.events["bus"],
            day,
            f"{stop.begins:%H:%M}",
            60,
            site=stop.site,
            stop=stop,
            kind=Kind.PARTICIPATORY,
            themes=["employment"],
        )

    def _webinars(self) -> None:
        online = {"presence": Presence.ONLINE, "kind": Kind.WEBINAR, "languages": ["fr", "nl"]}
        hosts = [HostFacts(HostRole.ORGANISER, name=self.network.name["fr"])]
        if not self._is_there("webinar"):
            session = self._event(
                "webinar",
                self.events["webinar"],
                _next(self.today + 7 * DAY, 4),
                "11:00",
                60,
                site=None,
                hosts=hosts,
                audiences=["professionals"],
                tags=["skills"],
                joining=Joining.NAMED,
                online_capacity=100,
                link="https://example.org/webinar",
                **online,
            )
            self._register(session, 14, online=True)
        if not self._was_there("past-webinar"):
            past = self._event(
                "past-webinar",
                self.events["webinar_past"],
                _next(self.today - 14 * DAY, 2),
                "14:00",
                60,
                site=None,
                hosts=hosts,
                audiences=["professionals"],
                replay="https://example.org/replay",
                **online,
            )
            programme.headcount(session=past, n=57, by=self.by)
            self._over(past, {}, self.events["webinar_past"]["summary"])

    def _study_days(self) -> None:
        events = self.events
        if not self._is_there("study-day"):
            session = self._event(
                "study-day",
                events["study_day"],
                _next(self.today + 19 * DAY, 3),
                "09:30",
                7 * 60,
                site=None,
                kind=Kind.STUDY_DAY,
                audiences=["professionals"],
                tags=["literacy", "digital"],
                joining=Joining.NAMED,
                capacity=80,
                hosts=[HostFacts(HostRole.ORGANISER, centre=self.centres["lacsonge"])],
            )
            for number, begins in ((1, "10:00"), (2, "14:00")):
                self._part(
                    session, f"round-table-{number}", events[f"round_{number}"]["title"], 0, begins
                )
            self._speakers(session, events["people"][:4])
            programme.keep_document(
                session=session,
                address="https://example.org/programme.pdf",
                title={"fr": "Programme détaillé", "en": "Detailed programme"},
                language="fr",
                by=self.by,
            )
            self._register(session, 18)
        if not self._was_there("past-study-day"):
            past = self._event(
                "past-study-day",
                events["study_day_past"],
                _next(self.today - 40 * DAY, 3),
                "09:30",
                7 * 60,
                site=None,
                kind=Kind.STUDY_DAY,
                audiences=["professionals"],
                tags=["ecological"],
                hosts=[HostFacts(HostRole.ORGANISER, centre=self.centre)],
            )
            programme.set_key_points(session=past, points=events["points"], by=self.by)
            programme.headcount(session=past, n=96, by=self.by)
            programme.state_figure(
                session=past,
                what=Stated.PARTICIPANTS,
                n=100,
                qualifier=Qualifier.ABOUT,
                sources=Source.objects.filter(collection=self.network.code, code="sim-register"),
                by=self.by,
            )
            self._over(past, {}, events["study_day_past"]["summary"])

    def _school(self) -> None:
        """Three days, three tracks in parallel, a market of practices."""
        if self._is_there("autumn-school"):
            return
        events, first = self.events, _next(self.today + 27 * DAY, 2)
        school = self._event(
            "autumn-school",
            events["school"],
            first,
            "09:00",
            8 * 60,
            site=None,
            last=first + 2 * DAY,
            kind=Kind.SEMINAR,
            audiences=["professionals"],
            languages=["fr", "en"],
            joining=Joining.NAMED,
            capacity=120,
            comforts=["step-free", "interpreted"],
            hosts=[
                HostFacts(HostRole.ORGANISER, name=self.network.name["fr"]),
                HostFacts(HostRole.ORGANISER, centre=self.centres["brumelande"]),
            ],
        )
        programme.set_centres_with(
            session=school, centres={self.centres["brumelande"]: Part.ORGANISED}, by=self.by
        )
        self._part(school, "plenary", events["plenary"], 0, "09:30", kind=Kind.CONFERENCE)
        tracks: list[list[Session]] = []
        for turn, (ahead, begins) in enumerate(((0, "14:00"), (1, "10:00"), (2, "10:00"))):
            at_once = []
            for room, place in enumerate(events["rooms"]):
                title = events["workshops"][3 * turn + room]
                part = self._part(
                    school, f"workshop-{turn + 1}{'abc'[room]}", title, ahead, begins,
                    place=place, capacity=6 if room == turn else 20,
                    kind=Kind.PARTICIPATORY,
                )  # fmt: skip
                at_once.append(part)
            tracks.append(at_once)
        members = sorted(self.centres.values(), key=lambda one: one.code)
        for number, offers in enumerate(events["practices"], 1):
            programme.keep_stand(
                session=school,
                number=f"P{number}",
                centre=members[number * 2],
                left=12 + 25 * ((number - 1) % 4),
                top=30 if number < 5 else 70,
                offers=offers,
                practice=True,
                by=self.by,
            )
        self._speakers(school, events["people"][4:6])
        self._register(school, len(events["people"]), tracks=tracks)

    def _part(
        self,
        whole: Session,
        key: str,
        title: Words,
        ahead: int,
        begins: str,
        *,
        place: Words | None = None,
        capacity: int | None = None,
        kind: str = Kind.ROUND_TABLE,
    ) -> Session:
        """A part of a bigger day; it is published with it."""
        zone = whole.entry.zone
        day = whole.entry.day + ahead * DAY
        start, end = hours(day, datetime.time.fromisoformat(begins), 90, zone)
        session = programme.schedule(
            facts={
                "title": title,
                "begins": start,
                "ends": end,
                "time_zone": str(zone),
                "place": place or whole.entry.place,
                "kind": kind,
                "part_of": whole,
                "joining": whole.joining,
                "capacity": capacity,
                "audiences": whole.audiences,
            },
            code=f"{whole.code}-{key}",
            simulated=True,
            by=self.by,
        )
        return programme.publish(session=session, by=self.by)

    def _speakers(self, session: Session, names: Sequence[str]) -> None:
        for order, name in enumerate(names):
            programme.keep_speaker(
                session=session,
                name=f"{name} (exemple)",
                organisation="Université inventée" if order % 2 else "Observatoire inventé",
                agreed=self.today,
                order=order,
                by=self.by,
            )

    def _register(
        self,
        session: Session,
        many: int,
        *,
        online: bool = False,
        tracks: Sequence[Sequence[Session]] = (),
    ) -> None:
        """So many invented professionals, each in one workshop of every hour that has room."""
        chance = chance_of("register", session.entry.day)
        members = sorted(self.centres.values(), key=lambda one: one.code)
        for number, name in enumerate(self.events["people"][:many]):
            workshops = []
            for at_once in tracks:
                rooms = [one for one in at_once if (one.seats.get().free or 0) > 0]
                workshops.append(chance.choice(rooms))
            programme.register(
                session=session,
                key=drawn(chance),
                name=f"{name} (exemple)",
                email=f"{session.code}.{number}@example.org",
                centre=members[number % len(members)],
                workshops=workshops,
                online=online,
                at=min(self.now, session.entry.begins - DAY),
                by=self.by,
            )

    def _campaign(self) -> None:
        events = self.events["campaign"]
        first = _next(self.today + 9 * DAY, 1)
        code = f"{PREFIX}reading"
        rows = queries.campaigns(simulated=True)
        if rows.filter(code__startswith=code, last__gte=self.today).exists():
            return
        campaign = programme.keep_campaign(
            code=f"{code}-{first}",
            title=events["title"],
            about=events["about"],
            centre=self.centre,
            first=first,
            last=first + 6 * DAY,
            public=31_000,
            public_qualifier=Qualifier.ABOUT,
            public_is=events["public_is"],
            sources=Source.objects.filter(collection=self.network.code, code="sim-register"),
            by=self.by,
        ).row
        programme.set_objectives(campaign=campaign, objectives=events["objectives"], by=self.by)
        week = Session.objects.filter(
            entry__site=self.site,
            state=SessionState.PUBLISHED,
            template__code__in=("ordinateur", "parents"),
            entry__begins__gte=instant(first, datetime.time(), self.site.zone),
            entry__begins__lt=instant(first + WEEK, datetime.time(), self.site.zone),
        )
        for session in week:
            programme.change(session=session, facts={"campaign": campaign}, by=self.by)

    def _agenda(self) -> None:
        """Dates of the invented network and of its Europe, which run into the school."""
        zone = self.site.zone
        rows = Entry.objects.filter(simulated=True, session=None, ends__gt=self.now)
        if not rows.filter(layer=Layer.EUROPE).exists():
            monday = _next(self.today + 22 * DAY, 1)
            begins, ends = whole_days(monday, monday + 11 * DAY, zone)
            agenda.put(
                layer=Layer.EUROPE,
                title=self.events["europe"],
                begins=begins,
                ends=ends,
                time_zone=str(zone),
                whole_days=True,
                announced=True,
                simulated=True,
                by=self.by,
            )
        if not rows.filter(layer=Layer.NETWORK).exists():
            begins, ends = hours(_next(self.today + 27 * DAY, 3), datetime.time(17), 90, zone)
            entry = agenda.put(
                layer=Layer.NETWORK,
                title=self.events["committee"],
                begins=begins,
                ends=ends,
                time_zone=str(zone),
                presence=Presence.BOTH,
                announced=True,
                simulated=True,
                by=self.by,
            )
            agenda.hold(entry=entry, bodies=["executive"], by=self.by)

    # -- proposals

    def proposals(self) -> None:
        """Partners propose; the next meeting of the coordination has them on its agenda."""
        if queries.next_coordination(self.centre.pk, self.today) is not None:
            return
        programme.plan_coordination(
            centre=self.centre, day=_next(self.today + 5 * DAY, 2), by=self.by
        )
        contacts = DutyContact.objects.filter(centre=self.centre).select_related(
            "centre", "partner"
        )
        made = []
        for number, (contact, words) in enumerate(
            zip(contacts.order_by("pk"), self.events["proposals"], strict=False)
        ):
            day = _next(self.today + (23 + number) * DAY, 3)
            begins, ends = hours(day, datetime.time(16, 30), 60, self.site.zone)
            made.append(
                programme.propose(
                    contact=contact,
                    key=drawn(chance_of(f"propose {number}", self.today)),
                    facts={
                        "site": self.site,
                        "title": words["title"],
                        "begins": begins,
                        "ends": ends,
                        "kind": words["kind"],
                        "themes": [words["theme"]],
                    },
                    note=words["note"],
                    at=self.now,
                    by=self.by,
                )
            )
        for proposal in made[2:]:
            programme.decide(proposal=proposal, decision=Decision.ACCEPTED, at=self.now, by=self.by)

    # -- what is over

    def close_what_is_over(self) -> None:
        """Who came is ticked, what people thought is kept, the attendance is closed."""
        rows = Session.objects.filter(
            simulated=True, state=SessionState.PUBLISHED, entry__ends__lt=self.now
        )
        for session in rows.select_related("entry").order_by("entry__begins", "pk"):
            chance = chance_of(f"close {session.code}", session.entry.day)
            for party in _parties(session):
                if chance.random() < 0.82:
                    programme.arrive(party=party, anyway=True, at=session.entry.begins, by=self.by)
            for seats in session.seats.filter(slot=None):
                n = chance.randint(0, 2)
                if n and session.joining == Joining.PLACES:
                    programme.walk_in(
                        seats=seats, n=n, anyway=True, at=session.entry.begins, by=self.by
                    )
            if session.kind == Kind.FAIR and not session.headcounts.exists():
                programme.headcount(
                    session=session,
                    n=round(chance.randint(900, 1500), -1),
                    method=Counted.ESTIMATED,
                    qualifier=Qualifier.ABOUT,
                    by=self.by,
                )
            self._thoughts(session, chance, chance.randint(4, 15))
            programme.close_attendance(session=session, at=session.entry.ends, by=self.by)

    def _thoughts(self, session: Session, chance: random.Random, many: int) -> None:
        glad = round(many * chance.uniform(0.5, 0.8))
        plain = round((many - glad) * 0.7)
        programme.paper_feedback(
            session=session,
            counts={
                (3, "yes"): glad,
                (2, "partly"): plain,
                (1, "no"): many - glad - plain,
            },
            at=session.entry.ends,
            by=self.by,
        )

    def _over(
        self, session: Session, ratings: Mapping[str, int], summary: Words | None = None
    ) -> None:
        programme.close_attendance(session=session, at=session.entry.ends, by=self.by)
        programme.evaluate(session=session, ratings=ratings, summary=summary, by=self.by)


def _parties(session: Session) -> Iterator[Participation]:
    rows = Participation.objects.filter(seats__session=session, state=PlaceState.HELD)
    yield from rows.select_related("seats__session__entry").order_by("number")


def _next(day: datetime.date, weekday: int) -> datetime.date:
    """That day, or the first after it that is this weekday (Monday is 1)."""
    return day + datetime.timedelta(days=(weekday - day.isoweekday()) % 7)
