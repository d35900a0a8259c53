"""Receipts are given by one function, which other functions of the database call as well."""

from django.db import migrations

FUNCTIONS = """
-- Gives each new key its receipt, and returns the receipts of those that had one. Whoever sends a
-- key at the same moment elsewhere waits here, then reads what was answered.
CREATE FUNCTION journal_receive(
    for_purpose text, in_scope text, on_day date,
    keys uuid[], digests text[], answers jsonb[], made uuid[]
) RETURNS SETOF journal_receipt LANGUAGE plpgsql AS $$
DECLARE
    fresh uuid[];
BEGIN
    WITH given AS (
        INSERT INTO journal_receipt (key, purpose, scope, day, digest, answer, row)
        SELECT sent.key, for_purpose, in_scope, on_day, sent.digest, sent.answer, sent.row
        FROM unnest(keys, digests, answers, made) AS sent (key, digest, answer, row)
        ON CONFLICT (key) DO NOTHING RETURNING key
    )
    SELECT coalesce(array_agg(given.key), '{}') INTO fresh FROM given;
    IF cardinality(fresh) < cardinality(keys) THEN
        RETURN QUERY SELECT * FROM journal_receipt AS known
        WHERE known.key = ANY (keys) AND NOT known.key = ANY (fresh);
    END IF;
END $$;
"""
BACK = """
DROP FUNCTION journal_receive(text, text, date, uuid[], text[], jsonb[], uuid[]);
"""


class Migration(migrations.Migration):
    """Makes journal_receive."""

    dependencies = [("journal", "0004_receipts")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
