from decimal import Decimal

import pytest
from django.utils.translation import override

from parvis.ui.numbers import Figure, marked_up, said, sentence, unit, written

PERCENT = {"fr": "% des Cités", "en": "% of centres"}


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("fr", 555000, "555\u202f000"),
        ("en", 555000, "555,000"),
        ("fr", Decimal("1240.00"), "1\u202f240"),
        ("fr", Decimal("2.50"), "2,5"),
        ("en", 2.5, "2.5"),
    ],
)
def test_a_number_is_written_as_the_language_writes_it(language, value, text):
    with override(language):
        assert written(value) == text


@pytest.mark.parametrize(
    ("figure", "french", "english"),
    [
        (Figure("exact", 125), "125", "125"),
        (Figure("about", 6000), "environ 6\u202f000", "about 6,000"),
        (Figure("more_than", 555000), "plus de 555\u202f000", "more than 555,000"),
        (Figure("up_to", 60, unit=PERCENT), "jusqu’à 60\u202f% des Cités", "up to 60% of centres"),
        (Figure("range", 14, high=90), "14 à 90", "14 to 90"),
        (Figure("words", words={"fr": "plusieurs", "en": "several"}), "plusieurs", "several"),
        (Figure("words"), "non enregistré", "not recorded"),
    ],
)
def test_a_figure_says_its_qualifier_in_words(figure, french, english):
    with override("fr"):
        assert sentence(figure) == french
    with override("en"):
        assert sentence(figure) == english


def test_marked_up_keeps_number_and_qualifier_apart():
    with override("en"):
        html = marked_up(Figure("range", 14, high=90))

    assert html == (
        '<span class="fig-n">14</span><span class="fig-q"> to </span><span class="fig-n">90</span>'
    )


def test_marked_up_names_the_language_of_words_it_falls_back_to():
    with override("en"):
        assert 'lang="fr"' in marked_up(Figure("words", words={"fr": "plusieurs"}))


def test_marked_up_says_what_was_not_recorded():
    with override("en"):
        assert "not recorded" in marked_up(Figure("words"))


def test_marked_up_keeps_what_follows_the_number(monkeypatch):
    monkeypatch.setattr("parvis.ui.numbers.said", lambda _qualifier: "%(n)s or so")

    assert marked_up(Figure("about", 7)).endswith('<span class="fig-q"> or so</span>')


def test_unit_is_empty_when_the_figure_has_none():
    assert unit(Figure("exact", 1)) == ""
    with override("en"):
        assert unit(Figure("exact", 1, unit={"en": "people"})) == " people"


def test_an_unknown_qualifier_says_nothing():
    with pytest.raises(ValueError, match="perhaps"):
        said("perhaps")
