import factory

from parvis.indicators.models import Definition, Indicator, Observation
from parvis.network.tests.factories import NetworkFactory


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    network = factory.SubFactory(NetworkFactory)
    code = factory.Sequence("indicator-{}".format)
    kind = "count"
    unit = factory.LazyFunction(lambda: {"fr": "personnes", "en": "people"})


class DefinitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Definition

    indicator = factory.SubFactory(IndicatorFactory)
    version = 0
    name = factory.LazyFunction(lambda: {"fr": "Personnes reçues", "en": "People received"})


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observation

    definition = factory.SubFactory(DefinitionFactory)
    indicator = factory.SelfAttribute("definition.indicator")
    network = factory.SelfAttribute("indicator.network")
    simulated = factory.SelfAttribute("network.simulated")
    code = factory.Sequence("observation-{}".format)
    year = 2024
    period = factory.LazyAttribute(lambda observation: str(observation.year))
    scope = "network"
    qualifier = "exact"
    value = 1
