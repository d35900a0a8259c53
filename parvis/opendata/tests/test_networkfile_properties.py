"""Whatever happens to a network file, it loads or says on which line it does not."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.journal.models import Line
from parvis.opendata.networkfile import BrokenFile, load_file
from parvis.opendata.tests.a_small_network import small, text_of, written

pytestmark = pytest.mark.django_db

SMALL = text_of(small())
BYTES = SMALL.encode()

many = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2024-06-31", "stated", "here", "report", "fr", "x" * 300, "\x00", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def paths(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield (*path, index)
            yield from paths(inner, (*path, index))


a_path = st.sampled_from(list(paths(small())))


def holder(network, path):
    for step in path[:-1]:
        network = network[step]
    return network


def holds(tmp_path, network):
    """Loads, or raises BrokenFile with lines of the file and writes nothing."""
    file = written(tmp_path, network)
    last = file.read_bytes().count(b"\n") + 1
    before = Line.objects.count()
    problems = None
    with transaction.atomic():
        try:
            load_file(file)
        except BrokenFile as broken:
            problems = broken.problems
        written_lines = Line.objects.count() - before
        transaction.set_rollback(True)

    assert (problems is None) == (written_lines > 0)
    assert problems is None or problems
    for problem in problems or ():
        assert 1 <= problem.line <= last
        assert problem.reason
        assert "\x1b" not in str(problem)
        assert "\u202e" not in str(problem)


@many
@given(a_path)
def test_a_network_with_something_missing(tmp_path, path):
    network = small()
    del holder(network, path)[path[-1]]

    holds(tmp_path, network)


@many
@given(a_path, anything)
def test_a_network_with_something_else_in_its_place(tmp_path, path, value):
    network = small()
    holder(network, path)[path[-1]] = value

    holds(tmp_path, json.dumps(network, indent=1))


@many
@given(a_path, a_path)
def test_a_network_with_one_value_in_the_place_of_another(tmp_path, path, other):
    network = small()
    holder(network, path)[path[-1]] = holder(small(), other)[other[-1]]

    holds(tmp_path, network)


@many
@given(st.integers(0, len(BYTES)))
def test_a_file_cut_at_any_byte(tmp_path, end):
    holds(tmp_path, BYTES[:end])


@many
@given(st.integers(0, len(SMALL)), st.text(st.characters(exclude_categories=[]), min_size=1))
def test_a_file_with_any_letters_put_in_anywhere(tmp_path, at, text):
    holds(tmp_path, SMALL[:at] + text + SMALL[at:])


@many
@given(st.integers(0, len(BYTES)), st.binary(min_size=1, max_size=8))
def test_a_file_with_any_bytes_put_in_anywhere(tmp_path, at, raw):
    holds(tmp_path, BYTES[:at] + raw + BYTES[at:])
