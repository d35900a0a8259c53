"""Nobody is known: no public page sets a cookie, and none is asked to keep anything."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.architecture.reading import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]

PUBLIC = sorted(
    {
        address.sample
        for address in addresses()
        if not address.sample.startswith("/office/")
    }
)
PAGES_AT_MOST = 40
LINK = re.compile(r"""\shref="(/[^"#]*)""")


def test_no_public_address_sets_a_cookie(client: Client):
    setting = {path for path in PUBLIC if client.get(path).cookies}

    assert setting == set()


def test_no_page_a_reader_can_reach_sets_a_cookie(client: Client):
    """Follow links from the first page: what is really shown, with both networks loaded."""
    waiting, seen, setting = ["/"], set(), set()
    while waiting and len(seen) < PAGES_AT_MOST:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/office/", "/static/")):
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code < 500, path
        if response.cookies:
            setting.add(path)
        waiting += LINK.findall(response.content.decode())

    assert len(seen) > 10
    assert setting == set()
