"""The screens of every ledger: the list, a row, its history, what is taken back, the export."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts.actors import staff
from parvis.journal import actions as journal
from parvis.journal.queries import history, line_of
from parvis.kernel.access import admitted, allow
from parvis.kernel.editing import ChangedMeanwhile, token
from parvis.kernel.errors import ParvisError
from parvis.kernel.keeping import CannotKeep, Change
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Gesture, Ledger
from parvis.papers import spreadsheets
from parvis.ui import toasts
from parvis.ui.tables import laid_out

View = Callable[..., HttpResponseBase]
AT_MOST = 200
"""Rows one gesture may touch at once: more is a mistake of selection."""


def listing(ledger: Ledger) -> View:
    """The rows this person sees, filtered and ordered by the address; or the same as a file."""

    @require_GET
    @admitted(_named(ledger, "may_read", ledger.may_read))
    def view(request: HttpRequest) -> HttpResponse:
        rows = ledger.read(request.user)
        filterset = ledger.filters(request.GET, rows, request=request) if ledger.filters else None
        shown = filterset.qs if filterset is not None else rows
        form = request.GET.get("format", "")
        if form in spreadsheets.FORMATS:
            return _exported(ledger, request, shown, form)
        table = laid_out(ledger.table(shown, ledger=ledger), request)
        context = {
            "ledger": ledger,
            "table": table,
            "filterset": filterset,
            "count": table.paginator.count,
            "is_empty": not table.paginator.count and not (filterset and filterset.chips),
            "may_write": ledger.may_write(request.user),
        }
        return render(request, "ledgers/list.html", context)

    return view


def adding(ledger: Ledger) -> View:
    """A new row."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @admitted(_named(ledger, "may_write", ledger.may_write))
    def view(request: HttpRequest) -> HttpResponse:
        return _edited(ledger, request, None)

    return view


