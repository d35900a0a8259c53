"""Spaces and poles, as they are read."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import NullIf

from parvis.centres.models import Centre, Pole, Space


def spaces_on(centre: Centre, day: datetime.date) -> QuerySet[Space]:
    """The spaces of a centre on a day with what stands in them; two queries."""
    return (
        Space.objects.filter(Q(until__isnull=True) | Q(until__gte=day), site__centre=centre)
        .select_related("site__centre")
        .prefetch_related("equipment")
    )


def poles_of(centre: Centre) -> QuerySet[Pole]:
    """The poles of a centre in the order of their letters, those without one last."""
    return Pole.objects.filter(centre=centre).order_by(
        NullIf("letter", Value("")).asc(nulls_last=True), "pk"
    )
