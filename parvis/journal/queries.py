"""What the journal says."""

from __future__ import annotations

from django.db import models

from parvis.journal.models import Line


def history(subject: models.Model) -> list[Line]:
    """Every change of this row, latest first."""
    return list(
        Line.objects.filter(what=subject._meta.db_table, row=str(subject.pk)).order_by("-pk")
    )
