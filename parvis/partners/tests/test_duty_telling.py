"""Who is asked, what is written to them, and the signed links."""

import datetime
import re

import pytest

from parvis.accounts.actors import clock, link, staff
from parvis.accounts.models import User
from parvis.centres.models import Post
from parvis.centres.tests.factories import CentreFactory, PoleFactory, SiteFactory
from parvis.kernel.editing import token
from parvis.mailing.models import Message
from parvis.partners import actions, queries, tasks
from parvis.partners.errors import LinkOver, LinkUnknown, NotAnExample
from parvis.partners.models import DutyContact, DutySession
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
LATER = NOW + datetime.timedelta(minutes=15)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def site():
    return SiteFactory(centre=CentreFactory(code="here", name="Cité d'ici"), kind="main")


@pytest.fixture
def session(site):
    partner = PartnerFactory(name="Union des métiers")
    partner.centres.add(site.centre)
    AgreementFactory(partner=partner, centre=site.centre)
    return DutySessionFactory(
        site=site,
        pole=PoleFactory(centre=site.centre),
        partner=partner,
        day=datetime.date(2026, 3, 10),
        changed_at=NOW,
    )


@pytest.fixture
def contact(session, site):
    return DutyContactFactory(centre=site.centre, partner=session.partner)


def letters():
    return list(Message.objects.order_by("pk"))


class TestAsk:
    def test_one_message_with_all_there_is_to_answer(self, session, contact, time_machine):
        DutySessionFactory(
            site=session.site,
            pole=session.pole,
            partner=session.partner,
            day=datetime.date(2026, 3, 17),
            changed_at=NOW,
        )
        time_machine.move_to(LATER)

        assert actions.ask(by=clock()) == 1

        message = letters()[0]
        assert message.to == contact.email
        assert message.subject == "Duty sessions to confirm · Cité d'ici"
        assert "Tuesday 10 March 2026, 09:00–12:30 · Find a job" in message.text
        assert "Tuesday 17 March 2026" in message.text
        assert queries.answer_link(contact) in message.text
        assert queries.calendar_link(contact) in message.text
        assert actions.ask(by=clock()) == 0

    def test_what_was_planned_a_moment_ago_waits(self, session, contact, time_machine):
        assert actions.ask(by=clock()) == 0
        time_machine.move_to(LATER)
        assert actions.ask(by=clock()) == 1

    def test_what_begins_tomorrow_does_not(self, session, contact):
        DutySession.objects.update(day=datetime.date(2026, 3, 3))

        assert actions.ask(by=clock()) == 1

    def test_without_anybody_to_ask_nothing_is_marked(self, session, time_machine):
        time_machine.move_to(LATER)

        assert actions.ask(by=clock()) == 0
        assert DutySession.objects.get().asked_at is None

    def test_what_is_called_off_is_told_once(self, session, contact, time_machine):
        time_machine.move_to(LATER)
        actions.ask(by=clock())
        actions.call_off(session=session, by=BY)
        time_machine.move_to(LATER + datetime.timedelta(minutes=15))

        assert actions.ask(by=clock()) == 1

        assert letters()[-1].subject == "Duty sessions called off · Cité d'ici"
        assert "(the centre needs it no more)" in letters()[-1].text
        assert actions.ask(by=clock()) == 0

    def test_in_french(self, session, contact, time_machine):
        DutyContact.objects.update(language="fr")
        time_machine.move_to(LATER)

        actions.ask(by=clock())

        assert letters()[0].language == "fr"
        assert "/fr/duty/" in letters()[0].text

    def test_the_tasks_are_doors_to_the_actions(self, session, contact, time_machine):
        time_machine.move_to(LATER)
        tasks.plan_ahead()
        tasks.ask()
        tasks.signal_gaps()
        tasks.close_over()

        assert [message.purpose for message in letters()] == ["duty-asked"]


