"""A recurring duty and its sessions, a week copied, the weeks ahead."""

import datetime

import pytest
from django.utils import translation

from parvis.accounts.actors import clock, staff
from parvis.centres.models import Closure
from parvis.centres.tests.factories import (
    CentreFactory,
    ClosureFactory,
    HoursFactory,
    PoleFactory,
    SiteFactory,
)
from parvis.kernel.editing import NOTHING, ChangedMeanwhile, token
from parvis.kernel.keeping import CannotKeep
from parvis.partners import actions, queries
from parvis.partners.errors import NotTheSame
from parvis.partners.models import Duty, DutySession
from parvis.partners.tests.factories import AgreementFactory, DutySessionFactory, PartnerFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.UTC)
TUESDAY = datetime.date(2026, 3, 3)
WEEKS = 13
BY = staff(None)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def site():
    return SiteFactory(centre=CentreFactory(code="here"), kind="main")


@pytest.fixture
def pole(site):
    return PoleFactory(centre=site.centre)


@pytest.fixture
def partner(site):
    return a_partner(site)


def a_partner(site, **said):
    row = PartnerFactory(**said)
    row.centres.add(site.centre)
    AgreementFactory(partner=row, centre=site.centre, end=None)
    return row


@pytest.fixture
def plan(site, pole, partner):
    def planned(**said):
        typed = {
            "site": site,
            "pole": pole,
            "partner": partner,
            "first": TUESDAY,
            "begins": datetime.time(9),
            "ends": datetime.time(12),
            "rule": "FREQ=WEEKLY",
        }
        return actions.record_duty(**typed | said, by=BY).row

    return planned


def days(duty=None):
    rows = DutySession.objects.all() if duty is None else duty.sessions.all()
    return [row.day for row in rows.order_by("day")]


def change(duty, **said):
    held = Duty.objects.get(pk=duty.pk)
    names = ("site", "pole", "partner", "desk", "languages", "begins", "ends", "paired")
    typed = {name: getattr(held, name) for name in (*names, "first", "rule", "last")}
    return actions.record_duty(**typed | said, was=held, seen=token(held), by=BY)


class TestRecord:
    def test_its_sessions_of_three_months_are_made(self, plan):
        duty = plan(desk="3", languages=["fr", "ar"])

        found = list(duty.sessions.order_by("day"))
        assert [row.day for row in found[:2]] == [TUESDAY, datetime.date(2026, 3, 10)]
        assert len(found) == WEEKS + 1
        assert {(row.state, row.desk, row.occurrence == row.day) for row in found} == {
            ("planned", "3", True)
        }
        assert found[0].languages == ["fr", "ar"]
        assert str(duty).endswith("09:00–12:00")

    def test_nobody_yet_is_a_gap(self, plan, site):
        plan(partner=None, last=TUESDAY)

        assert [row.state for row in queries.gaps(site.centre, TUESDAY)] == ["uncovered"]

    def test_no_session_on_a_closed_day_and_none_in_the_past(self, plan, site):
        ClosureFactory(site=site, start=TUESDAY, end=TUESDAY)

        duty = plan(first=datetime.date(2025, 9, 2), last=datetime.date(2026, 3, 17))

        assert days(duty) == [datetime.date(2026, 3, 10), datetime.date(2026, 3, 17)]

    def test_a_first_day_far_ahead_is_planned_too(self, plan):
        assert days(plan(first=datetime.date(2026, 12, 1), rule=""))

    def test_again_changes_nothing(self, plan):
        plan()
        assert plan().sessions.count() == WEEKS + 1

    def test_a_pole_of_another_centre(self, plan):
        with pytest.raises(NotTheSame):
            plan(pole=PoleFactory())

    def test_a_rule_that_is_none(self, plan):
        with pytest.raises(CannotKeep):
            plan(rule="FREQ=SECONDLY")

    def test_languages_that_are_none(self, plan):
        for wrong in (["xx"], ["fr", "fr"], ["pt-br"]):
            with pytest.raises(CannotKeep):
                plan(languages=wrong)

    def test_hours_that_run_backwards_are_told(self, plan):
        with pytest.raises(CannotKeep, match="La fin vient avant le début"):
            plan(ends=datetime.time(8), seen=NOTHING)


