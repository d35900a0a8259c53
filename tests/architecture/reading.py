"""The house as it stands on disk and in memory: its storeys, files, templates and addresses."""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "parvis"


@functools.cache
def storeys() -> dict[str, int]:
    """Each room with its storey, the lowest at 0, as the import contract draws them."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (drawn,) = (contract for contract in contracts if contract["id"] == "storeys")
    return {
        room.strip(" ()"): height
        for height, line in enumerate(reversed(drawn["layers"]))
        for room in line.split("|")
    }


def may_use(room: str, other: str) -> bool:
    """Whether one room may know of another: itself, or one below."""
    return room == other or storeys()[other] < storeys()[room]


def room_of(module: str) -> str | None:
    """«network» for parvis.network.models; None for what is not ours."""
    parts = module.split(".")
    return parts[1] if parts[0] == "parvis" and len(parts) > 1 else None


# -- files


@dataclass(frozen=True)
class Source:
    """One Python file of ours, tests and migrations left out."""

    path: Path

    @property
    def module(self) -> str:
        """Its dotted name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        """The room it is in, the empty string for parvis itself."""
        return room_of(self.module) or ""

    @property
    def part(self) -> str:
        """What it is in its room: «queries» for parvis/network/queries.py and for a package."""
        parts = self.module.split(".")
        return parts[2] if len(parts) > 2 else ""

    @functools.cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def texts(self) -> Iterator[tuple[int, str]]:
        """Its literal texts with their lines."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value

    def at(self, line: int) -> str:
        """A place one can click on."""
        return f"{self.path.relative_to(ROOT)}:{line}"


@functools.cache
def sources() -> list[Source]:
    """Every Python file of the program."""
    return [
        Source(path)
        for path in sorted(HOUSE.rglob("*.py"))
        if not {"tests", "migrations", "__pycache__"} & set(path.relative_to(HOUSE).parts)
    ]


# -- templates


@dataclass(frozen=True)
class Template:
    """One template of ours."""

    path: Path
    room: str

    @property
    def name(self) -> str:
        """As {% include %} says it."""
        return self.path.relative_to(HOUSE / self.room / "templates").as_posix()

    @functools.cached_property
    def text(self) -> str:
        """What is in it, comments left out."""
        text = self.path.read_text(encoding="utf-8")
        text = re.sub(r"{#.*?#}", "", text)
        return re.sub(r"{%\s*comment\b.*?endcomment\s*%}", "", text, flags=re.DOTALL)

    def tags(self, *names: str) -> Iterator[tuple[str, str]]:
        """Tags of these names: (name, the rest of the tag)."""
        for name, rest in re.findall(r"{%\s*(\w+)\s+(.*?)\s*%}", self.text, flags=re.DOTALL):
            if name in names:
                yield name, rest

    def parents(self) -> list[str]:
        """Templates it extends or includes by name, partials without their «#part»."""
        return [
            match[1].split("#")[0]
            for _, rest in self.tags("extends", "include")
            if (match := re.match(r"""["'](.+?)["']""", rest))
        ]

    def names_of_urls(self) -> list[str]:
        """Names of addresses it asks for, «room:view»."""
        found = []
        for name, rest in self.tags("url", "at"):
            said = re.search(r"""["'](.+?)["']""", rest)
            assert said, f"{self.name}: {{% {name} {rest} %}} names no address one can read"
            found.append(said[1])
        return found


@functools.cache
def templates() -> list[Template]:
    """Every template of the rooms."""
    return [
        Template(path, path.relative_to(HOUSE).parts[0])
        for path in sorted(HOUSE.glob("*/templates/**/*"))
        if path.is_file()
    ]


# -- addresses


KINDS = {"int": "1", "path": "a", "uuid": "00000000-0000-4000-8000-000000000000"}
"""Something of the kind of each converter; any other takes a letter."""


@dataclass(frozen=True)
class Address:
    """One line of the URL table."""

    route: str
    namespace: str
    name: str
    view: Callable[..., object]

    @property
    def ours(self) -> bool:
        """Whether its view is written here."""
        return room_of(self.view.__module__) is not None

    @property
    def is_covered(self) -> bool:
        """Whether an address of ours stands at the same place and answers first."""
        try:
            return room_of(resolve(self.sample).func.__module__) is not None and not self.ours
        except Resolver404:
            return False

    @property
    def fixed(self) -> str:
        """The address up to the first part that varies."""
        return re.split(r"<|\(", self.route, maxsplit=1)[0]

    @property
    def sample(self) -> str:
        """An address of that shape: each varying part filled with something of its kind."""
        path = re.sub(r"\(\?P<\w+>[^()]*\)", "1", self.route)
        path = re.sub(
            r"<(?:(\w+):)?\w+>",
            lambda match: KINDS.get(match[1], "x"),
            path,
        )
        return path.replace("\\", "")


@functools.cache
def addresses() -> list[Address]:
    """Every line of the URL table, includes unfolded; regular expressions lose ^ and $."""
    return list(_unfolded(get_resolver(), "/", ""))


def _unfolded(resolver: URLResolver, before: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = before + _route(entry)
        if isinstance(entry, URLResolver):
            yield from _unfolded(entry, here, entry.namespace or namespace)
        else:
            yield Address(here, namespace, entry.name or "", entry.callback)


def _route(entry: URLPattern | URLResolver) -> str:
    return str(entry.pattern).removeprefix("^").removesuffix("$").replace(r"\Z", "")


def looks_up(room: str, name: str) -> bool:
    """Whether this room may not ask for the address of this name: it is above, or nowhere.

    Addresses of libraries are on no storey: anybody may ask for them.
    """
    space, _, view = name.rpartition(":")
    found = [one for one in addresses() if (one.namespace, one.name) == (space, view)]
    rooms = {room_of(address.view.__module__) for address in found}
    return not found or any(other is not None and not may_use(room, other) for other in rooms)
