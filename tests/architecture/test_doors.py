"""Every address has a door: its own if the view is ours, a listed one if it is not."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from parvis.accounts.models import User
from parvis.config.doors import CLOSED, OPEN, STAFF
from parvis.kernel.addresses import RESERVED
from tests.architecture.reading import Address, addresses

OURS = [address for address in addresses() if address.ours]
THEIRS = [address for address in addresses() if not address.ours and not address.is_covered]
BEHIND_CLOSED = [address for address in THEIRS if address.sample.startswith(CLOSED)]
BEHIND_STAFF = [
    address
    for address in THEIRS
    if address.sample.startswith(STAFF) and not address.sample.startswith(CLOSED)
]


def _name(address: Address) -> str:
    return address.route


def test_there_are_addresses_of_both_kinds():
    assert OURS
    assert BEHIND_CLOSED
    assert BEHIND_STAFF


@pytest.mark.parametrize("address", OURS, ids=_name)
def test_every_view_of_ours_states_who_may_enter(address: Address):
    assert getattr(address.view, "access", None), f"{address.view.__qualname__} has no door"


def test_every_other_view_stands_behind_a_listed_prefix():
    unlisted = [a.route for a in THEIRS if not a.fixed.startswith((*OPEN, *STAFF, *CLOSED))]

    assert unlisted == []


def test_ways_round_our_sign_in_are_closed():
    """Wagtail signs in, resets passwords and makes users by itself: none of it may be entered."""
    ways_round = ("wagtail.admin.views.account", "wagtail.users.", "django.contrib.auth.views")
    open_ways = [
        address.route
        for address in THEIRS
        if address.view.__module__.startswith(ways_round)
        if not address.sample.startswith(CLOSED)
    ]

    assert open_ways == []


@pytest.mark.parametrize("prefix", [*CLOSED, *STAFF])
def test_every_listed_prefix_still_covers_an_address(prefix: str):
    assert any(address.sample.startswith(prefix) for address in THEIRS)


@pytest.mark.parametrize("doors", [OPEN, STAFF, CLOSED])
def test_the_list_is_made_of_whole_prefixes(doors: object):
    """A forgotten comma makes one text of a tuple, and every letter of it a prefix."""
    assert isinstance(doors, tuple)
    assert all(re.fullmatch(r"/(?:[\w.-]+/)+", prefix) for prefix in doors)


def test_the_program_runs_with_the_list_we_read():
    assert settings.PARVIS_DOORS == {"open": OPEN, "staff": STAFF, "closed": CLOSED}


def test_closed_addresses_do_not_exist_for_anybody(client: Client):
    answers = {a.sample: client.get(a.sample).status_code for a in BEHIND_CLOSED}

    assert set(answers.values()) == {404}, answers


@pytest.mark.django_db
def test_closed_addresses_do_not_exist_for_an_administrator_either(client: Client):
    client.force_login(
        User.objects.create_user("root@example.org", name="R", is_superuser=True, is_staff=True)
    )
    answers = {
        (method, a.sample): getattr(client, method)(a.sample).status_code
        for a in BEHIND_CLOSED
        for method in ("get", "post")
    }

    assert set(answers.values()) == {404}, answers


def test_staff_addresses_lead_to_our_sign_in(client: Client):
    ours = reverse(settings.LOGIN_URL)
    wrong = {}
    for address in BEHIND_STAFF:
        response = client.get(address.sample)
        if response.status_code != 302 or not response.headers["Location"].startswith(ours + "?"):
            wrong[address.sample] = response.status_code

    assert wrong == {}


def test_what_stands_first_in_an_address_is_reserved():
    languages = {code for code, _ in settings.LANGUAGES}
    first = set()
    for address in addresses():
        parts = address.route.strip("/").split("/")
        if parts[0] in languages:
            parts = parts[1:]
        if parts and re.fullmatch(r"[\w.-]+", parts[0]):
            first.add(parts[0])

    assert first <= RESERVED


def test_what_follows_the_code_of_a_network_is_reserved_too():
    after = {
        match[1]
        for address in addresses()
        if (match := re.search(r"networks/<slug:\w+>/([\w.-]+)/", address.route))
    }

    assert after <= RESERVED
