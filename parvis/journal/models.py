"""The journal: one line for each row written, before and after; and what was already answered."""

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


class Seal(models.Model):
    """What the journal held at the end of a day, as a digest that rests on the seal before.

    Made by the database (function journal_seal_day), of every line since the last seal. `marks`
    holds for each line its key and eight bytes of its own digest, so that a line altered
    afterwards can be named. A seal is never changed; one who owns the database could make them
    all anew, which is why the last digest is shown by `parvis doctor`, to be noted elsewhere.
    """

    day = models.DateField(_("day"), unique=True)
    first = models.BigIntegerField(_("first line"))
    last = models.BigIntegerField(_("last line"))
    count = models.BigIntegerField(_("number of lines"))
    digest = models.BinaryField(_("digest"), max_length=32, editable=False)
    marks = models.BinaryField(_("marks of the lines"), editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("seal of a day")
        verbose_name_plural = _("seals of days")
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {bytes(self.digest).hex()[:16]}"


class Receipt(models.Model):
    """What was answered to a write from outside, under the random key its sender gave it.

    The same key gets the same answer, whoever lost the first one on the way. It holds no moment:
    a key, the day, and, until the room that wrote forgets it, the digest of what was sent and
    what it became. Of what visitors do nothing else may lead to a row, so that link goes when
    their day is closed.
    """

    key = models.UUIDField(_("key"), primary_key=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    scope = models.CharField(_("where"), max_length=60)
    day = models.DateField(_("day"))
    digest = models.CharField(_("digest of what was sent"), max_length=32, blank=True)
    answer = models.JSONField(_("answer"), default=dict, blank=True)
    row = models.UUIDField(_("row"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        indexes: ClassVar = [models.Index(fields=["scope", "day"], name="journal_receipt_place")]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.scope} · {self.day}"
