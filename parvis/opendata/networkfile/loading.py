"""Writes a network file whole or not at all, and says what that changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, TypeVar, cast

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.actors import Actor, command
from parvis.annualreport import actions as report
from parvis.annualreport.models import Text
from parvis.centres import actions as centres
from parvis.centres.models import Alias, Centre, Hours, Name, Pole, Site, SiteAlias
from parvis.governance import actions as governance
from parvis.governance.models import Body, Mandate, Meeting, Office, Person
from parvis.indicators import actions as indicators
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.kernel.dates import PartialDate
from parvis.kernel.errors import ParvisError
from parvis.kernel.history import signed
from parvis.kernel.keeping import CannotKeep, Change, Kept, read_ahead
from parvis.network import actions as networks
from parvis.network.models import Fact, LabelFact, Membership, Network
from parvis.opendata.networkfile import shapes
from parvis.opendata.networkfile.checking import (
    At,
    NetworkFile,
    check,
    figure,
    problem_at,
    text_key,
)
from parvis.opendata.networkfile.errors import BrokenFile, Problem
from parvis.opendata.networkfile.lines import Document, Path, Unreadable, line_of, read
from parvis.partners import actions as partners
from parvis.partners.models import Partner
from parvis.sources import actions as sources
from parvis.sources.models import Source

M = TypeVar("M", bound=Model)

LARGEST = 20_000_000
"""Bytes; the real network's file has about 300,000."""

_ONE_AT_A_TIME = 0x70617276_6973  # the advisory lock of whoever loads: «parvis»


@dataclass(frozen=True)
class Outcome:
    """What loading a file did: rows by change, and rows of the network the file does not name."""

    network: str
    created: int
    changed: int
    unchanged: int
    not_in_file: int
    by_section: dict[str, dict[Change, int]]

    def __str__(self) -> str:
        said = _(
            "%(network)s: %(created)d created, %(changed)d changed, %(unchanged)d unchanged."
        ) % {
            "network": self.network,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }
        if self.not_in_file:
            said += " " + ngettext(
                "%(left)d recorded row is not in the file; it was left as it is.",
                "%(left)d recorded rows are not in the file; they were left as they are.",
                self.not_in_file,
            ) % {"left": self.not_in_file}
        return said


def load_file(path: FilePath, *, by: Actor | None = None) -> Outcome:
    """Load a network file in one transaction; loading it again changes nothing.

    Raises BrokenFile, with every problem and its line, when anything in it is wrong: then nothing
    is written. What is recorded and not in the file is left alone.
    """
    document = _document(path)
    file, problems = check(document)
    if file is None:
        raise BrokenFile(path.name, problems)
    return _Loading(path.name, document, file, by or command("load")).run()


