"""The read API: open to all, no key, no cookie."""

from __future__ import annotations

import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import NinjaAPI, Query
from ninja.errors import HttpError

from parvis.kernel.access import entered
from parvis.network import queries as networks
from parvis.network.models import Network
from parvis.opendata import queries
from parvis.opendata.shapes import BodiesOut, FiguresOut, MembersOut, Refusal

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
