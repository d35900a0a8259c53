"""What centres keep themselves, in a network file: made up only, at places that exist."""

import datetime

import pytest
from django.utils import translation

from parvis.accounts.actors import command
from parvis.centres import actions as centres
from parvis.centres.models import Hours, Pole, Site, SpecialDay, TeamMember
from parvis.opendata.networkfile import BrokenFile, load_file
from parvis.opendata.tests.a_small_network import small, written
from parvis.partners.models import Agreement, Contribution

pytestmark = pytest.mark.django_db
BY = command("test")


@pytest.fixture
def load(tmp_path):
    with translation.override("en"):
        yield lambda network: load_file(written(tmp_path, network), by=BY)


@pytest.fixture
def refused(load):
    def reasons(network):
        with pytest.raises(BrokenFile) as broken:
            load(network)
        return [(problem.field, problem.reason) for problem in broken.value.problems]

    return reasons


def kept():
    """A made-up network whose first centre keeps everything a centre can."""
    network = small()
    network["network"]["simulated"] = True
    here = network["centres"][0]
    here["poles"][0] |= {"letter": "A", "kinds": ["interview"], "access": "both"}
    here["sites"][0] |= {"region": "974", "time_zone": "Indian/Reunion"}
    here["special_days"] = [{"site": "main", "day": "2026-03-02", "openings": [["09:00", "12:00"]]}]
    here["closures"] = [
        {"site": "main", "start": "2026-12-24", "end": "2027-01-02", "kind": "holiday"}
    ]
    here["spaces"] = [
        {
            "site": "main",
            "code": "room",
            "kind": "room",
            "name": {"fr": "Salle"},
            "equipment": [{"kind": "computer", "places": 6}],
        }
    ]
    here["team"] = [{"name": "Ada", "function": {"fr": "Accueil"}, "start": "2024-09-01"}]
    first = {
        "code": "one",
        "partner": "agency",
        "centre": "here",
        "signed": "2024-12-01",
        "start": "2025-01-01",
        "end": "2025-12-31",
        "charter": "2023",
        "charter_accepted": "2024-12-01",
        "contributions": [
            {
                "code": "staff",
                "year": 2025,
                "purpose": "counselling",
                "unit": "half_day",
                "given": 46,
                "pole": "move",
            }
        ],
    }
    second = {**first, "code": "two", "start": "2026-01-01", "end": None, "renews": "one"}
    network["agreements"] = [{**second, "contributions": []}, first]
    return network


def test_everything_a_centre_keeps_is_loaded_and_loading_again_changes_nothing(load):
    first, again = load(kept()), load(kept())

    assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)
    assert Contribution.objects.get().pole.code == "move"
    assert Agreement.objects.get(code="two").renews.code == "one"
    assert SpecialDay.objects.get().openings == [["09:00", "12:00"]]
    assert Pole.objects.get().letter == "A"
    assert Site.objects.get().zone.key == "Indian/Reunion"


def test_none_of_it_is_loaded_into_a_real_network(refused):
    network = kept()
    network["network"]["simulated"] = False

    told = refused(network)

    assert len(told) == 6
    assert {reason for _where, reason in told} == {
        "is kept by the centre itself and never loaded into a real network"
    }


@pytest.mark.parametrize(
    ("section", "more", "reason"),
    [
        ("special_days", {}, "is there twice"),
        ("closures", {}, "is there twice"),
        ("spaces", {}, "is there twice"),
        ("team", {}, "is there twice"),
        ("special_days", {"site": "moon"}, "“moon” is not a site of this centre"),
    ],
)
def test_each_stands_once_at_a_site_that_exists(refused, section, more, reason):
    network = kept()
    rows = network["centres"][0][section]
    rows.append({**rows[0], **more})

    ((_where, told),) = refused(network)

    assert told == reason or "twice" in told


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"partner": "nobody"}, "“nobody” is not in partners"),
        ({"centre": "there"}, "“there” is not a centre of this partner"),
        ({"renews": "three"}, "“three” is not in agreements"),
        ({"renews": "two"}, None),
        ({"start": "2026-02-30"}, "must be a day: write 2026-03-02"),
        ({"start": 2026}, "must be a day: write 2026-03-02"),
        ({"end": "2024-01-01"}, "2024-01-01 stands before start, 2025-01-01"),
    ],
)
def test_an_agreement_holds_together(refused, more, reason):
    network = kept()
    network["agreements"][1] |= more
    network["agreements"][1]["contributions"] = []

    told = [said for _where, said in refused(network)]

    assert told
    assert reason is None or told[0] == reason


def test_a_contribution_is_of_a_pole_of_its_centre(refused):
    network = kept()
    network["agreements"][1]["contributions"][0]["pole"] = "moon"

    assert [told for _where, told in refused(network)] == ["“moon” is not a pole of this centre"]


def test_what_was_set_by_hand_stays_where_the_file_is_silent(load):
    network = small()
    load(network)
    pole = Pole.objects.get()
    Pole.objects.update(letter="C", access="both")
    Site.objects.update(region="974", closes_on_holidays=False)

    again = load(network)

    assert (again.created, again.changed) == (0, 0)
    pole.refresh_from_db()
    assert (pole.letter, pole.access) == ("C", "both")


def test_what_a_centre_records_itself_is_not_missing_from_the_file(load):
    load(small())
    site = Site.objects.get()
    centres.close(
        site=site,
        start=datetime.date(2026, 3, 2),
        end=datetime.date(2026, 3, 2),
        kind="strike",
        by=BY,
    )

    assert load(small()).not_in_file == 0


def test_an_opening_corrected_in_the_file_takes_the_place_of_the_wrong_one(load):
    network = small()
    load(network)
    network["centres"][0]["hours"][0]["opens"] = "09:00"

    again = load(network)

    assert (again.created, again.changed) == (0, 1)
    assert [str(row) for row in Hours.objects.all()] == ["1 09:00-16:30"]


def test_openings_that_overlap_are_refused_by_their_place_in_the_file(refused):
    network = small()
    hours = network["centres"][0]["hours"]
    hours.append({**hours[0], "opens": "10:00"})

    ((where, reason),) = refused(network)

    assert where.startswith("centres › here › hours")
    assert "overlaps the opening" in reason
    assert not TeamMember.objects.exists()
