"""What a partner does without an account: the link, its buttons, the calendar."""

import datetime

import icalendar
import pytest
from django.test import Client

from parvis.accounts.actors import staff
from parvis.centres.tests.factories import CentreFactory, PoleFactory, SiteFactory
from parvis.journal.models import Line
from parvis.mailing.models import Message
from parvis.partners import actions, queries
from parvis.partners.models import DutySession
from parvis.partners.queries.links import LINK_FOR
from parvis.partners.tests.factories import (
    AgreementFactory,
    DutyContactFactory,
    DutySessionFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.UTC)
BY = staff(None)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def site():
    return SiteFactory(centre=CentreFactory(code="here", name="Cité d'ici"), kind="main")


@pytest.fixture
def partner(site):
    return bound(site, name="Union")


def bound(site, **said):
    row = PartnerFactory(**said)
    row.centres.add(site.centre)
    AgreementFactory(partner=row, centre=site.centre)
    return row


@pytest.fixture
def pole(site):
    return PoleFactory(centre=site.centre)


@pytest.fixture
def session(site, pole, partner):
    return DutySessionFactory(site=site, pole=pole, partner=partner, day="2026-03-10")


@pytest.fixture
def contact(site, partner):
    return DutyContactFactory(centre=site.centre, partner=partner)


@pytest.fixture
def page(contact):
    return path(queries.answer_link(contact))


def path(address):
    return "/" + address.split("/", 3)[3]


def text(response):
    return response.content.decode()


def fresh(row):
    return DutySession.objects.get(pk=row.pk)


def answer(client, page, row, act, **said):
    typed = {"act": act, "session": row.pk, "seen": fresh(row).sequence} | said
    return client.post(page, typed)


class TestAnswers:
    def test_opening_it_changes_nothing_however_often(self, client, page, session):
        before = Line.objects.count()
        for _one in range(3):
            shown = client.get(page)
            client.head(page)

        assert "Tuesday 10 March 2026" in text(shown)
        assert "09:00–12:30" in text(shown)
        assert "to be confirmed" in text(shown)
        assert fresh(session).state == "planned"
        assert Line.objects.count() == before

    def test_nothing_keeps_it(self, client, page):
        shown = client.get(page)

        assert "no-store" in shown["Cache-Control"]
        assert shown["X-Robots-Tag"] == "noindex"
        assert shown["Referrer-Policy"] == "no-referrer"
        assert not shown.cookies

    def test_it_asks_for_no_cookie(self, page, session):
        strict = Client(enforce_csrf_checks=True)

        assert answer(strict, page, session, "confirm").status_code == 200

    def test_we_come(self, client, page, session, contact):
        done = answer(client, page, session, "confirm")

        assert done.status_code == 200
        assert "confirmed by the partner." in text(done)
        assert fresh(session).state == "confirmed"
        lines = Line.objects.filter(what="partners_dutysession", row=str(session.pk))
        assert lines.latest("pk").actor == f"link:duty-{contact.pk}"

    def test_said_twice_is_said_once(self, client, page, session):
        first = {"act": "confirm", "session": session.pk, "seen": 1}
        client.post(page, first)

        again = client.post(page, first)

        assert again.status_code == 200
        assert fresh(session).sequence == 2

    def test_we_cannot_and_somebody_else_could(self, client, page, site, session):
        other = bound(site, name="Other")
        stranger = PartnerFactory(name="Stranger")
        assert "Stranger" not in text(client.get(page))

        done = answer(client, page, session, "decline", reason="staff", partner=other.pk)

        assert "Other is asked to hold" in text(done)
        assert "Other is asked instead." in text(done)
        assert fresh(session).state == "uncovered"
        wrong = answer(client, page, session, "decline", reason="staff", partner=stranger.pk)
        assert wrong.status_code == 422

    def test_we_cannot_then_we_come_after_all(self, client, page, session):
        answer(client, page, session, "decline", reason="away")
        assert "We come after all" in text(client.get(page))

        answer(client, page, session, "confirm")

        assert fresh(session).state == "confirmed"

    def test_a_reason_is_asked_and_the_form_stays_open(self, client, page, session):
        done = answer(client, page, session, "decline")

        assert done.status_code == 422
        assert "Choose a reason." in text(done)
        assert fresh(session).state == "planned"

    def test_what_is_the_centres_to_say_is_not_theirs(self, client, page, session):
        assert answer(client, page, session, "decline", reason="closed").status_code == 422

    def test_the_centre_was_quicker(self, client, page, session):
        actions.decline(session=session, reason="missed", by=BY)

        done = client.post(page, {"act": "confirm", "session": session.pk, "seen": 1})

        assert done.status_code == 409
        assert "Somebody else has changed this duty session meanwhile" in text(done)
        assert fresh(session).state == "uncovered"

    def test_confirm_all_that_stands_as_it_was_shown(self, client, page, site, session, partner):
        other, third = (
            DutySessionFactory(site=site, pole=session.pole, partner=partner, day=day)
            for day in ("2026-03-11", "2026-03-12")
        )
        assert "Confirm all 3" in text(client.get(page))
        shown = [f"{session.pk}:1", f"{other.pk}:0", "rubbish", f"{third.pk}:x"]

        done = client.post(page, {"act": "confirm-all", "shown": shown})

        assert "Confirmed: 1." in text(done)
        assert "Some changed meanwhile" in text(done)
        assert done.status_code == 409
        states = [fresh(row).state for row in (session, other, third)]
        assert states == ["confirmed", "planned", "planned"]
        again = client.post(page, {"act": "confirm-all", "shown": shown[:1]})
        assert "Nothing was left to confirm." in text(again)

    def test_another_partners_session_is_not_theirs(self, client, page, site, session):
        other = DutySessionFactory(site=site, pole=session.pole, day="2026-03-10")

        done = answer(client, page, other, "confirm")

        assert done.status_code == 409
        assert "over, or another partner holds it" in text(done)
        assert fresh(other).state == "planned"

    def test_what_is_over_is_told(self, client, page, session, time_machine):
        time_machine.move_to(NOW + datetime.timedelta(days=9))

        assert answer(client, page, session, "confirm").status_code == 409
        assert "No duty session of yours is planned in the six weeks ahead." in text(
            client.get(page)
        )

    @pytest.mark.parametrize("typed", [{}, {"act": "sell"}, {"act": "confirm", "session": "x"}])
    def test_rubbish_is_answered(self, client, page, session, typed):
        assert client.post(page, typed).status_code == 409

    def test_none_of_the_answers_and_no_sequence(self, client, page, session):
        assert answer(client, page, session, "sell").status_code == 409
        assert answer(client, page, session, "confirm", seen="x").status_code == 409
        assert fresh(session).state == "planned"

    def test_in_french(self, client, page, session):
        assert client.get(page.replace("/en/", "/fr/")).status_code == 200

    @pytest.mark.parametrize("several", [1, 3])
    def test_as_many_queries_for_three_as_for_one(
        self, client, page, site, pole, partner, several, django_assert_max_num_queries
    ):
        for number in range(several):
            DutySessionFactory(site=site, pole=pole, partner=partner, day=f"2026-03-1{number}")
        with django_assert_max_num_queries(30) as asked:
            client.get(page)
        counts.add(len(asked))
        assert len(counts) == 1


