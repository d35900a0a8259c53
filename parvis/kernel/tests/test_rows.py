import hypothesis
import pytest
from django.db import connection
from hypothesis import strategies

from parvis.kernel.rows import array

WORDS = strategies.text(strategies.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@pytest.mark.django_db
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(words=strategies.lists(WORDS), keys=strategies.lists(strategies.integers(0, 9)))
@hypothesis.example(words=["NULL", "", '"', "\\", "a,b", "{}", "%s"], keys=[])
def test_the_database_reads_the_array_that_was_written(words, keys):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[], %s::bigint[]", [array(words), array(keys)])
        assert cursor.fetchone() == (words, keys)
