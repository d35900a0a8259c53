"""Sessions are planned, changed, published, called off; series and months at once."""

import datetime
import uuid
from zoneinfo import ZoneInfo

import pytest

from parvis.agenda.actions import set_level
from parvis.agenda.enums import EntryState, Extent
from parvis.agenda.errors import Taken
from parvis.agenda.models import Entry
from parvis.agenda.queries import planned_change
from parvis.agenda.shapes import Needs, Pattern, Wish
from parvis.centres.tests.factories import CentreFactory, SiteFactory, SpaceFactory
from parvis.kernel.editing import ChangedMeanwhile, token
from parvis.principles.models import LabelAlert
from parvis.programme import actions, queries
from parvis.programme.actions import HostFacts, Sourced
from parvis.programme.enums import SessionState
from parvis.programme.errors import BelowHeld, NotPossible, WrongState
from parvis.programme.models import CentreWith, Seats, Session
from parvis.programme.tests.conftest import BEGINS, BY, agree, counts, join, seats
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
WEEK = datetime.timedelta(days=7)


def test_schedule_makes_a_draft_that_nobody_reads(planned, site, partner):
    session = planned(hosts=[HostFacts("organiser", centre=site.centre), HostFacts(name="CCI")])

    assert session.code == "atelier-cv-2026-03-03"
    assert session.state == SessionState.SCHEDULED
    assert session.entry.state == EntryState.DRAFT
    assert session.entry.layer == "centre"
    assert [str(host) for host in session.hosts.all()] == [site.centre.name, "CCI"]
    assert [source.code for source in session.sources.all()] == [site.centre.code]
    assert not seats(session).given
    assert queries.whole(session.code) is None
    assert "Atelier CV" in str(session)


def test_schedule_gives_each_session_a_code_of_its_own(planned):
    assert [planned().code for _time in range(2)] == [
        "atelier-cv-2026-03-03",
        "atelier-cv-2026-03-03-2",
    ]


def test_schedule_for_the_network_without_a_site(planned):
    session = planned(
        centre=None,
        site=None,
        kind="webinar",
        presence="online",
        link="https://example.org/live",
        time_zone="Europe/Paris",
    )

    assert session.entry.layer == "network"
    assert [source.code for source in session.sources.all()] == ["network"]
    assert [row.way for row in session.seats.all()] == ["online"]


def test_schedule_records_what_took_place_with_its_sources(planned, now):
    source = Source.objects.create(
        collection="x", code="report", title="Report", kind="report", language="fr"
    )

    session = planned(
        kind="fair", state="held", code="salon", sourced=Sourced((source,)), joining="open"
    )

    assert session.code == "salon"
    assert list(session.sources.all()) == [source]
    assert session.entry.state == EntryState.ANNOUNCED
    assert counts(session, "programme.sessions") == {"fair/organised": 1}
    assert agree(session)


def test_schedule_is_refused_in_a_room_that_is_taken(planned, site):
    room = SpaceFactory(site=site)
    planned(needs=Needs(spaces=[room], set_up=30))

    with pytest.raises(Taken):
        planned(begins=BEGINS + 2 * HOUR, ends=BEGINS + 3 * HOUR, needs=Needs([room], set_up=15))

    assert Session.objects.count() == 1
    planned(begins=BEGINS + 3 * HOUR, ends=BEGINS + 4 * HOUR, needs=Needs([room]))


def test_change_is_followed_by_the_date_the_places_and_the_words(published):
    session = published()
    was = session.entry.sequence

    kept = actions.change(
        session=session,
        facts={"title": {"fr": "Atelier lettre"}, "capacity": 20, "begins": BEGINS - HOUR},
        hosts=[HostFacts(name="CCI")],
        by=BY,
    )

    session = kept.row
    assert set(kept.columns) == {"capacity", "title", "begins"}
    assert session.entry.sequence > was
    assert seats(session).capacity == 20
    assert "lettre" in session.words
    assert "cci" in session.words
    actions.change(session=session, facts={}, hosts=[HostFacts(name="GRETA")], by=BY)
    assert [host.name for host in session.hosts.all()] == ["GRETA"]


def test_change_tells_whoever_comes_second(published):
    session = published()
    seen = token(Session.objects.get(pk=session.pk))
    actions.change(session=session, facts={"capacity": 20}, seen=seen, by=BY)

    with pytest.raises(ChangedMeanwhile):
        actions.change(session=session, facts={"capacity": 30}, seen=seen, by=BY)


