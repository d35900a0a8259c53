"""The visitor's own page: place and band, nothing else, no cookie, gone with its day."""

from __future__ import annotations

import datetime
import json

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from parvis.centres.queries.opening import today
from parvis.desk import sentences
from parvis.desk.tests.factories import BY, a_site, a_ticket
from parvis.kernel import live
from parvis.ui import icons
from parvis.visits import actions
from parvis.visits.enums import Picture

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


class TestTheWholeQueue:
    def test_it_says_who_is_called_where_and_how_many_wait(self, site):
        called, _waits = a_ticket(site), a_ticket(site, need="seat", language="ar")
        actions.call(ticket=called, desk=5, by=BY)

        shown = read_whole(site)

        assert "Appelés maintenant" in shown
        assert f" {called.sign[1:]}</bdi>" in shown
        assert "guichet 5" in shown
        assert "1 <svg" in shown
        assert "seat" not in shown

    def test_the_moving_part_is_the_part_of_the_page(self, site):
        a_ticket(site)

        assert read_whole(site, "?part=queue").strip() in read_whole(site)

    def test_nobody_waits_and_nobody_is_called(self, site):
        shown = read_whole(site)

        assert "Personne n’est appelé pour l’instant." in shown
        assert "Personne n’attend." in shown

    def test_closed_it_says_so(self, site):
        a_ticket(site)
        actions.close_day(site=site, date=today(site), by=BY)

        assert "<h1>Fermé</h1>" in read_whole(site)

    def test_it_hears_that_the_queue_moves(self, site):
        answer = json.loads(Client().get(f"/queue/at/{site.pk}/stream/").content)

        opened = answer["stream"].partition("ticket=")[2].replace("%3A", ":")
        assert live.topics_of(opened) == {f"site/{site.pk}/queue"}

    @pytest.mark.parametrize("rest", ["", "stream/"])
    def test_a_site_that_is_not_there_has_none(self, rest):
        assert Client().get(f"/queue/at/0/{rest}").status_code == 404


def read_whole(site, query=""):
    answer = Client().get(f"/queue/at/{site.pk}/{query}")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
    return answer.content.decode()


class TestPictures:
    def test_a_ticket_has_its_picture_wherever_it_is_shown(self, site):
        actions.set_up(site=site, pictures=True, by=BY)
        ticket = a_ticket(site)
        word = sentences.named(ticket.picture, "fr")

        assert f">{word}</span>" in read(ticket)
        assert sentences.named(ticket.picture, "ar") in read(ticket, "?lang=ar")
        actions.call(ticket=ticket, desk=5, by=BY)
        assert f">{word}</span>" in read_whole(site)

    def test_without_pictures_none_is_drawn(self, site):
        assert 'class="picture"' not in read(a_ticket(site))

    @pytest.mark.parametrize("one", Picture.values)
    def test_each_has_a_drawing_a_word_in_each_language_and_a_voice(self, one):
        assert icons.drawn(sentences.DRAWN[one])
        for tongue in sentences.TONGUES:
            assert sentences.named(one, tongue.code)
            assert finders.find(f"desk/voices/{tongue.code}/picture-{one}.mp3")
