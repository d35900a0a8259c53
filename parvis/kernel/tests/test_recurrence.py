"""What comes again: the days of a rule, the rules that are kept, and how they are said."""

import datetime
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from parvis.kernel import recurrence
from parvis.kernel.recurrence import BadRule, Repeats

TUESDAY = datetime.date(2026, 3, 3)
FAR = datetime.date(2028, 1, 1)


def some(rule, first=TUESDAY, since=TUESDAY, until=datetime.date(2026, 5, 5)):
    return [f"{day:%m-%d}" for day in recurrence.days(first, rule, since, until)]


class TestDays:
    def test_once_is_its_day_if_that_lies_between(self):
        assert some("") == ["03-03"]
        assert some("", since=datetime.date(2026, 3, 4)) == []

    def test_every_week_and_every_two(self):
        assert some("FREQ=WEEKLY", until=datetime.date(2026, 3, 17)) == ["03-03", "03-10", "03-17"]
        assert some("FREQ=WEEKLY;INTERVAL=2") == ["03-03", "03-17", "03-31", "04-14", "04-28"]

    def test_every_month_by_its_weekday(self):
        assert some("FREQ=MONTHLY;BYDAY=1TU") == ["03-03", "04-07", "05-05"]
        assert some("FREQ=MONTHLY;BYDAY=-1TU") == ["03-31", "04-28"]

    def test_days_and_several_weekdays(self):
        assert some("FREQ=DAILY;INTERVAL=30") == ["03-03", "04-02", "05-02"]
        assert some("FREQ=WEEKLY;BYDAY=TU,TH", until=datetime.date(2026, 3, 10)) == [
            "03-03",
            "03-05",
            "03-10",
        ]
        assert some("FREQ=MONTHLY;BYMONTHDAY=15") == ["03-15", "04-15"]

    def test_nothing_before_the_day_asked_nor_before_the_first(self):
        assert some("FREQ=WEEKLY", since=datetime.date(2026, 4, 21)) == ["04-21", "04-28", "05-05"]
        assert some("FREQ=WEEKLY", since=datetime.date(2025, 1, 1))[0] == "03-03"

    @given(
        first=st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)),
        repeats=st.sampled_from(Repeats.values),
        ahead=st.integers(0, 800),
        length=st.integers(0, 400),
    )
    def test_whatever_is_chosen_the_days_follow_one_another_in_their_bounds(
        self, first, repeats, ahead, length
    ):
        rule = recurrence.written(repeats, first)
        since = first + datetime.timedelta(days=ahead)
        until = since + datetime.timedelta(days=length)

        found = list(recurrence.days(first, rule, since, until))

        assert found == sorted(set(found))
        assert all(since <= day <= until for day in found)
        if repeats != Repeats.ONCE:
            assert all(day.weekday() == first.weekday() for day in found)
            assert recurrence.read(rule) == rule
        # What is seen through a window is what is seen through a larger one.
        wider = list(recurrence.days(first, rule, first, until))
        assert found == [day for day in wider if day >= since]

    @given(
        first=st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)),
        repeats=st.sampled_from([Repeats.WEEKLY, Repeats.FORTNIGHTLY]),
    )
    def test_a_week_never_slips_whatever_clocks_do(self, first, repeats):
        until = first + datetime.timedelta(days=366)
        found = list(recurrence.days(first, recurrence.written(repeats, first), first, until))

        steps = {(after - day).days for day, after in itertools.pairwise(found)}

        assert steps == {7 if repeats == Repeats.WEEKLY else 14}


class TestRules:
    @pytest.mark.parametrize(
        "rule",
        [
            "nothing",
            "FREQ=SECONDLY",
            "FREQ=YEARLY",
            "INTERVAL=2",
            "FREQ=WEEKLY;COUNT=3",
            "FREQ=WEEKLY;UNTIL=20270101",
            "FREQ=WEEKLY;INTERVAL=0",
            "FREQ=WEEKLY;INTERVAL=99",
            "FREQ=WEEKLY;INTERVAL=x",
            "FREQ=WEEKLY;INTERVAL=٢",
            "FREQ=WEEKLY;BYDAY=1TU",
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=WEEKLY;BYDAY=TU;BYDAY=WE",
            "FREQ=MONTHLY;BYDAY=5TU",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "FREQ=MONTHLY;BYMONTHDAY=0",
            "FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=3",
            "FREQ=DAILY;BYDAY=TU",
            "FREQ=WEEKLY;",
            "FREQ=WEEKLY\nFREQ=DAILY",
            "DTSTART:20260101",
            "x" * 200,
        ],
    )
    def test_what_is_no_rule_of_ours_is_refused_with_a_sentence(self, rule):
        with pytest.raises(BadRule, match="règle de récurrence"):
            recurrence.read(rule)
        with pytest.raises(ValidationError):
            recurrence.validate(rule)

    def test_small_letters_and_spaces_are_forgiven(self):
        assert recurrence.read(" freq=weekly ") == "FREQ=WEEKLY"
        recurrence.validate("FREQ=WEEKLY")

    @given(st.text(max_size=80))
    def test_no_text_breaks_it(self, text):
        try:
            rule = recurrence.read(text)
        except BadRule:
            return
        assert rule == "" or list(recurrence.days(TUESDAY, rule, TUESDAY, FAR))

    @given(
        freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
        interval=st.integers(1, 60),
        more=st.sampled_from(["", ";BYDAY=MO,FR", ";BYDAY=2TH", ";BYMONTHDAY=28"]),
    )
    def test_every_rule_that_is_kept_gives_a_day_soon(self, freq, interval, more):
        text = f"FREQ={freq};INTERVAL={interval}{more}"
        try:
            rule = recurrence.read(text)
        except BadRule:
            return
        until = TUESDAY + datetime.timedelta(days=366 * 5)
        assert next(recurrence.days(TUESDAY, rule, TUESDAY, until))


class TestChoices:
    def test_a_choice_is_found_again_in_its_rule(self):
        for one in Repeats:
            assert recurrence.chosen(recurrence.written(one, TUESDAY), TUESDAY) == one
        assert recurrence.chosen("FREQ=DAILY", TUESDAY) is None

    def test_a_fifth_weekday_is_the_last(self):
        fifth = datetime.date(2026, 3, 31)

        assert recurrence.written(Repeats.MONTHLY, fifth) == "FREQ=MONTHLY;BYDAY=-1TU"

    @pytest.mark.parametrize(
        ("rule", "said"),
        [
            ("", ""),
            ("FREQ=WEEKLY", "every week: Tuesday"),
            ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks: Tuesday"),
            ("FREQ=WEEKLY;BYDAY=TU,TH", "every week: Tuesday, Thursday"),
            ("FREQ=MONTHLY;BYDAY=1TU", "every month: the first Tuesday"),
            ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TU", "every 2 months: the last Tuesday"),
            ("FREQ=MONTHLY;BYMONTHDAY=3", "every month"),
            ("FREQ=DAILY", "every day"),
            ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ],
    )
    def test_in_words(self, rule, said):
        with translation.override("en"):
            assert recurrence.described(rule, TUESDAY) == said
