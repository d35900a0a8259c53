import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from parvis.centres.models import Centre
from parvis.network.models import Fact, Membership, Network

pytestmark = pytest.mark.django_db


@pytest.fixture
def real():
    return Network.objects.create(code="real", simulated=False)


@pytest.fixture
def example():
    return Network.objects.create(code="example", simulated=True)


def settle():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_a_simulated_fact_in_a_real_network(real):
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(network=real, code="x", kind="webinar", simulated=True)
        settle()


def test_the_database_refuses_a_real_fact_in_a_simulated_network(example):
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(network=example, code="x", kind="webinar", simulated=False)
        settle()


def test_a_simulated_centre_never_becomes_a_member_of_a_real_network(real):
    centre = Centre.objects.create(code="c", name="c", country="FR", simulated=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(network=real, centre=centre, kind="member", attested="2024")
        settle()


def test_a_network_cannot_turn_real_under_its_facts(example):
    Fact.objects.create(network=example, code="x", kind="webinar", simulated=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.filter(pk=example.pk).update(simulated=False)
        settle()


def test_the_same_question_is_asked_before_the_database_does(real):
    with pytest.raises(ValidationError):
        Fact(network=real, code="x", kind="webinar", simulated=True).full_clean()
