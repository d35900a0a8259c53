"""What is typed to sign in."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
