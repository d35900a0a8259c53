"""Half-days on duty in the balance sheet: counted once, by the act of holding."""

import datetime
from decimal import Decimal

import pytest

from parvis.accounts.actors import staff
from parvis.centres.tests.factories import CentreFactory, PoleFactory, SiteFactory
from parvis.partners import actions, queries
from parvis.partners.errors import CountedTwice
from parvis.partners.models import Contribution
from parvis.partners.tests.factories import (
    AgreementFactory,
    ContributionFactory,
    DutySessionFactory,
)

pytestmark = pytest.mark.django_db
BY = staff(None)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.UTC))


@pytest.fixture
def centre():
    return CentreFactory(code="here")


@pytest.fixture
def agreement(centre):
    return AgreementFactory(centre=centre, end=None)


@pytest.fixture
def hold(centre, agreement):
    site, pole = SiteFactory(centre=centre, kind="main"), PoleFactory(centre=centre)

    def held(day=3, **said):
        said = {"day": datetime.date(2026, 3, day), "partner": agreement.partner} | said
        row = DutySessionFactory(site=site, pole=pole, **said)
        return actions.close_session(session=row, by=BY)

    return held


def line():
    return Contribution.objects.get()


def test_the_first_session_makes_the_line_and_the_next_adds_to_it(hold, agreement):
    hold(3)
    hold(4, ends=datetime.time(18))

    found = line()
    assert (found.given, found.from_duty, found.code) == (3, True, "duty")
    assert (found.purpose, found.unit, found.year) == ("counselling", "half_day", 2026)
    assert queries.held_half_days(agreement, 2026) == 3
    assert queries.balance_sheet(agreement.partner, agreement.centre, 2026).totals[0].given == 3


def test_counting_again_counts_the_same(hold):
    row = hold()

    assert actions.count(session=row, by=BY) == actions.count(session=row, by=BY)
    assert line().given == 1


def test_a_line_that_only_promises_becomes_the_count(hold, agreement):
    ContributionFactory(agreement=agreement, year=2026, promised=50, given=None, code="staff")

    hold()

    assert (line().code, line().promised, line().given) == ("staff", 50, 1)


def test_a_typed_figure_is_never_added_to(hold, agreement):
    ContributionFactory(agreement=agreement, year=2026, given=46)

    hold()

    assert (line().given, line().from_duty) == (46, False)


def test_what_a_typed_figure_does_not_count_is_told_beside_it(hold, agreement, centre):
    typed = ContributionFactory(agreement=agreement, year=2026, given=46)
    hold()
    hold(4)

    def told():
        sheet = queries.balance_sheet(agreement.partner, centre, 2026)
        return queries.uncounted(agreement.partner, 2026, [sheet])

    assert told() == {centre.pk: 2}
    actions.count_from_duty(line=typed, by=BY)
    assert told() == {}


def test_somebody_chooses_to_count_it(hold, agreement):
    typed = ContributionFactory(agreement=agreement, year=2026, given=46)
    hold()

    actions.count_from_duty(line=typed, by=BY)
    hold(4)

    assert (line().given, line().from_duty) == (2, True)


def test_not_of_another_kind_nor_beside_another_figure(agreement):
    rooms = ContributionFactory(
        agreement=agreement, year=2026, kind="material", purpose="premises", unit="square_metre"
    )
    one = ContributionFactory(agreement=agreement, year=2026, given=20)
    other = ContributionFactory(agreement=agreement, year=2026, given=None, promised=20)

    for row in (rooms, other):
        with pytest.raises(CountedTwice):
            actions.count_from_duty(line=row, by=BY)
    assert not Contribution.objects.filter(from_duty=True).exists()
    assert one.given == 20


def test_a_second_figure_is_refused(hold, agreement):
    hold()
    typed = {"agreement": agreement, "year": 2026, "purpose": "counselling", "unit": "half_day"}

    with pytest.raises(CountedTwice, match="comptées d’après les permanences tenues"):
        actions.record_contribution(**typed, code="staff", given=Decimal(46), by=BY)
    assert actions.record_contribution(**typed, code="more", promised=Decimal(10), by=BY)
    workshops = typed | {"purpose": "workshops"}
    assert actions.record_contribution(**workshops, code="w", given=Decimal(3), by=BY)


def test_the_count_is_kept_whatever_is_typed_in_its_line(hold, agreement):
    hold()

    kept = actions.record_contribution(
        agreement=agreement,
        year=2026,
        code="duty",
        purpose="counselling",
        unit="half_day",
        promised=Decimal(40),
        given=Decimal(99),
        was=line(),
        by=BY,
    )

    assert (kept.row.promised, kept.row.given) == (40, 1)


def test_without_an_agreement_nothing_is_counted(hold):
    row = hold(3)
    Contribution.objects.all().delete()
    AgreementFactory(centre=row.site.centre)
    stranger = DutySessionFactory(site=row.site, pole=row.pole, day=datetime.date(2026, 3, 5))

    actions.close_session(session=stranger, by=BY)

    assert not Contribution.objects.exists()


def test_nothing_held_makes_no_line(agreement, centre):
    row = DutySessionFactory(
        site=SiteFactory(centre=centre), pole=PoleFactory(centre=centre), partner=agreement.partner
    )

    assert actions.count(session=row, by=BY) is None


def test_of_two_agreements_at_once_the_earlier_counts(hold, agreement, centre):
    later = AgreementFactory(
        centre=centre, partner=agreement.partner, start=datetime.date(2026, 1, 1)
    )

    hold()

    assert line().agreement == agreement
    assert queries.held_half_days(later, 2026) == 0


def test_another_year_is_another_line(hold, agreement):
    row = hold()
    late = DutySessionFactory(
        site=row.site, pole=row.pole, partner=agreement.partner, day=datetime.date(2027, 3, 3)
    )
    actions.close_session(session=late, by=BY)

    assert sorted(Contribution.objects.values_list("year", "given")) == [(2026, 1), (2027, 1)]
