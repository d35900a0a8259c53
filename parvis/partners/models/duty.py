"""Duty: what a partner holds again and again, each time it is held, and who is asked for it."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre, Pole, Site
from parvis.centres.queries.opening import instant
from parvis.kernel import recurrence
from parvis.kernel.history import kept
from parvis.kernel.language import known_languages
from parvis.kernel.simulated import SameWorld, Simulated, world
from parvis.kernel.words import spoken
from parvis.partners.enums import MAY_HALT, Absence, DutyState, Halt, half_days
from parvis.partners.models.giving import Partner
from parvis.ui import calendar


class _Held(Simulated):
    """What a duty and each of its sessions say alike: where, for which need, by whom, when.

    Times are on the wall of the site. They become instants only when asked (`starts_at`), so that
    a change of clocks moves no duty.
    """

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="%(class)s_set", verbose_name=_("site")
    )
    pole = models.ForeignKey(
        Pole, on_delete=models.PROTECT, related_name="%(class)s_set", verbose_name=_("pole")
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_set",
        verbose_name=_("partner"),
    )
    desk = models.CharField(_("desk"), max_length=12, blank=True)
    languages = models.JSONField(
        _("languages spoken"), default=list, blank=True, validators=[known_languages]
    )
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    paired = models.BooleanField(_("held by two, from different houses"), default=False)

    class Meta:
        abstract = True

    @property
    def hours(self) -> str:
        """«09:00–12:30»."""
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"

    @property
    def half_days(self) -> int:
        """How many half-days one of them counts for."""
        return half_days(self.begins, self.ends)


class Duty(_Held):
    """A duty that comes again: its first day, the rule, and its last day when it has one."""

    first = models.DateField(_("first day"))
    rule = models.CharField(
        _("recurrence (RRULE)"),
        max_length=recurrence.LONGEST,
        blank=True,
        validators=[recurrence.validate],
    )
    last = models.DateField(_("last day"), null=True, blank=True)

    within = Within(Thing.DUTY, centre="site__centre")

    class Meta:
        verbose_name = _("recurring duty")
        verbose_name_plural = _("recurring duties")
        ordering: ClassVar = ["site", "begins", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="partners_duty_ends_later",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")),
                name="partners_duty_ends_after_it_starts",
            ),
            world("partners_duty_world"),
            SameWorld(field="partner", name="partners_duty_partner_world"),
        ]

    def __str__(self) -> str:
        pole = spoken(self.pole.name)[0] or self.pole.get_need_display()
        return f"{self.partner or _('nobody yet')} · {pole} · {self.hours}"


class DutySession(_Held):
    """One duty session: that day, at that pole, held by that partner or by nobody.

    `occurrence` is the day of the recurring duty it stands for, even when it was moved; one made
    by hand has none. `sequence` grows whenever what a partner or a calendar must know changes.
    No counsellor is named: a partner sends whom it wants. `halt` is of the moment: the partner is
    late, or the desk is closed for a while; any change of state ends it.
    """

    duty = models.ForeignKey(
        Duty,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("recurring duty"),
    )
    occurrence = models.DateField(_("day of the recurring duty"), null=True, blank=True)
    day = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=9, choices=DutyState.choices, default=DutyState.PLANNED
    )
    reason = models.CharField(_("reason"), max_length=9, choices=Absence.choices, blank=True)
    halt = models.CharField(_("just now"), max_length=4, choices=Halt.choices, blank=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        verbose_name=_("in place of"),
    )
    asked_at = models.DateTimeField(_("partner asked"), null=True, blank=True, editable=False)
    signalled_at = models.DateTimeField(_("gap signalled"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    within = Within(Thing.DUTY, centre="site__centre", partner="partner")

    class Meta:
        verbose_name = _("duty session")
        verbose_name_plural = _("duty sessions")
        ordering: ClassVar = ["day", "begins", "pk"]
        triggers: ClassVar = [kept]
        indexes: ClassVar = [
            models.Index(fields=["site", "day"], name="partners_session_site_day"),
            models.Index(fields=["partner", "day"], name="partners_session_partner_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="partners_session_ends_later",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DutyState.values), name="partners_session_known_state"
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False)
                | Q(state__in=[DutyState.UNCOVERED, DutyState.CANCELLED, DutyState.REPLACED]),
                name="partners_session_expected_of_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.CANCELLED) | ~Q(reason=""),
                name="partners_session_cancelled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(halt="")
                | Q(halt=Halt.LATE, state__in=sorted(MAY_HALT[Halt.LATE]))
                | Q(halt=Halt.AWAY, state__in=sorted(MAY_HALT[Halt.AWAY])),
                name="partners_session_halts_while_it_lasts",
            ),
            models.UniqueConstraint(
                fields=["duty", "occurrence"], name="partners_session_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state=DutyState.CANCELLED),
                name="partners_session_replaced_once",
            ),
            world("partners_session_world"),
            SameWorld(field="partner", name="partners_session_partner_world"),
            SameWorld(field="duty", name="partners_session_duty_world"),
            SameWorld(field="replaces", name="partners_session_replaces_world"),
        ]

    def __str__(self) -> str:
        pole = spoken(self.pole.name)[0] or self.pole.get_need_display()
        return f"{calendar.weekday(self.day)}, {self.hours} · {pole}"

    @property
    def starts_at(self) -> datetime.datetime:
        """When it begins, as an instant."""
        return instant(self.day, self.begins, self.site.zone)

    @property
    def ends_at(self) -> datetime.datetime:
        """When it ends, as an instant."""
        return instant(self.day, self.ends, self.site.zone)

    @property
    def is_gap(self) -> bool:
        """Whether nobody comes to hold it."""
        return self.state == DutyState.UNCOVERED


class DutyContact(Simulated):
    """Who is asked, at a partner, for the duty it holds in one centre; kept by that centre.

    No account is needed: the answers come by signed links, the dates by a signed calendar. Both
    stand as long as `serial`, which grows to revoke them.
    """

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="duty_contacts", verbose_name=_("centre")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="duty_contacts", verbose_name=_("partner")
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("professional e-mail"))
    language = models.CharField(_("language of the messages"), max_length=5, default="fr")
    serial = models.PositiveIntegerField(default=1, editable=False)
    sent_at = models.DateTimeField(_("link sent"), null=True, blank=True, editable=False)

    within = Within(Thing.DUTY, centre="centre", partner="partner")

    class Meta:
        verbose_name = _("contact for duty")
        verbose_name_plural = _("contacts for duty")
        ordering: ClassVar = ["partner__sort_key", "name", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "partner", "email"], name="partners_dutycontact_once"
            ),
            world("partners_dutycontact_world"),
            SameWorld(field="centre", name="partners_dutycontact_centre_world"),
            SameWorld(field="partner", name="partners_dutycontact_partner_world"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.partner}"
