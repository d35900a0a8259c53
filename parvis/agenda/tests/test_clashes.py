"""What a date would run into, in sentences, read before anything is written."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from parvis.accounts.actors import command
from parvis.agenda import queries, shapes
from parvis.agenda.actions import hold, put, set_level
from parvis.agenda.bodies import bodies, name_bodies_with
from parvis.agenda.enums import LEVELS, ClashKind
from parvis.agenda.models import Entry
from parvis.agenda.queries import Planned
from parvis.agenda.shapes import Needs
from parvis.agenda.tests.factories import EntryFactory, EquipmentFactory
from parvis.centres.models import Stop
from parvis.centres.tests.factories import (
    CentreFactory,
    ClosureFactory,
    SiteFactory,
    SpaceFactory,
)

pytestmark = pytest.mark.django_db
BY = command("test")
UTC = datetime.UTC
HOUR = datetime.timedelta(hours=1)
NINE = datetime.datetime(2026, 3, 3, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def wanted(needs=None, **facts):
    """A date as it would be, none of it kept."""
    said = {"layer": "network", "begins": NINE, "ends": NINE + 2 * HOUR, "title": {"en": "New"}}
    entry = Entry(**(said | {"time_zone": "Europe/Paris"} | facts))
    return Planned(entry, shapes.holds_of(entry, needs or Needs()))


def said(planned, **more):
    """What it runs into, but the other dates of the network, which stand in all these tests."""
    (found,) = queries.clashes([planned], **more)
    return [f"{one.level} {one}" for one in found if one.kind != ClashKind.DATES]


def test_every_kind_has_a_level():
    assert set(LEVELS) == set(ClashKind)


class TestThings:
    def test_a_space_that_is_taken(self):
        space = SpaceFactory(name={"en": "Room 2"}, site__centre__name="Cité")
        other = EntryFactory(title={"en": "Other"})
        hold(entry=other, spaces=[space], by=BY)

        (found,) = queries.clashes([wanted(Needs(spaces=[space]))], kinds=[ClashKind.SPACE])

        assert [str(one) for one in found] == [
            f"{space} is taken: “Other”, Tuesday 3 March 2026, 10 a.m.–noon."
        ]
        assert (found[0].entry, found[0].what) == (other, space)
        assert queries.blocking(found) == found

    def test_setting_up_counts(self):
        space = SpaceFactory()
        hold(entry=EntryFactory(), spaces=[space], pack_up_minutes=30, by=BY)
        after = {"begins": NINE + 2.5 * HOUR, "ends": NINE + 4 * HOUR}

        assert said(wanted(Needs(spaces=[space]), **after)) == []
        assert len(said(wanted(Needs(spaces=[space], set_up=1), **after))) == 1

    def test_what_is_cancelled_or_of_the_other_world_takes_up_nothing(self):
        space = SpaceFactory()
        hold(entry=EntryFactory(state="cancelled"), spaces=[space], by=BY)
        hold(entry=EntryFactory(simulated=True), people=["Ana Silva"], by=BY)

        assert said(wanted(Needs(spaces=[space], people=["Ana Silva"]))) == []

    def test_what_another_centre_has_not_announced_keeps_its_title(self):
        theirs = EntryFactory(
            layer="centre", centre=CentreFactory(), state="draft", title={"en": "Secret"}
        )
        hold(entry=theirs, people=["Ana Silva"], by=BY)

        (told,) = said(wanted(Needs(people=["Ana Silva"]), layer="centre", centre=CentreFactory()))

        assert "Secret" not in told
        assert "Tuesday 3 March 2026" in told

    def test_the_moment_at_which_most_is_taken(self):
        computers = EquipmentFactory(places=4)
        for begins, n in ((NINE, 2), (NINE + HOUR, 1), (NINE + 3 * HOUR, 4)):
            hold(entry=EntryFactory(begins=begins), equipment={computers: n}, by=BY)

        assert said(wanted(Needs(equipment={computers: 1}))) == []
        (told,) = said(wanted(Needs(equipment={computers: 2})))
        assert "2 asked for, 1 of 4 left" in told


class TestPeople:
    def test_a_professional_at_two_places_on_the_way_too(self):
        there = EntryFactory(site=SiteFactory(), begins=NINE + 3 * HOUR)
        hold(entry=there, people=["Ana Silva"], travel_minutes=60, by=BY)
        here = {"site": SiteFactory()}

        assert said(wanted(Needs(people=["Ana Silva"]), **here)) == []
        (told,) = said(wanted(Needs(people=["ANA SILVA"], travel=30), **here))
        assert told.startswith("warn ANA SILVA is expected elsewhere at that time, on the way")

    def test_nobody_travels_within_one_site(self):
        site = SiteFactory()
        hold(
            entry=EntryFactory(site=site, begins=NINE + 2 * HOUR),
            people=["Ana Silva"],
            travel_minutes=60,
            by=BY,
        )
        needs = Needs(people=["Ana Silva"], travel=60)

        assert said(wanted(needs, site=site)) == []
        (told,) = said(wanted(needs, site=site, ends=NINE + 3 * HOUR))
        assert "is there for another date at that time" in told
        assert len(said(wanted(needs, site=site, presence="online"))) == 1

    def test_a_body_expected_twice_by_its_name(self, monkeypatch):
        monkeypatch.setattr("parvis.agenda.bodies._names", [])
        hold(entry=EntryFactory(), bodies=["comex"], by=BY)
        assert "comex is expected" in said(wanted(Needs(bodies=["comex"])))[0]

        name_bodies_with(lambda simulated: {"comex": f"Committee {simulated}"})

        (told,) = said(wanted(Needs(bodies=["comex"])))
        assert told.startswith("warn Committee False is expected at another date")

    def test_bodies_nobody_named_are_none(self, monkeypatch):
        monkeypatch.setattr("parvis.agenda.bodies._names", [])
        assert bodies(simulated=False) == {}


def whole(first, last, **more):
    begins, ends = shapes.whole_days(
        datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), PARIS
    )
    return put(begins=begins, ends=ends, whole_days=True, announced=True, by=BY, **more)


def test_december_2025():
    """The real case of rule R16: a preparatory session, CEDEFOP and a week; then the committee."""
    week = whole("2025-12-08", "2025-12-12", layer="europe", title={"en": "Lifelong Learning Week"})
    cedefop = whole("2025-12-08", "2025-12-08", layer="europe", title={"en": "CEDEFOP"})
    session = whole("2025-12-08", "2025-12-08", layer="network", title={"en": "Preparation"})
    committee = whole("2025-12-11", "2025-12-11", layer="network", title={"en": "Committee"})
    for entry in (week, cedefop, session):
        hold(entry=entry, bodies=["comex"], by=BY)

    found = {entry.title["en"]: queries.clashes_of(entry) for entry in (session, committee)}

    kinds = [(one.kind, one.entry.title["en"]) for one in found["Preparation"]]
    assert sorted(kinds) == [
        ("body", "CEDEFOP"),
        ("body", "Lifelong Learning Week"),
        ("dates", "CEDEFOP"),
        ("dates", "Lifelong Learning Week"),
    ]
    assert [str(one) for one in found["Committee"]] == [
        "At that time there is “Lifelong Learning Week”, 8–12 December 2025."
    ]


def test_a_centre_is_not_told_of_each_week_of_europe():
    whole("2026-03-02", "2026-03-06", layer="europe", title={"en": "Week"})
    (found,) = queries.clashes([wanted(layer="centre", centre=CentreFactory())])
    assert found == []


def test_the_same_public():
    other, later = EntryFactory(title={"en": "Other"}), EntryFactory(begins=NINE + 5 * HOUR)

    rivals = Entry.objects.filter(pk__in=[other.pk, later.pk])

    (told,) = said(wanted(), rivals=rivals)
    assert told.startswith("warn The same public is asked to another date at that time: “Other”")


class TestDaysOff:
    MAY = {
        "begins": datetime.datetime(2026, 5, 1, 8, tzinfo=UTC),
        "ends": datetime.datetime(2026, 5, 1, 10, tzinfo=UTC),
    }

    def test_a_public_holiday_of_the_country(self):
        site = SiteFactory()
        assert said(wanted(site=site, centre=site.centre, **self.MAY)) == [
            "warn Friday 1 May 2026 is a public holiday there: Labor Day."
        ]
        swiss = SiteFactory(centre__country="CH", region="GE")
        assert said(wanted(site=swiss, **self.MAY)) == []

    def test_a_closed_site_is_no_matter_online(self):
        closure = ClosureFactory(site__name={"en": "Main site"})
        (told,) = said(wanted(site=closure.site))
        assert told.startswith("warn Main site is closed that day. Tuesday 3 March 2026: closed")
        assert said(wanted(site=closure.site, presence="online")) == []

    def test_the_site_of_a_stop(self):
        closure = ClosureFactory(site__kind="mobile")
        stop = Stop.objects.create(
            site=closure.site,
            commune="B",
            place="M",
            first="2026-03-03",
            begins="9:00",
            ends="12:00",
        )
        assert len(said(wanted(stop=stop))) == 1

    def test_a_centre_decides(self):
        closure = ClosureFactory()
        centre = closure.site.centre
        set_level(centre=centre, kind="closure", level="ignore", by=BY)
        assert said(wanted(site=closure.site, centre=centre)) == []
        assert said(wanted(site=closure.site))[0].startswith("warn")


class TestManyAtOnce:
    def test_nothing_asked_nothing_read(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert queries.clashes([]) == []

    def test_dates_asked_about_together_are_compared_as_they_would_be(self):
        space = SpaceFactory()
        first, second = EntryFactory(), EntryFactory(begins=NINE + 24 * HOUR)
        for entry in (first, second):
            hold(entry=entry, spaces=[space], by=BY)
        was = first.begins, first.ends
        first.begins, first.ends = second.begins, second.ends
        second.begins, second.ends = was
        changed = [
            Planned(entry, [shapes.moved(one, entry, span) for one in entry.holds.all()])
            for entry, span in (
                (first, (second.begins, second.ends)),
                (second, (first.begins, first.ends)),
            )
        ]

        assert queries.clashes(changed, kinds=[ClashKind.SPACE]) == [[], []]

    def test_two_of_them_may_run_into_each_other(self):
        space = SpaceFactory()
        needs = Needs(spaces=[space])
        found = queries.clashes([wanted(needs), wanted(needs)], kinds=[ClashKind.SPACE])
        assert [len(one) for one in found] == [1, 1]

    @pytest.mark.parametrize("n", [1, 3])
    def test_as_many_queries_for_one_as_for_many(self, n, django_assert_num_queries):
        site = SiteFactory()
        space, computers = SpaceFactory(site=site), EquipmentFactory()
        needs = Needs(
            spaces=[space], equipment={computers: 1}, people=["Ana Silva"], bodies=["comex"]
        )
        for _ in range(n):
            set_level(centre=CentreFactory(), kind="space", level="warn", by=BY)
            hold(entry=EntryFactory(site=site), people=["Ana Silva"], bodies=["comex"], by=BY)
        planned = [
            wanted(needs, site=site, centre=site.centre, begins=NINE - k * HOUR) for k in range(n)
        ]

        with django_assert_num_queries(11):
            found = queries.clashes(planned, rivals=Entry.objects.all())

        assert all(found)
