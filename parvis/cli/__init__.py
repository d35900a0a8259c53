"""The ``parvis`` command: it finds the database, then calls what the rooms offer."""
