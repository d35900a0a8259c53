import pytest
from django.utils.translation import override

from parvis.ui.calendar import placed, since, spelled, spelled_period, timed


@pytest.mark.parametrize(
    ("date", "french", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-11", "novembre 2024", "November 2024"),
        ("2024-11-01", "1er novembre 2024", "1 November 2024"),
        ("2024-11-05", "5 novembre 2024", "5 November 2024"),
        (None, "", ""),
    ],
)
def test_a_date_is_spelled_as_far_as_it_is_known(date, french, english):
    with override("fr"):
        assert spelled(date) == french
    with override("en"):
        assert spelled(date) == english


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2024-04-23", "2024-04-24", "23–24 April 2024"),
        ("2024-04-23", "2024-04-23", "23 April 2024"),
        ("2024-04", "2024-06", "April – June 2024"),
        ("2024-04-29", "2024-05-02", "29 April – 2 May 2024"),
        ("2023-11", "2025-07", "November 2023 – July 2025"),
        ("2024-04", "2024-06-02", "April 2024 – 2 June 2024"),
        ("2021-11", None, "November 2021"),
        (None, "2024", "until 2024"),
    ],
)
def test_a_period_does_not_repeat_what_both_ends_share(start, end, text):
    with override("en"):
        assert spelled_period(start, end) == text


@pytest.mark.parametrize(
    ("date", "when", "from_when"),
    [
        ("2024-11-05", "le 5 novembre 2024", "depuis le 5 novembre 2024"),
        ("2024-11", "en novembre 2024", "depuis novembre 2024"),
        (None, "", ""),
    ],
)
def test_a_date_stands_in_a_sentence(date, when, from_when):
    with override("fr"):
        assert placed(date) == when
        assert since(date) == from_when


def test_programs_can_read_the_date_too():
    with override("en"):
        assert timed("2024-11") == '<time datetime="2024-11">November 2024</time>'
    assert timed(None) == ""
