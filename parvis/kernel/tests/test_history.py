import pytest
from django.db import DatabaseError, connection, transaction

from parvis.accounts.actors import command, visitor
from parvis.journal.models import Line
from parvis.journal.queries import history
from parvis.kernel.history import action, signed
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db


def a_source(code="report"):
    return Source(collection="x", code=code, title="Report", kind="report", language="fr")


def nobody_acts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('parvis.actor', '', true)")


def test_a_write_is_kept_with_who_and_why_and_what_it_was():
    source = a_source()
    with signed(command("load"), "first load"):
        source.save()
    with signed(visitor(), "spelling"):
        source.title = "Rapport"
        source.save()

    later, first = history(source)

    assert (first.actor, first.reason, first.gesture) == ("command:load", "first load", "insert")
    assert (later.actor, later.gesture) == ("visitor", "update")
    assert (later.before["title"], later.after["title"]) == ("Report", "Rapport")


def test_a_write_by_nobody_is_refused_by_the_database():
    nobody_acts()
    with pytest.raises(DatabaseError, match="by nobody"), transaction.atomic():
        a_source().save()


def test_a_write_that_changes_nothing_leaves_no_line():
    source = a_source()
    with signed(command("load")):
        source.save()
        source.save()

    assert len(history(source)) == 1


def test_raw_sql_and_bulk_changes_are_kept_too():
    with signed(command("load")):
        Source.objects.bulk_create([a_source("a"), a_source("b")])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sources_source SET title = 'raw' WHERE code = 'a'")

    assert Line.objects.filter(what="sources_source").count() == 3


@pytest.mark.parametrize(
    "gesture", ["UPDATE journal_line SET actor = 'me'", "DELETE FROM journal_line"]
)
def test_the_journal_is_never_changed(gesture):
    with signed(command("load")):
        a_source().save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(gesture)


def test_an_outer_signature_comes_back_after_an_inner_one():
    with signed(command("outer")):
        with signed(command("inner")):
            a_source("a").save()
        a_source("b").save()

    assert [line.actor for line in Line.objects.order_by("pk")] == [
        "command:inner",
        "command:outer",
    ]


def test_an_action_needs_to_know_who_acts():
    @action
    def greet(*, by):
        return "done"

    assert greet(by=visitor()) == "done"
    with pytest.raises(TypeError):
        greet()
