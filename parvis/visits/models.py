"""Visits, tickets and days. Nobody is known: no name, no contact, no free text, no shared key.

Every column that could hold words and every foreign key of this room stands in the allow-list of
tests/architecture/test_anonymity.py with its reason; a new one fails until it has one.
"""

from __future__ import annotations

import base64
import datetime
import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre, Pole, Site
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated
from parvis.kernel.transients import Transient, declare
from parvis.tallies.enums import HalfDay
from parvis.visits.enums import (
    LIVE,
    LONGEST_GROUP,
    LONGEST_SHEET,
    NUMBERS,
    AgeBand,
    Band,
    Channel,
    DayState,
    Education,
    FirstVisit,
    Gender,
    Known,
    Moment,
    Picture,
    PracticalNeed,
    Rank,
    Reason,
    Regime,
    ServiceKind,
    Situation,
    Territory,
    TicketState,
)

LANGUAGE = r"^([a-z]{2}|unsaid)$"
"""ISO 639-1, or «does not want to say»: two letters name nobody."""


def _known(column: str, values: list[str], name: str) -> models.CheckConstraint:
    """An optional code: empty, which is «not asked», or one of the choices."""
    return models.CheckConstraint(
        condition=Q((f"{column}__isnull", True)) | Q((f"{column}__in", values)), name=name
    )


class SiteSettings(models.Model):
    """What a site asks of a profile, of whom, when; and whether tickets bear a picture."""

    site = models.OneToOneField(
        Site, on_delete=models.CASCADE, related_name="desk_settings", verbose_name=_("site")
    )
    bands = models.JSONField(_("what is asked"), default=list, blank=True, validators=[Band.known])
    regime = models.CharField(
        _("of whom"), max_length=6, choices=Regime.choices, default=Regime.NEVER
    )
    one_in = models.PositiveSmallIntegerField(
        _("one in how many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("One visitor in so many; in survey weeks, one week in so many."),
    )
    moment = models.CharField(_("when"), max_length=5, choices=Moment.choices, default=Moment.AFTER)
    pictures = models.BooleanField(_("a picture on each ticket"), default=False)

    within = Within(Thing.CENTRE, centre="site__centre", simulated="site__centre__simulated")

    class Meta:
        verbose_name = _("settings of a desk")
        verbose_name_plural = _("settings of desks")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(regime__in=Regime.values), name="visits_sitesettings_known_regime"
            ),
            models.CheckConstraint(
                condition=Q(moment__in=Moment.values), name="visits_sitesettings_known_moment"
            ),
            models.CheckConstraint(
                condition=Q(one_in__range=(1, 60)), name="visits_sitesettings_one_in"
            ),
        ]

    def __str__(self) -> str:
        return str(self.site)


