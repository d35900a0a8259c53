"""Nothing of ours calls outside by itself: no update check, no avatars, no mail but our own."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.template import Context, Template
from wagtail.users.utils import get_gravatar_url

from parvis.accounts.models import User


def test_wagtail_asks_nobody_for_news():
    from wagtail.admin.templatetags import wagtailadmin_tags  # noqa: F401 - loads what it shows

    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False


def test_wagtail_fetches_no_avatar_from_elsewhere():
    person = User(email="someone@mail.org", name="S", password=make_password(None))

    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert get_gravatar_url(person.email) is None
    shown = Template("{% load wagtailadmin_tags %}{% avatar_url user %}").render(
        Context({"user": person})
    )
    assert shown.startswith("/static/")


def test_mail_of_libraries_becomes_rows(request):
    from importlib import import_module

    # The test runner puts a backend of its own over ours in the settings object.
    assert import_module("parvis.config.settings").EMAIL_BACKEND == "parvis.mailing.backend.Rows"
