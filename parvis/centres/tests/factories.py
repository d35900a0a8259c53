import datetime

import factory

from parvis.centres.models import (
    Centre,
    Closure,
    Hours,
    Pole,
    Site,
    Space,
    SpecialDay,
    TeamMember,
)


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


class PoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pole

    centre = factory.SubFactory(CentreFactory)
    code = factory.Sequence("pole-{}".format)
    need = "employment"
    name = factory.LazyFunction(lambda: {"fr": "Trouver un emploi", "en": "Find a job"})


class HoursFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hours

    site = factory.SubFactory(SiteFactory)
    weekday = 1
    opens = datetime.time(9)
    closes = datetime.time(17)


class SpecialDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SpecialDay

    site = factory.SubFactory(SiteFactory)
    day = datetime.date(2026, 3, 2)
    openings = factory.LazyFunction(lambda: [["10:00", "12:00"]])


class ClosureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Closure

    site = factory.SubFactory(SiteFactory)
    start = datetime.date(2026, 3, 2)
    end = datetime.date(2026, 3, 6)
    kind = "works"


class SpaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Space

    site = factory.SubFactory(SiteFactory)
    code = factory.Sequence("space-{}".format)
    kind = "room"
    name = factory.LazyFunction(lambda: {"fr": "Salle", "en": "Room"})


class TeamMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeamMember

    centre = factory.SubFactory(CentreFactory)
    name = factory.Sequence("Member no. {}".format)
    sort_key = factory.LazyAttribute(lambda member: member.name.casefold())
    function = factory.LazyFunction(lambda: {"fr": "Accueil", "en": "Reception"})
    start = datetime.date(2024, 1, 1)
