import factory

from parvis.partners.models import Partner


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    code = factory.Sequence("partner-{}".format)
    name = factory.Sequence("Partner no. {}".format)
    sort_key = factory.LazyAttribute(lambda partner: partner.name.casefold())
    country = "FR"
    field = "employment"
