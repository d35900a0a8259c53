import datetime
import uuid

import pytest

from parvis.centres.tests.factories import PoleFactory, SiteFactory
from parvis.journal.models import Receipt
from parvis.kernel.keeping import CannotKeep
from parvis.tallies import actions as tallies
from parvis.tallies.queries import all_of_day, of_day
from parvis.visits import actions, queries
from parvis.visits.enums import Answer, Band
from parvis.visits.errors import (
    DayIsClosed,
    KeyUsed,
    NoSignLeft,
    NotAKey,
    NotCountable,
    NotOfThisSite,
    TooLate,
)
from parvis.visits.models import Day, Line, Service, Ticket, Visit
from parvis.visits.shapes import Asked, Entry, Profile
from parvis.visits.tests.conftest import BY, MORNING

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def counted(site, measure):
    return of_day(site, TODAY, measure)


def agree(site):
    """What the acts counted is what the rows say."""
    return tallies.recount(site=site, day=TODAY, by=BY) == {}


class TestRecord:
    def test_one_tap_is_one_visit_for_information_counted_once(self, record, site):
        made = record()

        assert made.state == Answer.KEPT
        assert made.ticket is None
        assert made.visit.at == MORNING
        assert [one.kind for one in made.visit.services.all()] == ["information"]
        assert counted(site, "visits.visits") == {"on_site/am": 1}
        assert counted(site, "visits.people") == {"on_site/am": 1}
        assert counted(site, "visits.services") == {"information/-/on_site": 1}
        assert agree(site)

    def test_several_services_count_once_each_and_the_visit_once(self, record, site, pole):
        record(
            pole=pole,
            services=[Asked("open_access"), Asked("computer"), Asked("computer")],
        )

        assert counted(site, "visits.visits") == {"on_site/am": 1}
        assert counted(site, "visits.services") == {
            "open_access/-/on_site": 1,
            "computer/-/on_site": 1,
            f"pole/{pole.pk}/on_site": 1,
        }

    def test_a_class_of_28_is_one_visit_of_28_people(self, record, site):
        record(size=28)

        assert counted(site, "visits.visits") == {"on_site/am": 1}
        assert counted(site, "visits.people") == {"on_site/am": 28}

    def test_a_visit_with_an_empty_profile_is_whole(self, record):
        visit = record().visit

        assert [getattr(visit, band) for band in Band.values] == [None] * 8
        assert visit.weight is None

    def test_by_telephone_the_pole_is_counted_and_no_ticket_given(self, record, site, pole):
        made = record(channel="phone", pole=pole)

        assert made.ticket is None
        assert counted(site, "visits.services") == {f"pole/{pole.pk}/phone": 1}
        assert queries.totals(site, TODAY).remote_share == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"channel": "pigeon"}, "canal"),
            ({"size": 0}, "groupe"),
            ({"size": 1000}, "groupe"),
            ({"size": True}, "groupe"),
            ({"services": [Asked("gossip")]}, "service"),
            ({"services": [Asked("pole")]}, "pôle"),
            ({"language": "french"}, "langue"),
            ({"need": "a drink"}, "besoin"),
            ({"profile": Profile(age="forty")}, "réponse"),
            ({"profile": Profile(language="Zoé")}, "langue"),
        ],
    )
    def test_what_no_visit_can_be_is_refused_in_a_sentence(self, record, wrong, said):
        with pytest.raises(NotCountable, match=said):
            record(**wrong)
        assert not Visit.objects.exists()

    def test_a_pole_of_another_centre_is_refused(self, record):
        with pytest.raises(NotCountable, match="pôle"):
            record(pole=PoleFactory())

    @pytest.mark.parametrize("key", ["", None, "x", uuid.uuid1(), uuid.UUID(int=5)])
    def test_a_key_that_is_not_random_is_refused(self, record, key):
        with pytest.raises(NotAKey):
            record(key=key)

    def test_the_same_key_is_answered_the_same_and_counted_once(self, record, site, pole):
        key = uuid.uuid4()
        first = record(key=key, pole=pole)
        second = record(key=str(key), pole=pole)

        assert second.state == Answer.ALREADY
        assert (second.visit, second.ticket) == (first.visit, first.ticket)
        assert Visit.objects.count() == Ticket.objects.count() == 1
        assert agree(site)

    def test_the_same_key_with_another_record_is_refused(self, record):
        key = uuid.uuid4()
        record(key=key)

        with pytest.raises(KeyUsed):
            record(key=key, size=2)

    def test_the_key_of_another_site_is_refused_without_telling(self, record, site):
        key = uuid.uuid4()
        record(key=key)

        with pytest.raises(KeyUsed):
            record(key=key, site=SiteFactory(centre=site.centre))

    def test_a_rehearsal_is_checked_and_keeps_nothing(self, record):
        assert record(rehearsal=True).visit is None
        with pytest.raises(NotCountable):
            record(rehearsal=True, size=0)
        assert not Visit.objects.exists()
        assert not Receipt.objects.exists()
        assert not Day.objects.exists()

    def test_no_key_stands_on_a_visit_and_no_moment_on_a_receipt(self, record):
        key = uuid.uuid4()
        visit = record(key=key).visit

        assert key not in Visit.objects.values_list("pk", flat=True)
        assert {field.get_internal_type() for field in Receipt._meta.fields}.isdisjoint(
            {"DateTimeField", "TimeField", "ForeignKey", "BigAutoField"}
        )
        assert Receipt.objects.get(pk=key).row == visit.pk

    def test_a_closed_day_is_not_recorded_into(self, record, site):
        record()
        actions.close_day(site=site, date=TODAY, by=BY)

        with pytest.raises(DayIsClosed):
            record()


