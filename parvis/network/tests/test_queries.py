import datetime

import pytest

from parvis.centres.tests.factories import CentreFactory
from parvis.network import queries
from parvis.network.tests.factories import (
    FactFactory,
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def network():
    return NetworkFactory()


def is_member(network, on):
    return bool(queries.members_on(network, day(on)).members)


@pytest.mark.parametrize(
    ("dates", "on", "expected"),
    [
        ({"start": "2024-04-25"}, "2024-04-24", False),
        ({"start": "2024-04-25"}, "2024-04-25", True),
        ({"start": "2024", "end": "2025-06-26"}, "2025-06-25", True),
        ({"start": "2024", "end": "2025-06-26"}, "2025-06-26", False),
        ({"start": None, "attested": "2025"}, "2024-12-31", False),
        ({"start": None, "attested": "2025"}, "2025-01-01", True),
        ({"start": None, "attested": "2019", "last_attested": "2019"}, "2019-12-31", True),
        ({"start": None, "attested": "2019", "last_attested": "2019"}, "2020-01-01", False),
        ({"start": "2010", "standing": "inferred"}, "2024-01-01", False),
        ({"start": "2010", "standing": "external"}, "2024-01-01", False),
    ],
)
def test_members_on_reads_what_sources_say_and_no_more(network, dates, on, expected):
    MembershipFactory(network=network, **dates)

    assert is_member(network, on) is expected


def test_associates_are_counted_apart(network):
    MembershipFactory(network=network, centre__country="FR")
    MembershipFactory(network=network, centre__country="IT", kind="associate")
    there = queries.members_on(network, day("2024-01-01"))

    assert (len(there.members), len(there.associates)) == (1, 1)
    assert there.countries == ["FR"]
    assert len(there.in_country("FR")) == 1


def test_the_list_of_members_is_complete_once_every_membership_is_attested(network):
    MembershipFactory(network=network, start=None, attested="2019")
    MembershipFactory(network=network, start=None, attested="2025")

    assert not queries.is_complete(queries.members_on(network, day("2018-01-01")))
    assert not queries.is_complete(queries.members_on(network, day("2024-12-31")))
    assert queries.is_complete(queries.members_on(network, day("2025-01-01")))


def test_the_home_network_is_real_when_there_is_a_real_one():
    assert queries.home() is None
    example = NetworkFactory(simulated=True)
    assert queries.home() == example
    real = NetworkFactory()

    assert queries.home() == queries.find(None) == real
    assert queries.find(example.code) == example
    assert queries.find("nowhere") is None
    assert queries.all_networks() == [real, example]


@pytest.mark.parametrize("centres", [1, 3])
def test_timelines_cost_the_same_for_one_centre_and_for_three(
    network, centres, django_assert_num_queries
):
    there = CentreFactory.create_batch(centres)
    for centre in there:
        FactFactory(network=network, centre=centre, kind="opened", date="2025-04")
        FactFactory(network=network, centre=centre, kind="webinar", date="2020")
        LabelFactFactory(network=network, centre=centre, date="2024-11", step="prefiguration")

    with django_assert_num_queries(4):
        lives = queries.timelines(there)

    assert all(
        [str(moment.date) for moment in lives[centre.pk]] == ["2024-11", "2025-04"]
        for centre in there
    )


def test_what_has_no_date_is_no_moment(network):
    with pytest.raises(ValueError, match="no date"):
        queries.moment(FactFactory(network=network, date=None))


def test_a_label_step_is_the_last_decision_and_a_presentation_is_none(network):
    centre = CentreFactory()
    granted = LabelFactFactory(network=network, centre=centre, date="2019", step="prefiguration")
    LabelFactFactory(
        network=network, centre=centre, date="2025-06-26", decision="presented", decided=None
    )

    def step(on):
        return queries.label_steps([centre], day(on)).get(centre.pk)

    granted.decided = True
    granted.save()
    assert step("2018-01-01") is None
    assert step("2025-12-31") == granted
    withdrawn = LabelFactFactory(
        network=network, centre=centre, date="2026", decision="withdrawn", step="none", decided=True
    )
    assert step("2026-12-31") == withdrawn


def test_described_gives_centres_whole():
    here, there = CentreFactory(), CentreFactory()

    assert set(queries.described()) == {here, there}
    assert list(queries.described([here.code])) == [here]


def test_label_facts_of_a_year_are_in_order(network):
    later = LabelFactFactory(network=network, date="2025-12-11")
    first = LabelFactFactory(network=network, date="2025-06-26")
    LabelFactFactory(network=network, date="2024-11")

    assert queries.label_facts_of(network, 2025) == [first, later]
