"""Feeds: calendars of a network, a centre, a theme, a language, a stop, a session; and news."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.agenda import feeds
from parvis.agenda.models import Entry
from parvis.agenda.queries import coming
from parvis.centres.enums import Theme
from parvis.centres.models import Stop
from parvis.kernel.access import open_to_all
from parvis.kernel.words import LANGUAGES, spoken
from parvis.network.models import Network
from parvis.ui.addresses import address
from parvis.website import queries
from parvis.website.forms import LayersForm
from parvis.website.http import kept_bytes
from parvis.website.queries.programme import language_named
from parvis.website.views.entering import elsewhere, entered, entered_centre

ICAL, RSS = "text/calendar; charset=utf-8", "application/rss+xml; charset=utf-8"


@require_safe
@open_to_all
def calendar(
    request: HttpRequest,
    network: str | None = None,
    centre: str | None = None,
    theme: str = "",
    spoken: str = "",
) -> HttpResponseBase:
    """The dates of a network, a centre, a theme or a language, for a calendar program.

    What was called off stays, and says so. `?layer=` keeps a layer of the agenda.
    """
    here, context = entered(network)
    place = entered_centre(here, centre)
    if (theme and theme not in Theme.values) or (spoken and spoken not in LANGUAGES):
        raise Http404
    form = LayersForm(request.GET)
    layers = form.cleaned_data["layer"] if form.is_valid() else []
    name = [place.name if place else _bare(here)]
    name += [str(Theme(theme).label)] if theme else [language_named(spoken)] if spoken else []

    def rows() -> Iterable[Entry]:
        found = queries.dates(here, centre=place, layers=layers, theme=theme, language=spoken)
        return queries.kept_dates(found, timezone.now())

    return _calendar(request, context, " · ".join(name), rows)


@require_safe
@open_to_all
def stop_calendar(request: HttpRequest, stop: int, network: str | None = None) -> HttpResponseBase:
    """The dates at a stop of a mobile facility."""
    here, context = entered(network)
    found = (
        Stop.objects.select_related("site__centre")
        .filter(pk=stop, site__centre__memberships__network=here)
        .first()
    )
    if found is None:
        raise Http404

    def rows() -> Iterable[Entry]:
        return queries.kept_dates(queries.dates(here, stop=found), timezone.now())

    return _calendar(request, context, f"{found.commune}, {found.place}", rows)


@require_safe
@open_to_all
def session_calendar(
    request: HttpRequest, code: str, network: str | None = None
) -> HttpResponseBase:
    """One session and its parts, for a calendar program."""
    here, context = entered(network)
    rows = list(queries.dates_of(here, code))
    if not rows:
        raise Http404
    return _calendar(request, context, spoken(rows[0].title)[0], lambda: rows)


@require_safe
@open_to_all
def news(
    request: HttpRequest, network: str | None = None, centre: str | None = None
) -> HttpResponseBase:
    """What was announced and what was called off, for a reader of feeds (RSS 2.0)."""
    here, context = entered(network)
    place = entered_centre(here, centre)
    there = elsewhere(context)
    of_centre = {} if place is None else {"centre": place.code}
    url_of = _url_of(there)

    def made() -> bytes:
        feed = Rss201rev2Feed(
            title=_("Programme: %(place)s") % {"place": place.name if place else _bare(here)},
            link=settings.BASE_URL + address(there, "website:programme", **of_centre),
            description=_("What comes, and what was called off."),
            language=request.LANGUAGE_CODE,
            feed_url=settings.BASE_URL + request.path,
        )
        rows = coming(queries.dates(here, centre=place), timezone.now())
        for entry in rows.filter(session__isnull=False)[: queries.NEWS]:
            title = f"{spoken(entry.title)[0]}, {entry.when}"
            if entry.is_cancelled:
                title = _("Cancelled: %(title)s") % {"title": title}
            said = [spoken(entry.why)[0], entry.where, spoken(entry.about)[0]]
            feed.add_item(
                title=title,
                link=url_of(entry),
                description="\n".join(part for part in said if part),
                unique_id=f"urn:uuid:{entry.uid}",
                unique_id_is_permalink=False,
                pubdate=entry.changed_at,
            )
        return feed.writeString("utf-8").encode()

    return _answer(request, _kept(request, made), RSS, "programme.rss")


def _calendar(
    request: HttpRequest, context: dict[str, Any], name: str, rows: Callable[[], Iterable[Entry]]
) -> HttpResponseBase:
    if context["network"].simulated:
        name = f"[{_('simulated')}] {name}"
    url_of = _url_of(elsewhere(context))

    def made() -> bytes:
        return feeds.calendar(rows(), name, url_of, request.LANGUAGE_CODE)

    return _answer(request, _kept(request, made), ICAL, "agenda.ics")


def _kept(request: HttpRequest, made: Callable[[], bytes]) -> bytes:
    key = f"{request.LANGUAGE_CODE} {timezone.localdate()} {request.get_full_path()}"
    return kept_bytes(key, made)


def _answer(request: HttpRequest, body: bytes, content_type: str, name: str) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def _url_of(there: str | None) -> Callable[[Entry], str]:
    def url_of(entry: Entry) -> str:
        code = getattr(entry, "code", None)
        if code is None:
            return settings.BASE_URL + address(there, "website:agenda")
        return settings.BASE_URL + address(there, "website:session", code=code)

    return url_of


def _bare(network: Network) -> str:
    return spoken(network.short_name)[0]
