"""Documents, and the columns of whatever cites them."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.kernel.history import kept
from parvis.sources.enums import SourceKind, Standing

OFFICE = "office"
"""The collection of what places say of themselves in the office, a source for each place."""


class Source(models.Model):
    """A document that says something: a report, a newsletter, a page."""

    collection = models.SlugField(_("collection"), help_text=_("code of the network it is about"))
    code = models.SlugField(_("code"), max_length=60)
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind.choices)
    language = models.CharField(_("language"), max_length=5)
    covers = models.CharField(_("what it covers"), max_length=60, blank=True)
    author = models.CharField(_("author"), max_length=120, blank=True)
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )

    within = Within(Thing.DIRECTORY, simulated="")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar = ["collection", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "code"], name="sources_source_once"),
        ]

    def __str__(self) -> str:
        return self.title


C = TypeVar("C", bound="Cited")


class CitedQuerySet(models.QuerySet[C]):
    """Words about facts that cite."""

    def stated(self) -> CitedQuerySet[C]:
        """What a source says: all that may enter a count or a chapter."""
        return self.filter(standing=Standing.STATED)


class Cited(models.Model):
    """Columns of a fact: the sources that say it and how firmly it stands."""

    sources = models.ManyToManyField(
        Source, blank=True, related_name="+", verbose_name=_("sources")
    )
    standing = models.CharField(
        _("standing"), max_length=8, choices=Standing.choices, default=Standing.STATED
    )

    class Meta:
        abstract = True

    @cached_property
    def cited(self) -> list[Source]:
        """The documents that say it; `with_sources` reads those of many rows at once."""
        return list(self.sources.all())


def known_standing(name: str) -> models.CheckConstraint:
    """The constraint every cited model carries under its own name."""
    return models.CheckConstraint(condition=Q(standing__in=Standing.values), name=name)
