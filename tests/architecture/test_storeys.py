"""What imports cannot show: foreign keys, names of addresses and templates look down too."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines

from tests.architecture.reading import (
    HOUSE,
    Template,
    looks_up,
    may_use,
    room_of,
    sources,
    storeys,
    templates,
)

SKELETONS = "ui"
ASKING = {"reverse", "reverse_lazy", "redirect", "resolve_url", "address"}
A_NAME = re.compile(r"[a-z]\w*:[a-z][\w-]*")
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
"""Templates that Django asks for by itself."""
NAMELESS = {"utils", "helpers", "services", "common"}


def test_every_room_stands_on_a_storey():
    built = {path.parent.name for path in HOUSE.glob("*/__init__.py")}

    assert built <= set(storeys())


def test_foreign_keys_look_down():
    looking_up = [
        f"{field} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        if (here := room_of(model.__module__))
        if (there := room_of(field.related_model.__module__))
        if not may_use(here, there)
    ]

    assert looking_up == []


def test_names_of_addresses_in_templates_look_down():
    wrong = [
        f"{template.name} asks for {name}"
        for template in templates()
        for name in template.names_of_urls()
        if looks_up(template.room, name)
    ]

    assert wrong == []


def test_names_of_addresses_in_programs_look_down():
    wrong = []
    for source in sources():
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and _called(node) in ASKING):
                continue
            for word in (*node.args, *(keyword.value for keyword in node.keywords)):
                name = str(word.value) if isinstance(word, ast.Constant) else ""
                if A_NAME.fullmatch(name) and looks_up(source.room, name):
                    wrong.append(f"{source.at(node.lineno)} asks for {name}")

    assert wrong == []


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_no_room_extends_a_template_of_another():
    wrong = [
        f"{template.name} extends {rest}"
        for template in templates()
        for _, rest in template.tags("extends")
        if _room(rest.strip("\"'")) not in {template.room, SKELETONS}
    ]

    assert wrong == []


def test_included_templates_are_our_own_or_below():
    wrong = [
        f"{template.name} includes {name}"
        for template in templates()
        for name in template.parents()
        if not name.startswith("django/forms/") and not may_use(template.room, _room(name))
    ]

    assert wrong == []


def _room(template: str) -> str:
    """The room a template lies in; its first folder says it."""
    return template.split("/")[0]


def test_templates_lie_in_a_folder_named_after_their_room():
    stray = [t.name for t in templates() if _room(t.name) != t.room and t.name not in BY_DJANGO]

    assert stray == []


def test_template_libraries_come_from_below():
    libraries = engines["django"].engine.libraries
    wrong = [
        f"{template.name} loads {library}"
        for template in templates()
        for _, rest in template.tags("load")
        for library in rest.partition(" from ")[2].split() or rest.split()
        if (room := room_of(libraries[library])) and not may_use(template.room, room)
    ]

    assert wrong == []


def test_no_template_is_unused():
    said = {text for source in sources() for _, text in source.texts()}
    said |= {name for template in templates() for name in template.parents()}
    used = {text.split("#")[0] for text in said}

    assert [t.name for t in templates() if t.name not in used | BY_DJANGO] == []


def test_every_included_template_exists():
    loader = engines["django"]
    missing = []
    for template in templates():
        for name in template.parents():
            try:
                loader.get_template(name)
            except Exception as error:
                missing.append(f"{template.name}: {name}: {error}")

    assert missing == []


@pytest.mark.parametrize("template", templates(), ids=lambda t: t.name)
def test_every_template_can_be_read(template: Template):
    engines["django"].get_template(template.name)


def test_no_file_is_named_for_lack_of_a_name():
    nameless = [
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*")
        if Path(path.name).stem in NAMELESS and "__pycache__" not in path.parts
    ]

    assert nameless == []
