"""Kinds of place, needs, ways in and posts."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import title


class SiteKind(models.TextChoices):
    """Where a centre meets its public (report 2024, territorial coverage)."""

    MAIN = "main", _("main site")
    ASSOCIATED = "associated", _("associated centre")
    RELAY = "relay", _("relay point")
    MOBILE = "mobile", _("mobile facility")
    OFF_SITE = "off_site", _("off-site actions")
    EXTENSION = "extension", _("additional site, its kind not stated")


class SiteStage(models.TextChoices):
    """Whether the public can come in."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    UNKNOWN = "unknown", _("not stated")


class SiteNature(models.TextChoices):
    """A label step is granted for a site, provisional or definitive."""

    DEFINITIVE = "definitive", _("definitive site")
    PROVISIONAL = "provisional", _("provisional site")
    UNKNOWN = "unknown", _("not stated")


class Several(models.TextChoices):
    """Choices of which a row may hold several, as a list."""

    @classmethod
    def known(cls, value: object) -> None:
        """Refuse anything but a list of these, each once; the validator of a column."""
        if not isinstance(value, list) or len(set(map(str, value))) != len(value):
            raise ValidationError(_("This is a list in which nothing stands twice."))
        for one in value:
            if one not in cls.values:
                raise ValidationError(_("“%(one)s” is not one of the choices.") % {"one": one})

    @classmethod
    def of(cls, values: object) -> list[Self]:
        """The members of a stored list, in the order of the choices."""
        return [member for member in cls if isinstance(values, list) and member.value in values]


class Need(Several):
    """The network's codes of need; each centre names its own poles and maps them here."""

    ORIENTATION = "orientation", _("choose a direction")
    TRAINING = "training", _("find a training")
    EMPLOYMENT = "employment", _("find a job")
    CHANGE = "change", _("change one's working life")
    CREATION = "creation", _("create one's activity")
    MOBILITY = "mobility", _("move")
    DIGITAL = "digital", _("digital help")


SIGNS: dict[str, str] = {
    Need.ORIENTATION: "A",
    Need.TRAINING: "B",
    Need.EMPLOYMENT: "C",
    Need.CHANGE: "D",
    Need.CREATION: "E",
}
"""The letter of each need that has a sign; the other needs have none."""


class Theme(Several):
    """The network's themes, shared by whatever is offered or asked: sessions, resources."""

    ORIENTATION = "orientation", _("orientation")
    EMPLOYMENT = "employment", _("employment")
    TRAINING = "training", _("training")
    CREATION = "creation", _("creation of activity")
    MOBILITY = "mobility", _("mobility")
    DIGITAL = "digital", _("digital inclusion")
    OCCUPATIONS = "occupations", _("discovery of occupations")


class OfferKind(Several):
    """What one can do at a pole: talk, use, take part (domain.md, section 2.3)."""

    INTERVIEW = "interview", _("individual counselling")
    OPEN_ACCESS = "open_access", _("open access")
    WORKSHOP = "workshop", _("participatory workshop")
    INFO_SESSION = "info_session", _("information session")
    PEER_GROUP = "peer_group", _("peer-exchange group")
    REMOTE = "remote", _("counselling at a distance")


class Access(models.TextChoices):
    """How one comes to a pole; the last raises a label alert (rule R04)."""

    WALK_IN = "walk_in", _("walk in")
    BOTH = "both", _("walk in, or by appointment as well")
    APPOINTMENT = "appointment", _("by appointment only")


class PersonalDatum(Several):
    """What a service might require of a visitor; each raises a label alert (rule R01)."""

    NAME = "name", _("name")
    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("telephone number")
    NUMBER = "number", _("identity or file number")
    ACCOUNT = "account", _("account")


class ClosureKind(models.TextChoices):
    """Why a site stays closed."""

    HOLIDAY = "holiday", _("holidays")
    TRAINING = "training", _("the team is in training")
    WORKS = "works", _("works")
    STRIKE = "strike", _("strike")
    WEATHER = "weather", _("weather")
    OTHER = "other", _("another reason")


class SpaceKind(models.TextChoices):
    """What a space is for."""

    RECEPTION = "reception", _("reception")
    POLE = "pole", _("counselling area")
    BOOTH = "booth", _("closed interview room")
    OPEN_ACCESS = "open_access", _("open-access corner")
    ROOM = "room", _("room for activities")
    OFFICE = "office", _("office of the team")


class EquipmentKind(models.TextChoices):
    """What anybody may use."""

    COMPUTER = "computer", _("computer")
    TABLET = "tablet", _("tablet")
    HEADSET = "headset", _("virtual-reality headset")
    PRINTER = "printer", _("printer")
    PHONE = "phone", _("telephone")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    SCREEN = "screen", _("projector or screen")


class CentreRole(models.TextChoices):
    """Roles held at a centre; their rights and words are in parvis.accounts.roles."""

    MANAGER = "manager", title("centre:manager")
    PARTNERSHIPS = "partnerships", title("centre:partnerships")
    REFERENT = "referent", title("centre:referent")
    RECEPTION = "reception", title("centre:reception")
    DOCUMENTALIST = "documentalist", title("centre:documentalist")
    EDITOR = "editor", title("centre:editor")
    CANDIDATE = "candidate", title("centre:candidate")


class DayState(models.TextChoices):
    """Why a day reads as it does; where several hold, the later in this list wins."""

    UNKNOWN = "unknown", _("hours not stated")
    ORDINARY = "ordinary", _("ordinary hours")
    HOLIDAY = "holiday", _("public holiday")
    SPECIAL = "special", _("special hours")
    CLOSED = "closed", _("closed")
