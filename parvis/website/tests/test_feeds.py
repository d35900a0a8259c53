import datetime
import json
import re
import xml.etree.ElementTree as ET

import icalendar
import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.agenda.tests.factories import EntryFactory
from parvis.centres.models import Stop
from parvis.centres.tests.factories import SiteFactory
from parvis.journal.queries import head
from parvis.programme import actions
from parvis.programme.tests.conftest import BEGINS, BY
from parvis.programme.tests.factories import HostFactory, SessionFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["pages"].clear()


def stop_of(bus):
    return Stop.objects.create(
        site=bus,
        commune="Farville",
        place="Market square",
        first=BEGINS.date(),
        begins=datetime.time(9),
        ends=datetime.time(12),
    )


def events(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def titles(client, path):
    return sorted(str(one["SUMMARY"]) for one in events(client, path))


class TestCalendars:
    def test_a_network_a_centre_a_theme_a_language_and_a_session_have_one(self, client, here, now):
        one = SessionFactory(site=here, title={"en": "One"}, entry__languages=["ar"])
        SessionFactory(site=here, title={"en": "Two"}, themes=["digital"], entry__languages=["fr"])
        EntryFactory(title={"en": "Committee"})

        assert titles(client, "/en/agenda.ics") == ["Committee", "One", "Two"]
        assert titles(client, "/en/cdm-here/agenda.ics") == ["One", "Two"]
        assert titles(client, "/en/cdm-here/agenda.ics?layer=network&layer=centre") == [
            "Committee",
            "One",
            "Two",
        ]
        assert titles(client, "/en/programme/themes/digital/agenda.ics") == ["Two"]
        assert titles(client, "/en/programme/languages/ar/agenda.ics") == ["Committee", "One"]
        assert titles(client, f"/en/programme/{one.code}/agenda.ics") == ["One"]

    def test_a_stop_of_the_bus_has_one(self, client, here, home_network, now):
        bus = SiteFactory(centre=here.centre, kind="mobile", name={"en": "Bus"})
        stop = stop_of(bus)
        SessionFactory(site=bus, entry__stop=stop, title={"en": "On board"})
        SessionFactory(site=here, title={"en": "Indoors"})

        assert titles(client, f"/en/mobile/{stop.pk}/agenda.ics") == ["On board"]
        assert client.get("/en/mobile/999999/agenda.ics").status_code == 404

    def test_the_addresses_that_stay_carry_no_language(self, client, here, now):
        SessionFactory(site=here, title={"fr": "Un", "en": "One"})

        assert titles(client, "/agenda.ics") == ["Un"]
        assert titles(client, "/cdm-here/agenda.ics") == ["Un"]
        assert titles(client, "/agenda.ics?lang=en") == ["One"]

    @pytest.mark.parametrize(
        "path",
        [
            "/en/nowhere/agenda.ics",
            "/en/programme/none/agenda.ics",
            "/en/programme/themes/none/agenda.ics",
            "/en/programme/languages/xx/agenda.ics",
        ],
    )
    def test_what_is_not_there_is_not_found(self, client, home_network, path):
        assert client.get(path).status_code == 404

    def test_each_date_leads_to_its_page(self, client, here, settings, now):
        settings.BASE_URL = "https://cdm.example"
        session = SessionFactory(site=here)
        EntryFactory(title={"en": "Committee"})

        found = {str(one["SUMMARY"]): str(one["URL"]) for one in events(client, "/en/agenda.ics")}

        assert f"https://cdm.example/en/programme/{session.code}/" in found.values()
        assert found["Committee"] == "https://cdm.example/en/agenda/"

    def test_what_was_called_off_stays_with_a_higher_sequence(self, client, publish):
        session = publish()
        (before,) = events(client, "/en/agenda.ics")
        actions.cancel(session=session, why={"en": "Snow."}, by=BY)

        (after,) = events(client, "/en/agenda.ics")

        assert after["UID"] == before["UID"]
        assert after["STATUS"] == "CANCELLED"
        assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
        assert "Snow." in after["DESCRIPTION"]

    def test_what_is_over_stays_for_a_month(self, client, here, time_machine):
        SessionFactory(site=here, title={"en": "One"})
        time_machine.move_to(BEGINS + 20 * DAY, tick=False)
        assert titles(client, "/en/agenda.ics") == ["One"]

        time_machine.move_to(BEGINS + 40 * DAY, tick=False)
        assert titles(client, "/en/agenda.ics") == []

    def test_parts_of_a_day_stand_in_its_own_calendar_alone(self, client, here, now):
        day = SessionFactory(site=here, title={"en": "Fair"})
        SessionFactory(site=here, part_of=day, title={"en": "Round"})

        assert titles(client, "/en/agenda.ics") == ["Fair"]
        assert titles(client, f"/en/programme/{day.code}/agenda.ics") == ["Fair", "Round"]

    def test_it_is_not_sent_again_while_nothing_changed(self, client, publish):
        session = publish()
        etag = client.get("/en/agenda.ics")["ETag"]

        assert client.get("/en/agenda.ics", headers={"If-None-Match": etag}).status_code == 304
        actions.cancel(session=session, by=BY)
        assert client.get("/en/agenda.ics", headers={"If-None-Match": etag}).status_code == 200

    def test_it_is_made_once_until_a_fact_changes(self, client, publish, monkeypatch):
        monkeypatch.setattr("parvis.website.http.settled_head", head)
        session = publish()
        client.get("/en/agenda.ics")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/agenda.ics")
        assert not [one for one in captured if '"agenda_entry"."title"' in one["sql"]]

        actions.cancel(session=session, by=BY)

        assert b"CANCELLED" in client.get("/en/agenda.ics").content

    def test_it_asks_as_often_for_three_as_for_one(self, client, here, now):
        def asked():
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                client.get("/en/agenda.ics")
            return len(captured)

        SessionFactory(site=here)
        one = asked()
        SessionFactory.create_batch(2, site=here)

        assert asked() == one

    def test_a_made_up_network_says_so_in_its_name(self, client, here):
        from parvis.network.tests.factories import NetworkFactory

        NetworkFactory(code="example", simulated=True, short_name={"en": "Ex"})

        answer = client.get("/en/networks/example/agenda.ics")

        assert b"[simulated] Ex" in answer.content


class TestNews:
    def test_it_tells_what_comes_and_what_was_called_off(self, client, publish, settings):
        settings.BASE_URL = "https://cdm.example"
        session = publish()
        publish(title={"en": "Off & on"}, begins=BEGINS + DAY)
        other = publish(title={"en": "Gone"}, begins=BEGINS + 2 * DAY)
        actions.cancel(session=other, by=BY)

        answer = client.get("/en/cdm-here/programme.rss")
        root = ET.fromstring(answer.content)
        items = root.findall("./channel/item")

        assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
        assert [one.findtext("title").split(",")[0] for one in items] == [
            "CV workshop",
            "Off & on",
            "Cancelled: Gone",
        ]
        assert items[0].findtext("link") == f"https://cdm.example/en/programme/{session.code}/"
        assert root.findtext("./channel/language") == "en"

    def test_a_network_has_its_own(self, client, publish):
        publish()

        assert b"CV workshop" in client.get("/en/programme.rss").content


class TestForSearchEngines:
    def data(self, client, session):
        page = client.get(f"/en/programme/{session.code}/").content.decode()
        return json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])

    def test_a_session_is_an_event(self, client, publish, settings):
        settings.BASE_URL = "https://cdm.example"
        session = publish(about={"en": "Bring yours."}, languages=["en"])
        HostFactory(session=session, role="organiser", name="The Library")

        said = self.data(client, session)

        assert said["@type"] == "Event"
        assert said["name"] == "CV workshop"
        assert said["startDate"] == "2026-03-03T10:00:00+01:00"
        assert said["endDate"] == "2026-03-03T12:00:00+01:00"
        assert said["eventStatus"] == "https://schema.org/EventScheduled"
        assert said["location"]["address"]["addressLocality"] == "Hereville"
        assert said["isAccessibleForFree"] is True
        assert said["organizer"] == [{"@type": "Organization", "name": "The Library"}]
        assert said["url"] == f"https://cdm.example/en/programme/{session.code}/"

    def test_one_called_off_says_so(self, client, publish):
        session = publish()
        actions.cancel(session=session, by=BY)

        assert self.data(client, session)["eventStatus"].endswith("EventCancelled")

    def test_online_and_both_have_an_address_of_the_web(self, client, publish):
        online = self.data(client, publish(presence="online", online_capacity=3))
        both = self.data(client, publish(presence="both", begins=BEGINS + DAY))

        assert online["location"]["@type"] == "VirtualLocation"
        assert [one["@type"] for one in both["location"]] == ["Place", "VirtualLocation"]

    def test_a_day_without_hours_and_a_place_of_one_day(self, client, here, now):
        session = SessionFactory(
            site=None,
            entry__centre=None,
            entry__layer="network",
            entry__place={"en": "Rome"},
            entry__whole_days=True,
        )

        said = self.data(client, session)

        assert (said["startDate"], said["endDate"]) == ("2026-03-03", "2026-03-03")
        assert said["location"]["name"] == "Rome"
        assert "organizer" not in said

    def test_a_stop_and_a_centre_say_their_town(self, client, here, now):
        bus = SiteFactory(centre=here.centre, kind="mobile")
        stop = stop_of(bus)
        there = SessionFactory(site=bus, entry__stop=stop)
        bare = SessionFactory(site=None, entry__centre=here.centre)

        assert self.data(client, there)["location"]["address"]["addressLocality"] == "Farville"
        assert self.data(client, bare)["location"]["address"]["addressLocality"] == "Hereville"

    def test_words_cannot_close_the_script(self, client, here, now):
        session = SessionFactory(site=here, title={"en": "a </script><b>x</b> & y"})

        page = client.get(f"/en/programme/{session.code}/").content.decode()

        assert "</script><b>" not in page
        assert self.data(client, session)["name"] == "a </script><b>x</b> & y"
