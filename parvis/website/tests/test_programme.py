import datetime
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.agenda.tests.factories import EntryFactory, HoldFactory
from parvis.centres.tests.factories import CentreFactory, SiteFactory, SpaceFactory
from parvis.journal.queries import head
from parvis.network.tests.factories import MembershipFactory, NetworkFactory
from parvis.programme import actions
from parvis.programme.models import Roster
from parvis.programme.tests.conftest import BEGINS, BY, join
from parvis.programme.tests.factories import (
    CampaignFactory,
    FeedbackFactory,
    HeadcountFactory,
    HostFactory,
    SeatsFactory,
    SessionFactory,
    StandFactory,
)
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["pages"].clear()


def text(answer):
    """What a reader reads, without the markup."""
    shown = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split())


class TestTheList:
    def test_today_and_tomorrow_stand_side_by_side_then_the_other_days(
        self, client, here, time_machine
    ):
        for days, title in ((0, "Now"), (1, "Then"), (2, "Later")):
            SessionFactory(site=here, begins=BEGINS + days * DAY, title={"en": title})
        time_machine.move_to(BEGINS - datetime.timedelta(hours=1), tick=False)

        shown = text(client.get("/en/programme/"))

        assert re.search(r"Today .*Now.* Tomorrow .*Then.* Thursday 5 March 2026 .*Later", shown)
        assert "3 to come" in shown

    def test_a_line_says_hour_title_room_notes_and_places_in_words(self, client, here, now):
        session = SessionFactory(
            site=here,
            title={"en": "CV workshop"},
            joining="places",
            capacity=12,
            comforts=["hearing-loop"],
            entry__languages=["ar"],
        )
        SeatsFactory(session=session, held=10)
        HoldFactory(entry=session.entry, space=SpaceFactory(site=here, name={"en": "Blue room"}))

        shown = text(client.get("/en/cdm-here/programme/"))

        assert "10:00–12:00 CV workshop Blue room, House Arabic hearing loop last places" in shown

    def test_the_exact_number_of_places_is_said_from_eleven_up(self, client, here, now):
        for held, n in ((0, 1), (5, 2)):
            session = SessionFactory(site=here, joining="places", begins=BEGINS + n * DAY)
            SeatsFactory(session=session, capacity=12, held=held)

        shown = text(client.get("/en/programme/"))

        assert "places left (12)" in shown
        assert "(7)" not in shown

    def test_what_was_called_off_stays_and_says_why(self, client, publish):
        session = publish()
        actions.cancel(session=session, why={"en": "The speaker is ill."}, by=BY)

        assert "cancelled: The speaker is ill." in text(client.get("/en/programme/"))

    def test_an_empty_programme_says_so_and_leads_on(self, client, here):
        shown = text(client.get("/en/programme/"))

        assert "Nothing is announced at this moment." in shown
        assert "all centres" in shown

    def test_what_took_place_is_listed_the_latest_first(self, client, here, time_machine):
        for days, title in ((0, "First"), (1, "Second")):
            SessionFactory(site=here, begins=BEGINS + days * DAY, title={"en": title})
        time_machine.move_to(BEGINS + 10 * DAY, tick=False)

        shown = text(client.get("/en/programme/?past=1"))

        assert shown.index("Second") < shown.index("First")
        assert "First" not in text(client.get("/en/programme/"))

    def test_another_network_and_drafts_are_left_out(self, client, here, now):
        other = NetworkFactory(code="example", simulated=True)
        centre = CentreFactory(simulated=True)
        MembershipFactory(network=other, centre=centre, simulated=True)
        SessionFactory(
            site=SiteFactory(centre=centre, kind="main"),
            simulated=True,
            entry__simulated=True,
            title={"en": "Make-believe"},
        )
        SessionFactory(site=here, state="scheduled", entry__state="draft", title={"en": "Draft"})

        real, example = client.get("/en/programme/"), client.get("/en/networks/example/programme/")

        assert "Make-believe" not in text(real)
        assert "Draft" not in text(real)
        assert "Make-believe" in text(example)

    def test_hours_elsewhere_are_those_there(self, client, here, now):
        SessionFactory(site=here, entry__time_zone="Indian/Reunion")
        SessionFactory(site=here, entry__whole_days=True, title={"en": "Whole"})
        SessionFactory(site=here, entry__ends=BEGINS + 3 * DAY, title={"en": "Long"})

        shown = text(client.get("/en/programme/"))

        assert "13:00–15:00 local time" in shown
        assert "all day" in shown
        assert "until 6 March 2026" in shown

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("theme=employment", {"One"}),
            ("audience=women", {"Two"}),
            ("spoken=ar", {"Two"}),
            ("access=captions", {"One"}),
            ("kind=fair", {"Two"}),
            ("how=online", {"Two"}),
            ("q=0ne", set()),
            ("q=two", {"Two"}),
            ("", {"One", "Two"}),
        ],
    )
    def test_it_is_narrowed_by_the_address_alone(self, client, here, now, query, found):
        SessionFactory(
            site=here,
            title={"en": "One"},
            words="one",
            comforts=["captions"],
            entry__languages=["fr"],
        )
        SessionFactory(
            site=here,
            title={"en": "Two"},
            words="two",
            themes=["training"],
            kind="fair",
            audiences=["women"],
            entry__languages=["ar"],
            entry__presence="online",
        )

        page = client.get(f"/en/programme/?{query}").content.decode()

        if found:
            assert {title for title in ("One", "Two") if f">{title}</a>" in page} == found
        else:
            assert "Nothing answers to this. Here is what comes next" in page
            assert "One" in page

    def test_a_slip_and_a_missing_accent_are_forgiven(self, client, publish):
        publish(title={"fr": "Découvrir la formation", "en": "Discover training"})

        assert "Discover training" in text(client.get("/en/programme/?q=formasion"))
        assert "Discover training" in text(client.get("/en/programme/?q=decouvrir"))

    @pytest.mark.parametrize("query", ["theme=nothing", "spoken=xx", "q=" + "a" * 101])
    def test_a_question_that_is_none_is_refused_with_a_sentence(self, client, here, query):
        answer = client.get(f"/en/programme/?{query}")

        assert answer.status_code == 400
        assert 'class="error"' in answer.content.decode()

    @pytest.mark.parametrize("query", ["q=%3Cscript%3Ealert(1)%3C/script%3E", "q=%00%01", "q=%02"])
    def test_markup_and_controls_in_a_question_do_nothing(self, client, here, query):
        answer = client.get(f"/en/programme/?{query}")

        assert answer.status_code in (200, 400)
        assert "<script>alert" not in answer.content.decode()

    def test_no_mark_of_places_is_sent_in_from_outside(self, client, publish):
        session = publish(capacity=30)

        answer = client.get("/en/programme/", {"q": f"\x02{session.pk}\x03"})

        assert answer.content.count(b'class="left') == 1
        assert b"\x02" not in answer.content

    def test_a_theme_and_a_language_have_addresses_of_their_own(self, client, here, now):
        SessionFactory(site=here, title={"en": "One"}, entry__languages=["ar"])
        SessionFactory(site=here, title={"en": "Two"}, themes=["digital"], entry__languages=["fr"])

        theme = text(client.get("/en/programme/themes/digital/"))
        language = text(client.get("/en/programme/languages/ar/"))

        assert "Two" in theme
        assert "One" not in theme
        assert "One" in language
        assert "Two" not in language
        assert "Arabic" in language
        assert client.get("/en/programme/themes/none/").status_code == 404
        assert client.get("/en/programme/languages/xx/").status_code == 404

    def test_it_is_paged_by_fifty(self, client, here, now):
        for n in range(51):
            SessionFactory(site=here, begins=BEGINS + n * DAY, title={"en": f"No {n}"})

        first, second = client.get("/en/programme/"), client.get("/en/programme/?page=2")

        assert first.content.count(b'class="session-hours"') == 50
        assert second.content.count(b'class="session-hours"') == 1

    def test_the_number_of_queries_is_that_of_one_row(self, client, here, now):
        def asked():
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                client.get("/en/programme/")
            return len(captured)

        SeatsFactory(session=SessionFactory(site=here, joining="places"))
        one = asked()
        for n in (1, 2):
            session = SessionFactory(site=here, joining="places", begins=BEGINS + n * DAY)
            SeatsFactory(session=session)
            HostFactory(session=session)
            HoldFactory(entry=session.entry, space=SpaceFactory(site=here))

        assert asked() == one

    @pytest.mark.parametrize(
        "path", ["/en/nowhere/programme/", "/en/nowhere/agenda/", "/en/programme/nothing/"]
    )
    def test_what_is_not_there_is_not_found(self, client, home_network, path):
        assert client.get(path).status_code == 404


