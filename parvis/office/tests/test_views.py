import re
import runpy
from pathlib import Path

import pytest

from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Centre
from parvis.centres.models import Post as CentrePost
from parvis.partners.models import Partner
from parvis.partners.models import Post as PartnerPost

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create_user("someone@example.org", "twelve letters", name="Someone")


def test_the_office_asks_to_sign_in(client):
    response = client.get("/office/")

    assert response.status_code == 302
    assert response.url == "/office/sign-in/?next=/office/"


def test_a_wrong_password_says_so_and_keeps_the_address_typed(client, user):
    response = client.post("/office/sign-in/", {"username": user.email, "password": "wrong"})

    assert response.status_code == 200
    assert user.email in response.content.decode()
    assert "alert" in response.content.decode()


def test_signing_in_leads_to_the_office_and_out_again(client, user):
    response = client.post(
        "/office/sign-in/", {"username": user.email, "password": "twelve letters"}
    )

    assert response.url == "/office/"
    assert client.get("/office/").status_code == 200
    assert client.post("/office/sign-out/").url == "/office/sign-in/"
    assert client.get("/office/").status_code == 302


def test_the_office_says_when_one_holds_no_post(client, user):
    client.force_login(user)

    assert "pas de poste" in client.get("/office/").content.decode()


@pytest.mark.parametrize("posts", [1, 3])
def test_the_office_lists_posts_in_a_fixed_number_of_queries(
    client, user, posts, django_assert_num_queries
):
    for number in range(posts):
        centre = Centre.objects.create(code=f"c{number}", name=f"Centre {number}", country="FR")
        partner = Partner.objects.create(code=f"p{number}", name=f"Partner {number}", country="FR")
        CentrePost.objects.create(user=user, centre=centre, role="manager", start="2026-01-01")
        PartnerPost.objects.create(user=user, partner=partner, role="manager", start="2026-01-01")
    NetworkPost.objects.create(user=user, role="editor", start="2026-01-01", until="2999-12-31")
    client.force_login(user)
    client.get("/office/")

    with django_assert_num_queries(QUERIES):
        page = client.get("/office/").content.decode()

    assert "Centre 0" in page
    assert "2999" in page


QUERIES = 33
"""Sign-in and door, posts and roles, needs, duty, the programme, reports, Charter: the same at any
number."""


def test_the_office_speaks_the_persons_own_language(client, user):
    user.language = "en"
    user.save()
    client.force_login(user)

    assert "What needs you" in client.get("/office/").content.decode()


def test_the_guides_tell_what_the_program_does():
    root = Path(__file__).resolve().parents[3]
    written = runpy.run_path(str(root / "deploy" / "write_guides.py"))
    kept = {
        path.relative_to(written["FOLDER"]).as_posix(): path.read_text(encoding="utf-8")
        for path in written["FOLDER"].glob("*/*.md")
    }

    assert kept == written["pages"](), "run .venv/bin/python deploy/write_guides.py"
    shown = {
        name for text in kept.values() for name in re.findall(r"pictures/([a-z-]+\.png)", text)
    }
    assert {name for name in shown if not (written["FOLDER"] / "pictures" / name).exists()} == set()
