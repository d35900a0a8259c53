"""What is typed to sign in, to keep one's account, and to invite."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts import queries
from parvis.accounts.models import User
from parvis.accounts.roles import ROLES, Reach, Role


class SaidForm(forms.Form):
    """A form whose refusals are said by us, beside the field and in the summary."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.help_text and not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs.setdefault("aria-describedby", f"help-{name}")

    def add_error(self, field: str | None, error: Any) -> None:
        """Say it beside the field too, for whoever does not see the page."""
        super().add_error(field, error)
        if field is not None and field in self.fields:
            told = {"aria-invalid": "true", "aria-describedby": f"error-{field}"}
            self.fields[field].widget.attrs.update(told)


class SignInForm(SaidForm):
    """Professional e-mail and password."""

    username = forms.CharField(
        label=_("Professional e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Write your professional e-mail.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


class LostForm(SaidForm):
    """The address whose password is lost."""

    email = forms.EmailField(
        label=_("Professional e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Write your professional e-mail.")},
    )


class CodeForm(SaidForm):
    """A code of the application, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Write the code.")},
    )


class PasswordAgainForm(SaidForm):
    """The password once more, before what is grave."""

    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


class NewPasswordForm(SaidForm):
    """A new password, typed once: it can be shown by the browser, and changed again."""

    new_password = forms.CharField(
        label=_("Choose a password"),
        max_length=256,
        strip=False,
        help_text=_(
            "At least 12 characters; three or four words that only you would join do well."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_new_password(self) -> str:
        """Refused when short or too common."""
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password


class PasskeyForm(SaidForm):
    """A passkey made by the browser, and what its owner calls it."""

    name = forms.CharField(
        label=_("What do you call it?"),
        max_length=60,
        help_text=_("For instance: phone, key on my ring."),
        error_messages={"required": _("Give it a name.")},
    )
    credential = forms.CharField(
        widget=forms.HiddenInput,
        max_length=20_000,
        error_messages={"required": _("The browser made no passkey. Try again.")},
    )


class InviteForm(SaidForm):
    """Who, to which role, where, until when."""

    email = forms.EmailField(
        label=_("Professional e-mail"),
        max_length=254,
        error_messages={
            "required": _("Write a professional e-mail."),
            "invalid": _("Write a whole address, such as name@organisation.org."),
        },
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write a name.")}
    )
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose a role.")},
    )
    place = forms.ChoiceField(
        label=_("Centre or partner"),
        required=False,
        error_messages={"invalid_choice": _("Choose a place in the list.")},
    )
    until = forms.DateField(
        label=_("Until, last day included"),
        required=False,
        help_text=_("The end takes effect by itself. Leave empty if it is not known yet."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a date, such as 31/12/2026.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, inviter: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inviter = inviter
        self.roles = queries.roles_to_give(inviter)
        self.fields["role"].choices = [(role.key, role.title) for role in self.roles]  # type: ignore[attr-defined]
        self.fields["place"].choices = self._places()  # type: ignore[attr-defined]

    def _places(self) -> list[Any]:
        """Every place where one of the roles may be given, by kind."""
        kinds = {Reach.CENTRE: _("Centres"), Reach.PARTNER: _("Partners")}
        groups: list[Any] = [("", _("Choose a place"))]
        for reach, said in kinds.items():
            names: dict[str, str] = {}
            for role in self.roles:
                if role.reach is reach:
                    there = queries.places_for(self.inviter, role)
                    names |= {f"{reach.value}:{place.pk}": str(place) for place in there or ()}
            if names:
                groups.append((said, sorted(names.items(), key=lambda one: one[1].casefold())))
        return groups

    def explained(self) -> list[tuple[Any, Role]]:
        """Each choice of a role with the sentence the person will read."""
        return list(zip(self["role"], self.roles, strict=True))

    def clean(self) -> dict[str, Any]:
        """The place goes with the role; one place alone need not be chosen."""
        said = super().clean() or {}
        if "role" not in said or "place" not in said:
            return said
        role = ROLES[said["role"]]
        said["role"], said["place"] = role, self._place(role, said["place"])
        until = said.get("until")
        if until is not None and until < timezone.localdate():
            self.add_error("until", ValidationError(_("This day is past.")))
        return said

    def _place(self, role: Role, chosen: str) -> int | None:
        if role.reach is Reach.NETWORK:
            return None
        there = queries.places_for(self.inviter, role)
        keys = [place.pk for place in there[:2]] if there is not None else []
        kind, _colon, key = chosen.partition(":")
        if not chosen and len(keys) == 1:
            return int(keys[0])
        if kind != role.reach.value or not queries.may_give(self.inviter, role, int(key)):
            said = {
                Reach.CENTRE: _("This role is held at a centre: choose one of yours."),
                Reach.PARTNER: _("This role is held at a partner: choose one of yours."),
            }
            self.add_error("place", ValidationError(said[role.reach]))
            return None
        return int(key)


class SeeAsForm(SaidForm):
    """Which role to look through, and where it is held."""

    role = forms.ChoiceField(label=_("Role"), choices=[(r.key, r.title) for r in ROLES.values()])
    place = forms.ChoiceField(
        label=_("Centre or partner"),
        required=False,
        help_text=_("For a role held at a place. Nothing to choose for a role across the network."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: list[Any] = [("", _("Across the network"))]
        for reach, said in ((Reach.CENTRE, _("Centres")), (Reach.PARTNER, _("Partners"))):
            there = queries.places(reach).objects.all()
            found = [(f"{reach.value}:{place.pk}", str(place)) for place in there]
            groups.append((said, found))
        self.fields["place"].choices = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The place goes with the role."""
        said = super().clean() or {}
        if "role" in said and "place" in said:
            role = ROLES[said["role"]]
            kind, _colon, key = said["place"].partition(":")
            if (kind or Reach.NETWORK.value) != role.reach.value:
                self.add_error(
                    "place", ValidationError(_("This place does not go with this role."))
                )
            said["role"], said["place"] = role, int(key) if key else None
        return said