def row(ledger: Ledger) -> View:
    """One row: to be changed by whoever may, to be read by others."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @allow(_named(ledger, "reads", _sees), among=ledger.read)
    def view(request: HttpRequest, found: Any) -> HttpResponse:
        if ledger.form is None or not _may_change(ledger, request.user, found):
            if request.method == "POST":
                raise Http404
            context = {"ledger": ledger, "row": found, "facts": _facts(ledger, found)}
            return render(request, "ledgers/row.html", context)
        return _edited(ledger, request, found)

    return view


def past(ledger: Ledger) -> View:
    """Who changed this row, when and from what to what."""

    @require_GET
    @allow(_named(ledger, "reads", _sees), among=ledger.read)
    def view(request: HttpRequest, found: Any) -> HttpResponse:
        context = {
            "ledger": ledger,
            "row": found,
            "lines": history(found),
            "may_write": _may_change(ledger, request.user, found),
        }
        return render(request, "ledgers/history.html", context)

    return view


def taking_back(ledger: Ledger) -> View:
    """Put back what a line of the journal changed, unless something newer stands on it."""

    @require_POST
    @admitted(_named(ledger, "may_write", ledger.may_write))
    def view(request: HttpRequest, line: int) -> HttpResponse:
        written = line_of(ledger.rows().model, line)
        if written is None or not _was_theirs(ledger, request.user, written):
            raise Http404
        try:
            with transaction.atomic():
                journal.put_back(line=written, by=staff(request.user))
        except ParvisError as refusal:
            toasts.warn(request, str(refusal))
        else:
            toasts.tell(request, _("Put back as it was."))
        return redirect(ledger.address())

    return view


def removing(ledger: Ledger) -> View:
    """Remove a row; the journal keeps it, and Undo puts it back."""

    @require_POST
    @allow(_named(ledger, "writes", _sees), among=ledger.written)
    def view(request: HttpRequest, found: Any) -> HttpResponse:
        if ledger.remove is None:
            raise Http404
        said = str(found)
        key = found.pk
        try:
            with transaction.atomic():
                ledger.remove(found, seen=request.POST.get("seen", ""), by=staff(request.user))
        except ParvisError as refusal:
            toasts.warn(request, str(refusal))
            return redirect(ledger.address("row", found))
        found.pk = key
        toasts.tell(request, _("Removed: %(row)s.") % {"row": said}, undo=_undo(ledger, found))
        return redirect(ledger.address())

    return view


def gesture(ledger: Ledger) -> View:
    """One act on several rows at once: all of them or none."""

    @require_POST
    @admitted(_named(ledger, "may_write", ledger.may_write))
    def view(request: HttpRequest) -> HttpResponse:
        asked = next((g for g in ledger.gestures if g.code == request.POST.get("gesture")), None)
        keys = [key for key in request.POST.getlist("row") if key.isdigit()]
        if asked is None:
            raise Http404
        _done_to_all(ledger, request, asked, keys)
        return redirect(ledger.address())

    return view


def _done_to_all(ledger: Ledger, request: HttpRequest, asked: Gesture, keys: list[str]) -> None:
    if not keys:
        toasts.warn(request, _("Tick the rows first: nothing was done."))
        return
    if len(keys) > AT_MOST:
        toasts.warn(request, _("At most %(n)d rows at once: nothing was done.") % {"n": AT_MOST})
        return
    found = list(ledger.written(request.user).filter(pk__in=keys))
    try:
        with transaction.atomic():
            for one in found:
                asked.do(one, staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, _("Nothing was done: %(why)s") % {"why": refusal})
        return
    said = ngettext("%(what)s: %(n)d row.", "%(what)s: %(n)d rows.", len(found))
    toasts.tell(request, said % {"what": asked.label, "n": len(found)})


def _edited(ledger: Ledger, request: HttpRequest, found: Any | None) -> HttpResponse:
    """The form of a row, kept or shown again with what was typed and why it could not be."""
    assert ledger.form is not None
    clashes: list[str] = []
    if request.method == "POST":
        form = ledger.form(request.POST, user=request.user, row=found)
        if form.is_valid():
            clashes = [] if form.cleaned_data["heeded"] else form.clashes()
            if not clashes and (done := _kept(ledger, request, form)) is not None:
                return done
    else:
        form = ledger.form(user=request.user, row=found)
    context = {
        "ledger": ledger,
        "row": found,
        "form": form,
        "clashes": clashes,
        "seen": None if found is None else token(found),
    }
    return render(request, "ledgers/row_form.html", context)


def _kept(ledger: Ledger, request: HttpRequest, form: RowForm) -> HttpResponse | None:
    try:
        with transaction.atomic():
            kept = form.keep(seen=form.token, by=staff(request.user))
    except ChangedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        form.show_both(refusal.both)
        return None
    except CannotKeep as refusal:
        form.add_error(refusal.column if refusal.column in form.fields else None, str(refusal))
        return None
    except ParvisError as refusal:
        form.add_error(None, str(refusal))
        return None
    if kept.change is Change.UNCHANGED:
        toasts.tell(request, _("Nothing to change: it already stood so."))
    else:
        said = _("Recorded: %(row)s.") % {"row": kept.row}
        toasts.tell(request, said, undo=_undo(ledger, kept.row))
    return redirect(ledger.address())


def _undo(ledger: Ledger, changed: Any) -> str:
    lines = history(changed)
    return ledger.undo_address(lines[0].pk) if lines else ""


def _exported(ledger: Ledger, request: HttpRequest, rows: Any, form: str) -> HttpResponse:
    table = ledger.table(rows, ledger=ledger)
    sheet = spreadsheets.Sheet(
        title=str(ledger.title),
        columns=[
            spreadsheets.Column(str(column.header), _defined(ledger, name))
            for name, column in table.columns.items()
        ],
        rows=[list(cells) for cells in list(table.as_values())[1:]],
    )
    return spreadsheets.response(sheet, form, name=ledger.name)


def _defined(ledger: Ledger, name: str) -> str:
    model = ledger.rows().model
    try:
        return str(model._meta.get_field(name).help_text)
    except Exception:
        return ""


def _facts(ledger: Ledger, found: Any) -> list[tuple[str, Any]]:
    table = ledger.table([found], ledger=ledger)
    cells = table.rows[0].items()
    return [(column.header, cell) for column, cell in cells]


def _may_change(ledger: Ledger, user: Any, found: Any) -> bool:
    return ledger.written(user).filter(pk=found.pk).exists()


def _was_theirs(ledger: Ledger, user: Any, written: Any) -> bool:
    """Whether the row a line is about lies where this person may write; a removed one too."""
    return ledger.lies_within(user, written)


def _sees(_user: Any, _row: Any) -> bool:
    return True


def _named(ledger: Ledger, word: str, rule: Callable[..., bool]) -> Callable[..., bool]:
    """The rule under a name of its own, for whoever lists the doors."""

    @functools.wraps(rule)
    def named(*args: Any) -> bool:
        return rule(*args)

    named.__module__, named.__name__ = f"parvis.{ledger.room}.ledgers", f"{ledger.code}.{word}"
    return named
