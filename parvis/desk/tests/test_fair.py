"""A fair: strokes at its stands, and the result on one page."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.desk.tests.factories import BY, a_session, a_site
from parvis.desk.tests.people import PART, at_centre
from parvis.programme import actions as programme
from parvis.programme.queries import crowds
from parvis.programme.tests.factories import FeedbackFactory, StandFactory

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 3, 11, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def site():
    return a_site("employment")


@pytest.fixture
def fair(site):
    return a_session(site, minutes=30, kind="fair", joining="open", capacity=None)


@pytest.fixture
def officer(site):
    return at_centre(site)


def way(session, name="stands"):
    return reverse(f"desk:{name}", kwargs={"site": session.entry.site_id, "pk": session.pk})


def stroke(client, session, do, *, part=True):
    return client.post(way(session, "stroke"), {"do": do}, **(PART if part else {}))


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_strokes_say_how_many_and_what_they_looked_for(officer, fair):
    stand = StandFactory(session=fair, name="Chambre", needs=["training", "employment"])

    read(stroke(officer, fair, f"{stand.pk}::1"))
    shown = read(stroke(officer, fair, f"{stand.pk}:training:10"))

    (crowd,) = crowds(fair)
    assert (crowd.n, crowd.needs) == (11, {"training": 10})
    assert ">11</b>" in shown
    assert "Chambre" in read(officer.get(way(fair)))


def test_one_too_many_is_taken_back_and_never_below_nobody(officer, fair):
    stand = StandFactory(session=fair, needs=["training"])
    read(stroke(officer, fair, f"{stand.pk}:training:1"))

    read(stroke(officer, fair, f"{stand.pk}::-1"), 422)
    read(stroke(officer, fair, f"{stand.pk}:training:-1"))
    assert stroke(officer, fair, f"{stand.pk}:training:-1", part=False).status_code == 302

    assert crowds(fair)[0].n == 0


def test_out_of_its_hours_and_for_another_need_it_refuses(officer, fair, site):
    stand = StandFactory(session=fair, needs=["training"])
    read(stroke(officer, fair, f"{stand.pk}:creation:1"), 422)
    later = a_session(site, minutes=600, kind="fair", joining="open", capacity=None)
    far = StandFactory(session=later)

    read(stroke(officer, later, f"{far.pk}::1"), 422)

    assert "disabled" in read(officer.get(way(later)))
    assert "disabled" not in read(officer.get(way(fair)))
    assert stroke(officer, fair, f"{far.pk}::1").status_code == 404


@pytest.mark.parametrize("do", ["", "x", "1::2", "1:<b>:1", "99999::1"], ids=range(5))
def test_what_is_no_stroke_is_not_there(officer, fair, do):
    assert stroke(officer, fair, do).status_code == 404


def test_an_event_without_stands_says_so_and_it_is_live(officer, fair):
    assert "nobody" in read(officer.get(way(fair)))
    assert 'id="stands"' in read(officer.get(way(fair, "stands-board")))
    assert "ticket=" in officer.get(way(fair, "stands-stream")).json()["stream"]
    wrong = reverse("desk:stands", kwargs={"site": fair.entry.site_id + 1, "pk": fair.pk})
    assert officer.get(wrong).status_code == 404


def test_it_costs_the_same_for_many_stands(officer, fair):
    costs = []
    for n in (1, 3):
        for _stand in range(n):
            StandFactory(session=fair, needs=["training"])
        with CaptureQueriesContext(connection) as asked:
            read(officer.get(way(fair)))
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_the_result_holds_on_one_page(officer, fair, noon):
    stand = StandFactory(session=fair, name="Chambre", needs=["training"])
    stroke(officer, fair, f"{stand.pk}:training:10")
    noon.move_to(NOON + datetime.timedelta(hours=1), tick=False)
    programme.headcount(
        session=fair, n=400, method="estimated", qualifier="about", shares={"pupils": 30}, by=BY
    )
    FeedbackFactory(session=fair, alike=11, answer="yes")
    programme.close_attendance(session=fair, by=BY)

    shown = read(officer.get(way(fair, "result")))

    assert "≈ 400" in shown
    assert "Chambre" in shown
    assert "12\xa0h" in shown or "12 h" in shown
    assert "<b>30</b>" in shown
    assert "<b>11</b>" in shown


def test_the_result_of_nothing_says_so(officer, fair):
    shown = read(officer.get(way(fair, "result")))

    assert "<table" not in shown
    programme.cancel(session=fair, why={"fr": "Orage"}, by=BY)
    assert "Orage" in read(officer.get(way(fair, "result")))


def test_a_longer_event_adds_its_days_up(officer, site, noon):
    fair = a_session(site, minutes=30, lasts=60 * 30, kind="fair", joining="open", capacity=None)
    stand = StandFactory(session=fair, name="Chambre", needs=["training"])
    stroke(officer, fair, f"{stand.pk}:training:1")
    noon.move_to(NOON + datetime.timedelta(days=1), tick=False)
    officer.force_login(officer.user)
    stroke(officer, fair, f"{stand.pk}::10")

    assert "<b>11</b>" in read(officer.get(way(fair, "result")))
    assert ">10</b>" in read(officer.get(way(fair)))
