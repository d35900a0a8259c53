"""A partner proposes from a link; the coordination of the centre decides."""

import datetime
import uuid

import pytest
from django.core import signing

from parvis.accounts.actors import link
from parvis.centres.tests.factories import SiteFactory
from parvis.kernel.editing import token
from parvis.partners.models import DutyContact
from parvis.programme import actions, queries
from parvis.programme.actions import proposals as acts
from parvis.programme.enums import Decision, SessionState
from parvis.programme.errors import (
    Enough,
    KeyUsed,
    LinkOver,
    LinkUnknown,
    NotAKey,
    NotPossible,
    WrongState,
)
from parvis.programme.models import Coordination, Proposal, Session
from parvis.programme.queries.keys import PROPOSE
from parvis.programme.tests.conftest import BEGINS, BY, NOW
from parvis.programme.tests.factories import StandFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def propose(contact, facts, now):
    def made(key=None, note="", **more):
        return actions.propose(
            contact=contact,
            facts=facts(**more),
            key=key or uuid.uuid4(),
            note=note,
            by=link("propose-1"),
        )

    return made


@pytest.fixture
def meeting(site, now):
    return actions.plan_coordination(centre=site.centre, day=datetime.date(2026, 2, 10), by=BY).row


def test_propose_waits_on_the_agenda_of_the_next_meeting(propose, meeting, partner):
    proposal = propose(note="  Salle avec écran  ")

    assert proposal.session.state == SessionState.PROPOSED
    assert proposal.session.entry.state == "draft"
    assert [str(host) for host in proposal.session.hosts.all()] == [partner.name]
    assert proposal.note == "Salle avec écran"
    assert proposal.coordination == meeting
    assert list(queries.waiting(meeting.centre)) == [proposal]
    assert partner.name in str(proposal)


def test_propose_twice_with_one_key_is_one_proposal(propose):
    key = uuid.uuid4()

    assert propose(key=key) == propose(key=key)

    assert Session.objects.count() == 1
    with pytest.raises(KeyUsed):
        propose(key=key, note="Autre")


def test_propose_is_for_the_centre_of_the_link_whatever_is_said(propose, contact):
    other = SiteFactory(kind="main")

    assert propose(centre=other.centre).session.entry.centre == contact.centre
    with pytest.raises(NotPossible):
        propose(site=other)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"begins": NOW - datetime.timedelta(hours=1)}, NotPossible),
        ({"note": "x" * 4001}, NotPossible),
        ({"note": "a\0b"}, NotPossible),
        ({"key": uuid.uuid1()}, NotAKey),
    ],
    ids=["past", "long", "nul", "key"],
)
def test_propose_refuses_with_a_sentence(propose, more, refusal):
    with pytest.raises(refusal):
        propose(**more)


def test_propose_without_a_site_is_possible(propose):
    assert propose(site=None, place={"fr": "Médiathèque"}).session.entry.site is None


def test_propose_no_more_than_can_be_answered(propose, monkeypatch):
    monkeypatch.setattr(acts, "MOST", 1)
    propose()

    with pytest.raises(Enough):
        propose()


def test_decide_takes_it_up_as_a_scheduled_draft(propose):
    proposal = propose()

    actions.decide(proposal=proposal, decision=Decision.ACCEPTED, facts={"capacity": 8}, by=BY)
    again = actions.decide(proposal=proposal, decision=Decision.ACCEPTED, by=BY)

    assert again.decision == Decision.ACCEPTED
    assert again.decided_at == NOW
    session = Session.objects.get()
    assert session.state == SessionState.SCHEDULED
    assert session.capacity == 8
    assert actions.publish(session=session, by=BY).state == SessionState.PUBLISHED


def test_decide_as_it_was_proposed(propose):
    proposal = propose()

    actions.decide(proposal=proposal, decision=Decision.ACCEPTED, by=BY)

    assert Session.objects.get().state == SessionState.SCHEDULED


def test_decide_later_puts_it_on_the_next_meeting(propose, meeting, site):
    proposal = propose()
    following = actions.plan_coordination(
        centre=site.centre, day=datetime.date(2026, 2, 24), by=BY
    ).row

    decided = actions.decide(proposal=proposal, decision=Decision.LATER, by=BY)

    assert decided.coordination == following
    assert list(queries.waiting(site.centre)) == [proposal]
    assert actions.decide(proposal=proposal, decision=Decision.LATER, by=BY).coordination is None


