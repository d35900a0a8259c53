"""Duty at the desk: who is here, late, away; a gap is seen at once; one touch says each."""

from __future__ import annotations

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from parvis.centres.models import Closure
from parvis.desk import queries
from parvis.desk.tests.factories import BY, NOW, a_site, a_ticket
from parvis.desk.tests.people import PART, at_centre, counsels
from parvis.kernel import live
from parvis.partners import actions as duty
from parvis.partners.enums import DutyState
from parvis.partners.models import DutySession, Partner
from parvis.partners.queries import public_duty, topic
from parvis.partners.tests.factories import DutySessionFactory
from parvis.visits import actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)  # a Monday, eleven o'clock in Paris


@pytest.fixture
def site():
    return a_site("employment", "training")


@pytest.fixture
def officer(site):
    return at_centre(site)


def planned(site, begins=9, ends=13, **said):
    pole = said.pop("pole", site.centre.poles.first())
    return DutySessionFactory(
        site=site,
        pole=pole,
        day=NOW.date(),
        begins=datetime.time(begins),
        ends=datetime.time(ends),
        **said,
    )


def way(site, name="duty"):
    return reverse(f"desk:{name}", kwargs={"pk": site.pk})


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def said(client, site, do, status=200):
    return read(client.post(way(site, "duty-say"), {"do": do}, **PART), status)


def states(site):
    return [one.state for one in queries.duty(site, timezone.now()).now]


def test_who_is_on_duty_where_and_until_when(officer, site):
    planned(site, desk="4", partner__name="Chambre de métiers")

    shown = read(officer.get(way(site, "front")))

    assert "Guichet 4" in shown
    assert "Chambre de métiers" in shown
    assert "jusqu’à 13:00" in shown


def test_a_desk_is_expected_free_called_and_busy(site):
    row = planned(site, desk="Guichet 4", state=DutyState.CONFIRMED)
    assert states(site) == ["expected"]
    duty.open_session(session=row, by=BY)
    assert states(site) == ["free"]
    ticket = a_ticket(site)
    actions.call(ticket=ticket, desk=4, by=BY)
    assert states(site) == ["called"]
    actions.start(ticket=ticket, by=BY)

    assert states(site) == ["busy"]
    shown = queries.duty(site, timezone.now())
    assert (shown.present, shown.free) == (1, 0)
    assert shown.now[0].desk.at.ticket == ticket


def test_whoever_receives_somebody_is_here_though_nobody_said_so(site):
    planned(site, desk="4", halt="late")
    actions.call(ticket=a_ticket(site), desk=4, by=BY)

    assert states(site) == ["called"]


def test_a_desk_without_a_number_is_nobodys(site):
    planned(site, desk="Accueil")
    actions.call(ticket=a_ticket(site), desk=4, by=BY)

    assert states(site) == ["expected"]


def test_gaps_of_today_and_who_comes_later_stand_apart(officer, site):
    planned(site, partner=None, state=DutyState.UNCOVERED)
    planned(site, 14, 17, partner__name="Mission locale")
    planned(site, 7, 10)
    planned(site, 8, 10, state=DutyState.CLOSED)

    shown = queries.duty(site, timezone.now())
    assert (len(shown.now), len(shown.gaps), len(shown.later)) == (0, 1, 1)
    page = read(officer.get(way(site)))
    assert "Personne" in page
    assert "Mission locale" in page


def test_nothing_is_planned_on_a_day_the_site_is_closed(officer, site):
    planned(site)
    Closure.objects.create(site=site, start=NOW.date(), end=NOW.date(), kind="works")

    assert "Aucune permanence" in read(officer.get(way(site)))


def test_late_then_here_then_away_then_open_again_in_one_touch_each(officer, site):
    row = planned(site)

    said(officer, site, f"late:{row.pk}")
    assert states(site) == ["late"]
    assert public_duty([site])[site.pk].now[0].halt == "en retard"
    said(officer, site, f"here:{row.pk}")
    assert states(site) == ["free"]
    said(officer, site, f"away:{row.pk}")
    assert states(site) == ["away"]
    assert queries.duty(site, timezone.now()).present == 0
    said(officer, site, f"lift:{row.pk}")
    assert states(site) == ["free"]


