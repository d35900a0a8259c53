"""Nobody is known: no public page sets a cookie, and none is asked to keep anything."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.architecture.reading import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]

PUBLIC = sorted(
    {address.sample for address in addresses() if not address.sample.startswith("/office/")}
)
PAGES_AT_MOST = 40
LINK = re.compile(r"""\shref="(/[^"#]*)""")


def test_no_public_address_sets_a_cookie(client: Client):
    setting = {path for path in PUBLIC if client.get(path).cookies}

    assert setting == set()


@pytest.fixture
def read(client: Client) -> dict[str, HttpResponse]:
    """Links followed from the first page: what is really shown, with both networks loaded."""
    waiting, read = ["/"], {}
    while waiting and len(read) < PAGES_AT_MOST:
        path = waiting.pop(0)
        if path in read or path.startswith(("/office/", "/static/")):
            continue
        read[path] = client.get(path)
        if read[path]["Content-Type"].startswith("text/html"):  # a PDF leads nowhere
            waiting += map(unescape, LINK.findall(read[path].content.decode()))
    return read


def test_no_page_a_reader_can_reach_sets_a_cookie_or_leads_nowhere(read: dict[str, HttpResponse]):
    assert len(read) > 10
    assert {path for path, response in read.items() if response.cookies} == set()
    assert {path for path, response in read.items() if response.status_code >= 400} == set()
