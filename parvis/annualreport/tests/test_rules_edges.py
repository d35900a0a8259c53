"""Edges of the rules: what must stay silent, and the rarer ways of being wrong."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from parvis.annualreport.contradictions import figures, found, words
from parvis.annualreport.contradictions.facts import (
    CentreSeen,
    DefinitionSeen,
    Facts,
    FactSeen,
    FigureSeen,
    IndicatorSeen,
    LabelSeen,
    MandateSeen,
    MeetingSeen,
    MembershipSeen,
    NameSeen,
    OfficeSeen,
    PersonSeen,
    ReadingSeen,
    SiteSeen,
    SourceSeen,
    TextSeen,
)
from parvis.annualreport.contradictions.spelling import why
from parvis.kernel.dates import PartialDate as D

YEAR = 2030
SAID = {"sources": ("r",)}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def facts(**more):
    sources = (
        SourceSeen(code="r", title="Rapport", language="fr", covers="2030"),
        SourceSeen(code="e", title="Report", language="en", covers="2030"),
        SourceSeen(code="old", title="Rapport", language="fr", covers="2029"),
    )
    return Facts(**{"network": "n", "year": YEAR, "sources": sources, **more})


def kinds(asked):
    return [(str(one.kind), str(one.severity)) for one in found(asked)]


def figure(**more):
    asked = {"code": "a", "indicator": "letters", "year": YEAR, "period": "2030", "version": 1}
    return FigureSeen(**{**asked, **SAID, "value": Decimal(10), **more})


def indicator(code="letters", **more):
    definition = DefinitionSeen(version=1, name={"fr": "Lettres"}, **more)
    return IndicatorSeen(code=code, kind="count", unit={}, definitions=(definition,))


# -- numbers


@pytest.mark.parametrize(
    ("qualifier", "value", "number", "agrees"),
    [
        ("exact", 10, 10, True),
        ("exact", 10, 11, False),
        ("about", 170, 165, True),
        ("about", 170, 185, False),
        ("more_than", 6000, 6690, True),
        ("more_than", 6700, 6690, False),
        ("more_than", 170, 170, False),
        ("up_to", 60, 60, True),
        ("up_to", 60, 61, False),
        ("range", 14, 50, True),
        ("range", 14, 91, False),
    ],
)
def test_a_number_agrees_with_what_is_printed_at_its_own_precision(
    qualifier, value, number, agrees
):
    high = Decimal(90) if qualifier == "range" else None
    printed = figure(qualifier=qualifier, value=Decimal(value), high=high)

    assert figures.agrees(printed, number) is agrees


def test_words_agree_with_any_number_and_nought_has_a_unit():
    assert figures.agrees(figure(qualifier="words", value=None), 5)
    assert figures.step(Decimal(0)) == figures.step(Decimal("2.5")) == 1


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("6\u202f700 et 1,250 puis 12", ["6700", "1250", "12"]),
        ("2,5 heures de 9 h 30 à 12 h", ["2.5"]),
        ("from 9.30 to 12.00, 4.5 days [[a-2030]]", ["4.5"]),
    ],
)
def test_numbers_are_read_and_hours_are_not(text, read):
    assert [f"{one.value:f}" for one in words.numbers(text)] == read


def test_words_give_a_magnitude():
    assert words.magnitude("several tens of thousands") == 10_000
    assert words.magnitude("plusieurs dizaines de milliers") == 10_000
    assert words.magnitude("beaucoup") is None
    assert words.how_many("Trois visites", "fr") == 3
    assert words.how_many("", "fr") == 1


def test_days_are_read_in_the_languages_that_are_known():
    assert [one.day for one in words.days("du 4 au 6 mai 2030", "fr")] == [4, 6]
    assert list(words.days("4 mayo", "es")) == []


@pytest.mark.parametrize(
    ("one", "other", "cause"),
    [
        ("Anna Vol", "Anna VOL", None),
        ("Anna Vol", "Anna Volt Mir", None),
        ("Maison Claire", "Maisonclaire", "Written in one word or in two."),
        ("Anna Vol-Mir", "Anna Vol Mir", "An accent, an apostrophe or a hyphen only."),
        ("Anna Vol", "anna Vol", "Capitals only."),
        ("Anna Voltaren", "ANNA VOLTARAN", "A letter dropped, added or exchanged."),
    ],
)
def test_why_two_names_differ(one, other, cause):
    assert why(one, other, surname_in_capitals=True) == cause


# -- totals


def test_centres_that_do_not_all_answer_say_nothing_until_they_exceed_the_whole():
    members = tuple(MembershipSeen(centre=f"c{n}", start=D("2020"), **SAID) for n in range(3))
    centres = tuple(CentreSeen(code=f"c{n}", name=f"Lieu {n}", country="FR") for n in range(3))
    whole = figure(value=Decimal(100))
    part = figure(code="b", scope="centre", centre="c0", value=Decimal(40), sources=("e",))
    asked = facts(
        memberships=members, centres=centres, indicators=(indicator(definition={"fr": "x"}),),
        figures=(whole, part),
    )  # fmt: skip

    assert kinds(asked) == []
    over = replace(asked, figures=(whole, replace(part, value=Decimal(140))))
    (one,) = found(over)
    assert one.kind == "total"
    assert one.likely_cause == "The total and its parts come from different sources."
    assert kinds(replace(asked, figures=(replace(whole, qualifier="more_than"), part))) == []


# -- dates


def test_a_reading_that_is_only_less_precise_is_a_note():
    fact = FactSeen(
        code="f", kind="project", title={"fr": "Projet"}, date=D("2030-03"), end=D("2030-11"),
        readings=(
            ReadingSeen(date=D("2030-03"), end=D("2030-11"), is_chosen=True, **SAID),
            ReadingSeen(date=D("2030-03"), end=D("2030"), sources=("e",)),
        ),
        **SAID,
    )  # fmt: skip

    assert kinds(facts(facts=(fact,))) == [("values", "note")]
    (fact_,) = [replace(fact, end=None)]
    assert ("values", "contradiction") in kinds(facts(facts=(fact_,)))


def test_a_printed_date_that_loses_nothing_and_the_translation_of_another_state():
    sources = (
        SourceSeen(code="r", title="Rapport", language="fr", covers="2030"),
        SourceSeen(code="e", title="Report", language="en", covers="2030", translation_of="r"),
    )
    fact = FactSeen(
        code="f", kind="webinar", title={"fr": "Rencontre"}, date=D("2030-03-02"),
        readings=(ReadingSeen(printed="le 5 mars", date=D("2030-03-05"), sources=("e",)),),
        **SAID,
    )  # fmt: skip

    (one,) = found(facts(sources=sources, facts=(fact,)))

    assert one.likely_cause == "The translation was made from another state of the text."


def test_undated_milestones_and_open_projects_are_left_alone():
    project = FactSeen(code="p", kind="project", title={"fr": "Projet"}, date=D("2029"), **SAID)
    undated = FactSeen(code="u", kind="project_milestone", title={"fr": "Étape"}, topic="p", **SAID)
    later = replace(undated, code="l", date=D("2030-05"))
    without = replace(later, code="w", topic="x")
    void = FactSeen(code="x", kind="project", title={"fr": "Autre"}, **SAID)
    counted = figure(fact="u", scope="event")
    asked = facts(
        facts=(project, undated, later, void, without), figures=(counted,),
        indicators=(indicator(),),
    )  # fmt: skip

    assert kinds(asked) == []


def test_a_mandate_that_outlives_its_office():
    office = OfficeSeen(
        body="b", code="o", name={"fr": "Siège"}, start=D("2020"), end=D("2030-03-01"), **SAID
    )
    late = MandateSeen(
        body="b", office="o", person="p", start=D("2030-05-01"), end=D("2030-06-01"), **SAID
    )
    asked = facts(offices=(office,), mandates=(late,))

    assert [one[0] for one in kinds(asked)] == ["term", "term"]


def test_a_decision_after_the_centre_left():
    centre = CentreSeen(code="c", name="Lieu de Solmar", country="FR", **SAID)
    left = MembershipSeen(centre="c", start=D("2020"), end=D("2029"), **SAID)
    label = LabelSeen(
        code="l", centre="c", decision="maintained", step="operating", date=D("2030-02"), **SAID
    )
    asked = facts(centres=(centre,), memberships=(left,), labels=(label,))

    assert [one[0] for one in kinds(asked)] == ["term"]
    assert kinds(replace(asked, labels=(replace(label, decision="withdrawn"),))) == []


def test_joining_and_leaving_are_compared_with_the_membership():
    centre = CentreSeen(
        code="c", name="Lieu", country="FR", sites=(SiteSeen(code="s", kind="mobile"),), **SAID
    )
    member = MembershipSeen(centre="c", start=D("2030-02"), end=D("2030-11"), **SAID)
    rows = tuple(
        FactSeen(code=kind, kind=kind, title={"fr": "Fait"}, date=D("2030-06"), centre="c", **SAID)
        for kind in ("joined", "left", "opened")
    )
    asked = facts(centres=(centre,), memberships=(member,), facts=rows)

    assert [one.second.raw for one in found(asked) if one.kind == "values"] == [
        "2030-02",
        "2030-11",
    ]


# -- offices


def test_an_office_filled_later_in_the_year_is_a_note():
    office = OfficeSeen(body="b", code="o", name={"fr": "Siège"}, start=D("2020"), **SAID)
    first = MandateSeen(
        body="b", office="o", person="p", start=D("2020"), end=D("2030-03-01"), **SAID
    )
    second = MandateSeen(body="b", office="o", person="q", start=D("2030-06-01"), **SAID)
    asked = facts(offices=(office,), mandates=(first, second))

    assert kinds(asked) == [("vacant", "note")]
    honorary = replace(office, is_honorary=True)
    assert kinds(replace(asked, offices=(honorary,))) == []


def test_terms_that_nobody_dates_double_nothing():
    office = OfficeSeen(body="b", code="o", name={"fr": "Siège"}, start=D("2020"), **SAID)
    first = MandateSeen(body="b", office="o", person="p", attested=D("2029"), **SAID)
    second = replace(first, person="q", attested=None)
    gone = replace(first, person="r", attested=D("2021"), last_attested=D("2028"))

    assert kinds(facts(offices=(office,), mandates=(first, second, gone))) == []


# -- places


def test_one_place_or_one_event_is_not_two_places():
    here = {"fr": "Salle bleue"}
    first = MeetingSeen(body="a", code="m", date=D("2030-02-03"), place=here, **SAID)
    second = MeetingSeen(body="b", code="n", date=D("2030-02-03"), place=here, **SAID)
    fair = FactSeen(
        code="f", kind="external_event", title={"fr": "Foire"}, date=D("2030-05-01"),
        end=D("2030-05-03"), **SAID,
    )  # fmt: skip
    part = FactSeen(
        code="g", kind="intervention", title={"fr": "Discours"}, date=D("2030-05-02"), topic="f",
        **SAID,
    )  # fmt: skip
    vague = replace(fair, code="v", end=D("2030-06"))

    assert kinds(facts(meetings=(first, second), facts=(fair, part, vague))) == []
    elsewhere = replace(second, place={"fr": "Salle verte", "en": "Green room"})
    assert kinds(facts(meetings=(first, elsewhere))) == [("places", "contradiction")]


# -- texts


def test_a_text_with_an_impossible_day_or_an_unknown_figure_stops_nothing():
    meeting = MeetingSeen(body="a", code="m", date=D("2030-02-03"), **SAID)
    text = TextSeen(
        slot="network", language="fr", year=YEAR, **SAID,
        body="Le 31 février, plus de [[unknown-figure]] lettres sont arrivées.",
    )  # fmt: skip

    assert kinds(facts(meetings=(meeting,), texts=(text,))) == []


def test_a_sentence_may_say_a_qualifier_twice_and_an_ambiguous_word_of_few():
    row = figure(qualifier="more_than", value=Decimal(170))
    few = figure(code="b", indicator="rooms", value=Decimal(2))
    body = "We had more than [[a]] letters, around [[b]] rooms, and about 14 to 90 of the rest."
    text = TextSeen(slot="network", language="en", year=YEAR, body=body, **SAID)
    asked = facts(figures=(row, few), indicators=(indicator(), indicator("rooms")), texts=(text,))

    (one,) = found(asked)
    assert one.likely_cause.endswith("the sentence says it twice.")


def test_texts_in_two_languages_are_compared_by_day_hour_figure_and_number():
    french = TextSeen(
        slot="network", language="fr", year=YEAR, **SAID,
        body="Le 3 février à 9 h 30, douze lettres et [[a]] colis dans la salle.",
    )  # fmt: skip
    english = replace(
        french, language="en", body="On 4 February at 10.30 there were ten letters in the room."
    )
    asked = facts(texts=(french, english), figures=(figure(),), indicators=(indicator(),))

    (one,) = found(asked)

    assert one.first.printed == "12, 10 (Lettres · 2030), 3 February 2030, 9:30"
    assert one.second.printed == "10, 4 February 2030, 10:30"
    gone = replace(asked, figures=())
    assert "[[a]]" in found(gone)[0].first.printed


def test_a_language_nobody_reads_and_a_quotation_are_left_alone():
    spanish = TextSeen(slot="network", language="es", year=YEAR, body="Por la casa de las.", **SAID)
    said = TextSeen(
        slot="summary", language="en", year=YEAR, is_quotation=True, **SAID,
        body="Les équipes se retrouvent dans la salle des partenaires.",
    )  # fmt: skip

    assert kinds(facts(texts=(spanish, said))) == []


def test_words_with_other_numbers_in_two_languages():
    fact = FactSeen(
        code="f", kind="webinar", title={"fr": "Rencontre"}, date=D("2030-03"),
        about={"fr": "Pour 30 personnes.", "en": "For 40 people."}, **SAID,
    )  # fmt: skip

    assert kinds(facts(facts=(fact,))) == [("values", "contradiction")]


# -- names


def test_a_site_and_a_centre_under_other_names():
    site = SiteSeen(
        code="s", kind="mobile", name={"fr": "Bus Soleil"}, **SAID,
        aliases=(
            NameSeen(text="Bus Soleille", language="fr", **SAID),
            NameSeen(text="Camion bleu", language="fr", **SAID),
            NameSeen(text="Sun bus", language="en", **SAID),
        ),
    )  # fmt: skip
    one = CentreSeen(code="c", name="Maison de Solmarel", country="FR", sites=(site,), **SAID)
    two = CentreSeen(code="d", name="Maison de Solmarell", country="FR", **SAID)
    far = CentreSeen(code="e", name="Maison de Vorzan", country="FR", **SAID)

    assert kinds(facts(centres=(one, two, far))) == [
        ("spelling", "contradiction"),
        ("spelling", "note"),
        ("spelling", "contradiction"),
    ]


def test_the_same_name_under_two_codes():
    one = PersonSeen(code="p", name="Anna Solmarel", **SAID)
    nameless = PersonSeen(code="q", name="?", **SAID)

    (found_there,) = found(facts(people=(one, replace(one, code="o"), nameless)))

    assert found_there.likely_cause == "One person was recorded twice."


# -- order


def test_a_first_step_after_an_operating_label_is_a_note():
    centre = CentreSeen(code="c", name="Lieu", country="FR", **SAID)
    asked = {"centre": "c", "decision": "granted", **SAID}
    first = LabelSeen(code="a", step="operating", date=D("2028"), **asked)
    second = LabelSeen(code="b", step="prefiguration", date=D("2030-04"), **asked)

    assert kinds(facts(centres=(centre,), labels=(first, second))) == [("order", "note")]


def test_shares_without_a_definition_are_a_note_and_recipes_more():
    share = IndicatorSeen(
        code="letters", kind="share", unit={"fr": "%"},
        definitions=(DefinitionSeen(version=1, name={"fr": "Part"}),),
    )  # fmt: skip
    before = figure(code="b", year=2029, period="2029", value=Decimal(8), sources=("old",))

    assert kinds(facts(indicators=(share,), figures=(figure(), before))) == [("series", "note")]


def test_a_term_begins_when_it_is_shown_and_ends_on_its_last_day():
    day = datetime.date(2030, 6, 1)
    office = OfficeSeen(body="b", code="o", name={}, attested=D("2029"), end=D("2030-06"))

    assert office.holds(day)
    assert not office.holds(datetime.date(2030, 7, 1))
    assert not replace(office, attested=None).holds(day)
    assert not MembershipSeen(centre="c", start=D("2020"), end=D("2030-06-01")).on(day)


def test_a_number_typed_as_it_is_published_or_as_part_of_a_date_is_left_alone():
    rows = (
        figure(value=Decimal(27)),
        figure(code="b", indicator="rooms", value=Decimal(30), high=Decimal(90), qualifier="range"),
        figure(code="c", indicator="steps", value=Decimal(2030), qualifier="more_than"),
    )
    meeting = MeetingSeen(body="a", code="m", date=D("2030-02-27"), **SAID)
    body = "On 27 February we counted 27 letters, and 30 rooms at least in 2030."
    text = TextSeen(slot="network", language="en", year=YEAR, body=body, **SAID)
    known = tuple(indicator(code) for code in ("letters", "rooms", "steps"))
    asked = facts(figures=rows, indicators=known, texts=(text,), meetings=(meeting,))

    assert kinds(asked) == []


def test_the_same_value_in_two_sources_is_no_contradiction():
    other = figure(code="b", is_chosen=False, sources=("e",))
    worded = figure(qualifier="words", value=None, words={"fr": "beaucoup"})
    again = replace(worded, code="b", is_chosen=False, sources=("e",))

    for rows in ((figure(), other), (worded, again)):
        assert kinds(facts(figures=rows, indicators=(indicator(),))) == []


def test_a_mandate_without_an_office_and_without_an_election_is_left_alone():
    mandate = MandateSeen(body="b", office="", person="p", start=D("2030-02-01"), **SAID)

    assert kinds(facts(mandates=(mandate,))) == []


def test_a_misspelling_in_the_middle_of_a_name():
    centre = CentreSeen(
        code="c", name="Maison du Val Franche-Cour", country="FR", **SAID,
        aliases=(
            NameSeen(text="Val-France Cour", language="fr", **SAID),
            NameSeen(text="Franche Tours-Maison", language="fr", **SAID),
            NameSeen(text="Cours Franchi-Val Rouge", language="fr", **SAID),
        ),
    )  # fmt: skip

    assert [one[0] for one in kinds(facts(centres=(centre,)))] == ["spelling"] * 3


def test_the_same_words_in_another_order_are_another_name():
    alias = NameSeen(text="Vorzanal Solmar", language="fr", **SAID)
    centre = CentreSeen(
        code="c", name="Maison Solmar Vorzanel", country="FR", aliases=(alias,), **SAID
    )

    assert kinds(facts(centres=(centre,))) == [("spelling", "note")]
