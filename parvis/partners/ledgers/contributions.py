"""What partners promised and gave, year by year."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.models import Pole, Space
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Gesture, Ledger
from parvis.ledgers.tables import NameColumn, RowTable, WordsColumn, YesColumn
from parvis.partners import rules
from parvis.partners.actions import count_from_duty, record_contribution, remove
from parvis.partners.enums import COUNTED_IN, ContributionKind, Purpose, Unit
from parvis.partners.ledgers.groups import PARTNERS as GROUP
from parvis.partners.models import Agreement, Contribution
from parvis.ui.calendar import spelled_period
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.tables import NumberColumn

BY_KIND = [
    (
        capfirst(kind.label),
        [(one.value, one.label) for one in Purpose if COUNTED_IN[one][0] == kind],
    )
    for kind in ContributionKind
]


class AgreementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An agreement by its partner, its centre and its dates: a partner may have several."""

    def label_from_instance(self, obj: Any) -> str:
        """Who with whom, and when."""
        period = spelled_period(obj.start, obj.end) if obj.start or obj.end else ""
        return " · ".join(filter(None, [str(obj), period]))


class ContributionTable(RowTable):
    """Who gave what, in what unit, promised and given."""

    purpose = NameColumn(verbose_name=_("Contribution"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    partner = django_tables2.Column(
        accessor="agreement__partner",
        verbose_name=_("Partner"),
        order_by=("agreement__partner__sort_key",),
    )
    centre = django_tables2.Column(
        accessor="agreement__centre",
        verbose_name=_("Centre"),
        order_by=("agreement__centre__sort_key",),
    )
    year = django_tables2.Column(verbose_name=_("Year"))
    unit = django_tables2.Column(verbose_name=_("Unit"))
    promised = NumberColumn(verbose_name=_("Promised"))
    given = NumberColumn(verbose_name=_("Given"))
    from_duty = YesColumn(verbose_name=_("Counted from duty"), orderable=False)
    about = WordsColumn(verbose_name=_("What it is"), orderable=False)


class ContributionFilters(FilterSet):
    """By year, partner, centre and kind."""

    year = django_filters.NumberFilter(label=_("Year"))
    partner = WordsFilter(["agreement__partner__name"], label=_("Partner"))
    centre = WordsFilter(["agreement__centre__name"], label=_("Centre"))
    kind = django_filters.ChoiceFilter(choices=ContributionKind.choices, label=_("Kind"))


class ContributionForm(RowForm):
    """One line under an agreement."""

    thing = Thing.AGREEMENT
    fixed = ("agreement",)

    agreement = AgreementChoice(
        Agreement.objects.select_related("partner", "centre"), label=_("Agreement")
    )
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    purpose = forms.ChoiceField(
        choices=BY_KIND,
        label=_("Contribution"),
        help_text=_("What it is for makes its kind."),
    )
    unit = forms.ChoiceField(
        choices=[("", _("that of the contribution")), *Unit.choices],
        label=_("Counted in"),
        required=False,
        help_text=_(
            "Staff and expertise are counted in half-days, money in euros, equipment in items, "
            "premises in square metres."
        ),
    )
    promised = forms.DecimalField(
        label=_("Promised"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    given = forms.DecimalField(
        label=_("Given"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Empty is “not said”, which is not 0."),
    )
    about = WordsField(label=_("What it is"), required=False)
    pole = forms.ModelChoiceField(
        Pole.objects.select_related("centre"), label=_("Pole"), required=False
    )
    space = forms.ModelChoiceField(
        Space.objects.select_related("site__centre"), label=_("Space lent"), required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.row is not None and self.row.from_duty:
            given = self.fields["given"]
            given.disabled = True
            given.help_text = _("Counted from the duty sessions held: nothing to type.")

    def offered(self, name: str, rows: Any) -> Any:
        """The poles and spaces of the agreement's own centre, once it is known."""
        rows = super().offered(name, rows)
        if self.row is not None and name in ("pole", "space"):
            way = "centre" if name == "pole" else "site__centre"
            rows = rows.filter(**{way: self.row.agreement.centre_id})
        return rows

    def clean(self) -> dict[str, Any]:
        """A unit that goes with the purpose, its own when none is chosen, and something said."""
        cleaned = super().clean()
        _kind, units = COUNTED_IN.get(cleaned.get("purpose") or "", ("", ()))
        if units and not cleaned.get("unit"):
            cleaned["unit"] = units[0]
        if units and cleaned["unit"] not in units:
            names = ", ".join(str(Unit(one).label) for one in units)
            self.add_error("unit", gettext("This contribution is counted in: %s.") % names)
        amounts = ("promised", "given")
        if not any(name in self.errors or cleaned.get(name) is not None for name in amounts):
            self.add_error("given", gettext("Say what was promised, what was given, or both."))
        return cleaned

    def clashes(self) -> list[str]:
        """A year in which the agreement is not in force."""
        typed = self.values("agreement", "year")
        return rules.clashes_of_contribution(typed["agreement"], typed["year"])

    def keep(self, *, seen: str, by: Actor) -> Kept[Contribution]:
        """Record it; a year that was wrong moves."""
        typed = self.values()
        lines = typed["agreement"].contributions.filter(year=typed["year"])
        stays = self.row is not None and self.row.year == typed["year"]
        code = self.row.code if stays else free_code(lines, typed["purpose"])
        return record_contribution(**typed, code=code, was=self.row, seen=seen, by=by)


def _count(row: Any, by: Actor) -> object:
    return count_from_duty(line=row, by=by)


CONTRIBUTIONS = Ledger(
    room="partners",
    code="contributions",
    group=GROUP,
    title=_("Contributions"),
    add_title=_("Add a contribution"),
    help_line=_(
        "What each partner promised for a year and what it gave: staff, money, expertise, means. "
        "The balance sheet of the year is made of these lines."
    ),
    example=_("Counselling, 50 half-days promised and 46 given in the year"),
    icon="sigma",
    thing=Thing.AGREEMENT,
    rows=lambda: Contribution.objects.select_related(
        "agreement__partner", "agreement__centre"
    ).order_by("-year", "agreement__partner__sort_key", "kind", "purpose", "pk"),
    table=ContributionTable,
    filters=ContributionFilters,
    form=ContributionForm,
    remove=remove,
    gestures=(Gesture("count", _("Count from the duty sessions held"), _count),),
    order=42,
)
