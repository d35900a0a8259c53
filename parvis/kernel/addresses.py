"""First parts of addresses that no centre and no page may take for itself."""

from __future__ import annotations

RESERVED = frozenset(
    {
        "agenda",
        "agenda.ics",
        "api",
        "away",
        "bodies",
        "campaigns",
        "centres",
        "certificate",
        "desk",
        "display",
        "duty",
        "figures",
        "healthz",
        "kiosk",
        "live",
        "media",
        "members",
        "mobile",
        "networks",
        "office",
        "pages",
        "pictures",
        "place",
        "programme",
        "programme.rss",
        "propose",
        "queue",
        "readyz",
        "registration",
        "reminder",
        "reports",
        "sitemap.xml",
        "stand",
        "static",
        "thoughts",
        "trails",
        "ui",
    }
)
"""A closed list: the code of a centre is the first part of its address, /<lang>/<centre>/."""
