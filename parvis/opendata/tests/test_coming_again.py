"""What comes again in a network file: duties of partners, stops of a bus; made up only."""

import copy

import pytest
from django.utils import translation

from parvis.accounts.actors import command
from parvis.centres.models import Stop
from parvis.opendata.networkfile import BrokenFile, load_file
from parvis.opendata.tests.a_small_network import small, written
from parvis.partners.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to("2026-03-02T08:00:00Z")


@pytest.fixture
def load(tmp_path):
    with translation.override("en"):
        yield lambda network: load_file(written(tmp_path, network), by=command("test"))


@pytest.fixture
def refused(load):
    def reasons(network):
        with pytest.raises(BrokenFile) as broken:
            load(network)
        return [problem.reason for problem in broken.value.problems]

    return reasons


def rolling():
    """A made-up network with a bus that stops and a partner on duty."""
    network = small()
    network["network"]["simulated"] = True
    here = network["centres"][0]
    bus = copy.deepcopy(here["sites"][0]) | {"code": "bus", "kind": "mobile"}
    here["sites"].append(bus)
    again = {"first": "2026-03-03", "rule": "FREQ=WEEKLY", "begins": "09:00", "ends": "12:00"}
    here["stops"] = [{"site": "bus", "commune": "Hautmont", "place": "Marché", **again}]
    network["duties"] = [
        {"centre": "here", "site": "main", "pole": "move", "partner": "agency", **again}
    ]
    return network


def test_they_are_loaded_with_their_sessions_and_again_changes_nothing(load):
    first, again = load(rolling()), load(rolling())

    assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)
    assert Stop.objects.get().commune == "Hautmont"
    assert Duty.objects.get().sessions.count() == 14


def test_a_duty_that_nobody_holds_yet(load):
    network = rolling()
    network["duties"][0]["partner"] = None
    load(network)

    assert set(Duty.objects.get().sessions.values_list("state", flat=True)) == {"uncovered"}


def test_none_of_it_is_loaded_into_a_real_network(refused):
    network = rolling()
    network["network"]["simulated"] = False

    assert (
        refused(network)
        == ["is kept by the centre itself and never loaded into a real network"] * 2
    )


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"site": "main"}, "“main” is no mobile facility"),
        ({"site": "moon"}, "“moon” is not a site of this centre"),
        ({"ends": "08:00"}, "ends before it begins"),
        ({"last": "2026-01-01"}, "is before the first day"),
        ({"rule": "FREQ=SECONDLY"}, "is no rule of recurrence, such as FREQ=WEEKLY;INTERVAL=2"),
    ],
)
def test_a_stop_holds_together(refused, more, reason):
    network = rolling()
    network["centres"][0]["stops"][0] |= more

    assert reason in refused(network)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"site": "moon"}, "“moon” is not a site of this centre"),
        ({"pole": "moon"}, "“moon” is not a pole of this centre"),
        ({"partner": "nobody"}, "“nobody” is not in partners"),
        ({"centre": "there"}, "“there” is not a centre of this partner"),
        ({"ends": "08:00"}, "ends before it begins"),
    ],
)
def test_a_duty_holds_together(refused, more, reason):
    network = rolling()
    network["duties"][0] |= more

    assert reason in refused(network)


def test_each_stands_once(refused):
    network = rolling()
    network["duties"] *= 2
    network["centres"][0]["stops"] *= 2

    assert refused(network) == ["is there twice"] * 2
