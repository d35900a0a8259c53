"""What the lists of the network share: its group in the menu, the network a fact is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.centres.models import Site
from parvis.ledgers.fields import NamedField
from parvis.network.forms import OfNetworkForm
from parvis.network.models import Network

GROUP = _("The network")


class OfNetwork(OfNetworkForm):
    """A fact of a network, perhaps of one of its centres, perhaps of one of that centre's sites."""

    fixed: tuple[str, ...] = ("network",)
    belongs: ClassVar[Mapping[str, str]] = {"network": ""}

    network = NamedField(Network.objects.order_by("simulated", "pk"), label=_("Network"))

    def clean(self) -> dict[str, Any]:
        """A site is one of the centre's."""
        cleaned = super().clean()
        site: Site | None = cleaned.get("site")
        if site is not None and site.centre != cleaned.get("centre"):
            self.add_error("site", gettext("This site is not one of the centre’s."))
        return cleaned
