"""The life of one duty session: its table, its answers, who comes instead."""

import datetime
import itertools

import pytest
from django.utils import translation

from parvis.accounts.actors import clock, link, staff
from parvis.centres.tests.factories import CentreFactory, PoleFactory, SiteFactory
from parvis.journal.queries import history
from parvis.partners import actions, queries
from parvis.partners.actions.writing import moved
from parvis.partners.enums import (
    DUTY_NEXT,
    Absence,
    DutyState,
    half_days,
)
from parvis.partners.errors import AnsweredMeanwhile, NotACandidate, NotPossibleNow
from parvis.partners.models import Contribution, DutySession
from parvis.partners.tests.factories import (
    AgreementFactory,
    DutySessionFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.UTC)
BY = staff(None)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def centre():
    return CentreFactory(code="here")


@pytest.fixture
def site(centre):
    return SiteFactory(centre=centre, kind="main")


@pytest.fixture
def pole(centre):
    return PoleFactory(centre=centre)


@pytest.fixture
def session(site, pole):
    return a_session(site, pole)


def a_session(site, pole, **said):
    row = DutySessionFactory(site=site, pole=pole, **said)
    if row.partner is not None:
        bound(row.partner, site.centre)
    return row


def bound(partner, centre):
    partner.centres.add(centre)
    if not partner.agreements.filter(centre=centre).exists():
        AgreementFactory(partner=partner, centre=centre)
    return partner


def another(centre, **said):
    return bound(PartnerFactory(**said), centre)


def state(row):
    return DutySession.objects.get(pk=row.pk).state


class TestTable:
    def test_every_state_is_in_the_table_and_leads_to_states(self):
        assert set(DUTY_NEXT) == set(DutyState.values)
        assert set().union(*DUTY_NEXT.values()) <= set(DutyState.values)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (one, other)
            for one, other in itertools.product(DutyState.values, DutyState.values)
            if other not in DUTY_NEXT[one]
        ],
    )
    def test_a_step_that_is_not_in_the_table_is_never_taken(self, session, before, after):
        session.state = before

        with pytest.raises(ValueError, match="cannot become"):
            moved(session, DutyState(after))

    def test_half_days(self):
        nine = datetime.time(9)

        assert half_days(nine, datetime.time(12, 30)) == 1
        assert half_days(nine, datetime.time(14)) == 1
        assert half_days(nine, datetime.time(14, 1)) == 2


class TestConfirm:
    def test_the_partner_comes_and_the_journal_says_by_whom(self, session):
        row = actions.confirm(session=session, seen=1, by=link("duty-7"))

        assert (row.state, row.sequence) == ("confirmed", 2)
        assert history(row)[0].actor == "link:duty-7"

    def test_twice_is_once(self, session):
        actions.confirm(session=session, seen=1, by=BY)
        row = actions.confirm(session=session, seen=1, by=BY)

        assert row.sequence == 2

    def test_what_was_shown_has_changed(self, session):
        actions.decline(session=session, reason="away", by=BY)

        with pytest.raises(AnsweredMeanwhile, match="Son état"):
            actions.confirm(session=session, seen=1, by=BY)

    def test_after_all(self, session):
        gone = actions.decline(session=session, reason="away", by=BY)

        row = actions.confirm(session=session, seen=gone.sequence, by=BY)

        assert (row.state, row.reason) == ("confirmed", "")

    @pytest.mark.parametrize("now", ["opened", "closed", "cancelled", "replaced"])
    def test_not_what_is_settled_otherwise(self, session, now):
        DutySession.objects.filter(pk=session.pk).update(state=now, reason="away")

        with pytest.raises(NotPossibleNow):
            actions.confirm(session=session, by=BY)

    def test_nobody_is_nobody(self, site, pole):
        row = a_session(site, pole, partner=None, state="uncovered")

        with pytest.raises(NotPossibleNow):
            actions.confirm(session=row, by=BY)


class TestDecline:
    def test_it_is_a_gap_at_once_for_whoever_asks(self, session, site):
        at = session.starts_at

        row = actions.decline(session=session, reason=Absence.AWAY, by=BY)

        assert (row.state, row.reason) == ("uncovered", "away")
        assert queries.on_duty(site, at) == []
        assert queries.gaps(site.centre, session.day) == [row]
        assert [one.is_gap for one in queries.today(site, at)] == [True]

    def test_a_confirmed_one_too_and_twice_is_once(self, session):
        actions.confirm(session=session, by=BY)
        row = actions.decline(session=session, reason="staff", by=BY)

        assert actions.decline(session=session, reason="away", by=BY).reason == "staff"
        assert row.sequence == 4  # planned, confirmed, cancelled, uncovered

    def test_not_once_it_began(self, session):
        actions.open_session(session=session, by=BY)

        with pytest.raises(NotPossibleNow):
            actions.decline(session=session, reason="away", by=BY)


