"""Several people book the same thing at once: one has it, the others are told."""

import threading

import pytest
from django.db import connection

from parvis.accounts.actors import command
from parvis.agenda.actions import cancel, change, hold
from parvis.agenda.errors import Taken
from parvis.agenda.models import Entry, Hold
from parvis.agenda.tests.factories import EntryFactory, EquipmentFactory
from parvis.centres.tests.factories import SpaceFactory
from parvis.kernel.history import signed

BY = command("test")
pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(*acts):
    """Do these at the same time; what was refused."""
    gate, refused, wrong = threading.Barrier(len(acts)), [], []

    def run(act):
        try:
            gate.wait(10)
            act()
        except Taken as refusal:
            refused.append(refusal)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    return refused


def made(factory, n, **more):
    with signed(BY):
        return [factory(**more) for _ in range(n)]


def test_one_room_and_eight_who_want_it():
    (space,) = made(SpaceFactory, 1)
    entries = made(EntryFactory, 8)

    refused = at_once(
        *(lambda entry=entry: hold(entry=entry, spaces=[space], by=BY) for entry in entries)
    )

    assert (Hold.objects.count(), len(refused)) == (1, 7)
    assert all(clash.kind == "space" for one in refused for clash in one.clashes)


def test_two_rooms_asked_for_in_opposite_order_do_not_wait_for_each_other():
    spaces = made(SpaceFactory, 2)
    one, other = made(EntryFactory, 2)

    refused = at_once(
        lambda: hold(entry=one, spaces=spaces, by=BY),
        lambda: hold(entry=other, spaces=spaces[::-1], by=BY),
    )

    assert (Hold.objects.count(), len(refused)) == (2, 1)


def test_computers_go_to_as_many_as_there_are():
    (computers,) = made(EquipmentFactory, 1, places=5)
    entries = made(EntryFactory, 4)

    refused = at_once(
        *(lambda entry=e: hold(entry=entry, equipment={computers: 2}, by=BY) for e in entries)
    )

    assert (Hold.objects.count(), len(refused)) == (2, 2)


def test_two_move_into_the_same_free_hour():
    (space,) = made(SpaceFactory, 1)
    entries = made(EntryFactory, 3)
    with signed(BY):
        for n, entry in enumerate(entries):
            entry.begins, entry.ends = (at.replace(day=4 + n) for at in (entry.begins, entry.ends))
            entry.save()
    for entry in entries:
        hold(entry=entry, spaces=[space], by=BY)
    cancel(entry=entries[0], by=BY)
    hours = {"begins": entries[0].begins, "ends": entries[0].ends}

    refused = at_once(*(lambda entry=e: change(entry=entry, **hours, by=BY) for e in entries[1:]))

    assert len(refused) == 1
    assert Entry.objects.filter(begins=hours["begins"], state="announced").count() == 1
