"""The programme in the office: weeks, months, one session, its dates and its end."""

import datetime
import io
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from openpyxl import load_workbook

from parvis.accounts.models import NetworkPost, User
from parvis.agenda.actions import set_level
from parvis.agenda.models import Entry
from parvis.agenda.shapes import Needs
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import CentreFactory, SiteFactory, SpaceFactory
from parvis.kernel.policies import trusted
from parvis.partners.models import Post as PartnerPost
from parvis.partners.tests.factories import PartnerFactory
from parvis.programme import actions, queries
from parvis.programme.models import Campaign, HeldPlaces, Registration, Session, Template
from parvis.programme.tests.conftest import BY, DAY, NOW
from parvis.programme.tests.factories import CampaignFactory, HeadcountFactory, SessionFactory

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
WEEK = (2026, 10)
HOUR = datetime.timedelta(hours=1)
LATER = NOW + datetime.timedelta(days=9)
SESSIONS = "/office/programme/sessions/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sign_in(client):
    def signed_in(role, place=None):
        user = User.objects.create_user(f"{role}@example.org", name="Mona", language="en")
        reach, _colon, code = role.partition(":")
        said = {"user": user, "role": code, "start": "2026-01-01"}
        if reach == "network":
            NetworkPost.objects.create(**said)
        else:
            {"centre": CentrePost, "partner": PartnerPost}[reach].objects.create(
                **said, **{reach: place}
            )
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def manager(sign_in, site):
    return sign_in("centre:manager", site.centre)


@pytest.fixture
def room(site):
    return SpaceFactory(site=site, name={"en": "Blue room", "fr": "Salle bleue"})


def at(name, *args, **query):
    found = reverse(f"programme:{name}", args=args)
    return f"{found}?{urlencode(query)}" if query else found


def text(response):
    return response.content.decode()


@pytest.fixture
def later(client, time_machine):
    """Moves the clock; whoever is at work signs in again, for the shift before is over."""

    def move(*moment):
        time_machine.move_to(datetime.datetime(*moment, tzinfo=UTC), tick=False)
        client.force_login(User.objects.get(name="Mona"))

    return move


def said(site, /, **more):
    """What is typed to plan a workshop of a Tuesday."""
    return {
        "kind": "participatory",
        "title_fr": "Atelier CV",
        "title_en": "CV workshop",
        "first": "2026-03-03",
        "begins": "10:00",
        "ends": "12:00",
        "repeats": "once",
        "centre": site.centre.pk,
        "site": site.pk,
        "presence": "on-site",
        "joining": "places",
        "capacity": "12",
        "party_limit": "5",
        "question": "useful",
        "part": "organised",
        "walk_in": "on",
    } | more


def filled(client, session, **more):
    """What the form of a session holds, ready to be sent again."""
    form = client.get(f"{SESSIONS}{session.pk}/").context["form"]
    data = {"seen_entry": form.entry_token}
    for bound in form:
        value = bound.value()
        if isinstance(value, dict):
            data |= {f"{bound.name}_{code}": value.get(code, "") for code in ("fr", "en")}
        elif isinstance(value, list):
            data[bound.name] = [getattr(one, "pk", one) for one in value]
        elif isinstance(value, bool):
            data |= {bound.name: "on"} if value else {}
        elif value is not None:
            data[bound.name] = getattr(value, "pk", value)
    return data | more


