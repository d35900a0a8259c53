"""From an announcement to a thousand screens: `.venv/bin/python -m benchmarks.live [streams]`.

The whole chain as it runs: an act commits with its announcement, PostgreSQL notifies, the live
process passes on, a thousand open connections read. Beside it, in the same run, the bare floor: the
same server with an application of ten lines that writes one line to every stream when it is told
over a pipe, without tickets, topics or database. Both are read by the same readers, in a process
of their own, on the same cores; calls of the two are interleaved, so that what else the machine
does weighs on both. Printed: time from just before the commit (or the pipe) to each reading,
median, 95th percentile and maximum over all streams and calls, and memory a stream (PSS of the
process with and without streams). The goals (mission, P16) are a 95th percentile of at most
300 ms and four times the floor, and 40 KiB a stream; exit code 1 when one is missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

STREAMS = 1000
CALLS = 20
PAUSE = 0.4  # seconds between two calls, so that one is over before the next
TOPIC = "site/1/queue"
GOAL_MS, GOAL_RATIO, GOAL_KIB = 300, 4, 40

FLOOR = """
import asyncio, socket, sys
import uvicorn
sends = set()
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await receive()
    await send({"type": "http.response.start", "status": 200,
                "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": b"data: live\\n\\n", "more_body": True})
    sends.add(send)
    await receive()
async def main():
    async def tell():
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            for send in sends:
                await send({"type": "http.response.body", "body": line + b"\\n", "more_body": True})
    config = uvicorn.Config(app, loop="asyncio", http="httptools", ws="none", lifespan="off",
                            log_level="error", backlog=2048)
    telling = asyncio.create_task(tell())
    await uvicorn.Server(config).serve(sockets=[socket.socket(fileno=int(sys.argv[1]))])
asyncio.run(main())
"""


@dataclass
class Side:
    """One of the two: where it listens, what it read and when."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    path: str
    line: bytes
    arrived: list[float] = field(default_factory=list)
    opened: int = 0
    taken: list[float] = field(default_factory=list)
    bare: float = 0
    full: float = 0

    def memory(self) -> float:
        """MiB that are the process's own share (PSS)."""
        told = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return next(int(row.split()[1]) for row in told.splitlines() if row[:4] == "Pss:") / 1024


class Reader(asyncio.Protocol):
    """One open stream: notes when the line came."""

    def __init__(self, side: Side) -> None:
        self.side = side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask at once."""
        asked = f"GET {self.side.path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        transport.write(asked.encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """What was read, by whom does not matter."""
        now = time.perf_counter()
        if self.side.line in data:
            self.side.arrived.append(now)
        if b"data: live" in data:
            self.side.opened += 1


def main() -> int:
    """Open the streams, call, print; 1 when a goal is missed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
    streams = int(sys.argv[1]) if len(sys.argv) > 1 else STREAMS
    _soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    from parvis.cli.prepare import prepare

    prepare()
    import django

    django.setup()
    from parvis.kernel import database

    database.hold()
    with contextlib.ExitStack() as stack:
        live, floor = (
            _started(stack, ["-m", "parvis", "live", "--socket"]),
            _started(stack, ["-c", FLOOR]),
        )
        return asyncio.run(_measured(streams, live, floor))


def _started(stack: contextlib.ExitStack, words: list[str]) -> Side:
    from django.conf import settings

    from parvis.cli.beside import SERVED_BY
    from parvis.cli.live import listen
    from parvis.kernel import tickets

    listening = stack.enter_context(listen(0))
    process = subprocess.Popen(
        [sys.executable, *words, str(listening.fileno())],
        stdin=subprocess.PIPE,
        pass_fds=[listening.fileno()],
        env=os.environ | {SERVED_BY: str(os.getpid())},
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)
    ticket = tickets.issue([TOPIC], until=time.time() + 3600, key=settings.SECRET_KEY)
    name = "floor" if words[0] == "-c" else "parvis"
    return Side(
        name, listening.getsockname()[1], process, f"/live/?ticket={ticket}", f": {TOPIC}".encode()
    )


async def _measured(streams: int, live: Side, floor: Side) -> int:
    from asgiref.sync import sync_to_async
    from django.db import connection, transaction

    from parvis.kernel.live import announce

    def act() -> None:
        with transaction.atomic():
            announce(TOPIC)

    loop = asyncio.get_running_loop()
    await sync_to_async(lambda: connection.ensure_connection())()
    for side in (live, floor):
        await _open(loop, side, 1)
        await asyncio.sleep(1.5)
        side.bare = side.memory()
        await _open(loop, side, streams)
    await asyncio.sleep(1)
    cpu = [_cpu(side) for side in (live, floor)]
    for _call in range(CALLS):
        for side in (live, floor):
            side.arrived.clear()
            begun = time.perf_counter()
            if side is live:
                await sync_to_async(act)()
            else:
                side.process.stdin.write(f"data: {TOPIC}\n".encode())  # type: ignore[union-attr]
                side.process.stdin.flush()  # type: ignore[union-attr]
            async with asyncio.timeout(30):
                while len(side.arrived) < side.opened:
                    await asyncio.sleep(0.002)
            side.taken += [(moment - begun) * 1000 for moment in side.arrived]
            await asyncio.sleep(PAUSE)
    spent = [(_cpu(s) - b) * 1000 / CALLS for s, b in zip((live, floor), cpu, strict=True)]
    for side in (live, floor):
        side.full = side.memory()
    return _told(streams, live, floor, spent)


async def _open(loop: asyncio.AbstractEventLoop, side: Side, streams: int) -> None:
    while side.opened < streams:
        some = min(50, streams - side.opened)
        wanted = side.opened + some
        for _stream in range(some):
            await loop.create_connection(lambda: Reader(side), "127.0.0.1", side.port)
        async with asyncio.timeout(60):
            while side.opened < wanted:
                await asyncio.sleep(0.01)


def _cpu(side: Side) -> float:
    fields = Path(f"/proc/{side.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _told(streams: int, live: Side, floor: Side, spent: list[float]) -> int:
    print(f"{platform.python_version()}, {os.cpu_count()} cores, {streams} streams, {CALLS} calls")
    print(f"{'':8} {'p50':>7} {'p95':>7} {'max':>7} ms {'CPU a call':>11} {'KiB a stream':>13} MiB")
    p95 = {}
    for side, cpu in zip((live, floor), spent, strict=True):
        p95[side.name] = statistics.quantiles(side.taken, n=20)[-1]
        each = (side.full - side.bare) * 1024 / streams
        print(
            f"{side.name:8} {statistics.median(side.taken):7.1f} {p95[side.name]:7.1f} "
            f"{max(side.taken):7.1f} {cpu:11.1f} ms {each:13.1f} {side.full:6.1f}"
        )
    ratio = p95["parvis"] / p95["floor"]
    each = (live.full - live.bare) * 1024 / streams
    print(f"p95 of Parvis is {ratio:.2f} times the floor's; {len(live.taken)} readings, none lost.")
    missed = p95["parvis"] > GOAL_MS or ratio > GOAL_RATIO or each > GOAL_KIB
    if missed:
        print(f"Missed: at most {GOAL_MS} ms, {GOAL_RATIO} times the floor, {GOAL_KIB} KiB.")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
