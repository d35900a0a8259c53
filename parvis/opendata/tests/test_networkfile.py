import json
from pathlib import Path

import pytest
from django.db import DataError, IntegrityError
from django.utils import translation

from parvis.accounts.actors import command
from parvis.annualreport.models import Text, fingerprint
from parvis.centres.models import Centre, Site
from parvis.governance.models import Mandate, Meeting
from parvis.indicators.models import Observation
from parvis.journal.models import Line
from parvis.kernel.dates import PartialDate
from parvis.kernel.keeping import CannotKeep
from parvis.network.errors import TwoWorlds
from parvis.network.models import Fact, Membership, Network
from parvis.opendata.networkfile import LARGEST, BrokenFile, load_file
from parvis.opendata.tests.a_small_network import change, drop, small, text_of, written
from parvis.partners.models import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    with translation.override("en"):
        yield lambda network: load_file(written(tmp_path, network), by=command("test"))


@pytest.fixture
def refused(load):
    def problems(network):
        before = Line.objects.count()
        with pytest.raises(BrokenFile) as broken:
            load(network)
        assert Line.objects.count() == before
        return broken.value.problems

    return problems


def the_one(problems):
    (problem,) = problems
    return problem


def line_of(network, words, nth=1):
    lines = text_of(network).splitlines()
    return [number for number, line in enumerate(lines, 1) if words in line][nth - 1]


# -- what is right


def test_a_whole_network_is_loaded(load):
    outcome = load(small())

    assert (outcome.network, outcome.created) == ("small", 32)
    assert (outcome.changed, outcome.unchanged, outcome.not_in_file) == (0, 0, 0)
    assert Fact.objects.get(code="kick-off").topic.code == "project"
    assert Meeting.objects.get(code="before").prepares.code == "after"
    assert str(outcome) == "small: 32 created, 0 changed, 0 unchanged."


def test_loading_twice_changes_nothing(load):
    first = load(small())
    before = Line.objects.count()

    again = load(small())

    assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)
    assert Line.objects.count() == before


def test_what_is_loaded_is_signed(load, tmp_path):
    load_file(written(tmp_path, small()))

    assert set(Line.objects.values_list("actor", flat=True)) == {"command:load"}


def test_a_byte_order_mark_is_no_reason_to_refuse(load):
    assert load(b"\xef\xbb\xbf" + text_of(small()).encode()).created


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("network.address", None),
        ("sources.0.title", "Rapport d'activité"),
        ("centres.0.city", "Ailleurs"),
        ("centres.0.names.0.end", "2010"),
        ("centres.0.sites.0.stage", "closed"),
        ("centres.0.hours.0.closes", "17:00"),
        ("facts.1.readings.1.note", {"fr": "Moins précise."}),
        ("partners.0.centres", ["there"]),
        ("indicators.0.versions.0.components", []),
        ("observations.0.value", 6701),
        ("observations.0.sources", ["report-en"]),
    ],
)
def test_only_what_differs_is_changed(load, path, value):
    load(small())

    outcome = load(change(small(), path, value))

    assert (outcome.created, outcome.changed) == (0, 1)


def test_what_is_not_in_the_file_is_left_and_counted(load):
    load(small())

    outcome = load(drop(drop(small(), "meetings.0"), "centres.0.poles.0"))

    assert outcome.not_in_file == 2
    assert "2 recorded rows are not in the file" in str(outcome)
    assert Meeting.objects.filter(code="before").exists()


def test_a_correct_beginning_makes_no_second_membership(load):
    load(small())

    load(change(small(), "memberships.1.start", "2016"))

    assert Membership.objects.get(centre__code="there").start == PartialDate("2016")


def test_a_correct_beginning_makes_no_second_mandate(load):
    load(small())

    load(change(small(), "mandates.0.start", "2022-06"))

    assert Mandate.objects.get().start == PartialDate("2022-06")


def test_a_later_membership_is_another_one(load):
    load(change(small(), "memberships.0.end", "2014"))

    load(change(small(), "memberships.0.start", "2018"))

    assert Membership.objects.filter(centre__code="here").count() == 2


def test_another_reading_of_a_figure_can_be_chosen(load):
    load(small())
    other = change(change(small(), "observations.0.chosen", False), "observations.1.chosen", True)

    assert load(other).changed == 2
    assert Observation.objects.get(indicator__code="users", is_chosen=True).code == "users-2024-en"


