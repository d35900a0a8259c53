import datetime

import pytest

from parvis.kernel import holidays


@pytest.mark.parametrize(
    ("country", "region", "day", "name"),
    [
        ("FR", "", "2026-07-14", "Fête nationale"),
        ("FR", "974", "2026-12-20", "Abolition de l'esclavage"),
        ("FR", "971", "2026-05-27", "Abolition de l'esclavage"),
        ("FR", "976", "2026-04-27", "Abolition de l'esclavage"),
        ("BE", "French", "2026-07-21", "Fête nationale"),
        ("CH", "GE", "2026-09-10", "Jeûne genevois"),
    ],
)
def test_a_holiday_is_known_where_it_is_kept(country, region, day, name):
    assert holidays.on(country, region, datetime.date.fromisoformat(day))["fr"] == name


@pytest.mark.parametrize(
    ("country", "day", "language"),
    [("PT", "2026-04-25", "pt"), ("IT", "2026-06-02", "it"), ("ES", "2026-10-12", "ca")],
)
def test_a_holiday_has_its_name_in_the_language_of_its_country(country, day, language):
    assert holidays.on(country, "", datetime.date.fromisoformat(day))[language]


def test_a_holiday_of_one_region_is_no_holiday_of_another():
    assert holidays.on("FR", "", datetime.date(2026, 12, 20)) is None
    assert holidays.on("CH", "TI", datetime.date(2026, 9, 10)) is None


def test_an_unknown_country_has_no_holiday_and_an_unknown_region_those_of_the_country():
    assert holidays.of_year("XX", "", 2026) == {}
    assert holidays.regions("XX") == ()
    assert holidays.of_year("FR", "nowhere", 2026) == holidays.of_year("FR", "", 2026)
    assert {"971", "974", "976"} <= set(holidays.regions("FR"))
