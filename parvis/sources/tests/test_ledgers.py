"""The office's list of documents."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.accounts.actors import command
from parvis.accounts.models import NetworkPost, User
from parvis.kernel.editing import token
from parvis.sources import queries
from parvis.sources.actions import own_word
from parvis.sources.models import Source
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db
HERE = "/office/sources/documents/"


@pytest.fixture(autouse=True)
def _collections(monkeypatch):
    monkeypatch.setattr(queries, "_named", [])
    for _twice in (1, 2):
        queries.name_collections(two_networks)


def two_networks():
    return [("somewhere", {"en": "Somewhere", "fr": "Quelque part"}), ("elsewhere", {})]


@pytest.fixture
def sign_in(client):
    def signed_in(role="coordinator", language="en"):
        user = User.objects.create_user(f"{role}@example.org", name="Someone", language=language)
        NetworkPost.objects.create(user=user, role=role, start=datetime.date(2020, 1, 1))
        client.force_login(user)
        return client

    return signed_in


SAID = {
    "collection": "somewhere",
    "title": "Report 2024",
    "kind": "report",
    "language": "fr",
    "covers": "2024",
}


def shown(row):
    return token(type(row).objects.get(pk=row.pk))


def test_collections_have_the_names_that_rooms_above_give_them():
    assert queries.collections() == {"somewhere": "Quelque part", "elsewhere": "elsewhere"}


def test_a_document_is_recorded_changed_and_removed(sign_in):
    client = sign_in()

    page = client.post(f"{HERE}new/", SAID, follow=True).content.decode()

    row = Source.objects.get()
    assert "Recorded: Report 2024" in page
    assert "Somewhere" in page
    assert row.code == "report-2024"
    said = {**SAID, "author": "Ada", "seen": shown(row)}
    assert client.post(f"{HERE}{row.pk}/", said).status_code == 302
    row.refresh_from_db()
    assert row.author == "Ada"
    client.post(f"{HERE}{row.pk}/remove/", {"seen": shown(row)})
    assert not Source.objects.exists()


def test_what_places_say_of_themselves_is_no_document(sign_in):
    row = own_word(code="c", name="A place of its own word", by=command("test"))
    client = sign_in()

    assert "A place of its own word" not in client.get(HERE).content.decode()
    assert "A place of its own word" not in client.get(f"{HERE}new/").content.decode()
    assert client.get(f"{HERE}{row.pk}/").status_code == 404
    assert client.post(f"{HERE}new/", {**SAID, "collection": "office"}).status_code == 422


def test_a_title_recorded_already_is_shown_first(sign_in):
    row = SourceFactory(title="Report 2024", language="fr")
    client = sign_in()

    assert "“Report 2024” is already recorded." in client.post(f"{HERE}new/", SAID).content.decode()
    assert client.post(f"{HERE}new/", {**SAID, "heeded": "on"}).status_code == 302
    said = {**SAID, "covers": "", "title": "Renamed", "seen": shown(row)}
    assert client.post(f"{HERE}{row.pk}/", said).status_code == 302


@pytest.mark.parametrize(
    ("original", "told"),
    [
        ({"language": "fr"}, "That document is in the same language."),
        ({"collection": "elsewhere"}, "That document is about another network."),
        ({}, None),
    ],
)
def test_a_translation_is_in_another_language_of_the_same_network(sign_in, original, told):
    found = SourceFactory(**original)

    response = sign_in().post(f"{HERE}new/", {**SAID, "translation_of": found.pk})

    if told is None:
        assert Source.objects.get(title="Report 2024").translation_of == found
    else:
        assert told in response.content.decode()
        assert 'value="Report 2024"' in response.content.decode()


def test_a_document_that_has_a_translation_stays(sign_in):
    row = SourceFactory()
    SourceFactory(title="Rapport", language="fr", translation_of=row)

    page = sign_in().post(f"{HERE}{row.pk}/remove/", {"seen": shown(row)}, follow=True)

    assert "stands on it" in page.content.decode()
    assert Source.objects.count() == 2


def test_others_read(sign_in):
    row = SourceFactory(language="xx", collection="gone")
    client = sign_in("treasurer")

    page = client.get(f"{HERE}{row.pk}/").content.decode()

    assert "your role does not change it" in page
    assert "gone" in page
    assert client.get(f"{HERE}new/").status_code == 404
    assert client.post(f"{HERE}{row.pk}/remove/", {"seen": shown(row)}).status_code == 404


def test_lists_are_narrowed_exported_and_cost_the_same(sign_in):
    client = sign_in()
    counts = []
    for more in (1, 2):
        SourceFactory.create_batch(more, translation_of=SourceFactory())
        client.get(HERE)
        with CaptureQueriesContext(connection) as asked:
            client.get(HERE)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    SourceFactory(title="Very special")
    page = client.get(f"{HERE}?title=special&collection=somewhere&kind=report").content.decode()
    assert "1 row" in page
    for kind in ("csv", "xlsx", "definitions"):
        assert "attachment" in client.get(f"{HERE}?format={kind}")["Content-Disposition"]
