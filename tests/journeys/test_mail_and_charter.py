"""The Charter at a first sign-in, and the outgoing mail as the coordination sees it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import FIRST_TIMER, findings, picture


def _sign_in(page, served, who):
    email, password = served.sign_ins[who]
    page.goto(f"{served.url}/office/sign-in/")
    page.get_by_label("E-mail professionnel").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()


def test_at_the_first_sign_in_the_charter_is_read_and_accepted_by_keyboard(served, page):
    page.set_viewport_size({"width": 390, "height": 844})
    _sign_in(page, served, FIRST_TIMER)
    expect(page).to_have_url(re.compile("/office/charter/read/$"))
    assert findings(page) == []
    picture(page, "charter-390")

    page.get_by_role("button", name="J’accepte la Charte").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/office/$"))

    page.goto(f"{served.url}/office/")
    expect(page).to_have_url(re.compile("/office/$"))


@pytest.mark.parametrize("width", [390, 1440])
def test_coordination_sees_the_mail_and_who_accepted_the_charter(served, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    _sign_in(page, served, "coordinator")
    for link, name in (("Messages envoyés", "mail"), ("Qui a accepté", "acceptances")):
        page.goto(f"{served.url}/office/")
        page.get_by_role("link", name=link).click()
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"{name}-{width}")
