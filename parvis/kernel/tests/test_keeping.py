import pytest

from parvis.journal.models import Line
from parvis.kernel.keeping import CannotKeep, Change, find, keep, read_ahead
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db

NAMED = {"collection": "x", "code": "report"}
SAID = {"title": "Report", "kind": "report", "language": "en"}


def lines():
    return Line.objects.filter(what="sources_source").count()


def test_keep_writes_nothing_when_nothing_differs():
    keep(Source, where=NAMED, values=SAID)
    before = lines()

    kept = keep(Source, where=NAMED, values=SAID)

    assert (kept.change, kept.columns) == (Change.UNCHANGED, ())
    assert lines() == before


def test_keep_names_the_columns_it_changed():
    keep(Source, where=NAMED, values=SAID)

    kept = keep(Source, where=NAMED, values={**SAID, "language": "fr"})

    assert (kept.change, kept.columns) == (Change.CHANGED, ("language",))


def test_keep_finds_a_row_by_a_column_that_is_empty():
    first = keep(Source, where={**NAMED, "translation_of": None}, values=SAID)

    assert find(Source, {"code": "report", "translation_of": None}) == first.row


def test_keep_changes_the_name_of_a_row_it_is_shown():
    old = keep(Source, where=NAMED, values=SAID).row

    kept = keep(Source, where={**NAMED, "code": "renamed"}, values=SAID, was=old)

    assert (kept.row.pk, kept.columns) == (old.pk, ("code",))
    assert Source.objects.get().code == "renamed"


@pytest.mark.parametrize(
    ("values", "column"),
    [({"title": ""}, "title"), ({"language": "far too long"}, "language"), ({"kind": "x"}, "kind")],
)
def test_keep_says_which_column_refuses_its_value(values, column):
    with pytest.raises(CannotKeep) as refusal:
        keep(Source, where=NAMED, values={**SAID, **values})

    assert refusal.value.column == column
    assert str(refusal.value)


def test_rows_read_ahead_cost_one_query_whatever_their_number(django_assert_num_queries):
    for number in range(5):
        keep(Source, where={"collection": "x", "code": f"source-{number}"}, values=SAID)

    with read_ahead(Source.objects.filter(collection="x")), django_assert_num_queries(1):
        changes = {
            keep(Source, where={"collection": "x", "code": f"source-{n}"}, values=SAID).change
            for n in range(5)
        }

    assert changes == {Change.UNCHANGED}


def test_rows_written_meanwhile_are_found_among_those_read_ahead():
    with read_ahead(Source.objects.all()):
        first = keep(Source, where=NAMED, values=SAID).row
        again = keep(Source, where=NAMED, values=SAID)
        keep(Source, where={**NAMED, "code": "renamed"}, values=SAID, was=first)

        assert again.row is first
        assert find(Source, NAMED) is None
        assert find(Source, {**NAMED, "code": "renamed"}) is first


def test_a_row_written_before_anything_was_read_ahead_is_found():
    row = keep(Source, where=NAMED, values=SAID).row
    with read_ahead(Source.objects.all()):
        keep(Source, where=NAMED, values={**SAID, "title": "Other"}, was=row)

        assert find(Source, NAMED).title == "Other"
