"""Duty as it is read: now, today, gaps, who could, what was held, a week, in public."""

import datetime

import pytest

from parvis.accounts.actors import staff
from parvis.centres.tests.factories import (
    CentreFactory,
    ClosureFactory,
    HoursFactory,
    PoleFactory,
    SiteFactory,
)
from parvis.partners import actions, queries
from parvis.partners.queries.duty import today_of
from parvis.partners.tests.factories import (
    AgreementFactory,
    DutyContactFactory,
    DutySessionFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC)  # Tuesday, ten o'clock in Paris
TODAY = datetime.date(2026, 3, 3)
BY = staff(None)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def site():
    return SiteFactory(centre=CentreFactory(code="here"), kind="main")


@pytest.fixture
def pole(site):
    return PoleFactory(centre=site.centre, letter="C")


@pytest.fixture
def held(site, pole):
    def made(**said):
        return DutySessionFactory(**{"site": site, "pole": pole} | said)

    return made


def bound(centre, **said):
    row = PartnerFactory(**said)
    AgreementFactory(partner=row, centre=centre)
    return row


class TestNow:
    def test_who_should_be_there_at_that_moment(self, held, site):
        now = held()
        held(begins=datetime.time(13), ends=datetime.time(17))
        held(state="closed")
        held(state="uncovered")
        held(state="cancelled", reason="away")
        held(day=datetime.date(2026, 3, 4))

        assert queries.on_duty(site, NOW) == [now]
        assert queries.on_duty(site, now.ends_at) == []
        assert queries.on_duty(site, now.starts_at) == [now]

    def test_in_the_time_of_the_place(self, held, site):
        far = SiteFactory(centre=site.centre, time_zone="Indian/Reunion")
        row = DutySessionFactory(site=far, pole=PoleFactory(centre=site.centre))

        assert queries.on_duty(far, datetime.datetime(2026, 3, 3, 5, 30, tzinfo=datetime.UTC)) == [
            row
        ]
        assert queries.on_duty(far, NOW) == []

    def test_a_closed_day_has_no_duty_at_once(self, held, site):
        held()
        ClosureFactory(site=site, start=TODAY, end=TODAY)

        assert queries.on_duty(site, NOW) == []
        assert queries.today(site, NOW) == []
        assert queries.gaps(site.centre, TODAY) == []

    def test_today_of_several_sites(self, held, site, django_assert_num_queries):
        row, gap = held(), held(state="uncovered", begins=datetime.time(13), ends=datetime.time(17))
        other = SiteFactory(centre=site.centre)
        with django_assert_num_queries(4):
            found = today_of([site, other])

        assert found == {site.pk: [row, gap], other.pk: []}
        assert queries.today(site) == [row, gap]

    def test_each_site_has_the_day_it_is_there(self, site):
        late = datetime.datetime(2026, 3, 3, 21, 30, tzinfo=datetime.UTC)
        far = SiteFactory(centre=site.centre, time_zone="Indian/Reunion")
        rows = [
            DutySessionFactory(site=one, pole=PoleFactory(centre=site.centre), day=day)
            for one in (site, far)
            for day in (TODAY, datetime.date(2026, 3, 4))
        ]

        found = today_of([site, far], late)

        assert found == {site.pk: [rows[0]], far.pk: [rows[3]]}


class TestGaps:
    def test_from_now_on_until_that_day(self, held, site):
        held(state="uncovered", begins=datetime.time(8), ends=datetime.time(9))
        still = held(state="uncovered")
        later = held(state="uncovered", day=datetime.date(2026, 3, 10))
        held(state="uncovered", day=datetime.date(2026, 3, 11))

        assert queries.gaps(site.centre, datetime.date(2026, 3, 10)) == [still, later]

    @pytest.mark.parametrize("several", [1, 3])
    def test_in_four_queries_however_many(self, held, site, several, django_assert_num_queries):
        for _one in range(several):
            held(state="uncovered")
        with django_assert_num_queries(4):
            assert len(queries.gaps(site.centre, TODAY)) == several


class TestCandidates:
    def test_free_and_bound_by_an_agreement_that_day(self, held, site, pole):
        gap = held(state="uncovered")
        zoe, abel = bound(site.centre, name="Zoé", sort_key="zoe"), bound(site.centre, sort_key="a")
        engaged = bound(site.centre)
        DutySessionFactory(partner=engaged)  # in another centre, at that hour
        past = PartnerFactory()
        AgreementFactory(partner=past, centre=site.centre, end=datetime.date(2026, 3, 2))
        talking = PartnerFactory()
        AgreementFactory(
            partner=talking, centre=site.centre, signed=None, charter="", charter_accepted=None
        )
        bound(CentreFactory())
        held(partner=zoe, day=datetime.date(2026, 3, 10))
        DutyContactFactory(centre=site.centre, partner=zoe)

        found = queries.candidates([gap])[gap.pk]

        assert [one.partner for one in found] == [zoe, abel]
        assert [(one.holds_this_pole, one.can_be_asked) for one in found] == [
            (True, True),
            (False, False),
        ]
        assert queries.candidates([]) == {}

    @pytest.mark.parametrize("several", [1, 3])
    def test_as_many_queries_for_three_as_for_one(
        self, held, site, several, django_assert_num_queries
    ):
        rows = [held(state="uncovered") for _one in range(several)]
        for _one in range(several):
            bound(site.centre)
        with django_assert_num_queries(4):
            queries.candidates(rows)


