"""Held, counted, closed, judged: numbers stay, nobody does."""

import datetime
import uuid

import pytest

from parvis.centres.tests.factories import SiteFactory
from parvis.kernel.counts import Audience
from parvis.kernel.editing import ChangedMeanwhile, token
from parvis.kernel.keeping import CannotKeep
from parvis.programme import actions, queries
from parvis.programme.enums import SessionState
from parvis.programme.errors import NotPossible, WrongState
from parvis.programme.models import Feedback, Headcount, Participation, Session
from parvis.programme.tests.conftest import BY, DAY, agree, counts, join, seats
from parvis.programme.tests.factories import FeedbackFactory, SessionFactory, StandFactory
from parvis.tallies.queries import of_day

pytestmark = pytest.mark.django_db


def test_hold_counts_one_session_of_its_kind_once(published, at):
    session = published()
    with pytest.raises(NotPossible):
        actions.hold(session=session, by=BY)
    at(0)

    for _time in range(2):
        actions.hold(session=session, by=BY)

    assert counts(session, "programme.sessions") == {"participatory/organised": 1}
    assert agree(session)


def test_hold_is_for_what_was_published(planned, at):
    session = planned()
    at(0)

    with pytest.raises(WrongState):
        actions.hold(session=session, by=BY)


def test_a_part_of_a_bigger_day_is_not_counted_beside_it(published, at):
    day = published(kind="seminar", joining="open")
    part = published(part_of=day)
    at(0)

    actions.hold(session=day, by=BY)
    actions.hold(session=part, by=BY)

    assert counts(day, "programme.sessions") == {"seminar/organised": 1}
    assert agree(day)


def test_headcount_of_an_activity_goes_before_ticks_at_the_door(full, at):
    session, (key,) = full(3)
    at(0)
    actions.arrive(party=queries.party(key), by=BY)
    assert counts(session, "programme.participants") == {"participatory/counted": 3}

    kept = actions.headcount(
        session=session, n=9, method="paper", shares={"pupils": 5, "parents": 3}, by=BY
    )

    assert kept.row.day == DAY
    assert counts(session, "programme.participants") == {"participatory/paper": 9}
    # Row 44 of the mission: two publics of one session.
    assert counts(session, "programme.publics") == {
        "participatory/pupils": 5,
        "participatory/parents": 3,
    }
    assert Session.objects.get().state == SessionState.HELD
    assert agree(session)
    # Ticks after it change the places alone.
    actions.walk_in(seats=seats(session), by=BY)
    assert counts(session, "programme.participants") == {"participatory/paper": 9}
    assert agree(session)


def test_headcount_said_again_holds_as_said_last(published, at):
    session = published()
    at(0)
    actions.headcount(session=session, n=9, by=BY)

    actions.headcount(session=session, n=7, shares={"pupils": 2}, by=BY)
    actions.headcount(session=session, n=7, by=BY)

    assert counts(session, "programme.participants") == {"participatory/counted": 7}
    assert counts(session, "programme.publics") == {}
    assert agree(session)


def test_headcount_estimated_of_an_event_is_kept_apart_and_said(published, at):
    session = published(kind="fair", joining="open")
    at(0)

    actions.headcount(session=session, n=21_000, method="estimated", qualifier="about", by=BY)

    assert counts(session, "programme.event-visitors") == {"fair/estimated": 21_000}
    assert "programme.participants" not in counts(session)
    assert not any(measure.startswith("visits.") for measure in counts(session))
    n, qualifier = queries.attended(session)
    assert queries.in_sign(n, qualifier, "estimated") == "≈ 21\u202f000 (estimation)"
    assert agree(session)


@pytest.mark.parametrize(
    ("n", "qualifier", "method", "said"),
    [
        (2000, "more_than", "counted", "> 2\u202f000"),
        (12, "exact", "counted", "12"),
        (12, "exact", "estimated", "≈ 12 (estimation)"),
        (12, "up_to", "", "≤ 12"),
    ],
    ids=str,
)
def test_in_sign(n, qualifier, method, said):
    assert queries.in_sign(n, qualifier, method) == said


def test_headcount_by_half_days_of_a_long_event(published, at):
    session = published(
        kind="fair",
        joining="open",
        ends=datetime.datetime(2026, 3, 4, 17, tzinfo=datetime.UTC),
    )
    at(0)

    actions.headcount(session=session, n=100, half_day="am", by=BY)
    actions.headcount(session=session, n=150, half_day="pm", by=BY)
    actions.headcount(session=session, n=90, day=datetime.date(2026, 3, 4), by=BY)

    with pytest.raises(NotPossible):
        actions.headcount(session=session, n=250, by=BY)
    with pytest.raises(NotPossible):
        actions.headcount(session=session, n=1, day=datetime.date(2026, 3, 4), half_day="am", by=BY)
    with pytest.raises(NotPossible):
        actions.headcount(session=session, n=1, day=datetime.date(2026, 3, 5), by=BY)
    assert queries.attended(session) == (340, "exact")
    assert of_day(session.entry.site, datetime.date(2026, 3, 4), "programme.event-visitors") == {
        "fair/counted": 90
    }
    assert agree(session)


