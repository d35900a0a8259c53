"""``parvis live``: keeps the streams of live pages open; `parvis serve` starts and ends it."""

from __future__ import annotations

import gc
import os
import socket

import uvicorn

from parvis.cli import beside
from parvis.cli.console import out
from parvis.cli.prepare import prepare
from parvis.config.live import application
from parvis.kernel import database
from parvis.kernel.errors import ParvisError
from parvis.kernel.streams import Streams

ADDRESS = "127.0.0.1"
GONE = 45_000  # milliseconds without a word from its machine after which a browser has left
STOPPING = 3  # seconds the streams have to close
BACKLOG = 2048


class LivePortRefused(ParvisError):
    """The streams cannot be opened on that port."""


class Server(uvicorn.Server):
    """Closes the streams before it waits for them, or it would wait for ever."""

    def __init__(self, streams: Streams) -> None:
        # Who looks at what is nobody's business: nothing is logged but what goes wrong.
        super().__init__(
            uvicorn.Config(
                streams,
                loop="asyncio",
                http="httptools",
                ws="none",
                lifespan="on",
                log_level="warning",
                access_log=False,
                server_header=False,
                backlog=BACKLOG,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=STOPPING,
            )
        )
        self._streams = streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the rest as usual."""
        self._streams.end()
        await super().shutdown(sockets)


def run(*, inherited: int | None = None) -> int:
    """Keep streams open until Ctrl-C or a termination signal.

    On a socket that `parvis serve` holds, else on PARVIS_LIVE_PORT, else on any free port.
    Raises LivePortRefused, DatabaseUnavailable.
    """
    if beside.is_beside_pages() and inherited is not None:
        listening = socket.socket(fileno=inherited)
    else:
        listening = listen(wanted() or 0)
        out.print(f"Streams are open on {ADDRESS}:{listening.getsockname()[1]}.")
        prepare()
    database.hold()
    server = Server(application())
    gc.collect()
    gc.freeze()  # what was loaded stays: a thousand streams must not make it be walked again
    server.run(sockets=[listening])
    return 0


def wanted() -> int | None:
    """The port of the streams, from PARVIS_LIVE_PORT. Raises LivePortRefused for no port."""
    word = os.environ.get("PARVIS_LIVE_PORT") or "0"
    if not word.isascii() or not word.isdigit() or int(word) > 65535:
        raise LivePortRefused(f"PARVIS_LIVE_PORT is “{word}”: write a number from 1 to 65535.")
    return int(word) or None


def listen(number: int) -> socket.socket:
    """A socket that waits on that port (0: any). Raises LivePortRefused in one sentence."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Browsers whose machine went away without a word leave the list; inherited by each stream.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE)
    try:
        listening.bind((ADDRESS, number))
        listening.listen(BACKLOG)
    except (OSError, OverflowError) as error:  # taken, not ours to take, or beyond the last
        listening.close()
        reason = getattr(error, "strerror", None) or "there is no such port"
        raise LivePortRefused(
            f"Port {number} of the live process cannot be used ({reason}): "
            "choose another with PARVIS_LIVE_PORT."
        ) from error
    return listening
