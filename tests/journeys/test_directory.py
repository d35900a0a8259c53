"""Finding a centre, and who sits in a body, as somebody who has never been here would."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, TABLET, picture, walked

pytestmark = pytest.mark.journey

PAGES = {
    "directory": "/{lang}/centres/?as_of=2025-12-31",
    "directory-today": "/{lang}/centres/",
    "directory-country": "/{lang}/centres/?as_of=2025-12-31&country=IT",
    "directory-nobody": "/{lang}/centres/?as_of=1990-01-01&country=PT",
    "directory-bad-day": "/{lang}/centres/?as_of=2025-06-31",
    "directory-example": "/{lang}/networks/example/centres/",
    "centre-saint-omer": "/{lang}/cdm-saint-omer/",
    "centre-la-reunion": "/{lang}/cdm-la-reunion/",
    "centre-bruxelles": "/{lang}/cdm-bruxelles/",
    "centre-example": "/{lang}/networks/example/valombre/",
    "bodies-2024": "/{lang}/bodies/?as_of=2024-12-31",
    "bodies-2025": "/{lang}/bodies/?as_of=2025-06-28",
    "bodies-bad-day": "/{lang}/bodies/?as_of=abc",
    "bodies-example": "/{lang}/networks/example/bodies/",
    "home-cards": "/{lang}/",
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(served, page, name):
    walked(page, served.url + PAGES[name], name)


@pytest.mark.parametrize("name", ["directory", "centre-example", "bodies-2025", "home-cards"])
def test_read_from_right_to_left_nothing_runs_off_the_side(served, page, name):
    page.goto(served.url + PAGES[name].format(lang="en"))
    page.evaluate("document.documentElement.dir = 'rtl'")
    for size in (PHONE, TABLET, DESKTOP):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        picture(page, f"{name}-rtl-{size['width']}")


def test_without_javascript_and_by_keyboard_a_country_is_chosen_and_a_centre_read(served, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{served.url}/fr/")
    page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Cités").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Pays", exact=True).focus()
    page.keyboard.type("Port")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Afficher").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("country=PT"))
    expect(page.get_by_role("heading", level=2)).to_contain_text(re.compile("Portugal.*1 membre"))
    page.get_by_role("link", name="Cité des métiers de Cascais").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cascais")
    page.get_by_role("link", name="Portugal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Pays", exact=True)).to_have_value("PT")

    assert context.cookies() == []
    assert all(url.startswith(served.url) for url in asked)
    context.close()


def test_a_day_is_asked_for_and_kept_from_one_language_to_the_other(served, page):
    page.goto(f"{served.url}/fr/centres/?as_of=2025-06-25")
    expect(page.locator("main")).to_contain_text("Nord Franche-Comté")

    page.get_by_label("À la date du").fill("2025-06-27")
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator("main")).to_contain_text("27 juin 2025")
    expect(page.locator("main")).not_to_contain_text("Nord Franche-Comté")

    page.locator('nav.tongues a[hreflang="en"]').click()
    expect(page).to_have_url(re.compile("/en/centres/.*as_of=2025-06-27"))
    expect(page.locator("main")).to_contain_text("27 June 2025")


def test_a_day_that_is_none_comes_back_as_it_was_typed_and_is_mended(served, page):
    page.goto(f"{served.url}/fr/centres/?as_of=2025-06-31&country=FR")

    expect(page.get_by_role("alert")).to_contain_text("2025-06-31")
    field = page.get_by_label("À la date du")
    expect(field).to_have_value("2025-06-31")
    expect(page.get_by_label("Pays", exact=True)).to_have_value("FR")
    field.fill("2025-06-30")
    field.press("Enter")
    expect(page.locator("main")).to_contain_text("30 juin 2025")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_on_a_phone_the_list_comes_before_the_map_and_the_map_moves_by_keyboard(served, page):
    page.set_viewport_size(PHONE)
    page.goto(f"{served.url}/fr/centres/?as_of=2025-12-31")

    scroller = page.locator(".map-scroll")
    first = page.get_by_role("heading", name="France")
    assert first.bounding_box()["y"] < scroller.bounding_box()["y"]
    scroller.focus()
    page.keyboard.press("ArrowRight")
    for _look in range(100):
        if scroller.evaluate("region => region.scrollLeft") > 0:
            break
        page.wait_for_timeout(100)
    assert scroller.evaluate("region => region.scrollLeft") > 0


def test_the_executive_committee_of_a_day_with_its_vacant_offices(served, page):
    page.goto(f"{served.url}/fr/bodies/?as_of=2025-06-28")

    committee = page.get_by_role("region", name="Comité Exécutif")
    expect(committee.get_by_role("listitem")).to_have_count(8)
    expect(committee.locator(".chair-vacant")).to_have_count(2)

    page.get_by_role("link", name="31 décembre 2024").click()
    expect(committee.get_by_role("listitem")).to_have_count(5)
    expect(committee.locator(".chair-vacant")).to_have_count(0)
