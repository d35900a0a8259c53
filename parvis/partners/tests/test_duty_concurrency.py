"""Two people at the same duty session at once, with real commits."""

import datetime
import threading

import pytest
from django.db import connection

from parvis.accounts.actors import command, link, staff
from parvis.kernel.errors import ParvisError
from parvis.kernel.history import signed
from parvis.partners import actions
from parvis.partners.models import Contribution, DutySession
from parvis.partners.tests.factories import AgreementFactory, DutySessionFactory, PartnerFactory


@pytest.fixture
def world(committed_db):
    """A session, its agreement, and two other partners that could hold it."""
    with signed(command("test")):
        row = DutySessionFactory(day=datetime.date(2099, 3, 3))
        centre = row.site.centre
        others = [PartnerFactory(), PartnerFactory()]
        for partner in (row.partner, *others):
            AgreementFactory(partner=partner, centre=centre, end=None)
    return row, others


def at_once(*acts):
    """Do them in as many threads, begun together; what each gave or was refused with."""
    together = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def do(number, act):
        try:
            together.wait(20)
            results[number] = act()
        except ParvisError as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def test_one_says_yes_and_one_says_no_with_the_same_screen(world):
    row, _others = world

    results = at_once(
        lambda: actions.confirm(session=row, seen=1, by=link("duty-1")),
        lambda: actions.decline(session=row, reason="away", seen=1, by=staff(None)),
    )

    refused = [one for one in results if isinstance(one, ParvisError)]
    (kept,) = [one for one in results if isinstance(one, DutySession)]
    assert len(refused) == 1
    assert "entre-temps" in str(refused[0])
    assert DutySession.objects.get(pk=row.pk).state == kept.state


def test_both_say_yes_and_it_is_one_yes(world):
    row, _others = world

    results = at_once(
        *(lambda: actions.confirm(session=row, seen=1, by=link("duty-1")) for _one in range(4))
    )

    assert {one.state for one in results} == {"confirmed"}
    assert DutySession.objects.get(pk=row.pk).sequence == 2


def test_two_propose_two_partners_and_one_is_asked(world):
    row, others = world

    results = at_once(
        *(
            lambda partner=partner: actions.propose(
                session=row, partner=partner, seen=1, by=staff(None)
            )
            for partner in others
        )
    )

    assert sum(isinstance(one, ParvisError) for one in results) == 1
    assert DutySession.objects.filter(replaces=row).count() == 1
    assert DutySession.objects.get(pk=row.pk).state == "uncovered"


def test_the_replacement_accepts_while_the_first_comes_after_all(world):
    row, others = world
    asked = actions.propose(session=row, partner=others[0], by=staff(None))
    gap = DutySession.objects.get(pk=row.pk)

    at_once(
        lambda: actions.confirm(session=asked, seen=1, by=link("duty-2")),
        lambda: actions.call_off(session=gap, seen=gap.sequence, by=staff(None)),
    )

    states = {one.pk: one.state for one in DutySession.objects.all()}
    assert (states[row.pk], states[asked.pk]) in {
        ("replaced", "confirmed"),
        ("cancelled", "cancelled"),
    }


def test_many_are_held_at_once_and_each_is_counted(world):
    row, _others = world
    with signed(command("test")):
        rows = [
            DutySessionFactory(
                site=row.site,
                pole=row.pole,
                partner=row.partner,
                day=row.day + datetime.timedelta(days=ahead),
            )
            for ahead in range(1, 7)
        ]

    at_once(*(lambda one=one: actions.close_session(session=one, by=staff(None)) for one in rows))

    assert Contribution.objects.get().given == 6


def test_a_series_of_the_night_and_a_person_never_lock_each_other(world):
    row, _others = world

    results = at_once(
        lambda: actions.plan_ahead(by=command("test")),
        lambda: actions.confirm(session=row, seen=1, by=link("duty-1")),
        lambda: actions.ask(by=command("test")),
    )

    assert not any(isinstance(one, ParvisError) for one in results)
