import datetime
import threading

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from parvis.accounts import notices, queries, rules
from parvis.accounts.actions import inviting, posts
from parvis.accounts.actors import Actor, command, staff
from parvis.accounts.errors import HasAnAccount, InvitationUnusable, NotYoursToGive
from parvis.accounts.models import Invitation, NetworkPost, SignIn, User, Viewing
from parvis.accounts.roles import ROLES
from parvis.accounts.tests.conftest import PASSWORD
from parvis.journal.queries import history
from parvis.kernel.history import signed
from parvis.kernel.policies import trusted

EDITOR = ROLES["network:editor"]
LINK = Actor("link", "invitation-1")


def invited(inviter, email="new@example.org", role=EDITOR, place=None, until=None):
    return inviting.invite(
        inviter=inviter,
        email=email,
        name="New",
        language="en",
        role=role,
        place=place,
        until=until,
        by=staff(inviter),
    )


def token_of(made):
    return made.link.rstrip("/").rpartition("/")[2]


def accepted(made, user=None, password=PASSWORD):
    return inviting.accept(token=token_of(made), password=password, user=user, by=LINK)


@pytest.mark.django_db
class TestInvitation:
    def test_it_gives_an_account_a_password_and_the_role_until_its_day(self, administrator):
        until = timezone.localdate() + datetime.timedelta(days=30)
        made = invited(administrator, "NEW@example.org ", until=until)
        user = accepted(made)

        assert made.link.startswith(settings.BASE_URL)
        assert (user.email, user.name, user.language) == ("new@example.org", "New", "en")
        assert user.check_password(PASSWORD)
        (post,) = NetworkPost.objects.filter(user=user)
        assert (post.role, post.until) == ("editor", until)
        assert [line.actor for line in history(post)] == [str(LINK)]

    def test_the_link_itself_is_not_kept(self, administrator):
        made = invited(administrator)

        assert token_of(made) not in str(Invitation.objects.values().get())

    def test_a_replayed_link_says_that_it_was_used(self, administrator):
        made = invited(administrator)
        accepted(made)

        with pytest.raises(InvitationUnusable, match="déjà été acceptée"):
            accepted(made)
        assert NetworkPost.objects.filter(user__email="new@example.org").count() == 1

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"ends_at": "2026-01-01T00:00Z"}, "plus valable"),
            ({"start": "2020-01-01", "until": "2020-02-01"}, "plus valable"),
            ({"withdrawn_at": "2026-01-01T00:00Z"}, "retirée"),
        ],
    )
    def test_an_expired_or_withdrawn_link_says_so(self, administrator, changed, said):
        made = invited(administrator)
        Invitation.objects.update(**changed)

        with pytest.raises(InvitationUnusable, match=said):
            accepted(made)

    def test_a_link_made_up_is_not_one_of_ours(self):
        with pytest.raises(InvitationUnusable, match="pas l’un des nôtres"):
            inviting.accept(token="made-up", password=PASSWORD, user=None, by=LINK)

    @pytest.mark.parametrize("leaves", ["account", "post"])
    def test_the_link_of_somebody_who_left_gives_nothing(self, administrator, leaves):
        made = invited(administrator)
        if leaves == "account":
            User.objects.filter(pk=administrator.pk).update(is_active=False)
        else:
            NetworkPost.objects.filter(user=administrator).update(until="2026-01-02")

        with pytest.raises(InvitationUnusable, match="ne peut plus donner"):
            accepted(made)

    def test_an_address_that_has_an_account_is_accepted_by_its_owner_alone(
        self, administrator, person
    ):
        owner, other = person(domain="example.org"), person(domain="example.org")
        made = invited(administrator, owner.email)

        for who in (None, other):
            with pytest.raises(HasAnAccount):
                accepted(made, who, "a password of a stranger")
        assert accepted(made, owner, None) == owner
        assert owner.check_password(PASSWORD)
        assert NetworkPost.objects.filter(user=owner, role="editor").exists()

    def test_nobody_gives_what_is_not_theirs_to_give(self, person):
        for role, place in ((ROLES["network:administrator"], None), (EDITOR, 1)):
            with pytest.raises(NotYoursToGive):
                invited(person("coordinator"), role=role, place=place)
        with pytest.raises(NotYoursToGive):
            invited(person("label-expert"))

    def test_only_demonstration_accounts_invite_addresses_kept_for_examples(self, person):
        """Those need no second factor: a real inviter must not be able to go round it."""
        with pytest.raises(NotYoursToGive):
            invited(person("coordinator"), "friend@example.org")
        assert invited(person("coordinator"), "friend@metiers.fr")

    def test_withdrawing_twice_is_withdrawing_once_and_an_accepted_one_stays(self, administrator):
        made = invited(administrator)
        first = inviting.withdraw(invitation=made.invitation, by=staff(administrator))
        again = inviting.withdraw(invitation=made.invitation, by=staff(administrator))
        assert first.withdrawn_at == again.withdrawn_at is not None

        other = invited(administrator, "other@example.org")
        accepted(other)
        assert not inviting.withdraw(
            invitation=other.invitation, by=staff(administrator)
        ).withdrawn_at

    def test_the_message_of_an_invitation_says_the_role_and_the_link_once(
        self, administrator, monkeypatch
    ):
        sent = []
        monkeypatch.setattr(notices, "_senders", [])
        assert not notices.is_sent()

        def send(**message):
            sent.append(message)

        for _ in range(2):
            notices.send_with(send)
        made = invited(administrator)

        assert notices.is_sent()
        (message,) = sent
        assert message["to"] == "new@example.org"
        assert message["purpose"] == "invitation"
        assert message["text"].count(made.link) == 1
        with translation.override(made.invitation.language):
            assert str(made.invitation.held.title) in message["subject"]

    def test_who_may_withdraw(self, administrator, person):
        made = invited(administrator).invitation

        assert rules.can_withdraw(administrator, made)
        assert rules.can_withdraw(person("coordinator"), made)
        assert not rules.can_withdraw(person("label-expert"), made)


