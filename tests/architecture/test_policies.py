"""The two content security policies, and that the editor's leaks nowhere."""

import pytest

from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost, User

pytestmark = pytest.mark.django_db


def policy(response):
    return response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/", "/fr/", "/en/reports/", "/office/sign-in/", "/api/v1/members", "/fr/nowhere/"]
)
def test_our_pages_allow_nothing_but_our_own_files(client, path):
    said = policy(client.get(path))

    assert "default-src 'none'" in said
    assert "unsafe" not in said
    assert "frame-ancestors 'none'" in said


@pytest.mark.parametrize("path", ["/office/pagesx/", "/fr/office/pages/", "/office/"])
def test_the_editors_policy_stays_below_its_address(client, path):
    assert "unsafe" not in policy(client.get(path))


def test_the_editor_opens_for_staff_under_its_own_policy(client):
    editor = User.objects.create_user("editor@example.org", name="Editor")
    editor.is_superuser = True
    editor.save()
    NetworkPost.objects.create(user=editor, role=NetworkRole.EDITOR, start="2026-01-01")
    client.force_login(editor)

    response = client.get("/office/pages/")

    assert response.status_code == 200
    assert "style-src 'self' 'unsafe-inline'" in policy(response)
    assert "default-src 'none'" in policy(response)
