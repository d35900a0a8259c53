"""Who may, and which principles a session departs from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.accounts.queries import can_somewhere, scoped
from parvis.accounts.roles import Act, Thing
from parvis.kernel.words import Words
from parvis.principles.enums import Principle
from parvis.programme.enums import OF_PROFESSIONALS, Joining
from parvis.programme.models import (
    Coordination,
    HeldPlaces,
    Proposal,
    Registration,
    Seats,
    Session,
    Stand,
)


def can_plan(user: Any) -> bool:
    """Whoever plans sessions somewhere: managers, facilitators, coordination."""
    return can_somewhere(user, Act.WRITE, Thing.SESSION)


def can_read_some(user: Any) -> bool:
    """Whoever reads the sessions of a place, drafts included."""
    return can_somewhere(user, Act.READ, Thing.SESSION)


def can_keep_a_door(user: Any) -> bool:
    """Whoever enters attendance somewhere."""
    return can_somewhere(user, Act.WRITE, Thing.ATTENDANCE)


def can_read(user: Any, session: Session) -> bool:
    """Whoever reads the sessions of its centre, drafts included."""
    return scoped(Session.objects.filter(pk=session.pk), user).exists()


def can_change(user: Any, session: Session) -> bool:
    """Those who plan the sessions of its centre, and the partners that make it."""
    return scoped(Session.objects.filter(pk=session.pk), user, Act.WRITE).exists()


def can_decide(user: Any, proposal: Proposal) -> bool:
    """The coordination of the centre: its manager and its partnership manager."""
    return scoped(Proposal.objects.filter(pk=proposal.pk), user, Act.DECIDE).exists()


def can_lead(user: Any, coordination: Coordination) -> bool:
    """The same, of a meeting."""
    return scoped(Coordination.objects.filter(pk=coordination.pk), user, Act.DECIDE).exists()


def can_keep_door(user: Any, session: Session) -> bool:
    """Whoever enters the attendance of that session."""
    return scoped(Seats.objects.filter(session=session), user, Act.WRITE).exists()


def can_hold_places(user: Any, group: HeldPlaces) -> bool:
    """Those who plan the session, and the partner whose group it is."""
    return scoped(HeldPlaces.objects.filter(pk=group.pk), user, Act.WRITE).exists()


def can_keep_stand(user: Any, stand: Stand) -> bool:
    """Those who plan the event."""
    return scoped(Stand.objects.filter(pk=stand.pk), user, Act.WRITE).exists()


def can_read_registration(user: Any, registration: Registration) -> bool:
    """Whoever keeps the list the professional is on."""
    return scoped(Registration.objects.filter(pk=registration.pk), user).exists()


def departures(session: Session) -> dict[str, Words]:
    """Each principle this session breaks, with what its setting says; none for most."""
    broken: dict[str, Words] = {}
    if session.joining == Joining.NAMED and session.kind not in OF_PROFESSIONALS:
        broken[Principle.NAMELESS] = _said(lambda: _("A name is asked for to take part."))
    if not session.walk_in and session.slots.filter(appointment=True).exists():
        broken[Principle.WALK_IN] = _said(lambda: _("By appointment only: walking in is off."))
    return broken


def _said(sentence: Callable[[], str]) -> Words:
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words[language] = sentence()
    return words
