"""What a room says of one of its lists; the views of this room do the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from parvis.accounts.actors import Actor
from parvis.accounts.queries import can_reach, reached, would_reach
from parvis.accounts.roles import Act, Reach, Thing
from parvis.ledgers.forms import MADE_UP, REAL, RowForm
from parvis.ledgers.tables import RowTable
from parvis.ui import ways
from parvis.ui.filters import FilterSet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from parvis.journal.models import Line


@dataclass(frozen=True)
class Gesture:
    """Something done to several rows at once; `do` calls an action for one of them."""

    code: str
    label: _StrPromise
    do: Callable[[Any, Actor], object]


@dataclass(frozen=True)
class Way:
    """Another screen about one row: a sheet to print, a week to draw up."""

    label: _StrPromise
    address: Callable[[Any], str]
    icon: str


def _alone(_row: Any) -> Sequence[Model]:
    return ()


@dataclass(frozen=True)
class Ledger:
    """One list of facts: where it stands, what it shows, who may read and write it.

    `thing` is what a right is asked about, and its model says where its rows lie (`within`):
    whoever may not read it anywhere has no such list, and sees only rows that lie where they may.
    `help_line` says what the list is for; `example` is what an empty list shows. `adds` names
    another address where a row is begun, `ways` other screens about one row. `remove` is the
    action that removes a row, `after_undo` what must be looked at again once it was put back.
    `along` are models whose rows go when the row they belong to goes: Undo brings them back too.
    `of_network` says that none of its rows lies in a centre or at a partner, though others of the
    model may: whoever holds a role there only has no such list. `form_template` draws the form
    where a column of fields is not enough, `sheet` is where one goes once a row was recorded, and
    `undoes` is false where counts or places hang on the rows: those an act of the room alone mends.
    `tells` gives other rows whose history is told with that of a row.
    """

    room: str
    code: str
    group: _StrPromise
    title: _StrPromise
    add_title: _StrPromise
    help_line: _StrPromise
    example: _StrPromise | str
    icon: str
    thing: Thing
    rows: Callable[[], QuerySet[Any]]
    table: type[RowTable]
    filters: type[FilterSet] | None = None
    form: type[RowForm] | None = None
    remove: Callable[..., object] | None = None
    gestures: tuple[Gesture, ...] = ()
    ways: tuple[Way, ...] = ()
    adds: bool | Callable[[Any], bool] = True
    """Whether rows are begun here: by whoever may write one, or by whom this says."""
    along: tuple[type[Model], ...] = ()
    after_undo: Callable[[Any, Actor], object] | None = None
    of_network: bool = False
    form_template: str = "ledgers/row_form.html"
    sheet: Callable[[Any], str] | None = None
    undoes: bool = True
    tells: Callable[[Any], Sequence[Model]] = _alone
    order: int = 50

    @property
    def name(self) -> str:
        """«centres-poles»: what its addresses are called."""
        return f"{self.room}-{self.code}"

    @property
    def model(self) -> type[Model]:
        """What its rows are."""
        return self.rows().model

    @property
    def removes(self) -> bool:
        """Whether a row may be removed here; for templates, which would call `remove` itself."""
        return self.remove is not None

    @property
    def tables(self) -> set[str]:
        """Where its rows, what goes along and their links are kept, as the journal names it."""
        return {self.model._meta.db_table, *self._above}

    @property
    def _above(self) -> dict[str, tuple[str, type[Model]]]:
        """By table of links and of what goes along: the column that names the row above, whose."""
        found = {}
        for one in (self.model, *self.along):
            for link in one._meta.many_to_many:
                found[link.m2m_db_table()] = (link.m2m_column_name(), one)
        for one in self.along:
            key = next(f for f in one._meta.concrete_fields if f.related_model is self.model)
            found[one._meta.db_table] = (str(key.column), self.model)
        return found

    def may_read(self, user: Any) -> bool:
        """Whether this person has the list at all."""
        return can_reach(user, Act.READ, self.thing, *self._ways)

    def may_write(self, user: Any) -> bool:
        """Whether this person may change a row somewhere."""
        return self.form is not None and can_reach(user, Act.WRITE, self.thing, *self._ways)

    @property
    def _ways(self) -> list[Reach]:
        """Kinds of place where its rows can lie."""
        within = self.model.within  # type: ignore[attr-defined]
        return [] if self.of_network else [reach for reach in Reach if within.way(reach)]

    def may_add(self, user: Any) -> bool:
        """Whether this person may add a row somewhere."""
        adds = self.adds(user) if callable(self.adds) else self.adds
        return adds and self.may_write(user)

    def read(self, user: Any) -> QuerySet[Any]:
        """The rows this person sees."""
        return reached(self.rows(), user, Act.READ, self.thing)

    def written(self, user: Any) -> QuerySet[Any]:
        """The rows this person may change."""
        return reached(self.rows(), user, Act.WRITE, self.thing)

    def of_world(self, rows: QuerySet[Any], world: str) -> QuerySet[Any]:
        """The real rows among these, or those of the example network; all when neither is asked."""
        way = self.model.within.simulated  # type: ignore[attr-defined]
        return rows.filter(**{way: world == MADE_UP}) if way and world else rows

    def worlds(self, user: Any) -> list[str]:
        """Which worlds the rows this person sees lie in."""
        way = self.model.within.simulated  # type: ignore[attr-defined]
        if not way:
            return []
        found = set(self.read(user).order_by().values_list(way, flat=True).distinct())
        return [name for name, made_up in ((REAL, False), (MADE_UP, True)) if made_up in found]

    def lay_within(self, user: Any, lines: Sequence[Line]) -> bool:
        """Whether all these lines are about rows that lie, or lay, where this person writes.

        A link of a row, or what goes along with it, is asked about the row it belongs to.
        """
        keys = {self._row_of(line, lines) for line in lines}
        there = {str(key) for key in self._there(keys)}
        if there - {str(row.pk) for row in self.written(user).filter(pk__in=there)}:
            return False
        return all(key is not None and self._lay_within(user, key, lines) for key in keys - there)

    def _there(self, keys: set[str | None]) -> QuerySet[Any]:
        known = [key for key in keys if key is not None]
        return self.rows().filter(pk__in=known).values_list("pk", flat=True)

    def _lay_within(self, user: Any, key: str, lines: Sequence[Line]) -> bool:
        """Whether a row that is gone lay there, from its own line and those of its links."""
        table = self.model._meta.db_table
        own = next((line for line in lines if (line.what, line.row) == (table, key)), None)
        if own is None:
            return False
        links = {
            link.name: {
                _columns(line).get(link.m2m_reverse_name())
                for line in lines
                if line.what == link.m2m_db_table() and self._row_of(line, lines) == key
            }
            for link in self.model._meta.many_to_many
        }
        return would_reach(self.model, _columns(own), user, Act.WRITE, self.thing, links=links)

    def _row_of(self, line: Line, lines: Sequence[Line]) -> str | None:
        """The key of the row a line is about, whatever table it is of; None when it is lost."""
        if line.what == self.model._meta.db_table:
            return line.row
        column, above = self._above[line.what]
        key = _columns(line).get(column)
        if key is None or above is self.model:
            return None if key is None else str(key)
        table = above._meta.db_table
        told = next((one for one in lines if (one.what, one.row) == (table, str(key))), None)
        if told is not None:
            return self._row_of(told, lines)
        to_row = self._above[table][0]
        held = above._default_manager.filter(pk=key).values_list(to_row, flat=True).first()
        return None if held is None else str(held)

    def address(self, act: str = "list", row: Model | None = None, **query: str) -> str:
        """The address of one of its screens."""
        kwargs = {} if row is None else {"pk": row.pk}
        found = reverse(f"ledgers:{self.name}-{act}", kwargs=kwargs)
        return f"{found}?{urlencode(query)}" if query else found

    def undo_address(self, first: int, last: int) -> str:
        """The address that puts back what these lines of the journal changed."""
        kwargs = {"first": first, "last": last}
        return reverse(f"ledgers:{self.name}-back", kwargs=kwargs)


def _columns(line: Line) -> dict[str, Any]:
    """What a line says of its row; of a change, what it was."""
    return line.before or line.after or {}


_ledgers: dict[str, Ledger] = {}


def keep_ledger(ledger: Ledger) -> None:
    """Put a list in the office and in its menu; called from `apps.ready()`.

    The same one twice changes nothing. Raises ValueError when two lists want one address.
    """
    found = _ledgers.setdefault(ledger.name, ledger)
    if found is not ledger:
        raise ValueError(f"two ledgers are called {ledger.name}")
    ways.offer(
        f"ledgers:{ledger.name}-list",
        label=ledger.title,
        group=ledger.group,
        icon=ledger.icon,
        open_to=lambda request: ledger.may_read(request.user),
        order=ledger.order,
    )


def ledgers() -> list[Ledger]:
    """Every list of the office, in the order of the menu."""
    return sorted(_ledgers.values(), key=lambda ledger: ledger.order)
