"""Centres, their names, sites and poles."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.enums import (
    Access,
    Need,
    OfferKind,
    PersonalDatum,
    SiteKind,
    SiteNature,
    SiteStage,
)
from parvis.kernel.dates import PartialDateField
from parvis.kernel.history import kept
from parvis.kernel.simulated import Simulated, world
from parvis.kernel.words import WordsField, spoken
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

    within = Within(Thing.CENTRE, centre="pk")

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

    @property
    def zone(self) -> ZoneInfo:
        """Its own time; that of the installation where it is not known."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)


class Name(Cited):
    """A name the centre bore for a time."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="names", verbose_name=_("centre")
    )
    name = models.CharField(_("name"), max_length=200)
    start = PartialDateField(_("from"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)

    within = Within(Thing.CENTRE, centre="centre", simulated="centre__simulated")

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

    within = Within(Thing.CENTRE, centre="centre", simulated="centre__simulated")

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
    country = models.CharField(
        _("country, when it is not the centre's (ISO 3166)"), max_length=2, blank=True
    )
    region = models.CharField(_("region whose holidays it keeps"), max_length=12, blank=True)
    time_zone = models.CharField(
        _("time zone, when it is not the centre's (IANA)"), max_length=40, blank=True
    )
    closes_on_holidays = models.BooleanField(_("closed on public holidays"), default=True)

    within = Within(Thing.CENTRE, centre="centre", simulated="centre__simulated")

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
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                name="centres_site_country_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.called}"

    @property
    def called(self) -> str:
        """Its name, or what kind of site it is when it has none."""
        return spoken(self.name)[0] or str(self.get_kind_display())

    @property
    def zone(self) -> ZoneInfo:
        """The site's own time zone: the centre's, unless it lies in another."""
        return ZoneInfo(self.time_zone or self.centre.time_zone)

    @property
    def land(self) -> str:
        """The country it lies in: a centre may have a place across a border."""
        return self.country or self.centre.country


class SiteAlias(Cited):
    """Another spelling or a nickname of one site."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("site")
    )
    text = models.CharField(_("spelling"), max_length=200)
    language = models.CharField(_("language"), max_length=5, blank=True)

    within = Within(Thing.CENTRE, centre="site__centre", simulated="site__centre__simulated")

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
    letter = models.CharField(_("letter of the sign"), max_length=1, blank=True)
    kinds = models.JSONField(
        _("what is offered there"), default=list, blank=True, validators=[OfferKind.known]
    )
    access = models.CharField(
        _("access"), max_length=11, choices=Access.choices, default=Access.WALK_IN
    )
    price = models.CharField(_("price asked"), max_length=60, blank=True)
    asks = models.JSONField(
        _("personal data required"), default=list, blank=True, validators=[PersonalDatum.known]
    )
    reserved_for = WordsField(_("reserved for"))

    within = Within(Thing.CENTRE, centre="centre", simulated="centre__simulated")

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
            models.UniqueConstraint(
                fields=["centre", "letter"],
                condition=~Q(letter=""),
                name="centres_pole_letter_once",
                violation_error_message=_("Another pole of this centre has this letter."),
            ),
            models.CheckConstraint(
                # I, O and Q are taken for figures on a ticket.
                condition=Q(letter="") | Q(letter__regex=r"^[A-HJ-NPR-Z]$"),
                name="centres_pole_letter_is_legible",
                violation_error_message=_("The letter is one capital from A to Z but I, O and Q."),
            ),
            models.CheckConstraint(
                condition=Q(access__in=Access.values), name="centres_pole_known_access"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {spoken(self.name)[0] or self.get_need_display()}"
