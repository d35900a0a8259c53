"""The words of the programme: kinds, audiences, how one joins, and the lives of what it holds."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.centres.enums import Several


class Kind(models.TextChoices):
    """What a session is, as the network counts it (report 2024: workshops, events)."""

    INFO_SESSION = "info-session", _("info-session")
    PARTICIPATORY = "participatory", _("participatory workshop")
    PEER_GROUP = "peer-group", _("peer-exchange group")
    FORUM = "forum", _("forum")
    FAIR = "fair", _("fair")
    CONFERENCE = "conference", _("conference")
    ROUND_TABLE = "round-table", _("round table")
    JOB_DATING = "job-dating", _("job dating")
    THEMATIC_DAY = "thematic-day", _("thematic day")
    OPEN_DAY = "open-day", _("open day")
    STUDY_DAY = "study-day", _("study day")
    WEBINAR = "webinar", _("webinar")
    SEMINAR = "seminar", _("seminar")
    OTHER_EVENT = "other-event", _("another event")


ACTIVITIES = (Kind.INFO_SESSION, Kind.PARTICIPATORY, Kind.PEER_GROUP)
"""Collective activities, «workshops» in the network's reports."""
EVENTS = tuple(kind for kind in Kind if kind not in ACTIVITIES)
"""Events, organised or joined; their visitors are never added to visits."""
OF_PROFESSIONALS = (Kind.STUDY_DAY, Kind.WEBINAR, Kind.SEMINAR)
"""Kinds that professionals may enter by name; anybody enters the others unnamed (rule R01)."""


class Part(models.TextChoices):
    """What a centre has to do with a session; an event joined is counted apart."""

    ORGANISED = "organised", _("organised")
    JOINED = "joined", _("joined, organised by others")


class Tag(Several):
    """What a session is about beside its themes; practices and resources use the same."""

    SCIENCE = "science", _("link with science and technology")
    ECOLOGICAL = "ecological", _("ecological transition")
    DEMOGRAPHIC = "demographic", _("demographic transition")
    DIGITAL = "digital", _("digital transition")
    GLOBALISATION = "globalisation", _("globalisation")
    EMERGING = "emerging", _("emerging scientific, technical and industrial sectors")
    EQUALITY = "equality", _("equality of women and men")
    LITERACY = "literacy", _("reading, writing and counting")
    HEALTH = "health", _("health at work")
    MEDIATION = "mediation", _("digital mediation")
    JOB_SEARCH = "job-search", _("looking for a job")
    OCCUPATIONS = "occupations", _("information on occupations")
    CAREER_PLAN = "career-plan", _("career plan")
    SKILLS = "skills", _("recognition of skills")
    CHILDREN = "children", _("activities for children beside")


TRANSITIONS = (Tag.ECOLOGICAL, Tag.DEMOGRAPHIC, Tag.DIGITAL, Tag.GLOBALISATION)
"""The transitions the network's vision names."""
GOALS: Mapping[str, int] = {Tag.EQUALITY: 5, Tag.LITERACY: 4, Tag.HEALTH: 8}
"""The Sustainable Development Goal that a tag proposes."""


class Audience(Several):
    """Whom a session is made for; it says so and closes the door to nobody (rule R03)."""

    PUPILS = "pupils", _("pupils")
    STUDENTS = "students", _("students")
    PARENTS = "parents", _("parents")
    YOUNG = "young", _("young people who are in neither school nor work")
    JOB_SEEKERS = "job-seekers", _("people looking for a job")
    EMPLOYEES = "employees", _("employees")
    SENIORS = "seniors", _("seniors")
    NEWCOMERS = "newcomers", _("newcomers to the country")
    DISABLED = "disabled", _("people with a disability")
    WOMEN = "women", _("women")
    FOUNDERS = "founders", _("people who create their activity")
    EMPLOYERS = "employers", _("employers")
    TEACHERS = "teachers", _("teachers")
    PROFESSIONALS = "professionals", _("guidance professionals")


