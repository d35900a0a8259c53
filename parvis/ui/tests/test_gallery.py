import re

import pytest
from django.template.loader import get_template

from parvis.ui.icons import FOLDER

pytestmark = pytest.mark.django_db
PAGES = ["", "form/", "office/", "confirm/", "desk/", "paper/", "ticket/"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_open_unknown_to_engines_and_set_no_cookie(client, language, page):
    response = client.get(f"/{language}/ui/{page}")
    html = response.content.decode()

    assert response.status_code == 200
    assert '<meta name="robots" content="noindex">' in html
    assert f'<html lang="{language}" dir="ltr"' in html
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in html


def test_the_bare_address_leads_to_a_language(client):
    assert client.get("/ui/").headers["Location"] == "/fr/ui/"


@pytest.mark.parametrize(("asked", "direction"), [("rtl", "rtl"), ("ltr", "ltr"), ("<b>", "ltr")])
def test_the_page_can_be_turned_round(client, asked, direction):
    html = client.get("/en/ui/", {"dir": asked}).content.decode()
    assert f'<html lang="en" dir="{direction}"' in html


def test_every_anchor_of_the_page_leads_somewhere_and_ids_stand_once(client):
    html = client.get("/en/ui/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    anchors = set(re.findall(r'href="#([^"]+)"', html))

    assert sorted(ids) == sorted(set(ids))
    assert anchors - set(ids) == set()
    assert html.count("<article id=") >= 25


def test_a_form_answers(client):
    good = {"name": "Here", "seats": "3", "step": "open", "access": "yes", "free": "on"}
    assert "Taken." in client.get("/en/ui/form/", good).content.decode()
    wrong = client.get("/en/ui/form/", good | {"seats": "a few"}).content.decode()
    assert "Write the number of seats in figures" in wrong
    assert "<title>Error · " in wrong
    assert 'value="Here"' in wrong


def test_the_list_is_narrowed_by_the_address(client):
    html = client.get("/en/ui/office/", {"q": "place 2", "step": "planned"}).content.decode()
    assert html.count('class="chip"') == 2
    assert 'href="?q=place+2"' in html
    assert "Place 24" in html
    assert "Place 25" not in html
    odd = client.get("/en/ui/office/", {"step": "nowhere"}).content.decode()
    assert "Select a valid choice" in odd


def test_the_desk_records_for_show_only_what_is_a_need(client):
    assert "Recorded: find a job" in client.get("/en/ui/desk/?need=c").content.decode()
    assert "Recorded" not in client.get("/en/ui/desk/?need=z").content.decode()


def test_every_icon_in_the_folder_is_used():
    from pathlib import Path

    import parvis

    house = Path(parvis.__file__).parent
    text = "".join(
        path.read_text("utf-8")
        for pattern in ("*/templates/**/*.html", "*/*.py", "*/templatetags/*.py")
        for path in house.glob(pattern)
    )
    unused = {icon.stem for icon in FOLDER.glob("*.svg") if f'"{icon.stem}"' not in text}

    assert unused == set()


def test_a_confirmation_asks_on_a_page_of_its_own():
    html = get_template("ui/confirm.html").render(
        {"question": "Close <it>?", "act": "Close", "cancel_url": "/back/", "danger": True}
    )
    assert "<h1>Close &lt;it&gt;?</h1>" in html
    assert 'method="post"' in html
    assert "btn-danger" in html
    assert 'href="/back/"' in html
