"""The programme as somebody who has never been here uses it: found, joined, waited for, left.

Found by what the screens are made of and by their addresses: they are read in two languages.
"""

from __future__ import annotations

import datetime
import re
import urllib.request
import uuid
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, TABLET, findings, picture, walked

pytestmark = pytest.mark.journey

NETWORK = "/{lang}/networks/example"
CENTRE = "valombre"
PARIS = ZoneInfo("Europe/Paris")


def _tomorrow(hour, days=1):
    """An hour of tomorrow on the wall of the centre."""
    day = timezone.now().astimezone(PARIS).date() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), PARIS)


@pytest.fixture
def published(behind):
    """Plan and publish a made-up session, as a colleague does in the office."""
    from parvis.accounts.actors import command
    from parvis.centres.models import Site
    from parvis.programme import actions

    by = command("journey")
    site = Site.objects.select_related("centre").get(centre__code=CENTRE, kind="main")
    made = []

    def plan(title, hour=10, days=1, **facts):
        begins = _tomorrow(hour, days)
        given = {
            "kind": "participatory",
            "title": {"fr": title, "en": f"{title} (en)"},
            "about": {"fr": "Venez avec ce que vous avez.", "en": "Bring what you have."},
            "begins": begins,
            "ends": begins + datetime.timedelta(hours=2),
            "centre": site.centre,
            "site": site,
            "joining": "places",
            "capacity": 12,
            "themes": ["employment"],
            "comforts": ["step-free", "hearing-loop"],
            "languages": ["fr"],
        } | facts
        session = actions.publish(session=actions.schedule(facts=given, by=by), by=by)
        made.append(session)
        return session

    yield plan
    for session in made:
        session.refresh_from_db()
        if session.state == "published":
            actions.cancel(session=session, by=by)


def _place(served, page):
    expect(page).to_have_url(re.compile(r"/place/[\w-]{22}/"))
    expect(page.locator(".held-number")).to_have_text(re.compile(r"^[A-Z]\d{3,4}$"))
    return page.url


