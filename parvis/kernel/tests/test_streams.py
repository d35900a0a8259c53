"""The live process from the inside: who is told what, who leaves, how it stops."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from urllib.parse import quote

import pytest

from parvis.kernel import database, streams, tickets
from parvis.kernel.streams import Streams

KEY = "the key of these tests"
QUEUE, OTHER = "site/12/queue", "site/13/queue"


def ticket(*topics, lasts=60.0, key=KEY):
    return tickets.issue(topics or [QUEUE], until=time.time() + lasts, key=key)


class Browser:
    """One connection, as an ASGI server makes it."""

    def __init__(self, app, path, *, query="", method="GET"):
        self.scope = {
            "type": "http", "method": method, "path": path, "query_string": query.encode(),
        }  # fmt: skip
        self.app, self.heard, self.status, self.headers = app, "", None, {}
        self.reads = asyncio.Event()
        self.reads.set()
        self._inbox = asyncio.Queue()
        self._inbox.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def send(self, message):
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.heard += message["body"].decode()

    def come(self):
        self.stays = asyncio.get_running_loop().create_task(
            self.app(self.scope, self._inbox.get, self.send)
        )
        return self

    def leave(self):
        self._inbox.put_nowait({"type": "http.disconnect"})

    async def until(self, truth):
        async with asyncio.timeout(20):
            while not truth():
                await asyncio.sleep(0.005)


def open_stream(app, *topics, **given):
    return Browser(app, "/live/", query=f"ticket={quote(ticket(*topics, **given))}").come()


def an_app(most=10):
    return Streams(KEY, most=most)


def played(scene):
    """Run a scene to its end, in a loop of its own."""
    asyncio.run(scene())


def test_a_page_hears_of_its_topics_only():
    async def scene():
        app = an_app()
        page, neighbour = open_stream(app, QUEUE), open_stream(app, OTHER)
        await page.until(lambda: "state" in page.heard and "state" in neighbour.heard)
        app.tell(QUEUE)
        await page.until(lambda: QUEUE in page.heard)
        app.tell(OTHER)
        await page.until(lambda: OTHER in neighbour.heard)

        assert page.status == 200
        assert page.headers[b"content-type"].startswith(b"text/event-stream")
        assert page.heard.startswith("retry: 3000\n\nevent: state\ndata: deaf\n\n")
        assert page.heard.endswith(f"data: {QUEUE}\n\n")
        assert OTHER not in page.heard
        assert QUEUE not in neighbour.heard

    played(scene)


def test_whoever_leaves_is_forgotten():
    async def scene():
        app = an_app()
        page = open_stream(app)
        await page.until(lambda: "state" in page.heard)
        page.leave()
        await page.stays
        app.tell(QUEUE)

        assert QUEUE not in page.heard
        assert app._open == set()
        assert app._about == {}

    played(scene)


def test_a_stream_ends_with_its_ticket():
    async def scene():
        app = an_app()
        page = open_stream(app, lasts=1.01)
        async with asyncio.timeout(20):
            await page.stays

        assert app._open == set()

    played(scene)


@pytest.mark.parametrize(
    "query",
    ["", "ticket=", "ticket=x", f"ticket={quote(ticket(key='else'))}"],
    ids=["nothing", "empty", "written by hand", "sealed with another key"],
)
def test_without_a_good_ticket_nothing_opens(query):
    async def scene():
        page = Browser(an_app(), "/live/", query=query).come()
        await page.stays

        assert page.status == 403
        assert page.heard == "This ticket is not one of ours."

    played(scene)


def test_a_ticket_that_is_over_opens_nothing():
    async def scene():
        page = open_stream(an_app(), lasts=-1)
        await page.stays

        assert (page.status, page.heard) == (403, "This ticket has expired.")

    played(scene)


def test_when_it_is_full_or_stopping_nothing_more_opens():
    async def scene():
        app = an_app(most=1)
        first, second = open_stream(app), open_stream(app)
        await second.stays
        assert second.status == 503
        app.end()
        async with asyncio.timeout(20):
            await first.stays
        late = open_stream(app)
        await late.stays
        assert late.status == 503
        assert first.status == 200

    played(scene)


def test_a_slow_reader_holds_up_nobody_and_is_told_each_thing_once():
    async def scene():
        app = an_app()
        slow, quick = open_stream(app), open_stream(app)
        await quick.until(lambda: "state" in slow.heard and "state" in quick.heard)
        slow.reads.clear()
        for _time in range(50):
            app.tell(QUEUE)
            await asyncio.sleep(0)
        await quick.until(lambda: QUEUE in quick.heard)
        assert QUEUE not in slow.heard
        slow.reads.set()
        await slow.until(lambda: QUEUE in slow.heard)
        await asyncio.sleep(0.05)

        assert slow.heard.count(QUEUE) <= 2

    played(scene)


def test_a_page_that_reads_no_more_is_given_up(monkeypatch):
    monkeypatch.setattr(streams, "BEAT", 0.01)

    async def scene():
        app = an_app()
        dead, living = open_stream(app), open_stream(app)
        await living.until(lambda: "state" in dead.heard and "state" in living.heard)
        dead.reads.clear()
        beating = asyncio.create_task(app._beat())
        await living.until(lambda: len(app._open) == 1)
        beating.cancel()

        assert living.heard.count("beat") >= 2
        assert not living.stays.done()

    played(scene)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/live/", 405), ("GET", "/", 404), ("GET", "/live/health", 503)],
)
def test_other_questions_get_short_answers(method, path, status):
    async def scene():
        page = Browser(an_app(), path, method=method).come()
        await page.stays

        assert page.status == status
        assert int(page.headers[b"content-length"]) == len(page.heard)

    played(scene)


def test_head_opens_nothing():
    async def scene():
        app = an_app()
        page = Browser(app, "/live/", query=f"ticket={quote(ticket())}", method="HEAD").come()
        await page.stays

        assert (page.status, page.heard) == (200, "")

    played(scene)


def test_what_is_no_request_is_left_alone():
    async def scene():
        await an_app()({"type": "websocket"}, None, None)

    played(scene)


@contextlib.asynccontextmanager
async def running(app):
    """The process from its start to its end."""
    inbox, said = asyncio.Queue(), []
    inbox.put_nowait({"type": "lifespan.startup"})

    async def send(message):
        said.append(message["type"])

    alive = asyncio.create_task(app({"type": "lifespan"}, inbox.get, send))
    try:
        yield
    finally:
        inbox.put_nowait({"type": "lifespan.shutdown"})
        async with asyncio.timeout(20):
            await alive
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.fixture
def clone(committed_db, monkeypatch):
    """A database of the test's own, heard by the application and spoken to by the test."""
    ours = database.parameters("app", direct=True) | {"dbname": committed_db}
    with monkeypatch.context() as patch:
        patch.setattr(database, "parameters", lambda *_role, **_direct: ours)
        patch.setattr(streams, "PAUSE", 0.05)
        yield ours


