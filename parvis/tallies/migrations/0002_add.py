"""Counts are added to by one function, which other functions of the database call as well."""

from django.db import migrations

FUNCTIONS = """
-- Whoever makes the counts of a day again holds the other half of this lock (actions.recount).
CREATE FUNCTION tallies_lock(at_site bigint, on_day date) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT hashtextextended('tallies/' || at_site || '/' || to_char(on_day, 'YYYY-MM-DD'), 0)
$$;

-- A cell a line, each once and in one order whoever counts, so that nobody waits for somebody who
-- waits for them. What falls to nought has no row.
CREATE FUNCTION tallies_add(
    at_site bigint, of_centre bigint, is_simulated boolean, on_day date,
    measures text[], cells text[], ns integer[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(tallies_lock(at_site, on_day));
    INSERT INTO tallies_count AS stood (site_id, centre_id, simulated, day, measure, cell, n)
    SELECT at_site, of_centre, is_simulated, on_day, added.measure, added.cell, added.n
    FROM unnest(measures, cells, ns) AS added (measure, cell, n)
    ON CONFLICT (site_id, day, measure, cell) DO UPDATE SET n = stood.n + excluded.n;
    IF 0 > ANY (ns) THEN
        DELETE FROM tallies_count AS stood USING unnest(measures, cells) AS added (measure, cell)
        WHERE stood.site_id = at_site AND stood.day = on_day AND stood.n = 0
        AND stood.measure = added.measure AND stood.cell = added.cell;
    END IF;
END $$;
"""
BACK = """
DROP FUNCTION tallies_add(bigint, bigint, boolean, date, text[], text[], integer[]);
DROP FUNCTION tallies_lock(bigint, date);
"""


class Migration(migrations.Migration):
    """Makes tallies_add."""

    dependencies = [("tallies", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
