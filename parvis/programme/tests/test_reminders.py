"""An address somebody left: sealed, apart from every place, erased the day after."""

import datetime
import uuid

import pytest

from parvis.kernel.secrets import unseal
from parvis.mailing.models import Message
from parvis.programme import actions, tasks
from parvis.programme.errors import JoiningClosed, NotAKey, NotPossible
from parvis.programme.models import Participation, ReminderAddress
from parvis.programme.queries.places import to_be_reminded
from parvis.programme.tests.conftest import BEGINS, BY, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def remembered(published):
    session, key = published(), uuid.uuid4()
    actions.remember(session=session, email="reader@example.org", key=key, language="en", by=BY)
    return session, key


def test_remember_seals_the_address_and_ties_it_to_no_place(remembered):
    session, _key = remembered
    join(session)
    row, party = ReminderAddress.objects.get(), Participation.objects.get()

    assert "reader" not in row.sealed
    assert unseal(row.sealed) == "reader@example.org"
    shared = {value for value in vars(row).values() if isinstance(value, (bytes, uuid.UUID))}
    assert shared.isdisjoint({party.pk, bytes(party.digest)})
    assert str(session) == str(row)


def test_remember_sent_again_is_kept_once(remembered):
    session, key = remembered

    actions.remember(session=session, email="reader@example.org", key=key, by=BY)

    assert ReminderAddress.objects.count() == 1


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "x" * 250 + "@example.org"])
def test_remember_takes_an_address(published, email):
    with pytest.raises(NotPossible):
        actions.remember(session=published(), email=email, key=uuid.uuid4(), by=BY)


def test_remember_in_a_language_of_ours(published):
    session = published()
    for language in ("tlh", ""):
        actions.remember(
            session=session, email="a@example.org", key=uuid.uuid4(), language=language, by=BY
        )

    assert set(ReminderAddress.objects.values_list("language", flat=True)) == {"fr"}


def test_remember_takes_a_random_key(published):
    with pytest.raises(NotAKey):
        actions.remember(session=published(), email="a@example.org", key=uuid.uuid1(), by=BY)


def test_remember_only_what_is_to_come(published, at):
    session = published()
    at(1)
    with pytest.raises(JoiningClosed):
        actions.remember(session=session, email="a@example.org", key=uuid.uuid4(), by=BY)

    at(-60)
    session = actions.cancel(session=session, by=BY)
    with pytest.raises(JoiningClosed):
        actions.remember(session=session, email="a@example.org", key=uuid.uuid4(), by=BY)


def test_forget_at_once_by_its_own_key(remembered):
    _session, key = remembered

    assert actions.forget(key=key, by=BY)
    assert not actions.forget(key=key, by=BY)
    assert not ReminderAddress.objects.exists()


def test_remind_once_the_day_before_in_the_language_wished(remembered, at):
    session, _key = remembered
    assert to_be_reminded(BEGINS - datetime.timedelta(hours=1)) == []
    at(-60 * 20)

    tasks.remind()
    tasks.remind()

    message = Message.objects.get()
    assert message.to == "reader@example.org"
    assert "CV workshop" in message.subject
    assert "give it back" in message.text
    assert ReminderAddress.objects.get().sent
    assert session.code


def test_remind_says_that_it_is_called_off_and_forgets(remembered):
    session, _key = remembered
    actions.remind(session=session, by=BY)
    actions.cancel(session=session, why={"en": "Snow"}, by=BY)

    tasks.remind()

    message = Message.objects.order_by("pk").last()
    assert message.subject.startswith("Called off: CV workshop")
    assert "Snow" in message.text
    assert not ReminderAddress.objects.exists()


def test_called_off_without_a_reason(remembered):
    session, _key = remembered
    actions.cancel(session=session, by=BY)

    tasks.remind()

    assert "does not take place" in Message.objects.get().text


def test_addresses_go_the_day_after_from_here_and_from_the_mail(remembered, at):
    _session, _key = remembered
    at(-60 * 20)
    tasks.remind()
    written = BEGINS - datetime.timedelta(hours=20)
    Message.objects.update(state="handed", text="", html="", written_at=written)
    at(60 * 8 + 1)
    assert ReminderAddress.objects.exists()

    at(60 * 24)
    tasks.erase()

    assert not ReminderAddress.objects.exists()
    assert Message.objects.get().to == ""
    assert actions.erase_addresses(by=BY) == 0


def test_a_reminder_that_could_not_leave_in_time_is_not_sent_late(remembered, at):
    at(-60 * 20)
    tasks.remind()
    Message.objects.update(written_at=BEGINS - datetime.timedelta(hours=20))
    at(60 * 24)

    tasks.erase()

    message = Message.objects.get()
    assert (message.state, message.to) == ("unsent", "")
