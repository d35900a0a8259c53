"""A day without network on a tablet: killed in the middle, taken in afterwards, nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Error, expect

from parvis.accounts.actors import command
from parvis.centres.models import Site
from parvis.centres.queries.opening import today
from parvis.devices.actions import issue, revoke
from parvis.devices.enums import ADDRESSES, DeviceKind
from parvis.tallies.queries import all_of_day
from parvis.visits import actions
from parvis.visits.models import Ticket, Visit
from parvis.visits.queries import totals, waiting
from tests.journeys.conftest import CHROMIUM, QUIET, findings, picture

BY = command("journey")
SIZES = {"phone": (390, 844), "tablet": (1180, 820), "small": (1024, 768), "office": (1440, 1000)}
OPEN = "() => document.documentElement.dataset.desk === 'open'"
READY = "() => document.querySelectorAll('[data-ready][data-is-so=true]').length === 3"
TAPS = """
([names, n]) => {
  const told = document.documentElement.dataset;
  window.kept = 0;
  return (async () => {
    for (let i = 0; i < n; i += 1) {
      document.querySelector(names[i % names.length]).click();
      if (i % 10 === 9 || i === n - 1) {
        while (told.keptRecord !== told.lastRecord) {
          await new Promise((later) => setTimeout(later, 1));
        }
        window.kept = i + 1;
      }
    }
    return window.kept;
  })();
}
"""
"""Touches so many tiles, ten at a time; how many are said to be on the disk is kept."""


@pytest.fixture
def site(behind):
    """A site of the example network that is open, with nobody waiting."""
    found = Site.objects.filter(centre__simulated=True, kind="main").earliest("pk")
    actions.set_up(site=found, bands=["age", "first_visit"], regime="always", by=BY)
    actions.open_day(site=found, by=BY)
    for ticket in waiting(found):
        actions.leave(ticket=ticket, by=BY)
    return found


class Tablet:
    """A browser with a memory of its own, that holds the key of a desk without network."""

    def __init__(self, browser, served, site):
        self.kind, self.served, self.site = browser.browser_type, served, site
        self.memory = tempfile.mkdtemp(prefix="parvis-away-")
        self.issued = issue(site=site, kind="desk", name=f"away {uuid4()}", by=BY)
        self.path = ADDRESSES[DeviceKind.DESK].format(site.pk)
        self.context = None
        self.wrong = []
        """What its scripts stumbled over."""

    def open(self, lang="fr", *, size="tablet", offline=False):
        """Start it, on its page."""
        width, height = SIZES[size]
        self.context = self.kind.launch_persistent_context(
            self.memory,
            executable_path=CHROMIUM,
            args=QUIET,
            viewport={"width": width, "height": height},
            offline=offline,
        )
        cookie = {"name": "parvis-desk", "value": self.issued.key, "path": self.path}
        self.context.add_cookies([cookie | {"domain": "127.0.0.1"}])
        page = self.context.pages[0]
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.goto(f"{self.served.url}{self.path}?lang={lang}")
        page.wait_for_function(OPEN)
        return page

    def kill(self):
        """The battery is dead: the program ends without a word."""
        asked = f"--user-data-dir={self.memory}".encode()
        for process in Path("/proc").iterdir():
            with suppress(OSError):
                words = (process / "cmdline").read_bytes().split(b"\0")
                if asked in words and not any(one.startswith(b"--type=") for one in words):
                    os.kill(int(process.name), signal.SIGKILL)
        self.close()

    def close(self):
        """End it, if it still runs."""
        if self.context is not None:
            with suppress(Error):
                self.context.close()


@pytest.fixture
def tablet(served, site, browser):
    one = Tablet(browser, served, site)
    yield one
    one.close()
    revoke(device=one.issued.device, by=BY)  # the numbers kept for it are the next tablet's
    shutil.rmtree(one.memory, ignore_errors=True)
    assert one.wrong == []


def waits(page, n):
    """Until so many records wait to be sent."""
    page.wait_for_function(
        f"() => document.documentElement.dataset.waiting === '{n}'", timeout=60_000
    )


def left(page):
    """How many records wait to be sent, as the screen says."""
    return int(page.evaluate("document.documentElement.dataset.waiting"))


def ready(page):
    """Everything is on the tablet: it may leave."""
    page.wait_for_function(READY)


def tiles(page):
    """Ways to name each tile of a pole."""
    return [
        f"[data-what='{one.get_attribute('data-what')}']"
        for one in page.locator(".tile:not([data-what=information])").all()
    ]


def sound(page, name):
    picture(page, name)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
def test_a_day_of_200_records_killed_in_the_middle_is_taken_in_whole_and_once(tablet, site, lang):
    page = tablet.open(lang)
    ready(page)
    before = totals(site, today(site))
    tickets = Ticket.objects.count()
    others = ["[data-what=information]", "[data-wanted=computer]", "[data-wanted=open_access]"]
    names = [*tiles(page)[:2], *others, *others, *others]
    tablet.context.set_offline(True)

    page.evaluate(f"({TAPS})({[names, 120]!r}); 0")  # not waited for: it is killed meanwhile
    page.wait_for_function("() => window.kept >= 60")
    sure = page.evaluate("window.kept")
    tablet.kill()

    page = tablet.open(lang, offline=True)
    held = left(page)
    assert sure <= held <= 120  # all that was said to be kept is there
    assert page.locator("[data-count]").inner_text() == str(held)
    page.evaluate(TAPS, [names, 200 - held])
    waits(page, 200)
    # one is undone, never having left; the first is called, comes, and it is over; a class of 40
    page.locator("[data-undo]").first.click()
    waits(page, 199)
    page.keyboard.press("n")
    page.locator("[data-come]").first.click()
    page.locator("[data-over]").first.click()
    waits(page, 202)
    page.locator("#sheet-what").select_option("event")
    page.locator("#sheet-n").fill("3")
    page.locator("#sheet-size").fill("40")
    page.locator("[data-sheet] button").click()
    waits(page, 203)
    page.reload()
    page.wait_for_function(OPEN)
    assert left(page) == 203
    sound(page, f"away-{lang}-full")
    assert totals(site, today(site)) == before

    lost = []

    def lose(route):
        """The first part arrives; its answer does not."""
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())
            route.abort()

    page.route("**/merge/", lose)
    tablet.context.set_offline(False)
    waits(page, 0)  # nobody pressed anything
    assert lost
    assert lost[0].ok
    after = totals(site, today(site))
    assert after.visits - before.visits == 199 + 3
    assert after.people - before.people == 199 + 120
    assert after.served - before.served == 1
    given = Ticket.objects.count() - tickets
    assert given > 0
    assert Ticket.objects.filter(state="served").exists()
    assert page.locator("[data-refused]").is_hidden()
    page.reload()
    page.wait_for_function(OPEN)
    page.locator("[data-send-now]").click()
    ready(page)
    assert totals(site, today(site)) == after
    picture(page, f"away-{lang}-sent")


@pytest.mark.parametrize("size", SIZES)
def test_the_panel_of_recording_is_whole_on_every_screen(tablet, site, size):
    page = tablet.open("ar" if size == "small" else "fr", size=size)
    ready(page)
    page.locator(".tile").first.click()
    expect(page.locator(".done-bar")).to_be_visible()
    waits(page, 0)

    sound(page, f"away-{size}")
    box = page.locator(".desk-work").bounding_box()
    if size != "phone":
        assert box["y"] + box["height"] <= SIZES[size][1]
    for tile in page.locator(".tile").all():
        assert min(tile.bounding_box()["width"], tile.bounding_box()["height"]) >= 96
    page.locator(".pills button").nth(1).click()
    waits(page, 0)
    visit = Visit.objects.filter(day__site=site, day__date=today(site)).latest("at")
    assert visit.age == "15-18"
    page.keyboard.press("z")
    expect(page.locator(".done-bar.is-quiet")).to_be_visible()
    waits(page, 0)
    assert not Visit.objects.filter(pk=visit.pk).exists()


def test_when_numbers_run_out_the_visit_is_counted_and_it_is_said(tablet, site):
    page = tablet.open("en")
    ready(page)
    tablet.context.set_offline(True)
    before = all_of_day(site, today(site)).get("visits.visits", {})

    page.evaluate(TAPS, [tiles(page)[:1], 42])

    expect(page.locator(".done-bar")).to_contain_text("No number left")
    expect(page.locator(".tile .meta").first).to_contain_text("No number left")
    assert page.locator("[data-queue] > li").count() == 40
    tablet.context.set_offline(False)
    waits(page, 0)
    after = all_of_day(site, today(site))["visits.visits"]
    assert sum(after.values()) - sum(before.values()) == 42
    expect(page.locator(".tile .meta").first).not_to_contain_text("No number", timeout=60_000)


def test_a_full_tablet_refuses_and_says_so(tablet, site):
    page = tablet.open("en")
    ready(page)
    tablet.context.set_offline(True)
    page.evaluate(TAPS, [["[data-what=information]"], 3])
    page.evaluate(
        "IDBObjectStore.prototype.put = () => "
        "{ throw new DOMException('no room', 'QuotaExceededError'); }; 0"
    )

    page.locator(".tile").first.click()

    expect(page.locator(".done-bar.is-refused")).to_contain_text("This tablet is full")
    assert left(page) == 3
    assert page.locator("[data-count]").inner_text() == "3"
    page.reload()
    page.wait_for_function(OPEN)
    assert left(page) == 3


def test_what_is_refused_stays_with_its_reason_and_is_corrected(tablet, site):
    page = tablet.open("en")
    ready(page)
    before = totals(site, today(site)).visits

    def refuse(route):
        sent = route.request.post_data_json["records"]
        said = {"state": "refused", "said": "This pole is gone.", "sign": ""}
        route.fulfill(json={"answers": [said | {"key": one["key"]} for one in sent]})

    page.route("**/merge/", refuse)
    page.locator(".tile").first.click()

    row = page.locator("[data-refused-rows] li")
    expect(row).to_contain_text("This pole is gone.")
    expect(page.locator("[data-to-send]")).to_contain_text("1")
    page.locator("[data-aside]").first.click()
    expect(page.locator("[data-is-aside]").first).to_be_visible()
    page.unroute("**/merge/")
    sound(page, "away-refused")
    row.locator("select").select_option("information")
    page.locator("[data-again]").first.click()

    waits(page, 0)
    assert totals(site, today(site)).visits == before + 1
    assert page.locator("[data-refused]").is_hidden()


def test_a_key_taken_back_keeps_everything_and_emptying_asks_twice(tablet, site):
    page = tablet.open("en")
    ready(page)
    tablet.context.set_offline(True)
    page.evaluate(TAPS, [["[data-what=information]"], 2])
    revoke(device=tablet.issued.device, by=BY)
    tablet.context.set_offline(False)

    expect(page.locator(".told")).to_contain_text("was taken back", timeout=60_000)
    assert left(page) == 2
    page.reload()  # the page that was kept, and what it holds
    page.wait_for_function(OPEN)
    expect(page.locator(".told a")).to_be_visible(timeout=60_000)
    assert left(page) == 2
    page.locator("[data-empty]").click()
    expect(page.locator("[data-emptying-words]")).to_contain_text("2 records were never sent")
    sound(page, "away-emptying")
    page.locator("[data-empty-no]").click()
    assert left(page) == 2
    page.locator("[data-empty]").click()
    page.locator("[data-empty-yes]").click()
    expect(page.locator("[data-empty-yes]")).to_contain_text("Erase 2 records")
    page.locator("[data-empty-yes]").click()
    waits(page, 0)


def test_what_it_holds_is_sealed_and_a_second_window_says_where_to_go_on(tablet, site):
    page = tablet.open("en")
    ready(page)
    tablet.context.set_offline(True)
    page.evaluate(TAPS, [["[data-what=information]"], 3])

    second = tablet.context.new_page()
    second.goto(page.url)

    expect(second.locator(".told")).to_contain_text("another window")
    readable = page.evaluate(
        """async () => {
          const [{ name }] = (await indexedDB.databases()).filter((one) => one.name);
          const open = indexedDB.open(name);
          const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
          const all = async (store) => {
            const asked = db.transaction(store).objectStore(store).getAll();
            return new Promise((done) => { asked.onsuccess = () => done(asked.result); });
          };
          const [key] = await all("keys");
          const rows = [...(await all("items")), ...(await all("visits")), ...(await all("held"))];
          return [key.extractable, rows.length, rows.every((row) =>
            Object.keys(row).sort().join() === "data,iv" && row.data instanceof ArrayBuffer)];
        }"""
    )
    assert readable[0] is False
    assert readable[1] >= 6
    assert readable[2] is True
