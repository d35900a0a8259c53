import pytest

from parvis.mailing.tests.server import Served


@pytest.fixture
def smtp(settings):
    """A mail server that the settings name."""
    server = Served()
    settings.PARVIS_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    settings.DEFAULT_FROM_EMAIL = "Parvis <parvis@mail.localdomain>"
    with server as handler:
        yield handler
