"""A new version never rewrites, and a restated figure stays beside the first."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from parvis.accounts.actors import command
from parvis.indicators import actions
from parvis.indicators.errors import NothingNew, WithoutReason
from parvis.indicators.models import Definition, Observation
from parvis.indicators.tests.factories import (
    DefinitionFactory,
    IndicatorFactory,
    ObservationFactory,
)
from parvis.kernel.editing import ChangedMeanwhile, token
from parvis.kernel.history import signed
from parvis.sources.tests.factories import SourceFactory

BY = command("test")
NAME = {"fr": "Personnes reçues", "en": "People received"}
WHY = {"en": "Two centres sent their figures late."}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def anew(indicator, seen, **said):
    return actions.define_anew(indicator=indicator, seen=seen, by=BY, **{"name": NAME, **said})


@pytest.mark.django_db
class TestDictionary:
    def test_a_new_version_leaves_those_before_it_and_their_figures_alone(self):
        first = DefinitionFactory(name=NAME)
        figure = ObservationFactory(definition=first)

        second = anew(first.indicator, 0, recipe={"en": "Visits and contacts."}, since="2026")

        assert (second.version, second.recipe) == (1, {"en": "Visits and contacts."})
        first.refresh_from_db()
        figure.refresh_from_db()
        assert (first.recipe, figure.definition) == ({}, first)

    def test_the_first_version_of_all_is_as_printed(self):
        assert anew(IndicatorFactory(), -1).version == 0

    def test_a_version_that_says_the_same_is_none(self):
        first = DefinitionFactory(name=NAME)

        with pytest.raises(NothingNew, match="what the last one says"):
            anew(first.indicator, 0)
        part = IndicatorFactory(network=first.indicator.network)

        assert anew(first.indicator, 0, components=[part]).version == 1

    def test_whoever_saw_an_older_version_is_told(self):
        first = DefinitionFactory(name=NAME)
        anew(first.indicator, 0, definition={"en": "One"})

        with pytest.raises(ChangedMeanwhile, match="written version 1"):
            anew(first.indicator, 0, definition={"en": "Two"})

    def test_a_version_is_said_in_one_more_language_and_never_over(self):
        first = DefinitionFactory(name={"fr": "Personnes"}, definition={"fr": "Visites"})
        said = {"definition": first, "language": "en", "name": "People", "by": BY}

        kept = actions.translate_definition(
            **said, meaning="Visits", seen=token(Definition.objects.get())
        )

        assert kept.row.name == {"fr": "Personnes", "en": "People"}
        assert kept.row.definition == {"fr": "Visites", "en": "Visits"}
        assert kept.row.recipe == {}
        with pytest.raises(NothingNew, match="already said in that language"):
            actions.translate_definition(**{**said, "definition": kept.row}, seen="")


def restate(figure, shown=None, **said):
    said = {"qualifier": "exact", "value": 12, "reason": WHY, **said}
    return actions.restate(
        observation=figure,
        sources=[SourceFactory()],
        seen=token(Observation.objects.get(pk=figure.pk)) if shown is None else shown,
        by=BY,
        **said,
    ).row


@pytest.mark.django_db
class TestFigures:
    def test_a_restated_figure_stays_beside_the_first_with_the_reason(self):
        first = ObservationFactory(code="users-2024", value=10)

        second = restate(first)
        third = restate(second, value=13)

        first.refresh_from_db()
        assert (first.value, first.is_chosen) == (10, False)
        assert (second.code, third.code) == ("users-2024-r2", "users-2024-r3")
        assert (third.is_chosen, third.reason, third.year) == (True, WHY, 2024)
        assert Observation.objects.filter(is_chosen=True).count() == 1

    def test_no_figure_is_restated_without_a_reason(self):
        with pytest.raises(WithoutReason, match="Say why"):
            restate(ObservationFactory(), reason={"en": ""})

    def test_a_figure_restated_already_is_not_restated_again(self):
        first = ObservationFactory()
        restate(first)

        with pytest.raises(NothingNew, match="restate that one"):
            restate(first)

    def test_whoever_saw_another_value_is_told(self):
        first = ObservationFactory()
        shown = token(Observation.objects.get())
        Observation.objects.update(value=99)

        with pytest.raises(ChangedMeanwhile):
            restate(first, shown)


@pytest.mark.usefixtures("committed_db")
def test_two_people_who_restate_at_once_give_one_value_and_the_second_is_told():
    with signed(BY):
        figure = ObservationFactory()
        source = SourceFactory()
    shown, gate, told = token(Observation.objects.get()), threading.Barrier(2), []

    def act(value):
        try:
            gate.wait(10)
            actions.restate(
                observation=figure,
                qualifier="exact",
                value=value,
                reason=WHY,
                sources=[source],
                seen=shown,
                by=BY,
            )
        except ChangedMeanwhile:
            told.append(value)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[value]) for value in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert (Observation.objects.filter(is_chosen=True).count(), len(told)) == (1, 1)
