"""The part of a form that says which network a fact is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from parvis.kernel.words import spoken
from parvis.network.models import Network
from parvis.sources.forms import CitedForm
from parvis.sources.models import OFFICE


class OfNetworkForm(CitedForm):
    """The form of a fact of one network: what it may name and cite is of that network too."""

    belongs: ClassVar[Mapping[str, str]] = {}
    """Fields that name rows of a network, with the way from such a row to its network; the first
    one that is filled says which network the fact is about."""
    way = "network"
    """The way from the row itself to its network."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.row is None and "network" in self.fields:
            self.initial.setdefault("network", self.networks().first())

    def networks(self) -> QuerySet[Network]:
        """The network of the row; for a new one, those of the world it is begun in."""
        rows = Network.objects.order_by("simulated", "pk")
        if self.row is not None:
            return rows.filter(pk=_followed(self.row, self.way).pk)
        return rows if self.made_up is None else rows.filter(simulated=self.made_up)

    def offered(self, name: str, rows: Any) -> Any:
        """Rows and documents of these networks only."""
        if name == "sources":
            own = Q(pk__in=self.row.sources.all()) if self.row is not None else Q(pk__in=[])
            return rows.filter(Q(collection__in=self.networks().values("code")) | own).order_by(
                "collection", "title"
            )
        if name in self.belongs:
            way = self.belongs[name]
            keys = self.networks().values("pk")
            return rows.filter(**{f"{way}__in" if way else "pk__in": keys})
        return super().offered(name, rows)

    def clean(self) -> dict[str, Any]:
        """Nothing of another network is named or cited."""
        cleaned = super().clean()
        network = self.subject
        if network is None:
            return cleaned
        for name, way in self.belongs.items():
            chosen = cleaned.get(name)
            if chosen is not None and _followed(chosen, way) != network:
                self.add_error(name, _("This belongs to another network."))
        strange = [
            one
            for one in cleaned.get("sources") or ()
            if one.collection not in (network.code, OFFICE)
        ]
        if strange:
            self.add_error(
                "sources", _("“%(title)s” is about another network.") % {"title": strange[0]}
            )
        return cleaned

    @property
    def subject(self) -> Any:
        """The network the fact is about, once something typed says so."""
        for name, way in self.belongs.items():
            if (chosen := self.cleaned_data.get(name)) is not None:
                return _followed(chosen, way)
        return None

    def place(self) -> tuple[str, str]:
        """The network's own word."""
        return self.subject.code, spoken(self.subject.name)[0]


def _followed(row: Any, way: str) -> Any:
    for step in way.split("__") if way else ():
        row = getattr(row, step)
    return row