class TestCoverage:
    def test_held_of_planned_each_once(self, held, site):
        past = {"day": datetime.date(2026, 3, 2)}
        held(state="closed", **past)
        replaced = held(state="replaced", **past)
        held(state="closed", replaces=replaced, **past)
        gap = held(state="uncovered", **past)
        held(state="planned", replaces=gap, **past)
        held(state="confirmed", **past)
        held(state="cancelled", reason="withdrawn", **past)
        held()  # not over yet

        found = queries.coverage([site], datetime.date(2026, 1, 1), TODAY)

        assert (found.planned, found.held, found.uncovered, found.unsaid) == (4, 2, 1, 1)
        assert found.share == 0.5
        assert queries.coverage([], TODAY, TODAY).share is None


class TestAwaiting:
    def test_what_a_contact_may_answer(self, held, site):
        partner = PartnerFactory()
        contact = DutyContactFactory(centre=site.centre, partner=partner)
        day = datetime.date(2026, 3, 10)
        mine = [held(partner=partner, day=day, state=state) for state in ("planned", "confirmed")]
        mine.append(held(partner=partner, day=day, state="uncovered", reason="away"))
        held(partner=partner)  # it has begun
        held(day=day)
        held(partner=partner, day=day, state="cancelled", reason="closed")
        DutySessionFactory(partner=partner, day=day)  # in another centre

        assert queries.awaiting(contact) == mine


class TestWeek:
    def test_poles_down_days_across(self, held, site, pole):
        HoursFactory(site=site, weekday=6)
        other = PoleFactory(centre=site.centre)
        row = held()

        grid = queries.grid(site, datetime.date(2026, 3, 2))

        assert [day.day.day for day in grid.days] == [2, 3, 4, 5, 6, 7]
        assert [line.pole for line in grid.lines] == [pole, other]
        assert [turn.session for turn in grid.lines[0].cells[1].turns] == [row]
        assert grid.gaps == 0

    def test_a_sunday_only_when_somebody_is_planned(self, held, site):
        held(day=datetime.date(2026, 3, 8))

        assert len(queries.grid(site, datetime.date(2026, 3, 2)).days) == 6

    def test_whoever_was_asked_shows_in_the_gap(self, held, site):
        gap = held(state="uncovered")
        asked = held(replaces=gap)

        (turn,) = queries.grid(site, datetime.date(2026, 3, 2)).lines[0].cells[1].turns

        assert (turn.session, turn.asked) == (gap, asked)
        assert queries.grid(site, datetime.date(2026, 3, 2)).gaps == 1

    def test_pairs_of_one_house_and_counsellors_alone(self, held, site):
        alone = held(paired=True)
        house = PartnerFactory()
        late = {"begins": datetime.time(14), "ends": datetime.time(17), "paired": True}
        held(partner=house, **late)
        held(partner=house, **late)
        held(paired=True, day=datetime.date(2026, 3, 4))
        held(paired=True, day=datetime.date(2026, 3, 4))

        _monday, tuesday, wednesday, *_rest = (
            queries.grid(site, datetime.date(2026, 3, 2)).lines[0].cells
        )

        assert [(turn.alone, turn.same_house) for turn in tuesday.turns] == [
            (True, False),
            (False, True),
            (False, True),
        ]
        assert tuesday.turns[0].session == alone
        assert [(turn.alone, turn.same_house) for turn in wednesday.turns] == [(False, False)] * 2

    @pytest.mark.parametrize("several", [1, 3])
    def test_as_many_queries_for_three_as_for_one(
        self, held, site, several, django_assert_num_queries
    ):
        for _one in range(several):
            held()
            PoleFactory(centre=site.centre)
        with django_assert_num_queries(5):
            queries.grid(site, datetime.date(2026, 3, 2))

    def test_a_week_that_does_not_exist(self):
        with pytest.raises(ValueError, match="week"):
            queries.monday_of(2026, 54)


class TestPublic:
    def test_the_need_first_the_institution_second_nobody_named(self, held, site, pole):
        held(partner=PartnerFactory(name="Union"), languages=["fr", "ar"], desk="3", state="opened")
        held(day=datetime.date(2026, 3, 9), state="uncovered")
        held(state="closed", begins=datetime.time(8), ends=datetime.time(9))
        held(begins=datetime.time(7), ends=datetime.time(8))
        held(day=datetime.date(2026, 3, 10))  # the eighth day
        ClosureFactory(site=site, start=datetime.date(2026, 3, 5), end=datetime.date(2026, 3, 5))
        held(day=datetime.date(2026, 3, 5))

        found = queries.public_duty([site])[site.pk]

        (now,) = found.now
        assert (now.pole, now.partner, now.desk, now.is_sure) == (pole, "Union", "3", True)
        assert [day.day.day for day in found.days] == [3, 9]
        (gap,) = found.days[1].turns
        assert (gap.is_held, gap.is_now) == (False, False)

    def test_a_site_without_duty_has_no_entry(self, held, site):
        held(day=datetime.date(2026, 4, 9))
        past = SiteFactory(centre=site.centre)
        DutySessionFactory(site=past, pole=PoleFactory(centre=site.centre), state="closed")

        assert queries.public_duty([site, past]) == {}
        assert queries.public_duty([]) == {}

    def test_a_no_reaches_it_at_once(self, held, site):
        row = held()
        assert queries.public_duty([site])[site.pk].now

        actions.decline(session=row, reason="away", by=BY)

        found = queries.public_duty([site])[site.pk]
        assert found.now == []
        assert [turn.is_held for turn in found.days[0].turns] == [False]

    @pytest.mark.parametrize("several", [1, 3])
    def test_four_queries_however_many(self, held, site, several, django_assert_num_queries):
        sites = [site, *(SiteFactory(centre=site.centre) for _one in range(several - 1))]
        for one in sites:
            held(site=one)
        with django_assert_num_queries(4):
            assert len(queries.public_duty(sites)) == several