def test_a_workshop_is_found_from_the_home_page_and_joined_in_two_taps(served, page, published):
    session = published(f"Écrire un CV {uuid.uuid4().hex[:6]}")
    title = session.entry.title["fr"]
    page.set_viewport_size(PHONE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(served.url + NETWORK.format(lang="fr") + "/")
    page.locator(".soon .session-title a", has_text=title).click()
    assert findings(page) == []
    picture(page, "session-fr-390")
    page.locator("button[value=join]").click()

    address = _place(served, page)
    assert findings(page) == []
    picture(page, "place-fr-390")
    assert page.context.cookies() == []
    assert all(url.startswith(served.url) for url in asked)

    page.reload()
    assert page.url == address
    page.locator("button[value=leave]").click()
    expect(page.locator(".held-left")).to_be_visible()


def test_without_javascript_it_is_searched_joined_changed_and_left(served, browser, published):
    word = "z" + uuid.uuid4().hex[:8]
    session = published(f"Préparer {word}", party_limit=4)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(served.url + NETWORK.format(lang="fr") + "/programme/")
    page.locator("#id_q").focus()
    page.keyboard.type(f"preparer {word}")
    page.keyboard.press("Enter")
    page.locator(".session-title a", has_text=word).focus()
    page.keyboard.press("Enter")
    page.locator("#join_size").fill("9")
    page.locator("button[value=join]").click()
    expect(page.get_by_role("alert")).to_contain_text("4")
    expect(page.locator("#join_size")).to_have_value("9")
    page.locator("#join_size").fill("3")
    page.locator("button[value=join]").focus()
    page.keyboard.press("Enter")

    _place(served, page)
    page.locator("#id_size").fill("2")
    page.locator("button[value=size]").click()
    expect(page.locator(".held-says")).to_contain_text("2")
    session.refresh_from_db()
    assert session.seats.get().held == 2
    page.locator("button[value=leave]").click()
    expect(page.locator(".held-left")).to_be_visible()
    assert session.seats.get().held == 0
    assert context.cookies() == []
    context.close()


def test_full_one_waits_is_offered_a_place_and_takes_it(served, browser, published):
    session = published(f"Atelier complet {uuid.uuid4().hex[:6]}", capacity=1)
    published("Le prochain", days=8, capacity=5)
    path = f"{served.url}{NETWORK.format(lang='fr')}/programme/{session.code}/"
    first, second = (browser.new_context().new_page() for _person in range(2))

    first.goto(path)
    first.locator("button[value=join]").click()
    _place(served, first)
    second.goto(path)
    expect(second.locator(".instead li")).to_have_count(2)
    picture(second, "session-full-fr")
    second.locator("button[value=want]").click()
    expect(second.get_by_role("status")).to_be_visible()
    second.locator("button[value=join]").click()
    _place(served, second)
    expect(second.locator(".held-waiting")).to_be_visible()
    picture(second, "place-waiting-fr")

    first.locator("button[value=leave]").click()
    second.reload()
    expect(second.locator(".held-offered")).to_be_visible()
    picture(second, "place-offered-fr")
    assert findings(second) == []
    second.locator("button[value=accept]").click()
    expect(second.locator(".held-held")).to_be_visible()
    seats = session.seats.get()
    assert (seats.held, seats.waiting, seats.offered, seats.wanted) == (1, 0, 0, 1)
    for one in (first, second):
        one.context.close()


def test_what_is_called_off_is_said_everywhere(served, page, published):
    from parvis.accounts.actors import command
    from parvis.programme import actions

    session = published(f"Atelier annulé {uuid.uuid4().hex[:6]}")
    base = served.url + NETWORK.format(lang="fr")
    page.goto(f"{base}/programme/{session.code}/")
    page.locator("button[value=join]").click()
    mine = _place(served, page)
    actions.cancel(session=session, why={"fr": "Neige."}, by=command("journey"))

    for address in (mine, f"{base}/programme/{session.code}/", f"{base}/{CENTRE}/programme/"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("Neige.")
    picture(page, "programme-cancelled-fr")
    with urllib.request.urlopen(f"{base}/{CENTRE}/agenda.ics") as feed:
        calendar = icalendar.Calendar.from_ical(feed.read())
    (event,) = (one for one in calendar.walk("VEVENT") if one["UID"] == str(session.entry.uid))
    assert event["STATUS"] == "CANCELLED"


def test_a_reminder_is_asked_for_apart_and_erased(served, page, published):
    session = published(f"Rappel {uuid.uuid4().hex[:6]}")
    page.goto(f"{served.url}{NETWORK.format(lang='fr')}/programme/{session.code}/reminder/")
    page.locator("#id_email").fill("personne")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#id_email")).to_have_value("personne")
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#id_email").fill("personne@example.org")
    page.locator("main button[type=submit]").click()

    expect(page.locator(".notice-success")).to_be_visible()
    assert findings(page) == []
    page.locator("main button[type=submit]").click()
    expect(page.locator("main button[type=submit]")).to_have_count(0)


PAGES = {
    "asked": {
        "programme": "/programme/",
        "programme-narrowed": "/programme/?theme=employment&access=step-free",
        "programme-nothing": "/programme/?q=qwertyuiop",
        "programme-refused": "/programme/?theme=nothing",
        "programme-past": "/programme/?past=1",
    },
    "of-a-place": {
        "programme-centre": f"/{CENTRE}/programme/",
        "programme-theme": "/programme/themes/employment/",
        "programme-week": f"/{CENTRE}/programme/week/",
        "programme-embedded": f"/{CENTRE}/programme/embedded/",
    },
    "around": {
        "agenda": f"/{CENTRE}/agenda/",
        "home-soon": "/",
        "centre-soon": f"/{CENTRE}/",
        "place-unknown": "/place/AAAAAAAAAAAAAAAAAAAAAA/",
    },
}


@pytest.mark.parametrize("pages", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(served, page, published, pages):
    published("Créer son activité", hour=14)
    published("Une rencontre à distance", hour=16, presence="online", online_capacity=30)
    published("Un long titre qui tient à peine sur une ligne d’un téléphone, et même pas", days=2)

    for name, path in PAGES[pages].items():
        walked(page, served.url + NETWORK + path, name)


def test_a_session_and_its_sheet_hold_at_all_widths(served, page, published):
    session = published("Écrire un CV", presence="both", online_capacity=20)
    for suffix, name in (("", "session"), ("poster/", "poster"), ("reminder/", "reminder")):
        walked(page, f"{served.url}{NETWORK}/programme/{session.code}/{suffix}", name)


def test_read_from_right_to_left_nothing_runs_off_the_side(served, page, published):
    session = published("Écrire un CV")
    pages = {
        "programme": "/programme/",
        "agenda": f"/{CENTRE}/agenda/",
        "home-soon": "/",
        "session": f"/programme/{session.code}/",
    }
    for name, path in pages.items():
        page.goto(served.url + NETWORK.format(lang="en") + path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        for size in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
            picture(page, f"{name}-rtl-{size['width']}")


def test_a_poster_is_one_sheet(served, page, published):
    session = published("Écrire un CV")
    page.goto(f"{served.url}{NETWORK.format(lang='fr')}/programme/{session.code}/poster/")

    sheet = page.pdf(format="A4", prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_a_partner_shows_the_list_in_a_frame(served, page, published):
    session = published(f"Dans un cadre {uuid.uuid4().hex[:6]}")
    base = served.url + NETWORK.format(lang="fr")
    page.set_content(
        f'<iframe src="{base}/{CENTRE}/programme/embedded/" width="600" height="600"></iframe>'
        f'<iframe src="{base}/programme/{session.code}/" width="600" height="600"></iframe>'
    )

    shown, refused = page.frame_locator("iframe").nth(0), page.frames[-1]
    expect(shown.locator(".session-title", has_text="Dans un cadre").first).to_be_visible()
    assert "button" not in refused.content()
