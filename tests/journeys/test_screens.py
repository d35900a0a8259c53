"""From the kiosk to the wall and the phone, in a browser each; nobody signs in, nobody is known."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from parvis.accounts.actors import command
from parvis.centres.models import Site
from parvis.devices.actions import issue, revoke
from parvis.devices.enums import ADDRESSES, DeviceKind
from parvis.devices.models import Device
from parvis.visits import actions
from parvis.visits.queries import waiting
from tests.journeys.conftest import PHONE, findings, picture
from tests.journeys.test_office import _recorded, _signed_in

WALL = {"width": 1920, "height": 1080}
UPRIGHT = {"width": 1080, "height": 1920}
KIOSK = {"width": 1180, "height": 820}
BY = command("journey")
LIVE = "[data-parvis-state=live]"


@pytest.fixture
def site(behind):
    """A site of the example network that is open, with nobody waiting."""
    found = Site.objects.filter(centre__simulated=True, kind="main").earliest("pk")
    actions.open_day(site=found, by=BY)
    for ticket in waiting(found):
        actions.leave(ticket=ticket, by=BY)
    return found


@pytest.fixture
def device(served, browser, site):
    """A browser that holds the key of a device: its page, at a size; closed at the end."""
    opened = []

    def paired(kind, size, query=""):
        name = f"{kind} {time.monotonic_ns()}"
        issued = issue(site=site, kind=kind, name=name, by=BY)
        context = browser.new_context(viewport=size)
        opened.append(context)
        path = ADDRESSES[kind].format(site.pk)
        context.add_cookies(
            [{"name": f"parvis-{kind}", "value": issued.key, "domain": "127.0.0.1", "path": path}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"{kind}: {error}"))
        page.goto(f"{served.url}{path}{query}")
        return page

    yield paired
    for context in opened:
        context.close()


@contextlib.contextmanager
def timed(what):
    """Say how long it took, the browser's own steps included; a journey asserts no time."""
    begun = time.perf_counter()
    yield
    sys.stdout.write(f"{what}: {(time.perf_counter() - begun) * 1000:.0f} ms\n")


def sound(page, name):
    """Keep a picture; nothing for axe to say, nothing that scrolls sideways."""
    picture(page, name)
    assert findings(page) == []
    size = page.viewport_size
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_two_taps_at_the_kiosk_and_the_wall_and_the_phone_know(device, site, browser):
    wall = device(DeviceKind.DISPLAY, WALL)
    expect(wall.locator(LIVE)).to_be_visible()
    sound(wall, "wall-quiet")
    kiosk = device(DeviceKind.KIOSK, KIOSK)
    expect(kiosk.locator(LIVE)).to_be_visible()
    sound(kiosk, "kiosk-welcome")

    kiosk.locator(".kiosk-tile").first.click()
    sound(kiosk, "kiosk-pole")
    with timed("from the second tap to the wall"):
        kiosk.locator(".kiosk-big").click(no_wait_after=True)
        expect(wall.locator(".wall-waits .sign")).to_be_visible()
    expect(kiosk.locator(".kiosk-number")).to_be_visible()
    sign = re.sub(r"\W", "", kiosk.locator(".kiosk-number").inner_text())[-3:]
    sound(kiosk, "kiosk-ticket")

    (ticket,) = waiting(site)
    assert ticket.sign == sign
    phone = browser.new_context(viewport=PHONE)
    page = phone.new_page()
    page.goto(f"{kiosk.url.split('/kiosk/')[0]}/queue/{ticket.address}/")
    expect(page.locator(LIVE)).to_be_visible()
    sound(page, "phone-waiting")
    assert phone.cookies() == []

    with timed("from the call to the wall"):
        actions.call_next(site=site, poles=[ticket.pole], desk=3, by=BY)
        expect(wall.locator(".wall-call")).to_have_attribute("data-number", sign[1:])
    expect(wall.locator(".doorway b")).to_have_text("3")
    expect(page.locator(".place-now b")).to_have_text("3")
    sound(wall, "wall-call")
    sound(page, "phone-called")
    phone.close()


def test_the_wall_says_each_call_in_the_visitors_language_and_the_next_stands_first(device, site):
    wall = device(DeviceKind.DISPLAY, WALL)
    heard = []
    wall.on("request", lambda asked: heard.append(asked.url) if "/voices/" in asked.url else None)
    expect(wall.locator(LIVE)).to_be_visible()
    poles = list(site.centre.poles.order_by("letter"))
    signs = []
    for desk, language in enumerate(("ar", "en", "fr", "ar", "fr", "en"), start=1):
        pole = poles[desk % len(poles)]
        recorded = actions.take_ticket(site=site, key=uuid4(), pole=pole, language=language, by=BY)
        actions.call_next(site=site, poles=[pole], desk=desk, by=BY)
        signs.append(recorded.ticket.sign)
        expect(wall.locator(".wall-call")).to_have_attribute("data-number", signs[-1][1:])
    expect(wall.locator(".wall-before li")).to_have_count(5)
    expect(wall.locator("html")).to_have_attribute("data-saying", "no", timeout=90_000)
    sound(wall, "wall-many")

    words = [re.sub(r".*/voices/", "", url) for url in heard if "/display/" in url]
    if words:  # a browser that lets a page sound without being touched
        first = f"ar/letter-{signs[0][0].lower()}.mp3"
        assert words[0].endswith("chime.mp3")
        assert first in words
    wall.set_viewport_size(UPRIGHT)
    picture(wall, "wall-upright")


