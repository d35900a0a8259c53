"""What rules find in the real network's own documents (mission, inconsistencies)."""

import pytest
from django.utils import translation

from parvis.annualreport.contradictions import found, gather
from parvis.demo.actions import load_networks
from parvis.network.models import Network

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def real(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_networks()
        network = Network.objects.get(code="ricdm")
        with translation.override("en"):
            yield {year: found(gather(network, year)) for year in (2019, 2024, 2025)}
        transaction.set_rollback(True)


EXPECTED = {
    "a date in another year than its translation's": (2024, "values", "2025-09-10", "2024-09-10"),
    "a year printed with three figures": (2024, "values", "224", "2024-01-30"),
    "two lists of countries": (2024, "values", "FR ES IE IT", "FR ES IT BE GR RO"),
    "two lists of countries, a year later": (2025, "values", "FR ES IE IT", "FR ES IT BE GR RO"),
    "a total rounded apart from its parts": (2024, "total", "more_than 6700", "6690"),
    "more members printed than named": (2024, "count", "exact 24", "17"),
    "one newly labelled, two granted": (2024, "count", "exact 1", "2"),
    "people received, two years apart": (2024, "series", "555000", "600000"),
    "tens of thousands, or hundreds": (2025, "series", "tens of thousands", "555000"),
    "170 and more than 170": (2024, "qualifier", "exact 170", "more_than 170"),
    "120 and more than 120": (2025, "qualifier", "exact 120", "more_than 120"),
    "30 and about 30": (2025, "qualifier", "exact 30", "about 30"),
    "a million and more": (2024, "qualifier", "exact 1000000", "more_than 1000000"),
    "an office nobody holds": (2025, "vacant", "2024", "nobody 2025-06-27"),
    "8 December": (2025, "places", "2025-12-08", "2025-12-08 2025-12-12"),
    "11 December": (2025, "places", "2025-12-11", "2025-12-08 2025-12-12"),
    "an accent in a name": (2024, "spelling", "Rafaël", "Rafael"),
    "a letter in a name": (2019, "spelling", "Évéquoz", "EVOQUEZ"),
    "two words exchanged": (2019, "spelling", "Nord Franche-Comté", "Nord-France Comté"),
    "a nickname": (2024, "spelling", "Bus Escapade", "bus de l'orientation"),
    "a town in English": (2024, "language", "Brussels", "fr en"),
    "two dates in one document": (2019, "values", "2019-10-15", "2019-10-14"),
}


@pytest.mark.parametrize("what", EXPECTED)
def test_what_the_documents_contradict_is_found(real, what):
    year, kind, one, other = EXPECTED[what]

    assert any(
        c.kind == kind
        and any(
            one in a and other in b
            for a, b in ((c.first.raw, c.second.raw), (c.second.raw, c.first.raw))
        )
        for c in real[year]
    )


def test_how_many_are_found(real):
    """Known by hand, one by one: a rule that begins to cry wolf changes these numbers."""
    counted = {
        year: (sum(not one.is_note for one in rows), sum(one.is_note for one in rows))
        for year, rows in real.items()
    }

    assert counted == {2019: (10, 2), 2024: (11, 12), 2025: (13, 0)}


def test_every_side_has_a_source_or_was_counted(real):
    for rows in real.values():
        for one in rows:
            assert one.first.printed
            assert one.second.printed
            assert one.likely_cause.endswith(".")
            assert one.first.where or one.second.where