class TestPlanning:
    def test_a_session_is_a_draft_that_says_what_where_and_with_whom(self, manager, site, partner):
        typed = said(site, partners=[partner.pk], themes=["employment"], people="Ana, Bo")

        response = manager.post(f"{SESSIONS}new/", typed)

        session = Session.objects.get()
        assert response.url == at("session", session.pk)
        assert session.state == "scheduled"
        assert session.entry.when == "Mardi 3 mars 2026, 10:00–12:00"
        assert session.entry.begins == datetime.datetime(2026, 3, 3, 9, tzinfo=UTC)
        assert [(one.role, one.partner) for one in session.hosts.all()] == [
            ("facilitator", partner)
        ]
        assert {one.person for one in session.entry.holds.all()} == {"Ana", "Bo"}
        assert session.capacity == 12

    def test_recorded_and_published_at_once(self, manager, site):
        manager.post(f"{SESSIONS}new/", said(site, then="publish"))

        assert Session.objects.get().state == "published"

    def test_whole_days_have_no_hours(self, manager, site):
        typed = said(site, kind="fair", begins="", ends="", last="2026-03-04", joining="open")

        manager.post(f"{SESSIONS}new/", typed)

        entry = Entry.objects.get()
        assert entry.whole_days
        assert (entry.day, entry.last_day) == (DAY, DAY + datetime.timedelta(days=1))

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"ends": "09:00"}, "It ends before it begins."),
            ({"ends": ""}, "Say both hours, or neither."),
            ({"last": "2026-03-01"}, "The end comes before the beginning."),
            ({"repeats": "weekly"}, "Say until when: what comes again has a last day."),
            (
                {"repeats": "weekly", "until": "2026-02-01"},
                "The last day comes before the first.",
            ),
            (
                {"repeats": "weekly", "until": "2040-02-01"},
                "A series has 400 dates at most: choose an earlier last day.",
            ),
            (
                {"repeats": "weekly", "until": "2026-04-01", "begins": "", "ends": ""},
                "What comes again has hours.",
            ),
            ({"joining": "named"}, "nobody else is asked for a name."),
            ({"title_fr": "<b>CV</b>"}, "holds HTML markup; write plain text"),
            ({"title_fr": "CV\x07"}, "control character"),
            ({"presence": "online"}, "It is held online: say how many places online."),
            ({"title_fr": "", "title_en": ""}, "This field is required."),
        ],
    )
    def test_what_cannot_be_comes_back_with_a_sentence(self, manager, site, wrong, why):
        response = manager.post(f"{SESSIONS}new/", said(site, **wrong))

        assert response.status_code == 422
        assert why in text(response).replace("&lt;", "<")
        if "title_en" not in wrong:
            assert "CV workshop" in text(response)
        assert not Session.objects.exists()

    def test_a_stop_is_of_its_own_site_and_a_site_of_its_centre(self, manager, site):
        bus = SiteFactory(centre=site.centre, kind="mobile", code="bus")
        stop = bus.stops.create(commune="A", place="B", first=DAY, begins="09:00", ends="12:00")

        wrong = manager.post(f"{SESSIONS}new/", said(site, stop=stop.pk))
        right = manager.post(f"{SESSIONS}new/", said(site, site="", stop=stop.pk))

        assert "This stop is one of another site." in text(wrong)
        assert right.status_code == 302
        assert Entry.objects.get().site == bus

    def test_an_address_and_a_template_fill_the_form_in(self, manager, site):
        made = Template.objects.create(
            centre=site.centre,
            code="cv",
            kind="info-session",
            title={"en": "All about CVs"},
            minutes=90,
            capacity=8,
        )

        page = text(manager.get(f"{SESSIONS}new/?template={made.pk}&first=2026-03-10"))

        assert "All about CVs" in page
        assert 'value="2026-03-10"' in page
        assert 'value="11:00"' in page
        assert 'value="8"' in page

    def test_the_main_site_unless_the_address_says_elsewhere(self, manager, site):
        here = manager.get(f"{SESSIONS}new/").context["form"]
        elsewhere = manager.get(f"{SESSIONS}new/?centre={site.centre.pk}&site=").context["form"]
        odd = manager.get(f"{SESSIONS}new/?centre=²&template=²&like=²")

        assert here["site"].value() == site.pk
        assert elsewhere["site"].value() == ""
        assert odd.status_code == 200

    def test_a_template_of_another_centre_fills_in_nothing(self, manager):
        other = Template.objects.create(
            centre=CentreFactory(), code="x", kind="forum", title={"en": "Zwartbol"}
        )

        page = text(manager.get(f"{SESSIONS}new/?template={other.pk}"))

        assert "Zwartbol" not in page

    def test_a_warning_is_told_then_recorded_all_the_same(self, manager, site, planned):
        planned(needs=Needs(people=["Ana"]))
        typed = said(site, people="Ana", title_en="Other")

        told = manager.post(f"{SESSIONS}new/", typed)
        assert told.status_code == 422
        assert "Ana is there for another date at that time" in text(told)
        assert "Record it all the same" in text(told)

        assert manager.post(f"{SESSIONS}new/", typed | {"heeded": "on"}).status_code == 302
        assert Session.objects.count() == 2

    def test_a_room_taken_twice_is_refused_even_by_hand(self, manager, site, room, planned):
        planned(needs=Needs(spaces=[room]))
        typed = said(site, spaces=[room.pk])

        told = manager.post(f"{SESSIONS}new/", typed)
        forced = manager.post(f"{SESSIONS}new/", typed | {"heeded": "on"})

        assert "This cannot be recorded yet" in text(told)
        assert "Record it all the same" not in text(told)
        assert forced.status_code == 422
        assert "is taken" in text(forced)
        assert Session.objects.count() == 1

    def test_a_centre_may_let_rooms_be_shared(self, manager, site, room, planned):
        set_level(centre=site.centre, kind="space", level="ignore", by=BY)
        planned(needs=Needs(spaces=[room]))

        response = manager.post(f"{SESSIONS}new/", said(site, spaces=[room.pk]))

        assert response.status_code == 302

    def test_every_date_of_a_series_is_shown_across_a_change_of_clocks(self, manager, site):
        typed = said(site, repeats="weekly", until="2026-05-19")

        told = manager.post(f"{SESSIONS}new/", typed)
        page = text(told)
        assert told.status_code == 422
        assert "12 dates" in page
        assert page.count("the clocks have changed") == 1
        assert not Session.objects.exists()

        manager.post(f"{SESSIONS}new/", typed | {"heeded": "publish"})
        rows = Session.objects.order_by("entry__begins")
        hours = {one.entry.begins.astimezone(site.zone).time() for one in rows}
        assert (len(rows), hours) == (12, {datetime.time(10)})
        assert {one.entry.begins.hour for one in rows} == {8, 9}
        assert {one.state for one in rows} == {"published"}

    def test_no_clock_changes_in_reunion(self, client, sign_in):
        site = SiteFactory(centre=CentreFactory(time_zone="Indian/Reunion"), kind="main")
        sign_in("centre:manager", site.centre)

        page = text(
            client.post(f"{SESSIONS}new/", said(site, repeats="weekly", until="2026-05-19"))
        )

        assert "12 dates" in page
        assert "the clocks have changed" not in page

    def test_what_a_colleague_changed_is_not_written_over(self, manager, planned):
        session = planned()
        mine = filled(manager, session, title_en="Mine", heeded="on")
        actions.change(
            session=session, facts={"title": {"fr": "Atelier CV", "en": "Theirs"}}, by=BY
        )

        told = manager.post(f"{SESSIONS}{session.pk}/", mine)
        assert told.status_code == 422
        assert "Somebody wrote here meanwhile" in text(told)
        assert Entry.objects.get().title["en"] == "Theirs"

        again = mine | {"seen_entry": told.context["form"].entry_token}
        assert manager.post(f"{SESSIONS}{session.pk}/", again).status_code == 302
        assert Entry.objects.get().title["en"] == "Mine"

    def test_what_a_colleague_changed_elsewhere_stays(self, manager, planned):
        session = planned()
        mine = filled(manager, session, title_en="Mine", heeded="on")
        actions.change(session=session, facts={"presence": "both"}, by=BY)

        assert manager.post(f"{SESSIONS}{session.pk}/", mine).status_code == 302

        entry = Entry.objects.get()
        assert (entry.title["en"], entry.presence) == ("Mine", "both")

    def test_a_change_of_the_session_itself_is_in_dispute_too(self, manager, planned):
        session = planned()
        mine = filled(manager, session, capacity="14", heeded="on")
        actions.change(session=session, facts={"capacity": 20}, by=BY)

        told = manager.post(f"{SESSIONS}{session.pk}/", mine)

        assert told.status_code == 422
        assert Session.objects.get().capacity == 20

    def test_places_below_those_held_are_refused(self, manager, full):
        session, _keys = full(4, 4)

        told = manager.post(
            f"{SESSIONS}{session.pk}/", filled(manager, session, capacity="7", heeded="on")
        )

        assert "8 places are held already: fewer cannot be given." in text(told)

    def test_other_hosts_stay_when_the_form_is_sent(self, manager, planned, partner):
        session = planned(hosts=[actions.HostFacts("organiser", name="Town hall")])

        manager.post(
            f"{SESSIONS}{session.pk}/",
            filled(manager, session, partners=[partner.pk], heeded="on"),
        )

        assert [str(one) for one in session.hosts.all()] == ["Town hall", str(partner)]

    def test_one_change_for_this_date_and_the_next(self, manager, site, facts, room):
        rows = series(facts, 4)
        second = rows[1]
        typed = filled(manager, second, title_en="New", extent="next", spaces=[room.pk])

        response = manager.post(f"{SESSIONS}{second.pk}/", typed | {"heeded": "on"})

        assert response.status_code == 302
        titles = [one.entry.title["en"] for one in queries.dates_of(rows[0])]
        assert titles == ["CV workshop", "New", "New", "New"]
        assert [one.entry.holds.count() for one in queries.dates_of(rows[0])] == [0, 1, 1, 1]
        assert [one.entry.day.day for one in queries.dates_of(rows[0])] == [3, 10, 17, 24]

    def test_hours_of_several_dates_are_not_changed_by_the_form(self, manager, facts):
        rows = series(facts, 3)
        typed = filled(manager, rows[0], extent="all", ends="12:30")

        told = manager.post(f"{SESSIONS}{rows[0].pk}/", typed)

        assert told.status_code == 422
        assert "use “Dates of the series”" in text(told)

    def test_facilitators_of_a_partner_change_theirs_and_begin_none(
        self, client, sign_in, partner, planned
    ):
        session = planned(hosts=[actions.HostFacts("facilitator", partner=partner)])
        other = planned(
            title={"en": "Other"},
            begins=NOW + datetime.timedelta(days=9),
            ends=NOW + datetime.timedelta(days=9, hours=1),
        )
        sign_in("partner:facilitator", partner)

        assert client.get(f"{SESSIONS}new/").status_code == 404
        assert client.get(f"{SESSIONS}{other.pk}/").status_code == 404
        typed = filled(client, session, title_en="Better", heeded="on")
        assert client.post(f"{SESSIONS}{session.pk}/", typed).status_code == 302
        assert Entry.objects.get(session=session).title["en"] == "Better"

    def test_coordination_plans_for_the_network_itself(self, client, sign_in):
        sign_in("network:coordinator")
        site = SiteFactory(centre=CentreFactory(), kind="main")
        typed = said(site, centre="", site="", place_en="Lille", kind="webinar", joining="named")

        response = client.post(f"{SESSIONS}new/", typed)

        assert response.status_code == 302
        assert Entry.objects.get().layer == "network"


