import pytest

from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Centre, Post
from parvis.centres.queries import scope_of, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create_user("someone@example.org", name="Someone")


@pytest.fixture
def centres():
    return [
        Centre.objects.create(code=code, name=code, sort_key=code, country="FR")
        for code in ("here", "there")
    ]


def test_whoever_holds_no_post_sees_nothing(user, centres):
    assert list(seen_by(user)) == []


def test_a_post_at_a_centre_shows_that_centre_alone(user, centres):
    Post.objects.create(user=user, centre=centres[0], role="manager", start="2026-01-01")

    assert list(seen_by(user)) == [centres[0]]
    assert scope_of(user) == {
        "user": user.pk,
        "centres": [centres[0].pk],
        "log": False,
        "lists": [],
        "every_list": False,
    }


def test_an_ended_post_shows_nothing(user, centres):
    Post.objects.create(
        user=user, centre=centres[0], role="manager", start="2020-01-01", until="2020-12-31"
    )

    assert list(seen_by(user)) == []


def test_a_post_across_the_network_shows_every_centre(user, centres):
    NetworkPost.objects.create(user=user, role="coordinator", start="2026-01-01")

    assert list(seen_by(user)) == centres
