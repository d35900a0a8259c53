"""The live process: one LISTEN connection, many open streams; it passes on names of topics.

A raw ASGI application, without Django's handlers and without the ORM. One coroutine a stream, which
does nothing but wait for the browser to leave; what is announced is written by short tasks, so
that a slow reader holds up nobody. What a slow reader has not read yet is kept once for each
topic, and so never grows.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from parvis.kernel import database, tickets

if TYPE_CHECKING:
    import psycopg

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEALTH = f"{tickets.PATH}health"
BEAT = 15.0  # seconds between two signs of life to each page, which doubts after three
PULSE = 5.0  # seconds between two trials of whether we still hear the database
PATIENCE = 5.0  # seconds the database has to answer
PAUSE = 1.0  # seconds before we call the database again
AGAIN = 3000  # milliseconds after which a browser comes back by itself

SAID_LIVE = b"event: state\ndata: live\n\n"
SAID_DEAF = b"event: state\ndata: deaf\n\n"
SAID_BEAT = b"event: beat\ndata: .\n\n"
OPENING = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    # The page may have come from another port of ours. The ticket is the key, not the origin: no
    # cookie is read here, and nothing but names of topics is said.
    (b"access-control-allow-origin", b"*"),
]


class Stream:
    """One open page: the topics it may hear of, and what it has not been told yet."""

    __slots__ = ("_send", "_telling", "_waiting", "late", "life", "topics")

    def __init__(self, topics: frozenset[str], send: Send, life: asyncio.Timeout) -> None:
        self.topics = topics
        self.life = life
        self.late = 0
        self._send = send
        self._waiting: dict[bytes, None] = {}
        self._telling: asyncio.Task[None] | None = None

    def tell(self, words: bytes) -> None:
        """Write it as soon as the page reads; what already waits is not said twice."""
        self._waiting[words] = None
        if self._telling is None:
            self._telling = asyncio.get_running_loop().create_task(self._tell())

    def beat(self) -> None:
        """A sign of life; a page that has not read the last two is given up."""
        self.late = self.late + 1 if self._telling else 0
        if self.late > 2:
            self.end()
        else:
            self.tell(SAID_BEAT)

    def end(self) -> None:
        """Close it: the browser comes back by itself."""
        if not self.life.expired():
            self.life.reschedule(asyncio.get_running_loop().time())

    def forget(self) -> None:
        """Say no more."""
        if self._telling is not None:
            self._telling.cancel()

    async def _tell(self) -> None:
        try:
            while self._waiting:
                words, self._waiting = self._waiting, {}
                await self._send(
                    {"type": "http.response.body", "body": b"".join(words), "more_body": True}
                )
        finally:
            self._telling = None


class Streams:
    """The application: opens streams, hears the database, passes on."""

    def __init__(self, key: str, *, most: int) -> None:
        self._key = key
        self._most = most
        self._open: set[Stream] = set()
        self._about: dict[str, set[Stream]] = {}
        self._hears = False
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one connection, as ASGI has it."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            return
        elif scope["method"] not in ("GET", "HEAD"):
            await _say(send, 405, "Only GET is answered here.")
        elif scope["path"] == HEALTH:
            standing = {"hears": self._hears, "streams": len(self._open)}
            await _say(send, 200 if self._hears else 503, json.dumps(standing), "application/json")
        elif scope["path"] == tickets.PATH:
            await self._enter(scope, receive, send)
        else:
            await _say(send, 404, "Nothing is here.")

    def tell(self, topic: str) -> None:
        """Pass a topic on to the pages that may hear of it."""
        words = f"data: {topic}\n\n".encode()
        for stream in self._about.get(topic, ()):
            stream.tell(words)

    def end(self) -> None:
        """Close every stream and open none: we are about to stop."""
        self._closing = True
        for stream in self._open:
            stream.end()

    async def _enter(self, scope: Message, receive: Receive, send: Send) -> None:
        given = parse_qs(scope["query_string"].decode("ascii", "replace")).get("ticket", [""])[0]
        try:
            topics, until = tickets.read(given, key=self._key)
        except tickets.TicketRefused as refusal:
            await _say(send, 403, str(refusal))
            return
        if self._closing or len(self._open) >= self._most:
            await _say(send, 503, "No more streams for now.")
            return
        await send({"type": "http.response.start", "status": 200, "headers": OPENING})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        ends = asyncio.get_running_loop().time() + until - time.time()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(ends) as life:
                await self._stay(Stream(topics, send, life), receive)
        # Whoever has left is not told; uvicorn drops this by itself.
        await send({"type": "http.response.body", "body": b""})

    async def _stay(self, stream: Stream, receive: Receive) -> None:
        """Until the browser leaves, the ticket ends, or we stop."""
        self._open.add(stream)
        for topic in stream.topics:
            self._about.setdefault(topic, set()).add(stream)
        stream.tell(f"retry: {AGAIN}\n\n".encode())
        stream.tell(SAID_LIVE if self._hears else SAID_DEAF)
        try:
            while (await receive())["type"] != "http.disconnect":
                pass  # the rest of a request, which has nothing to say
        finally:
            stream.forget()
            self._open.discard(stream)
            for topic in stream.topics:
                self._about[topic].discard(stream)
                if not self._about[topic]:
                    del self._about[topic]

    async def _live(self, receive: Receive, send: Send) -> None:
        """From the start of the process to its end."""
        await receive()
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._hear()), loop.create_task(self._beat())]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for stream in list(self._open):
                stream.beat()

    async def _hear(self) -> None:
        """Listen for as long as we live; whenever the database goes away, say so and call again."""
        import psycopg  # noqa: PLC0415 - the pages, which import this room too, have their own

        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **database.parameters("app", direct=True), autocommit=True
                ) as opened:
                    await self._listen(opened)
            except (psycopg.Error, OSError, TimeoutError) as error:
                self._now(hears=False)
                sys.stderr.write(
                    f"Live: the database is not heard: {error}\n".replace("\n\n", "\n")
                )
            await asyncio.sleep(PAUSE)

    async def _listen(self, opened: psycopg.AsyncConnection) -> None:
        """Pass on what is announced. Raises TimeoutError when our own pulse does not come back.

        A connection can be cut without a word, and a pooler may hand ours to somebody else between
        two statements: what we say ourselves must come back to us.
        """
        await asyncio.wait_for(opened.execute(f"LISTEN {tickets.CHANNEL}"), PATIENCE)
        while True:
            await asyncio.wait_for(opened.execute(f"NOTIFY {tickets.CHANNEL}"), PATIENCE)
            came_back = False
            async for notice in opened.notifies(timeout=PULSE):
                if notice.payload:
                    self.tell(notice.payload)
                    continue
                came_back = True
                self._now(hears=True)
            if not came_back:
                raise TimeoutError("what we announce does not come back (is it a pooler?)")

    def _now(self, *, hears: bool) -> None:
        """Tell every page when we begin or cease to hear: it then asks for everything afresh."""
        if hears != self._hears:
            self._hears = hears
            for stream in self._open:
                stream.tell(SAID_LIVE if hears else SAID_DEAF)


async def _say(
    send: Send, status: int, words: str, kind: str = "text/plain; charset=utf-8"
) -> None:
    """A whole short answer."""
    body = words.encode()
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    headers += [pair for pair in OPENING[1:] if pair[0] != b"x-accel-buffering"]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
