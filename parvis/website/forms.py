"""What is asked of the public pages (day, country, commune, session) and where one writes."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from parvis.accounts.queries import reached
from parvis.accounts.roles import Act, Thing
from parvis.agenda.enums import Layer, Presence
from parvis.centres.enums import Theme
from parvis.centres.models import Centre
from parvis.kernel.dates import BadDate, PartialDate
from parvis.kernel.words import LANGUAGES, spoken
from parvis.network.models import Network
from parvis.programme.enums import Audience, Comfort, Kind
from parvis.programme.models import Session
from parvis.ui.countries import NAMES
from parvis.ui.forms import Form
from parvis.website.models import Home
from parvis.website.queries import Country


class AsOfForm(forms.Form):
    """A day in the past or today; a year or a month stands for its last day, nothing for today."""

    use_required_attribute = False

    as_of = forms.CharField(
        label=_("As of"),
        required=False,
        max_length=40,
        error_messages={
            "max_length": _("This is too long for a date: write 2024, 2024-11 or 2024-11-05.")
        },
    )

    def __init__(self, asked: Any, *, today: datetime.date) -> None:
        self.today = today
        super().__init__(asked)

    def clean_as_of(self) -> datetime.date:
        """The day asked for; refuses what the calendar does not know and what has not come yet."""
        text = self.cleaned_data["as_of"]
        if not text:
            return self.today
        try:
            date = PartialDate.parse(text)
        except BadDate as error:
            raise forms.ValidationError(str(error)) from error
        if date.first > self.today:
            raise forms.ValidationError(
                _("“%(text)s” has not come yet: nobody knows who will belong then."),
                params={"text": text},
            )
        return min(date.last, self.today)


class DirectoryForm(AsOfForm):
    """The same, and a country among those the network was ever in."""

    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        error_messages={
            "invalid_choice": _("“%(value)s” is not a country of this network: choose one below.")
        },
    )

    def __init__(self, asked: Any, *, today: datetime.date, countries: Iterable[Country]) -> None:
        super().__init__(asked, today=today)
        known = [(country.code, country.name) for country in countries]
        self.fields["country"].choices = [("", _("All countries")), *known]  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """A network or a centre that has no pages yet, among those where this person writes."""

    place = forms.ChoiceField(label=_("Place"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = reached(Network.objects.order_by("pk"), user, Act.WRITE, Thing.PAGE)
        centres = reached(Centre.objects.order_by("sort_key"), user, Act.WRITE, Thing.PAGE)
        taken = list(Home.objects.values_list("network", "centre"))
        self.places: dict[str, Network | Centre] = {
            **{
                f"network-{row.pk}": row
                for row in networks.exclude(pk__in=[n for n, _c in taken if n])
            },
            **{
                f"centre-{row.pk}": row
                for row in centres.exclude(pk__in=[c for _n, c in taken if c])
            },
        }
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (key, str(row) if isinstance(row, Centre) else spoken(row.short_name)[0])
            for key, row in self.places.items()
        ]

    def clean_place(self) -> Network | Centre:
        """The row chosen."""
        return self.places[self.cleaned_data["place"]]


class NearForm(forms.Form):
    """A commune, a place, or the name or nickname of a bus."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("Your commune, or the name of the bus"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )


class ProgrammeForm(forms.Form):
    """What narrows a list of sessions; nothing asked narrows nothing.

    A session is asked for by words, theme, public, language, access, kind and way, all by GET. It
    is drawn by its template: a hundred options by Django's widgets cost more than the list.
    """

    use_required_attribute = False

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("This is too long: a few words are enough.")},
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=Theme.choices)
    audience = forms.ChoiceField(label=_("Made for"), required=False, choices=Audience.choices)
    spoken = forms.ChoiceField(
        label=_("Language"), required=False, choices=[(code, code) for code in LANGUAGES]
    )
    access = forms.ChoiceField(label=_("Access"), required=False, choices=Comfort.choices)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=Kind.choices)
    how = forms.ChoiceField(label=_("Where"), required=False, choices=Presence.choices)
    partner = forms.SlugField(required=False, max_length=60)
    campaign = forms.SlugField(required=False, max_length=60)
    past = forms.BooleanField(required=False)

    def clean_q(self) -> str:
        """Words; a character that no word holds is left out."""
        return str(self.cleaned_data["q"])


class LayersForm(forms.Form):
    """Which layers of the agenda: a centre's dates, the network's, Europe's; all when none."""

    use_required_attribute = False

    layer = forms.MultipleChoiceField(label=_("Layers"), required=False, choices=Layer.choices)


class KeyedForm(Form):
    """A form with a key that its page draws at random: sent twice, it is done once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def fresh_key(self) -> None:
        """Draw another key, where the one that was sent is none."""
        if "key" in self.errors:
            sent = cast("QueryDict", self.data).copy()
            sent["key"] = str(uuid.uuid4())
            self.data = sent


class JoinForm(KeyedForm):
    """A place for one or several, without a name: by which way in, and how many come together.

    The key opens the party's own page afterwards.
    """

    way = forms.ChoiceField(label=_("Which one?"))
    size = forms.IntegerField(
        label=_("How many of you come?"),
        min_value=1,
        error_messages={
            "required": _("Say how many come, yourself included."),
            "invalid": _("Write a number, 1 for yourself alone."),
            "min_value": _("Write a number, 1 for yourself alone."),
        },
    )

    def __init__(
        self, sent: QueryDict | None = None, *, session: Session, ways: Iterable[tuple[str, str]]
    ) -> None:
        initial = {"key": uuid.uuid4(), "size": 1}
        super().__init__(sent, initial=initial, auto_id="join_%s")
        self.fields["way"].choices = list(ways)  # type: ignore[attr-defined]
        self.fields["size"].widget.attrs |= {"max": session.party_limit, "inputmode": "numeric"}


class SizeForm(Form):
    """How many come, changed afterwards."""

    size = JoinForm.base_fields["size"]


class ReminderForm(KeyedForm):
    """An address for one reminder; kept apart from every place, erased the day after."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Write an address, or close this page: nothing needs one."),
            "invalid": _("This is no e-mail address: it looks like somebody@example.org."),
        },
    )


class RegisterForm(KeyedForm):
    """A professional by name, for a session made for professionals; never a visitor."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your professional e-mail"), max_length=254)
    organisation = forms.CharField(label=_("Your organisation"), max_length=200, required=False)
    centre = forms.ModelChoiceField(
        label=_("Your centre, if you work in one"),
        queryset=Centre.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    country = forms.ChoiceField(
        label=_("Country where you work"),
        required=False,
        help_text=_("Not needed if you chose your centre."),
    )
    online = forms.BooleanField(label=_("I take part online"), required=False)
    workshops = forms.MultipleChoiceField(
        label=_("Workshops you choose"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any,
        *,
        workshops: Iterable[tuple[str, str]],
        centres: QuerySet[Centre],
        online: bool,
    ) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        fields: dict[str, Any] = self.fields
        fields["centre"].queryset = centres
        named = sorted(((code, str(name)) for code, name in NAMES.items()), key=lambda one: one[1])
        fields["country"].choices = [("", _("choose")), *named]
        fields["workshops"].choices = list(workshops)
        if not fields["workshops"].choices:
            fields["workshops"].widget = forms.MultipleHiddenInput()
        if not online:
            fields["online"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A country is said, or that of the centre stands."""
        data = super().clean() or self.cleaned_data
        if not data.get("country") and not data.get("centre"):
            self.add_error("country", _("Say in which country you work."))
        return data
