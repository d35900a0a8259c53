"""Centres and all that is true of a place."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Post as AbstractPost
from parvis.centres.enums import CentreRole, Need, SiteKind, SiteNature, SiteStage
from parvis.kernel.dates import PartialDateField
from parvis.kernel.history import kept
from parvis.kernel.simulated import Simulated, world
from parvis.kernel.words import WordsField
from parvis.sources.enums import Standing
from parvis.sources.models import Cited, known_standing


class Centre(Simulated, Cited):
    """A place where anyone may walk in, free, anonymous, without appointment."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=220, db_collation="C", editable=False)
    country = models.CharField(_("country (ISO 3166)"), max_length=2)
    city = models.CharField(_("city"), max_length=120)
    city_standing = models.CharField(
        _("how the city is known"),
        max_length=8,
        choices=Standing.choices,
        default=Standing.STATED,
    )
    time_zone = models.CharField(_("time zone (IANA)"), max_length=40)
    languages = models.JSONField(_("languages of the centre"), default=list, blank=True)
    overseas = models.BooleanField(_("outside the European map"), default=False)
    bearer = WordsField(_("bearer"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    position_standing = models.CharField(
        _("how the position is known"), max_length=8, choices=Standing.choices, blank=True
    )
    position_note = WordsField(_("note on the position"))

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        ordering: ClassVar = ["sort_key"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            world("centres_centre_world"),
            known_standing("centres_centre_known_standing"),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="centres_centre_country_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Name(Cited):
    """A name the centre bore for a time."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="names", verbose_name=_("centre")
    )
    name = models.CharField(_("name"), max_length=200)
    start = PartialDateField(_("from"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("name through time")
        verbose_name_plural = _("names through time")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "name"], name="centres_name_once"),
            known_standing("centres_name_known_standing"),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(Cited):
    """Another spelling, a nickname or a name in another language."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("centre")
    )
    text = models.CharField(_("spelling"), max_length=200)
    language = models.CharField(_("language"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "text"], name="centres_alias_once"),
            known_standing("centres_alias_known_standing"),
        ]

    def __str__(self) -> str:
        return self.text


class Site(Cited):
    """One place of a centre: its main site, an associated centre, a relay point, a bus."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="sites", verbose_name=_("centre")
    )
    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=SiteKind.choices)
    name = WordsField(_("name"))
    stage = models.CharField(
        _("stage"), max_length=8, choices=SiteStage.choices, default=SiteStage.UNKNOWN
    )
    nature = models.CharField(
        _("nature"), max_length=12, choices=SiteNature.choices, default=SiteNature.UNKNOWN
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    start = PartialDateField(_("from"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)
    note = WordsField(_("note"))

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering: ClassVar = ["centre", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "code"], name="centres_site_once"),
            models.UniqueConstraint(
                fields=["centre"],
                condition=Q(kind=SiteKind.MAIN, end__isnull=True),
                name="centres_site_one_current_main_site",
            ),
            known_standing("centres_site_known_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.code}"


class SiteAlias(Cited):
    """Another spelling or a nickname of one site."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("site")
    )
    text = models.CharField(_("spelling"), max_length=200)
    language = models.CharField(_("language"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("alias of a site")
        verbose_name_plural = _("aliases of a site")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "text"], name="centres_sitealias_once"),
            known_standing("centres_sitealias_known_standing"),
        ]

    def __str__(self) -> str:
        return self.text


class Pole(Cited):
    """A counselling area named by a need, never by an institution (rule R05)."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="poles", verbose_name=_("centre")
    )
    code = models.SlugField(_("code"), max_length=60)
    need = models.CharField(_("need"), max_length=12, choices=Need.choices)
    name = WordsField(_("name"))

    class Meta:
        verbose_name = _("pole")
        verbose_name_plural = _("poles")
        ordering: ClassVar = ["centre", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "code"], name="centres_pole_once"),
            models.CheckConstraint(
                condition=Q(need__in=Need.values), name="centres_pole_known_need"
            ),
            known_standing("centres_pole_known_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.code}"


class Hours(Cited):
    """Opening hours of one weekday at one site, in the centre's own time zone."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="hours", verbose_name=_("site")
    )
    weekday = models.PositiveSmallIntegerField(
        _("weekday, Monday is 1"), validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    start = PartialDateField(_("from"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)
    note = WordsField(_("note"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering: ClassVar = ["site", "weekday", "opens"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "weekday", "opens", "start"],
                name="centres_hours_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="centres_hours_weekday"
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="centres_hours_close_after_opening"
            ),
            known_standing("centres_hours_known_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Post(AbstractPost):
    """A role held at one centre."""

    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="posts", verbose_name=_("centre")
    )
    role = models.CharField(_("role"), max_length=16, choices=CentreRole.choices)

    class Meta:
        verbose_name = _("post at a centre")
        verbose_name_plural = _("posts at a centre")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=CentreRole.values), name="centres_post_known_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")),
                name="centres_post_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.centre}"
