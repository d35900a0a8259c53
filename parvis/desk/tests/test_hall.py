"""What comes next: at the foot of the wall, and large in the hall; what its rooms thought."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.agenda.models import Hold
from parvis.centres.models import Space
from parvis.desk import queries
from parvis.desk.sentences import said
from parvis.desk.tests.factories import BY, a_browser, a_place, a_session, a_site, address
from parvis.devices.enums import DeviceKind
from parvis.programme import actions as programme
from parvis.programme.enums import Left
from parvis.programme.models import Session
from parvis.programme.queries import LeftPlaces
from parvis.programme.tests.factories import FeedbackFactory

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 3, 11, tzinfo=datetime.UTC)
LANGUAGES = ["fr", "en", "ar"]


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def site():
    return a_site("employment")


@pytest.fixture
def wall(site):
    return a_browser(site, DeviceKind.DISPLAY)[0]


def at(site, rest=""):
    return address(site, DeviceKind.DISPLAY, rest)


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def in_a_room(session):
    space = Space.objects.create(
        site=session.entry.site, code="canal", kind="room", name={"fr": "Salle Canal"}
    )
    entry = session.entry
    Hold.objects.create(entry=entry, space=space, begins=entry.begins, ends=entry.ends)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wall_says_hour_title_room_and_places_in_words(wall, site, language):
    session = a_session(site, capacity=12)
    in_a_room(session)

    shown = read(wall.get(at(site), {"lang": language}))

    foot = shown.partition("wall-next")[2]
    assert "13:00" in foot
    assert "Salle Canal" in foot
    assert said("n-places", language).format(12) in foot
    assert ("CV workshop" if language == "en" else "Atelier CV") in foot


def test_what_was_called_off_stays_and_a_day_without_sessions_shows_nothing(wall, site):
    assert "wall-next" not in read(wall.get(at(site)))
    programme.cancel(session=a_session(site), by=BY)

    foot = read(wall.get(at(site, "board/"))).partition("wall-next")[2]

    assert "is-off" in foot
    assert said("cancelled", "fr") in foot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("joining", "state", "left", "code"),
    [
        ("places", "published", LeftPlaces(Left.MANY), "places-left"),
        ("places", "published", LeftPlaces(Left.LAST), "last-places"),
        ("places", "published", LeftPlaces(Left.FULL), "full"),
        ("places", "published", LeftPlaces(Left.UNLIMITED), "come-in"),
        ("places", "published", LeftPlaces(Left.CLOSED), ""),
        ("places", "published", None, ""),
        ("open", "published", None, "come-in"),
        ("door", "published", None, ""),
        ("places", "cancelled", LeftPlaces(Left.MANY, 12), "cancelled"),
    ],
    ids=["many", "last", "full", "unlimited", "closed", "none", "open", "door", "cancelled"],
)
def test_places_are_told_in_words(language, joining, state, left, code):
    session = Session(joining=joining, state=state)

    told = queries.places_said(session, left, language)

    assert told == (said(code, language) if code else "")


def test_the_hall_shows_what_is_on_and_what_comes(wall, site, noon):
    full = a_session(site, capacity=1)
    a_place(full)
    a_session(site, minutes=24 * 60, joining="open", capacity=None)
    a_session(site, minutes=72 * 60)
    noon.move_to(NOON + datetime.timedelta(minutes=90), tick=False)

    shown = read(wall.get(at(site, "hall/")))

    assert said("now", "fr") in shown
    assert said("full", "fr") in shown
    assert said("tomorrow", "fr") in shown
    assert said("come-in", "fr") in shown
    assert shown.count("<li") >= 3
    assert read(wall.get(at(site, "hall/board/"))).strip() in shown


def test_what_was_called_off_is_never_on(wall, site, noon):
    programme.cancel(session=a_session(site), by=BY)
    noon.move_to(NOON + datetime.timedelta(minutes=90), tick=False)

    shown = read(wall.get(at(site, "hall/")))

    assert said("cancelled", "fr") in shown
    assert said("today", "fr") in shown
    assert said("now", "fr") not in shown


def test_the_room_is_asked_by_a_square_and_answered_once_eleven_spoke(wall, site, noon):
    session = a_session(site)
    assert "hall-scan" not in read(wall.get(at(site, "hall/board/")))
    noon.move_to(NOON + datetime.timedelta(minutes=90), tick=False)

    asked = read(wall.get(at(site, "hall/board/")))
    assert "<svg" in asked
    assert said("thoughts-hidden", "fr").format(11) in asked
    FeedbackFactory(session=session, alike=11, answer="yes")
    shown = read(wall.get(at(site, "hall/board/")))

    assert said("thoughts-n", "fr").format(11) in shown
    noon.move_to(NOON + datetime.timedelta(hours=6), tick=False)
    assert "hall-scan" not in read(wall.get(at(site, "hall/board/")))


def test_an_empty_hall_says_so_and_hears_of_dates_alone(wall, site):
    assert said("no-sessions", "fr") in read(wall.get(at(site, "hall/")))
    assert "ticket=" in wall.get(at(site, "hall/stream/")).json()["stream"]
    assert (
        'name="code"'
        in a_browser(a_site(), DeviceKind.DISPLAY)[0].get(at(site, "hall/")).content.decode()
    )


@pytest.mark.parametrize("part", ["board/", "hall/board/"])
def test_it_costs_the_same_for_many(wall, site, part):
    costs = []
    for _round in range(2):
        a_session(site)
        with CaptureQueriesContext(connection) as asked:
            read(wall.get(at(site, part)))
        costs.append(len(asked))
        a_session(site)

    assert costs[0] == costs[1]
