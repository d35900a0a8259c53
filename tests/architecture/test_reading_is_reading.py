"""A GET reads: a view that writes while it shows is refused by the database, whatever its door."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from parvis.accounts.models import User
from parvis.kernel.access import allow, open_to_all, signed_in
from parvis.opendata import queries as published
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db


def _write(request: HttpRequest, *found: object) -> HttpResponse:
    Source.objects.create(collection="x", code="y", title="t", kind="report", language="fr")
    return HttpResponse("written")


def _anyone(user: object, subject: object) -> bool:
    return True


def _among(user: object) -> object:
    return User.objects.all()


urlpatterns = [
    path("open/", open_to_all(_write)),
    path("staff/", signed_in(_write)),
    path("one/<int:pk>/", allow(_anyone, among=_among)(_write)),
    path("office/", include("parvis.office.urls")),
]


@pytest.fixture
def someone(client: Client) -> User:
    user = User.objects.create_user("someone@example.org", name="Someone")
    client.force_login(user)
    return user


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", ["/open/", "/staff/", "/one/{}/"])
def test_a_view_that_writes_while_it_shows_is_refused(
    client: Client, someone: User, address: str, method: str
):
    with pytest.raises(DatabaseError, match="read-only transaction"):
        getattr(client, method)(address.format(someone.pk))


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/open/", "/staff/", "/one/{}/"])
def test_the_same_view_may_write_when_posted_to(client: Client, someone: User, address: str):
    assert client.post(address.format(someone.pk)).content == b"written"


def test_the_read_api_reads(client: Client, monkeypatch: pytest.MonkeyPatch):
    def write(*_: object) -> None:
        _write(HttpRequest())

    monkeypatch.setattr(published, "members", write)
    monkeypatch.setattr("parvis.opendata.views._network", lambda code: None)

    with pytest.raises(DatabaseError, match="read-only transaction"):
        client.get("/api/v1/members")


def test_what_the_door_set_does_not_outlive_it(client: Client, someone: User):
    client.get("/office/")
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")

        assert cursor.fetchone() == ("off",)
