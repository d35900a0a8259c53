"""Campaigns, templates, slots, stands, rosters, speakers, documents, key points."""

import datetime
import uuid

import pytest

from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.kernel.editing import token
from parvis.kernel.keeping import CannotKeep, Change
from parvis.network.models import Network
from parvis.programme import actions, queries
from parvis.programme.errors import BelowHeld, NotPossible, WrongState
from parvis.programme.models import (
    Campaign,
    Document,
    Session,
    Slot,
    Stand,
    StatedFigure,
    Template,
)
from parvis.programme.tests.conftest import BEGINS, BY, DAY, agree, counts
from parvis.programme.tests.factories import CampaignFactory, SessionFactory, StandFactory
from parvis.sources.errors import Unsourced
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def source(db):
    return Source.objects.create(
        collection="x", code="r", title="Report", kind="report", language="fr"
    )


def test_template_has_a_code_nobody_thinks_up(site):
    made = actions.keep_template(
        centre=site.centre, title={"fr": "Atelier CV"}, themes=["employment"], by=BY
    )
    same = actions.keep_template(
        centre=site.centre, title={"fr": "Atelier CV!"}, was=made.row, by=BY
    )

    assert made.row.code == same.row.code == "atelier-cv"
    assert str(same.row) == "Atelier CV!"
    other = actions.keep_template(
        centre=site.centre, code="x", title={"fr": "Autre"}, retired=True, by=BY
    )
    assert other.change == Change.CREATED
    assert str(Template(code="nameless")) == "nameless"


def test_campaign_holds_events_and_objectives_and_a_context(source):
    network = Network.objects.create(code="n", name={"fr": "Réseau"})
    campaign = actions.keep_campaign(
        code="illettrisme",
        title={"fr": "Journées contre l’illettrisme"},
        first=datetime.date(2019, 9, 8),
        last=datetime.date(2019, 9, 15),
        network=network,
        reached=2000,
        reached_qualifier="more_than",
        public=250_000,
        public_qualifier="more_than",
        sources=[source],
        by=BY,
    ).row
    for _n in range(3):
        SessionFactory(campaign=campaign, entry__centre=None, entry__site=None)
    actions.set_objectives(
        campaign=campaign, objectives=[{"fr": f"Objectif {n}"} for n in range(9)], by=BY
    )
    actions.set_objectives(
        campaign=campaign, objectives=[{"fr": f"But {n}"} for n in range(8)], by=BY
    )

    (found,) = queries.campaigns()

    assert len(found.sessions.all()) == 3
    assert [str(one) for one in found.objectives.all()][0::7] == ["But 0", "But 7"]
    assert queries.share_of(found) == pytest.approx(0.8)
    assert str(found).startswith("Journées")


def test_share_of_a_campaign_that_says_too_little(db):
    assert queries.share_of(CampaignFactory(reached=None, public=10)) is None
    assert queries.share_of(CampaignFactory(reached=10)) is None


def test_campaign_needs_a_source_and_days_in_order(source, site):
    said = {"code": "c", "title": {"fr": "C"}, "centre": site.centre, "by": BY}
    days = {"first": DAY, "last": DAY}

    with pytest.raises(Unsourced):
        actions.keep_campaign(**said, **days)
    with pytest.raises(CannotKeep):
        actions.keep_campaign(
            **said, first=DAY, last=DAY - datetime.timedelta(days=1), sources=[source], seen=""
        )


def test_figure_of_a_source_stands_beside_records(a_session, source):
    actions.state_figure(session=a_session, what="participants", n=170, sources=[source], by=BY)

    row = StatedFigure.objects.get()
    assert str(row).endswith(": 170")
    assert list(queries.stated(a_session)) == [row]
    with pytest.raises(Unsourced):
        actions.state_figure(session=a_session, what="centres", n=19, by=BY)


def test_slot_has_places_of_its_own_beside_walking_in(published):
    """Row 45 of the mission: interviews by appointment and a morning open to all."""
    session = published(joining="places")
    slot = actions.keep_slot(
        session=session,
        begins=BEGINS,
        ends=BEGINS + HOUR,
        appointment=True,
        places=1,
        note={"fr": "Entretien"},
        by=BY,
    ).row

    places = queries.seats_of(session, slot=slot.pk)
    key = uuid.uuid4()
    actions.join(seats=places, key=key, by=BY)

    assert str(slot) == "10:00–11:00"
    assert session.walk_in
    with pytest.raises(BelowHeld):
        actions.remove_slot(row=slot, seen=token(Slot.objects.get()), by=BY)
    actions.leave(key=key, by=BY)
    actions.remove_slot(row=slot, seen=token(Slot.objects.get()), by=BY)
    assert session.seats.count() == 1


def test_slot_without_places_is_removed_as_well(published):
    session = published()
    slot = actions.keep_slot(session=session, begins=BEGINS, ends=BEGINS + HOUR, by=BY).row

    actions.remove_slot(row=slot, seen=token(Slot.objects.get()), by=BY)

    assert not Slot.objects.exists()