def test_headcount_refuses_more_of_a_public_than_there_were(published, at):
    session = published()
    at(0)

    with pytest.raises(NotPossible):
        actions.headcount(session=session, n=3, shares={"pupils": 4}, by=BY)
    actions.headcount(session=session, n=3, qualifier="about", shares={"pupils": 4}, by=BY)
    for wrong in ({"martians": 1}, {"pupils": -1}, {"pupils": True}):
        with pytest.raises(CannotKeep):
            actions.headcount(session=session, n=30, shares=wrong, by=BY)


def test_headcount_is_not_for_a_day_to_come_nor_for_what_is_off(published, at, now):
    session = published()
    with pytest.raises(NotPossible):
        actions.headcount(session=session, n=3, by=BY)

    at(0)
    actions.cancel(session=session, by=BY)
    with pytest.raises(WrongState):
        actions.headcount(session=session, n=3, by=BY)


def test_headcount_taken_back_leaves_the_ticks(full, at):
    session, (key,) = full(3)
    at(0)
    actions.arrive(party=queries.party(key), by=BY)
    row = actions.headcount(session=session, n=9, by=BY).row
    seen = token(Headcount.objects.get(pk=row.pk))
    with pytest.raises(ChangedMeanwhile):
        actions.take_back_headcount(row=row, seen="", by=BY)

    actions.take_back_headcount(row=row, seen=seen, by=BY)

    assert counts(session, "programme.participants") == {"participatory/counted": 3}
    assert queries.attended(session) == (3, "exact")
    assert agree(session)


def test_attended_says_nothing_where_nobody_counted(published):
    assert queries.attended(published()) is None


def test_close_attendance_leaves_numbers_and_nobody(full, at, partner):
    session, (key, other) = full(3, 4)
    actions.hold_places(seats=seats(session), partner=partner, places=5, by=BY)
    waiting = uuid.uuid4()
    join(session, key=waiting, size=2)
    at(100)
    actions.arrive(party=queries.party(key), by=BY)

    closed = actions.close_attendance(session=session, by=BY)
    again = actions.close_attendance(session=session, by=BY)

    assert closed.state == again.state == SessionState.ATTENDED
    assert not Participation.objects.exists()
    assert counts(session, "programme.places") == {
        "participatory/came": 3,
        "participatory/absent": 4,
        "participatory/in-vain": 2,
    }
    row = seats(session)
    assert (row.held, row.came, row.set_aside, row.waiting, row.given) == (3, 3, 0, 0, False)
    assert not row.groups.filter(over=False).exists()
    assert queries.party(other) is None
    assert agree(session)


def test_close_attendance_where_nobody_was_ticked_calls_nobody_absent(full, at):
    session, _keys = full(3)
    at(100)
    actions.headcount(session=session, n=3, method="paper", by=BY)

    actions.close_attendance(session=session, by=BY)

    assert "programme.places" not in counts(session)
    assert agree(session)


def test_parties_go_even_when_nobody_closes(full, at):
    session, _keys = full(3)
    at(60 * 24 * 4)
    assert queries.places.to_be_closed(at(60 * 24 * 4)) == [session]

    actions.erase_parties(session=session, by=BY)

    assert not Participation.objects.exists()
    assert Session.objects.get().state == SessionState.PUBLISHED
    assert queries.places.to_be_closed(at(60 * 24 * 4)) == []


def test_of_a_session_at_no_site_nothing_is_counted_by_site(published, at):
    session = published(
        centre=None, site=None, kind="webinar", presence="online", time_zone="Europe/Paris"
    )
    at(0)

    actions.headcount(session=session, n=80, by=BY)
    actions.close_attendance(session=session, by=BY)

    assert queries.attended(session) == (80, "exact")


def test_a_session_in_town_counts_at_the_main_site_of_its_centre(published, at, site):
    session = published(site=None, place={"fr": "Médiathèque"})
    at(0)

    actions.headcount(session=session, n=8, by=BY)

    assert of_day(site, DAY, "programme.participants") == {"participatory/counted": 8}
    session.entry.site = site
    assert agree(session)


def test_evaluate_judges_what_was_stated(published, at):
    session = published(kind="forum", joining="open", purposes=["visibility", "links"])
    at(100)
    with pytest.raises(WrongState):
        actions.evaluate(session=session, by=BY)
    actions.close_attendance(session=session, by=BY)
    with pytest.raises(NotPossible):
        actions.evaluate(session=session, ratings={"meeting": 3}, by=BY)
    for wrong in ({"links": 5}, {"links": True}):
        with pytest.raises(CannotKeep):
            actions.evaluate(session=session, ratings=wrong, by=BY)

    actions.evaluate(session=session, ratings={"links": 4}, by=BY)
    told = actions.evaluate(session=session, ratings={"links": 3}, summary={"fr": "Réussi"}, by=BY)

    assert told.state == SessionState.EVALUATED
    assert (told.ratings, told.summary) == ({"links": 3}, {"fr": "Réussi"})


# -- what people thought


