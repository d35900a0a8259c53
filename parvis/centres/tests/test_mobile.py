"""The stops of a mobile facility: recorded, told before, found, read as a timetable."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from parvis.accounts.actors import staff
from parvis.accounts.models import User
from parvis.centres import actions, queries
from parvis.centres.errors import NotMobile
from parvis.centres.models import Post, SiteAlias, Stop
from parvis.centres.rules import clashes
from parvis.centres.tests.factories import CentreFactory, ClosureFactory, SiteFactory
from parvis.kernel.editing import token

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC)  # Tuesday, ten o'clock in Paris
TUESDAY = datetime.date(2026, 3, 3)
BY = staff(None)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def bus():
    return SiteFactory(
        centre=CentreFactory(code="here", name="Cité d'ici"),
        kind="mobile",
        name={"fr": "Bus Escapade"},
    )


@pytest.fixture
def stop(bus):
    def recorded(**said):
        typed = {
            "site": bus,
            "commune": "Hautmont",
            "place": "Place du marché",
            "first": TUESDAY,
            "rule": "FREQ=WEEKLY",
            "begins": datetime.time(9),
            "ends": datetime.time(12),
        }
        return actions.record_stop(**typed | said, by=BY).row

    return recorded


class TestRecord:
    def test_a_stop_is_kept_and_removed(self, stop):
        row = stop()

        assert (str(row), row.hours) == ("Hautmont · Place du marché", "09:00–12:00")
        assert row.repeats
        assert stop().pk == row.pk
        actions.remove_stop(row=row, seen=token(Stop.objects.get()), by=BY)
        assert not Stop.objects.exists()

    def test_only_a_mobile_facility_stops(self, stop):
        with pytest.raises(NotMobile):
            stop(site=SiteFactory())


class TestTimetable:
    def read(self, bus, **said):
        (table,) = queries.timetables([bus], **said)
        return table

    def test_the_passages_of_the_days_ahead(self, bus, stop):
        weekly = stop()
        once = stop(first=datetime.date(2026, 3, 7), rule="", commune="Maubeuge")
        stop(first=datetime.date(2026, 1, 6), last=datetime.date(2026, 2, 24), commune="Past")
        stop(first=datetime.date(2026, 2, 7), rule="", commune="Past")

        table = self.read(bus)

        assert [(one.day.day, one.stop) for one in table.passages] == [
            (3, weekly),
            (7, once),
            (10, weekly),
            (17, weekly),
            (24, weekly),
            (31, weekly),
        ]
        assert list(table.stops) == [weekly, once]

    def test_what_is_over_today_is_not_told(self, bus, stop):
        stop(ends=datetime.time(10))

        assert self.read(bus).passages[0].day.day == 10

    def test_a_day_on_which_it_does_not_go_out_says_why(self, bus, stop):
        ClosureFactory(site=bus, start=TUESDAY, end=TUESDAY, reason={"fr": "En révision"})
        stop()
        first, second = self.read(bus).passages[:2]

        assert (first.is_off, first.reason) == (True, {"fr": "En révision"})
        assert (second.is_off, second.reason) == (False, None)

    @pytest.mark.parametrize("several", [1, 3])
    def test_four_queries_however_many(self, bus, stop, several, django_assert_num_queries):
        for number in range(several):
            stop(commune=f"Commune {number}")
        with django_assert_num_queries(4):
            self.read(bus)
        with django_assert_num_queries(0):
            assert queries.timetables([]) == []


class TestFind:
    @pytest.fixture(autouse=True)
    def _known(self, bus, stop):
        SiteAlias.objects.create(site=bus, text="bus de l'orientation", language="fr")
        stop(commune="Étrœungt")
        SiteFactory(kind="mobile", name={"fr": "La caravane"})
        SiteFactory(kind="relay", name={"fr": "Escapade"})

    @pytest.mark.parametrize(
        "words",
        [
            "escapade",
            "bus de l'orientation",
            "bus de l’orientation",
            "BUS ORIENTATION",
            "etroeungt",
            "marche",
            "escapade etrœungt",
            "cite d'ici",
        ],
    )
    def test_by_its_name_its_nickname_its_communes_its_centre(self, bus, words):
        assert list(queries.mobile_sites(words)) == [bus]

    def test_every_word_is_asked(self, bus):
        assert list(queries.mobile_sites("escapade lyon")) == []
        assert queries.mobile_sites().count() == 2
        assert list(queries.mobile_sites(centres=[bus.centre_id])) == [bus]

    def test_what_has_ended_is_not_found(self, bus):
        bus.end = "2025"
        bus.save()

        assert list(queries.mobile_sites("escapade")) == []


class TestClashes:
    @pytest.fixture(autouse=True)
    def _in_english(self, bus):
        bus.closes_on_holidays = False
        with translation.override("en"):
            yield

    def of(self, bus, **said):
        typed = {
            "site": bus,
            "first": TUESDAY,
            "last": None,
            "begins": datetime.time(9),
            "ends": datetime.time(12),
            "rule": "FREQ=WEEKLY",
            "today": TUESDAY,
        }
        return clashes.of_stop(**typed | said)

    def test_no_day_to_come(self, bus):
        told = self.of(bus, first=datetime.date(2026, 1, 6), rule="")

        assert told == ["No day to come is served by it."]

    def test_closed_days(self, bus):
        ClosureFactory(site=bus, start=TUESDAY, end=TUESDAY, kind="works")

        assert "Tuesday 3 March 2026: closed" in self.of(bus)[0]

    def test_elsewhere_at_that_hour(self, bus, stop):
        row = stop()
        stop(first=datetime.date(2026, 3, 4), commune="Wednesday")

        assert self.of(bus) == ["On March 3, 2026 it is at that hour in Hautmont, Place du marché."]
        assert self.of(bus, was=row) == []


class TestLedger:
    @pytest.fixture
    def manager(self, client, bus):
        user = User.objects.create_user("m@example.org", name="M", language="en")
        Post.objects.create(user=user, centre=bus.centre, role="manager", start="2026-01-01")
        client.force_login(user)
        return client

    def typed(self, bus, **said):
        return {
            "site": bus.pk,
            "commune": "Hautmont",
            "place": "Place du marché",
            "first": "2026-03-04",
            "begins": "14:00",
            "ends": "17:00",
            "repeats": "monthly",
            "step_free": "True",
        } | said

    def test_a_stop_is_recorded_by_choices_and_taken_back(self, manager, bus):
        new = reverse("ledgers:centres-stops-new")
        SiteFactory(centre=bus.centre, kind="relay", name={"fr": "Le relais"})
        assert "Le relais" not in manager.get(new).content.decode()

        answer = manager.post(new, self.typed(bus))

        row = Stop.objects.get()
        assert (row.rule, row.step_free) == ("FREQ=MONTHLY;BYDAY=1WE", True)
        page = manager.get(answer.url).content.decode()
        assert "every month: the first Wednesday" in page
        assert "/back/" in page

    def test_what_was_typed_comes_back_with_the_reason(self, manager, bus):
        wrong = self.typed(bus, ends="13:00", last="2026-03-01", step_free="")

        answer = manager.post(reverse("ledgers:centres-stops-new"), wrong)

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "It ends before it begins." in page
        assert "The end comes before the beginning." in page
        assert 'value="Hautmont"' in page

    def test_a_rule_from_elsewhere_stays_as_it_is(self, manager, bus, stop):
        row = stop(rule="FREQ=WEEKLY;INTERVAL=3")
        there = reverse("ledgers:centres-stops-row", args=[row.pk])
        assert "every 3 weeks: Tuesday" in manager.get(there).content.decode()

        typed = self.typed(bus, repeats="as-it-is", first="2026-03-03", begins="09:00")
        manager.post(there, typed | {"ends": "12:30", "seen": token(row), "heeded": "on"})

        row.refresh_from_db()
        assert (row.rule, row.ends) == ("FREQ=WEEKLY;INTERVAL=3", datetime.time(12, 30))

    def test_clashes_are_told_before_it_is_recorded(self, manager, bus, stop):
        stop(first=datetime.date(2026, 3, 4), begins=datetime.time(15), ends=datetime.time(18))

        answer = manager.post(reverse("ledgers:centres-stops-new"), self.typed(bus))

        assert answer.status_code == 422
        assert "it is at that hour in Hautmont" in answer.content.decode()

    def test_the_list_is_narrowed(self, manager, stop):
        stop()
        stop(commune="Past", last=TUESDAY)
        there = reverse("ledgers:centres-stops-list")

        page = manager.get(f"{there}?since=2026-04-01").content.decode()

        assert "Hautmont" in page
        assert "Past" not in page
        assert "Hautmont" not in manager.get(f"{there}?words=past").content.decode()
