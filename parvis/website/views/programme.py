"""The programme: the list, its week on a sheet, its poster, and the same in a partner's frame."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from parvis.centres.enums import Theme
from parvis.centres.models import Centre
from parvis.kernel.access import open_to_all
from parvis.kernel.words import LANGUAGES
from parvis.network.models import Network
from parvis.programme.queries import Asked, Card, cards, coming, past
from parvis.ui.addresses import address
from parvis.ui.squares import square
from parvis.website import queries
from parvis.website.forms import ProgrammeForm
from parvis.website.http import kept
from parvis.website.queries.programme import PAGE, language_named
from parvis.website.views.entering import elsewhere, entered, entered_centre, page_of_lines

IN_A_FRAME = 20
"""Sessions in a list that a partner shows on its own site."""
CHOICES = ("theme", "audience", "spoken", "access", "kind", "how")


@require_safe
@open_to_all
def programme(
    request: HttpRequest,
    network: str | None = None,
    centre: str | None = None,
    theme: str = "",
    spoken: str = "",
) -> HttpResponse:
    """What comes, today and tomorrow first; of a network, a centre, a theme or a language.

    Narrowed by GET; 400 with a sentence when the question is not clear.
    """
    if (theme and theme not in Theme.values) or (spoken and spoken not in LANGUAGES):
        raise Http404

    def made() -> HttpResponse:
        here, context = entered(network)
        place = entered_centre(here, centre)
        given = {"theme": theme} if theme else {"spoken": spoken} if spoken else {}
        context |= _listed(request, context, place, given)
        context |= {"theme": theme, "spoken": spoken, "named": _named(theme, spoken)}
        status = 200 if context["form"].is_valid() else 400
        return render(request, "website/programme.html", context, status=status)

    return kept(request, made, may_keep="q" not in request.GET)


# The list of a partner's own site: no other page of ours may stand in a frame.
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@require_safe
@open_to_all
def embedded(
    request: HttpRequest, network: str | None = None, centre: str | None = None
) -> HttpResponse:
    """The nearest sessions in a frame, narrowed as the list is; no script, no cookie."""

    def made() -> HttpResponse:
        here, context = entered(network)
        place = entered_centre(here, centre)
        form = ProgrammeForm(request.GET)
        now = timezone.now()
        rows: list[Card] = []
        if form.is_valid():
            rows = cards(coming(_asked(here, place, form.cleaned_data), now)[:IN_A_FRAME])
        shown = queries.lines(rows, page_of_lines(context, place, kept_apart=True))
        context |= {"centre": place, "form": form, "days": queries.by_day(rows, shown)}
        return render(
            request, "website/embedded.html", context, status=200 if form.is_valid() else 400
        )

    return kept(request, made, may_keep="q" not in request.GET)


@require_safe
@open_to_all
def week(
    request: HttpRequest, network: str | None = None, centre: str | None = None
) -> HttpResponse:
    """A week on a sheet of A4, to hang at the door; this week when no day is given."""
    here, context = entered(network)
    place = entered_centre(here, centre)
    monday = _monday(request.GET.get("from", ""))
    rows, days = queries.of_week(here, monday, place)
    shown = queries.lines(rows, page_of_lines(context, place))
    by_day = {one.day: one.lines for one in queries.by_day(rows, shown)}
    context |= {
        "centre": place,
        "monday": monday,
        "sunday": days[-1],
        "rows": rows,
        "days": [(one, by_day.get(one, [])) for one in days],
        "before": monday - datetime.timedelta(days=7),
        "after": monday + datetime.timedelta(days=7),
    }
    return render(request, "website/week.html", context)


def _monday(asked: str) -> datetime.date:
    """The Monday of the week of a day; of this week where the day is none."""
    try:
        day = datetime.date.fromisoformat(asked)
    except ValueError:
        day = timezone.localdate()
    if not 2000 < day.year < 2200:
        day = timezone.localdate()
    return day - datetime.timedelta(days=day.weekday())


@require_safe
@open_to_all
def poster(request: HttpRequest, code: str, network: str | None = None) -> HttpResponse:
    """A session on a sheet of A4: what, when, where, and a square that leads to its page."""
    here, context = entered(network)
    page = queries.session_page(here, code, timezone.now())
    if page is None:
        raise Http404
    url = settings.BASE_URL + address(elsewhere(context), "website:session", code=code)
    context |= {"page": page, "url": url, "square": square(url, url)}
    return render(request, "website/poster.html", context)


@dataclass(frozen=True)
class Choice:
    """One filter as it is drawn: its options by code and name, and the one in force."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str
    without: str
    """The same question without this filter, to stand in an address."""

    @property
    def said(self) -> str:
        """What is in force, in words."""
        return dict(self.options).get(self.value, self.value)


def _listed(
    request: HttpRequest, context: dict[str, Any], centre: Centre | None, given: dict[str, str]
) -> dict[str, Any]:
    """The question as it was asked, and its answer: one page of it, by day."""
    network: Network = context["network"]
    form = ProgrammeForm(request.GET.dict() | given)
    found: dict[str, Any] = {
        "form": form,
        "centre": centre,
        "page_of": None,
        "base_url": settings.BASE_URL,
    }
    found["choices"] = [_choice(request, form, name) for name in CHOICES if name not in given]
    if not form.is_valid():
        return found
    data, now = form.cleaned_data, timezone.now()
    asked = _asked(network, centre, data)
    rows = past(asked, now) if data["past"] else coming(asked, now)
    page_of = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = cards(page_of.object_list)  # type: ignore[arg-type]
    all_lines = queries.lines(shown, page_of_lines(context, centre, kept_apart=True))
    found |= {
        "page_of": page_of,
        "narrowed": [one for one in found["choices"] if one.value],
        "days": queries.Days(days=queries.by_day(shown, all_lines))
        if data["past"]
        else queries.days(shown, all_lines, now),
        "is_first": page_of.number == 1 and not data["past"],
    }
    if not shown and (data["q"] or found["narrowed"]):
        # Never «nothing» alone: what comes next, whatever was asked.
        next_ones = cards(coming(_asked(network, centre, {}), now)[:5])
        found["instead"] = queries.by_day(
            next_ones, queries.lines(next_ones, page_of_lines(context, centre, kept_apart=True))
        )
    return found


def _asked(network: Network, centre: Centre | None, data: dict[str, Any]) -> Asked:
    def said(name: str) -> tuple[str, ...]:
        return (data[name],) if data.get(name) else ()

    return Asked(
        simulated=network.simulated,
        network=network,
        centre=centre,
        kinds=said("kind"),
        themes=said("theme"),
        audiences=said("audience"),
        comforts=said("access"),
        language=data.get("spoken", ""),
        presence=data.get("how", ""),
        partner=data.get("partner", ""),
        campaign=data.get("campaign", ""),
        text=data.get("q", ""),
    )


def _choice(request: HttpRequest, form: ProgrammeForm, name: str) -> Choice:
    field: Any = form.fields[name]
    options = (
        queries.spoken_languages()
        if name == "spoken"
        else [(value, str(label)) for value, label in field.choices if value]
    )
    rest = request.GET.copy()
    for one in (name, "page"):
        rest.pop(one, None)
    return Choice(name, str(field.label), options, request.GET.get(name, ""), rest.urlencode())


def _named(theme: str, spoken: str) -> str:
    if theme:
        return str(Theme(theme).label)
    return language_named(spoken) if spoken else ""
