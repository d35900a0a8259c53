"""From an invitation to a second factor, in a real browser: by keyboard, in French and English."""

from __future__ import annotations

import datetime
import re
import time
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import findings, picture

PASSWORD = "quatre mots bien à moi"
SIZES = [
    ("fr", {"width": 390, "height": 844}),
    ("en", {"width": 1180, "height": 820}),
    ("fr", {"width": 1440, "height": 900}),
]


def _signed_in(page, served, who):
    email, password = served.sign_ins[who]
    page.goto(f"{served.url}/office/sign-in/")
    page.locator("#id_username").fill(email)
    page.locator("#id_password").fill(password)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/office/$"))


def _sound(page, size, name):
    assert findings(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
    picture(page, f"accounts-{name}-{size['width']}")


def _code(secret):
    """What an application would show now; the next one when this one is about to end."""
    if time.time() % 30 > 25:
        time.sleep(6)
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def _invited(page, served, language, email):
    """Filled by keyboard alone, from the first field to the button."""
    page.goto(f"{served.url}/office/people/invite/")
    page.locator("#id_name").focus()
    page.keyboard.type("Noor Haddad")
    page.keyboard.press("Tab")
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first role
    page.keyboard.press("ArrowUp")  # round to the last: a role across the network
    page.locator("#id_until").fill("2031-12-31")
    page.locator("#id_language").select_option(language)
    page.locator("#id_language").press("Tab")
    page.keyboard.press("Enter")
    return page.locator("#link").input_value()


@pytest.mark.parametrize(("language", "size"), SIZES)
def test_invited_one_accepts_adds_an_application_and_signs_in_with_it(
    served, browser, page, language, size
):
    email = f"noor-{language}-{size['width']}@example.org"
    page.set_viewport_size(size)
    _signed_in(page, served, "administrator")
    page.goto(f"{served.url}/office/people/")
    _sound(page, size, "people")
    page.goto(f"{served.url}/office/people/invite/")
    page.locator("main form button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    _sound(page, size, "invite-refused")
    link = _invited(page, served, language, email)
    _sound(page, size, "invited")

    guest = browser.new_context(viewport=size)
    theirs = guest.new_page()
    path = link.partition("/office/")[2]
    theirs.goto(f"{served.url}/office/{path}")
    expect(theirs.locator("html")).to_have_attribute("lang", language)
    _sound(theirs, size, f"invitation-{language}")
    theirs.locator("#id_new_password").fill("court")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("alert")).to_be_visible()
    theirs.locator("#id_new_password").fill(PASSWORD)
    theirs.keyboard.press("Enter")
    expect(theirs).to_have_url(re.compile("/office/charter/read/$"))
    theirs.locator("main form button").last.click()
    expect(theirs).to_have_url(re.compile("/office/$"))

    theirs.goto(f"{served.url}/office/account/factors/application/")
    _sound(theirs, size, f"application-{language}")
    secret = theirs.locator("code.secret").inner_text().replace(" ", "")
    theirs.locator("#id_code").fill(_code(secret))
    theirs.keyboard.press("Enter")
    expect(theirs.locator(".codes li")).to_have_count(10)
    recovery = theirs.locator(".codes li").first.inner_text()
    _sound(theirs, size, f"codes-{language}")
    theirs.goto(f"{served.url}/office/account/")
    _sound(theirs, size, f"account-{language}")

    theirs.locator("main form button").last.click()
    expect(theirs).to_have_url(re.compile("/office/sign-in/$"))
    theirs.locator("#id_username").fill(email)
    theirs.locator("#id_password").fill(PASSWORD)
    theirs.keyboard.press("Enter")
    expect(theirs).to_have_url(re.compile("/second/$"))
    _sound(theirs, size, "second-step")
    theirs.locator("#id_code").fill("000000")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("alert")).to_be_visible()
    theirs.locator("#id_code").fill(recovery)
    theirs.keyboard.press("Enter")
    expect(theirs).to_have_url(re.compile("/office/$"))

    again = guest.new_page()
    assert again.goto(f"{served.url}/office/{path}").status == 410
    _sound(again, size, f"replayed-{language}")
    guest.close()


def test_a_passkey_is_made_and_opens_the_second_step(served, browser):
    """Browsers make passkeys for names, not for numbers: hence localhost."""
    url = served.url.replace("127.0.0.1", "localhost")
    context = browser.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    email, password = served.sign_ins["centre-documentalist"]

    def sign_in():
        page.goto(f"{url}/office/sign-in/")
        page.locator("#id_username").fill(email)
        page.locator("#id_password").fill(password)
        page.keyboard.press("Enter")

    sign_in()
    expect(page).to_have_url(re.compile("/office/$"))
    page.goto(f"{url}/office/account/factors/passkey/")
    assert findings(page) == []
    page.locator("#id_name").fill("Ordinateur")
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{url}/office/account/")
    page.locator("main form button").last.click()

    sign_in()
    expect(page).to_have_url(re.compile("/second/$"))
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page).to_have_url(re.compile("/office/$"))
    page.goto(f"{url}/office/account/")
    expect(page.get_by_role("cell", name="mot de passe et clé d’accès").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(("language", "size"), SIZES[:1] + SIZES[2:])
def test_an_administrator_sees_as_a_role_reads_and_changes_nothing(served, page, language, size):
    page.set_viewport_size(size)
    _signed_in(page, served, "administrator")
    page.goto(f"{served.url}/office/see-as/")
    _sound(page, size, "see-as")
    page.locator("#id_role").select_option("network:treasurer")
    page.locator("main form button").last.click()
    banner = page.get_by_role("complementary", name="Vu dans un autre rôle")
    expect(banner).to_contain_text("trésorerie")
    _sound(page, size, "seen-as")
    assert page.goto(f"{served.url}/office/people/").status == 404

    page.goto(f"{served.url}/office/")
    banner.get_by_role("button").click()
    expect(page).to_have_url(re.compile("/office/people/$"))
    expect(page.get_by_role("complementary", name="Vu dans un autre rôle")).to_have_count(0)


@pytest.mark.parametrize(("language", "size"), SIZES[:1] + SIZES[2:])
def test_a_screen_is_lent_and_taken_up_with_a_short_code(served, browser, page, language, size):
    page.set_viewport_size(size)
    _signed_in(page, served, "centre-reception")
    page.goto(f"{served.url}/office/shared/")
    _sound(page, size, "shared")
    screen = browser.new_context(viewport=size)
    lent = screen.new_page()
    _signed_in(lent, served, "centre-reception")
    lent.goto(f"{served.url}/office/shared/")
    now = timezone.now().astimezone(ZoneInfo("Europe/Madrid"))
    hour = max(now, min(now + datetime.timedelta(hours=1), now.replace(hour=23, minute=59)))
    lent.locator("#id_until").fill(f"{hour:%H:%M}")
    lent.locator("main form button").last.click()
    expect(lent).to_have_url(re.compile("/shared/code/$"))
    _sound(lent, size, "shared-code")

    page.goto(f"{served.url}/office/shared/")
    page.get_by_role("button", name="Donner un code court").first.click()
    code = page.locator(".short-code").inner_text()
    _sound(page, size, "short-code")
    lent.locator("#id_code").fill(code)
    lent.keyboard.press("Enter")
    expect(lent).to_have_url(re.compile("/office/$"))
    page.goto(f"{served.url}/office/shared/")
    page.get_by_role("button", name=re.compile("^Le reprendre")).first.click()
    lent.goto(f"{served.url}/office/")
    expect(lent).to_have_url(re.compile("sign-in"))
    screen.close()
