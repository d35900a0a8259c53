"""Co-building, series and months in a real browser: from a partner's link to what is published.

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

OFFICE = "/office/programme"
WEEKS = 12


def _tuesday_before_summer_time():
    """The first Tuesday of the next March: twelve weeks from there meet a change of clocks."""
    first = datetime.date(timezone.localdate().year + 1, 3, 1)
    return first + datetime.timedelta(days=(1 - first.weekday()) % 7)


def _sound(page, name):
    assert findings(page) == []
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, name)


def _typed(page, **fields):
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)


def _weekly(page, day):
    """Ask for twelve weeks, see every date first, record and publish them."""
    page.locator("#id_repeats").select_option("weekly")
    _typed(page, until=(day + datetime.timedelta(weeks=WEEKS - 1)).isoformat())
    page.locator("form.plan-form button[type=submit]").last.click()
    expect(page.locator(".foreseen > li")).to_have_count(WEEKS)


@pytest.fixture
def link(served, browser):
    """The link that the office gives a partner of the example, and whoever gave it."""
    office = browser.new_context(viewport=DESKTOP).new_page()
    _signed_in(office, served, "centre-manager")
    office.goto(f"{served.url}{OFFICE}/asked/")
    _sound(office, "programme-asked-1440")
    found = office.locator(".long-address").first.get_attribute("href")
    return re.sub(r"^https?://[^/]+", served.url, found), office


def test_proposed_by_link_decided_then_twelve_weeks_published(served, browser, link):
    address, office = link
    day = _tuesday_before_summer_time()
    office.goto(f"{served.url}{OFFICE}/coordinations/new/")
    _typed(office, day=(timezone.localdate() + datetime.timedelta(days=9)).isoformat())
    office.locator("form.row-form button[type=submit]").first.click()
    _recorded(office)

    partner = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    for _twice in range(2):  # opening changes nothing
        partner.goto(address)
    expect(partner.locator("form.propose-form")).to_be_visible()
    assert partner.context.cookies() == []
    _typed(partner, title="Préparer un entretien", begins="15:00", ends="14:00", note="À deux.")
    _typed(partner, first=day.isoformat(), capacity="12")
    partner.locator("form.propose-form button[type=submit]").click()
    expect(partner.locator(".error-summary")).to_be_visible()
    expect(partner.locator("#id_note")).to_have_value("À deux.")
    _typed(partner, ends="17:00")
    partner.locator("form.propose-form button[type=submit]").click()
    expect(partner.locator("[role=status]")).to_be_visible()
    expect(partner.locator(".answer-list")).to_contain_text("Préparer un entretien")

    office.goto(f"{served.url}{OFFICE}/coordinations/?state=planned")
    office.locator("main .table tbody th a").first.click()
    expect(office.locator(".agenda-list")).to_contain_text("Préparer un entretien")
    _sound(office, "programme-meeting-1440")
    office.locator(".agenda-list a", has_text="Préparer un entretien").first.click()
    _sound(office, "programme-proposal-1440")
    office.locator("input[name=decision][value=accepted]").check()
    office.locator("form.row-form button[type=submit]").first.click()
    heeded = office.locator("button[name=heeded]")
    if heeded.count():
        heeded.click()
    _recorded(office)
    expect(office.locator(".state-scheduled").first).to_be_visible()
    partner.reload()
    expect(partner.locator(".answer-list .state-scheduled")).to_be_visible()

    office.keyboard.press("n")
    expect(office).to_have_url(re.compile("/sessions/new/"))
    expect(office.locator("#id_title_0")).to_have_value("Préparer un entretien")
    _weekly(office, day + datetime.timedelta(weeks=1))
    expect(office.locator(".foreseen .clock")).to_have_count(1)
    _sound(office, "programme-series-1440")
    office.locator("button[name=heeded][value=publish]").press("Enter")
    _recorded(office)
    expect(office.locator(".dates > li")).to_have_count(WEEKS)
    expect(office.locator(".dates .state-published")).to_have_count(WEEKS)
    _sound(office, "programme-session-1440")
    assert len(set(re.findall(r"15:00|15 h", office.locator(".dates").inner_text()))) == 1

    office.locator("a[href$='/series/']").click()
    _typed(office, begins="16:00", ends="18:00")
    office.locator("form.row-form button[type=submit]").last.click()
    expect(office.locator(".foreseen > li")).to_have_count(WEEKS)
    _sound(office, "programme-change-1440")
    office.locator("button[name=heeded]").click()
    _recorded(office)

    office.locator("a[href$='/cancel/']").click()
    office.locator("#id_why_0").fill("Le chauffage est en panne.")
    _sound(office, "programme-cancel-1440")
    office.locator("form.row-form button[type=submit]").click()
    _recorded(office)
    expect(office.locator(".notice-warning").first).to_contain_text("chauffage")
    partner.reload()
    _sound_without_scripts(partner, "programme-propose-390")


def _sound_without_scripts(page, name):
    """Axe is a script: the page is looked at, and read again with scripts by the next test."""
    picture(page, name)


def test_the_page_of_a_partner_is_sound_and_a_spoiled_link_says_what_to_do(page, link):
    address, _office = link
    page.set_viewport_size(PHONE)
    page.goto(address)
    _sound(page, "programme-propose-390-scripts")
    page.goto(address.rstrip("/") + "x/")
    expect(page.locator("h1")).to_be_visible()
    _sound(page, "programme-link-390")


def test_twelve_weeks_in_reunion_have_one_hour_and_no_change_of_clocks(served, page):
    page.set_viewport_size(TABLET)
    _signed_in(page, served, "coordinator")
    page.goto(f"{served.url}{OFFICE}/sessions/new/?world=made-up")
    day = _tuesday_before_summer_time()
    centre = page.locator("#id_centre option", has_text="Île-aux-Boussoles")
    page.locator("#id_centre").select_option(centre.get_attribute("value"))
    _typed(page, title_0="Atelier du lagon", first=day.isoformat(), begins="09:00", ends="11:00")
    _weekly(page, day)
    expect(page.locator(".foreseen .clock")).to_have_count(0)
    _sound(page, "programme-reunion-1180")
    page.locator("button[name=heeded][value=on]").click()
    _recorded(page)
    expect(page.locator(".dates .state-scheduled")).to_have_count(WEEKS)
    page.locator("button[name=act][value=publish-all]").click()
    _recorded(page)
    expect(page.locator(".dates .state-published")).to_have_count(WEEKS)


def test_a_month_is_planned_from_the_last_one(served, page):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "centre-manager")
    first = _tuesday_before_summer_time() + datetime.timedelta(weeks=20)
    source = first.replace(day=1)
    after = (source + datetime.timedelta(days=32)).replace(day=1)
    for n, hour in enumerate(("09:00", "14:00")):
        page.goto(f"{served.url}{OFFICE}/sessions/new/?world=made-up")
        _typed(page, title_0=f"Atelier du mois {n}", begins=hour, ends=hour.replace(":00", ":50"))
        day = source + datetime.timedelta(days=(1 - source.weekday()) % 7 + 7)
        _typed(page, first=day.isoformat())
        page.locator("form.plan-form button[name=then]").click()
        if page.locator("button[name=heeded][value=publish]").count():
            page.locator("button[name=heeded][value=publish]").click()
        _recorded(page)

    page.goto(f"{served.url}{OFFICE}/months/?")
    if page.locator("main ul.plain-list a").count():
        page.locator("main ul.plain-list a").first.click()
    _typed(page, source=f"{source:%Y-%m}", target=f"{after:%Y-%m}")
    page.locator(".month-choice button").click()
    expect(page.locator(".month-table input:checked")).to_have_count(2)
    _sound(page, "guide-month")
    page.locator("form[method=post] .acts button").last.click()
    _recorded(page)
    rows = page.locator("main .table tbody tr")
    expect(rows).to_have_count(2)
    for box in page.locator("input[name=row]").all():
        box.check()
    page.locator("button[name=gesture][value=publish]").click()
    _recorded(page)

    number = after + datetime.timedelta(days=(1 - after.weekday()) % 7 + 7)
    year, week, _day = number.isocalendar()
    page.goto(f"{served.url}{OFFICE}/weeks/")
    if page.locator("main ul.plain-list a").count():
        page.locator("main ul.plain-list a").first.click()
    page.goto(re.sub(r"\d+-\d+/$", f"{year}-{week}/", page.url.partition("?")[0]))
    expect(page.locator("a.plan-published")).to_have_count(2)
    page.locator("td a").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('td').cellIndex") == 2
    _sound(page, "programme-week-1440")


def test_a_session_is_planned_on_a_phone_by_keyboard_after_what_it_runs_into(served, page):
    page.set_viewport_size(PHONE)
    _signed_in(page, served, "centre-manager")
    page.goto(f"{served.url}{OFFICE}/weeks/")
    if page.locator("main ul.plain-list a").count():
        page.locator("main ul.plain-list a").first.click()
    _sound(page, "programme-week-390")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/sessions/new/"))
    year = timezone.localdate().year + 1
    _typed(page, title_0="Atelier de Noël", first=f"{year}-12-25")
    _typed(page, begins="07:00", ends="08:30")
    page.locator("#id_site").select_option(index=1)
    _sound(page, "programme-form-390")
    page.locator("#id_ends").press("Enter")
    heeded = page.locator("button[name=heeded][value=on]")
    expect(page.locator(".clashes").first).to_contain_text("férié")
    _sound(page, "programme-clash-390")
    heeded.press("Enter")
    _recorded(page)
    _sound(page, "programme-session-390")
    page.locator("button[name=act][value=remove]").click()
    _recorded(page)


def test_counters_campaigns_and_lists_are_sound(served, page):
    page.set_viewport_size(TABLET)
    _signed_in(page, served, "coordinator")
    page.goto(f"{served.url}{OFFICE}/counters/?year=2024")
    expect(page.locator("#published")).to_be_visible()
    assert "6 690" in page.locator("main").inner_text().replace("\u202f", " ").replace("\xa0", " ")
    _sound(page, "programme-counters-1180")