class TestKept:
    """A page is kept until a fact changes; its places are read every time."""

    @pytest.fixture(autouse=True)
    def nobody_else_writes(self, monkeypatch):
        """The test writes in the transaction it reads in."""
        monkeypatch.setattr("parvis.website.http.settled_head", head)

    def test_it_costs_no_query_of_rows_when_nothing_changed(self, client, publish):
        publish()
        client.get("/en/programme/")
        with CaptureQueriesContext(connection) as captured:
            again = client.get("/en/programme/")

        assert "CV workshop" in text(again)
        assert not [
            one for one in captured if "agenda_entry" in one["sql"] and "title" in one["sql"]
        ]

    def test_places_are_those_of_now(self, client, publish):
        session = publish()
        assert "places left (12)" in text(client.get("/en/programme/"))

        join(session, size=5)
        join(session, size=5)

        assert "last places" in text(client.get("/en/programme/"))

    def test_a_fact_that_changes_is_read_at_once(self, client, publish):
        session = publish()
        client.get("/en/programme/")

        actions.cancel(session=session, by=BY)

        assert "cancelled" in text(client.get("/en/programme/"))

    def test_a_minute_later_what_is_over_is_gone(self, client, publish, time_machine):
        publish()
        assert "CV workshop" in text(client.get("/en/programme/"))

        time_machine.move_to(BEGINS + datetime.timedelta(hours=2), tick=False)

        assert "CV workshop" not in text(client.get("/en/programme/"))

    def test_each_language_and_each_question_is_a_page_of_its_own(self, client, publish):
        publish()

        assert "CV workshop" in text(client.get("/en/programme/"))
        assert "Atelier CV" in text(client.get("/fr/programme/"))
        assert "Nothing answers" in text(client.get("/en/programme/?theme=digital"))

    def test_nothing_is_kept_while_somebody_writes(self, client, publish, monkeypatch):
        publish()
        monkeypatch.setattr("parvis.website.http.settled_head", lambda: None)
        client.get("/en/programme/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/programme/")

        assert [one for one in captured if "title" in one["sql"]]


