"""What a chapter draws: the same charts on the web page and on paper, from the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.annualreport.queries.blocks import BodyBlock, MembersBlock
from parvis.annualreport.queries.citing import FigureRow
from parvis.kernel.words import spoken
from parvis.papers.charts import Chart, Row
from parvis.ui import numbers
from parvis.ui.numbers import Figure


@dataclass(frozen=True)
class Held:
    """How many meetings of a body a source states for the year before."""

    value: float
    figure: Figure
    refs: tuple[int, ...]


def of_total(
    published: FigureRow, parts: Iterable[FigureRow], computed: Figure, differs: bool
) -> Chart | None:
    """The parts, their sum and the published total as bars; None when a part has no number."""
    rows = [_row(part) for part in parts]
    if any(row is None for row in rows) or computed.value is None or published.figure.value is None:
        return None
    sum_said, total_said = numbers.sentence(computed), numbers.sentence(published.figure)
    sums = {"sum": sum_said, "total": total_said}
    title = (
        _("The parts add up to %(sum)s; the published total is %(total)s")
        if differs
        else _("The parts add up to the published total, %(total)s")
    ) % sums
    rows += [
        Row(_("Sum of the parts"), (float(computed.value),), (sum_said,), kind="sum"),
        Row(
            _("Published total"),
            (float(published.figure.value),),
            (total_said,),
            kind="published",
        ),
    ]
    return _chart(published.code, "bars", title, spoken(published.unit)[0], published.refs, rows)


def of_countries(members: MembersBlock) -> Chart | None:
    """Members by country as bars, the largest first; None when not all are recorded by name."""
    if len(members.countries) < 2 or not members.is_complete:
        return None
    first = members.countries[0]
    rows = [
        Row(country.name, (float(len(country.rows)),), (numbers.written(len(country.rows)),))
        for country in members.countries
    ]
    title = _("%(country)s has %(n)s of the %(total)s members") % {
        "country": first.name,
        "n": numbers.written(len(first.rows)),
        "total": numbers.written(members.count),
    }
    unit = _("members by country, counted from dated memberships")
    refs = tuple(
        sorted({ref for country in members.countries for row in country.rows for ref in row.refs})
    )
    return _chart("members-by-country", "bars", title, unit, refs, rows)


def of_figures(figures: Iterable[FigureRow]) -> tuple[Chart, ...]:
    """Ranges as lines from one value to the other, shares as dots on a line of a hundred."""
    charts = []
    shares = []
    for figure in figures:
        shown = figure.figure
        if shown.value is None or figure.is_target:
            continue
        name = spoken(figure.name)[0]
        said = numbers.sentence(shown)
        if shown.qualifier == "range" and shown.high is not None:
            charts.append(
                _chart(
                    figure.code,
                    "ranges",
                    _("From %(low)s to %(high)s: %(name)s")
                    % {
                        "low": numbers.written(shown.value),
                        "high": numbers.written(shown.high),
                        "name": _lowered(name),
                    },
                    spoken(figure.unit)[0],
                    figure.refs,
                    [Row(name, (float(shown.value), float(shown.high)), (said,))],
                    series=(_("range"),),
                )
            )
        elif numbers.is_percentage(shown) and 0 <= shown.value <= 100:
            shares.append((figure, Row(name, (float(shown.value),), (said,))))
    if len(shares) > 1:  # a single share is read at a glance as a number
        first = shares[0][0]
        most = max((row for _figure, row in shares), key=lambda row: row.values[0])
        charts.append(
            _chart(
                f"shares-{first.code}",
                "shares",
                _("%(name)s: %(share)s") % {"name": most.name, "share": most.said[0]},
                _("out of a hundred") + (f", {first.scope}" if first.scope else ""),
                tuple(sorted({ref for figure, _row_ in shares for ref in figure.refs})),
                [row for _figure, row in shares],
            )
        )
    return tuple(charts)


def of_meetings(
    code: str, bodies: Iterable[BodyBlock], before: Mapping[str, Held], year: int
) -> Chart | None:
    """Published numbers of meetings, this year beside the last; None for fewer than two bodies."""
    rows = []
    refs: set[int] = set()
    for body in bodies:
        held = before.get(body.code)
        if held is None or body.published is None or body.published.figure.value is None:
            continue
        refs |= {*held.refs, *body.published.refs}
        rows.append(
            Row(
                spoken(body.name)[0],
                (held.value, float(body.published.figure.value)),
                (numbers.sentence(held.figure), numbers.sentence(body.published.figure)),
            )
        )
    if len(rows) < 2:
        return None
    rose = sum(row.values[1] > row.values[0] for row in rows)
    fell = sum(row.values[1] < row.values[0] for row in rows)
    if not rose and not fell:
        title = _("As many meetings as the year before")
    elif rose and fell:
        title = _("More meetings than the year before for some bodies, fewer for others")
    elif rose:
        title = _("More meetings than the year before")
    else:
        title = _("Fewer meetings than the year before")
    unit = _("meetings published, by body")
    return _chart(
        code,
        "years",
        title,
        unit,
        tuple(sorted(refs)),
        rows,
        series=(str(year - 1), str(year)),
    )


def _row(figure: FigureRow) -> Row | None:
    if figure.figure.value is None:
        return None
    name = spoken(figure.name)[0]
    return Row(name, (float(figure.figure.value),), (numbers.sentence(figure.figure),))


def _chart(
    code: str,
    form: str,
    title: str,
    unit: str,
    refs: tuple[int, ...],
    rows: list[Row | None] | list[Row],
    series: tuple[str, ...] = (),
) -> Chart:
    shown = tuple(row for row in rows if row is not None)
    return Chart(
        code=code,
        form=form,  # type: ignore[arg-type]
        title=title,
        unit=unit,
        refs=refs,
        alternative=_alternative(title, unit, shown, series),
        series=series or (_("value"),),
        rows=shown,
    )


def _alternative(title: str, unit: str, rows: Iterable[Row], series: tuple[str, ...]) -> str:
    """The chart as sentences: its title, then every row with every value."""
    told = []
    for row in rows:
        values = (
            ", ".join(f"{name} {said}" for name, said in zip(series, row.said, strict=True))
            if len(series) > 1
            else row.said[0]
        )
        told.append(f"{row.name}: {values}")
    return f"{title} ({unit}). " + "; ".join(told) + "."


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]
