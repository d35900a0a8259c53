"""The databases of the tests themselves: the running program's rights, and real commits."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection

from parvis.accounts.actors import command
from parvis.journal.models import Line
from parvis.kernel import database
from parvis.kernel.history import signed
from parvis.sources.models import Source


def _source(code: str = "a") -> Source:
    return Source.objects.create(collection="x", code=code, title="t", kind="report", language="fr")


@pytest.mark.django_db
def test_tests_speak_as_the_role_that_runs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        who, where = cursor.fetchone()

    assert who == database.settings_for("app")["USER"]
    assert where.startswith("parvis_test_clone_")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.x (y int)",
        "ALTER TABLE sources_source ADD COLUMN y int",
        "DROP TABLE sources_source",
        "TRUNCATE sources_source",
        "ALTER TABLE sources_source DISABLE TRIGGER ALL",
        "UPDATE journal_line SET actor = 'x'",
        "DELETE FROM journal_line",
        "INSERT INTO journal_line (actor, what, row, gesture) VALUES ('x', 'x', 'x', 'x')",
        "DELETE FROM journal_seal",
        "UPDATE journal_seal SET digest = 'x'",
        "DELETE FROM django_migrations",
    ],
)
def test_the_role_that_runs_changes_no_table_and_no_journal(statement: str):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_what_a_test_writes_is_signed():
    _source()

    assert {line.actor for line in Line.objects.all()} == {"command:test"}


def test_a_database_of_its_own_commits_and_other_threads_see_it(committed_db: str):
    with signed(command("test")):
        _source()
    seen: list[int] = []

    def look() -> None:
        seen.append(Source.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [1]
    assert connection.settings_dict["NAME"] == committed_db


def test_nobody_writes_unsigned(committed_db: str):
    with pytest.raises(DatabaseError, match="by nobody"):
        _source()


@pytest.mark.django_db
def test_what_another_test_committed_is_not_here():
    assert not Source.objects.exists()
