import factory

from parvis.centres.tests.factories import CentreFactory
from parvis.network.models import Fact, LabelFact, Membership, Network


class NetworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Network

    code = factory.Sequence("network-{}".format)
    name = factory.LazyFunction(lambda: {"fr": "Réseau", "en": "Network"})


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    network = factory.SubFactory(NetworkFactory)
    centre = factory.SubFactory(CentreFactory)
    kind = "member"
    start = "2010"


class FactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Fact

    network = factory.SubFactory(NetworkFactory)
    code = factory.Sequence("fact-{}".format)
    kind = "webinar"
    date = "2024-11-05"
    title = factory.LazyFunction(lambda: {"fr": "Webinaire", "en": "Webinar"})


class LabelFactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LabelFact

    network = factory.SubFactory(NetworkFactory)
    centre = factory.SubFactory(CentreFactory)
    code = factory.Sequence("label-{}".format)
    decision = "granted"
    step = "operating"
    date = "2024-11"
