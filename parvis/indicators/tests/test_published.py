"""What was published of a year, beside the counters of the programme."""

import pytest

from parvis.indicators.http import published_beside
from parvis.indicators.tests.factories import DefinitionFactory, ObservationFactory
from parvis.network.tests.factories import NetworkFactory
from parvis.programme.queries import Counters

pytestmark = pytest.mark.django_db


def asked(**more):
    by_kind = {"participatory": 6000, "info-session": 3}
    return {
        "found": Counters(by_kind, 601, 450),
        "year": 2024,
        "centre": None,
        "made_up": False,
    } | (more)


@pytest.fixture
def published():
    """The figures of 2024: 460, 6,000 and 230 make 6,690, more than 6,700 was printed."""
    network = NetworkFactory()
    parts = {
        code: ObservationFactory(
            definition=DefinitionFactory(indicator__network=network, indicator__code=code),
            year=2024,
            period="2024",
            **said,
        )
        for code, said in {
            "info-sessions": {"value": 460, "qualifier": "about"},
            "participatory-workshops": {"value": 6000, "qualifier": "about"},
            "peer-exchange-groups": {"value": 230, "qualifier": "about"},
        }.items()
    }
    total = DefinitionFactory(indicator__network=network, indicator__code="workshops-total")
    total.components.set([one.indicator for one in parts.values()])
    ObservationFactory(
        definition=total, year=2024, period="2024", value=6700, qualifier="more_than"
    )
    organised = DefinitionFactory(indicator__network=network, indicator__code="events-organised")
    ObservationFactory(
        definition=organised, year=2024, period="2024", value=600, qualifier="more_than"
    )
    joined = DefinitionFactory(indicator__network=network, indicator__code="events-contributed")
    ObservationFactory(
        definition=joined, year=2024, period="2024", value=450, qualifier="more_than"
    )


def test_the_sum_of_published_parts_stands_beside_the_printed_total(published):
    lines = {one.observation.indicator.code: one for one in published_beside(asked())["lines"]}

    total = lines["workshops-total"]
    assert (int(total.sum.value), total.differs) == (6690, True)
    assert total.recorded == 6003
    assert [lines[code].agrees for code in ("participatory-workshops", "info-sessions")] == [
        True,
        False,
    ]
    assert [lines[code].agrees for code in ("events-organised", "events-contributed")] == [
        True,
        False,
    ]
    assert not lines["info-sessions"].differs


def test_nothing_published_shows_nothing(published):
    assert published_beside(asked(year=2019)) is None
    assert published_beside(asked(found=None)) is None


def test_made_up_and_real_stand_apart(published):
    assert published_beside(asked(made_up=True)) is None
