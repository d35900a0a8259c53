"""The words of an interview: how long, about what, what came of it, what comes next."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.centres.enums import Need


class Duration(models.TextChoices):
    """How long an interview lasted, in bands."""

    UNDER_10 = "0-10", _("less than 10 minutes")
    FROM_10 = "10-20", _("10 to 20 minutes")
    FROM_20 = "20-30", _("20 to 30 minutes")
    FROM_30 = "30-45", _("30 to 45 minutes")
    OVER_45 = "45+", _("more than 45 minutes")


LIMITS: Mapping[str, int] = {
    Duration.UNDER_10: 10,
    Duration.FROM_10: 20,
    Duration.FROM_20: 30,
    Duration.FROM_30: 45,
}
"""Minutes below which an interview is of that band."""


class Subject(models.TextChoices):
    """What an interview was about: a need, never a person's story."""

    ORIENTATION_SELF = "orientation_self", _("know oneself better")
    ORIENTATION_TRADES = "orientation_trades", _("discover occupations")
    ORIENTATION_STUDIES = "orientation_studies", _("choose studies")
    ORIENTATION_DROPOUT = "orientation_dropout", _("return to study")
    TRAINING_FIND = "training_find", _("find a course")
    TRAINING_FUND = "training_fund", _("pay for a course")
    TRAINING_ALTERNATING = "training_alternating", _("alternating training")
    TRAINING_LANGUAGE = "training_language", _("learn the language")
    EMPLOYMENT_SEARCH = "employment_search", _("look for work")
    EMPLOYMENT_CV = "employment_cv", _("curriculum vitae and letter")
    EMPLOYMENT_INTERVIEW = "employment_interview", _("prepare a job interview")
    EMPLOYMENT_OFFERS = "employment_offers", _("answer offers, meet employers")
    EMPLOYMENT_RIGHTS = "employment_rights", _("rights at work")
    CHANGE_ASSESS = "change_assess", _("take stock of one's working life")
    CHANGE_TRADE = "change_trade", _("change occupation")
    CHANGE_VALIDATE = "change_validate", _("validate experience")
    CHANGE_HEALTH = "change_health", _("adapt work to one's situation")
    CREATION_IDEA = "creation_idea", _("from an idea to a project")
    CREATION_STATUS = "creation_status", _("choose a legal form")
    CREATION_FUND = "creation_fund", _("find money for a project")
    CREATION_TAKEOVER = "creation_takeover", _("take over a business")
    MOBILITY_TRANSPORT = "mobility_transport", _("get to work or to a course")
    MOBILITY_ABROAD = "mobility_abroad", _("go abroad")
    MOBILITY_HOUSING = "mobility_housing", _("find somewhere to live")
    DIGITAL_STEPS = "digital_steps", _("do something on line")
    DIGITAL_SKILLS = "digital_skills", _("learn to use a computer or a telephone")
    OTHER = "other", _("something else")


SUBJECTS: Mapping[str, tuple[Subject, ...]] = {
    need: (
        *(subject for subject in Subject if subject.value.startswith(f"{need}_")),
        Subject.OTHER,
    )
    for need in Need.values
}
"""The subjects of each need, twelve at the most, the last for everything else."""


class Outcome(models.TextChoices):
    """What came of an interview (domain.md, section 5.1)."""

    INFORMATION = "information", _("information obtained")
    NEXT_STEP = "next_step", _("next step decided")
    OTHER_POLE = "other_pole", _("sent on to another pole")
    PARTNER = "partner", _("sent on to a partner")
    ACTIVITY = "activity", _("enrolled in an activity")
    STOPPED = "stopped", _("stopped before the end")


class NextStep(models.TextChoices):
    """What the person does next, as they said."""

    NOTHING = "nothing", _("nothing more for now")
    COMES_BACK = "comes_back", _("comes back")
    WORKSHOP = "workshop", _("takes part in a workshop")
    OPEN_ACCESS = "open_access", _("uses the open access")
    APPLIES = "applies", _("applies somewhere")
    ENROLS = "enrols", _("enrols in a course")
    PARTNER = "partner", _("goes to a partner")
    OTHER_POLE = "other_pole", _("goes to another pole")
