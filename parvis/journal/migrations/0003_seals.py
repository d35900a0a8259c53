"""Days are sealed by a chain of digests, made by the database alone."""

import django.db.models.functions.datetime
from django.db import migrations, models

FUNCTIONS = """
-- One line as bytes that no setting of a session changes; columns are named, so that a later
-- column does not break old seals.
CREATE FUNCTION journal_digest(line journal_line) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        line.id, to_char(line.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), line.actor,
        line.reason, line.what, line."row", line.gesture, line.before, line.after
    )::text, 'UTF8'))
$$;

CREATE FUNCTION journal_sealed(
    chain bytea, day date, after_line bigint, last_line bigint,
    OUT digest bytea, OUT marks bytea, OUT first bigint, OUT last bigint, OUT count bigint
) LANGUAGE sql STABLE AS $$
    SELECT
        sha256(
            chain || convert_to(to_char(day, 'YYYY-MM-DD') || ' ' || count(*), 'UTF8')
            || coalesce(string_agg(own, ''::bytea ORDER BY id), ''::bytea)
        ),
        coalesce(
            string_agg(int8send(id) || substring(own FOR 8), ''::bytea ORDER BY id), ''::bytea
        ),
        coalesce(min(id), after_line), coalesce(max(id), after_line), count(*)
    FROM (
        SELECT id, public.journal_digest(line) AS own FROM public.journal_line line
        WHERE id > after_line AND id <= last_line
    ) lines
$$;

CREATE FUNCTION journal_seal_day(ended date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public SET lock_timeout = '10s' AS $$
DECLARE
    previous public.journal_seal;
    made bigint;
BEGIN
    IF ended >= (now() AT TIME ZONE 'UTC')::date THEN
        RAISE EXCEPTION 'the day % is not over', ended;
    END IF;
    LOCK TABLE public.journal_seal IN EXCLUSIVE MODE;
    -- Waits for whoever writes a line: below the last key there is nothing under way any more.
    LOCK TABLE public.journal_line IN SHARE MODE;
    SELECT * INTO previous FROM public.journal_seal ORDER BY day DESC LIMIT 1;
    IF previous.day >= ended THEN
        RETURN NULL;
    END IF;
    INSERT INTO public.journal_seal (day, first, last, count, digest, marks)
    SELECT ended, s.first, s.last, s.count, s.digest, s.marks
    FROM public.journal_sealed(
        coalesce(previous.digest, ''::bytea), ended, coalesce(previous.last, 0),
        (SELECT coalesce(max(id), 0) FROM public.journal_line)
    ) s
    RETURNING id INTO made;
    RETURN made;
END $$;

CREATE TRIGGER journal_is_kept BEFORE UPDATE OR DELETE ON journal_seal
    FOR EACH ROW EXECUTE FUNCTION journal_is_kept();
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_kept();
"""
BACK = """
DROP FUNCTION journal_seal_day(date);
DROP FUNCTION journal_sealed(bytea, date, bigint, bigint);
DROP FUNCTION journal_digest(journal_line);
DROP TRIGGER journal_is_never_emptied ON journal_seal;
DROP TRIGGER journal_is_kept ON journal_seal;
"""


class Migration(migrations.Migration):
    """Creates journal_seal and the functions that fill and read it."""

    dependencies = [
        ('journal', '0002_links_are_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('first', models.BigIntegerField(verbose_name='first line')),
                ('last', models.BigIntegerField(verbose_name='last line')),
                ('count', models.BigIntegerField(verbose_name='number of lines')),
                ('digest', models.BinaryField(max_length=32, verbose_name='digest')),
                ('marks', models.BinaryField(verbose_name='marks of the lines')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='made')),
            ],
            options={
                'verbose_name': 'seal of a day',
                'verbose_name_plural': 'seals of days',
                'ordering': ['day'],
            },
        ),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
