"""Networks, members, and facts with their date."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre, Site
from parvis.charter.models import Accepted
from parvis.kernel.dates import PartialDateField
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated, world
from parvis.kernel.words import WordsField, spoken
from parvis.network.enums import (
    FactKind,
    FundingKind,
    FundingState,
    LabelDecision,
    LabelStep,
    MemberKind,
)
from parvis.sources.enums import Standing
from parvis.sources.models import Cited, CitedQuerySet, Source, known_standing


class Network(Simulated):
    """An association of centres; an installation may hold several, real or simulated."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = WordsField(_("name"))
    short_name = WordsField(_("short name"))
    about = WordsField(_("about"))
    address = models.CharField(_("address"), max_length=250, blank=True)
    website = models.URLField(_("website"), blank=True)

    within = Within(Thing.DIRECTORY)

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [world("network_network_world")]

    def __str__(self) -> str:
        return self.code


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Words about members."""

    def on(self, day: datetime.date) -> MembershipQuerySet:
        """Stated members that day: begun or already attested, and not ended.

        The day of an end is the first day no longer a member. A membership whose end is not
        dated is counted up to the last year a source shows it.
        """
        text = day.isoformat()
        begun = Q(start__lte=text) | Q(start__isnull=True, attested__lte=text)
        not_ended = Q(end__isnull=True) | Q(end__gt=text)
        still_seen = Q(last_attested__isnull=True) | Q(last_attested__gte=text[:4])
        return self.filter(begun, not_ended, still_seen, standing=Standing.STATED)


class Membership(Simulated, Cited):
    """A centre belongs to a network from a date until a date, as far as sources say."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("network")
    )
    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("centre")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MemberKind.choices)
    start = PartialDateField(_("joined"), null=True, blank=True)
    attested = PartialDateField(_("first shown as a member"), null=True, blank=True)
    last_attested = PartialDateField(
        _("last shown as a member, its leaving undated"), null=True, blank=True
    )
    end = PartialDateField(_("first day no longer a member"), null=True, blank=True)
    end_reason = WordsField(_("why it ended"))
    note = WordsField(_("note"))

    objects = MembershipQuerySet.as_manager()
    within = Within(Thing.DIRECTORY, centre="centre")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "centre", "start"],
                name="network_membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MemberKind.values), name="network_membership_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="network_membership_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=False) | Q(attested__isnull=False),
                name="network_membership_begun_or_attested",
            ),
            SameWorld(field="network", name="network_membership_network_world"),
            SameWorld(field="centre", name="network_membership_centre_world"),
            world("network_membership_world"),
            known_standing("network_membership_known_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.get_kind_display()}"


class CharterAcceptance(Simulated, Accepted):
    """A member accepted a version of the Charter on a day."""

    membership = models.ForeignKey(
        Membership,
        on_delete=models.CASCADE,
        related_name="charter_acceptances",
        verbose_name=_("membership"),
    )

    within = Within(Thing.DIRECTORY, centre="membership__centre")

    class Meta:
        verbose_name = _("acceptance of the Charter by a member")
        verbose_name_plural = _("acceptances of the Charter by members")
        ordering: ClassVar = ["-on", "-pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "version"], name="network_charteracceptance_once"
            ),
            SameWorld(field="membership", name="network_charteracceptance_membership_world"),
            SameWorld(field="version", name="network_charteracceptance_version_world"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.version}"


class Fact(Simulated, Cited):
    """Something that happened on a date, said by a source: an opening, a webinar, a project."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="facts", verbose_name=_("network")
    )
    code = models.SlugField(_("code"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=FactKind.choices)
    centre = models.ForeignKey(
        Centre,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="facts",
        verbose_name=_("centre"),
    )
    site = models.ForeignKey(
        Site,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="facts",
        verbose_name=_("site"),
    )
    topic = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("part of"),
    )
    date = PartialDateField(_("date"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)
    title = WordsField(_("title"))
    about = WordsField(_("about"))
    place = WordsField(_("place"))
    countries = models.JSONField(_("countries"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("order among undated facts"), default=0)
    is_announced = models.BooleanField(
        _("announced, and no source says it took place"), default=False
    )

    objects = CitedQuerySet["Fact"].as_manager()
    within = Within(Thing.DIRECTORY, centre="centre")

    class Meta:
        verbose_name = _("dated fact")
        verbose_name_plural = _("dated facts")
        ordering: ClassVar = [F("date").asc(nulls_last=True), "order", "code"]
        triggers: ClassVar = [kept]
        indexes: ClassVar = [models.Index(fields=["network", "date"], name="network_fact_when")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "code"], name="network_fact_once"),
            models.CheckConstraint(
                condition=Q(kind__in=FactKind.values), name="network_fact_known_kind"
            ),
            world("network_fact_world"),
            SameWorld(field="network", name="network_fact_network_world"),
            SameWorld(field="centre", name="network_fact_centre_world"),
            SameWorld(field="topic", name="network_fact_topic_world"),
            known_standing("network_fact_known_standing"),
        ]

    def __str__(self) -> str:
        return spoken(self.title)[0] or self.code


class Reading(models.Model):
    """What sources print for the dates or countries of a fact, kept when they disagree."""

    fact = models.ForeignKey(
        Fact, on_delete=models.CASCADE, related_name="readings", verbose_name=_("fact")
    )
    printed = models.CharField(_("as printed"), max_length=200, blank=True)
    date = PartialDateField(_("date"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    chosen = models.BooleanField(_("chosen"), default=False)
    note = WordsField(_("why"))
    sources = models.ManyToManyField(Source, related_name="+", verbose_name=_("sources"))

    class Meta:
        verbose_name = _("reading of a fact")
        verbose_name_plural = _("readings of a fact")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fact", "printed", "date", "end", "countries"],
                name="network_reading_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["fact"], condition=Q(chosen=True), name="network_reading_one_chosen"
            ),
        ]

    def __str__(self) -> str:
        return self.printed or str(self.date or self.countries)


class LabelFact(Simulated, Cited):
    """A label step, attached to a centre and, where the source says so, to one of its sites.

    Independent of membership, opening and inauguration: no order is forced (rule R09).
    """

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="label_facts", verbose_name=_("network")
    )
    code = models.SlugField(_("code"), max_length=80)
    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="label_facts", verbose_name=_("centre")
    )
    site = models.ForeignKey(
        Site,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="label_facts",
        verbose_name=_("site"),
    )
    decision = models.CharField(_("decision"), max_length=10, choices=LabelDecision.choices)
    step = models.CharField(_("step"), max_length=14, choices=LabelStep.choices)
    date = PartialDateField(_("date"))
    body = models.SlugField(_("body that decided"), blank=True)
    decided = models.BooleanField(_("outcome"), null=True, help_text=_("empty: not stated"))
    note = WordsField(_("note"))

    objects = CitedQuerySet["LabelFact"].as_manager()
    within = Within(Thing.LABEL_DECISION, centre="centre")

    class Meta:
        verbose_name = _("label fact")
        verbose_name_plural = _("label facts")
        ordering: ClassVar = ["date", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "code"], name="network_labelfact_once"),
            models.CheckConstraint(
                condition=Q(decision__in=LabelDecision.values),
                name="network_labelfact_known_decision",
            ),
            models.CheckConstraint(
                condition=Q(step__in=LabelStep.values), name="network_labelfact_known_step"
            ),
            SameWorld(field="network", name="network_labelfact_network_world"),
            SameWorld(field="centre", name="network_labelfact_centre_world"),
            known_standing("network_labelfact_known_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.get_decision_display()} · {self.get_step_display()}"


class Due(Simulated):
    """The due of a year of one member: when it was called and paid; the amount stands apart."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="dues", verbose_name=_("membership")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    called = models.DateField(_("called on"), null=True, blank=True)
    payable = models.DateField(_("payable until"), null=True, blank=True)
    paid = models.DateField(_("paid on"), null=True, blank=True)
    note = WordsField(_("note"))

    within = Within(Thing.DUES, centre="membership__centre")

    class Meta:
        verbose_name = _("due")
        verbose_name_plural = _("dues")
        ordering: ClassVar = ["-year", "membership__centre__sort_key"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "year"], name="network_due_once"),
            models.CheckConstraint(
                condition=Q(payable__isnull=True)
                | Q(called__isnull=False, payable__gte=F("called")),
                name="network_due_payable_once_called",
                violation_error_message=_("A due is payable from the day it is called."),
            ),
            models.CheckConstraint(
                condition=Q(paid__isnull=True) | Q(called__isnull=False),
                name="network_due_paid_once_called",
                violation_error_message=_("A due is called before it is paid: say when."),
            ),
            world("network_due_world"),
            SameWorld(field="membership", name="network_due_membership_world"),
        ]

    def __str__(self) -> str:
        return f"{self.membership.centre} · {self.year}"


