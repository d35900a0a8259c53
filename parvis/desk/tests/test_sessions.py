"""Sessions at the front desk: one touch is one more present and one visit; none is linked."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from parvis.accounts.actors import visitor
from parvis.desk import actions
from parvis.desk.tests.factories import BY, a_place, a_session, a_site
from parvis.desk.tests.people import PART, at_centre
from parvis.journal.models import Receipt
from parvis.programme import actions as programme
from parvis.programme.errors import Full
from parvis.programme.models import Seats
from parvis.tallies import actions as tallies
from parvis.tallies.queries import of_day
from parvis.visits import actions as visits
from parvis.visits.errors import TooLate
from parvis.visits.models import Service, Visit

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 3, 11, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def noon(time_machine):
    """A day has hours left on both sides."""
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def site():
    return a_site("employment")


@pytest.fixture
def officer(site):
    return at_centre(site)


def touched(client, site, do, key=None, *, part=True):
    address = reverse("desk:present", kwargs={"pk": site.pk})
    sent = {"do": do, "key": str(key or uuid.uuid4())}
    return client.post(address, sent, **(PART if part else {}))


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def front(client, site):
    return read(client.get(reverse("desk:front", kwargs={"pk": site.pk})))


def places(session):
    return session.seats.get(slot=None)


def test_a_day_without_sessions_says_so(officer, site):
    assert "Nothing is planned here today." in front(officer, site).replace(
        "Rien n’est prévu ici aujourd’hui.", "Nothing is planned here today."
    )


def test_one_touch_counts_a_presence_and_a_visit_that_do_not_know_each_other(officer, site):
    session = a_session(site)

    shown = read(touched(officer, site, f"come:{places(session).pk}"))

    assert places(session).walked_in == 1
    assert [one.kind for one in Service.objects.all()] == ["workshop"]
    assert Visit.objects.get().channel == "on_site"
    assert "1</b> / 12" in shown
    assert 'id="sessions-told"' in shown
    assert 'id="sessions-rows"' in shown
    panel = read(officer.get(f"/desk/{site.pk}/sessions/"))  # moves on its own, the undo stays
    assert 'id="sessions-told"' not in panel
    assert {one.purpose for one in Receipt.objects.all()} == {"visits.record"}
    assert of_day(site, session.entry.day, "programme.places") == {"participatory/walked-in": 1}
    assert tallies.recount(site=site, day=session.entry.day, by=BY) == {}


def test_an_event_is_told_as_one(officer, site):
    fair = a_session(site, kind="fair", joining="open", capacity=None)

    touched(officer, site, f"come:{places(fair).pk}")

    assert [one.kind for one in Service.objects.all()] == ["event"]


def test_the_same_touch_counts_once_and_is_undone_whole(officer, site):
    session, key = a_session(site), uuid.uuid4()
    seats = places(session)
    for _time in range(2):
        touched(officer, site, f"come:{seats.pk}", key)
    assert (places(session).walked_in, Visit.objects.count()) == (1, 1)

    for _time in range(2):
        read(touched(officer, site, f"back:{seats.pk}", key))

    assert (places(session).walked_in, Visit.objects.count()) == (0, 0)
    shown = read(touched(officer, site, f"come:{seats.pk}", key), 422)
    assert "notice" in shown
    assert (places(session).walked_in, Visit.objects.count()) == (0, 0)


def test_an_undo_that_comes_first_wins(site):
    session, key = a_session(site), uuid.uuid4()
    seats = places(session)

    assert not actions.go_back(seats=seats, key=key, visit_at=site, by=BY)

    with pytest.raises(TooLate):
        actions.come(seats=seats, key=key, visit_at=site, by=BY)
    assert places(session).walked_in == 0


def test_when_it_is_full_nothing_is_counted_until_somebody_says_so(officer, site):
    session = a_session(site, capacity=1)
    a_place(session)
    seats = places(session)

    shown = read(touched(officer, site, f"come:{seats.pk}"), 422)

    assert f'value="anyway:{seats.pk}"' in shown
    assert (places(session).walked_in, Visit.objects.count()) == (0, 0)
    touched(officer, site, f"anyway:{seats.pk}")
    assert (places(session).walked_in, Visit.objects.count()) == (1, 1)


def test_once_the_day_of_visits_is_closed_they_are_present_alone(officer, site):
    session, key = a_session(site), uuid.uuid4()
    visits.open_day(site=site, by=BY)
    visits.close_day(site=site, date=session.entry.day, by=BY)
    seats = places(session)

    touched(officer, site, f"come:{seats.pk}", key)
    touched(officer, site, f"come:{seats.pk}", key)

    assert (places(session).walked_in, Visit.objects.count()) == (1, 0)
    receipt = Receipt.objects.get(key=key)
    assert (receipt.digest, receipt.row, receipt.answer) == ("", None, {"state": "kept"})
    for _time in range(2):
        touched(officer, site, f"back:{seats.pk}", key)
    assert places(session).walked_in == 0


def test_a_key_of_another_session_takes_nothing_back(site):
    one, other, key = a_session(site), a_session(site), uuid.uuid4()
    actions.come(seats=places(one), key=key, by=BY)

    assert not actions.go_back(seats=places(other), key=key, by=BY)
    assert not actions.go_back(seats=places(other), key=uuid.uuid4(), by=BY)

    assert (places(one).walked_in, places(other).walked_in) == (1, 0)


def test_a_party_comes_by_its_sign_with_its_visit_and_goes_back(site):
    session, key = a_session(site), uuid.uuid4()
    party, _private = a_place(session, 1)

    came = actions.come(seats=party.seats, key=key, party=party, visit_at=site, by=BY)

    assert (came.new, came.is_visit, came.party.state) == (True, True, "came")
    assert places(session).came == 1
    assert actions.go_back(seats=party.seats, key=key, party=came.party, visit_at=site, by=BY)
    assert (places(session).came, places(session).held, Visit.objects.count()) == (0, 1, 0)


def test_what_was_called_off_stays_and_says_so(officer, site):
    session = a_session(site)
    programme.cancel(session=session, by=BY)

    shown = front(officer, site)

    assert "is-off" in shown
    assert f"come:{places(session).pk}" not in shown
    assert read(touched(officer, site, f"come:{places(session).pk}"), 422)
    assert not Visit.objects.exists()


def test_over_and_uncounted_late_and_closed_are_told(officer, site, noon):
    session = a_session(site, minutes=30, lasts=60)
    noon.move_to(NOON + datetime.timedelta(hours=2), tick=False)
    shown = front(officer, site)
    assert "is-over" in shown
    assert f"come:{places(session).pk}" in shown  # it may be counted late
    programme.headcount(session=session, n=9, by=BY)
    shown = front(officer, site)
    assert ">9</b>" in shown
    assert f"come:{places(session).pk}" not in shown  # heads go before ticks
    programme.close_attendance(session=session, by=BY)
    assert "is-over" in front(officer, site)


def test_the_door_is_not_kept_hours_before(officer, site):
    session = a_session(site, minutes=200)

    assert f"come:{places(session).pk}" not in front(officer, site)


def test_without_scripts_the_page_comes_back_with_the_way_back(officer, site):
    session = a_session(site)
    seats = places(session)

    answer = touched(officer, site, f"come:{seats.pk}", part=False)

    assert answer["Location"].startswith(reverse("desk:front", kwargs={"pk": site.pk}))
    shown = front(officer, site)
    assert f'value="back:{seats.pk}"' in shown
    touched(officer, site, f"back:{seats.pk}", part=False)
    assert f'value="back:{seats.pk}"' not in front(officer, site)
    programme.cancel(session=session, by=BY)
    assert touched(officer, site, f"come:{seats.pk}", part=False).status_code == 302


def test_nothing_is_shown_in_practice(officer, site):
    a_session(site)

    shown = read(officer.get(reverse("desk:front", kwargs={"pk": site.pk}), {"practice": "1"}))

    assert 'id="sessions"' not in shown


@pytest.mark.parametrize("do", ["come:x", "come:", "come:999999999", "nothing:1", ""])
def test_what_is_no_session_of_today_is_not_there(officer, site, do):
    a_session(site)

    assert touched(officer, site, do).status_code == 404


def test_a_gesture_that_is_none_and_a_key_that_is_none_are_not_there(officer, site):
    seats = places(a_session(site))

    assert touched(officer, site, f"jump:{seats.pk}").status_code == 404
    assert touched(officer, site, f"come:{seats.pk}", "x").status_code == 404


def test_another_centre_counts_nobody_here(site):
    session = a_session(site)
    stranger = at_centre(a_site("employment"))

    assert touched(stranger, site, f"come:{places(session).pk}").status_code == 404
    assert places(session).walked_in == 0


def test_the_part_costs_the_same_for_three_sessions(officer, site):
    address = reverse("desk:sessions", kwargs={"pk": site.pk})
    costs = []
    for _round in range(2):
        session = a_session(site)
        a_place(session)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(officer.get(address))
        costs.append(len(asked))
        a_session(site)

    assert costs[0] == costs[1]


def test_a_full_session_refuses_in_a_sentence(site):
    session = a_session(site, capacity=1)
    a_place(session)

    with pytest.raises(Full):
        actions.come(seats=places(session), key=uuid.uuid4(), visit_at=site, by=visitor())
    assert not Receipt.objects.exists()
    assert Seats.objects.get().walked_in == 0
    assert timezone.now() == NOON