def test_decide_later_where_no_meeting_is_planned(propose):
    assert actions.decide(proposal=propose(), decision=Decision.LATER, by=BY).coordination is None


def test_decide_no_says_why_and_may_be_proposed_again(propose):
    proposal = propose()
    with pytest.raises(NotPossible):
        actions.decide(proposal=proposal, decision=Decision.REFUSED, by=BY)

    actions.decide(proposal=proposal, decision=Decision.REFUSED, answer={"fr": "Déjà prévu"}, by=BY)
    with pytest.raises(WrongState):
        actions.decide(proposal=proposal, decision=Decision.ACCEPTED, by=BY)
    again = actions.propose_again(proposal=proposal, by=BY)

    assert again.decision == Decision.WAITING
    assert Session.objects.get().state == SessionState.PROPOSED


@pytest.mark.parametrize("decision", ["waiting", "perhaps"])
def test_decide_something(propose, decision):
    with pytest.raises(NotPossible):
        actions.decide(proposal=propose(), decision=decision, by=BY)


def test_a_meeting_takes_up_what_waits_and_passes_on_what_it_did_not_decide(propose, site):
    proposal = propose()
    first = actions.plan_coordination(centre=site.centre, day=datetime.date(2026, 2, 10), by=BY)
    proposal.refresh_from_db()
    assert proposal.coordination == first.row
    second = actions.plan_coordination(centre=site.centre, day=datetime.date(2026, 2, 24), by=BY)

    actions.hold_coordination(coordination=first.row, by=BY)
    held = actions.hold_coordination(coordination=first.row, by=BY)

    proposal.refresh_from_db()
    assert held.state == "held"
    assert proposal.coordination == second.row
    assert str(second.row).endswith("2026-02-24")


def test_a_meeting_planned_by_mistake_is_removed(meeting):
    actions.remove_coordination(
        row=meeting, seen=token(Coordination.objects.get(pk=meeting.pk)), by=BY
    )

    assert not Coordination.objects.exists()


def test_agenda_of_a_coordination(propose, full, planned, site):
    proposal = propose()
    session, _keys = full()
    actions.want_one_more(seats=session.seats.get(), by=BY)
    draft = planned(begins=NOW + datetime.timedelta(days=3), ends=NOW + datetime.timedelta(days=4))

    agenda = queries.agenda_of(site.centre, NOW)

    assert agenda.proposals == [proposal]
    assert [(one, one.wished) for one in agenda.wanted] == [(session, 1)]
    assert agenda.drafts == [draft]


# -- links


def test_a_link_to_propose_is_its_contacts_until_it_is_taken_back(contact):
    key = queries.propose_key(contact)

    assert queries.who_proposes(key) == contact
    DutyContact.objects.update(serial=contact.serial + 1)
    with pytest.raises(LinkUnknown):
        queries.who_proposes(key)


@pytest.mark.parametrize(
    "forged",
    ["", "x", signing.dumps([1, 1], salt="parvis.partners.answer"), signing.dumps(7, salt=PROPOSE)],
    ids=["empty", "letters", "another-purpose", "shapeless"],
)
def test_a_forged_link_to_propose_leads_nowhere(contact, forged):
    with pytest.raises(LinkUnknown):
        queries.who_proposes(forged)


def test_a_link_to_propose_ends(contact, now, time_machine):
    key = queries.propose_key(contact)
    time_machine.shift(datetime.timedelta(days=181))

    with pytest.raises(LinkOver):
        queries.who_proposes(key)


def test_a_link_of_a_stand_holds_until_it_is_renewed(db):
    stand = StandFactory()
    key = queries.stand_key(stand)
    assert queries.whose_stand(key) == stand

    actions.renew_stand_link(stand=stand, by=BY)

    with pytest.raises(LinkUnknown):
        queries.whose_stand(key)
    with pytest.raises(LinkUnknown):
        queries.whose_stand("x")
    with pytest.raises(LinkUnknown):
        queries.whose_stand(signing.Signer(salt="parvis.programme.stand").sign_object(3))


def test_begins_is_after_now(propose):
    assert propose(begins=BEGINS).proposed_at == NOW
    assert Proposal.objects.count() == 1