def series(facts, weeks):
    """A workshop every Tuesday, so many weeks."""
    return actions.schedule_series(
        facts={k: v for k, v in facts().items() if k not in ("begins", "ends")},
        first=DAY,
        rule="FREQ=WEEKLY",
        last=DAY + datetime.timedelta(weeks=weeks - 1),
        begins=datetime.time(10),
        minutes=120,
        by=BY,
    )


class TestList:
    def test_what_is_to_come_first_with_places_in_words(self, manager, full):
        full(12)

        page = text(manager.get(SESSIONS))

        assert "CV workshop" in page
        assert "full" in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("words=cv+workshp", True),
            ("words=zebra", False),
            ("theme=employment", False),
            ("state=published", True),
            ("drafts=on", False),
            ("since=2026-03-04", False),
            ("until=2026-03-03", True),
            ("kind=forum", False),
        ],
    )
    def test_filters(self, manager, published, query, found):
        published()

        assert ("CV workshop" in text(manager.get(f"{SESSIONS}?{query}"))) is found

    def test_several_are_published_together(self, manager, planned):
        session = planned()

        manager.post(f"{SESSIONS}together/", {"gesture": "publish", "row": [session.pk]})

        assert Session.objects.get().state == "published"

    def test_nothing_is_undone_where_places_hang_on_it(self, manager, planned):
        session = planned()
        response = manager.post(
            f"{SESSIONS}together/", {"gesture": "publish", "row": [session.pk]}, follow=True
        )

        assert "/back/" not in text(response)
        assert "Put back" not in text(manager.get(f"{SESSIONS}{session.pk}/history/"))

    def test_no_more_queries_for_more_sessions(self, manager, planned, site):
        planned(title={"en": "One"})
        manager.get(SESSIONS)
        with CaptureQueriesContext(
            connection,
        ) as one:
            manager.get(SESSIONS)
        for ahead in (1, 2):
            planned(
                title={"en": f"More {ahead}"},
                begins=NOW + datetime.timedelta(days=40 + ahead),
                ends=NOW + datetime.timedelta(days=40 + ahead, hours=1),
            )
        with CaptureQueriesContext(connection) as three:
            manager.get(SESSIONS)

        assert len(three) == len(one)


