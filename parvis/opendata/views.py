"""The read API: open to all, no key, no cookie."""

from __future__ import annotations

import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import NinjaAPI, Query
from ninja.errors import HttpError

from parvis.centres.enums import Theme
from parvis.centres.models import Centre
from parvis.kernel.access import entered
from parvis.kernel.words import LANGUAGES
from parvis.network import queries as networks
from parvis.network.models import Network
from parvis.opendata import queries
from parvis.opendata.shapes import BodiesOut, FiguresOut, MembersOut, Refusal, SessionsOut

api = NinjaAPI(
    title="Parvis",
    version="1",
    urls_namespace="opendata",
    docs_url=None,
    description="Published facts of networks of Cités des métiers; nothing about any visitor.",
)


def _network(code: str | None) -> Network:
    network = networks.find(code)
    if network is None:
        raise HttpError(404, gettext("There is no network of this code here."))
    return network


@api.get("/members", response={200: MembersOut, 404: Refusal}, summary="Members on a day")
def members(
    request: HttpRequest,
    as_of: Annotated[
        datetime.date | None, Query(description="day, 2025-06-25; today when left out")
    ] = None,
    network: Annotated[
        str | None, Query(description="code of the network; the home network when left out")
    ] = None,
) -> MembersOut:
    """Full members and associates of a network on a day, with sources."""
    with entered(request):
        return queries.members(_network(network), as_of or timezone.localdate())


@api.get("/bodies", response={200: BodiesOut, 404: Refusal}, summary="Bodies on a day")
def bodies(
    request: HttpRequest,
    as_of: Annotated[
        datetime.date | None, Query(description="day, 2025-06-28; today when left out")
    ] = None,
    network: Annotated[
        str | None, Query(description="code of the network; the home network when left out")
    ] = None,
) -> BodiesOut:
    """Who sits in each body of a network on a day, and which offices are vacant."""
    with entered(request):
        return queries.bodies(_network(network), as_of or timezone.localdate())


@api.get("/figures", response={200: FiguresOut, 404: Refusal}, summary="Figures of a year")
def figures(
    request: HttpRequest,
    year: Annotated[int, Query(ge=1900, le=2200, description="year, 2024")],
    network: Annotated[
        str | None, Query(description="code of the network; the home network when left out")
    ] = None,
) -> FiguresOut:
    """Every figure of a year with its qualifier, coverage, source and definition version."""
    with entered(request):
        return queries.figures(_network(network), year)


@api.get("/sessions", response={200: SessionsOut, 404: Refusal, 422: Refusal}, summary="Sessions")
def sessions(
    request: HttpRequest,
    first: Annotated[
        datetime.date | None, Query(description="not over on this day; today when left out")
    ] = None,
    last: Annotated[datetime.date | None, Query(description="begun by this day; no end")] = None,
    network: Annotated[
        str | None, Query(description="code of the network; the home network when left out")
    ] = None,
    centre: Annotated[str | None, Query(description="code of a centre that makes or joins")] = None,
    theme: Annotated[str | None, Query(description=f"one of {', '.join(Theme.values)}")] = None,
    language: Annotated[
        str | None, Query(description=f"held in it: one of {', '.join(LANGUAGES)}")
    ] = None,
    page: Annotated[int, Query(ge=1, le=1000, description="from 1 on")] = 1,
) -> SessionsOut:
    """Workshops and events of a network, what was called off included, the nearest first."""
    known = (theme is None or theme in Theme.values) and (language is None or language in LANGUAGES)
    if not known:
        raise HttpError(422, gettext("There is no theme or no language of this code here."))
    with entered(request):
        return queries.sessions(
            here := _network(network),
            first or timezone.localdate(),
            last,
            centre=_centre(here, centre),
            theme=theme or "",
            language=language or "",
            page=page,
        )


def _centre(network: Network, code: str | None) -> Centre | None:
    if code is None:
        return None
    found = Centre.objects.filter(code=code, memberships__network=network).first()
    if found is None:
        raise HttpError(404, gettext("There is no centre of this code in this network."))
    return found