class TestProfile:
    def test_not_asked_is_not_the_same_as_unsaid(self, record, site, asks_all):
        visit = record(profile=Profile(age="unsaid", gender=None)).visit

        assert (visit.age, visit.gender, visit.weight) == ("unsaid", None, 1)
        assert counted(site, "visits.profile") == {"age/unsaid": 1}

    def test_a_band_that_is_switched_off_is_not_kept(self, record, site):
        actions.set_up(site=site, bands=["age"], regime="always", by=BY)

        visit = record(profile=Profile(age="61+", territory="town")).visit

        assert (visit.age, visit.territory) == ("61+", None)

    def test_where_nobody_is_asked_nothing_is_kept(self, record, site):
        assert record(profile=Profile(age="61+")).visit.age is None

    def test_one_in_four_stands_for_four(self, record, site):
        actions.set_up(site=site, bands=["age"], regime="one_in", one_in=4, by=BY)

        record(profile=Profile(age="19-25"))
        record()

        assert counted(site, "visits.profile") == {"age/19-25": 1}
        assert counted(site, "visits.profile-weighted") == {"age/19-25": 4}
        assert agree(site)

    def test_of_one_in_three_the_first_of_each_lot_is_asked(self, record, site):
        assert queries.asks_next(site) == frozenset()
        actions.set_up(site=site, bands=["age"], regime="one_in", one_in=3, by=BY)
        asked = []
        for _ in range(6):
            asked.append(bool(queries.asks_next(site)))
            record()

        assert asked == [True, False, False, True, False, False]
        actions.set_up(site=site, bands=["age"], regime="always", by=BY)
        assert queries.asks_next(site) == {"age"}

    def test_in_survey_weeks_everybody_is_asked_and_in_others_nobody(self, record, site):
        actions.set_up(site=site, bands=["age"], regime="weeks", one_in=6, by=BY)
        assert record(profile=Profile(age="19-25")).visit.age is None

        weeks = actions.plan_survey(site=site, days=[TODAY, TODAY], by=BY)

        assert [week.monday for week in weeks] == [datetime.date(2026, 3, 2)]
        visit = record(profile=Profile(age="19-25")).visit
        assert (visit.age, visit.weight) == ("19-25", 6)

    def test_survey_weeks_planned_again_replace_those_to_come(self, site):
        def planned(*days):
            return actions.plan_survey(site=site, days=days, by=BY)

        planned(datetime.date(2026, 1, 5), datetime.date(2026, 3, 4))
        planned(datetime.date(2026, 2, 4))

        assert planned() == []
        weeks = site.survey_weeks.values_list("monday", flat=True)
        assert list(weeks) == [datetime.date(2026, 1, 5), datetime.date(2026, 2, 2)]

    def test_a_band_that_does_not_exist_is_refused(self, site):
        with pytest.raises(CannotKeep):
            actions.set_up(site=site, bands=["religion"], by=BY)


