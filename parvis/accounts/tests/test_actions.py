import datetime

import pytest

from parvis.accounts.actions import appoint, open_account
from parvis.accounts.actors import Actor, clock, command, staff, visitor
from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost, User
from parvis.journal.queries import history

pytestmark = pytest.mark.django_db
BY = command("test")


def an_account(**changed):
    given = {"email": "a@example.org", "name": "A", "password": "twelve letters", "language": "fr"}
    return open_account(**given | changed, by=BY)


def test_an_account_is_opened_once():
    first, again = an_account(), an_account(name="B")

    assert first == again
    assert again.name == "B"
    assert User.objects.count() == 1
    assert again.check_password("twelve letters")


def test_a_new_password_replaces_the_old_one():
    an_account()

    assert an_account(password="another password").check_password("another password")


def test_a_post_is_given_once_and_kept_in_the_journal():
    def post():
        return NetworkPost(
            user=an_account(), role=NetworkRole.EDITOR, start=datetime.date(2026, 1, 1)
        )

    first, again = appoint(post=post(), by=BY), appoint(post=post(), by=BY)

    assert first == again
    assert [line.actor for line in history(first)] == ["command:test"]


def test_a_post_ends_by_itself_after_its_last_day():
    NetworkPost.objects.create(
        user=an_account(), role=NetworkRole.EDITOR, start="2026-01-01", until="2026-03-31"
    )

    def held(day):
        return NetworkPost.objects.in_force(datetime.date.fromisoformat(day)).count()

    assert [held(day) for day in ("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01")] == [
        0,
        1,
        1,
        0,
    ]


def test_an_actor_is_a_kind_and_a_key_and_never_a_name():
    user = an_account(name="Jeanne")

    assert str(staff(user)) == f"staff:{user.pk}"
    assert [str(actor) for actor in (visitor(), clock(), BY)] == [
        "visitor",
        "clock",
        "command:test",
    ]
    assert str(Actor("device", "12")) == "device:12"
