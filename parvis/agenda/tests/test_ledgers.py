"""The lists of the agenda in the office: dates of the network and of Europe, levels of clashes."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parvis.accounts.actors import command
from parvis.accounts.models import NetworkPost, User
from parvis.agenda.actions import hold, set_level
from parvis.agenda.models import ClashLevel, Entry
from parvis.agenda.tests.factories import EntryFactory
from parvis.centres.models import Post
from parvis.centres.tests.factories import CentreFactory, SiteFactory, SpaceFactory
from parvis.journal.models import Line

pytestmark = pytest.mark.django_db
BY = command("test")
DATES, LEVELS = "/office/agenda/dates/", "/office/agenda/clashes/"
WEEK = {
    "title_fr": "Semaine européenne",
    "title_en": "European week",
    "layer": "europe",
    "first": "2026-10-12",
    "last": "2026-10-16",
    "begins": "",
    "ends": "",
    "presence": "on-site",
    "place_en": "Helsinki",
    "state": "draft",
    "heeded": "on",
}


@pytest.fixture
def coordinator(client, monkeypatch):
    names = {"comex": "Executive Committee", "team": "Team"}
    monkeypatch.setattr("parvis.agenda.bodies._names", [lambda _made_up: names])
    user = User.objects.create_user("network@example.org", name="Nadia", language="en")
    NetworkPost.objects.create(user=user, role="coordinator", start="2026-01-01")
    client.force_login(user)
    return client


@pytest.fixture
def manager(client):
    centre = CentreFactory(name="Ici")
    user = User.objects.create_user("manager@example.org", name="Mona", language="en")
    Post.objects.create(user=user, centre=centre, role="manager", start="2026-01-01")
    client.force_login(user)
    client.centre = centre
    return client


def sent(client, address, **typed):
    """Fill in a form as it is shown, and send it."""
    form = client.get(address).context["form"]
    return client.post(address, {"seen": form["seen"].value() or "", **typed})


def filled(client, row):
    """What the form of a row holds, ready to be sent again."""
    form = client.get(f"{DATES}{row.pk}/").context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if bound.name in ("title", "place", "about", "why"):
            words = value if isinstance(value, dict) else {}
            data |= {
                f"{bound.name}_fr": words.get("fr", ""),
                f"{bound.name}_en": words.get("en", ""),
            }
        elif value is not None:
            data[bound.name] = value
    return data | {"heeded": "on"}


def test_dates_of_the_network_are_listed_and_no_centres(coordinator):
    EntryFactory(title={"en": "General assembly"})
    EntryFactory(title={"en": "Week"}, layer="europe", state="cancelled")
    EntryFactory(title={"en": "Workshop"}, layer="centre", centre=CentreFactory())

    page = coordinator.get(DATES).content.decode()

    assert "General assembly" in page
    assert "Tuesday 3 March 2026, 10 a.m.–noon" in page
    assert "cancelled" in page
    assert "Workshop" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=assembl", ["Assembly"]),
        ("layer=europe", ["Skills week"]),
        ("state=draft", ["Skills week"]),
        ("since=2026-04-01", ["Skills week"]),
    ],
)
def test_filters(coordinator, query, found):
    EntryFactory(title={"en": "Assembly"})
    later = datetime.datetime(2026, 10, 12, tzinfo=datetime.UTC)
    EntryFactory(title={"en": "Skills week"}, layer="europe", state="draft", begins=later)

    page = coordinator.get(f"{DATES}?{query}").content.decode()

    assert [one for one in ("Assembly", "Skills week") if f">{one}<" in page] == found


@pytest.mark.usefixtures("manager")
def test_a_centre_has_no_such_list_and_nobody_else_either(client):
    row = EntryFactory()
    assert client.get(DATES).status_code == 404
    assert client.get(f"{DATES}{row.pk}/").status_code == 404


def test_whole_days_are_put_announced_and_cancelled(coordinator):
    answer = sent(coordinator, f"{DATES}new/", **WEEK, bodies=["comex"])
    assert answer.status_code == 302, answer.content.decode()[:3000]
    entry = Entry.objects.get()
    assert (entry.whole_days, entry.layer, entry.state) == (True, "europe", "draft")
    assert (entry.day, entry.last_day) == (datetime.date(2026, 10, 12), datetime.date(2026, 10, 16))
    assert [one.body for one in entry.holds.all()] == ["comex"]

    data = filled(coordinator, entry) | {"state": "announced", "bodies": ["team"]}
    assert coordinator.post(f"{DATES}{entry.pk}/", data).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "announced"
    assert [one.body for one in entry.holds.all()] == ["team"]

    data = filled(coordinator, entry) | {"state": "cancelled", "why_en": "Snow"}
    coordinator.post(f"{DATES}{entry.pk}/", data)
    entry.refresh_from_db()
    assert (entry.state, entry.why) == ("cancelled", {"en": "Snow"})

    data = filled(coordinator, entry) | {"state": "announced"}
    coordinator.post(f"{DATES}{entry.pk}/", data)
    entry.refresh_from_db()
    assert entry.state == "announced"


def test_what_is_sent_as_it_is_changes_nothing(coordinator):
    entry = EntryFactory()
    lines = Line.objects.count()

    coordinator.post(f"{DATES}{entry.pk}/", filled(coordinator, entry))

    assert Line.objects.count() == lines


def test_hours_are_those_of_the_place(coordinator):
    site = SiteFactory(centre__time_zone="Indian/Reunion")
    typed = WEEK | {"last": "", "begins": "09:00", "ends": "11:00", "site": site.pk}

    sent(coordinator, f"{DATES}new/", **typed)

    entry = Entry.objects.get()
    assert (entry.time_zone, f"{entry.begins:%H:%M}") == ("Indian/Reunion", "05:00")
    shown = coordinator.get(f"{DATES}{entry.pk}/").content.decode()
    assert 'value="09:00"' in shown
    night = filled(coordinator, entry) | {"begins": "22:00", "ends": "02:00", "last": "2026-10-13"}
    coordinator.post(f"{DATES}{entry.pk}/", night)
    entry.refresh_from_db()
    assert entry.ends - entry.begins == datetime.timedelta(hours=4)
    assert coordinator.get(f"{DATES}{entry.pk}/").context["form"]["last"].value() == datetime.date(
        2026, 10, 13
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last": "2026-10-11"}, "The end comes before the beginning."),
        ({"begins": "09:00"}, "Say both hours, or neither."),
        ({"ends": "09:00"}, "Say both hours, or neither."),
        ({"last": "", "begins": "09:00", "ends": "09:00"}, "It ends before it begins."),
        ({"title_fr": "", "title_en": ""}, "This field is required."),
        ({"title_fr": "<b>x</b>"}, "markup"),
        ({"first": "tomorrow"}, "Enter a valid date."),
        ({"begins": "noon"}, "Enter a valid time."),
        ({"begins": "noon", "ends": "14:00"}, "Enter a valid time."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_comes_back(coordinator, wrong, said):
    answer = sent(coordinator, f"{DATES}new/", **(WEEK | wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Helsinki" in page
    assert not Entry.objects.exists()


def test_what_it_runs_into_is_told_then_heeded(coordinator):
    other = EntryFactory(
        title={"en": "Erasmus days"}, begins=datetime.datetime(2026, 10, 14, 8, tzinfo=datetime.UTC)
    )
    hold(entry=other, bodies=["comex"], by=BY)
    typed = WEEK | {"bodies": ["comex"]}
    del typed["heeded"]

    answer = sent(coordinator, f"{DATES}new/", **typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Executive Committee is expected at another date: “Erasmus days”" in page
    assert "At that time there is “Erasmus days”" in page
    assert sent(coordinator, f"{DATES}new/", **typed, heeded="on").status_code == 302
    entry = Entry.objects.get(layer="europe")
    data = filled(coordinator, entry)
    del data["heeded"]
    assert coordinator.post(f"{DATES}{entry.pk}/", data).status_code == 422
    assert coordinator.post(f"{DATES}{entry.pk}/", data | {"state": "announced"}).status_code == 422


def test_one_that_is_cancelled_runs_into_nothing(coordinator):
    entry = EntryFactory()
    EntryFactory()
    data = filled(coordinator, entry) | {"state": "cancelled"}
    del data["heeded"]
    assert coordinator.post(f"{DATES}{entry.pk}/", data).status_code == 302


def test_a_room_that_is_taken_refuses_and_what_else_it_takes_up_stays(coordinator):
    space, entry = SpaceFactory(), EntryFactory()
    hold(entry=entry, spaces=[space], set_up_minutes=30, by=BY)
    later = EntryFactory(begins=datetime.datetime(2026, 3, 3, 13, tzinfo=datetime.UTC))
    hold(entry=later, spaces=[space], by=BY)

    data = filled(coordinator, entry) | {"bodies": ["comex"]}
    coordinator.post(f"{DATES}{entry.pk}/", data)
    assert entry.holds.count() == 2

    data = filled(coordinator, entry) | {"begins": "14:00", "ends": "15:00"}
    answer = coordinator.post(f"{DATES}{entry.pk}/", data)
    assert answer.status_code == 422
    assert "is taken" in answer.content.decode()


def test_undo_removes_what_was_put_and_sequence_never_falls(coordinator):
    page = coordinator.post(f"{DATES}new/", WEEK | {"bodies": ["comex"]}, follow=True)
    undo = re.search(r'action="(/office/[^"]*/back/[^"]*)"', page.content.decode())
    coordinator.post(undo[1])
    assert not Entry.objects.exists()

    entry = EntryFactory()
    data = filled(coordinator, entry) | {"link": "https://example.org/"}
    page = coordinator.post(f"{DATES}{entry.pk}/", data, follow=True).content.decode()
    coordinator.post(re.search(r'action="(/office/[^"]*/back/[^"]*)"', page)[1])
    entry.refresh_from_db()
    assert (entry.link, entry.sequence) == ("", 2)


def test_drafts_are_removed_and_what_was_announced_is_not(coordinator):
    draft, announced = EntryFactory(state="draft"), EntryFactory()
    for row in (draft, announced):
        page = coordinator.get(f"{DATES}{row.pk}/")
        coordinator.post(f"{DATES}{row.pk}/remove/", {"seen": page.context["seen"]})
    assert [*Entry.objects.all()] == [announced]


def test_several_are_announced_at_once(coordinator):
    rows = [EntryFactory(state="draft") for _ in range(2)]
    coordinator.post(f"{DATES}together/", {"gesture": "announce", "row": [row.pk for row in rows]})
    assert {row.state for row in Entry.objects.all()} == {"announced"}


def test_as_many_queries_for_three_dates_as_for_one(coordinator):
    found = []
    for n in (1, 2):
        for _ in range(n):
            EntryFactory(site=SiteFactory())
        coordinator.get(DATES)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert coordinator.get(DATES).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1]


def test_a_centre_says_what_clashes_do(manager):
    typed = {"centre": manager.centre.pk, "kind": "space", "level": "warn"}
    answer = sent(manager, f"{LEVELS}new/", **typed)
    assert answer.status_code == 422
    assert "Two dates could then take up the same thing" in answer.content.decode()

    sent(manager, f"{LEVELS}new/", **typed, heeded="on")

    row = ClashLevel.objects.get()
    assert (row.centre, row.kind, row.level) == (manager.centre, "space", "warn")
    sent(manager, f"{LEVELS}{row.pk}/", level="block")
    row.refresh_from_db()
    assert row.level == "block"
    page = manager.get(f"{LEVELS}{row.pk}/")
    manager.post(f"{LEVELS}{row.pk}/remove/", {"seen": page.context["seen"]})
    assert not ClashLevel.objects.exists()


def test_another_centre_is_none_of_ones_own(manager):
    theirs = set_level(centre=CentreFactory(name="Ailleurs"), kind="body", level="block", by=BY).row

    assert "Ailleurs" not in manager.get(LEVELS).content.decode()
    assert manager.get(f"{LEVELS}{theirs.pk}/").status_code == 404


def test_in_french_nothing_is_left_in_english(coordinator):
    User.objects.update(language="fr")
    set_level(centre=CentreFactory(), kind="body", level="block", by=BY)
    EntryFactory()
    with translation.override("fr"):
        for address, words in (
            (DATES, "Dates du Réseau et de l’Europe"),
            (f"{DATES}new/", "Instances attendues"),
        ):
            page = coordinator.get(address).content.decode()
            assert words in page
            for english in ("Dates of", "First day", "Title", "Bodies", "announced"):
                assert f">{english}" not in page
