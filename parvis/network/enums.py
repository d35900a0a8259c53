"""Kinds of membership, of dated fact and of label decision."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberKind(models.TextChoices):
    """Associates are counted apart, always (rule R10)."""

    MEMBER = "member", _("member")
    ASSOCIATE = "associate", _("associate member")


class FactKind(models.TextChoices):
    """What a dated fact tells; a label step is not one of them, it has its own table."""

    JOINED = "joined", _("joined the network")
    LEFT = "left", _("left the network")
    OPENED = "opened", _("opened to the public")
    PREMISES_OPENED = "premises_opened", _("opened new premises")
    INAUGURATED = "inaugurated", _("inaugurated")
    ACTIVITY_STARTED = "activity_started", _("started its activity")
    HOSTED = "hosted", _("hosted")
    LABEL_PROCESS = "label_process", _("label process")
    SEMINAR = "seminar", _("network seminar")
    STUDY_DAY = "study_day", _("study day")
    WEBINAR = "webinar", _("webinar")
    DELEGATION = "delegation", _("delegation received")
    INTERVENTION = "intervention", _("contribution to another's event")
    ADVOCACY = "advocacy", _("advocacy meeting")
    EXTERNAL_EVENT = "external_event", _("European or partner event")
    CAMPAIGN = "campaign", _("campaign")
    ORGANISED_EVENT = "organised_event", _("organised event")
    PRESS = "press", _("press")
    CODESIGN = "codesign", _("co-design")
    TRAINING = "training", _("training")
    AWARD = "award", _("title awarded")
    PROJECT = "project", _("project")
    PROJECT_MILESTONE = "project_milestone", _("project milestone")
    PROCESS = "process", _("network process")
    ARRIVAL = "arrival", _("arrival")
    PUBLICATION = "publication", _("publication")


LIFE_OF_A_CENTRE = frozenset(
    {
        FactKind.JOINED,
        FactKind.LEFT,
        FactKind.OPENED,
        FactKind.PREMISES_OPENED,
        FactKind.INAUGURATED,
        FactKind.ACTIVITY_STARTED,
    }
)
"""Facts that a centre's timeline and the highlights of a year are made of."""


class LabelDecision(models.TextChoices):
    """What the label committee did, or was shown."""

    GRANTED = "granted", _("granted")
    MAINTAINED = "maintained", _("maintained")
    PRESENTED = "presented", _("presented")
    WITHDRAWN = "withdrawn", _("withdrawn")


class LabelStep(models.TextChoices):
    """The step the decision is about."""

    PREFIGURATION = "prefiguration", _("prefiguration label")
    OPERATING = "operating", _("operating label")
    EXTENSION = "extension", _("extension to a new site")
    NONE = "none", _("no label")


class DueState(models.TextChoices):
    """Where the due of a year stands on a day; read from its dates (domain.md, section 3.3)."""

    NOT_CALLED = "not_called", _("not called")
    CALLED = "called", _("called")
    OVERDUE = "overdue", _("overdue")
    PAID = "paid", _("paid")


class FundingKind(models.TextChoices):
    """Where money of the network comes from: those of objectives 2.1.1 and 2.1.2 of its plan."""

    OPERATING = "operating", _("operating subsidy")
    SOCIAL_INNOVATION = "social-innovation", _("funding of social innovation")
    ESF_PLUS = "esf-plus", _("European Social Fund Plus")
    FOUNDATION = "foundation", _("foundation")
    ERASMUS_PLUS = "erasmus-plus", _("Erasmus+")
    DUES = "dues", _("dues of members")
    TRAINING = "training", _("training and advice")
    OTHER = "other", _("another source")


class FundingState(models.TextChoices):
    """Where a source of money stands; FUNDING_NEXT says what may follow what."""

    IDEA = "idea", _("an idea")
    APPLIED = "applied", _("applied for")
    GRANTED = "granted", _("granted")
    RECEIVED = "received", _("received")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


FUNDING_NEXT: Mapping[str, frozenset[str]] = {
    FundingState.IDEA: frozenset({FundingState.APPLIED, FundingState.GRANTED, FundingState.ENDED}),
    FundingState.APPLIED: frozenset(
        {FundingState.GRANTED, FundingState.REFUSED, FundingState.ENDED}
    ),
    FundingState.GRANTED: frozenset({FundingState.RECEIVED, FundingState.ENDED}),
    FundingState.RECEIVED: frozenset({FundingState.ENDED}),
    FundingState.REFUSED: frozenset({FundingState.APPLIED}),
    FundingState.ENDED: frozenset(),
}
"""Stages of a source of money, from an idea to its end; a mistake is put back, not gone back to."""
