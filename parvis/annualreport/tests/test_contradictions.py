"""Rules that find contradictions: all of those put in, and none where there is none."""

import random
from collections import Counter

import pytest
from django.utils import translation

from parvis.annualreport.contradictions import found
from parvis.annualreport.enums import ContradictionKind
from parvis.annualreport.tests.made_up import INSERTIONS, clean

CLEAN = 240
EACH = 40


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def told(rows):
    return [f"{one.kind}: {one.subject} | {one.first.raw} | {one.second.raw}" for one in rows]


def test_a_network_without_contradiction_prints_nothing(capsys):
    alarms = {seed: told(rows) for seed in range(CLEAN) if (rows := found(clean(seed)))}

    with capsys.disabled():
        print(f"\nfalse alarms: {len(alarms)} of {CLEAN} made-up networks")
    assert alarms == {}


def _is_found(put):
    return any(
        one.kind == put.kind
        and any(
            first in f"{a.raw} {a.printed}" and second in f"{b.raw} {b.printed}"
            for a, b in ((one.first, one.second), (one.second, one.first))
            for first, second in (put.values,)
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

    with capsys.disabled():
        print(f"\nrecall {kind}: {hit[kind]} of {tried[kind]}")
    assert missed == []
