"""Words are looked for whatever their accents: lists of the office ask the database so."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """The extension the database brings along (kernel.database.EXTENSIONS)."""

    dependencies: ClassVar = [("accounts", "0002_invitations_and_sign_ins")]

    operations: ClassVar = [UnaccentExtension()]
