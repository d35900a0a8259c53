"""What stands against a mandate or a meeting."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import translation

from parvis.accounts.actors import command
from parvis.governance import actions, rules
from parvis.governance.errors import OverlappingMandates
from parvis.governance.models import Mandate, Meeting
from parvis.governance.tests.factories import (
    BodyFactory,
    MandateFactory,
    MeetingFactory,
    OfficeFactory,
    PersonFactory,
)
from parvis.kernel.dates import PartialDate
from parvis.kernel.editing import token
from parvis.kernel.history import signed
from parvis.network.tests.factories import FactFactory
from parvis.sources.tests.factories import SourceFactory

BY = command("test")
DAY = datetime.date(2025, 6, 27)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def held(**said):
    row = MandateFactory(**said)
    row.refresh_from_db()
    return row


def give(office, person, source=None, **said):
    return actions.record_mandate(
        body=office.body,
        office=office,
        person=person,
        sources=[source or SourceFactory()],
        one_holder=True,
        by=BY,
        **said,
    )


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ({"start": "2022", "end": "2025"}, "2022-12-31", "2025-01-01"),
        ({"start": "2022-06", "end": "2025-06-27"}, "2022-06-30", "2025-06-27"),
        ({"attested": "2019", "last_attested": "2024"}, "2019-12-31", "2024-01-01"),
        ({}, "0001-01-01", "9999-12-31"),
    ],
)
def test_a_seat_is_surely_held_between_what_is_known(said, first, last):
    mandate = Mandate(**{name: PartialDate(text) for name, text in said.items()})

    assert [day.isoformat() for day in rules.surely(mandate)] == [first, last]


@pytest.mark.django_db
class TestOneSeat:
    @pytest.mark.parametrize(
        "said", [{"start": "2024"}, {"start": "2020", "end": "2024-01-01"}, {"attested": "2023"}]
    )
    def test_a_seat_that_somebody_surely_holds_is_refused(self, said):
        office = held(start="2022-01-01", person__name="Ada").office

        with pytest.raises(OverlappingMandates, match="Ada holds this seat 1 January 2022"):
            give(office, PersonFactory(network=office.body.network), **said)

        assert Mandate.objects.count() == 1

    @pytest.mark.parametrize("start", ["2025-06-27", "2025-06-28", "2025-06", "2025"])
    def test_the_day_of_a_handover_counts_for_both(self, start):
        office = held(start="2022", end="2025-06-27").office

        give(office, PersonFactory(network=office.body.network), start=start)

        assert Mandate.objects.count() == 2

    def test_the_same_person_may_be_elected_again(self):
        first = held(start="2022")

        give(first.office, first.person, start="2025")

        assert Mandate.objects.count() == 2

    def test_what_sources_print_is_recorded_as_they_print_it(self):
        first = held(start="2022")

        actions.record_mandate(
            body=first.body,
            office=first.office,
            person=PersonFactory(network=first.body.network),
            start="2023",
            sources=[SourceFactory()],
            by=BY,
        )
        actions.record_mandate(
            body=first.body,
            person=PersonFactory(network=first.body.network),
            start="2023",
            one_holder=True,
            sources=[SourceFactory()],
            by=BY,
        )

        assert Mandate.objects.count() == 3

    def test_clashes_are_told_before_saving(self):
        first = held(start="2022-01-01", person__name="Ada", office__end="2026-06")
        office = first.office
        office.refresh_from_db()
        said = {"body": first.body, "office": office, "start": PartialDate(DAY.isoformat())}
        asked = Mandate(**said, person=PersonFactory(network=first.body.network))

        assert rules.clashes_of_mandate(asked) == [
            "Ada holds this seat 1 January 2022.",
            "This seat ended on June 2026.",
        ]
        asked.end = asked.start
        assert rules.clashes_of_mandate(asked, was=first) == []

    def test_the_same_person_twice_in_one_body_is_told(self):
        first = held(start="2022-01-01", person__name="Ada", office__name={"en": "Treasury"})
        said = {"body": first.body, "person": first.person}
        MandateFactory(**said, office=None, start="2021-01-01", end="2021-12-31")
        asked = Mandate(**said, start=PartialDate("2020-06-01"))
        member = "Ada already sits in this body: no seat stated, 1 January – 31 December 2021."

        assert rules.clashes_of_mandate(asked) == [
            "Ada already sits in this body: Treasury, 1 January 2022.",
            member,
        ]
        assert rules.clashes_of_mandate(asked, was=first) == [member]
        asked.end = PartialDate("2020-12-31")
        assert rules.clashes_of_mandate(asked) == []

    @pytest.mark.parametrize(
        ("start", "end", "refused"),
        [
            (None, "2024", None),
            ("2024", None, None),
            ("2024", "2024-05", None),
            ("2024-05", "2024", "Say the end as precisely as the beginning."),
            ("2024-05-02", "2024-05-01", "The end comes before the beginning."),
        ],
    )
    def test_an_end_comes_after_its_beginning(self, start, end, refused):
        ends = [PartialDate(text) if text else None for text in (start, end)]

        assert rules.refusal_of_period(*ends) == refused

    def test_a_mandate_without_a_date_says_so(self):
        assert rules.period_of(Mandate()) == "without a date"

    def test_a_mandate_recorded_by_mistake_is_removed(self):
        row = held()

        actions.remove(row=row, seen=token(row), by=BY)

        assert not Mandate.objects.exists()


@pytest.mark.django_db
class TestMeetings:
    def test_whatever_else_is_that_day_is_told(self):
        body = BodyFactory()
        own = MeetingFactory(body=body, date="2025-12-08")
        MeetingFactory(
            body=BodyFactory(network=body.network, name={"en": "Managers"}), date="2025-12-08"
        )
        MeetingFactory(date="2025-12-08")
        said = {"network": body.network, "title": {"en": "Learning week"}}
        FactFactory(**said, date="2025-12-08", end="2025-12-12")
        FactFactory(**said, date="2025-12", end="2025-12-31", kind="campaign")
        FactFactory(**said, date="2025-12-09")
        day = PartialDate("2025-12-08")

        assert rules.clashes_of_meeting(body=body, date=day, was=own) == [
            "Managers meets that day too.",
            "That day: Learning week.",
        ]
        assert len(rules.clashes_of_meeting(body=body, date=day)) == 3

    def test_a_preparation_comes_before_what_it_prepares(self):
        committee = MeetingFactory(date="2025-06-26")
        committee.refresh_from_db()
        asked = {"body": committee.body, "kind": "preparatory"}

        late = PartialDate(DAY.isoformat())
        assert rules.clashes_of_meeting(**asked, date=late, prepares=committee) == [
            "The meeting it prepares was on 26 June 2025."
        ]
        before = PartialDate("2025-06")
        assert rules.clashes_of_meeting(**asked, date=before, prepares=committee) == []
        assert rules.clashes_of_meeting(**asked, date=before) == [
            "A preparatory session prepares a meeting: say which."
        ]
        assert Meeting.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_two_people_cannot_give_one_seat_at_once():
    with signed(BY):
        office, source = OfficeFactory(), SourceFactory()
        people = [PersonFactory(network=office.body.network) for _one in range(2)]
    gate, refused = threading.Barrier(2), []

    def act(person):
        try:
            gate.wait(10)
            give(office, person, source, start="2025-06-27")
        except OverlappingMandates:
            refused.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert (Mandate.objects.count(), len(refused)) == (1, 1)
