"""The versions of the Charter in the office."""

import pytest

from parvis.accounts.models import NetworkPost, User
from parvis.charter.models import StaffAcceptance, Version

pytestmark = pytest.mark.django_db

HERE = "/office/charter/versions/"


@pytest.fixture
def coordinator(client):
    user = User.objects.create_user("network@example.org", "twelve letters", name="Nadia")
    NetworkPost.objects.create(user=user, role="coordinator", start="2026-01-01")
    client.force_login(user)
    return user


def test_a_version_is_recorded_under_a_code_of_its_own(client, coordinator):
    for _time in range(2):
        client.post(
            f"{HERE}new/",
            {"title": "Charte 2026", "adopted_on": "2026-06-25", "language": "fr", "text": "Un."},
        )

    assert set(Version.objects.values_list("code", flat=True)) == {"charte-2026", "charte-2026-2"}


def test_an_accepted_text_is_fixed_and_what_was_typed_comes_back(client, coordinator):
    version = Version.objects.create(code="c", title="Charte", language="fr", text="Un.")
    StaffAcceptance.objects.create(user=coordinator, version=version)
    form = client.get(f"{HERE}{version.pk}/").context["form"]

    typed = {"title": "Charte", "language": "fr", "text": "Deux.", "seen": form["seen"].value()}
    response = client.post(f"{HERE}{version.pk}/", typed)

    assert response.status_code == 422
    assert "Deux." in response.content.decode()
    version.refresh_from_db()
    assert version.text == "Un."


def test_the_list_says_whose_text_is_missing(client, coordinator):
    Version.objects.create(code="c", title="Charte", language="fr")

    page = client.get(HERE).content.decode()

    assert "Charte" in page
    assert "non" in page