class Purpose(Several):
    """What an event is for, stated when it is planned and judged afterwards."""

    VISIBILITY = "visibility", _("be better known")
    LINKS = "links", _("links between partners")
    MEETING = "meeting", _("meet people of the trade")
    INFORMATION = "information", _("information within reach of everybody")


class Comfort(Several):
    """What makes it possible for somebody to come."""

    STEP_FREE = "step-free", _("no steps")
    HEARING_LOOP = "hearing-loop", _("hearing loop")
    SIGN_LANGUAGE = "sign-language", _("sign language")
    CAPTIONS = "captions", _("captions")
    EASY_WORDS = "easy-words", _("easy words")
    INTERPRETED = "interpreted", _("interpreted")
    QUIET = "quiet", _("quiet room")
    CHILDREN = "children", _("children may come along")


class Joining(models.TextChoices):
    """How one takes part."""

    OPEN = "open", _("simply come")
    PLACES = "places", _("places to be held, without a name")
    DOOR = "door", _("places given at the door")
    NAMED = "named", _("professionals say who they are")


class SessionState(models.TextChoices):
    """Where a session stands (domain.md, 3.8). «Full» is read from its places, never stored."""

    PROPOSED = "proposed", _("proposed")
    REFUSED = "refused", _("not taken up")
    SCHEDULED = "scheduled", _("scheduled, not published yet")
    PUBLISHED = "published", pgettext_lazy("state of a session", "published")
    CANCELLED = "cancelled", pgettext_lazy("state of a session", "cancelled")
    HELD = "held", pgettext_lazy("state of a session", "held")
    ATTENDED = "attended", _("attendance entered")
    EVALUATED = "evaluated", _("evaluated")


NEXT: Mapping[str, frozenset[str]] = {
    SessionState.PROPOSED: frozenset({SessionState.SCHEDULED, SessionState.REFUSED}),
    SessionState.REFUSED: frozenset({SessionState.PROPOSED}),
    SessionState.SCHEDULED: frozenset({SessionState.PUBLISHED}),
    SessionState.PUBLISHED: frozenset({SessionState.CANCELLED, SessionState.HELD}),
    SessionState.CANCELLED: frozenset({SessionState.PUBLISHED}),
    SessionState.HELD: frozenset({SessionState.ATTENDED}),
    SessionState.ATTENDED: frozenset({SessionState.EVALUATED}),
    SessionState.EVALUATED: frozenset(),
}
"""The life of a session. A draft that nobody saw is removed; what was published is cancelled, and
published again when that was a mistake; what was not taken up may be proposed again."""

PUBLIC = (
    SessionState.PUBLISHED,
    SessionState.CANCELLED,
    SessionState.HELD,
    SessionState.ATTENDED,
    SessionState.EVALUATED,
)
"""States that everybody may read; a session called off stays, and says so."""
DONE = (SessionState.HELD, SessionState.ATTENDED, SessionState.EVALUATED)
"""States of a session that took place: these count."""
PLANNED = (SessionState.SCHEDULED, SessionState.PUBLISHED)
"""States in which it is still to come."""


class Way(models.TextChoices):
    """By which door one takes part."""

    ON_SITE = "on-site", _("on site")
    ONLINE = "online", _("online")


class PlaceState(models.TextChoices):
    """Where one party stands, known by a call sign alone."""

    HELD = "held", _("place held")
    WAITING = "waiting", _("waiting")
    OFFERED = "offered", _("a place is offered")
    LEFT = "left", _("given back")
    CAME = "came", _("came")


