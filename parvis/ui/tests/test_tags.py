from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from parvis.ui import countries, icons
from parvis.ui.numbers import Figure
from parvis.ui.templatetags import ui


def _shown(template, **context):
    with override("en"):
        return Template("{% load ui %}" + template).render(Context(context))


def test_words_in_the_readers_language_stand_bare_and_others_are_marked():
    assert _shown("{{ w|words }}", w={"fr": "Liège", "en": "Liege"}) == "Liege"
    assert _shown("{{ w|words }}", w={"fr": "<Liège>"}) == (
        '<span lang="fr" dir="auto">&lt;Liège&gt;</span>'
    )
    assert _shown("{{ w|words }}{{ v|words }}", w="a<b", v={}) == "a&lt;b"


def test_words_without_markup_for_titles():
    assert _shown("{{ w|bare }}{{ v|bare }} {{ w|tongue }}", w={"fr": "Ici"}, v="x") == "Icix fr"


def test_a_figure_is_a_link_to_its_card_and_says_how_it_stands():
    html = _shown("{% figure f unit=True %}", f=Figure("exact", 5, unit={"en": "people"}, url="/c"))
    assert html == (
        '<a class="fig" href="/c"><span class="fig-n">5</span>'
        '<span class="fig-u"> people</span></a>'
    )
    assert "inferred" in _shown("{% figure f %}", f=Figure("exact", 5, standing="inferred"))
    assert "fig-u" not in _shown("{% figure f unit=True %}", f=Figure("exact", 5))


def test_a_percentage_never_goes_without_its_sign():
    assert "% of centres" in _shown(
        "{% figure f %}", f=Figure("exact", 5, unit={"en": "% of centres"})
    )


def test_standing_is_worn_only_by_what_no_source_of_the_network_says():
    assert _shown('{% standing "stated" %}') == ""
    assert "external" in _shown('{% standing "external" %}')
    assert _shown('{% standing_word "stated" %}') == "stated"
    with pytest.raises(ValueError, match="guessed"):
        ui.standing_word("guessed")


def test_signs_icons_and_dates():
    assert 'class="sign a" aria-hidden="true">A<' in _shown('{% sign "a" %}')
    assert 'aria-label="Guidance"' in _shown('{% sign "a" label="Guidance" %}')
    assert 'class="i flip"' in _shown('{% icon "arrow-right" %}')
    assert 'aria-label="Where"' in _shown('{% icon "map-pin" label="Where" %}')
    assert "23–24 April 2024" in _shown('{% partial_date "2024-04-23" "2024-04-24" %}')
    assert _shown('{{ "2024-11"|spelled }}|{{ "2024"|placed }}|{{ "2024"|since }}') == (
        "November 2024|in 2024|since 2024"
    )
    assert _shown("{{ 6000|number }}{{ nothing|number }}") == "6,000"
    assert _shown('{% missing %}{% missing "nowhere" %}').count("unsaid") == 2


def test_prose_binds_the_figures_it_names_only():
    html = _shown(
        "{% prose text figures %}", text="[[a]]", figures={"a": Figure("exact", 1), "b": None}
    )
    assert '<span class="fig-n">1</span>' in html
    assert _shown("{% prose text %}", text="Plain.") == "<p>Plain.</p>"


def test_countries_are_named_and_unknown_ones_keep_their_code():
    assert _shown('{{ "BE"|country }}') == "Belgium"
    assert countries.named("ZZ") == "ZZ"


def test_tongues_need_a_request():
    assert _shown("{% tongues as languages %}{{ languages|length }}") == "0"


def test_at_keeps_short_addresses_for_the_home_network():
    home, other = SimpleNamespace(code="home"), SimpleNamespace(code="other")
    text = '{% at network "annualreport:reports" %}'
    assert _shown(text, network=home, networks=[home, other]) == "/en/reports/"
    assert _shown(text, network=other, networks=[home, other]) == "/en/networks/other/reports/"


def test_an_icon_without_a_drawing_is_refused(tmp_path, monkeypatch):
    (tmp_path / "empty-file.svg").write_text("nothing")
    monkeypatch.setattr(icons, "FOLDER", tmp_path)

    with pytest.raises(ValueError, match="empty-file"):
        icons.drawn("empty-file")
