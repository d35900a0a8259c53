import datetime

import pytest

from parvis.accounts.models import NetworkPost, User
from parvis.principles.rules import may_answer

pytestmark = pytest.mark.django_db


def someone(role, **until):
    user = User.objects.create_user(f"{role}@example.org", name=role)
    NetworkPost.objects.create(user=user, role=role, start=datetime.date(2020, 1, 1), **until)
    return user


def test_the_label_authority_answers_and_nobody_for_it():
    assert may_answer(someone("label-authority"))
    assert not may_answer(someone("coordinator"))


def test_an_ended_label_authority_answers_no_more():
    assert not may_answer(someone("label-authority", until=datetime.date(2021, 1, 1)))
