"""What is done with partners."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.accounts.actors import Actor
from parvis.centres.models import Centre
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept
from parvis.kernel.words import Words, sort_key
from parvis.partners.models import Partner
from parvis.sources.actions import keep_cited
from parvis.sources.enums import Standing
from parvis.sources.models import Source


@action
def record_partner(
    *,
    code: str,
    name: str,
    field: str,
    simulated: bool,
    centres: Iterable[Centre],
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    country: str | None = None,
    about: Words | None = None,
    by: Actor,
) -> Kept[Partner]:
    """Record an organisation and the whole list of centres it is a partner of."""
    return keep_cited(
        Partner,
        where={"code": code},
        values={
            "name": name,
            "sort_key": sort_key(name),
            "country": country,
            "field": field,
            "about": about,
            "simulated": simulated,
        },
        many={"centres": centres},
        sources=sources,
        standing=standing,
    )