class TestWeek:
    def test_one_centre_leads_straight_to_this_week(self, manager, site):
        assert manager.get(at("weeks")).url == at("week", site.centre.pk, 2026, 6)

    def test_several_centres_are_a_choice(self, client, sign_in, site):
        sign_in("centre:manager", site.centre)
        other = CentreFactory(name="Second centre")
        CentreFactory(name="Far centre")
        CentrePost.objects.create(
            user=User.objects.get(), role="reception", start="2026-01-01", centre=other
        )

        page = text(client.get(at("weeks")))

        assert "Second centre" in page
        assert "Far centre" not in page
        assert "Second centre" not in text(client.get(at("months"), follow=True))

    def test_sites_down_days_across(self, manager, site, room, published, planned):
        session = published(needs=Needs(spaces=[room]))
        elsewhere = planned(site=None, title={"en": "Elsewhere"}, place={"en": "Town hall"})
        relay = SiteFactory(centre=site.centre, name={"en": "Relay"}, kind="relay")

        page = text(manager.get(at("week", site.centre.pk, *WEEK)))

        assert at("session", session.pk) in page
        assert at("session", elsewhere.pk) in page
        assert "Blue room" in page
        assert "Elsewhere or online" in page
        assert f"site={relay.pk}" in page
        assert "first=2026-03-03" in page
        assert "1 not published" in page
        assert "Sat" not in re.sub("<[^>]+>", " ", page)

    def test_one_site_and_the_list(self, manager, site, published):
        session = published()
        relay = SiteFactory(centre=site.centre, name={"en": "Relay"}, kind="relay")

        one = text(manager.get(at("week", site.centre.pk, *WEEK, site=relay.pk)))
        listed = text(manager.get(at("week", site.centre.pk, *WEEK, **{"as": "list"})))
        empty = text(manager.get(at("week", site.centre.pk, 2026, 40, **{"as": "list"})))

        assert at("session", session.pk) not in one
        with translation.override("en"):
            assert session.entry.when in listed
        assert "Nothing is planned this week." in empty

    def test_a_sunday_stands_there_when_something_is_on(self, manager, site, published):
        sunday = datetime.datetime(2026, 3, 8, 9, tzinfo=UTC)
        published(begins=sunday, ends=sunday + datetime.timedelta(hours=1), joining="open")

        assert "Sun 8" in text(manager.get(at("week", site.centre.pk, *WEEK)))

    def test_what_the_centre_joins_stands_there(self, manager, site, published, planned):
        other = SiteFactory(centre=CentreFactory(name="Other"), kind="main")
        session = published(centre=other.centre, site=other, title={"en": "Forum"}, kind="forum")
        draft = planned(centre=other.centre, site=other, title={"en": "Their secret"})
        for one in (session, draft):
            actions.set_centres_with(session=one, centres={site.centre: "joined"}, by=BY)

        for shown in ("grid", "list"):
            page = text(manager.get(at("week", site.centre.pk, *WEEK, **{"as": shown})))
            assert "Forum" in page
            assert at("session", session.pk) not in page
            assert "Their secret" not in page

    def test_a_centre_without_any_site(self, sign_in):
        centre = CentreFactory()

        page = text(sign_in("centre:manager", centre).get(at("week", centre.pk, *WEEK)))

        assert "This centre has no site yet" in page

    def test_reception_reads_and_plans_nothing(self, sign_in, site, published):
        session = published()
        reader = sign_in("centre:reception", site.centre)

        week = text(reader.get(at("week", site.centre.pk, *WEEK)))
        sheet = text(reader.get(at("session", session.pk)))

        assert "Plan a session" not in week
        assert "your role does not change it" in sheet
        assert reader.post(at("session", session.pk), {"act": "publish"}).status_code == 404
        assert reader.get(at("cancel", session.pk)).status_code == 404

    def test_a_week_that_does_not_exist_and_a_centre_of_others(self, manager, site):
        assert manager.get(at("week", site.centre.pk, 2026, 60)).status_code == 404
        assert manager.get(at("week", CentreFactory().pk, *WEEK)).status_code == 404

    def test_as_many_queries_whatever_is_planned(self, manager, site, planned):
        planned(title={"en": "One"})
        address = at("week", site.centre.pk, *WEEK)
        manager.get(address)
        with CaptureQueriesContext(connection) as one:
            manager.get(address)
        for hour in (13, 15):
            begins = datetime.datetime(2026, 3, 3, hour, tzinfo=UTC)
            planned(
                title={"en": f"At {hour}"},
                begins=begins,
                ends=begins + datetime.timedelta(hours=1),
                needs=Needs(people=[f"P{hour}"]),
            )
        with CaptureQueriesContext(connection) as three:
            manager.get(address)

        assert len(three) == len(one)


class TestMonth:
    def test_a_month_is_planned_from_the_last_one(self, manager, site, published):
        session = published()
        address = at("month", site.centre.pk, source="2026-03", target="2026-04")

        shown = text(manager.get(address))
        assert "Tuesday 7 April 2026, 10 a.m.–noon" in shown
        assert "checked" in shown

        typed = {"source": "2026-03", "target": "2026-04", "copy": [session.pk]}
        response = manager.post(at("month", site.centre.pk), typed, follow=True)
        assert "1 session planned. It is a draft until it is published." in text(response)
        made = Session.objects.exclude(pk=session.pk).get()
        assert (made.state, made.entry.day) == ("scheduled", datetime.date(2026, 4, 7))
        assert "there already" in text(manager.get(address))

    def test_what_a_room_refuses_starts_without_its_tick(
        self, manager, site, room, published, planned
    ):
        published(needs=Needs(spaces=[room]))
        begins = datetime.datetime(2026, 4, 7, 8, tzinfo=UTC)
        planned(
            title={"en": "There first"},
            begins=begins,
            ends=begins + datetime.timedelta(hours=1),
            needs=Needs(spaces=[room]),
        )
        session = Session.objects.get(state="published")

        shown = text(manager.get(at("month", site.centre.pk, source="2026-03", target="2026-04")))
        assert "is taken" in shown
        box = f'name="copy" value="{session.pk}"'
        assert f"{box}>" in shown

        typed = {"source": "2026-03", "target": "2026-04", "copy": [session.pk]}
        told = manager.post(at("month", site.centre.pk), typed)
        assert told.status_code == 422
        assert f"{box} checked>" in text(told)
        assert Session.objects.count() == 2

    def test_nothing_ticked_plans_nothing(self, manager, site, published):
        published()
        typed = {"source": "2026-03", "target": "2026-04"}

        told = manager.post(at("month", site.centre.pk), typed)

        assert "Nothing was ticked: nothing was planned." in text(told)

    def test_a_fifth_weekday_falls_nowhere(self, manager, site, published):
        begins = datetime.datetime(2026, 3, 31, 8, tzinfo=UTC)
        published(begins=begins, ends=begins + datetime.timedelta(hours=1))

        shown = text(manager.get(at("month", site.centre.pk, source="2026-03", target="2026-04")))

        assert "no such day that month" in shown

    @pytest.mark.parametrize(
        "query", [{"source": "x"}, {"source": "2026-03", "target": "2026-03"}], ids=["x", "same"]
    )
    def test_a_month_that_is_none(self, manager, site, query):
        assert manager.get(at("month", site.centre.pk, **query)).status_code == 422

    def test_an_empty_month_says_so(self, manager, site):
        assert "Nothing that could be planned again" in text(
            manager.get(at("month", site.centre.pk))
        )

    def test_whoever_reads_only_has_no_such_page(self, sign_in, site):
        reader = sign_in("centre:reception", site.centre)

        assert reader.get(at("months")).status_code == 404
        assert reader.get(at("month", site.centre.pk)).status_code == 404


