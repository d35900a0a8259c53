"""Lists of the office about desks: what a site asks of its visitors, and in which weeks."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.ledgers.groups import OURS
from parvis.centres.models import Site
from parvis.kernel.keeping import Kept
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, keep_ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, YesColumn
from parvis.ui.forms import DateInput
from parvis.ui.tables import NumberColumn
from parvis.visits.actions import ask_in_week, ask_no_more, set_up
from parvis.visits.enums import Band, Moment, Regime
from parvis.visits.models import SiteSettings, SurveyWeek


class SettingsTable(RowTable):
    """Where, of whom, what, when."""

    site = NameColumn(accessor="site__called", order_by="site__code", verbose_name=_("Site"))
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))
    regime = django_tables2.Column(verbose_name=_("Asked"))
    one_in = NumberColumn(verbose_name=_("One in"))
    bands = django_tables2.Column(verbose_name=_("What is asked"), orderable=False)
    moment = django_tables2.Column(verbose_name=_("When"))
    pictures = YesColumn(verbose_name=_("Pictures"))

    def render_bands(self, value: list[str]) -> str:
        """In words, in their order."""
        return ", ".join(str(band.label) for band in Band.of(value))


class SettingsForm(RowForm):
    """What a site asks of a profile; switched off where nobody ticks anything."""

    thing = Thing.CENTRE
    fixed = ("site",)

    site = forms.ModelChoiceField(Site.objects.select_related("centre"), label=_("Site"))
    bands = forms.MultipleChoiceField(
        choices=Band.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What may be asked"),
        help_text=_("Tick only what the report uses. None is ever required of a visitor."),
    )
    regime = forms.ChoiceField(choices=Regime.choices, label=_("Of whom"))
    one_in = forms.IntegerField(
        min_value=1,
        max_value=60,
        initial=1,
        label=_("One in how many"),
        help_text=_("One visitor in so many; in survey weeks, one week in so many."),
    )
    moment = forms.ChoiceField(choices=Moment.choices, initial=Moment.AFTER, label=_("When"))
    pictures = forms.BooleanField(
        required=False,
        label=_("A picture on each ticket"),
        help_text=_("Beside the number, for whoever reads no letters."),
    )

    def keep(self, *, seen: str, by: Actor) -> Kept[SiteSettings]:
        """Set it up."""
        return set_up(**self.values(), seen=seen, by=by)


class WeekTable(RowTable):
    """Which week, where."""

    monday = DateColumn(verbose_name=_("Week of"))
    site = NameColumn(accessor="site__called", order_by="site__code", verbose_name=_("Site"))
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))


class WeekForm(RowForm):
    """A week in which everybody is asked."""

    thing = Thing.CENTRE
    fixed = ("site", "monday")

    site = forms.ModelChoiceField(Site.objects.select_related("centre"), label=_("Site"))
    monday = forms.DateField(
        label=_("Any day of that week"), widget=DateInput, help_text=_("Its Monday is kept.")
    )

    def keep(self, *, seen: str, by: Actor) -> Kept[SurveyWeek]:
        """Plan it."""
        typed: dict[str, Any] = self.values()
        day: datetime.date = typed["monday"]
        return ask_in_week(site=typed["site"], day=day, seen=seen, by=by)


keep_ledger(
    Ledger(
        room="visits",
        code="desks",
        group=OURS,
        title=_("What desks ask"),
        add_title=_("Say what a desk asks"),
        help_line=_(
            "Which bands of a profile your desks may ask for, of whom and when. Where nothing "
            "stands here, nothing is asked of anybody."
        ),
        example=_("Age band and first visit, of one visitor in five, after the record"),
        icon="list-filter",
        thing=Thing.CENTRE,
        rows=lambda: SiteSettings.objects.select_related("site__centre"),
        table=SettingsTable,
        form=SettingsForm,
        order=35,
    )
)
keep_ledger(
    Ledger(
        room="visits",
        code="weeks",
        group=OURS,
        title=_("Survey weeks"),
        add_title=_("Plan a survey week"),
        help_line=_("Weeks in which a desk asks everybody, where its settings say so."),
        example=_("The second week of March, at the main site"),
        icon="calendar",
        thing=Thing.CENTRE,
        rows=lambda: SurveyWeek.objects.select_related("site__centre"),
        table=WeekTable,
        form=WeekForm,
        remove=ask_no_more,
        order=36,
    )
)
