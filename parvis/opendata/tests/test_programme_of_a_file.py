"""What the programme says of facts of a network file: right, wrong, and loaded again."""

import copy

import pytest
from django.utils import translation

from parvis.accounts.actors import command
from parvis.agenda.models import Entry, Hold
from parvis.journal.models import Line
from parvis.opendata.networkfile import load_file
from parvis.opendata.networkfile.checking import check
from parvis.opendata.networkfile.lines import read
from parvis.opendata.tests.a_small_network import change, small, text_of, written
from parvis.programme.models import Campaign, Session

CITED = {"sources": ["report"]}
FIGURE = {
    "version": 0, "period": "2024", "scope": "event", "fact": "day", "indicator": "users",
    "qualifier": "about", "value": 90, "chosen": True, **CITED,
}  # fmt: skip


def with_a_programme():
    network = small()
    day = {"kind": "organised_event", "date": "2024-09-20", "title": {"fr": "Jour"}, **CITED}
    network["facts"] += [
        {"code": "day", "centre": "here", "site": "main", **day},
        {"code": "week", "end": "2024-09-24", "place": {"fr": "Ailleurs"}, **day},
        {"code": "to-come", "announced": True, **day},
    ]
    network["observations"] += [
        {"code": "day-people", **FIGURE},
        {"code": "week-share", **FIGURE, "fact": "week", "value": 2.5},
    ]
    network["campaigns"] = [
        {"code": "reading", "fact": "week", "reached": "day-people", "objectives": [{"fr": "Lire"}]}
    ]
    network["sessions"] = [
        {
            "code": "day", "fact": "day", "kind": "forum", "begins": "09:30", "ends": "16:00",
            "campaign": "reading", "figures": {"participants": "day-people"},
            "hosts": [{"role": "organiser", "centre": "here"}, {"role": "exhibitor", "name": "X"}],
            "centres_with": [{"centre": "there", "part": "joined"}],
            "slots": [{"begins": "09:30", "ends": "12:00"}],
            "speakers": [{"name": "Ada Boussole"}],
            "key_points": [{"fr": "Retenir"}],
        },
        {"code": "table", "part_of": "day", "kind": "round-table", "title": {"fr": "Table"}},
        {"code": "week", "fact": "week", "kind": "seminar", "time_zone": "Europe/Brussels"},
        {"code": "to-come", "fact": "to-come", "kind": "webinar", "presence": "online"},
    ]  # fmt: skip
    network["dates"] = [
        {"meeting": "after", "layer": "network"},
        {"fact": "week", "layer": "europe"},
    ]
    return network


def problems(network):
    with translation.override("en"):
        _file, found = check(read(text_of(network)))
    return [(one.field.split(" › ", 1)[1], one.reason) for one in found]


@pytest.mark.django_db
def test_facts_of_a_file_are_sessions_campaigns_and_dates_once(tmp_path):
    def load(network):
        with translation.override("en"):
            return load_file(written(tmp_path, network), by=command("test"))

    load(with_a_programme())
    day, table, week = (Session.objects.get(code=code) for code in ("day", "table", "week"))

    assert (day.state, day.entry.when) == ("held", "Vendredi 20 septembre 2024, 09:30–16:00")
    assert list(table.sources.all()) == list(day.sources.all())
    assert table.part_of == day
    assert (week.entry.layer, week.entry.whole_days) == ("network", True)
    assert str(week.entry.zone) == "Europe/Brussels"
    assert Session.objects.get(code="to-come").state == "published"
    figure = day.stated_figures.get()
    assert (figure.what, figure.n, figure.qualifier) == ("participants", 90, "about")
    assert Campaign.objects.get().reached == 90
    assert Hold.objects.get().body == "committee"
    meeting = Entry.objects.get(title={"fr": "Comité"})
    assert (meeting.presence, meeting.state) == ("online", "announced")

    before = Line.objects.count()
    outcome = load(with_a_programme())
    assert (outcome.changed, Line.objects.count()) == (0, before)
    later = change(with_a_programme(), "facts.3.end", "2024-09-25")
    load(change(later, "meetings.1.date", "2024-06-14"))
    meeting.refresh_from_db()
    assert str(meeting.day) == "2024-06-14"
    week.entry.refresh_from_db()
    assert str(week.entry.last_day) == "2024-09-25"


def test_what_is_wrong_is_said():
    assert problems(with_a_programme()) == []
    table = "sessions.1"
    for path, value, field, reason in (
        ("campaigns.0.fact", "kick-off", "reading › fact", "not dated to the day"),
        ("campaigns.0.fact", "nowhere", "reading › fact", "not in facts"),
        ("campaigns.0.reached", "week-share", "reading › reached", "not a whole number"),
        ("campaigns.0.reached", "nowhere", "reading › reached", "not in observations"),
        (table, {"code": "x", "kind": "fair"}, "x", "names a fact, or"),
        (f"{table}.title", None, "table › title", "is missing"),
        (f"{table}.part_of", "table", "table › part_of", "with a fact of its own"),
        ("sessions.2.fact", "day", "week › fact", "is there twice"),
        ("sessions.0.campaign", "none", "day › campaign", "not in campaigns"),
        ("sessions.0.ends", None, "day › ends", "stands alone"),
        ("sessions.0.ends", "09:00", "day › ends", "ends before it begins"),
        ("sessions.0.slots.0.ends", "17:00", "day › slots", "outside the hours"),
        ("sessions.2.slots", [{"begins": "09:00", "ends": "10:00"}], "week › slots", "without"),
        ("sessions.0.hosts.0.name", "Deux", "day › hosts", "one of them"),
        ("sessions.0.hosts.0.centre", "nowhere", "day › hosts", "not in centres"),
        ("sessions.0.centres_with.0.centre", "nowhere", "day › centres_with", "not in centres"),
        ("sessions.0.figures.participants", "nowhere", "day › figures", "not in observations"),
        (f"{table}.figures", {"centres": "day-people"}, "table › figures", "of the whole"),
        ("dates.0.fact", "day", "", "one of them"),
        ("dates.0.meeting", "nowhere", "", "not in meetings"),
        ("meetings.1.date", "2024-06", "", "not dated to the day"),
        ("dates.1.fact", "kick-off", "", "not dated to the day"),
    ):
        found = problems(_set(with_a_programme(), path, value))
        assert [one for one in found if field in one[0] and reason in one[1]], (path, found)


def _set(network, path, value):
    """The network with one value set, there before or not."""
    held = copy.deepcopy(network)
    *steps, last = path.split(".")
    at = held
    for step in steps:
        at = at[int(step) if isinstance(at, list) else step]
    at[int(last) if isinstance(at, list) else last] = value
    return held
