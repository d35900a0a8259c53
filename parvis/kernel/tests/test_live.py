"""What is announced: by name, with the act, to whoever holds a ticket that still holds."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.db import transaction
from django.test import RequestFactory

from parvis.kernel import database, live, tickets

QUEUE = "site/12/queue"


def test_a_ticket_opens_its_topics_and_nothing_else():
    given = live.ticket([QUEUE, "site/12/today"], time.time() + 60)

    assert live.topics_of(given) == {QUEUE, "site/12/today"}


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda _: "", lambda _: "é"]
)
def test_a_ticket_that_was_altered_opens_nothing(change):
    with pytest.raises(tickets.TicketRefused, match="not one of ours"):
        live.topics_of(change(live.ticket([QUEUE], time.time() + 60)))


def test_a_ticket_of_another_key_opens_nothing():
    given = tickets.issue([QUEUE], until=time.time() + 60, key="another")

    with pytest.raises(tickets.TicketRefused, match="not one of ours"):
        live.topics_of(given)


def test_a_ticket_ends():
    given = live.ticket([QUEUE], time.time() - 1)

    with pytest.raises(tickets.TicketRefused, match="expired"):
        live.topics_of(given)


@pytest.mark.parametrize(
    "topic", ["", "site", "Site/1", "site/12/queue words", "site/é", "x" * 50 + "/" + "y" * 50]
)
def test_what_is_not_a_topic_is_refused(topic):
    with pytest.raises(ValueError, match="is not a topic"):
        live.ticket([topic], time.time() + 60)


@pytest.mark.parametrize("number", [0, 33])
def test_a_ticket_holds_some_topics(number):
    with pytest.raises(ValueError, match="1 to 32"):
        live.ticket([f"site/{n}" for n in range(number)], time.time() + 60)


def test_an_announcement_is_heard_when_the_act_is_done_and_not_when_it_is_taken_back(committed_db):
    ours = database.parameters("app", direct=True) | {"dbname": committed_db}
    with psycopg.connect(**ours, autocommit=True) as listening:
        listening.execute(f"LISTEN {tickets.CHANNEL}")
        with transaction.atomic():
            live.announce("site/1/queue")
            transaction.set_rollback(True)
        with transaction.atomic():
            live.announce(QUEUE)
            live.announce(QUEUE)
        with transaction.atomic():
            live.announce("site/2/queue")
        heard = [notice.payload for notice in listening.notifies(timeout=10, stop_after=2)]

    assert heard == [QUEUE, "site/2/queue"]


def asked(host, settings, **given):
    settings.PARVIS_LIVE_PORT = given.get("port", 8001)
    settings.PARVIS_LIVE_URL = given.get("url", "")
    settings.ALLOWED_HOSTS = ["*"]
    return RequestFactory().get("/desk/1/", headers={"host": host})


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8000", "http://localhost:8001"),
        ("centre.example", "http://centre.example:8001"),
        ("[::1]:8000", "http://[::1]:8001"),
        ("[::1]", "http://[::1]:8001"),
    ],
)
def test_streams_have_a_port_beside_the_pages(settings, host, origin):
    assert live.origin(asked(host, settings)) == origin


@pytest.mark.parametrize(
    ("url", "origin"),
    [("/live/", ""), ("https://live.centre.example/live/", "https://live.centre.example")],
)
def test_behind_a_proxy_streams_come_through_it(settings, url, origin):
    assert live.origin(asked("centre.example", settings, url=url)) == origin


def test_without_a_live_process_the_address_is_ours_and_answers_nothing(settings):
    assert live.origin(asked("localhost:8000", settings, port=0)) == ""


def test_a_page_is_told_where_its_stream_is(settings):
    answer = live.stream(asked("localhost:8000", settings), [QUEUE])

    address = urlsplit(json.loads(answer.content)["stream"])
    assert (address.netloc, address.path) == ("localhost:8001", "/live/")
    assert live.topics_of(parse_qs(address.query)["ticket"][0]) == {QUEUE}
    assert answer["Cache-Control"] == "no-store"
