import datetime

import pytest

from parvis.governance import queries
from parvis.governance.tests.factories import (
    BodyFactory,
    MandateFactory,
    MeetingFactory,
    OfficeFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 6, 28)


def test_an_office_that_nobody_holds_is_vacant():
    body = BodyFactory()
    held, vacant = (OfficeFactory(body=body, code=code) for code in ("a", "b"))
    OfficeFactory(body=body, is_honorary=True)
    OfficeFactory(body=body, attested="2019", last_attested="2019")
    MandateFactory(office=held, start="2024")
    MandateFactory(office=vacant, start="2020", end="2025-06-27")
    MandateFactory(office=vacant, start="2020", standing="inferred")

    there = queries.composition(body, DAY)

    assert [seat.office for seat in there.seats] == [held]
    assert there.vacant == [vacant]


@pytest.mark.parametrize("bodies", [1, 3])
def test_compositions_say_the_same_in_a_fixed_number_of_queries(bodies, django_assert_num_queries):
    first = BodyFactory(code="a-body")  # before the others, which are named in order
    network = first.network
    for number in range(bodies):
        body = first if number == 0 else BodyFactory(network=network)
        MandateFactory(office=OfficeFactory(body=body))
        OfficeFactory(body=body)

    with django_assert_num_queries(5):
        there = queries.compositions(network, DAY)

    assert len(there) == bodies
    assert all((len(each.seats), len(each.vacant)) == (1, 1) for each in there)
    alone = queries.composition(first, DAY)
    assert (there[0].seats, there[0].vacant) == (alone.seats, alone.vacant)


def test_a_body_is_found_by_its_code():
    body = BodyFactory()

    assert queries.body_of(body.network, body.code) == body
    assert queries.body_of(body.network, "other") is None


def test_meetings_of_a_year_are_the_recorded_ones():
    body = BodyFactory()
    later, first = (MeetingFactory(body=body, date=date) for date in ("2024-12", "2024-01"))
    MeetingFactory(body=body, date="2025")
    MeetingFactory(body=body, date="2024", standing="external")

    assert queries.meetings_of(body.network, 2024) == [first, later]
