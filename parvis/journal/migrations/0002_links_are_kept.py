"""The trigger function of tables that have no model of their own: links, many to many."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.journal_record(
        TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)
    );
    RETURN NULL;
END $$;
"""
BACK = "DROP FUNCTION journal_keep();"


class Migration(migrations.Migration):
    """Creates journal_keep()."""

    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION, BACK)]
