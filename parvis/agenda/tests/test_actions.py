"""What is done with one date: put, changed, announced, cancelled, announced again, removed."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from parvis.accounts.actors import command
from parvis.agenda import shapes
from parvis.agenda.actions import (
    announce,
    announce_again,
    cancel,
    change,
    hold,
    put,
    remove_draft,
    set_level,
    unset_level,
)
from parvis.agenda.errors import AnotherWorld, BadTimes, Nameless, NotNow, Taken
from parvis.agenda.models import ClashLevel, Entry, Hold
from parvis.agenda.tests.factories import EntryFactory, EquipmentFactory, HoldFactory
from parvis.centres.models import Stop
from parvis.centres.tests.factories import (
    CentreFactory,
    ClosureFactory,
    SiteFactory,
    SpaceFactory,
)
from parvis.kernel.editing import ChangedMeanwhile, token
from parvis.kernel.keeping import CannotKeep, Change

pytestmark = pytest.mark.django_db
BY = command("test")
TITLE = {"fr": "Atelier", "en": "Workshop"}
BEGINS, ENDS = shapes.hours(
    datetime.date(2026, 3, 3), datetime.time(10), 120, ZoneInfo("Europe/Paris")
)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def told(monkeypatch):
    """What was announced to screens."""
    found = []
    monkeypatch.setattr("parvis.kernel.live.announce", found.append)
    return found


def placed(**more):
    said = {"layer": "network", "title": TITLE, "begins": BEGINS, "ends": ENDS}
    return put(**(said | more), by=BY)


class TestPut:
    def test_a_draft_of_the_network(self):
        entry = placed()

        assert (entry.state, entry.sequence, entry.time_zone) == ("draft", 0, "Europe/Paris")
        assert entry.simulated is False

    def test_of_a_centre_in_its_zone_and_world(self, told):
        site = SiteFactory(centre__time_zone="Indian/Reunion", centre__simulated=True)

        entry = placed(layer="centre", centre=site.centre, site=site, announced=True)

        assert (entry.state, entry.time_zone, entry.simulated) == (
            "announced",
            "Indian/Reunion",
            True,
        )
        assert told == [f"centre/{site.centre.pk}/agenda"]

    def test_a_stop_brings_its_site(self):
        bus = SiteFactory(kind="mobile")
        stop = Stop.objects.create(
            site=bus, commune="B", place="M", first="2026-03-03", begins="9:00", ends="12:00"
        )
        assert placed(layer="centre", centre=bus.centre, stop=stop).site == bus
        with pytest.raises(AnotherWorld, match="another site"):
            placed(layer="centre", centre=bus.centre, stop=stop, site=SiteFactory())

    def test_whole_days_are_midnights(self):
        entry = placed(whole_days=True, begins=BEGINS, ends=ENDS + 24 * HOUR)

        assert (entry.day, entry.last_day) == (
            datetime.date(2026, 3, 3),
            datetime.date(2026, 3, 4),
        )
        assert entry.ends - entry.begins == 48 * HOUR

    @pytest.mark.parametrize(
        ("wrong", "refusal", "said"),
        [
            ({"ends": BEGINS}, BadTimes, "ends before it begins"),
            ({"title": {}}, Nameless, "what it is called"),
            ({"title": {"fr": " "}}, Nameless, "what it is called"),
            ({"title": {"fr": "<b>x</b>"}}, CannotKeep, "HTML"),
            ({"link": "javascript:1"}, CannotKeep, "URL"),
            ({"languages": ["zz"]}, CannotKeep, "not a language"),
            ({"languages": ["fr", "fr"]}, CannotKeep, "twice"),
            ({"presence": "nearby"}, CannotKeep, "not a valid choice"),
            ({"layer": "centre"}, CannotKeep, "says which centre"),
        ],
    )
    def test_what_cannot_be_is_refused_in_a_sentence(self, wrong, refusal, said):
        with pytest.raises(refusal, match=said):
            placed(**wrong)

    def test_real_and_made_up_are_never_mixed(self):
        with pytest.raises(AnotherWorld):
            placed(site=SiteFactory(centre__simulated=True), simulated=False)

    def test_a_centre_may_refuse_dates_on_days_it_is_closed(self):
        closure = ClosureFactory()
        centre = closure.site.centre
        set_level(centre=centre, kind="closure", level="block", by=BY)

        with pytest.raises(Taken, match="closed"):
            placed(layer="centre", centre=centre, site=closure.site)


class TestChange:
    def test_only_what_differs_is_told_again(self):
        entry = placed()

        assert change(entry=entry, title=TITLE, by=BY).change == Change.UNCHANGED
        kept = change(entry=entry, link="https://example.org/", by=BY)

        assert (kept.columns, kept.row.sequence) == (("link",), 1)

    def test_what_it_takes_up_moves_along(self):
        entry = placed()
        hold(entry=entry, people=["Ana Silva"], set_up_minutes=30, by=BY)

        change(entry=entry, begins=BEGINS + HOUR, ends=ENDS + 2 * HOUR, by=BY)

        held = Hold.objects.get()
        assert (held.begins, held.ends) == (BEGINS + HOUR / 2, ENDS + 2 * HOUR)

    def test_it_is_not_moved_into_what_is_taken(self):
        space = SpaceFactory()
        HoldFactory(space=space, begins=BEGINS + 3 * HOUR, ends=ENDS + 3 * HOUR)
        entry = placed()
        hold(entry=entry, spaces=[space], by=BY)

        with pytest.raises(Taken, match="is taken") as refusal:
            change(entry=entry, begins=BEGINS + 2 * HOUR, ends=ENDS + 2 * HOUR, by=BY)

        assert [clash.kind for clash in refusal.value.clashes] == ["space"]

    def test_two_who_write_the_same_column(self):
        entry = placed()
        seen = token(Entry.objects.get(pk=entry.pk))
        change(entry=entry, link="https://example.org/theirs", by=BY)

        assert change(entry=entry, seen=seen, about={"fr": "…"}, by=BY).columns == ("about",)
        with pytest.raises(ChangedMeanwhile):
            change(entry=entry, seen=seen, link="https://example.org/mine", by=BY)

    def test_to_whole_days_and_back(self):
        entry = placed()

        kept = change(entry=entry, whole_days=True, by=BY)
        assert kept.row.ends - kept.row.begins == 24 * HOUR
        kept = change(entry=entry, whole_days=False, begins=BEGINS, ends=ENDS, by=BY)
        assert kept.row.begins == BEGINS

    def test_a_stop_brings_its_site(self):
        bus = SiteFactory(kind="mobile")
        stop = Stop.objects.create(
            site=bus, commune="B", place="M", first="2026-03-03", begins="9:00", ends="12:00"
        )
        assert change(entry=placed(), stop=stop, by=BY).row.site == bus
        with pytest.raises(AnotherWorld):
            change(entry=placed(), stop=stop, site=SiteFactory(), by=BY)

    def test_refusals(self):
        with pytest.raises(BadTimes):
            change(entry=placed(), ends=BEGINS, by=BY)
        with pytest.raises(Nameless):
            change(entry=placed(), title={}, by=BY)


class TestLife:
    def test_announced_cancelled_and_announced_again(self):
        entry = placed()

        row = announce(entry=entry, by=BY)
        assert (row.state, row.sequence) == ("announced", 1)
        assert announce(entry=entry, by=BY).sequence == 1
        row = cancel(entry=entry, why={"en": "Strike"}, by=BY)
        assert (row.state, row.why, row.sequence) == ("cancelled", {"en": "Strike"}, 2)
        assert cancel(entry=entry, why={"en": "Snow"}, by=BY).why == {"en": "Snow"}
        row = announce_again(entry=entry, by=BY)
        assert (row.state, row.why, row.sequence) == ("announced", {}, 4)

    def test_a_draft_is_removed_and_not_cancelled(self):
        entry = placed()
        with pytest.raises(NotNow, match=r"not announced yet.*cancelled"):
            cancel(entry=entry, by=BY)
        with pytest.raises(NotNow, match="never announced"):
            announce_again(entry=entry, by=BY)

        remove_draft(row=entry, seen=token(Entry.objects.get()), by=BY)

        assert not Entry.objects.exists()

    def test_what_was_announced_is_not_removed(self):
        entry = EntryFactory()
        with pytest.raises(NotNow, match="cancel it"):
            remove_draft(row=entry, seen=token(entry), by=BY)

    def test_what_it_took_up_is_free_until_it_is_announced_again(self):
        space = SpaceFactory()
        first, second = EntryFactory(), EntryFactory()
        hold(entry=first, spaces=[space], by=BY)
        with pytest.raises(Taken):
            hold(entry=second, spaces=[space], by=BY)

        cancel(entry=first, by=BY)
        hold(entry=second, spaces=[space], by=BY)

        with pytest.raises(Taken):
            announce_again(entry=first, by=BY)


class TestHold:
    def test_all_that_is_said_and_nothing_else(self):
        entry, computers, space = EntryFactory(), EquipmentFactory(), SpaceFactory()
        hold(entry=entry, spaces=[space], people=["Ana Silva"], by=BY)
        kept = hold(
            entry=entry, spaces=[space], equipment={computers: 2}, pack_up_minutes=15, by=BY
        )

        assert Hold.objects.count() == 2
        assert {one.ends for one in kept} == {entry.ends + HOUR / 4}
        assert hold(entry=entry, by=BY) == []
        assert not Hold.objects.exists()

    def test_more_equipment_than_there_is(self):
        computers = EquipmentFactory(places=4)
        hold(entry=EntryFactory(), equipment={computers: 3}, by=BY)

        with pytest.raises(Taken, match="2 asked for, 1 of 4 left"):
            hold(entry=EntryFactory(), equipment={computers: 2}, by=BY)
        hold(entry=EntryFactory(), equipment={computers: 1}, by=BY)
        with pytest.raises(Taken, match="5 asked for, 4 of 4 left"):
            later = EntryFactory(begins=BEGINS + 24 * HOUR)
            hold(entry=later, equipment={computers: 5}, by=BY)

    def test_a_space_of_the_other_world(self):
        with pytest.raises(AnotherWorld):
            hold(
                entry=EntryFactory(),
                spaces=[SpaceFactory(site__centre__simulated=True)],
                by=BY,
            )
        with pytest.raises(AnotherWorld):
            hold(entry=EntryFactory(simulated=True), equipment={EquipmentFactory(): 1}, by=BY)

    def test_people_and_bodies_are_told_and_not_refused(self):
        hold(entry=EntryFactory(), people=["Ana Silva"], bodies=["comex"], by=BY)
        hold(entry=EntryFactory(), people=["ana silva"], bodies=["comex"], by=BY)

        assert Hold.objects.count() == 4

    def test_a_centre_may_refuse_what_is_told_elsewhere(self):
        centre = CentreFactory()
        set_level(centre=centre, kind="person", level="block", by=BY)
        hold(entry=EntryFactory(), people=["Ana Silva"], by=BY)

        with pytest.raises(Taken, match="Ana Silva is expected elsewhere"):
            hold(entry=EntryFactory(layer="centre", centre=centre), people=["Ana Silva"], by=BY)

    def test_a_centre_may_let_two_dates_share_a_space(self):
        space = SpaceFactory()
        level = set_level(centre=space.site.centre, kind="space", level="ignore", by=BY).row
        hold(entry=EntryFactory(), spaces=[space], by=BY)
        hold(entry=EntryFactory(), spaces=[space], by=BY)

        unset_level(row=level, seen=token(level), by=BY)

        assert not ClashLevel.objects.exists()
        with pytest.raises(Taken):
            hold(entry=EntryFactory(), spaces=[space], by=BY)
