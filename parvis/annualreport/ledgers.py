"""Texts of the report, in the office; importing it puts their list there."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.annualreport.actions import record_text, remove_text
from parvis.annualreport.enums import CHAPTERS, PassageState, Slot
from parvis.annualreport.models import Text
from parvis.annualreport.queries import editions, original_of
from parvis.annualreport.rules import tidied
from parvis.kernel.keeping import Kept
from parvis.kernel.words import LANGUAGES, objection
from parvis.ledgers.fields import NamedField
from parvis.ledgers.ledger import Ledger, keep_ledger
from parvis.ledgers.tables import NameColumn, RowTable, YesColumn
from parvis.network.forms import OfNetworkForm
from parvis.network.models import Network
from parvis.sources.enums import Standing
from parvis.ui.filters import FilterSet, WordsFilter

TONGUES = [(code, LANG_INFO[code]["name_local"]) for code in LANGUAGES]
SLOTS = [
    (part.label, [(slot.value, slot.label) for slot in slots]) for part, slots in CHAPTERS.items()
]
PARTS = {slot: part for part, slots in CHAPTERS.items() for slot in slots}
SPOKEN = [code for code, _name in settings.LANGUAGES]


def _language(code: str) -> str:
    return str(get_language_info(code)["name_translated"]) if code in LANG_INFO else code


class TextTable(RowTable):
    """Where it stands, its year and language, how its translation stands, who signs."""

    slot = NameColumn(verbose_name=_("Place in the report"))
    year = django_tables2.Column(verbose_name=_("Year"), empty_values=())
    language = django_tables2.Column(verbose_name=_("Language"))
    state = django_tables2.Column(verbose_name=_("Translation"))
    languages = django_tables2.Column(verbose_name=_("Not translated into"), orderable=False)
    signed = django_tables2.Column(verbose_name=_("Signed"))
    is_quotation = YesColumn(verbose_name=_("Quotation"))
    meanings = {
        "state": _("Whether the text it was translated from has changed since."),
        "languages": _("Languages of the site in which nothing stands at this place."),
    }

    def render_slot(self, record: Text) -> str:
        """The part and the chapter: two parts have an introduction."""
        slot = Slot(record.slot)
        return f"{PARTS[slot].label} · {slot.label}"

    def render_year(self, value: int | None) -> str:
        """The year, or that it holds for all."""
        return str(value or gettext("every year"))

    def render_language(self, value: str) -> str:
        """Its name in the reader's language."""
        return _language(value)

    def render_state(self, record: Any) -> str:
        """In words; a text that was translated from nothing is an original."""
        if not record.written_from:
            return gettext("original")
        return str(PassageState(record.state).label)

    def render_languages(self, record: Any) -> SafeString | str:
        """Each language that is missing, which begins the translation for whoever may write."""
        missing = (
            [] if record.is_quotation else [code for code in SPOKEN if code not in record.languages]
        )
        request = getattr(self, "request", None)
        if request is None or not self.ledger.may_add(request.user):
            return ", ".join(map(_language, missing)) or "—"
        return (
            format_html_join(
                ", ",
                '<a href="{}">{}</a>',
                ((self._begun(record, to), _language(to)) for to in missing),
            )
            or "—"
        )

    def _begun(self, record: Text, language: str) -> str:
        year = {} if record.year is None else {"year": str(record.year)}
        return self.ledger.address(
            "new",
            network=str(record.network_id),
            slot=record.slot,
            language=language,
            written_from=record.language,
            **year,
        )


def _in_state(rows: Any, _name: str, state: str) -> Any:
    if state == PassageState.MISSING:
        return rows.filter(is_quotation=False).exclude(languages__contains=SPOKEN)
    return rows.filter(state=state)


class TextFilters(FilterSet):
    """By year, place, language and state, and by words."""

    words = WordsFilter(["heading", "body", "signed"], label=_("Words"))
    year = django_filters.NumberFilter(label=_("Year"))
    slot = django_filters.ChoiceFilter(choices=SLOTS, label=_("Place in the report"))
    language = django_filters.ChoiceFilter(choices=TONGUES, label=_("Language"))
    state = django_filters.ChoiceFilter(
        choices=PassageState.choices, method=_in_state, label=_("Translation")
    )


