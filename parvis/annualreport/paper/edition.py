"""One edition of a report: its cover, its parts, its annexes, its pictures, its file's name."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, gettext, ngettext, pgettext

from parvis.annualreport.contradictions import Contradiction, Side
from parvis.annualreport.paper.chapters import Telling
from parvis.annualreport.paper.saying import language, number, plain, say
from parvis.annualreport.queries import Edition, Report, charts_of
from parvis.annualreport.queries.citing import FigureRow
from parvis.kernel.words import spoken
from parvis.network.models import Network
from parvis.papers import map as maps
from parvis.papers.charts import Chart
from parvis.papers.typesetting import Paper, Picture
from parvis.ui import calendar, numbers
from parvis.ui.numbers import Figure, written

FOLDER = Path(__file__).resolve().parent.parent / "typst"
MAP = "members-map"


def paper_of(report: Report, network: Network, edition: Edition) -> Paper:
    """The paper of a report, in the active language; every number on it is one of the report."""
    points, numbers_on_map = _points(report)
    tinted = {country.code for country in report.members.countries}
    drawn = maps.drawn(points, tinted=tinted)
    outside = frozenset(point.number for point in drawn.outside)
    cards = report.cards
    telling = Telling(
        report=report,
        cards=frozenset(card.code for card in cards),
        on_map=numbers_on_map,
        outside=outside,
    )
    charts = list(charts_of(report))
    name = spoken(network.name)[0]
    data = {
        "language": language(),
        "title": title_of(report),
        "cover_title": gettext("Activity report")
        if report.entry.is_report
        else gettext("What is known of"),
        "year": report.entry.label,
        "network": say(network.name),
        "network_plain": name,
        "short_name": say(network.short_name) or say(network.name),
        "draft": gettext("Draft") if edition.is_draft else "",
        "edition_told": say(edition_told(edition)),
        "simulated": gettext("simulated") if network.simulated else "",
        "simulated_told": gettext("None of these centres, people or figures exists.")
        if network.simulated
        else "",
        "intention": say(
            gettext(
                "Written anew from dated facts and published figures; "
                "what no source says is left open."
            )
            if report.entry.is_report
            else gettext(
                "No report of this year is at hand: "
                "only the facts found in other documents stand here."
            )
        ),
        "arches": _arches(report),
        "parts": [
            {
                "number": part.number,
                "title": say(part.title if part.number else gettext("Opening")),
                "opening": telling.chapter(part.opening) if part.opening is not None else [],
                "chapters": [
                    {"title": say(chapter.title), "blocks": telling.chapter(chapter)}
                    for chapter in part.chapters
                ],
            }
            for part in report.parts
        ],
        "sources": [
            {
                "title": say(source.title, source.language),
                "about": " · ".join(
                    part
                    for part in (
                        str(source.get_kind_display()),
                        source.covers,
                        source.author,
                        _named(source.language),
                    )
                    if part
                ),
            }
            for source in report.sources
        ],
        "cards": [_card(card) for card in cards],
        "tables": [_table(chart) for chart in charts],
        "contradictions": [_contradiction(one) for one in edition.open],
        "words": _words(),
    }
    pictures = [Picture(chart.code, chart.svg, chart.alternative) for chart in charts]
    if points:
        pictures.append(Picture(MAP, drawn.svg, _map_told(report, outside)))
    return Paper(
        folder=FOLDER,
        main="report.typ",
        data=data,
        day=datetime.date(report.entry.year, 12, 31),
        pictures=tuple(pictures),
    )


def edition_told(edition: Edition) -> str:
    """What the cover says of the edition: who published it and when, or what is still open."""
    published = edition.publication
    if published is not None:
        day = calendar.spelled(published.at.date())
        if published.is_demonstration:
            return gettext("Published on %(day)s by a demonstration account.") % {"day": day}
        return gettext("Published on %(day)s.") % {"day": day}
    if not edition.is_draft:
        return gettext("Nothing is open; nobody has published this report yet.")
    told = gettext("Nobody has approved this report yet.")
    n = len(edition.open)
    if not n:
        return told
    return f"{told} " + ngettext(
        "%(n)s contradiction is open: the last annex shows it.",
        "%(n)s contradictions are open: the last annex shows them.",
        n,
    ) % {"n": written(n)}


def title_of(report: Report) -> str:
    """«Activity report 2025», or «What is known of 2021/22» where no report is at hand."""
    period = {"period": report.entry.label}
    if report.entry.is_report:
        return gettext("Activity report %(period)s") % period
    return gettext("What is known of %(period)s") % period


def file_name(report: Report, network: Network, *, suffix: str = ".pdf") -> str:
    """«rapport-2025-fr.pdf»; a made-up network's says so: «rapport-2025-example-fr-simule.pdf»."""
    stem = pgettext("name of a file", "report")
    if not network.simulated:
        return f"{stem}-{report.entry.year}-{language()}{suffix}"
    world = simulated_mark()
    return f"{stem}-{report.entry.year}-{network.code}-{language()}-{world}{suffix}"


def simulated_mark() -> str:
    """The word a file of a made-up network bears in its name, without accents."""
    return pgettext("name of a file", "simulated")


def _named(code: str) -> str:
    """A language by its name in the reader's: «French» for fr."""
    return str(get_language_info(code)["name_translated"]) if code in LANG_INFO else code


