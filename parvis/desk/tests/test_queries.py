"""What the screens show, put together."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from parvis.centres.tests.factories import HoursFactory
from parvis.desk import queries, sentences
from parvis.desk.tests.factories import BY, a_site, a_ticket
from parvis.visits import actions
from parvis.visits.enums import Basis
from parvis.visits.queries import Wait, place_of

MONDAY = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)
NIGHT = datetime.datetime(2026, 3, 2, 21, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (Wait(10, Basis.PAST), "Attente\u00a0: environ 10 min"),
        (Wait(None, Basis.PAST, 4), "Attente\u00a0: plus de 30 min"),
        (Wait(None, Basis.NONE), "Sans attente"),
        (Wait(None, Basis.NONE, 2), "Attente inconnue"),
    ],
)
def test_a_wait_is_said_in_bands(wait, said):
    assert queries.wait_said(wait, "fr") == said


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (Wait(10, Basis.PAST), "environ 10 min"),
        (Wait(None, Basis.PAST), "plus de 30 min"),
        (Wait(None, Basis.NONE), ""),
    ],
)
def test_a_wait_is_said_in_short_on_the_wall(wait, said):
    assert queries.wait_in_short(wait, "fr") == said


@pytest.mark.django_db
def test_a_site_is_open_by_its_hours_until_staff_say_otherwise():
    site = a_site("employment")
    for weekday in (1, 2):
        HoursFactory(site=site, weekday=weekday)

    assert queries.standing(site, MONDAY).is_open
    night = queries.standing(site, NIGHT)
    assert not night.is_open
    assert not night.is_over
    assert night.said("fr") == "Ouvre mardi 3 mars, 09:00"
    actions.open_day(site=site, at=NIGHT, by=BY)
    assert queries.standing(site, NIGHT).is_open
    actions.close_day(site=site, date=NIGHT.date(), at=NIGHT, by=BY)
    over = queries.standing(site, NIGHT)
    assert over.is_over
    assert over.said("fr") == "Ouvre mardi 3 mars, 09:00"


@pytest.mark.django_db
def test_a_site_without_known_hours_is_open_and_says_nothing_of_the_next():
    site = a_site("employment")

    assert queries.standing(site, NIGHT).is_open
    assert queries.Standing(is_open=False).said("fr") == ""


@pytest.mark.django_db
def test_a_call_still_fresh_stands_before_those_already_called():
    site = a_site("employment")
    signs = []
    for desk in (1, 2):
        ticket = a_ticket(site)
        signs.append(ticket.sign)
        actions.call(ticket=ticket, desk=desk, by=BY)

    shown = queries.wall(site, timezone.now(), "fr")

    assert shown.first.sign == signs[1]
    assert [call.sign for call in shown.already] == [signs[0]]
    assert shown.lines == ()


@pytest.mark.django_db
def test_a_need_without_a_sign_of_its_own_is_offered_too():
    site = a_site("mobility")

    (tile,) = queries.tiles(site, MONDAY, "fr")

    assert (tile.need, tile.shape) == ("i", "circle-help")
    assert tile.letter


@pytest.mark.django_db
def test_the_square_leads_to_the_visitors_page(settings):
    settings.BASE_URL = "https://parvis.example"
    ticket = a_ticket(a_site("employment"))

    page = queries.page_of(ticket.address, "ar")

    assert page == f"https://parvis.example/queue/{ticket.address}/?lang=ar"
    assert queries.page_of(ticket.address).endswith(f"{ticket.address}/")
    drawn = queries.square(page, "Suivez")
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert queries.before_said(place_of(ticket.address), "en") == "You are next."


def test_every_sentence_is_said_in_every_language():
    for tongue in sentences.TONGUES:
        said = sentences.all_in(tongue.code)
        assert all(said.values())
        assert set(said) == set(sentences.all_in("fr"))


@pytest.mark.parametrize("language", sentences.CODES)
def test_every_word_that_is_spoken_has_its_file_and_no_file_is_unknown(language):
    from pathlib import Path

    folder = Path(sentences.__file__).parent / "static" / "desk" / "voices" / language

    assert {path.stem for path in folder.glob("*.mp3")} == set(sentences.voiced(language))
    assert all(path.stat().st_size < 40_000 for path in folder.glob("*.mp3"))


@pytest.mark.parametrize(
    ("wait", "ahead", "said"),
    [
        (Wait(None, Basis.NONE), 0, "libre tout de suite"),
        (Wait(None, Basis.NONE), 2, "2 en attente"),
        (Wait(15, Basis.PAST), 2, "2 en attente · 15 min"),
        (Wait(None, Basis.PAST), 9, "9 en attente · plus de 30 min"),
    ],
)
def test_staff_read_who_waits_and_how_long(wait, ahead, said):
    assert queries.waited(wait, ahead) == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"), [("ar", "Arabe"), ("ti", "ti"), ("unsaid", ""), ("", "")]
)
def test_the_language_wished_is_said_where_it_is_known(language, said):
    site = a_site("employment")
    a_ticket(site, language=language)

    (waiting,) = queries.front(site, timezone.now()).waiting

    assert waiting.tongue == said
