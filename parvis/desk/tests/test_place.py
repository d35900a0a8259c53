"""The visitor's own page: place and band, nothing else, no cookie, gone with its day."""

from __future__ import annotations

import datetime
import json

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from parvis.desk.tests.factories import BY, a_site, a_ticket
from parvis.kernel import live
from parvis.visits import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return a_site("employment", "training")


def read(ticket, query="", status=200):
    answer = Client().get(f"/queue/{ticket.address}/{query}")
    assert answer.status_code == status
    assert not answer.cookies
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert answer["Referrer-Policy"] == "no-referrer"
    return answer.content.decode()


def test_it_says_the_place_and_the_wait_and_nothing_else(site):
    first, second = a_ticket(site), a_ticket(site, need="seat", priority=False)
    third = a_ticket(site)

    assert "Vous êtes le prochain numéro." in read(first)
    assert "1 personne avant vous." in read(second)
    assert "2 personnes avant vous." in read(third)
    assert "seat" not in read(second)
    assert "place assise" not in read(second)


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (actions.start, "Vous êtes reçu en ce moment."),
        (actions.miss, "Votre place est gardée."),
        (actions.serve, "Ce ticket a servi."),
    ],
)
def test_it_follows_the_ticket(site, move, said):
    ticket = a_ticket(site)
    actions.call(ticket=ticket, desk=5, by=BY)
    assert "Présentez-vous au guichet <b>5</b>" in read(ticket)

    move(ticket=ticket, by=BY)

    assert said in read(ticket)


def test_the_moving_part_is_the_part_of_the_page(site):
    ticket = a_ticket(site)

    assert read(ticket, "?part=place").strip() in read(ticket)


def test_it_speaks_arabic_from_right_to_left(site):
    assert 'lang="ar" dir="rtl"' in read(a_ticket(site), "?lang=ar")


def test_it_is_gone_at_midnight(site):
    ticket = a_ticket(site)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=1), tick=False):
        assert "Ce ticket n’existe plus." in read(ticket, status=410)
        assert Client().get(f"/queue/{ticket.address}/stream/").status_code == 410


@pytest.mark.parametrize("address", ["A" * 22, "x", "A" * 21 + "_"])
def test_an_altered_address_opens_nothing(site, address):
    a_ticket(site)

    assert Client().get(f"/queue/{address}/").status_code == 410
    assert Client().get(f"/queue/{address}/stream/").status_code == 410


def test_it_hears_that_the_line_moves_while_it_is_in_it(site):
    ticket = a_ticket(site)
    answer = json.loads(Client().get(f"/queue/{ticket.address}/stream/").content)

    opened = answer["stream"].partition("ticket=")[2].replace("%3A", ":")
    assert live.topics_of(opened) == {f"site/{site.pk}/queue"}
    actions.leave(ticket=ticket, by=BY)
    assert Client().get(f"/queue/{ticket.address}/stream/").status_code == 410
