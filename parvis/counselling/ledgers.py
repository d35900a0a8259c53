"""The list of the office about needs to watch for: a centre's own words for what it sees."""

from __future__ import annotations

import django_tables2
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.ledgers.groups import OURS
from parvis.centres.models import Centre
from parvis.counselling.actions import keep_theme
from parvis.counselling.models import Theme
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, keep_ledger
from parvis.ledgers.tables import NameColumn, RowTable, YesColumn


class ThemeTable(RowTable):
    """The need, where it is watched for, whether it still is."""

    name = NameColumn(verbose_name=_("Need"), orderable=False)
    centre = django_tables2.Column(verbose_name=_("Centre"))
    retired = YesColumn(verbose_name=_("No longer offered"))


class ThemeForm(RowForm):
    """A need that counsellors flag in one touch."""

    thing = Thing.CENTRE
    fixed = ("centre",)

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))
    name = WordsField(
        label=_("Name"), help_text=_("A need, in a few words; never a person, never a place.")
    )
    retired = forms.BooleanField(required=False, label=_("No longer offered"))

    def keep(self, *, seen: str, by: Actor) -> Kept[Theme]:
        """Keep it under a code made of its name."""
        typed = self.values()
        code = getattr(self.row, "code", "") or free_code(
            typed["centre"].themes.all(), typed["name"]
        )
        return keep_theme(**typed, code=code, seen=seen, by=by)


keep_ledger(
    Ledger(
        room="counselling",
        code="themes",
        group=OURS,
        title=_("Needs to watch for"),
        add_title=_("Add a need to watch for"),
        help_line=_(
            "What your counsellors may flag in one touch when they see it: counted by month and "
            "by coarse place, never by person."
        ),
        example=_("No transport in the evening"),
        icon="list-filter",
        thing=Thing.CENTRE,
        rows=lambda: Theme.objects.select_related("centre"),
        table=ThemeTable,
        form=ThemeForm,
        order=37,
    )
)