def test_of_two_who_accept_at_once_one_wins(committed_db):
    with signed(command("test")):
        inviter = User.objects.create_user("inviter@example.org", PASSWORD, name="Inviter")
        NetworkPost.objects.create(user=inviter, role="administrator", start="2026-01-01")
    made = invited(inviter)
    answers, start = [], threading.Barrier(2)

    def one(password):
        start.wait()
        try:
            answers.append(accepted(made, password=password).email)
        except (InvitationUnusable, HasAnAccount) as refusal:
            answers.append(type(refusal).__name__)
        connection.close()

    two = [threading.Thread(target=one, args=[f"password number {n}"]) for n in range(2)]
    for thread in two:
        thread.start()
    for thread in two:
        thread.join()

    assert sorted(answers) == ["InvitationUnusable", "new@example.org"]
    assert NetworkPost.objects.filter(user__email="new@example.org").count() == 1


@pytest.mark.django_db
class TestPosts:
    def test_an_ended_post_gives_nothing_at_once_and_comes_back(self, person):
        user = person("editor")
        (post,) = NetworkPost.objects.filter(user=user)
        by = command("test")

        ended = posts.end_post(post=post, by=by)
        assert queries.holdings(user) == ()
        assert not ended.is_in_force(timezone.localdate())
        assert posts.end_post(post=post, by=by).ended_at == ended.ended_at

        back = posts.put_back(post=post, by=by)
        assert len(queries.holdings(user)) == 1
        assert back.is_in_force(timezone.localdate())
        assert posts.put_back(post=post, by=by).ended_at is None
        gestures = [line.gesture for line in history(post)]
        assert gestures == ["update", "update", "insert"]

    def test_a_post_is_in_force_from_its_first_day_to_its_last(self):
        day = datetime.date(2026, 5, 1)
        post = NetworkPost(start=day, until=day)
        ended = NetworkPost(
            start=day, ended_at=datetime.datetime(2026, 5, 3, 12, tzinfo=datetime.UTC)
        )

        assert [post.is_in_force(datetime.date(2026, 5, n)) for n in (1, 2)] == [True, False]
        assert not post.is_in_force(datetime.date(2026, 4, 30))
        assert [ended.is_in_force(datetime.date(2026, 5, n)) for n in (2, 3)] == [True, False]

    @pytest.mark.parametrize("roles", [["editor"], ["editor", "coordinator"]])
    def test_whoever_holds_nothing_any_more_is_signed_out(self, person, client, roles):
        user = person(*roles, domain="example.org")
        client.force_login(user)
        post = NetworkPost.objects.get(user=user, role="editor")
        posts.end_post(post=post, by=command("test"))

        with trusted():
            assert queries.sessions(user).exists() is (len(roles) == 2)

    def test_nobody_ends_their_own_post(self, administrator, person):
        (own,) = NetworkPost.objects.filter(user=administrator)
        (other,) = NetworkPost.objects.filter(user=person("editor"))

        assert not rules.can_end_post(administrator, own)
        assert rules.can_end_post(administrator, other)

    def test_a_new_password_ends_every_session(self, person, client):
        user = person()
        client.force_login(user)
        posts.change_password(user=user, password="another of my own", by=staff(user))

        with trusted():
            assert not SignIn.objects.filter(user=user, ended_at__isnull=True).exists()

    def test_a_look_as_another_role_is_in_the_journal_from_start_to_end(self, administrator):
        by = staff(administrator)
        viewing = posts.start_viewing(user=administrator, role=EDITOR, place=None, by=by)
        for _ in range(2):
            viewing = posts.end_viewing(viewing=viewing, by=by)

        assert [line.gesture for line in history(viewing)] == ["update", "insert"]
        assert Viewing.objects.get().ended_at is not None
