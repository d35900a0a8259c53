"""The office's lists of bodies, seats, mandates, role-holders and meetings."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import CentreFactory
from parvis.governance.ledgers import bodies, mandates, meetings
from parvis.governance.models import Body, Mandate, Meeting, Office, Person
from parvis.governance.tests.factories import (
    BodyFactory,
    MandateFactory,
    MeetingFactory,
    OfficeFactory,
    PersonFactory,
)
from parvis.kernel.editing import token
from parvis.network.tests.factories import NetworkFactory
from parvis.sources.models import OFFICE
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db
LEDGERS = [*bodies.LEDGERS, *mandates.LEDGERS, *meetings.LEDGERS]
HERE = "/office/governance"
FACTORIES = {
    "bodies": BodyFactory,
    "offices": OfficeFactory,
    "mandates": MandateFactory,
    "people": PersonFactory,
    "meetings": MeetingFactory,
}


@pytest.fixture
def sign_in(client):
    def signed_in(role="executive-committee", language="en"):
        user = User.objects.create_user(f"{role}@example.org", name="Someone", language=language)
        NetworkPost.objects.create(user=user, role=role, start=datetime.date(2020, 1, 1))
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def network():
    return NetworkFactory(name={"fr": "Réseau", "en": "Network"})


def shown(row):
    return token(type(row).objects.get(pk=row.pk))


def undone(client, page):
    """Press Undo on the page that says what was done."""
    address = re.search(r'action="(/office/[^"]*/back/[^"]*)"', page)
    assert address, "no Undo on the page"
    return client.post(address[1], follow=True)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.code)
class TestEveryList:
    def test_it_lists_shows_and_tells_the_history_of_a_row(self, sign_in, ledger):
        row = FACTORIES[ledger.code]()
        client = sign_in()

        with translation.override("en"):
            title = str(ledger.title)
        for address in (ledger.address(), ledger.address("row", row)):
            assert title in client.get(address).content.decode()
        assert client.get(ledger.address("history", row)).status_code == 200
        assert client.get(ledger.address("new")).status_code == 200

    def test_as_many_queries_for_three_rows_as_for_one(self, sign_in, ledger):
        client = sign_in()
        counts = []
        for more in (1, 2):
            FACTORIES[ledger.code].create_batch(more)
            client.get(ledger.address())
            with CaptureQueriesContext(connection) as asked:
                client.get(ledger.address())
            counts.append(len(asked))

        assert counts[0] == counts[1]

    def test_it_is_exported_with_what_its_columns_mean(self, sign_in, ledger):
        FACTORIES[ledger.code]()
        client = sign_in()

        for kind in ("csv", "xlsx", "definitions"):
            response = client.get(f"{ledger.address()}?format={kind}")
            assert response.status_code == 200
            assert "attachment" in response["Content-Disposition"]

    def test_a_role_of_a_centre_has_no_such_list(self, client, ledger):
        user = User.objects.create_user("c@example.org", name="C", language="en")
        CentrePost.objects.create(
            user=user, centre=CentreFactory(), role="partnerships", start="2020-01-01"
        )
        client.force_login(user)
        row = FACTORIES[ledger.code]()

        assert client.get(ledger.address()).status_code == 404
        assert client.get(ledger.address("new")).status_code == 404
        assert client.get(ledger.address("row", row)).status_code == 404
        assert ledger.address() not in client.get("/office/").content.decode()


def mandate(office, person, **said):
    return {"body": office.body.pk, "office": office.pk, "person": person.pk, **said}


class TestMandates:
    @pytest.fixture
    def seat(self, network):
        return OfficeFactory(
            body=BodyFactory(network=network, name={"en": "Committee"}),
            name={"en": "Presidency"},
            attested="2001",
        )

    @pytest.fixture
    def ada(self, network):
        return PersonFactory(network=network, name="Ada")

    def test_one_is_added_undone_and_added_again(self, sign_in, seat, ada):
        client = sign_in()
        said = mandate(seat, ada, start="2024-05", title_fr="Présidente")

        page = client.post(f"{HERE}/mandates/new/", said, follow=True).content.decode()

        row = Mandate.objects.get()
        assert "Recorded: Ada · Presidency" in page
        assert (str(row.start), row.end, row.title) == ("2024-05", None, {"fr": "Présidente"})
        assert [one.collection for one in row.sources.all()] == [OFFICE]
        assert "Put back as it was" in undone(client, page).content.decode()
        assert not Mandate.objects.exists()

    def test_another_holder_is_refused_on_ones_own_word_and_shown_for_a_document(
        self, sign_in, network, seat, ada
    ):
        MandateFactory(office=seat, person=ada, start="2022-01-01")
        source = SourceFactory(collection=network.code, title="Report 2024")
        client = sign_in()
        said = mandate(seat, PersonFactory(network=network, name="Bob"), start="2023-01-01")
        told = "Ada holds this seat 1 January 2022."

        warned = client.post(f"{HERE}/mandates/new/", said)
        refused = client.post(f"{HERE}/mandates/new/", {**said, "heeded": "on"})

        assert (warned.status_code, refused.status_code) == (422, 422)
        assert "Before this is recorded" in warned.content.decode()
        assert told in warned.content.decode()
        assert told in refused.content.decode()
        assert 'value="2023-01-01"' in refused.content.decode()
        printed = {**said, "sources": source.pk}
        assert told in client.post(f"{HERE}/mandates/new/", printed).content.decode()
        done = client.post(f"{HERE}/mandates/new/", {**printed, "heeded": "on"})
        assert done.status_code == 302
        assert Mandate.objects.count() == 2

    def test_the_same_person_twice_in_a_body_is_shown_then_recorded(self, sign_in, seat, ada):
        MandateFactory(office=seat, person=ada, start="2022-01-01")
        client = sign_in()
        other = OfficeFactory(body=seat.body, name={"en": "Treasury"})
        said = mandate(other, ada, start="2023")

        page = client.post(f"{HERE}/mandates/new/", said).content.decode()

        assert "Ada already sits in this body: Presidency, 1 January 2022." in page
        assert client.post(f"{HERE}/mandates/new/", {**said, "heeded": "on"}).status_code == 302

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"start": "2024-05", "end": "2023"}, "The end comes before the beginning."),
            ({}, "Say from when, or when a source first shows it."),
            ({"start": "2024-13"}, "is not a day of the calendar"),
        ],
    )
    def test_what_cannot_be_is_refused_and_what_was_typed_stays(
        self, sign_in, seat, ada, said, told
    ):
        response = sign_in().post(
            f"{HERE}/mandates/new/", mandate(seat, ada, note_en="Kept words", **said)
        )

        assert response.status_code == 422
        assert told in response.content.decode()
        assert "Kept words" in response.content.decode()
        assert not Mandate.objects.exists()

    def test_a_seat_of_another_body_is_refused(self, sign_in, network, seat, ada):
        other = BodyFactory(network=network)
        said = {**mandate(seat, ada, start="2024"), "body": other.pk}

        page = sign_in().post(f"{HERE}/mandates/new/", said).content.decode()

        assert "This seat is not one of that body." in page

    def test_nothing_of_another_network_is_named_or_cited(self, sign_in, seat, ada):
        stranger, source = PersonFactory(), SourceFactory(title="Elsewhere")
        SourceFactory(collection=stranger.network.code, title="Their report")
        client = sign_in()
        theirs = {"sources": SourceFactory(collection=stranger.network.code, title="Theirs").pk}

        page = client.post(
            f"{HERE}/mandates/new/", mandate(seat, stranger, start="2024", **theirs)
        ).content.decode()

        assert "This belongs to another network." in page
        assert "“Theirs” is about another network." in page
        assert source.title not in page  # no network of this installation has that code

    def test_a_new_row_is_offered_one_world_at_a_time(self, sign_in, seat, ada):
        made_up = BodyFactory(network=NetworkFactory(simulated=True), simulated=True)
        Body.objects.filter(pk=made_up.pk).update(name={"en": "Invented"})
        client = sign_in()

        real = client.get(f"{HERE}/mandates/new/?world=real").content.decode()
        invented = client.get(f"{HERE}/mandates/new/?world=made-up").content.decode()

        assert "Committee" in real
        assert "Invented" not in real
        assert "Invented" in invented
        assert "Presidency" not in invented
        listed = client.get(f"{HERE}/bodies/?world=made-up").content.decode()
        assert f"{HERE}/bodies/new/?world=made-up" in listed

    def test_it_is_ended_and_two_who_end_it_are_told(self, sign_in, seat, ada):
        row = MandateFactory(office=seat, person=ada, start="2022")
        client = sign_in()
        seen = shown(row)
        address = f"{HERE}/mandates/{row.pk}/"
        said = mandate(seat, ada, start="2022", seen=seen)

        assert client.post(address, {**said, "end": "2024"}).status_code == 302
        page = client.post(address, {**said, "end": "2025"})

        assert page.status_code == 422
        assert "Somebody wrote here meanwhile: “2024”." in page.content.decode()
        row.refresh_from_db()
        assert str(row.end) == "2024"

    def test_it_is_removed(self, sign_in, seat, ada):
        row = MandateFactory(office=seat, person=ada, start="2022")

        sign_in().post(f"{HERE}/mandates/{row.pk}/remove/", {"seen": shown(row)})

        assert not Mandate.objects.exists()

    def test_the_coordinator_reads_them_only(self, sign_in, seat, ada):
        row = MandateFactory(office=seat, person=ada, start="2022")
        client = sign_in("coordinator")

        page = client.get(f"{HERE}/mandates/{row.pk}/").content.decode()

        assert "your role does not change it" in page
        assert client.get(f"{HERE}/mandates/new/").status_code == 404
        assert client.post(f"{HERE}/mandates/{row.pk}/", {"start": "2023"}).status_code == 404


class TestPeopleAndBodies:
    def test_a_body_a_seat_and_a_person_are_recorded_without_a_code(self, sign_in, network):
        client = sign_in()
        said = {"network": network.pk, "kind": "group", "order": "3", "name_en": "Working group"}
        assert client.post(f"{HERE}/bodies/new/", said).status_code == 302
        body = Body.objects.get()
        seat = {"body": body.pk, "name_en": "Chair", "order": "0", "start": "2020"}
        assert client.post(f"{HERE}/offices/new/", seat).status_code == 302
        who = {
            "network": network.pk,
            "name": "Ada Byron",
            "sort_name": "Byron Ada",
            "variants": "A. Byron, Ada B., A. Byron",
        }
        assert client.post(f"{HERE}/people/new/", who).status_code == 302

        person = Person.objects.get()
        assert (body.code, Office.objects.get().code, person.code) == (
            "working-group",
            "chair",
            "ada-byron",
        )
        assert (person.sort_key, person.variants) == ("byron ada", ["A. Byron", "Ada B."])

    def test_a_person_keeps_the_place_in_lists_until_renamed(self, sign_in, network):
        row = PersonFactory(network=network, name="Ada Byron", sort_key="byron ada")
        client = sign_in()
        said = {"name": "Ada Byron", "affiliation_en": "A centre", "seen": shown(row)}

        client.post(f"{HERE}/people/{row.pk}/", said)
        row.refresh_from_db()
        assert (row.sort_key, row.affiliation) == ("byron ada", {"en": "A centre"})
        assert "A centre" in client.get(f"{HERE}/people/{row.pk}/").content.decode()

        client.post(f"{HERE}/people/{row.pk}/", {"name": "Ada Lovelace", "seen": shown(row)})
        row.refresh_from_db()
        assert row.sort_key == "ada lovelace"

    def test_a_name_recorded_already_is_shown_first(self, sign_in, network):
        PersonFactory(network=network, name="Ada")
        client = sign_in()
        said = {"network": network.pk, "name": "ada"}

        assert (
            "Ada is already recorded." in client.post(f"{HERE}/people/new/", said).content.decode()
        )
        assert client.post(f"{HERE}/people/new/", {**said, "heeded": "on"}).status_code == 302

    def test_a_seat_ends_after_it_begins(self, sign_in, network):
        body = BodyFactory(network=network)
        said = {"body": body.pk, "name_en": "Chair", "order": "0", "start": "2020", "end": "2019"}

        page = sign_in().post(f"{HERE}/offices/new/", said).content.decode()

        assert "The end comes before the beginning." in page

    def test_a_body_on_which_something_stands_is_not_removed(self, sign_in, network):
        person = PersonFactory(network=network)
        MandateFactory(person=person, office__body__network=network)

        page = sign_in().post(
            f"{HERE}/people/{person.pk}/remove/", {"seen": shown(person)}, follow=True
        )

        assert "stands on it" in page.content.decode()
        assert Person.objects.filter(pk=person.pk).exists()


class TestMeetings:
    @pytest.fixture
    def body(self, network):
        return BodyFactory(network=network, name={"fr": "Comité", "en": "Committee"})

    @pytest.mark.parametrize("role", ["coordinator", "executive-committee"])
    def test_one_is_announced_then_said_to_be_held(self, sign_in, body, role):
        client = sign_in(role)
        said = {"body": body.pk, "date": "2026-11", "kind": "ordinary", "place_en": "Lisbon"}
        page = client.post(
            f"{HERE}/meetings/new/", {**said, "is_announced": "on"}, follow=True
        ).content.decode()
        row = Meeting.objects.get()
        assert "Recorded: Committee · November 2026" in page
        assert (row.is_announced, row.place, row.code) == (
            True,
            {"en": "Lisbon"},
            f"{body.code}-2026-11",
        )

        client.post(
            f"{HERE}/meetings/{row.pk}/", {**said, "date": "2026-11-05", "seen": shown(row)}
        )

        row.refresh_from_db()
        assert (str(row.date), row.is_announced) == ("2026-11-05", False)

    def test_what_else_is_that_day_is_shown_and_heeded(self, sign_in, body):
        MeetingFactory(body=BodyFactory(network=body.network, name={"en": "Managers"}))
        client = sign_in()
        said = {"body": body.pk, "date": "2024-11-05", "kind": "preparatory"}

        page = client.post(f"{HERE}/meetings/new/", said).content.decode()

        assert "Managers meets that day too." in page
        assert "A preparatory session prepares a meeting: say which." in page
        assert client.post(f"{HERE}/meetings/new/", {**said, "heeded": "on"}).status_code == 302

    def test_a_meeting_does_not_prepare_itself(self, sign_in, body):
        row = MeetingFactory(body=body)
        other = MeetingFactory(body=body, date="2025-01-07")
        client = sign_in()
        said = {"body": body.pk, "date": "2024-11-05", "kind": "ordinary", "seen": shown(row)}

        refused = client.post(f"{HERE}/meetings/{row.pk}/", {**said, "prepares": row.pk})
        kept = client.post(f"{HERE}/meetings/{row.pk}/", {**said, "prepares": other.pk})

        assert (refused.status_code, kept.status_code) == (422, 302)

    def test_lists_are_narrowed(self, sign_in, body):
        MeetingFactory(body=body, date="2024-11-05", is_announced=True)
        MeetingFactory(body=body, date="2025-01-07")
        client = sign_in()

        page = client.get(f"{HERE}/meetings/?year=2025").content.decode()
        assert "7 January 2025" in page
        assert "5 November 2024" not in page
        page = client.get(f"{HERE}/meetings/?announced=on").content.decode()
        assert "5 November 2024" in page
        assert "7 January 2025" not in page


def test_mandates_in_force_today_and_seats_without_an_end(sign_in):
    MandateFactory(start="2000", end="2001", person__name="Formerly")
    MandateFactory(start="2000", person__name="Today", office__end="2999")
    client = sign_in()

    page = client.get(f"{HERE}/mandates/?now=on").content.decode()

    assert "Today" in page
    assert "Formerly" not in page
    assert "1 row" in client.get(f"{HERE}/offices/?lasts=on").content.decode()


def test_a_document_that_a_fact_cites_is_not_removed(sign_in, network):
    row = MandateFactory(person__name="Ada", office__name={"en": "Presidency"})
    source = SourceFactory(collection=network.code)
    row.sources.add(source)
    client = sign_in("coordinator")

    page = client.post(
        f"/office/sources/documents/{source.pk}/remove/", {"seen": shown(source)}, follow=True
    ).content.decode()

    assert "“Ada · Presidency” (mandate) cites it." in page
