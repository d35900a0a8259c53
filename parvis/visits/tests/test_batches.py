import datetime
import random
import uuid

import pytest

from parvis.centres.tests.factories import PoleFactory, SiteFactory
from parvis.devices import actions as devices
from parvis.tallies import actions as tallies
from parvis.tallies.queries import all_of_day, of_day
from parvis.visits import actions, queries
from parvis.visits.actions import held
from parvis.visits.enums import Answer
from parvis.visits.models import Correction, Day, Ticket, Visit
from parvis.visits.tests.conftest import BY, MORNING

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def states(answers):
    return [one.state for one in answers]


def agree(site):
    return tallies.recount(site=site, day=TODAY, by=BY) == {}


def test_a_batch_is_kept_and_each_record_answered_in_its_order(merge, wire, site, pole):
    records = [wire(), wire(channel="phone"), wire(services=[["pole", pole.pk], "computer"])]

    answers = merge(records)

    assert states(answers) == ["kept"] * 3
    assert [one.key for one in answers] == [one["key"] for one in records]
    assert Visit.objects.count() == 3
    assert agree(site)


def test_sent_again_in_any_order_any_number_of_times_it_is_the_same(merge, wire, site):
    records = [wire(size=n % 5 + 1) for n in range(30)]
    records += [wire("undo", of=records[n]["key"]) for n in (3, 7)]
    shuffler = random.Random(4)
    merge(records)
    stands = all_of_day(site, TODAY)

    for _ in range(5):
        again = shuffler.sample(records, len(records))
        assert set(states(merge(again))) == {"already", "undone"}

    assert all_of_day(site, TODAY) == stands
    assert sum(stands["visits.visits"].values()) == 28
    assert agree(site)


@pytest.mark.parametrize("seed", range(8))
def test_reordered_and_cut_in_pieces_it_comes_to_the_same(merge, wire, site, seed):
    shuffler = random.Random(seed)
    records = [wire() for _ in range(20)]
    records += [wire("undo", of=records[n]["key"]) for n in range(5)]
    shuffler.shuffle(records)
    while records:
        piece, records = records[: shuffler.randint(1, 6)], records[shuffler.randint(1, 6) :]
        merge(piece)
        records = records or []

    assert agree(site)


def test_an_undo_that_comes_in_an_earlier_batch_wins(merge, wire):
    sent = wire()

    assert states(merge([wire("undo", of=sent["key"])])) == ["undone"]
    assert states(merge([sent])) == ["undone"]
    assert not Visit.objects.exists()


def test_a_record_answered_online_is_known_when_sent_again(merge, wire, record):
    key = uuid.uuid4()
    record(key=key, size=2)

    assert states(merge([wire(key=str(key), size=2)])) == ["already"]
    assert states(merge([wire(key=str(key), size=3)])) == ["refused"]


@pytest.mark.parametrize("days", [-1, 1, -400])
def test_a_clock_that_is_days_off_counts_on_the_right_day(merge, wire, now, days):
    off = datetime.timedelta(days=days)
    sent = wire(at=now + off - datetime.timedelta(minutes=20))

    merge([sent], sent_at=now + off)

    visit = Visit.objects.get()
    assert visit.day.date == TODAY
    assert visit.at == now - datetime.timedelta(minutes=20)
    assert visit.device_at == now + off - datetime.timedelta(minutes=20)
    assert visit.day.site.devices.get().life.clock_ahead == off.total_seconds()


def test_a_clock_set_back_in_between_never_counts_in_the_future(merge, wire, now):
    merge([wire(at=now + datetime.timedelta(hours=3))])

    assert Visit.objects.get().at == now


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Indian/Reunion", "2026-03-02T20:30:00+00:00", datetime.date(2026, 3, 3)),
        ("Europe/Paris", "2026-03-02T22:59:00+00:00", datetime.date(2026, 3, 2)),
        ("Europe/Paris", "2026-03-02T23:01:00+00:00", datetime.date(2026, 3, 3)),
    ],
)
def test_a_visit_counts_on_the_local_day(merge, wire, site, zone, at, day):
    site.time_zone = zone
    site.save()

    merge([wire(at=datetime.datetime.fromisoformat(at))])

    assert Visit.objects.get().day.date == day


def test_a_device_whose_key_was_taken_back_keeps_what_it_holds(merge, wire, tablet):
    devices.revoke(device=tablet, by=BY)

    answers = merge([wire(), {"nothing": "readable"}])

    assert states(answers) == ["refused"] * 2
    assert "retirée" in answers[0].said
    assert not Visit.objects.exists()


def test_a_device_of_another_site_is_refused(merge, wire, site):
    (answer,) = merge([wire()], site=SiteFactory(centre=site.centre))

    assert (answer.state, answer.said) == ("refused", "Cet appareil est celui d’un autre lieu.")


