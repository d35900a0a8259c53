import pytest

from parvis.accounts.actors import command
from parvis.governance import actions
from parvis.governance.models import Mandate
from parvis.governance.tests.factories import (
    BodyFactory,
    MandateFactory,
    MeetingFactory,
    OfficeFactory,
    PersonFactory,
)
from parvis.kernel.dates import PartialDate
from parvis.kernel.keeping import Change
from parvis.network.tests.factories import NetworkFactory
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db

BY = command("test")
THREE_TIMES = [Change.CREATED, Change.UNCHANGED, Change.CHANGED]


@pytest.fixture
def cited():
    return {"sources": [SourceFactory()], "by": BY}


def test_record_person_creates_then_changes_only_what_differs(cited):
    said = {"network": NetworkFactory(), "code": "ada", "name": "Ada Boussole", **cited}

    kept = [actions.record_person(**said, variants=spelt) for spelt in ([], [], ["BOUSSOLE"])]

    assert [one.change for one in kept] == THREE_TIMES


@pytest.mark.parametrize(
    ("sort_name", "key"), [(None, "elodie d'arc"), ("D'Arc Élodie", "d'arc elodie")]
)
def test_record_person_sorts_by_family_name_where_it_is_known(cited, sort_name, key):
    kept = actions.record_person(
        network=NetworkFactory(), code="e", name="Élodie d'Arc", sort_name=sort_name, **cited
    )

    assert kept.row.sort_key == key


def test_record_body_creates_then_changes_only_what_differs(cited):
    said = {"network": NetworkFactory(simulated=True), "code": "ag", "kind": "assembly", **cited}

    kept = [actions.record_body(**said, name={"fr": "AG"}, order=order) for order in (0, 0, 1)]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[0].row.simulated


def test_record_office_creates_then_changes_only_what_differs(cited):
    said = {"body": BodyFactory(), "code": "president", "name": {"fr": "Présidence"}, **cited}

    kept = [actions.record_office(**said, is_honorary=is_it) for is_it in (False, False, True)]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[2].columns == ("is_honorary",)


def test_record_mandate_tells_mandates_apart_by_their_beginning(cited):
    office = OfficeFactory()
    person = PersonFactory(network=office.body.network)
    said = {"body": office.body, "office": office, "person": person, **cited}

    first = actions.record_mandate(start="2019", end="2022", **said)
    second = actions.record_mandate(start="2022", **said)
    again = actions.record_mandate(start="2022", elected_by=office.body, **said)

    assert (first.change, second.change) == (Change.CREATED, Change.CREATED)
    assert (again.change, again.columns) == (Change.CHANGED, ("elected_by",))


def test_record_mandate_stands_without_an_office(cited):
    body = BodyFactory()
    said = {"body": body, "person": PersonFactory(network=body.network), **cited}

    kept = [actions.record_mandate(attested="2019", **said) for _ in range(2)]

    assert [one.change for one in kept] == [Change.CREATED, Change.UNCHANGED]
    assert kept[0].row.office is None


def test_record_mandate_corrects_the_beginning_of_the_one_it_is_shown(cited):
    shown = MandateFactory(start="2022")

    kept = actions.record_mandate(
        body=shown.body,
        office=shown.office,
        person=shown.person,
        start="2022-06-17",
        was=shown,
        **cited,
    )

    assert kept.row.pk == shown.pk
    assert Mandate.objects.get().start == PartialDate("2022-06-17")


def test_record_meeting_creates_then_changes_only_what_differs(cited):
    prepared = MeetingFactory()
    said = {"body": prepared.body, "code": "before", "date": "2024-06-06", **cited}

    kept = [actions.record_meeting(**said, prepares=other) for other in (None, None, prepared)]

    assert [one.change for one in kept] == THREE_TIMES
    assert kept[2].columns == ("prepares",)
