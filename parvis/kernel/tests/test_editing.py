"""Two people at one row; networks and spaces stand for any editable row."""

import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import translation

from parvis.accounts.actors import command
from parvis.centres import actions as centres
from parvis.centres.models import Centre, Space
from parvis.centres.tests.factories import CentreFactory, SiteFactory, SpaceFactory
from parvis.kernel import keeping
from parvis.kernel.editing import NOTHING, Both, ChangedMeanwhile, digest, token
from parvis.kernel.history import signed
from parvis.kernel.keeping import CannotKeep, Change, keep, let_go
from parvis.sources.tests.factories import SourceFactory

BY = command("test")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def space(site, seen, **said):
    said = {"kind": "room", "name": {"fr": "Salle"}, "capacity": 12, **said}
    return centres.record_space(site=site, code="room-1", seen=seen, by=BY, **said)


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_whoever_saw_the_row_as_it_is_may_write_it(self):
        row = SpaceFactory(code="room-1", capacity=12)

        kept = space(row.site, token(row), capacity=20)

        assert (kept.change, kept.row.capacity, kept.theirs) == (Change.CHANGED, 20, ())

    def test_two_who_change_different_columns_both_keep_their_change(self):
        row = SpaceFactory(code="room-1", kind="room", name={"fr": "Salle"}, capacity=12)
        shown = token(row)
        space(row.site, shown, square_metres=Decimal("30"))

        kept = space(row.site, shown, capacity=20)

        row.refresh_from_db()
        assert (row.capacity, row.square_metres) == (20, Decimal("30.0"))
        assert kept.theirs == ("square_metres",)

    def test_two_who_change_the_same_column_are_told_with_both_values(self):
        row = SpaceFactory(code="room-1", kind="room", name={"fr": "Salle"}, capacity=12)
        shown = token(row)
        space(row.site, shown, capacity=20)

        with pytest.raises(ChangedMeanwhile, match=r"changed this .* \(People it takes\)") as told:
            space(row.site, shown, capacity=30, square_metres=Decimal("9"))

        assert told.value.both == {"capacity": Both(theirs=20, mine=30)}
        row.refresh_from_db()
        assert (row.capacity, row.square_metres) == (20, None)

    def test_two_who_say_the_same_do_not_dispute(self):
        row = SpaceFactory(code="room-1", kind="room", name={"fr": "Salle"}, capacity=12)
        shown = token(row)
        space(row.site, shown, capacity=20)

        assert space(row.site, shown, capacity=20).change is Change.UNCHANGED

    def test_the_whole_of_a_relation_is_one_column(self):
        mine, theirs, first = SourceFactory(), SourceFactory(), SourceFactory()
        centre = CentreFactory(code="here")
        said = {"name": "Ici", "simulated": False, "country": "FR", "city": "Ville"}
        said |= {"time_zone": "Europe/Paris", "code": "here", "by": BY}
        centres.record_centre(**said, sources=[first])
        shown = token(Centre.objects.get(pk=centre.pk))
        centres.record_centre(**said, sources=[first, theirs])

        with pytest.raises(ChangedMeanwhile) as told:
            centres.record_centre(**said, sources=[first, mine], seen=shown)

        assert told.value.both["sources"].theirs == sorted([first.pk, theirs.pk])
        assert told.value.row == centre

    def test_a_relation_others_changed_stays_theirs(self):
        first, theirs = SourceFactory(), SourceFactory()
        said = {"name": "Ici", "simulated": False, "country": "FR", "time_zone": "Europe/Paris"}
        said |= {"code": "here", "by": BY}
        row = centres.record_centre(**said, city="Ville", sources=[first]).row
        shown = token(Centre.objects.get(pk=row.pk))
        centres.record_centre(**said, city="Ville", sources=[first, theirs])

        kept = centres.record_centre(**said, city="Ailleurs", sources=[first], seen=shown)

        assert kept.theirs == ("sources",)
        assert set(kept.row.sources.all()) == {first, theirs}
        assert kept.row.city == "Ailleurs"

    def test_a_new_row_that_somebody_made_first_is_told(self):
        site = SiteFactory()
        space(site, NOTHING, capacity=10)

        with pytest.raises(ChangedMeanwhile, match="has recorded this") as told:
            space(site, NOTHING, capacity=20)

        assert told.value.both == {"capacity": Both(theirs=10, mine=20)}

    def test_a_new_row_made_first_between_our_look_and_our_rules_is_told_the_same_way(
        self, monkeypatch
    ):
        site, ask, asked = SiteFactory(), keeping._ask_the_rules, []

        def somebody_is_faster(row):
            if not asked:
                asked.append(row)
                space(site, NOTHING, capacity=10)
            ask(row)

        monkeypatch.setattr(keeping, "_ask_the_rules", somebody_is_faster)

        with pytest.raises(ChangedMeanwhile, match="has recorded this") as told:
            space(site, NOTHING, capacity=20)

        assert told.value.both == {"capacity": Both(theirs=10, mine=20)}

    def test_a_new_row_sent_twice_is_made_once(self):
        site = SiteFactory()

        assert [space(site, NOTHING).change, space(site, NOTHING).change] == [
            Change.CREATED,
            Change.UNCHANGED,
        ]

    def test_a_row_removed_meanwhile_is_told(self):
        row = SpaceFactory(code="room-1")
        shown = token(row)
        let_go(row, seen=shown)

        with pytest.raises(ChangedMeanwhile, match="has removed this") as told:
            space(row.site, shown)

        assert told.value.row is None

    def test_a_row_held_in_hand_but_removed_meanwhile_is_told(self):
        row = SpaceFactory(code="room-1")
        shown = token(row)
        Space.objects.filter(pk=row.pk).delete()

        with pytest.raises(ChangedMeanwhile, match="has removed this"):
            keep(Space, where={"code": "room-1"}, values={}, was=row, seen=shown)

    def test_a_row_changed_meanwhile_is_not_removed(self):
        row = SpaceFactory(code="room-1", capacity=1)
        shown = token(row)
        space(row.site, shown, capacity=99)

        with pytest.raises(ChangedMeanwhile, match="has changed this"):
            let_go(row, seen=shown)

        assert Space.objects.filter(pk=row.pk).exists()

    def test_what_the_database_would_refuse_is_refused_in_words(self):
        centre = CentreFactory()
        said = {"centre": centre, "name": "Ada", "function": {"fr": "Accueil"}, "by": BY}

        with pytest.raises(CannotKeep, match="The end comes before the beginning"):
            centres.record_member(**said, start="2026-05-01", until="2026-04-01", seen=NOTHING)
        member = centres.record_member(**said, start="2026-05-01", seen=NOTHING).row
        with pytest.raises(CannotKeep, match="The end comes before the beginning"):
            centres.record_member(
                **said, start="2026-05-01", until="2026-04-01", seen=token(member)
            )

    def test_a_token_that_means_nothing_gives_no_right_to_write_over(self):
        row = SpaceFactory(code="room-1", kind="room", name={"fr": "Salle"}, capacity=12)

        with pytest.raises(ChangedMeanwhile):
            space(row.site, "rubbish", capacity=20)

    def test_one_amount_written_in_two_ways_is_one_amount(self):
        assert digest(Decimal("5")) == digest(Decimal("5.00")) != digest(Decimal("50"))


