"""The desk without network, from the server's side: what is taken along, what is taken in."""

from __future__ import annotations

import datetime
import json
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from parvis.centres.models import Closure, Hours, Stop
from parvis.centres.queries.opening import today
from parvis.desk import queries
from parvis.desk.tests.factories import BY, a_browser, a_place, a_session, a_site, address
from parvis.desk.views import away
from parvis.devices.actions import enter, offer, revoke
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Block, LifeSign
from parvis.programme import actions as programme
from parvis.visits import actions
from parvis.visits.models import Day, Ticket, Visit
from parvis.visits.queries import totals

pytestmark = pytest.mark.django_db
DESK = DeviceKind.DESK


@pytest.fixture
def site():
    return a_site("employment", "training")


@pytest.fixture
def tablet(site):
    return a_browser(site, DESK)[0]


def at(site, rest=""):
    return address(site, DESK, rest)


def reserved(tablet, site):
    answer = tablet.post(at(site, "reserve/"))
    assert answer.status_code == 200
    return answer.json()


def wire(kind="visit", moment=None, **more):
    moment = moment or timezone.now()
    return {"kind": kind, "key": str(uuid.uuid4()), "at": moment.isoformat()} | more


def sent(tablet, site, records, sent_at=None):
    told = {"sent_at": (sent_at or timezone.now()).isoformat(), "records": records}
    return tablet.post(at(site, "merge/"), told, content_type="application/json")


def states(answer):
    assert answer.status_code == 200
    return [one["state"] for one in answer.json()["answers"]]


# -- the door


def test_without_a_key_it_is_paired_and_no_worker_keeps_that_page(client, site):
    page = client.get(at(site))

    assert page.status_code == 401
    assert 'name="code"' in page.content.decode()
    for part in ("day/", "worker.js", "app.webmanifest"):
        assert client.get(at(site, part)).status_code == 401
    ours = Client(headers={"sec-fetch-site": "same-origin"})
    for part in ("reserve/", "merge/", "here/"):
        assert ours.post(at(site, part)).status_code == 401


def test_a_tablet_whose_key_was_taken_back_sends_nothing_and_is_paired_again(site):
    tablet, device = a_browser(site, DESK)
    revoke(device=device, by=BY)

    assert sent(tablet, site, [wire()]).status_code == 401
    assert tablet.post(at(site, "reserve/")).status_code == 401
    assert tablet.get(at(site, "pair/")).status_code == 401
    assert not Visit.objects.exists()
    again = enter(site=site, kind=DESK, name="Again", by=BY).row
    answer = tablet.post(at(site, "pair/"), {"code": offer(device=again, by=BY)})
    assert answer["Location"] == at(site, "pair/")
    assert answer.cookies["parvis-desk"]["path"] == at(site)
    assert tablet.get(at(site, "pair/"))["Location"] == at(site)
    assert states(sent(tablet, site, [wire()])) == ["kept"]


def test_a_tablet_of_another_site_is_not_known_here(tablet):
    elsewhere = a_site("employment")

    assert sent(tablet, elsewhere, [wire()]).status_code == 401
    assert not Visit.objects.exists()


def test_what_another_page_sends_is_refused(site, tablet):
    stranger = Client(headers={"sec-fetch-site": "cross-site"})
    stranger.cookies = tablet.cookies

    assert sent(stranger, site, [wire()]).status_code == 403
    assert not Visit.objects.exists()


def test_a_sign_of_life_and_how_far_its_clock_is(site):
    tablet, device = a_browser(site, DESK)
    clock = timezone.now() + datetime.timedelta(days=1)

    assert tablet.post(at(site, "here/"), {"clock": clock.isoformat()}).status_code == 204

    assert abs(LifeSign.objects.get(device=device).clock_ahead - 86_400) < 60


# -- the page


