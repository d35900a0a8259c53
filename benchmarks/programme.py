"""What the public programme costs: `.venv/bin/python -m benchmarks.programme`.

On a database of its own, dropped at the end: SESSIONS coming sessions of one network, planned and
published by the acts of the office, with places, rooms and hosts. Each page is asked of the program
itself, through all its middleware, over one kept connection: ROUNDS times with nothing kept in
memory, then ROUNDS times as everybody after the first reader asks. Beside them, in the same run and
turn by turn, a bare Django view that writes the title, the hour and the place of the same sessions
with a template of one line. Printed as JSON: CPU milliseconds of this process a request (median),
95th percentile of the time taken, queries, bytes, and the ratio to the bare view. Goals of issue
5/12: the list under 20 and under 2 once kept, a session under 8, a cold feed under 100, CPU ms.
"""

from __future__ import annotations

import datetime
import gzip
import json
import os
import platform
import statistics
import sys
import time
import types
from collections.abc import Callable
from typing import Any

import django

SESSIONS = int(os.environ.get("SESSIONS", "500"))
ROUNDS = int(os.environ.get("ROUNDS", "40"))
WARMING = 5
BARE = (
    "{% for one in rows %}<li>{{ one.entry.begins }} {{ one.entry.title.fr }}"
    " {{ one.entry.centre.name }}</li>{% endfor %}"
)
GOALS = {"list": (20, 2), "session": (8, None), "feed": (100, None)}


def main() -> int:
    """Measure, print the figures as JSON; 1 when a goal is missed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
    from parvis.cli.prepare import gather_static_files, prepare

    prepare()
    gather_static_files()
    django.setup()
    from tests import databases

    name = databases.clone()
    try:
        with databases.used(name):
            return _measured()
    finally:
        databases.drop(name)


def _measured() -> int:
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client
    from django.utils import translation

    import parvis.config.wsgi  # noqa: F401 - set up as a worker is

    code = _planned()
    settings.ALLOWED_HOSTS.append("testserver")
    _add_bare()
    client = Client()
    pages = {
        "list": "/fr/programme/",
        "list of a centre": "/fr/centre-0/programme/",
        "list searched": "/fr/programme/?q=atelier",
        "session": f"/fr/programme/{code}/",
        "agenda": "/fr/agenda/",
        "feed": "/fr/agenda.ics",
        "news": "/fr/programme.rss",
    }

    def forget() -> None:
        caches["pages"].clear()

    with translation.override("fr"):
        bare = _asked(client, "/bare/")
        found = {
            name: {"first": _asked(client, path, forget), "after": _asked(client, path)}
            for name, path in pages.items()
        }
    missed = False
    for name, told in found.items():
        for which in told:
            told[which]["of a bare view"] = round(told[which]["cpu ms"] / bare["cpu ms"], 2)
        first, after = GOALS.get(name, (None, None))
        missed |= first is not None and told["first"]["cpu ms"] > first
        missed |= after is not None and told["after"]["cpu ms"] > after
    said = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "sessions": SESSIONS,
        "rounds": ROUNDS,
        "bare view": bare,
        "pages": found,
        "goals": GOALS,
    }
    json.dump(said, sys.stdout, indent=2)
    print()
    return int(missed)


def _planned() -> str:
    """Plan and publish the sessions; the address of one."""
    from django.utils import timezone

    from parvis.accounts.actors import command
    from parvis.agenda.shapes import Needs
    from parvis.centres.models import Centre, Site, Space
    from parvis.kernel.history import signed
    from parvis.network.models import Membership, Network
    from parvis.programme import actions

    by = command("benchmark")
    places = []
    with signed(by):
        network = Network.objects.create(code="n", name={"fr": "Réseau"}, short_name={"fr": "R"})
        for n in range(10):
            centre = Centre.objects.create(
                code=f"centre-{n}",
                name=f"Cité {n}",
                country="FR",
                city=f"Ville {n}",
                time_zone="Europe/Paris",
            )
            Membership.objects.create(network=network, centre=centre, kind="member")
            site = Site.objects.create(centre=centre, code="main", kind="main")
            rooms = [
                Space.objects.create(
                    site=site, code=f"r{r}", kind="room", name={"fr": f"Salle {r}"}
                )
                for r in range(5)
            ]
            places.append((centre, site, rooms))
    start = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0)
    made = []
    for n in range(SESSIONS):
        centre, site, rooms = places[n % 10]
        turn = n // 10
        begins = start + datetime.timedelta(days=1 + turn // 5, hours=turn % 5)
        facts: actions.SessionFacts = {
            "kind": "participatory",
            "title": {"fr": f"Atelier {n} : écrire un CV", "en": f"Workshop {n}: write a CV"},
            "about": {"fr": "Venez avec ce que vous avez ; nous écrivons ensemble. " * 3},
            "begins": begins,
            "ends": begins + datetime.timedelta(minutes=50),
            "centre": centre,
            "site": site,
            "joining": "places",
            "capacity": 8 + n % 20,
            "themes": ["employment"],
            "comforts": ["step-free"],
            "languages": ["fr"],
        }
        made.append(
            actions.schedule(
                facts=facts,
                needs=Needs(spaces=(rooms[turn % 5],)),
                hosts=[actions.HostFacts(role="organiser", name="Une bibliothèque")],
                by=by,
            )
        )
    actions.publish_all(sessions=made, by=by)
    return str(made[0].code)


def _add_bare() -> None:
    """Put the bare view beside ours, behind the same middleware."""
    from django.conf import settings
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Template
    from django.urls import clear_url_caches, path

    from parvis.config.urls import urlpatterns
    from parvis.kernel.access import open_to_all
    from parvis.programme.models import Session

    template = Template(BARE)

    @open_to_all
    def bare(request: HttpRequest) -> HttpResponse:
        rows = Session.objects.select_related("entry__centre").order_by("entry__begins")
        return HttpResponse(template.render(Context({"rows": rows})))

    urls: Any = types.ModuleType("benchmarks.urls")
    urls.urlpatterns = [path("bare/", bare), *urlpatterns]
    sys.modules[urls.__name__] = urls
    settings.ROOT_URLCONF = urls.__name__
    clear_url_caches()


def _asked(client: Any, path: str, before: Callable[[], None] = lambda: None) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _round in range(WARMING):
        before()
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    before()
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    queries = len(captured)
    cpu, taken = [], []
    for _round in range(ROUNDS):
        before()
        begun, spent = time.perf_counter(), time.process_time()
        answer = client.get(path)
        cpu.append(time.process_time() - spent)
        taken.append(time.perf_counter() - begun)
    return {
        "cpu ms": round(1000 * statistics.median(cpu), 2),
        "p95 ms": round(1000 * statistics.quantiles(taken, n=20)[-1], 2),
        "queries": queries,
        "bytes": len(answer.content),
        "gzip": len(gzip.compress(answer.content, 6)),
    }


if __name__ == "__main__":
    raise SystemExit(main())
