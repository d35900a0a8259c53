"""Duty from the plan to the public page, and the bus near you, in a real browser.

Found by what the screens are made of and not by their words: they are read in several languages.
"""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import findings, picture
from tests.journeys.test_office import DESKTOP, PHONE, TABLET, _recorded, _signed_in

CENTRE = "/networks/example/valombre/"


def _week(page, served, ahead):
    """The week of the main site so many weeks ahead."""
    page.goto(f"{served.url}/office/partners/duty/")
    if page.locator("main ul.plain-list a").count():
        page.locator("main ul.plain-list a").first.click()
    for _one in range(ahead):
        page.locator("a[data-key=k]").click()
    return page.url


def _sound(page, name):
    assert findings(page) == []
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, name)


def test_a_duty_is_planned_by_keyboard_after_what_it_runs_into_and_taken_back(served, page):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "centre-manager")
    _week(page, served, 3)
    _sound(page, "duty-week-1440")
    before = page.locator("a.turn").count()

    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/duties/new/"))
    page.locator("#id_pole").select_option(index=1)
    page.locator("#id_partner").select_option(index=1)
    # A Sunday, when nobody opens, side by side with nobody.
    sunday = timezone.localdate() + datetime.timedelta(days=27 - timezone.localdate().weekday())
    page.locator("#id_first").fill(sunday.isoformat())
    page.locator("#id_begins").fill("07:00")
    page.locator("#id_ends").fill("08:30")
    page.locator("#id_repeats").select_option("once")
    page.locator("#id_paired").check()
    page.locator("#id_ends").press("Enter")

    heeded = page.locator("button[name=heeded]")
    expect(heeded).to_be_visible()
    _sound(page, "duty-clash-1440")
    heeded.press("Enter")
    _recorded(page)
    _week(page, served, 3)
    expect(page.locator("a.turn")).to_have_count(before + 1)

    page.goto(f"{served.url}/office/partners/duties/?since={sunday.isoformat()}")
    page.locator("main .table tbody tr", has_text="07:00–08:30").locator("th a").click()
    page.locator(".remove-form button").press("Enter")
    _recorded(page)
    page.locator(".toast form button").press("Enter")
    _recorded(page)
    _week(page, served, 3)
    expect(page.locator("a.turn")).to_have_count(before + 1)


def test_arrows_go_from_one_duty_session_to_the_next(served, page):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "centre-manager")
    _week(page, served, 2)
    first = page.locator("table.duty tbody tr").first.locator("td a").first
    first.focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")

    where = page.evaluate(
        "[document.activeElement.closest('td').cellIndex,"
        " document.activeElement.closest('tr').rowIndex]"
    )
    assert where[0] == 2


def test_a_week_is_copied_into_another(served, page):
    page.set_viewport_size(TABLET)
    _signed_in(page, served, "centre-manager")
    _week(page, served, 3)
    page.locator(".office-act a[href$='/copy/']").click()
    far = timezone.localdate() + datetime.timedelta(days=7 * 30)
    page.locator("#id_to").fill(far.isoformat())
    _sound(page, "duty-copy-1180")
    page.locator("form.row-form button[type=submit]").first.click()
    heeded = page.locator("button[name=heeded]")
    if heeded.count():
        heeded.click()

    _recorded(page)
    assert page.locator("a.turn").count()
    page.locator(".toast form button").click()
    expect(page.locator("a.turn")).to_have_count(0)


@pytest.fixture
def link(served, browser):
    """The link that the office sends to a partner of the example, read where the mail is shown."""
    office = browser.new_context().new_page()
    _signed_in(office, served, "centre-manager")
    office.goto(f"{served.url}/office/partners/contacts/")
    row = office.locator("main .table tbody tr", has_text="orientation scolaire").first
    row.locator("input[name=row]").check()
    office.locator("button[name=gesture][value=send-link]").click()
    _recorded(office)
    mail = browser.new_context().new_page()
    _signed_in(mail, served, "coordinator")
    letter = mail.locator("main .table tbody tr", has_text="guidance-centre").locator("td a").first
    for _second in range(40):  # the worker shows it once it has come by
        mail.goto(f"{served.url}/office/mail/?state=shown")
        if letter.count():
            break
        mail.wait_for_timeout(500)
    letter.click()
    said = re.search(r'https?://[^\s<"]+(/\w\w/duty/[^\s<"]+)', mail.content())
    assert said is not None, mail.content()
    return f"{served.url}{said[1]}"


