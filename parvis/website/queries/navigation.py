"""What the skeletons ask of a network: the switch, the menu, whether there is anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.network.models import Network


def is_ready() -> bool:
    """Whether there is a network to show; raises DatabaseError when the database is away."""
    return Network.objects.exists()


def switch(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """For the top strip: every network of the installation; nothing where the page has none."""
    if not context.get("networks"):
        return None
    return {"networks": context["networks"], "network": context.get("network")}


def menu(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """For the header and the footer: nothing on a page that belongs to no network."""
    if not context.get("network"):
        return None
    return {"networks": context["networks"], "network": context["network"]}
