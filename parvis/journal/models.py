"""The journal: one line for each row written, before and after."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Line(models.Model):
    """One change of one row: who, when, why, what it was and what it became.

    Written by the database (function journal_record), never by the program; it holds no foreign
    key, so that nothing recorded prevents a deletion. The database refuses update and delete.
    """

    at = models.DateTimeField(_("when"), db_default=Now())
    actor = models.CharField(_("who"), max_length=64)
    reason = models.TextField(_("why"), blank=True, db_default="")
    what = models.CharField(_("what"), max_length=63)
    row = models.CharField(_("row"), max_length=64)
    gesture = models.CharField(_("gesture"), max_length=6)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal lines")
        indexes: ClassVar = [models.Index(fields=["what", "row"], name="journal_line_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.gesture} {self.what} {self.row}"
