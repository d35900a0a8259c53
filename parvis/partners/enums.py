"""Fields of activity, agreements, what partners contribute, their posts, and their duty."""

import datetime
from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.accounts.roles import title


class Field(models.TextChoices):
    """What the organisation works on."""

    EMPLOYMENT = "employment", _("employment")
    TRAINING = "training", _("training")
    GUIDANCE = "guidance", _("guidance")
    INTEGRATION = "integration", _("social integration")
    ECONOMY = "economy", _("economic development")
    CULTURE = "culture", _("culture and science")
    EUROPE = "europe", _("European cooperation")
    OTHER = "other", _("other")


class AgreementStatus(models.TextChoices):
    """Where an agreement stands on a day; read from its dates, never typed (section 3.4)."""

    PROSPECT = "prospect", _("prospect")
    NEGOTIATION = "negotiation", _("in negotiation")
    SIGNED = "signed", _("signed, not begun")
    ACTIVE = "active", _("in force")
    REVIEW = "review", _("under review")
    RENEWED = "renewed", _("renewed")
    ENDED = "ended", _("ended")


NEXT: Mapping[str, frozenset[str]] = {
    AgreementStatus.PROSPECT: frozenset(
        {AgreementStatus.NEGOTIATION, AgreementStatus.SIGNED, AgreementStatus.ACTIVE}
    ),
    AgreementStatus.NEGOTIATION: frozenset({AgreementStatus.SIGNED, AgreementStatus.ACTIVE}),
    AgreementStatus.SIGNED: frozenset({AgreementStatus.ACTIVE}),
    AgreementStatus.ACTIVE: frozenset(
        {AgreementStatus.REVIEW, AgreementStatus.RENEWED, AgreementStatus.ENDED}
    ),
    AgreementStatus.REVIEW: frozenset({AgreementStatus.RENEWED, AgreementStatus.ENDED}),
    AgreementStatus.RENEWED: frozenset(),
    AgreementStatus.ENDED: frozenset({AgreementStatus.RENEWED}),
}
"""The life of an agreement as its dates make it go; a renewal is an agreement of its own."""


class ContributionKind(models.TextChoices):
    """The four ways in which a partner gives (reports 2024 and 2025)."""

    HUMAN = "human", _("human resources")
    FINANCIAL = "financial", _("financial")
    EXPERTISE = "expertise", _("expertise")
    MATERIAL = "material", _("material means")


class Purpose(models.TextChoices):
    """What the contribution is for; each belongs to one kind."""

    RECEPTION = "reception", _("reception")
    COUNSELLING = "counselling", _("counselling")
    WORKSHOPS = "workshops", _("workshops")
    COSTS = "costs", _("costs borne")
    GRANT = "grant", _("direct grant")
    FUNDING_FILES = "funding_files", _("help with funding applications")
    PUBLICS = "publics", _("knowledge of publics")
    ENGINEERING = "engineering", _("project engineering")
    DIAGNOSIS = "diagnosis", _("territorial diagnosis")
    EQUIPMENT = "equipment", _("equipment")
    PREMISES = "premises", _("premises")


class Unit(models.TextChoices):
    """What a contribution is counted in; units are never added to each other."""

    HALF_DAY = "half_day", _("half-days")
    EURO = "euro", _("euros")
    ITEM = "item", _("items")
    SQUARE_METRE = "square_metre", _("square metres")


_HUMAN, _FINANCIAL = ContributionKind.HUMAN, ContributionKind.FINANCIAL
_EXPERTISE, _MATERIAL = ContributionKind.EXPERTISE, ContributionKind.MATERIAL

COUNTED_IN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    Purpose.RECEPTION: (_HUMAN, (Unit.HALF_DAY,)),
    Purpose.COUNSELLING: (_HUMAN, (Unit.HALF_DAY,)),
    Purpose.WORKSHOPS: (_HUMAN, (Unit.HALF_DAY,)),
    Purpose.COSTS: (_FINANCIAL, (Unit.EURO,)),
    Purpose.GRANT: (_FINANCIAL, (Unit.EURO,)),
    Purpose.FUNDING_FILES: (_FINANCIAL, (Unit.EURO, Unit.HALF_DAY)),
    Purpose.PUBLICS: (_EXPERTISE, (Unit.HALF_DAY,)),
    Purpose.ENGINEERING: (_EXPERTISE, (Unit.HALF_DAY,)),
    Purpose.DIAGNOSIS: (_EXPERTISE, (Unit.HALF_DAY,)),
    Purpose.EQUIPMENT: (_MATERIAL, (Unit.ITEM,)),
    Purpose.PREMISES: (_MATERIAL, (Unit.SQUARE_METRE,)),
}
"""The kind and the units of each purpose: half-days of expertise are never half-days on duty."""


