"""Jobs: rows written in the transaction of the act, done afterwards by one worker process.

A job exists if and only if what promised it does. Its row holds a name and keys, never a secret
nor anybody's name or address: what a job needs, it reads where it is kept. A room declares its
jobs in `tasks.py`, each a door like a view: it takes keys, calls one action, and may run twice.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

Key = int | str

QUEUE = "parvis"
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")  # what a key may be when it is no number: a slug
TRIES = 6
HEARTBEAT = 5  # seconds between two signs of life of the worker
SILENT = 20  # seconds without one after which its jobs are given to another
ENOUGH_TIME = 8  # seconds a job has to end when the program stops


@dataclass(frozen=True)
class Standing:
    """How the jobs are doing: whether a worker lives, what waits, what failed for good."""

    workers: int
    waiting: int
    late: int
    failed: int


def task(
    name: str, *, every: str | None = None, tries: int = TRIES
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a job under «room.verb»; with `every` (as cron writes it, in UTC) it runs by itself.

    A job that raises is done again after 4 s, 16 s, about a minute, four, a quarter of an hour;
    after the last try it stays in the table as failed, and `parvis doctor` says so.
    """

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        def run(**keys: Any) -> None:
            keys.pop("timestamp", None)  # given to what runs by itself: the hour it was due
            function(**keys)

        # What they call attempts is how often it is done again.
        again = RetryStrategy(max_attempts=tries - 1, exponential_wait=4) if tries > 1 else False
        declared: Any = app.task(name=name, queue=QUEUE, retry=again)(run)
        if every is not None:
            # What runs by itself is never waiting twice.
            app.periodic(cron=every, periodic_id=name, queueing_lock=name)(declared)
        return function

    return declare


def later(
    name: str, *, at: datetime.datetime | None = None, once: bool = False, **keys: Key
) -> None:
    """Promise a job, in this very transaction; `at` an hour if not at once.

    With `once`, a promise that already waits is enough. Raises ValueError when a key is more than
    a number or a short code: the job table holds no secret, no name and no address.
    """
    for word, key in keys.items():
        if not isinstance(key, int) and not CODE.fullmatch(key):
            raise ValueError(f"{name}: {word} is neither a number nor a code")
    if once and _waits(name):
        return
    # Django's own connection, in the worker too: the promise goes back with the act.
    configure_task(
        name=name,
        job_manager=JobManager(DjangoConnector()),
        queue=QUEUE,
        task_kwargs=dict(keys),
        schedule_at=at,
    ).defer()


def _waits(name: str) -> bool:
    """Whether such a job waits to be done at once, and goes on waiting until we have committed.

    The worker passes over a row that we hold, so it cannot begin before it sees what we wrote; and
    two who promise the same never wait for one another, as a unique key would make them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo' "
            "AND scheduled_at IS NULL LIMIT 1 FOR KEY SHARE SKIP LOCKED",
            [name],
        )
        return cursor.fetchone() is not None


def work(*, wait: bool = True) -> None:
    """Do jobs until a termination signal; without `wait`, until none is due."""
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(
            queues=[QUEUE],
            concurrency=2,  # a long job lets the short ones pass
            wait=wait,
            delete_jobs="successful",
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=SILENT,
            shutdown_graceful_timeout=ENOUGH_TIME,
            install_signal_handlers=wait,
        )


def recover() -> int:
    """Put back the jobs of workers that died; how many there were."""
    from asgiref.sync import async_to_sync  # noqa: PLC0415 - asyncio is for the worker only

    manager = JobManager(DjangoConnector())

    async def put_back() -> int:
        await manager.prune_stalled_workers(SILENT)
        stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT))
        for job in stalled:
            await manager.retry_job(job)
        return len(stalled)

    return async_to_sync(put_back)()


def forget() -> None:
    """Forget jobs that ended more than thirty days ago, failed ones too."""
    from asgiref.sync import async_to_sync  # noqa: PLC0415 - as above

    async_to_sync(JobManager(DjangoConnector()).delete_old_jobs)(
        nb_hours=30 * 24, include_failed=True, include_cancelled=True, include_aborted=True
    )


def standing() -> Standing:
    """How the jobs are doing now; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_workers "
            "        WHERE last_heartbeat > now() - make_interval(secs => %s)), "
            "count(*) FILTER (WHERE status = 'todo'), "
            "count(*) FILTER (WHERE status = 'todo' "
            "                 AND coalesce(scheduled_at, '-infinity') < now() - interval '5 min' "
            "                 AND NOT EXISTS (SELECT FROM procrastinate_events e WHERE "
            "                     e.job_id = procrastinate_jobs.id "
            "                     AND e.at > now() - interval '5 min')), "
            "count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs",
            [SILENT],
        )
        return Standing(*cast("tuple[int, int, int, int]", cursor.fetchone()))
