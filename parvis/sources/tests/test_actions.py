import pytest

from parvis.accounts.actors import command
from parvis.kernel.keeping import CannotKeep, Change
from parvis.sources import actions
from parvis.sources.models import Source
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db

BY = command("test")


def report(**said):
    said = {"title": "Report 2024", "kind": "report", "language": "en", **said}
    return actions.record_source(collection="x", code="report-2024", by=BY, **said)


def test_record_source_creates_then_changes_only_what_differs():
    first = report()
    again = report()
    later = report(title="Activity report 2024", author="Somebody")

    assert (first.change, again.change, later.change) == (
        Change.CREATED,
        Change.UNCHANGED,
        Change.CHANGED,
    )
    assert later.columns == ("title", "author")
    assert Source.objects.get().title == "Activity report 2024"


def test_record_source_forgets_what_is_no_longer_stated():
    report(author="Somebody", translation_of=SourceFactory())

    kept = report()

    assert kept.columns == ("author", "translation_of")
    assert (kept.row.author, kept.row.translation_of) == ("", None)


def test_record_source_refuses_a_kind_nobody_knows():
    with pytest.raises(CannotKeep) as refusal:
        report(kind="rumour")

    assert refusal.value.column == "kind"
    assert not Source.objects.exists()


def test_an_action_without_an_actor_does_nothing():
    with pytest.raises(TypeError, match="needs by="):
        actions.record_source(
            collection="x", code="y", title="Report", kind="report", language="en"
        )