WRONG = [
    None,
    "a string",
    {},
    {"key": "x"},
    {"key": str(uuid.uuid4()), "kind": "gossip", "at": MORNING.isoformat()},
    {"key": str(uuid.uuid4())},
    {"key": str(uuid.uuid4()), "at": "yesterday"},
    {"key": str(uuid.uuid4()), "at": "2026-03-03T10:00:00"},
    {"key": str(uuid.uuid4()), "at": "0001-01-01T00:00:00+00:00"},
    {"key": str(uuid.uuid4()), "at": "9999-12-31T23:59:59-12:00"},
    *(
        {"key": str(uuid.uuid4()), "at": MORNING.isoformat()} | wrong
        for wrong in (
            {"channel": 5},
            {"channel": ["on_site"]},
            {"size": "28"},
            {"size": 10**9},
            {"alike": 0},
            {"services": "computer"},
            {"services": [[["computer"], None]]},
            {"services": [["pole", "1"]]},
            {"services": [["pole", 10**9]]},
            {"ticket": "C01"},
            {"ticket": {"pole": None, "need": "a chair by the window"}},
            {"profile": ["age"]},
            {"profile": {"name": "Zoé"}},
            {"profile": {"age": "Zoé"}},
            {"profile": {"age": 7}},
            {"kind": "undo"},
            {"kind": "move", "of": "x"},
            {"kind": "profile", "of": str(uuid.uuid4()), "profile": {"gender": "Zoé"}},
            {"kind": "profile", "of": str(uuid.uuid4()), "profile": {"gender": "woman"}},
            {"kind": "move", "of": str(uuid.uuid4()), "state": "flown"},
            {"kind": "move", "of": str(uuid.uuid4()), "state": "served"},
        )
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_one_bad_record_never_blocks_the_others(merge, wire, wrong):
    answers = merge([wire(), wrong, wire()])

    assert states(answers) == ["kept", "refused", "kept"]
    assert answers[1].said
    assert Visit.objects.count() == 2


def test_the_same_key_twice_in_one_batch(merge, wire):
    sent = wire()

    assert states(merge([sent, sent, sent | {"size": 9}])) == ["kept", "already", "refused"]


def test_the_same_key_twice_in_a_batch_that_knows_it(merge, wire):
    sent = wire()
    merge([sent, wire("undo", of=sent["key"])])

    assert states(merge([sent, sent])) == ["undone", "undone"]


def test_more_than_a_month_late_goes_on_a_sheet(merge, wire, now):
    (answer,) = merge([wire(at=now - datetime.timedelta(days=32))])

    assert answer.state == "refused"
    assert "feuille" in answer.said


def test_what_comes_after_the_day_is_closed_is_counted_with_a_trace(
    merge, wire, record, site, pole, tablet
):
    record()
    actions.reserve(device=tablet, pole=pole, size=5, by=BY)
    actions.close_day(site=site, date=TODAY, by=BY)

    answers = merge([wire(), wire(ticket={"pole": pole.pk, "serial": 1})])

    assert states(answers) == ["kept", "kept"]
    assert of_day(site, TODAY, "visits.visits") == {"on_site/am": 3}
    assert not Ticket.objects.exists()
    assert not Visit.objects.filter(at__isnull=False).exists()
    assert not Visit.objects.filter(device_at__isnull=False).exists()
    trace = Correction.objects.get(measure="visits.visits")
    assert (trace.n, trace.reason) == (2, "late")
    assert trace.by == f"device:{tablet.pk}"
    assert agree(site)
    assert states(merge([wire(key=answers[0].key)])) == ["already"]


def test_what_was_done_with_a_ticket_counts_after_the_day_is_closed_too(
    merge, wire, record, site, pole, tablet
):
    record()
    actions.reserve(device=tablet, pole=pole, size=5, by=BY)
    actions.close_day(site=site, date=TODAY, by=BY)
    served, left, waiting = (wire(ticket={"pole": pole.pk, "serial": n}) for n in (1, 2, 3))

    answers = merge(
        [
            *(served, left, waiting),
            wire("move", of=served["key"], state="called", desk=1),
            wire("move", of=served["key"], state="served"),
            wire("move", of=served["key"], state="flown"),
            wire("move", of=left["key"], state="left"),
        ]
    )

    assert states(answers) == ["kept"] * 3 + ["already"] * 2 + ["refused", "already"]
    assert of_day(site, TODAY, "visits.served") == {f"{pole.pk}": 1}
    assert sum(of_day(site, TODAY, "visits.lost").values()) == 2


def test_days_without_network_are_each_their_own(merge, wire, now, site):
    hours = [0, 24, 48]
    merge([wire(at=now - datetime.timedelta(hours=hour)) for hour in hours])

    assert Day.objects.filter(site=site).count() == 3


class TestTickets:
    @pytest.fixture
    def block(self, tablet, pole, now):
        return actions.reserve(device=tablet, pole=pole, size=10, by=BY)

    def ticketed(self, wire, pole, serial=3, **more):
        return wire(ticket={"pole": pole.pk, "serial": serial, "language": "ar"} | more)

    def test_the_number_on_paper_is_the_number_kept(self, merge, wire, pole, block, site):
        (answer,) = merge([self.ticketed(wire, pole)])

        assert answer.sign == "C03"
        ticket = Ticket.objects.get()
        assert (ticket.sign, ticket.language, ticket.promised) == ("C03", "ar", None)
        assert agree(site)
        assert merge([self.ticketed(wire, pole) | {"key": answer.key}])[0].sign == "C03"

    def test_a_number_outside_its_block_is_not_the_devices_to_give(self, merge, wire, pole, block):
        (answer,) = merge([self.ticketed(wire, pole, serial=40)])

        assert answer.sign == "C11"

    def test_a_number_given_twice_by_mistake_is_somebodys_once(self, merge, wire, pole, block):
        twice = merge([self.ticketed(wire, pole), self.ticketed(wire, pole)])
        again = merge([self.ticketed(wire, pole)])

        assert [one.sign for one in [*twice, *again]] == ["C03", "C11", "C12"]

    def test_where_no_number_is_left_the_visit_counts_all_the_same(
        self, merge, wire, pole, site, now, monkeypatch
    ):
        monkeypatch.setattr(held, "NUMBERS", 1)
        merge([self.ticketed(wire, pole)])

        answers = merge([self.ticketed(wire, pole), wire()])

        assert states(answers) == ["kept", "kept"]
        assert answers[0].sign == ""
        assert queries.totals(site, TODAY).visits == 3

    def test_by_telephone_there_is_no_ticket(self, merge, wire, pole, block):
        (answer,) = merge([self.ticketed(wire, pole) | {"channel": "phone"}])

        assert (answer.state, answer.sign) == ("kept", "")

    def test_a_ticket_moves_forward_only(self, merge, wire, pole, block, site, later):
        sent = self.ticketed(wire, pole)
        minutes = datetime.timedelta(minutes=1)
        later(40)

        def move(state, minute, **more):
            at = MORNING + minute * minutes
            return wire("move", at=at, of=sent["key"], state=state, **more)

        moves = [move("called", 5, desk=2), move("in_service", 6), move("served", 30)]
        backwards = [*reversed(moves)]
        assert states(merge([sent, *backwards], sent_at=MORNING + 40 * minutes)) == ["kept"] * 4
        ticket = Ticket.objects.get()
        assert (ticket.state, ticket.desk) == ("served", 2)
        assert ticket.called_at == MORNING + 5 * minutes
        assert ticket.ended_at == MORNING + 30 * minutes
        assert states(merge(moves, sent_at=MORNING + 40 * minutes)) == ["already"] * 3
        assert agree(site)

    def test_what_the_server_has_moved_further_stays(self, merge, wire, pole, block, site):
        sent = self.ticketed(wire, pole)
        merge([sent])
        called = actions.call_next(site=site, poles=[pole], desk=9, by=BY)
        actions.start(ticket=called, by=BY)

        (answer,) = merge([wire("move", of=sent["key"], state="called", desk=1)])

        assert answer.state == "already"
        assert Ticket.objects.get().desk == 9

    def test_gone_without_being_called(self, merge, wire, pole, block, site):
        sent = self.ticketed(wire, pole)
        merge([sent, wire("move", of=sent["key"], state="left")])

        ticket = Ticket.objects.get()
        assert (ticket.state, ticket.called_at) == ("left", None)
        assert agree(site)

    def test_what_has_no_ticket_or_no_more_moves_nothing(
        self, merge, wire, pole, block, site, record
    ):
        plain = wire()
        elsewhere = uuid.uuid4()
        record(key=elsewhere, site=SiteFactory(centre=site.centre))
        merge([plain])

        def move(key):
            return wire("move", of=str(key), state="served")

        assert states(merge([move(plain["key"]), move(elsewhere)])) == ["refused"] * 2
        merge([wire("undo", of=plain["key"])])
        assert states(merge([move(plain["key"])])) == ["already"]

    def test_an_undo_of_whoever_was_called_is_refused(self, merge, wire, pole, block, site):
        sent = self.ticketed(wire, pole)
        merge([sent])
        actions.call_next(site=site, poles=[pole], desk=9, by=BY)

        (answer,) = merge([wire("undo", of=sent["key"])])

        assert answer.state == "refused"

    def test_two_devices_that_never_meet_give_no_number_twice(self, pole, site, now, block):
        other = devices.issue(site=site, kind="kiosk", name="Kiosk", by=BY).device

        second = actions.reserve(device=other, pole=pole, size=10, by=BY)

        assert (second.first, second.last) == (11, 20)


def test_the_profile_asked_after_the_record(merge, wire, asks_all, site):
    sent = wire()
    merge([sent, wire("profile", of=sent["key"], profile={"age": "19-25"})])

    assert Visit.objects.get().age == "19-25"
    assert agree(site)


def test_ten_thousand_records_at_once(merge, wire, site, django_assert_max_num_queries):
    records = [wire() for _ in range(10_000)]

    with django_assert_max_num_queries(120):
        answers = merge(records)

    assert states(answers) == [Answer.KEPT] * 10_000
    assert queries.totals(site, TODAY).visits == 10_000
    with django_assert_max_num_queries(20):
        assert set(states(merge(records[::-1]))) == {"already"}
    assert Visit.objects.count() == 10_000


def test_a_pole_of_another_centre_is_refused(merge, wire):
    pole = PoleFactory()

    assert states(merge([wire(ticket={"pole": pole.pk})])) == ["refused"]
