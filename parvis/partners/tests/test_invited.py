"""An invitation to a place: the role is held there and nowhere else."""

import pytest
from django.utils import timezone

from parvis.accounts.actions import inviting
from parvis.accounts.actors import Actor, command, staff
from parvis.accounts.models import NetworkPost, User
from parvis.accounts.roles import ROLES
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import CentreFactory
from parvis.kernel.history import signed

pytestmark = pytest.mark.django_db


def test_whoever_accepts_holds_the_role_at_its_place():
    centre = CentreFactory()
    with signed(command("test")):
        inviter = User.objects.create_user("admin@example.org", "twelve letters", name="Ada")
        NetworkPost.objects.create(user=inviter, role="administrator", start=timezone.localdate())
    made = inviting.invite(
        inviter=inviter,
        email="new@example.org",
        name="New",
        language="fr",
        role=ROLES["centre:reception"],
        place=centre.pk,
        until=None,
        by=staff(inviter),
    )
    token = made.link.rstrip("/").rpartition("/")[2]

    user = inviting.accept(
        token=token, password="quatre mots à moi", user=None, by=Actor("link", "invitation-1")
    )

    assert [(post.role, post.centre) for post in CentrePost.objects.filter(user=user)] == [
        ("reception", centre)
    ]