class TestOneSession:
    def test_it_says_what_when_where_with_whom_and_for_whom(self, client, publish):
        session = publish(
            about={"en": "Bring yours."},
            comforts=["captions"],
            access_note={"en": "Ring at the gate."},
            audiences=["seniors"],
            languages=["en"],
            tags=["skills"],
        )
        HostFactory(session=session, name="The Library")

        shown = text(client.get(f"/en/programme/{session.code}/"))

        for said in (
            "CV workshop",
            "Tuesday 3 March 2026",
            "House",
            "English",
            "captions",
            "Ring at the gate.",
            "seniors",
            "Anybody may come.",
            "The Library",
            "Bring yours.",
            "Recognition of skills",
        ):
            assert said in shown

    def test_organisers_partners_and_exhibitors_are_told_apart_with_the_hours(
        self, client, here, now
    ):
        day = SessionFactory(site=here, kind="fair", entry__languages=["fr", "nl"])
        for name in ("VDAB", "Actiris"):
            HostFactory(session=day, role="organiser", name=name)
        for name in ("BeCode", "Agoria"):
            HostFactory(session=day, role="exhibitor", name=name)
        for begins in (0, 210):
            start = BEGINS + datetime.timedelta(minutes=begins)
            day.slots.create(begins=start, ends=start + datetime.timedelta(minutes=150))

        shown = text(client.get(f"/en/programme/{day.code}/"))

        assert "Organised by VDAB, Actiris" in shown
        assert "At the stands BeCode, Agoria" in shown
        assert "10:00–12:30 13:30–16:00" in shown
        assert "French, Dutch" in shown

    @pytest.mark.parametrize(
        ("joining", "said"),
        [
            ("open", "Just come"),
            ("door", "Places are given at the door"),
            ("places", "Hold a place"),
        ],
    )
    def test_it_says_how_one_joins(self, client, publish, joining, said):
        session = publish(joining=joining)

        assert said in text(client.get(f"/en/programme/{session.code}/"))

    def test_professionals_register_by_name(self, client, publish):
        session = publish(kind="webinar", joining="named", presence="online", link="")

        assert "For professionals" in text(client.get(f"/en/programme/{session.code}/"))

    def test_an_open_webinar_gives_its_link(self, client, publish):
        link = "https://video.example.org/1"
        session = publish(kind="webinar", joining="open", presence="online", link=link)

        assert f'href="{link}"' in client.get(f"/en/programme/{session.code}/").content.decode()

    def test_it_has_begun(self, client, publish, time_machine):
        session = publish()
        time_machine.move_to(BEGINS + datetime.timedelta(minutes=5), tick=False)

        assert "there may be room" in text(client.get(f"/en/programme/{session.code}/"))

    def test_a_big_day_shows_its_parts_stands_and_hours(self, client, here, now):
        day = SessionFactory(site=here, kind="fair", title={"en": "Fair"})
        room = {"site": here, "part_of": day, "kind": "round-table"}
        SessionFactory(**room, title={"en": "Round"}, joining="places", capacity=12)
        SessionFactory(**room, title={"en": "Square"}, entry__place={"en": "Blue room"})
        SessionFactory(**room, title={"en": "Later"}, begins=day.entry.ends)
        SessionFactory(**room, title={"en": "Hidden"}, state="scheduled", entry__state="draft")
        StandFactory(
            session=day, number="S7", name="A firm", offers={"en": "Jobs"}, needs=["training"],
            left=100, top=50,
        )  # fmt: skip
        StandFactory(session=day, number="S8", name="Another")
        StandFactory(session=day, number="P1", name="Some centre", practice=True, left=3, top=3)
        Roster.objects.create(session=day, day=day.entry.day, half_day="am", centre=here.centre)

        page = client.get(f"/en/programme/{day.code}/")
        shown = text(page)

        assert "10:00–12:00 Round" in shown
        assert "Blue room" in shown
        turns = page.context["page"].days[0].turns
        assert [len(parts) for _hours, parts in turns] == [2, 1]
        assert "S7 A firm Jobs Find a training" in shown
        assert "Practice market P1 P1 Some centre" in shown
        assert f"morning: {here.centre.name}" in shown
        assert "Hidden" not in shown
        # A stand at the very edge stays in the hall; one without a place is in the list alone.
        plan = page.context["page"].on_the_plan
        assert {one.number: one.place for one in plan} == {"S7": (87, 21.0), "P1": (0, 0)}

    def test_once_over_it_tells_how_it_was(self, client, here, time_machine):
        session = SessionFactory(
            site=here, state="evaluated", kind="fair", summary={"en": "Well attended."}
        )
        session.sources.add(SourceFactory(title="A report"))
        HeadcountFactory(session=session, n=21000, method="estimated", qualifier="about")
        FeedbackFactory.create_batch(11, session=session)
        time_machine.move_to(BEGINS + 9 * DAY, tick=False)

        shown = text(client.get(f"/en/programme/{session.code}/"))

        assert "It is over" in shown
        assert "≈ 21 000 people took part" in shown.replace("\u202f", " ")
        assert "11 people said what they thought" in shown
        assert "Well attended." in shown
        assert "A report" in shown

    def test_a_few_opinions_are_not_told(self, client, here, time_machine):
        session = SessionFactory(site=here, state="attended")
        FeedbackFactory.create_batch(10, session=session)
        time_machine.move_to(BEGINS + 9 * DAY, tick=False)

        assert "said what they thought" not in text(client.get(f"/en/programme/{session.code}/"))

    def test_one_of_another_network_is_not_found(self, client, here, now):
        session = SessionFactory(site=SiteFactory(centre=CentreFactory(), kind="main"))

        assert client.get(f"/en/programme/{session.code}/").status_code == 404

    def test_one_of_no_centre_is_read_in_the_network(self, client, here, now):
        session = SessionFactory(
            site=None, entry__centre=None, entry__layer="network", entry__place={"en": "Rome"}
        )

        assert "Rome" in text(client.get(f"/en/programme/{session.code}/"))

    def test_the_number_of_queries_is_that_of_one_way_in(self, client, publish):
        session = publish()

        def asked():
            with CaptureQueriesContext(connection) as captured:
                client.get(f"/en/programme/{session.code}/")
            return len(captured)

        one = asked()
        HostFactory.create_batch(3, session=session)
        SeatsFactory(session=session, letter="B", way="online")

        assert asked() == one

    def test_no_browser_and_no_proxy_keeps_it_for_two(self, client, publish):
        """Its hidden key is drawn for one reader."""
        session = publish()
        first, second = (
            client.get(f"/en/programme/{session.code}/").content.decode() for _ in "ab"
        )
        key = re.compile(r'name="key" value="([0-9a-f-]{36})"')

        assert key.search(first)[1] != key.search(second)[1]
        assert "no-store" in client.get(f"/en/programme/{session.code}/")["Cache-Control"]