def _document(path: FilePath) -> Document:
    """The text of the file with its lines; never more than LARGEST bytes are read."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or _("it cannot be opened")
        raise _broken(path, None, _("cannot be read: %(reason)s") % {"reason": reason}) from error
    if len(raw) > LARGEST:
        raise _broken(
            path,
            None,
            _("is larger than %(limit)d MB, the most a network file may be")
            % {"limit": LARGEST // 1_000_000},
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _broken(path, line, _("is not written in UTF-8")) from error
    try:
        return read(text)
    except Unreadable as stop:
        raise _broken(path, line_of(text, stop.offset), stop.reason) from stop


def _broken(path: FilePath, line: int | None, reason: str) -> BrokenFile:
    return BrokenFile(path.name, [Problem(line, "", reason)])


class _Loading:
    """One load: what was found, what was written, and where in the file we are."""

    def __init__(self, name: str, document: Document, file: NetworkFile, by: Actor) -> None:
        self.name = name
        self.document = document
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
        self.definitions: dict[tuple[str, int], Definition] = {}

    def run(self) -> Outcome:
        """Everything, or BrokenFile and nothing."""
        try:
            with transaction.atomic():
                self._lock()
                self._refuse_what_is_recorded_otherwise()
                ahead = self._what_may_be_meant()
                # Signed once for all the actions inside: each would ask the database otherwise.
                with read_ahead(*ahead), signed(self.by):
                    self._write()
                with connection.cursor() as cursor:
                    # What the database checks at the end of a transaction, it checks here: the
                    # commit then has nothing left to refuse.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                return self._outcome(ahead)
        except BrokenFile:
            raise
        except CannotKeep as refusal:
            raise self._refused(str(refusal), refusal.column) from refusal
        except ParvisError as refusal:
            raise self._refused(str(refusal)) from refusal
        except IntegrityError as refusal:
            raise self._refused(_why(refusal)) from refusal
        except DataError as refusal:
            raise self._refused(_("holds a value the database cannot keep")) from refusal

    def _refused(self, reason: str, column: str = "") -> BrokenFile:
        path = (*self.at, column) if column else self.at
        return BrokenFile(self.name, [problem_at(self.document, path, reason)])

    def _lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])

    def _refuse_what_is_recorded_otherwise(self) -> None:
        slips = [*self._other_world(), *self._chosen_otherwise()]
        if slips:
            raise BrokenFile(self.name, [problem_at(self.document, *slip) for slip in slips])

    def _other_world(self) -> Iterator[tuple[Path, str]]:
        simulated = self.file.network.simulated
        reason = _("is recorded as real") if simulated else _("is recorded as simulated")
        code = self.file.network.code
        if Network.objects.filter(code=code).exclude(simulated=simulated).exists():
            yield ("network", "simulated"), reason
        held: Sequence[tuple[type[Centre | Partner], Sequence[At[Any]]]] = (
            (Centre, self.file.centres),
            (Partner, self.file.partners),
        )
        for model, objects in held:
            others = set(
                model._default_manager.exclude(simulated=simulated).values_list("code", flat=True)
            )
            for one in objects:
                if one.it.code in others:
                    yield (*one.path, "code"), reason

    def _chosen_otherwise(self) -> Iterator[tuple[Path, str]]:
        """Figures whose chosen value is recorded under a code the file does not have."""
        codes = {one.it.code for one in self.file.observations}
        recorded = {
            cast("tuple[Hashable, ...]", row[1:]): row[0]
            for row in Observation.objects.filter(
                network__code=self.file.network.code, is_chosen=True
            )
            .exclude(code__in=codes)
            .values_list(
                "code",
                "indicator__code",
                "period",
                "scope",
                "centre__code",
                "body__code",
                "fact__code",
                "status",
            )
        }
        for one in self.file.observations:
            if one.it.chosen and (other := recorded.get(figure(one.it))):
                yield (
                    (*one.path, "chosen"),
                    _("is chosen, and so is “%(code)s”, already recorded for this figure")
                    % {"code": other},
                )

    def _what_may_be_meant(self) -> list[QuerySet[Any]]:
        """Every row the file may name, with its sources: read in one go instead of one by one."""
        code = self.file.network.code
        mine = Q(code__in=[one.it.code for one in self.file.centres])
        mine |= Q(memberships__network__code=code)
        there = Centre.objects.filter(mine).values("pk")
        cited: list[QuerySet[Any]] = [
            Centre.objects.filter(pk__in=there),
            Name.objects.filter(centre__in=there),
            Alias.objects.filter(centre__in=there),
            Site.objects.filter(centre__in=there),
            SiteAlias.objects.filter(site__centre__in=there),
            Pole.objects.filter(centre__in=there),
            Hours.objects.filter(site__centre__in=there),
            Membership.objects.filter(network__code=code),
            Fact.objects.filter(network__code=code),
            LabelFact.objects.filter(network__code=code),
            Person.objects.filter(network__code=code),
            Body.objects.filter(network__code=code),
            Office.objects.filter(body__network__code=code),
            Mandate.objects.filter(body__network__code=code),
            Meeting.objects.filter(body__network__code=code),
            Partner.objects.filter(
                Q(code__in=[one.it.code for one in self.file.partners]) | Q(centres__in=there)
            )
            .distinct()
            .prefetch_related("centres"),
            Observation.objects.filter(network__code=code),
            Text.objects.filter(network__code=code),
        ]
        return [
            Source.objects.filter(collection=code),
            *(rows.prefetch_related("sources") for rows in cited),
            Indicator.objects.filter(network__code=code),
            Definition.objects.filter(indicator__network__code=code).prefetch_related("components"),
        ]

    def _write(self) -> None:
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
        for it in self._each(_pointed_first(self.file.sources, "translation_of")):
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
                    note=hours.note,
                    **self._cited(hours),
                ),
            )

    def _memberships(self, network: Network) -> None:
        recorded = list(Membership.objects.filter(network=network).select_related("centre"))
        corrected = _corrected(
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
                    was=corrected.get(self.at),
                    **self._cited(it),
                ),
            )

    def _facts(self, network: Network) -> None:
        for it in self._each(_pointed_first(self.file.facts, "topic")):
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
        corrected = _corrected(
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
                    was=corrected.get(self.at),
                    **self._cited(it),
                ),
            )

    def _meetings(self) -> None:
        for it in self._each(_pointed_first(self.file.meetings, "prepares")):
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
            self._done(
                "partners",
                partners.record_partner(
                    code=it.code,
                    name=it.name,
                    country=it.country,
                    field=it.field,
                    about=it.about,
                    centres=[self.centres[code] for code in it.centres],
                    simulated=network.simulated,
                    **self._cited(it),
                ),
            )

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
        for it in self._each(_originals_first(self.file.texts)):
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

    def _outcome(self, ahead: Iterable[QuerySet[Any]]) -> Outcome:
        whole: Counter[Change] = Counter()
        for counts in self.done.values():
            whole.update(counts)
        left = sum(
            rows.prefetch_related(None).exclude(pk__in=self.seen[rows.model]).count()
            for rows in ahead
        )
        return Outcome(
            network=self.file.network.code,
            created=whole[Change.CREATED],
            changed=whole[Change.CHANGED],
            unchanged=whole[Change.UNCHANGED],
            not_in_file=left,
            by_section={name: dict(counts) for name, counts in self.done.items()},
        )


def _of(rows: dict[Any, M], key: Any) -> M | None:
    return None if key is None else rows[key]


def _pointed_first(objects: Sequence[At[Any]], name: str) -> list[At[Any]]:
    """The same objects, each after the one it points to; checking refused circles."""
    by_code = {one.it.code: one for one in objects}
    return _after(objects, lambda one: by_code.get(getattr(one.it, name)))


def _originals_first(texts: Sequence[At[shapes.TextIn]]) -> list[At[shapes.TextIn]]:
    """Every translation after the text it was made from."""
    by_key = {text_key(one.it): one for one in texts}

    def original(one: At[shapes.TextIn]) -> At[shapes.TextIn] | None:
        year, slot, _language, quotation = text_key(one.it)
        source = one.it.written_from
        return None if source is None else by_key.get((year, slot, source, quotation))

    return _after(texts, original)


def _after(
    objects: Sequence[At[shapes.S]], before: Callable[[At[shapes.S]], At[shapes.S] | None]
) -> list[At[shapes.S]]:
    done: dict[Path, At[shapes.S]] = {}
    for one in objects:
        chain = []
        step: At[shapes.S] | None = one
        while step is not None and step.path not in done:
            chain.append(step)
            step = before(step)
        for waiting in reversed(chain):
            done[waiting.path] = waiting
    return list(done.values())


def _corrected(
    objects: Sequence[At[Any]],
    rows: Sequence[Any],
    *,
    whose: Callable[[Any], Hashable],
    row_whose: Callable[[Any], Hashable],
    key: Callable[[Any], Hashable],
) -> dict[Path, Any]:
    """For periods whose beginning was corrected in the file, the row that is meant.

    Memberships and mandates have no code: their beginning tells them apart. When exactly one of
    the file and one recorded of the same holder do not match and overlap, they are the same one;
    otherwise the old one would stay beside the new and be counted twice.
    """
    told: dict[Hashable, dict[Hashable, At[Any]]] = defaultdict(dict)
    held: dict[Hashable, dict[Hashable, Any]] = defaultdict(dict)
    for one in objects:
        told[whose(one.it)][key(one.it)] = one
    for row in rows:
        held[row_whose(row)][key(row)] = row
    found = {}
    for holder, periods in told.items():
        new = [one for begun, one in periods.items() if begun not in held[holder]]
        old = [row for begun, row in held[holder].items() if begun not in periods]
        if len(new) == len(old) == 1 and _overlap(new[0].it, old[0]):
            found[new[0].path] = old[0]
    return found


def _overlap(one: Any, other: Any) -> bool:
    return not (_over_before(one, other) or _over_before(other, one))


def _over_before(one: Any, other: Any) -> bool:
    end: PartialDate | None = one.end or one.last_attested
    start: PartialDate | None = other.start or other.attested
    return end is not None and start is not None and end.last < start.first


def _why(refusal: IntegrityError) -> str:
    """What the database refused, in a sentence; the name of its rule when we have no better."""
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None) or ""
    if name.endswith("_one_chosen"):
        return _("is chosen, and so is another value already recorded")
    if name.endswith("_ends_after_it_starts"):
        return _("ends before it starts, or its end is known less precisely than its start")
    if name.endswith("_world"):
        return _("real and simulated facts are never mixed")
    if name.endswith("_one_current_main_site"):
        return _("this centre already has a main site that is not ended")
    if name.endswith("_once"):
        return _("is already recorded otherwise")
    return _("breaks the rule “%(rule)s” of the database") % {"rule": name or "?"}
