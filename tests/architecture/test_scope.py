"""Another centre's objects do not exist: every staff address and method, read from the table.

Addresses that later rooms add are walked by themselves. What an address needs of this file is an
object of its kind in the world of tests/architecture/world.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from parvis.accounts.models import User
from parvis.accounts.queries import read_holdings
from parvis.kernel.policies import trusted
from tests.architecture.reading import KINDS, Address, addresses, room_of
from tests.architecture.world import MARK, World, make_world

pytestmark = pytest.mark.django_db

STAFF = [one for one in addresses() if one.ours and one.route.startswith(("/office/", "/desk/"))]
OPEN = {"open to all", "reads nothing"}
OPEN_NAMES = {
    "sign-in",
    "lost-password",
    "new-password",
    "second-factor",
    "sign-out",
    "invitation",
    "shared-code",
}
"""The addresses of the office that ask nobody to be signed in, each shown by its own test."""
SEEN_BY_ALL = {
    "parvis.office.queries.networks": "a network and its report are public",
    "parvis.charter.queries.versions": "the Charter is public",
}
"""Queries without a scope, and why."""
LINES_OF_THE_JOURNAL = re.compile(r"(ledgers|network):[a-z-]+-back")
"""What one act wrote is put back: lines are asked where their rows lie, or who wrote them."""
NO_OBJECT = {
    "office:contradictions": "the report of a network is public, so is what contradicts it",
}
"""Addresses that vary and find their object themselves, and why."""
METHODS = ("get", "post", "head", "put", "patch", "delete", "options")
NOT_ROWS = {"accounts.Attempt"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for the module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('parvis.actor', 'command:test', true)")
        made = make_world()
        made.clients = {who: _as(user) for who, user in _near(made).items()}
        for who in made.clients:  # read once, and left on the person, as the door does
            made.people[who].holding_now = read_holdings(made.people[who])
        made.rows = _rows()
        yield made
        transaction.set_rollback(True)


def _guarded() -> list[Address]:
    return [one for one in STAFF if getattr(one.view, "among", None) is not None]


def _lists() -> list[Address]:
    """Addresses without an object, but those that end the visit itself."""
    return [
        one
        for one in STAFF
        if one.view.access not in OPEN and "<" not in one.route  # type: ignore[attr-defined]
    ]


def _name(address: Address) -> str:
    return f"{address.namespace}:{address.name}"


def _filled(address: Address, key: str, value: object) -> str:
    path = re.sub(rf"<(?:\w+:)?{key}>", str(value), address.route)
    return re.sub(r"<(?:(\w+):)?\w+>", lambda match: KINDS.get(match[1], "x"), path)


def _written() -> int:
    """How many rows of ours were written in this transaction so far, those taken back included.

    PostgreSQL counts them: nothing needs to be read again where nothing was written.
    """
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if room_of(model.__module__) and model._meta.label not in NOT_ROWS
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
            " WHERE relname = ANY(%s)",
            [tables],
        )
        return int(cursor.fetchone()[0])


def _rows() -> dict[str, list[Any]]:
    """Everything our rooms hold, but the sessions of the walk itself."""
    with trusted():
        return {
            model._meta.label: list(model._default_manager.order_by("pk").values())
            for model in apps.get_models()
            if room_of(model.__module__) and model._meta.label not in NOT_ROWS
        }


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _near(world: World) -> dict[str, User]:
    """One of each role here, and nobody; posts that ended or are to come are test_filters.py's."""
    return {
        key: user
        for key, user in world.people.items()
        if not key.startswith(("far ", "both ")) and "network:" not in key and "(" not in key
    }


def test_the_open_addresses_of_the_office_are_these():
    found = {one.name for one in STAFF if one.view.access in OPEN}  # type: ignore[attr-defined]

    assert found == OPEN_NAMES


def test_every_address_that_varies_says_among_what_it_looks():
    silent = {
        _name(one)
        for one in STAFF
        if "<" in one.route and one.name not in OPEN_NAMES
        if getattr(one.view, "among", None) is None
        if not LINES_OF_THE_JOURNAL.fullmatch(_name(one))
    }

    assert silent == set(NO_OBJECT)


def test_every_query_of_a_door_has_a_scope_or_a_reason():
    everyone = {
        f"{one.view.among.__module__}.{one.view.among.__qualname__}"  # type: ignore[attr-defined]
        for one in _guarded()
    }

    assert set(SEEN_BY_ALL) <= everyone


@pytest.mark.parametrize("address", _guarded(), ids=lambda one: f"{one.name}")
def test_an_object_of_another_centre_does_not_exist(world: World, address: Address):
    among, key = address.view.among, address.view.key  # type: ignore[attr-defined]
    if f"{among.__module__}.{among.__qualname__}" in SEEN_BY_ALL:
        return
    tried, wrong, before, alike = 0, [], _written(), set()
    for who, client in world.clients.items():
        with trusted():
            seen = among(world.people[who])
            own = frozenset(row.pk for row in seen)
            far = seen.model._default_manager.exclude(pk__in=own)
            keys = [getattr(row, key) for row in far]
        if own & world.far[seen.model._meta.label]:
            wrong.append((who, "sees", seen.model._meta.label, 200))
        every = who == "near centre:manager"
        # Everybody's rows are asked for. Who sees the same of them is stopped by the same line of
        # the door, whatever the method: one comes for all, and the manager by every method.
        if own in alike and not every:
            continue
        alike.add(own)
        for number, value in enumerate(dict.fromkeys([*keys[-1:], *keys[: int(every)]])):
            for method in METHODS if every and not number else METHODS[:2]:
                response = getattr(client, method)(_filled(address, key, value))
                tried += 1
                told = MARK in response.content.decode(errors="replace")
                if response.status_code not in (404, 405) or told:
                    wrong.append((who, method, value, response.status_code))
                if method == "get" and response.status_code != 405 and (number or not every):
                    break

    assert wrong == []
    assert tried, "the world of tests has nothing of this kind in another centre"
    assert _written() == before or _rows() == world.rows


@pytest.mark.parametrize("address", _lists(), ids=lambda one: f"{one.name}")
def test_a_list_tells_nothing_of_another_centre(world: World, address: Address):
    wrong, refused = [], False
    rule = getattr(address.view, "rule", None)
    for who, client in world.clients.items():
        if rule is not None and not rule(world.people[who]):
            # Whom the rule of the door turns away is told nothing: one is sent to see that it does.
            if refused:
                continue
            refused = True
        response = client.get(address.sample)
        before, told, after = response.content.decode().partition(MARK)
        if told or response.status_code not in (200, 302, 404, 405):
            wrong.append((who, response.status_code, before[-120:] + told + after[:40]))

    assert wrong == []


@pytest.mark.parametrize("address", [one for one in STAFF if one.name not in OPEN_NAMES], ids=_name)
def test_nobody_enters_unsigned(address: Address):
    for method in METHODS:
        response = getattr(Client(), method)(address.sample)

        assert response.status_code in (302, 405), method
        assert response.status_code == 405 or "/office/sign-in/" in response.headers["Location"]
