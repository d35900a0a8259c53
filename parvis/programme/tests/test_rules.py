"""Who may do what with sessions, doors and proposals."""

import pytest

from parvis.accounts.actors import staff
from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Post
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.journal.models import Line
from parvis.partners.models import Post as PartnerPost
from parvis.partners.tests.factories import PartnerFactory
from parvis.programme import actions, queries, rules
from parvis.programme.models import HeldPlaces, Proposal
from parvis.programme.tests.conftest import NOW
from parvis.programme.tests.factories import (
    CoordinationFactory,
    HostFactory,
    SeatsFactory,
    SessionFactory,
    StandFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    """A session of one centre, made with one partner; people here and elsewhere."""
    site = SiteFactory(kind="main")
    partner, stranger = PartnerFactory(), PartnerFactory()
    session = SessionFactory(site=site, state="proposed")
    HostFactory(session=session, partner=partner, name="")
    seats = SeatsFactory(session=session)
    rows = {
        "session": session,
        "stand": StandFactory(session=session),
        "coordination": CoordinationFactory(centre=site.centre),
        "proposal": Proposal.objects.create(session=session, partner=partner, proposed_at=NOW),
        "group": HeldPlaces.objects.create(seats=seats, partner=partner, places=2),
    }
    people = {"nobody": User.objects.create_user("nobody@example.org", name="N")}

    def hold(name, model, **post):
        people[name] = User.objects.create_user(f"{name}@example.org", name=name)
        model.objects.create(user=people[name], start="2020-01-01", **post)

    for role in ("manager", "partnerships", "reception", "editor"):
        hold(role, Post, centre=site.centre, role=role)
    hold("elsewhere", Post, centre=CentreFactory(), role="manager")
    for role in ("facilitator", "counsellor"):
        hold(role, PartnerPost, partner=partner, role=role)
    hold("stranger", PartnerPost, partner=stranger, role="facilitator")
    hold("coordinator", NetworkPost, role="coordinator")
    hold("treasurer", NetworkPost, role="treasurer")
    return rows, people


def those(people, rule):
    return {name for name, user in people.items() if rule(user)}


PLAN = {"manager", "partnerships", "facilitator", "coordinator"}
READ = PLAN | {"reception", "counsellor"}
DOOR = {"manager", "reception", "facilitator", "coordinator"}
DECIDE = {"manager", "partnerships", "coordinator"}


def test_who_may_somewhere(world):
    _rows, people = world

    assert those(people, rules.can_plan) == PLAN | {"elsewhere", "stranger"}
    assert those(people, rules.can_keep_a_door) == DOOR | {"elsewhere", "stranger"}


@pytest.mark.parametrize(
    ("rule", "row", "names"),
    [
        (rules.can_read, "session", READ),
        (rules.can_change, "session", PLAN),
        (rules.can_decide, "proposal", DECIDE),
        (rules.can_lead, "coordination", DECIDE),
        (rules.can_keep_door, "session", DOOR),
        (rules.can_hold_places, "group", PLAN),
        (rules.can_keep_stand, "stand", PLAN),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_who_may(world, rule, row, names):
    rows, people = world

    assert those(people, lambda user: rule(user, rows[row])) == names


def test_lists_of_the_office_are_those_of_ones_places(world):
    rows, people = world

    def lists(query):
        return {name for name, user in people.items() if query(user).exists()}

    assert lists(queries.planned_by) == READ
    assert lists(queries.proposals) == READ
    assert lists(queries.coordinations) == READ - {"facilitator", "counsellor"}
    assert queries.coordinations(people["manager"]).get().how_many == 0
    assert rows["coordination"]


def test_two_partners_change_one_session_and_its_history_says_who(world):
    """Row 82 of the mission."""
    rows, people = world
    other = PartnerFactory()
    HostFactory(session=rows["session"], partner=other, name="")
    second = User.objects.create_user("second@example.org", name="Second")
    PartnerPost.objects.create(user=second, partner=other, role="facilitator", start="2020-01-01")

    for user, places in ((people["facilitator"], 8), (second, 9)):
        assert rules.can_change(user, rows["session"])
        actions.change(session=rows["session"], facts={"capacity": places}, by=staff(user))

    lines = Line.objects.filter(what="programme_session", row=str(rows["session"].pk))
    signed = [
        line.actor for line in lines.order_by("pk") if (line.after or {}).get("capacity") in (8, 9)
    ]
    assert signed[0] == str(staff(people["facilitator"]))
    assert signed[-1] == str(staff(second))
