"""Sessions, templates to make them from, and campaigns that hold several."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.agenda.models import Entry
from parvis.centres.enums import Theme
from parvis.centres.models import Centre
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated, world
from parvis.kernel.words import WordsField, spoken
from parvis.network.models import Network
from parvis.programme.enums import (
    DONE,
    EVENTS,
    PLANNED,
    PUBLIC,
    Audience,
    Comfort,
    Joining,
    Kind,
    Part,
    Purpose,
    Question,
    SessionState,
    Tag,
)
from parvis.sources.models import Cited, known_standing
from parvis.tallies.enums import Qualifier

PARTY = 5
"""How many may come together under one sign, unless a session says otherwise."""
LARGEST_PARTY = 60
LARGEST = 100_000
"""People a room, a fair or a link can take."""


def ratings(value: object) -> None:
    """Refuse anything but {purpose: 1 to 4}; raises ValidationError."""
    if not isinstance(value, dict):
        raise ValidationError(_("Each purpose has a number from 1 to 4."))
    Purpose.known(list(value))
    if any(type(one) is not int or not 1 <= one <= 4 for one in value.values()):
        raise ValidationError(_("Each purpose has a number from 1 to 4."))


class _Offered(models.Model):
    """What a session and the template it is made from say alike."""

    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    themes = models.JSONField(_("themes"), default=list, blank=True, validators=[Theme.known])
    tags = models.JSONField(_("tags"), default=list, blank=True, validators=[Tag.known])
    audiences = models.JSONField(
        _("made for"), default=list, blank=True, validators=[Audience.known]
    )
    comforts = models.JSONField(
        _("access for everybody"), default=list, blank=True, validators=[Comfort.known]
    )
    access_note = WordsField(_("note on access"))
    joining = models.CharField(
        _("how one joins"), max_length=6, choices=Joining.choices, default=Joining.OPEN
    )
    capacity = models.PositiveIntegerField(
        _("places on site"), null=True, blank=True, validators=[MaxValueValidator(LARGEST)]
    )
    online_capacity = models.PositiveIntegerField(
        _("places online"), null=True, blank=True, validators=[MaxValueValidator(LARGEST)]
    )
    party_limit = models.PositiveSmallIntegerField(
        _("people under one sign, at most"),
        default=PARTY,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PARTY)],
    )
    closes_before = models.PositiveIntegerField(
        _("places are given until so many minutes before"), default=0
    )
    question = models.CharField(
        _("question asked afterwards"),
        max_length=10,
        choices=Question.choices,
        default=Question.USEFUL,
    )

    class Meta:
        abstract = True


def _known(model: str) -> list[models.BaseConstraint]:
    """The closed lists of what a session and a template say alike, held by the database."""
    return [
        models.CheckConstraint(
            condition=Q(kind__in=Kind.values), name=f"programme_{model}_known_kind"
        ),
        models.CheckConstraint(
            condition=Q(joining__in=Joining.values), name=f"programme_{model}_known_joining"
        ),
        models.CheckConstraint(
            condition=Q(question__in=Question.values), name=f"programme_{model}_known_question"
        ),
        models.CheckConstraint(
            condition=Q(party_limit__range=(1, LARGEST_PARTY)),
            name=f"programme_{model}_party_limit",
        ),
    ]


class Template(_Offered, Simulated):
    """A session that a centre makes again and again: all but when, and with whom."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="session_templates", verbose_name=_("centre")
    )
    code = models.SlugField(_("code"), max_length=60)
    title = WordsField(_("title"))
    about = WordsField(_("in a few sentences"))
    minutes = models.PositiveIntegerField(_("lasts, in minutes"), default=120)
    set_up = models.PositiveIntegerField(_("minutes to set up"), default=0)
    pack_up = models.PositiveIntegerField(_("minutes to pack up"), default=0)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    retired = models.BooleanField(_("no longer used"), default=False)

    within = Within(Thing.SESSION, centre="centre")

    class Meta:
        verbose_name = _("template of sessions")
        verbose_name_plural = _("templates of sessions")
        ordering: ClassVar = ["centre", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "code"], name="programme_template_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="programme_template_lasts"),
            *_known("template"),
            world("programme_template_world"),
            SameWorld(field="centre", name="programme_template_centre_world"),
        ]

    def __str__(self) -> str:
        return spoken(self.title)[0] or self.code


