"""Every setting of the program, fed by the environment; `.env-sample` lists the variables."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from parvis.config import env
from parvis.config.doors import CLOSED, OPEN, STAFF
from parvis.kernel import database

HERE = Path(__file__).resolve().parent.parent
VAR = env.folder()

DEBUG = False
SECRET_KEY = env.signing_key()
ALLOWED_HOSTS = env.words("PARVIS_HOSTS", "localhost,127.0.0.1,[::1]")
BASE_URL = env.text("PARVIS_BASE_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "parvis.kernel",
    "parvis.ui",
    "parvis.papers",
    "parvis.accounts",
    "parvis.journal",
    "parvis.mailing",
    "parvis.ledgers",
    "parvis.charter",
    "parvis.principles",
    "parvis.sources",
    "parvis.centres",
    "parvis.agenda",
    "parvis.tallies",
    "parvis.devices",
    "parvis.partners",
    "parvis.network",
    "parvis.governance",
    "parvis.visits",
    "parvis.programme",
    "parvis.counselling",
    "parvis.indicators",
    "parvis.annualreport",
    "parvis.opendata",
    "parvis.desk",
    "parvis.office",
    "parvis.demo",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "wagtail.contrib.simple_translation",
    "parvis.website",  # after Wagtail: who may write pages is asked of our roles, not of its groups
    "taggit",
    "modelcluster",
    "pgtrigger",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "parvis.config.csp.PolicyMiddleware",
    "parvis.accounts.http.CookiesOfStaff",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "parvis.kernel.language.LanguageOfTheAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "parvis.accounts.http.StaffSessions",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "parvis.kernel.doors.ThirdPartyDoors",
]

ROOT_URLCONF = "parvis.config.urls"
WSGI_APPLICATION = "parvis.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]
FORM_RENDERER = "parvis.ui.forms.Renderer"

# The running program signs in as the role that cannot change the schema; migrations run in a
# process of their own with PARVIS_DB_ROLE=owner (docs/adr/0003).
DATABASES = {"default": database.settings_for()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",  # the one that signs in
    "parvis.website.backend.RolesForWagtail",
]
LOGIN_URL = "office:sign-in"
LOGIN_REDIRECT_URL = "office:home"
LOGOUT_REDIRECT_URL = "office:sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # a link to choose another password, in seconds
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

# Second factors and OpenID Connect are allauth's; sign-in, pages, limits and doors are ours
# (docs/adr/0027). Its own limits are off: they keep addresses and let people lock others out.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "parvis.accounts.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Parvis"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: a phone's clock drifts
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
SOCIALACCOUNT_ADAPTER = "parvis.accounts.oidc.Provider"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.openid_connect()}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
USE_THOUSAND_SEPARATOR = False

# Each worker's own memory. Whole pages of the programme have a small one to themselves, so that no
# list that nobody asks for twice drives a report out (docs/adr/0052).
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 64},
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "mp3")

# Cookies exist for staff only: no public page sets one (tests/architecture/test_cookies.py).
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = "/office/"
SESSION_COOKIE_AGE = 10 * 60 * 60  # a shift: the session ends then, whatever was done meanwhile
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_PATH = "/office/"
PARVIS_STAFF_PATHS = ("/desk/",)  # where the same cookies are repeated: a cookie has one path
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

PARVIS_SEALING_KEY = env.secret("PARVIS_SEALING_KEY", VAR / "sealing-key")
PARVIS_PROXIES = env.whole("PARVIS_PROXIES", default=0)
# Where streams are open (docs/adr/0040): on a port beside the pages, which `parvis serve` chooses;
# behind a proxy, which must lead /live/ to that port, on our own address.
PARVIS_LIVE_PORT = env.whole("PARVIS_LIVE_PORT", default=0)
PARVIS_LIVE_URL = env.text("PARVIS_LIVE_URL", "/live/" if PARVIS_PROXIES else "")
PARVIS_SCOPE = "parvis.centres.queries.scope_of"
PARVIS_STAFF_SEES = "parvis.website.rules.may_touch"
PARVIS_DOORS = {"open": OPEN, "staff": STAFF, "closed": CLOSED}

# Whatever sends mail writes a row; the worker gives the rows to the server, if one is named.
EMAIL_BACKEND = "parvis.mailing.backend.Rows"
MAIL_SERVER = env.mail_server("PARVIS_MAIL")
PARVIS_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if MAIL_SERVER else ""
if MAIL_SERVER:
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.starttls, MAIL_SERVER.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("PARVIS_MAIL_FROM", "parvis@localhost")

WAGTAIL_SITE_NAME = "Parvis"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_I18N_ENABLED = True
# Nobody is written to but by a row of `mailing`: no comments, no moderation by Wagtail's mail.
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address one can say on the telephone
WAGTAILIMAGES_IMAGE_MODEL = "website.Picture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]  # SVG can hold a script
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("PARVIS_LOG_LEVEL", "WARNING")},
}
