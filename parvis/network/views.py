"""A centre founded on one page."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.accounts.actors import staff
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
    if form.is_valid():
        against = [] if "heeded" in request.POST else form.clashes()
        if not against and (done := _founded(request, form)) is not None:
            return done
    context = {"form": form, "against": against}
    status = 422 if form.errors or against else 200
    return render(request, "network/found.html", context, status=status)


def _founded(request: HttpRequest, form: FoundForm) -> HttpResponse | None:
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
    toasts.tell(request, _("%(centre)s stands in public now.") % {"centre": centre})
    return redirect("ledgers:centres-centres-row", pk=centre.pk)