def test_change_gives_no_fewer_places_than_are_held(full):
    session, _keys = full(8)

    with pytest.raises(BelowHeld):
        actions.change(session=session, facts={"capacity": 7}, by=BY)
    actions.change(session=session, facts={"capacity": 8}, by=BY)
    assert join(session).party.state == "waiting"

    actions.change(session=session, facts={"capacity": 9}, by=BY)
    assert seats(session).offered == 1


def test_change_keeps_a_way_in_that_somebody_chose(published):
    session = published(presence="both", online_capacity=3)
    actions.join(seats=queries.seats_of(session, "online"), key=uuid.uuid4(), by=BY)

    with pytest.raises(BelowHeld):
        actions.change(session=session, facts={"presence": "on-site"}, by=BY)


def test_change_drops_a_way_in_that_nobody_chose_and_shuts_one_that_was_left(published):
    session = published(presence="both", online_capacity=3)
    actions.change(session=session, facts={"presence": "on-site"}, by=BY)
    assert [row.way for row in session.seats.all()] == ["on-site"]

    actions.change(session=session, facts={"presence": "both"}, by=BY)
    key = uuid.uuid4()
    actions.join(seats=queries.seats_of(session, "online"), key=key, by=BY)
    actions.leave(key=key, by=BY)
    actions.change(session=session, facts={"presence": "on-site"}, by=BY)

    assert {row.way: row.given for row in session.seats.all()} == {
        "on-site": True,
        "online": False,
    }
    # Said again, nothing more happens to it.
    actions.change(session=session, facts={"tags": ["science"]}, by=BY)
    assert session.seats.count() == 2


def test_change_to_another_day_takes_its_counts_along(full):
    session, (key,) = full(4)
    actions.leave(key=key, by=BY)
    before = session.entry

    actions.change(
        session=session, facts={"begins": BEGINS + WEEK, "ends": BEGINS + WEEK + HOUR}, by=BY
    )

    session = Session.objects.select_related("entry").get()
    assert session.entry.day != before.day
    assert counts(session) == {"programme.places": {"participatory/gave-back": 4}}
    assert agree(session)


def test_change_moves_the_slots_along(published):
    session = published()
    actions.keep_slot(session=session, begins=BEGINS, ends=BEGINS + HOUR, by=BY)

    actions.change(session=session, facts={"begins": BEGINS - HOUR}, by=BY)

    assert session.slots.get().begins == BEGINS - HOUR


def test_change_what_it_takes_up_and_what_says_so(planned, site):
    session, room = planned(), SpaceFactory(site=site)
    source = Source.objects.create(
        collection="x", code="r", title="Report", kind="report", language="fr"
    )

    actions.change(
        session=session, facts={}, needs=Needs([room]), sourced=Sourced((source,)), by=BY
    )

    assert [hold.space for hold in session.entry.holds.all()] == [room]
    assert list(session.sources.all()) == [source]


@pytest.mark.parametrize("state", ["refused", "cancelled"])
def test_change_leaves_alone_what_does_not_take_place(planned, state):
    session = planned()
    Session.objects.update(state=state)

    with pytest.raises(WrongState):
        actions.change(session=session, facts={"capacity": 1}, by=BY)


def test_publish_opens_the_places_and_once(planned):
    session = planned()

    actions.publish(session=session, by=BY)
    session = actions.publish(session=session, by=BY)

    assert session.state == SessionState.PUBLISHED
    assert session.entry.state == EntryState.ANNOUNCED
    assert seats(session).given
    assert queries.whole(session.code) == session


def test_publish_takes_the_parts_along_and_cancel_too(planned):
    day = planned(kind="seminar", joining="named")
    part = planned(part_of=day, begins=BEGINS, ends=BEGINS + HOUR)

    actions.publish_all(sessions=[day], by=BY)
    part.refresh_from_db()
    assert part.state == SessionState.PUBLISHED
    actions.cancel(session=day, why={"fr": "Grève"}, by=BY)
    part.refresh_from_db()

    assert part.state == SessionState.CANCELLED


def test_publish_is_not_for_a_proposal(planned):
    session = planned(state="proposed")

    with pytest.raises(WrongState):
        actions.publish(session=session, by=BY)