def test_the_main_site_can_move(load):
    load(small())
    moved = change(small(), "centres.0.sites.0.end", "2024-05-31")
    moved["centres"][0]["sites"].insert(0, {"code": "new", "kind": "main", "sources": ["report"]})

    load(moved)

    assert Site.objects.get(kind="main", end=None).code == "new"


def test_a_translation_turns_stale_when_its_original_changes_alone(load):
    load(small())
    load(change(small(), "texts.1.body", "Corrigé."))

    english = Text.objects.get(language="en")

    assert english.source_fingerprint == fingerprint(small()["texts"][1]["body"])
    assert english.source_fingerprint != fingerprint(Text.objects.get(language="fr").body)


def test_a_translation_written_again_is_fresh(load):
    load(small())
    both = change(small(), "texts.1.body", "Corrigé.")
    load(change(both, "texts.0.body", "Corrected."))

    assert Text.objects.get(language="en").source_fingerprint == fingerprint("Corrigé.")


def test_words_of_arabic_stand_under_arabic(load):
    load(change(small(), "centres.0.sites.0.name", {"fr": "Site", "ar": "الموقع"}))

    assert Site.objects.get().name["ar"] == "الموقع"


def test_a_degree_sign_is_no_picture(load):
    assert load(change(small(), "facts.0.title", {"fr": "Webinaire n° 1"})).created


# -- what is wrong: (where, what is put there, the field in words, the reason)

