import pytest
from django.db import IntegrityError

from parvis.accounts.actors import command
from parvis.indicators import actions
from parvis.indicators.tests.factories import DefinitionFactory, IndicatorFactory
from parvis.kernel.keeping import CannotKeep, Change
from parvis.network.tests.factories import NetworkFactory
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db

BY = command("test")
THREE_TIMES = [Change.CREATED, Change.UNCHANGED, Change.CHANGED]


def test_record_indicator_creates_then_changes_only_what_differs():
    said = {"network": NetworkFactory(), "code": "users", "kind": "count", "by": BY}

    kept = [
        actions.record_indicator(**said, unit={"fr": "personnes"}, framework=named)
        for named in ([], [], ["SDG:4.4"])
    ]

    assert [one.change for one in kept] == THREE_TIMES


def test_record_definition_takes_the_whole_list_of_components():
    whole, part = IndicatorFactory(), IndicatorFactory()
    said = {"indicator": whole, "version": 1, "name": {"fr": "Total"}, "by": BY}

    kept = [actions.record_definition(**said, components=parts) for parts in ([], [], [part])]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[2].columns == ("components",)


def test_a_new_version_leaves_the_old_one_as_it_was():
    old = DefinitionFactory(version=0)

    new = actions.record_definition(
        indicator=old.indicator, version=1, name={"fr": "Mieux dit"}, by=BY
    )

    assert new.change is Change.CREATED
    assert old.indicator.definitions.count() == 2


@pytest.fixture
def said():
    definition = DefinitionFactory()
    return {
        "network": definition.indicator.network,
        "definition": definition,
        "period": "2024",
        "scope": "network",
        "qualifier": "more_than",
        "sources": [SourceFactory()],
        "by": BY,
    }


def test_record_observation_creates_then_changes_only_what_differs(said):
    kept = [
        actions.record_observation(code="users-2024", value=value, **said)
        for value in (600000, 600000, 555000)
    ]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[2].columns == ("value",)


@pytest.mark.parametrize(("period", "year"), [("2024", 2024), ("2021/22", 2021)])
def test_record_observation_reads_the_year_in_the_period(said, period, year):
    kept = actions.record_observation(code="users", value=1, **{**said, "period": period})

    assert (kept.row.year, kept.row.period) == (year, period)


def test_record_observation_refuses_a_second_chosen_value(said):
    actions.record_observation(code="one", value=1, **said)

    with pytest.raises(IntegrityError):
        actions.record_observation(code="other", value=2, **said)


def test_record_observation_keeps_readings_that_are_not_chosen(said):
    actions.record_observation(code="one", value=1, **said)

    kept = actions.record_observation(code="other", value=2, is_chosen=False, **said)

    assert kept.change is Change.CREATED


def test_record_observation_refuses_a_qualifier_nobody_knows(said):
    with pytest.raises(CannotKeep) as refusal:
        actions.record_observation(code="one", value=1, **{**said, "qualifier": "roughly"})

    assert refusal.value.column == "qualifier"