class TestChange:
    def test_another_hour_is_asked_anew(self, plan):
        duty = plan(last=datetime.date(2026, 3, 17))
        first, _second, _third = duty.sessions.order_by("day")
        actions.confirm(session=first, by=BY)
        DutySession.objects.update(asked_at=NOW)

        change(duty, begins=datetime.time(10))

        assert {(row.begins, row.state, row.asked_at) for row in duty.sessions.all()} == {
            (datetime.time(10), "planned", None)
        }

    def test_another_desk_leaves_answers(self, plan):
        duty = plan(last=TUESDAY)
        actions.confirm(session=duty.sessions.get(), by=BY)

        change(duty, desk="7")

        assert [(row.desk, row.state) for row in duty.sessions.all()] == [("7", "confirmed")]

    def test_another_partner(self, plan, site):
        duty = plan(last=TUESDAY)
        actions.decline(session=duty.sessions.get(), reason="away", by=BY)
        other = a_partner(site)

        change(duty, partner=other)

        assert [(row.partner, row.state) for row in duty.sessions.all()] == [(other, "planned")]

    def test_nobody_any_more(self, plan):
        duty = plan(last=datetime.date(2026, 3, 10))
        first = duty.sessions.order_by("day")[0]
        actions.decline(session=first, reason="away", by=BY)

        change(duty, partner=None)

        assert {(row.partner, row.state) for row in duty.sessions.all()} == {(None, "uncovered")}

    def test_what_was_settled_by_hand_stays(self, plan, site):
        duty = plan(last=datetime.date(2026, 3, 24))
        moved, asked, held, _rest = duty.sessions.order_by("day")
        actions.move(
            session=moved,
            day=moved.day,
            begins=datetime.time(15),
            ends=datetime.time(17),
            by=BY,
        )
        actions.propose(session=asked, partner=a_partner(site), by=BY)
        actions.close_session(session=held, by=BY)

        change(duty, begins=datetime.time(10), ends=datetime.time(13))

        hours = {row.day.day: row.hours for row in duty.sessions.all()}
        assert hours == {3: "15:00–17:00", 10: "09:00–12:00", 17: "09:00–12:00", 24: "10:00–13:00"}

    def test_a_last_day_takes_away_what_comes_after(self, plan):
        duty = plan()
        asked = duty.sessions.order_by("day")[3]
        actions.confirm(session=asked, by=BY)
        gone = duty.sessions.order_by("day")[4]
        actions.call_off(session=gone, by=BY)

        change(duty, last=datetime.date(2026, 3, 10))

        left = {row.day.day: row.state for row in duty.sessions.filter(day__month=3)}
        assert left == {3: "planned", 10: "planned", 24: "cancelled", 31: "cancelled"}
        assert duty.sessions.count() == 4

    def test_an_older_form_loses_nothing(self, plan):
        duty = plan()
        seen = token(Duty.objects.get(pk=duty.pk))
        change(duty, desk="1")

        with pytest.raises(ChangedMeanwhile):
            actions.remove_duty(row=duty, seen=seen, by=BY)


class TestRemove:
    def test_what_comes_goes_what_was_held_stays(self, plan):
        duty = plan(last=datetime.date(2026, 3, 17))
        first, second, _third = duty.sessions.order_by("day")
        actions.close_session(session=first, by=BY)
        DutySession.objects.filter(pk=second.pk).update(asked_at=NOW)
        held = Duty.objects.get(pk=duty.pk)

        actions.remove_duty(row=held, seen=token(held), by=BY)

        left = DutySession.objects.order_by("day").values_list("state", "duty")
        assert list(left) == [("closed", None), ("cancelled", None)]
        assert not Duty.objects.exists()


