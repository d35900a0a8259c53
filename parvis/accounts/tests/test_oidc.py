"""The organisation's own sign-in, with a provider that answers from this file."""

from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from parvis.accounts.enums import Means
from parvis.accounts.models import SignIn, User
from parvis.accounts.tests.test_signing import with_application
from parvis.kernel.policies import trusted

pytestmark = pytest.mark.django_db
URL = "https://sign-in.metiers.fr"
LOGIN = "/office/oidc/organisation/login/"


class Answer:
    status_code, headers = 200, {"content-type": "application/json"}

    def __init__(self, said):
        self.said = said

    def json(self):
        return self.said

    def raise_for_status(self):
        """All is well."""


class Session:
    def __init__(self, claims):
        self.claims = claims

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Nothing to close."""

    def get(self, url, **_):
        if "well-known" in url:
            return Answer(
                {
                    "issuer": URL,
                    "authorization_endpoint": f"{URL}/authorize",
                    "token_endpoint": f"{URL}/token",
                    "userinfo_endpoint": f"{URL}/who",
                    "jwks_uri": f"{URL}/keys",
                }
            )
        return Answer(self.claims)

    def request(self, method, url, **_):
        claims = self.claims | {"iss": URL, "aud": "parvis", "exp": 4102444800, "iat": 1}
        token = jwt.encode(claims, "k" * 32, algorithm="HS256")
        return Answer({"access_token": "t", "id_token": token, "token_type": "Bearer"})


@pytest.fixture
def provider(settings, monkeypatch):
    """Configured, and answering with these claims."""

    def says(**claims):
        app = {
            "provider_id": "organisation",
            "name": "Métiers",
            "client_id": "parvis",
            "secret": "s",
            "settings": {"server_url": URL, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        session = Session({"sub": "1", "email_verified": True} | claims)
        monkeypatch.setattr(
            DefaultSocialAccountAdapter, "get_requests_session", lambda self: session
        )

    return says


def through(client):
    """There and back: what the office answers to the provider's word."""
    there = client.get(LOGIN)
    assert there.url.startswith(f"{URL}/authorize?")
    state = parse_qs(urlsplit(there.url).query)["state"][0]
    return client.get(f"{LOGIN}callback/", {"code": "c", "state": state})


def test_it_does_not_exist_until_it_is_configured(client):
    assert client.get(LOGIN).status_code == 404
    assert client.get(f"{LOGIN}callback/").status_code == 404
    assert "oidc" not in client.get("/office/sign-in/").content.decode()


def test_an_invited_address_the_provider_vouches_for_is_let_in(client, person, provider):
    user = person()
    provider(email=user.email.upper())

    assert "Métiers" in client.get("/office/sign-in/").content.decode()
    assert through(client).url == "/office/"
    assert client.get("/office/").status_code == 200
    with trusted():
        assert SignIn.objects.get(user=user).means == Means.PROVIDER


def test_whoever_has_a_second_factor_is_asked_for_it_all_the_same(client, person, provider):
    user = with_application(person("coordinator"))
    provider(email=user.email)

    assert through(client).url == "/office/sign-in/second/"


@pytest.mark.parametrize(
    "claims", [{"email": "stranger@metiers.fr"}, {}, {"email_verified": False}]
)
def test_anybody_else_is_sent_back_and_no_account_is_made(client, person, provider, claims):
    user = person()
    provider(**({"email": user.email} if "email_verified" in claims else {}) | claims)
    before = User.objects.count()
    back = through(client)

    assert back.url == "/office/sign-in/?refused=provider"
    assert "alert" in client.get(back.url).content.decode()
    assert User.objects.count() == before


def test_a_closed_account_stays_closed(client, person, provider):
    provider(email=person(is_active=False).email)

    assert "refused" in through(client).url


def test_a_refusal_there_is_said_here(client, provider):
    provider()

    assert "refused" in client.get(f"{LOGIN}callback/", {"error": "access_denied"}).url
