import datetime
import re
import uuid

import pytest
from django.core.cache import caches

from parvis.mailing.models import Message
from parvis.programme import actions
from parvis.programme.models import Participation, ReminderAddress
from parvis.programme.queries import address_of
from parvis.programme.tests.conftest import BEGINS, BY, join, seats
from parvis.website import http

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pace")]

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["pages"].clear()


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page_of(session):
    return f"/en/programme/{session.code}/"


def asked(client, session, **more):
    """What a browser sends that has read the page and pressed its button."""
    form = {"key": str(uuid.uuid4()), "way": "A", "size": "1", "act": "join"} | more
    return client.post(page_of(session), form)


class TestJoining:
    def test_two_taps_without_a_field_give_a_place_and_a_page(self, client, publish):
        session = publish()
        shown = client.get(page_of(session)).content.decode()
        sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', shown))

        answer = client.post(page_of(session), sent | {"size": "1", "act": "join"}, follow=True)

        party = Participation.objects.get()
        assert party.sign in text(answer)
        assert "Your place is held." in text(answer)
        assert not answer.cookies

    def test_pressed_twice_it_is_one_place(self, client, publish):
        session, key = publish(), str(uuid.uuid4())

        first, second = asked(client, session, key=key), asked(client, session, key=key)

        assert first["Location"] == second["Location"]
        assert Participation.objects.count() == 1

    def test_several_come_under_one_sign(self, client, publish):
        session = publish()

        asked(client, session, size="3")

        assert seats(session).held == 3

    def test_full_one_stands_in_the_line(self, client, publish):
        session = publish(capacity=1)
        asked(client, session)

        answer = client.get(asked(client, session)["Location"])

        assert "You stand in the waiting line." in text(answer)
        assert "You are the first." in text(answer)

    def test_full_comes_with_the_next_date_and_the_door(self, client, publish):
        session = publish(capacity=1)
        publish(begins=BEGINS + datetime.timedelta(days=7))
        asked(client, session)

        shown = text(client.get(page_of(session)))

        assert "Full" in shown
        assert "Tuesday 10 March 2026" in shown
        assert "Come anyway" in shown
        assert "Stand in the waiting line" in shown

    def test_one_more_is_wished_for(self, client, publish):
        session = publish(capacity=1)
        asked(client, session)

        answer = client.post(page_of(session), {"act": "want"}, follow=True)

        assert "one more is wanted" in text(answer)
        assert seats(session).wanted == 1

    def test_one_more_of_what_is_not_full_counts_nothing(self, client, publish):
        session = publish()

        answer = client.post(page_of(session), {"act": "want"})

        assert answer.status_code == 409
        assert "There is a place again" in text(answer)
        assert seats(session).wanted == 0

    def test_one_more_is_not_wished_for_where_no_place_is_given(self, client, publish):
        answer = client.post(page_of(publish(joining="open")), {"act": "want"})

        assert answer.status_code == 409
        assert "no longer given here" in text(answer)

    def test_on_site_or_online_is_chosen(self, client, publish):
        session = publish(presence="both", online_capacity=50)

        shown = client.get(page_of(session)).content.decode()
        asked(client, session, way="B")

        assert shown.count('type="radio"') == 2
        assert Participation.objects.get().seats.letter == "B"

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({"size": "0"}, 422),
            ({"size": "-1"}, 422),
            ({"size": "many"}, 422),
            ({"size": ""}, 422),
            ({"size": "9999999999999999999999"}, 409),
            ({"size": "6"}, 409),
            ({"way": "Z"}, 422),
            ({"way": "<b>"}, 422),
            ({"key": ""}, 422),
            ({"key": "abc"}, 422),
            ({"key": "c232ab00-9414-11ec-b3c8-9f6bdeced846"}, 409),
            ({"act": "rob"}, 422),
            ({"act": ""}, 422),
        ],
    )
    def test_what_is_wrong_is_said_and_comes_back(self, client, publish, sent, status):
        session = publish()

        answer = asked(client, session, **sent)

        assert answer.status_code == status
        assert 'role="alert"' in answer.content.decode()
        assert not Participation.objects.exists()
        if sent.get("size"):
            assert f'value="{sent["size"]}"' in answer.content.decode()

    def test_a_key_that_is_none_is_drawn_again(self, client, publish):
        shown = asked(client, publish(), key="abc").content.decode()

        assert re.search(r'name="key" value="[0-9a-f-]{36}"', shown)

    def test_it_is_closed_once_it_has_begun(self, client, publish, time_machine):
        session = publish()
        time_machine.move_to(BEGINS, tick=False)

        answer = asked(client, session)

        assert answer.status_code == 409
        assert "Places are no longer given here" in text(answer)

    def test_another_site_sends_nobody_here(self, client, publish):
        form = {"key": str(uuid.uuid4()), "way": "A", "size": "1", "act": "join"}

        answer = client.post(page_of(publish()), form, headers={"Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403
        assert not Participation.objects.exists()


class TestSlowed:
    @pytest.fixture(autouse=True)
    def still(self, monkeypatch):
        """No place comes back while a busy machine takes its time."""
        monkeypatch.setattr(http.JOINING, "at_once", 3)
        monkeypatch.setattr(http.JOINING, "every", 1e6)

    def test_a_flood_from_one_address_is_slowed_and_recorded_nowhere(self, client, publish):
        session = publish(capacity=None)

        answers = [asked(client, session).status_code for _ in range(5)]

        assert answers == [302, 302, 302, 429, 429]
        assert Participation.objects.count() == 3
        assert b"127.0.0.1" not in repr(vars(http.JOINING)).encode()

    def test_elsewhere_nobody_waits(self, client, publish):
        session = publish(capacity=None)
        assert [asked(client, session).status_code for _ in range(4)][-1] == 429

        form = {"key": str(uuid.uuid4()), "way": "A", "size": "1", "act": "join"}
        answer = client.post(page_of(session), form, REMOTE_ADDR="192.0.2.7")

        assert answer.status_code == 302

    def test_after_a_while_it_goes_on(self, rf, monkeypatch):
        clock = [100.0]
        monkeypatch.setattr(http.time, "monotonic", lambda: clock[0])
        pace, request = http.Pace(at_once=2, every=10.0), rf.get("/")

        assert [pace.wait(request) for _ in range(2)] == [0, 0]
        assert pace.wait(request) == pytest.approx(10)
        clock[0] += 10
        assert pace.wait(request) == 0
        assert pace.wait(request) > 0

    def test_every_hour_the_key_and_the_marks_are_forgotten(self, rf, monkeypatch):
        clock = [100.0]
        monkeypatch.setattr(http.time, "monotonic", lambda: clock[0])
        pace, request = http.Pace(at_once=1, every=1e6), rf.get("/")
        pace.wait(request)
        key = pace._key

        clock[0] += pace.KEY_FOR + 1

        assert pace.wait(request) == 0
        assert pace._key != key

    def test_marks_that_slow_nobody_are_dropped_when_there_are_many(self, rf, monkeypatch):
        clock = [100.0]
        monkeypatch.setattr(http.time, "monotonic", lambda: clock[0])
        monkeypatch.setattr(http.Pace, "MARKS", 3)
        pace = http.Pace(at_once=1, every=1.0)
        for n in range(3):
            pace.wait(rf.get("/", REMOTE_ADDR=f"192.0.2.{n}"))
        clock[0] += 5

        pace.wait(rf.get("/", REMOTE_ADDR="192.0.2.9"))

        assert len(pace._free_at) == 1


class TestOnesOwnPage:
    @pytest.fixture
    def held(self, publish):
        session, key = publish(), uuid.uuid4()
        join(session, key=key)
        return session, f"/en/place/{address_of(key)}/"

    def test_it_can_be_photographed_printed_and_put_in_a_calendar(self, client, held):
        session, path = held

        answer = client.get(path)
        shown = answer.content.decode()

        assert 'class="qr"' in shown
        assert path in shown
        assert f"/en/programme/{session.code}/agenda.ics" in shown
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]

    def test_the_place_is_given_back(self, client, held):
        session, path = held

        answer = client.post(path, {"act": "leave"}, follow=True)

        assert "You gave your place back." in text(answer)
        assert seats(session).held == 0

    def test_how_many_come_is_changed(self, client, held):
        session, path = held

        answer = client.post(path, {"act": "size", "size": "4"}, follow=True)

        assert "Your 4 places are held." in text(answer)
        assert seats(session).held == 4

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({"act": "size", "size": "no"}, 422),
            ({"act": "size", "size": "50"}, 409),
            ({"act": "rob"}, 422),
            ({}, 422),
        ],
    )
    def test_what_cannot_be_is_said(self, client, held, sent, status):
        session, path = held

        answer = client.post(path, sent)

        assert answer.status_code == status
        assert 'role="alert"' in answer.content.decode()
        assert seats(session).held == 1

    def test_another_site_gives_nothing_back(self, client, held):
        session, path = held

        answer = client.post(path, {"act": "leave"}, headers={"Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403
        assert seats(session).held == 1

    def test_a_place_that_becomes_free_is_offered_and_taken(self, client, publish):
        session, first, second = publish(capacity=1), uuid.uuid4(), uuid.uuid4()
        join(session, key=first)
        join(session, key=second)
        path = f"/en/place/{address_of(second)}/"
        client.post(f"/en/place/{address_of(first)}/", {"act": "leave"})

        offered = text(client.get(path))
        taken = text(client.post(path, {"act": "accept"}, follow=True))

        assert "A place is free for you." in offered
        assert "Take it before" in offered
        assert "Your place is held." in taken

    def test_an_offer_that_was_not_taken_in_time_went_on(self, client, publish, time_machine):
        session, keys = publish(capacity=1), [uuid.uuid4() for _ in range(3)]
        for key in keys:
            join(session, key=key)
        actions.leave(key=keys[0], by=BY)
        time_machine.move_to(BEGINS - 24 * HOUR, tick=False)
        actions.pass_on(seats=seats(session).pk, by=BY)

        answer = client.post(f"/en/place/{address_of(keys[1])}/", {"act": "accept"})

        assert answer.status_code == 409
        assert "1 party stands before you" not in text(answer)
        assert "in the line again" in text(answer)

    def test_a_session_called_off_says_so_here_too(self, client, held):
        session, path = held
        actions.cancel(session=session, why={"en": "Snow."}, by=BY)

        shown = text(client.get(path))

        assert "does not take place" in shown
        assert "Snow." in shown
        assert "give my place back" not in shown

    def test_the_link_of_a_webinar_is_for_whoever_holds_a_place(self, client, publish):
        link = "https://video.example.org/1"
        session, key = publish(presence="online", link=link, online_capacity=5), uuid.uuid4()
        letter = session.seats.get().letter

        for path in (page_of(session), f"{page_of(session)}agenda.ics", "/en/agenda.ics"):
            assert link not in client.get(path).content.decode()
        asked(client, session, key=str(key), way=letter)

        assert f'href="{link}"' in client.get(f"/en/place/{address_of(key)}/").content.decode()

    def test_whoever_came_reads_so(self, client, held, time_machine):
        _session, path = held
        time_machine.move_to(BEGINS, tick=False)
        actions.arrive(party=Participation.objects.get(), by=BY)

        assert "You came." in text(client.get(path))

    def test_once_over_nothing_is_changed(self, client, held, time_machine):
        _session, path = held
        time_machine.move_to(BEGINS + 3 * HOUR, tick=False)

        shown = text(client.get(path))

        assert "This session is over." in shown
        assert "give my place back" not in shown

    @pytest.mark.parametrize("address", ["abc", address_of(uuid.UUID(int=7)), "-" * 22, "_" * 40])
    def test_an_address_that_leads_to_no_place_says_so(self, client, home_network, address):
        answer = client.get(f"/en/place/{address}/")

        assert answer.status_code == 410
        assert "capitals count" in text(answer)


class TestAReminder:
    @pytest.fixture
    def path(self, publish):
        return f"{page_of(publish())}reminder/"

    def sent(self, client, path, **more):
        return client.post(path, {"key": str(uuid.uuid4()), "email": "me@example.org"} | more)

    def test_it_is_asked_for_apart_and_erased_by_one_button(self, client, path):
        kept = self.sent(client, path)["Location"]

        assert "It is noted" in text(client.get(kept))
        assert ReminderAddress.objects.count() == 1
        assert "me@example.org" not in str(list(ReminderAddress.objects.values()))
        assert "Your address is erased." in text(client.post(kept))
        assert not ReminderAddress.objects.exists()
        assert "No address is kept" in text(client.get(kept))

    def test_it_writes_nothing_yet(self, client, path):
        self.sent(client, path)

        assert not Message.objects.exists()

    def test_its_key_is_not_that_of_a_place(self, client, publish):
        session = publish()
        asked(client, session)
        self.sent(client, f"{page_of(session)}reminder/")

        digests = {bytes(row.digest) for row in Participation.objects.all()}
        assert bytes(ReminderAddress.objects.get().digest) not in digests

    @pytest.mark.parametrize(
        ("more", "status"),
        [
            ({"email": ""}, 422),
            ({"email": "nobody"}, 422),
            ({"email": "a" * 250 + "@example.org"}, 422),
            ({"key": "abc"}, 422),
            ({"key": "c232ab00-9414-11ec-b3c8-9f6bdeced846"}, 409),
        ],
    )
    def test_what_is_wrong_is_said_and_comes_back(self, client, path, more, status):
        answer = self.sent(client, path, **more)

        assert answer.status_code == status
        assert not ReminderAddress.objects.exists()
        if more.get("email"):
            assert more["email"] in answer.content.decode()

    def test_another_site_asks_for_none(self, client, path):
        form = {"key": str(uuid.uuid4()), "email": "me@example.org"}

        answer = client.post(path, form, headers={"Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403

    def test_a_flood_is_slowed(self, client, path, monkeypatch):
        monkeypatch.setattr(http.JOINING, "wait", lambda request: 2.5)

        answer = self.sent(client, path)

        assert answer.status_code == 429
        assert "wait 3 seconds" in text(answer)

    def test_there_is_nothing_to_be_reminded_of_once_it_began(self, client, path, time_machine):
        time_machine.move_to(BEGINS, tick=False)

        assert "nothing to be reminded of" in text(client.get(path))
        assert self.sent(client, path).status_code == 409

    def test_one_of_nowhere_is_not_found(self, client, home_network):
        assert client.get("/en/programme/none/reminder/").status_code == 404
        assert client.get("/en/reminder/abc/").status_code == 404
