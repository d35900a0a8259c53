"""What is typed to lend a screen, or to draw up the hours of a week."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.forms import SaidForm
from parvis.centres.models import Centre, Site
from parvis.centres.models.opening import validate_openings
from parvis.centres.queries import Opening, centres_to_share
from parvis.ui.forms import DateInput, Form

_SPAN = re.compile(r"^(\d{1,2})(?:[:h.](\d{2})?)?\s*[-–—]\s*(\d{1,2})(?:[:h.](\d{2})?)?$")


def spans(text: str) -> list[list[str]]:
    """«9-12:30, 13h30–17h» as [["09:00", "12:30"], ["13:30", "17:00"]].

    Raises ValidationError with what it could not read; nothing at all is no opening.
    """
    found = []
    for part in re.split(r"[,;\n]+", text):
        if not (said := part.strip()):
            continue
        read = _SPAN.match(said)
        if read is None:
            raise forms.ValidationError(
                gettext("“%(part)s” is not an opening: write 9:00–12:30, 13:30–17:00.")
                % {"part": said}
            )
        hours = [int(read[1]), int(read[3])]
        minutes = [int(read[2] or 0), int(read[4] or 0)]
        try:
            times = [
                datetime.time(hour, minute) for hour, minute in zip(hours, minutes, strict=True)
            ]
        except ValueError as wrong:
            raise forms.ValidationError(
                gettext("“%(part)s” is not a time of day.") % {"part": said}
            ) from wrong
        found.append([f"{time:%H:%M}" for time in times])
    return found


def written(openings: Any) -> str:
    """[["09:00", "12:30"]] as one types it."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in openings)


class SpansField(forms.CharField):
    """The openings of one day on one line."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("9:00–12:30, 13:30–17:00. Empty: closed all day."))
        super().__init__(required=False, max_length=120, **more)

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return written(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The spans; raises ValidationError."""
        return spans(super().to_python(value) or "")


LONGEST_SHIFT = datetime.timedelta(hours=12)


class LendForm(SaidForm):
    """In which centre, and until which hour of today in the centre's own time."""

    centre = forms.ModelChoiceField(
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


class WeekForm(Form):
    """The openings of each weekday from a day on: for whoever walks in, and by appointment."""

    since = forms.DateField(
        label=_("From"),
        widget=DateInput,
        help_text=_("The hours before that day stay as they were."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, site: Site, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.site = site
        for weekday in range(1, 8):
            name = capfirst(WEEKDAYS[weekday - 1])
            self.fields[f"open-{weekday}"] = SpansField(label=name, help_text="")
            self.fields[f"appointment-{weekday}"] = SpansField(
                label=gettext("%(day)s, by appointment") % {"day": name}, help_text=""
            )

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each weekday: its walk-in hours and those by appointment."""
        return [(self[f"open-{day}"], self[f"appointment-{day}"]) for day in range(1, 8)]

    def week(self) -> dict[int, Sequence[Opening]]:
        """What was typed, by weekday, Monday is 1."""
        return {
            day: sorted(
                Opening(
                    datetime.time.fromisoformat(opens),
                    datetime.time.fromisoformat(closes),
                    by_appointment,
                )
                for kind, by_appointment in (("open", False), ("appointment", True))
                for opens, closes in self.cleaned_data[f"{kind}-{day}"]
            )
            for day in range(1, 8)
        }

    def clean(self) -> dict[str, Any]:
        """Openings of one day follow one another."""
        cleaned = super().clean() or self.cleaned_data
        for day in range(1, 8):
            if f"open-{day}" in cleaned and f"appointment-{day}" in cleaned:
                spans = sorted([*cleaned[f"open-{day}"], *cleaned[f"appointment-{day}"]])
                try:
                    validate_openings(spans)
                except ValidationError as wrong:
                    self.add_error(f"open-{day}", wrong)
        return cleaned
