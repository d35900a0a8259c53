"""The database backend of the settings (`ENGINE = "parvis.kernel.postgresql"`).

It differs from Django's in two points: before a connection it makes sure that the embedded server
runs (nothing starts for a command that never asks the database), and it asks for PostgreSQL 15.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, features

from parvis.kernel import database


class DatabaseFeatures(features.DatabaseFeatures):
    """What Parvis may rely on."""

    minimum_database_version = (database.FLOOR,)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to a server that is there when one needs it."""

    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Start or rejoin the embedded server, then connect. Raises DatabaseUnavailable."""
        database.hold()
        return super().get_new_connection(conn_params)