class TestTicket:
    def test_the_desk_records_and_tickets_in_one_tap(self, take, pole, site):
        ticket = take()

        assert ticket.sign == "C01"
        assert ticket.state == "waiting"
        assert counted(site, "visits.tickets") == {f"{pole.pk}/10": 1}
        assert agree(site)

    def test_the_kiosk_counts_the_visit_too(self, site, pole, now):
        made = actions.take_ticket(site=site, key=uuid.uuid4(), pole=pole, by=BY)

        assert made.visit.channel == "on_site"
        assert made.ticket.visit == made.visit

    def test_at_the_mobile_unit_the_channel_says_so(self, site, now):
        bus = SiteFactory(centre=site.centre, kind="mobile")
        pole = PoleFactory(centre=site.centre)

        made = actions.take_ticket(site=bus, key=uuid.uuid4(), pole=pole, by=BY)

        assert made.visit.channel == "mobile"

    def test_one_visit_may_join_a_second_queue(self, take, site, pole, other, now):
        visit, key = take().visit, uuid.uuid4()

        made = actions.take_ticket(site=site, key=key, pole=other, visit=visit, by=BY)
        again = actions.take_ticket(site=site, key=key, pole=other, visit=visit, by=BY)
        third = actions.take_ticket(site=site, key=uuid.uuid4(), pole=other, visit=visit, by=BY)

        assert made.ticket.sign == "B01"
        assert (again.state, again.ticket) == (Answer.ALREADY, made.ticket)
        assert third.ticket.sign == "B02"
        assert Visit.objects.count() == 1
        assert counted(site, "visits.services") == {
            f"pole/{pole.pk}/on_site": 1,
            f"pole/{other.pk}/on_site": 1,
        }
        assert agree(site)

        assert actions.undo(site=site, key=key, by=BY) == Answer.UNDONE
        assert Service.objects.count() == 2
        assert agree(site)

    def test_taking_back_the_only_ticket_of_a_pole_takes_its_service(self, record, site, pole, now):
        visit, key = record().visit, uuid.uuid4()
        actions.take_ticket(site=site, key=key, pole=pole, visit=visit, by=BY)

        actions.undo(site=site, key=key, by=BY)

        assert [one.kind for one in visit.services.all()] == ["information"]
        assert not Ticket.objects.exists()
        assert agree(site)

    def test_a_visit_of_another_day_or_site_joins_no_queue(self, record, site, pole, later):
        visit = record().visit
        later(24 * 60)

        with pytest.raises(NotOfThisSite):
            actions.take_ticket(site=site, key=uuid.uuid4(), pole=pole, visit=visit, by=BY)

    def test_numbers_begin_again_each_day(self, take, later):
        assert take().sign == "C01"
        later(24 * 60)
        assert take().sign == "C01"

    def test_after_99_comes_00_and_a_sign_that_is_somebodys_is_skipped(self, take, pole, tablet):
        take()
        Line.objects.update(last=98)
        assert [take().sign for _ in range(3)] == ["C99", "C00", "C02"]

    def test_numbers_kept_for_a_device_are_nobody_elses(self, take, pole, tablet):
        block = actions.reserve(device=tablet, pole=pole, size=20, by=BY)

        assert str(block) == f"C01–C20 · {tablet}"
        assert take().sign == "C21"
        Line.objects.update(last=99)
        assert take().sign == "C00"
        assert take().sign == "C22"

    def test_when_all_hundred_are_about_it_says_so(self, take, pole, tablet):
        actions.reserve(device=tablet, pole=pole, size=60, by=BY)
        for _ in range(40):
            take()

        with pytest.raises(NoSignLeft, match="C"):
            take()
        assert Visit.objects.count() == 40

    def test_a_pole_without_a_letter_takes_a_free_one(self, record, site):
        mobility = [PoleFactory(centre=site.centre, need="mobility") for _ in range(2)]
        PoleFactory(centre=site.centre, letter="F")

        signs = [record(pole=pole).ticket.sign for pole in mobility]

        assert signs == ["G01", "H01"]

    def test_a_letter_taken_that_morning_by_another_pole_is_left_to_it(self, take, record, site):
        ticket = take()
        ticket.pole.letter = "X"
        ticket.pole.save()
        newcomer = PoleFactory(centre=site.centre, letter="C")

        assert record(pole=newcomer).ticket.sign == "A01"
        assert take().sign == "C02"

    def test_when_every_letter_is_taken_it_says_so(self, record, site, pole):
        from parvis.visits.queries import LETTERS

        day = actions.open_day(site=site, by=BY)
        for letter in LETTERS:
            Line.objects.create(day=day, pole=PoleFactory(centre=site.centre), letter=letter)

        with pytest.raises(NoSignLeft):
            record(pole=pole)

    def test_a_centre_of_more_poles_than_letters_gives_one_as_the_day_goes(self, record, site):
        poles = [PoleFactory(centre=site.centre, need="digital") for _ in range(20)]

        assert queries.letters(poles)[poles[-1].pk] == ""
        assert record(pole=poles[-1]).ticket.sign == "A01"

    def test_a_picture_stands_beside_the_sign_where_the_site_wants_one(self, take, site):
        assert take().picture == ""
        actions.set_up(site=site, pictures=True, by=BY)

        assert [take().picture for _ in range(2)] == ["sun", "moon"]

    def test_who_goes_first_goes_first(self, take):
        assert take(priority=True).rank == 1


