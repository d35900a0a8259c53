"""Made-up networks in memory, without a contradiction, and contradictions put into them.

Everything is drawn from a seeded generator: towns, people and titles are syllables, and never
those of a network that exists.
"""

from __future__ import annotations

import datetime
import functools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from parvis.annualreport.contradictions import words
from parvis.annualreport.contradictions.facts import (
    BodySeen,
    CentreSeen,
    DefinitionSeen,
    Facts,
    FactSeen,
    FigureSeen,
    IndicatorSeen,
    LabelSeen,
    MandateSeen,
    MeetingSeen,
    MembershipSeen,
    NameSeen,
    OfficeSeen,
    PartnerSeen,
    PersonSeen,
    ReadingSeen,
    SiteSeen,
    SourceSeen,
    TextSeen,
)
from parvis.annualreport.contradictions.figures import step
from parvis.kernel.dates import PartialDate

D = PartialDate
_SYLLABLES = (
    "ba bel bor cal cam dor del fan fel gal gor han jol kar lan lor mal mar mir nal nor pal per "
    "quin ral ros sal sor tal tor val ver vol wis yor zan"
)
SYLLABLES = _SYLLABLES.split()
ENDS = ("a", "an", "e", "eau", "el", "en", "er", "ine", "is", "on", "or", "y")
FIRST = ("Anna", "Bruno", "Clara", "Denis", "Elsa", "Farid", "Gaëlle", "Joël", "Léa", "Léo", "Noé")
COUNTRIES = ("AT", "BE", "CA", "CH", "DE", "ES", "FR", "IT", "LU", "PT")
FRENCH = (
    "Les équipes se retrouvent chaque mois pour comparer leurs pratiques.",
    "Le public vient avec une question et repart avec une idée de la suite.",
    "Chacun est reçu sans condition, dans le respect de son rythme.",
    "Les partenaires donnent du temps, du matériel et des idées.",
    "Plus de temps est donné aux personnes qui en ont besoin.",
    "Cette année a été celle de nouveaux outils pour les conseillers.",
)
ENGLISH = (
    "The teams meet every month to compare their practice.",
    "People come with a question and leave with an idea of what follows.",
    "Everybody is received without condition, at their own pace.",
    "The partners give time, equipment and ideas.",
    "More time is given to the people who need it.",
    "This was the year of new tools for the counsellors.",
)


def _apart(one: str, other: str) -> bool:
    mine, theirs = Counter(one.lower()), Counter(other.lower())
    # Letters that only one of them has: never more than the distance, and quicker to tell.
    far = max((mine - theirs).total(), (theirs - mine).total()) > 2
    return far or words.distance(one.lower(), other.lower()) > 2


def date(day: datetime.date) -> PartialDate:
    return PartialDate(day.isoformat())


