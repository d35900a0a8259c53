"""The gallery: every component in every state, and the skeletons as pages of their own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from parvis.kernel.access import open_to_all, reads_nothing
from parvis.ui import gallery


@require_safe
@reads_nothing
def threshold(request: HttpRequest) -> HttpResponse:
    """/ui/ without a language: to the first one."""
    return redirect(f"/{settings.LANGUAGE_CODE}/ui/")


@require_safe
@open_to_all
def components(request: HttpRequest) -> HttpResponse:
    """All components on one page, by family; `?dir=rtl` turns it round."""
    return _shown(request, "ui/gallery/index.html")


@require_safe
@open_to_all
def form(request: HttpRequest) -> HttpResponse:
    """One form with a field of each kind, which can be sent and answers."""
    sent = gallery.SampleForm(request.GET) if "name" in request.GET else None
    shown = sent or gallery.SampleForm()
    return _shown(
        request, "ui/gallery/form.html", form=shown, is_taken=bool(sent and sent.is_valid())
    )


SKELETONS = {
    "office": "ui/gallery/office.html",
    "confirm": "ui/gallery/confirm.html",
    "desk": "ui/gallery/desk.html",
    "paper": "ui/gallery/paper.html",
    "ticket": "ui/gallery/ticket.html",
}
"""The page that shows each skeleton."""


@require_safe
@open_to_all
def skeleton(request: HttpRequest, name: str) -> HttpResponse:
    """One skeleton with something in it: office, confirm, desk, paper, ticket."""
    need = request.GET.get("need", "")
    recorded = need if need in gallery.NEEDS else ""
    return _shown(
        request,
        SKELETONS[name],
        recorded=recorded,
        need=gallery.NEEDS.get(recorded, ""),
        today=gallery.TODAY,
    )


def _shown(request: HttpRequest, template: str, **given: object) -> HttpResponse:
    direction = "rtl" if request.GET.get("dir") == "rtl" else ""
    context = {"sample": gallery.sample(request), "direction": direction, **given}
    return render(request, template, context)
