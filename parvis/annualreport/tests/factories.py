import factory

from parvis.annualreport.models import Text
from parvis.network.tests.factories import NetworkFactory


class TextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Text

    network = factory.SubFactory(NetworkFactory)
    year = 2024
    slot = "summary"
    language = "fr"
    body = "Une année bien remplie."
    signed = "Parvis"
