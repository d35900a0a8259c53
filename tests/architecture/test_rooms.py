"""Inside a room: what each file may know, and what an action looks like."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator

import pytest

from tests.architecture.reading import Source, sources

NO_WEB_IN = {
    "actions", "enums", "errors", "models", "notices", "queries", "rules", "passages", "measures",
}  # fmt: skip
THE_WEB = (
    "django.http", "django.shortcuts", "django.forms", "django.contrib.messages", "django_htmx",
)  # fmt: skip
COMPOSES = {
    f"parvis.demo.actions{part}": "sets up a demonstration by calling actions of rooms, each signed"
    for part in ("", ".chance", ".programme", ".setting_up")
}
"""Files named actions.py whose functions are not actions themselves, and why."""
PARTS_OF_ACTIONS = {
    "parvis.accounts.actions.trying.tried": "what the actions that check a secret are made of",
    "parvis.visits.actions.held.answer": "what the actions of visits are made of",
    "parvis.visits.actions.held.closed": "what the actions of visits are made of",
    "parvis.visits.actions.held.rows_of": "what the actions of visits are made of",
    "parvis.visits.actions.held.day_for": "what the actions of visits are made of",
    "parvis.visits.actions.held.insert": "what the actions of visits are made of",
    "parvis.visits.actions.held.locked": "what the actions of visits are made of",
    "parvis.visits.actions.held.of_here": "what the actions of visits are made of",
    "parvis.visits.actions.held.open_for": "what the actions of visits are made of",
    "parvis.visits.actions.held.free_run": "what the actions of visits are made of",
    "parvis.visits.actions.held.queue_of": "what the actions of visits are made of",
    "parvis.visits.actions.held.same": "what the actions of visits are made of",
    "parvis.visits.actions.held.take_back": "what the actions of visits are made of",
    "parvis.visits.actions.held.ticket_for": "what the actions of visits are made of",
    "parvis.visits.actions.held.trace": "what the actions of visits are made of",
    "parvis.visits.actions.held.visit_of": "what the actions of visits are made of",
    "parvis.visits.actions.held.written": "what the actions of visits are made of",
    "parvis.agenda.actions.locking.locked": "what the actions of the agenda are made of",
    "parvis.agenda.actions.locking.locked_series": "what the actions of the agenda are made of",
    "parvis.agenda.actions.locking.refuse_taken": "what the actions of the agenda are made of",
    "parvis.agenda.actions.locking.tell": "what the actions of the agenda are made of",
    "parvis.agenda.actions.holding.take_up": "what dates made like another are made with",
    "parvis.programme.actions.held.added": "what the actions of the programme are made of",
    "parvis.programme.actions.held.count": "what the actions of the programme are made of",
    "parvis.programme.actions.held.count_anew": "what the actions of the programme are made of",
    "parvis.programme.actions.held.counted": "what the actions of the programme are made of",
    "parvis.programme.actions.held.locked": "what the actions of the programme are made of",
    "parvis.programme.actions.held.locked_seats": "what the actions of the programme are made of",
    "parvis.programme.actions.held.moved": "what the actions of the programme are made of",
    "parvis.programme.actions.held.moved_party": "what the actions of the programme are made of",
    "parvis.programme.actions.held.not_now": "what the actions of the programme are made of",
    "parvis.programme.actions.held.now_or": "what the actions of the programme are made of",
    "parvis.programme.actions.held.own_word_of": "what the actions of the programme are made of",
    "parvis.programme.actions.held.party_of": "what the actions of the programme are made of",
    "parvis.programme.actions.held.random_key": "what the actions of the programme are made of",
    "parvis.programme.actions.held.tell": "what the actions of the programme are made of",
    "parvis.programme.actions.held.tell_places": "what the actions of the programme are made of",
    "parvis.programme.actions.held.told": "what the actions of the programme are made of",
    "parvis.programme.actions.held.unknown": "what the actions of the programme are made of",
    "parvis.programme.actions.places.offer_free": "what acts of staff that free a place end with",
    "parvis.programme.actions.planning.finish": "what every act that changes a session ends with",
    "parvis.programme.actions.seating.seat": "the one place where rows of places are made",
    "parvis.programme.actions.seating.unseat": "the one place where they are shut",
    "parvis.tallies.actions.summed": "what the actions of rooms above count with",
    "parvis.tallies.actions.count": "what the actions of rooms above count with",
    "parvis.journal.actions.answered": "what the actions of rooms above answer a key with",
    "parvis.sources.actions.keep_cited": "what the actions of rooms above write a fact with",
    "parvis.partners.actions.writing.written": "the one place where a duty session is written",
    "parvis.partners.actions.writing.removed": "the one place where one is deleted",
    "parvis.partners.actions.writing.told": "the one place that tells the desk",
    "parvis.partners.actions.writing.moved": "the one place where its state changes",
}
"""Functions that actions of other rooms are made of: never called by anything else, and why."""


def _imported(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_the_web_stays_at_the_door():
    inside = [
        f"{source.at(line)} imports {name}"
        for source in sources()
        if source.part in NO_WEB_IN
        for line, name in _imported(source)
        if any(name == web or name.startswith(web + ".") for web in THE_WEB)
    ]

    assert inside == []


ACTIONS = [
    source for source in sources() if source.part == "actions" and source.module not in COMPOSES
]


@pytest.mark.parametrize("source", ACTIONS, ids=lambda source: source.module)
def test_what_is_public_in_actions_is_an_action(source: Source):
    module = importlib.import_module(source.module)
    public = {
        name: function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
        if f"{module.__name__}.{name}" not in PARTS_OF_ACTIONS
    }
    wrong = []
    for name, function in public.items():
        # What may be changed of a fact, named one by one in a TypedDict, comes after by.
        words = [
            word
            for word in inspect.signature(function).parameters.values()
            if word.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        if not getattr(function, "is_action", False):
            wrong.append(f"{name} is not decorated with @action")
        elif not words or words[-1].name != "by":
            wrong.append(f"{name} does not end with by")
        elif any(word.kind is not inspect.Parameter.KEYWORD_ONLY for word in words):
            wrong.append(f"{name} takes a word that is not keyword-only")

    assert wrong == []


@pytest.mark.parametrize("part", PARTS_OF_ACTIONS)
def test_parts_of_actions_are_used_by_actions_only(part: str):
    elsewhere = [
        source.at(line)
        for source in sources()
        if source.part != "actions"
        for line, name in _imported(source)
        if name == part
    ]

    assert elsewhere == []


def test_only_actions_write():
    """Views, tasks and queries save nothing: what writes is an action (or the loader's own)."""
    writing = {"save", "delete", "create", "update_or_create", "get_or_create", "bulk_create"}
    found = []
    for source in sources():
        if source.part not in {"views", "tasks", "queries", "rules", "forms", "notices"}:
            continue
        for node in ast.walk(source.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in writing
            ):
                found.append(f"{source.at(node.lineno)} calls .{node.func.attr}()")

    assert found == []
