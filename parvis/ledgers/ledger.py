"""What a room says of one of its lists; the views of this room do the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from parvis.accounts.actors import Actor
from parvis.accounts.queries import can_somewhere, scoped
from parvis.accounts.roles import Act, Thing
from parvis.ledgers.forms import RowForm
from parvis.ledgers.tables import RowTable
from parvis.ui import ways
from parvis.ui.filters import FilterSet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Gesture:
    """Something done to several rows at once; `do` is an action, called for each of them."""

    code: str
    label: _StrPromise
    do: Callable[[Any, Actor], None]


@dataclass(frozen=True)
class Ledger:
    """One list of facts: where it stands, what it shows, who may read and write it.

    `thing` is what a right is asked about, and its model says where its rows lie (`within`):
    whoever may not read it anywhere has no such list, and sees only rows that lie where they may.
    `help_line` says what the list is for; `example` is what an empty list shows.
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
    remove: Callable[..., None] | None = None
    gestures: tuple[Gesture, ...] = ()
    order: int = 50

    @property
    def name(self) -> str:
        """«centres-poles»: what its addresses are called."""
        return f"{self.room}-{self.code}"

    def may_read(self, user: Any) -> bool:
        """Whether this person has the list at all."""
        return can_somewhere(user, Act.READ, self.thing)

    def may_write(self, user: Any) -> bool:
        """Whether this person may add a row somewhere."""
        return self.form is not None and can_somewhere(user, Act.WRITE, self.thing)

    def read(self, user: Any) -> QuerySet[Any]:
        """The rows this person sees."""
        return scoped(self.rows(), user, Act.READ)

    def written(self, user: Any) -> QuerySet[Any]:
        """The rows this person may change."""
        return scoped(self.rows(), user, Act.WRITE)

    def address(self, act: str = "list", row: Model | None = None) -> str:
        """The address of one of its screens."""
        kwargs = {} if row is None else {"pk": row.pk}
        return reverse(f"ledgers:{self.name}-{act}", kwargs=kwargs)


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
