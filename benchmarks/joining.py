"""Places held without a name, against the database's own floor: `python -m benchmarks.joining`.

In one run, on a database of its own in the durable cluster (a commit is on the disk when it is
told), dropped at the end: one locked seat as bare SQL, then `programme.actions.join` on one
session, by one thread and by PEOPLE of them that ask again and again. They share the connections
of a served program (two workers of four threads). Goals of issue 5/12: at least 3,000 a minute, 95
in a hundred answered within 0.4 s.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import django

PEOPLE = int(os.environ.get("PEOPLE", "200"))
EACH = int(os.environ.get("EACH", "15"))
ALONE = 400
CONNECTIONS = 8
A_MINUTE, P95 = 3000, 0.4
FLOOR = (
    "WITH seat AS (UPDATE programme_seats SET serial = serial + 1, held = held + 1 "
    "WHERE id = %s RETURNING id, serial) "
    "INSERT INTO programme_participation (id, seats_id, number, size, state, digest) "
    "SELECT gen_random_uuid(), id, serial, 1, 'held', uuid_send(gen_random_uuid()) FROM seat"
)


def main() -> int:
    """Measure, print the figures as JSON; 1 when a goal is missed or somebody is lost."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
    from parvis.cli.prepare import prepare

    prepare()
    django.setup()
    from tests import databases

    name = databases.clone()
    try:
        with databases.used(name), _pooled():
            return _measured()
    finally:
        databases.drop(name)


@contextmanager
def _pooled() -> Iterator[None]:
    """Inside, threads share the connections of a served program; not while tables are made."""
    from django.db import connection

    options = connection.settings_dict["OPTIONS"]
    options["pool"] = {"min_size": 1, "max_size": CONNECTIONS, "timeout": 10}
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        del options["pool"]


def _measured() -> int:
    from django.db import connection

    from parvis.accounts.actors import visitor
    from parvis.programme import actions
    from parvis.programme.models import Participation

    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        durable = cursor.fetchone()[0]
    floor, alone, many = (_session(n) for n in range(3))

    def seat() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [floor.pk])

    def join(seats: Any) -> None:
        actions.join(seats=seats, key=uuid.uuid4(), by=visitor())

    found = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "fsync": durable,
        "load": os.getloadavg()[0],
        "one thread, bare SQL": _told(_in_turn(seat)),
        "one thread": _told(_in_turn(lambda: join(alone))),
        f"{PEOPLE} threads, bare SQL": _told(_at_once(seat)),
        f"{PEOPLE} threads": _told(_at_once(lambda: join(many))),
    }
    many.refresh_from_db()
    parties = Participation.objects.filter(seats=many).count()
    found["lost"] = PEOPLE * EACH - parties
    found["oversold"] = max(0, many.held - many.capacity)
    print(json.dumps(found, indent=2))
    crowd = found[f"{PEOPLE} threads"]
    missed = crowd["a minute"] < A_MINUTE or crowd["p95 s"] > P95
    return int(missed or found["lost"] != 0 or found["oversold"] > 0)


def _session(number: int) -> Any:
    """The places of a session a month from now, fewer than people will ask for."""
    from django.utils import timezone

    from parvis.accounts.actors import command
    from parvis.centres.models import Centre, Site
    from parvis.kernel.history import signed
    from parvis.programme import actions

    by = command("benchmark")
    with signed(by):
        centre = Centre.objects.create(
            code=f"x{number}", name="X", country="FR", city="X", time_zone="Europe/Paris"
        )
        site = Site.objects.create(centre=centre, code="main", kind="main")
    begins = timezone.now() + datetime.timedelta(days=30)
    facts: actions.SessionFacts = {
        "kind": "participatory",
        "title": {"fr": "Atelier"},
        "begins": begins,
        "ends": begins + datetime.timedelta(hours=2),
        "centre": centre,
        "site": site,
        "joining": "places",
        "capacity": 1000 if number == 2 else 9000,
    }
    session = actions.publish(session=actions.schedule(facts=facts, by=by), by=by)
    return session.seats.get()


def _in_turn(does: Callable[[], None]) -> tuple[float, list[float]]:
    for _round in range(40):
        does()
    begun = time.perf_counter()
    taken = [_timed(does) for _round in range(ALONE)]
    return time.perf_counter() - begun, taken


def _at_once(does: Callable[[], None]) -> tuple[float, list[float]]:
    from django.db import connection

    ready = threading.Barrier(PEOPLE + 1)

    def asked_once() -> None:
        try:
            does()
        finally:
            connection.close()  # as at the end of a request: the next one may have it

    def one() -> list[float]:
        ready.wait(120)
        return [_timed(asked_once) for _turn in range(EACH)]

    with ThreadPoolExecutor(PEOPLE) as pool:
        asked = [pool.submit(one) for _n in range(PEOPLE)]
        ready.wait(120)
        begun = time.perf_counter()
        taken = [seconds for future in asked for seconds in future.result()]
        return time.perf_counter() - begun, taken


def _timed(does: Callable[[], None]) -> float:
    begun = time.perf_counter()
    does()
    return time.perf_counter() - begun


def _told(measured: tuple[float, list[float]]) -> dict[str, float]:
    lasted, taken = measured
    return {
        "a minute": round(60 * len(taken) / lasted),
        "median s": round(statistics.median(taken), 4),
        "p95 s": round(statistics.quantiles(taken, n=20)[-1], 4),
    }


if __name__ == "__main__":
    raise SystemExit(main())