@pytest.mark.parametrize(("lang", "direction"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_the_page_says_nothing_of_the_day_and_is_kept_by_its_worker(site, lang, direction):
    tablet, _device = a_browser(site, DESK)
    reserved(tablet, site)
    sent(tablet, site, [wire()])

    answer = tablet.get(f"{at(site)}?lang={lang}")

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in shown
    assert "Pôle" not in shown
    assert " style=" not in shown
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert "parvis-shell" in tablet.get(at(site, "worker.js")).content.decode()


@pytest.mark.parametrize("poles", [1, 3])
def test_the_page_asks_the_same_whatever_the_site(poles, django_assert_num_queries):
    site = a_site(*("employment", "training", "change")[:poles])
    tablet, _device = a_browser(site, DESK)

    with django_assert_num_queries(5):
        tablet.get(at(site))


def test_it_can_be_installed(site, tablet):
    answer = tablet.get(f"{at(site, 'app.webmanifest')}?lang=ar")

    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["display"], told["scope"], told["dir"]) == ("standalone", at(site), "rtl")
    assert told["start_url"].startswith(told["scope"])
    assert [one["sizes"] for one in told["icons"]] == ["192x192", "512x512"]
    assert all(one["src"].startswith("/static/desk/icon-") for one in told["icons"])


# -- what is taken along


def test_numbers_are_kept_for_the_days_to_come_once(site, tablet):
    first = reserved(tablet, site)
    again = reserved(tablet, site)

    assert len(first["days"]) == queries.AHEAD
    assert all(len(day["numbers"]) == 2 for day in first["days"])
    assert first["days"][0]["day"] == today(site).isoformat()
    assert again["days"] == first["days"]
    assert Block.objects.count() == 2 * queries.AHEAD
    assert tablet.get(at(site, "day/")).json()["days"] == first["days"]


def test_numbers_given_are_told_so_that_none_is_given_twice(site, tablet):
    pole = site.centre.poles.first()
    reserved(tablet, site)
    sent(tablet, site, [wire(ticket={"pole": pole.pk, "serial": n}) for n in (1, 2)])

    numbers = reserved(tablet, site)["days"][0]["numbers"]

    assert {one["pole"]: one["given"] for one in numbers}[pole.pk] == 2


def test_days_on_which_it_is_shut_are_left_out_but_today(site, tablet):
    first = today(site)
    Hours.objects.bulk_create(
        Hours(site=site, weekday=day, opens="09:00", closes="17:00", start=first)
        for day in range(1, 8)
    )
    Closure.objects.create(
        site=site, start=first, end=first + datetime.timedelta(days=2), kind="works"
    )

    days = reserved(tablet, site)["days"]

    assert len(days) == queries.AHEAD - 2
    assert (days[0]["shut"], days[0]["hours"]) == (True, [])
    assert days[1]["hours"] == [["09:00", "17:00"]]


def test_a_bus_takes_its_stops_along(tablet):
    site = a_site("employment", kind="mobile")
    bus, _device = a_browser(site, DESK)
    for day, place in enumerate(("Marché", "Gare")):
        Stop.objects.create(
            site=site,
            commune="Vienne",
            place=place,
            first=today(site) + datetime.timedelta(days=day + 1),
            begins="09:00",
            ends="12:30",
        )

    off = today(site) + datetime.timedelta(days=2)
    Closure.objects.create(site=site, start=off, end=off, kind="works")

    days = reserved(bus, site)["days"]

    assert days[1]["stops"] == [
        {"place": "Marché", "commune": "Vienne", "begins": "09:00", "ends": "12:30"}
    ]
    assert [day["stops"] for day in days[2:]] == [[]] * (queries.AHEAD - 3)


@pytest.mark.parametrize(
    ("regime", "asks", "one_in"), [("never", [], 1), ("always", ["age"], 1), ("one_in", ["age"], 5)]
)
def test_what_is_asked_of_a_visitor(site, tablet, regime, asks, one_in):
    actions.set_up(site=site, bands=["age"], regime=regime, one_in=one_in, by=BY)

    told = tablet.get(at(site, "day/")).json()

    assert {tuple(day["asks"]) for day in told["days"]} == {tuple(asks)}
    assert told["one_in"] == one_in


def test_poles_are_named_in_each_language_of_the_screens(site, tablet):
    (first, second) = tablet.get(at(site, "day/")).json()["poles"]

    assert [first["letter"], second["letter"]] == ["B", "C"]
    assert second["names"]["fr"] == "Pôle employment"
    assert second["names"]["ar"] == "إيجاد عمل"
    assert second["names"]["en"] == "Find a job"
    assert second["need"] == "c"


def test_a_need_without_a_sign_is_drawn_as_information():
    site = a_site("digital")
    tablet, _device = a_browser(site, DESK)

    (pole,) = tablet.get(at(site, "day/")).json()["poles"]

    assert pole["need"] == "i"


@pytest.mark.parametrize("poles", [1, 3])
def test_what_is_taken_along_costs_the_same_however_many_poles(
    poles, time_machine, django_assert_num_queries
):
    # A Tuesday: the days ahead are of two weeks, and what is asked is said by week.
    time_machine.move_to(datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC), tick=False)
    site = a_site(*("employment", "training", "change")[:poles])
    tablet, _device = a_browser(site, DESK)
    reserved(tablet, site)

    with django_assert_num_queries(14):
        tablet.get(at(site, "day/"))


