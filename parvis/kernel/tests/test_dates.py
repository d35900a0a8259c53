import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from parvis.kernel.dates import BadDate, PartialDate, PartialDateField


def test_a_year_stays_a_year():
    date = PartialDate.parse("2023")

    assert date.precision == "year"
    assert date.first == datetime.date(2023, 1, 1)
    assert date.last == datetime.date(2023, 12, 31)


def test_a_month_ends_on_its_last_day():
    assert PartialDate.parse("2024-02").last == datetime.date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2025-06-31", "2024-1", "2024-11-5", "2024-11-05T00:00", "٢٠٢٤"]
)
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(BadDate):
        PartialDate.parse(text)


@given(st.dates(), st.dates())
def test_text_sorts_as_time_does(one, other):
    assert (one < other) == (
        PartialDate.parse(one.isoformat()) < PartialDate.parse(other.isoformat())
    )


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_every_day_lies_between_the_first_and_the_last_it_can_be(day, length):
    date = PartialDate.parse(day.isoformat()[:length])

    assert date.first <= day <= date.last


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        date = PartialDate.parse(text)
    except BadDate:
        return
    assert date.text == text


def test_the_field_refuses_a_day_that_does_not_exist():
    with pytest.raises(ValidationError):
        PartialDateField().to_python("2025-06-31")
