"""What the objects of a network file must hold together: references, dates, choices.

Nothing here asks the database. Every rule gives the path of the value that is wrong and the end
of a sentence that begins with the name of its field.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from parvis.indicators.enums import MeasureKind, Scope
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import objection
from parvis.opendata.networkfile import shapes
from parvis.opendata.networkfile.lines import Path
from parvis.opendata.networkfile.shapes import At, NetworkFile, S, Shape
from parvis.sources.enums import Standing
from parvis.tallies.enums import Qualifier
from parvis.ui.prose import codes_in

Slip = tuple[Path, str]

_SOONEST_FIRST = (
    ("start", "end"),
    ("date", "end"),
    ("start", "last_attested"),
    ("attested", "last_attested"),
    ("attested", "end"),
)
_NEEDS = {Scope.CENTRE: "centre", Scope.BODY: "body", Scope.EVENT: "fact"}


class Rules:
    """The rules of one file; `slips` gives what breaks them."""

    def __init__(self, data: dict[str, Any], file: NetworkFile) -> None:
        self.data = data
        self.file = file
        # Codes are read from the raw data: an object that is wrong in itself is still there, and
        # whoever points to it is not to blame.
        self.codes = {name: _codes(data.get(name)) for name in shapes.SECTIONS}
        self.sites = {
            str(centre["code"]): _codes(centre.get("sites"))
            for centre in _objects(data.get("centres"))
            if isinstance(centre.get("code"), str)
        }
        self.poles = {
            str(centre["code"]): _codes(centre.get("poles"))
            for centre in _objects(data.get("centres"))
            if isinstance(centre.get("code"), str)
        }
        self.offices = {
            str(body["code"]): _codes(body.get("offices"))
            for body in _objects(data.get("bodies"))
            if isinstance(body.get("code"), str)
        }
        self.versions = {
            str(indicator["code"]): {
                version["version"]
                for version in _objects(indicator.get("versions"))
                if isinstance(version.get("version"), int)
            }
            for indicator in _objects(data.get("indicators"))
            if isinstance(indicator.get("code"), str)
        }

    def slips(self) -> Iterator[Slip]:
        """Everything that is wrong, section by section."""
        yield from self._everywhere()
        yield from self._sources()
        yield from self._centres()
        yield from self._memberships()
        yield from self._facts()
        yield from self._label()
        yield from self._bodies()
        yield from self._partners()
        yield from self._agreements()
        yield from self._duties()
        yield from self._campaigns()
        yield from self._sessions()
        yield from self._dates()
        yield from self._indicators()
        yield from self._observations()
        yield from self._texts()

    def _everywhere(self) -> Iterator[Slip]:
        """Sources, worlds and periods, of every object at every depth."""
        for name in shapes.SECTIONS:
            if name in {"memberships", "mandates", "texts", "duties", "dates"}:
                continue
            objects: list[At[Any]] = getattr(self.file, name)
            yield from _twice(objects, lambda it: it.code, "code")
        for path, it in self._all():
            if it.simulated is not None and it.simulated != self.file.network.simulated:
                yield (*path, "simulated"), _("real and simulated facts are never mixed")
            if isinstance(it, shapes.CitedIn | shapes.ReadingIn):
                if getattr(it, "standing", "") == Standing.STATED and not it.sources:
                    yield (*path, "sources"), _("a stated fact needs at least one source")
                for index, code in enumerate(it.sources):
                    yield from self._known("sources", code, (*path, "sources", index))
                yield from _each_once(it.sources, (*path, "sources"))
            for earlier, later in _SOONEST_FIRST:
                first, last = getattr(it, earlier, None), getattr(it, later, None)
                if _is_before(last, first):
                    yield (
                        (*path, later),
                        _("%(last)s stands before %(field)s, %(first)s")
                        % {"last": last, "field": earlier, "first": first},
                    )
            if isinstance(it, shapes.OwnIn) and not self.file.network.simulated:
                yield path, _("is kept by the centre itself and never loaded into a real network")

    def _all(self) -> Iterator[tuple[Path, Shape]]:
        for name in shapes.SECTIONS:
            objects: list[At[Any]] = getattr(self.file, name)
            for one in objects:
                yield from _with_what_it_holds(one.path, one.it)

    def _known(self, section: str, code: str | None, path: Path) -> Iterator[Slip]:
        if code is not None and code not in self.codes[section]:
            yield path, _("“%(code)s” is not in %(section)s") % {"code": code, "section": section}

    def _sources(self) -> Iterator[Slip]:
        for one in self.file.sources:
            yield from _well_written(one.it.title, one.it.language, (*one.path, "title"))
            yield from self._known("sources", one.it.translation_of, (*one.path, "translation_of"))
        yield from _circles(self.file.sources, "translation_of")

    def _centres(self) -> Iterator[Slip]:
        for one in self.file.centres:
            path, it = one.path, one.it
            sites = _at(path, "sites", it.sites)
            yield from _twice(sites, lambda site: site.code, "code")
            yield from _twice(_at(path, "poles", it.poles), lambda pole: pole.code, "code")
            yield from _twice(_at(path, "names", it.names), lambda name: name.name, "name")
            for aliases in (
                _at(path, "aliases", it.aliases),
                *(_at(site.path, "aliases", site.it.aliases) for site in sites),
            ):
                yield from _twice(aliases, lambda alias: alias.text, "text")
                for alias in aliases:
                    yield from _well_written(
                        alias.it.text, alias.it.language, (*alias.path, "text"), name=True
                    )
            yield from _each_once(it.languages, (*path, "languages"))
            yield from self._main_sites(sites)
            yield from self._hours(it, _at(path, "hours", it.hours))
            yield from self._own(it, path)

    def _main_sites(self, sites: list[At[shapes.SiteIn]]) -> Iterator[Slip]:
        current = [site for site in sites if site.it.kind == "main" and site.it.end is None]
        for site in current[1:]:
            yield (*site.path, "kind"), _("a centre has one main site at a time; end the other")

    def _hours(self, centre: shapes.CentreIn, hours: list[At[shapes.HoursIn]]) -> Iterator[Slip]:
        yield from _twice(hours, lambda it: (it.site, it.weekday, it.opens, it.start), "opens")
        for one in hours:
            if one.it.closes <= one.it.opens:
                yield (*one.path, "closes"), _("closes before it opens")
            if one.it.site not in self.sites[centre.code]:
                yield (
                    (*one.path, "site"),
                    _("“%(code)s” is not a site of this centre") % {"code": one.it.site},
                )

    def _own(self, it: shapes.CentreIn, path: Path) -> Iterator[Slip]:
        """What the centre keeps from day to day: each once, at a site that exists."""
        kept: tuple[tuple[str, list[Any], Callable[[Any], Hashable], str], ...] = (
            ("special_days", it.special_days, lambda row: (row.site, row.day), "day"),
            ("closures", it.closures, lambda row: (row.site, row.start), "start"),
            (
                "stops",
                it.stops,
                lambda row: (row.site, row.commune, row.place, row.first, row.begins),
                "first",
            ),
            ("spaces", it.spaces, lambda row: (row.site, row.code), "code"),
        )
        for name, rows, key, field in kept:
            numbered = _at(path, name, rows)
            yield from _twice(numbered, key, field)
            for one in numbered:
                if one.it.site not in self.sites[it.code]:
                    yield (
                        (*one.path, "site"),
                        _("“%(code)s” is not a site of this centre") % {"code": one.it.site},
                    )
        yield from _twice(
            _at(path, "team", it.team), lambda member: (member.name, member.start), "name"
        )
        mobile = {site.code for site in it.sites if site.kind == "mobile"}
        for stop in _at(path, "stops", it.stops):
            yield from _backwards(stop.it, stop.path)
            if stop.it.site in self.sites[it.code] - mobile:
                yield (
                    (*stop.path, "site"),
                    _("“%(code)s” is no mobile facility") % {"code": stop.it.site},
                )
        for space in _at(path, "spaces", it.spaces):
            equipment = _at(space.path, "equipment", space.it.equipment)
            yield from _twice(equipment, lambda kit: kit.kind, "kind")

    def _agreements(self) -> Iterator[Slip]:
        partners = {one.it.code: one.it for one in self.file.partners}
        for one in self.file.agreements:
            path, it = one.path, one.it
            yield from self._known("partners", it.partner, (*path, "partner"))
            yield from self._known("centres", it.centre, (*path, "centre"))
            yield from self._known("agreements", it.renews, (*path, "renews"))
            partner = partners.get(it.partner)
            if partner is not None and it.centre not in partner.centres:
                yield (
                    (*path, "centre"),
                    _("“%(code)s” is not a centre of this partner") % {"code": it.centre},
                )
            lines = _at(path, "contributions", it.contributions)
            yield from _twice(lines, lambda line: (line.year, line.code), "code")
            for line in lines:
                if line.it.pole is not None and line.it.pole not in self.poles.get(it.centre, ()):
                    yield (
                        (*line.path, "pole"),
                        _("“%(code)s” is not a pole of this centre") % {"code": line.it.pole},
                    )
        yield from _circles(self.file.agreements, "renews")

    def _duties(self) -> Iterator[Slip]:
        partners = {one.it.code: one.it for one in self.file.partners}
        yield from _twice(
            self.file.duties,
            lambda it: (it.centre, it.site, it.pole, it.partner, it.first, it.begins),
            "first",
        )
        for one in self.file.duties:
            path, it = one.path, one.it
            yield from self._place(it, path)
            yield from self._known("partners", it.partner, (*path, "partner"))
            yield from _backwards(it, path)
            if it.pole not in self.poles.get(it.centre, {it.pole}):
                yield (
                    (*path, "pole"),
                    _("“%(code)s” is not a pole of this centre") % {"code": it.pole},
                )
            partner = partners.get(it.partner or "")
            if partner is not None and it.centre not in partner.centres:
                yield (
                    (*path, "centre"),
                    _("“%(code)s” is not a centre of this partner") % {"code": it.centre},
                )

    def _campaigns(self) -> Iterator[Slip]:
        facts = {one.it.code: one.it for one in self.file.facts}
        for one in self.file.campaigns:
            path, it = one.path, one.it
            yield from self._on_a_day(facts, it.fact, (*path, "fact"))
            for name in ("reached", "public"):
                yield from self._figure(getattr(it, name), (*path, name))

    def _sessions(self) -> Iterator[Slip]:
        """Each has a fact that says when, or is part of one that has."""
        facts = {one.it.code: one.it for one in self.file.facts}
        wholes = {one.it.code for one in self.file.sessions if one.it.fact is not None}
        yield from _twice(
            [one for one in self.file.sessions if one.it.fact is not None],
            lambda it: it.fact,
            "fact",
        )
        for one in self.file.sessions:
            path, it = one.path, one.it
            if (it.fact is None) == (it.part_of is None):
                yield path, _("names a fact, or the session it is part of")
            if it.fact is not None:
                yield from self._on_a_day(facts, it.fact, (*path, "fact"))
            elif it.title is None:
                yield (*path, "title"), _("is missing")
            if it.part_of is not None and it.part_of not in wholes:
                yield (
                    (*path, "part_of"),
                    _("“%(code)s” is not a session with a fact of its own") % {"code": it.part_of},
                )
            yield from self._place(it, path)
            yield from self._known("campaigns", it.campaign, (*path, "campaign"))
            yield from self._hours_of_a_session(it, path)
            yield from self._who_makes(it, path)
            for what, code in it.figures.items():
                yield from self._figure(code, (*path, "figures", what))
            if it.figures and it.fact is None:
                yield (*path, "figures"), _("are those of the whole")

    def _on_a_day(
        self, facts: Mapping[str, shapes.FactIn], code: str, path: Path
    ) -> Iterator[Slip]:
        """A fact that is known to the day: no day is made up."""
        yield from self._known("facts", code, path)
        fact = facts.get(code)
        if fact is not None and any(
            date is None or date.precision != "day" for date in (fact.date, fact.end or fact.date)
        ):
            yield path, _("“%(code)s” is not dated to the day") % {"code": code}

    def _figure(self, code: str | None, path: Path) -> Iterator[Slip]:
        """An observation that is a whole number."""
        yield from self._known("observations", code, path)
        for one in self.file.observations:
            value = one.it.value
            if one.it.code == code and (value is None or value != int(value)):
                yield path, _("“%(code)s” is not a whole number") % {"code": code}

    def _hours_of_a_session(self, it: shapes.SessionIn, path: Path) -> Iterator[Slip]:
        if (it.begins is None) != (it.ends is None):
            yield (*path, "ends"), _("stands alone: say both hours, or none")
        elif it.begins is None or it.ends is None:
            if it.slots:
                yield (*path, "slots"), _("lie in a session without hours")
        elif it.ends <= it.begins:
            yield (*path, "ends"), _("ends before it begins")
        else:
            for slot in _at(path, "slots", it.slots):
                if not it.begins <= slot.it.begins < slot.it.ends <= it.ends:
                    yield slot.path, _("lies outside the hours of its session")

    def _who_makes(self, it: shapes.SessionIn, path: Path) -> Iterator[Slip]:
        for host in _at(path, "hosts", it.hosts):
            if sum(one is not None for one in (host.it.partner, host.it.centre, host.it.name)) != 1:
                yield host.path, _("is a partner, a centre or a name: one of them")
            yield from self._known("partners", host.it.partner, (*host.path, "partner"))
            yield from self._known("centres", host.it.centre, (*host.path, "centre"))
        others = _at(path, "centres_with", it.centres_with)
        yield from _twice(others, lambda one: one.centre, "centre")
        for other in others:
            yield from self._known("centres", other.it.centre, (*other.path, "centre"))
        yield from _twice(_at(path, "speakers", it.speakers), lambda one: one.name, "name")

    def _dates(self) -> Iterator[Slip]:
        facts = {one.it.code: one.it for one in self.file.facts}
        meetings = {one.it.code: one.it for one in self.file.meetings}
        yield from _twice(self.file.dates, lambda it: (it.fact, it.meeting), "fact")
        for one in self.file.dates:
            path, it = one.path, one.it
            if (it.fact is None) == (it.meeting is None):
                yield path, _("names a fact or a meeting: one of them")
            if it.fact is not None:
                yield from self._on_a_day(facts, it.fact, (*path, "fact"))
            yield from self._known("meetings", it.meeting, (*path, "meeting"))
            meeting = meetings.get(it.meeting or "")
            if meeting is not None and meeting.date.precision != "day":
                yield (
                    (*path, "meeting"),
                    _("“%(code)s” is not dated to the day") % {"code": it.meeting},
                )

    def _place(self, it: Any, path: Path) -> Iterator[Slip]:
        """A centre that exists and, of it, a site that does."""
        yield from self._known("centres", it.centre, (*path, "centre"))
        if it.site is not None and it.site not in self.sites.get(it.centre, {it.site}):
            yield (
                (*path, "site"),
                _("“%(code)s” is not a site of this centre") % {"code": it.site},
            )
        if it.site is not None and it.centre is None:
            yield (*path, "site"), _("is the site of no centre")

    def _memberships(self) -> Iterator[Slip]:
        yield from _twice(self.file.memberships, lambda it: (it.centre, it.start), "centre")
        for one in self.file.memberships:
            yield from self._known("centres", one.it.centre, (*one.path, "centre"))
            if one.it.start is None and one.it.attested is None:
                yield one.path, _("has neither a start nor a date it is attested at")

    def _facts(self) -> Iterator[Slip]:
        for one in self.file.facts:
            path, it = one.path, one.it
            yield from self._place(it, path)
            yield from self._known("facts", it.topic, (*path, "topic"))
            yield from _each_once(it.countries, (*path, "countries"))
            yield from self._readings(it, _at(path, "readings", it.readings))
        yield from _circles(self.file.facts, "topic")

    def _readings(
        self, fact: shapes.FactIn, readings: list[At[shapes.ReadingIn]]
    ) -> Iterator[Slip]:
        yield from _twice(
            readings,
            lambda it: (it.printed, it.date, it.end, tuple(it.countries or ())),
            "date",
        )
        chosen = [reading for reading in readings if reading.it.chosen]
        for reading in chosen[1:]:
            yield (*reading.path, "chosen"), _("is the second chosen reading of this fact")
        if readings and not chosen:
            yield (*readings[0].path, "chosen"), _("none of the readings of this fact is chosen")
        for reading in chosen[:1]:
            for name in ("date", "end", "countries"):
                told = getattr(reading.it, name)
                # A reading that says nothing of the countries chooses none.
                if told != getattr(fact, name) and not (name == "countries" and told is None):
                    yield (*reading.path, name), _("is chosen and not what the fact says")

    def _label(self) -> Iterator[Slip]:
        for one in self.file.label:
            yield from self._place(one.it, one.path)
            yield from self._known("bodies", one.it.body, (*one.path, "body"))

    def _bodies(self) -> Iterator[Slip]:
        for body in self.file.bodies:
            offices = _at(body.path, "offices", body.it.offices)
            yield from _twice(offices, lambda it: it.code, "code")
        yield from _twice(
            self.file.mandates,
            lambda it: (it.body, it.office, it.person, it.start, it.attested),
            "person",
        )
        for one in self.file.mandates:
            path, it = one.path, one.it
            yield from self._known("bodies", it.body, (*path, "body"))
            yield from self._known("bodies", it.elected_by, (*path, "elected_by"))
            yield from self._known("people", it.person, (*path, "person"))
            if it.office is not None and it.office not in self.offices.get(it.body, {it.office}):
                yield (
                    (*path, "office"),
                    _("“%(code)s” is not an office of this body") % {"code": it.office},
                )
        for meeting in self.file.meetings:
            yield from self._known("bodies", meeting.it.body, (*meeting.path, "body"))
            yield from self._known("meetings", meeting.it.prepares, (*meeting.path, "prepares"))
        yield from _circles(self.file.meetings, "prepares")

    def _partners(self) -> Iterator[Slip]:
        for one in self.file.partners:
            for index, code in enumerate(one.it.centres):
                yield from self._known("centres", code, (*one.path, "centres", index))
            yield from _each_once(one.it.centres, (*one.path, "centres"))

    def _indicators(self) -> Iterator[Slip]:
        for one in self.file.indicators:
            versions = _at(one.path, "versions", one.it.versions)
            yield from _twice(versions, lambda it: it.version, "version")
            for version in versions:
                path = (*version.path, "components")
                for index, code in enumerate(version.it.components):
                    yield from self._known("indicators", code, (*path, index))
                    if code == one.it.code:
                        yield (*path, index), _("is the indicator itself")
                yield from _each_once(version.it.components, path)

    def _observations(self) -> Iterator[Slip]:
        figures: dict[Hashable, list[At[shapes.ObservationIn]]] = defaultdict(list)
        shares = {one.it.code for one in self.file.indicators if one.it.kind == MeasureKind.SHARE}
        for one in self.file.observations:
            figures[figure(one.it)].append(one)
            yield from self._observation(one.path, one.it)
            if one.it.indicator in shares:
                for name in ("value", "high"):
                    if (getattr(one.it, name) or 0) > 100:
                        yield (*one.path, name), _("is a share greater than 100 %")
        told = self._figures_told_wrongly()
        for readings in figures.values():
            chosen = [reading for reading in readings if reading.it.chosen]
            for reading in chosen[1:]:
                yield (
                    (*reading.path, "chosen"),
                    _("is the second chosen value of this figure, after “%(code)s”")
                    % {"code": chosen[0].it.code},
                )
            first = readings[0]
            if not chosen and (first.it.indicator, first.it.period) not in told:
                yield (*first.path, "chosen"), _("no value of this figure is chosen")

    def _figures_told_wrongly(self) -> set[tuple[Any, Any]]:
        """Figures of which a reading is wrong in itself: it may be the one that is chosen."""
        right = {one.it.code for one in self.file.observations}
        return {
            (reading["indicator"], reading["period"])
            for reading in _objects(self.data.get("observations"))
            if all(isinstance(reading.get(key), str) for key in ("indicator", "period"))
            and str(reading.get("code")) not in right
        }

    def _observation(self, path: Path, it: shapes.ObservationIn) -> Iterator[Slip]:
        yield from self._known("indicators", it.indicator, (*path, "indicator"))
        if it.version not in self.versions.get(it.indicator, {it.version}):
            yield (
                (*path, "version"),
                _("“%(indicator)s” has no version %(version)d")
                % {"indicator": it.indicator, "version": it.version},
            )
        yield from self._known("centres", it.centre, (*path, "centre"))
        yield from self._known("bodies", it.body, (*path, "body"))
        yield from self._known("facts", it.fact, (*path, "fact"))
        needed = _NEEDS.get(Scope(it.scope))
        if needed is not None and getattr(it, needed) is None:
            yield (*path, needed), _("is missing: the scope is “%(scope)s”") % {"scope": it.scope}
        if it.qualifier == Qualifier.WORDS:
            # Words may be missing too: a chart whose values exist only as an image is recorded.
            if it.value is not None:
                yield (*path, "value"), _("stands beside the qualifier “words”")
        elif it.value is None:
            yield (*path, "value"), _("is missing")
        if it.qualifier == Qualifier.RANGE:
            if it.high is None or (it.value is not None and it.high < it.value):
                yield (*path, "high"), _("must be the upper bound of the range")
        elif it.high is not None:
            yield (*path, "high"), _("is for ranges only")
        if it.answering is not None and it.total is not None and it.answering > it.total:
            yield (*path, "answering"), _("is more than the total")

    def _texts(self) -> Iterator[Slip]:
        yield from _twice(self.file.texts, text_key, "slot")
        there = {text_key(one.it) for one in self.file.texts}
        raw = {
            (text.get("year"), text.get("slot"), text.get("language"))
            for text in _objects(self.data.get("texts"))
            if all(isinstance(text.get(k), str | int | None) for k in ("year", "slot", "language"))
        }
        for one in self.file.texts:
            path, it = one.path, one.it
            yield from _well_written(it.heading, it.language, (*path, "heading"), name=True)
            yield from _well_written(it.body, it.language, (*path, "body"))
            for code in codes_in(it.body):
                if code not in self.codes["observations"]:
                    yield (
                        (*path, "body"),
                        _("binds the figure “%(code)s”, which is not in observations")
                        % {"code": code},
                    )
            if it.written_from is None:
                continue
            key = (it.year, it.slot, it.written_from)
            if (*key, it.quotation) not in there and key not in raw:
                yield (
                    (*path, "written_from"),
                    _("there is no text of this slot in “%(language)s”")
                    % {"language": it.written_from},
                )
        yield from self._translations_in_circles()

    def _translations_in_circles(self) -> Iterator[Slip]:
        texts = {text_key(one.it): one for one in self.file.texts}
        for one in texts.values():
            seen = set()
            step: At[shapes.TextIn] | None = one
            while step is not None and step.it.written_from is not None:
                if step.it.language in seen:
                    yield (*one.path, "written_from"), _("the translations run in a circle")
                    break
                seen.add(step.it.language)
                year, slot, _language, quotation = text_key(step.it)
                step = texts.get((year, slot, step.it.written_from, quotation))


def figure(it: shapes.ObservationIn) -> tuple[Hashable, ...]:
    """What several readings of one figure have in common; one of them is chosen."""
    return (it.indicator, it.period, it.scope, it.centre, it.body, it.fact, it.status)


def text_key(it: shapes.TextIn) -> tuple[int | None, str, str, bool]:
    """What tells a text from every other."""
    return (it.year, it.slot, it.language, it.quotation)


def _objects(items: object) -> list[dict[str, Any]]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _codes(items: object) -> set[str]:
    return {item["code"] for item in _objects(items) if isinstance(item.get("code"), str)}


def _at(path: Path, name: str, items: Sequence[S]) -> list[At[S]]:
    return [At((*path, name, index), item) for index, item in enumerate(items)]


def _with_what_it_holds(path: Path, it: Shape) -> Iterator[tuple[Path, Shape]]:
    yield path, it
    for name in type(it).model_fields:
        held = getattr(it, name)
        if isinstance(held, Shape):
            yield from _with_what_it_holds((*path, name), held)
        elif isinstance(held, list):
            for index, item in enumerate(held):
                if isinstance(item, Shape):
                    yield from _with_what_it_holds((*path, name, index), item)


def _backwards(it: shapes.RecurringIn, path: Path) -> Iterator[Slip]:
    """What comes again ends after it begins, on the day and over the years."""
    if it.ends <= it.begins:
        yield (*path, "ends"), _("ends before it begins")
    if it.last is not None and it.last < it.first:
        yield (*path, "last"), _("is before the first day")


def _twice(objects: Sequence[At[S]], key: Callable[[S], Hashable], name: str) -> Iterator[Slip]:
    seen = set()
    for one in objects:
        if (told := key(one.it)) in seen:
            yield (*one.path, name), _("is there twice")
        seen.add(told)


def _each_once(codes: Iterable[str], path: Path) -> Iterator[Slip]:
    seen = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield (*path, index), _("“%(code)s” is there twice") % {"code": code}
        seen.add(code)


def _is_before(
    last: PartialDate | datetime.date | None, first: PartialDate | datetime.date | None
) -> bool:
    """Whether one is certainly before the other, whatever days they stand for."""
    if first is None or last is None:
        return False
    latest = last.last if isinstance(last, PartialDate) else last
    return latest < (first.first if isinstance(first, PartialDate) else first)


def _circles(objects: Sequence[At[Any]], name: str) -> Iterator[Slip]:
    """Objects that point to themselves, directly or through others."""
    points_to = {one.it.code: getattr(one.it, name) for one in objects}
    for one in objects:
        seen = {one.it.code}
        step = getattr(one.it, name)
        while step is not None and step not in seen:
            seen.add(step)
            step = points_to.get(step)
        if step == one.it.code:
            yield (*one.path, name), _("runs in a circle")


def _well_written(
    text: str | None, language: str | None, path: Path, *, name: bool = False
) -> Iterator[Slip]:
    if text is not None and (why := objection(text, language=language, name=name)) is not None:
        yield path, why
