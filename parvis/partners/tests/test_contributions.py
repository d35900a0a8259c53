"""What partners promised and gave, in units that are never mixed."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from parvis.accounts.actors import command
from parvis.centres.tests.factories import CentreFactory, PoleFactory, SpaceFactory
from parvis.kernel.editing import NOTHING
from parvis.kernel.keeping import CannotKeep, Change
from parvis.partners import actions, queries
from parvis.partners.enums import COUNTED_IN, ContributionKind, Purpose, Unit
from parvis.partners.errors import NotTheSame
from parvis.partners.models import Contribution
from parvis.partners.tests.factories import (
    AgreementFactory,
    ContributionFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db
BY = command("test")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def record(agreement, **said):
    said = {"purpose": "counselling", "unit": "half_day", "given": Decimal(46), **said}
    return actions.record_contribution(agreement=agreement, code="l", year=2025, by=BY, **said)


def test_the_purpose_makes_the_kind_and_every_purpose_has_its_unit():
    assert set(COUNTED_IN) == set(Purpose.values)
    assert {kind for kind, _units in COUNTED_IN.values()} == set(ContributionKind.values)
    assert {unit for _kind, units in COUNTED_IN.values() for unit in units} == set(Unit.values)

    kept = record(AgreementFactory(), purpose="premises", unit="square_metre")

    assert (kept.change, kept.row.kind) == (Change.CREATED, "material")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"purpose": "grant", "unit": "half_day"}, "money in euros"),
        ({"given": None}, "what was promised, what was given, or both"),
        ({"given": Decimal(-1)}, "0"),
        ({"purpose": "kindness"}, "kindness"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_in_words(said, sentence):
    with pytest.raises(CannotKeep, match=sentence):
        record(AgreementFactory(), seen=NOTHING, **said)


def test_the_database_refuses_it_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionFactory(unit="euro")


def test_a_pole_or_a_space_is_of_the_centre_of_the_agreement():
    agreement = AgreementFactory()
    own = SpaceFactory(site__centre=agreement.centre)

    assert record(agreement, space=own).row.space == own
    for elsewhere in ({"pole": PoleFactory()}, {"space": SpaceFactory()}):
        with pytest.raises(NotTheSame, match="those of the agreement's centre"):
            record(agreement, **elsewhere)


def test_a_balance_sheet_sums_each_unit_apart_with_its_lines():
    agreement = AgreementFactory()
    said = {"agreement": agreement}
    ContributionFactory(**said, promised=50, given=46)
    ContributionFactory(**said, purpose="workshops", promised=10, given=12)
    ContributionFactory(**said, kind="expertise", purpose="diagnosis", promised=4, given=None)
    ContributionFactory(**said, kind="financial", purpose="grant", unit="euro", given=1500)
    ContributionFactory(**said, year=2024, given=999)
    ContributionFactory()

    sheet = queries.balance_sheet(agreement.partner, agreement.centre, 2025)

    assert [
        (
            total.kind.value,
            total.unit.value,
            total.promised,
            total.given,
            total.missing,
            total.unsaid,
        )
        for total in sheet.totals
    ] == [
        ("human", "half_day", 60, 58, 2, 0),
        ("financial", "euro", None, 1500, None, 0),
        ("expertise", "half_day", 4, None, None, 1),
    ]
    assert (len(sheet.lines), sheet.agreements) == (4, [agreement])


def test_more_than_was_promised_leaves_nothing_missing():
    line = ContributionFactory(promised=10, given=12)
    agreement = line.agreement

    (total,) = queries.balance_sheet(agreement.partner, agreement.centre, 2025).totals

    assert total.missing == 0


def test_a_partner_who_gave_nothing_has_a_sheet_and_it_is_empty():
    agreement = AgreementFactory()

    (sheet,) = queries.balance_sheets(agreement.centre, 2026)

    assert (sheet.partner, sheet.lines, sheet.totals) == (agreement.partner, [], [])
    assert queries.balance_sheets(agreement.centre, 2031) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_does_not_grow_with_partners(many, django_assert_num_queries):
    centre = CentreFactory()
    for _one in range(many):
        ContributionFactory.create_batch(2, agreement=AgreementFactory(centre=centre))

    with django_assert_num_queries(3):
        sheets = queries.balance_sheets(centre, 2025)
        assert all(len(sheet.totals) == 1 for sheet in sheets)

    assert len(sheets) == many


def test_active_partners_gave_something_in_the_year():
    here, elsewhere = CentreFactory(), CentreFactory()
    partner = PartnerFactory()
    one = AgreementFactory(centre=here, partner=partner)
    ContributionFactory.create_batch(2, agreement=one)
    ContributionFactory(agreement=AgreementFactory(centre=here))
    ContributionFactory(agreement=AgreementFactory(centre=here), given=None, promised=3)
    ContributionFactory(agreement=AgreementFactory(centre=here), given=0)

    assert queries.active_partners([here, elsewhere], 2025) == {here.pk: 2, elsewhere.pk: 0}


def test_a_line_says_what_it_is():
    assert str(Contribution(agreement=AgreementFactory(), year=2025, purpose="grant")).endswith(
        "· 2025 · direct grant"
    )