NEXT_PLACE: Mapping[str, frozenset[str]] = {
    PlaceState.WAITING: frozenset({PlaceState.OFFERED, PlaceState.LEFT, PlaceState.CAME}),
    PlaceState.OFFERED: frozenset(
        {PlaceState.HELD, PlaceState.WAITING, PlaceState.LEFT, PlaceState.CAME}
    ),
    PlaceState.HELD: frozenset({PlaceState.LEFT, PlaceState.CAME}),
    PlaceState.CAME: frozenset({PlaceState.HELD}),
    PlaceState.LEFT: frozenset(),
}
"""The life of a place. Whoever held one and did not come is counted when the attendance is closed;
the rows go then."""
LIVE_PLACES = (PlaceState.HELD, PlaceState.WAITING, PlaceState.OFFERED, PlaceState.CAME)
"""States of a party that has not gone."""


class HostRole(models.TextChoices):
    """What an organisation does in a session."""

    ORGANISER = "organiser", _("organiser")
    PARTNER = "partner", _("partner")
    FACILITATOR = "facilitator", _("facilitator")
    EXHIBITOR = "exhibitor", _("exhibitor")
    SPEAKER = "speaker", _("speaker")


class Decision(models.TextChoices):
    """What the coordination of a centre answers to a proposal."""

    WAITING = "waiting", _("waiting for a decision")
    ACCEPTED = "accepted", _("taken up")
    LATER = "later", _("put off to the next meeting")
    REFUSED = "refused", _("not taken up")


class CoordinationState(models.TextChoices):
    """Whether a coordination meeting is still to come."""

    PLANNED = "planned", _("to come")
    HELD = "held", _("held")


class Counted(models.TextChoices):
    """How a number of people was come by."""

    COUNTED = "counted", _("counted")
    TALLY = "tally", _("tallied")
    PAPER = "paper", _("from paper sheets")
    ESTIMATED = "estimated", _("estimated")


class Face(models.IntegerChoices):
    """Three faces."""

    SAD = 1, _("not happy")
    PLAIN = 2, _("so-so")
    GLAD = 3, _("happy")


class Question(models.TextChoices):
    """The one question asked beside the faces, chosen for each session."""

    USEFUL = "useful", _("Was it of use to you?")
    UNDERSTOOD = "understood", _("Was it easy to follow?")
    NEXT_STEP = "next-step", _("Do you know what to do next?")
    AGAIN = "again", _("Would you tell somebody else to come?")


class Answer(models.TextChoices):
    """The same three answers to every question, so that they can be told side by side."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")


class Medium(models.TextChoices):
    """What feedback was given on."""

    TABLET = "tablet", _("tablet")
    PHONE = "phone", _("phone")
    PAPER = "paper", _("paper")


class Stated(models.TextChoices):
    """What a source may say in figures of a big day, for which no record was kept."""

    PARTICIPANTS = "participants", _("participants")
    VISITORS = "visitors", _("visitors")
    WORKSHOPS = "workshops", _("workshops")
    ROUND_TABLES = "round-tables", _("round tables")
    PRACTICES = "practices", _("practices")
    CENTRES = "centres", _("centres")
    COUNTRIES = "countries", _("countries")
    ORGANISATIONS = "organisations", _("organisations")
    EXHIBITORS = "exhibitors", _("exhibitors")


class RegistrationState(models.TextChoices):
    """Where the registration of a professional stands."""

    REGISTERED = "registered", _("registered")
    CAME = "came", _("came")
    WITHDRAWN = "withdrawn", _("withdrawn")


NEXT_REGISTRATION: Mapping[str, frozenset[str]] = {
    RegistrationState.REGISTERED: frozenset({RegistrationState.CAME, RegistrationState.WITHDRAWN}),
    RegistrationState.CAME: frozenset({RegistrationState.REGISTERED}),
    RegistrationState.WITHDRAWN: frozenset({RegistrationState.REGISTERED}),
}
"""The life of a registration: one who withdrew may come back before the list is erased."""


class Left(models.TextChoices):
    """How many places are left, in words; the number itself is said from eleven up."""

    MANY = "many", _("places left")
    LAST = "last", _("last places")
    FULL = "full", _("full")
    UNLIMITED = "unlimited", _("no limit of places")
    CLOSED = "closed", _("places are no longer given")
