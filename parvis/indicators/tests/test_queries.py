from decimal import Decimal

import pytest

from parvis.indicators import queries
from parvis.indicators.tests.factories import (
    DefinitionFactory,
    IndicatorFactory,
    ObservationFactory,
)
from parvis.network.tests.factories import NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return NetworkFactory()


def printed(network, value, **more):
    return ObservationFactory(
        definition__indicator=IndicatorFactory(network=network), value=value, **more
    )


@pytest.fixture
def total(network):
    """About 6,000 + about 460 + exactly 230, beside «more than 6,700»."""
    parts = [
        printed(network, 6000, qualifier="about"),
        printed(network, 460, qualifier="about"),
        printed(network, 230),
    ]
    definition = DefinitionFactory(indicator=IndicatorFactory(network=network))
    definition.components.set([part.indicator for part in parts])
    return ObservationFactory(definition=definition, value=6700, qualifier="more_than")


def test_a_sum_of_rounded_values_is_itself_rounded(network, total):
    computed = queries.summed(total, queries.figures(network, 2024))

    assert (computed.value, computed.qualifier) == (Decimal(6690), "about")
    assert len(computed.parts) == 3
    assert computed.differs_from(total)


def test_a_sum_of_exact_values_is_exact(network, total):
    rows = queries.figures(network, 2024)
    for row in rows:
        row.qualifier = "exact"
    total.value = Decimal(6690)

    computed = queries.summed(total, rows)

    assert computed.qualifier == "exact"
    assert not computed.differs_from(total)


@pytest.mark.parametrize(
    "spoiled",
    [{"is_chosen": False}, {"status": "target"}, {"period": "2023"}, {"scope": "some_centres"}],
)
def test_there_is_no_sum_when_a_part_is_missing(network, total, spoiled):
    part = next(row for row in queries.figures(network, 2024) if row.value == 230)
    for name, value in spoiled.items():
        setattr(part, name, value)
    part.save()

    assert queries.summed(total, queries.figures(network, 2024)) is None


def test_there_is_no_sum_without_a_recipe(network):
    alone = printed(network, 3)

    assert queries.summed(alone, [alone]) is None


def test_words_never_differ_from_a_number(network, total):
    computed = queries.summed(total, queries.figures(network, 2024))
    total.value = None

    assert not computed.differs_from(total)


def test_what_is_inferred_or_external_is_no_figure_of_a_chapter(network):
    stated = printed(network, 1)
    inferred = printed(network, 2, standing="inferred")
    external = printed(network, 3, standing="external")

    assert queries.figures(network, 2024) == [stated]
    assert set(queries.all_figures(network, 2024)) == {stated, inferred, external}


@pytest.mark.parametrize("values", [1, 3])
def test_figures_cost_the_same_for_one_and_for_three(network, values, django_assert_num_queries):
    for value in range(values):
        printed(network, value)

    with django_assert_num_queries(3):
        assert len(queries.figures(network, 2024)) == values


def test_the_history_of_a_figure_keeps_every_reading(network):
    now = printed(network, 170)
    other = ObservationFactory(
        definition=now.definition, value=171, is_chosen=False, qualifier="more_than"
    )
    before = ObservationFactory(definition=now.definition, value=150, year=2023)
    ObservationFactory(definition=now.definition, value=9, scope="some_centres")

    assert queries.history(now) == [before, now, other]
