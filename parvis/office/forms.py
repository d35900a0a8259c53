"""What is typed to settle a contradiction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.annualreport.enums import Choice
from parvis.ui.forms import Form


class SettleForm(Form):
    """Which value holds, and why; the reason is printed nowhere but kept for good."""

    choice = forms.ChoiceField(
        label=_("What holds"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what holds.")},
    )
    reason = forms.CharField(
        label=_("Why, in a sentence"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, in a sentence.")},
    )

    def __init__(self, key: str, data: Any = None) -> None:
        # Many of these stand on one page: names and ids begin with what they are about.
        self.key = key
        super().__init__(data, prefix=f"c-{key}")
