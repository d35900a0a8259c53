"""How every form of Parvis is drawn: Django's own renderer, with our templates.

`{{ form }}` writes the summary of errors, which takes the focus, then the fields; a page that
lays its fields out by hand writes `{{ form.name.as_field_group }}` and gets the same field.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Our form and field in place of Django's; widgets stay Django's, for Wagtail uses them too."""

    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/field.html"


class Form(forms.Form):
    """A form whose refusals are said by us: the browser's bubbles speak another language."""

    use_required_attribute = False


class DateInput(forms.DateInput):
    """The browser's own calendar, which writes the day as the reader's country does."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")  # the only form a date field of HTML takes


class TimeInput(forms.TimeInput):
    """The browser's own clock, in hours and minutes."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
