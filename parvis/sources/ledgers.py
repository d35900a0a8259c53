"""Documents, in the office; importing it puts their list there."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.kernel.keeping import Kept
from parvis.kernel.words import LANGUAGES
from parvis.ledgers.codes import free_code
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, keep_ledger
from parvis.ledgers.tables import NameColumn, RowTable
from parvis.sources.actions import record_source, remove_source
from parvis.sources.enums import SourceKind
from parvis.sources.models import Source
from parvis.sources.queries import collections, documents
from parvis.ui.filters import FilterSet, WordsFilter

TONGUES = [(code, LANG_INFO[code]["name_local"]) for code in LANGUAGES]
KINDS = [(kind.value, kind.label) for kind in SourceKind if kind is not SourceKind.OFFICE]


class DocumentTable(RowTable):
    """The title, the kind, the language, whose it is and what about."""

    title = NameColumn(verbose_name=_("Document"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    language = django_tables2.Column(verbose_name=_("Language"))
    covers = django_tables2.Column(verbose_name=_("What it covers"))
    author = django_tables2.Column(verbose_name=_("Author"))
    translation_of = django_tables2.Column(
        verbose_name=_("Translation of"), order_by=("translation_of__title",)
    )
    collection = django_tables2.Column(verbose_name=_("Network"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.names = collections()

    def render_language(self, value: str) -> str:
        """Its name in the reader's language."""
        return _language(value)

    def render_collection(self, value: str) -> str:
        """The name of the network."""
        return self.names.get(value, value)


def _language(code: str) -> str:
    return str(get_language_info(code)["name_translated"]) if code in LANG_INFO else code


class DocumentFilters(FilterSet):
    """By title or author, network, kind and language."""

    title = WordsFilter(["title", "author"], label=_("Title or author"))
    collection = django_filters.ChoiceFilter(
        choices=lambda: collections().items(), label=_("Network")
    )
    kind = django_filters.ChoiceFilter(choices=KINDS, label=_("Kind"))
    language = django_filters.ChoiceFilter(choices=TONGUES, label=_("Language"))


class DocumentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A document, with its language."""

    def label_from_instance(self, row: Any) -> str:
        """«Activity report 2024 (English)»."""
        return f"{row.title} ({_language(row.language)})"


class DocumentForm(RowForm):
    """A document that says something of the network."""

    thing = Thing.DIRECTORY
    fixed = ("collection",)

    collection = forms.ChoiceField(choices=lambda: collections().items(), label=_("Network"))
    title = forms.CharField(label=_("Title"), max_length=250)
    kind = forms.ChoiceField(choices=KINDS, label=_("Kind"))
    language = forms.ChoiceField(choices=TONGUES, label=_("Language"))
    covers = forms.CharField(
        label=_("What it covers"),
        max_length=60,
        required=False,
        help_text=_("The year or the years it speaks of: 2024, 2024–2025."),
    )
    author = forms.CharField(label=_("Author"), max_length=120, required=False)
    translation_of = DocumentField(
        Source.objects.order_by("collection", "title"),
        label=_("Translation of"),
        required=False,
        help_text=_("The document of which this one is the translation."),
    )

    def offered(self, name: str, rows: Any) -> Any:
        """Documents only, of the same network, and not itself."""
        rows = rows.filter(pk__in=documents())
        if self.row is not None:
            rows = rows.filter(collection=self.row.collection).exclude(pk=self.row.pk)
        return rows

    def clean(self) -> dict[str, Any]:
        """A translation is in another language, of a document about the same network."""
        cleaned = super().clean()
        original = cleaned.get("translation_of")
        if original is None:
            return cleaned
        if original.collection != cleaned.get("collection"):
            self.add_error("translation_of", gettext("That document is about another network."))
        elif original.language == cleaned.get("language"):
            self.add_error("translation_of", gettext("That document is in the same language."))
        return cleaned

    def clashes(self) -> list[str]:
        """Another document of the same title and language."""
        typed = self.values("collection", "title", "language")
        same = documents().filter(
            collection=typed["collection"],
            title__iexact=typed["title"],
            language=typed["language"],
        )
        if self.row is not None:
            same = same.exclude(pk=self.row.pk)
        return [gettext("“%(title)s” is already recorded.") % {"title": one} for one in same]

    def keep(self, *, seen: str, by: Actor) -> Kept[Source]:
        """Record it under a code made of its title."""
        typed = self.values()
        code = getattr(self.row, "code", "") or free_code(
            Source.objects.filter(collection=typed["collection"]), typed["title"]
        )
        return record_source(**typed, code=code, seen=seen, by=by)


keep_ledger(
    Ledger(
        room="sources",
        code="documents",
        group=_("The network"),
        title=_("Documents"),
        add_title=_("Add a document"),
        help_line=_(
            "The reports, newsletters and pages that facts cite. What the office records on its "
            "own word is not listed here."
        ),
        example=_("Activity report 2024, in French, by the coordination of the network"),
        icon="book-open",
        thing=Thing.DIRECTORY,
        rows=lambda: documents().select_related("translation_of"),
        table=DocumentTable,
        filters=DocumentFilters,
        form=DocumentForm,
        remove=remove_source,
        order=58,
    )
)
