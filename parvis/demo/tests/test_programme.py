"""The example network has weeks of programme behind it and ahead of it; the real one has none."""

import datetime

import pytest

from parvis.accounts.actors import command
from parvis.agenda.models import Entry
from parvis.centres.models import Centre, Site
from parvis.demo.actions import prepare_demo, simulate_programme
from parvis.journal.models import Line
from parvis.partners.models import Agreement
from parvis.programme import queries
from parvis.programme.enums import SessionState
from parvis.programme.models import Proposal, Seats, Session
from parvis.tallies import actions as tallies
from parvis.tallies.models import Count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]
NOW = datetime.datetime(2026, 11, 24, 13, 0, tzinfo=datetime.UTC)


@pytest.fixture
def centre(time_machine, settings, tmp_path):
    settings.VAR = tmp_path
    time_machine.move_to(NOW, tick=False)
    prepare_demo()
    return Agreement.objects.filter(simulated=True).earliest("pk").centre


def example(key):
    return Session.objects.select_related("entry__site__centre", "entry__centre").get(
        code__startswith=f"example-{key}-2", part_of=None
    )


def test_everything_a_programme_can_be_is_there_made_once_and_counted(centre, time_machine):
    rows = Session.objects.filter(simulated=True)
    ahead = rows.filter(entry__ends__gt=NOW)

    # Weeks: published, drafts, one called off; some full with a line, one keeps a group.
    assert ahead.filter(state=SessionState.PUBLISHED, part_of=None).count() > 30
    assert ahead.filter(state=SessionState.SCHEDULED).count() > 5
    assert ahead.filter(state=SessionState.CANCELLED).count() == 1
    assert Seats.objects.filter(session__in=ahead, waiting__gt=0).count() >= 2
    assert Seats.objects.filter(session__in=ahead, set_aside__gt=0).exists()
    assert {row.entry.site.centre.code for row in ahead.exclude(entry__site=None)} >= {
        "valombre", "brumelande", "lacsonge", "ile-aux-boussoles", "port-songe", "clairefougue",
    }  # fmt: skip
    # Behind: attendance entered, nobody's sign left.
    done = rows.filter(entry__ends__lt=NOW)
    assert set(done.values_list("state", flat=True)) <= {"attended", "evaluated"}
    assert queries.counters(2026, simulated=True).workshops > 8
    # A fair is on: a crowd at each stand, needs seen; the one behind has its estimate.
    fair = example("fair")
    assert all(row.n for row in queries.crowds(fair))
    assert queries.needs_seen(queries.crowds(fair))
    assert queries.attended(example("past-fair")) == (1240, "about")
    # A school of three tracks, one workshop of which is full.
    school = example("autumn-school")
    assert school.parts.count() == 10
    assert school.seats.get().held == 24
    assert [
        one.session.code for one in Seats.objects.filter(session__part_of=school) if one.free == 0
    ]
    assert Proposal.objects.filter(session__entry__centre=centre, decision="waiting").count() == 2
    assert Proposal.objects.filter(session__entry__centre=centre, decision="accepted").count() == 1
    # Nothing of it is real.
    assert not Session.objects.filter(simulated=False, entry__begins__year=2026).exists()
    assert not Entry.objects.filter(simulated=False, begins__year=2026).exists()
    made = Count.objects.filter(day__year=2026)
    assert set(made.values_list("simulated", flat=True)) == {True}
    for site, day in set(made.values_list("site", "day")):
        assert tallies.recount(site=_site(site), day=day, by=command("test")) == {}

    before = Line.objects.count()
    simulate_programme(centre)
    assert Line.objects.count() == before

    # In the evening two days later what has passed is held, and another fair opens tomorrow.
    time_machine.move_to(NOW + datetime.timedelta(days=2, hours=5), tick=False)
    simulate_programme(centre)
    fair.refresh_from_db()
    assert fair.state == SessionState.ATTENDED
    assert example_count("fair") == 2
    assert example_count("autumn-school") == 1


def test_a_real_centre_has_no_programme_made_up():
    real = Centre.objects.filter(simulated=False).first()

    with pytest.raises(ValueError, match="real"):
        simulate_programme(real)


def example_count(key):
    return Session.objects.filter(code__startswith=f"example-{key}-2", part_of=None).count()


def _site(pk):
    return Site.objects.select_related("centre").get(pk=pk)
