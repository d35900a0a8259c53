"""Who registered for a day of professionals, by name: read, ticked, taken away as a file."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.accounts.actors import staff
from parvis.accounts.queries import scoped
from parvis.accounts.roles import Act
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.papers import spreadsheets
from parvis.programme import actions, queries
from parvis.programme.enums import RegistrationState
from parvis.programme.models import Registration, Session
from parvis.ui import toasts

FILE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sees(_user: Any, _row: Any) -> bool:
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@allow(_sees, among=queries.with_names)
def registered(request: HttpRequest, row: Session) -> HttpResponse:
    """The list of a seminar, a study day or a webinar; one press ticks who is there."""
    if request.method == "POST":
        return _ticked(request, row)
    rows = list(queries.registrations(row))
    may_take = queries.may_take_names(request.user, row)
    if request.GET.get("format") == "xlsx":
        if not may_take:
            raise Http404
        return _file(row, rows)
    states = [one.state for one in rows]
    context = {
        "row": row,
        "rows": rows,
        "came": states.count(RegistrationState.CAME),
        "expected": len(states) - states.count(RegistrationState.WITHDRAWN),
        "may_take": may_take,
        "may_tick": row.entry.day <= timezone.localdate(timezone=row.entry.zone)
        and scoped(Registration.objects.filter(session=row), request.user, Act.WRITE).exists(),
    }
    return render(request, "programme/registered.html", context)


def _ticked(request: HttpRequest, row: Session) -> HttpResponse:
    """Somebody is there, or was ticked by mistake."""
    try:
        key = uuid.UUID(request.POST.get("registration", ""))
    except ValueError:
        raise Http404 from None
    theirs = scoped(Registration.objects.filter(session=row), request.user, Act.WRITE)
    one = theirs.filter(pk=key).first()
    if one is None:
        raise Http404
    try:
        with transaction.atomic():
            came = request.POST.get("act") == "came"
            actions.tick(registration=one, came=came, by=staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    return redirect("programme:registered", pk=row.pk)


def _file(row: Session, rows: list[Registration]) -> HttpResponse:
    """The list as a spreadsheet, for badges; what it is for is said in it."""
    said = (
        (_("Name"), _("As the person wrote it.")),
        (_("Organisation"), _("As the person wrote it.")),
        (_("Centre"), _("The centre they come from, when they chose one.")),
        (_("Country"), _("ISO 3166, two letters.")),
        (_("How they take part"), _("On site or online.")),
        (_("Workshops"), _("Those in which they hold a place.")),
        (_("State"), _("Registered, came, or withdrawn.")),
    )
    sheet = spreadsheets.Sheet(
        title=_("Registered: %(session)s") % {"session": row},
        columns=[spreadsheets.Column(*one) for one in said],
        rows=[
            [
                one.name,
                one.organisation,
                "" if one.centre is None else str(one.centre),
                one.country,
                one.get_way_display(),
                ", ".join(str(part) for part in one.workshops.all()),
                one.get_state_display(),
            ]
            for one in rows
        ],
        day=timezone.localdate(),
        filters=[],
        notes=[_("Names of professionals: for this day alone, then erased.")],
    )
    return HttpResponse(
        spreadsheets.xlsx(sheet),
        content_type=FILE,
        headers={"Content-Disposition": f'attachment; filename="{sheet.file_name}.xlsx"'},
    )
