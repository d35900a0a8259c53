"""The structure of the report: its parts and the slots a text can stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.network.enums import LIFE_OF_A_CENTRE, FactKind, LabelDecision, LabelStep

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Part(models.TextChoices):
    """The parts the network's own reports have."""

    OPENING = "opening", _("Editorial")
    NETWORK = "network", _("The Network and its members")
    CENTRES = "centres", _("The activity of the centres")
    LIFE = "life", _("The activity of the Network")


class Slot(models.TextChoices):
    """Where a text stands; the value is the slot's code in the network file."""

    EDITORIAL = "editorial", _("Editorial")
    SUMMARY = "summary", _("The year in brief")
    CONCEPT = "concept", _("The Cité des métiers concept")
    NETWORK = "network", _("State of the network")
    CHANGES = "changes", _("Changes of the year")
    BODIES = "bodies", _("The bodies")
    CENTRES_INTRO = "centres-intro", _("Introduction")
    PEOPLE_RECEIVED = "people-received", _("People received")
    COUNSELLING = "counselling", _("Individual counselling")
    REMOTE = "remote", _("Guidance at a distance")
    COLLECTIVE = "collective", _("Workshops and collective activities")
    EVENTS = "events", _("Events")
    PARTNERS = "partners", _("Partners")
    TERRITORY = "territory", _("Presence across territories")
    RESOURCES = "resources", _("Resources and equipment")
    NETWORK_INTRO = "network-intro", _("Introduction")
    GROUPS = "groups", _("Working groups")
    PROFESSIONALISATION = "professionalisation", _("Professionalisation")
    WEBINARS = "webinars", _("Webinars")
    STUDY_DAY = "study-day", _("Study day")
    SEMINAR = "seminar", _("Network seminar")
    PROJECTS = "projects", _("European projects")
    REPRESENTATION = "representation", _("Representation")
    ADVOCACY = "advocacy", _("Advocacy")


CHAPTERS: dict[Part, tuple[Slot, ...]] = {
    Part.OPENING: (Slot.EDITORIAL, Slot.SUMMARY),
    Part.NETWORK: (Slot.CONCEPT, Slot.NETWORK, Slot.CHANGES, Slot.BODIES),
    Part.CENTRES: (
        Slot.CENTRES_INTRO,
        Slot.PEOPLE_RECEIVED,
        Slot.COUNSELLING,
        Slot.REMOTE,
        Slot.COLLECTIVE,
        Slot.EVENTS,
        Slot.PARTNERS,
        Slot.TERRITORY,
        Slot.RESOURCES,
    ),
    Part.LIFE: (
        Slot.NETWORK_INTRO,
        Slot.GROUPS,
        Slot.PROFESSIONALISATION,
        Slot.WEBINARS,
        Slot.STUDY_DAY,
        Slot.SEMINAR,
        Slot.PROJECTS,
        Slot.REPRESENTATION,
        Slot.ADVOCACY,
    ),
}
"""The order of the report; every slot stands in exactly one part."""

UNTITLED = frozenset({Slot.CENTRES_INTRO, Slot.NETWORK_INTRO})
"""Openings of a part: they stand under its title and have none of their own."""

