import factory

from parvis.centres.models import Centre, Site


class CentreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Centre

    code = factory.Sequence("centre-{}".format)
    name = factory.Sequence("Cité des métiers no. {}".format)
    sort_key = factory.LazyAttribute(lambda centre: centre.name.casefold())
    country = "FR"
    city = "Ville"
    time_zone = "Europe/Paris"


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site

    centre = factory.SubFactory(CentreFactory)
    code = factory.Sequence("site-{}".format)
    kind = "relay"
