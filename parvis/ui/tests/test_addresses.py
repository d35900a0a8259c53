import pytest
from django.test import RequestFactory
from django.utils.translation import override

from parvis.ui.addresses import address, in_language, tongues


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("/fr/reports/2024/", "/en/reports/2024/"),
        ("/fr/", "/en/"),
        ("/fr", "/en"),
        ("/", "/en/"),
        ("/api/v1/docs", "/en/"),
        ("/xx/reports/", "/en/"),
        ("/fr/figures/a/?as_of=2025", "/en/figures/a/?as_of=2025"),
    ],
)
def test_the_twin_of_a_page_is_the_same_page(path, twin):
    assert in_language(path, "en") == twin


def test_languages_are_named_in_themselves():
    with override("en"):
        french, english = tongues(RequestFactory().get("/en/reports/"))

    assert (french.name, french.url, french.current) == ("Français", "/fr/reports/", False)
    assert (english.name, english.url, english.current) == ("English", "/en/reports/", True)


def test_another_network_stands_under_its_code():
    with override("en"):
        assert address(None, "annualreport:reports") == "/en/reports/"
        assert address("example", "annualreport:reports") == "/en/networks/example/reports/"
