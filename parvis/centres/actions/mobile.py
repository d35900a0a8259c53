"""What is done with the stops of a mobile facility."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.enums import SiteKind
from parvis.centres.errors import NotMobile
from parvis.centres.models import Site, Stop
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.kernel.words import Words


@action
def record_stop(
    *,
    site: Site,
    commune: str,
    place: str,
    first: datetime.date,
    begins: datetime.time | str,
    ends: datetime.time | str,
    rule: str = "",
    last: datetime.date | None = None,
    step_free: bool | None = None,
    note: Words | None = None,
    was: Stop | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Stop]:
    """Record where a mobile facility stops, once or again and again, in the site's own time.

    Raises NotMobile for any other kind of site, CannotKeep for a rule that is none.
    """
    if site.kind != SiteKind.MOBILE:
        raise NotMobile(_("Only a mobile facility has stops: “%(site)s” is none.") % {"site": site})
    return keep(
        Stop,
        where={
            "site": site,
            "commune": commune,
            "place": place,
            "first": first,
            "begins": begins,
        },
        values={"ends": ends, "rule": rule, "last": last, "step_free": step_free, "note": note},
        was=was,
        seen=seen,
    )


@action
def remove_stop(*, row: Stop, seen: str, by: Actor) -> None:
    """Remove a stop as its form showed it; one that ceases has a last day instead."""
    let_go(row, seen=seen)
