import datetime
import json
import uuid

import pytest
from django.db import connection
from django.utils import translation

from parvis.accounts.actors import command, staff
from parvis.accounts.models import User
from parvis.accounts.queries import Holding
from parvis.accounts.roles import ROLES
from parvis.centres.enums import Need
from parvis.centres.tests.factories import CentreFactory, PoleFactory, SiteFactory
from parvis.counselling import actions, queries, rules
from parvis.counselling.enums import LIMITS, SUBJECTS, Duration, Subject
from parvis.counselling.errors import NotACode, OtherCentre
from parvis.counselling.models import Interview, NeedFlag, OwnCount, Theme
from parvis.kernel.policies import trusted
from parvis.partners.models import Partner
from parvis.tallies import actions as tallies
from parvis.tallies.queries import of_day
from parvis.visits import actions as visits
from parvis.visits.errors import DayIsClosed, NotOfThisSite, WrongState

pytestmark = pytest.mark.django_db
BY = command("test")
MORNING = datetime.datetime(2026, 3, 3, 9, 30, tzinfo=datetime.UTC)
TODAY = MORNING.date()


@pytest.fixture
def site(time_machine, db):
    time_machine.move_to(MORNING, tick=False)
    return SiteFactory(kind="main")


@pytest.fixture
def pole(site):
    return PoleFactory(centre=site.centre, need="employment")


@pytest.fixture
def later(time_machine):
    return lambda minutes: time_machine.shift(datetime.timedelta(minutes=minutes))


@pytest.fixture
def take(site, pole):
    def made(**more):
        given = {"site": site, "key": uuid.uuid4(), "pole": pole, "by": BY}
        return visits.record(**given | more).ticket

    return made


@pytest.fixture
def called(site, pole, take):
    """Somebody called to desk 2, who has come."""

    def made(**more):
        take(**more)
        turn = actions.call_next(site=site, poles=[pole], desk=2, by=BY)
        return visits.start(ticket=turn.ticket, by=BY)

    return made


@pytest.fixture
def counsellor(db):
    return User.objects.create_user("counsellor@example.org", name="Counsellor")


@pytest.fixture
def at_the_door(db):
    """Writes who is there, as the door does."""

    def enter(user):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('parvis.scope', %s, true)", [json.dumps({"user": user.pk})]
            )

    return enter


def agree(site):
    return tallies.recount(site=site, day=TODAY, by=BY) == {}


class TestLists:
    def test_every_need_has_its_subjects_twelve_at_the_most(self):
        assert set(SUBJECTS) == set(Need.values)
        for subjects in SUBJECTS.values():
            assert 1 < len(subjects) <= 12
            assert subjects[-1] == Subject.OTHER

    @pytest.mark.parametrize(
        ("minutes", "band"),
        [(None, ""), (0, "0-10"), (9.9, "0-10"), (10, "10-20"), (44, "30-45"), (300, "45+")],
    )
    def test_minutes_are_told_in_bands(self, minutes, band):
        assert queries.duration_of(minutes) == band
        assert set(LIMITS) < set(Duration.values)

    def test_the_commonest_subject_of_the_pole_is_offered_first(self, site, pole):
        first = queries.closing(site, pole)
        assert (first.subject, first.outcome, first.next_step) == (
            "employment_search", "information", "nothing",
        )  # fmt: skip
        for _ in range(2):
            actions.note(site=site, pole=pole, channel="phone", subject="employment_cv", by=BY)

        assert queries.closing(site, pole).subject == "employment_cv"


