"""What is typed to sign in, and to settle a contradiction."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from parvis.annualreport.enums import Choice


class SignInForm(AuthenticationForm):
    """Professional e-mail and password; a wrong pair never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("This address and this password do not go together. Try again."),
        "inactive": _("This address and this password do not go together. Try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Professional e-mail")
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Password")


class SettleForm(forms.Form):
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

    use_required_attribute = False  # what is missing is said by us, in the person's language

    def __init__(self, key: str, data: Any = None) -> None:
        # Many of these stand on one page: names and ids begin with what they are about.
        self.key = key
        super().__init__(data, prefix=f"c-{key}")

    def add_error(self, field: str | None, error: Any) -> None:
        """Say it beside the field too, for whoever does not see the page."""
        super().add_error(field, error)
        if field is not None:
            told = {"aria-invalid": "true", "aria-describedby": f"error-{self.key}-{field}"}
            self.fields[field].widget.attrs.update(told)
