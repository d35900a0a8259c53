import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.journal.models import Line as JournalLine
from parvis.journal.models import Receipt
from parvis.tallies import actions as tallies
from parvis.tallies.models import Count
from parvis.tallies.queries import all_of_day, of_day
from parvis.visits import actions, queries, tasks
from parvis.visits.enums import Answer, Oddity
from parvis.visits.errors import DayIsClosed, NotCountable, WrongState
from parvis.visits.models import Correction, Day, Line, Service, Ticket, Visit
from parvis.visits.shapes import Asked, Profile
from parvis.visits.tests.conftest import BY, MORNING

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def close(site, **more):
    return actions.close_day(**{"site": site, "date": TODAY, "by": BY} | more)


class TestOpening:
    def test_opened_twice_it_is_opened_once(self, site, now):
        assert actions.open_day(site=site, by=BY) == actions.open_day(site=site, by=BY)

    def test_a_closed_day_is_not_opened_again(self, site, now):
        actions.open_day(site=site, by=BY)
        close(site)

        with pytest.raises(DayIsClosed):
            actions.open_day(site=site, date=TODAY, by=BY)

    def test_the_day_is_that_of_the_site(self, site, now):
        reunion = SiteFactory(centre=site.centre, time_zone="Indian/Reunion")
        at = datetime.datetime(2026, 3, 3, 21, 0, tzinfo=datetime.UTC)

        assert actions.open_day(site=reunion, at=at, by=BY).date == datetime.date(2026, 3, 4)
        assert actions.open_day(site=site, at=at, by=BY).date == TODAY

    def test_a_simulated_day_in_a_real_centre_is_refused_by_the_database(self, site, now):
        with pytest.raises(IntegrityError), transaction.atomic():
            Day.objects.create(
                site=site, centre=site.centre, date=TODAY, opened_at=now, simulated=True
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestClosing:
    def test_nothing_that_leads_to_a_visit_stays(self, record, site, pole, asks_all):
        key = uuid.uuid4()
        record(key=key, pole=pole, profile=Profile(age="26-30"), services=[Asked("computer")])
        old = Visit.objects.get()
        services = set(Service.objects.values_list("pk", flat=True))

        close(site)

        visit = Visit.objects.get()
        assert visit.pk != old.pk
        assert (visit.at, visit.device_at) == (None, None)
        assert (visit.half_day, visit.age, visit.channel) == ("am", "26-30", "on_site")
        assert {one.kind for one in visit.services.all()} == {"pole", "computer"}
        assert services.isdisjoint(Service.objects.values_list("pk", flat=True))
        assert not Ticket.objects.exists()
        assert not Line.objects.exists()
        receipt = Receipt.objects.get(pk=key)
        assert (receipt.row, receipt.digest, receipt.answer) == (None, "", {"state": "kept"})

    def test_the_order_of_arrival_is_lost(self, record, site):
        for size in range(1, 41):
            record(size=size)
        close(site)

        with connection.cursor() as cursor:
            cursor.execute("SELECT size FROM visits_visit ORDER BY ctid")
            lying = [size for (size,) in cursor.fetchall()]
        by_key = list(Visit.objects.order_by("pk").values_list("size", flat=True))
        assert sorted(lying) == list(range(1, 41))
        assert lying != sorted(lying)
        assert by_key != sorted(by_key)

    def test_the_counts_stay_as_they_were_and_forget_their_order(self, record, site):
        record(channel="video")
        record(channel="chat")
        before, keys = all_of_day(site, TODAY), set(Count.objects.values_list("pk", flat=True))

        close(site)

        assert all_of_day(site, TODAY) == before
        assert keys.isdisjoint(Count.objects.values_list("pk", flat=True))
        rows = list(Count.objects.order_by("pk").values_list("measure", "cell"))
        assert rows == sorted(rows)
        assert tallies.recount(site=site, day=TODAY, by=BY) == {}

    def test_a_key_sent_again_is_still_known(self, record, site, merge, wire):
        sent = wire()
        assert merge([sent])[0].state == Answer.KEPT
        close(site)

        assert merge([sent])[0].state == Answer.ALREADY
        assert Visit.objects.count() == 1

    def test_open_interviews_are_forgotten_closes_and_who_waits_is_lost(
        self, take, site, pole, later
    ):
        for _ in range(4):
            take()
        actions.start(ticket=actions.call_next(site=site, poles=[pole], desk=1, by=BY), by=BY)
        actions.call_next(site=site, poles=[pole], desk=2, by=BY)
        later(120)

        close(site)

        assert of_day(site, TODAY, "visits.forgotten") == {f"{pole.pk}": 1}
        # At the hour they were last known to be there.
        assert of_day(site, TODAY, "visits.lost") == {f"{pole.pk}/10": 3}
        assert of_day(site, TODAY, "visits.served") == {}

    def test_closed_twice_it_is_closed_once(self, record, site):
        record()

        assert close(site).closed_at == close(site, at=MORNING).closed_at

    def test_a_day_nobody_opened_is_not_closed(self, site, now):
        with pytest.raises(WrongState):
            close(site)

    def test_nothing_of_a_visit_enters_the_journal(self, record, site, pole, asks_all):
        before = JournalLine.objects.count()
        key = uuid.uuid4()
        record(key=key, pole=pole, profile=Profile(age="26-30"))
        actions.call_next(site=site, poles=[pole], desk=1, by=BY)
        close(site)

        assert JournalLine.objects.count() == before

    def test_a_network_of_another_centre_keeps_its_own(self, record, site):
        other = SiteFactory(centre=CentreFactory())
        record(site=other)
        record()
        close(site)

        assert Visit.objects.get(day__site=other).at == MORNING


class TestForgotten:
    def test_an_interview_of_more_than_three_hours_is_set_aside_and_counted(
        self, take, site, pole, later
    ):
        take()
        ticket = actions.start(
            ticket=actions.call_next(site=site, poles=[pole], desk=1, by=BY), by=BY
        )
        later(60)
        assert actions.set_aside_forgotten(site=site, by=BY) == []
        later(150)

        assert actions.set_aside_forgotten(site=site, by=BY) == [ticket]

        ticket.refresh_from_db()
        assert (ticket.state, ticket.forgotten) == ("served", True)
        assert queries.totals(site, TODAY).forgotten == 1
        assert queries.totals(site, TODAY).served == 0
        assert tallies.recount(site=site, day=TODAY, by=BY) == {}

    def test_nothing_is_set_aside_where_no_day_is_open(self, site, now):
        assert actions.set_aside_forgotten(site=site, by=BY) == []


class TestOddities:
    def kinds(self, site):
        return [odd.kind for odd in queries.oddities(site, TODAY)]

    def test_a_gap_of_more_than_45_minutes_in_opening_hours(self, record, site, opening, later):
        later(-65)  # 9:25 in Paris, 25 minutes after the door opened
        record()
        later(50)
        record()
        later(20)

        (gap,) = queries.oddities(site, TODAY)

        assert gap.kind == Oddity.GAP
        assert (gap.end - gap.start) == datetime.timedelta(minutes=50)

    def test_a_gap_that_goes_on(self, record, site, opening):
        later_half_past_ten = MORNING
        record(at=MORNING - datetime.timedelta(minutes=70))

        (gap,) = queries.oddities(site, TODAY)

        assert gap.end == later_half_past_ten

    def test_outside_opening_hours(self, record, site, opening, later):
        record(at=MORNING - datetime.timedelta(hours=2))
        record(at=MORNING - datetime.timedelta(minutes=80))
        record(at=MORNING - datetime.timedelta(minutes=40))

        (odd,) = queries.oddities(site, TODAY)

        assert (odd.kind, odd.n) == (Oddity.OUT_OF_HOURS, 1)

    def test_interviews_open_forgotten_impossible_and_people_waiting(self, take, site, pole, later):
        for _ in range(4):
            take()

        def called():
            return actions.call_next(site=site, poles=[pole], desk=1, by=BY)

        actions.serve(ticket=actions.start(ticket=called(), by=BY), by=BY)
        actions.start(ticket=called(), by=BY)
        actions.start(ticket=called(), by=BY)
        assert self.kinds(site) == ["impossible", "unclosed", "unclosed", "waiting"] or set(
            self.kinds(site)
        ) == {"impossible", "unclosed", "waiting"}
        later(200)
        assert sorted(self.kinds(site)) == ["forgotten", "forgotten", "impossible", "waiting"]
        actions.set_aside_forgotten(site=site, by=BY)
        assert self.kinds(site).count("forgotten") == 2

    def test_an_ordinary_interview_is_not_odd(self, take, site, pole, later):
        take()
        ticket = actions.start(
            ticket=actions.call_next(site=site, poles=[pole], desk=1, by=BY), by=BY
        )
        later(20)
        actions.serve(ticket=ticket, by=BY)

        assert self.kinds(site) == []

    def test_nothing_is_odd_about_a_day_that_is_closed_or_was_not(self, record, site, opening):
        assert self.kinds(site) == []
        record(at=MORNING - datetime.timedelta(hours=3))
        close(site)
        assert self.kinds(site) == []


class TestAmend:
    @pytest.fixture
    def day(self, record, site, pole, asks_all):
        record()
        record(profile=Profile(age="26-30"))
        record(channel="phone", pole=pole)
        record(services=[Asked("computer"), Asked("headset")])
        return close(site)

    def amend(self, day, n, **more):
        given = {"channel": "on_site", "half_day": "am", "kind": "information"}
        return actions.amend(**given | {"day": day, "n": n, "by": BY} | more)

    def test_what_was_forgotten_is_added_with_a_trace(self, day, site, pole):
        self.amend(day, 3, kind="pole", pole=pole)

        assert of_day(site, TODAY, "visits.visits")["on_site/am"] == 6
        trace = Correction.objects.get(measure="visits.visits")
        assert (trace.n, trace.cell, trace.reason) == (3, "on_site/am", "forgotten")
        assert trace.by == "command:test"
        assert tallies.recount(site=site, day=TODAY, by=BY) == {}

    def test_what_was_recorded_twice_is_taken_away_those_without_a_profile_first(self, day, site):
        self.amend(day, -1, reason="twice")

        assert of_day(site, TODAY, "visits.profile") == {"age/26-30": 1}
        self.amend(day, -1, reason="twice")
        assert of_day(site, TODAY, "visits.profile") == {}
        assert tallies.recount(site=site, day=TODAY, by=BY) == {}

    def test_of_a_line_of_a_sheet_some_stay(self, day, site):
        self.amend(day, 10)
        self.amend(day, -4)

        assert of_day(site, TODAY, "visits.visits")["on_site/am"] == 9
        assert tallies.recount(site=site, day=TODAY, by=BY) == {}

    def test_more_than_were_there_cannot_be_taken_away(self, day):
        with pytest.raises(NotCountable):
            self.amend(day, -3)
        assert not Correction.objects.exists()

    def test_nothing_is_nothing(self, day):
        self.amend(day, 0)
        assert not Correction.objects.exists()

    def test_a_code_that_does_not_exist_is_refused(self, day):
        with pytest.raises(ValidationError):
            self.amend(day, 1, channel="pigeon")

    def test_an_open_day_is_recorded_into_instead(self, record, site):
        record()
        with pytest.raises(WrongState):
            self.amend(queries.day_of(site), 1)


class TestTotals:
    def test_a_day_in_figures(self, record, site, pole):
        record(size=4, pole=pole)
        record(channel="phone")
        found = queries.totals(site, TODAY)

        assert (found.visits, found.people, found.remote, found.remote_share) == (2, 5, 1, 0.5)
        assert found.services == {"pole": 1, "information": 1}

    def test_where_nobody_came_there_is_no_share(self, site):
        assert queries.totals(site, TODAY).remote_share is None
        assert queries.day_of(site) is None


class TestClock:
    def test_days_left_open_are_closed_at_night_and_forgotten_closes_set_aside(
        self, take, site, pole, later
    ):
        take()
        actions.start(ticket=actions.call_next(site=site, poles=[pole], desk=1, by=BY), by=BY)
        later(240)
        tasks.set_aside()
        assert Ticket.objects.get().forgotten
        tasks.close()
        assert Day.objects.get().is_open
        later(24 * 60)
        tasks.close()
        assert not Day.objects.get().is_open
        later(50 * 24 * 60)
        tasks.forget()
        assert not Receipt.objects.exists()


def test_what_a_row_says_in_the_logs_is_a_place_and_a_code(record, site, take, asks_all):
    ticket = take()
    visit = ticket.visit

    with translation.override("en"):
        assert str(visit).endswith("on site")
        assert [str(one) for one in visit.services.all()] == ["queue of a pole"]
    assert str(ticket) == "C01"
    assert str(Line.objects.get()).endswith("· C")
    assert str(asks_all) == str(site)
    (week,) = actions.plan_survey(site=site, days=[TODAY], by=BY)
    assert str(week).endswith("2026-03-02")
    close(site)
    actions.amend(
        day=queries.day_of(site), channel="phone", half_day="pm", kind="information", n=1, by=BY
    )
    assert str(Correction.objects.get(measure="visits.visits")).endswith("phone/pm: +1")
    assert queries.days_left_open(before=TODAY) == []