class Campaign(Simulated, Cited):
    """Several events under one aim: a week against illiteracy, its objectives, what it reached.

    `reached` of `public` is a context that the page computes; both are as their source says them.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = WordsField(_("title"))
    about = WordsField(_("in a few sentences"))
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("network"),
    )
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("centre"),
    )
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    reached_qualifier = models.CharField(
        _("how that number is told"),
        max_length=9,
        choices=Qualifier.choices,
        default=Qualifier.EXACT,
    )
    public = models.PositiveIntegerField(_("people concerned"), null=True, blank=True)
    public_qualifier = models.CharField(
        _("how that one is told"), max_length=9, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    public_is = WordsField(_("who is concerned"))

    within = Within(Thing.SESSION, centre="centre")

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering: ClassVar = ["-first", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="programme_campaign_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(reached_qualifier__in=Qualifier.values)
                & Q(public_qualifier__in=Qualifier.values),
                name="programme_campaign_known_qualifiers",
            ),
            known_standing("programme_campaign_standing"),
            world("programme_campaign_world"),
            SameWorld(field="network", name="programme_campaign_network_world"),
            SameWorld(field="centre", name="programme_campaign_centre_world"),
        ]

    def __str__(self) -> str:
        return spoken(self.title)[0] or self.code


class Objective(models.Model):
    """One thing a campaign wants."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="objectives", verbose_name=_("campaign")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    text = WordsField(_("objective"))

    within = Within(Thing.SESSION, centre="campaign__centre", simulated="campaign__simulated")

    class Meta:
        verbose_name = _("objective of a campaign")
        verbose_name_plural = _("objectives of campaigns")
        ordering: ClassVar = ["campaign", "order"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "order"], name="programme_objective_once"),
        ]

    def __str__(self) -> str:
        return spoken(self.text)[0]


class SessionQuerySet(models.QuerySet["Session"]):
    """Words about sessions."""

    def public(self) -> SessionQuerySet:
        """What everybody may read, what was called off included."""
        return self.filter(state__in=PUBLIC)

    def done(self) -> SessionQuerySet:
        """What took place."""
        return self.filter(state__in=DONE)

    def whole(self) -> SessionQuerySet:
        """Sessions that are no part of another: what is counted, and listed."""
        return self.filter(part_of__isnull=True)

    def coming(self, since: datetime.datetime) -> SessionQuerySet:
        """What has not ended at that moment, first the first."""
        return self.filter(entry__ends__gt=since).order_by("entry__begins", "pk")


class Session(_Offered, Simulated, Cited):
    """One session of the programme; when and where is its entry in the agenda.

    `code` is its public address and never changes. No price and no asked-for personal datum have
    a column here (rules R01, R02). `words` is what a search reads, written by the actions.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="session", verbose_name=_("date")
    )
    part = models.CharField(_("part"), max_length=9, choices=Part.choices, default=Part.ORGANISED)
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("campaign"),
    )
    template = models.ForeignKey(
        Template,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("template"),
    )
    purposes = models.JSONField(
        _("what it is for"), default=list, blank=True, validators=[Purpose.known]
    )
    ratings = models.JSONField(
        _("how far each purpose was met, from 1 to 4"),
        default=dict,
        blank=True,
        validators=[ratings],
    )
    walk_in = models.BooleanField(_("one may walk in"), default=True)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=SessionState.choices,
        default=SessionState.SCHEDULED,
    )
    context = models.PositiveIntegerField(_("context figure"), null=True, blank=True)
    context_qualifier = models.CharField(
        _("how it is told"), max_length=9, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    context_is = WordsField(_("what the context figure is"))
    replay = models.URLField(_("replay"), max_length=500, blank=True)
    summary = WordsField(_("what came out of it"))
    words = models.TextField(default="", blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    within = Within(Thing.SESSION, centre="entry__centre", partner="hosts__partner")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar = ["entry__begins", "pk"]
        triggers: ClassVar = [kept]
        indexes: ClassVar = [
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="programme_session_words"),
            models.Index(fields=["state"], name="programme_session_state"),
        ]
        constraints: ClassVar = [
            *_known("session"),
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="programme_session_known_part"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values), name="programme_session_known_state"
            ),
            models.CheckConstraint(
                condition=Q(context_qualifier__in=Qualifier.values),
                name="programme_session_known_qualifier",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("pk")),
                name="programme_session_no_part_of_itself",
            ),
            known_standing("programme_session_standing"),
            world("programme_session_world"),
            SameWorld(field="entry", name="programme_session_entry_world"),
            SameWorld(field="part_of", name="programme_session_part_of_world"),
            SameWorld(field="campaign", name="programme_session_campaign_world"),
            SameWorld(field="template", name="programme_session_template_world"),
        ]

    def __str__(self) -> str:
        return f"{self.entry.day} · {spoken(self.entry.title)[0] or self.get_kind_display()}"

    @property
    def is_event(self) -> bool:
        """Whether it counts among events, not among activities."""
        return self.kind in EVENTS

    @property
    def is_planned(self) -> bool:
        """Whether it is still to come, as far as its state says."""
        return self.state in PLANNED

    @property
    def closes_at(self) -> datetime.datetime:
        """Until when places are given."""
        return self.entry.begins - datetime.timedelta(minutes=self.closes_before)


class CentreWith(models.Model):
    """Another centre in a session: it organises it as well, or joined it."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="centres_with", verbose_name=_("session")
    )
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="sessions_with", verbose_name=_("centre")
    )
    part = models.CharField(_("part"), max_length=9, choices=Part.choices, default=Part.JOINED)

    within = Within(Thing.SESSION, centre="session__entry__centre", simulated="session__simulated")

    class Meta:
        verbose_name = _("another centre in a session")
        verbose_name_plural = _("other centres in sessions")
        ordering: ClassVar = ["session", "part", "centre"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "centre"], name="programme_centrewith_once"),
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="programme_centrewith_known_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.get_part_display()}"
