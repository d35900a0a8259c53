"""What changes of a duty session on the day itself: late, away, back; whoever looks is told."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from parvis.accounts.actors import staff
from parvis.centres.tests.factories import PoleFactory, SiteFactory
from parvis.journal.queries import history
from parvis.partners import actions, queries
from parvis.partners.actions.writing import removed
from parvis.partners.enums import MAY_HALT, Absence, DutyState, Halt
from parvis.partners.errors import NotPossibleNow
from parvis.partners.models import DutySession
from parvis.partners.tests.factories import DutySessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC)  # Tuesday, ten o'clock in Paris
BY = staff(None)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def site():
    return SiteFactory(kind="main")


@pytest.fixture
def session(site):
    return DutySessionFactory(site=site, pole=PoleFactory(centre=site.centre))


def in_state(session, state):
    reason = Absence.STAFF if state == DutyState.CANCELLED else ""
    DutySession.objects.filter(pk=session.pk).update(state=state, reason=reason)
    session.refresh_from_db()
    return session


def announced(act):
    """The topics announced by an act."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return [
        query["sql"].split("'")[3] for query in seen.captured_queries if "pg_notify" in query["sql"]
    ]


@pytest.mark.parametrize("why", Halt.values)
@pytest.mark.parametrize("state", DutyState.values)
def test_a_halt_stands_in_the_states_of_its_table_and_no_other(session, why, state):
    row = in_state(session, state)

    if state in MAY_HALT[why]:
        assert actions.halt(session=row, why=why, by=BY).halt == why
    else:
        with pytest.raises(NotPossibleNow):
            actions.halt(session=row, why=why, by=BY)
        with pytest.raises(IntegrityError), transaction.atomic():
            DutySession.objects.filter(pk=row.pk).update(halt=why)


def test_said_twice_it_is_said_once_and_leaves_a_trace(session):
    first = actions.halt(session=session, why=Halt.LATE, by=BY)
    again = actions.halt(session=session, why=Halt.LATE, by=BY)

    assert again.sequence == first.sequence == session.sequence + 1
    assert history(first)[0].after["halt"] == "late"
    assert actions.halt(session=session, why=Halt.AWAY, by=BY).halt == "away"


def test_lifted_twice_it_is_lifted_once(session):
    actions.halt(session=session, why=Halt.AWAY, by=BY)
    row = actions.lift(session=session, by=BY)

    assert (row.halt, row.state) == ("", "planned")
    assert actions.lift(session=session, by=BY).sequence == row.sequence


@pytest.mark.parametrize(
    "act",
    [
        lambda row: actions.open_session(session=row, by=BY),
        lambda row: actions.confirm(session=row, by=BY),
        lambda row: actions.decline(session=row, reason=Absence.MISSED, by=BY),
        lambda row: actions.call_off(session=row, by=BY),
        lambda row: actions.close_session(session=row, by=BY),
    ],
)
def test_any_change_of_state_ends_it(session, act):
    act(actions.halt(session=session, why=Halt.LATE, by=BY))

    session.refresh_from_db()
    assert session.halt == ""


def test_whoever_comes_back_is_here_again(session):
    actions.open_session(session=session, by=BY)
    actions.halt(session=session, why=Halt.AWAY, by=BY)
    row = actions.open_session(session=session, by=BY)

    assert (row.state, row.halt) == ("opened", "")
    assert actions.open_session(session=session, by=BY).sequence == row.sequence


def test_whoever_sits_elsewhere_is_found_there(session):
    row = actions.open_session(session=session, desk="6", by=BY)
    assert row.desk == "6"
    assert actions.open_session(session=session, by=BY).desk == "6"
    assert actions.open_session(session=session, desk="7", by=BY).desk == "7"


@pytest.mark.parametrize(("ahead", "hour"), [(1, 9), (-1, 9), (0, 13)])
def test_only_what_is_of_today_and_not_over_can_be_halted(session, time_machine, ahead, hour):
    time_machine.move_to(NOW.replace(hour=hour) + datetime.timedelta(days=ahead))

    with pytest.raises(NotPossibleNow, match="du jour"):
        actions.halt(session=session, why=Halt.LATE, by=BY)


def test_what_changes_today_is_announced_and_what_changes_later_is_not(site, session):
    topic = queries.topic(site)
    far = DutySessionFactory(
        site=site, pole=session.pole, day=NOW.date() + datetime.timedelta(days=9)
    )

    assert announced(lambda: actions.confirm(session=session, by=BY)) == [topic]
    assert announced(lambda: actions.decline(session=session, reason="away", by=BY))
    assert announced(lambda: actions.call_off(session=session, by=BY)) == [topic]
    assert announced(lambda: actions.confirm(session=far, by=BY)) == []


def test_what_is_moved_away_from_today_or_removed_is_announced(site, session):
    topic = queries.topic(site)

    def moves():
        actions.move(
            session=session,
            day=NOW.date() + datetime.timedelta(days=9),
            begins=session.begins,
            ends=session.ends,
            by=BY,
        )

    assert announced(moves) == [topic]
    other = DutySessionFactory(site=site, pole=session.pole)
    assert announced(lambda: removed(other)) == [topic]


def test_the_public_reads_it_at_the_next_look(site, session):
    actions.halt(session=session, why=Halt.LATE, by=BY)

    turn = queries.public_duty([site], NOW)[site.pk].now[0]
    assert (turn.halt, turn.is_held) == ("en retard", True)
    assert queries.public_duty([site], NOW - datetime.timedelta(hours=2))[site.pk].now == []
