"""The screens of every ledger: the list, a row, its history, what is taken back, the export."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts.actors import staff
from parvis.accounts.queries import holds_one_place
from parvis.journal import actions as journal
from parvis.journal.queries import head, history, written, written_since
from parvis.kernel.access import admitted, allow
from parvis.kernel.editing import ChangedMeanwhile, token
from parvis.kernel.errors import ParvisError
from parvis.kernel.keeping import CannotKeep, Change
from parvis.ledgers.forms import MADE_UP, REAL, RowForm
from parvis.ledgers.ledger import Gesture, Ledger
from parvis.ledgers.past import told
from parvis.papers import spreadsheets
from parvis.papers.errors import TooLarge
from parvis.ui import toasts
from parvis.ui.filters import FilterSet
from parvis.ui.tables import laid_out
from parvis.ui.ways import Way

View = Callable[..., HttpResponseBase]
AT_MOST = 200
"""Rows one gesture may touch at once: more is a mistake of selection."""


def listing(ledger: Ledger) -> View:
    """The rows this person sees, filtered and ordered by the address; or the same as a file."""

    @require_GET
    @admitted(_named(ledger, "may_read", ledger.may_read))
    def view(request: HttpRequest) -> HttpResponse:
        worlds = ledger.worlds(request.user)
        world = _world(request, worlds)
        rows = ledger.of_world(ledger.read(request.user), world)
        filterset = ledger.filters(request.GET, rows, request=request) if ledger.filters else None
        shown = filterset.qs if filterset is not None else rows
        if request.GET.get("format") in ("xlsx", "csv", "definitions"):
            return _exported(ledger, request, shown, filterset, world)
        may_write = ledger.may_write(request.user)
        ticks = bool(ledger.gestures) and may_write
        made = ledger.table(
            shown,
            ledger=ledger,
            user=request.user,
            ticks=ticks,
            one_centre=holds_one_place(request.user),
        )
        table = laid_out(made, request)
        context = {
            "ledger": ledger,
            "table": table,
            "filterset": filterset,
            "count": table.paginator.count,
            "is_empty": not table.paginator.count and not (filterset and filterset.chips),
            "may_add": ledger.may_add(request.user),
            "ticks": ticks,
            "world": world,
            "worlds": _world_tabs(request, worlds, world),
            "made_up": world == MADE_UP,
        }
        return render(request, "ledgers/list.html", context)

    return view


def adding(ledger: Ledger) -> View:
    """A new row."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @admitted(_named(ledger, "may_add", ledger.may_add))
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
            context = {"ledger": ledger, "row": found, "facts": _facts(ledger, request.user, found)}
            return render(request, "ledgers/row.html", context)
        return _edited(ledger, request, found)

    return view


def past(ledger: Ledger) -> View:
    """Who changed this row, when and from what to what."""

    @require_GET
    @allow(_named(ledger, "reads", _sees), among=ledger.read)
    def view(request: HttpRequest, found: Any) -> HttpResponse:
        entries = [
            entry for one in (found, *ledger.tells(found)) for entry in told(one, history(one))
        ]
        context = {
            "ledger": ledger,
            "row": found,
            "entries": sorted(entries, key=lambda entry: -entry.line.pk),
            "may_write": ledger.undoes and _may_change(ledger, request.user, found),
        }
        return render(request, "ledgers/history.html", context)

    return view


def taking_back(ledger: Ledger) -> View:
    """Put back what one act changed, all of it or nothing."""

    @require_POST
    @admitted(_named(ledger, "may_write", ledger.may_write))
    def view(request: HttpRequest, first: int, last: int) -> HttpResponse:
        lines = written(ledger.tables, first, last)
        if not lines or not ledger.lay_within(request.user, lines):
            raise Http404
        by = staff(request.user)
        try:
            with transaction.atomic():
                journal.put_back_all(entries=lines, by=by)
                if ledger.after_undo is not None:
                    keys = {line.row for line in lines if line.what == ledger.model._meta.db_table}
                    for one in ledger.rows().filter(pk__in=keys):
                        ledger.after_undo(one, by)
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
        remove = cast("Callable[..., object]", ledger.remove)
        said, mark = str(found), head()
        try:
            with transaction.atomic():
                remove(row=found, seen=request.POST.get("seen", ""), by=staff(request.user))
        except ParvisError as refusal:
            toasts.warn(request, str(refusal))
            return redirect(ledger.address("row", found))
        toasts.tell(
            request,
            _("Removed: %(row)s.") % {"row": said},
            undo=_undo(ledger, request, mark),
        )
        return redirect(ledger.address())

    return view


def gesture(ledger: Ledger) -> View:
    """One act on several rows at once: all of them or none."""

    @require_POST
    @admitted(_named(ledger, "may_write", ledger.may_write))
    def view(request: HttpRequest) -> HttpResponse:
        asked = next((g for g in ledger.gestures if g.code == request.POST.get("gesture")), None)
        if asked is None:
            raise Http404
        keys = [key for key in request.POST.getlist("row") if key.isdecimal()]
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
    mark = head()
    try:
        with transaction.atomic():
            for one in found:
                asked.do(one, staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, _("Nothing was done: %(why)s") % {"why": refusal})
        return
    said = ngettext("%(what)s: %(n)d row.", "%(what)s: %(n)d rows.", len(found))
    toasts.tell(
        request,
        said % {"what": asked.label, "n": len(found)},
        undo=_undo(ledger, request, mark),
    )