def test_numbers_kept_ahead_open_no_door(site, tablet):
    reserved(tablet, site)
    day = Day.objects.get(site=site, date=today(site))
    Hours.objects.create(
        site=site,
        weekday=today(site).isoweekday() % 7 + 1,
        opens="09:00",
        closes="17:00",
        start=today(site),
    )

    assert day.is_open
    assert not queries.standing(site, timezone.now()).is_open
    sent(tablet, site, [wire()])
    assert queries.standing(site, timezone.now()).is_open


# -- what is taken in


def test_a_day_is_taken_in_once_whatever_the_order_and_the_repetitions(site, tablet):
    pole = site.centre.poles.first()
    reserved(tablet, site)
    visit = wire(ticket={"pole": pole.pk, "serial": 7})
    records = [visit, wire(size=28), wire(alike=40, services=[["event", None]])]
    records += [wire("move", of=visit["key"], state="left")]

    first = sent(tablet, site, records)
    again = sent(tablet, site, records[::-1])

    assert states(first) == ["kept"] * 4
    assert first.json()["answers"][0]["sign"] == Ticket.objects.get().sign
    assert Ticket.objects.get().serial == 7
    assert states(again) == ["already"] * 4
    so_far = totals(site, today(site))
    assert (so_far.visits, so_far.people) == (42, 69)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_a_day_off_counts_today(site, tablet, days):
    off = datetime.timedelta(days=days)

    answer = sent(tablet, site, [wire(moment=timezone.now() + off)], timezone.now() + off)

    assert states(answer) == ["kept"]
    assert totals(site, today(site)).visits == 1


