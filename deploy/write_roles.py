"""Write docs/roles.md from parvis/accounts/roles.py: `.venv/bin/python deploy/write_roles.py`.

A test compares the file with what this would write.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
django.setup()

from django.apps import apps  # noqa: E402 - once Django is set up
from django.utils import translation  # noqa: E402

from parvis.accounts import roles  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "roles.md"

INTRODUCTION = """\
# Roles

Written by `deploy/write_roles.py` from `parvis/accounts/roles.py`; a test fails when it is not up \
to date. The visitor has no account and no role: nobody is asked who they are.

A role is held across the network, at one centre or at one partner, from a day until a day. It \
reaches the rows that lie there and no other. Each begins with the sentence a person reads when \
invited. A right on something whose room is not built yet waits for that room; **in force** says \
which rights the program asks about today.
"""
WHERE = {
    "network": "across the network",
    "centre": "at one centre",
    "partner": "at one partner",
}


def written() -> str:
    """The whole text."""
    asked = asked_for()
    with translation.override("en"):
        lines = [INTRODUCTION]
        lines += [f"In force today: {', '.join(f'{t.said} ({a.said})' for t, a in asked)}.\n"]
        lines += ["## The roles\n"]
        for role in roles.ROLES.values():
            lines += _role(role)
        lines += _matrix()
    return "\n".join(lines)


def asked_for() -> list[roles.Right]:
    """Rights that a rule or a query of the program names: by hand, or as the thing of a model."""
    found = set()
    for path in sorted((ROOT / "parvis").rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts) or path.name == "roles.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named = {
                    arg.value.id: arg.attr
                    for arg in node.args
                    if isinstance(arg, ast.Attribute) and isinstance(arg.value, ast.Name)
                }
                if {"Act", "Thing"} <= set(named):
                    found.add((roles.Thing[named["Thing"]], roles.Act[named["Act"]]))
    for model in apps.get_models():
        if isinstance(within := getattr(model, "within", None), roles.Within):
            found.add((within.thing, roles.Act.READ))
    order = {right: n for n, right in enumerate((t, a) for t in roles.Thing for a in roles.Act)}
    return sorted(found, key=lambda right: order[right])


def _role(role: roles.Role) -> list[str]:
    must = [f"{thing.said}: {acts}" for thing, acts in _by_thing(role.rights)]
    never = [f"{thing.said} ({acts})" for thing, acts in _by_thing(role.never)]
    facts = [WHERE[role.reach.value]]
    if role.second_factor:
        facts.append("a second factor is required")
    if role.short_code:
        facts.append("may be taken up with a short code on a shared post")
    return [
        f"### {str(role.title)[0].upper()}{str(role.title)[1:]} (`{role.key}`)\n",
        f"> {role.sentence} {role.never_said}\n",
        f"{role.field_name}; {'; '.join(facts)}.\n",
        f"* May: {'; '.join(must)}.",
        f"* Must never gain: {'; '.join(never) or 'nothing further'}.",
        *([f"* Gives: {', '.join(f'`{key}`' for key in sorted(role.appoints))}."]
          if role.appoints else []),
        "",
    ]  # fmt: skip


def _by_thing(rights: frozenset[roles.Right]) -> list[tuple[roles.Thing, str]]:
    """Each thing with the acts on it, in the order of the file."""
    said = [
        (thing, ", ".join(str(act.said) for act in roles.Act if (thing, act) in rights))
        for thing in roles.Thing
    ]
    return [(thing, acts) for thing, acts in said if acts]


def _matrix() -> list[str]:
    letters = {act: act.name[0].lower() for act in roles.Act}
    known = list(roles.ROLES.values())
    lines = [
        "## The whole matrix\n",
        "r read, w write, d decide, e export; a dash is a right the role must never gain.\n",
        "| | " + " | ".join(f"`{role.key}`" for role in known) + " |",
        "| --- |" + " --- |" * len(known),
    ]
    for thing in roles.Thing:
        cells = []
        for role in known:
            has = "".join(letters[act] for act in roles.Act if (thing, act) in role.rights)
            never = any((thing, act) in role.never for act in roles.Act)
            cells.append(has or ("–" if never else ""))
        lines.append(f"| {thing.said} | " + " | ".join(cells) + " |")
    return [*lines, ""]


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