class TestUndo:
    def test_undo_takes_back_the_visit_its_services_its_ticket_and_its_counts(
        self, record, site, pole
    ):
        key = uuid.uuid4()
        record(key=key, pole=pole, services=[Asked("computer")])

        assert actions.undo(site=site, key=key, by=BY) == Answer.UNDONE
        assert actions.undo(site=site, key=key, by=BY) == Answer.UNDONE
        assert not Visit.objects.exists()
        assert not Ticket.objects.exists()
        assert all_of_day(site, TODAY) == {}
        assert agree(site)

    def test_the_last_twenty_can_be_undone(self, record, site):
        keys = [uuid.uuid4() for _ in range(25)]
        for key in keys:
            record(key=key)
        assert len(queries.last_records(site)) == 20

        for key in keys[-20:]:
            actions.undo(site=site, key=key, by=BY)

        assert counted(site, "visits.visits") == {"on_site/am": 5}

    def test_what_was_undone_is_not_recorded_again(self, record, site):
        key = uuid.uuid4()
        record(key=key)
        actions.undo(site=site, key=key, by=BY)

        assert record(key=key).state == Answer.UNDONE
        assert not Visit.objects.exists()

    def test_an_undo_before_its_record_wins(self, record, site, now):
        key = uuid.uuid4()
        actions.undo(site=site, key=key, by=BY)

        assert record(key=key).state == Answer.UNDONE

    def test_whoever_was_called_is_not_undone(self, record, site, pole):
        key = uuid.uuid4()
        record(key=key, pole=pole)
        actions.call_next(site=site, poles=[pole], desk=1, by=BY)

        with pytest.raises(TooLate):
            actions.undo(site=site, key=key, by=BY)

    def test_another_sites_record_is_not_undone(self, record, site):
        key = uuid.uuid4()
        record(key=key)

        with pytest.raises(KeyUsed):
            actions.undo(site=SiteFactory(centre=site.centre), key=key, by=BY)

    def test_once_the_day_is_closed_nothing_leads_to_it(self, record, site):
        key = uuid.uuid4()
        record(key=key)
        actions.close_day(site=site, date=TODAY, by=BY)

        with pytest.raises(DayIsClosed):
            actions.undo(site=site, key=key, by=BY)