CHAPTER_OF_FACT: dict[FactKind, Slot] = {
    FactKind.JOINED: Slot.CHANGES,
    FactKind.LEFT: Slot.CHANGES,
    FactKind.OPENED: Slot.CHANGES,
    FactKind.PREMISES_OPENED: Slot.CHANGES,
    FactKind.INAUGURATED: Slot.CHANGES,
    FactKind.ACTIVITY_STARTED: Slot.CHANGES,
    FactKind.LABEL_PROCESS: Slot.CHANGES,
    FactKind.ARRIVAL: Slot.CHANGES,
    FactKind.HOSTED: Slot.SEMINAR,
    FactKind.SEMINAR: Slot.SEMINAR,
    FactKind.STUDY_DAY: Slot.STUDY_DAY,
    FactKind.WEBINAR: Slot.WEBINARS,
    FactKind.TRAINING: Slot.PROFESSIONALISATION,
    FactKind.PROJECT: Slot.PROJECTS,
    FactKind.PROJECT_MILESTONE: Slot.PROJECTS,
    FactKind.PROCESS: Slot.NETWORK_INTRO,
    FactKind.DELEGATION: Slot.REPRESENTATION,
    FactKind.INTERVENTION: Slot.REPRESENTATION,
    FactKind.EXTERNAL_EVENT: Slot.REPRESENTATION,
    FactKind.PUBLICATION: Slot.REPRESENTATION,
    FactKind.AWARD: Slot.REPRESENTATION,
    FactKind.ADVOCACY: Slot.ADVOCACY,
    FactKind.ORGANISED_EVENT: Slot.EVENTS,
    FactKind.CAMPAIGN: Slot.EVENTS,
    FactKind.PRESS: Slot.EVENTS,
    FactKind.CODESIGN: Slot.PARTNERS,
}
"""Where a dated fact is told; every kind has its chapter, so that none is lost."""

HIGHLIGHTS = LIFE_OF_A_CENTRE | {FactKind.SEMINAR, FactKind.STUDY_DAY}
"""Facts that make the year in dates, beside the decisions of the label committee."""


class PassageState(models.TextChoices):
    """Where a text stands in the reader's language."""

    WRITTEN = "written", _("up to date")
    STALE = "stale", _("its original has changed since")
    MISSING = "missing", _("not translated yet")


LABEL_SENTENCES: dict[tuple[str, str], StrPromise] = {
    (LabelDecision.GRANTED, LabelStep.PREFIGURATION): _("prefiguration label granted"),
    (LabelDecision.GRANTED, LabelStep.OPERATING): _("operating label granted"),
    (LabelDecision.GRANTED, LabelStep.EXTENSION): _("extension to a new site granted"),
    (LabelDecision.MAINTAINED, LabelStep.PREFIGURATION): _("prefiguration label maintained"),
    (LabelDecision.MAINTAINED, LabelStep.OPERATING): _("operating label maintained"),
    (LabelDecision.PRESENTED, LabelStep.PREFIGURATION): _("prefiguration file presented"),
    (LabelDecision.PRESENTED, LabelStep.OPERATING): _("operating file presented"),
    (LabelDecision.PRESENTED, LabelStep.EXTENSION): _("extension to a new site presented"),
    (LabelDecision.WITHDRAWN, LabelStep.PREFIGURATION): _("prefiguration label withdrawn"),
    (LabelDecision.WITHDRAWN, LabelStep.OPERATING): _("operating label withdrawn"),
    (LabelDecision.WITHDRAWN, LabelStep.NONE): _("label withdrawn"),
}
"""A decision and its step said in one breath."""


