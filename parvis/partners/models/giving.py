"""Organisations, what they signed and gave, and who acts for them."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Post as AbstractPost
from parvis.accounts.roles import Reach, Thing, Within
from parvis.centres.models import Centre, Pole, Space
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated, world
from parvis.kernel.words import WordsField
from parvis.partners.enums import (
    COUNTED_IN,
    ContributionKind,
    Field,
    PartnerRole,
    Purpose,
    Unit,
)
from parvis.sources.models import Cited, known_standing


def known_fields(value: object) -> None:
    """Refuse anything but a list of fields, each once."""
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        raise ValidationError(_("This is a list in which nothing stands twice."))
    for one in value:
        if one not in Field.values:
            raise ValidationError(_("“%(one)s” is not one of the choices.") % {"one": one})


class Partner(Simulated, Cited):
    """An organisation named as a partner of one or several centres."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=220, db_collation="C", editable=False)
    country = models.CharField(_("country (ISO 3166)"), max_length=2, blank=True)
    field = models.CharField(_("field"), max_length=12, choices=Field.choices)
    other_fields = models.JSONField(
        _("other fields"), default=list, blank=True, validators=[known_fields]
    )
    about = WordsField(_("about"))
    centres = models.ManyToManyField(
        Centre, related_name="partners", blank=True, verbose_name=_("centres")
    )

    within = Within(Thing.PARTNER, centre="centres", partner="pk")

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering: ClassVar = ["sort_key"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            world("partners_partner_world"),
            known_standing("partners_partner_known_standing"),
        ]

    def __str__(self) -> str:
        return self.name


class Agreement(Simulated):
    """What one partner and one centre signed: from when until when, under which Charter.

    Kept by the centre itself, so it cites no source; the journal says who wrote it. Its status
    is read from its dates (`queries.status`).
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("partner")
    )
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("centre")
    )
    subject = WordsField(_("subject"))
    negotiated = models.DateField(_("in negotiation since"), null=True, blank=True)
    signed = models.DateField(_("convention signed on"), null=True, blank=True)
    start = models.DateField(_("in force from"), null=True, blank=True)
    end = models.DateField(_("in force until, last day included"), null=True, blank=True)
    review = models.DateField(_("under review from"), null=True, blank=True)
    charter = models.CharField(_("version of the Charter accepted"), max_length=40, blank=True)
    charter_accepted = models.DateField(_("accepted the Charter on"), null=True, blank=True)
    renews = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewal",
        verbose_name=_("renews"),
    )
    note = WordsField(_("note"))

    within = Within(Thing.AGREEMENT, centre="centre", partner="partner")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["partner__sort_key", "start", "pk"]
        triggers: ClassVar = [kept]
        indexes: ClassVar = [models.Index(fields=["centre", "end"], name="partners_agreement_end")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="partners_agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                # Row 4 of the mission: no agreement without an accepted Charter.
                condition=Q(signed__isnull=True)
                | (Q(charter_accepted__isnull=False) & ~Q(charter="")),
                name="partners_agreement_signed_under_the_charter",
                violation_error_message=_(
                    "An agreement is signed with the Charter: "
                    "say which version was accepted, and when."
                ),
            ),
            models.CheckConstraint(
                condition=Q(signed__isnull=True) | Q(start__isnull=False),
                name="partners_agreement_signed_from_a_day",
                violation_error_message=_("A signed agreement begins on a day: say which."),
            ),
            models.CheckConstraint(
                condition=Q(review__isnull=True) | Q(end__isnull=True) | Q(review__lte=F("end")),
                name="partners_agreement_reviewed_before_its_end",
                violation_error_message=_("The review comes before the end."),
            ),
            models.CheckConstraint(
                condition=Q(renews__isnull=True) | ~Q(renews=F("id")),
                name="partners_agreement_renews_another",
                violation_error_message=_("An agreement does not renew itself."),
            ),
            world("partners_agreement_world"),
            SameWorld(field="partner", name="partners_agreement_partner_world"),
            SameWorld(field="centre", name="partners_agreement_centre_world"),
            SameWorld(field="renews", name="partners_agreement_renews_world"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.centre}"


def _counted() -> Q:
    """The kinds, purposes and units that go together."""
    allowed = Q()
    for purpose, (kind, units) in COUNTED_IN.items():
        allowed |= Q(purpose=purpose, kind=kind, unit__in=units)
    return allowed


class Contribution(Simulated):
    """One line under an agreement: what was promised for a year, and what was given."""

    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name=_("agreement"),
    )
    code = models.SlugField(_("code"), max_length=60)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    kind = models.CharField(_("kind"), max_length=9, choices=ContributionKind.choices)
    purpose = models.CharField(_("purpose"), max_length=13, choices=Purpose.choices)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices)
    promised = models.DecimalField(
        _("promised"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    given = models.DecimalField(
        _("given"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    about = WordsField(_("what it is"))
    pole = models.ForeignKey(
        Pole,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pole"),
    )
    space = models.ForeignKey(
        Space,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("space lent"),
    )
    from_duty = models.BooleanField(
        _("counted from the duty sessions held"), default=False, editable=False
    )

    within = Within(Thing.AGREEMENT, centre="agreement__centre", partner="agreement__partner")

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering: ClassVar = ["year", "kind", "purpose", "pk"]
        triggers: ClassVar = [kept]
        indexes: ClassVar = [models.Index(fields=["year"], name="partners_contribution_year")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "year", "code"], name="partners_contribution_once"
            ),
            models.CheckConstraint(
                condition=_counted(),
                name="partners_contribution_counted_in_its_unit",
                violation_error_message=_(
                    "Staff and expertise are counted in half-days, money in euros, equipment in "
                    "items, premises in square metres."
                ),
            ),
            models.CheckConstraint(
                condition=Q(promised__isnull=False) | Q(given__isnull=False),
                name="partners_contribution_promised_or_given",
                violation_error_message=_("Say what was promised, what was given, or both."),
            ),
            models.CheckConstraint(
                condition=(Q(promised__isnull=True) | Q(promised__gte=0))
                & (Q(given__isnull=True) | Q(given__gte=0)),
                name="partners_contribution_not_negative",
            ),
            SameWorld(field="agreement", name="partners_contribution_agreement_world"),
            models.UniqueConstraint(
                fields=["agreement", "year"],
                condition=Q(from_duty=True),
                name="partners_contribution_one_counted_from_duty",
            ),
            models.CheckConstraint(
                condition=Q(from_duty=False)
                | Q(purpose=Purpose.COUNSELLING, unit=Unit.HALF_DAY, given__isnull=False),
                name="partners_contribution_duty_is_counselling",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.year} · {self.get_purpose_display()}"


class Post(AbstractPost):
    """A role held at one partner."""

    reach = Reach.PARTNER
    within = Within(Thing.STAFF, centre="partner__centres", partner="partner")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="posts", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=12, choices=PartnerRole.choices)

    class Meta:
        verbose_name = _("post at a partner")
        verbose_name_plural = _("posts at a partner")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=PartnerRole.values), name="partners_post_known_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")),
                name="partners_post_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.partner}"
