import pytest

from parvis.kernel.rows import array


def test_an_array_of_codes_and_keys_is_written_as_the_database_reads_it(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::text[], %s::bigint[], %s::text[]",
            [array(["visits.wait", "1/09/005", ""]), array([3, 20]), array([])],
        )
        assert cursor.fetchone() == (["visits.wait", "1/09/005", ""], [3, 20], [])


@pytest.mark.parametrize("wrong", ["a,b", 'a"', "{a}", "a b", "é", "a\n"])
def test_words_are_no_codes(wrong):
    with pytest.raises(ValueError, match="no codes"):
        array(["fine", wrong])