CHAPTER_OF_INDICATOR: dict[str, Slot] = {
    "members": Slot.NETWORK,
    "associates": Slot.NETWORK,
    "countries-represented": Slot.NETWORK,
    "overseas-territories": Slot.NETWORK,
    "newly-labelled": Slot.CHANGES,
    "opening-rank": Slot.CHANGES,
    "opening-rank-country": Slot.CHANGES,
    "age-first-centre": Slot.CONCEPT,
    "age-network": Slot.CONCEPT,
    "international-expertise": Slot.CONCEPT,
    "mandates-ended": Slot.BODIES,
    "members-elected": Slot.BODIES,
    "users-received": Slot.PEOPLE_RECEIVED,
    "users-received-target": Slot.PEOPLE_RECEIVED,
    "users-by-country": Slot.PEOPLE_RECEIVED,
    "users-by-activity": Slot.PEOPLE_RECEIVED,
    "visits-on-site": Slot.PEOPLE_RECEIVED,
    "visits": Slot.PEOPLE_RECEIVED,
    "workshop-participations": Slot.PEOPLE_RECEIVED,
    "organised-event-visitors": Slot.PEOPLE_RECEIVED,
    "people-accompanied-max": Slot.PEOPLE_RECEIVED,
    "interviews": Slot.COUNSELLING,
    "interviews-split": Slot.COUNSELLING,
    "remote-contacts": Slot.REMOTE,
    "remote-share-max": Slot.REMOTE,
    "workshops-total": Slot.COLLECTIVE,
    "info-sessions": Slot.COLLECTIVE,
    "participatory-workshops": Slot.COLLECTIVE,
    "peer-exchange-groups": Slot.COLLECTIVE,
    "collective-activities": Slot.COLLECTIVE,
    "collective-activities-max": Slot.COLLECTIVE,
    "events-organised": Slot.EVENTS,
    "events-contributed": Slot.EVENTS,
    "event-visitors": Slot.EVENTS,
    "event-visitors-max": Slot.EVENTS,
    "seminar-participants": Slot.SEMINAR,
    "active-partners": Slot.PARTNERS,
    "partners-involved": Slot.PARTNERS,
    "mobile-units": Slot.TERRITORY,
    "territory-population": Slot.TERRITORY,
    "print-references": Slot.RESOURCES,
    "print-copies": Slot.RESOURCES,
    "computers-tablets": Slot.RESOURCES,
    "computers-max": Slot.RESOURCES,
    "centres-with-digital-space": Slot.RESOURCES,
    "centres-with-vr": Slot.RESOURCES,
    "vr-headsets": Slot.RESOURCES,
    "vr-headsets-max": Slot.RESOURCES,
    "trainer-counsellors": Slot.GROUPS,
    "new-trainer-counsellors": Slot.GROUPS,
    "training-actions": Slot.PROFESSIONALISATION,
    "webinars": Slot.WEBINARS,
    "lllp-networks": Slot.ADVOCACY,
}
"""Where a figure is told, by the code of its indicator.

A figure of an event stands with the event, a number of meetings with its body; an indicator that
is not listed here opens the part on the centres, so that none is lost.
"""

MEETINGS_HELD = "meetings-held"
"""The indicator of a yearly number of meetings, shown beside the meetings that are recorded."""

MEMBERS_PUBLISHED = "members"
"""The indicator of the published number of members, shown beside the members that are recorded."""

KEY_INDICATORS = (
    "users-received",
    "workshops-total",
    "events-organised",
    "people-accompanied-max",
    "active-partners",
    "collective-activities-max",
    "event-visitors-max",
    "vr-headsets",
    "webinars",
)
"""Figures that open a report, in this order; a year shows those it has, four at most."""


class ContradictionKind(models.TextChoices):
    """What two facts of a report can disagree about."""

    TOTAL = "total", _("a total that differs from its parts")
    VALUES = "values", _("two values or dates for one fact")
    TERM = "term", _("a date outside the year or the term it belongs to")
    COUNT = "count", _("a number that the dated facts do not give")
    VACANT = "vacant", _("a vacant office")
    DOUBLED = "doubled", _("an office held twice")
    PLACES = "places", _("in two places at once")
    QUALIFIER = "qualifier", _("a qualifier lost or strengthened")
    SPELLING = "spelling", _("names that differ in spelling only")
    LANGUAGE = "language", _("a part left in the other language")
    SERIES = "series", _("values that cannot be compared")
    ORDER = "order", _("an unusual order of events")


class Severity(models.TextChoices):
    """Whether a report can be published with it."""

    CONTRADICTION = "contradiction", _("contradiction")
    NOTE = "note", _("note")


class Choice(models.TextChoices):
    """What was settled about a contradiction."""

    FIRST = "first", _("the first value holds")
    SECOND = "second", _("the second value holds")
    BOTH = "both", _("both hold, each for its own reason")
