"""Write docs/guides/ from the roles and the lists: `.venv/bin/python deploy/write_guides.py`.

One page a role and a language. What a role finds in the office is read from the program itself;
what to do with it is in deploy/guides.py. A test compares the pages with what this would write.
Pictures are those of the journeys (tests/journeys/test_office.py): to take them anew, run them
with PARVIS_PICTURES and copy the ones whose name begins with «guide-».
"""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
django.setup()

from django.utils import translation  # noqa: E402 - once Django is set up
from django.utils.text import capfirst  # noqa: E402

from parvis.accounts.queries import Holding  # noqa: E402
from parvis.accounts.roles import ROLES, Role  # noqa: E402
from parvis.ledgers.ledger import ledgers  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "guides"
WORDS = {
    "fr": {
        "index": "Guides du bureau",
        "about": "Une page par rôle. Chacune dit ce que ce rôle fait, ce qu’il ne fait jamais, "
        "ce qu’il trouve dans le bureau, et comment.",
        "finds": "Ce que vous trouvez dans le bureau",
        "reads": "à lire",
        "writes": "à tenir",
        "nothing": "Aucune liste encore : les écrans de ce rôle viennent avec les salles suivantes "
        "([ce qui manque](../../later.md)).",
        "how": "Comment faire",
    },
    "en": {
        "index": "Guides of the office",
        "about": "One page a role. Each says what this role does, what it never does, what it "
        "finds in the office, and how.",
        "finds": "What you find in the office",
        "reads": "to read",
        "writes": "to keep",
        "nothing": "No list yet: the screens of this role come with later rooms ([what is "
        "missing](../../later.md)).",
        "how": "How to",
    },
}


def tasks() -> Any:
    """The things to do, from the file beside this one."""
    return runpy.run_path(str(Path(__file__).with_name("guides.py")))["TASKS"]


def pages() -> dict[str, str]:
    """Every page by its path below docs/guides."""
    found = {}
    for language in WORDS:
        with translation.override(language):
            found[f"{language}/README.md"] = _index(language)
            for role in ROLES.values():
                found[f"{language}/{_file(role)}"] = _page(role, language)
    return found


def _file(role: Role) -> str:
    return f"{role.key.replace(':', '-')}.md"


def _index(language: str) -> str:
    said = WORDS[language]
    lines = [f"# {said['index']}\n", f"{said['about']}\n"]
    lines += [f"* [{capfirst(str(role.title))}]({_file(role)})" for role in ROLES.values()]
    return "\n".join(lines) + "\n"


def _page(role: Role, language: str) -> str:
    said = WORDS[language]
    place = None if role.reach.value == "network" else 1
    holder = SimpleNamespace(holding_now=(Holding(role, place),), is_authenticated=True)
    lines = [f"# {capfirst(str(role.title))}\n", f"{role.sentence} {role.never_said}\n"]
    lines.append(f"## {said['finds']}\n")
    lists = [ledger for ledger in ledgers() if ledger.may_read(holder)]
    for ledger in lists:
        act = said["writes"] if ledger.may_write(holder) else said["reads"]
        lines.append(f"* **{ledger.title}** ({act}): {ledger.help_line}")
    if not lists:
        lines.append(said["nothing"])
    lines.append(f"\n## {said['how']}\n")
    for task in tasks():
        if "*" not in task.roles and role.key not in task.roles:
            continue
        lines.append(f"### {task.title[language]}\n")
        lines += [f"{n}. {step}" for n, step in enumerate(task.steps[language], start=1)]
        if task.picture:
            lines.append(f"\n![{task.title[language]}](../pictures/{task.picture}.png)")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