class TestSheetsAndFrames:
    def test_a_poster_has_all_one_needs_and_the_way_to_the_page(self, client, publish, settings):
        settings.BASE_URL = "https://cdm.example"
        session = publish(about={"en": "Bring yours."})

        page = client.get(f"/en/programme/{session.code}/poster/").content.decode()

        assert "CV workshop" in page
        assert f"https://cdm.example/en/programme/{session.code}/" in page
        assert 'class="qr"' in page
        assert client.get("/en/programme/none/poster/").status_code == 404

    def test_a_poster_says_that_it_is_called_off(self, client, publish):
        session = publish()
        actions.cancel(session=session, why={"en": "Strike."}, by=BY)

        assert "Strike." in text(client.get(f"/en/programme/{session.code}/poster/"))

    def test_a_week_is_on_a_sheet(self, client, publish):
        publish()

        week = text(client.get("/en/cdm-here/programme/week/?from=2026-03-05"))
        empty = text(client.get("/en/programme/week/"))

        assert "from 2 March 2026 to 8 March 2026" in week
        assert "Tuesday 3 March 10:00–12:00 CV workshop" in week
        assert "Nothing is announced for this week." in empty

    @pytest.mark.parametrize("day", ["abc", "0001-01-01", "9999-12-31", "2026-02-30"])
    def test_a_week_that_is_none_is_this_one(self, client, here, now, day):
        assert "2 February 2026" in text(client.get(f"/en/programme/week/?from={day}"))

    def test_only_the_list_for_partners_stands_in_a_frame(self, client, publish):
        session = publish()

        framed = client.get("/en/cdm-here/programme/embedded/?theme=employment")
        ours = [
            client.get(path)
            for path in ("/en/programme/", f"/en/programme/{session.code}/", "/en/agenda/")
        ]

        assert "CV workshop" in text(framed)
        assert "frame-ancestors *" in framed["Content-Security-Policy"]
        assert "X-Frame-Options" not in framed
        assert b"<script" not in framed.content
        for answer in ours:
            assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
            assert answer["X-Frame-Options"] == "DENY"

    def test_a_frame_asked_for_what_is_none_says_so(self, client, here):
        assert client.get("/en/programme/embedded/?theme=none").status_code == 400


