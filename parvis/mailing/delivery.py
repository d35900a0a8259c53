"""Handing messages over to a mail server, one at a time, so that nobody gets two.

The order of commits is what keeps the promise. A message is marked as being handed over just
before its first word is given, and what became of it just after the server's answer. Whoever is
killed in between leaves one message so marked; the next to come, who is alone by a lock of the
database, finds it and calls it in doubt. Everything killed before that mark is simply tried again.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.db import connection
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.translation import gettext_noop

from parvis.accounts.actors import clock
from parvis.kernel import jobs
from parvis.mailing import actions, queries
from parvis.mailing.models import Message

ALONE = 0x4D41494C  # "MAIL": the advisory lock of whoever hands over
SLICE = 5.0  # seconds of one job: the program that stops waits no longer for it
LOST = gettext_noop("The connection was lost while the message was being handed over.")
KILLED = gettext_noop("The program was stopped while the message was being handed over.")
NO_SERVER = gettext_noop("No mail server is configured.")


@dataclass(frozen=True)
class Away(Exception):
    """No server answers, or it takes nothing now: there is no point in trying the next message."""

    why: str


def hand_over_waiting(*, seconds: float = SLICE) -> int:
    """Hand over what is due, for some seconds at most; how many messages were looked at.

    Does nothing while another does it. Whatever is still due then is another job's.
    """
    until, count = time.monotonic() + seconds, 0
    with _alone() as alone:
        if not alone:
            return 0
        for left in queries.left_in_hand():
            actions.doubt(message=left, why=KILLED, by=clock())
        server = Server()
        try:
            while (message := queries.next_due(timezone.now())) is not None:
                if time.monotonic() > until:
                    jobs.later(actions.HAND_OVER, once=True)
                    break
                count += 1
                server.take(message)
        except Away:
            pass  # the next minute tries again
        finally:
            server.close()
    return count


class Server:
    """The configured mail server, connected to when the first message needs it."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self._tired = False  # whether this connection has served before, and may be closed on us

    def take(self, message: Message) -> None:
        """Hand over one message and write what became of it. Raises Away."""
        if message.is_example:
            actions.show(message=message, by=clock())
            return
        if not settings.PARVIS_MAIL_BACKEND:
            actions.leave_unsent(message=message, why=NO_SERVER, by=clock())
            return
        try:
            try:
                self._give(message)
            except Away:
                if not self._tired:
                    raise
                self.close()  # many servers end a connection after some messages
                self._give(message)
        except Away as away:
            actions.put_off(message=message, why=away.why, by=clock())
            raise
        self._tired = True

    def close(self) -> None:
        """Take leave."""
        backend, self._backend, self._tired = self._backend, None, False
        if backend is not None:
            backend.close()

    def _give(self, message: Message) -> None:
        backend = self._open()
        if isinstance(backend, Smtp) and backend.connection is not None:
            self._by_smtp(message, backend.connection)
        else:
            self._by_other(message, backend)

    def _open(self) -> BaseEmailBackend:
        if self._backend is None:
            backend = get_connection(settings.PARVIS_MAIL_BACKEND)
            try:
                backend.open()
            except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
                raise Away(_said(error)) from error
            self._backend = backend
        return self._backend

    def _by_smtp(self, message: Message, smtp: smtplib.SMTP) -> None:
        """By hand, for Django's own way keeps neither the server's answer nor its refusals."""
        letter = composed(message).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        code, answer = _envelope(smtp, message)
        if code >= 500:
            actions.refuse(message=message, why=_text(code, answer), by=clock())
        elif code >= 300:
            actions.put_off(message=message, why=_text(code, answer), by=clock())
        elif actions.begin(message=message, by=clock()) is not None:
            self._words(message, smtp, letter)
            return
        with suppress(smtplib.SMTPException, OSError):  # then the next message finds it out
            smtp.rset()

    def _words(self, message: Message, smtp: smtplib.SMTP, letter: bytes) -> None:
        """From here on a lost connection leaves a doubt."""
        try:
            code, answer = smtp.data(letter)
        except smtplib.SMTPDataError as refusal:  # it did not even want to hear it
            code, answer = refusal.smtp_code, _bytes(refusal.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            actions.doubt(message=message, why=LOST, answer=_said(error), by=clock())
            self.close()
            return
        if 200 <= code < 300:
            actions.handed_over(message=message, answer=_text(code, answer), by=clock())
        elif code >= 500:
            actions.refuse(message=message, why=_text(code, answer), by=clock())
        else:
            actions.put_off(message=message, why=_text(code, answer), by=clock())

    def _by_other(self, message: Message, backend: BaseEmailBackend) -> None:
        """By another backend of Django's (console, files, memory): it gives no answer to keep."""
        if actions.begin(message=message, by=clock()) is None:
            return
        try:
            backend.send_messages([composed(message)])
        except Exception as error:  # a backend may raise anything; what it did, nobody knows
            actions.doubt(message=message, why=LOST, answer=_said(error), by=clock())
            return
        answer = f"given to {settings.PARVIS_MAIL_BACKEND}"
        actions.handed_over(message=message, answer=answer, by=clock())


def composed(message: Message) -> EmailMultiAlternatives:
    """The letter as it leaves: the text first, HTML beside it if there is one."""
    letter = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.to],
        headers={
            "Message-ID": message.message_id,  # the same at every try: who gets two can tell
            "Auto-Submitted": "auto-generated",  # no answering machine answers
            "Content-Language": message.language,
        },
    )
    if message.html:
        letter.attach_alternative(message.html, "text/html")
    return letter


def _envelope(smtp: smtplib.SMTP, message: Message) -> tuple[int, bytes]:
    """What the server says to the two addresses, the first that it does not take. Raises Away."""
    try:
        smtp.ehlo_or_helo_if_needed()
        code, answer = smtp.mail(_bare(settings.DEFAULT_FROM_EMAIL))
        if code < 300:
            code, answer = smtp.rcpt(_bare(message.to))
    except (smtplib.SMTPException, OSError) as error:
        raise Away(_said(error)) from error
    if code == 421:  # it closes: nothing is said of this message
        raise Away(_text(code, answer))
    return code, answer


def _bare(address: str) -> str:
    """«Parvis <parvis@mail.org>» → parvis@mail.org, its domain in letters every server knows."""
    bare = address.rpartition("<")[2].rstrip("> ")
    name, _at, domain = bare.rpartition("@")
    return f"{name}@{punycode(domain)}"


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else hands over; held until the end, or until our connection dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ALONE])
        (alone,) = cursor.fetchone() or (False,)
    try:
        yield bool(alone)
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ALONE])


def _said(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _text(error.smtp_code, _bytes(error.smtp_error))
    return " ".join(str(error).split()) or type(error).__name__


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def _text(code: int, answer: bytes) -> str:
    return f"{code} {' '.join(answer.decode('utf-8', 'replace').split())}"
