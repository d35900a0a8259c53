"""What programs of others make of what we tell them: a calendar, and readers of schema.org."""

import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import schema_org
from django.core.cache import caches

from parvis.programme import actions
from parvis.programme.tests.conftest import BEGINS, BY
from parvis.programme.tests.factories import HostFactory

pytestmark = pytest.mark.django_db

KHAL = """
[calendars]
[[programme]]
path = {path}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Paris
default_timezone = Europe/Paris
[sqlite]
path = {path}/khal.db
"""


@pytest.fixture
def khal(tmp_path):
    """A calendar program with an empty calendar: takes a feed in, then shows some days."""
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(KHAL.format(path=tmp_path))
    program = [str(Path(sys.executable).with_name("khal")), "-c", str(tmp_path / "khal.conf")]

    def shown(feed, day, days="10d"):
        (tmp_path / "feed.ics").write_bytes(feed)
        subprocess.run([*program, "import", "--batch", str(tmp_path / "feed.ics")], check=True)
        line = "{start-time}-{end-time} {title} | {location} | {status}"
        asked = [*program, "list", day, days, "--format", line, "--day-format", "{date}"]
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout

    return shown


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["pages"].clear()


def test_a_calendar_program_takes_the_feed_in_and_what_was_called_off(client, publish, khal):
    week = datetime.timedelta(days=7)
    publish(title={"en": "Before the clocks change"}, begins=BEGINS + 3 * week)
    session = publish(title={"en": "After, with a comma; and \\ more"}, begins=BEGINS + 4 * week)

    before = khal(client.get("/en/agenda.ics").content, "2026-03-20", "20d")
    actions.cancel(session=session, why={"en": "Snow."}, by=BY)
    after = khal(client.get("/en/agenda.ics").content, "2026-03-20", "20d")

    assert "10:00-12:00 Before the clocks change | House, Here, Hereville | CONFIRMED" in before
    assert "11:00-13:00 After, with a comma; and \\ more" in before
    assert "11:00-13:00 Cancelled: After, with a comma; and \\ more" in after
    assert after.count("After, with a comma") == 1


CHOICES = {
    "eventStatus": schema_org.EventStatusType,
    "eventAttendanceMode": schema_org.EventAttendanceModeEnumeration,
}


def vocabulary(said, name=""):
    """The same as a model of the vocabulary, which refuses what is no property and no range."""
    if isinstance(said, list):
        return [vocabulary(one, name) for one in said]
    if name in CHOICES:
        return CHOICES[name](said)
    if isinstance(said, str) and re.match(r"\d{4}-\d\d-\d\dT", said):
        return datetime.datetime.fromisoformat(said)
    if not isinstance(said, dict):
        return said
    kind = getattr(schema_org, said["@type"])
    return kind.model_validate(
        {key: vocabulary(value, key) for key, value in said.items() if not key.startswith("@")}
    )


@pytest.mark.parametrize("presence", ["on-site", "online", "both"])
def test_a_reader_of_the_vocabulary_takes_a_session_for_an_event(client, publish, presence):
    session = publish(presence=presence, online_capacity=9, about={"en": "A"}, languages=["en"])
    HostFactory(session=session, role="organiser")

    page = client.get(f"/en/programme/{session.code}/").content.decode()
    said = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    event = vocabulary(said)

    assert isinstance(event, schema_org.Event)
    assert event.to_jsonld()["startDate"] == "2026-03-03T10:00:00+01:00"
