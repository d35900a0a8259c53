import datetime

import factory

from parvis.agenda.tests.factories import EntryFactory
from parvis.centres.tests.factories import SiteFactory
from parvis.programme.models import (
    Campaign,
    Coordination,
    Feedback,
    Headcount,
    Host,
    Seats,
    Session,
    Stand,
)

UTC = datetime.UTC


class SessionFactory(factory.django.DjangoModelFactory):
    """A participatory workshop at a main site: Tuesday 3 March 2026, 10:00–12:00 in Paris."""

    class Meta:
        model = Session

    class Params:
        site = factory.SubFactory(SiteFactory, kind="main")
        begins = datetime.datetime(2026, 3, 3, 9, tzinfo=UTC)
        title = factory.Sequence(lambda n: {"fr": f"Atelier {n}", "en": f"Workshop no. {n}"})

    code = factory.Sequence("session-{}".format)
    entry = factory.SubFactory(
        EntryFactory,
        layer=factory.LazyAttribute(lambda one: "network" if one.centre is None else "centre"),
        site=factory.SelfAttribute("..site"),
        centre=factory.LazyAttribute(lambda entry: entry.site and entry.site.centre),
        begins=factory.SelfAttribute("..begins"),
        title=factory.SelfAttribute("..title"),
    )
    kind = "participatory"
    themes = factory.LazyFunction(lambda: ["employment"])
    state = "published"


class SeatsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seats

    session = factory.SubFactory(SessionFactory, joining="places", capacity=12)
    letter = "A"
    given = True
    capacity = 12


class HostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Host

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence("Organisation {}".format)


class StandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stand

    session = factory.SubFactory(SessionFactory, kind="fair")
    number = factory.Sequence("S{}".format)


class HeadcountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Headcount

    session = factory.SubFactory(SessionFactory)
    day = factory.LazyAttribute(lambda row: row.session.entry.day)
    n = 12


class FeedbackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Feedback

    session = factory.SubFactory(SessionFactory)
    face = 3
    question = "useful"
    medium = "tablet"


class CampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Campaign

    code = factory.Sequence("campaign-{}".format)
    title = factory.LazyFunction(lambda: {"fr": "Campagne", "en": "Campaign"})
    first = datetime.date(2019, 9, 8)
    last = datetime.date(2019, 9, 15)


class CoordinationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Coordination

    day = datetime.date(2026, 3, 10)
