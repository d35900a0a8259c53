"""Texts of the report one by one, each with where its translation stands, for whoever writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from parvis.annualreport.enums import PassageState
from parvis.annualreport.models import Text

if TYPE_CHECKING:
    from parvis.network.models import Network


class _Fingerprint(Func):
    """`models.fingerprint`, by the database."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = TextField()


def editions() -> QuerySet[Text]:
    """Every text, with `state` (a PassageState) and the `languages` its place is written in.

    A text is stale when the one it was translated from has changed since.
    """
    here = Text.objects.annotate(when=Coalesce("year", 0)).filter(
        network=OuterRef("network"),
        slot=OuterRef("slot"),
        is_quotation=OuterRef("is_quotation"),
        when=Coalesce(OuterRef("year"), 0),
    )
    original = here.filter(language=OuterRef("written_from")).order_by()
    return Text.objects.select_related("network").annotate(
        languages=ArraySubquery(here.order_by("language").values("language")),
        now=Subquery(original.annotate(print=_Fingerprint("body")).values("print")[:1]),
        state=Case(
            When(
                Q(now__isnull=False) & ~Q(now=F("source_fingerprint")),
                then=Value(PassageState.STALE),
            ),
            default=Value(PassageState.WRITTEN),
            output_field=CharField(),
        ),
    )


def original_of(
    network: Network, year: int | None, slot: str, language: str, *, is_quotation: bool
) -> Text | None:
    """The text of one place in one language, from which another is translated."""
    return (
        Text.objects.filter(
            network=network, slot=slot, language=language, is_quotation=is_quotation
        )
        .filter(Q(year=year) if year is not None else Q(year__isnull=True))
        .first()
    )