class TestTheAgenda:
    def test_three_layers_stand_in_one_list(self, client, here, now):
        SessionFactory(site=here, title={"en": "Ours"})
        EntryFactory(layer="network", title={"en": "Committee"})
        EntryFactory(layer="europe", title={"en": "European day"})

        every = text(client.get("/en/cdm-here/agenda/"))
        one = text(client.get("/en/agenda/?layer=europe"))

        for title in ("Ours", "Committee", "European day"):
            assert title in every
        assert "European day" in one
        assert "Committee" not in one
        assert client.get("/en/agenda/?layer=moon").status_code == 400

    def test_another_centres_dates_are_not_this_ones(self, client, here, home_network, now):
        other = CentreFactory()
        MembershipFactory(network=home_network, centre=other)
        SessionFactory(site=SiteFactory(centre=other, kind="main"), title={"en": "Theirs"})

        assert "Theirs" not in text(client.get("/en/cdm-here/agenda/"))
        assert "Theirs" in text(client.get("/en/agenda/"))

    def test_long_and_whole_days_are_said(self, client, here, now):
        EntryFactory(title={"en": "Long"}, ends=BEGINS + 2 * DAY)
        EntryFactory(title={"en": "Whole"}, whole_days=True)
        EntryFactory(title={"en": "Off"}, state="cancelled", why={"en": "Snow."})

        shown = text(client.get("/en/agenda/"))

        assert "3–5 March 2026" in shown
        assert "Snow." in shown

    def test_nothing_says_so(self, client, here):
        assert "Nothing is announced at this moment." in text(client.get("/en/agenda/"))