NOT_A_CODE = "is not a code"
BROKEN = [
    ("format", "parvis-network/2", "format", "must be “parvis-network/1”"),
    ("extra", 1, "extra", "is not a field of the format"),
    ("sources", {}, "sources", "must be a list"),
    ("network", [], "network", "must be an object"),
    ("network.code", "Small", "network › code", NOT_A_CODE),
    ("network.code", "x" * 61, "network › code", "is longer than 60 characters"),
    ("network.address", "شارع", "network › address", "right to left"),
    ("network.website", "javascript:alert(1)", "network › website", "address of a website"),
    ("network.simulated", "no", "network › simulated", "must be true or false"),
    ("sources.0.kind", "rumour", "sources › report › kind", "“rumour” is unknown"),
    ("sources.0.language", "xx", "sources › report › language", "is not a language"),
    ("sources.0.title", "تقرير", "sources › report › title", "right to left"),
    ("sources.1.code", "report", "sources › report › code", "is there twice"),
    ("sources.0.translation_of", "none", "sources › report › translation_of", "not in sources"),
    ("centres.0.country", "Belgium", "centres › here › country", "is not a country"),
    ("centres.0.country", None, "centres › here › country", "must be a text"),
    ("centres.0.country", 32, "centres › here › country", "must be a text"),
    ("centres.0.capital", "Ici", "centres › here › capital", "is not a field of the format"),
    ("centres.1.code", "reports", "centres › reports › code", "is kept for another page"),
    ("centres.1.code", "a b", "centres › a b › code", NOT_A_CODE),
    ("centres.0.time_zone", "Mars/Base", "centres › here › time_zone", "is not a time zone"),
    ("centres.0.name", "Cité <b>d'ici</b>", "centres › here › name", "HTML"),
    ("centres.0.name", "Cité 🎉", "centres › here › name", "picture"),
    ("centres.0.name", "مدينة المهن", "centres › here › name", "right to left"),
    ("centres.0.name", "Cit\u202e\u00e9", "centres › here › name", "direction"),
    ("centres.0.name", "Cité\u0007", "centres › here › name", "control character"),
    ("centres.0.name", "Cité\nd'ici", "centres › here › name", "one line"),
    ("centres.0.name", "  ", "centres › here › name", "is empty"),
    ("centres.0.name", "x" * 201, "centres › here › name", "longer than 200"),
    ("centres.0.languages", ["fr", "xx"], "centres › here › languages › no. 2", "not a language"),
    ("centres.0.languages", ["fr", "fr"], "centres › here › languages › no. 2", "there twice"),
    ("centres.0.languages", "fr", "centres › here › languages", "must be a list"),
    ("centres.0.bearer", {"xx": "?"}, "centres › here › bearer", "“xx” is not a language"),
    ("centres.0.bearer", {"fr": " "}, "centres › here › bearer", "the line for “fr” is empty"),
    ("centres.0.bearer", {}, "centres › here › bearer", "holds no words"),
    ("centres.0.bearer", "x", "centres › here › bearer", "one line a language"),
    ("centres.0.position.latitude", 91, "centres › here › position › latitude", "greater than 90"),
    ("centres.0.position.latitude", -91, "centres › here › position › latitude", "smaller than"),
    ("centres.0.position.latitude", True, "centres › here › position › latitude", "a number"),
    ("centres.0.sources", [], "centres › here › sources", "needs at least one source"),
    ("centres.0.sources", ["none"], "centres › here › sources › no. 1", "not in sources"),
    ("centres.0.sources", ["report"] * 2, "centres › here › sources › no. 2", "there twice"),
    ("centres.0.standing", "rumour", "centres › here › standing", "is unknown"),
    ("centres.0.simulated", True, "centres › here › simulated", "never mixed"),
    ("centres.0.aliases.0.text", "ici 🎉", "centres › here › aliases › ici 🎉", "picture"),
    ("centres.0.names.0.end", "1999", "centres › here › names › Ancienne cité › end", "before"),
    ("centres.0.hours.0.weekday", 8, "centres › here › hours › no. 1 › weekday", "than 7"),
    ("centres.0.hours.0.weekday", 1.5, "centres › here › hours › no. 1 › weekday", "whole"),
    ("centres.0.hours.0.opens", "8h30", "centres › here › hours › no. 1 › opens", "an hour"),
    ("centres.0.hours.0.closes", "08:30", "centres › here › hours › no. 1 › closes", "before"),
    ("centres.0.hours.0.site", "x", "centres › here › hours › no. 1 › site", "not a site"),
    ("memberships.0.centre", "nowhere", "memberships › nowhere › centre", "not in centres"),
    ("memberships.0.start", "2024-06-31", "memberships › here › start", "day of the calendar"),
    ("memberships.0.start", "June 2024", "memberships › here › start", "is not a date"),
    ("memberships.0.start", 2024, "memberships › here › start", "is not a date"),
    ("memberships.0.end", "2009", "memberships › here › end", "before start"),
    ("memberships.0.last_attested", "2009", "memberships › here › last_attested", "before"),
    ("memberships.1.attested", None, "memberships › there", "neither a start"),
    ("facts.0.topic", "none", "facts › kick-off › topic", "not in facts"),
    ("facts.0.title", {"fr": "Bravo 🎉"}, "facts › kick-off › title", "picture"),
    ("facts.0.site", "main", "facts › kick-off › site", "the site of no centre"),
    ("facts.1.site", "none", "facts › project › site", "is not a site of this centre"),
    ("facts.1.countries", ["BE", "BE"], "facts › project › countries › no. 2", "twice"),
    ("facts.1.end", "2023", "facts › project › end", "before date"),
    ("facts.1.readings.1.chosen", True, "facts › project › readings › no. 2", "second chosen"),
    ("facts.1.readings.0.chosen", False, "facts › project › readings › no. 1", "none of the"),
    ("facts.1.readings.0.date", "2024", "facts › project › readings › no. 1", "not what the fact"),
    ("facts.1.readings.1.sources", [], "facts › project › readings › no. 2", "holds nothing"),
    ("label.0.body", "none", "label › granted › body", "not in bodies"),
    ("label.0.site", "none", "label › granted › site", "is not a site of this centre"),
    ("mandates.0.body", "none", "mandates › ada › body", "not in bodies"),
    ("mandates.0.person", "none", "mandates › none › person", "not in people"),
    ("mandates.0.office", "none", "mandates › ada › office", "not an office of this body"),
    ("mandates.0.end", "2021-05", "mandates › ada › end", "before start"),
    ("meetings.0.prepares", "none", "meetings › before › prepares", "not in meetings"),
    ("partners.0.centres", ["none"], "partners › agency › centres › no. 1", "not in centres"),
    ("indicators.0.versions", [], "indicators › users › versions", "holds nothing"),
    ("indicators.0.kind", "rate", "indicators › users › kind", "is unknown"),
    ("observations.0.indicator", "x", "observations › users-2024 › indicator", "not in indic"),
    ("observations.0.version", 7, "observations › users-2024 › version", "no version 7"),
    ("observations.0.period", "year", "observations › users-2024 › period", "is not a period"),
    ("observations.0.value", None, "observations › users-2024 › value", "is missing"),
    ("observations.0.value", -1, "observations › users-2024 › value", "out of range"),
    ("observations.0.value", 10**12, "observations › users-2024 › value", "out of range"),
    ("observations.0.value", 1.234, "observations › users-2024 › value", "two decimals"),
    ("observations.0.value", "6700", "observations › users-2024 › value", "must be a number"),
    ("observations.0.high", 7000, "observations › users-2024 › high", "for ranges only"),
    ("observations.1.high", 6000, "observations › users-2024-en › high", "upper bound"),
    ("observations.1.answering", 3, "observations › users-2024-en › answering", "the total"),
    ("observations.1.chosen", True, "observations › users-2024-en › chosen", "second chosen"),
    ("observations.0.chosen", False, "observations › users-2024 › chosen", "no value of this"),
    ("observations.2.value", 3, "observations › visits-2024-here › value", "“words”"),
    ("observations.2.centre", None, "observations › visits-2024-here › centre", "the scope"),
    ("texts.0.slot", "gossip", "texts › gossip › slot", "is unknown"),
    ("texts.0.body", "[[x]] came.", "texts › summary › body", "binds the figure “x”"),
    ("texts.0.body", "<script>", "texts › summary › body", "HTML"),
    ("texts.0.written_from", "de", "texts › summary › written_from", "no text of this slot"),
    ("texts.0.written_from", "en", "texts › summary › written_from", "in a circle"),
    ("texts.0.year", 24, "texts › summary › year", "is smaller than 1900"),
]


