import pytest

from parvis.config import env

NAMES = ("PARVIS_OIDC_URL", "PARVIS_OIDC_CLIENT", "PARVIS_OIDC_SECRET")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in (*NAMES, "PARVIS_OIDC_NAME", "PARVIS_PROXIES"):
        monkeypatch.delenv(name, raising=False)


def test_the_organisation_s_own_sign_in_is_off_until_it_is_configured():
    assert env.openid_connect() == []


def test_half_a_configuration_names_what_is_missing(monkeypatch):
    monkeypatch.setenv("PARVIS_OIDC_URL", "https://sign-in.metiers.fr")

    with pytest.raises(env.BadSetting, match="PARVIS_OIDC_CLIENT is missing"):
        env.openid_connect()


def test_a_whole_configuration_is_one_provider(monkeypatch):
    for name in NAMES:
        monkeypatch.setenv(name, name.lower())
    (provider,) = env.openid_connect()

    assert provider["client_id"] == "parvis_oidc_client"
    assert provider["name"] == "OpenID Connect"
    assert provider["settings"]["server_url"] == "parvis_oidc_url"


def test_a_whole_number_is_read_or_refused(monkeypatch):
    assert env.whole("PARVIS_PROXIES", default=2) == 2
    monkeypatch.setenv("PARVIS_PROXIES", "-1")
    with pytest.raises(env.BadSetting, match="whole number"):
        env.whole("PARVIS_PROXIES", default=0)
