"""A day at the counter in a browser: one touch, undone, a class, a telephone, a counsellor."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from playwright.sync_api import expect

from parvis.accounts.actors import command
from parvis.accounts.models import User
from parvis.accounts.roles import Act, Thing
from parvis.centres.queries.opening import today
from parvis.devices import actions as devices
from parvis.partners import actions as duty
from parvis.partners.models import Partner
from parvis.visits import actions
from parvis.visits.models import Ticket
from parvis.visits.queries import desks, last_records, sites_for, totals, waiting
from tests.journeys.conftest import findings, picture
from tests.journeys.test_office import _signed_in

BY = command("journey")
SIZES = {"tablet": (1180, 820), "small": (1024, 768), "office": (1440, 1000)}
ANSWERED = "#done .done-bar:not(.is-sending)"


@pytest.fixture
def site(served, behind):
    """The site whose desk the officer of the demonstration keeps, with nobody waiting."""
    found = desks(User.objects.get(email=served.sign_ins["centre-reception"][0])).first()
    day = actions.open_day(site=found, by=BY)
    assert day.is_open
    for ticket in waiting(found):
        actions.leave(ticket=ticket, by=BY)
    return found


def opened(page, served, site, who="centre-reception", rest="", size="tablet"):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    _signed_in(page, served, who)
    page.goto(f"{served.url}/desk/{site.pk}/{rest}")


def sound(page, name):
    picture(page, name)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_one_touch_is_shown_at_once_counted_undone(served, page, site):
    opened(page, served, site)
    before = totals(site, today(site)).visits
    first = page.locator(".tile").first
    page.route("**/record/", lambda route: None)  # the network says nothing yet

    first.click()

    expect(page.locator("#done .is-sending")).to_be_visible(timeout=1000)
    assert page.locator("[data-count]").inner_text() == str(before + 1)
    page.unroute("**/record/")
    page.reload()
    first.click()  # sent after the one that was kept
    expect(page.locator(ANSWERED)).to_be_visible()
    assert totals(site, today(site)).visits == before + 2
    sound(page, "desk-recorded")
    page.keyboard.press("z")
    expect(page.locator("#done .is-quiet")).to_be_visible()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert totals(site, today(site)).visits == before + 1


def test_a_class_by_one_touch_more_and_a_telephone_that_falls_back(served, page, site):
    opened(page, served, site)
    page.locator("[data-sizes] summary").click()
    page.locator("[data-group='28']").click()
    page.keyboard.press("i")
    expect(page.locator(ANSWERED)).to_be_visible()
    assert last_records(site)[0].size == 28

    page.locator(".segments label", has=page.locator("[value=phone]")).click()
    page.locator(".tile").first.click()
    expect(page.locator(ANSWERED)).to_be_visible()
    assert page.locator("[name=channel]:checked").get_attribute("value") == "on_site"
    record = last_records(site)[0]
    assert (record.channel, record.size) == ("phone", 1)
    assert not record.tickets.exists()


def test_an_answer_that_is_lost_is_asked_again_and_counted_once(served, page, site):
    opened(page, served, site)
    before = totals(site, today(site)).visits
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch())  # it arrives, its answer does not
            route.abort()
        else:
            route.continue_()

    page.route("**/record/", lose)
    page.locator(".tile").first.click()

    expect(page.locator(ANSWERED)).to_be_visible()
    assert totals(site, today(site)).visits == before + 1


@pytest.mark.parametrize(
    ("size", "moment"), [(one, "after") for one in SIZES] + [("small", "with")]
)
def test_the_panel_of_recording_is_whole_on_every_screen(served, page, site, size, moment):
    asked = ["age", "first_visit", "language"]
    actions.set_up(site=site, bands=asked, regime="always", moment=moment, by=BY)
    opened(page, served, site, size=size)
    if moment == "with":
        page.locator("#ask-age summary").click()
        page.locator("#ask-age label", has=page.locator("[value='19-25']")).click()
    page.locator(".tile").first.click()
    expect(page.locator(ANSWERED)).to_be_visible()
    assert last_records(site)[0].age == ("19-25" if moment == "with" else None)

    box = page.locator(".desk-work").bounding_box()
    assert box["y"] + box["height"] <= SIZES[size][1]
    for tile in page.locator(".tile").all():
        assert min(tile.bounding_box()["width"], tile.bounding_box()["height"]) >= 96
    if (size, moment) != ("office", "after"):  # the keys are looked at on that one
        sound(page, f"desk-{size}-{moment}")


def test_practice_keeps_nothing(served, page, site):
    before = totals(site, today(site)).visits
    opened(page, served, site, rest="?practice=1")
    page.locator(".tile").first.click()
    expect(page.locator(ANSWERED)).to_be_visible()
    sound(page, "desk-practice")
    assert totals(site, today(site)).visits == before


def test_keys_are_listed_and_turned_off(served, page, site):
    opened(page, served, site, size="office")
    page.keyboard.press("?")
    expect(page.locator(".keys-panel")).to_be_visible()
    sound(page, "desk-keys")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(page.locator("#done .done-bar")).to_have_count(0)


def test_without_scripts_every_button_works(served, browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    opened(page, served, site)
    before = totals(site, today(site)).visits
    page.locator(".tile").first.click()
    expect(page.locator(ANSWERED)).to_be_visible()
    assert totals(site, today(site)).visits == before + 1
    page.locator("#done button[form=undo]").click()
    assert totals(site, today(site)).visits == before
    context.close()


def test_from_the_counter_to_a_counsellor_and_closed(served, page, browser, site):
    counsellor = User.objects.get(email=served.sign_ins["partner-counsellor"][0])
    there = sites_for(counsellor, Act.WRITE, Thing.INTERVIEW).first()
    actions.open_day(site=there, by=BY)
    for ticket in waiting(there):
        actions.leave(ticket=ticket, by=BY)
    opened(page, served, there, "partner-counsellor", "counsellor/")
    page.locator("[name=desk]").fill("4")
    page.get_by_role("button", name=re.compile("Sit here|M’installer")).click()
    pole = there.centre.poles.first()
    actions.record(site=there, key=uuid.uuid4(), pole=pole, by=BY)
    expect(page.locator("#queue .next")).to_be_visible()

    page.keyboard.press("n")
    expect(page.locator(".here .ticket-number")).to_be_visible()
    sound(page, "counsellor-called")
    page.keyboard.press("s")
    expect(page.locator("#act-start")).to_have_count(0)
    page.keyboard.press("c")

    expect(page.locator(".here")).to_have_count(0)
    sound(page, "counsellor-closed")
    assert Ticket.objects.filter(day__site=there, state="served", desk=4).exists()


def test_a_gap_and_a_call_for_reception_reach_the_desk_by_themselves(served, page, site):
    partner = Partner.objects.filter(simulated=True, centres=site.centre).first()
    given = {"begins": datetime.time(0), "ends": datetime.time(23, 59), "partner": partner}
    row = duty.record_duty(
        site=site, pole=site.centre.poles.first(), first=today(site), **given, desk="4", by=BY
    ).row.sessions.get()
    opened(page, served, site)
    expect(page.locator("#duty .duty-rows .is-expected")).to_be_visible()

    page.locator(f"#say-late-{row.pk}").click()
    expect(page.locator("#duty .is-late")).to_be_visible()
    sound(page, "desk-duty")
    duty.decline(session=row, reason="missed", by=BY)
    expect(page.locator("#duty .duty-gaps li")).to_be_visible()

    devices.summon(site=site, desk=4, by=BY)
    page.locator(".help-asked button").click()
    expect(page.locator(".help-asked")).to_have_count(0)


def test_the_end_of_the_day(served, page, site):
    opened(page, served, site)
    page.locator(".tile").first.click()
    expect(page.locator(ANSWERED)).to_be_visible()
    page.goto(f"{served.url}/desk/{site.pk}/day/")
    expect(page.locator(".odd button").first).to_be_visible()
    sound(page, "desk-day")
    page.locator(".odd button").first.click()
    expect(page.locator(".toast-success")).to_be_visible()


def test_what_is_not_sent_outlives_the_page(served, page, site):
    """Two hundred touches without network, the page killed in the middle: none lost, none twice."""
    opened(page, served, site)
    before = totals(site, today(site)).visits
    page.route("**/record/", lambda route: route.abort())
    tile = page.locator("[data-key~=i]")
    for _touch in range(100):
        tile.click(no_wait_after=True)
    expect(page.locator("[data-unsent]")).to_be_visible()
    page.goto("about:blank")  # as if the browser had been closed
    page.goto(f"{served.url}/desk/{site.pk}/")
    for _touch in range(100):
        tile.click(no_wait_after=True)
    page.unroute("**/record/")

    for _attempt in range(120):
        if totals(site, today(site)).visits >= before + 200:
            break
        page.wait_for_timeout(500)
    page.wait_for_timeout(1500)
    assert totals(site, today(site)).visits == before + 200