def _edited(ledger: Ledger, request: HttpRequest, found: Any | None) -> HttpResponse:
    """The form of a row, kept or shown again with what was typed and why it could not be."""
    make = cast("type[RowForm]", ledger.form)
    clashes: list[str] = []
    form: RowForm
    world = request.GET.get("world", "")
    if request.method == "POST":
        form = make(request.POST, user=request.user, row=found, world=world)
        if form.is_valid():
            clashes = [] if "heeded" in request.POST else form.clashes()
            if not clashes and (done := _kept(ledger, request, form)) is not None:
                return done
    else:
        start = {name: value for name, value in request.GET.items() if name in make.base_fields}
        form = make(user=request.user, row=found, initial=start, world=world)
    context = {
        "ledger": ledger,
        "row": found,
        "form": form,
        "clashes": clashes,
        "seen": None if found is None else token(found),
        "ways": [] if found is None else [(way, way.address(found)) for way in ledger.ways],
    }
    status = 422 if form.errors or clashes else 200
    return render(request, ledger.form_template, context, status=status)


def _kept(ledger: Ledger, request: HttpRequest, form: RowForm) -> HttpResponse | None:
    mark = head()
    try:
        with transaction.atomic():
            kept = form.keep(seen=form.token, by=staff(request.user))
            if not ledger.written(request.user).filter(pk=kept.row.pk).exists():
                raise Http404  # a place that is not theirs, in a form written by hand
            connection.check_constraints()  # two worlds are told apart at the end: now is the end
    except ChangedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        form.show_both(refusal.both)
        # What was typed may be sent again once it was looked at: it then knows what it replaces.
        if refusal.row is not None:
            data = request.POST.copy()
            data["seen"] = token(refusal.row)
            form.data = data
        return None
    except CannotKeep as refusal:
        form.add_error(refusal.column if refusal.column in form.fields else None, str(refusal))
        return None
    except ParvisError as refusal:
        form.add_error(None, str(refusal))
        return None
    except IntegrityError:
        form.add_error(
            None,
            _("These do not go together: one is real and the other made up, or one is gone."),
        )
        return None
    if kept.change is Change.UNCHANGED:
        toasts.tell(request, _("Nothing to change: it already stood so."))
    else:
        undo = _undo(ledger, request, mark)
        toasts.tell(request, _("Recorded: %(row)s.") % {"row": kept.row}, undo=undo)
    return redirect(ledger.address() if ledger.sheet is None else ledger.sheet(kept.row))


def _undo(ledger: Ledger, request: HttpRequest, mark: int) -> str:
    if not ledger.undoes:
        return ""
    lines = written_since(mark, ledger.tables, str(staff(request.user)))
    return ledger.undo_address(*lines) if lines else ""


def _world(request: HttpRequest, worlds: list[str]) -> str:
    asked = request.GET.get("world", "")
    return asked if asked in worlds else worlds[0] if worlds else ""


def _world_tabs(request: HttpRequest, worlds: list[str], world: str) -> list[Way]:
    """Real and made up stand apart: never in one list, and the one on screen says which it is."""
    if len(worlds) < 2:
        return []
    names = {REAL: _("Real network"), MADE_UP: _("Example network, made up")}
    return [Way(names[one], f"?world={one}", is_current=one == world) for one in worlds]


def _exported(
    ledger: Ledger, request: HttpRequest, rows: Any, filterset: FilterSet | None, world: str
) -> HttpResponse:
    table = ledger.table(rows, ledger=ledger, user=request.user)
    columns = [(name, column) for name, column in table.columns.items()]
    made_up = [_("Made up: every value belongs to the example network.")]
    title = f"{ledger.title} {_('simulated')}" if world == MADE_UP else str(ledger.title)
    sheet = spreadsheets.Sheet(
        title=title,
        columns=[
            spreadsheets.Column(str(column.header), _defined(ledger, name, column))
            for name, column in columns
        ],
        rows=list(table.as_values())[1:],
        day=timezone.localdate(),
        filters=[f"{chip.label}: {chip.value}" for chip in filterset.chips] if filterset else [],
        notes=made_up if world == MADE_UP else [],
    )
    write, suffix, kind = {
        "xlsx": (spreadsheets.xlsx, "xlsx", XLSX),
        "csv": (spreadsheets.csv_of, "csv", "text/csv; charset=utf-8"),
        "definitions": (spreadsheets.definitions_csv, "csv", "text/csv; charset=utf-8"),
    }[request.GET["format"]]
    try:
        made = write(sheet)
    except TooLarge as refusal:
        toasts.warn(request, str(refusal))
        return redirect(ledger.address())
    part = f"-{_('definitions')}" if request.GET["format"] == "definitions" else ""
    name = f"{sheet.file_name}{part}.{suffix}"
    return HttpResponse(
        made,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _defined(ledger: Ledger, name: str, column: Any) -> str:
    """What a column means: what its table says of it, else what the model does."""
    said = getattr(ledger.table, "meanings", {}).get(name)
    if said is None:
        try:
            field = ledger.model._meta.get_field(name)
            said = getattr(field, "help_text", "") or getattr(field, "verbose_name", "")
        except FieldDoesNotExist:
            said = column.header
    return str(said)


def _facts(ledger: Ledger, user: Any, found: Any) -> list[tuple[str, Any]]:
    table = ledger.table([found], ledger=ledger, user=user)
    return [(column.header, cell) for column, cell in table.rows[0].items()]


def _may_change(ledger: Ledger, user: Any, found: Any) -> bool:
    return ledger.may_write(user) and ledger.written(user).filter(pk=found.pk).exists()


def _sees(_user: Any, _row: Any) -> bool:
    return True


def _named(ledger: Ledger, word: str, rule: Callable[..., bool]) -> Callable[..., bool]:
    """The rule under a name of its own, for whoever lists the doors."""

    @functools.wraps(rule)
    def named(*args: Any) -> bool:
        return rule(*args)

    named.__module__, named.__name__ = f"parvis.{ledger.room}.ledgers", f"{ledger.code}.{word}"
    return named
