"""Places without identity: how many are left, who holds one by a call sign, what was thought.

Nobody is known: no name, no contact, no free text, no shared key. Each column that could hold
words and each key that leads elsewhere stands in tests/architecture/test_anonymity.py with its
reason. When the attendance is closed the parties go; the numbers of `Seats` stay.
"""

from __future__ import annotations

import datetime
import uuid
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.kernel.history import kept
from parvis.kernel.transients import Transient, declare
from parvis.partners.models import Partner
from parvis.programme.enums import (
    Answer,
    Face,
    Medium,
    PlaceState,
    Question,
    Way,
)
from parvis.programme.models.days import Slot
from parvis.programme.models.sessions import LARGEST_PARTY, Session

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters of call signs; I and O are read as figures."""
THREE, FOUR = 900, 9000
"""How many signs have three digits, and how many four."""
STEP_OF_THREE, STEP_OF_FOUR = 577, 5867
"""Prime to them: each number of the line gives another sign; none tells how many came before."""
AHEAD = datetime.timedelta(days=365)
"""How long before a session places are given."""
CLOSED_AFTER = datetime.timedelta(days=3)
"""How long after it the attendance is closed by itself, and the parties go."""


class Seats(models.Model):
    """The places of one session by one way in, or of one slot of it: the row that is locked.

    Every number is of people, none of anybody. Whoever gives or takes back a place holds this row
    first, so that nothing is given twice and nothing is counted by reading parties.
    """

    session = models.ForeignKey(
        Session,
        db_index=False,
        on_delete=models.CASCADE,
        related_name="seats",
        verbose_name=_("session"),
    )
    way = models.CharField(_("way in"), max_length=7, choices=Way.choices, default=Way.ON_SITE)
    slot = models.OneToOneField(
        Slot,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("slot"),
    )
    letter = models.CharField(_("letter of the signs"), max_length=1)
    given = models.BooleanField(_("places are given"), default=False)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    start = models.PositiveSmallIntegerField(default=0, editable=False)
    serial = models.PositiveIntegerField(_("signs given"), default=0)
    place = models.PositiveIntegerField(_("last place in the line"), default=0)
    held = models.PositiveIntegerField(_("places held"), default=0)
    offered = models.PositiveIntegerField(_("places offered"), default=0)
    set_aside = models.PositiveIntegerField(_("places for groups"), default=0)
    waiting = models.PositiveIntegerField(_("people waiting"), default=0)
    came = models.PositiveIntegerField(_("came, of those who held a place"), default=0)
    walked_in = models.PositiveIntegerField(_("came without a place"), default=0)
    gave_back = models.PositiveIntegerField(_("gave their place back"), default=0)
    absent = models.PositiveIntegerField(_("did not come"), default=0)
    in_vain = models.PositiveIntegerField(_("waited in vain"), default=0)
    wanted = models.PositiveIntegerField(_("want one more session"), default=0)

    within = Within(
        Thing.ATTENDANCE,
        centre="session__entry__centre",
        partner="session__hosts__partner",
        simulated="session__simulated",
    )

    class Meta:
        verbose_name = _("places of a session")
        verbose_name_plural = _("places of sessions")
        ordering: ClassVar = ["session", "letter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "letter"], name="programme_seats_letter"),
            models.UniqueConstraint(
                fields=["session", "way"],
                condition=Q(slot__isnull=True),
                name="programme_seats_once",
            ),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="programme_seats_way"),
            models.CheckConstraint(
                condition=Q(letter__regex=r"^[A-HJ-NP-Z]$"), name="programme_seats_is_a_letter"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True)
                | Q(capacity__gte=F("held") + F("offered") + F("set_aside")),
                name="programme_seats_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(came__lte=F("held")), name="programme_seats_came_who_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.get_way_display()}"

    @property
    def free(self) -> int | None:
        """Places that nobody holds, was offered or has taken at the door; None without a limit."""
        if self.capacity is None:
            return None
        taken = self.held + self.offered + self.set_aside + self.walked_in
        return max(self.capacity - taken, 0)

    @property
    def present(self) -> int:
        """How many came."""
        return self.came + self.walked_in

    def sign_of(self, number: int) -> str:
        """The call sign of the n-th party: a letter and three digits, or four beyond 900 of them.

        Drawn from a start of its own, so that nobody reads in a sign how many came before.
        """
        if number < THREE:
            digits = THREE // 9 + (self.start + number * STEP_OF_THREE) % THREE
        else:
            digits = FOUR // 9 + (self.start + (number - THREE) * STEP_OF_FOUR) % FOUR
        return f"{self.letter}{digits}"


class Participation(models.Model):
    """One party in one session: a call sign, how many, and where they stand; never who.

    `digest` is of the random key that its private page has in its address; the key itself is kept
    nowhere. The row goes when the attendance is closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seats = models.ForeignKey(
        Seats,
        db_index=False,
        on_delete=models.CASCADE,
        related_name="parties",
        verbose_name=_("places"),
    )
    number = models.PositiveIntegerField(_("number of the sign"))
    size = models.PositiveSmallIntegerField(_("how many together"), default=1)
    state = models.CharField(_("state"), max_length=7, choices=PlaceState.choices)
    digest = models.BinaryField(_("digest of its key"), max_length=32, editable=False)
    place = models.PositiveIntegerField(_("place in the line"), null=True, blank=True)
    until = models.DateTimeField(_("offered until"), null=True, blank=True)

    within = Within(
        Thing.ATTENDANCE,
        centre="seats__session__entry__centre",
        partner="seats__session__hosts__partner",
        simulated="seats__session__simulated",
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        indexes: ClassVar = [
            models.Index(
                fields=["seats", "place"],
                condition=Q(state=PlaceState.WAITING),
                name="programme_party_line",
            ),
            models.Index(
                fields=["until"],
                condition=Q(state=PlaceState.OFFERED),
                name="programme_party_offered",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seats", "number"], name="programme_participation_sign_once"
            ),
            models.UniqueConstraint(fields=["digest"], name="programme_participation_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=PlaceState.values), name="programme_participation_state"
            ),
            models.CheckConstraint(
                condition=Q(size__range=(1, LARGEST_PARTY)), name="programme_participation_size"
            ),
            models.CheckConstraint(
                condition=Q(state=PlaceState.WAITING, place__isnull=False)
                | Q(~Q(state=PlaceState.WAITING), place__isnull=True),
                name="programme_participation_waits_in_line",
            ),
            models.CheckConstraint(
                condition=Q(state=PlaceState.OFFERED, until__isnull=False)
                | Q(~Q(state=PlaceState.OFFERED), until__isnull=True),
                name="programme_participation_offered_until",
            ),
        ]

    def __str__(self) -> str:
        return self.sign

    @property
    def sign(self) -> str:
        """What is said at the door: «B417»."""
        return self.seats.sign_of(self.number)


class ReminderAddress(models.Model):
    """Where a reminder of one session goes, if somebody wished one; sealed, erased the day after.

    Nothing leads from it to a party, nor to any count.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        Session,
        on_delete=models.CASCADE,
        related_name="reminder_addresses",
        verbose_name=_("session"),
    )
    sealed = models.TextField(_("address, sealed"), editable=False)
    language = models.CharField(_("language"), max_length=5)
    digest = models.BinaryField(_("digest of its key"), max_length=32, editable=False)
    sent = models.BooleanField(_("reminded"), default=False)

    class Meta:
        verbose_name = _("reminder address")
        verbose_name_plural = _("reminder addresses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="programme_reminder_key_once"),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2}$"), name="programme_reminder_language"
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)


class HeldPlaces(models.Model):
    """Places kept for a group that a partner brings, until it comes or gives them back."""

    seats = models.ForeignKey(
        Seats, on_delete=models.CASCADE, related_name="groups", verbose_name=_("places")
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        related_name="held_places",
        verbose_name=_("partner"),
    )
    places = models.PositiveSmallIntegerField(
        _("how many places"), validators=[MinValueValidator(1)]
    )
    came = models.PositiveSmallIntegerField(_("how many came"), null=True, blank=True)
    until = models.DateTimeField(_("kept until"), null=True, blank=True)
    over = models.BooleanField(_("given back, or used"), default=False)

    within = Within(
        Thing.SESSION,
        centre="seats__session__entry__centre",
        partner="partner",
        simulated="seats__session__simulated",
    )

    class Meta:
        verbose_name = _("places held for a group")
        verbose_name_plural = _("places held for groups")
        ordering: ClassVar = ["seats", "partner"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(places__gte=1), name="programme_heldplaces_some"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.places}"


class Feedback(models.Model):
    """What one person thought, by a face and one answer; of paper sheets, so many that are alike.

    No moment, no order, no link to a party.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("session")
    )
    face = models.PositiveSmallIntegerField(_("face"), choices=Face.choices)
    question = models.CharField(_("question"), max_length=10, choices=Question.choices)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer.choices, blank=True)
    medium = models.CharField(_("given on"), max_length=6, choices=Medium.choices)
    alike = models.PositiveSmallIntegerField(_("how many alike"), default=1)

    within = Within(
        Thing.ATTENDANCE,
        centre="session__entry__centre",
        partner="session__hosts__partner",
        simulated="session__simulated",
    )

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(face__in=Face.values), name="programme_face_known"),
            models.CheckConstraint(
                condition=Q(question__in=Question.values), name="programme_feedback_question"
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answer__in=Answer.values),
                name="programme_feedback_answer",
            ),
            models.CheckConstraint(
                condition=Q(medium__in=Medium.values), name="programme_feedback_medium"
            ),
            models.CheckConstraint(condition=Q(alike__gte=1), name="programme_feedback_some"),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.get_face_display()}"


declare(
    Transient(
        name="reminder address",
        held_in=("programme.ReminderAddress.sealed", "programme.ReminderAddress.digest"),
        purpose="a reminder that somebody wished of one session",
        encryption="sealed with the key of the installation (parvis.kernel.secrets)",
        erased_by="the day after the session, whether it took place or not",
        at_most=AHEAD + datetime.timedelta(days=35),
        leads_nowhere=(
            "its key is another than that of the place, and no row, count or moment is shared"
        ),
    )
)
declare(
    Transient(
        name="thread and booking codes",
        held_in=("programme.Participation.digest", "programme.Participation.number"),
        purpose="whoever holds a place finds it again, changes it or gives it back",
        encryption="only a digest of 122 random bits is kept; the sign is a letter and digits",
        erased_by="the closing of the attendance, by hand or three days after the session",
        at_most=AHEAD + datetime.timedelta(days=35),
        leads_nowhere="the party is deleted; what stays are numbers of the whole session",
    )
)
