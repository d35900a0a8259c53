"""The list of devices in the office: entered here, paired by a code, their key taken back."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.ledgers.groups import OURS
from parvis.centres.models import Site
from parvis.devices.actions import enter, revoke
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device
from parvis.kernel.keeping import Kept
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Gesture, Ledger, Way, keep_ledger
from parvis.ledgers.tables import NameColumn, RowTable
from parvis.ui.filters import FilterSet


class DeviceTable(RowTable):
    """Name, where, what for, last heard of."""

    name = NameColumn(verbose_name=_("Device"))
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))
    site = django_tables2.Column(
        accessor="site__called", order_by="site__code", verbose_name=_("Site")
    )
    kind = django_tables2.Column(verbose_name=_("Kind"))
    seen = django_tables2.DateTimeColumn(
        accessor="life__seen_at", verbose_name=_("Last seen"), short=True
    )
    revoked_at = django_tables2.DateTimeColumn(verbose_name=_("Key taken back"), short=True)


class DeviceFilters(FilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(choices=DeviceKind.choices, label=_("Kind"))


class DeviceForm(RowForm):
    """A screen or a tablet of a site."""

    thing = Thing.DEVICE
    fixed = ("site", "kind")

    site = forms.ModelChoiceField(Site.objects.select_related("centre"), label=_("Site"))
    kind = forms.ChoiceField(
        choices=DeviceKind.choices,
        label=_("What it is for"),
        help_text=_("Front desk: a tablet that goes on without network, at a stop or off site."),
    )
    name = forms.CharField(
        max_length=60, label=_("Name"), help_text=_("As on its label: “entrance”, “hall”.")
    )

    def keep(self, *, seen: str, by: Actor) -> Kept[Device]:
        """Enter it, or name it anew."""
        return enter(**self.values(), was=self.row, seen=seen, by=by)


def _revoke(row: Any, by: Actor) -> None:
    revoke(device=row, by=by)


keep_ledger(
    Ledger(
        room="devices",
        code="screens",
        group=OURS,
        title=_("Screens and tablets"),
        add_title=_("Add a screen or a tablet"),
        help_line=_(
            "Kiosks, wall displays and desk tablets of your sites. They need no sign-in: each is "
            "paired once, by a code shown here and typed there."
        ),
        example=_("Kiosk of the entrance, paired by a code of eight digits"),
        icon="store",
        thing=Thing.DEVICE,
        rows=lambda: Device.objects.select_related("site__centre", "life"),
        table=DeviceTable,
        filters=DeviceFilters,
        form=DeviceForm,
        gestures=(Gesture("revoke", _("Take the key back"), _revoke),),
        ways=(
            Way(_("Pair"), lambda row: reverse("devices:pair", kwargs={"pk": row.pk}), "keyboard"),
        ),
        order=34,
    )
)
