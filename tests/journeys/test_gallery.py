"""Every component and skeleton, at every size, in both languages and both directions."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import findings, picture

SIZES = [(320, 640), (390, 844), (1180, 820), (1440, 900)]
AXED = (390, 1440)
PAGES = ["", "form/?name=", "office/", "confirm/", "desk/?need=c", "paper/", "ticket/"]
FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary"


def _turned(path, direction):
    return path if not direction else f"{path}{'&' if '?' in path else '?'}dir={direction}"


@pytest.mark.parametrize("direction", ["", "rtl"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_is_silent_and_nothing_scrolls_sideways(served, page, language, direction):
    wrong = []
    for path in PAGES:
        page.goto(f"{served.url}/{language}/ui/{_turned(path, direction)}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            at = f"{language} {path} {direction} {width}"
            if width in AXED:
                wrong += [f"{at}: {finding}" for finding in findings(page)]
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                wrong.append(f"{at}: {wide} pixels wide")
            picture(page, f"gallery-{at.replace('/', '').replace('?', '-')}")

    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_keys_alone_reach_everything(served, page, path):
    """Tab meets every control in turn; of one group of radio buttons it meets one."""
    page.set_viewport_size({"width": 1180, "height": 820})
    page.goto(f"{served.url}/fr/ui/{path}")
    page.evaluate(
        """wanted => { for (const [n, one] of document.querySelectorAll(wanted).entries())
        if (one.checkVisibility() && one.type !== 'hidden'
            && !(one.type === 'radio' && !one.checked && document.querySelector(
                 `[type=radio][name="${one.name}"]:checked`)))
        one.dataset.step = one.type === 'radio' ? 'radio-' + one.name : n;
        document.activeElement.blur(); }""",
        FOCUSABLE,
    )
    steps = page.locator("[data-step]")
    wanted = set(steps.evaluate_all("all => all.map(one => one.dataset.step)"))
    met = set()
    for _ in range(len(wanted) * 3):
        page.keyboard.press("Tab")
        met.add(page.evaluate("document.activeElement.dataset.step ?? ''"))
        if wanted <= met:
            break

    assert wanted
    assert wanted - met == set()


def test_a_form_with_mistakes_leads_to_its_fields_without_a_script(served, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/en/ui/form/")
    page.get_by_label("Name of the place").fill("Here")
    page.get_by_label("Seats").fill("")
    page.get_by_role("button", name="Save").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error · "))
    expect(page.get_by_label("Name of the place")).to_have_value("Here")
    seats = page.get_by_label("Seats")
    expect(seats).to_have_attribute("aria-invalid", "true")
    expect(seats).to_have_accessible_description("Say how many seats there are.")
    summary.get_by_role("link", name="Step-free access: Say how one gets in.").click()
    expect(page.get_by_label("yes", exact=True)).to_be_in_viewport()
    context.close()


def test_a_list_is_ordered_narrowed_and_paged_by_links_without_a_script(served, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/en/ui/office/")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Place 1")

    page.get_by_role("link", name="Visits").click()
    expect(page.get_by_role("columnheader", name="Visits")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("link", name="Visits").click()
    expect(page.get_by_role("columnheader", name="Visits")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"sort=-visits.*page=2"))

    page.get_by_label("Step").select_option("open")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr").filter(has_text="planned")).to_have_count(0)
    page.get_by_role("link", name=re.compile("take this filter away")).click()
    expect(page.locator(".chips")).to_have_count(0)
    context.close()


def test_the_office_menu_opens_on_a_phone_without_a_script(served, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{served.url}/en/ui/office/")
    entry = page.get_by_role("link", name="Opening hours")
    expect(entry).to_be_hidden()
    page.locator(".office-menu summary").click()
    expect(entry).to_be_visible()
    context.close()


def test_keys_can_be_listed_used_and_turned_off(served, page):
    page.goto(f"{served.url}/en/ui/office/")
    page.keyboard.press("?")
    switch = page.get_by_label("Use keys on this device")
    expect(switch).to_be_visible()
    picture(page, "office-keys")
    assert findings(page) == []
    switch.uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/en/ui/office/$"))

    page.reload()
    page.locator("[data-keys] summary").click()
    expect(switch).not_to_be_checked()
    switch.check()
    page.keyboard.press("Escape")
    page.get_by_label("Name").first.focus()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/en/ui/office/$"))
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/en/ui/form/"))


@pytest.mark.parametrize("size", [(1180, 820), (1024, 768)])
def test_the_panel_of_the_desk_stands_above_the_fold(served, page, size):
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{served.url}/fr/ui/desk/?need=d")
    panel = page.locator(".desk-work").bounding_box()
    tiles = page.locator(".tile").evaluate_all(
        "all => all.map(one => Math.min(one.offsetWidth, one.offsetHeight))"
    )

    assert panel["y"] + panel["height"] <= height
    assert len(tiles) == 6
    assert min(tiles) >= 96
    expect(page.get_by_role("status")).to_contain_text("Enregistré")
