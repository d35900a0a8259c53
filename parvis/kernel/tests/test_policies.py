import pytest
from django.db import DatabaseError, connection, transaction

from parvis.accounts.enums import Means, Outcome
from parvis.accounts.models import SignIn, User
from parvis.kernel.policies import row_policy, trusted

pytestmark = pytest.mark.django_db


def scope(said=None):
    with connection.cursor() as cursor:
        if said is not None:
            cursor.execute("SELECT set_config('parvis.scope', %s, true)", [said])
        cursor.execute("SELECT current_setting('parvis.scope', true)")
        return cursor.fetchone()[0]


def test_trust_ends_with_its_block_and_the_door_s_scope_comes_back():
    scope('{"user": 1}')
    with trusted():
        with trusted():
            pass
        assert scope() == '{"trusted": true}'

    assert scope() == '{"user": 1}'


def test_trust_ends_with_an_error_too():
    scope('{"user": 1}')
    with pytest.raises(ValueError, match="no"), trusted():
        raise ValueError("no")

    assert scope() == '{"user": 1}'


def test_what_may_not_be_seen_may_not_be_written_either():
    user = User.objects.create_user("a@example.org", name="A")
    scope('{"user": 0}')
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        SignIn.objects.create(user=user, means=Means.PASSWORD, outcome=Outcome.OPENED)
    with trusted():
        SignIn.objects.create(user=user, means=Means.PASSWORD, outcome=Outcome.OPENED)

    assert SignIn.objects.update(browser="x") == 0
    assert SignIn.objects.all().delete()[0] == 0


def test_the_operation_can_be_taken_back():
    operation = row_policy("x", using="true")

    assert "ENABLE ROW LEVEL SECURITY" in operation.sql
    assert operation.reversible
