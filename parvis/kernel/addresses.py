"""First parts of addresses that no centre and no page may take for itself."""

from __future__ import annotations

RESERVED = frozenset(
    {
        "agenda.ics",
        "api",
        "away",
        "bodies",
        "centres",
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
        "propose",
        "queue",
        "readyz",
        "reports",
        "sitemap.xml",
        "stand",
        "static",
        "trails",
        "ui",
    }
)
"""A closed list: the code of a centre is the first part of its address, /<lang>/<centre>/."""