class TestSheet:
    def test_a_draft_is_published_then_said_to_take_place(self, manager, planned, later):
        session = planned()
        assert "Remove this draft" in text(manager.get(at("session", session.pk)))

        manager.post(at("session", session.pk), {"act": "publish"})
        assert Session.objects.get().state == "published"

        later(2026, 3, 3, 12)
        manager.post(at("session", session.pk), {"act": "hold"})
        assert Session.objects.get().state == "held"
        page = text(manager.get(at("session", session.pk)))
        assert "erased for good" in page
        manager.post(at("session", session.pk), {"act": "close"})
        assert Session.objects.get().state == "attended"

    def test_a_place_that_is_missing_is_told(self, manager, planned):
        page = text(manager.get(at("session", planned(site=None).pk)))

        assert "No place is said yet." in page
        assert "How many were there" not in page

    def test_a_draft_is_removed(self, manager, planned):
        session = planned()

        response = manager.post(at("session", session.pk), {"act": "remove"}, follow=True)

        assert "Removed: " in text(response)
        assert not Session.objects.exists()
        assert not Entry.objects.exists()

    @pytest.mark.parametrize("act", ["remove", "hold", "evaluate", "nonsense", "publish-all", ""])
    def test_an_act_that_is_not_open_now(self, manager, published, act):
        session = published()

        assert manager.post(at("session", session.pk), {"act": act}).status_code == 404

    def test_an_act_that_a_clash_refuses_is_told(self, manager, site, room, planned):
        planned(needs=Needs(spaces=[room]), title={"en": "First"})
        set_level(centre=site.centre, kind="space", level="ignore", by=BY)
        second = planned(needs=Needs(spaces=[room]), title={"en": "Second"})
        set_level(centre=site.centre, kind="space", level="block", by=BY)

        page = text(manager.post(at("session", second.pk), {"act": "publish"}, follow=True))

        assert "is taken" in page
        assert Session.objects.get(pk=second.pk).state == "scheduled"

    def test_all_that_stands_around_it_is_shown(self, manager, published, partner, site, full):
        session, _keys = full(4, 12)
        campaign = CampaignFactory(centre=site.centre, title={"en": "Campaign of the test"})
        Session.objects.filter(pk=session.pk).update(campaign=campaign)
        actions.keep_slot(
            session=session,
            begins=session.entry.begins,
            ends=session.entry.ends,
            appointment=True,
            places=1,
            by=BY,
        )
        actions.keep_stand(session=session, number="A1", name="Stand one", by=BY)
        actions.keep_speaker(session=session, name="Ana", by=BY)
        actions.keep_document(
            session=session, address="https://example.org/a", title={"en": "Slides"}, by=BY
        )
        actions.set_roster(session=session, day=DAY, half_day="am", centres=[site.centre], by=BY)
        HeldPlaces.objects.create(seats=session.seats.first(), partner=partner, places=2)
        HeadcountFactory(session=session)

        page = text(manager.get(at("session", session.pk)))

        for words in (
            "Stand one",
            "has not agreed to be named",
            "Slides",
            "Who holds the stand",
            "Places kept for groups",
            "Headcounts",
            "by appointment",
            "Campaign of the test",
        ):
            assert words in page

    def test_dates_of_a_series_are_published_together(self, manager, facts):
        rows = series(facts, 3)
        page = text(manager.get(at("session", rows[0].pk)))
        assert "3 dates" in page

        response = manager.post(at("session", rows[0].pk), {"act": "publish-all"}, follow=True)

        assert "3 dates published." in text(response)
        assert "Publish the" in page
        assert "publish-all" not in text(response)
        assert set(Session.objects.values_list("state", flat=True)) == {"published"}


def test_the_history_of_a_session_tells_that_of_its_date(manager, planned):
    session = planned()
    actions.change(session=session, facts={"title": {"en": "Better"}}, by=BY)

    page = text(manager.get(f"{SESSIONS}{session.pk}/history/"))

    assert "CV workshop" in page
    assert "Better" in page


class TestCancel:
    def test_it_stays_and_says_why(self, manager, full):
        session, _keys = full(4, 12)
        page = text(manager.get(at("cancel", session.pk)))
        assert "4 people, " in page
        assert "and 12 who wait;" in page

        manager.post(at("cancel", session.pk), {"why_en": "The heating broke."})

        shown = text(manager.get(at("session", session.pk)))
        assert "The heating broke." in shown
        assert Session.objects.get().state == "cancelled"
        manager.post(at("cancel", session.pk), {"why_en": "The boiler broke."})
        assert Entry.objects.get().why == {"en": "The boiler broke."}
        manager.post(at("session", session.pk), {"act": "publish"})
        assert Session.objects.get().state == "published"

    @pytest.mark.parametrize(("extent", "n"), [("this", 1), ("next", 2), ("all", 3)])
    def test_so_many_dates_of_a_series(self, manager, facts, extent, n):
        rows = series(facts, 3)
        actions.publish_all(sessions=rows, by=BY)

        manager.post(at("cancel", rows[1].pk), {"extent": extent, "why_en": "Works."})

        assert Session.objects.filter(state="cancelled").count() == n

    def test_a_draft_is_not_cancelled_and_nonsense_comes_back(self, manager, planned, facts):
        assert manager.get(at("cancel", planned().pk)).status_code == 404
        rows = series(lambda **more: facts(**more) | {"site": None}, 3)
        actions.publish_all(sessions=rows, by=BY)
        typed = {"extent": "x", "why_en": "Words kept."}
        told = manager.post(at("cancel", rows[0].pk), typed)
        assert told.status_code == 422
        assert "Words kept." in text(told)


