"""The front desk: one touch, one visit; undone, described, called; practised without a trace."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from parvis.centres.queries.opening import today
from parvis.desk.tests.factories import BY, NOW, a_browser, a_site, a_ticket
from parvis.desk.tests.people import PART, at_centre, counsels
from parvis.devices.actions import ask_help
from parvis.devices.enums import DeviceKind
from parvis.tallies.models import Count
from parvis.visits import actions
from parvis.visits.enums import Rank, TicketState
from parvis.visits.models import Correction, SiteSettings, Ticket, Visit
from parvis.visits.queries import totals

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site("employment", "training")


@pytest.fixture
def officer(site):
    return at_centre(site)


def way(site, name="front", **more):
    return reverse(f"desk:{name}", kwargs={"pk": site.pk} | more)


def touched(client, site, wanted=None, *, part=True, **given):
    pole = site.centre.poles.first()
    sent = {"key": str(uuid.uuid4()), "wanted": wanted or f"pole-{pole.pk}"} | given
    answer = client.post(way(site, "record"), sent, **(PART if part else {}))
    return answer, sent["key"]


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_one_touch_is_one_visit_with_its_ticket(officer, site):
    answer, key = touched(officer, site)

    ticket = Ticket.objects.get()
    shown = read(answer)
    assert f"{ticket.sign[1:]}</span>" in shown
    assert key in shown  # its undo
    assert Visit.objects.get().channel == "on_site"
    assert shown.lstrip().startswith('<div id="done"')


def test_the_same_touch_sent_twice_counts_once(officer, site):
    _answer, key = touched(officer, site)
    again, _key = touched(officer, site, key=key)

    assert Ticket.objects.get().sign[1:] in read(again)
    assert Visit.objects.count() == 1


def test_without_scripts_the_page_comes_back_with_what_was_recorded(officer, site):
    answer, key = touched(officer, site, part=False)

    assert answer["Location"] == way(site)
    assert key in read(officer.get(way(site)))


def test_a_class_by_telephone_for_information(officer, site):
    answer, _key = touched(officer, site, "information", size="28", channel="phone")

    visit = Visit.objects.get()
    assert (visit.size, visit.channel, Ticket.objects.count()) == (28, "phone", 0)
    assert "28 personnes" in read(answer) or "28 people" in read(answer)


@pytest.mark.parametrize(
    "wrong",
    [{"key": "x"}, {"size": "0"}, {"size": "1000"}, {"wanted": "pole-0"}, {"channel": "smoke"}],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_counted(officer, site, wrong):
    given = {"key": str(uuid.uuid4()), "wanted": "information"} | wrong
    answer = officer.post(way(site, "record"), given, **PART)

    assert 'role="alert"' in read(answer, 422)
    assert not Visit.objects.exists()
    plain = officer.post(way(site, "record"), given)
    assert plain.status_code == 302


def test_a_key_that_carries_a_time_is_refused(officer, site):
    answer, _key = touched(officer, site, key=str(uuid.uuid1()))

    assert 'role="alert"' in read(answer, 422)
    assert not Visit.objects.exists()


def test_undone_nothing_is_counted_any_more(officer, site):
    _answer, key = touched(officer, site)

    read(officer.post(way(site, "undo"), {"key": key}, **PART))

    assert not Visit.objects.exists()
    assert not Ticket.objects.exists()
    assert not Count.objects.exclude(n=0).exists()


def test_an_undo_that_comes_before_its_record_wins(officer, site):
    key = str(uuid.uuid4())
    officer.post(way(site, "undo"), {"key": key}, **PART)

    answer, _key = touched(officer, site, key=key)

    assert 'role="alert"' in read(answer, 422)
    assert not Visit.objects.exists()


def test_once_called_it_is_not_undone_and_stays_on_screen(officer, site):
    _answer, key = touched(officer, site)
    actions.call(ticket=Ticket.objects.get(), desk=1, by=BY)

    shown = read(officer.post(way(site, "undo"), {"key": key}, **PART), 422)

    assert 'role="alert"' in shown
    assert key in shown
    assert Visit.objects.count() == 1


def test_a_key_that_is_none_is_not_there(officer, site):
    assert officer.post(way(site, "undo"), {"key": "x"}).status_code == 404


def test_the_last_twenty_can_be_undone(officer, site):
    keys = [touched(officer, site, "information")[1] for _number in range(22)]

    shown = read(officer.get(way(site, "last")))

    assert [key in shown for key in keys] == [False, False, *[True] * 20]


def test_practice_keeps_nothing(officer, site):
    answer, key = touched(officer, site, practice="1")

    assert "done-bar" in read(answer)
    read(officer.post(way(site, "undo"), {"key": key, "practice": "1"}, **PART))
    plain, _key = touched(officer, site, practice="1", part=False)
    assert plain["Location"] == f"{way(site)}?practice=1"
    assert not Visit.objects.exists()
    assert not Count.objects.exists()
    page = read(officer.get(way(site), {"practice": "1"}))
    assert 'name="practice" value="1"' in page
    assert 'value="next"' not in page


def test_nothing_is_asked_until_the_centre_says_so(officer, site):
    answer, key = touched(officer, site)
    assert 'value="age:' not in read(answer)

    SiteSettings.objects.create(site=site, bands=["age", "language"], regime="always")
    answer = officer.post(way(site, "details"), {"key": key, "answer": "age:19-25"}, **PART)

    assert 'value="age:19-25" aria-pressed="true"' in read(answer)
    assert 'value="language:ar"' in read(answer)
    assert Visit.objects.get().age == "19-25"


def test_the_same_answer_again_takes_it_back(officer, site):
    SiteSettings.objects.create(site=site, bands=["age"], regime="always")
    _answer, key = touched(officer, site)
    for _time in range(2):
        officer.post(way(site, "details"), {"key": key, "answer": "age:19-25"}, **PART)

    assert Visit.objects.get().age is None


def test_of_one_visitor_in_so_many_the_first_of_each_lot_is_asked(officer, site):
    SiteSettings.objects.create(site=site, bands=["age"], regime="one_in", one_in=3)

    asked = ['value="age:' in read(touched(officer, site)[0]) for _number in range(5)]

    assert asked == [True, False, False, True, False]


def test_asked_with_the_record_it_is_sent_with_the_touch(officer, site):
    SiteSettings.objects.create(
        site=site, bands=["age", "language"], regime="always", moment="with"
    )
    page = read(officer.get(way(site)))
    assert 'name="ask_age" value="19-25"' in page
    assert 'name="ask_gender"' not in page

    shown = read(touched(officer, site, ask_age="19-25", ask_gender="woman")[0])

    visit = Visit.objects.get()
    assert (visit.age, visit.gender, visit.weight) == ("19-25", None, 1)
    assert 'value="age:19-25" aria-pressed="true"' in shown  # still corrected after the touch
    assert '<details name="asked" open>' not in shown
    assert 'name="ask_age"' in shown  # for whoever comes next


def test_asked_after_the_record_nothing_is_asked_before_it(officer, site):
    SiteSettings.objects.create(site=site, bands=["age"], regime="always")

    assert 'name="ask_age"' not in read(officer.get(way(site)))
    assert '<details name="asked" open>' in read(touched(officer, site)[0])


def test_of_one_in_so_many_only_the_sampled_are_asked_before_the_touch(officer, site):
    SiteSettings.objects.create(site=site, bands=["age"], regime="one_in", one_in=3, moment="with")
    assert 'name="ask_age"' in read(officer.get(way(site)))
    first = read(touched(officer, site, ask_age="19-25")[0])
    others = [read(touched(officer, site)[0]) for _number in range(2)]

    assert ['name="ask_age"' in shown for shown in (first, *others)] == [False, False, True]
    assert Visit.objects.get(age="19-25").weight == 3


@pytest.mark.parametrize(("monday", "is_asked"), [("2026-03-02", True), ("2026-03-09", False)])
def test_in_survey_weeks_everybody_is_asked_before_the_touch(
    officer, site, time_machine, monday, is_asked
):
    SiteSettings.objects.create(site=site, bands=["age"], regime="weeks", one_in=6, moment="with")
    time_machine.move_to(NOW)
    actions.ask_in_week(site=site, day=datetime.date.fromisoformat(monday), by=BY)
    assert ('name="ask_age"' in read(at_centre(site).get(way(site)))) is is_asked

    touched(at_centre(site), site, ask_age="19-25")
    visit = Visit.objects.get()
    assert (visit.age, visit.weight) == (("19-25", 6) if is_asked else (None, None))


def test_an_answer_before_the_touch_that_is_no_code_is_refused(officer, site):
    SiteSettings.objects.create(site=site, bands=["age"], regime="always", moment="with")
    read(touched(officer, site, ask_age="<b>")[0], 422)

    assert not Visit.objects.exists()


def test_what_it_was_also_for_a_need_a_language_who_goes_first(officer, site):
    _answer, key = touched(officer, site)

    def said(answer):
        read(officer.post(way(site, "details"), {"key": key, "answer": answer}, **PART))
        return Ticket.objects.get()

    said("also:computer")
    assert {one.kind for one in Visit.objects.get().services.all()} == {"pole", "computer"}
    said("also:computer")
    assert {one.kind for one in Visit.objects.get().services.all()} == {"pole"}
    assert said("need:seat").need == "seat"
    assert said("need:seat").need == ""
    assert said("wish:ar").language == "ar"
    assert said("first:yes").rank == Rank.PRIORITY
    assert said("first:no").rank == Rank.ORDINARY


@pytest.mark.parametrize(
    ("answer", "status"),
    [("age:99", 422), ("also:dance", 422), ("need:x", 422), ("what:x", 404)],
)
def test_an_answer_that_is_no_code_is_refused(officer, site, answer, status):
    SiteSettings.objects.create(site=site, bands=["age"], regime="always")
    _answer, key = touched(officer, site)

    got = officer.post(way(site, "details"), {"key": key, "answer": answer}, **PART)

    assert got.status_code == status


def test_details_of_a_record_that_is_gone(officer, site):
    given = {"key": str(uuid.uuid4()), "answer": "age:19-25"}

    assert 'role="alert"' in read(officer.post(way(site, "details"), given, **PART), 422)


def moved(client, site, do, **given):
    return client.post(way(site, "move"), {"do": do} | given, **PART)


def test_the_queue_is_called_from_the_desk(officer, site):
    first, second = a_ticket(site), a_ticket(site)

    shown = read(moved(officer, site, "next", desk="3"))

    first.refresh_from_db()
    assert (first.state, first.desk) == (TicketState.CALLED, 3)
    assert f"recall:{first.pk}" in shown
    read(moved(officer, site, f"call:{second.pk}"))  # the desk said before is kept
    second.refresh_from_db()
    assert (second.state, second.desk) == (TicketState.CALLED, 3)


def test_aside_back_on_to_another_pole_and_gone(officer, site):
    ticket, other = a_ticket(site), site.centre.poles.last()

    for do, state in [("park", "parked"), ("back", "waiting")]:
        read(moved(officer, site, f"{do}:{ticket.pk}"))
        ticket.refresh_from_db()
        assert ticket.state == state
    read(moved(officer, site, f"send:{ticket.pk}:{other.pk}"))
    there = Ticket.objects.get(pole=other)
    assert (there.sign, there.state) == (ticket.sign, "waiting")
    read(moved(officer, site, f"leave:{there.pk}"))
    there.refresh_from_db()
    assert there.state == "left"


def test_a_gesture_that_comes_too_late_is_refused_in_a_sentence(officer, site):
    ticket = a_ticket(site)
    actions.leave(ticket=ticket, by=BY)

    assert ticket.sign in read(moved(officer, site, f"call:{ticket.pk}"), 422)
    plain = officer.post(way(site, "move"), {"do": f"call:{ticket.pk}"})
    assert plain["Location"] == way(site)


@pytest.mark.parametrize("do", ["", "dance:1", "call:x", "send"])
def test_a_gesture_nobody_knows_is_not_there(officer, site, do):
    assert moved(officer, site, do).status_code == 404


def test_a_ticket_of_elsewhere_or_a_pole_of_elsewhere_is_not_there(officer, site):
    far = a_site("employment")
    ticket, here = a_ticket(far), a_ticket(site)

    assert moved(officer, site, f"call:{ticket.pk}").status_code == 404
    assert moved(officer, site, f"send:{here.pk}:{far.centre.poles.get().pk}").status_code == 404
    assert moved(officer, site, f"dance:{here.pk}").status_code == 404


def test_who_asked_for_help_is_shown_until_somebody_goes(officer, site):
    _browser, device = a_browser(site, DeviceKind.KIOSK, "Entrance")
    ask_help(device=device, by=BY)
    assert "Entrance" in read(officer.get(way(site)))

    shown = read(officer.post(way(site, "helped"), {"device": device.pk}, **PART))

    assert "Entrance" not in shown


def test_the_ticket_on_paper_says_a_sign_and_a_need_and_nobody(officer, site):
    ticket = a_ticket(site, language="en")

    shown = read(officer.get(way(site, "paper", ticket=ticket.pk)))

    assert ticket.sign in shown
    assert 'lang="en"' in shown
    assert 'class="qr' in shown
    assert officer.get(way(site, "paper", ticket=uuid.uuid4())).status_code == 404


def test_the_tiles_say_who_waits_and_nothing_about_them(officer, site):
    a_ticket(site, need="seat", priority=True)

    shown = read(officer.get(way(site)))

    assert re.search(r'data-wait-of="pole-\d+">1 ', shown)
    assert 'data-key="c 2"' in shown or 'data-key="c 1"' in shown
    assert 'data-visits="1"' in shown


def test_the_desk_makes_as_many_queries_for_three_as_for_one(officer, site):
    def counted():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            read(officer.get(way(site)))
        return len(seen)

    a_ticket(site)
    read(officer.get(way(site)))
    one = counted()
    for _more in range(2):
        a_ticket(site)

    assert counted() == one


def test_a_closed_day_takes_no_more(officer, site):
    touched(officer, site)
    actions.close_day(site=site, date=Visit.objects.get().day.date, by=BY)

    answer, _key = touched(officer, site)

    assert 'role="alert"' in read(answer, 422)
    assert "disabled" in read(officer.get(way(site)))


def test_it_hears_of_its_own_site_alone(officer, site):
    assert "stream" in officer.get(way(site, "front-stream")).json()


@pytest.mark.parametrize("name", ["front", "line", "last", "front-stream", "day"])
def test_whoever_keeps_no_desk_here_finds_nothing(site, client, name):
    elsewhere = at_centre(a_site("employment"))

    assert client.get(way(site, name)).status_code == 302  # to the sign-in
    for other in (elsewhere, counsels(site), at_centre(site, "editor")):
        assert other.get(way(site, name)).status_code == 404


def test_nobody_of_elsewhere_records_here(site):
    elsewhere = at_centre(a_site("employment"))

    for name in ("record", "undo", "details", "move", "helped"):
        assert elsewhere.post(way(site, name), {}).status_code == 404
    assert not Visit.objects.exists()


def test_the_only_desk_is_opened_at_once_several_are_listed(officer, site):
    assert officer.get(reverse("desk:sites"))["Location"] == way(site)
    counsellor = counsels(site)
    assert counsellor.get(reverse("desk:sites"))["Location"] == way(site, "counsellor")
    site.centre.sites.create(code="second", kind="relay")
    assert way(site) in read(officer.get(reverse("desk:sites")))
    assert way(site, "counsellor") in read(counsellor.get(reverse("desk:sites")))
    assert at_centre(site, "editor").get(reverse("desk:sites")).status_code == 404


def test_with_many_poles_every_tile_has_its_letter_and_number():
    site = a_site("orientation", "training", "employment", "change", "creation", "mobility")
    shown = read(at_centre(site).get(way(site)))

    assert "is-many" in shown
    assert 'data-key="i 7"' in shown


def test_what_a_device_kept_for_an_hour_happened_an_hour_ago(officer, site):
    _answer, _key = touched(officer, site, age="3600", clock="2026-01-01T00:00:00.000Z")

    visit = Visit.objects.get()
    assert datetime.timedelta(minutes=59) < timezone.now() - visit.at
    assert visit.device_at.year == 2026


def test_what_comes_after_its_day_was_closed_is_counted_there_with_a_trace(officer, site):
    yesterday = today(site) - datetime.timedelta(days=1)
    actions.open_day(site=site, date=yesterday, by=BY)
    actions.close_day(site=site, date=yesterday, by=BY)
    key = str(uuid.uuid4())

    for _time in range(2):
        read(touched(officer, site, key=key, age=str(24 * 3600))[0])

    assert totals(site, yesterday).visits == 1
    assert Correction.objects.filter(day__date=yesterday).exists()
