"""Professionals by name: registered, never twice for one place, erased with their figures kept."""

import datetime
import json
import uuid

import pytest
from django.db import connection

from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Post
from parvis.centres.queries import scope_of
from parvis.centres.tests.factories import CentreFactory
from parvis.kernel.policies import trusted
from parvis.programme import actions, queries, rules, tasks
from parvis.programme.errors import (
    Full,
    JoiningClosed,
    NotAKey,
    NotPossible,
    PlaceUnknown,
    WrongState,
)
from parvis.programme.models import Registration, Seats, StatedFigure
from parvis.programme.tests.conftest import BEGINS, BY, seats

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def school(published):
    """A seminar of three with two parallel workshops, one of a single place, and a later one."""
    day = published(
        kind="seminar",
        joining="named",
        capacity=3,
        title={"en": "Autumn School"},
        ends=BEGINS + 6 * HOUR,
    )

    def part(hours, capacity):
        return published(
            part_of=day,
            capacity=capacity,
            begins=BEGINS + hours * HOUR,
            ends=BEGINS + (hours + 1) * HOUR,
        )

    return day, part(1, 1), part(1, None), part(3, None)


@pytest.fixture
def register():
    def made(session, name="Ana Silva", key=None, **more):
        said = {
            "email": f"{(name.split() or ['x'])[0].lower()}@example.org",
            "country": "pt",
        } | more
        return actions.register(session=session, key=key or uuid.uuid4(), name=name, by=BY, **said)

    return made


def names():
    with trusted():
        return list(Registration.objects.values_list("name", flat=True))


def test_register_holds_a_place_there_and_in_each_workshop(school, register):
    day, small, _large, later = school

    row = register(day, name="  Ana   Silva ", workshops=[later, small], centre=CentreFactory())

    assert (row.name, row.country, row.list_of) == ("Ana Silva", "PT", day.entry.centre)
    assert row.until == datetime.date(2026, 6, 1)
    assert [seats(one).held for one in (day, small, later)] == [1, 1, 1]
    with trusted():
        (found,) = queries.registrations(day)
        assert {one.pk for one in found.workshops.all()} == {small.pk, later.pk}
        assert str(found) == "Ana Silva"


def test_a_key_opens_what_was_registered_without_the_name(school, register):
    day, small, _large, later = school
    key = uuid.uuid4()
    register(day, key=key, workshops=[later, small])

    found = queries.registered(key)

    assert found == queries.Registered(day, "on-site", "registered", [small, later])
    assert queries.registered(uuid.uuid4()) is None


def test_register_takes_the_country_of_the_centre(school, register):
    assert register(school[0], country="", centre=CentreFactory(country="IT")).country == "IT"


def test_register_again_with_the_same_address_says_it_anew(school, register):
    day, small, large, later = school
    register(day, workshops=[small])

    register(day, workshops=[large, later], organisation="CIEP")

    assert names() == ["Ana Silva"]
    assert [seats(one).held for one in school] == [1, 0, 1, 1]


def test_register_is_refused_where_it_is_full_and_holds_nothing(school, register):
    day, small, _large, later = school
    register(day, workshops=[small])

    with pytest.raises(Full):
        register(day, name="Bea Costa", workshops=[later, small])

    assert names() == ["Ana Silva"]
    assert [seats(one).held for one in (day, small, later)] == [1, 1, 0]


def test_register_online_takes_a_place_online(published, register):
    webinar = published(kind="webinar", joining="named", presence="both", online_capacity=1)

    register(webinar, online=True)

    assert {row.way: row.held for row in webinar.seats.all()} == {"on-site": 0, "online": 1}
    register(webinar)
    assert {row.way: row.held for row in webinar.seats.all()} == {"on-site": 1, "online": 0}
    register(webinar, online=True)
    with pytest.raises(Full):
        register(webinar, name="Bea Costa", online=True)


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"email": "nobody"}, {"country": "p"}, {"country": ""}, {"name": "x" * 121}],
    ids=str,
)
def test_register_says_what_is_wrong(school, register, wrong):
    with pytest.raises(NotPossible):
        register(school[0], **wrong)


