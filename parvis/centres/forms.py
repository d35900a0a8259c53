"""What is chosen to lend a screen."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.forms import SaidForm
from parvis.centres.models import Centre
from parvis.centres.queries import centres_to_share

LONGEST_SHIFT = datetime.timedelta(hours=12)


class LendForm(SaidForm):
    """In which centre, and until which hour of today in the centre's own time."""

    centre = forms.ModelChoiceField[Centre](
        label=_("Centre"),
        queryset=Centre.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a centre."), "invalid_choice": _("Choose a centre.")},
    )
    until = forms.TimeField(
        label=_("Until"),
        help_text=_("The end of the shift, in the centre’s own time."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Write an hour."),
            "invalid": _("Write an hour, such as 17:30."),
        },
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres_to_share(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An hour of today that is still to come."""
        said = super().clean() or {}
        if "centre" in said and "until" in said:
            now = timezone.now().astimezone(said["centre"].zone)
            end = datetime.datetime.combine(now.date(), said["until"], tzinfo=now.tzinfo)
            if end <= now:
                self.add_error("until", ValidationError(_("This hour is past: write a later one.")))
            elif end > now + LONGEST_SHIFT:
                self.add_error("until", ValidationError(_("A shift lasts twelve hours at most.")))
            said["until"] = end
        return said


class ShortCodeForm(SaidForm):
    """The six digits given at reception."""

    code = forms.CharField(
        label=_("Short code"),
        max_length=12,
        help_text=_("Six digits, given by reception or by the manager for today."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Type your code.")},
    )
