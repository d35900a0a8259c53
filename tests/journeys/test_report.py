"""Reading the year's report, as a member of an executive committee or a funder would."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import findings, picture, walked

pytestmark = pytest.mark.journey

PAGES = {
    "language": "/",
    "home": "/{lang}/",
    "example-home": "/{lang}/networks/example/",
    "reports": "/{lang}/reports/",
    "report-2024": "/{lang}/reports/2024/",
    "report-2025": "/{lang}/reports/2025/",
    "report-example": "/{lang}/networks/example/reports/2025/",
    "report-2019": "/{lang}/reports/2019/",
    "not-published": "/{lang}/reports/2022/",
    "figure": "/{lang}/figures/workshops-total-2024/",
    "figure-words": "/{lang}/figures/users-received-2025/",
    "figure-readings": "/{lang}/figures/autumn-school-participants-2024/",
    "sign-in": "/office/sign-in/",
    "nowhere": "/{lang}/nowhere-at-all/",
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(served, page, name):
    walked(page, served.url + PAGES[name], name)


def test_the_report_is_read_without_javascript_and_without_a_cookie(served, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{served.url}/fr/reports/2024/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("2024")
    assert context.cookies() == []
    assert all(url.startswith(served.url) for url in asked)
    context.close()


def test_a_figure_opens_its_card_and_its_twin_in_the_other_language(served, page):
    page.goto(f"{served.url}/fr/reports/2024/")
    page.get_by_role("link", name=re.compile("plus de 6\\s?700")).first.click()

    expect(page).to_have_url(re.compile("/fr/figures/workshops-total-2024/"))
    expect(page.locator("main")).to_contain_text("non précisée dans la source")
    expect(page.locator("main")).to_contain_text(re.compile("6\\s?690"))

    page.locator('main a[hreflang="en"]').first.click()
    expect(page).to_have_url(re.compile("/en/figures/workshops-total-2024/"))
    expect(page.locator("main")).to_contain_text("more than 6,700")


def test_the_switch_says_which_network_is_on_screen_and_what_is_simulated(served, page):
    page.goto(f"{served.url}/en/reports/2025/")
    page.locator("nav.networks a:not([aria-current])").first.click()

    expect(page.locator("nav.networks a[aria-current]")).to_contain_text(re.compile("simulated"))
    expect(page.locator("body")).to_contain_text(re.compile("simulated", re.IGNORECASE))
    assert "simulated" in page.title()


def test_the_keyboard_alone_reaches_the_content_and_a_figure(served, page):
    page.goto(f"{served.url}/fr/reports/2025/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    for _press in range(120):
        page.keyboard.press("Tab")
        if "/figures/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/fr/figures/"))


def test_staff_sign_in_at_our_door_and_wagtails_own_is_closed(served, page):
    assert page.goto(f"{served.url}/office/pages/login/").status == 404
    assert page.goto(f"{served.url}/office/pages/users/").status == 404
    page.goto(f"{served.url}/office/pages/")
    expect(page).to_have_url(re.compile("/office/sign-in/"))

    email, password = served.sign_ins["coordinator"]
    page.goto(f"{served.url}/office/sign-in/")
    page.get_by_label("E-mail professionnel").fill(email)
    page.get_by_label("Mot de passe").fill("wrong")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail professionnel")).to_have_value(email)

    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(re.compile("/office/$"))
    assert findings(page) == []
    picture(page, "office")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(re.compile("/office/sign-in/"))