def test_nobody_comes_is_a_gap_at_once(officer, site):
    row = planned(site)

    assert "Personne" in said(officer, site, f"missing:{row.pk}")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("uncovered", "missed")


def test_what_cannot_be_is_refused_in_a_sentence(officer, site):
    row = planned(site, 14, 17, state=DutyState.OPENED)

    assert "pas possible dans l’état" in said(officer, site, f"late:{row.pk}", 422)
    officer.post(way(site, "duty-say"), {"do": f"late:{row.pk}"})
    assert "pas possible dans l’état" in read(officer.get(way(site, "front")))
    row.refresh_from_db()
    assert row.halt == ""


def test_without_scripts_the_page_comes_back(officer, site):
    row = planned(site)
    answer = officer.post(way(site, "duty-say"), {"do": f"late:{row.pk}"})

    assert answer.url == way(site, "front")


@pytest.mark.parametrize("do", ["late:0", "late:", "", "sing:{pk}"])
def test_what_nobody_knows_is_not_there(officer, site, do):
    row = planned(site)
    answer = officer.post(way(site, "duty-say"), {"do": do.format(pk=row.pk)})

    assert answer.status_code == 404


def test_the_duty_of_another_site_is_not_there(officer, site):
    row = planned(a_site("employment"))
    answer = officer.post(way(site, "duty-say"), {"do": f"late:{row.pk}"})

    assert answer.status_code == 404


def test_a_partner_says_nothing_at_the_front_desk(site):
    row = planned(site)
    client = counsels(site)

    assert client.get(way(site)).status_code == 404
    answer = client.post(way(site, "duty-say"), {"do": f"late:{row.pk}"})
    assert answer.status_code == 404


def test_the_front_desk_hears_of_duty(officer, site):
    given = officer.get(way(site, "front-stream")).json()["stream"]

    assert topic(site) in live.topics_of(parse_qs(urlsplit(given).query)["ticket"][0])


def test_three_on_duty_cost_as_many_queries_as_one(site, officer):
    def counted():
        with CaptureQueriesContext(connection) as seen:
            read(officer.get(way(site)))
        return len(seen)

    planned(site, desk="1")
    one = counted()
    planned(site, desk="2", pole=site.centre.poles.last())
    planned(site, 14, 17)
    actions.call(ticket=a_ticket(site), desk=1, by=BY)

    assert counted() == one


# -- a counsellor's own duty


def counselling(site, **given):
    client = counsels(site)
    row = planned(site, partner=Partner.objects.latest("pk"), **given)
    return client, row


def test_whoever_sits_down_at_their_duty_is_here(site):
    client, row = counselling(site)
    client.post(way(site, "sit"), {"desk": "6"})

    row.refresh_from_db()
    assert (row.state, row.desk) == ("opened", "6")
    assert "13:00" in read(client.get(way(site, "counsellor")))


def test_the_desk_is_closed_for_a_while_and_opens_by_calling(site):
    client, row = counselling(site, desk="Guichet 6")
    client.post(way(site, "sit"), {"desk": "6"})
    client.post(way(site, "act"), {"do": "away"}, **PART)
    row.refresh_from_db()
    assert (row.halt, row.desk) == ("away", "Guichet 6")

    client.post(way(site, "act"), {"do": "next"}, **PART)
    row.refresh_from_db()
    assert row.halt == ""
    client.post(way(site, "act"), {"do": "away"}, **PART)
    client.post(way(site, "act"), {"do": "lift"}, **PART)
    row.refresh_from_db()
    assert row.halt == ""


def test_of_two_sessions_of_one_house_the_pole_tells_which(site):
    first, last = site.centre.poles.all()
    client, row = counselling(site, pole=first)
    other = planned(site, pole=last, partner=row.partner)
    client.post(way(site, "sit"), {"desk": "6"})
    assert not DutySession.objects.filter(state="opened").exists()

    client.post(way(site, "sit"), {"desk": "6", "poles": [str(last.pk)]})
    assert list(DutySession.objects.filter(state="opened")) == [other]


def test_without_a_duty_nothing_is_closed(site):
    client = counsels(site)
    client.post(way(site, "sit"), {"desk": "6"})

    assert client.post(way(site, "act"), {"do": "away"}, **PART).status_code == 404
