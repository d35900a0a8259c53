"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Staff who sign in, and the roles they hold across the network; visitors have no account."""

    name = "parvis.accounts"
    label = "accounts"
    verbose_name = _("staff accounts")

    def ready(self) -> None:
        """Every way of signing in leaves a line, a library's too."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 - models exist now

        from parvis.accounts.http import keep_sign_in  # noqa: PLC0415 - the same

        user_logged_in.connect(keep_sign_in, dispatch_uid="parvis.accounts.keep_sign_in")
        from parvis.accounts import http, rules  # noqa: PLC0415 - the same
        from parvis.ui import needs, ways  # noqa: PLC0415 - the same

        ways.offer(
            "office:people",
            label=_("People"),
            group=_("People"),
            icon="users",
            open_to=lambda request: rules.can_see_people(request.user),
            order=90,
        )
        ways.offer(
            "office:account",
            label=_("My account"),
            group=_("People"),
            icon="user-round",
            open_to=lambda request: request.user.is_authenticated,
            order=99,
        )
        needs.offer("accounts", http.needs, order=20)
