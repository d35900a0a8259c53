"""What is done with messages: written, handed over, put back, told to have bounced, forgotten."""

from __future__ import annotations

import datetime
import email.policy
import uuid
from email.message import Message as Parsed
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.kernel import jobs
from parvis.kernel.history import action
from parvis.mailing.enums import CAN_GO_BACK, NEXT, State
from parvis.mailing.errors import BadMessage, CannotPutBack, NotABounce
from parvis.mailing.models import Message

Fields = Parsed  # a block of a report is read as the head of a message

HAND_OVER = "mailing.hand-over"
WAITS = (1, 5, 15, 60, 180, 360, 720)
"""Minutes before each new try; the last one is repeated."""
GIVE_UP = datetime.timedelta(hours=72)
KEEP_TEXT = datetime.timedelta(days=30)
KEEP_ADDRESS = datetime.timedelta(days=90)
LONGEST = 2000  # characters kept of what a server says


@action
def send(*, to: str, subject: str, text: str, html: str = "", purpose: str, by: Actor) -> Message:
    """Write a message to one address, in the transaction of the act that calls for it.

    The text is what everybody can read, in reading order; HTML may go beside it, never alone.
    It speaks the language in force. Raises BadMessage.
    """
    message = Message.objects.create(
        message_id=f"<{uuid.uuid4()}@{_domain()}>",
        purpose=purpose,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        to=_address(to),
        subject=_header(subject),
        text=_text(text),
        html=html.strip(),
    )
    jobs.later(HAND_OVER, once=True)
    return message


@action
def begin(*, message: Message, by: Actor) -> Message | None:
    """Note that this message is now given to a server; None when it no longer waits.

    Committed before the first word of it is given: if we die from here on until what became of it
    is written, it is in doubt and never given again by itself.
    """
    held = _locked(message)
    if held.state != State.WAITING:
        return None
    held.tries += 1
    held.first_tried_at = held.first_tried_at or timezone.now()
    return _move(held, State.HANDING)


@action
def handed_over(*, message: Message, answer: str, by: Actor) -> Message:
    """A server took it: its answer is the proof, and the text is needed no more."""
    held = _locked(message)
    held.answer, held.reason, held.text, held.html = answer[:LONGEST], "", "", ""
    held.settled_at = timezone.now()
    return _move(held, State.HANDED)


@action
def put_off(*, message: Message, why: str, by: Actor) -> Message:
    """It could not be given now: tried again later, and refused for good after three days."""
    held = _locked(message)
    if held.state == State.WAITING:  # no server was there: nothing was begun
        held.tries += 1
        held.first_tried_at = held.first_tried_at or timezone.now()
    now = timezone.now()
    held.reason = why[:LONGEST]
    if held.first_tried_at is not None and now - held.first_tried_at > GIVE_UP:
        held.settled_at = now
        return _move(held, State.REFUSED)
    wait = WAITS[min(held.tries, len(WAITS)) - 1]
    held.due_at = now + datetime.timedelta(minutes=wait)
    if held.state == State.WAITING:
        held.save()
        return held
    return _move(held, State.WAITING)


@action
def refuse(*, message: Message, why: str, by: Actor) -> Message:
    """A server refused it for good."""
    return _settle(message, State.REFUSED, why)


@action
def doubt(*, message: Message, why: str, answer: str = "", by: Actor) -> Message:
    """Nobody knows whether a server took it: a person decides, never a machine."""
    return _settle(message, State.DOUBT, why, answer)


@action
def leave_unsent(*, message: Message, why: str, by: Actor) -> Message:
    """There is no server to give it to."""
    return _settle(message, State.UNSENT, why)


@action
def show(*, message: Message, by: Actor) -> Message:
    """The address is an example: nobody has it, so the message is read on the screen."""
    return _settle(message, State.SHOWN, "")


@action
def put_back(*, message: Message, by: Actor) -> Message:
    """Put it in the queue again, to be tried at once. Raises CannotPutBack."""
    held = _locked(message)
    if held.state == State.WAITING:  # it waits for its hour: now is as good
        held.due_at = timezone.now()
        held.put_back_by = str(by)
        held.save()
        jobs.later(HAND_OVER, once=True)
        return held
    if held.state not in CAN_GO_BACK:
        raise CannotPutBack(
            _("This message is %(state)s: it cannot go back in the queue.")
            % {"state": held.get_state_display()}
        )
    if not held.text or not held.to:
        raise CannotPutBack(_("The text of this message was erased: write a new one."))
    held.put_back_by, held.reason, held.answer = str(by), "", ""
    held.due_at, held.first_tried_at, held.settled_at = timezone.now(), None, None
    held.tries = 0
    _move(held, State.WAITING)
    jobs.later(HAND_OVER, once=True)
    return held


