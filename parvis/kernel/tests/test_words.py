import pytest
from django.core.exceptions import ValidationError

from parvis.kernel.words import objection, sort_key, spoken, validate_words


def test_spoken_gives_the_asked_language_or_says_which_it_gave():
    words = {"fr": "bonjour", "en": "good day"}

    assert spoken(words, "en") == ("good day", "en")
    assert spoken(words, "pt") == ("bonjour", "fr")
    assert spoken({"pt": "bom dia"}, "en") == ("bom dia", "pt")
    assert spoken({}, "en") == ("", "")


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("<b>Liège</b>", "fr", True),
        ("Lièg\x00e", "fr", True),
        ("Li\u202eège", "fr", True),
        ("مدينة المهن", "fr", True),
        ("Liège 🎉", "fr", True),
    ],
)
def test_what_cannot_stand_in_a_name_is_objected_to(text, language, name):
    assert objection(text, language=language, name=name)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Cité des métiers d'Artois & co", "fr"),
        ("مدينة المهن", "ar"),
        ("a < b", "en"),
        ("ł ő ã", "pt"),
    ],
)
def test_letters_of_every_language_are_welcome(text, language):
    assert objection(text, language=language, name=True) is None


def test_an_emoji_may_stand_in_a_sentence():
    assert objection("Bravo 🎉", language="fr") is None


@pytest.mark.parametrize("value", ["text", {"xx": "a"}, {"fr": " "}, {"fr": 3}, {"fr": "<i>"}])
def test_words_are_one_line_a_language(value):
    with pytest.raises(ValidationError):
        validate_words(value)


def test_sorting_ignores_accents_and_case():
    names = ["été", "Zone", "école", "Eta", "Écluse"]

    assert sorted(names, key=sort_key) == ["Écluse", "école", "Eta", "été", "Zone"]
