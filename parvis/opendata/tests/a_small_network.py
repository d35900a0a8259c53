"""A whole network in a few lines: every kind of object once, nothing that exists."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

_CITED = {"sources": ["report"]}

_SMALL: dict[str, Any] = {
    "format": "parvis-network/1",
    "network": {
        "code": "small",
        "name": {"fr": "Petit réseau", "en": "Small network"},
        "short_name": None,
        "simulated": False,
        "address": "1 place du Parvis",
        "website": "https://example.org",
        "about": {"fr": "Un réseau."},
    },
    "sources": [
        {"code": "report", "title": "Rapport", "kind": "report", "language": "fr"},
        {
            "code": "report-en",
            "title": "Report",
            "kind": "report",
            "language": "en",
            "translation_of": "report",
        },
    ],
    "centres": [
        {
            "code": "here",
            "name": "Cité d'ici",
            "country": "BE",
            "city": "Ici",
            "time_zone": "Europe/Brussels",
            "languages": ["fr"],
            "position": {"latitude": 50.6, "longitude": 5, "standing": "inferred", "note": None},
            "names": [{"name": "Ancienne cité", "start": "2001", "end": "2009-12", **_CITED}],
            "aliases": [{"text": "Ici", "language": "fr", **_CITED}],
            "sites": [
                {
                    "code": "main",
                    "kind": "main",
                    "name": {"fr": "Site principal"},
                    "stage": "open",
                    "start": "2010",
                    "aliases": [{"text": "Le site", "language": None, **_CITED}],
                    **_CITED,
                }
            ],
            "poles": [{"code": "move", "need": "mobility", "name": {"fr": "Partir"}, **_CITED}],
            "hours": [
                {"site": "main", "weekday": 1, "opens": "08:30", "closes": "16:30", **_CITED}
            ],
            **_CITED,
        },
        {
            "code": "there",
            "name": "Cité de là",
            "country": "FR",
            "city": "Là",
            "time_zone": "Europe/Paris",
            **_CITED,
        },
    ],
    "memberships": [
        {"centre": "here", "kind": "member", "start": "2010", **_CITED},
        {"centre": "there", "kind": "associate", "attested": "2019", **_CITED},
    ],
    "facts": [
        {
            "code": "kick-off",
            "kind": "project_milestone",
            "date": "2024-01",
            "title": {"fr": "Lancement"},
            "topic": "project",
            **_CITED,
        },
        {
            "code": "project",
            "kind": "project",
            "centre": "here",
            "site": "main",
            "date": "2024-01",
            "end": "2024-06",
            "title": {"fr": "Projet", "en": "Project"},
            "countries": ["BE", "FR"],
            "readings": [
                {
                    "date": "2024-01",
                    "end": "2024-06",
                    "chosen": True,
                    "note": {"fr": "Retenue."},
                    **_CITED,
                },
                {"printed": "printemps", "chosen": False, "sources": ["report-en"]},
            ],
            **_CITED,
        },
    ],
    "label": [
        {
            "code": "granted",
            "centre": "here",
            "site": "main",
            "decision": "granted",
            "step": "operating",
            "date": "2024-11",
            "body": "committee",
            "decided": True,
            **_CITED,
        }
    ],
    "people": [
        {
            "code": "ada",
            "name": "Ada Boussole",
            "sort_name": "Boussole Ada",
            "variants": ["BOUSSOLE"],
            "affiliation": {"fr": "Cité d'ici"},
            **_CITED,
        }
    ],
    "bodies": [
        {
            "code": "committee",
            "kind": "executive",
            "name": {"fr": "Comité"},
            "mandate": {"fr": "Décide."},
            "offices": [
                {"code": "president", "name": {"fr": "Présidence"}, "attested": "2019", **_CITED}
            ],
            **_CITED,
        }
    ],
    "mandates": [
        {
            "body": "committee",
            "office": "president",
            "person": "ada",
            "start": "2022-06-17",
            "end": None,
            "elected_by": "committee",
            **_CITED,
        }
    ],
    "meetings": [
        {
            "code": "before",
            "body": "committee",
            "date": "2024-06-06",
            "kind": "preparatory",
            "prepares": "after",
            **_CITED,
        },
        {"code": "after", "body": "committee", "date": "2024-06-13", "online": True, **_CITED},
    ],
    "partners": [
        {
            "code": "agency",
            "name": "Agence",
            "country": "BE",
            "field": "employment",
            "centres": ["here"],
            **_CITED,
        }
    ],
    "indicators": [
        {
            "code": "users",
            "framework": ["SDG:4.4"],
            "unit": {"fr": "personnes"},
            "kind": "count",
            "versions": [
                {"version": 0, "name": {"fr": "Personnes reçues"}, "components": ["visits"]}
            ],
        },
        {
            "code": "visits",
            "unit": {"fr": "visites"},
            "kind": "count",
            "versions": [{"version": 1, "name": {"fr": "Visites"}}],
        },
    ],
    "observations": [
        {
            "code": "users-2024",
            "indicator": "users",
            "version": 0,
            "period": "2024",
            "scope": "network",
            "qualifier": "more_than",
            "value": 6700,
            "chosen": True,
            **_CITED,
        },
        {
            "code": "users-2024-en",
            "indicator": "users",
            "version": 0,
            "period": "2024",
            "scope": "network",
            "qualifier": "range",
            "value": 6600.5,
            "high": 6800,
            "answering": 2,
            "total": 2,
            "chosen": False,
            "sources": ["report-en"],
        },
        {
            "code": "visits-2024-here",
            "indicator": "visits",
            "version": 1,
            "period": "2024",
            "scope": "centre",
            "centre": "here",
            "qualifier": "words",
            "words": {"fr": "beaucoup"},
            **_CITED,
        },
    ],
    "texts": [
        {
            "year": 2024,
            "slot": "summary",
            "language": "en",
            "heading": "The year",
            "body": "People came: [[users-2024]].",
            "signed": "Parvis",
            "written_from": "fr",
            **_CITED,
        },
        {
            "year": 2024,
            "slot": "summary",
            "language": "fr",
            "heading": "L'année",
            "body": "On est venu : [[users-2024]].\n\n- beaucoup\n- **souvent**",
            "signed": "Parvis",
            **_CITED,
        },
    ],
}


def small() -> dict[str, Any]:
    """A fresh copy, to be broken at will."""
    return copy.deepcopy(_SMALL)


def text_of(network: Any) -> str:
    """As it stands in a file."""
    return json.dumps(network, ensure_ascii=False, indent=2)


def written(folder: Path, network: Any) -> Path:
    """The file it stands in."""
    file = folder / "small.json"
    if isinstance(network, bytes):
        file.write_bytes(network)
    else:
        text = network if isinstance(network, str) else text_of(network)
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
    return file


def change(network: Any, path: str, value: Any) -> Any:
    """The network with one value changed; «centres.0.country»; KeyError when there is none."""
    *steps, last = path.split(".")
    held = network
    for step in steps:
        held = held[int(step) if isinstance(held, list) else step]
    held[int(last) if isinstance(held, list) else last] = value
    return network


def drop(network: Any, path: str) -> Any:
    """The network with one key or item less."""
    *steps, last = path.split(".")
    held = network
    for step in steps:
        held = held[int(step) if isinstance(held, list) else step]
    del held[int(last) if isinstance(held, list) else last]
    return network