class TestAhead:
    def test_each_night_makes_what_is_missing(self, plan, time_machine):
        duty = plan()
        time_machine.move_to(NOW + datetime.timedelta(days=14))

        assert actions.plan_ahead(by=clock()) == 1
        assert actions.plan_ahead(by=clock()) == 0
        assert duty.sessions.count() == WEEKS + 2

    def test_a_closure_calls_off_and_its_end_brings_back(self, plan, site, partner):
        duty = plan(last=TUESDAY)
        empty = plan(partner=None, last=TUESDAY, begins=datetime.time(14), ends=datetime.time(17))
        asked = actions.propose(session=duty.sessions.get(), partner=a_partner(site), by=BY)
        ClosureFactory(site=site, start=TUESDAY, end=TUESDAY)
        assert queries.today(site, duty.sessions.get().starts_at) == []

        actions.plan_ahead(by=clock())

        assert set(DutySession.objects.values_list("state", "reason")) == {("cancelled", "closed")}
        Closure.objects.all().delete()
        actions.plan_ahead(by=clock())
        assert duty.sessions.get().state == "planned"
        assert empty.sessions.get().state == "uncovered"
        assert DutySession.objects.get(pk=asked.pk).state == "cancelled"

    def test_without_any_duty_nothing_is_made(self):
        assert actions.plan_ahead(by=clock()) == 0


class TestCopy:
    MONDAY = datetime.date(2026, 3, 2)

    def copied(self, site, to=datetime.date(2026, 3, 9)):
        return actions.copy_week(site=site, monday=self.MONDAY, to=to, by=BY)

    def test_what_stands_is_planned_again(self, site, pole, partner):
        DutySessionFactory(site=site, pole=pole, partner=partner, state="closed", desk="2")
        DutySessionFactory(site=site, pole=pole, partner=None, state="uncovered", day=TUESDAY)
        DutySessionFactory(
            site=site, pole=pole, partner=partner, state="cancelled", reason="away", day=TUESDAY
        )

        made = self.copied(site)

        assert [(row.day.day, row.partner, row.state, row.desk) for row in made] == [
            (10, partner, "planned", "2"),
            (10, None, "uncovered", ""),
        ]

    def test_twice_is_once(self, site, pole, partner):
        DutySessionFactory(site=site, pole=pole, partner=partner)
        DutySessionFactory(site=site, pole=pole, partner=None, state="uncovered")
        self.copied(site)

        assert self.copied(site) == []

    def test_closed_days_and_partners_engaged_are_left_out(self, site, pole, partner):
        DutySessionFactory(site=site, pole=pole, partner=partner)
        thursday = DutySessionFactory(
            site=site, pole=pole, partner=partner, day=datetime.date(2026, 3, 5)
        )
        ClosureFactory(site=site, start=datetime.date(2026, 3, 10), end=datetime.date(2026, 3, 10))
        elsewhere = SiteFactory(centre=site.centre)
        DutySessionFactory(
            site=elsewhere, pole=pole, partner=partner, day=datetime.date(2026, 3, 12)
        )

        assert self.copied(site) == []
        assert thursday.day.day == 5