class PartnerRole(models.TextChoices):
    """Roles held at a partner; their rights and words are in parvis.accounts.roles."""

    MANAGER = "manager", title("partner:manager")
    COUNSELLOR = "counsellor", title("partner:counsellor")
    FACILITATOR = "facilitator", title("partner:facilitator")
    FUNDER = "funder", title("partner:funder")


class DutyState(models.TextChoices):
    """Where one duty session stands (section 3.5)."""

    PLANNED = "planned", pgettext_lazy("duty session", "planned")
    CONFIRMED = "confirmed", pgettext_lazy("duty session", "confirmed by the partner")
    OPENED = "opened", pgettext_lazy("duty session", "counsellor present")
    CLOSED = "closed", pgettext_lazy("duty session", "held")
    CANCELLED = "cancelled", pgettext_lazy("duty session", "cancelled")
    REPLACED = "replaced", pgettext_lazy("duty session", "held by another partner")
    UNCOVERED = "uncovered", pgettext_lazy("duty session", "nobody to hold it")


DUTY_NEXT: Mapping[str, frozenset[str]] = {
    DutyState.PLANNED: frozenset({DutyState.CONFIRMED, DutyState.OPENED, DutyState.CANCELLED}),
    DutyState.CONFIRMED: frozenset({DutyState.PLANNED, DutyState.OPENED, DutyState.CANCELLED}),
    DutyState.OPENED: frozenset({DutyState.CLOSED}),
    DutyState.CLOSED: frozenset(),
    DutyState.CANCELLED: frozenset({DutyState.PLANNED, DutyState.REPLACED, DutyState.UNCOVERED}),
    DutyState.REPLACED: frozenset({DutyState.UNCOVERED}),
    DutyState.UNCOVERED: frozenset({DutyState.PLANNED, DutyState.REPLACED, DutyState.CANCELLED}),
}
"""The life of a duty session. A partner that cannot come passes through cancelled to uncovered in
one act, so that a gap is a gap at once; a session moved to another hour is planned anew."""

EXPECTED = frozenset({DutyState.PLANNED, DutyState.CONFIRMED})
"""Somebody should come."""
HELD = frozenset({DutyState.OPENED, DutyState.CLOSED})
"""Somebody came."""
ANSWERABLE = frozenset({DutyState.PLANNED, DutyState.CONFIRMED, DutyState.UNCOVERED})
"""What a partner may still say yes or no to, until it begins."""
IN_VIEW = frozenset(set(DutyState) - {DutyState.CANCELLED, DutyState.REPLACED})
"""What stands in a week: what was cancelled is no duty, what is held by another shows there."""


class Absence(models.TextChoices):
    """Why a duty session is not held as planned; nothing about anybody's health or life."""

    AWAY = "away", _("the counsellor is away")
    ENGAGED = "engaged", _("the partner is needed elsewhere")
    STAFF = "staff", _("the partner has nobody to send")
    TRAVEL = "travel", _("strike, weather, transport")
    MISSED = "missed", _("nobody came")
    CLOSED = "closed", _("the centre is closed")
    WITHDRAWN = "withdrawn", _("the centre needs it no more")


SAID_BY_PARTNER = (Absence.AWAY, Absence.ENGAGED, Absence.STAFF, Absence.TRAVEL)
"""What a partner may answer; the others are for the centre and the clock."""


class Halt(models.TextChoices):
    """Why nobody can be received just now by a duty session that is not called off."""

    LATE = "late", pgettext_lazy("duty session", "is late")
    AWAY = "away", pgettext_lazy("duty session", "desk closed for now")


MAY_HALT: Mapping[str, frozenset[str]] = {
    Halt.LATE: EXPECTED,
    Halt.AWAY: EXPECTED | {DutyState.OPENED},
}
"""In which states a halt can stand; any other state ends it."""

HALF_DAY = datetime.timedelta(hours=5)
"""A duty session no longer than this counts as one half-day, a longer one as two."""


def half_days(begins: datetime.time, ends: datetime.time) -> int:
    """How many half-days a duty session between two hours of the same day counts for."""
    day = datetime.date.min
    length = datetime.datetime.combine(day, ends) - datetime.datetime.combine(day, begins)
    return 1 if length <= HALF_DAY else 2