@pytest.mark.parametrize("size", [KIOSK, UPRIGHT], ids=["lying", "upright"])
def test_the_kiosk_speaks_arabic_grows_and_hardens(device, size):
    kiosk = device(DeviceKind.KIOSK, size)
    at = f"kiosk-{size['width']}"
    sound(kiosk, f"{at}-fr")
    kiosk.get_by_role("link", name="العربية").click()
    expect(kiosk.locator("html")).to_have_attribute("dir", "rtl")
    sound(kiosk, f"{at}-ar")
    kiosk.locator(".kiosk-tile").nth(1).click()
    sound(kiosk, f"{at}-ar-pole")
    kiosk.locator(".kiosk-need").first.click()
    expect(kiosk.locator(".kiosk-number")).to_be_visible()
    sound(kiosk, f"{at}-ar-ticket")
    kiosk.locator(".kiosk-end").click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "fr")
    kiosk.locator(".kiosk-looks a").first.click()
    sound(kiosk, f"{at}-large")
    kiosk.locator(".kiosk-looks a").nth(1).click()
    sound(kiosk, f"{at}-large-contrast")
    kiosk.locator(".kiosk-tile").first.click()
    sound(kiosk, f"{at}-large-contrast-pole")


def test_nobody_touches_the_kiosk_and_it_starts_over(device):
    kiosk = device(DeviceKind.KIOSK, KIOSK, "?lang=en&look=contrast")
    kiosk.clock.install()
    kiosk.reload()
    expect(kiosk.locator("h1")).to_have_text("What brings you here?")
    kiosk.clock.run_for(30_000)
    expect(kiosk.locator("[data-idle-box]")).to_be_visible()
    sound(kiosk, "kiosk-idle")
    kiosk.get_by_role("button", name="I need more time").click()
    expect(kiosk.locator("[data-idle-box]")).to_be_hidden()
    kiosk.clock.run_for(46_000)
    expect(kiosk.locator("html")).to_have_attribute("lang", "fr")


def test_somebody_is_called_to_the_kiosk(device, site):
    kiosk = device(DeviceKind.KIOSK, KIOSK)
    kiosk.locator(".kiosk-call").click()
    expect(kiosk.locator(".kiosk-coming")).to_be_visible()
    sound(kiosk, "kiosk-coming")
    assert Device.objects.filter(site=site, life__help_at__isnull=False).exists()


def test_when_nobody_answers_the_wall_says_so_and_comes_back_by_itself(device, site):
    wall = device(DeviceKind.DISPLAY, WALL)
    expect(wall.locator(LIVE)).to_be_visible()
    wall.reload()  # by now its worker lives, and keeps what this start fetches
    expect(wall.locator(LIVE)).to_be_visible()
    wall.context.set_offline(True)
    expect(wall.locator("[data-parvis-state=lost]")).to_be_visible(timeout=60_000)
    picture(wall, "wall-lost")
    wall.reload()  # as after a power cut, with the network still away
    expect(wall.locator("[data-parvis-state=lost]")).to_be_visible(timeout=60_000)
    wall.context.set_offline(False)
    expect(wall.locator(LIVE)).to_be_visible(timeout=60_000)


def test_without_streams_the_wall_asks_again_and_says_so(device, site):
    wall = device(DeviceKind.DISPLAY, WALL)
    wall.context.route("**/live/**", lambda route: route.abort())
    wall.reload()
    expect(wall.locator("[data-parvis-state=asking]")).to_be_visible(timeout=60_000)
    pole = site.centre.poles.first()
    actions.take_ticket(site=site, key=uuid4(), pole=pole, by=BY)
    ticket = actions.call_next(site=site, poles=[pole], desk=7, by=BY)
    expect(wall.locator(".wall-call")).to_have_attribute("data-number", ticket.sign[1:])
    expect(wall.locator(".doorway b")).to_have_text("7")


def test_a_screen_is_paired_by_a_code_and_turned_away_when_its_key_is_taken(
    served, page, browser, behind
):
    page.set_viewport_size({"width": 1440, "height": 900})
    _signed_in(page, served, "centre-reception")
    page.goto(f"{served.url}/office/devices/screens/")
    sound(page, "office-devices-empty")
    page.locator(".office-act a[data-key=n]").click()
    site = page.locator("#id_site")
    site.select_option(index=1)
    page.locator("#id_kind").select_option("kiosk")
    page.locator("#id_name").fill("Entrée")
    page.locator("main form button[type=submit]").first.click()
    _recorded(page)
    device = Device.objects.get(name="Entrée")
    page.goto(f"{served.url}/office/devices/{device.pk}/pair/")
    sound(page, "office-pair")
    page.locator("main form button").click()
    sound(page, "office-pair-code")
    code = page.locator(".short-code code").inner_text()

    kiosk = browser.new_context(viewport=KIOSK).new_page()
    kiosk.goto(f"{served.url}/kiosk/{device.site_id}/")
    sound(kiosk, "pair")
    kiosk.locator("#code").fill("0000 0000")
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator("#refusal")).to_be_visible()
    sound(kiosk, "pair-refused")
    kiosk.locator("#code").fill(code)
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator(".kiosk-tiles")).to_be_visible()
    revoke(device=device, by=BY)
    kiosk.reload()
    expect(kiosk.locator("#code")).to_be_visible()
    kiosk.context.close()
