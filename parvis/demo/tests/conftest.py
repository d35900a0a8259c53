import pytest
from django.db import transaction

from parvis.demo.actions import load_networks


@pytest.fixture(scope="module")
def both_networks(django_db_setup, django_db_blocker):
    """Both networks loaded once for the module, and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_networks()
        yield
        transaction.set_rollback(True)
