import pytest

from parvis.accounts.actors import command
from parvis.centres.tests.factories import CentreFactory
from parvis.kernel.keeping import Change
from parvis.partners import actions
from parvis.partners.models import Partner
from parvis.partners.tests.factories import PartnerFactory
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


def actiris(source, centres=(), **said):
    said = {"name": "Actiris", "field": "employment", "simulated": False, **said}
    return actions.record_partner(
        code="actiris", centres=centres, sources=[source], by=command("test"), **said
    )


def test_record_partner_creates_then_changes_only_what_differs():
    source = SourceFactory()

    kept = [actiris(source), actiris(source), actiris(source, country="BE")]

    assert [one.change for one in kept] == [Change.CREATED, Change.UNCHANGED, Change.CHANGED]
    assert kept[2].columns == ("country",)


def test_record_partner_takes_the_whole_list_of_centres():
    source, one, other = SourceFactory(), CentreFactory(), CentreFactory()
    actiris(source, [one, other])

    kept = actiris(source, [other])

    assert kept.columns == ("centres",)
    assert list(kept.row.centres.all()) == [other]


def test_record_partner_leaves_other_partners_alone():
    PartnerFactory(name="VDAB")

    actiris(SourceFactory())

    assert Partner.objects.filter(name="VDAB").exists()