class TestPropose:
    def test_until_the_other_accepts_it_stays_a_gap(self, session, site):
        other = another(site.centre)

        asked = actions.propose(session=session, partner=other, reason="staff", seen=1, by=BY)

        assert (asked.state, asked.replaces_id, asked.partner) == ("planned", session.pk, other)
        assert (asked.day, asked.hours, asked.pole) == (session.day, session.hours, session.pole)
        assert queries.on_duty(site, session.starts_at) == []
        assert [row.pk for row in queries.gaps(site.centre, session.day)] == [session.pk]
        assert [row.pk for row in queries.today(site, session.starts_at)] == [session.pk]

        actions.confirm(session=asked, seen=1, by=link("duty-8"))

        assert state(session) == "replaced"
        assert [row.pk for row in queries.on_duty(site, session.starts_at)] == [asked.pk]
        assert queries.gaps(site.centre, session.day) == []

    def test_the_other_says_no_and_somebody_else_is_asked(self, session, site):
        first, second = another(site.centre), another(site.centre)
        asked = actions.propose(session=session, partner=first, by=BY)

        refused = actions.decline(session=asked, reason="away", by=BY)

        assert (refused.state, state(session)) == ("cancelled", "uncovered")
        assert actions.decline(session=asked, reason="away", by=BY).state == "cancelled"
        assert actions.propose(session=session, partner=second, by=BY).partner == second

    def test_the_other_says_no_after_yes(self, session, site):
        asked = actions.propose(session=session, partner=another(site.centre), by=BY)
        actions.confirm(session=asked, by=BY)

        actions.decline(session=asked, reason="away", by=BY)

        assert state(session) == "uncovered"

    def test_asking_the_same_again_asks_nobody_twice(self, session, site):
        other = another(site.centre)
        first = actions.propose(session=session, partner=other, by=BY)

        assert actions.propose(session=session, partner=other, by=BY) == first
        assert DutySession.objects.count() == 2

    def test_one_asks_one_at_a_time(self, session, site):
        actions.propose(session=session, partner=another(site.centre, name="First"), by=BY)

        with pytest.raises(AnsweredMeanwhile, match="First a déjà été sollicité"):
            actions.propose(session=session, partner=another(site.centre), by=BY)
        with pytest.raises(AnsweredMeanwhile, match="First a été sollicité à la place"):
            actions.confirm(session=session, by=BY)
        with pytest.raises(AnsweredMeanwhile, match="First a été sollicité à la place"):
            actions.open_session(session=session, by=BY)

    def test_a_replacement_is_not_replaced_in_turn(self, session, site):
        asked = actions.propose(session=session, partner=another(site.centre), by=BY)

        with pytest.raises(NotPossibleNow, match="remplace elle-même une autre"):
            actions.propose(session=asked, partner=another(site.centre), by=BY)

    def test_not_once_it_is_held(self, session, site):
        actions.close_session(session=session, by=BY)

        with pytest.raises(NotPossibleNow):
            actions.propose(session=session, partner=another(site.centre), by=BY)

    def test_only_who_could(self, session, site, pole):
        unbound = PartnerFactory()
        engaged = another(site.centre)
        a_session(site, PoleFactory(centre=site.centre), partner=engaged)

        for one in (unbound, engaged, session.partner):
            with pytest.raises(NotACandidate):
                actions.propose(session=session, partner=one, by=BY)

    def test_what_nobody_held_is_given(self, site, pole):
        row = a_session(site, pole, partner=None, state="uncovered")
        other = another(site.centre)

        given = actions.propose(session=row, partner=other, seen=1, by=BY)

        assert (given.pk, given.partner, given.state) == (row.pk, other, "planned")

    def test_a_gap_stays_the_gap_it_was(self, session, site):
        gone = actions.decline(session=session, reason="travel", by=BY)

        actions.propose(session=gone, partner=another(site.centre), by=BY)

        assert DutySession.objects.get(pk=session.pk).reason == "travel"


class TestCallOff:
    def test_the_centre_needs_it_no_more(self, session, site):
        row = actions.call_off(session=session, seen=1, by=BY)

        assert (row.state, row.reason) == ("cancelled", "withdrawn")
        assert queries.gaps(site.centre, session.day) == []
        assert actions.call_off(session=session, by=BY).sequence == row.sequence

    def test_whoever_was_asked_instead_is_called_off_too(self, session, site):
        asked = actions.propose(session=session, partner=another(site.centre), by=BY)

        actions.call_off(session=session, by=BY)

        assert (state(asked), state(session)) == ("cancelled", "cancelled")

    def test_not_what_was_held(self, session):
        actions.open_session(session=session, by=BY)

        with pytest.raises(NotPossibleNow):
            actions.call_off(session=session, by=BY)


