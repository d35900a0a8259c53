"""Where a public page is: in which network, of which centre; 404 for neither."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from parvis.centres.models import Centre
from parvis.network.models import Network
from parvis.network.queries import all_networks
from parvis.ui.addresses import address
from parvis.website import queries
from parvis.website.http import place_of_places, places_said
from parvis.website.queries.programme import Page


def entered(code: str | None) -> tuple[Network, dict[str, Any]]:
    """The network of the address, and what every skeleton asks; 404 for an unknown code."""
    networks = all_networks()
    here = next((n for n in networks if code in (None, n.code)), None)
    if here is None:
        raise Http404
    return here, {"network": here, "networks": networks}


def entered_centre(network: Network, code: str | None) -> Centre | None:
    """The centre of the address, None where it names none; 404 for an unknown one."""
    if code is None:
        return None
    centre = queries.centre_of(network, code)
    if centre is None:
        raise Http404
    return centre


def elsewhere(context: dict[str, Any]) -> str | None:
    """The code that stands in addresses of this network; None for the home network."""
    here: Network = context["network"]
    return None if here.code == context["networks"][0].code else here.code


def page_of_lines(
    context: dict[str, Any], centre: Centre | None = None, *, kept_apart: bool = False
) -> Page:
    """What the lines of a list must know of their page; `kept_apart` where the page is kept."""
    there = elsewhere(context)
    return Page(
        address=lambda code: address(there, "website:session", code=code),
        places=(lambda card: place_of_places(card.pk))
        if kept_apart
        else (lambda card: places_said(card.left)),
        centre=centre,
    )
