"""Whatever is done at a desk, the counts kept by the acts are those of the rows."""

import datetime
import uuid
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.accounts.actors import command, device
from parvis.centres.models import Pole
from parvis.centres.tests.factories import PoleFactory, SiteFactory
from parvis.devices import actions as devices
from parvis.kernel import measures
from parvis.kernel.errors import ParvisError
from parvis.tallies import actions as tallies
from parvis.tallies.queries import all_of_day
from parvis.visits import actions
from parvis.visits.enums import AgeBand, Band, Channel, PracticalNeed, ServiceKind
from parvis.visits.models import Ticket
from parvis.visits.shapes import Asked, Profile

pytestmark = pytest.mark.django_db
BY = command("test")
START = datetime.datetime(2026, 3, 3, 10, 40, tzinfo=datetime.UTC)
TODAY = START.date()

KINDS = [kind for kind in ServiceKind.values if kind != "pole"]
POLES = st.integers(0, 1)
TICKETS = st.integers(0, 5)
KEYS = st.integers(0, 7)
ACTS = st.one_of(
    st.tuples(
        st.just("record"),
        KEYS,
        st.sampled_from(Channel.values),
        st.lists(st.sampled_from(KINDS), max_size=3),
        st.none() | POLES,
        st.integers(1, 30),
        st.none() | st.sampled_from(AgeBand.values),
    ),
    st.tuples(st.just("undo"), KEYS),
    st.tuples(st.just("correct"), KEYS, st.lists(st.sampled_from(KINDS), max_size=2)),
    st.tuples(st.just("merge"), st.lists(st.tuples(KEYS, st.booleans()), max_size=6)),
    st.tuples(st.just("take"), KEYS, POLES),
    st.tuples(st.just("next"), POLES, st.sampled_from(["", *PracticalNeed.values])),
    st.tuples(st.just("send_on"), TICKETS, POLES),
    st.tuples(st.just("free_desk")),
    st.tuples(st.just("forgotten")),
    st.tuples(
        st.sampled_from(["start", "serve", "park", "miss", "come_back", "recall", "leave"]),
        TICKETS,
    ),
)


class Desk:
    """One morning at a desk: each act moves the clock on by a quarter of an hour."""

    def __init__(self):
        self.site = SiteFactory()
        self.poles = [PoleFactory(centre=self.site.centre, need=n) for n in ("training", "change")]
        self.tablet = devices.issue(site=self.site, kind="desk", name="x", by=BY).device
        actions.set_up(site=self.site, bands=Band.values, regime="one_in", one_in=3, by=BY)
        self.keys = [uuid.uuid4() for _ in range(8)]
        self.at = START

    def does(self, act):
        verb, *rest = act
        self.at += datetime.timedelta(minutes=15)
        with suppress(ParvisError), transaction.atomic():
            getattr(self, f"does_{verb}", None) and getattr(self, f"does_{verb}")(*rest)
            if not hasattr(self, f"does_{verb}"):
                self.moves(verb, *rest)

    def does_record(self, key, channel, kinds, pole, size, age):
        actions.record(
            site=self.site,
            key=self.keys[key],
            channel=channel,
            services=[Asked(kind) for kind in kinds],
            pole=None if pole is None else self.poles[pole],
            size=size,
            profile=Profile(age=age),
            at=self.at,
            by=BY,
        )

    def does_undo(self, key):
        actions.undo(site=self.site, key=self.keys[key], at=self.at, by=BY)

    def does_correct(self, key, kinds):
        services = [Asked(kind) for kind in kinds]
        actions.correct(site=self.site, key=self.keys[key], services=services, size=2, by=BY)

    def does_merge(self, sent):
        records = [
            {"kind": "undo", "key": str(uuid.uuid4()), "of": str(self.keys[key])}
            if undone
            else {"key": str(self.keys[key])}
            for key, undone in sent
        ]
        actions.merge(
            site=self.site,
            device=self.tablet,
            records=[one | {"at": self.at.isoformat()} for one in records],
            sent_at=self.at,
            at=self.at,
            by=device(self.tablet.pk),
        )

    def does_take(self, key, pole):
        visit = self.site.days.get().visits.order_by("at").first() if self.tickets() else None
        actions.take_ticket(
            site=self.site,
            key=self.keys[key],
            pole=self.poles[pole],
            visit=visit,
            at=self.at,
            by=BY,
        )

    def does_next(self, pole, need):
        actions.call_next(
            site=self.site, poles=[self.poles[pole]], desk=1, meets=[need], at=self.at, by=BY
        )

    def does_send_on(self, ticket, pole):
        self.moves("send_on", ticket, pole=self.poles[pole])

    def does_free_desk(self):
        actions.free_desk(site=self.site, desk=1, at=self.at, by=BY)

    def does_forgotten(self):
        actions.set_aside_forgotten(site=self.site, at=self.at, by=BY)

    def tickets(self):
        return list(Ticket.objects.select_related("day__site__centre").order_by("taken_at", "pk"))

    def moves(self, verb, number, **more):
        tickets = self.tickets()
        if tickets:
            ticket = tickets[number % len(tickets)]
            ticket.day.site = self.site
            if verb not in ("park", "miss", "come_back"):
                more["at"] = self.at
            getattr(actions, verb)(ticket=ticket, by=BY, **more)

    def recounted(self):
        return {
            measure.name: {cell: n for cell, n in made.items() if n}
            for measure in measures.registered()
            if (made := measure.recount(self.site.pk, TODAY))
        }


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(ACTS, min_size=3, max_size=18))
def test_counts_kept_by_the_act_are_those_of_the_rows(acts):
    with transaction.atomic():
        desk = Desk()
        for act in acts:
            desk.does(act)

        assert all_of_day(desk.site, TODAY) == desk.recounted()
        assert tallies.recount(site=desk.site, day=TODAY, by=BY) == {}

        if desk.site.days.exists():
            actions.close_day(site=desk.site, date=TODAY, at=desk.at, by=BY)
            stands = all_of_day(desk.site, TODAY)
            assert tallies.recount(site=desk.site, day=TODAY, by=BY) == {}
            assert all_of_day(desk.site, TODAY) == stands
        transaction.set_rollback(True)


def test_a_count_that_went_wrong_is_put_right_and_told(record, site, pole):
    record(pole=pole)
    tallies.add(site=site, day=TODAY, measure="visits.visits", cell="on_site/am", n=4, by=BY)
    tallies.add(site=site, day=TODAY, measure="visits.lost", cell=f"{pole.pk}/12", by=BY)
    tallies.add(site=site, day=TODAY, measure="visits.people", cell="on_site/am", n=-1, by=BY)

    put_right = tallies.recount(site=site, day=TODAY, by=BY)

    assert put_right == {
        "visits.visits": {"on_site/am": (5, 1)},
        "visits.people": {"on_site/am": (0, 1)},
        "visits.lost": {f"{pole.pk}/12": (1, 0)},
    }
    assert tallies.recount(site=site, day=TODAY, by=BY) == {}
    assert Pole.objects.filter(pk=pole.pk).exists()
