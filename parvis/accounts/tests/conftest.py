"""People and posts that tests of accounts share."""

from __future__ import annotations

import itertools

import pytest

from parvis.accounts.models import NetworkPost, User

PASSWORD = "four words of mine"
NUMBERS = itertools.count(1)


@pytest.fixture
def person():
    """Makes somebody with these roles across the network; a real address unless told."""

    def made(*roles, domain="metiers.fr", **more):
        number = next(NUMBERS)
        user = User.objects.create_user(
            f"somebody-{number}@{domain}", PASSWORD, name=f"Somebody {number}", **more
        )
        for role in roles:
            NetworkPost.objects.create(user=user, role=role, start="2026-01-01")
        return user

    return made


@pytest.fixture
def administrator(person):
    """A demonstration account: it may skip the second factor."""
    return person("administrator", domain="example.org")
