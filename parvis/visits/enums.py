"""The words of a visit and of the queue, and the life of a day and of a ticket."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.centres.enums import Several

UNSAID = "unsaid"
"""Asked, and the visitor does not want to say; «not asked» is an empty column."""

SURE = 3
"""Hours of one interview after which its close was surely forgotten."""
GAP = 45
"""Minutes of opening hours without a visit after which the officer is asked about it."""
BANDS = (5, 10, 15, 20, 30)
"""Minutes of waiting that are told, never others; beyond the last, «more than 30»."""
RECORDS_TO_UNDO = 20
NUMBERS = 100
"""Two digits: so many call signs of one letter may be about at one moment."""
LONGEST_GROUP = 999
LONGEST_SHEET = 30_000


class Channel(models.TextChoices):
    """How somebody came to us."""

    ON_SITE = "on_site", _("on site")
    PHONE = "phone", _("by telephone")
    MAIL = "mail", _("by mail")
    CHAT = "chat", _("by chat")
    VIDEO = "video", _("by video")
    OFF_SITE = "off_site", _("off site")
    MOBILE = "mobile", _("at the mobile unit")


REMOTE = frozenset({Channel.PHONE, Channel.MAIL, Channel.CHAT, Channel.VIDEO})
"""Channels of the remote share."""


class ServiceKind(models.TextChoices):
    """What somebody came for, or was given."""

    INFORMATION = "information", _("information at the desk")
    POLE = "pole", _("queue of a pole")
    OPEN_ACCESS = "open_access", _("open access")
    COMPUTER = "computer", _("computer")
    HEADSET = "headset", _("virtual reality")
    WORKSHOP = "workshop", _("workshop")
    EVENT = "event", _("event")
    SENT_ON = "sent_on", _("sent on to a partner")


class AgeBand(models.TextChoices):
    """Age, in bands (domain.md, section 5.1)."""

    UNDER_15 = "0-14", _("under 15")
    FROM_15 = "15-18", _("15 to 18")
    FROM_19 = "19-25", _("19 to 25")
    FROM_26 = "26-30", _("26 to 30")
    FROM_31 = "31-40", _("31 to 40")
    FROM_41 = "41-50", _("41 to 50")
    FROM_51 = "51-60", _("51 to 60")
    OVER_60 = "61+", _("over 60")
    UNSAID = UNSAID, _("does not want to say")


class Gender(models.TextChoices):
    """Gender, as said."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    OTHER = "other", _("another, or none")
    UNSAID = UNSAID, _("does not want to say")


class Situation(models.TextChoices):
    """What somebody does at present."""

    PUPIL = "pupil", _("pupil")
    STUDENT = "student", _("student")
    APPRENTICE = "apprentice", _("apprentice")
    EMPLOYEE = "employee", _("employee")
    SELF_EMPLOYED = "self_employed", _("self-employed")
    JOB_SEEKER = "job_seeker", _("looking for work")
    INACTIVE = "inactive", _("at home or otherwise out of work")
    RETIRED = "retired", _("retired")
    UNSAID = UNSAID, _("does not want to say")


class Education(models.TextChoices):
    """Level of education: ISCED 2011, in groups."""

    NONE = "isced0-1", _("primary school or less")
    LOWER = "isced2", _("lower secondary school")
    UPPER = "isced3", _("upper secondary school")
    POST = "isced4-5", _("short course after secondary school")
    BACHELOR = "isced6", _("bachelor’s degree")
    MASTER = "isced7-8", _("master’s degree or more")
    UNSAID = UNSAID, _("does not want to say")


class Territory(models.TextChoices):
    """Where somebody comes from, coarsely: never a street, never a small commune."""

    TOWN = "town", _("this town")
    NEIGHBOURS = "neighbours", _("the towns around")
    REGION = "region", _("elsewhere in the region")
    COUNTRY = "country", _("elsewhere in the country")
    ABROAD = "abroad", _("another country")
    UNSAID = UNSAID, _("does not want to say")


class FirstVisit(models.TextChoices):
    """Whether somebody says they come for the first time; nothing else could know."""

    YES = "yes", _("first visit")
    NO = "no", _("has come before")
    UNSAID = UNSAID, _("does not want to say")


class Known(models.TextChoices):
    """How somebody heard of the place."""

    SCHOOL = "school", _("school or university")
    EMPLOYMENT = "employment", _("public employment service")
    PARTNER = "partner", _("another partner")
    TOWN_HALL = "town_hall", _("town hall or social services")
    EMPLOYER = "employer", _("employer")
    WORD = "word", _("friends or family")
    INTERNET = "internet", _("internet")
    PASSING = "passing", _("passing by")
    EVENT = "event", _("an event")
    UNSAID = UNSAID, _("does not want to say")


class Band(Several):
    """What a centre may ask of a profile; each can be switched off, none is ever required."""

    AGE = "age", _("age band")
    GENDER = "gender", _("gender")
    SITUATION = "situation", _("situation")
    EDUCATION = "education", _("level of education")
    TERRITORY = "territory", _("where from")
    LANGUAGE = "language", _("language")
    FIRST_VISIT = "first_visit", _("first visit")
    KNOWN = "known", _("how known")


class Regime(models.TextChoices):
    """Of whom a profile is asked."""

    NEVER = "never", _("of nobody")
    ALWAYS = "always", _("of everybody")
    ONE_IN = "one_in", _("of one visitor in so many")
    WEEKS = "weeks", _("of everybody, in survey weeks")


class Moment(models.TextChoices):
    """When a profile is asked."""

    WITH = "with", _("with the record")
    AFTER = "after", _("after the record")