def test_one_record_is_refused_in_words_and_the_others_go_through(site, tablet):
    answer = sent(tablet, site, [wire(), wire(services=[["pole", 10**9]]), "nothing", wire()])

    assert states(answer) == ["kept", "refused", "refused", "kept"]
    assert "pôle" in answer.json()["answers"][1]["said"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"records": []}',
        b'{"sent_at": "2026-03-02T10:00:00+00:00"}',
        b'{"sent_at": "2026-03-02T10:00:00", "records": []}',
        b'{"sent_at": "9999-12-31T23:59:59-12:00", "records": []}',
        b'{"sent_at": "2026-03-02T10:00:00+00:00", "records": {}}',
    ],
    ids=lambda body: body[:40].decode(errors="replace"),
)
def test_what_cannot_be_read_is_answered_by_a_sentence(site, tablet, body):
    answer = tablet.post(at(site, "merge/"), body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["said"].endswith(".")


def test_ten_thousand_records_in_one_sync_are_all_answered(
    site, tablet, django_assert_max_num_queries
):
    records = [wire() for _ in range(away.RECORDS_AT_MOST)]
    assert len(json.dumps(records)) < away.BYTES_AT_MOST

    with django_assert_max_num_queries(130):
        answer = sent(tablet, site, records)

    assert set(states(answer)) == {"kept"}
    assert totals(site, today(site)).visits == away.RECORDS_AT_MOST


def test_more_than_that_is_answered_by_a_sentence_and_changes_nothing(site, tablet):
    many = sent(tablet, site, [{}] * (away.RECORDS_AT_MOST + 1))
    large = tablet.post(
        at(site, "merge/"), b" " * (away.BYTES_AT_MOST + 1), content_type="application/json"
    )

    for answer in (many, large):
        assert answer.status_code == 413
        assert "10000" in answer.json()["said"]
    assert not Visit.objects.exists()


def test_a_body_that_does_not_say_how_long_it_is_is_not_read(site, tablet):
    answer = tablet.generic("POST", at(site, "merge/"), b"{}", CONTENT_LENGTH="much")

    assert answer.status_code == 400


# -- its words


def _texts(told):
    if isinstance(told, dict):
        told = list(told.values())
    if isinstance(told, list):
        return [text for one in told for text in _texts(one)]
    return [told]


def test_in_arabic_every_word_of_it_is_arabic(site, tablet):
    shown = tablet.get(f"{at(site)}?lang=ar").content.decode()
    body, _script, rest = shown.partition('<script id="phrases"')
    phrases = json.loads(rest.partition(">")[2].partition("</script>")[0])
    bands = phrases.pop("bands")
    said = _texts(phrases) + [label for one in bands for _code, label in one["choices"]]
    said += [one["label"] for one in bands]
    left = re.sub(r"<(kbd|title|style)\b.*?</\1>|<[^>]*>|&[#\w]+;", " ", body, flags=re.DOTALL)
    latin = set(re.findall(r"[A-Za-zÀ-ÿ]{2,}", left.replace(str(site.centre), "")))

    assert [text for text in said if not re.search("[؀-ۿ]", text)] == []
    assert latin - set(site.called.split()) <= {"Français", "English", "Parvis"}


# -- sessions


def presence(session, kind="present", **more):
    told = {"session": session.pk, "n": 1, "sign": ""} | more
    return wire(kind, **told)


def places(session):
    return session.seats.get(slot=None)


@pytest.fixture
def session(site):
    return a_session(site, minutes=30)


def test_sessions_are_taken_along_with_their_signs(site, tablet, session):
    party, _key = a_place(session, 2)
    programme.cancel(session=a_session(site, minutes=30), by=BY)

    known = {one["id"]: one for one in reserved(tablet, site)["sessions"]}

    one = known[session.pk]
    assert one["parties"] == [{"sign": party.sign, "size": 2, "state": "held"}]
    assert (one["free"], one["capacity"], one["present"]) == (10, 12, 0)
    assert one["titles"] == {"fr": "Atelier CV", "en": "CV workshop"}
    assert [row["cancelled"] for row in known.values()].count(True) == 1


def test_a_visit_and_its_presence_come_in_once(site, tablet, session):
    visit = wire(services=[["workshop", None]])
    here = presence(session)

    assert states(sent(tablet, site, [visit, here])) == ["kept", "kept"]
    assert states(sent(tablet, site, [here, visit])) == ["already", "already"]

    assert (places(session).walked_in, Visit.objects.count()) == (1, 1)


def test_a_sign_is_ticked_and_an_undo_takes_it_back_in_whatever_order(site, tablet, session):
    party, _key = a_place(session, 2)
    here = presence(session, sign=party.sign, n=2)
    gone = presence(session, kind="absent", sign=party.sign, n=2, of=here["key"])

    assert states(sent(tablet, site, [here])) == ["kept"]
    assert places(session).came == 2
    assert states(sent(tablet, site, [gone])) == ["undone"]
    assert states(sent(tablet, site, [gone, here])) == ["undone", "undone"]
    assert (places(session).came, places(session).held) == (0, 2)
    first = presence(session)
    undone = presence(session, kind="absent", of=first["key"])
    assert states(sent(tablet, site, [first, undone])) == ["undone", "undone"]
    assert places(session).walked_in == 0


def test_without_a_sign_an_undo_takes_one_away(site, tablet, session):
    here = presence(session, n=3)
    sent(tablet, site, [here])
    assert places(session).walked_in == 3

    sent(tablet, site, [presence(session, kind="absent", n=3, of=here["key"])])

    assert places(session).walked_in == 0


def test_nobody_is_turned_away_afterwards(site, tablet):
    session = a_session(site, minutes=30, capacity=1)
    a_place(session)
    waiting, key = a_place(session)

    assert states(sent(tablet, site, [presence(session, sign=waiting.sign)])) == ["kept"]
    assert states(sent(tablet, site, [presence(session)])) == ["kept"]

    assert places(session).walked_in == 2  # every place was held elsewhere meanwhile
    programme.leave(key=key, by=BY)
    assert states(sent(tablet, site, [presence(session, sign=waiting.sign)])) == ["kept"]
    assert places(session).walked_in == 3


def test_after_the_attendance_was_closed_they_were_still_there(site, tablet, session, time_machine):
    party, _key = a_place(session)
    moment = timezone.now() + datetime.timedelta(minutes=40)
    time_machine.move_to(moment, tick=False)
    programme.close_attendance(session=session, by=BY)

    assert states(sent(tablet, site, [presence(session, sign=party.sign, moment=moment)])) == [
        "kept"
    ]
    assert places(session).walked_in == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"session": 0},
        {"session": True},
        {"session": "x"},
        {"session": 10**30},
        {"n": 0},
        {"n": "2"},
        {"n": True},
        {"sign": 7},
        {"sign": "A" * 9},
        {"sign": "Z999"},
        {"sign": "\x00417"},
        {"key": "x"},
        {"at": "noon"},
        {"session": 999_999},
    ],
    ids=range(14),
)
def test_what_cannot_be_read_is_refused_and_the_others_go_through(site, tablet, session, wrong):
    answer = sent(tablet, site, [presence(session) | wrong, presence(session)])

    assert states(answer) == ["refused", "kept"]
    assert answer.json()["answers"][0]["said"]
    assert places(session).walked_in == 1


def test_a_session_of_another_site_is_refused(site, tablet):
    far = a_session(a_site("employment"), minutes=30)

    assert states(sent(tablet, site, [presence(far)])) == ["refused"]


def test_a_key_of_another_session_is_refused(site, tablet, session):
    other, here = a_session(site, minutes=30), presence(session)
    sent(tablet, site, [here])

    assert states(sent(tablet, site, [here | {"session": other.pk}])) == ["refused"]


def test_no_days_no_sessions(site):
    assert queries.along(site, []) == []
