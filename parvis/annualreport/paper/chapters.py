"""Parts and chapters as blocks, in the order in which the web page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from parvis.annualreport.enums import PassageState, Slot
from parvis.annualreport.paper.saying import Said, language, number, on, paragraphs, row, say
from parvis.annualreport.queries.blocks import BodyBlock, Change, MemberRow, MembersBlock
from parvis.annualreport.queries.passages import Passage
from parvis.annualreport.queries.report import Chapter, FactRow, Report, Total
from parvis.network.models import Reading
from parvis.papers.charts import Chart
from parvis.sources.enums import Standing
from parvis.ui import calendar, countries
from parvis.ui.numbers import Figure, written

Block = dict[str, Any]


@dataclass(frozen=True)
class Telling:
    """What every chapter needs: the report, figures that have a card, numbers on the map."""

    report: Report
    cards: frozenset[str]
    on_map: dict[int, int]
    outside: frozenset[int]

    def chapter(self, chapter: Chapter) -> list[Block]:
        """Everything that stands in one chapter."""
        blocks: list[Block] = []
        if chapter.slot == Slot.EDITORIAL and not chapter.passages:
            blocks.append(
                {"kind": "unwritten", "text": gettext("To be written by the Secretary General")}
            )
        for passage in chapter.passages:
            blocks += self._passage(passage, chapter.title)
        if chapter.highlights:
            blocks.append({"kind": "heading", "text": gettext("The year in dates")})
            blocks.append(_timeline(_change(change, brief=True) for change in chapter.highlights))
        if chapter.members and chapter.members.count:
            blocks += self._members(chapter.members)
        blocks += [_chart(chart) for chart in chapter.charts if chart.form == "bars"]
        if chapter.changes:
            blocks.append(_timeline(_change(change, brief=False) for change in chapter.changes))
        for total in chapter.totals:
            blocks += _total(total)
        if chapter.figures:
            blocks.append(_figures(chapter.figures))
        blocks += [_chart(chart) for chart in chapter.charts if chart.form in ("ranges", "shares")]
        blocks += [_chart(chart) for chart in chapter.charts if chart.form == "years"]
        blocks += [_body(body) for body in chapter.bodies]
        if chapter.facts:
            blocks.append(_timeline(_fact(fact) for fact in chapter.facts))
        return blocks

    def _passage(self, passage: Passage, title: str) -> list[Block]:
        if passage.state == PassageState.MISSING:
            names = ", ".join(
                str(LANG_INFO.get(code, {}).get("name_local", code)) for code in passage.readable_in
            )
            text = f"{gettext('This passage can be read in:')} {names}"
            return [{"kind": "gap", "word": gettext("Not translated yet"), "text": say(text)}]
        blocks = paragraphs(passage.body, self.report.figures, self.cards, passage.language)
        lang = passage.language if passage.language != language() else ""
        shown: Block = {
            "kind": "quotation" if passage.is_quotation else "prose",
            # A heading that says the chapter's own title again is left out.
            "heading": ""
            if passage.heading.casefold() == title.casefold()
            else say(passage.heading, passage.language),
            "blocks": blocks,
            "signed": say(passage.signed),
            "refs": list(passage.refs),
            "lang": lang,
        }
        if passage.state != PassageState.STALE or passage.is_quotation:
            return [shown]
        warning = gettext(
            "The text this was translated from has changed since: "
            "this translation may be out of date."
        )
        return [shown, {"kind": "gap", "word": "", "text": say(warning)}]

    def _members(self, members: MembersBlock) -> list[Block]:
        day = calendar.spelled(members.on)
        k = len(members.associates)
        published = members.published
        associates = [written(k), ngettext("associate member", "associate members", k)] if k else []
        head = None
        if published is not None:
            head = row(published)
        elif members.is_complete:
            shown = Figure(qualifier="exact", value=members.count)
            name = ngettext("Cité des métiers", "Cités des métiers", members.count)
            head = {"code": "", "figure": number(shown), "name": name, "note": "", "refs": []}
        warning = ""
        if not members.is_complete:
            warning = gettext(
                "The sources do not name every member on that day: only those they name are listed."
            )
        elif members.differs:
            warning = gettext("The recorded and the published number are not equal.")
        tally: Block = {
            "kind": "tally",
            "head": head,
            "associates": associates,
            "facts": say(_counted(members, day)),
            "warning": say(warning),
            "differs": members.is_complete,
        }
        groups = [
            {
                "name": country.name,
                "count": written(len(country.rows)),
                "rows": [self._member(member) for member in country.rows],
            }
            for country in members.countries
        ]
        if members.associates:
            groups.append(
                {
                    "name": ngettext("Associate member", "Associate members", k),
                    "count": written(k),
                    "rows": [self._member(member, abroad=True) for member in members.associates],
                }
            )
        table = {
            "kind": "members",
            "caption": gettext("Members on %(day)s") % {"day": day},
            "head": [
                gettext("No."),
                gettext("Centre"),
                gettext("Member since"),
                gettext("Label, last decision stated"),
                gettext("Sources"),
            ],
            "groups": groups,
        }
        outside = (
            gettext("Not on the map, outside its frame: %(numbers)s.")
            % {"numbers": ", ".join(str(n) for n in sorted(self.outside))}
            if self.outside
            else ""
        )
        base = gettext("Base map: Natural Earth.")
        positions = gettext("Each number is that of the list that follows.")
        every = [member for country in members.countries for member in country.rows]
        is_inferred = any(
            member.centre.position_standing != Standing.STATED
            for member in (*every, *members.associates)
        )
        inferred = (
            gettext("Positions: inferred by Parvis from the town, except where sourced.")
            if is_inferred
            else ""
        )
        drawing = {
            "kind": "map",
            "title": say(gettext("Where the members are, on %(day)s") % {"day": day}),
            "caption": say(" ".join(part for part in (positions, outside) if part)),
            "source": say(f"{base} {inferred}".strip()),
        }
        return [tally, drawing, table] if self.on_map else [tally, table]

    def _member(self, member: MemberRow, *, abroad: bool = False) -> Block:
        label = member.label
        since = (
            on(member.start)
            if member.start
            else say(
                gettext("not stated; shown %(date)s") % {"date": calendar.placed(member.attested)}
            )
        )
        return {
            "number": str(self.on_map.get(member.centre.pk, "")),
            "name": say(member.centre.name),
            "overseas": gettext("overseas") if member.centre.overseas else "",
            "country": countries.named(member.centre.country) if abroad else "",
            "since": since,
            "since_stated": member.start is not None,
            "label": say(f"{capfirst(label.sentence)}, {on(label.date)}") if label else "",
            "refs": list(member.refs),
        }


def _counted(members: MembersBlock, day: str) -> str:
    n = len(members.countries)
    told = ngettext(
        "%(n)s member is recorded by name on %(day)s",
        "%(n)s members are recorded by name on %(day)s",
        members.count,
    ) % {"n": written(members.count), "day": day}
    told += ", " + ngettext("in %(n)s country", "in %(n)s countries", n) % {"n": n}
    if members.overseas:
        k = len(members.overseas)
        overseas = ngettext("%(n)s of them overseas", "%(n)s of them overseas", k)
        told += ", " + overseas % {"n": k}
    return f"{told}."


def _raised(said: Said) -> Said:
    if isinstance(said, str):
        return capfirst(said)
    return said | {"text": capfirst(said["text"])}


def _timeline(entries: Any) -> Block:
    return {"kind": "timeline", "entries": list(entries)}


def _entry(when: str, **more: Any) -> Block:
    blank: Block = {
        "when": when or gettext("undated"),
        "dated": bool(when),
        "label": False,
        "announced": False,
        "where": [],
        "about": "",
        "unsaid": "",
        "figures": [],
        "readings": [],
        "milestones": [],
        "refs": [],
        "centre": "",
    }
    return blank | more


def _change(change: Change, *, brief: bool) -> Block:
    return _entry(
        on(change.date, change.end),
        title=_raised(say(change.title)) if change.names_its_centre else say(change.title),
        centre=say(change.centre.name) if change.centre and not change.names_its_centre else "",
        label=change.is_label,
        announced=change.is_announced,
        where=[say(change.site.name)] if change.site and not brief else [],
        about="" if brief else say(change.about),
        unsaid=""
        if brief or change.outcome_stated
        else gettext("outcome not stated in the source"),
        refs=list(change.refs),
    )


def _fact(fact: FactRow) -> Block:
    where = [
        say(fact.centre.name) if fact.centre else "",
        say(fact.place),
        ", ".join(fact.countries),
    ]
    return _entry(
        on(fact.date, fact.end),
        title=say(fact.title),
        announced=fact.is_announced,
        where=[place for place in where if place],
        about=say(fact.about),
        # The event is the title above them: its name is not said again under each figure.
        figures=[row(figure) | {"about": ""} for figure in fact.figures],
        readings=[_reading(reading) for reading in fact.readings],
        milestones=[_fact(milestone) for milestone in fact.milestones],
        refs=list(fact.refs),
    )


def _reading(reading: Reading) -> Block:
    if reading.printed:
        value = f"« {reading.printed} »" if language() == "fr" else f"“{reading.printed}”"
    else:
        named = ", ".join(countries.named(code) for code in reading.countries or [])
        value = " ".join(part for part in (on(reading.date, reading.end), named) if part)
    return {"value": say(value), "kept": reading.chosen, "note": say(reading.note)}


def _total(total: Total) -> list[Block]:
    blocks: list[Block] = [{"kind": "heading", "text": say(total.published.name)}]
    if total.chart is not None:
        blocks.append(_chart(total.chart))
    blocks.append(
        {
            "kind": "scales",
            "drawn": total.chart is not None,
            "parts": [] if total.chart is not None else [row(part) for part in total.parts],
            "sum": number(total.computed),
            "rounded": total.is_rounded,
            "published": row(total.published),
            "unequal": gettext("The two are not equal.") if total.differs else "",
            "note": say(total.published.note) if total.differs else "",
        }
    )
    return blocks


def _figures(figures: Any) -> Block:
    return {"kind": "figures", "rows": [row(figure) for figure in figures]}


def _chart(chart: Chart) -> Block:
    return {
        "kind": "chart",
        "name": chart.code,
        "title": say(chart.title),
        "unit": say(chart.unit),
        "refs": list(chart.refs),
    }


def _body(body: BodyBlock) -> Block:
    sittings = [
        {
            "when": on(sitting.date),
            "notes": [
                note
                for note in (
                    gettext("preparatory session") if sitting.is_preparatory else "",
                    gettext("announced") if sitting.is_announced else "",
                    gettext("online") if sitting.is_online else "",
                    say(sitting.place),
                )
                if note
            ],
            "refs": list(sitting.refs),
        }
        for sitting in body.sittings
    ]
    seats = [
        {
            "name": say(seat.name),
            "title": say(seat.title),
            "since": say(calendar.since(seat.start)),
            "vacant": False,
            "refs": list(seat.refs),
        }
        for seat in body.seats
    ]
    seats += [
        {
            "name": gettext("vacant"),
            "title": say(office.name),
            "since": "",
            "vacant": True,
            "refs": [],
        }
        for office in body.vacant
    ]
    return {
        "kind": "body",
        "name": say(body.name),
        "mandate": say(body.mandate),
        "refs": list(body.refs),
        "day": say(gettext("On %(day)s") % {"day": calendar.spelled(body.on)}),
        "seats": seats,
        "counts": bool(body.published or body.sittings),
        "published": row(body.published) if body.published is not None else None,
        "recorded": written(body.recorded),
        "sittings": sittings,
        "figures": [row(figure) | {"about": ""} for figure in body.figures],
    }
