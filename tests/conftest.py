"""What tests of the whole house share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def both_networks(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The real and the example network, loaded once for the module and taken back after it."""
    from parvis.demo.actions import load_networks

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load_networks()
        yield
        transaction.set_rollback(True)
