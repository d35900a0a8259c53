"""What the lists of the network share: its group in the menu, its name, whose word it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.centres.models import Site
from parvis.kernel.words import spoken
from parvis.network.models import Network
from parvis.sources.forms import CitedForm

GROUP = _("The network")


class NetworkChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A network by its name, in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name; a made-up one says so."""
        name = spoken(obj.name)[0] or obj.code
        return f"{name} ({gettext('simulated')})" if obj.simulated else name


class OfNetwork(CitedForm):
    """A fact of a network, on the network's own word unless a document is ticked."""

    fixed: tuple[str, ...] = ("network",)

    network = NetworkChoice(Network.objects.order_by("simulated", "pk"), label=_("Network"))

    def offered(self, name: str, rows: Any) -> Any:
        """Of the documents, those of the network itself, or of the networks of its world."""
        if name != "sources":
            return super().offered(name, rows)
        networks = self.offered("network", Network.objects.all())
        own = Q()
        if self.row is not None:
            networks, own = (
                networks.filter(pk=self.row.network_id),
                Q(pk__in=self.row.sources.all()),
            )
        return rows.filter(Q(collection__in=networks.values("code")) | own).order_by(
            "collection", "title"
        )

    def place(self) -> tuple[str, str]:
        """The network's own word."""
        network = self.cleaned_data["network"]
        return network.code, spoken(network.name)[0] or network.code

    def clean(self) -> dict[str, Any]:
        """A site is one of the centre's."""
        cleaned = super().clean()
        site: Site | None = cleaned.get("site")
        if site is not None and site.centre != cleaned.get("centre"):
            self.add_error("site", gettext("This site is not one of the centre’s."))
        return cleaned
