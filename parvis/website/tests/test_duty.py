"""Who is on duty and where the bus stops, as the public reads it."""

import datetime

import pytest

from parvis.accounts.actors import staff
from parvis.centres.models import SiteAlias, Stop
from parvis.centres.tests.factories import CentreFactory, ClosureFactory, PoleFactory, SiteFactory
from parvis.network.tests.factories import MembershipFactory, NetworkFactory
from parvis.partners import actions
from parvis.partners.tests.factories import DutyContactFactory, DutySessionFactory, PartnerFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC)  # Tuesday, ten o'clock in Paris
TUESDAY = datetime.date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def network():
    return NetworkFactory(short_name={"fr": "RX", "en": "NX"})


@pytest.fixture
def centre(network):
    row = CentreFactory(code="cdm-here", name="Cité d'ici")
    MembershipFactory(network=network, centre=row, start="2020")
    return row


@pytest.fixture
def site(centre):
    return SiteFactory(centre=centre, kind="main", name={"en": "Main site"})


@pytest.fixture
def bus(centre):
    row = SiteFactory(centre=centre, kind="mobile", name={"en": "Bus Escapade"})
    SiteAlias.objects.create(site=row, text="bus de l'orientation", language="fr")
    return row


def a_stop(bus, **said):
    typed = {
        "commune": "Hautmont",
        "place": "Market square",
        "first": TUESDAY,
        "rule": "FREQ=WEEKLY",
        "begins": "13:00",
        "ends": "17:00",
    }
    return Stop.objects.create(site=bus, **typed | said)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


class TestDuty:
    def test_the_need_comes_first_and_nobody_is_named(self, client, site):
        pole = PoleFactory(centre=site.centre, letter="C")
        partner = PartnerFactory(name="Union des métiers")
        contact = DutyContactFactory(centre=site.centre, partner=partner, name="Ada Lovelace")
        DutySessionFactory(site=site, pole=pole, partner=partner, languages=["fr", "ar"])

        shown = page(client, "/en/cdm-here/")

        assert "Who you can talk to" in shown
        told = shown[shown.index("Who you can talk to") :]
        assert told.index("Find a job") < told.index("Union des métiers")
        assert "until 12:30" in told
        assert "French, Arabic" in told
        assert contact.name not in shown
        assert contact.email not in shown

    def test_a_no_is_read_at_the_next_look(self, client, site):
        row = DutySessionFactory(site=site, pole=PoleFactory(centre=site.centre))
        assert "nobody will be there" not in page(client, "/en/cdm-here/")

        actions.decline(session=row, reason="away", by=staff(None))

        shown = page(client, "/en/cdm-here/")
        assert "nobody will be there" in shown
        assert "Nobody is on duty at this moment" in shown
        assert str(row.partner) not in shown[: shown.index('id="partners"')]

    def test_a_centre_that_plans_nothing_says_nothing(self, client, site):
        assert "Who you can talk to" not in page(client, "/en/cdm-here/")

    @pytest.mark.parametrize("several", [1, 3])
    def test_as_many_queries_for_three_as_for_one(
        self, client, site, bus, several, django_assert_max_num_queries
    ):
        for number in range(several):
            DutySessionFactory(site=site, pole=PoleFactory(centre=site.centre))
            a_stop(bus, commune=f"Commune {number}")
        for address in ("/en/cdm-here/", "/en/mobile/"):
            with django_assert_max_num_queries(60) as asked:
                page(client, address)
            counts.setdefault(address, set()).add(len(asked))
            assert len(counts[address]) == 1


counts: dict = {}


class TestBus:
    def test_the_timetable_on_the_centres_page(self, client, bus):
        a_stop(bus)
        ClosureFactory(site=bus, start="2026-03-10", end="2026-03-10", reason={"en": "Repairs"})

        shown = page(client, "/en/cdm-here/")

        assert "The next stops" in shown
        assert "Tuesday 3 March" in shown
        assert "13:00 – 17:00" in shown
        assert "does not come" in shown
        assert "(Repairs)" in shown
        assert "every week: Tuesday, " in shown
        assert "13:00–17:00" in shown

    def test_without_any_stop_it_says_that_none_is_recorded(self, client, bus):
        assert "stops not recorded" in page(client, "/en/cdm-here/")

    def test_found_by_commune_by_name_and_by_nickname(self, client, bus):
        a_stop(bus)
        a_stop(bus, commune="Maubeuge")

        near = page(client, "/en/mobile/?q=hautmont")
        assert "Bus Escapade" in near
        table = near[near.index("The next stops") :]
        assert "Hautmont" in table
        assert "Maubeuge" not in table
        for words in ("escapade", "bus+de+l%27orientation", "bus+de+l%E2%80%99orientation"):
            found = page(client, f"/en/mobile/?q={words}")
            assert "Also called" in found
            assert "Maubeuge" in found[found.index("The next stops") :]

    def test_nothing_answers(self, client, bus):
        assert "No mobile facility of the network answers" in page(client, "/en/mobile/?q=lyon")

    def test_no_facility_at_all(self, client, centre):
        assert "No member of this network has a mobile facility" in page(client, "/en/mobile/")

    def test_that_of_another_network_is_not_shown(self, client, bus):
        SiteFactory(kind="mobile", name={"en": "Elsewhere"})

        assert "Elsewhere" not in page(client, "/en/mobile/")

    @pytest.mark.parametrize("typed", ["x" * 81, "%00"])
    def test_words_that_are_none_are_answered(self, client, bus, typed):
        assert "Bus Escapade" in page(client, f"/en/mobile/?q={typed}", status=400)

    def test_a_stop_that_comes_late(self, client, bus):
        a_stop(bus, first="2026-09-01", rule="")

        assert "does not stop anywhere in the four weeks" in page(client, "/en/mobile/")
