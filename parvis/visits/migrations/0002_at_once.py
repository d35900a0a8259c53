"""What is done all day long is one statement: a visit kept, a visit recorded, the next called.

Each room's tables are written by its own function: a visit's by visits_keep, receipts by
journal_receive, counts by tallies_add. A function keeps its plans, and is asked once.
"""

from django.db import migrations, models

FUNCTIONS = """
-- Visits of one day with what they were for and their tickets; what they count for; who hears it.
CREATE FUNCTION visits_keep(
    of_day bigint, visits json, services json, tickets json,
    measures text[], cells text[], ns integer[], channel text, topic text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held visits_day;
    visit visits_visit;
    ticket visits_ticket;
BEGIN
    SELECT * INTO STRICT held FROM visits_day WHERE id = of_day;
    visit.day_id := of_day;
    ticket.day_id := of_day;
    INSERT INTO visits_visit SELECT * FROM json_populate_recordset(visit, visits);
    INSERT INTO visits_service SELECT * FROM json_populate_recordset(NULL::visits_service, services);
    IF json_array_length(tickets) > 0 THEN
        INSERT INTO visits_ticket SELECT * FROM json_populate_recordset(ticket, tickets);
    END IF;
    PERFORM tallies_add(
        held.site_id, held.centre_id, held.simulated, held.date, measures, cells, ns
    );
    PERFORM pg_notify(channel, topic);
END $$;

-- One visit without a ticket, from whoever asks: «kept», or why not: there is no such «day» yet,
-- it is «closed», its key is «known».
CREATE FUNCTION visits_record(
    at_site bigint, on_day date, purpose text, scope text, key uuid, digest text, answer jsonb,
    made uuid, visits json, services json,
    measures text[], cells text[], ns integer[], channel text, topic text,
    OUT outcome text, OUT held visits_day
) LANGUAGE plpgsql AS $$
BEGIN
    SELECT * INTO held FROM visits_day WHERE site_id = at_site AND date = on_day FOR SHARE;
    IF NOT FOUND THEN
        outcome := 'day';
        RETURN;
    END IF;
    IF held.state <> 'open' THEN
        outcome := 'closed';
        RETURN;
    END IF;
    PERFORM journal_receive(
        purpose, scope, on_day, ARRAY[key], ARRAY[digest], ARRAY[answer], ARRAY[made]
    );
    IF FOUND THEN
        outcome := 'known';
        RETURN;
    END IF;
    PERFORM visits_keep(
        held.id, visits, services, '[]', measures, cells, ns, channel, topic
    );
    outcome := 'kept';
END $$;

-- Takes the next ticket that nobody else is taking, calls it to a desk and counts how long it
-- waited (what measures.of_ticket counts, a test holds the two together); all null when nobody
-- waits. Two desks that press at once take two rows.
CREATE FUNCTION visits_next(
    at_site bigint, on_day date, zone text, poles bigint[], unmet text[], spoken text[],
    to_desk integer, now timestamptz, channel text, topic text,
    OUT called visits_ticket, OUT held visits_day
) LANGUAGE plpgsql AS $$
DECLARE
    is_first boolean;
    hour text;
    waited numeric;
BEGIN
    SELECT * INTO held FROM visits_day
    WHERE site_id = at_site AND date = on_day AND state = 'open' FOR SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO called FROM visits_ticket
    WHERE day_id = held.id AND state = 'waiting' AND pole_id = ANY (poles)
    AND NOT need = ANY (unmet)
    AND (spoken IS NULL OR language IN ('', 'unsaid') OR language = ANY (spoken))
    ORDER BY rank, place, id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    is_first := called.called_at IS NULL;
    UPDATE visits_ticket
    SET state = 'called', desk = to_desk, calls = calls + 1,
        called_at = coalesce(called_at, greatest(now, taken_at)),
        last_called_at = greatest(now, taken_at)
    WHERE id = called.id RETURNING * INTO called;
    IF is_first THEN
        hour := called.pole_id || '/' || to_char(called.taken_at AT TIME ZONE zone, 'HH24') || '/';
        waited := extract(epoch FROM called.called_at - called.taken_at) / 60;
        IF called.promised IS NOT NULL THEN
            PERFORM tallies_add(
                at_site, held.centre_id, held.simulated, on_day, ARRAY['visits.promise'],
                ARRAY[hour || CASE WHEN waited <= called.promised THEN 'kept' ELSE 'longer' END],
                ARRAY[1]
            );
        END IF;
        PERFORM tallies_add(
            at_site, held.centre_id, held.simulated, on_day, ARRAY['visits.wait'],
            ARRAY[hour || to_char(least(5 * ceil(waited / 5), 180), 'FM000')], ARRAY[1]
        );
    END IF;
    PERFORM pg_notify(channel, topic);
END $$;
"""
BACK = """
DROP FUNCTION visits_next(
    bigint, date, text, bigint[], text[], text[], integer, timestamptz, text, text
);
DROP FUNCTION visits_record(
    bigint, date, text, text, uuid, text, jsonb, uuid, json, json,
    text[], text[], integer[], text, text
);
DROP FUNCTION visits_keep(
    bigint, json, json, json, text[], text[], integer[], text, text
);
"""


class Migration(migrations.Migration):
    """Makes visits_keep, visits_record and visits_next, and an index in the order of the line."""

    dependencies = [
        ("journal", "0005_receive"),
        ("tallies", "0002_add"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="visits_ticket_queue"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["day", "rank", "place", "id"],
                name="visits_ticket_queue",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
