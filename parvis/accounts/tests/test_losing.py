"""A lost password: a link by mail, once, for an hour, and never a word on who has an account."""

import re
import threading

import pytest
import time_machine
from django.db import connection

from parvis.accounts import queries
from parvis.accounts.actions import losing
from parvis.accounts.actors import Actor, command, visitor
from parvis.accounts.errors import LinkUnusable
from parvis.accounts.models import SignIn, User
from parvis.accounts.tests.conftest import PASSWORD
from parvis.kernel.history import signed
from parvis.kernel.policies import trusted
from parvis.mailing.models import Message

HERE = "/office/sign-in/lost/"
NEW = "another password of mine"
BY = Actor("link", "lost-password")


def _lost(user):
    losing.lose_password(email=user.email.upper(), by=visitor())
    message = Message.objects.latest("pk")
    return re.search(r"new-password/(\S+)/", message.text)[1]


@pytest.mark.django_db
class TestLink:
    def test_changes_the_password_once_and_ends_every_session(self, client, person):
        user = person()
        client.force_login(user)
        token = _lost(user)

        losing.choose_again(token=token, password=NEW, by=BY)

        user.refresh_from_db()
        assert user.check_password(NEW)
        with trusted():
            assert not SignIn.objects.filter(user=user, ended_at=None, until__isnull=False)
        with pytest.raises(LinkUnusable):
            losing.choose_again(token=token, password=PASSWORD, by=BY)

    def test_is_of_no_use_an_hour_later(self, person):
        with time_machine.travel("2026-11-22 08:00Z", tick=False):
            token = _lost(person())
        with time_machine.travel("2026-11-22 08:59Z", tick=False):
            assert queries.whose_link(token) is not None
        with time_machine.travel("2026-11-22 09:01Z", tick=False):
            assert queries.whose_link(token) is None

    @pytest.mark.parametrize("forged", ["", "x", "MQ.x", "é.é", "OTk5OTk5.c0-abc"])
    def test_a_forged_one_is_nobodys(self, person, forged):
        person()
        assert queries.whose_link(forged) is None

    def test_anothers_proof_does_not_do(self, person):
        one, other = _lost(person()), _lost(person())
        assert queries.whose_link(one.split(".")[0] + "." + other.split(".")[1]) is None


@pytest.mark.django_db
class TestAsking:
    def test_nobody_learns_who_has_an_account(self, client, person):
        user = person(language="en")
        known = client.post(HERE, {"email": user.email}).content.decode()
        unknown = client.post(HERE, {"email": "nobody@metiers.fr"}).content.decode()

        assert known.replace(user.email, "") == unknown.replace("nobody@metiers.fr", "")
        assert Message.objects.get().to == user.email

    def test_a_closed_account_is_sent_nothing(self, person):
        losing.lose_password(email=person(is_active=False).email, by=visitor())
        assert not Message.objects.exists()

    def test_three_messages_in_half_an_hour_are_enough(self, person):
        user = person()
        for _ in range(5):
            losing.lose_password(email=user.email, by=visitor())
        assert Message.objects.count() == losing.MESSAGES

        with time_machine.travel("2030-01-01 08:00Z"):
            losing.lose_password(email=user.email, by=visitor())
        assert Message.objects.count() == losing.MESSAGES + 1

    def test_what_is_no_address_comes_back(self, client):
        back = client.post(HERE, {"email": "not an address"})
        assert "not an address" in back.content.decode()
        assert not Message.objects.exists()


@pytest.mark.django_db
class TestPages:
    def test_the_whole_way(self, client, person):
        user = person(language="en")
        assert HERE in client.get("/office/sign-in/").content.decode()
        address = f"/office/sign-in/new-password/{_lost(user)}/"

        assert user.email in client.get(address).content.decode()
        short = client.post(address, {"new_password": "short"})
        assert short.status_code == 200
        sent = client.post(address, {"new_password": NEW})

        assert sent.headers["Location"] == "/office/sign-in/?changed=1"
        assert (
            "Sign in with it" in client.get(sent.headers["Location"] + "&lang=en").content.decode()
        )
        used = client.get(address)
        assert used.status_code == 410
        assert client.post(address, {"new_password": NEW}).status_code == 410


def test_of_two_who_press_at_once_one_wins(committed_db):
    with signed(command("test")):
        user = User.objects.create_user("somebody@metiers.fr", PASSWORD, name="Somebody")
        token = _lost(user)
    answers, start = [], threading.Barrier(2)

    def one(password):
        start.wait()
        try:
            losing.choose_again(token=token, password=password, by=BY)
            answers.append("changed")
        except LinkUnusable:
            answers.append("refused")
        connection.close()

    two = [threading.Thread(target=one, args=[f"password number {n}"]) for n in range(2)]
    for thread in two:
        thread.start()
    for thread in two:
        thread.join()

    assert sorted(answers) == ["changed", "refused"]
