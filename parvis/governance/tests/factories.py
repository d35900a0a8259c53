import factory

from parvis.governance.models import Body, Mandate, Meeting, Office, Person
from parvis.network.tests.factories import NetworkFactory


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    network = factory.SubFactory(NetworkFactory)
    code = factory.Sequence("person-{}".format)
    name = factory.Sequence("Person no. {}".format)
    sort_key = factory.LazyAttribute(lambda person: person.name.casefold())


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Body

    network = factory.SubFactory(NetworkFactory)
    code = factory.Sequence("body-{}".format)
    kind = "executive"
    name = factory.LazyFunction(lambda: {"fr": "Comité", "en": "Committee"})


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    body = factory.SubFactory(BodyFactory)
    code = factory.Sequence("office-{}".format)
    name = factory.LazyFunction(lambda: {"fr": "Présidence", "en": "Presidency"})
    attested = "2019"


class MandateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mandate

    office = factory.SubFactory(OfficeFactory)
    body = factory.SelfAttribute("office.body")
    person = factory.SubFactory(PersonFactory)
    start = "2022"


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    code = factory.Sequence("meeting-{}".format)
    kind = "ordinary"
    date = "2024-11-05"
