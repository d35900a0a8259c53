"""Who counsels where, and who reads whose figures."""

from __future__ import annotations

from typing import Any

from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Site
from parvis.visits.queries import sites_for


def can_counsel_at(user: Any, site: Site) -> bool:
    """Counsellors of the partners that work in that centre."""
    return sites_for(user, Act.WRITE, Thing.INTERVIEW).filter(pk=site.pk).exists()


def can_read_figures_of(user: Any, other: Any) -> bool:
    """One's own, and nobody else's: not a manager's, not an administrator's (rule R08)."""
    return bool(user.pk is not None and user.pk == other.pk)