@pytest.mark.parametrize(("path", "value", "field", "reason"), BROKEN)
def test_a_broken_value_is_named_by_line_field_and_reason(refused, path, value, field, reason):
    if path == "facts.1.end":
        reason = "before"
    network = change(small(), path, value)

    problems = [p for p in refused(network) if p.field.startswith(field) and reason in p.reason]

    assert len(problems) == 1
    key = path.split(".")[-1]
    said = text_of(network).splitlines()[problems[0].line - 1]
    assert f'"{key}"' in said or said.strip().startswith(("{", '"')) or key not in said


def test_a_missing_field_is_told_on_the_line_of_its_object(refused):
    network = drop(small(), "centres.0.country")

    problem = the_one(refused(network))

    assert (problem.field, problem.reason) == ("centres › here › country", "is missing")
    assert problem.line == line_of(network, '"centres"') + 1


@pytest.mark.parametrize("section", ["network", "partners"])
def test_a_missing_section_is_told(refused, section):
    problems = refused(drop(small(), section))

    assert [(p.field, p.reason, p.line) for p in problems] == [(section, "is missing", 1)]


def test_a_value_is_told_on_its_own_line(refused):
    network = change(small(), "centres.1.country", "fr")

    problem = the_one(refused(network))

    assert problem.line == line_of(network, '"country": "fr"')
    assert str(problem) == (
        f"line {problem.line}, centres › there › country: "
        "“fr” is not a country: write its two letters, BE or FR"
    )


def test_every_problem_is_told_at_once(refused):
    network = change(small(), "centres.0.country", "Belgium")
    change(network, "memberships.1.centre", "nowhere")
    change(network, "observations.0.value", "many")

    assert [p.field for p in refused(network)] == [
        "centres › here › country",
        "memberships › nowhere › centre",
        "observations › users-2024 › value",
    ]


def test_whoever_points_to_a_broken_object_is_not_to_blame(refused):
    problem = the_one(refused(change(small(), "centres.0.country", "Belgium")))

    assert problem.field == "centres › here › country"


def test_fifty_problems_are_listed_and_the_others_counted(load):
    network = small()
    network["partners"] = [
        {**network["partners"][0], "code": f"agency-{n}", "field": "magic"} for n in range(63)
    ]

    with pytest.raises(BrokenFile) as broken:
        load(network)

    told = str(broken.value).splitlines()
    assert told[0] == "small.json was not loaded, nothing was written: 63 problems."
    assert (len(told), told[-1]) == (52, "… and 13 more")


def test_a_circle_of_milestones_is_refused(refused):
    network = change(small(), "facts.1.topic", "kick-off")

    assert {p.reason for p in refused(network)} == {"runs in a circle"}


