"""A centre founded on one page, and taken back when that was a mistake."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts.actors import staff
from parvis.journal.actions import put_back_all
from parvis.journal.queries import head, written, written_since
from parvis.kernel.access import admitted
from parvis.kernel.errors import ParvisError
from parvis.network import actions, rules
from parvis.network.forms import FoundForm
from parvis.ui import toasts


@require_http_methods(["GET", "HEAD", "POST"])
@admitted(rules.can_found)
def found(request: HttpRequest) -> HttpResponse:
    """Name, place, hours and poles in one go; the centre then stands in public."""
    form = FoundForm(request.POST if request.method == "POST" else None)
    against: list[str] = []
    mark = head()
    if form.is_valid():
        against = [] if "heeded" in request.POST else form.clashes()
        if not against and (done := _founded(request, form, mark)) is not None:
            return done
    context = {"form": form, "against": against}
    status = 422 if form.errors or against else 200
    return render(request, "network/found.html", context, status=status)


def _founded(request: HttpRequest, form: FoundForm, mark: int) -> HttpResponse | None:
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            centre = actions.found_centre(
                network=typed["network"],
                name=typed["name"],
                city=typed["city"],
                country=typed["country"],
                time_zone=typed["time_zone"],
                kind=typed["kind"],
                start=form.start,
                week=form.week(),
                poles=form.needs(),
                by=staff(request.user),
            )
    except ParvisError as refusal:
        form.add_error(None, str(refusal))
        return None
    lines = written_since(mark, rules.written_by_founding(), str(staff(request.user)))
    undo = reverse("network:found-back", args=lines) if lines else ""
    toasts.tell(request, _("%(centre)s stands in public now.") % {"centre": centre}, undo=undo)
    return redirect("ledgers:centres-centres-row", pk=centre.pk)


@require_POST
@admitted(rules.can_found)
def unfound(request: HttpRequest, first: int, last: int) -> HttpResponse:
    """Take back a centre one has just founded, with all that was written with it."""
    lines = written(rules.written_by_founding(), first, last)
    if not rules.can_unfound(request.user, lines):
        raise Http404
    try:
        put_back_all(entries=lines, by=staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.tell(request, _("Put back as it was."))
    return redirect("network:found")
