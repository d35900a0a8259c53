import pytest

from parvis.accounts.queries import Holding
from parvis.accounts.roles import ROLES, Act, Thing
from parvis.centres.tests.factories import SiteFactory
from parvis.partners.models import Partner
from parvis.visits import actions, queries, rules
from parvis.visits.tests.conftest import BY, MORNING

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


class Someone:
    def __init__(self, key, place):
        self.pk = 1
        self.holding_now = (Holding(ROLES[key], place),)


@pytest.fixture
def partner(site):
    partner = Partner.objects.create(code="p", name="P", sort_key="p", field="training")
    partner.centres.add(site.centre)
    return partner


@pytest.fixture
def elsewhere(db):
    site = SiteFactory()
    partner = Partner.objects.create(code="q", name="Q", sort_key="q", field="training")
    partner.centres.add(site.centre)
    return site


def everybody(site):
    """Each role at this centre, at its partner, across the network."""
    partner = site.centre.partners.get()
    places = {"centre": site.centre_id, "partner": partner.pk, "network": None}
    return {key: Someone(key, places[role.reach.value]) for key, role in ROLES.items()}


def test_whoever_keeps_the_desk_and_whoever_calls(take, site, partner):
    ticket = take()
    people = everybody(site)

    def who(rule, thing):
        return {key for key, user in people.items() if rule(user, thing)}

    desk, queue = {"centre:reception", "centre:manager"}, {"partner:counsellor"}
    assert who(rules.can_keep_desk, site) == desk
    assert who(rules.can_call_at, site) == desk | queue
    assert who(rules.can_call, ticket) == desk | queue
    assert who(rules.can_change, ticket.visit) == desk
    assert who(rules.can_close, ticket.day) == desk
    assert who(rules.can_amend, ticket.day) == {"centre:manager"}
    assert {key for key, user in people.items() if rules.can_keep_a_desk(user)} == desk


def test_another_centre_neither_sees_nor_touches(take, site, partner, elsewhere):
    """Whatever the role, at the other centre, at its partner: nothing of this one is there."""
    ticket = take()
    actions.call_next(site=site, poles=[ticket.pole], desk=1, by=BY)
    far = {key: user for key, user in everybody(elsewhere).items() if "network" not in key}
    for user in far.values():
        assert not rules.can_keep_desk(user, site)
        assert not rules.can_call_at(user, site)
        assert not rules.can_call(user, ticket)
        assert not rules.can_change(user, ticket.visit)
        assert not rules.can_close(user, ticket.day)
        assert not rules.can_amend(user, ticket.day)
        for rows in (
            queries.visits(user),
            queries.days(user),
            queries.tickets(user),
            queries.corrections(user),
        ):
            assert not rows.exists()
    assert set(queries.desks(far["centre:reception"])) == {elsewhere}
    assert set(queries.queues(far["partner:counsellor"])) == {elsewhere}


def test_nobody_across_the_network_sees_a_visit(take, site, partner):
    take()
    across = [user for key, user in everybody(site).items() if key.startswith("network")]

    for user in across:
        assert not queries.visits(user).exists()
        assert not queries.tickets(user).exists()
        assert not queries.desks(user).exists()
    assert set(queries.sites_for(across[0], Act.READ, Thing.CENTRE)) == {site}


def test_a_closed_days_trace_is_read_at_its_own_centre(record, site, partner):
    record()
    day = actions.close_day(site=site, date=TODAY, by=BY)
    actions.amend(day=day, channel="phone", half_day="pm", kind="information", n=1, by=BY)

    assert queries.corrections(Someone("centre:manager", site.centre_id)).count() == 3