def test_an_indicator_is_no_part_of_itself(refused):
    network = change(small(), "indicators.0.versions.0.components", ["users"])

    assert the_one(refused(network)).reason == "is the indicator itself"


def test_a_share_stays_within_a_hundred(refused):
    network = change(change(small(), "indicators.1.kind", "share"), "observations.2.words", None)
    change(network, "observations.2.qualifier", "exact")

    assert the_one(refused(change(network, "observations.2.value", 101))).reason == (
        "is a share greater than 100 %"
    )


def test_a_centre_has_one_main_site_at_a_time(refused):
    network = small()
    network["centres"][0]["sites"].append({"code": "b", "kind": "main", "sources": ["report"]})

    assert the_one(refused(network)).field == "centres › here › sites › b › kind"


# -- what is no JSON


def test_a_truncated_file_is_told_on_the_line_of_the_break(refused):
    text = text_of(small())
    cut = text[: text.index('"time_zone"') + 5]

    problem = the_one(refused(cut))

    assert problem.line == len(cut.splitlines())
    assert "stops" in problem.reason


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the file stops before its end"),
        ("\n\n\n", 1, "the file stops before its end"),
        ("[]", 1, "must hold one object"),
        ('{"format": }', 1, "a value was expected"),
        ('{\n"format" "x"}', 2, "a colon was expected"),
        ('{\n"format": 1\n"network": 2}', 3, "a comma or a closing brace"),
        ("{\n1: 2}", 2, "a key in quotation marks"),
        ('{"sources":\n[1 2]}', 2, "a comma or a closing bracket"),
        ('{"a":\nNaN}', 2, "not numbers"),
        ('{"a": -Infinity}', 1, "not numbers"),
        ('{"a": "\\q"}', 1, "a character it cannot"),
        ('{"a": "tab\there"}', 1, "a character it cannot"),
        ("{}\n{}", 2, "something after the end"),
        ("[" * 100_000, 1, "more than 24 deep"),
        ('{"a":\n"never closed', 2, "in the middle of a text"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(refused, text, line, reason):
    problem = refused(text)[0]

    assert problem.line == line
    assert reason in problem.reason


def test_what_is_not_utf_8_is_told_with_its_line(refused):
    text = text_of(small())
    line = line_of(small(), "Là")

    problem = the_one(refused(text.encode("latin-1")))

    assert problem.reason == "is not written in UTF-8"
    assert problem.line == min(line, line_of(small(), "é"))


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 5000])
def test_a_number_no_computer_holds_is_told(refused, number):
    text = text_of(small()).replace("6700", number)

    problems = refused(text)

    assert ("observations › users-2024 › value", "is a number out of range") in {
        (p.field, p.reason) for p in problems
    }


def test_a_key_written_twice_is_told(refused):
    text = text_of(small()).replace('"city": "Ici"', '"city": "Ici",\n"city": "Autre"')

    problem = the_one(refused(text))

    assert (problem.field, problem.reason) == ("centres › here › city", "is written twice")
    assert "Autre" in text.splitlines()[problem.line - 1]


@pytest.mark.parametrize("character", ["\\u0000", "\\ud800"])
def test_a_character_no_database_holds_is_told(refused, character):
    text = text_of(small()).replace("Agence", f"Agence{character}")

    problem = the_one(refused(text))

    assert (problem.field, problem.reason) == (
        "partners › agency › name",
        "holds a control character",
    )


def test_a_file_too_large_is_refused_before_it_is_read(load, tmp_path):
    file = tmp_path / "large.json"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)

    with pytest.raises(BrokenFile, match="larger than 20 MB"):
        load_file(file)


@pytest.mark.parametrize(
    "text", ['{"sources": [' + "1," * 400_000, '{"sources": [' + "{}," * 100_000 + "{}]}"]
)
def test_a_hostile_file_of_countless_values_is_refused_soon(refused, text):
    assert len(refused(text)) < 5_000


def test_a_file_of_the_largest_size_is_read(refused, tmp_path):
    problem = refused(b" " * LARGEST)[0]

    assert "stops before its end" in problem.reason


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BrokenFile) as broken:
        load_file(tmp_path / "none.json")

    assert the_one(broken.value.problems).line is None


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(BrokenFile, match=tmp_path.name):
        load_file(tmp_path)