class TestClosing:
    def test_three_codes_close_an_interview_and_nothing_of_a_person_stays(
        self, called, site, pole, later
    ):
        ticket = called(language="ar", need="seat", priority=True)
        later(25)

        interview = actions.close(
            ticket=ticket,
            subject="employment_cv",
            outcome="next_step",
            next_step="workshop",
            by=BY,
        )

        assert (interview.pole, interview.language, interview.duration) == (pole, "ar", "20-30")
        assert interview.half_day == "am"
        assert {one.name for one in Interview._meta.fields} == {
            "id", "day", "half_day", "pole", "channel", "language", "duration", "subject",
            "outcome", "next_step",
        }  # fmt: skip
        ticket.refresh_from_db()
        assert ticket.state == "served"
        assert of_day(site, TODAY, "counselling.interviews") == {f"{pole.pk}/on_site/20-30": 1}
        assert of_day(site, TODAY, "counselling.languages") == {"ar": 1}
        assert agree(site)

    def test_a_remote_interview_gives_the_same_figures_by_its_channel(self, called, site, pole):
        actions.close(ticket=called(), by=BY)
        actions.note(site=site, pole=pole, channel="chat", minutes=3, by=BY)

        assert of_day(site, TODAY, "counselling.interviews") == {
            f"{pole.pk}/on_site/0-10": 1,
            f"{pole.pk}/chat/0-10": 1,
        }

    def test_a_ticket_that_is_over_is_not_closed(self, called):
        ticket = called()
        visits.park(ticket=ticket, by=BY)

        with pytest.raises(WrongState):
            actions.close(ticket=ticket, by=BY)
        assert not Interview.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"subject": "creation_idea"},
            {"subject": "Zoé"},
            {"outcome": "cured"},
            {"next_step": "rest"},
            {"channel": "pigeon"},
        ],
        ids=str,
    )
    def test_words_are_refused(self, site, pole, wrong):
        with pytest.raises(NotACode):
            actions.note(**{"site": site, "pole": pole, "channel": "phone", "by": BY} | wrong)

    def test_another_centres_pole_is_refused(self, site):
        with pytest.raises(OtherCentre):
            actions.note(site=site, pole=PoleFactory(), channel="phone", by=BY)

    def test_a_closed_day_is_closed(self, site, pole):
        visits.open_day(site=site, by=BY)
        visits.close_day(site=site, date=TODAY, by=BY)

        with pytest.raises(DayIsClosed):
            actions.note(site=site, pole=pole, channel="phone", by=BY)


class TestNext:
    def test_an_interview_left_open_never_holds_up_the_next(self, called, take, site, pole, later):
        called()
        second = take()
        later(12)

        turn = actions.call_next(site=site, poles=[pole], desk=2, by=BY)

        assert turn.ticket == second
        (closed,) = turn.closed
        assert (closed.subject, closed.outcome, closed.duration) == ("", "", "10-20")
        assert of_day(site, TODAY, "counselling.subjects") == {f"{pole.pk}/-": 1}
        assert agree(site)

    def test_nobody_waits(self, site, pole):
        assert actions.call_next(site=site, poles=[pole], desk=2, by=BY).ticket is None


class TestHandOver:
    def test_the_interview_so_far_is_counted_and_the_place_kept(self, called, site, pole):
        other = PoleFactory(centre=site.centre, need="training")
        ticket = called(language="ar")

        there = actions.hand_over(ticket=ticket, pole=other, subject="employment_cv", by=BY)

        assert (there.sign, there.place, there.pole) == (ticket.sign, ticket.place, other)
        interview = Interview.objects.get()
        assert (interview.pole, interview.outcome) == (pole, "other_pole")
        assert agree(site)

    def test_nothing_is_counted_where_it_cannot_be(self, called, pole):
        with pytest.raises(NotOfThisSite):
            actions.hand_over(ticket=called(), pole=pole, by=BY)
        assert not Interview.objects.exists()


