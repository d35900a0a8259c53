"""The wall: who is called where, in the room's own language, and nothing about anybody."""

from __future__ import annotations

import pytest
from django.utils import timezone

from parvis.desk import queries, sentences
from parvis.desk.tests.factories import BY, a_browser, a_site, a_ticket, address
from parvis.devices.enums import DeviceKind
from parvis.visits import actions

pytestmark = pytest.mark.django_db
WALL = DeviceKind.DISPLAY


@pytest.fixture
def site():
    return a_site("employment", "training")


@pytest.fixture
def wall(site):
    return a_browser(site, WALL)[0]


def read(wall, site, rest=""):
    answer = wall.get(address(site, WALL, rest))
    assert answer.status_code == 200
    return answer.content.decode()


def test_when_nobody_is_called_it_says_so(wall, site):
    assert "Personne n’est appelé pour l’instant." in read(wall, site)


def test_a_call_is_large_with_its_desk_and_its_language(wall, site):
    a_ticket(site, language="ar", need="seat", priority=True)
    called = actions.call_next(site=site, poles=list(site.centre.poles.all()), desk=4, by=BY)

    shown = read(wall, site, "board/")

    assert f'data-number="{called.sign[1:]}"' in shown
    assert 'data-desk="4"' in shown
    assert 'data-language="ar"' in shown
    assert "C’est à vous" in shown
    assert "Your turn" in shown
    assert "دوركم" in shown


def test_what_it_shows_never_tells_a_need_nor_a_priority(wall, site):
    a_ticket(site, need="sign_language", priority=True)
    actions.call_next(
        site=site, poles=list(site.centre.poles.all()), desk=1, meets=["sign_language"], by=BY
    )

    shown = read(wall, site)

    assert "sign_language" not in shown
    assert "Langue des signes" not in shown
    assert "priority" not in shown


def test_those_who_wait_are_told_how_long_by_sign(wall, site):
    for _somebody in range(3):
        a_ticket(site)
    assert "dans la file" in read(wall, site, "board/")
    assert "min" not in read(wall, site, "board/").partition("wall-foot")[2]  # not known yet
    actions.call_next(site=site, poles=list(site.centre.poles.all()), desk=1, by=BY)

    assert "environ 30 min" in read(wall, site, "board/")


def test_the_part_alone_is_the_part_of_the_page(wall, site):
    a_ticket(site)
    actions.call_next(site=site, poles=list(site.centre.poles.all()), desk=2, by=BY)

    assert read(wall, site, "board/").strip() in read(wall, site)


def test_once_the_day_is_closed_it_rests(wall, site):
    actions.open_day(site=site, by=BY)
    actions.close_day(site=site, date=timezone.localdate(timezone=site.zone), by=BY)

    shown = read(wall, site)

    assert "Fermé" in shown
    assert "is-closed" in shown


def test_it_speaks_the_language_of_its_address(wall, site):
    answer = wall.get(address(site, WALL), {"lang": "en"})

    assert 'lang="en" dir="ltr"' in answer.content.decode()
    assert "Nobody is being called just now." in answer.content.decode()


def test_it_asks_the_same_number_of_questions_however_many_wait(django_assert_max_num_queries):
    asked = []
    for needs in (("employment",), ("employment", "training", "change")):
        site = a_site(*needs)
        wall, _device = a_browser(site, WALL)
        for pole in site.centre.poles.all():
            a_ticket(site, pole)
        with django_assert_max_num_queries(15) as questions:
            wall.get(address(site, WALL, "board/"))
        asked.append(len(questions))

    assert asked[0] == asked[1]


def test_a_picture_is_drawn_and_said_with_the_call(wall, site):
    actions.set_up(site=site, pictures=True, by=BY)
    ticket = a_ticket(site)
    actions.call(ticket=ticket, desk=4, by=BY)

    shown = read(wall, site, "board/")

    assert f'data-picture="{ticket.picture}"' in shown
    assert sentences.named(ticket.picture, "fr") in shown


def test_a_square_leads_to_the_whole_queue(wall, site):
    a_ticket(site)

    assert "Toute la file sur votre téléphone" in read(wall, site)
    assert queries.whole_queue_of(site).endswith(f"/queue/at/{site.pk}/")