def test_cancel_stays_everywhere_and_says_why(full):
    session, (key,) = full()
    sequence = session.entry.sequence

    actions.cancel(session=session, why={"fr": "Grève"}, by=BY)
    session = actions.cancel(session=session, why={"fr": "Neige"}, by=BY)

    assert session.entry.state == EntryState.CANCELLED
    assert session.entry.why == {"fr": "Neige"}
    assert session.entry.sequence > sequence
    assert not seats(session).given
    assert queries.party(key).state == "held"
    found = queries.cards(queries.coming(queries.Asked()))
    assert [card.is_cancelled for card in found] == [True]


def test_publish_again_what_was_called_off_by_mistake(full):
    session, (_key,) = full()
    actions.cancel(session=session, by=BY)

    session = actions.publish(session=session, by=BY)

    assert session.entry.state == EntryState.ANNOUNCED
    assert seats(session).given
    assert seats(session).held == 12


def test_cancel_is_not_for_a_draft_which_is_removed(planned):
    session = planned()
    with pytest.raises(WrongState):
        actions.cancel(session=session, by=BY)

    part = planned(part_of=session)
    actions.remove(session=session, by=BY)

    assert not Session.objects.exists()
    assert not Entry.objects.exists()
    assert part.pk


def test_remove_is_not_for_what_was_published(published):
    with pytest.raises(WrongState):
        actions.remove(session=published(), by=BY)


# -- what comes again


@pytest.fixture
def series(facts, now):
    """Twelve weeks, over the change of clocks of 29 March."""

    def made(**more):
        said = facts(**more)
        del said["begins"], said["ends"]
        return actions.schedule_series(
            facts=said,
            first=datetime.date(2026, 3, 3),
            rule="FREQ=WEEKLY",
            last=datetime.date(2026, 5, 19),
            begins=datetime.time(10),
            minutes=120,
            hosts=[HostFacts(name="CCI")],
            by=BY,
        )

    return made


def test_schedule_series_keeps_the_hour_of_the_wall(series):
    sessions = series()

    local = [one.entry.begins.astimezone(one.entry.zone) for one in sessions]
    assert len(sessions) == 12
    assert {moment.hour for moment in local} == {10}
    assert {one.entry.begins.hour for one in sessions} == {8, 9}
    assert len({one.code for one in sessions}) == 12
    assert {host.name for one in sessions for host in one.hosts.all()} == {"CCI"}


def test_schedule_series_in_the_zone_of_reunion(series):
    centre = CentreFactory(time_zone="Indian/Reunion")
    site = SiteFactory(centre=centre, kind="main", time_zone="Indian/Reunion")

    sessions = series(centre=centre, site=site)

    assert {one.entry.time_zone for one in sessions} == {"Indian/Reunion"}
    assert {one.entry.begins.hour for one in sessions} == {6}


def test_schedule_series_of_the_network_says_its_zone(series):
    sessions = series(
        centre=None, site=None, kind="webinar", presence="online", time_zone="Europe/Brussels"
    )

    assert {one.entry.zone for one in sessions} == {ZoneInfo("Europe/Brussels")}


def test_change_series_from_here_on_moves_the_next_and_their_slots(series):
    sessions = series()
    actions.keep_slot(
        session=sessions[6],
        begins=sessions[6].entry.begins,
        ends=sessions[6].entry.begins + HOUR,
        by=BY,
    )
    chosen = sessions[5]
    wish = Wish(begins=datetime.time(14), shift=1)
    plan = planned_change(chosen.entry, Extent.NEXT, wish)

    done = actions.change_series(session=chosen, extent=Extent.NEXT, wish=wish, by=BY)

    assert len(plan.lines) == len(done.lines) == 7
    hours = [
        one.entry.begins.astimezone(one.entry.zone).hour
        for one in Session.objects.select_related("entry").order_by("entry__begins")
    ]
    assert hours == [10] * 5 + [14] * 7
    moved = Session.objects.select_related("entry").get(pk=sessions[6].pk)
    assert moved.slots.get().begins == moved.entry.begins


def test_change_series_that_ends_sooner_cancels_or_removes_and_adds_when_later(series):
    sessions = series()
    actions.publish(session=sessions[11], by=BY)

    actions.change_series(
        session=sessions[0],
        extent=Extent.ALL,
        wish=Wish(last=datetime.date(2026, 5, 5)),
        why={"fr": "Budget"},
        by=BY,
    )

    states = list(Session.objects.order_by("entry__begins").values_list("state", flat=True))
    assert states == ["scheduled"] * 10 + ["cancelled"]

    session = Session.objects.order_by("entry__begins").first()
    actions.change_series(
        session=session, extent=Extent.ALL, wish=Wish(last=datetime.date(2026, 5, 12)), by=BY
    )

    assert Session.objects.filter(state="scheduled").count() == 11


