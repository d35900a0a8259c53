"""Fields of activity and posts of partners."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class PartnerRole(models.TextChoices):
    """Roles held at a partner."""

    MANAGER = "manager", _("partner's manager")
    COUNSELLOR = "counsellor", _("counsellor")
    FACILITATOR = "facilitator", _("workshop facilitator")
    FUNDER = "funder", _("funder")
