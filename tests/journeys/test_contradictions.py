"""Settling every contradiction of a real report, then publishing it, as a demonstration account."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import findings, picture

SIZES = [("fr", {"width": 390, "height": 844}), ("en", {"width": 1440, "height": 900})]
WHY = "Lu dans le procès-verbal signé."


def _signed_in(page, served, who):
    email, password = served.sign_ins[who]
    page.goto(f"{served.url}/office/sign-in/")
    page.get_by_label("E-mail professionnel").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(re.compile("/office/$"))


@pytest.mark.parametrize(("language", "size"), SIZES)
def test_axe_finds_nothing_on_the_page_and_on_its_refusal(served, page, language, size):
    page.set_viewport_size(size)
    _signed_in(page, served, "editor")
    page.goto(f"{served.url}/office/reports/2025/contradictions/")

    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    picture(page, f"contradictions-{language}-{size['width']}")

    page.get_by_role("button", name=re.compile("^Trancher")).first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(page) == []


def test_a_report_is_settled_by_keyboard_published_and_says_who_did(served, page):
    _signed_in(page, served, "coordinator")
    page.goto(f"{served.url}/office/reports/2025/contradictions/")
    page.get_by_role("button", name="Publier le rapport").click()
    expect(page.get_by_role("alert")).to_contain_text("contradictions sont ouvertes")

    first = page.locator("li.contradiction").first
    first.get_by_label("Pourquoi, en une phrase").fill("Trop court")
    first.get_by_role("button", name=re.compile("^Trancher")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    kept = page.locator("li.contradiction").first.get_by_label("Pourquoi, en une phrase")
    expect(kept).to_have_value("Trop court")

    open_ones = page.locator("section[aria-labelledby=open] li.contradiction")
    left = open_ones.count()
    assert left > 5
    while left:
        # Space chooses, Tab moves on, Enter sends: no pointer.
        open_ones.first.get_by_label("Les deux sont justes", exact=False).or_(
            open_ones.first.get_by_label("les deux sont justes", exact=False)
        ).first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(WHY)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        left -= 1
        expect(open_ones).to_have_count(left)

    page.locator("section[aria-labelledby=settled]").get_by_role(
        "button", name=re.compile("^Rouvrir")
    ).first.click()
    expect(open_ones).to_have_count(1)
    open_ones.first.get_by_label("les deux sont justes", exact=False).check()
    open_ones.first.get_by_label("Pourquoi, en une phrase").fill(WHY)
    open_ones.first.get_by_role("button", name=re.compile("^Trancher")).click()

    page.get_by_role("button", name="Publier le rapport").click()
    expect(page.locator("main")).to_contain_text("Publié")
    expect(page.locator("main")).to_contain_text("par un compte de démonstration")
    assert findings(page) == []
    picture(page, "contradictions-settled")

    page.get_by_role("link", name="Lire le rapport").click()
    expect(page.locator(".stamp")).to_contain_text("Publié")
    expect(page.locator(".stamp")).to_contain_text("par un compte de démonstration")
    picture(page, "report-published")