class TestNeeds:
    @pytest.fixture
    def theme(self, site):
        return actions.keep_theme(
            centre=site.centre, code="parcoursup", name={"fr": "Aide Parcoursup"}, by=BY
        ).row

    def test_a_need_is_counted_by_month_and_no_row_is_an_act(self, site, theme, later):
        seen = [actions.flag_need(site=site, theme=theme, zone="town", by=BY) for _ in range(5)]
        actions.flag_need(site=site, theme=theme, by=BY)
        later(40 * 24 * 60)
        actions.flag_need(site=site, theme=theme, zone="town", by=BY)

        assert seen == [1, 2, 3, 4, 5]
        assert NeedFlag.objects.count() == 3
        assert queries.needs_of(site.centre, TODAY) == [(theme, 6)]
        assert str(NeedFlag.objects.get(n=5)).endswith("parcoursup · 2026-03: 5")

    def test_a_theme_of_another_centre_or_a_street_is_refused(self, site, theme):
        with pytest.raises(OtherCentre):
            actions.flag_need(site=SiteFactory(), theme=theme, by=BY)
        with pytest.raises(NotACode):
            actions.flag_need(site=site, theme=theme, zone="rue des Lilas", by=BY)

    def test_a_theme_no_longer_offered_is_not_in_the_list(self, site, theme):
        assert list(queries.themes(site.centre)) == [theme]
        actions.keep_theme(
            centre=site.centre, code="parcoursup", name=theme.name, retired=True, by=BY
        )
        assert list(queries.themes(site.centre)) == []
        assert Theme.objects.get().retired

    def test_needs_are_read_in_their_own_centre(self, site, theme):
        actions.flag_need(site=site, theme=theme, by=BY)

        class Someone:
            def __init__(self, place):
                self.holding_now = (Holding(ROLES["centre:manager"], place),)

        assert queries.needs(Someone(site.centre_id)).count() == 1
        assert queries.needs(Someone(CentreFactory().pk)).count() == 0


class TestOwnFigures:
    @pytest.fixture
    def mine(self, site, pole, counsellor, at_the_door):
        at_the_door(counsellor)
        for channel in ("phone", "phone", "chat"):
            actions.note(site=site, pole=pole, channel=channel, by=staff(counsellor))
        return counsellor

    def test_one_reads_ones_own(self, mine, pole):
        assert queries.own_figures(mine, TODAY) == {
            "all": 3,
            "channel/phone": 2,
            "channel/chat": 1,
            f"pole/{pole.pk}": 3,
        }

    def test_nobody_else_reads_them_whatever_they_ask(self, mine, at_the_door):
        """Not by the query with another's name, not by the table itself."""
        manager = User.objects.create_user("manager@example.org", name="Manager")
        at_the_door(manager)

        assert queries.own_figures(mine, TODAY) == {}
        assert not OwnCount.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM counselling_owncount")
            assert cursor.fetchone() == (0,)
            cursor.execute("UPDATE counselling_owncount SET n = 0")
            assert cursor.rowcount == 0
        assert rules.can_read_figures_of(mine, mine)
        assert not rules.can_read_figures_of(manager, mine)

    def test_nobody_at_the_door_reads_nothing(self, mine):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('parvis.scope', '', true)")

        assert not OwnCount.objects.exists()

    def test_no_interview_leads_to_whoever_held_it(self, mine):
        assert Interview.objects.count() == 3
        relations = {field.name for field in Interview._meta.fields if field.is_relation}
        assert relations == {"day", "pole"}

    def test_whoever_is_no_member_of_staff_has_none(self, site, pole):
        actions.note(site=site, pole=pole, channel="phone", by=BY)

        with trusted():
            assert not OwnCount.objects.exists()

    def test_what_a_row_says(self, mine, site, pole):
        assert str(OwnCount.objects.get(cell="all")) == "2026-03 all: 3"
        with translation.override("en"):
            assert str(Interview.objects.first()).endswith("morning")
        assert str(Theme(centre=site.centre, code="parcoursup", name={"fr": "Aide"})).endswith(
            "parcoursup"
        )


def test_a_counsellor_counsels_where_their_partner_works(site):
    partner = Partner.objects.create(code="p", name="P", sort_key="p", field="training")
    partner.centres.add(site.centre)

    class Someone:
        def __init__(self, key, place):
            self.pk, self.holding_now = 1, (Holding(ROLES[key], place),)

    counsellor = Someone("partner:counsellor", partner.pk)
    assert rules.can_counsel_at(counsellor, site)
    assert not rules.can_counsel_at(counsellor, SiteFactory())
    assert not rules.can_counsel_at(Someone("centre:reception", site.centre_id), site)
