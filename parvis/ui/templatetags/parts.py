"""Components that need more than an include: they hold other words, or work something out.

Whatever has no more to say than its markup is a class (`btn`, `badge`) or an include of
`ui/parts/<name>.html`; the gallery at /ui/ shows all of them with the line to write.
"""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parvis.ui import icons, signs, toasts, ways
from parvis.ui.filters import FilterSet
from parvis.ui.tables import NumberColumn, Table
from parvis.ui.ways import Way

register = template.Library()

NOTICES = {
    "info": "info",
    "warning": "triangle-alert",
    "error": "circle-alert",
    "success": "circle-check",
    "quiet": "info",
}
"""Kinds of notice, each with its icon: the colour never speaks alone."""


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    """{% notice "warning" %}What to know before reading on.{% endnotice %}."""
    return format_html(
        '<div class="notice notice-{}">{}<div>{}</div></div>',
        kind,
        icons.drawn(NOTICES[kind]),
        SafeString(content.strip()),  # a rendered template: escaped where it was written
    )


@register.simple_tag
def shape(letter: str) -> SafeString:
    """{% shape "A" %}: the drawing of a need in its lit doorway; its words stand beside it."""
    known = signs.letter(letter)
    return format_html(
        '<span class="shape {}" aria-hidden="true">{}</span>',
        known,
        icons.drawn(signs.SHAPES[known]),
    )


@register.inclusion_tag("ui/parts/breadcrumb.html")
def breadcrumb(*steps: str) -> dict[str, Any]:
    """{% breadcrumb "Office" office_url "Centres" centres_url "Liège" %}: the last is here."""
    above = [Way(label, url) for label, url in zip(steps[:-1:2], steps[1:-1:2], strict=True)]
    return {"above": above, "here": steps[-1]}


@register.inclusion_tag("ui/parts/progress.html")
def progress(value: int, total: int, label: str) -> dict[str, Any]:
    """{% progress 19 24 "Returns received" %}: said in figures, then drawn."""
    return {"value": value, "total": total, "label": label}


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any]) -> SafeString:
    """{% pagination page %}: earlier, the numbers, later; nothing when one page holds it all."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return _drawn(context, "ui/parts/pagination.html", page=page, numbers=list(numbers))


@register.simple_tag(takes_context=True)
def table(context: Context, rows: Table) -> SafeString:
    """{% table rows %}: a list laid out by `parvis.ui.tables`, with its pages below."""
    columns = [
        {
            "column": column,
            "is_number": isinstance(column.column, NumberColumn),
            "order": _order(column),
        }
        for column in rows.columns
    ]
    return _drawn(context, "ui/parts/table.html", table=rows, columns=columns, lines=_lines(rows))


def _lines(rows: Table) -> list[list[SafeString]]:
    """The cells of each row on the page; made here, for a template would take as long again."""
    heads = [
        (
            column.name,
            format_html(
                '<td data-label="{}"{}><span>',
                column.header,
                SafeString(' class="num"') if isinstance(column.column, NumberColumn) else "",
            ),
        )
        for column in rows.columns
    ]
    return [
        [
            format_html('<th scope="row">{}</th>', row.get_cell(name))
            if index == 0
            else format_html("{}{}</span></td>", head, row.get_cell(name))
            for index, (name, head) in enumerate(heads)
        ]
        for row in rows.paginated_rows
    ]


@register.simple_tag(takes_context=True)
def filters(context: Context, filterset: FilterSet) -> SafeString:
    """{% filters filterset %}: the form, what is in force as chips, and one way to clear all."""
    return _drawn(context, "ui/parts/filters.html", form=filterset.form, chips=filterset.chips)


@register.simple_tag(takes_context=True)
def toasts_shown(context: Context) -> SafeString:
    """{% toasts_shown %}: what was just done, each with its Undo when it has one."""
    told = [(message, toasts.undo_of(message)) for message in context.get("messages") or ()]
    return _drawn(context, "ui/parts/toasts.html", told=told) if told else SafeString("")


@register.simple_tag(takes_context=True)
def office_menu(context: Context) -> list[ways.Group]:
    """{% office_menu as groups %}: what this person may open, in groups."""
    request = context.get("request")
    return ways.office_menu(request) if request is not None else []


@register.simple_tag
def target(field: forms.BoundField) -> str:
    """{% target field %}: the id a summary of errors leads to; a group's is its first control."""
    inner = field.id_for_label or f"{field.auto_id}_0"
    return inner if field.auto_id else ""


def _order(column: Any) -> dict[str, str] | None:
    """How the list is ordered by this column now, and the address that orders it by it."""
    if not column.orderable:
        return None
    alias = column.order_by_alias
    now = "" if not column.is_ordered else "descending" if alias.is_descending else "ascending"
    return {"now": now, "next": str(alias.next)}


def _drawn(context: Context, template: str, **given: Any) -> SafeString:
    request: HttpRequest | None = context.get("request")
    return render_to_string(template, given, request=request)


@register.simple_tag
def ordered(now: str) -> str:
    """{% ordered "ascending" %}: the order in words, for whoever does not see the arrow."""
    return {
        "ascending": gettext("in rising order"),
        "descending": gettext("in falling order"),
    }.get(now, "")
