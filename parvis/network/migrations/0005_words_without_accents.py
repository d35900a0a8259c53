"""Lists find words whatever their accents: the database is asked, and must know how."""

from typing import ClassVar

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """The extension that every filter of words in the office asks."""

    dependencies: ClassVar = [("network", "0004_charter_acceptance")]

    operations: ClassVar = [UnaccentExtension()]
