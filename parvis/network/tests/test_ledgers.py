"""The lists of the network in the office, as those who keep them use them."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from parvis.accounts.actors import command
from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.charter.models import Version
from parvis.journal.models import Line
from parvis.kernel.dates import PartialDate
from parvis.kernel.editing import token
from parvis.network import actions, queries
from parvis.network.enums import DueState, FundingKind
from parvis.network.errors import NotTheNext
from parvis.network.models import (
    CharterAcceptance,
    Due,
    DueAmount,
    Fact,
    Funding,
    LabelFact,
    Membership,
    Reading,
)
from parvis.network.tests.factories import (
    FactFactory,
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 2)
BY = command("test")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def network():
    return NetworkFactory(code="net")


@pytest.fixture
def sign_in(client):
    def signed_in(role, centre=None):
        name = role if centre is None else f"{role}-{centre.pk}"
        user = User.objects.create_user(f"{name}@example.org", name="Someone", language="en")
        if centre is None:
            NetworkPost.objects.create(user=user, role=role, start="2026-01-01")
        else:
            CentrePost.objects.create(user=user, role=role, centre=centre, start="2026-01-01")
        client.force_login(user)
        return client

    return signed_in


def at(name, *args, **query):
    found = reverse(f"ledgers:network-{name}", args=args)
    return f"{found}?{urlencode(query)}" if query else found


def text(response):
    return response.content.decode()


def undo_of(page):
    return re.search(r'action="([^"]*/back/[^"]*)"', page)[1]


def held(row):
    return type(row).objects.get(pk=row.pk)


class TestMemberships:
    def typed(self, network, centre, **said):
        return {"network": network.pk, "centre": centre.pk, "kind": "member"} | said

    def test_the_coordination_records_one_to_the_month_and_takes_it_back(self, sign_in, network):
        centre = CentreFactory(name="Ici")
        client = sign_in("coordinator")

        response = client.post(at("members-new"), self.typed(network, centre, start="2024-11"))

        assert response.url == at("members-list")
        row = Membership.objects.get()
        assert row.start == PartialDate("2024-11")
        assert [(s.collection, s.code) for s in row.sources.all()] == [("office", "net")]
        page = text(client.get(at("members-list")))
        assert "November 2024" in page
        assert "Ici" in page
        assert "Ici" in text(client.get(at("members-list", now="on")))
        client.post(undo_of(page))
        assert not Membership.objects.exists()

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({}, "Say when it joined, or when it is first shown as a member."),
            ({"start": "2024", "end": "2023"}, "The end comes before the beginning."),
            ({"start": "2024-13"}, "2024-13"),
            ({"start": "yesterday"}, "yesterday"),
        ],
    )
    def test_dates_that_make_no_sense_are_refused(self, sign_in, network, said, told):
        client = sign_in("coordinator")
        typed = self.typed(network, CentreFactory(), note_en="Kept note", **said)

        response = client.post(at("members-new"), typed)

        assert response.status_code == 422
        assert told in text(response)
        assert "Kept note" in text(response)
        assert not Membership.objects.exists()

    def test_one_over_another_is_told_then_heeded(self, sign_in, network):
        other = MembershipFactory(network=network, centre__name="Ici")
        client = sign_in("coordinator")
        typed = self.typed(network, other.centre, attested="2020", end="2021-06")

        told = client.post(at("members-new"), typed)
        assert told.status_code == 422
        assert "Ici is already a member since 2010." in text(told)
        assert client.post(at("members-new"), typed | {"heeded": "on"}).status_code == 302
        assert Membership.objects.count() == 2

    def test_a_beginning_that_was_wrong_moves(self, sign_in, network):
        row = held(MembershipFactory(network=network))
        row.sources.add(
            Source.objects.create(
                collection="net", code="s", title="List of 2011", kind="page", language="fr"
            )
        )
        client = sign_in("coordinator")
        address = at("members-row", row.pk)
        assert "List of 2011" in text(client.get(address))
        sources = [source.pk for source in row.sources.all()]
        typed = {"kind": "member", "start": "2011", "sources": sources, "seen": token(row)}

        told = client.post(address, typed)
        assert "does “List of 2011” say so?" in text(told)
        client.post(address, typed | {"heeded": "on"})

        assert held(row).start == PartialDate("2011")
        assert [source.title for source in row.sources.all()] == ["List of 2011"]

    def test_one_removed_comes_back_with_the_charter_it_accepted(self, sign_in, network):
        row = held(MembershipFactory(network=network))
        version = Version.objects.create(code="v", title="Charter", language="fr")
        actions.record_charter_acceptance(membership=row, version=version, on=TODAY, by=BY)
        client = sign_in("coordinator")

        client.post(at("members-remove", row.pk), {"seen": token(row)})
        assert not CharterAcceptance.objects.exists()
        client.post(undo_of(text(client.get(at("members-list")))))

        assert CharterAcceptance.objects.get().membership == row

    def test_a_centre_reads_its_own_and_writes_none(self, sign_in, network):
        mine = MembershipFactory(network=network, centre__name="Ici")
        other = MembershipFactory(network=network, centre__name="Zwartbol")
        client = sign_in("manager", mine.centre)

        page = text(client.get(at("members-list")))
        assert "Ici" in page
        assert "Zwartbol" not in page
        assert client.get(at("members-new")).status_code == 404
        assert client.get(at("members-row", mine.pk)).status_code == 200
        assert client.post(at("members-row", mine.pk), {}).status_code == 404
        assert client.get(at("members-row", other.pk)).status_code == 404

    def test_worlds_stand_apart_and_are_not_offered_together(self, sign_in, network):
        made_up = MembershipFactory(
            network=NetworkFactory(simulated=True),
            centre=CentreFactory(simulated=True, name="Valombre"),
            simulated=True,
        )
        MembershipFactory(network=network, centre__name="Ici")
        client = sign_in("coordinator")

        assert "Valombre" not in text(client.get(at("members-list")))
        assert "Valombre" in text(client.get(at("members-list", world="made-up")))
        assert f'{at("members-new")}?world=real"' in text(client.get(at("members-list")))
        new = text(client.get(at("members-new", world="real")))
        assert "Valombre" not in new
        assert "Ici" in new
        row = text(client.get(at("members-row", made_up.pk)))
        assert "Ici" not in row
        mixed = self.typed(network, made_up.centre, start="2024")
        refused = client.post(at("members-new"), mixed)
        assert "Real and simulated facts are never mixed." in text(refused)

    def test_the_list_leaves_as_a_file(self, sign_in, network):
        MembershipFactory(network=network, centre__name="Ici")
        client = sign_in("coordinator")

        for kind in ("xlsx", "csv", "definitions"):
            assert client.get(at("members-list", format=kind)).status_code == 200
        assert "Ici" in text(client.get(at("members-list", format="csv")))


class TestFacts:
    def typed(self, network, **said):
        return {"network": network.pk, "title_en": "Webinar", "kind": "webinar"} | said

    def test_one_is_recorded_to_the_year_with_its_centre_and_project(self, sign_in, network):
        site = SiteFactory()
        project = FactFactory(network=network, kind="project")
        client = sign_in("coordinator")
        said = {"date": "2025", "centre": site.centre.pk, "site": site.pk, "topic": project.pk}

        response = client.post(at("facts-new"), self.typed(network, countries=["FR", "BE"], **said))

        assert response.status_code == 302
        fact = Fact.objects.get(kind="webinar")
        assert (fact.code, fact.date, fact.topic) == ("webinar", PartialDate("2025"), project)
        assert fact.countries == ["FR", "BE"] or set(fact.countries) == {"FR", "BE"}
        assert [source.code for source in fact.sources.all()] == ["net"]
        listed = text(client.get(at("facts-list", year=2025)))
        assert f'{at("facts-row", fact.pk)}"' in listed
        assert f'{at("facts-row", project.pk)}"' not in listed
        assert f'{at("facts-row", fact.pk)}"' in text(client.get(at("facts-list", words="webin")))

    @pytest.mark.parametrize("wrong", ["site", "topic", "end"])
    def test_what_does_not_go_together_is_refused(self, sign_in, network, wrong):
        client = sign_in("coordinator")
        said, told = {
            "site": ({"site": SiteFactory().pk}, "This site is not one of the centre’s."),
            "topic": ({"topic": FactFactory(kind="project").pk}, "not of the same network"),
            "end": ({"date": "2025", "end": "2024"}, "The end comes before the beginning."),
        }[wrong]

        response = client.post(at("facts-new"), self.typed(network, place_en="Kept", **said))

        assert response.status_code == 422
        assert told in text(response)
        assert "Kept" in text(response)

    def test_one_is_changed_and_keeps_what_is_not_asked(self, sign_in, network):
        fact = held(FactFactory(network=network, order=3, about={"fr": "Bien", "de": "Gut"}))
        client = sign_in("coordinator")
        address = at("facts-row", fact.pk)
        typed = self.typed(network, date="2024-11", about_fr="Bien", seen=token(fact))

        assert client.post(address, typed).status_code == 302

        changed = held(fact)
        assert changed.date == PartialDate("2024-11")
        assert (changed.order, changed.about["de"], changed.code) == (3, "Gut", fact.code)

    def test_one_removed_comes_back_with_what_sources_print(self, sign_in, network):
        fact = held(FactFactory(network=network))
        source = Source.objects.create(
            collection="net", code="s", title="S", kind="page", language="fr"
        )
        Reading.objects.create(fact=fact, printed="mardi 5").sources.add(source)
        client = sign_in("coordinator")

        client.post(at("facts-remove", fact.pk), {"seen": token(fact)})
        assert not Fact.objects.exists()
        client.post(undo_of(text(client.get(at("facts-list")))))

        assert list(Reading.objects.get(fact=fact).sources.all()) == [source]

    def test_what_is_linked_to_what_goes_along_is_put_back_by_itself(self, sign_in, network):
        reading = Reading.objects.create(fact=FactFactory(network=network), printed="mardi 5")
        reading.sources.create(collection="x", code="x", title="T", kind="page", language="fr")
        line = Line.objects.filter(what="network_reading_sources").latest("pk")
        client = sign_in("coordinator")

        client.post(reverse("ledgers:network-facts-back", args=[line.pk, line.pk]))

        assert not reading.sources.exists()

    def test_what_is_linked_to_nothing_any_more_is_not_put_back(self, sign_in, network):
        reading = Reading.objects.create(fact=FactFactory(network=network), printed="mardi 5")
        reading.sources.create(collection="x", code="x", title="T", kind="page", language="fr")
        line = Line.objects.filter(what="network_reading_sources").latest("pk")
        reading.delete()
        client = sign_in("coordinator")

        back = reverse("ledgers:network-facts-back", args=[line.pk, line.pk])

        assert client.post(back).status_code == 404


class TestLabel:
    def typed(self, network, centre, **said):
        decided = {"decision": "granted", "step": "operating", "date": "2025-06"}
        return {"network": network.pk, "centre": centre.pk} | decided | said

    def test_the_label_authority_records_steps_in_any_order(self, sign_in, network):
        member = MembershipFactory(network=network)
        client = sign_in("label-authority")

        for said in ({"decided": "true"}, {"date": "2024", "step": "prefiguration"}):
            typed = self.typed(network, member.centre, **said)
            assert client.post(at("label-new"), typed).status_code == 302

        decided = list(LabelFact.objects.values_list("step", "decided"))
        assert decided == [("prefiguration", None), ("operating", True)]
        page = text(client.get(at("label-list", step="operating")))
        assert "June 2025" in page
        assert "Operating" in page or "operating label" in page

    def test_what_surprises_is_told_and_not_refused(self, sign_in, network):
        fact = LabelFactFactory(network=network, centre__name="Ici", date="2025-06")
        client = sign_in("label-authority")
        typed = self.typed(network, fact.centre)

        told = client.post(at("label-new"), typed)

        assert told.status_code == 422
        assert "This decision is already recorded in June 2025." in text(told)
        assert "Ici is no member in June 2025." in text(told)
        assert client.post(at("label-new"), typed | {"heeded": "on"}).status_code == 302

    def test_a_decision_keeps_its_body_and_shows_its_site(self, sign_in, network):
        site = SiteFactory(kind="relay")
        MembershipFactory(network=network, centre=site.centre)
        fact = held(
            LabelFactFactory(
                network=network, centre=site.centre, site=site, body="committee", decided=False
            )
        )
        client = sign_in("label-authority")
        address = at("label-row", fact.pk)
        assert '<option value="false" selected>' in text(client.get(address))
        assert client.get(at("label-list")).status_code == 200

        typed = self.typed(network, site.centre, site=site.pk, decided="", seen=token(fact))
        client.post(address, typed)

        assert (held(fact).decided, held(fact).body) == (None, "committee")

    def test_the_coordination_reads_and_does_not_write(self, sign_in, network):
        fact = LabelFactFactory(network=network)
        client = sign_in("coordinator")

        assert client.get(at("label-list")).status_code == 200
        assert "Add a decision" not in text(client.get(at("label-list")))
        assert client.get(at("label-new")).status_code == 404
        assert client.post(at("label-remove", fact.pk)).status_code == 404


class TestDues:
    @pytest.fixture
    def member(self, network):
        return held(MembershipFactory(network=network, centre__name="Ici"))

    def test_the_treasurer_calls_a_due_and_says_how_much(self, sign_in, member):
        client = sign_in("treasurer")
        typed = {"membership": member.pk, "year": 2026, "called": "2026-01-15"}
        assert client.post(at("dues-new"), typed | {"payable": "2026-02-28"}).status_code == 302
        due = Due.objects.get()
        assert "Overdue" in text(client.get(at("dues-list", state="overdue")))
        assert "Overdue" not in text(client.get(at("dues-list", state="paid"))).split("<table")[-1]

        new = f"{at('amounts-new')}?due={due.pk}"
        assert new in text(client.get(at("dues-row", due.pk)))
        assert f'<option value="{due.pk}" selected>' in text(client.get(new))
        client.post(at("amounts-new"), {"due": due.pk, "amount": "1234.50", "currency": "EUR"})

        amount = DueAmount.objects.get()
        assert amount.amount == Decimal("1234.50")
        assert at("amounts-row", amount.pk) in text(client.get(at("dues-row", due.pk)))
        assert "1,234.5" in text(client.get(at("amounts-list", year=2026)))
        assert "1234.5" in text(client.get(at("amounts-history", amount.pk)))

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"payable": "2026-01-01"}, "payable from the day it is called"),
            ({"paid": "2026-01-01"}, "A due is called before it is paid"),
            ({"year": "1999"}, "Ici was no member in 1999."),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, sign_in, member, said, told):
        client = sign_in("treasurer")
        typed = {"membership": member.pk, "year": "2026", "note_en": "Kept"} | said

        response = client.post(at("dues-new"), typed)

        assert response.status_code == 422
        assert told in text(response)
        assert "Kept" in text(response)

    def test_a_currency_is_three_capitals(self, sign_in, member):
        due = actions.record_due(membership=member, year=2026, by=BY).row
        client = sign_in("treasurer")

        response = client.post(
            at("amounts-new"), {"due": due.pk, "amount": "10", "currency": "euros"}
        )

        assert response.status_code == 422
        assert "A currency is three capitals" in text(response)

    def test_a_due_removed_comes_back_with_its_amount(self, sign_in, member):
        due = actions.record_due(membership=member, year=2026, by=BY).row
        actions.record_due_amount(due=due, amount=Decimal(77), by=BY)
        client = sign_in("treasurer")

        client.post(at("dues-remove", due.pk), {"seen": token(held(due))})
        assert not DueAmount.objects.exists()
        client.post(undo_of(text(client.get(at("dues-list")))))

        assert DueAmount.objects.get().amount == 77

    @pytest.mark.parametrize(
        "role",
        ["coordinator", "executive-committee", "manager", "administrator", "label-authority"],
    )
    def test_nobody_else_reads_an_amount_nor_its_journal(self, sign_in, member, role):
        due = actions.record_due(membership=member, year=2026, called=TODAY, by=BY).row
        amount = actions.record_due_amount(due=due, amount=Decimal("9876.5"), by=BY).row
        actions.record_due_amount(due=due, amount=Decimal("8765.4"), by=BY)
        line = Line.objects.filter(what="network_dueamount").latest("pk")
        client = sign_in(role, member.centre if role == "manager" else None)

        assert client.get(at("amounts-list")).status_code == 404
        for act in ("row", "history"):
            assert client.get(at(f"amounts-{act}", amount.pk)).status_code == 404
        for name in ("amounts", "dues"):
            back = reverse(f"ledgers:network-{name}-back", args=[line.pk, line.pk])
            assert client.post(back).status_code == 404
        reads = role in ("coordinator", "executive-committee", "manager")
        for address in (
            at("dues-list"),
            at("dues-list", format="csv"),
            at("dues-row", due.pk),
            at("dues-history", due.pk),
        ):
            response = client.get(address)
            assert response.status_code == (200 if reads else 404)
            assert not re.search(r"9.?876|8.?765", text(response))
        assert DueAmount.objects.get().amount == Decimal("8765.4")


@pytest.mark.parametrize("state", DueState)
def test_the_database_reads_the_same_state_from_the_dates(state):
    days = [None, *(TODAY + datetime.timedelta(days=n) for n in (-1, 0, 1))]
    member = held(MembershipFactory())
    year = 2000
    for called in days:
        for payable in days:
            for paid in days:
                if called is None and (payable or paid):
                    continue
                if payable is not None and called > payable:
                    continue
                year += 1
                Due.objects.create(
                    membership=member,
                    year=2100 - year % 90,
                    called=called,
                    payable=payable,
                    paid=paid,
                )

    found = set(Due.objects.filter(queries.standing(state, TODAY)))

    assert found
    assert found == {due for due in Due.objects.all() if queries.due_state(due, TODAY) == state}


@pytest.mark.parametrize(
    ("screen", "role"),
    [
        ("members", "coordinator"),
        ("facts", "coordinator"),
        ("label", "label-authority"),
        ("dues", "treasurer"),
        ("amounts", "treasurer"),
    ],
)
def test_the_number_of_queries_does_not_grow_with_rows(
    sign_in, network, screen, role, django_assert_max_num_queries
):
    client = sign_in(role)

    def one_more():
        site = SiteFactory()
        member = held(MembershipFactory(network=network, centre=site.centre))
        FactFactory(network=network, centre=site.centre, site=site)
        LabelFactFactory(network=network, centre=site.centre, site=site)
        due = actions.record_due(membership=member, year=2026, called=TODAY, by=BY).row
        actions.record_due_amount(due=due, amount=Decimal(5), by=BY)

    def counted():
        with django_assert_max_num_queries(60) as found:
            assert client.get(at(f"{screen}-list")).status_code == 200
        return len(found)

    one_more()
    counted()
    one = counted()
    one_more()
    one_more()

    assert counted() == one


class TestCharter:
    def test_a_member_accepts_a_version_on_a_day(self, client):
        user = User.objects.create_user("charter@example.org", "twelve letters", name="Nadia")
        NetworkPost.objects.create(user=user, role="coordinator", start="2026-01-01")
        client.force_login(user)
        member = MembershipFactory()
        version = Version.objects.create(code="c", title="Charte", language="fr", text="Un.")
        typed = {"membership": member.pk, "version": version.pk, "on": "2026-06-25"}

        assert client.post("/office/network/charter/new/", typed).status_code == 302

        accepted = CharterAcceptance.objects.get()
        assert (accepted.membership, accepted.version) == (member, version)
        assert "Charte" in client.get("/office/network/charter/").content.decode()


class TestFunding:
    def _typed(self, network, **more):
        return {
            "network": network.pk,
            "name": "Fonds des passerelles",
            "kind": "foundation",
            "state": "idea",
            "currency": "EUR",
        } | more

    def test_every_source_of_the_plan_can_be_chosen_and_one_goes_its_way(self, sign_in, network):
        client = sign_in("treasurer")
        offered = text(client.get(at("funding-new")))
        for kind in FundingKind.values:
            assert f'value="{kind}"' in offered

        client.post(at("funding-new"), self._typed(network))
        funding = Funding.objects.get()
        assert (funding.code, funding.state) == ("fonds-des-passerelles", "idea")
        row = at("funding-row", funding.pk)
        assert 'value="received"' not in text(client.get(row))
        typed = self._typed(network, state="applied", amount="1200", seen=token(funding))
        assert client.post(row, typed).status_code == 302

        assert Funding.objects.get().amount == Decimal(1200)
        assert "Fonds des passerelles" in text(client.get(at("funding-list", state="applied")))
        assert "Fonds des passerelles" not in text(client.get(at("funding-list", kind="dues")))

    def test_what_cannot_follow_is_refused(self, network):
        actions.record_funding(network=network, code="a", name="A", kind="dues", by=BY)

        with pytest.raises(NotTheNext):
            actions.record_funding(
                network=network, code="a", name="A", kind="dues", state="received", by=BY
            )

    def test_an_end_before_the_beginning_comes_back_with_what_was_typed(self, sign_in, network):
        wrong = self._typed(network, start="2027-02-01", end="2027-01-01")

        back = sign_in("treasurer").post(at("funding-new"), wrong)

        assert back.status_code == 422
        assert "The end comes before the beginning." in text(back)
        assert "Fonds des passerelles" in text(back)
        assert not Funding.objects.exists()

    def test_it_is_removed_and_put_back(self, sign_in, network):
        made = actions.record_funding(network=network, code="a", name="A", kind="dues", by=BY).row
        client = sign_in("treasurer")

        client.post(at("funding-remove", made.pk), {"seen": token(held(made))})
        assert not Funding.objects.exists()
        client.post(undo_of(text(client.get(at("funding-list")))))

        assert Funding.objects.get().name == "A"

    @pytest.mark.parametrize("role", ["coordinator", "label-authority", "manager", "editor"])
    def test_others_do_not_have_the_list(self, sign_in, network, role):
        place = CentreFactory() if role == "manager" else None
        assert sign_in(role, place).get(at("funding-list")).status_code == 404
