"""The door of a session: signs ticked, groups, waiting lists, heads, sheets; then it is closed."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.centres.models import Post
from parvis.desk import queries
from parvis.desk.tests.factories import BY, a_place, a_session, a_site
from parvis.desk.tests.people import PART, a_person, at_centre
from parvis.partners.models import Partner
from parvis.partners.models import Post as PartnerPost
from parvis.partners.tests.factories import PartnerFactory
from parvis.programme import actions as programme
from parvis.programme.models import Feedback, HeldPlaces, Participation, Session
from parvis.visits.models import Visit

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
def officer(site):
    return at_centre(site)


@pytest.fixture
def session(site):
    return a_session(site, party_limit=5)


def way(session, name="door"):
    site = session.entry.site_id or 0
    return reverse(f"desk:{name}", kwargs={"site": site, "pk": session.pk})


def done(client, session, do, key=None, *, part=True, name="door-act", **more):
    sent = {"do": do, "key": str(key or uuid.uuid4())} | more
    return client.post(way(session, name), sent, **(PART if part else {}))


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def places(session):
    return session.seats.get(slot=None)


def state(party):
    return Participation.objects.get(pk=party.pk).state


# -- signs


def test_a_sign_is_ticked_by_one_touch_and_taken_back(officer, session):
    party, _key = a_place(session, 2)
    page = read(officer.get(way(session)))
    assert f'value="arrive:{party.pk}"' in page

    shown = read(done(officer, session, f"arrive:{party.pk}"))

    assert f'value="back:{party.pk}"' in shown
    assert (state(party), places(session).came) == ("came", 2)
    assert not Visit.objects.exists()  # they passed the front desk
    read(done(officer, session, f"back:{party.pk}"))
    assert (state(party), places(session).came) == ("held", 0)


def test_fewer_or_more_than_was_said(officer, session):
    party, _key = a_place(session, 2)

    read(done(officer, session, f"arrive:{party.pk}:1"))

    assert (places(session).came, places(session).held) == (1, 1)


def test_a_sign_is_typed_however_it_is_typed(officer, session):
    party, _key = a_place(session)
    typed = f" {party.sign[0].lower()} {party.sign[1:]}"

    read(done(officer, session, "sign", sign=typed))

    assert state(party) == "came"
    shown = read(done(officer, session, "sign", sign="Z999", part=False), 422)
    assert "Z999" in shown
    assert 'value="Z999"' in shown  # what was typed comes back
    shown = read(done(officer, session, "sign", sign="<b>\x00417", part=False), 422)
    assert 'value="b417"' in shown  # a sign is letters and digits, whatever was sent


def test_the_same_touch_is_one_presence(officer, session):
    key = uuid.uuid4()
    for _time in range(2):
        read(done(officer, session, f"come:{places(session).pk}:1", key))

    assert places(session).walked_in == 1


def test_one_less_never_falls_below_nobody(officer, session):
    seats = places(session)
    for do in (f"come:{seats.pk}:1", f"come:{seats.pk}:-1", f"come:{seats.pk}:-1"):
        read(done(officer, session, do))

    assert places(session).walked_in == 0


def test_those_who_did_not_pass_the_desk_are_visits_too(officer, session):
    party, _key = a_place(session, 2)
    key = uuid.uuid4()

    shown = read(done(officer, session, f"arrive:{party.pk}", key, visits="1"))

    assert Visit.objects.get().size == 2
    back = f"undo:{party.seats_id}:2:{party.pk}"
    assert f'value="{back}"' in shown
    read(done(officer, session, f"arrive:{party.pk}", visits="1"))  # ticked already
    assert Visit.objects.count() == 1
    read(done(officer, session, back, key, visits="1"))
    assert not Visit.objects.exists()
    assert state(party) == "held"
    assert "visits=1" in read(officer.get(way(session)))
    assert 'name="visits"' in read(officer.get(way(session), {"visits": "1"}))


def test_a_facilitator_keeps_the_door_and_counts_no_visit(site, session):
    client, user = a_person()
    partner = Partner.objects.create(code="p", name="P", country="FR", field="training")
    partner.centres.add(site.centre)
    session.hosts.create(partner=partner)
    PartnerPost.objects.create(user=user, partner=partner, role="facilitator", start="2026-01-01")
    client.force_login(user)

    assert "visits=1" not in read(client.get(way(session)))
    read(done(client, session, f"come:{places(session).pk}:1", visits="1"))

    assert places(session).walked_in == 1
    assert not Visit.objects.exists()


def test_a_facilitator_finds_the_doors_near_this_hour(site, session, noon):
    client, user = a_person()
    partner = Partner.objects.create(code="p", name="P", country="FR", field="training")
    PartnerPost.objects.create(user=user, partner=partner, role="facilitator", start="2026-01-01")
    client.force_login(user)
    assert way(session) not in read(client.get("/desk/"))

    session.hosts.create(partner=partner)

    assert way(session) in read(client.get("/desk/"))
    noon.move_to(NOON + datetime.timedelta(days=2), tick=False)
    client.force_login(user)
    assert way(session) not in read(client.get("/desk/"))


def test_the_waiting_list_is_let_in_in_spite_of_a_full_room_by_a_second_touch(officer, site):
    session = a_session(site, capacity=1)
    a_place(session)
    waiting, _key = a_place(session)

    shown = read(done(officer, session, f"arrive:{waiting.pk}"), 422)

    assert f'value="arrive-anyway:{waiting.pk}"' in shown
    # Every place is held: they are counted as people who walked in.
    refused = read(done(officer, session, f"arrive-anyway:{waiting.pk}"), 422)
    assert "-anyway-anyway" not in refused
    read(done(officer, session, f"come-anyway:{places(session).pk}:1"))
    assert places(session).walked_in == 1
    shown = read(done(officer, session, "sign", sign=waiting.sign), 422)
    assert f'value="arrive-anyway:{waiting.pk}"' in shown


def test_a_group_arrives_or_gives_its_places_back(officer, site, session):
    seats = places(session)
    groups = [
        programme.hold_places(seats=seats, partner=PartnerFactory(), places=n, by=BY)
        for n in (4, 3)
    ]
    assert "groups" in read(officer.get(way(session)))

    here = {f"n-{groups[0].pk}": "2"}
    read(done(officer, session, f"came:{groups[0].pk}", name="door-group", **here))
    read(done(officer, session, f"gone:{groups[1].pk}", name="door-group"))

    assert (places(session).walked_in, places(session).set_aside) == (2, 0)
    assert HeldPlaces.objects.filter(over=True).count() == 2
    read(done(officer, session, f"came:{groups[0].pk}", name="door-group"), 422)
    assert done(officer, session, "came:x", name="door-group").status_code == 404
    assert done(officer, session, f"jump:{groups[0].pk}", name="door-group").status_code == 404


def test_a_group_that_did_not_pass_the_front_desk_is_one_visit(officer, session):
    group, gone = (
        programme.hold_places(seats=places(session), partner=PartnerFactory(), places=4, by=BY)
        for _one in range(2)
    )
    key = uuid.uuid4()
    here = {"name": "door-group", "visits": "1"}

    for _time in range(2):  # sent again after a lost answer, it is counted once
        read(done(officer, session, f"came:{group.pk}", key, **here, **{f"n-{group.pk}": "3"}))
    read(done(officer, session, f"came:{gone.pk}", **here, **{f"n-{gone.pk}": "0"}))

    assert places(session).walked_in == 3
    assert [one.size for one in Visit.objects.all()] == [3]


@pytest.mark.parametrize(
    "do",
    ["jump", "arrive:x", f"arrive:{uuid.uuid4()}", "come:x:1", "undo:1:1", "back:x", "tick:9"],
    ids=range(7),
)
def test_what_is_no_gesture_of_this_door_is_not_there(officer, session, do):
    assert done(officer, session, do).status_code == 404


def test_a_key_that_is_none_is_not_there(officer, session):
    assert done(officer, session, f"come:{places(session).pk}", "x").status_code == 404


# -- states


def test_before_the_door_is_kept_it_says_from_when(officer, site):
    session = a_session(site, minutes=300)

    shown = read(officer.get(way(session)))

    assert "14:00" in shown  # Paris, three hours before
    assert "plus-many" not in shown
    read(done(officer, session, f"come:{places(session).pk}:1"), 422)


def test_called_off_it_says_why_and_counts_nobody(officer, session):
    programme.cancel(session=session, why={"fr": "Intervenant malade"}, by=BY)

    shown = read(officer.get(way(session)))

    assert "Intervenant malade" in shown
    assert "plus-many" not in shown
    assert officer.get(way(session, "door-certificate")).status_code == 404


def test_another_site_in_the_address_is_not_there(officer, session):
    wrong = reverse("desk:door", kwargs={"site": session.entry.site_id + 1, "pk": session.pk})

    assert officer.get(wrong).status_code == 404


def test_a_session_at_no_site_has_its_door_too():
    client, user = a_person()
    site = a_site()
    session = a_session(site)
    from parvis.agenda.models import Entry

    Entry.objects.filter(pk=session.entry_id).update(layer="network", centre=None, site=None)
    session = Session.objects.get(pk=session.pk)
    Post.objects.create(user=user, centre=site.centre, role="manager", start="2026-01-01")
    client.force_login(user)

    assert queries.door_address(session) == f"/desk/0/session/{session.pk}/"
    assert client.get(way(session)).status_code == 404  # of no centre of theirs


def test_a_stranger_finds_no_door(session):
    stranger = at_centre(a_site("employment"))

    for name in ("door", "door-board", "door-sheets", "result", "stands", "door-certificate"):
        assert stranger.get(way(session, name)).status_code == 404


def test_it_is_live(officer, session):
    assert "ticket=" in officer.get(way(session, "door-stream")).json()["stream"]
    board = read(officer.get(way(session, "door-board")))
    assert 'id="door"' in board
    assert 'id="side"' in board


def test_it_asks_as_many_questions_for_many_parties(officer, session):
    costs = []
    for n in (1, 3):
        for _party in range(n):
            a_place(session)
        with CaptureQueriesContext(connection) as asked:
            read(officer.get(way(session)))
        costs.append(len(asked))

    assert costs[0] == costs[1]


# -- heads


def said(client, session, **given):
    sent = {"day": session.entry.day.isoformat(), "method": "counted", "qualifier": "exact"}
    return client.post(way(session, "door-heads"), sent | given)


def test_heads_are_entered_with_their_publics(officer, session):
    answer = said(officer, session, n="9", method="paper", of_pupils="5", of_parents="3")

    assert answer.status_code == 302
    row = session.headcounts.get()
    assert (row.n, row.method, row.shares) == (9, "paper", {"pupils": 5, "parents": 3})
    shown = read(officer.get(way(session)))
    assert ">9</dd>" in shown


def test_an_estimate_is_told_as_one_and_never_added_to_visits(officer, site):
    fair = a_session(site, kind="fair", joining="open", capacity=None)

    said(officer, fair, n="21000", method="estimated")

    row = fair.headcounts.get()
    assert (row.qualifier, row.n) == ("about", 21_000)
    assert "≈ 21\u202f000" in read(officer.get(way(fair)))
    assert "≈ 21\u202f000" in read(officer.get(way(fair, "result")))
    assert not Visit.objects.exists()


def test_what_was_typed_comes_back_with_the_refusal(officer, session):
    shown = read(said(officer, session, n="3", of_pupils="5"), 422)
    assert 'value="5"' in shown
    assert "error-summary" in shown
    shown = read(said(officer, session, n="many"), 422)
    assert 'value="many"' in shown
    assert not session.headcounts.exists()


def test_a_headcount_is_taken_back(officer, session):
    said(officer, session, n="9")
    row = session.headcounts.get()
    shown = read(officer.get(way(session)))
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]

    officer.post(way(session, "door-no-heads"), {"row": row.pk, "seen": "other"})
    assert session.headcounts.exists()
    officer.post(way(session, "door-no-heads"), {"row": row.pk, "seen": seen})

    assert not session.headcounts.exists()
    assert officer.post(way(session, "door-no-heads"), {"row": "x"}).status_code == 404


def test_a_long_event_says_of_which_day(officer, site):
    fair = a_session(site, kind="fair", joining="open", capacity=None, lasts=60 * 30)

    shown = read(officer.get(way(fair)))

    assert shown.count('<option value="2026-03-0') == 2
    assert "+10" in shown


# -- the end


def test_closing_erases_signs_and_keeps_numbers(officer, session, noon):
    parties = [a_place(session)[0] for _one in range(3)]
    read(done(officer, session, f"arrive:{parties[0].pk}"))
    assert officer.post(way(session, "door-close")).headers["Location"] == way(session)
    noon.move_to(NOON + datetime.timedelta(hours=2), tick=False)

    answer = officer.post(way(session, "door-close"))

    assert answer["Location"] == way(session, "result")
    assert not Participation.objects.exists()
    seats = places(session)
    assert (seats.came, seats.absent) == (1, 2)
    result = read(officer.get(way(session, "result")))
    assert "<td>2</td>" in result
    assert "plus-many" not in read(officer.get(way(session)))


def test_professionals_are_ticked_by_name_for_whoever_keeps_the_list(site):
    session = a_session(site, kind="study-day", joining="named", capacity=None)
    who = {"name": "Ana Dias", "email": "ana@example.org", "country": "PT"}
    row = programme.register(session=session, key=uuid.uuid4(), **who, by=BY)
    manager, officer = at_centre(site, "manager"), at_centre(site)

    assert "Ana Dias" in read(manager.get(way(session)))
    read(done(manager, session, f"tick:{row.pk}"))
    row.refresh_from_db()
    assert row.state == "came"
    read(done(manager, session, f"untick:{row.pk}"))
    assert "Ana Dias" not in read(officer.get(way(session)))
    assert done(officer, session, f"tick:{row.pk}").status_code == 404


# -- paper sheets


def test_paper_sheets_are_entered_once(officer, session, noon):
    noon.move_to(NOON + datetime.timedelta(hours=2), tick=False)
    shown = read(officer.get(way(session, "door-sheets")))
    key = shown.partition('name="key" value="')[2].partition('"')[0]
    sheets = {"key": key, "n_3_yes": "8", "n_2_partly": "2", "n_1_": "1"}

    for _time in range(2):
        assert officer.post(way(session, "door-sheets"), sheets).status_code == 302

    found = {(one.face, one.answer): one.alike for one in Feedback.objects.all()}
    assert found == {(3, "yes"): 8, (2, "partly"): 2, (1, ""): 1}
    assert "<b>8</b>" in read(officer.get(way(session)))


def test_empty_or_early_sheets_are_refused_in_a_sentence(officer, session):
    key = str(uuid.uuid4())
    shown = read(officer.post(way(session, "door-sheets"), {"key": key}), 422)
    assert "error-summary" in shown
    shown = read(officer.post(way(session, "door-sheets"), {"key": key, "n_3_yes": "4"}), 422)
    assert 'value="4"' in shown
    shown = read(officer.post(way(session, "door-sheets"), {"key": key, "n_3_yes": "-4"}), 422)
    assert 'value="-4"' in shown
    assert not Feedback.objects.exists()
