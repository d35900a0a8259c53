"""A fair from its exhibitors to its one page: told by a link, found on a plan, tallied, closed."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from parvis.accounts.actors import command
from parvis.accounts.models import User
from parvis.programme import actions as programme
from parvis.programme.models import Session
from parvis.programme.queries import stand_key
from parvis.visits import actions as visits
from parvis.visits.queries import desks
from tests.journeys.conftest import findings, picture, walked
from tests.journeys.test_office import _signed_in

BY = command("journey")
HOUR = datetime.timedelta(hours=1)
HALL = (("A1", 20, 25), ("A2", 50, 25), ("B1", 80, 70))


@pytest.fixture
def fair(served, behind):
    """A fair that has been on for an hour, three stands on its plan, and a school beside it."""
    site = desks(User.objects.get(email=served.sign_ins["centre-reception"][0])).first()
    visits.open_day(site=site, by=BY)
    now = timezone.now()
    facts = {"centre": site.centre, "site": site, "begins": now - HOUR, "ends": now + 3 * HOUR}
    day = programme.schedule(
        facts=facts
        | {"kind": "fair", "title": {"fr": "Foire inventée", "en": "Invented fair"}, "place": {}},
        by=BY,
    )
    for number, left, top in HALL:
        programme.keep_stand(
            session=day, number=number, name=f"Exposant {number}", left=left, top=top, by=BY
        )
    for turn, title in enumerate(("Atelier soudure", "Atelier pain", "Table ronde")):
        begins = now + (1 + turn // 2) * HOUR
        programme.schedule(
            facts=facts
            | {
                "kind": "participatory",
                "title": {"fr": title},
                "begins": begins,
                "ends": begins + HOUR / 2,
                "part_of": day,
                "joining": "places",
                "capacity": 12,
            },
            by=BY,
        )
    programme.publish(session=day, by=BY)
    return Session.objects.select_related("entry__site__centre").get(pk=day.pk)


def sound(page, name):
    """Axe needs scripts: pages of the phone without them are told sound on the desk."""
    picture(page, name)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_fair_from_its_exhibitors_to_its_result(served, browser, fair):
    phone = browser.new_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone.goto(f"{served.url}/fr/stand/{stand_key(fair.stands.get(number='A1'))}/")

    # Who holds a stand says what one finds there, without an account and without scripts.
    phone.locator("textarea").first.fill("Souder sans feu")
    phone.get_by_label("trouver un emploi").check()
    phone.get_by_role("button", name="Enregistrer").click()
    expect(phone.get_by_role("status")).to_be_visible()
    phone.get_by_role("button", name="Trouver un emploi").click()
    phone.get_by_role("button", name="Une de plus").click()
    expect(phone.locator("#tally ~ p", has_text="2")).to_be_visible()
    picture(phone, "fair-stand")

    # Whoever comes finds it on the plan, and the workshops that begin together side by side.
    phone.goto(f"{served.url}/fr/networks/example/programme/{fair.code}/")
    expect(phone.locator(".floor-plan a")).to_have_count(3)
    expect(phone.locator(".at-once").first.locator("li")).to_have_count(2)
    phone.get_by_role("link", name="Stand A1, Exposant A1").click()
    expect(phone.locator(".stands-shown li:target")).to_contain_text("Souder sans feu")
    picture(phone, "fair-phone")
    desk = browser.new_page(viewport={"width": 1440, "height": 1000})
    walked(desk, f"{served.url}/{{lang}}/networks/example/programme/{fair.code}/", "fair-page")
    desk.goto(f"{served.url}/fr/stand/{stand_key(fair.stands.get(number='B1'))}/")
    sound(desk, "fair-stand-desk")

    # The desk reads the same strokes as they are made, and the day closes on one page.
    _signed_in(desk, served, "centre-reception")
    door = f"{served.url}/desk/{fair.entry.site_id}/session/{fair.pk}/"
    desk.goto(f"{door}stands/")
    expect(desk.locator(".stands-all h2 b")).to_have_text("2")
    programme.tally_stand(stand=fair.stands.get(number="A2"), n=5, by=BY)
    expect(desk.locator(".stands-all h2 b")).to_have_text("7")
    programme.headcount(session=fair, n=210, method="estimated", qualifier="about", by=BY)
    desk.goto(f"{door}result/")
    expect(desk.locator(".result-n")).to_contain_text("≈ 210 (estimation)")
    expect(desk.locator("#stands ~ table tbody tr").first).to_contain_text("5")
    sound(desk, "fair-result")
    phone.context.close()
    desk.context.close()