class TestACampaign:
    def test_it_says_what_it_wants_and_whom_it_reached(self, client, here, now):
        campaign = CampaignFactory(
            code="letters",
            centre=here.centre,
            reached=250,
            public=1000,
            public_qualifier="about",
            public_is={"en": "people who cannot read"},
        )
        campaign.objectives.create(order=1, text={"en": "Be seen"})
        SessionFactory(site=here, campaign=campaign, title={"en": "Press point"})

        shown = text(client.get("/en/campaigns/letters/"))

        assert "8–15 September 2019" in shown
        assert "about 25 %" in shown
        assert "≈ 1" in shown
        assert "Be seen" in shown
        assert "Press point" in shown

    def test_one_of_nowhere_is_not_found(self, client, home_network):
        CampaignFactory(code="away", centre=CentreFactory())

        assert client.get("/en/campaigns/away/").status_code == 404

    def test_without_figures_it_says_none(self, client, home_network, now):
        CampaignFactory(code="bare", network=home_network)

        shown = text(client.get("/en/campaigns/bare/"))

        assert "No session of it is known here." in shown
        assert "People reached" not in shown


class TestOnOtherPages:
    def test_the_home_shows_today_and_tomorrow(self, client, here, time_machine):
        SessionFactory(site=here, title={"en": "Now"})
        SessionFactory(site=here, begins=BEGINS + DAY, title={"en": "Then"})
        time_machine.move_to(BEGINS - datetime.timedelta(hours=1), tick=False)

        for path in ("/en/", "/en/cdm-here/"):
            assert re.search(r"Today .*Now.* Tomorrow .*Then", text(client.get(path)))

    def test_with_nothing_so_soon_the_next_day_is_shown(self, client, here, now):
        SessionFactory(site=here, title={"en": "Next"})

        assert re.search(r"Tuesday 3 March 2026 .*Next", text(client.get("/en/")))

    def test_with_nothing_at_all_nothing_is_shown(self, client, here, now):
        assert "Workshops and events" not in text(client.get("/en/"))