class TestSeries:
    TYPED = {"begins": "10:00", "ends": "12:00", "shift": "0", "repeats": "", "last": ""}

    def test_dates_are_shown_then_moved(self, manager, facts):
        rows = series(facts, 4)
        typed = self.TYPED | {"extent": "next", "shift": "1", "begins": "14:00", "ends": "15:00"}

        shown = text(manager.post(at("series", rows[1].pk), typed))
        assert shown.count("Wednesday") == 3
        assert [one.entry.day.day for one in queries.dates_of(rows[0])] == [3, 10, 17, 24]

        done = manager.post(at("series", rows[1].pk), typed | {"heeded": "on"}, follow=True)
        assert "3 dates moved." in text(done)
        days = Session.objects.order_by("entry__begins")
        assert [one.entry.day.day for one in days] == [3, 11, 18, 25]

    def test_a_longer_series_gets_more_dates_and_a_new_rule_drops_some(self, manager, facts):
        rows = series(facts, 4)
        typed = self.TYPED | {"extent": "all", "last": "2026-03-31", "heeded": "on"}
        assert "1 added" in text(manager.post(at("series", rows[0].pk), typed, follow=True))
        rule = self.TYPED | {"extent": "all", "repeats": "fortnightly", "heeded": "on"}

        done = text(manager.post(at("series", rows[0].pk), rule, follow=True))

        assert "2 dropped" in done
        assert Session.objects.count() == 3

    def test_what_a_room_refuses_is_not_offered(self, manager, facts, room, planned):
        rows = actions.schedule_series(
            facts={k: v for k, v in facts().items() if k not in ("begins", "ends")},
            first=DAY,
            rule="FREQ=WEEKLY",
            last=DAY + datetime.timedelta(weeks=2),
            begins=datetime.time(10),
            minutes=120,
            needs=Needs(spaces=[room]),
            by=BY,
        )
        begins = datetime.datetime(2026, 3, 11, 9, tzinfo=UTC)
        planned(
            title={"en": "Taken"},
            begins=begins,
            ends=begins + datetime.timedelta(hours=1),
            needs=Needs(spaces=[room]),
        )
        typed = self.TYPED | {"extent": "all", "shift": "1"}

        shown = text(manager.post(at("series", rows[0].pk), typed))
        forced = manager.post(at("series", rows[0].pk), typed | {"heeded": "on"})

        assert "This cannot be recorded yet" in shown
        assert "Change these dates" not in shown
        assert forced.status_code == 422

    def test_nothing_to_change(self, manager, facts):
        rows = series(facts, 2)
        typed = self.TYPED | {"extent": "all"}

        assert "Change these dates" not in text(manager.post(at("series", rows[0].pk), typed))
        done = manager.post(at("series", rows[0].pk), typed | {"heeded": "on"}, follow=True)
        assert "Nothing to change" in text(done)

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"extent": "this", "last": "2026-05-01"}, "those of a series, not of one date"),
            ({"extent": "all", "ends": "09:00"}, "It ends before it begins."),
            ({"extent": "all", "shift": "400"}, "60"),
            ({"extent": "all", "last": "2025-05-01"}, "The last day comes before the first."),
        ],
    )
    def test_what_cannot_be_comes_back(self, manager, facts, wrong, why):
        rows = series(facts, 2)

        told = manager.post(at("series", rows[0].pk), self.TYPED | wrong)

        assert told.status_code == 422
        assert why in text(told)

    def test_a_session_alone_has_no_such_page(self, manager, planned):
        assert manager.get(at("series", planned().pk)).status_code == 404