class DueAmount(Simulated):
    """How much a due comes to; in a table of its own, which the treasurer alone reads."""

    due = models.OneToOneField(
        Due, on_delete=models.CASCADE, related_name="amount", verbose_name=_("due")
    )
    amount = models.DecimalField(
        _("amount"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency (ISO 4217)"), max_length=3, default="EUR")

    within = Within(Thing.DUE_AMOUNT)

    class Meta:
        verbose_name = _("amount of a due")
        verbose_name_plural = _("amounts of dues")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="network_dueamount_not_less"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="network_dueamount_currency_code",
                violation_error_message=_("A currency is three capitals: EUR, CHF."),
            ),
            SameWorld(field="due", name="network_dueamount_due_world"),
        ]

    def __str__(self) -> str:
        return str(self.due)


class Funding(Simulated):
    """A source of money of a network, from the idea to its end; for whoever keeps the budget."""

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="fundings", verbose_name=_("network")
    )
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("source of money"), max_length=24, choices=FundingKind.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=FundingState.choices, default=FundingState.IDEA
    )
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until, last day included"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=11,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency (ISO 4217)"), max_length=3, default="EUR")
    note = WordsField(_("note"))

    within = Within(Thing.BUDGET)

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering: ClassVar = ["name", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "code"], name="network_funding_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="network_funding_not_less",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="network_funding_currency_code",
                violation_error_message=_("A currency is three capitals: EUR, CHF."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="network_funding_ends_after_it_begins",
                violation_error_message=_("The end comes before the beginning."),
            ),
            SameWorld(field="network", name="network_funding_network_world"),
        ]

    def __str__(self) -> str:
        return self.name
