import pytest

from parvis.accounts.actors import command
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.kernel.dates import PartialDate
from parvis.kernel.keeping import CannotKeep, Change
from parvis.network import actions
from parvis.network.actions import SaidOtherwise
from parvis.network.errors import TwoWorlds
from parvis.network.models import Membership
from parvis.network.tests.factories import NetworkFactory
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db

BY = command("test")
THREE_TIMES = [Change.CREATED, Change.UNCHANGED, Change.CHANGED]


@pytest.fixture
def source():
    return SourceFactory()


@pytest.fixture
def network():
    return NetworkFactory()


def test_record_network_creates_then_changes_only_what_differs():
    said = {"code": "x", "name": {"fr": "Réseau"}, "simulated": False, "by": BY}

    kept = [actions.record_network(**said, address=place) for place in (None, None, "Paris")]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[2].columns == ("address",)


@pytest.mark.parametrize("simulated", [True, False])
def test_record_network_never_moves_a_network_to_the_other_world(simulated):
    network = NetworkFactory(simulated=simulated)

    with pytest.raises(TwoWorlds):
        actions.record_network(code=network.code, name=network.name, simulated=not simulated, by=BY)


def test_record_membership_tells_periods_apart_by_their_beginning(network, source):
    said = {"network": network, "centre": CentreFactory(), "sources": [source], "by": BY}

    first = actions.record_membership(kind="member", start="2010", end="2014", **said)
    second = actions.record_membership(kind="associate", start="2018-05", **said)
    again = actions.record_membership(kind="member", start=PartialDate("2010"), end="2014", **said)

    assert (first.change, second.change, again.change) == (
        Change.CREATED,
        Change.CREATED,
        Change.UNCHANGED,
    )


def test_record_membership_corrects_the_beginning_of_the_one_it_is_shown(network, source):
    said = {"network": network, "centre": CentreFactory(), "sources": [source], "by": BY}
    shown = actions.record_membership(kind="member", attested="2019", **said).row

    kept = actions.record_membership(
        kind="member", start="2016", attested="2019", was=shown, **said
    )

    assert kept.columns == ("start",)
    assert Membership.objects.get().start == PartialDate("2016")


def test_record_membership_refuses_a_day_that_does_not_exist(network, source):
    with pytest.raises(CannotKeep, match="2024-06-31"):
        actions.record_membership(
            network=network,
            centre=CentreFactory(),
            kind="member",
            start="2024-06-31",
            sources=[source],
            by=BY,
        )


def school(network, source, *readings, **said):
    return actions.record_fact(
        network=network,
        code="school",
        kind="seminar",
        title={"fr": "École"},
        sources=[source],
        readings=readings,
        by=BY,
        **said,
    )


def test_record_fact_creates_then_changes_only_what_differs(network, source):
    site = SiteFactory()
    said = {"centre": site.centre, "site": site, "date": "2024-11"}

    kept = [school(network, source, order=order, **said) for order in (None, None, 2)]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[2].columns == ("order",)


def test_record_fact_keeps_every_reading_with_its_sources(network, source):
    other = SourceFactory()
    kept = school(
        network,
        source,
        SaidOtherwise([source], date="2024-10-15", chosen=True),
        SaidOtherwise([other], printed="14 octobre"),
        date="2024-10-15",
    )

    readings = kept.row.readings.order_by("pk")

    assert {(str(r.date or ""), r.printed, r.chosen) for r in readings} == {
        ("2024-10-15", "", True),
        ("", "14 octobre", False),
    }
    assert [list(r.sources.all()) for r in readings] == [[other], [source]]


def test_record_fact_says_so_when_only_a_reading_differs(network, source):
    reading = {"sources": [source], "date": "2024", "chosen": True}

    kept = [
        school(network, source, SaidOtherwise(**reading, note=note), date="2024")
        for note in (None, None, {"fr": "Retenue"})
    ]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[2].columns == ("readings",)


def test_record_fact_makes_the_old_reading_step_back_before_another_is_chosen(network, source):
    school(network, source, SaidOtherwise([source], date="2024-10", chosen=True), date="2024-10")

    kept = school(
        network,
        source,
        SaidOtherwise([source], date="2024-11", chosen=True),
        SaidOtherwise([source], date="2024-12"),
        date="2024-11",
    )

    assert [(str(r.date), r.chosen) for r in kept.row.readings.order_by("date")] == [
        ("2024-10", False),
        ("2024-11", True),
        ("2024-12", False),
    ]


def test_record_label_fact_creates_then_changes_only_what_differs(network, source):
    said = {
        "network": network,
        "code": "granted",
        "centre": CentreFactory(),
        "decision": "granted",
        "step": "operating",
        "date": "2024-11",
        "sources": [source],
        "by": BY,
    }

    kept = [actions.record_label_fact(**said, decided=decided) for decided in (None, None, True)]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[0].row.simulated is network.simulated
