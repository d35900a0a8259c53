"""The journal's table and the one function that writes it."""

import django.db.models.functions.datetime
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION journal_record(what text, gesture text, before jsonb, after jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    who text := coalesce(current_setting('parvis.actor', true), '');
BEGIN
    IF who = '' THEN
        RAISE EXCEPTION 'a write to % by nobody: go through an action', what
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF gesture = 'UPDATE' AND before = after THEN
        RETURN;
    END IF;
    INSERT INTO public.journal_line (actor, reason, what, "row", gesture, before, after)
    VALUES (
        who,
        coalesce(current_setting('parvis.reason', true), ''),
        what,
        coalesce(after ->> 'id', before ->> 'id', ''),
        lower(gesture),
        before,
        after
    );
END $$;

CREATE FUNCTION journal_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER journal_is_kept BEFORE UPDATE OR DELETE ON journal_line
    FOR EACH ROW EXECUTE FUNCTION journal_is_kept();
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON journal_line
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_kept();
"""
BACK = """
DROP TRIGGER journal_is_never_emptied ON journal_line;
DROP TRIGGER journal_is_kept ON journal_line;
DROP FUNCTION journal_is_kept();
DROP FUNCTION journal_record(text, text, jsonb, jsonb);
"""


class Migration(migrations.Migration):
    """Creates journal_line and journal_record()."""

    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                ("actor", models.CharField(max_length=64, verbose_name="who")),
                ("reason", models.TextField(blank=True, db_default="", verbose_name="why")),
                ("what", models.CharField(max_length=63, verbose_name="what")),
                ("row", models.CharField(max_length=64, verbose_name="row")),
                ("gesture", models.CharField(max_length=6, verbose_name="gesture")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
            ],
            options={
                "verbose_name": "journal line",
                "verbose_name_plural": "journal lines",
                "indexes": [models.Index(fields=["what", "row"], name="journal_line_subject")],
            },
        ),
        migrations.RunSQL(FUNCTION, BACK),
    ]