class TestCorrect:
    def test_a_record_is_corrected_and_its_counts_follow(self, record, site):
        key = uuid.uuid4()
        record(key=key)

        actions.correct(
            site=site,
            key=key,
            channel="phone",
            size=3,
            services=[Asked("computer"), Asked("information")],
            by=BY,
        )

        assert counted(site, "visits.people") == {"phone/am": 3}
        assert counted(site, "visits.services") == {
            "information/-/phone": 1,
            "computer/-/phone": 1,
        }
        assert agree(site)

    def test_the_profile_comes_after_the_record(self, record, site, asks_all):
        key = uuid.uuid4()
        record(key=key, profile=Profile(gender="woman"))

        visit = actions.correct(
            site=site, key=key, profile=Profile(gender="woman", age="26-30"), by=BY
        )

        assert (visit.gender, visit.age) == ("woman", "26-30")
        assert agree(site)

    def test_what_is_not_given_stays(self, record, site, asks_all):
        key = uuid.uuid4()
        record(key=key, profile=Profile(age="26-30"), services=[Asked("computer")])

        visit = actions.correct(site=site, key=key, size=2, by=BY)

        assert (visit.age, visit.size) == ("26-30", 2)
        assert agree(site)

    def test_services_change_but_the_one_that_has_a_ticket(self, record, site, pole):
        key = uuid.uuid4()
        record(key=key, pole=pole, services=[Asked("computer")])

        visit = actions.correct(site=site, key=key, services=[Asked("headset")], by=BY)

        assert {one.kind for one in visit.services.all()} == {"pole", "headset"}
        assert agree(site)

    def test_what_cannot_be_corrected_says_why(self, record, site):
        def correct(key):
            actions.correct(site=site, key=key, size=2, by=BY)

        key, undone = uuid.uuid4(), uuid.uuid4()
        record(key=key)
        record(key=undone)
        actions.undo(site=site, key=undone, by=BY)
        with pytest.raises(NotCountable, match="Rien"):
            correct(uuid.uuid4())
        with pytest.raises(TooLate):
            correct(undone)
        actions.close_day(site=site, date=TODAY, by=BY)
        with pytest.raises(DayIsClosed):
            correct(key)


class TestSheet:
    def test_a_sheet_is_counted_in_one_go_and_once(self, site, now):
        key = uuid.uuid4()
        rows = [
            ("am", Entry(key, alike=140, services=(Asked("event"),))),
            ("pm", Entry(key, size=28, services=(Asked("workshop"),))),
        ]

        def count():
            return actions.count_sheet(site=site, key=key, date=TODAY, rows=rows, by=BY)

        assert [count(), count()] == [141, 0]
        assert counted(site, "visits.people") == {"on_site/am": 140, "on_site/pm": 28}
        assert agree(site)
        with pytest.raises(KeyUsed):
            actions.count_sheet(site=site, key=key, date=TODAY, rows=rows[:1], by=BY)

    def test_an_empty_sheet_and_too_long_a_line_are_refused(self, site, now):
        key = uuid.uuid4()
        for rows in ([], [("am", Entry(key, alike=0))]):
            with pytest.raises(NotCountable):
                actions.count_sheet(site=site, key=key, date=TODAY, rows=rows, by=BY)

    def test_a_sheet_of_a_closed_day_leaves_a_trace(self, record, site):
        record()
        actions.close_day(site=site, date=TODAY, by=BY)
        rows = [("am", Entry(uuid.uuid4(), alike=5))]

        actions.count_sheet(site=site, key=uuid.uuid4(), date=TODAY, rows=rows, by=BY)

        traces = Day.objects.get().corrections.all()
        assert {(one.measure, one.cell, one.n, one.reason) for one in traces} == {
            ("visits.visits", "on_site/am", 5, "sheet"),
            ("visits.people", "on_site/am", 5, "sheet"),
            ("visits.services", "information/-/on_site", 5, "sheet"),
        }


class TestReserve:
    def test_a_pole_of_another_centre_has_no_numbers_here(self, tablet, now):
        with pytest.raises(NotOfThisSite):
            actions.reserve(device=tablet, pole=PoleFactory(), size=10, by=BY)

    @pytest.mark.parametrize("size", [0, 61])
    def test_so_many_numbers_at_once(self, tablet, pole, now, size):
        with pytest.raises(NotCountable):
            actions.reserve(device=tablet, pole=pole, size=size, by=BY)