@action
def take_bounce(*, raw: bytes, by: Actor) -> Message:
    """Read a delivery report (RFC 3464) and note on our message what it says.

    A failure makes it bounced; a delay is only noted. The message is known by its Message-ID,
    which nobody can guess, and by its address while we still have it. Raises NotABounce.
    """
    fields, message_id = _report(raw)
    held = Message.objects.select_for_update().filter(message_id=message_id).first()
    if held is None:
        raise NotABounce(_("This report speaks of no message that was sent from here."))
    about = _recipient(fields)
    if held.to and about and about.casefold() != held.to.casefold():
        raise NotABounce(_("This report speaks of another address than the message had."))
    what = str(fields.get("Action", "")).strip().casefold()
    said = " ".join(str(fields[name]) for name in ("Status", "Diagnostic-Code") if fields.get(name))
    if what == "failed" and State.BOUNCED in NEXT[State(held.state)]:
        held.reason, held.text, held.html = said[:LONGEST], "", ""
        return _move(held, State.BOUNCED)
    if what == "delayed" and held.state == State.HANDED:
        held.reason = said[:LONGEST]
        held.save()
    return held


@action
def forget(*, by: Actor) -> int:
    """Erase what is needed no more: words after thirty days, addresses after ninety; how many.

    What waits keeps both. The subject, the purpose, the hours and the server's answer stay, but a
    server repeats the address in what it says: answer and reason go with the address.
    """
    now = timezone.now()
    settled = Message.objects.exclude(state__in=[State.WAITING, State.HANDING])
    old = settled.filter(settled_at__lt=now - KEEP_TEXT).exclude(text="", html="")
    count = old.update(text="", html="")
    older = settled.filter(settled_at__lt=now - KEEP_ADDRESS).exclude(to="")
    return count + older.update(to="", answer="", reason="")


@action
def forget_addresses(*, purpose: str, before: datetime.datetime, by: Actor) -> int:
    """Erase the addresses and words of messages for one purpose written before; how many.

    For an address that was promised to be forgotten sooner than others. One that still waits is
    not sent any more: what it was about is over.
    """
    rows = Message.objects.filter(purpose=purpose, written_at__lt=before).exclude(to="")
    for message in rows.filter(state=State.WAITING):
        leave_unsent(message=message, why="", by=by)
    settled = rows.exclude(state__in=[State.WAITING, State.HANDING])
    return settled.update(to="", text="", html="", answer="", reason="")


def _locked(message: Message) -> Message:
    return Message.objects.select_for_update().get(pk=message.pk)


def _settle(message: Message, state: State, why: str, answer: str = "") -> Message:
    held = _locked(message)
    held.reason, held.answer = why[:LONGEST], answer[:LONGEST]
    held.settled_at = timezone.now()
    return _move(held, state)


def _move(message: Message, state: State) -> Message:
    if state not in NEXT[State(message.state)]:
        raise ValueError(f"a message {message.state} cannot become {state}")
    message.state = state
    message.save()
    return message


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def _address(to: str) -> str:
    # One plain address: a name beside it, a second one or a line end could carry another header.
    try:
        validate_email(to)
    except ValidationError as error:
        raise BadMessage(_("“%(to)s” is no e-mail address.") % {"to": to[:100]}) from error
    return to


def _header(subject: str) -> str:
    if not subject.strip():
        raise BadMessage(_("A message needs a subject."))
    longest = Message._meta.get_field("subject").max_length
    if any(ord(letter) < 32 or ord(letter) in range(127, 160) for letter in subject):
        raise BadMessage(_("The subject of a message is one line, without control characters."))
    if longest is not None and len(subject) > longest:
        raise BadMessage(
            _("The subject of a message is at most %(n)d characters.") % {"n": longest}
        )
    return subject


def _text(text: str) -> str:
    if not text.strip():
        raise BadMessage(_("A message needs a text that everybody can read, not HTML alone."))
    return text.strip() + "\n"


def _report(raw: bytes) -> tuple[Fields, str]:
    """The fields about the recipient, and the Message-ID of what was returned."""
    # email's default policy reads what it can and never raises on a broken message.
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    status: Fields | None = None
    returned = ""
    for part in parsed.walk():
        kind = part.get_content_type()
        # What a delivery report or a message encloses is a list of messages, even of one.
        inside = cast("list[Fields]", part.get_payload()) if part.is_multipart() else []
        if kind == "message/delivery-status":
            status = status or next((block for block in inside if block.get("Action")), None)
        elif kind == "message/rfc822" and inside:
            returned = returned or str(inside[0].get("Message-ID", "")).strip()
        elif kind == "text/rfc822-headers":
            head = email.message_from_string(str(part.get_content()), policy=email.policy.default)
            returned = returned or str(head.get("Message-ID", "")).strip()
    if status is None or not returned:
        raise NotABounce(_("This is no delivery report that names a message."))
    return status, returned


def _recipient(fields: Fields) -> str:
    """«rfc822; someone@mail.org» → someone@mail.org; the original address before the final one."""
    said = str(fields.get("Original-Recipient") or fields.get("Final-Recipient") or "")
    return said.rpartition(";")[2].strip()