class TestGaps:
    @pytest.fixture
    def manager(self, site):
        user = User.objects.create_user("m@example.org", name="Manager", language="en")
        for _twice in range(2):
            Post.objects.create(user=user, centre=site.centre, role="manager", start="2026-01-01")
        reception = User.objects.create_user("r@example.org", name="Reception")
        Post.objects.create(
            user=reception, centre=site.centre, role="reception", start="2026-01-01"
        )
        return user

    def test_whoever_runs_the_centre_is_told_once_with_who_could(
        self, session, site, manager, time_machine
    ):
        able = PartnerFactory(name="Able")
        AgreementFactory(partner=able, centre=site.centre)
        actions.decline(session=session, reason="away", by=BY)
        assert actions.signal_gaps(by=clock()) == 0
        time_machine.move_to(LATER)

        assert actions.signal_gaps(by=clock()) == 1

        message = letters()[0]
        assert (message.to, message.subject) == (
            "m@example.org",
            "1 duty session without anybody · Cité d'ici",
        )
        assert "Could hold it: Able" in message.text
        assert "Union des métiers (the counsellor is away)" in message.text
        assert "/office/partners/duty/gaps/" in message.text
        assert actions.signal_gaps(by=clock()) == 0

    def test_nobody_else_is_free(self, session, manager):
        DutySession.objects.update(day=datetime.date(2026, 3, 3))
        actions.decline(session=session, reason="away", by=BY)

        actions.signal_gaps(by=clock())

        assert "No other partner is free under an agreement." in letters()[0].text

    def test_not_three_weeks_ahead(self, session, manager, time_machine):
        DutySession.objects.update(day=datetime.date(2026, 3, 24))
        actions.decline(session=session, reason="away", by=BY)
        time_machine.move_to(LATER)

        assert actions.signal_gaps(by=clock()) == 0
        time_machine.move_to(LATER + datetime.timedelta(days=9))
        assert actions.signal_gaps(by=clock()) == 1

    def test_a_gap_that_opens_again_is_told_again(self, session, manager, time_machine):
        actions.decline(session=session, reason="away", by=BY)
        time_machine.move_to(LATER)
        actions.signal_gaps(by=clock())
        actions.confirm(session=session, by=BY)
        actions.decline(session=session, reason="away", by=BY)
        time_machine.move_to(LATER + datetime.timedelta(minutes=15))

        assert actions.signal_gaps(by=clock()) == 1


class TestContacts:
    def test_recorded_changed_removed(self, site, session):
        typed = {"centre": site.centre, "partner": session.partner, "email": " a@mail.org "}
        kept = actions.record_contact(**typed, name="Ada", by=BY)
        again = actions.record_contact(**typed, name="Ada L", by=BY)

        assert (kept.row.pk, again.row.name, again.row.email) == (
            again.row.pk,
            "Ada L",
            "a@mail.org",
        )
        assert str(again.row) == "Ada L · Union des métiers"
        row = DutyContact.objects.get()
        actions.remove_contact(row=row, seen=token(row), by=BY)
        assert not DutyContact.objects.exists()

    def test_the_example_network_writes_to_nobody(self):
        centre = CentreFactory(simulated=True)
        partner = PartnerFactory(simulated=True)

        with pytest.raises(NotAnExample):
            actions.record_contact(
                centre=centre, partner=partner, name="A", email="a@mail.org", by=BY
            )
        assert actions.record_contact(
            centre=centre, partner=partner, name="A", email="a@example.org", by=BY
        )


class TestLinks:
    def key(self, contact):
        return queries.answer_link(contact).rstrip("/").rpartition("/")[2]

    def feed(self, contact):
        return queries.calendar_link(contact).rpartition("/")[2].removesuffix(".ics")

    def test_a_link_is_whose_it_is(self, contact):
        assert queries.who_answers(self.key(contact)) == contact
        assert queries.whose_calendar(self.feed(contact)) == contact

    def test_no_address_and_no_name_stand_in_it(self, contact):
        for address in (queries.answer_link(contact), queries.calendar_link(contact)):
            assert contact.email not in address
            assert not re.search("claude|exemple", address, re.IGNORECASE)

    @pytest.mark.parametrize("spoil", [lambda key: key[:-1], lambda key: "x" + key, lambda _k: ""])
    def test_a_link_written_by_hand(self, contact, spoil):
        with pytest.raises(LinkUnknown):
            queries.who_answers(spoil(self.key(contact)))
        with pytest.raises(LinkUnknown):
            queries.whose_calendar(spoil(self.feed(contact)))

    def test_one_is_no_key_to_the_other(self, contact):
        with pytest.raises(LinkUnknown):
            queries.whose_calendar(self.key(contact))
        with pytest.raises(LinkUnknown):
            queries.who_answers(self.feed(contact))

    def test_out_of_date(self, contact, time_machine):
        key, feed = self.key(contact), self.feed(contact)
        time_machine.move_to(NOW + LINK_FOR + datetime.timedelta(minutes=1))

        with pytest.raises(LinkOver) as over:
            queries.who_answers(key)
        assert over.value.contact == contact
        assert queries.whose_calendar(feed) == contact

    def test_revoked(self, contact):
        key, feed = self.key(contact), self.feed(contact)

        renewed = actions.revoke_links(contact=contact, by=BY)

        for question, asked in ((queries.who_answers, key), (queries.whose_calendar, feed)):
            with pytest.raises(LinkUnknown):
                question(asked)
        assert queries.who_answers(self.key(renewed)) == contact

    def test_a_new_one_is_sent_to_the_recorded_address_and_not_twice_in_a_row(
        self, contact, time_machine
    ):
        assert actions.send_link(contact=contact, by=link("duty-1"))
        assert not actions.send_link(contact=contact, by=link("duty-1"))
        time_machine.move_to(NOW + datetime.timedelta(minutes=11))
        assert actions.send_link(contact=contact, by=link("duty-1"))

        assert [message.to for message in letters()] == [contact.email] * 2
        assert "/en/duty/" in letters()[0].text
