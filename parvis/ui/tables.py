"""Lists of the office: django-tables2 orders and pages them, our template draws them."""

from __future__ import annotations

from typing import Any

import django_tables2
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.ui import numbers

PER_PAGE = 50


class Table(django_tables2.Table):
    """A list with a caption, whose order is a link and whose rows fold on a phone.

    The first column names the row. `{% table rows %}` draws it: a list looks the same everywhere.
    """

    caption: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_text", _("Nothing here yet."))
        super().__init__(*args, **kwargs)


class NumberColumn(django_tables2.Column):
    """A count, to the right, as the language writes it."""

    is_number = True

    def render(self, value: Any) -> str:
        """555 000 in French, 555,000 in English."""
        return numbers.written(value)


def laid_out(table: Table, request: HttpRequest, *, per_page: int = PER_PAGE) -> Table:
    """The table in the order and at the page the address asks for; nonsense is passed over.

    How long a page is, the address does not choose: a list of thousands stays short to make.
    """
    django_tables2.RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    return table