class Draw:
    """One seeded draw: names that are not near one another, and days that are not taken."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.year = self.random.randint(2018, 2031)
        self._names: list[str] = []
        self._days: set[datetime.date] = set()

    def name(self) -> str:
        """A word of two or three syllables, three letters away from every other."""
        while True:
            parts = self.random.choices(SYLLABLES, k=self.random.randint(2, 3))
            word = "".join(parts).capitalize() + self.random.choice(ENDS)
            if all(_apart(word, other) for other in self._names):
                self._names.append(word)
                return word

    def person(self) -> str:
        return f"{self.random.choice(FIRST)} {self.name()}"

    def day(self, length: int = 1) -> datetime.date:
        """A day of the year with nothing on it, nor on the days that follow."""
        while True:
            first = datetime.date(self.year, 1, 1) + datetime.timedelta(
                days=self.random.randint(0, 355)
            )
            span = {first + datetime.timedelta(days=n) for n in range(length)}
            if not span & self._days:
                self._days |= span
                return first

    def rounded(self, number: int) -> tuple[str, Decimal]:
        """The number as a source prints it: exact, or rounded with the word that says so."""
        qualifier = self.random.choice(("exact", "about", "more_than", "up_to"))
        if qualifier == "exact" or number < 20:
            return "exact", Decimal(number)
        size = 10 ** (len(str(number)) - 2)
        low = number // size * size
        if qualifier == "more_than":
            return ("more_than", Decimal(low)) if low < number else ("exact", Decimal(number))
        if qualifier == "up_to":
            return "up_to", Decimal(low + size if low < number else number)
        return "about", Decimal(low if number - low < size / 2 else low + size)


BOTH = ("report-fr", "report-en")


@functools.lru_cache(maxsize=400)
def clean(seed: int) -> Facts:
    """A network in which nothing contradicts anything."""
    return _Made(Draw(seed)).facts()


class _Made:
    def __init__(self, draw: Draw) -> None:
        self.draw, self.year, self.random = draw, draw.year, draw.random
        self.figures: list[FigureSeen] = []
        self.indicators: dict[str, IndicatorSeen] = {}
        self.events: list[FactSeen] = []
        self.meetings: list[MeetingSeen] = []
        self.texts: list[TextSeen] = []

    def facts(self) -> Facts:
        self._members()
        self._bodies()
        self._happenings()
        self._counted()
        self._written()
        draw = self.draw
        return Facts(
            network="made-up",
            year=self.year,
            sources=(
                SourceSeen(code="report-fr", title="Rapport", language="fr", covers=str(self.year)),
                SourceSeen(
                    code="report-en", title="Report", language="en", covers=str(self.year),
                    translation_of="report-fr",
                ),
                SourceSeen(
                    code="minutes", title="Procès-verbaux", language="fr", kind="parvis",
                    covers=str(self.year),
                ),
                SourceSeen(
                    code="before", title="Rapport d'avant", language="fr",
                    covers=str(self.year - 1),
                ),
            ),
            centres=tuple(self.centres),
            memberships=tuple(self.memberships),
            facts=tuple(self.events),
            labels=tuple(self.labels),
            people=tuple(self.people),
            bodies=tuple(self.bodies),
            offices=tuple(self.offices),
            mandates=tuple(self.mandates),
            meetings=tuple(self.meetings),
            partners=tuple(
                PartnerSeen(code=f"partner-{n}", name=f"Office {draw.name()}", sources=BOTH)
                for n in range(self.random.randint(3, 8))
            ),
            indicators=tuple(self.indicators.values()),
            figures=tuple(self.figures),
            texts=tuple(self.texts),
        )  # fmt: skip

    # -- members

    def _members(self) -> None:
        self.centres, self.memberships, self.labels = [], [], []
        for number in range(self.random.randint(5, 16)):
            code, town = f"centre-{number}", self.draw.name()
            begun = self.random.randint(1999, self.year - 3)
            site = SiteSeen(code="main", kind="main", start=D(str(begun + 1)), sources=BOTH)
            self.centres.append(
                CentreSeen(
                    code=code, name=f"Maison des parcours de {town}",
                    country=self.random.choice(COUNTRIES), overseas=self.random.random() < 0.2,
                    aliases=(NameSeen(text=town, language="fr", sources=BOTH),),
                    sites=(site,), sources=BOTH,
                )
            )  # fmt: skip
            self.labels.append(
                LabelSeen(code=f"label-{number}", centre=code, decision="granted",
                          step="operating", date=D(str(begun)), sources=BOTH)
            )  # fmt: skip
            start = D(str(begun)) if self.random.random() < 0.8 else date(self.draw.day())
            end = date(self.draw.day()) if number > 2 and self.random.random() < 0.1 else None
            if end is not None and end.text < start.text:
                end = None
            self.memberships.append(
                MembershipSeen(
                    centre=code, kind="member" if number < 3 or self.random.random() < 0.9
                    else "associate", start=start, end=end, sources=BOTH,
                )
            )  # fmt: skip
            self._life(code, begun, start, end)
        if self.random.random() < 0.6:  # a new step granted in the year, at a meeting
            self.granted = self.draw.day()
            centre = self.random.choice(self.memberships[:3]).centre
            self.labels.append(
                LabelSeen(code="label-new", centre=centre, decision="granted", step="operating",
                          date=date(self.granted), body="label", sources=BOTH)
            )  # fmt: skip
        else:
            self.granted = None

    def _life(self, code, begun, start, end) -> None:
        self._event(f"opened-{code}", "opened", D(str(begun + 1)), centre=code)
        if self.random.random() < 0.3:
            self._event(f"inaugurated-{code}", "inaugurated", D(str(begun + 2)), centre=code)
        if start.year == self.year:
            self._event(f"joined-{code}", "joined", start, centre=code)
        if end is not None:
            self._event(f"left-{code}", "left", end, centre=code)

    # -- bodies

    def _bodies(self) -> None:
        self.bodies = [
            BodySeen(code="assembly", name={"fr": "Assemblée", "en": "Assembly"},
                     sources=BOTH),
            BodySeen(code="board", name={"fr": "Bureau du réseau", "en": "Board of the network"},
                     sources=BOTH),
            BodySeen(code="group", name={"fr": "Groupe des formateurs", "en": "Group of trainers"},
                     sources=BOTH),
            BodySeen(code="label", name={"fr": "Commission du label", "en": "Label commission"},
                     sources=BOTH),
        ]  # fmt: skip
        self.people, self.offices, self.mandates = [], [], []
        election = self.draw.day()
        while election.month in (1, 12):
            election = self.draw.day()
        self._meeting("assembly", election)
        for number in range(self.random.randint(3, 6)):
            code = f"seat-{number}"
            self.offices.append(
                OfficeSeen(body="board", code=code, attested=D(str(self.year - 4)), sources=BOTH,
                           name={"fr": f"Siège {number}", "en": f"Seat {number}"})
            )  # fmt: skip
            first = self._person()
            renewed = number and self.random.random() < 0.5
            self.mandates.append(
                MandateSeen(body="board", office=code, person=first, sources=BOTH,
                            start=D(str(self.year - 3)), end=date(election) if renewed else None)
            )  # fmt: skip
            if renewed:
                self.mandates.append(
                    MandateSeen(body="board", office=code, person=self._person(), sources=BOTH,
                                start=date(election), elected_by="assembly")
                )  # fmt: skip
        for _number in range(3):
            self.mandates.append(
                MandateSeen(body="group", office="", person=self._person(), sources=BOTH,
                            start=D(str(self.year - 2)))
            )  # fmt: skip
        for _number in range(self.random.randint(1, 5)):
            self._meeting("board", self.draw.day())
        for _number in range(self.random.randint(1, 3)):
            # Nobody of the board sits in the group: both may meet on one day.
            board = self.random.choice([m for m in self.meetings if m.body == "board"])
            same = self.random.random() < 0.4 and not any(
                m.body == "group" and m.date == board.date for m in self.meetings
            )
            self._meeting("group", board.date.first if same else self.draw.day())
        if self.granted is not None:
            self._meeting("label", self.granted)

    def _person(self) -> str:
        code = f"person-{len(self.people)}"
        name = self.draw.person()
        first, last = name.split()
        self.people.append(
            PersonSeen(code=code, name=name, variants=(f"{first} {last.upper()}",), sources=BOTH)
        )
        return code

    def _meeting(self, body: str, day: datetime.date) -> None:
        code = f"{body}-{day}-{len(self.meetings)}"
        self.meetings.append(MeetingSeen(body=body, code=code, date=date(day), sources=BOTH))

    # -- what happened

    def _event(self, code: str, kind: str, when: PartialDate, **more) -> None:
        told = more.pop("title", self.draw.name())
        title = {"fr": f"Rencontre {told}", "en": f"Meeting {told}"}
        self.events.append(
            FactSeen(**{"code": code, "kind": kind, "title": title, "date": when,
                        "sources": BOTH, **more})
        )  # fmt: skip

    def _happenings(self) -> None:
        for kind in ("webinar", "delegation", "training", "intervention", "advocacy"):
            for number in range(self.random.randint(1, 4)):
                self._event(f"{kind}-{number}", kind, date(self.draw.day()))
        first = self.draw.day(3)
        last = first + datetime.timedelta(days=2)
        self._event("seminar", "seminar", date(first), end=date(last),
                    title=f"{self.draw.name()} {self.year}")  # fmt: skip
        here = self.memberships[0].centre
        self._event("hosted", "hosted", date(first), end=date(last), centre=here, topic="seminar")
        fair = self.draw.day(2)
        self._event("fair", "external_event", date(fair),
                    end=date(fair + datetime.timedelta(days=1)))  # fmt: skip
        self._event("project", "project", D(f"{self.year - 1}-03"), end=D(f"{self.year}-11"),
                    countries=("BE", "FR", "IT"))  # fmt: skip
        self._event("milestone", "project_milestone", D(f"{self.year}-05"), topic="project")
        self._event("later", "external_event", D(f"{self.year + 1}-02"), is_announced=True)

    # -- what was counted

    def _indicator(self, code: str, components: tuple[str, ...] = (), kind: str = "count") -> None:
        self.indicators[code] = IndicatorSeen(
            code=code, kind=kind, unit={"fr": "unités", "en": "units"},
            definitions=(
                DefinitionSeen(
                    version=1, name={"fr": f"Nombre {code}", "en": f"Number {code}"},
                    definition={"fr": "Ce qui est compté dans les registres.",
                                "en": "What is counted in the registers."},
                    recipe={"fr": "Somme des centres.", "en": "Sum of the centres."},
                    components=components,
                ),
            ),
        )  # fmt: skip

    def _figure(self, code: str, number: int, *, rounded: bool = False, **more) -> FigureSeen:
        if code not in self.indicators:
            self._indicator(code)
        qualifier, value = self.draw.rounded(number) if rounded else ("exact", Decimal(number))
        year = more.pop("year", self.year)
        where = more.get("centre") or more.get("body") or more.get("fact") or "network"
        figure = FigureSeen(
            **{"code": f"{code}-{where}-{year}", "indicator": code, "year": year,
               "period": str(year), "qualifier": qualifier, "value": value, "version": 1,
               "sources": BOTH if year == self.year else ("before",), **more}
        )  # fmt: skip
        self.figures.append(figure)
        return figure

    def _counted(self) -> None:
        here = [m for m in self.memberships if m.on(datetime.date(self.year, 12, 31))]
        full = [m for m in here if m.kind == "member"]
        centre = {c.code: c for c in self.centres}
        self._figure("members", len(full))
        moved = sum(m.start.year == self.year for m in self.memberships if m.kind == "member")
        moved -= sum(
            m.end is not None and m.end.year == self.year
            for m in self.memberships if m.kind == "member"
        )  # fmt: skip
        self._figure("members", len(full) - moved, year=self.year - 1)
        if any(m.kind == "associate" for m in here):
            self._figure("associates", sum(m.kind == "associate" for m in here))
        self._figure("countries-represented", len({centre[m.centre].country for m in full}))
        if overseas := sum(centre[m.centre].overseas for m in full):
            self._figure("overseas-territories", overseas)
        if self.granted is not None:
            self._figure("newly-labelled", 1)
        for body in ("board", "group"):
            held = sum(m.body == body for m in self.meetings)
            self._figure("meetings-held", held, scope="body", body=body)
        ended = sum(m.end is not None for m in self.mandates)
        if ended:
            self._figure("mandates-ended", ended, scope="body", body="board")
            self._figure("members-elected", ended, scope="body", body="board")
        for code, kind in (
            ("webinars", "webinar"),
            ("delegations", "delegation"),
            ("training-actions", "training"),
            ("interventions", "intervention"),
        ):
            self._figure(code, sum(e.kind == kind for e in self.events))  # fmt: skip
        self._figure("project-duration", 21, scope="event", fact="project")
        self._sums(full)
        for code in ("participants", "workshops"):
            number = self.random.randint(21, 400)
            self._figure(code, number, rounded=True, scope="event", fact="seminar")

    def _sums(self, full: list[MembershipSeen]) -> None:
        parts = {code: self.random.randint(50, 90_000) for code in ("on-site", "remote", "seats")}
        for code, number in parts.items():
            self._figure(code, number)
        self._indicator("received", tuple(sorted(parts)))
        self._figure("received", sum(parts.values()), rounded=True)
        self._figure("received", self.random.randint(500, 200_000), year=self.year - 1)
        by_centre = {m.centre: self.random.randint(1, 50) for m in full}
        for code, number in by_centre.items():
            self._figure("headsets", number, scope="centre", centre=code)
        self._figure("headsets", sum(by_centre.values()), rounded=True)
        seats = {m.centre: self.random.randint(1, 3) for m in full[:3]}
        for code, number in seats.items():
            self._figure("trainers", number, scope="centre", centre=code)
        self._figure("trainers", sum(seats.values()), scope="body", body="group")

    # -- what was written

    def _written(self) -> None:
        bound = {figure.indicator: figure.code for figure in self.figures
                 if figure.year == self.year and figure.scope != "centre"}  # fmt: skip
        webinar = next(e for e in self.events if e.kind == "webinar")
        day = webinar.date.first
        months = {code: words.MONTHS[code][day.month - 1] for code in ("fr", "en")}
        who = self.random.choice(self.people).name
        sentences = list(zip(FRENCH, ENGLISH, strict=True))
        for slot, code in (("network", "members"), ("people-received", "received"),
                           ("webinars", "webinars"), ("seminar", "participants"),
                           ("groups", "trainers")):  # fmt: skip
            french, english = zip(*self.random.sample(sentences, 3), strict=True)
            self._text(
                slot,
                "fr",
                (
                    *french,
                    f"Le total est de [[{bound[code]}]] pour l’année.",
                    f"Le {day.day} {months['fr']}, {who} a pris la parole.",
                ),
            )
            spoke = f"On {day.day} {months['en'].title()} {who} spoke."
            total = f"The total is [[{bound[code]}]] for the year."
            self._text(slot, "en", (*english, total, spoke))

    def _text(self, slot: str, language: str, sentences: tuple[str, ...]) -> None:
        self.texts.append(
            TextSeen(slot=slot, language=language, year=self.year, body="\n\n".join(sentences),
                     heading={"fr": "Bilan de l’année", "en": "Review of the year"}[language],
                     sources=BOTH)
        )  # fmt: skip


# -- contradictions put in -----------------------------------------------------------------------


@dataclass(frozen=True)
class Put:
    """A network with one contradiction more, and what must be found in it."""

    facts: Facts
    kind: str
    values: tuple[str, str]
    """Part of the raw value, or of what is printed, on each side."""


Insertion = Callable[[Facts, random.Random], Put]
INSERTIONS: dict[str, list[Insertion]] = {}


def puts(kind: str) -> Callable[[Insertion], Insertion]:
    def keep(insertion: Insertion) -> Insertion:
        INSERTIONS.setdefault(kind, []).append(insertion)
        return insertion

    return keep


def _with(facts: Facts, name: str, old, new) -> Facts:
    """The network with one row replaced (or added, when `old` is None; dropped, when `new` is)."""
    rows = [new if row is old and new is not None else row for row in getattr(facts, name)]
    if new is None:
        rows = [row for row in rows if row is not old]
    if old is None:
        rows.append(new)
    return replace(facts, **{name: tuple(rows)})


def _one(rows, rng: random.Random):
    return rng.choice(list(rows))


def _figures(facts: Facts, *codes: str) -> list[FigureSeen]:
    return [f for f in facts.figures if f.indicator in codes and f.year == facts.year]


def _text(facts: Facts, rng: random.Random, language: str | None = None) -> TextSeen:
    return _one((t for t in facts.texts if language in (None, t.language)), rng)


def _other_day(facts: Facts, rng: random.Random) -> datetime.date:
    """A day on which nothing at all is dated."""
    taken = {row.date.text for row in (*facts.facts, *facts.meetings) if row.date}
    while True:
        day = datetime.date(facts.year, rng.randint(1, 12), rng.randint(1, 28))
        near = {(day + datetime.timedelta(days=n)).isoformat() for n in range(-3, 1)}
        if not near & taken:
            return day


@puts("total")
def total_changed(facts: Facts, rng: random.Random) -> Put:
    total = _one((f for f in _figures(facts, "received", "headsets", "trainers")
                  if f.scope != "centre"), rng)  # fmt: skip
    value = total.value + step(total.value) * rng.randint(3, 30)
    new = replace(total, value=value)
    parts = _parts(facts, total)
    return Put(_with(facts, "figures", total, new), "total", (f"{value:f}", str(parts)))


@puts("total")
def part_changed(facts: Facts, rng: random.Random) -> Put:
    part = _one((f for f in _figures(facts, "trainers", "on-site", "remote", "headsets")
                 if f.scope == "centre" or f.indicator in ("on-site", "remote")), rng)  # fmt: skip
    whole = "received" if part.scope == "network" else part.indicator
    total = next(f for f in _figures(facts, whole) if f.scope != "centre")
    value = part.value + step(total.value) * rng.randint(3, 9)
    changed = _with(facts, "figures", part, replace(part, value=value))
    return Put(changed, "total", (f"{total.value:f}", str(_parts(changed, total))))


def _parts(facts: Facts, total: FigureSeen) -> Decimal:
    codes = facts.indicator[total.indicator].definitions[0].components
    rows = _figures(facts, *codes) or [
        f for f in _figures(facts, total.indicator) if f.scope == "centre"
    ]
    return sum((f.value for f in rows), Decimal(0))


@puts("values")
def second_value(facts: Facts, rng: random.Random) -> Put:
    first = _one((f for f in facts.figures if f.year == facts.year), rng)
    value = first.value + rng.randint(1, 50)
    other = replace(first, code=f"{first.code}-other", value=value, is_chosen=False,
                    sources=("minutes",))  # fmt: skip
    return Put(_with(facts, "figures", None, other), "values",
               (f"{first.value:f}", f"{value:f}"))  # fmt: skip


@puts("values")
def second_date(facts: Facts, rng: random.Random) -> Put:
    fact = _one((f for f in facts.facts if f.date.year == facts.year), rng)
    day = _other_day(facts, rng)
    readings = (
        ReadingSeen(date=fact.date, end=fact.end, is_chosen=True, sources=("report-fr",)),
        ReadingSeen(date=date(day), sources=("report-en",)),
    )
    new = replace(fact, readings=readings)
    return Put(_with(facts, "facts", fact, new), "values", (fact.date.text, day.isoformat()))


@puts("values")
def recorded_under_two_codes(facts: Facts, rng: random.Random) -> Put:
    fact = _one((f for f in facts.facts if f.kind in ("webinar", "delegation", "advocacy")), rng)
    day = _other_day(facts, rng)
    twin = replace(fact, code=f"{fact.code}-twin", date=date(day), sources=("minutes",))
    return Put(_with(facts, "facts", None, twin), "values", (fact.date.text, day.isoformat()))


@puts("values")
def translated_otherwise(facts: Facts, rng: random.Random) -> Put:
    text = _text(facts, rng, "en")
    number = rng.randint(300, 900)
    body = f"{text.body}\n\nIn all, {number} letters came in from the regions."
    return Put(_with(facts, "texts", text, replace(text, body=body)), "values", ("", str(number)))


@puts("values")
def bound_to_another_figure(facts: Facts, rng: random.Random) -> Put:
    text = _text(facts, rng, "fr")
    other = _one((f for f in _figures(facts, "headsets", "remote") if f.code not in text.body), rng)
    code = next(f.code for f in facts.figures if f"[[{f.code}]]" in text.body)
    body = text.body.replace(f"[[{code}]]", f"[[{other.code}]]")
    return Put(_with(facts, "texts", text, replace(text, body=body)), "values", (other.code, code))


@puts("values")
def day_in_a_text(facts: Facts, rng: random.Random) -> Put:
    day = _other_day(facts, rng)
    month = {code: words.MONTHS[code][day.month - 1] for code in ("fr", "en")}
    slot = _text(facts, rng).slot
    for language, said in (
        ("fr", f"Le {day.day} {month['fr']}, les équipes sont venues."),
        ("en", f"On {day.day} {month['en'].title()} the teams came."),
    ):
        text = next(t for t in facts.texts if (t.slot, t.language) == (slot, language))
        new = replace(text, body=f"{text.body}\n\n{said}")
        facts = _with(facts, "texts", text, new)  # fmt: skip
    return Put(facts, "values", (day.isoformat(), str(facts.year)))


@puts("values")
def other_countries(facts: Facts, rng: random.Random) -> Put:
    fact = facts.fact["project"]
    other = tuple(sorted(rng.sample(COUNTRIES, 4)))
    readings = (
        ReadingSeen(countries=fact.countries, date=fact.date, end=fact.end, is_chosen=True,
                    sources=("report-fr",)),
        ReadingSeen(countries=other, sources=("before",)),
    )  # fmt: skip
    new = replace(fact, readings=readings)
    return Put(_with(facts, "facts", fact, new), "values",
               (" ".join(fact.countries), " ".join(other)))  # fmt: skip


@puts("values")
def opened_in_two_tables(facts: Facts, rng: random.Random) -> Put:
    fact = _one((f for f in facts.facts if f.kind == "opened"), rng)
    centre = facts.centre[fact.centre]
    year = D(str(facts.year))
    sites = (replace(centre.sites[0], start=D(str(facts.year - 2))),)
    facts = _with(facts, "centres", centre, replace(centre, sites=sites))
    return Put(_with(facts, "facts", fact, replace(fact, date=year)), "values",
               (year.text, str(facts.year - 2)))  # fmt: skip


@puts("term")
def later_than_its_report(facts: Facts, rng: random.Random) -> Put:
    fact = _one((f for f in facts.facts if f.kind in ("webinar", "delegation", "training")), rng)
    later = date(fact.date.first.replace(year=facts.year + 1, day=1))
    new = replace(fact, date=later)
    return Put(_with(facts, "facts", fact, new), "term", (later.text, str(facts.year)))


@puts("term")
def outside_its_project(facts: Facts, rng: random.Random) -> Put:
    fact = facts.fact["milestone"]
    when = D(rng.choice((f"{facts.year - 1}-01", f"{facts.year}-12", f"{facts.year}-12-15")))
    facts_ = _with(facts, "facts", fact, replace(fact, date=when))
    if when.year != facts.year:
        facts_ = replace(facts_, year=when.year)
    return Put(facts_, "term", (when.text, f"{facts.year}-11"))


@puts("term")
def end_before_beginning(facts: Facts, rng: random.Random) -> Put:
    fact = facts.fact[rng.choice(("seminar", "fair", "hosted"))]
    end = date(fact.date.first - datetime.timedelta(days=rng.randint(1, 300)))
    new = replace(fact, end=end)
    return Put(_with(facts, "facts", fact, new), "term", (fact.date.text, end.text))


@puts("term")
def mandate_before_its_office(facts: Facts, rng: random.Random) -> Put:
    mandate = _one((m for m in facts.mandates if m.elected_by or m.office), rng)
    office = facts.office[mandate.body, mandate.office]
    start = D(f"{facts.year}-12-28")
    facts = _with(facts, "offices", office, replace(office, start=start))
    moved = replace(mandate, start=mandate.start if mandate.elected_by else D(f"{facts.year}-02"))
    facts = _with(facts, "mandates", mandate, moved)
    return Put(facts, "term", (moved.start.text, start.text))


@puts("term")
def decided_without_a_meeting(facts: Facts, rng: random.Random) -> Put:
    day, met = _other_day(facts, rng), _other_day(facts, rng)
    while met == day:
        met = _other_day(facts, rng)
    centre = facts.memberships[0].centre
    label = LabelSeen(code="odd", centre=centre, decision="maintained", step="operating",
                      date=date(day), body="odd-body", sources=BOTH)  # fmt: skip
    meeting = MeetingSeen(body="odd-body", code="odd-met", date=date(met), sources=BOTH)
    facts = _with(_with(facts, "labels", None, label), "meetings", None, meeting)
    return Put(facts, "term", (day.isoformat(), met.isoformat()))


@puts("term")
def after_leaving(facts: Facts, rng: random.Random) -> Put:
    membership = facts.memberships[0]
    end = D(str(facts.year - 1))
    facts = _with(facts, "memberships", membership, replace(membership, end=end))
    day = _other_day(facts, rng)
    kind = rng.choice(("training", "organised_event", "premises_opened"))
    fact = FactSeen(code="odd", kind=kind, title={"fr": "Odd", "en": "Odd"}, date=date(day),
                    centre=membership.centre, sources=BOTH)  # fmt: skip
    return Put(_with(facts, "facts", None, fact), "term", (day.isoformat(), end.text))


@puts("term")
def another_year_in_its_title(facts: Facts, rng: random.Random) -> Put:
    fact = facts.fact["seminar"]
    year = facts.year - rng.randint(1, 3)
    title = dict.fromkeys(("fr", "en"), f"Rencontre {year}")
    return Put(_with(facts, "facts", fact, replace(fact, title=title)), "term",
               (fact.date.text, str(year)))  # fmt: skip


@puts("term")
def figure_of_another_year(facts: Facts, rng: random.Random) -> Put:
    fact = facts.fact["seminar"]
    when = D(str(facts.year - rng.randint(1, 4)))
    title = {"fr": "Rencontre", "en": "Meeting"}
    new = replace(fact, date=when, end=None, title=title)
    return Put(_with(facts, "facts", fact, new), "term", (str(facts.year), when.text))


@puts("term")
def elected_on_another_day(facts: Facts, rng: random.Random) -> Put:
    day = _other_day(facts, rng)
    mandate = facts.mandates[0]
    met = next(m for m in facts.meetings if m.body == "assembly")
    new = replace(mandate, start=date(day), end=None, elected_by="assembly")
    return Put(_with(facts, "mandates", mandate, new), "term", (day.isoformat(), met.date.text))


COUNTED = ("members", "associates", "countries-represented", "overseas-territories",
           "newly-labelled", "meetings-held", "mandates-ended", "members-elected", "webinars",
           "delegations", "training-actions", "interventions", "project-duration")  # fmt: skip


@puts("count")
def printed_otherwise(facts: Facts, rng: random.Random) -> Put:
    figure = _one(_figures(facts, *COUNTED), rng)
    value = figure.value + rng.choice((-1, 1, 2, 5))
    value = value if value > 0 else figure.value + 1
    new = replace(figure, value=value)
    return Put(_with(facts, "figures", figure, new), "count", (f"{value:f}", f"{figure.value:f}"))


@puts("count")
def one_more_recorded(facts: Facts, rng: random.Random) -> Put:
    code, kind = rng.choice((("webinars", "webinar"), ("delegations", "delegation"),
                             ("training-actions", "training")))  # fmt: skip
    figure = _figures(facts, code)[0]
    fact = FactSeen(code="odd", kind=kind, title={"fr": "Odd", "en": "Odd"},
                    date=D(f"{facts.year}-0{rng.randint(1, 9)}"), sources=BOTH)  # fmt: skip
    return Put(_with(facts, "facts", None, fact), "count",
               (f"{figure.value:f}", f"{figure.value + 1:f}"))  # fmt: skip


@puts("count")
def one_meeting_lost(facts: Facts, rng: random.Random) -> Put:
    many = [f for f in _figures(facts, "meetings-held") if f.value > 1]
    if not many:
        return printed_otherwise(facts, rng)
    figure = _one(many, rng)
    meeting = _one((m for m in facts.meetings if m.body == figure.body), rng)
    return Put(_with(facts, "meetings", meeting, None), "count",
               (f"{figure.value:f}", f"{figure.value - 1:f}"))  # fmt: skip


@puts("count")
def from_one_year_to_the_next(facts: Facts, rng: random.Random) -> Put:
    member = next(m for m in facts.memberships if m.kind == "member")
    moved = replace(member, start=D(f"{facts.year}-03"))  # joined in the year, says one table
    before = next(f for f in facts.figures if f.indicator == "members" and f.year != facts.year)
    now = _figures(facts, "members")[0]
    joined = sum(m.start.year == facts.year for m in facts.memberships if m.kind == "member") + (
        member.start.year != facts.year
    )
    left = sum(m.end is not None for m in facts.memberships if m.kind == "member")
    value = now.value - joined + left + rng.choice((-2, 2, 3))
    facts = _with(facts, "memberships", member, moved)
    facts = _with(facts, "figures", before, replace(before, value=value))
    return Put(facts, "count", (f"{now.value:f}", f"{value + joined - left:f}"))


@puts("vacant")
def nobody_elected(facts: Facts, rng: random.Random) -> Put:
    office = _one(facts.offices, rng)
    last = next(m for m in facts.mandates if m.office == office.code and m.end is None)
    if rng.random() < 0.5:
        return Put(_with(facts, "mandates", last, None), "vacant",
                   (office.attested.text, "nobody"))  # fmt: skip
    end = D(rng.choice((f"{facts.year}-12-30", f"{facts.year}-12-12")))
    return Put(_with(facts, "mandates", last, replace(last, end=end)), "vacant",
               (office.attested.text, f"nobody {end}"))  # fmt: skip


@puts("vacant")
def a_new_office(facts: Facts, rng: random.Random) -> Put:
    start = D(f"{facts.year}-0{rng.randint(1, 9)}-10")
    office = OfficeSeen(body="board", code="odd", name={"fr": "Neuf", "en": "New"}, start=start,
                        sources=BOTH)  # fmt: skip
    return Put(_with(facts, "offices", None, office), "vacant", (start.text, "nobody"))


@puts("doubled")
def two_in_one_office(facts: Facts, rng: random.Random) -> Put:
    office = _one(facts.offices, rng)
    holder = [m for m in facts.mandates if m.office == office.code][-1]
    person = PersonSeen(code="odd", name="Zita Quorumbel", sources=BOTH)
    begun = max(holder.start.last, datetime.date(facts.year, 1, 1))
    start = date(begun + datetime.timedelta(days=rng.randint(2, 5)))
    second = MandateSeen(body="board", office=office.code, person="odd", start=start,
                         sources=("minutes",))  # fmt: skip
    facts = _with(_with(facts, "people", None, person), "mandates", None, second)
    return Put(facts, "doubled", (holder.person, f"odd {start}"))


@puts("doubled")
def stayed_after_the_election(facts: Facts, rng: random.Random) -> Put:
    ended = [m for m in facts.mandates if m.office and m.end]
    if not ended:
        return two_in_one_office(facts, rng)
    first = _one(ended, rng)
    new = replace(first, end=rng.choice((None, date(first.end.first + datetime.timedelta(days=9)))))
    second = next(m for m in facts.mandates if m.office == first.office and m is not first)
    return Put(_with(facts, "mandates", first, new), "doubled", (first.person, second.person))


@puts("places")
def meeting_on_a_taken_day(facts: Facts, rng: random.Random) -> Put:
    there = _one((f for f in facts.facts if f.kind in (
        "delegation", "intervention", "advocacy", "seminar", "external_event")
        and not f.is_announced), rng)  # fmt: skip
    day = there.date.first
    if there.end:
        day += datetime.timedelta(days=rng.randint(0, (there.end.first - day).days))
    body = rng.choice(("board", "label", "assembly"))
    meeting = MeetingSeen(body=body, code="odd", date=date(day), sources=("minutes",))
    return Put(_with(facts, "meetings", None, meeting), "places", (there.code, "odd"))


@puts("places")
def two_events_on_one_day(facts: Facts, rng: random.Random) -> Put:
    there = facts.fact[rng.choice(("seminar", "fair"))]
    kind = rng.choice(("advocacy", "delegation", "intervention"))
    fact = FactSeen(code="odd", kind=kind, title={"fr": "Odd", "en": "Odd"}, date=there.end,
                    sources=BOTH)  # fmt: skip
    return Put(_with(facts, "facts", None, fact), "places", (there.code, "odd"))


@puts("places")
def a_body_at_two_places(facts: Facts, rng: random.Random) -> Put:
    first = _one((m for m in facts.meetings if m.body in ("board", "group")), rng)
    placed = replace(first, place={"fr": "Ici", "en": "Here"})
    second = replace(
        first, code="odd", place={"fr": "Là-bas", "en": "Yonder"}, sources=("minutes",)
    )
    facts = _with(_with(facts, "meetings", first, placed), "meetings", None, second)
    return Put(facts, "places", (first.code, "odd"))


@puts("qualifier")
def lost_in_another_source(facts: Facts, rng: random.Random) -> Put:
    first = _one((f for f in facts.figures if f.year == facts.year), rng)
    qualifier = rng.choice([q for q in ("exact", "about", "more_than", "up_to")
                            if q != first.qualifier])  # fmt: skip
    other = replace(first, code="odd", qualifier=qualifier, is_chosen=False, sources=("minutes",))
    return Put(_with(facts, "figures", None, other), "qualifier", (first.raw, other.raw))


@puts("qualifier")
def words_around_a_binding(facts: Facts, rng: random.Random) -> Put:
    text = _text(facts, rng)
    code = next(f for f in facts.figures if f"[[{f.code}]]" in text.body)
    clear = [w for w in words.QUALIFIERS[text.language] if w not in words.AMBIGUOUS]
    told = rng.choice(clear)
    body = text.body.replace(f"[[{code.code}]]", f"{told} [[{code.code}]]")
    return Put(_with(facts, "texts", text, replace(text, body=body)), "qualifier", (told, code.raw))


@puts("qualifier")
def typed_in_a_text(facts: Facts, rng: random.Random) -> Put:
    text = _text(facts, rng)
    values = [f for f in facts.figures if f.year == facts.year and f.value >= 20
              and sum(o.value == f.value and o.year == f.year for o in facts.figures) == 1
              and not 1900 <= f.value < 2100]  # fmt: skip
    figure = _one(values, rng)
    if figure.qualifier == "exact":
        told = "plus de" if text.language == "fr" else "more than"
    else:
        told = ""
    number = f"{int(figure.value):,}".replace(",", "\u202f" if text.language == "fr" else ",")
    said = {"fr": f"Nous avons relevé {told} {number} cas.",
            "en": f"We recorded {told} {number} cases."}[text.language]  # fmt: skip
    new = replace(text, body=f"{text.body}\n\n{said}")
    return Put(_with(facts, "texts", text, new), "qualifier",
               (f"{told} {int(figure.value)}".strip(), figure.raw))  # fmt: skip


def misspelt(name: str, rng: random.Random) -> str:
    """One letter dropped, doubled or exchanged, or an accent put on, in the last word."""
    head, _space, last = name.rpartition(" ")
    place = rng.randrange(1, len(last) - 1)
    vowels = {"a": "à", "e": "é", "i": "ï", "o": "ô", "u": "ü"}
    accents = [n for n, letter in enumerate(last) if letter in vowels]
    how = rng.randrange(4)
    if how == 0 and accents:
        n = rng.choice(accents)
        last = last[:n] + vowels[last[n]] + last[n + 1 :]
    elif how == 1:
        last = last[:place] + last[place + 1 :]
    elif how == 2:
        last = last[:place] + last[place] + last[place:]
    else:
        last = last[:place] + ("x" if last[place] != "x" else "z") + last[place + 1 :]
    return f"{head} {last}".strip()


@puts("spelling")
def a_variant(facts: Facts, rng: random.Random) -> Put:
    person = _one(facts.people, rng)
    other = misspelt(person.name, rng)
    new = replace(person, variants=(*person.variants, other))
    return Put(_with(facts, "people", person, new), "spelling", (person.name, other))


@puts("spelling")
def the_same_person_twice(facts: Facts, rng: random.Random) -> Put:
    person = _one(facts.people, rng)
    how = rng.randrange(2)
    other = misspelt(person.name, rng) if how else f"{person.name}-Quorumbel"
    new = PersonSeen(code="odd", name=other, sources=("minutes",))
    return Put(_with(facts, "people", None, new), "spelling", (person.name, other))


@puts("spelling")
def a_centre_misspelt(facts: Facts, rng: random.Random) -> Put:
    centre = _one(facts.centres, rng)
    other = rng.choice((misspelt(centre.name, rng), centre.name.replace("Maison", "maison"),
                        centre.name.replace(" de ", " ")))  # fmt: skip
    alias = NameSeen(text=other, language="fr", sources=("minutes",))
    new = replace(centre, aliases=(*centre.aliases, alias))
    return Put(_with(facts, "centres", centre, new), "spelling", (centre.name, other))


@puts("spelling")
def a_partner_twice(facts: Facts, rng: random.Random) -> Put:
    partner = _one(facts.partners, rng)
    other = misspelt(partner.name, rng)
    new = PartnerSeen(code="odd", name=other, sources=("minutes",))
    return Put(_with(facts, "partners", None, new), "spelling", (partner.name, other))


@puts("spelling")
def misspelt_in_a_text(facts: Facts, rng: random.Random) -> Put:
    text = _text(facts, rng)
    person = next(p for p in facts.people if p.name in text.body)
    other = misspelt(person.name, rng)
    new = replace(text, body=text.body.replace(person.name, other))
    return Put(_with(facts, "texts", text, new), "spelling", (person.name, other))


OTHER = {"fr": "en", "en": "fr"}
LEFT = {
    "fr": ("Bilan des actions", "Le mot de la présidente", "Ateliers et rencontres",
           "Les chiffres de l’année", "L’accueil du public"),
    "en": ("Review of the work", "The work of the groups", "Workshops and meetings",
           "Figures of the year", "Reception of the public"),
}  # fmt: skip


@puts("language")
def a_sentence_left(facts: Facts, rng: random.Random) -> Put:
    text = _text(facts, rng)
    left = rng.choice(FRENCH if text.language == "en" else ENGLISH)
    new = replace(text, body=f"{text.body}\n\n{left}")
    return Put(_with(facts, "texts", text, new), "language", (left, text.language))


@puts("language")
def a_heading_left(facts: Facts, rng: random.Random) -> Put:
    text = _text(facts, rng)
    left = rng.choice(LEFT[OTHER[text.language]])
    return Put(_with(facts, "texts", text, replace(text, heading=left)), "language",
               (left, text.language))  # fmt: skip


@puts("language")
def a_title_left(facts: Facts, rng: random.Random) -> Put:
    fact = _one((f for f in facts.facts if f.date.year == facts.year), rng)
    language = rng.choice(("fr", "en"))
    left = rng.choice(LEFT[OTHER[language]])
    new = replace(fact, title={**fact.title, language: left})
    return Put(_with(facts, "facts", fact, new), "language", (left, language))


@puts("series")
def never_defined(facts: Facts, rng: random.Random) -> Put:
    indicator = facts.indicator["received"]
    blank = replace(indicator.definitions[0], definition={}, recipe={}, components=())
    facts = _with(facts, "indicators", indicator, replace(indicator, definitions=(blank,)))
    now = _figures(facts, "received")[0]
    before = next(f for f in facts.figures if f.indicator == "received" and f.year != facts.year)
    return Put(facts, "series", (now.raw, before.raw))


@puts("series")
def words_beside_a_number(facts: Facts, rng: random.Random) -> Put:
    put = never_defined(facts, rng)
    now = _figures(put.facts, "received")[0]
    told = {"fr": "quelques dizaines", "en": "some tens"}
    new = replace(now, qualifier="words", value=None, words=told)
    return replace(put, facts=_with(put.facts, "figures", now, new),
                   values=("quelques dizaines", put.values[1]))  # fmt: skip


@puts("series")
def another_recipe(facts: Facts, rng: random.Random) -> Put:
    indicator = facts.indicator["received"]
    second = replace(indicator.definitions[0], version=2, recipe={"fr": "Autre.", "en": "Other."})
    new = replace(indicator, definitions=(*indicator.definitions, second))
    facts = _with(facts, "indicators", indicator, new)
    now = _figures(facts, "received")[0]
    before = next(f for f in facts.figures if f.indicator == "received" and f.year != facts.year)
    return Put(_with(facts, "figures", now, replace(now, version=2)), "series",
               (now.raw, before.raw))  # fmt: skip


@puts("order")
def opened_before_its_label(facts: Facts, rng: random.Random) -> Put:
    label = _one((row for row in facts.labels if row.code != "label-new"), rng)
    facts = replace(facts, labels=tuple(
        row for row in facts.labels if row.centre != label.centre or row is label))  # fmt: skip
    opened = next(f for f in facts.facts if (f.kind, f.centre) == ("opened", label.centre))
    later = D(f"{facts.year}-06")
    return Put(_with(facts, "labels", label, replace(label, date=later)), "order",
               (opened.date.text, later.text))  # fmt: skip
