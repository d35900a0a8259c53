"""Nobody is known: what the rooms of visitors can hold, read from types and relations.

The test asks no name: a column that could hold words, a number that could be somebody's, a key
that leads elsewhere or a moment must stand in the list below with its reason, whatever it is
called. The same is asked of the database, so that a column added by a statement fails too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from parvis.kernel import transients
from parvis.kernel.history import kept
from parvis.kernel.transients import Transient
from tests.architecture.reading import room_of

ROOMS = {"visits", "counselling", "tallies"}
"""Rooms whose rows come from what visitors do."""
BESIDE = {
    "journal.Receipt",
    "devices.Block",
    "devices.LifeSign",
    "devices.Summons",
    "programme.Seats",
    "programme.Participation",
    "programme.Feedback",
    "programme.ReminderAddress",
}
"""Rows of other rooms that come from what visitors do."""
STAFF = {
    "visits.SiteSettings": "what a site asks, set by its team",
    "visits.SurveyWeek": "when a site asks, set by its team",
    "counselling.Theme": "needs that may be flagged, written by the team of a centre",
}
"""Models of these rooms that hold no act of a visitor: their history is kept."""

CODE = "one of a closed list, held by a constraint of the database"
ISO = "two letters of a language (ISO 639-1), held by a constraint"
CELL = "made of codes by the program, its shape held by a constraint"
LETTER = "one capital, held by a constraint or given by the program"
PLACE = "a place, not a person"
OF_DAY = "the day of a site"
OF_SESSION = "a session of the programme, not a person"
TEXT_OR_KEY = {
    # tallies
    "tallies.Count.site": PLACE,
    "tallies.Count.centre": PLACE,
    "tallies.Count.measure": CELL,
    "tallies.Count.cell": CELL,
    # visits: the team's own
    "visits.SiteSettings.site": PLACE,
    "visits.SiteSettings.bands": "codes of bands, checked one by one; of the site, of no visit",
    "visits.SiteSettings.regime": CODE,
    "visits.SiteSettings.moment": CODE,
    "visits.SurveyWeek.site": PLACE,
    # visits
    "visits.Day.site": PLACE,
    "visits.Day.centre": PLACE,
    "visits.Day.state": CODE,
    "visits.Visit.id": "drawn at random, and drawn again when the day closes",
    "visits.Visit.day": OF_DAY,
    **{
        f"visits.Visit.{name}": CODE
        for name in (
            "half_day",
            "channel",
            "age",
            "gender",
            "situation",
            "education",
            "territory",
            "first_visit",
            "known",
        )
    },
    "visits.Visit.language": ISO,
    "visits.Service.id": "drawn at random, and drawn again when the day closes",
    "visits.Service.visit": "what a visit was for; it leads to codes alone",
    "visits.Service.kind": CODE,
    "visits.Service.pole": PLACE,
    "visits.Line.day": OF_DAY,
    "visits.Line.pole": PLACE,
    "visits.Line.letter": LETTER,
    "visits.Ticket.id": "drawn at random; the row goes when the day closes",
    "visits.Ticket.day": OF_DAY,
    "visits.Ticket.pole": PLACE,
    "visits.Ticket.visit": "the visit it was taken for; the row goes when the day closes",
    "visits.Ticket.letter": LETTER,
    "visits.Ticket.picture": CODE,
    "visits.Ticket.token": "key of the visitor's page, drawn at random; goes with the row",
    "visits.Ticket.state": CODE,
    "visits.Ticket.language": ISO,
    "visits.Ticket.need": CODE,
    "visits.Correction.day": OF_DAY,
    "visits.Correction.by": "staff or a device by its number, held by a constraint; no visitor",
    "visits.Correction.reason": CODE,
    "visits.Correction.measure": CELL,
    "visits.Correction.cell": CELL,
    # counselling
    "counselling.Interview.id": "drawn at random; nothing else holds it",
    "counselling.Interview.day": OF_DAY,
    "counselling.Interview.pole": PLACE,
    "counselling.Interview.language": ISO,
    **{
        f"counselling.Interview.{name}": CODE
        for name in ("half_day", "channel", "duration", "subject", "outcome", "next_step")
    },
    "counselling.Theme.centre": PLACE,
    "counselling.Theme.code": "made by the program from the name of a need",
    "counselling.Theme.name": "a need in words, written in the office; leads to no visit",
    "counselling.NeedFlag.site": PLACE,
    "counselling.NeedFlag.centre": PLACE,
    "counselling.NeedFlag.theme": "a need of the centre's list; a month and a number, no act",
    "counselling.NeedFlag.zone": CODE,
    "counselling.OwnCount.user": "one's own figures of a month, shown to oneself alone; no visitor",
    "counselling.OwnCount.cell": CELL,
    # beside
    "journal.Receipt.key": "drawn at random by the sender; its link goes when the day closes",
    "journal.Receipt.purpose": "a word of the program",
    "journal.Receipt.scope": "a room and the number of a site",
    "journal.Receipt.digest": "keyed with the key itself; erased when the day closes",
    "journal.Receipt.answer": "a state among four; the rest is erased when the day closes",
    "journal.Receipt.row": "the visit or ticket it became; erased when the day closes",
    "devices.Block.device": "a screen or tablet, not a person",
    "devices.Block.pole": PLACE,
    "devices.Block.letter": LETTER,
    "devices.LifeSign.device": "a screen or tablet, not a person",
    "devices.Summons.site": PLACE,
    "programme.Seats.session": OF_SESSION,
    "programme.Seats.way": CODE,
    "programme.Seats.slot": "an hour of a session, given by its team",
    "programme.Seats.letter": LETTER,
    "programme.Participation.id": "drawn at random; the row goes when the attendance is closed",
    "programme.Participation.seats": OF_SESSION,
    "programme.Participation.state": CODE,
    "programme.Participation.digest": "of a random key that is kept nowhere; goes with the row",
    "programme.Feedback.id": "drawn at random; nothing else holds it",
    "programme.Feedback.session": OF_SESSION,
    "programme.Feedback.question": CODE,
    "programme.Feedback.answer": CODE,
    "programme.Feedback.medium": CODE,
    "programme.ReminderAddress.id": "drawn at random; the row goes when the session is over",
    "programme.ReminderAddress.session": OF_SESSION,
    "programme.ReminderAddress.sealed": "a transient: an address, sealed; goes with the row",
    "programme.ReminderAddress.language": ISO,
    "programme.ReminderAddress.digest": "of a random key of its own; no party has the same",
}
"""Every column that could hold words or somebody's number, and every key that leads elsewhere."""