def at_once(*acts):
    """Each act in a thread and a connection of its own, all let go at the same moment."""
    gate, told = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(10)
            told.append(act())
        except Exception as refusal:
            told.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


@pytest.mark.usefixtures("committed_db")
class TestAtOnce:
    def test_two_people_at_the_same_row_lose_nothing_and_the_second_is_told(self):
        with signed(BY):
            row = SpaceFactory(code="room-1", kind="room", name={"fr": "Salle"}, capacity=12)
        shown, site = token(row), row.site

        told = at_once(
            lambda: space(site, shown, capacity=20), lambda: space(site, shown, capacity=30)
        )

        refused = [one for one in told if isinstance(one, ChangedMeanwhile)]
        written = [one for one in told if not isinstance(one, Exception)]
        row.refresh_from_db()
        assert (len(refused), len(written)) == (1, 1)
        assert refused[0].both["capacity"].theirs == row.capacity
        assert {refused[0].both["capacity"].mine, row.capacity} == {20, 30}

    def test_two_columns_of_one_row_written_at_once_are_both_kept(self):
        with signed(BY):
            row = SpaceFactory(code="room-1", kind="room", name={"fr": "Salle"}, capacity=12)
        shown, site = token(row), row.site

        told = at_once(
            lambda: space(site, shown, capacity=20),
            lambda: space(site, shown, step_free=True),
        )

        row.refresh_from_db()
        assert not [one for one in told if isinstance(one, Exception)]
        assert (row.capacity, row.step_free) == (20, True)

    def test_two_people_who_make_the_same_row_make_one_and_the_second_is_told(self):
        with signed(BY):
            site = SiteFactory()

        told = at_once(
            lambda: space(site, NOTHING, capacity=20), lambda: space(site, NOTHING, capacity=30)
        )

        assert Space.objects.filter(site=site).count() == 1
        assert len([one for one in told if isinstance(one, ChangedMeanwhile)]) == 1