class TestHolding:
    def test_the_counsellor_is_there_then_it_was_held(self, session, site):
        opened = actions.open_session(session=session, by=BY)

        assert actions.open_session(session=session, by=BY).sequence == opened.sequence
        assert [row.state for row in queries.on_duty(site, session.starts_at)] == ["opened"]

        closed = actions.close_session(session=session, by=BY)

        assert closed.state == "closed"
        assert actions.close_session(session=closed, by=BY).sequence == closed.sequence
        assert queries.on_duty(site, session.starts_at) == []
        assert Contribution.objects.get().given == 1

    def test_who_was_not_expected_any_more_comes_after_all(self, session):
        actions.decline(session=session, reason="away", by=BY)

        assert actions.open_session(session=session, by=BY).state == "opened"

    def test_who_was_asked_instead_comes_without_having_answered(self, session, site):
        asked = actions.propose(session=session, partner=another(site.centre), by=BY)

        actions.open_session(session=asked, by=BY)

        assert state(session) == "replaced"

    def test_who_confirmed_in_place_of_another_comes(self, session, site):
        asked = actions.propose(session=session, partner=another(site.centre), by=BY)
        actions.confirm(session=asked, by=BY)

        assert actions.open_session(session=asked, by=BY).state == "opened"

    @pytest.mark.parametrize("now", ["cancelled", "replaced", "closed"])
    def test_not_what_is_no_more(self, session, now):
        DutySession.objects.filter(pk=session.pk).update(state=now, reason="away")

        with pytest.raises(NotPossibleNow):
            actions.open_session(session=session, by=BY)

    def test_nobody_opens_nothing(self, site, pole):
        row = a_session(site, pole, partner=None, state="uncovered")

        with pytest.raises(NotPossibleNow):
            actions.open_session(session=row, by=BY)

    def test_what_was_left_open_is_closed_and_counted(self, session, site, pole, time_machine):
        still = a_session(site, pole, day=session.day, ends=datetime.time(18))
        for row in (session, still):
            actions.open_session(session=row, by=BY)
        time_machine.move_to(session.ends_at + datetime.timedelta(minutes=1))

        assert actions.close_over(by=clock()) == 1
        assert (state(session), state(still)) == ("closed", "opened")


class TestMove:
    def typed(self, row, **more):
        names = ("day", "begins", "ends", "desk", "languages")
        return {name: getattr(row, name) for name in names} | more

    def test_at_another_hour_it_is_asked_anew(self, session):
        DutySession.objects.update(asked_at=NOW)
        actions.confirm(session=session, by=BY)

        row = actions.move(session=session, **self.typed(session, begins=datetime.time(10)), by=BY)

        assert (row.state, row.begins, row.asked_at) == ("planned", datetime.time(10), None)

    def test_another_desk_asks_nobody(self, session):
        actions.confirm(session=session, by=BY)

        row = actions.move(session=session, **self.typed(session, desk="4"), by=BY)

        assert (row.state, row.desk) == ("confirmed", "4")
        same = actions.move(session=session, **self.typed(row), seen=row.sequence, by=BY)
        assert same.sequence == row.sequence

    def test_a_gap_is_moved_as_it_is(self, session):
        row = actions.decline(session=session, reason="away", by=BY)

        day = datetime.date(2026, 3, 10)
        assert actions.move(session=row, **self.typed(row, day=day), by=BY).state == "uncovered"

    def test_not_what_was_held(self, session):
        actions.close_session(session=session, by=BY)

        with pytest.raises(NotPossibleNow):
            actions.move(session=session, **self.typed(session), by=BY)


def test_the_sentence_of_a_session_and_of_its_hours(session):
    with translation.override("en"):
        assert str(session) == "Tuesday 3 March 2026, 09:00–12:30 · Find a job"
    assert session.half_days == 1
    assert session.starts_at == datetime.datetime(2026, 3, 3, 8, tzinfo=datetime.UTC)


def test_summer_time_moves_no_duty(site, pole):
    winter = a_session(site, pole, day=datetime.date(2026, 3, 24))
    summer = a_session(site, pole, day=datetime.date(2026, 3, 31))

    assert winter.starts_at.hour == 8
    assert summer.starts_at.hour == 7
    assert queries.on_duty(site, summer.starts_at)[0].hours == winter.hours