def test_change_series_of_one_date_alone(series, planned):
    sessions = series()

    actions.change_series(
        session=sessions[0], extent=Extent.THIS, wish=Wish(begins=datetime.time(15)), by=BY
    )
    alone = planned()
    actions.change_series(
        session=alone, extent=Extent.THIS, wish=Wish(begins=datetime.time(9)), by=BY
    )

    first = Session.objects.select_related("entry").get(pk=sessions[0].pk)
    assert first.entry.begins.astimezone(first.entry.zone).hour == 15
    alone = Session.objects.select_related("entry").get(pk=alone.pk)
    assert alone.entry.begins == BEGINS - HOUR


def test_change_alike_says_the_same_of_several_dates_but_not_when(series, planned):
    sessions = series()

    changed = actions.change_alike(
        session=sessions[0],
        sessions=sessions[:3],
        facts={"capacity": 6, "begins": BEGINS - HOUR},
        by=BY,
    )

    assert [seats(one).capacity for one in changed] == [6, 6, 6]
    assert len({one.entry.begins for one in changed}) == 3
    with pytest.raises(NotPossible):
        actions.change_alike(session=sessions[0], sessions=[planned()], facts={}, by=BY)


def test_clashes_of_a_series_are_shown_before_it_is_planned(planned, site):
    room = SpaceFactory(site=site)
    taken = planned(needs=Needs([room]), audiences=["parents"])
    entry = Entry(
        layer="centre",
        centre=site.centre,
        site=site,
        title={"fr": "Autre"},
        time_zone="Europe/Paris",
        presence="on-site",
    )
    pattern = Pattern(
        datetime.date(2026, 3, 3),
        "FREQ=WEEKLY",
        datetime.date(2026, 3, 17),
        datetime.time(11),
        60,
        "Europe/Paris",
    )

    found = queries.clashes_of_series(entry, pattern, Needs([room]), ["parents"])

    assert [len(clashes) for _date, clashes in found] == [2, 0, 0]
    assert {clash.entry for clash in found[0][1]} == {taken.entry}
    assert queries.clashes_of_session(taken) == []
    assert queries.clashes_of([]) == []


# -- a month from another


@pytest.fixture
def march(planned, site):
    """The first and the second Tuesday, and a fifth one."""
    room = SpaceFactory(site=site)
    made = [
        planned(
            begins=BEGINS + weeks * WEEK,
            ends=BEGINS + weeks * WEEK + HOUR,
            needs=Needs([room], set_up=30),
            hosts=[HostFacts(name="CCI")],
        )
        for weeks in (0, 1, 4)
    ]
    actions.keep_slot(
        session=made[0], begins=BEGINS, ends=BEGINS + HOUR, appointment=True, places=2, by=BY
    )
    CentreWith.objects.create(session=made[0], centre=CentreFactory(), part="joined")
    cancelled = planned(title={"fr": "Annulé"})
    actions.publish(session=cancelled, by=BY)
    actions.cancel(session=cancelled, by=BY)
    return made


APRIL = datetime.date(2026, 4, 1)


def test_month_plan_keeps_weekdays_and_hours_of_the_wall(march, site):
    plan = queries.month_plan(site.centre, datetime.date(2026, 3, 15), APRIL)

    assert [copy.session for copy in plan] == march
    # The clocks have changed meanwhile: one hour earlier in UTC is the same on the wall.
    assert [copy.begins for copy in plan] == [
        datetime.datetime(2026, 4, 7, 8, tzinfo=datetime.UTC),
        datetime.datetime(2026, 4, 14, 8, tzinfo=datetime.UTC),
        None,
    ]
    assert [copy.day for copy in plan][1:] == [datetime.date(2026, 4, 14), None]


def test_copy_month_makes_drafts_with_all_they_need_and_once(march, site):
    plan = queries.month_plan(site.centre, datetime.date(2026, 3, 1), APRIL)

    made = actions.copy_month(copies=plan, without={march[1].pk}, by=BY)

    (session,) = made
    assert session.state == SessionState.SCHEDULED
    hold = session.entry.holds.get()
    assert session.entry.begins - hold.begins == datetime.timedelta(minutes=30)
    assert [host.name for host in session.hosts.all()] == ["CCI"]
    assert session.slots.get().begins == session.entry.begins
    assert session.centres_with.count() == 1
    assert Seats.objects.filter(session=session).count() == 2

    again = queries.month_plan(site.centre, datetime.date(2026, 3, 1), APRIL)
    assert [copy.there for copy in again] == [True, False, False]
    assert len(again[0].clashes) == 1
    assert len(actions.copy_month(copies=again, by=BY)) == 1


