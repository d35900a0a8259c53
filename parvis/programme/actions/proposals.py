"""Co-building: a partner proposes from a link, the coordination of the centre decides."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from typing import Any

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.agenda.shapes import Needs
from parvis.centres.models import Centre
from parvis.journal import actions as journal
from parvis.journal.actions import Written
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.kernel.words import Words
from parvis.partners.models import DutyContact
from parvis.programme.actions.held import locked, moved, now_or, random_key, tell
from parvis.programme.actions.planning import HostFacts, SessionFacts, change, schedule
from parvis.programme.enums import CoordinationState, Decision, HostRole, SessionState
from parvis.programme.errors import Enough, KeyUsed, NotPossible, WrongState
from parvis.programme.models import Coordination, Proposal
from parvis.programme.queries.planning import next_coordination, proposed_by

MOST = 30
"""Proposals of one partner that may wait in one centre."""
LONGEST_NOTE = 4000


@action
def propose(
    *,
    contact: DutyContact,
    facts: SessionFacts,
    key: uuid.UUID,
    note: str = "",
    at: datetime.datetime | None = None,
    by: Actor,
) -> Proposal:
    """Propose a session to a centre, by the link of a partner's contact.

    It waits on the agenda of the next coordination meeting. The centre and the partner are those
    of the link, whatever `facts` say. Sent again with the same key it is the same proposal.
    Raises KeyUsed, NotAKey, Enough, NotPossible, and what `schedule` raises.
    """
    now = now_or(at)
    said: SessionFacts = {**facts, "centre": contact.centre}
    if len(note) > LONGEST_NOTE or "\0" in note:
        raise NotPossible(_("Write at most %(most)d characters.") % {"most": LONGEST_NOTE})
    if (begins := said.get("begins")) is None or begins <= now:
        raise NotPossible(_("Propose a day to come."))
    site = said.get("site")
    if site is not None and site.centre_id != contact.centre_id:
        raise NotPossible(_("Choose a place of this centre."))
    digest = hashlib.sha256(
        key.bytes + json.dumps([said, note], sort_keys=True, default=str).encode()
    ).hexdigest()[:32]
    scope = f"programme/{contact.centre_id}"
    entries = [Written(random_key(key), digest, {})]
    known = journal.answered("programme.propose", scope, now.date(), entries)
    if key in known:
        if known[key].digest != digest:
            raise KeyUsed(_("Another proposal was sent from this page: open it again."))
        return Proposal.objects.get(pk=known[key].answer["proposal"])
    waiting = proposed_by(contact.partner_id, contact.centre_id)
    if waiting.count() >= MOST:
        raise Enough(_("So many proposals wait already: the centre answers them first."))
    session = schedule(
        facts=said,
        hosts=[HostFacts(HostRole.FACILITATOR, partner=contact.partner)],
        state=SessionState.PROPOSED,
        by=by,
    )
    proposal = Proposal.objects.create(
        session=session,
        partner=contact.partner,
        note=note.strip(),
        proposed_at=now,
        coordination=next_coordination(contact.centre_id, now.date()),
    )
    answer: dict[str, Any] = {"proposal": proposal.pk}
    journal.answer_anew(key=key, answer=answer, row=None, by=by)
    return proposal


@action
def decide(
    *,
    proposal: Proposal,
    decision: str,
    answer: Words | None = None,
    facts: SessionFacts | None = None,
    needs: Needs | None = None,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Proposal:
    """Take a proposal up, with what was changed in the meeting; put it off; or say no.

    Taken up it is a scheduled draft; put off it waits for the next meeting. Decided the same way
    twice, it is decided once. Raises WrongState when it was decided otherwise, NotPossible for a
    refusal without a word to the partner, and what `change` raises (Taken).
    """
    now = now_or(at)
    session = locked(proposal.session)
    held = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    held.session = session
    if decision == Decision.WAITING or decision not in Decision.values:
        raise NotPossible(_("Choose a decision."))
    if held.decision == decision and decision != Decision.LATER:
        return held
    if session.state != SessionState.PROPOSED:
        raise WrongState(_("This proposal was decided already."))
    if decision == Decision.REFUSED and not answer:
        raise NotPossible(_("Say to the partner why."))
    if decision == Decision.ACCEPTED:
        if facts or needs is not None:
            session = change(session=session, facts=facts or {}, needs=needs, by=by).row
        moved(session, SessionState.SCHEDULED)
    elif decision == Decision.REFUSED:
        moved(session, SessionState.REFUSED)
    else:
        day = held.coordination.day if held.coordination is not None else now.date()
        tomorrow = day + datetime.timedelta(days=1)
        held.coordination = next_coordination(session.entry.centre_id, tomorrow)
    held.decision, held.answer, held.decided_at = decision, answer or {}, now
    held.save(update_fields=["decision", "answer", "decided_at", "coordination"])
    tell(session)
    return held


@action
def propose_again(*, proposal: Proposal, by: Actor) -> Proposal:
    """A proposal that was not taken up waits again. Raises WrongState."""
    session = locked(proposal.session)
    moved(session, SessionState.PROPOSED)
    held = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    held.decision, held.decided_at, held.answer = Decision.WAITING, None, {}
    held.save(update_fields=["decision", "decided_at", "answer"])
    tell(session)
    return held


@action
def plan_coordination(
    *,
    centre: Centre,
    day: datetime.date,
    note: str = "",
    was: Coordination | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Coordination]:
    """Plan a meeting of the coordination; what waits without one is put on its agenda.

    Raises CannotKeep, ChangedMeanwhile.
    """
    kept = keep(
        Coordination,
        where={"centre": centre, "day": day},
        values={"note": note, "simulated": centre.simulated},
        was=was,
        seen=seen,
    )
    Proposal.objects.filter(
        session__entry__centre=centre,
        session__state=SessionState.PROPOSED,
        coordination=None,
    ).update(coordination=kept.row)
    return kept


@action
def hold_coordination(*, coordination: Coordination, by: Actor) -> Coordination:
    """The meeting is over: what it did not decide goes to the next one, if there is one."""
    held = Coordination.objects.select_for_update(of=("self",), no_key=True).get(pk=coordination.pk)
    if held.state == CoordinationState.HELD:
        return held
    held.state = CoordinationState.HELD
    held.save(update_fields=["state"])
    following = next_coordination(held.centre_id, held.day)
    held.proposals.filter(session__state=SessionState.PROPOSED).update(coordination=following)
    return held


@action
def remove_coordination(*, row: Coordination, seen: str, by: Actor) -> None:
    """Remove a meeting planned by mistake; what it was to decide waits. Raises ChangedMeanwhile."""
    let_go(row, seen=seen)