async def open_while_it_hears(app):
    async with asyncio.timeout(20):
        while not app._hears:
            await asyncio.sleep(0.005)
    page = open_stream(app)
    await page.until(lambda: "state" in page.heard)
    assert "deaf" not in page.heard
    return page


async def speaks(ours, statement):
    import psycopg

    async with await psycopg.AsyncConnection.connect(**ours, autocommit=True) as opened:
        await opened.execute(statement)


def test_what_the_database_announces_reaches_the_page(clone):
    async def scene():
        app = an_app()
        async with running(app):
            page = await open_while_it_hears(app)
            await speaks(clone, f"SELECT pg_notify('{tickets.CHANNEL}', '{QUEUE}')")
            await page.until(lambda: QUEUE in page.heard)
            health = Browser(app, "/live/health").come()
            await health.stays

            assert health.status == 200
            assert json.loads(health.heard) == {"hears": True, "streams": 1}
            page.leave()

    played(scene)


def test_when_the_database_goes_away_pages_are_told_and_told_again(clone, capsys):
    async def scene():
        app = an_app()
        async with running(app):
            page = await open_while_it_hears(app)
            await speaks(
                clone,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'parvis live' AND pid <> pg_backend_pid() "
                "AND datname = current_database()",
            )
            await page.until(lambda: page.heard.count("data: live") == 2)

            assert page.heard.index("deaf") < page.heard.rindex("live")
            await speaks(clone, f"SELECT pg_notify('{tickets.CHANNEL}', '{QUEUE}')")
            await page.until(lambda: QUEUE in page.heard)
            page.leave()

    played(scene)
    assert "the database is not heard" in capsys.readouterr().err


def test_a_pooler_that_keeps_our_announcements_is_found_out(clone, monkeypatch, capsys):
    monkeypatch.setattr(streams, "PULSE", 0.2)

    async def scene():
        app = an_app()
        async with running(app):
            page = await open_while_it_hears(app)
            # As a pooler does between two statements: the connection is no longer listening.
            monkeypatch.setattr(tickets, "CHANNEL", "elsewhere")
            await page.until(lambda: "deaf" in page.heard)
            page.leave()

    played(scene)
    assert "is it a pooler?" in capsys.readouterr().err