counts: set = set()


class TestLinksThatAreOver:
    def test_out_of_date_says_so_and_sends_a_new_one(self, client, page, contact, time_machine):
        time_machine.move_to(NOW + LINK_FOR + datetime.timedelta(days=1))

        shown = client.get(page)
        assert shown.status_code == 410
        assert "This link has expired." in text(shown)
        assert not Message.objects.exists()

        sent = client.post(page)
        assert "A new link is on its way" in text(sent)
        assert Message.objects.get().to == contact.email
        assert contact.email not in text(sent)
        assert "sent a few minutes ago" in text(client.post(page))
        assert Message.objects.count() == 1

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_written_by_hand_or_revoked(self, client, page, contact, method):
        wrong = getattr(client, method)(page[:-3] + "/")
        assert wrong.status_code == 404
        assert "This link is not valid" in text(wrong)
        assert "Send me" not in text(wrong)

        actions.revoke_links(contact=contact, by=BY)
        assert getattr(client, method)(page).status_code == 404
        assert not Message.objects.exists()


class TestCalendar:
    @pytest.fixture
    def feed(self, contact):
        return path(queries.calendar_link(contact))

    def events(self, client, feed):
        calendar = icalendar.Calendar.from_ical(client.get(feed).content)
        return {str(one["uid"]): one for one in calendar.walk("VEVENT")}

    def test_the_dates_with_their_zone_and_nobody_named(self, client, feed, session, contact):
        DutySession.objects.update(desk="3")
        answered = client.get(feed)

        assert answered["Content-Type"].startswith("text/calendar")
        (event,) = self.events(client, feed).values()
        assert event["dtstart"].dt.isoformat() == "2026-03-10T09:00:00+01:00"
        assert event["dtstart"].params["TZID"] == "Europe/Paris"
        assert (str(event["summary"]), str(event["status"])) == ("Find a job", "TENTATIVE")
        assert "desk 3" in str(event["description"])
        assert b"BEGIN:VTIMEZONE" in answered.content
        for private in (contact.name, contact.email):
            assert private.encode() not in answered.content

    def test_what_is_called_off_is_cancelled_and_its_sequence_grows(self, client, feed, session):
        first = self.events(client, feed)
        actions.confirm(session=session, by=BY)
        second = self.events(client, feed)
        actions.call_off(session=session, by=BY)
        third = self.events(client, feed)

        (uid,) = first
        assert [str(one[uid]["status"]) for one in (first, second, third)] == [
            "TENTATIVE",
            "CONFIRMED",
            "CANCELLED",
        ]
        assert first[uid]["sequence"] < second[uid]["sequence"] < third[uid]["sequence"]

    def test_nothing_new_is_304(self, client, feed, session):
        tag = client.get(feed)["ETag"]

        same = client.get(feed, headers={"If-None-Match": tag})
        assert (same.status_code, same.content) == (304, b"")
        actions.confirm(session=session, by=BY)
        assert client.get(feed, headers={"If-None-Match": tag}).status_code == 200

    def test_revoked_or_written_by_hand(self, client, feed, contact):
        assert client.get(feed.replace(".ics", "x.ics")).status_code == 404
        actions.revoke_links(contact=contact, by=BY)
        refused = client.get(feed)
        assert refused.status_code == 404
        assert "Ce lien n’est pas bon" in text(refused)

    def test_it_is_for_reading(self, client, feed):
        assert client.post(feed).status_code == 405