class DayState(models.TextChoices):
    """Whether a day still counts by itself."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


NEXT_DAY: Mapping[str, frozenset[str]] = {
    DayState.OPEN: frozenset({DayState.CLOSED}),
    DayState.CLOSED: frozenset(),
}
"""The life of a day: what is corrected after its end leaves a trace."""


class TicketState(models.TextChoices):
    """Where somebody stands in a queue (domain.md, section 3.6)."""

    WAITING = "waiting", _("waiting")
    CALLED = "called", _("called")
    IN_SERVICE = "in_service", _("in an interview")
    PARKED = "parked", _("set aside for a while")
    MISSED = "missed", _("did not come when called")
    SERVED = "served", _("served")
    SENT = "sent", _("sent on to another pole")
    LEFT = "left", _("left without being served")


NEXT: Mapping[str, frozenset[str]] = {
    TicketState.WAITING: frozenset(
        {TicketState.CALLED, TicketState.PARKED, TicketState.SENT, TicketState.LEFT}
    ),
    TicketState.CALLED: frozenset(
        {
            TicketState.IN_SERVICE,
            TicketState.WAITING,
            TicketState.PARKED,
            TicketState.MISSED,
            TicketState.SERVED,
            TicketState.SENT,
            TicketState.LEFT,
        }
    ),
    TicketState.IN_SERVICE: frozenset({TicketState.SERVED, TicketState.PARKED, TicketState.SENT}),
    TicketState.PARKED: frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.LEFT}),
    TicketState.MISSED: frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.LEFT}),
    TicketState.SERVED: frozenset(),
    TicketState.SENT: frozenset(),
    TicketState.LEFT: frozenset(),
}
"""The life of a ticket at one pole; sent on, it begins another at the other pole."""

LIVE = frozenset(state for state, following in NEXT.items() if following)
"""States in which a call sign is still somebody's."""
AT_A_DESK = frozenset({TicketState.CALLED, TicketState.IN_SERVICE})


class Rank(models.IntegerChoices):
    """Who goes first among those who wait; never shown in public."""

    HEAD = 0, _("was called before, or set aside")
    PRIORITY = 1, _("goes first")
    ORDINARY = 2, _("in turn")


class PracticalNeed(models.TextChoices):
    """What somebody needs to be well received; never why."""

    SEAT = "seat", _("a seat")
    STEP_FREE = "step_free", _("no steps")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    SIGN_LANGUAGE = "sign_language", _("sign language")
    EASY_WORDS = "easy_words", _("easy words")
    QUIET = "quiet", _("a quiet place")
    WITH_CHILDREN = "with_children", _("comes with small children")


NEEDS_OF_A_DESK = frozenset(
    {PracticalNeed.STEP_FREE, PracticalNeed.HEARING_LOOP, PracticalNeed.SIGN_LANGUAGE}
)
"""Needs that not every desk can meet: only a desk that says it can is given these tickets."""


class Picture(models.TextChoices):
    """A word with its picture, beside the call sign, for whoever reads no letters."""

    SUN = "sun", _("sun")
    MOON = "moon", _("moon")
    TREE = "tree", _("tree")
    FLOWER = "flower", _("flower")
    LEAF = "leaf", _("leaf")
    APPLE = "apple", _("apple")
    BANANA = "banana", _("banana")
    CHERRY = "cherry", _("cherry")
    FISH = "fish", _("fish")
    BIRD = "bird", _("bird")
    CAT = "cat", _("cat")
    TURTLE = "turtle", _("turtle")
    SNAIL = "snail", _("snail")
    SQUIRREL = "squirrel", _("squirrel")
    BOAT = "boat", _("boat")
    TRAIN = "train", _("train")
    BICYCLE = "bicycle", _("bicycle")
    BALLOON = "balloon", _("balloon")
    HOUSE = "house", _("house")
    BRIDGE = "bridge", _("bridge")
    KEY = "key", _("key")
    CLOCK = "clock", _("clock")
    LAMP = "lamp", _("lamp")
    UMBRELLA = "umbrella", _("umbrella")
    CROWN = "crown", _("crown")
    CUP = "cup", _("cup")
    BELL = "bell", _("bell")
    DRUM = "drum", _("drum")
    STAR = "star", _("star")
    MOUNTAIN = "mountain", _("mountain")


class Reason(models.TextChoices):
    """Why a closed day is corrected."""

    FORGOTTEN = "forgotten", _("forgotten that day")
    TWICE = "twice", _("recorded twice")
    MISTAKEN = "mistaken", _("recorded under something else")
    LATE = "late", _("sent later by a device without network")
    SHEET = "sheet", _("from a tally sheet")


class Answer(models.TextChoices):
    """What became of a record that a device sent."""

    KEPT = "kept", _("kept")
    ALREADY = "already", _("already here")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("refused")


class Oddity(models.TextChoices):
    """What one looks at before closing a day."""

    GAP = "gap", _("nobody recorded for a while in opening hours")
    UNCLOSED = "unclosed", _("an interview still open")
    FORGOTTEN = "forgotten", _("a forgotten close")
    WAITING = "waiting", _("somebody still waiting")
    IMPOSSIBLE = "impossible", _("an interview too short to be one")
    OUT_OF_HOURS = "out_of_hours", _("recorded outside opening hours")


class Basis(models.TextChoices):
    """What a waiting time was estimated from."""

    PAST = "past", _("the last weeks at this hour")
    QUEUE = "queue", _("those who wait now")
    NONE = "none", _("not known")
