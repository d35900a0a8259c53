"""Wagtail's first migration writes a page of welcome and a site that shows it: neither is ours."""

from django.db import migrations


def remove(apps, schema_editor):
    """Only as Wagtail made them: alone below the root, and nothing written below."""
    Page = apps.get_model("wagtailcore", "Page")
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0, content_type__model="page")
    if Page.objects.count() == 2 and welcome.exists():
        apps.get_model("wagtailcore", "Site").objects.filter(root_page__in=welcome).delete()
        welcome.delete()
        Page.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [("website", "0001_pages")]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
