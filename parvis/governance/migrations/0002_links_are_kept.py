"""Which sources a fact cites is history too: links are kept in the journal."""

from django.db import migrations

from parvis.kernel.history import KeepLinks


class Migration(migrations.Migration):
    """Puts the journal's trigger on the tables of links."""

    dependencies = [
        ("governance", "0001_initial"),
        ("journal", "0002_links_are_kept"),
    ]

    operations = [
        KeepLinks("person", "sources"),
        KeepLinks("body", "sources"),
        KeepLinks("office", "sources"),
        KeepLinks("mandate", "sources"),
        KeepLinks("meeting", "sources"),
    ]
