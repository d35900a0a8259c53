"""The dictionary of figures, and what was observed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre
from parvis.governance.models import Body
from parvis.indicators.enums import MeasureKind, Scope, Status
from parvis.kernel.dates import PartialDateField
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated
from parvis.kernel.words import WordsField, spoken
from parvis.network.models import Fact, Network
from parvis.sources.models import Cited, CitedQuerySet, known_standing
from parvis.tallies.enums import Qualifier


class Indicator(models.Model):
    """Something a network counts, under one code whatever its definition becomes."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("network")
    )
    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=5, choices=MeasureKind.choices)
    unit = WordsField(_("unit"))
    framework = models.JSONField(
        _("frameworks"), default=list, blank=True, help_text=_("for example SDG:4.4, QAE:users")
    )

    within = Within(Thing.CAMPAIGN, simulated="network__simulated")

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar = ["code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "code"], name="indicators_indicator_once"),
            models.CheckConstraint(
                condition=Q(kind__in=MeasureKind.values), name="indicators_indicator_known_kind"
            ),
        ]

    def __str__(self) -> str:
        # `queries.dictionary` reads its name along; a name is what the last version says.
        return spoken(self.__dict__.get("name"))[0] or self.code


class Definition(models.Model):
    """One version of what an indicator means; a new version never rewrites the past.

    Version 0 is «as printed»: the source gives a figure and no definition.
    """

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        related_name="definitions",
        verbose_name=_("indicator"),
    )
    version = models.PositiveSmallIntegerField(_("version"))
    name = WordsField(_("name"))
    definition = WordsField(_("definition"))
    recipe = WordsField(_("recipe"))
    components = models.ManyToManyField(
        Indicator, related_name="part_of", blank=True, verbose_name=_("summed from")
    )
    since = PartialDateField(_("since"), null=True, blank=True)

    within = Within(Thing.CAMPAIGN, simulated="indicator__network__simulated")

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")
        ordering: ClassVar = ["indicator", "version"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "version"], name="indicators_definition_once"
            ),
        ]

    def __str__(self) -> str:
        return spoken(self.name)[0] or f"{self.indicator} v{self.version}"


class Observation(Simulated, Cited):
    """One value of one indicator for one period, with everything that explains it.

    Sources may disagree: each keeps its own row, and one of them is chosen, with a reason.
    """

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="observations", verbose_name=_("network")
    )
    code = models.SlugField(_("code"), max_length=100)
    definition = models.ForeignKey(
        Definition,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("definition"),
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("indicator"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    period = models.CharField(_("period as printed"), max_length=20)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope.choices)
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("centre"),
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("body"),
    )
    fact = models.ForeignKey(
        Fact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("event"),
    )
    qualifier = models.CharField(_("qualifier"), max_length=9, choices=Qualifier.choices)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(
        _("upper bound"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    words = WordsField(_("as worded"))
    answering = models.PositiveSmallIntegerField(_("centres answering"), null=True, blank=True)
    total = models.PositiveSmallIntegerField(_("centres asked"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.PUBLISHED
    )
    is_chosen = models.BooleanField(_("chosen"), default=True)
    reason = WordsField(_("why it was chosen"))
    approver = models.CharField(_("approved by"), max_length=120, blank=True)
    note = WordsField(_("note"))

    within = Within(Thing.FIGURE, centre="centre")
    objects = CitedQuerySet["Observation"].as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering: ClassVar = ["indicator__code", "year", "code"]
        triggers: ClassVar = [kept]
        indexes: ClassVar = [
            models.Index(fields=["network", "year"], name="indicators_observation_year")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "code"], name="indicators_observation_once"),
            models.UniqueConstraint(
                fields=["indicator", "period", "scope", "centre", "body", "fact", "status"],
                condition=Q(is_chosen=True),
                name="indicators_observation_one_chosen",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=Qualifier.values),
                name="indicators_observation_known_qualifier",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values), name="indicators_observation_known_scope"
            ),
            models.CheckConstraint(
                condition=Q(qualifier=Qualifier.WORDS, value__isnull=True)
                | (~Q(qualifier=Qualifier.WORDS) & Q(value__isnull=False)),
                name="indicators_observation_value_unless_words",
            ),
            models.CheckConstraint(
                condition=Q(qualifier=Qualifier.RANGE, high__gte=models.F("value"))
                | (~Q(qualifier=Qualifier.RANGE) & Q(high__isnull=True)),
                name="indicators_observation_range_has_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(answering__isnull=True)
                | Q(total__isnull=True)
                | Q(answering__lte=models.F("total")),
                name="indicators_observation_coverage",
            ),
            SameWorld(field="network", name="indicators_observation_network_world"),
            SameWorld(field="centre", name="indicators_observation_centre_world"),
            SameWorld(field="body", name="indicators_observation_body_world"),
            SameWorld(field="fact", name="indicators_observation_fact_world"),
            known_standing("indicators_observation_known_standing"),
        ]

    def __str__(self) -> str:
        whose = self.centre or self.body or (self.fact and spoken(self.fact.title)[0])
        return " · ".join(str(part) for part in (self.definition, self.period, whose) if part)
