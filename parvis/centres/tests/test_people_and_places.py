"""Teams, spaces and poles."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from parvis.accounts.actors import command
from parvis.centres import actions, queries
from parvis.centres.enums import Access, OfferKind, PersonalDatum
from parvis.centres.models import Equipment, Pole, Space, TeamMember
from parvis.centres.rules import clashes, departures
from parvis.centres.tests.factories import (
    CentreFactory,
    PoleFactory,
    SiteFactory,
    SpaceFactory,
    TeamMemberFactory,
)
from parvis.kernel.editing import NOTHING, token
from parvis.kernel.keeping import CannotKeep, Change
from parvis.principles.queries import alerts, alerts_about
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db
BY = command("test")
DAY = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


class TestTeam:
    def test_whoever_has_ended_leaves_by_themselves(self):
        centre = CentreFactory()
        TeamMemberFactory(centre=centre, name="Ada", until="2026-03-01")
        stays = TeamMemberFactory(centre=centre, name="Bo", until="2026-03-02")
        TeamMemberFactory(centre=centre, name="Cleo", start="2026-03-03")

        assert list(queries.team_on(centre, DAY)) == [stays]

    def test_only_what_a_person_agreed_to_is_shown(self):
        centre = CentreFactory()
        said = {"email": "ada@example.org", "phone": "00 00"}
        TeamMemberFactory(centre=centre, name="Ada", **said)
        TeamMemberFactory(
            centre=centre, name="Bo", name_agreed=DAY, email_agreed="2026-03-03", **said
        )

        ada, bo = queries.public_teams([centre], DAY)[centre.pk]

        assert (ada.name, ada.email, ada.phone) == ("", "", "")
        assert ada.function == {"fr": "Accueil", "en": "Reception"}
        assert (bo.name, bo.email, bo.phone) == ("Bo", "", "")

    @pytest.mark.parametrize("many", [1, 3])
    def test_teams_are_read_in_one_query(self, many, django_assert_num_queries):
        centres = CentreFactory.create_batch(many)
        for centre in centres:
            TeamMemberFactory.create_batch(2, centre=centre)

        with django_assert_num_queries(1):
            teams = queries.public_teams(centres, DAY)

        assert [len(teams[centre.pk]) for centre in centres] == [2] * many

    def test_a_member_is_recorded_once_and_corrected(self):
        centre = CentreFactory()
        said = {"centre": centre, "start": DAY, "function": {"fr": "Accueil"}, "by": BY}
        kept = actions.record_member(name="  Ada  Lovelace ", sort_name="Lovelace", **said)

        again = actions.record_member(name="Ada King", was=kept.row, seen=token(kept.row), **said)

        assert (kept.change, kept.columns[1]) == (Change.CREATED, "name")
        member = TeamMember.objects.get()
        assert (again.change, member.name, str(member)) == (Change.CHANGED, *["Ada King"] * 2)

    def test_an_entry_made_by_mistake_is_removed(self):
        member = TeamMemberFactory()

        actions.remove_member(
            member=member, seen=token(TeamMember.objects.get(pk=member.pk)), by=BY
        )

        assert not TeamMember.objects.exists()

    def test_clashes_are_told_before_saving(self):
        member = TeamMemberFactory(name="Ada", start=datetime.date(2026, 1, 1), until="2026-06-30")
        asked = {"centre": member.centre, "name": " ada "}
        late = datetime.date(2026, 7, 1)

        told = ["Ada is already in the team since Jan. 1, 2026."]
        assert clashes.of_member(**asked, start=DAY, until=None) == told
        assert clashes.of_member(**asked, start=DAY, until=late) == told
        assert clashes.of_member(**asked, start=DAY, until=None, was=member) == []
        assert clashes.of_member(**asked, start=late, until=None) == []
        early = datetime.date(2025, 12, 31)
        assert clashes.of_member(**asked, start=early, until=early) == []
        assert clashes.of_member(**asked, start=DAY, until=early) == [
            "The end comes before the beginning."
        ]

    def test_the_database_refuses_an_end_before_the_beginning(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            TeamMemberFactory(until="2020-01-01")


class TestSpaces:
    def test_spaces_are_read_with_what_stands_in_them(self, django_assert_num_queries):
        centre = CentreFactory(name="Ici")
        site = SiteFactory(centre=centre, code="main")
        room = actions.record_space(
            site=site, code="room", kind="room", name={"fr": "Salle"}, capacity=12, by=BY
        ).row
        SpaceFactory(site=site, until="2026-03-01")
        SpaceFactory(site=site, until="2026-03-02")
        actions.record_equipment(space=room, kind="computer", places=6, by=BY)

        with django_assert_num_queries(2):
            spaces = list(queries.spaces_on(centre, DAY))
            told = [str(one) for space in spaces for one in space.equipment.all()]

        assert len(spaces) == 2
        assert told == ["Salle (Ici · relay point) · computer"]

    @pytest.mark.parametrize("places", [0, -1])
    def test_equipment_has_at_least_one_place(self, places):
        with pytest.raises(CannotKeep):
            actions.record_equipment(space=SpaceFactory(), kind="tablet", places=places, by=BY)

    def test_what_was_recorded_by_mistake_is_removed(self):
        space = SpaceFactory()
        kit = actions.record_equipment(space=space, kind="tablet", places=2, by=BY).row

        actions.remove_space(row=kit, seen=token(kit), by=BY)
        actions.remove_space(row=space, seen=token(space), by=BY)

        assert not Equipment.objects.exists()
        assert not Space.objects.exists()


def pole(centre, **said):
    said = {"need": "employment", "name": {"fr": "Trouver un emploi"}, **said}
    return actions.record_pole(
        centre=centre, code="employment", sources=[SourceFactory()], by=BY, **said
    ).row


class TestPoles:
    def test_a_pole_that_keeps_every_principle_raises_nothing(self):
        row = pole(CentreFactory(), access="both", letter="A", kinds=["interview", "remote"])

        assert not alerts_about(row).exists()
        assert [kind.label for kind in OfferKind.of(row.kinds)] == [
            "individual counselling",
            "counselling at a distance",
        ]

    @pytest.mark.parametrize(
        ("said", "principle", "detail"),
        [
            ({"access": Access.APPOINTMENT}, "R04", "Access: by appointment only."),
            ({"price": "5 €"}, "R02", "Price asked: 5 €."),
            ({"asks": ["email", "name"]}, "R01", "Required: name, e-mail address."),
            ({"reserved_for": {"en": "job-seekers"}}, "R03", "Reserved for: job-seekers."),
        ],
    )
    def test_no_setting_departs_from_a_principle_silently(self, said, principle, detail):
        centre = CentreFactory(code="here")

        row = pole(centre, **said)

        (alert,) = alerts(centres=["here"])
        assert (alert.principle, alert.state, alert.detail["en"]) == (principle, "open", detail)
        assert alert.about == row.name
        assert set(departures(row)) == {principle}

    def test_a_setting_that_is_mended_closes_its_alert(self):
        centre = CentreFactory()
        row = pole(centre, price="5 €", access="appointment")

        pole(centre, access="appointment")

        assert [alert.principle for alert in alerts()] == ["R04"]
        assert alerts_about(row).get(principle="R02").state == "mended"

    def test_a_pole_that_is_removed_leaves_no_alert_standing(self):
        row = pole(CentreFactory(), price="5 €")

        actions.remove_pole(pole=row, seen=token(Pole.objects.get()), by=BY)

        assert not Pole.objects.exists()
        assert not alerts().exists()

    def test_a_refused_pole_raises_no_alert(self):
        with pytest.raises(CannotKeep, match="not one of the choices"):
            pole(CentreFactory(), price="5 €", kinds=["massage"])

        assert not alerts().exists()

    def test_clashes_are_told_before_saving(self):
        held = PoleFactory(letter="A")
        asked = PoleFactory.build(
            centre=held.centre, letter="A", access="appointment", asks=["name"]
        )

        first, *principles = clashes.of_pole(asked)

        assert first == "The letter A is that of “Find a job”."
        assert [sentence[:20] for sentence in principles] == [
            "Nobody is asked who ",
            "Anyone may walk in: ",
        ]
        assert clashes.of_pole(held) == []
        assert clashes.of_pole(PoleFactory.build(centre=held.centre)) == []

    @pytest.mark.parametrize(
        ("letter", "said"),
        [("A", "Another pole of this centre has this letter"), ("I", "one capital from A to Z")],
    )
    def test_a_letter_is_legible_and_stands_once(self, letter, said):
        centre = PoleFactory(letter="A").centre

        with pytest.raises(CannotKeep, match=said):
            pole(centre, letter=letter, seen=NOTHING)

    def test_poles_come_in_the_order_of_their_letters(self):
        centre = CentreFactory()
        none, b, a = (PoleFactory(centre=centre, letter=letter) for letter in ("", "B", "A"))

        assert list(queries.poles_of(centre)) == [a, b, none]

    @pytest.mark.parametrize("wrong", ["name", ["name", "name"], ["shoe size"]])
    def test_a_list_of_choices_holds_choices_each_once(self, wrong):
        with pytest.raises(CannotKeep):
            pole(CentreFactory(), asks=wrong)

    def test_what_is_no_list_holds_nothing(self):
        assert PersonalDatum.of(None) == []


def test_a_spelling_recorded_by_mistake_is_removed_and_a_site_in_use_is_not():
    site = SiteFactory(code="bus")
    alias = actions.record_alias(
        centre=site.centre, text="Le bus", sources=[SourceFactory()], by=BY
    ).row

    actions.remove(row=alias, seen=token(alias), by=BY)

    assert not site.centre.aliases.exists()


def test_a_name_is_corrected_without_leaving_the_wrong_one():
    centre, source = CentreFactory(), SourceFactory()
    said = {"centre": centre, "sources": [source], "by": BY}
    row = actions.record_name(name="Cité", **said).row

    actions.record_name(name="Cité des métiers", was=row, seen=token(row), **said)

    assert [name.name for name in centre.names.all()] == ["Cité des métiers"]
