"""Tables: words for every column, history for every fact, one world for every key."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.utils import translation
from django.utils.functional import Promise

from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated
from tests.architecture.reading import room_of

OURS = [model for model in apps.get_models() if room_of(model.__module__)]
NOT_KEPT = {
    "accounts.User": "the journal would hold its password's digest",
    "accounts.Invitation": "the journal would hold an address for good; the post it gave is kept",
    "accounts.SignIn": "it is a log, and its lines go after a year",
    "accounts.Attempt": "it says nothing of anybody and goes after half an hour",
    "centres.ShortCode": "it goes with the shift",
    "counselling.Interview": "nothing that visitors do is kept (test_anonymity.py)",
    "counselling.NeedFlag": "the same",
    "counselling.OwnCount": "one's own figures are for oneself; the journal is read by others",
    "devices.Block": "numbers of one day, given by a device; they go after it",
    "devices.Pairing": "a code of a quarter of an hour, of a screen and of nobody",
    "devices.Summons": "a call of a few minutes, of a desk and of nobody",
    "devices.LifeSign": "it changes every minute and says nothing of anybody",
    "programme.Feedback": "nothing that visitors do is kept (test_anonymity.py)",
    "programme.Participation": "the same",
    "programme.Seats": "the same: its numbers change with every act of a visitor",
    "programme.ReminderAddress": "it is erased, and the journal forgets nothing",
    "programme.Registration": "it is erased, and the journal forgets nothing",
    "tallies.Count": "it is added to by every act; corrections of closed days leave their trace",
    "visits.Correction": "it is the trace itself",
    "visits.Day": "nothing that visitors do is kept (test_anonymity.py)",
    "visits.Line": "the same",
    "visits.Service": "the same",
    "visits.Ticket": "the same",
    "visits.Visit": "the same",
    "journal.Receipt": "it forgets what it leads to, and the journal forgets nothing",
    "journal.Line": "it is the journal",
    "journal.Seal": "it seals the journal",
    "website.FreePage": "Wagtail keeps every revision of a page, and who wrote it",
    "website.Home": "it stands as it was made",
    "website.Picture": "Wagtail keeps who sent it; the file is not a fact",
    "website.Rendition": "it is drawn again from the picture",
    "mailing.Message": "its words and its address are erased, and the journal forgets nothing",
}
"""Models whose history is not kept, and why."""


def _objection(words: object) -> str | None:
    if not isinstance(words, Promise):
        return "is not translated lazily"
    with translation.override("en"):
        text = str(words)
    # A capital is for what has one everywhere: ISO, IANA, a proper noun written by two capitals.
    if text[:1].isupper() and not text[1:2].isupper():
        return f"begins with a capital: {text}"
    return None


def _is_of_a_library(model: type[models.Model], field: models.Field) -> bool:
    """Whether the column comes from a library's abstract model, which names it its own way."""
    return any(
        field.name in {one.name for one in base._meta.fields}
        for base in model.__mro__[1:]
        if hasattr(base, "_meta") and base._meta.abstract and not room_of(base.__module__)
    )


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_and_column_has_a_name_people_read(model: type[models.Model]):
    wrong = [
        f"{name} {why}"
        for name in ("verbose_name", "verbose_name_plural")
        if (why := _objection(model._meta.original_attrs.get(name)))
    ]
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        # A column nobody edits, such as a sort key, is never shown: it needs no name.
        if field.auto_created or not field.editable or _is_of_a_library(model, field):
            continue
        if why := _objection(field._verbose_name):
            wrong.append(f"{field.name} {why}")

    assert wrong == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_the_history_of_every_fact_is_kept(model: type[models.Model]):
    is_kept = any(trigger.name == kept.name for trigger in getattr(model._meta, "triggers", ()))

    assert is_kept is (model._meta.label not in NOT_KEPT)


LINKS = [
    field
    for model in OURS
    if model._meta.label not in NOT_KEPT
    for field in model._meta.local_many_to_many
    if field.remote_field.through._meta.auto_created
]


@pytest.mark.django_db
def test_the_history_of_every_link_between_facts_is_kept():
    """A new relation needs parvis.kernel.history.KeepLinks in the migration that makes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname = 'kept' AND tgenabled = 'O' "
            "AND tgfoid = 'journal_keep'::regproc AND tgtype & 28 = 28"  # on every gesture
        )
        kept_tables = {name for (name,) in cursor.fetchall()}

    assert LINKS
    assert {field.remote_field.through._meta.db_table for field in LINKS} == kept_tables


@pytest.mark.parametrize(
    "model", [m for m in OURS if issubclass(m, Simulated)], ids=lambda model: model._meta.label
)
def test_a_key_between_worlds_is_refused_by_the_database(model: type[models.Model]):
    guarded = {c.field for c in model._meta.constraints if isinstance(c, SameWorld)}
    keys = {
        field.name: field.related_model
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Simulated)
    }

    assert set(keys) - guarded == set()
    for name in guarded:
        parent = model._meta.get_field(name).related_model
        uniques = [
            set(constraint.fields)
            for constraint in parent._meta.constraints
            if isinstance(constraint, models.UniqueConstraint)
        ]
        assert {"id", "simulated"} in uniques, f"{parent._meta.label} cannot be pointed to"


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    said = StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