def test_nothing_in_a_message_steers_the_terminal(refused):
    network = change(small(), "centres.0.code", "\x1b[2J\u202e")

    assert all(str(problem).isprintable() for problem in refused(network))


def test_problems_are_told_in_french_too(tmp_path):
    with translation.override("fr"), pytest.raises(BrokenFile) as broken:
        load_file(written(tmp_path, change(small(), "memberships.0.start", "2024-06-31")))

    assert str(broken.value)


# -- what is recorded otherwise


def test_a_real_network_does_not_become_simulated(load, refused):
    load(small())

    problems = refused(change(small(), "network.simulated", True))

    assert ("network › simulated", "is recorded as real") in {(p.field, p.reason) for p in problems}


def test_a_simulated_centre_does_not_enter_a_real_network(load, refused):
    Centre.objects.create(
        code="there", name="T", country="FR", city="T", time_zone="UTC", simulated=True
    )
    Partner.objects.create(code="agency", name="A", field="other", simulated=True)

    problems = refused(small())

    assert [(p.field, p.reason) for p in problems] == [
        ("centres › there › code", "is recorded as simulated"),
        ("partners › agency › code", "is recorded as simulated"),
    ]


def test_a_value_chosen_already_is_told_in_a_sentence(load, refused):
    load(small())
    network = change(small(), "observations.0.code", "another-code")
    drop(network, "texts.1")
    drop(network, "texts.0")

    problem = the_one(refused(network))

    assert problem.field == "observations › another-code › chosen"
    assert "“users-2024”" in problem.reason


def test_a_refusal_of_the_database_becomes_a_sentence(load, refused):
    network = change(small(), "mandates.0.end", "2022")

    problem = the_one(refused(network))

    assert problem.field == "mandates › ada"
    assert problem.reason.startswith("ends before it starts")
    assert problem.line == line_of(network, '"mandates"') + 1


def test_a_main_site_recorded_already_is_told_in_a_sentence(load, refused):
    load(small())
    network = small()
    for path in ("centres.0.sites.0.code", "centres.0.hours.0.site", "facts.1.site"):
        change(network, path, "other")

    problem = the_one(refused(change(network, "label.0.site", "other")))

    assert problem.field == "centres › here › sites › other"
    assert problem.reason == "this centre already has a main site that is not ended"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("indicators_observation_one_chosen", "another value already recorded"),
        ("network_fact_network_world", "never mixed"),
        ("centres_name_once", "recorded otherwise"),
        ("something_else", "“something_else”"),
    ],
)
def test_whatever_the_database_refuses_becomes_a_sentence(refused, monkeypatch, rule, reason):
    def refuse(**_said):
        raise IntegrityError from DatabaseSays(rule)

    monkeypatch.setattr("parvis.network.actions.record_fact", refuse)

    problem = the_one(refused(small()))

    assert problem.field == "facts › project"  # it is written before its milestone
    assert reason in problem.reason


class DatabaseSays(Exception):
    def __init__(self, rule):
        self.diag = type("Diagnostic", (), {"constraint_name": rule})


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (CannotKeep("name", "is odd"), "partners › agency › name"),
        (TwoWorlds("is odd"), "partners › agency"),
        (DataError("?"), "partners › agency"),
    ],
)
def test_whatever_an_action_refuses_is_told_with_its_line(refused, monkeypatch, refusal, field):
    def refuse(**_said):
        raise refusal

    monkeypatch.setattr("parvis.partners.actions.record_partner", refuse)

    problem = the_one(refused(small()))

    assert (problem.field, bool(problem.reason)) == (field, True)


def test_a_text_whose_original_is_recorded_only_is_a_problem_of_the_file(load, refused):
    load(small())

    assert the_one(refused(drop(small(), "texts.1"))).field == "texts › summary › written_from"


# -- the two networks of the demonstration


@pytest.mark.parametrize("name", ["ricdm", "example"])
def test_the_networks_of_the_demonstration_load_and_load_again(name):
    file = Path(__file__).parents[2] / "demo" / f"{name}.json"

    first, again = load_file(file), load_file(file)

    assert first.created == again.unchanged > 600
    assert (again.created, again.changed, again.not_in_file) == (0, 0, 0)
    assert Network.objects.get().simulated is json.loads(file.read_text())["network"]["simulated"]
