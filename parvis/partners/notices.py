"""What partners and centres are written about duty: each message is a row of `mailing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from parvis.accounts.actors import Actor
from parvis.accounts.models import User
from parvis.centres.models import Centre
from parvis.mailing import actions as mail
from parvis.partners.models import DutyContact, DutySession
from parvis.partners.queries.duty import Candidate
from parvis.partners.queries.links import LINK_FOR, answer_link, calendar_link


@dataclass(frozen=True)
class Notice:
    """What one message is made of, and what it is for."""

    purpose: str
    subject: str
    body: str


ASKED = Notice(
    "duty-asked", "partners/mail/duty_asked_subject.txt", "partners/mail/duty_asked_body.txt"
)
CALLED_OFF = Notice(
    "duty-called-off",
    "partners/mail/duty_called_off_subject.txt",
    "partners/mail/duty_called_off_body.txt",
)
LINK = Notice(
    "duty-link", "partners/mail/duty_link_subject.txt", "partners/mail/duty_link_body.txt"
)
GAPS = Notice(
    "duty-gaps", "partners/mail/duty_gaps_subject.txt", "partners/mail/duty_gaps_body.txt"
)


def asked(contact: DutyContact, rows: Sequence[DutySession], by: Actor) -> None:
    """Ask a partner to confirm these sessions, by a link that shows all it may answer for."""
    said = {"contact": contact, "rows": rows, "link": answer_link(contact)}
    said |= {"calendar": calendar_link(contact), "days": LINK_FOR.days}
    _send(ASKED, contact.language, contact.email, said, by)


def called_off(contact: DutyContact, rows: Sequence[DutySession], by: Actor) -> None:
    """Tell a partner that these sessions are no more."""
    said = {"contact": contact, "rows": rows, "link": answer_link(contact)}
    _send(CALLED_OFF, contact.language, contact.email, said, by)


def linked(contact: DutyContact, by: Actor) -> None:
    """Send a new link to whoever opened one out of date, to the address that is recorded."""
    said = {"contact": contact, "link": answer_link(contact), "days": LINK_FOR.days}
    _send(LINK, contact.language, contact.email, said, by)


def gaps_signalled(
    user: User,
    centre: Centre,
    rows: Sequence[DutySession],
    able: Mapping[int, Sequence[Candidate]],
    by: Actor,
) -> None:
    """Tell whoever runs a centre what nobody holds in the days ahead, and who could."""
    lines = [(row, [one.partner.name for one in able.get(row.pk, ())][:5]) for row in rows]
    there = settings.BASE_URL.rstrip("/") + reverse("partners:gaps")
    said = {"user": user, "centre": centre, "lines": lines, "link": there}
    _send(GAPS, user.language, user.email, said, by)


def _send(notice: Notice, language: str, to: str, said: Mapping[str, object], by: Actor) -> None:
    known = dict(settings.LANGUAGES)
    with override(language if language in known else settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(notice.subject, dict(said)).split())
        text = render_to_string(notice.body, dict(said))
        mail.send(to=to, subject=subject, text=text, purpose=notice.purpose, by=by)