class TestClashes:
    @pytest.fixture(autouse=True)
    def _in_english(self):
        with translation.override("en"):
            yield

    def of(self, site, pole, partner, own=None, **said):
        from parvis.partners import rules

        typed = {
            "site": site,
            "pole": pole,
            "partner": partner,
            "desk": "",
            "begins": datetime.time(9),
            "ends": datetime.time(12),
            "paired": False,
            "first": TUESDAY,
            "rule": "",
        }
        return rules.clashes_of_plan(rules.Plan(**typed | said), datetime.date(2026, 3, 2), own=own)

    @pytest.fixture
    def known(self, partner, site):
        from parvis.partners.tests.factories import DutyContactFactory

        DutyContactFactory(partner=partner, centre=site.centre)
        return partner

    def test_nothing_to_say(self, site, pole, known):
        assert self.of(site, pole, known) == []

    def test_no_day_to_come(self, site, pole, known):
        assert self.of(site, pole, known, first=datetime.date(2026, 1, 6)) == [
            "No day to come is planned by it."
        ]

    def test_closed_days_are_told_one_by_one_then_counted(self, site, pole, known):
        ClosureFactory(site=site, start=TUESDAY, end=datetime.date(2026, 4, 30), kind="works")

        told = self.of(site, pole, known, rule="FREQ=WEEKLY")

        assert told[0] == (
            "March 3, 2026: the site is closed (works), nothing is planned that day."
        )
        assert told[-1] == "and 3 more days."
        assert len(told) == 7

    def test_a_public_holiday_by_its_name(self, site, pole, known):
        told = self.of(site, pole, known, first=datetime.date(2026, 5, 1))

        assert told == ["May 1, 2026: the site is closed (Labor Day), nothing is planned that day."]

    def test_beyond_the_opening_hours(self, site, pole, known):
        HoursFactory(site=site, weekday=2, opens=datetime.time(10), closes=datetime.time(18))

        told = self.of(site, pole, known, rule="FREQ=WEEKLY")

        assert told[0].startswith("On March 3, 2026, March 10, 2026")
        assert told[0].endswith("and 8 more days it goes beyond the opening hours.")

    def test_the_partner_is_engaged_elsewhere(self, site, pole, known):
        other = PoleFactory(centre=site.centre, name={"en": "Find training"})
        DutySessionFactory(site=site, pole=other, partner=known)

        assert self.of(site, pole, known) == [
            f"March 3, 2026: {known} is already on duty 09:00–12:30 (Find training)."
        ]

    def test_the_desk_is_taken(self, site, pole, known):
        other = DutySessionFactory(
            site=site, pole=PoleFactory(centre=site.centre, name={}), desk="3"
        )

        assert self.of(site, pole, known, desk="3") == [
            f"March 3, 2026: desk 3 is taken by {other.partner}."
        ]

    def test_two_of_one_house(self, site, pole, known):
        row = DutySessionFactory(site=site, pole=pole, partner=known)

        assert self.of(site, pole, known, paired=True) == [
            f"On March 3, 2026 the two would come from the same house, {known}."
        ]
        assert self.of(site, pole, known) == [
            f"On March 3, 2026 {known} already holds this pole at that hour."
        ]
        from parvis.partners import rules

        assert self.of(site, pole, known, own=rules.itself(row)) == []

    def test_a_pair_wants_two_houses(self, site, pole, known):
        assert self.of(site, pole, known, paired=True) == [
            "On March 3, 2026 nobody of another house is planned beside."
        ]
        DutySessionFactory(site=site, pole=pole)
        assert self.of(site, pole, known, paired=True) == []

    def test_no_agreement_and_nobody_to_ask(self, site, pole):
        stranger = PartnerFactory(name="Stranger")

        assert self.of(site, pole, stranger) == [
            (
                "No agreement with Stranger is in force on March 3, 2026: the half-days "
                "will not be counted."
            ),
            "Nobody is named to be asked at Stranger: it will not be written to.",
        ]

    def test_nobody_yet_needs_no_agreement(self, site, pole):
        assert self.of(site, pole, None) == []

    def test_of_a_week_copied(self, site, pole, partner):
        from parvis.partners import rules

        rows = [
            DutySessionFactory(site=site, pole=pole, partner=partner, day=day)
            for day in (TUESDAY, datetime.date(2026, 3, 4), datetime.date(2026, 3, 5))
        ]
        later = {row.pk: row.day + datetime.timedelta(days=7) for row in rows}
        ClosureFactory(site=site, start=datetime.date(2026, 3, 10), end=datetime.date(2026, 3, 10))
        DutySessionFactory(site=site, pole=pole, partner=partner, day=datetime.date(2026, 3, 11))

        assert rules.clashes_of_copy(rows, later, site) == [
            "March 10, 2026: the site is closed (works), nothing is planned that day.",
            f"March 11, 2026: {partner} is already on duty 09:00–12:30; not copied.",
        ]
        assert rules.clashes_of_copy([], {}, site) == []