def test_month_plan_of_a_month_without_sessions(site):
    assert queries.month_plan(site.centre, APRIL, APRIL) == []


def test_copy_month_plans_nothing_when_a_room_is_taken(march, site):
    plan = queries.month_plan(site.centre, datetime.date(2026, 3, 1), APRIL)
    actions.copy_month(copies=plan[:1], by=BY)

    with pytest.raises(Taken):
        actions.copy_month(copies=[plan[0]], by=BY)


def test_copy_month_heeds_what_the_centre_made_of_a_clash(march, site):
    set_level(centre=site.centre, kind="space", level="warn", by=BY)
    plan = queries.month_plan(site.centre, datetime.date(2026, 3, 1), APRIL)
    actions.copy_month(copies=plan[:1], by=BY)

    assert len(actions.copy_month(copies=plan[:1], by=BY)) == 1


# -- principles


def test_appointments_without_walking_in_raise_an_alert_that_is_mended(published):
    session = published()
    actions.keep_slot(
        session=session, begins=BEGINS, ends=BEGINS + HOUR, appointment=True, places=1, by=BY
    )
    assert not LabelAlert.objects.exists()

    actions.change(session=session, facts={"walk_in": False}, by=BY)
    alert = LabelAlert.objects.get()
    assert (alert.principle, alert.state) == ("R04", "open")
    assert set(alert.detail) == {"fr", "en"}

    actions.change(session=session, facts={"walk_in": True}, by=BY)
    alert.refresh_from_db()
    assert alert.state == "mended"


def test_a_name_asked_of_the_public_raises_an_alert_and_of_professionals_none(planned):
    planned(joining="named", kind="seminar")
    assert not LabelAlert.objects.exists()

    planned(joining="named", kind="participatory")

    assert LabelAlert.objects.get().principle == "R01"


def test_no_column_of_a_session_can_ask_a_price_or_a_name():
    columns = {field.name for field in Session._meta.get_fields()}

    assert not columns & {"price", "asks", "fee", "reserved_for", "name_required"}


def test_as_many_lists_of_places_as_there_are_letters(published):
    session = published()
    minutes = [datetime.timedelta(minutes=5 * n) for n in range(24)]

    for n in range(23):
        actions.keep_slot(
            session=session,
            begins=BEGINS + minutes[n],
            ends=BEGINS + minutes[n + 1],
            places=1,
            by=BY,
        )

    with pytest.raises(NotPossible):
        actions.keep_slot(
            session=session, begins=BEGINS, ends=BEGINS + HOUR, places=1, appointment=True, by=BY
        )


def test_an_event_of_three_organisers_eight_exhibitors_two_slots_and_two_languages(planned):
    """Row 63 of the mission: Discover IT Today, Brussels, 20 September 2019."""
    day = datetime.date(2019, 9, 20)
    brussels = ZoneInfo("Europe/Brussels")

    def hour(hours, minutes=0):
        return datetime.datetime.combine(day, datetime.time(hours, minutes), brussels)

    hosts = [HostFacts("organiser", name=name) for name in ("VDAB", "Actiris", "CdM")]
    hosts += [HostFacts("exhibitor", name=f"Exposant {n}") for n in range(8)]
    session = planned(
        kind="job-dating",
        joining="open",
        title={"fr": "Discover IT Today", "nl": "Discover IT Today"},
        begins=hour(9, 30),
        ends=hour(16),
        languages=["fr", "nl"],
        hosts=hosts,
        state="held",
    )
    for begins, ends in ((hour(9, 30), hour(12)), (hour(13), hour(16))):
        actions.keep_slot(session=session, begins=begins, ends=ends, by=BY)

    page = queries.whole(session.code)

    roles = [host.role for host in page.hosts.all()]
    assert (roles.count("organiser"), roles.count("exhibitor")) == (3, 8)
    assert [str(slot) for slot in page.slots.all()] == ["09:30–12:00", "13:00–16:00"]
    assert page.entry.languages == ["fr", "nl"]
    assert queries.hosts_of([session.pk])[session.pk] == ("VDAB", "Actiris", "CdM")
