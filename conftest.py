"""What every test stands on: a database of its own, and a signature for what it writes."""

from __future__ import annotations

import os
from collections.abc import Iterator

import django
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.test import Client
from django.utils import translation

from parvis.cli import prepare
from tests import databases

# Before anything reads the settings: tests have a cluster of their own, which forgets at a power
# cut what it was told and is quicker for it. DATABASE_URL names another server (Debian's, in CI).
os.environ.setdefault("PARVIS_CLUSTER", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
os.environ.pop("PARVIS_DB_POOL", None)
os.environ.pop("PARVIS_DB_ROLE", None)
# Here and not in a hook: the conftest.py of a room is read before any hook runs.
django.setup()
# WhiteNoise would look through every style and script again for each client of a test.
settings.WHITENOISE_AUTOREFRESH = True

NEEDS_A_DATABASE = frozenset({"db", "_django_db_helper", "committed_db"})
WHO = "command:test"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Pages name their styles by digest: they are gathered once, before the workers start."""
    if not hasattr(session.config, "workerinput") and prepare.gather_static_files():
        # Django, set up above, has already looked for the list of digests and found the old one.
        files = staticfiles_storage
        files.hashed_files, files.manifest_hash = files.load_manifest()


SCREENS = {
    "test_views.py",
    "test_ledgers.py",
    "test_week.py",
    "test_found.py",
    "test_duty_views.py",
}
ROOMS_OF_SCREENS = {"cli", "demo", "desk", "office", "ui", "website"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever speaks to the database is marked, so that it can run once more on Debian's.

    But for screens and the walls of the house: they speak it in the same words as the rooms.
    """
    for item in items:
        folders = item.path.relative_to(item.config.rootpath).parts
        is_a_screen = item.path.name in SCREENS or folders[1] in ROOMS_OF_SCREENS
        if is_a_screen or folders[1] == "architecture":
            continue
        asked = NEEDS_A_DATABASE.intersection(getattr(item, "fixturenames", ()))
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("sql")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> Iterator[None]:
    """A clone of the migrated template for this worker; Django speaks to it as the app's role."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        name = databases.clone()
    with databases.used(name):
        yield
    databases.drop(name)


class Browser(Client):
    """A browser that a person takes up: what the one before left in its jar is gone.

    Cookies of staff are said once for each of their paths; the jar of Django's client keeps them
    apart and sends all, the old ones too.
    """

    def force_login(self, *args: object, **kwargs: object) -> None:
        """Sign somebody in."""
        self.cookies.clear()
        super().force_login(*args, **kwargs)


@pytest.fixture
def client() -> Client:
    """A browser of a test."""
    return Browser()


@pytest.fixture(autouse=True)
def _in_our_language() -> None:
    """A request of the test before may have left its own in this thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _signed(request: pytest.FixtureRequest, _django_db_marker: None) -> None:
    """Sign what the test writes: the journal refuses a write by nobody.

    The signature is local to the test's own transaction, and goes with it.
    """
    if "committed_db" in request.fixturenames:
        return
    marker = request.node.get_closest_marker("django_db")
    if marker is None and not NEEDS_A_DATABASE.intersection(request.fixturenames):
        return
    if marker is not None and (marker.kwargs.get("transaction") or marker.args):
        pytest.fail("django_db(transaction=True) empties tables: ask for committed_db instead")
    request.getfixturevalue("db")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('parvis.actor', %s, true)", [WHO])


@pytest.fixture
def transactional_db() -> None:
    """Not here: it empties tables, which the app's role may not and the journal never allows."""
    pytest.fail("transactional_db empties tables: ask for committed_db instead")


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A database of the test's own, where commits are real: for threads and locks; its name.

    Nothing is signed here: write through actions, or inside `parvis.kernel.history.signed`.
    """
    name = databases.clone()
    with django_db_blocker.unblock(), databases.used(name):  # type: ignore[attr-defined]
        yield name
    databases.drop(name)