def test_feedback_is_a_face_and_an_answer_and_nothing_else(published, at):
    session = published(question="next-step")
    at(60)

    actions.feedback(session=session, face=3, answer="yes", by=BY)
    actions.feedback(session=session, face=1, medium="phone", by=BY)

    assert counts(session, "programme.faces") == {"3/tablet": 1, "1/phone": 1}
    assert counts(session, "programme.answers") == {"next-step/yes": 1}
    assert agree(session)
    assert {field.name for field in Feedback._meta.fields} == {
        "id",
        "session",
        "face",
        "question",
        "answer",
        "medium",
        "alike",
    }


def test_feedback_of_paper_sheets_is_entered_in_totals(published, at):
    session = published()
    at(60)

    actions.paper_feedback(session=session, counts={(3, "yes"): 9, (2, ""): 3, (1, "no"): 0}, by=BY)

    assert counts(session, "programme.faces") == {"3/paper": 9, "2/paper": 3}
    assert Feedback.objects.count() == 2
    assert agree(session)


@pytest.mark.parametrize(
    "wrong",
    [{(4, ""): 1}, {(3, "maybe"): 1}, {(3, ""): -1}, {(3, ""): 5001}],
    ids=["face", "answer", "fewer", "many"],
)
def test_feedback_takes_only_what_is_asked(published, at, wrong):
    session = published()
    at(60)

    with pytest.raises(NotPossible):
        actions.paper_feedback(session=session, counts=wrong, by=BY)


@pytest.mark.parametrize("minutes", [-1, 60 * 24 * 15], ids=["before", "later"])
def test_feedback_has_its_time(published, at, minutes):
    session = published()
    at(minutes)

    with pytest.raises(NotPossible):
        actions.feedback(session=session, face=3, by=BY)


def test_feedback_is_not_for_what_did_not_take_place(published, at):
    session = published()
    at(60)
    session = actions.cancel(session=session, by=BY)

    with pytest.raises(NotPossible):
        actions.feedback(session=session, face=3, by=BY)


def test_thoughts_are_hidden_while_few_answered(a_session):
    assert queries.thoughts(a_session) is None
    FeedbackFactory(session=a_session, alike=9, answer="yes")
    FeedbackFactory(session=a_session, face=1)

    assert queries.thoughts(a_session) is None
    inside = queries.thoughts(a_session, Audience.INSIDE)
    assert (inside.n, inside.faces) == (10, {1: 1, 2: 0, 3: 9})

    FeedbackFactory(session=a_session, face=2, answer="no")
    told = queries.thoughts(a_session)
    assert told.n == 11
    assert told.answers == {"yes": 9, "partly": 0, "no": 1}


# -- stands


@pytest.fixture
def stand(published):
    session = published(kind="fair", joining="open")
    return StandFactory(session=session, needs=["employment"])


def test_tally_at_a_stand_is_by_the_hour_and_by_need(stand, at):
    at(70)
    actions.tally_stand(stand=stand, by=BY)
    actions.tally_stand(stand=stand, need="employment", n=2, by=BY)
    at(-30)
    actions.tally_stand(stand=stand, by=BY)

    (crowd,) = queries.crowds(stand.session)

    assert (crowd.n, crowd.hours, crowd.needs) == (4, {9: 1, 11: 3}, {"employment": 2})
    assert queries.needs_seen([crowd]) == {"employment": 2}
    # There are no rows to count again: what was tapped stays.
    assert agree(stand.session)


def test_the_liveliest_stand_comes_first(stand, at):
    other = StandFactory(session=stand.session, number="A1")
    at(10)
    actions.tally_stand(stand=stand, by=BY)

    assert [crowd.stand for crowd in queries.crowds(stand.session)] == [stand, other]


@pytest.mark.parametrize("minutes", [-90, 300], ids=["before", "after"])
def test_tally_at_a_stand_while_the_event_is_on(stand, at, minutes):
    at(minutes)

    with pytest.raises(NotPossible):
        actions.tally_stand(stand=stand, by=BY)


def test_tally_at_a_stand_of_its_needs_alone_and_at_a_site(stand, at, published):
    at(0)
    with pytest.raises(NotPossible):
        actions.tally_stand(stand=stand, need="training", by=BY)

    nowhere = SessionFactory(
        kind="fair", entry__site=None, entry__centre=None, entry__layer="network"
    )
    with pytest.raises(NotPossible):
        actions.tally_stand(stand=StandFactory(session=nowhere), by=BY)
    assert queries.crowds(nowhere)[0].n == 0


def test_recount_leaves_alone_the_sessions_of_other_sites(full, at):
    session, _keys = full(3)
    relay = SessionFactory(site=SiteFactory(kind="relay", centre=session.entry.centre))
    elsewhere = SessionFactory(
        entry__site=None, entry__centre=session.entry.centre, entry__place={"fr": "Parc"}
    )
    at(0)
    actions.headcount(session=elsewhere, n=8, by=BY)
    actions.walk_in(seats=seats(session), by=BY)

    assert agree(session)
    assert agree(relay)
    assert counts(relay) == {}