class SurveyWeek(models.Model):
    """A week in which a site asks everybody for a profile."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="survey_weeks", verbose_name=_("site")
    )
    monday = models.DateField(_("its Monday"))

    within = Within(Thing.CENTRE, centre="site__centre", simulated="site__centre__simulated")

    class Meta:
        verbose_name = _("survey week")
        verbose_name_plural = _("survey weeks")
        ordering: ClassVar = ["site", "monday"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "monday"], name="visits_surveyweek_once"),
            models.CheckConstraint(
                condition=Q(monday__iso_week_day=1),
                name="visits_surveyweek_is_a_monday",
                violation_error_message=_("A survey week begins on a Monday."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.monday}"


class Day(Simulated):
    """One day of one site, open while it counts by itself."""

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="days", verbose_name=_("site")
    )
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="days", verbose_name=_("centre")
    )
    date = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=6, choices=DayState.choices, default=DayState.OPEN
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    within = Within(Thing.VISIT, centre="centre")

    class Meta:
        verbose_name = _("day of a site")
        verbose_name_plural = _("days of sites")
        ordering: ClassVar = ["-date", "site"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "date"], name="visits_day_once"),
            models.CheckConstraint(
                condition=Q(state__in=DayState.values), name="visits_day_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=DayState.OPEN, closed_at__isnull=True)
                | Q(state=DayState.CLOSED, closed_at__isnull=False),
                name="visits_day_closed_at_an_hour",
            ),
            SameWorld(field="centre", name="visits_day_centre_world"),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.date}"

    @property
    def is_open(self) -> bool:
        """Whether a record still enters it by itself."""
        return self.state == DayState.OPEN


class Visit(models.Model):
    """One person or one group received once; of a tally sheet, so many that are alike.

    Its key is random and is replaced when the day closes, its moments are erased then: what stays
    is a half-day and codes. A code left empty was not asked, which is not «does not want to say».
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(
        Day, db_index=False, on_delete=models.PROTECT, related_name="visits", verbose_name=_("day")
    )
    half_day = models.CharField(_("half-day"), max_length=2, choices=HalfDay.choices)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    size = models.PositiveSmallIntegerField(_("how many came together"), default=1)
    alike = models.PositiveSmallIntegerField(_("how many visits alike"), default=1)
    age = models.CharField(
        _("age band"), max_length=8, choices=AgeBand.choices, null=True, blank=True
    )
    gender = models.CharField(
        _("gender"), max_length=8, choices=Gender.choices, null=True, blank=True
    )
    situation = models.CharField(
        _("situation"), max_length=16, choices=Situation.choices, null=True, blank=True
    )
    education = models.CharField(
        _("level of education"), max_length=8, choices=Education.choices, null=True, blank=True
    )
    territory = models.CharField(
        _("where from"), max_length=12, choices=Territory.choices, null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=6, null=True, blank=True)
    first_visit = models.CharField(
        _("first visit"), max_length=8, choices=FirstVisit.choices, null=True, blank=True
    )
    known = models.CharField(
        _("how known"), max_length=12, choices=Known.choices, null=True, blank=True
    )
    weight = models.PositiveSmallIntegerField(_("stands for how many"), null=True, blank=True)
    at = models.DateTimeField(_("moment, until the day is closed"), null=True, blank=True)
    device_at = models.DateTimeField(
        _("moment on the device, until the day is closed"), null=True, blank=True
    )

    within = Within(Thing.VISIT, centre="day__centre", simulated="day__simulated")

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes: ClassVar = [models.Index(fields=["day", "at"], name="visits_visit_in_its_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(half_day__in=HalfDay.values), name="visits_visit_known_half_day"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="visits_visit_known_channel"
            ),
            models.CheckConstraint(
                condition=Q(size__range=(1, LONGEST_GROUP)) & Q(alike__range=(1, LONGEST_SHEET)),
                name="visits_visit_somebody_came",
            ),
            _known("age", AgeBand.values, "visits_visit_known_age"),
            _known("gender", Gender.values, "visits_visit_known_gender"),
            _known("situation", Situation.values, "visits_visit_known_situation"),
            _known("education", Education.values, "visits_visit_known_education"),
            _known("territory", Territory.values, "visits_visit_known_territory"),
            _known("first_visit", FirstVisit.values, "visits_visit_known_first_visit"),
            _known("known", Known.values, "visits_visit_known_source"),
            models.CheckConstraint(
                condition=Q(language__isnull=True) | Q(language__regex=LANGUAGE),
                name="visits_visit_language_is_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.get_channel_display()}"


class Service(models.Model):
    """One thing a visit was for; each is counted once, and the visit once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(
        Visit,
        db_index=False,
        on_delete=models.CASCADE,
        related_name="services",
        verbose_name=_("visit"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ServiceKind.choices)
    pole = models.ForeignKey(
        Pole,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("pole"),
    )

    within = Within(Thing.VISIT, centre="visit__day__centre", simulated="visit__day__simulated")

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "kind", "pole"],
                name="visits_service_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ServiceKind.values), name="visits_service_known_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ServiceKind.POLE) | Q(pole__isnull=False),
                name="visits_service_queue_of_a_pole",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Line(models.Model):
    """The queue of one pole on one day: its letter, and the last number given."""

    day = models.ForeignKey(
        Day, db_index=False, on_delete=models.CASCADE, related_name="lines", verbose_name=_("day")
    )
    pole = models.ForeignKey(
        Pole, on_delete=models.PROTECT, related_name="lines", verbose_name=_("pole")
    )
    letter = models.CharField(_("letter of the sign"), max_length=1)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("queue of a pole")
        verbose_name_plural = _("queues of poles")
        ordering: ClassVar = ["letter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "pole"], name="visits_line_once"),
            models.UniqueConstraint(fields=["day", "letter"], name="visits_line_letter_once"),
            models.CheckConstraint(
                condition=Q(letter__regex=r"^[A-HJ-NPR-Z]$"), name="visits_line_letter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.letter}"


class Ticket(models.Model):
    """A place in the queue of one pole, by a call sign that lasts a day; it goes when it closes.

    Sent on to another pole, it begins another row there with the same sign, the same token and
    the same place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(
        Day, db_index=False, on_delete=models.CASCADE, related_name="tickets", verbose_name=_("day")
    )
    pole = models.ForeignKey(
        Pole,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="tickets",
        verbose_name=_("pole"),
    )
    visit = models.ForeignKey(
        Visit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("visit"),
    )
    letter = models.CharField(_("letter of the sign"), max_length=1)
    serial = models.PositiveIntegerField(_("number of the day"))
    picture = models.CharField(_("picture"), max_length=12, choices=Picture.choices, blank=True)
    token = models.UUIDField(_("key of its page"), default=uuid.uuid4, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=TicketState.choices, default=TicketState.WAITING
    )
    language = models.CharField(_("language wished"), max_length=6, blank=True)
    need = models.CharField(
        _("practical need"), max_length=13, choices=PracticalNeed.choices, blank=True
    )
    rank = models.PositiveSmallIntegerField(_("turn"), choices=Rank.choices, default=Rank.ORDINARY)
    place = models.DateTimeField(_("in the line since"))
    taken_at = models.DateTimeField(_("in this line since"))
    promised = models.PositiveSmallIntegerField(_("minutes told"), null=True, blank=True)
    desk = models.PositiveSmallIntegerField(_("desk"), null=True, blank=True)
    calls = models.PositiveSmallIntegerField(_("times called"), default=0)
    called_at = models.DateTimeField(_("first called"), null=True, blank=True)
    last_called_at = models.DateTimeField(_("last called"), null=True, blank=True)
    started_at = models.DateTimeField(_("interview begun"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    forgotten = models.BooleanField(_("its close was forgotten"), default=False)

    within = Within(
        Thing.TICKET,
        centre="day__centre",
        partner="day__centre__partners",
        simulated="day__simulated",
    )

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        indexes: ClassVar = [
            models.Index(
                fields=["day", "rank", "place", "id"],
                condition=Q(state=TicketState.WAITING),
                name="visits_ticket_queue",
            ),
            models.Index(fields=["day", "state"], name="visits_ticket_by_state"),
            models.Index(fields=["token"], name="visits_ticket_by_token"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "letter", "serial"],
                condition=~Q(state=TicketState.SENT),
                name="visits_ticket_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TicketState.values), name="visits_ticket_known_state"
            ),
            models.CheckConstraint(
                condition=Q(letter__regex=r"^[A-HJ-NPR-Z]$"), name="visits_ticket_letter"
            ),
            models.CheckConstraint(
                condition=Q(language="") | Q(language__regex=LANGUAGE),
                name="visits_ticket_language_is_a_code",
            ),
            models.CheckConstraint(
                condition=Q(need="") | Q(need__in=PracticalNeed.values),
                name="visits_ticket_known_need",
            ),
            models.CheckConstraint(
                condition=Q(picture="") | Q(picture__in=Picture.values),
                name="visits_ticket_known_picture",
            ),
            models.CheckConstraint(
                condition=Q(rank__in=Rank.values), name="visits_ticket_known_rank"
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True) | Q(called_at__gte=F("taken_at")),
                name="visits_ticket_waits_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.sign

    @property
    def sign(self) -> str:
        """What is called: «A07»; after A99 comes A00, and it begins again."""
        return f"{self.letter}{self.serial % NUMBERS:02}"

    @property
    def address(self) -> str:
        """The key of its page in an address: 22 letters that nobody guesses."""
        return base64.urlsafe_b64encode(self.token.bytes).rstrip(b"=").decode("ascii")

    def give_up(self, now: datetime.datetime) -> None:
        """What becomes of a ticket that nobody closed; not saved here.

        In an interview: served, its close forgotten. Still in the line or away: lost, at the hour
        it was last called or taken, which is the last we know of them.
        """
        if self.state == TicketState.IN_SERVICE:
            self.state, self.forgotten, self.ended_at = TicketState.SERVED, True, now
        elif self.state in LIVE:
            self.state, self.ended_at = TicketState.LEFT, self.last_called_at or self.taken_at


class Correction(models.Model):
    """The trace of a change to a closed day: which count, by how many, by whom and why."""

    day = models.ForeignKey(
        Day, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("day")
    )
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("who"), max_length=64)
    reason = models.CharField(_("why"), max_length=9, choices=Reason.choices)
    measure = models.CharField(_("measure"), max_length=40)
    cell = models.CharField(_("cell"), max_length=60)
    n = models.IntegerField(_("by how many"))

    within = Within(Thing.VISIT, centre="day__centre", simulated="day__simulated")

    class Meta:
        verbose_name = _("correction of a closed day")
        verbose_name_plural = _("corrections of closed days")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values), name="visits_correction_known_reason"
            ),
            models.CheckConstraint(
                condition=Q(by__regex=r"^(staff|device|command):[0-9a-z-]+$|^clock$"),
                name="visits_correction_by_staff",
            ),
            models.CheckConstraint(
                condition=Q(measure__regex=r"^[a-z]+\.[a-z-]+$")
                & Q(cell__regex=r"^[a-z0-9_+.:/-]*$"),
                name="visits_correction_is_made_of_codes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.measure} {self.cell}: {self.n:+}"


declare(
    Transient(
        name="client key of a record",
        held_in=("journal.Receipt.key", "journal.Receipt.digest", "journal.Receipt.row"),
        purpose="a record sent again after a lost answer is counted once",
        encryption="none: it is random and says nothing; what is digested is keyed with it",
        erased_by="the closing of the day erases digest and row; the bare key goes later",
        at_most=datetime.timedelta(days=40),
        leads_nowhere=(
            "once the day is closed the row is empty, visits have other keys in another order, "
            "and a receipt never held a moment"
        ),
    )
)
declare(
    Transient(
        name="queue place of a ticket",
        held_in=("visits.Ticket.token", "visits.Ticket.visit"),
        purpose="whoever waits sees their place on their own telephone, without an account",
        encryption="none: 122 random bits that lead to a sign, a place and a band of minutes",
        erased_by="the closing of the day deletes the ticket; at midnight its page goes",
        at_most=datetime.timedelta(days=2),
        leads_nowhere="the ticket is deleted; no count holds its sign, token or moments",
    )
)
