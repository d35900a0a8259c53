import datetime
import uuid

import pytest

from parvis.accounts.actors import command
from parvis.journal import actions, queries
from parvis.journal.actions import Written
from parvis.journal.models import Receipt

pytestmark = pytest.mark.django_db
BY, DAY = command("test"), datetime.date(2026, 3, 3)


def receive(*entries, scope="room/1"):
    return actions.receive(purpose="room.write", scope=scope, day=DAY, entries=entries, by=BY)


def entry(answer="kept", **more):
    given = {"key": uuid.uuid4(), "digest": "d", "answer": {"state": answer}, "row": uuid.uuid4()}
    return Written(**given | more)


def test_a_new_key_gets_its_receipt_and_a_known_one_its_first_answer():
    first = entry()
    assert receive(first) == {}

    again = entry("other", key=first.key)
    known = receive(again, entry())

    assert list(known) == [first.key]
    assert known[first.key].answer == {"state": "kept"}
    assert queries.receipt(first.key).row == first.row
    assert queries.receipt(uuid.uuid4()) is None
    assert list(queries.receipts([first.key, uuid.uuid4()])) == [first.key]


def test_nothing_sent_is_nothing_kept():
    assert receive() == {}


def test_what_is_undone_is_answered_anew():
    sent = entry()
    receive(sent)

    actions.answer_anew(key=sent.key, answer={"state": "undone"}, row=None, by=BY)

    found = queries.receipt(sent.key)
    assert (found.answer, found.row) == ({"state": "undone"}, None)


def test_links_are_forgotten_where_they_were_kept_and_keys_stay():
    sent, other = entry(answer="kept"), entry()
    receive(sent)
    receive(other, scope="room/2")

    assert actions.forget_links(scope="room/1", day=DAY, by=BY) == 1

    found = queries.receipt(sent.key)
    assert (found.digest, found.row, found.answer) == ("", None, {"state": "kept"})
    assert queries.receipt(other.key).row == other.row


def test_keys_of_days_long_gone_are_forgotten():
    receive(entry())

    assert actions.forget_receipts(before=DAY, by=BY) == 0
    assert actions.forget_receipts(before=DAY + datetime.timedelta(1), by=BY) == 1
    assert not Receipt.objects.exists()


def test_a_receipt_says_where_and_when():
    receive(entry())

    assert str(Receipt.objects.get()) == "room.write · room/1 · 2026-03-03"