@pytest.mark.parametrize("shift", [-1, 2])
def test_slot_lies_within_its_session(published, shift):
    with pytest.raises(NotPossible):
        actions.keep_slot(
            session=published(),
            begins=BEGINS + shift * HOUR,
            ends=BEGINS + (shift + 1) * HOUR,
            by=BY,
        )


def test_stand_is_told_by_whoever_holds_it_until_the_event_is_over(published):
    session = published(kind="fair")
    stand = actions.keep_stand(
        session=session, number="B2", name="BeCode", left=10, top=20, needs=["training"], by=BY
    ).row

    told = actions.tell_stand(
        stand=stand, offers={"fr": "Code"}, needs=["training", "employment"], by=BY
    ).row

    assert (told.offers, told.needs, told.left) == ({"fr": "Code"}, ["training", "employment"], 10)
    assert str(told) == "B2 · BeCode"
    assert str(Stand(number="C3")) == "C3"
    with pytest.raises(CannotKeep):
        actions.tell_stand(stand=stand, offers={"fr": "<b>x</b>"}, needs=[], by=BY)
    with pytest.raises(CannotKeep):
        actions.tell_stand(stand=stand, offers={}, needs=["wings"], by=BY)
    Session.objects.update(state="attended")
    stand.session.refresh_from_db()
    with pytest.raises(WrongState):
        actions.tell_stand(stand=stand, offers={}, needs=[], by=BY)


def test_roster_says_which_centres_by_half_day(a_session):
    """Row 116 of the mission: eleven centres on one stand."""
    centres = [CentreFactory(name=f"C{n:02}") for n in range(11)]
    actions.set_roster(session=a_session, day=DAY, half_day="am", centres=centres, by=BY)
    actions.set_roster(session=a_session, day=DAY, half_day="am", centres=centres[:6], by=BY)
    rows = actions.set_roster(session=a_session, day=DAY, half_day="pm", centres=centres[5:], by=BY)

    found = queries.roster(a_session)

    assert found[DAY, "am"] == [f"C{n:02}" for n in range(6)]
    assert len(found[DAY, "pm"]) == 6
    assert "C05" in str(rows[0])
    with pytest.raises(NotPossible):
        actions.set_roster(
            session=a_session,
            day=DAY + datetime.timedelta(days=1),
            half_day="am",
            centres=centres,
            by=BY,
        )


def test_other_centres_of_a_session(published, at):
    session = published(kind="forum", joining="open")
    one, two = CentreFactory(), CentreFactory()
    at(0)
    actions.hold(session=session, by=BY)

    rows = actions.set_centres_with(session=session, centres={one: "joined", two: "joined"}, by=BY)
    actions.set_centres_with(session=session, centres={one: "organised"}, by=BY)

    assert "joined" not in session.centres_with.values_list("part", flat=True)
    assert one.name in str(rows[0])
    with pytest.raises(NotPossible):
        actions.set_centres_with(session=session, centres={session.entry.centre: "joined"}, by=BY)
    assert counts(session, "programme.sessions") == {"forum/organised": 1}
    assert agree(session)


def test_speakers_documents_and_key_points(a_session):
    speaker = actions.keep_speaker(
        session=a_session, name="Estelle Ceulemans", organisation="Parlement", by=BY
    ).row
    document = actions.keep_document(
        session=a_session, address="https://example.org/a.pdf", title={"fr": "Actes"}, by=BY
    ).row
    points = [{"fr": word} for word in ("formation", "biais", "données", "accessibilité")]
    actions.set_key_points(session=a_session, points=[*points, {"fr": "x"}], by=BY)
    actions.set_key_points(session=a_session, points=points, by=BY)

    assert (str(speaker), str(document)) == ("Estelle Ceulemans", "Actes")
    assert str(Document(address="https://example.org")) == "https://example.org"
    assert [str(one) for one in a_session.key_points.all()] == [
        "formation",
        "biais",
        "données",
        "accessibilité",
    ]
    with pytest.raises(CannotKeep):
        actions.keep_document(session=a_session, address="nowhere", title={}, by=BY)


def test_what_stands_around_a_session_is_removed(a_session):
    stand = StandFactory(session=a_session)

    actions.remove_row(row=stand, seen=token(Stand.objects.get()), by=BY)

    assert not Stand.objects.exists()
    with pytest.raises(TypeError):
        actions.remove_row(row=a_session, seen="", by=BY)


def test_a_template_in_use_may_go_and_leaves_its_sessions(site, planned):
    template = actions.keep_template(centre=site.centre, title={"fr": "T"}, by=BY).row
    session = planned(template=template)

    actions.remove_row(row=template, seen=token(Template.objects.get()), by=BY)

    session.refresh_from_db()
    assert session.template is None
    assert not Campaign.objects.exists()
    assert SiteFactory().pk
