import datetime

import factory

from parvis.agenda.models import Entry, Hold, Series
from parvis.centres.models import Equipment
from parvis.centres.tests.factories import SpaceFactory

UTC = datetime.UTC


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    first = datetime.date(2026, 3, 3)
    rule = "FREQ=WEEKLY"
    last = datetime.date(2026, 5, 19)
    begins = datetime.time(10)
    minutes = 120
    time_zone = "Europe/Paris"


class EntryFactory(factory.django.DjangoModelFactory):
    """Tuesday 3 March 2026, 10:00–12:00 in Paris, announced."""

    class Meta:
        model = Entry

    layer = "network"
    title = factory.Sequence(lambda n: {"fr": f"Date {n}", "en": f"Date no. {n}"})
    begins = datetime.datetime(2026, 3, 3, 9, tzinfo=UTC)
    ends = factory.LazyAttribute(lambda entry: entry.begins + datetime.timedelta(hours=2))
    time_zone = "Europe/Paris"
    state = "announced"


class HoldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hold

    entry = factory.SubFactory(EntryFactory)
    begins = factory.SelfAttribute("entry.begins")
    ends = factory.SelfAttribute("entry.ends")


class EquipmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Equipment

    space = factory.SubFactory(SpaceFactory)
    kind = "computer"
    places = 4
