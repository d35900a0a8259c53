"""A real mail server on this machine, with the moods of real ones."""

from __future__ import annotations

import asyncio
import socket

from aiosmtpd.controller import Controller


class Moody:
    """Keeps what it takes; `says` gives its answer to a step for an address, or None to be kind."""

    def __init__(self):
        self.letters = []
        self.connections = 0
        self.says = lambda step, to, times: None
        self.times = {}

    def _mood(self, step, to):
        self.times[step, to] = self.times.get((step, to), 0) + 1
        return self.says(step, to, self.times[step, to])

    async def handle_HELO(self, server, session, envelope, hostname):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return "250 here"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self._mood("mail", address):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self._mood("rcpt", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (to,) = envelope.rcpt_tos
        answer = self._mood("data", to)
        if answer == "drop":
            self.letters.append((to, envelope.content))
            server.transport.abort()
            await asyncio.sleep(0)
            return "250 nobody hears it"
        if answer:
            return answer
        self.letters.append((to, envelope.content))
        return f"250 2.0.0 queued as {len(self.letters)}"


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class Served:
    """The server in a thread of its own, for the time of a test."""

    def __init__(self):
        self.handler = Moody()
        self.port = free_port()
        self._controller = Controller(self.handler, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self._controller.start()
        return self.handler

    def __exit__(self, *_):
        self._controller.stop()
