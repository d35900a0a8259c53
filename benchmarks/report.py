"""Server time of the report's pages: `.venv/bin/python -m benchmarks.report`.

Each page is asked of the program itself (no network, no browser), over one kept connection, as
one worker serves it: a few times unmeasured, then ROUNDS times. Printed: minimum, median and 95th
percentile in milliseconds, the number of queries and the size of the answer. A report is kept in
memory until a fact changes (docs/adr/0020): `first` is the median with nothing kept, as whoever
comes first after a change waits for it, and the other columns are those of everybody after. The
goal of issue 1/12, a median under 150 ms on two cores, is held against the latter.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

ROUNDS = 40
WARMING = 5
GOAL_MS = 150
PAGES = (
    "/fr/reports/2024/",
    "/en/reports/2024/",
    "/fr/reports/2025/",
    "/en/reports/2025/",
    "/fr/networks/example/reports/2025/",
    "/fr/figures/workshops-total-2024/",
    "/api/v1/members?as_of=2025-12-31",
    "/api/v1/figures?year=2024",
)


def main() -> int:
    """Measure every page and print a line for each; 1 when one misses the goal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
    from parvis.cli.prepare import gather_static_files, prepare

    prepare()
    gather_static_files()
    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    import parvis.config.wsgi  # noqa: F401 - set up as a worker is
    from parvis.demo.actions import load_networks

    load_networks()
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    print(f"{platform.python_version()}, {os.cpu_count()} cores, {ROUNDS} rounds a page")
    print(
        f"{'page':42} {'first':>7} {'min':>7} {'median':>7} {'p95':>7} ms"
        f" {'queries':>8} {'bytes':>8}"
    )
    missed = False
    for page in PAGES:
        for _round in range(WARMING):
            answer = client.get(page)
            if answer.status_code != 200:
                print(f"{page}: {answer.status_code}")
                return 1
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        queries = len(captured)  # now: the next request forgets them
        first = statistics.median(_asked(client, page, cache.clear) for _round in range(ROUNDS))
        client.get(page)
        taken = [_asked(client, page) for _round in range(ROUNDS)]
        median = statistics.median(taken)
        p95 = statistics.quantiles(taken, n=20)[-1]
        missed = missed or median > GOAL_MS
        print(
            f"{page:42} {first:7.1f} {min(taken):7.1f} {median:7.1f} {p95:7.1f}    "
            f"{queries:8} {len(answer.content):8}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MiB")
    return int(missed)


def _asked(client: Any, page: str, before: Callable[[], None] = lambda: None) -> float:
    """Milliseconds of one answer; `before` is not counted."""
    before()
    begun = time.perf_counter()
    client.get(page)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
