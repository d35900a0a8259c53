"""Counts: how many, of what, where, on which day. Never who, never at what time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre, Site
from parvis.kernel.simulated import SameWorld, Simulated


class Count(Simulated):
    """How many of one cell of one measure at one site on one day.

    The act itself adds to it; `actions.recount` makes it again from the rows of the room that
    counts. A cell at zero has no row.
    """

    site = models.ForeignKey(
        Site,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="counts",
        verbose_name=_("site"),
    )
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="counts", verbose_name=_("centre")
    )
    day = models.DateField(_("day"))
    measure = models.CharField(_("measure"), max_length=40)
    cell = models.CharField(_("cell"), max_length=60)
    n = models.IntegerField(_("how many"))

    within = Within(Thing.TALLY, centre="centre")

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "day", "measure", "cell"], name="tallies_count_once"
            ),
            models.CheckConstraint(
                # Codes of rooms, never words: nothing typed can stand here.
                condition=Q(measure__regex=r"^[a-z]+\.[a-z-]+$")
                & Q(cell__regex=r"^[a-z0-9_+.:/-]*$"),
                name="tallies_count_is_made_of_codes",
            ),
            SameWorld(field="centre", name="tallies_count_centre_world"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["measure", "site", "day"], name="tallies_count_by_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.day} · {self.measure} {self.cell}: {self.n}"
