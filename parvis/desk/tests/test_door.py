"""The door of a device: its key, its site, its kind, its own pages; nobody else."""

from __future__ import annotations

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from parvis.desk.http import sent_by_our_own_page
from parvis.desk.tests.factories import BY, a_browser, a_site, address
from parvis.devices.actions import enter, offer, revoke
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device, LifeSign
from parvis.kernel import live

pytestmark = pytest.mark.django_db
KINDS = [DeviceKind.KIOSK, DeviceKind.DISPLAY]
PARTS = {DeviceKind.KIOSK: "tiles/", DeviceKind.DISPLAY: "board/"}
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def site():
    return a_site("employment")


def test_without_a_key_a_screen_asks_for_its_code_and_its_parts_say_nothing(client, site, kind):
    page = client.get(address(site, kind))

    assert page.status_code == 200
    assert 'name="code"' in page.content.decode()
    assert not page.cookies
    for part in (PARTS[kind], "stream/", "worker.js", "voices/fr/chime.mp3"):
        assert client.get(address(site, kind, part)).status_code == 401


def test_a_key_opens_its_own_site_and_kind_only(site, kind):
    browser, device = a_browser(site, kind)
    other = next(one for one in KINDS if one != kind)
    elsewhere = a_site("employment")
    browser.cookies[f"parvis-{other}"] = browser.cookies[f"parvis-{kind}"].value

    assert browser.get(address(site, kind, PARTS[kind])).status_code == 200
    assert browser.get(address(elsewhere, kind, PARTS[kind])).status_code == 401
    assert browser.get(address(site, other, PARTS[other])).status_code == 401
    revoke(device=device, by=BY)
    assert browser.get(address(site, kind, PARTS[kind])).status_code == 401


def test_a_site_that_does_not_exist_is_not_there(client, kind):
    assert client.get(f"/{kind}/987654321/").status_code == 404


def test_its_cookie_is_for_its_own_address_and_no_script(site, kind):
    browser, _device = a_browser(site, kind)

    cookie = browser.get(address(site, kind)).cookies[f"parvis-{kind}"]

    assert cookie["path"] == address(site, kind)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({"origin": "http://testserver"}, True),
        ({"origin": "http://elsewhere"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_what_another_page_sends_is_refused(site, kind, headers, ours, rf):
    browser, _device = a_browser(site, kind)

    answer = Client(headers=headers)
    answer.cookies = browser.cookies

    assert sent_by_our_own_page(rf.post("/", headers=headers)) is ours
    assert answer.post(address(site, kind, "here/")).status_code == (204 if ours else 403)


def test_a_code_typed_on_the_screen_gives_it_its_key(site, kind):
    device = enter(site=site, kind=kind, name="Hall", by=BY).row
    code = offer(device=device, by=BY)
    screen = Client(headers=OURS)

    refused = screen.post(address(site, kind), {"code": "0"})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    started = screen.post(address(site, kind), {"code": f"{code[:4]} {code[4:]}"})

    assert started.status_code == 302
    assert screen.get(address(site, kind, PARTS[kind])).status_code == 200
    again = Client(headers=OURS).post(address(site, kind), {"code": code})
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("told", "ahead"),
    [("", None), ("yesterday", None), ("2026-03-02T10:00:00", None), ("shifted", 120)],
)
def test_a_sign_of_life_keeps_how_far_its_clock_is(site, kind, told, ahead):
    browser, device = a_browser(site, kind)
    if told == "shifted":
        told = (timezone.now() + datetime.timedelta(minutes=2)).isoformat()

    browser.post(address(site, kind, "here/"), {"clock": told})

    kept = LifeSign.objects.get(device=device).clock_ahead
    assert kept is None if ahead is None else abs(kept - ahead) < 60


def test_it_hears_of_its_own_site_alone(site, kind):
    browser, _device = a_browser(site, kind)

    answer = json.loads(browser.get(address(site, kind, "stream/")).content)

    ticket = answer["stream"].partition("ticket=")[2].replace("%3A", ":")
    more = {f"centre/{site.centre_id}/agenda"} if kind == DeviceKind.DISPLAY else set()
    assert live.topics_of(ticket) == {f"site/{site.pk}/queue"} | more


def test_its_page_is_kept_by_its_own_worker(site, kind):
    browser, _device = a_browser(site, kind)

    answer = browser.get(address(site, kind, "worker.js"))

    assert answer["Content-Type"] == "text/javascript"
    assert "parvis-shell" in answer.content.decode()


def test_a_voice_is_ours_or_the_centres_own(site, kind, settings, tmp_path):
    settings.VAR = tmp_path
    browser, _device = a_browser(site, kind)
    ours = browser.get(address(site, kind, "voices/ar/sign-07.mp3"))
    chime = browser.get(address(site, kind, "voices/fr/chime.mp3"))

    assert ours["Location"].startswith("/static/desk/voices/ar/sign-07")
    assert chime["Location"].startswith("/static/desk/voices/chime")
    for wrong in ("xx/sign-07", "fr/secret-key", "fr/sign-100"):
        assert browser.get(address(site, kind, f"voices/{wrong}.mp3")).status_code == 404
    own = tmp_path / "voices" / site.centre.code / "fr" / "sign-07.mp3"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"our own voice")
    answer = browser.get(address(site, kind, "voices/fr/sign-07.mp3"))
    assert b"".join(answer.streaming_content) == b"our own voice"
    answer.close()


def test_the_policy_of_a_screen_names_the_live_origin_and_nothing_else(site, kind, settings):
    settings.PARVIS_LIVE_PORT, settings.PARVIS_LIVE_URL = 8001, ""
    browser, _device = a_browser(site, kind)

    told = browser.get(address(site, kind))["Content-Security-Policy"]

    assert "connect-src 'self' http://testserver:8001;" in f"{told};"
    assert "media-src 'self'" in told
    assert "unsafe" not in told
    assert not Device.objects.filter(revoked_at__isnull=False).exists()
