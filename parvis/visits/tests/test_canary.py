"""Values that must never be there are looked for where they could leak."""

import datetime
import logging
import uuid
from contextlib import suppress

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.journal.models import Line
from parvis.kernel.errors import ParvisError
from parvis.kernel.policies import trusted
from parvis.tallies.models import Count
from parvis.visits import actions
from parvis.visits.shapes import Asked, Profile
from parvis.visits.tests.conftest import BY, MORNING

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"
CANARIES = (CANARY, "kanari@example.org", "+33 6 12 34 56 78")


def everything_kept():
    """Every value of every row of every model, as text."""
    with trusted():
        return "\n".join(
            str(list(model._default_manager.values_list()))
            for model in apps.get_models()
            if model.__module__.startswith(("parvis.", "procrastinate"))
        )


@pytest.mark.parametrize("canary", CANARIES)
def test_what_somebody_tries_to_write_is_kept_and_said_nowhere(
    record, merge, wire, site, pole, asks_all, caplog, canary
):
    """Each way in is tried with a name, an address, a number: refused, and not repeated."""
    caplog.set_level(logging.DEBUG)
    said = []
    tries = [
        {"channel": canary},
        {"services": [Asked(canary)]},
        {"language": canary},
        {"need": canary},
        {"key": canary},
        *({"profile": Profile(**{band: canary})} for band in vars(Profile())),
    ]
    for wrong in tries:
        with suppress(ParvisError) as refused:
            try:
                record(**wrong)
            except ParvisError as refusal:
                said.append(str(refusal))
                raise
        assert refused is None
    sent = [
        wire(**{word: canary})
        for word in ("channel", "size", "services", "profile", "ticket", "state", "note", "name")
    ]
    sent += [wire(profile={"age": canary}), wire(profile={canary: "x"})]
    sent += [wire(ticket={"pole": pole.pk, "language": canary, "need": canary, "name": canary})]
    sent += [wire(services=[[canary, None]]), wire(kind=canary), wire("move", of=canary)]
    said += [answer.said for answer in merge(sent)]
    actions.close_day(site=site, date=MORNING.date(), by=BY)

    assert len(said) > 15
    assert canary not in everything_kept()
    assert canary not in "\n".join(said)
    assert canary not in caplog.text


def test_moments_keys_and_signs_are_nowhere_once_the_day_is_closed(
    record, site, pole, asks_all, caplog, now
):
    """What was there while the day was open: an exact moment, a client key, a token, a row."""
    caplog.set_level(logging.DEBUG)
    moment = MORNING + datetime.timedelta(minutes=7, seconds=13, microseconds=421337)
    key = uuid.uuid4()
    made = record(key=key, pole=pole, profile=Profile(age="26-30"), at=moment, device_at=moment)
    gone = {
        "moment": "421337",
        "visit": str(made.visit.pk),
        "token": str(made.ticket.token),
        "address": made.ticket.address,
        "ticket": str(made.ticket.pk),
    }
    gone["call"] = "421338"
    actions.call_next(
        site=site, poles=[pole], desk=1, at=moment + datetime.timedelta(microseconds=1), by=BY
    )
    kept = everything_kept()
    assert {word for word, value in gone.items() if value in kept.replace("UUID('", "")} >= {
        "moment", "visit", "token", "ticket", "call",
    } or "421337" in kept  # fmt: skip

    actions.close_day(site=site, date=MORNING.date(), by=BY)

    kept = everything_kept()
    for word, value in gone.items():
        assert value not in kept, word
        assert value not in caplog.text, word
    assert str(key) in kept  # the bare key stays, and leads nowhere
    assert not Line.objects.filter(what__startswith="visits_visit").exists()


def test_no_word_of_a_visit_is_put_in_a_count(record, site, pole, asks_all):
    record(pole=pole, language="ar", need="seat", profile=Profile(language="ar", age="61+"))

    cells = set(Count.objects.values_list("measure", "cell"))

    assert ("visits.profile", "language/ar") in cells
    assert not any("seat" in cell for _measure, cell in cells)


def test_a_record_asks_the_database_for_few_things(record, site):
    """Eight statements of its own at the most, the signature left out (P13)."""
    record()
    with CaptureQueriesContext(connection) as asked:
        record()
    own = [
        query["sql"]
        for query in asked
        if "set_config" not in query["sql"] and "SAVEPOINT" not in query["sql"]
    ]

    assert len(own) <= 8, own