class TestAround:
    def test_who_makes_it_and_which_centres_joined(self, manager, site, published, partner):
        session = published(hosts=[actions.HostFacts("facilitator", partner=partner)])
        lines = {
            "hosts-TOTAL_FORMS": "3",
            "hosts-INITIAL_FORMS": "1",
            "hosts-0-role": "organiser",
            "hosts-0-partner": partner.pk,
            "hosts-1-role": "exhibitor",
            "hosts-1-name": "Becode",
            "hosts-2-role": "organiser",
        }
        assert "Becode" not in text(manager.get(at("hosts", session.pk)))

        assert manager.post(at("hosts", session.pk), lines).status_code == 302
        told = manager.post(at("hosts", session.pk), lines | {"hosts-1-partner": partner.pk})

        found = [(one.role, str(one)) for one in session.hosts.all()]
        assert found == [("organiser", str(partner)), ("exhibitor", "Becode")]
        assert told.status_code == 422
        assert "Choose a partner or a centre, or write a name." in text(told)

    def test_coordination_says_which_centres_organise_and_joined(
        self, client, sign_in, site, published
    ):
        session = published(kind="forum")
        others = [CentreFactory(name=f"Centre {n}") for n in (1, 2)]
        sign_in("network:coordinator")
        empty = {"hosts-TOTAL_FORMS": "0", "hosts-INITIAL_FORMS": "0"}

        typed = empty | {"with-joined": [one.pk for one in others]}
        assert client.post(at("hosts", session.pk), typed).status_code == 302
        assert session.centres_with.filter(part="joined").count() == 2
        twice = typed | {"with-organised": [others[0].pk]}
        told = client.post(at("hosts", session.pk), twice)
        assert told.status_code == 422
        assert "Either it organises or it joined, not both: Centre 1." in text(told)

    def test_a_stand_by_centre_and_half_day(self, client, sign_in, site, published):
        sign_in("network:coordinator")
        session = published(kind="fair", ends=datetime.datetime(2026, 3, 5, 16, tzinfo=UTC))
        other = CentreFactory(name="Other")
        page = text(client.get(at("roster", session.pk)))
        assert page.count(">nobody<") == 6

        typed = {
            "2026-03-03/am": [site.centre.pk, other.pk],
            "2026-03-05/pm": [other.pk, "999999", "x"],
        }
        client.post(at("roster", session.pk), typed)

        assert session.roster.count() == 3
        assert text(client.get(at("roster", session.pk))).count(">nobody<") == 4
        client.post(at("roster", session.pk), {})
        assert session.roster.count() == 0

    def test_what_came_out_of_it_and_what_is_to_be_remembered(self, manager, published, later):
        session = published(kind="study-day", joining="open", purposes=["links", "visibility"])
        later(2026, 3, 3, 14)
        actions.hold(session=session, by=BY)
        assert manager.get(at("evaluation", session.pk)).status_code == 404
        actions.close_attendance(session=session, by=BY)
        typed = {
            "links": "4",
            "visibility": "",
            "summary_en": "Good day.",
            "points_fr": "Un\nDeux",
            "points_en": "One\nTwo",
        }

        assert manager.get(at("evaluation", session.pk)).status_code == 200
        assert manager.post(at("evaluation", session.pk), typed).status_code == 302
        wrong = manager.post(at("evaluation", session.pk), typed | {"links": "9"})

        session.refresh_from_db()
        assert (session.state, session.ratings) == ("evaluated", {"links": 4})
        points = [one.text for one in session.key_points.order_by("order")]
        assert points == [{"fr": "Un", "en": "One"}, {"fr": "Deux", "en": "Two"}]
        assert wrong.status_code == 422

    @pytest.mark.parametrize(
        ("code", "typed", "shown"),
        [
            ("stands", {"number": "A1", "name": "Union"}, "Union"),
            ("speakers", {"name": "Ana", "order": "0"}, "Ana"),
            (
                "documents",
                {"title_en": "Slides", "address": "https://example.org/s", "order": "0"},
                "Slides",
            ),
            ("slots", {"begins": "10:00", "ends": "10:30", "appointment": "on"}, "10:00–10:30"),
            ("stated", {"what": "participants", "n": "170", "qualifier": "exact"}, "170"),
        ],
        ids=["stands", "speakers", "documents", "slots", "stated"],
    )
    def test_what_stands_around_a_session_is_kept_and_removed(
        self, manager, published, code, typed, shown
    ):
        session = published(kind="fair", joining="open")
        base = f"/office/programme/{code}/"
        page = text(manager.get(f"{base}new/?session={session.pk}"))
        assert "CV workshop" in page

        response = manager.post(f"{base}new/", typed | {"session": session.pk})
        assert response.status_code == 302, response.context["form"].errors
        listed = text(manager.get(base))
        assert shown in listed
        row = re.search(rf"{base}(\d+)/", listed)[1]
        form = manager.get(f"{base}{row}/")
        assert form.status_code == 200
        manager.post(f"{base}{row}/remove/", {"seen": form.context["seen"]})
        assert f"{base}{row}/" not in text(manager.get(base))

    def test_a_slot_ends_after_it_begins_and_a_stand_has_one_holder(
        self, manager, published, partner
    ):
        session = published(kind="fair", joining="open")
        slot = {"session": session.pk, "begins": "11:00", "ends": "10:30"}
        stand = {"session": session.pk, "number": "A", "name": "x", "partner": partner.pk}

        told = manager.post("/office/programme/slots/new/", slot)
        two = manager.post("/office/programme/stands/new/", stand)

        assert "It ends before it begins." in text(told)
        assert "Choose a partner or a centre, or write a name." in text(two)

    def test_a_slot_that_stands_is_changed_at_its_hours(self, manager, published):
        session = published(kind="fair", joining="open")
        slot = actions.keep_slot(
            session=session,
            begins=session.entry.begins,
            ends=session.entry.begins + datetime.timedelta(minutes=30),
            by=BY,
        ).row

        page = text(manager.get(f"/office/programme/slots/{slot.pk}/"))

        assert 'value="10:00"' in page
        assert 'value="10:30"' in page

    def test_places_for_a_group_are_kept_and_given_back(self, manager, published, partner):
        session = published()
        base = "/office/programme/groups/"
        typed = {"session": session.pk, "way": "on-site", "partner": partner.pk, "places": "5"}

        wrong = manager.post(f"{base}new/", typed | {"way": "online"})
        full = manager.post(f"{base}new/", typed | {"places": "50"})
        kept = manager.post(f"{base}new/", typed)
        group = HeldPlaces.objects.get()
        same = manager.post(
            f"{base}{group.pk}/", {"seen": manager.get(f"{base}{group.pk}/").context["seen"]}
        )
        manager.post(f"{base}together/", {"gesture": "give-back", "row": [group.pk]})

        assert "no places by that way in" in text(wrong)
        assert "So many places are not free." in text(full)
        assert kept.url == at("session", session.pk)
        assert same.status_code == 302
        group.refresh_from_db()
        assert group.over

    def test_a_headcount_is_said_with_its_publics(self, manager, published, later):
        session = published(kind="fair", joining="open")
        later(2026, 3, 3, 14)
        base = "/office/programme/headcounts/"
        typed = {
            "session": session.pk,
            "day": "",
            "half_day": "",
            "n": "21000",
            "method": "estimated",
            "qualifier": "about",
            "of_pupils": "40",
        }
        assert "CV workshop" in text(manager.get(f"{base}new/"))

        response = manager.post(f"{base}new/", typed)

        assert response.url == at("session", session.pk)
        row = session.headcounts.get()
        assert (row.n, row.shares) == (21000, {"pupils": 40})
        listed = text(manager.get(base))
        assert "≈ 21\u202f000 (estimate)" in listed
        assert 'value="40"' in text(manager.get(f"{base}{row.pk}/"))


