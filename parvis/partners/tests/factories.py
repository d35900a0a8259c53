import datetime

import factory

from parvis.centres.tests.factories import CentreFactory
from parvis.partners.models import Agreement, Contribution, Partner


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
