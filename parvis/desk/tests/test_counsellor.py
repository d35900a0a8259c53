"""A counsellor's desk: next, closed in three touches, handed over; nothing about a person kept."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from parvis.counselling.actions import keep_theme
from parvis.counselling.models import Interview, NeedFlag
from parvis.desk.tests.factories import BY, a_site, a_ticket
from parvis.desk.tests.people import PART, at_centre, counsels
from parvis.devices.models import Summons
from parvis.visits import actions
from parvis.visits.models import Ticket
from parvis.visits.tasks import forget

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site("employment", "training")


@pytest.fixture
def counsellor(site):
    client = counsels(site)
    client.post(way(site, "sit"), {"desk": "2"})
    return client


def way(site, name="counsellor", **more):
    return reverse(f"desk:{name}", kwargs={"pk": site.pk} | more)


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def did(client, site, do, status=200, **given):
    return read(client.post(way(site, "act"), {"do": do} | given, **PART), status)


def test_who_has_not_said_where_they_sit_is_asked_first(site):
    client = counsels(site)

    assert 'name="desk"' in read(client.get(way(site)))
    a_ticket(site)
    did(client, site, "next")
    assert Ticket.objects.get().state == "waiting"


def test_a_desk_that_cannot_be_is_refused_and_what_was_typed_comes_back(site):
    shown = read(counsels(site).post(way(site, "sit"), {"desk": "0"}), 422)

    assert 'value="0"' in shown


def test_next_has_come_and_closed_with_its_defaults(counsellor, site):
    ticket = a_ticket(site)

    shown = did(counsellor, site, "next")
    assert f"start:{ticket.pk}" in shown
    did(counsellor, site, f"start:{ticket.pk}")
    did(counsellor, site, f"close:{ticket.pk}:nothing", subject="employment_cv",
        outcome="information")  # fmt: skip

    interview = Interview.objects.get()
    assert (interview.subject, interview.outcome, interview.next_step) == (
        "employment_cv", "information", "nothing")  # fmt: skip
    ticket.refresh_from_db()
    assert (ticket.state, ticket.desk) == ("served", 2)


def test_the_next_closes_by_itself_what_was_open(counsellor, site):
    a_ticket(site)
    a_ticket(site)
    did(counsellor, site, "next")
    did(counsellor, site, "next")

    assert Interview.objects.get().subject == ""


def test_only_the_poles_one_counsels_and_the_languages_one_speaks(site, counsellor):
    near, far = site.centre.poles.all()
    counsellor.post(way(site, "sit"), {"desk": "2", "poles": [str(far.pk)], "languages": ["en"]})
    a_ticket(site, near)
    a_ticket(site, far, language="ar")
    mine = a_ticket(site, far, language="en")

    did(counsellor, site, "next")

    mine.refresh_from_db()
    assert (mine.state, mine.desk) == ("called", 2)


def test_handed_over_they_keep_their_place(counsellor, site):
    ticket, other = a_ticket(site), site.centre.poles.last()
    did(counsellor, site, "next")

    did(counsellor, site, f"hand:{ticket.pk}:{other.pk}", subject="employment_cv")

    there = Ticket.objects.get(pole=other)
    assert (there.sign, there.place) == (ticket.sign, ticket.place)
    assert Interview.objects.get().outcome == "other_pole"


def test_a_need_seen_is_counted_by_month(counsellor, site):
    theme = keep_theme(centre=site.centre, code="bus", name={"fr": "Bus du soir"}, by=BY).row

    assert "Bus du soir" in read(counsellor.get(way(site)))
    did(counsellor, site, f"flag:{theme.pk}")

    assert NeedFlag.objects.get().n == 1
    did(counsellor, site, "flag:0", status=404)


def test_a_need_seen_says_where_from_coarsely_or_not_at_all(counsellor, site):
    theme = keep_theme(centre=site.centre, code="bus", name={"fr": "Bus du soir"}, by=BY).row
    page = read(counsellor.get(way(site)))
    assert 'name="zone" value="neighbours"' in page
    assert 'name="zone" value="unsaid"' not in page

    for zone in ("", "neighbours", "neighbours"):
        did(counsellor, site, f"flag:{theme.pk}", zone=zone)

    assert {row.zone: row.n for row in NeedFlag.objects.all()} == {"": 1, "neighbours": 2}
    did(counsellor, site, f"flag:{theme.pk}", zone="3 rue des Lilas", status=422)


def test_reception_is_called_to_the_desk_until_somebody_goes(counsellor, site):
    officer = at_centre(site)
    line = reverse("desk:line", kwargs={"pk": site.pk})
    assert 'value="desk-2"' not in read(officer.get(line))

    assert "dismiss" in did(counsellor, site, "summon")
    did(counsellor, site, "summon")
    assert Summons.objects.count() == 1
    assert 'value="desk-2"' in read(officer.get(line))
    officer.post(reverse("desk:helped", kwargs={"pk": site.pk}), {"device": "desk-2"}, **PART)
    assert not Summons.objects.exists()
    assert 'value="summon"' in read(counsellor.get(way(site, "now")))

    did(counsellor, site, "summon")
    did(counsellor, site, "dismiss")
    assert not Summons.objects.exists()


def test_a_call_that_nobody_answered_is_forgotten_by_the_morning(counsellor, site, time_machine):
    did(counsellor, site, "summon")
    forget()
    assert Summons.objects.exists()

    time_machine.move_to(timezone.now() + datetime.timedelta(hours=19))
    forget()
    assert not Summons.objects.exists()


def test_who_has_no_desk_calls_nobody_to_it(site):
    did(counsels(site), site, "summon")

    assert not Summons.objects.exists()


def test_closing_takes_three_touches_at_the_most_and_one_by_default(counsellor, site):
    a_ticket(site)
    shown = did(counsellor, site, "next")

    assert len(re.findall(r'name="subject" value="\w+" checked', shown)) == 1
    assert len(re.findall(r'name="outcome" value="\w+" checked', shown)) == 1
    did(counsellor, site, f"close:{Ticket.objects.get().pk}:nothing")
    assert Interview.objects.get().next_step == "nothing"


def test_an_interview_by_telephone_without_a_ticket(counsellor, site):
    pole = site.centre.poles.first()
    given = {"pole": pole.pk, "channel": "phone", "minutes": "12", "subject": ""}

    assert counsellor.post(way(site, "note"), given).status_code == 302
    assert Interview.objects.get().channel == "phone"
    assert read(counsellor.post(way(site, "note"), given | {"channel": "smoke"}), 422)
    wrong = given | {"subject": "training_find"}  # not one of this pole's
    assert counsellor.post(way(site, "note"), wrong).status_code == 302
    assert Interview.objects.count() == 1


def test_too_late_is_said_in_a_sentence(counsellor, site):
    ticket = a_ticket(site)
    actions.leave(ticket=ticket, by=BY)

    assert ticket.sign in did(counsellor, site, f"close:{ticket.pk}:nothing", status=422)
    plain = counsellor.post(way(site, "act"), {"do": f"close:{ticket.pk}:nothing"})
    assert plain["Location"] == way(site)
    plain = counsellor.post(way(site, "act"), {"do": "next"})
    assert plain["Location"] == way(site)


def test_the_moving_parts_are_those_of_the_page(counsellor, site):
    a_ticket(site)

    page = read(counsellor.get(way(site)))
    assert read(counsellor.get(way(site, "queue"))).strip() in page
    assert 'id="here"' in read(counsellor.get(way(site, "now")))
    assert "stream" in counsellor.get(way(site, "counsellor-stream")).json()


def test_the_own_figures_are_on_no_screen_of_anybody_else(counsellor, site):
    a_ticket(site)
    did(counsellor, site, "next")
    did(counsellor, site, f"close:{Ticket.objects.get().pk}:nothing")
    colleague = counsels(site)

    assert "1 entretien" in read(counsellor.get(way(site))) or "1 interview" in read(
        counsellor.get(way(site))
    )
    shown = read(colleague.get(way(site)))
    assert "0 entretien" in shown or "0 interview" in shown


def test_who_counsels_elsewhere_or_not_at_all_finds_nothing(site):
    for other in (counsels(a_site("employment")), at_centre(site), at_centre(site, "manager")):
        for name in ("counsellor", "now", "queue", "counsellor-stream"):
            assert other.get(way(site, name)).status_code == 404
        for name in ("sit", "act", "note"):
            assert other.post(way(site, name), {}).status_code == 404