def _points(report: Report) -> tuple[list[maps.Point], dict[int, int]]:
    """Members numbered in the order of the list, associates last."""
    rows = [row for country in report.members.countries for row in country.rows]
    points, on_map = [], {}
    for index, row in enumerate([*rows, *report.members.associates], start=1):
        centre = row.centre
        on_map[centre.pk] = index
        if centre.latitude is not None and centre.longitude is not None:
            points.append(
                maps.Point(
                    number=index,
                    name=centre.name,
                    latitude=centre.latitude,
                    longitude=centre.longitude,
                    is_associate=index > len(rows),
                )
            )
    return points, on_map


def _map_told(report: Report, outside: frozenset[int]) -> str:
    told = [
        f"{country.name}: " + ", ".join(row.centre.name for row in country.rows)
        for country in report.members.countries
    ]
    k = len(report.members.associates)
    if k:
        named = ", ".join(row.centre.name for row in report.members.associates)
        told.append(f"{ngettext('Associate member', 'Associate members', k)}: {named}")
    return (
        gettext(
            "Map of Europe with insets of Guadeloupe, La Réunion and Mayotte; members by country."
        )
        + " "
        + ". ".join(told)
        + "."
    )


def _arches(report: Report) -> list[dict[str, Any]]:
    arches: list[dict[str, Any]] = []
    members = report.members
    if members.published is not None:
        shown = members.published
        arches.append({"figure": number(shown.figure), "name": say(shown.name), "scope": ""})
    elif members.is_complete and members.count:
        name = ngettext("Cité des métiers", "Cités des métiers", members.count)
        counted = Figure(qualifier="exact", value=members.count)
        arches.append({"figure": number(counted), "name": name, "scope": ""})
    arches += [
        {"figure": number(row.figure), "name": say(row.name), "scope": row.scope}
        for row in report.key_figures
    ]
    return arches


def _card(card: FigureRow) -> dict[str, Any]:
    coverage = ""
    if card.answering is not None and card.total is not None:
        coverage = gettext("%(answering)s of %(total)s centres") % {
            "answering": written(card.answering),
            "total": written(card.total),
        }
    elif card.answering is not None:
        coverage = ngettext("%(n)s centre answering", "%(n)s centres answering", card.answering) % {
            "n": written(card.answering)
        }
    return {
        "code": card.code,
        "name": say(card.name),
        "about": say(card.about) or card.scope,
        "period": card.period,
        "value": plain(card.figure),
        "unit": "" if numbers.is_percentage(card.figure) else say(card.unit),
        "target": card.is_target,
        "definition": say(card.definition),
        "recipe": say(card.recipe),
        "version": card.version,
        "coverage": coverage,
        "refs": list(card.refs),
    }


def _contradiction(one: Contradiction) -> dict[str, Any]:
    return {
        "kind": one.kind.label + (f" ({_named(one.language)})" if one.language else ""),
        "subject": say(one.subject),
        "sides": [_side(side) for side in (one.first, one.second)],
        "cause": say(one.likely_cause),
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "printed": say(side.printed),
        "where": [
            {"title": say(source.title, source.language), "language": _named(source.language)}
            for source in side.where
        ],
    }


def _table(chart: Chart) -> dict[str, Any]:
    return {
        "name": chart.code,
        "title": say(chart.title),
        "unit": say(chart.unit),
        "series": [say(name) for name in chart.series],
        "rows": [[say(row.name), *(say(text) for text in row.said)] for row in chart.rows],
        "refs": list(chart.refs),
    }


def _words() -> dict[str, Any]:
    """What the template says by itself."""
    said = {
        "contents": gettext("Contents"),
        "key_figures": gettext("Key figures"),
        "part": gettext("Part %(n)s") % {"n": "{n}"},
        "sources": gettext("Sources"),
        "source": gettext("source"),
        "announced": gettext("announced"),
        "target": gettext("target"),
        "kept": gettext("kept"),
        "disagree": gettext("Sources disagree: every reading is kept"),
        "sum": gettext("Sum of the parts"),
        "rounded": gettext("sum of rounded values"),
        "published": gettext("Published total"),
        "meetings_published": gettext("Meetings published"),
        "meetings_recorded": gettext("Meetings recorded with their date"),
        "not_stated": gettext("not stated"),
        "not_stated_in_source": gettext("not stated in the source"),
        "annexes": gettext("Annexes"),
        "cards": gettext("Every figure and what it counts"),
        "cards_told": gettext(
            "One line for each figure of this report: what it counts, over how many centres, "
            "and the source it comes from."
        ),
        "figure": gettext("Figure"),
        "published_value": gettext("Published value"),
        "definition": gettext("Definition"),
        "coverage": gettext("Coverage"),
        "tables": gettext("The charts as tables"),
        "reading": gettext(
            "Small numbers refer to the list of sources; every figure has its line in the annexes."
        ),
        "members": gettext("Members"),
        "open": gettext("Contradictions still open"),
        "open_told": gettext(
            "Found by rule among the facts. Before this report can be published, a person says "
            "which value holds, and why."
        ),
        "one_value": gettext("One value"),
        "the_other": gettext("The other"),
        "likely_cause": gettext("Likely cause:"),
        "what": pgettext("head of a column", "What"),
    }
    return {name: say(text) for name, text in said.items()}
