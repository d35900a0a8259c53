"""Rules that find contradictions: all of those put in, and none where there is none."""

import json
import os
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

import parvis
from parvis.annualreport import contradictions
from parvis.annualreport.contradictions import found
from parvis.annualreport.enums import ContradictionKind
from parvis.annualreport.tests.made_up import INSERTIONS, clean

CLEAN = int(os.environ.get("PARVIS_CLEAN_NETWORKS", "200"))
EACH = int(os.environ.get("PARVIS_CONTRADICTIONS_EACH", "10"))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def told(rows):
    return [f"{one.kind}: {one.subject} | {one.first.raw} | {one.second.raw}" for one in rows]


def test_a_network_without_contradiction_prints_nothing(record_property, capsys):
    alarms = {seed: told(rows) for seed in range(CLEAN) if (rows := found(clean(seed)))}

    record_property("false alarms", f"{len(alarms)} of {CLEAN}")
    _say(capsys, f"false alarms: {len(alarms)} of {CLEAN} made-up networks")
    assert alarms == {}


def _say(capsys, sentence):
    with capsys.disabled():
        os.write(1, f"\n{sentence}\n".encode())


def _is_found(put):
    first, second = put.values
    return any(
        one.kind == put.kind
        and any(
            first in f"{a.raw} {a.printed}" and second in f"{b.raw} {b.printed}"
            for a, b in ((one.first, one.second), (one.second, one.first))
        )
        for one in found(put.facts)
    )


def test_every_kind_has_its_insertions():
    assert set(INSERTIONS) == set(ContradictionKind.values)


@pytest.mark.parametrize("kind", ContradictionKind.values)
def test_every_contradiction_put_in_is_found_with_both_values(kind, capsys):
    tried, hit, missed = Counter(), Counter(), []
    for number, insertion in enumerate(INSERTIONS[kind]):
        for seed in range(EACH):
            put = insertion(clean(1000 + seed), random.Random(seed * 7 + number))
            tried[kind] += 1
            if _is_found(put):
                hit[kind] += 1
            else:
                missed.append((insertion.__name__, 1000 + seed, put.values))

    _say(capsys, f"recall {kind}: {hit[kind]} of {tried[kind]}")
    assert missed == []


# -- a key says what it is about, in every language ----------------------------------------------


def _everything(seed):
    """A network with one contradiction of each kind."""
    for kind in ContradictionKind.values:
        yield INSERTIONS[kind][seed % len(INSERTIONS[kind])](clean(seed), random.Random(seed)).facts


def test_keys_are_the_same_in_every_language():
    for facts in _everything(5):
        with translation.override("fr"):
            french = {one.key for one in found(facts)}

        assert {one.key for one in found(facts)} == french


def test_a_key_survives_a_second_reading_and_dies_with_its_value():
    def put(value):
        facts = clean(3)
        (printed,) = [f for f in facts.figures if f.indicator == "webinars"]
        other = replace(printed, value=printed.value + value)
        rows = tuple(other if row is printed else row for row in facts.figures)
        return {one.key for one in found(replace(facts, figures=rows))}

    assert put(3) == put(3)
    assert len(put(3)) == len(put(4)) == 1
    assert put(3).isdisjoint(put(4))


def test_the_fingerprint_of_facts_ignores_their_order_and_sees_any_change():
    facts = clean(8)
    turned = replace(clean(8), figures=tuple(reversed(facts.figures)))
    changed = INSERTIONS["spelling"][0](clean(8), random.Random(8)).facts

    assert facts.fingerprint() == turned.fingerprint() != changed.fingerprint()


# -- no rule is a list ---------------------------------------------------------------------------

FOLDER = Path(contradictions.__file__).parent
REAL = Path(parvis.__file__).parent / "demo" / "ricdm.json"
_COMMON = """a about accueil activité activités after all an and any are as at autumn book by centre
    centres charge code committee counselling de des direction du employment en english entrée
    event facts figure first for forum from general guide head hosted in it its journée label
    launch le les maison matinée meeting meetings member members network number of on open opening
    or part people president process project puts report reports reset resolution school second
    secretary seminar spring step team the they this title titre training une vision webinar
    webinars days deux one two partners which women word words work year an ans"""
COMMON = frozenset(_COMMON.split())
"""Words of the field and of the calendar, which begin with a capital somewhere in the file."""


def _proper_nouns():
    """Every word of a name in the real network's file, and every date."""
    data = json.loads(REAL.read_text("utf-8"))
    names = [person["name"] for person in data["people"]]
    names += [variant for person in data["people"] for variant in person["variants"]]
    names += [centre[key] for centre in data["centres"] for key in ("name", "city")]
    names += [alias["text"] for centre in data["centres"] for alias in centre["aliases"]]
    names += [partner["name"] for partner in data["partners"]]
    for kind in ("facts", "bodies", "meetings"):
        for row in data[kind]:
            for field in ("title", "name", "place"):
                names += list((row.get(field) or {}).values())
    words = {word for name in names for word in re.findall(r"\b[A-ZÀ-Þ][\w-]{2,}", name)}
    dates = {
        row[key]
        for kind in ("facts", "meetings", "label", "mandates", "memberships")
        for row in data[kind]
        for key in ("date", "start", "end", "attested")
        if row.get(key)
    }
    codes = {
        row["code"]
        for kind in ("people", "centres", "facts", "partners", "meetings", "label", "observations")
        for row in data[kind]
    }
    return {word for word in words if word.casefold() not in COMMON}, dates, codes


def test_no_rule_names_a_person_a_centre_a_project_or_a_date_of_the_sources():
    nouns, dates, codes = _proper_nouns()
    said = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.py")}
    found_there = [
        f"{name}: {word}"
        for name, text in said.items()
        for word in sorted(nouns | dates | codes)
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
    ]

    assert len(said) > 10
    assert len(nouns) > 200
    assert found_there == []
