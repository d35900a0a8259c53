"""The end of a day: oddities corrected in one touch, closed, then corrected with a trace."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.urls import reverse

from parvis.centres.models import Hours
from parvis.centres.queries.opening import today
from parvis.desk.tests.factories import BY, a_site, a_ticket
from parvis.desk.tests.people import at_centre
from parvis.visits import actions
from parvis.visits.models import Correction, Day, Ticket, Visit
from parvis.visits.queries import totals, waits_by_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site("employment")


@pytest.fixture
def officer(site):
    return at_centre(site)


@pytest.fixture
def manager(site):
    return at_centre(site, "manager")


def way(site, name="day-of", **more):
    return reverse(f"desk:{name}", kwargs={"pk": site.pk, "date": today(site).isoformat()} | more)


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def a_sheet(site, **more):
    sent = {"wanted": "information", "half_day": "am", "channel": "on_site", "n": "5", "size": "1"}
    return sent | {"key": str(uuid.uuid4())} | more


def test_an_empty_day_says_so(officer, site):
    assert "empty-arch" in read(officer.get(reverse("desk:day", kwargs={"pk": site.pk})))


def test_whoever_still_waits_is_shown_and_put_right_in_one_touch(officer, site):
    ticket = a_ticket(site)
    assert f"leave:{ticket.pk}" in read(officer.get(way(site)))

    officer.post(way(site, "mend"), {"do": f"leave:{ticket.pk}"})

    ticket.refresh_from_db()
    assert ticket.state == "left"
    again = officer.post(way(site, "mend"), {"do": f"start:{ticket.pk}"}, follow=True)
    assert ticket.sign in read(again)


def test_an_interview_left_open_is_over(officer, site):
    ticket = a_ticket(site)
    actions.call(ticket=ticket, desk=1, by=BY)
    actions.start(ticket=ticket, by=BY)
    assert f"serve:{ticket.pk}" in read(officer.get(way(site)))

    officer.post(way(site, "mend"), {"do": f"serve:{ticket.pk}"})

    ticket.refresh_from_db()
    assert ticket.state == "served"


def test_an_interview_of_a_second_is_left_out_of_the_times_in_one_touch(officer, site):
    ticket = a_ticket(site)
    actions.call(ticket=ticket, desk=1, by=BY)
    actions.start(ticket=ticket, by=BY)
    actions.serve(ticket=ticket, by=BY)
    assert f"apart:{ticket.pk}" in read(officer.get(way(site)))

    for _twice in range(2):
        officer.post(way(site, "mend"), {"do": f"apart:{ticket.pk}"})

    ticket.refresh_from_db()
    assert (ticket.state, ticket.forgotten) == ("served", True)
    found = totals(site, today(site))
    assert (found.served, found.forgotten) == (0, 1)
    assert f"apart:{ticket.pk}" not in read(officer.get(way(site)))
    waits = a_ticket(site)
    officer.post(way(site, "mend"), {"do": f"apart:{waits.pk}"})
    waits.refresh_from_db()
    assert not waits.forgotten


def test_opening_hours_without_a_record_lead_to_the_sheet(officer, site, time_machine):
    monday = datetime.datetime(2026, 3, 2, 16, tzinfo=datetime.UTC)
    time_machine.move_to(monday)
    Hours.objects.create(site=site, weekday=1, opens=datetime.time(9), closes=datetime.time(17))
    actions.open_day(site=site, by=BY)

    assert 'href="#sheet"' in read(at_centre(site).get(way(site)))


def test_half_of_them_waited_so_long_hour_by_hour(officer, site, time_machine):
    nine = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.UTC)
    assert "chart-waits" not in read(officer.get(way(site)))
    for hour, waits in ((0, (5, 10, 30)), (2, (20,))):
        for minutes in waits:
            came = nine + datetime.timedelta(hours=hour)
            time_machine.move_to(came, tick=False)
            ticket = a_ticket(site)
            time_machine.move_to(came + datetime.timedelta(minutes=minutes), tick=False)
            actions.call(ticket=ticket, desk=1, by=BY)

    hours = [(one.hour, one.people, one.minutes) for one in waits_by_hour(site, nine.date())]
    assert hours == [(9, 3, 10), (11, 1, 20)]
    client = at_centre(site)
    shown = read(client.get(way(site)))
    assert "entre 11 et 12 heures" in shown
    assert "<td>10 min</td><td>3</td>" in shown
    client.post(way(site, "close"))
    assert "<td>10 min</td><td>3</td>" in read(client.get(way(site)))  # its tickets are gone


@pytest.mark.parametrize("do", ["", "leave:x", f"leave:{uuid.UUID(int=7)}"])
def test_what_is_not_there_is_not_put_right(officer, site, do):
    assert officer.post(way(site, "mend"), {"do": do}).status_code == 404


def test_a_ticket_of_elsewhere_is_not_put_right(officer, site):
    ticket = a_ticket(a_site("employment"))

    assert officer.post(way(site, "mend"), {"do": f"leave:{ticket.pk}"}).status_code == 404
    mine = a_ticket(site)
    assert officer.post(way(site, "mend"), {"do": f"dance:{mine.pk}"}).status_code == 404


def test_visits_counted_on_paper_are_added_once(officer, site):
    sent = a_sheet(site, size="28", channel="off_site")
    for _time in range(2):
        assert officer.post(way(site, "sheet"), sent).status_code == 302

    found = totals(site, today(site))
    assert (found.visits, found.people) == (5, 140)


def test_a_sheet_that_cannot_be_comes_back_as_it_was_typed(officer, site):
    assert 'value="0"' in read(officer.post(way(site, "sheet"), a_sheet(site, n="0")), 422)
    sent = a_sheet(site)
    officer.post(way(site, "sheet"), sent)
    other = sent | {"n": "6"}  # the same key with another sheet
    assert 'value="6"' in read(officer.post(way(site, "sheet"), other), 422)
    assert totals(site, today(site)).visits == 5


def test_closed_only_half_days_are_left(officer, site):
    a_ticket(site)

    assert officer.post(way(site, "close")).status_code == 302

    assert not Ticket.objects.exists()
    assert Visit.objects.get().at is None
    shown = read(officer.get(way(site)))
    assert "/close/" not in shown
    assert "/amend/" not in shown  # the manager's


def test_a_day_that_never_was_is_not_closed(officer, site):
    assert officer.post(way(site, "close"), follow=True).status_code == 200
    assert not Day.objects.exists()


def test_a_closed_day_is_corrected_by_the_manager_with_a_trace(officer, manager, site):
    officer.post(way(site, "sheet"), a_sheet(site))
    officer.post(way(site, "close"))
    sent = {"wanted": "information", "half_day": "am", "channel": "on_site", "n": "-2",
            "reason": "twice"}  # fmt: skip

    assert officer.post(way(site, "amend"), sent).status_code == 404
    assert manager.post(way(site, "amend"), sent).status_code == 302

    assert totals(site, today(site)).visits == 3
    assert Correction.objects.exists()
    assert "staff:" in read(manager.get(way(site)))
    assert "visites, sur place, matin" in read(manager.get(way(site)))
    assert "−2" in read(manager.get(way(site)))
    assert 'value="-9"' in read(manager.post(way(site, "amend"), sent | {"n": "-9"}), 422)
    assert read(manager.post(way(site, "amend"), sent | {"reason": "mood"}), 422)


def test_a_day_left_open_is_shown_until_somebody_closes_it(officer, site):
    yesterday = today(site) - datetime.timedelta(days=1)
    actions.open_day(site=site, date=yesterday, by=BY)

    assert yesterday.isoformat() in read(officer.get(reverse("desk:day", kwargs={"pk": site.pk})))
    officer.post(way(site, "close", date=yesterday.isoformat()))
    assert not Day.objects.get(date=yesterday).is_open


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", "2999-01-01"])
def test_a_day_that_cannot_be_is_not_there(officer, site, date):
    assert officer.get(way(site, date=date)).status_code == 404


def test_nobody_of_elsewhere_closes_a_day_here(site):
    a_ticket(site)
    elsewhere = at_centre(a_site("employment"), "manager")

    for name in ("mend", "sheet", "close", "amend"):
        assert elsewhere.post(way(site, name), a_sheet(site)).status_code == 404
    assert Day.objects.get(site=site).is_open