def test_register_workshops_of_that_day_at_hours_of_their_own(school, register, published):
    day, small, large, _later = school

    with pytest.raises(NotPossible):
        register(day, workshops=[small, large])
    with pytest.raises(NotPossible):
        register(day, workshops=[published()])


def test_register_takes_a_random_key(school, register):
    with pytest.raises(NotAKey):
        register(school[0], key=uuid.uuid1())


def test_register_where_and_while_names_are_asked(school, register, published, at):
    with pytest.raises(JoiningClosed):
        register(published())
    at(0)
    with pytest.raises(JoiningClosed):
        register(school[0])


def test_withdraw_frees_every_place_and_may_come_back(school, register):
    day, small, _large, _later = school
    key = uuid.uuid4()
    register(day, key=key, workshops=[small])

    actions.withdraw(key=key, by=BY)
    assert actions.withdraw(key=key, by=BY).state == "withdrawn"
    assert [seats(one).held for one in (day, small)] == [0, 0]

    back = register(day, workshops=[small])
    assert back.state == "registered"
    assert [seats(one).held for one in (day, small)] == [1, 1]
    with pytest.raises(PlaceUnknown):
        actions.withdraw(key=uuid.uuid4(), by=BY)


def test_tick_who_came_and_take_it_back(school, register):
    key = uuid.uuid4()
    row = register(school[0], key=key)

    with trusted():
        for _time in range(2):
            assert actions.tick(registration=row, by=BY).state == "came"
    with pytest.raises(WrongState):
        actions.withdraw(key=key, by=BY)
    with trusted():
        assert actions.tick(registration=row, came=False, by=BY).state == "registered"


def test_names_go_three_months_after_and_the_figures_stay(school, register, at):
    day = school[0]
    for name, centre in (("Ana Silva", CentreFactory()), ("Bea Costa", None)):
        register(day, name=name, centre=centre, organisation="CIEP")
    StatedFigure.objects.create(session=day, what="countries", n=5)
    at(60 * 24 * 89)
    tasks.erase()
    assert len(names()) == 2

    at(60 * 24 * 92)
    tasks.erase()

    assert names() == []
    said = {row.what: row.n for row in day.stated_figures.all()}
    assert said == {"participants": 2, "centres": 1, "countries": 5, "organisations": 1}
    word = day.stated_figures.get(what="participants").sources.get()
    assert word.code == day.entry.centre.code


def test_names_are_shown_by_the_database_to_whoever_may_read_them(school, register):
    """A forgotten filter shows nothing: only the list of one's own centre, and the network's."""
    day = school[0]
    row = register(day)
    elsewhere = CentreFactory()

    def seen_by(user) -> int:

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('parvis.scope', %s, true)", [json.dumps(scope_of(user))]
            )
        return Registration.objects.count()

    people = {}
    for name, centre, role in (
        ("own", day.entry.centre, "manager"),
        ("other", elsewhere, "manager"),
    ):
        people[name] = User.objects.create_user(f"{name}@example.org", name=name)
        Post.objects.create(user=people[name], centre=centre, role=role, start="2020-01-01")
    for role in ("coordinator", "editor"):
        people[role] = User.objects.create_user(f"{role}@example.org", name=role)
        NetworkPost.objects.create(user=people[role], role=role, start="2020-01-01")

    assert {name: seen_by(user) for name, user in people.items()} == {
        "own": 1,
        "other": 0,
        "coordinator": 1,
        "editor": 0,
    }
    with trusted():
        assert rules.can_read_registration(people["own"], row)
        assert not rules.can_read_registration(people["other"], row)


def test_a_workshop_without_a_list_of_places_holds_none(school, register):
    day, small, _large, _later = school
    Seats.objects.filter(session=small).delete()

    assert register(day, workshops=[small]).state == "registered"
