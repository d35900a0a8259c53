"""The versions of the Charter, as the coordination keeps them."""

from __future__ import annotations

from typing import Any

import django_tables2
from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.charter.actions import record_version
from parvis.charter.models import Version
from parvis.kernel.keeping import Kept
from parvis.kernel.words import LANGUAGES
from parvis.ledgers.codes import free_code
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, keep_ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, YesColumn
from parvis.ui.forms import DateInput

TONGUES = [(code, LANG_INFO[code]["name_local"]) for code in LANGUAGES]


class VersionTable(RowTable):
    """The title, the day it was adopted, its language, whether its text is here."""

    title = NameColumn(verbose_name=_("Version"))
    adopted_on = DateColumn(verbose_name=_("Adopted"))
    language = django_tables2.Column(verbose_name=_("Language"))
    text = YesColumn(verbose_name=_("Text recorded"), orderable=False, empty_values=())
    meanings = {"text": _("Nobody is asked to accept a version whose text is not recorded.")}

    def render_language(self, value: str) -> str:
        """Its own name."""
        return str(dict(TONGUES).get(value, value))


class VersionForm(RowForm):
    """The Charter as adopted on a day; once somebody accepted it, its words are fixed."""

    thing = Thing.DIRECTORY

    title = forms.CharField(label=_("Title"), max_length=200)
    adopted_on = forms.DateField(label=_("Adopted"), required=False, widget=DateInput)
    language = forms.ChoiceField(choices=TONGUES, label=_("Language"))
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Without it, nobody is asked to accept this version."),
    )

    def keep(self, *, seen: str, by: Actor) -> Kept[Version]:
        """Record it under a code made of its title."""
        typed: dict[str, Any] = self.values()
        code = getattr(self.row, "code", "") or free_code(Version.objects.all(), typed["title"])
        return record_version(**typed, code=code, simulated=bool(self.made_up), seen=seen, by=by)


keep_ledger(
    Ledger(
        room="charter",
        code="versions",
        group=_("Label"),
        title=_("Versions of the Charter"),
        add_title=_("Add a version of the Charter"),
        help_line=_(
            "The Charter as adopted on a day. Staff read and accept the latest one whose text is "
            "here; members and agreements say which one they accepted."
        ),
        example=_("Charter adopted on 5 November 2024, in French"),
        icon="book-open",
        thing=Thing.DIRECTORY,
        rows=Version.objects.all,
        table=VersionTable,
        form=VersionForm,
        of_network=True,
        order=57,
    )
)
