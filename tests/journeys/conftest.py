"""Journeys: a real browser in front of the program as people run it, on a database of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import databases

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The shell is the same browser without the windows nobody looks at: it starts sooner."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


FIRST_TIMER = "partner-manager"
"""Who has not read the Charter yet: everybody else of the demonstration has."""


def _accept_the_charter(*, but: str) -> None:
    from parvis.accounts.actors import staff
    from parvis.accounts.models import User
    from parvis.charter import actions, queries

    version = queries.in_force(simulated=True)
    for user in User.objects.exclude(email__startswith=but):
        actions.accept(user=user, version=version, by=staff(user))


@dataclass(frozen=True)
class Served:
    """Where the program answers, and how to sign in to its demonstration."""

    url: str
    sign_ins: dict[str, tuple[str, str]]
    database: str = ""


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _answers(url: str, program: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if program.poll() is not None:
            pytest.fail(f"the program stopped with exit code {program.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the program did not answer within a minute")


@pytest.fixture(scope="session")
def served(django_db_setup: None, django_db_blocker: object) -> Iterator[Served]:
    """`parvis serve` on a clone of the template, with both networks and the demonstration staff."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        name = databases.clone()
        with databases.used(name):
            from parvis.demo.actions import prepare_demo

            sign_ins = {
                row.email.split("@")[0]: (row.email, row.password)
                for row in prepare_demo(programme=False)
            }
            _accept_the_charter(but=FIRST_TIMER)
    port = _free_port()
    environment = os.environ | {
        "PARVIS_PORT": str(port),
        "PARVIS_BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": databases.address_of(name, "app"),
        "DATABASE_OWNER_URL": databases.address_of(name, "owner"),
    }
    program = subprocess.Popen([sys.executable, "-m", "parvis", "serve"], env=environment)
    try:
        _answers(f"http://127.0.0.1:{port}/fr/", program)
        yield Served(f"http://127.0.0.1:{port}", sign_ins, name)
    finally:
        program.terminate()
        program.wait(timeout=20)
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            databases.drop(name)


@pytest.fixture
def behind(
    served: Served, django_db_blocker: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The database behind the program: what a colleague elsewhere does, done by its action."""
    # Playwright keeps a loop in this thread; nothing of it runs while we wait for the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with django_db_blocker.unblock(), databases.used(served.database):  # type: ignore[attr-defined]
        yield served.database


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; its absence is a failure, never a skip."""
    if CHROMIUM is None:
        pytest.fail("Chromium is missing: apt-get install chromium-headless-shell")
    # A busy machine answers late; a journey tells what is shown, a benchmark how soon.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A person who has never been here: no cookie, nothing stored."""
    opened = browser.new_context()
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails the test on any error of script or any request that leaves the site."""
    return context.new_page()


def findings(page: Page) -> list[str]:
    """What axe objects to on the page as it stands, all rules and best practices."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in violations
        for node in violation["nodes"]
    ]


PHONE = {"width": 390, "height": 844}
TABLET = {"width": 1180, "height": 820}
DESKTOP = {"width": 1440, "height": 900}


def walked(page: Page, address: str, name: str) -> None:
    """Open «…/{lang}/…» in both languages at all widths: nothing runs off the side, axe is silent.

    Axe goes over the phone in French and the desktop in English; more would tell the same twice.
    """
    for language in ("fr", "en"):
        page.goto(address.format(lang=language))
        for size in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            if (language, size) in (("fr", PHONE), ("en", DESKTOP)):
                assert findings(page) == [], (language, size)
            picture(page, f"{name}-{language}-{size['width']}")


PICTURES = Path(os.environ["PARVIS_PICTURES"]) if os.environ.get("PARVIS_PICTURES") else None


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page when PARVIS_PICTURES names a folder."""
    if PICTURES is not None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