class TestRegistered:
    @pytest.fixture
    def seminar(self, published):
        session = published(kind="seminar", joining="named", title={"en": "Autumn School"})
        for name, country in (("Ana Silva", "PT"), ("Bo Dubois", "BE")):
            actions.register(
                session=session,
                key=uuid.uuid4(),
                name=name,
                email=f"{name[:2].strip().lower()}@example.org",
                country=country,
                by=BY,
            )
        return session

    def test_names_are_read_ticked_and_taken_away_as_a_file(self, manager, seminar, later):
        address = at("registered", seminar.pk)
        assert address in text(manager.get(at("session", seminar.pk)))
        early = text(manager.get(address))
        assert "2 professionals expected" in early
        assert "Is there" not in early

        later(2026, 3, 3, 9)
        rows = manager.get(address).context["rows"]
        manager.post(address, {"act": "came", "registration": rows[0].pk})
        assert "1 was there" in text(manager.get(address))
        manager.post(address, {"act": "not", "registration": rows[0].pk})
        assert "0 were there" in text(manager.get(address))

        file = manager.get(address, {"format": "xlsx"})
        (sheet, *_more) = load_workbook(io.BytesIO(file.content)).worksheets
        cells = [cell for line in sheet.values for cell in line]
        assert {"Ana Silva", "PT", "Bo Dubois"} <= set(cells)
        assert not any("@" in str(cell) for cell in cells)

    @pytest.mark.parametrize("key", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
    def test_somebody_who_is_not_on_the_list(self, manager, seminar, key):
        typed = {"act": "came", "registration": key}

        assert manager.post(at("registered", seminar.pk), typed).status_code == 404

    def test_whoever_has_not_the_list_has_no_such_page(self, sign_in, site, seminar, published):
        other = published(title={"en": "Other"}, begins=LATER, ends=LATER + HOUR)
        reader = sign_in("centre:partnerships", site.centre)

        assert reader.get(at("session", seminar.pk)).status_code == 200
        assert reader.get(at("registered", seminar.pk)).status_code == 404
        assert reader.get(at("registered", other.pk)).status_code == 404

    def test_an_empty_list_says_so(self, manager, published):
        session = published(kind="seminar", joining="named")

        assert "Nobody has registered yet." in text(manager.get(at("registered", session.pk)))

    def test_as_many_queries_whoever_comes(self, manager, seminar):
        address = at("registered", seminar.pk)
        manager.get(address)
        with CaptureQueriesContext(connection) as two:
            manager.get(address)
        with trusted():
            Registration.objects.filter(email="bo@example.org").delete()
        with CaptureQueriesContext(connection) as one:
            manager.get(address)

        assert len(one) == len(two)


class TestCounters:
    def test_kinds_of_a_year_and_how_many_were_there(self, manager, site):
        for kind in ("participatory", "participatory", "info-session", "forum"):
            SessionFactory(site=site, kind=kind, state="held")
        fair = SessionFactory(site=site, kind="fair", state="held")
        HeadcountFactory(session=fair, n=21000, qualifier="about", method="estimated")

        page = text(manager.get(at("counters", year=2026)))

        assert "3 workshops held" in page
        assert "2 organised" in page
        assert "≈ 21\u202f000 (estimate)" in page

    def test_coordination_counts_the_network_and_chooses_a_centre(self, client, sign_in, site):
        SessionFactory(site=site, state="held")
        SessionFactory(site=SiteFactory(centre=CentreFactory(), kind="main"), state="held")
        sign_in("network:coordinator")

        assert "2 workshops held" in text(client.get(at("counters", year=2026)))
        one = text(client.get(at("counters", year=2026, centre=site.centre.code)))
        assert "1 workshop held" in one
        assert client.get(at("counters", year="x")).status_code == 200

    def test_a_facilitator_of_a_partner_has_nothing_to_count(self, sign_in, partner):
        page = text(sign_in("partner:facilitator", partner).get(at("counters")))

        assert "there is nothing to count" in page


class TestCampaigns:
    def test_objectives_one_a_line_and_a_share_computed_here(self, manager, site):
        typed = {
            "title_en": "Against illiteracy",
            "title_fr": "Contre l’illettrisme",
            "centre": site.centre.pk,
            "first": "2026-03-01",
            "last": "2026-03-08",
            "objectives_fr": "Un\nDeux\n",
            "objectives_en": "One\nTwo\n",
            "reached": "2000",
            "reached_qualifier": "more_than",
            "public": "250000",
            "public_qualifier": "more_than",
        }
        base = "/office/programme/campaigns/"

        response = manager.post(f"{base}new/", typed)
        row = Campaign.objects.get()
        assert response.url == at("campaign", row.pk)
        page = text(manager.get(response.url))
        assert "2 objectives" in page
        assert "≈ 0.8 %" in page
        form = manager.get(f"{base}{row.pk}/")
        assert "One\nTwo" in text(form)
        fewer = typed | {
            "objectives_fr": "Un",
            "objectives_en": "One",
            "seen": form.context["seen"],
        }
        assert manager.post(f"{base}{row.pk}/", fewer).status_code == 302
        assert [one.text["en"] for one in row.objectives.all()] == ["One"]

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"last": "2026-02-01"}, "The end comes before the beginning."),
            ({"objectives_en": "\n".join("x" * 21)}, "A campaign has 20 objectives at most."),
        ],
    )
    def test_what_cannot_be_comes_back(self, manager, site, wrong, why):
        typed = {
            "title_en": "Week",
            "centre": site.centre.pk,
            "first": "2026-03-01",
            "last": "2026-03-08",
            "reached_qualifier": "exact",
            "public_qualifier": "exact",
        }

        told = manager.post("/office/programme/campaigns/new/", typed | wrong)

        assert told.status_code == 422
        assert why in text(told)

    def test_whose_campaign_it_is(self, client, sign_in, site):
        sign_in("network:coordinator")
        typed = {
            "title_en": "Week",
            "first": "2026-03-01",
            "last": "2026-03-08",
            "reached_qualifier": "exact",
            "public_qualifier": "exact",
        }

        told = client.post("/office/programme/campaigns/new/", typed)

        assert "Say whose campaign it is." in text(told)

    def test_languages_no_form_asks_for_are_kept(self, manager, site):
        row = CampaignFactory(centre=site.centre)
        row.objectives.create(order=1, text={"fr": "Un", "nl": "Een"})
        base = f"/office/programme/campaigns/{row.pk}/"
        form = manager.get(base)
        typed = {
            "title_en": "Campaign",
            "title_fr": "Campagne",
            "first": "2019-09-08",
            "last": "2019-09-15",
            "reached_qualifier": "exact",
            "public_qualifier": "exact",
            "objectives_fr": "Premier",
            "seen": form.context["seen"],
        }

        assert manager.post(base, typed).status_code == 302
        assert row.objectives.get().text == {"fr": "Premier", "nl": "Een"}


def test_templates_are_kept(manager, site):
    typed = {
        "centre": site.centre.pk,
        "kind": "participatory",
        "title_en": "CV",
        "minutes": "90",
        "joining": "open",
        "party_limit": "5",
        "question": "useful",
    }
    base = "/office/programme/templates/"

    assert manager.post(f"{base}new/", typed).status_code == 302

    row = Template.objects.get()
    assert (row.minutes, row.set_up) == (90, 0)
    assert f"template={row.pk}" in text(manager.get(f"{base}{row.pk}/"))
    assert "CV" in text(manager.get(f"{base}?used=on&kind=participatory"))


def test_a_partner_elsewhere_is_offered_to_nobody_here(manager, published):
    PartnerFactory(name="Zwartbol")
    session = published()

    for address in (f"{SESSIONS}new/", f"{SESSIONS}{session.pk}/", at("hosts", session.pk)):
        assert "Zwartbol" not in text(manager.get(address))


def test_what_waits_stands_on_the_home_of_the_office(manager, site, planned):
    planned(begins=NOW + datetime.timedelta(days=3), ends=NOW + datetime.timedelta(days=3, hours=1))

    assert "1 session of the three weeks ahead is not published." in text(manager.get("/office/"))
