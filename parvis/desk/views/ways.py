"""Where one can go from a desk, and which keys it knows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.centres.models import Site
from parvis.counselling.rules import can_counsel_at
from parvis.visits.rules import can_keep_desk


def ways_of(user: Any, site: Site, here: str) -> list[tuple[str, str]]:
    """The other screens of this site that this person may open, and the office."""
    given = {"pk": site.pk}
    found = []
    if can_keep_desk(user, site):
        front = reverse("desk:front", kwargs=given)
        found += [
            (_("Front desk"), front),
            (_("Practice"), f"{front}?practice=1"),
            (_("End of the day"), reverse("desk:day", kwargs=given)),
        ]
    if can_counsel_at(user, site):
        found.append((_("Counsellor’s desk"), reverse("desk:counsellor", kwargs=given)))
    found.append((_("Office"), "/office/"))
    return [one for one in found if one[1] != here]


def ways_of_a_door(user: Any, site: Site | None) -> list[tuple[str, str]]:
    """Where one goes from the door of a session, which may lie at no site."""
    return [(_("Office"), "/office/")] if site is None else ways_of(user, site, "")


def keys_of_the_front() -> list[tuple[str, str]]:
    """The keys of the front desk."""
    return [
        ("A … E", _("count a visit for this need")),
        ("1 … 9", _("the same, in the order of the tiles")),
        ("I", _("count quick information")),
        ("Z", _("undo")),
        ("N", _("call the next")),
    ]


def keys_of_a_counsellor() -> list[tuple[str, str]]:
    """The keys of a counsellor's desk."""
    return [
        ("N", _("call the next")),
        ("S", _("has come")),
        ("R", _("call again")),
        ("C", _("close the interview")),
    ]
