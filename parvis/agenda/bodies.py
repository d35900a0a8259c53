"""Bodies of the network as the room above names them: a date takes up a body by its code alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Names = Callable[[bool], Mapping[str, str]]
"""Of one world, made up or not: the names of its bodies by code, in the reader's language."""

_names: list[Names] = []


def name_bodies_with(names: Names) -> None:
    """Say who knows the bodies; called from `apps.ready()`, the last one holds."""
    _names[:] = [names]


def bodies(*, simulated: bool) -> Mapping[str, str]:
    """The bodies that a date may take up, by code; none until somebody names them."""
    return _names[0](simulated) if _names else {}