MOMENTS = {
    "visits.Day.opened_at": "when staff opened the day",
    "visits.Day.closed_at": "when staff closed the day",
    "visits.Visit.at": "erased when the day closes",
    "visits.Visit.device_at": "erased when the day closes",
    **{
        f"visits.Ticket.{name}": "the row goes when the day closes"
        for name in (
            "place",
            "taken_at",
            "called_at",
            "last_called_at",
            "started_at",
            "ended_at",
        )
    },
    "visits.Correction.at": "when staff corrected a closed day",
    "devices.LifeSign.seen_at": "when a device was last heard of, whatever it sent",
    "devices.LifeSign.help_at": "since when a kiosk calls somebody; erased when one goes",
    "programme.Participation.until": "until when a place is offered; erased with the offer",
    "devices.Summons.at": "since when a desk calls reception; the row goes when one goes",
}
"""Every column that tells a moment finer than a day."""

COUNTS = (
    models.BooleanField, models.IntegerField, models.FloatField, models.DecimalField,
)  # fmt: skip
DAYS = (models.DateField,)
MOMENT = (models.DateTimeField, models.TimeField, models.DurationField)


def models_of_visitors() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if room_of(model.__module__) in ROOMS or model._meta.label in BESIDE
    ]


def objections(model: type[models.Model]) -> Iterator[str]:
    """What this model could hold that nobody gave a reason for; by types and relations alone."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        name = f"{model._meta.label}.{field.name}"
        if isinstance(field, MOMENT):
            if name not in MOMENTS:
                yield f"{name} tells a moment"
        elif field.is_relation:
            if name not in TEXT_OR_KEY:
                yield f"{name} leads elsewhere"
        elif isinstance(field, COUNTS) and not isinstance(field, ArrayField):
            # A choice, a count, a number of a row; an integer too wide could be somebody's.
            wide = isinstance(field, models.BigIntegerField) and not field.primary_key
            if wide and name not in TEXT_OR_KEY:
                yield f"{name} could hold somebody's number"
        elif isinstance(field, DAYS):
            continue
        elif name not in TEXT_OR_KEY:
            # Text, e-mail, JSON, file, bytes, UUID, array, address, encrypted, or yet unknown.
            yield f"{name} could hold words"


@pytest.mark.parametrize("model", models_of_visitors(), ids=lambda model: model._meta.label)
def test_every_column_that_could_name_somebody_has_a_reason(model: type[models.Model]):
    assert list(objections(model)) == []


def test_the_lists_name_nothing_that_is_not_there():
    there = {
        f"{model._meta.label}.{field.name}"
        for model in models_of_visitors()
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
    }

    assert set(TEXT_OR_KEY) | set(MOMENTS) <= there


@pytest.mark.parametrize("name", [name for name, why in TEXT_OR_KEY.items() if why in (CODE, ISO)])
def test_what_is_said_to_be_a_code_is_held_to_it_by_the_database(name: str):
    label, _, column = name.rpartition(".")
    model = apps.get_model(label)
    field = model._meta.get_field(column)
    checks = [
        str(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and f"'{column}" in str(constraint)
    ]

    assert field.choices or TEXT_OR_KEY[name] == ISO
    assert checks, f"nothing in the database holds {name} to its codes"


INNOCENT: list[models.Field[Any, Any]] = [
    models.CharField(max_length=3),
    models.CharField(max_length=8, choices=[("a", "a")]),
    models.TextField(),
    models.EmailField(),
    models.SlugField(),
    models.URLField(),
    models.JSONField(),
    models.FileField(),
    models.ImageField(),
    models.BinaryField(),
    models.UUIDField(),
    models.GenericIPAddressField(),
    models.BigIntegerField(),
    models.DateTimeField(),
    models.TimeField(),
    models.DurationField(),
    models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+"),
    models.ForeignKey("visits.Visit", on_delete=models.CASCADE, related_name="+"),
    models.OneToOneField("centres.Site", on_delete=models.CASCADE, related_name="+"),
    models.ManyToManyField("centres.Pole", related_name="+"),
    ArrayField(models.IntegerField()),
]


@pytest.mark.parametrize("field", INNOCENT, ids=lambda field: type(field).__name__)
def test_a_column_added_under_an_innocent_name_fails(field: models.Field[Any, Any]):
    """Whatever it is called: «colour», «room», «n» tell the test nothing."""
    known = {name: dict(models_) for name, models_ in apps.all_models.items()}
    try:
        made = type(
            "Colour",
            (models.Model,),
            {
                "__module__": "parvis.visits.models",
                "colour": field,
                "n": models.IntegerField(),
                "Meta": type("Meta", (), {"app_label": "visits"}),
            },
        )
        found = list(objections(made))
    finally:
        for name in list(apps.all_models["visits"]):
            if name not in known["visits"]:
                del apps.all_models["visits"][name]
        apps.clear_cache()

    assert [one.split(" ")[0] for one in found] == ["visits.Colour.colour"]


@pytest.mark.django_db
def test_the_database_holds_no_column_that_the_models_do_not_say():
    """A column added by a statement, beside the models, is found as well."""
    tables = {model._meta.db_table: model for model in models_of_visitors()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND (table_name = ANY(%s) OR "
            "split_part(table_name, '_', 1) = ANY(%s))",
            [list(tables), sorted(ROOMS)],
        )
        there = set(cursor.fetchall())

    assert there == {
        (table, field.column)
        for table, model in tables.items()
        for field in model._meta.local_concrete_fields
    }


@pytest.mark.django_db
def test_nothing_that_visitors_do_enters_the_journal():
    """Not by the models, and not by a trigger that somebody put on the table itself."""
    staff = {apps.get_model(label)._meta.db_table for label in STAFF}
    by_models = {
        model._meta.label
        for model in models_of_visitors()
        if any(trigger.name == kept.name for trigger in getattr(model._meta, "triggers", ()))
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relname = ANY(%s)",
            [[model._meta.db_table for model in models_of_visitors()]],
        )
        by_hand = {name for (name,) in cursor.fetchall()}

    assert by_models == set(STAFF)
    assert by_hand == staff


def test_nothing_leads_to_a_visit_but_what_goes_with_it():
    """No other room may hold a key of a visit, a ticket or an interview."""
    guarded = {"visits.Visit", "visits.Service", "visits.Ticket", "counselling.Interview"}
    guarded |= {"programme.Participation", "programme.Feedback", "programme.ReminderAddress"}
    leading = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        if field.related_model._meta.label in guarded
    }

    assert leading == {"visits.Service.visit", "visits.Ticket.visit"}


def test_no_two_visits_share_a_key():
    """A column of a visit that could be the same for two of them is a code, a count or a day."""
    visit = apps.get_model("visits.Visit")
    uniform = {
        field.name
        for field in visit._meta.local_fields
        if isinstance(field, (models.UUIDField, models.BigIntegerField)) and not field.primary_key
    }

    assert uniform == set()


# -- what exists for a while


def test_what_exists_for_a_while_says_everything_about_itself():
    found = {transient.name: transient for transient in transients.declared()}

    assert set(found) <= transients.NAMES
    assert {"client key of a record", "queue place of a ticket"} <= set(found)
    for transient in found.values():
        assert transient.at_most <= datetime.timedelta(days=400)
        for column in transient.held_in:
            label, _, name = column.rpartition(".")
            apps.get_model(label)._meta.get_field(name)


GOOD: dict[str, Any] = {
    "name": "thread text",
    "held_in": ("visits.Visit.id",),
    "purpose": "to test",
    "encryption": "none",
    "erased_by": "the test",
    "at_most": datetime.timedelta(days=1),
    "leads_nowhere": "it is a test",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "favourite colour"},
        {"name": "client key of a record"},
        {"purpose": ""},
        {"encryption": ""},
        {"erased_by": ""},
        {"leads_nowhere": ""},
        {"held_in": ()},
        {"at_most": datetime.timedelta(0)},
    ],
    ids=str,
)
def test_the_register_is_closed_and_takes_nothing_half_said(wrong: dict[str, Any]):
    before = transients.declared()
    with pytest.raises(ValueError, match=GOOD["name"] if "name" not in wrong else wrong["name"]):
        transients.declare(Transient(**GOOD | wrong))
    assert transients.declared() == before
