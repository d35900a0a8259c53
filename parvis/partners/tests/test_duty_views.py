"""Duty in the office, as each role uses it: the week, one session, gaps, a week copied, lists."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from parvis.accounts.models import User
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import (
    CentreFactory,
    ClosureFactory,
    PoleFactory,
    SiteFactory,
)
from parvis.kernel.editing import token
from parvis.partners import queries
from parvis.partners.models import Contribution, Duty, DutyContact, DutySession, Post
from parvis.partners.tests.factories import (
    AgreementFactory,
    ContributionFactory,
    DutyContactFactory,
    DutyFactory,
    DutySessionFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.UTC)
WEEK = (2026, 10)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def site():
    centre = CentreFactory(code="here", name="Cité d'ici")
    return SiteFactory(centre=centre, kind="main", name={"en": "Main site", "fr": "Site"})


@pytest.fixture
def pole(site):
    return PoleFactory(centre=site.centre, letter="C")


@pytest.fixture
def partner(site):
    return bound(site, name="Union")


def bound(site, **said):
    row = PartnerFactory(**said)
    row.centres.add(site.centre)
    AgreementFactory(partner=row, centre=site.centre, end=None)
    return row


@pytest.fixture
def session(site, pole, partner):
    return DutySessionFactory(site=site, pole=pole, partner=partner)


@pytest.fixture
def sign_in(client):
    def signed_in(role, place, language="en"):
        user = User.objects.create_user(f"{role}-{place.pk}@example.org", name="Someone")
        user.language = language
        user.save()
        reach, _colon, code = role.partition(":")
        model = {"centre": CentrePost, "partner": Post}[reach]
        model.objects.create(user=user, role=code, start="2026-01-01", **{reach: place})
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def manager(sign_in, site):
    return sign_in("centre:manager", site.centre)


def at(name, *args, **query):
    found = reverse(name, args=args)
    return f"{found}?{urlencode(query)}" if query else found


def text(response):
    return response.content.decode()


def undo_of(page):
    return re.search(r'action="([^"]*/back/[^"]*)"', page)[1]


def do(client, session, act, **said):
    row = DutySession.objects.get(pk=session.pk)
    typed = {"act": act, "seen": row.sequence} | said
    return client.post(at("partners:session", session.pk), typed)


class TestWeek:
    def test_one_centre_leads_straight_to_this_week_of_its_main_site(self, manager, site):
        assert manager.get(at("partners:duty")).url == at("partners:week", site.pk, *WEEK)

    def test_sites_of_several_centres_are_listed(self, manager, site):
        other = SiteFactory(name={"en": "Relay"})
        SiteFactory(name={"en": "Elsewhere"})
        user = User.objects.get()
        CentrePost.objects.create(
            user=user, role="reception", start="2026-01-01", centre=other.centre
        )

        page = text(manager.get(at("partners:duty")))

        assert "Relay" in page
        assert "Elsewhere" not in page

    def test_a_centre_without_any_site(self, sign_in):
        page = text(sign_in("centre:manager", CentreFactory()).get(at("partners:duty")))

        assert "Your centre has no site yet" in page

    def test_poles_down_days_across_with_what_may_be_done(self, manager, site, session):
        other = SiteFactory(centre=site.centre, name={"en": "Relay"})

        page = text(manager.get(at("partners:week", site.pk, *WEEK)))

        assert "Find a job" in page
        assert "Union" in page
        assert at("partners:session", session.pk) in page
        assert f"pole={session.pole_id}&amp;first=2026-03-03" in page
        assert at("partners:week", other.pk, *WEEK) in page
        assert at("partners:week", site.pk, 2026, 11) in page
        assert "No duty session planned here is over yet." in page

    def test_gaps_and_coverage_are_told(self, manager, site, pole, session):
        DutySession.objects.filter(pk=session.pk).update(state="uncovered", reason="away")
        DutySessionFactory(site=site, pole=pole, day=datetime.date(2026, 2, 3), state="closed")

        page = text(manager.get(at("partners:week", site.pk, *WEEK)))

        assert "1 gap this week" in page
        assert "Coverage since January" in page

    def test_reception_plans_the_partnership_manager_reads(self, sign_in, site, session):
        add, week = at("ledgers:partners-duties-new"), at("partners:week", site.pk, *WEEK)
        assert add in text(sign_in("centre:reception", site.centre).get(week))
        reader = sign_in("centre:partnerships", site.centre)
        assert add not in text(reader.get(week))
        shown = text(reader.get(at("partners:session", session.pk)))
        assert "your role does not change it" in shown
        assert do(reader, session, "confirm").status_code == 404

    def test_a_week_that_does_not_exist(self, manager, site):
        assert manager.get(at("partners:week", site.pk, 2026, 60)).status_code == 404

    def test_a_centre_without_poles_is_told_where_to_begin(self, manager, site):
        page = text(manager.get(at("partners:week", site.pk, *WEEK)))

        assert "This centre has no pole yet" in page

    @pytest.mark.parametrize("several", [1, 3])
    def test_as_many_queries_for_three_as_for_one(
        self, manager, site, pole, several, django_assert_max_num_queries
    ):
        for _one in range(several):
            DutySessionFactory(site=site, pole=pole)
        with django_assert_max_num_queries(40) as asked:
            manager.get(at("partners:week", site.pk, *WEEK))
        counts.setdefault("week", set()).add(len(asked))
        assert len(counts["week"]) == 1


counts: dict = {}


class TestSession:
    def test_confirmed_on_the_partners_behalf_and_taken_back(self, manager, session):
        answer = do(manager, session, "confirm")

        page = text(manager.get(answer.url))
        assert "confirmed by the partner" in page
        manager.post(undo_of(page))
        session.refresh_from_db()
        assert session.state == "planned"

    def test_nobody_comes_and_somebody_is_asked_in_one_gesture(self, manager, site, session):
        other = bound(site, name="Other")

        do(manager, session, "decline", reason="away", partner=other.pk)

        assert DutySession.objects.get(replaces=session).partner == other
        page = text(manager.get(at("partners:session", session.pk)))
        assert "Asked instead: Other" in page

    def test_nobody_came_is_the_centres_to_say(self, manager, sign_in, session, partner):
        do(manager, session, "decline", reason="missed")
        session.refresh_from_db()
        assert session.reason == "missed"

        other = sign_in("partner:manager", partner)
        DutySession.objects.filter(pk=session.pk).update(state="planned", reason="")
        assert do(other, session, "decline", reason="missed").status_code == 422

    def test_a_reason_is_asked(self, manager, session):
        answer = do(manager, session, "decline")

        assert answer.status_code == 422
        assert "Choose a reason." in text(answer)

    def test_held_counts_and_undo_uncounts(self, manager, session):
        answer = do(manager, session, "close")
        assert Contribution.objects.get().given == 1

        manager.post(undo_of(text(manager.get(answer.url))))

        session.refresh_from_db()
        assert session.state == "planned"
        assert Contribution.objects.get().given == 0

    def test_opened_called_off_proposed(self, manager, site, session):
        do(manager, session, "open")
        session.refresh_from_db()
        assert session.state == "opened"
        assert do(manager, session, "call-off").status_code == 404
        other = DutySessionFactory(site=site, pole=session.pole, partner=session.partner)
        do(manager, other, "call-off")
        other.refresh_from_db()
        assert other.state == "cancelled"
        third = DutySessionFactory(
            site=site, pole=session.pole, partner=None, state="uncovered", day="2026-03-04"
        )
        do(manager, third, "propose", partner=session.partner_id)
        third.refresh_from_db()
        assert (third.state, third.partner) == ("planned", session.partner)

    def test_moved_after_what_it_runs_into_is_told(self, manager, site, session):
        ClosureFactory(site=site, start="2026-03-05", end="2026-03-05")
        typed = {"day": "2026-03-05", "begins": "10:00", "ends": "12:00", "desk": "2"}

        told = do(manager, session, "move", **typed)

        assert told.status_code == 422
        assert "the site is closed (works)" in text(told)
        assert 'value="2026-03-05"' in text(told)
        do(manager, session, "move", **typed, heeded="on")
        session.refresh_from_db()
        assert (session.day, session.hours, session.desk) == (
            datetime.date(2026, 3, 5),
            "10:00–12:00",
            "2",
        )

    def test_hours_that_run_backwards(self, manager, session):
        typed = {"day": "2026-03-05", "begins": "12:00", "ends": "10:00"}

        answer = do(manager, session, "move", **typed)

        assert answer.status_code == 422
        assert "It ends before it begins." in text(answer)

    def test_somebody_else_was_quicker(self, manager, session):
        answer = do(manager, session, "decline", reason="away", seen=0)

        assert answer.status_code == 422
        assert "Somebody else has changed this duty session meanwhile" in text(answer)

    def test_the_same_again_is_told_as_nothing(self, manager, session):
        do(manager, session, "confirm")

        answer = do(manager, session, "confirm")

        assert "Nothing to change" in text(manager.get(answer.url))

    def test_an_act_that_is_none(self, manager, session):
        assert do(manager, session, "sell").status_code == 404

    def test_a_partner_answers_and_plans_nothing(self, sign_in, session, partner):
        client = sign_in("partner:counsellor", partner)

        page = text(client.get(at("partners:session", session.pk)))
        assert 'value="confirm"' in page
        assert 'value="move"' not in page
        assert do(client, session, "move").status_code == 404
        answer = do(client, session, "confirm")
        assert "/back/" not in text(client.get(answer.url))
        session.refresh_from_db()
        assert session.state == "confirmed"

    def test_another_partners_session_does_not_exist(self, sign_in, session):
        client = sign_in("partner:manager", PartnerFactory())

        assert client.get(at("partners:session", session.pk)).status_code == 404
        assert do(client, session, "confirm").status_code == 404

    def test_lines_of_another_site_are_not_put_back(self, manager, site, session):
        answer = do(manager, session, "confirm")
        undo = undo_of(text(manager.get(answer.url)))
        other = SiteFactory(centre=site.centre)

        assert manager.post(undo.replace(f"/{site.pk}/", f"/{other.pk}/")).status_code == 404
        assert manager.post(at("partners:duty-back", site.pk, 1, 1)).status_code == 404

    def test_what_was_changed_again_is_not_put_back(self, manager, session):
        answer = do(manager, session, "confirm")
        undo = undo_of(text(manager.get(answer.url)))
        do(manager, session, "decline", reason="away")

        told = manager.post(undo, follow=True)

        assert "changed again since" in text(told)


class TestGaps:
    def test_one_button_asks(self, manager, site, session):
        other = bound(site, name="Other")
        do(manager, session, "decline", reason="away")

        page = text(manager.get(at("partners:gaps")))

        assert "Ask Other" in page
        assert "by telephone: no address" in page
        do(manager, session, "propose", partner=other.pk)
        assert "Other is asked and has not answered yet." in text(manager.get(at("partners:gaps")))

    def test_nobody_is_free_nothing_is_missing(self, manager, session):
        assert "Somebody is planned for every duty" in text(manager.get(at("partners:gaps")))
        do(manager, session, "decline", reason="away")
        assert "No other partner is free" in text(manager.get(at("partners:gaps")))

    def test_the_home_says_so_and_todays_duty(self, manager, site, pole, session):
        DutySessionFactory(site=site, pole=pole, day="2026-03-02", desk="4")
        do(manager, session, "decline", reason="away")

        home = text(manager.get("/office/?later"))

        assert "1 duty session of the next two weeks has nobody: first Tue 3 Mar" in home
        assert "1 duty session of the next seven days is not confirmed." in home
        assert "On duty today" in home
        assert "desk 4" in home

    def test_the_home_of_a_partner(self, sign_in, session, partner):
        client = sign_in("partner:manager", partner)

        home = text(client.get("/office/?later"))

        assert "1 duty session of yours in the next seven days is to be confirmed." in home
        assert "On duty today" not in home
        assert client.get(at("partners:gaps")).status_code == 404

    def test_nothing_to_do_is_no_line(self, manager):
        assert "duty session" not in text(manager.get("/office/?later"))


class TestCopy:
    def test_a_week_is_copied_and_taken_back(self, manager, site, session):
        there = at("partners:copy", site.pk, *WEEK)
        assert "1 duty session is planned again" in text(manager.get(there))

        answer = manager.post(there, {"to": "2026-03-12"})

        assert answer.url == at("partners:week", site.pk, 2026, 11)
        assert DutySession.objects.filter(day="2026-03-10").count() == 1
        manager.post(undo_of(text(manager.get(answer.url))))
        assert not DutySession.objects.filter(day="2026-03-10").exists()

    def test_what_is_left_out_is_told_first(self, manager, site, session):
        ClosureFactory(site=site, start="2026-03-10", end="2026-03-10")
        there = at("partners:copy", site.pk, *WEEK)

        told = manager.post(there, {"to": "2026-03-09"})

        assert told.status_code == 422
        assert "the site is closed (works)" in text(told)
        done = manager.post(there, {"to": "2026-03-09", "heeded": "on"})
        assert "Nothing to change" in text(manager.get(done.url))

    def test_a_week_is_asked_and_an_empty_one_says_so(self, manager, site, session):
        assert manager.post(at("partners:copy", site.pk, *WEEK), {}).status_code == 422
        empty = text(manager.get(at("partners:copy", site.pk, 2026, 20)))
        assert "Nothing is planned that week." in empty
        assert manager.get(at("partners:copy", site.pk, 2026, 60)).status_code == 404


class TestLists:
    def typed(self, site, pole, partner, **said):
        return {
            "site": site.pk,
            "pole": pole.pk,
            "partner": partner.pk,
            "first": "2026-03-04",
            "begins": "09:00",
            "ends": "12:00",
            "repeats": "weekly",
            "languages": ["fr", "ar"],
        } | said

    def test_a_duty_is_planned_and_taken_back_with_its_sessions(self, manager, site, pole, partner):
        DutyContactFactory(centre=site.centre, partner=partner)
        PartnerFactory(name="Of another centre")
        new = at("ledgers:partners-duties-new")
        assert "Of another centre" not in text(manager.get(new))

        answer = manager.post(new, self.typed(site, pole, partner, last="2026-03-18"))

        duty = Duty.objects.get()
        assert (duty.rule, duty.languages, duty.sessions.count()) == (
            "FREQ=WEEKLY",
            ["fr", "ar"],
            3,
        )
        page = text(manager.get(answer.url))
        assert "every week: Wednesday" in page
        manager.post(undo_of(page))
        assert not DutySession.objects.exists()
        assert not Duty.objects.exists()

    def test_clashes_first_then_heeded(self, manager, site, pole, partner):
        ClosureFactory(site=site, start="2026-03-04", end="2026-03-04")
        typed = self.typed(site, pole, partner, paired="on", desk="1")

        told = manager.post(at("ledgers:partners-duties-new"), typed)

        assert told.status_code == 422
        assert "nobody of another house is planned beside" in text(told)
        assert "the site is closed (works)" in text(told)
        manager.post(at("ledgers:partners-duties-new"), typed | {"heeded": "on"})
        assert Duty.objects.get().paired

    def test_a_duty_is_changed_and_removed(self, manager, site, pole, partner):
        manager.post(
            at("ledgers:partners-duties-new"),
            self.typed(site, pole, partner, heeded="on", last="2026-03-18"),
        )
        duty = Duty.objects.get()
        there = at("ledgers:partners-duties-row", duty.pk)
        page = text(manager.get(there))
        assert at("partners:week", site.pk, *WEEK) in page

        typed = self.typed(site, pole, partner, heeded="on", last="2026-03-11", desk="9")
        manager.post(there, typed | {"seen": token(duty)})

        assert set(DutySession.objects.values_list("desk", flat=True)) == {"9"}
        duty.refresh_from_db()
        manager.post(at("ledgers:partners-duties-remove", duty.pk), {"seen": token(duty)})
        assert not DutySession.objects.exists()

    def test_lists_are_narrowed_and_leave_as_files(self, manager, site, pole, session):
        DutyFactory(site=site, pole=pole, partner=session.partner, last="2026-03-10")

        duties = at("ledgers:partners-duties-list")
        assert "Union" in text(manager.get(duties + "?since=2026-03-04"))
        assert "Nothing matches" in text(manager.get(duties + "?since=2026-04-01"))
        found = text(manager.get(at("ledgers:partners-sessions-list", state="planned")))
        assert "Tuesday 3 March 2026" in found
        assert at("partners:session", session.pk) in found
        assert manager.get(at("ledgers:partners-sessions-list", format="csv")).status_code == 200

    def test_a_partner_sees_its_own_and_no_other(self, sign_in, site, pole, session, partner):
        DutySessionFactory(site=site, pole=pole, partner=PartnerFactory(name="Rival"))
        client = sign_in("partner:manager", partner)

        page = text(client.get(at("ledgers:partners-sessions-list")))

        assert "Union" in page
        assert "Rival" not in page
        assert client.get(at("ledgers:partners-duties-list")).status_code == 404

    def test_who_is_asked(self, manager, site, partner):
        new = at("ledgers:partners-contacts-new")
        typed = {
            "centre": site.centre.pk,
            "partner": partner.pk,
            "name": "Ada",
            "email": "ada@mail.org",
            "language": "fr",
        }
        stranger = PartnerFactory(name="Stranger")
        stranger.centres.add(CentreFactory())

        answer = manager.post(new, typed)

        contact = DutyContact.objects.get()
        assert "Français" in text(manager.get(answer.url)) or "français" in text(
            manager.get(answer.url)
        )
        assert queries.calendar_link(contact) in text(
            manager.get(at("ledgers:partners-contacts-row", contact.pk))
        )
        assert manager.post(new, typed | {"partner": stranger.pk}).status_code == 422

    def test_links_are_sent_and_revoked_together(self, manager, site, partner):
        contact = DutyContactFactory(centre=site.centre, partner=partner)
        there = at("ledgers:partners-contacts-together")

        manager.post(there, {"gesture": "send-link", "row": contact.pk})
        manager.post(there, {"gesture": "revoke", "row": contact.pk})

        contact.refresh_from_db()
        assert contact.serial == 2
        assert contact.sent_at is not None

    def test_a_partner_keeps_its_contacts_and_adds_none(self, sign_in, site, partner):
        contact = DutyContactFactory(centre=site.centre, partner=partner)
        client = sign_in("partner:manager", partner)

        assert contact.email in text(client.get(at("ledgers:partners-contacts-list")))
        assert client.get(at("ledgers:partners-contacts-new")).status_code == 404

    def test_a_line_is_counted_from_duty_by_one_gesture(self, manager, site, session):
        agreement = session.partner.agreements.get()
        line = ContributionFactory(agreement=agreement, year=2026, given=46)
        do(manager, session, "close")
        there = at("ledgers:partners-contributions-together")

        manager.post(there, {"gesture": "count", "row": line.pk})

        line.refresh_from_db()
        assert (line.given, line.from_duty) == (1, True)
        page = text(manager.get(at("ledgers:partners-contributions-row", line.pk)))
        assert "Counted from the duty sessions held: nothing to type." in page

    def test_french_has_no_english_left(self, sign_in, site, session):
        client = sign_in("centre:manager", site.centre, language="fr")
        for page in (
            at("partners:week", site.pk, *WEEK),
            at("partners:session", session.pk),
            at("partners:gaps"),
            at("partners:copy", site.pk, *WEEK),
        ):
            assert client.get(page).status_code == 200