class BesideTextarea(forms.Textarea):
    """A text being written, beside the one it is translated from."""

    template_name = "annualreport/beside.html"
    original: Text | None = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With the other text."""
        return super().get_context(name, value, attrs) | {"original": self.original}


class TextForm(OfNetworkForm):
    """One text of the report in one language."""

    thing = Thing.REPORT
    model = Text
    fixed = ("network", "year", "slot", "language", "is_quotation")
    belongs = {"network": ""}

    network = NamedField(
        Network.objects.order_by("simulated", "pk"), label=_("Network"), empty_label=None
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_("Empty: it holds for every year that has no text of its own there."),
    )
    slot = forms.ChoiceField(choices=SLOTS, label=_("Place in the report"))
    language = forms.ChoiceField(choices=TONGUES, label=_("Language"))
    is_quotation = forms.BooleanField(
        label=_("Quotation"),
        required=False,
        help_text=_("Somebody’s own words, shown in the language they were said in."),
    )
    written_from = forms.ChoiceField(
        choices=[("", _("nothing: it is an original")), *TONGUES],
        label=_("Translated from"),
        required=False,
    )
    heading = forms.CharField(label=_("Heading"), max_length=200, required=False)
    body = forms.CharField(
        label=_("Text"),
        max_length=20000,
        widget=BesideTextarea,
        help_text=_(
            "A blank line parts paragraphs; lines that begin with “- ” make a list; two stars "
            "make **a word** strong; [[code]] stands for a figure."
        ),
    )
    still_holds = forms.BooleanField(
        label=_("The translation still holds"),
        required=False,
        help_text=_("You have read the text it was made from as it stands now."),
    )
    signed = forms.CharField(label=_("Signed"), max_length=120)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.row is None or not self.row.written_from:
            del self.fields["still_holds"]
        widget: Any = self.fields["body"].widget
        widget.original = self._original()

    def offered(self, name: str, rows: Any) -> Any:
        """The network of the row; for a new one, those of the world it is begun in."""
        return self.networks() if name == "network" else super().offered(name, rows)

    def _original(self) -> Text | None:
        """The text beside; nothing while the form does not say which."""
        held = {name: self[name].value() for name in (*self.fixed, "written_from")}
        network = held["network"]
        if not isinstance(network, Network):
            network = Network.objects.filter(pk=network).first() if str(network).isdigit() else None
        year = str(held["year"] or "")
        if network is None or not held["written_from"] or not (not year or year.isdigit()):
            return None
        return original_of(
            network,
            int(year) if year else None,
            str(held["slot"]),
            str(held["written_from"]),
            is_quotation=bool(held["is_quotation"]),
        )

    def clean_body(self) -> str:
        """What a word processor leaves is tidied; what it cannot be is said."""
        body = tidied(self.cleaned_data["body"])
        if not body:
            raise forms.ValidationError(gettext("Write the text."))
        if (why := objection(body, language=self.cleaned_data.get("language"))) is not None:
            raise forms.ValidationError(gettext("The text %(why)s.") % {"why": why})
        return body

    def clean(self) -> dict[str, Any]:
        """A text is translated from another language."""
        cleaned = super().clean()
        if cleaned.get("written_from") and cleaned["written_from"] == cleaned.get("language"):
            self.add_error("written_from", gettext("That is the language of the text itself."))
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[Text]:
        """Record it."""
        typed = self.values()
        del typed["sources"]
        return record_text(
            **{**typed, "still_holds": bool(typed["still_holds"])},
            standing=getattr(self.row, "standing", Standing.STATED),
            sources=self.cited(by),
            was=self.row,
            seen=seen,
            by=by,
        )


keep_ledger(
    Ledger(
        room="annualreport",
        code="texts",
        group=_("The report"),
        title=_("Texts of the report"),
        add_title=_("Add a text"),
        help_line=_(
            "What the report says in words, by year, place and language, and which translations "
            "are missing or out of date. Figures and dates stand elsewhere."
        ),
        example=_("The year in brief, 2025, in French, signed by the president"),
        icon="pencil-line",
        thing=Thing.REPORT,
        rows=lambda: editions().order_by("network", "-year", "slot", "is_quotation", "language"),
        table=TextTable,
        filters=TextFilters,
        form=TextForm,
        remove=remove_text,
        order=80,
    )
)
