import datetime

import factory

from parvis.centres.tests.factories import CentreFactory, PoleFactory, SiteFactory
from parvis.partners.models import (
    Agreement,
    Contribution,
    Duty,
    DutyContact,
    DutySession,
    Partner,
)


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    code = factory.Sequence("partner-{}".format)
    name = factory.Sequence("Partner no. {}".format)
    sort_key = factory.LazyAttribute(lambda partner: partner.name.casefold())
    country = "FR"
    field = "employment"


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    code = factory.Sequence("agreement-{}".format)
    partner = factory.SubFactory(PartnerFactory)
    centre = factory.SubFactory(CentreFactory)
    signed = datetime.date(2024, 12, 1)
    start = datetime.date(2025, 1, 1)
    end = datetime.date(2026, 12, 31)
    charter = "2023"
    charter_accepted = datetime.date(2024, 12, 1)


class ContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contribution

    agreement = factory.SubFactory(AgreementFactory)
    code = factory.Sequence("line-{}".format)
    year = 2025
    kind = "human"
    purpose = "counselling"
    unit = "half_day"
    given = 46


class DutyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Duty

    site = factory.SubFactory(SiteFactory, kind="main")
    pole = factory.LazyAttribute(lambda duty: PoleFactory(centre=duty.site.centre))
    partner = factory.SubFactory(PartnerFactory)
    first = datetime.date(2026, 3, 3)
    rule = "FREQ=WEEKLY"
    begins = datetime.time(9)
    ends = datetime.time(12, 30)


class DutySessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DutySession

    site = factory.SubFactory(SiteFactory, kind="main")
    pole = factory.LazyAttribute(lambda row: PoleFactory(centre=row.site.centre))
    partner = factory.SubFactory(PartnerFactory)
    day = datetime.date(2026, 3, 3)
    begins = datetime.time(9)
    ends = datetime.time(12, 30)
    sequence = 1


class DutyContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DutyContact

    centre = factory.SubFactory(CentreFactory)
    partner = factory.SubFactory(PartnerFactory)
    name = "Claude Exemple"
    email = factory.Sequence("duty-{}@example.org".format)
    language = "en"