def test_a_partner_says_no_without_an_account_and_it_is_read_at_once(served, browser, link):
    partner = browser.new_context(viewport=PHONE).new_page()
    for _twice in range(2):  # opening changes nothing
        partner.goto(link)
    planned = partner.locator(".answer-list > li").first
    expect(planned).to_be_visible()
    _sound(partner, "duty-answers-390")
    assert partner.context.cookies() == []

    confirm = planned.locator("button[value=confirm]")
    if confirm.count():
        confirm.click()
        expect(partner.locator("[role=status]")).to_be_visible()
    planned = partner.locator(".answer-list > li").first
    planned.locator("summary").click()
    planned.locator("select[name=reason]").select_option("staff")
    planned.locator("button[value=decline]").click()
    expect(partner.locator("[role=status]")).to_be_visible()
    expect(partner.locator(".answer-list .turn-uncovered").first).to_be_visible()
    _sound(partner, "duty-declined-390")

    visitor = browser.new_context(viewport=PHONE).new_page()
    visitor.goto(f"{served.url}/fr{CENTRE}")
    expect(visitor.locator(".duty-public")).to_be_visible()
    _sound(visitor, "centre-duty-390")
    office = browser.new_context(viewport=DESKTOP).new_page()
    _signed_in(office, served, "centre-manager")
    office.goto(f"{served.url}/office/partners/duty/gaps/")
    expect(office.locator(".gaps > li").first).to_be_visible()
    _sound(office, "duty-gaps-1440")
    office.locator(".gap-ask button").first.click()
    _recorded(office)
    _sound(office, "duty-session-1440")
    office.locator(".toast form button").click()


def test_a_link_that_was_spoiled_says_what_to_do(served, page, link):
    page.set_viewport_size(PHONE)
    page.goto(link.rstrip("/") + "x/")

    expect(page.locator("h1")).to_be_visible()
    _sound(page, "duty-link-390")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["390", "1440"])
def test_the_bus_passes_near_you(served, page, size):
    page.set_viewport_size(size)
    page.goto(f"{served.url}/fr/networks/example/mobile/")
    page.locator("#id_q").fill("brindeloup")
    page.keyboard.press("Enter")
    expect(page.locator(".timetable")).to_contain_text("Brindeloup")
    expect(page.locator(".near")).to_have_count(1)
    _sound(page, f"bus-{size['width']}")

    page.goto(f"{served.url}/fr/mobile/?q=bus+de+l%27orientation")
    expect(page.locator(".near")).to_contain_text("Bus Escapade")
    expect(page.locator(".timetable")).to_have_count(0)


def test_a_stop_is_recorded_and_stands_in_the_timetable(served, page):
    page.set_viewport_size(TABLET)
    _signed_in(page, served, "centre-manager")
    page.goto(f"{served.url}/office/centres/stops/")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/stops/new/"))
    day = timezone.localdate() + datetime.timedelta(days=2)
    for name, value in {
        "commune": "Essaiville (exemple)",
        "place": "Place de l’essai",
        "first": day.isoformat(),
        "begins": "08:00",
        "ends": "08:45",
    }.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_repeats").select_option("once")
    page.locator("#id_commune").press("Enter")
    heeded = page.locator("button[name=heeded]")
    if heeded.count():
        heeded.click()
    _recorded(page)
    _sound(page, "stops-1180")

    page.goto(f"{served.url}/fr{CENTRE}")
    expect(page.locator(".timetable").first).to_contain_text("Essaiville")
    page.goto(f"{served.url}/office/centres/stops/?words=essaiville")
    page.locator("main .table tbody th a").first.click()
    page.locator(".remove-form button").click()
    _recorded(page)
