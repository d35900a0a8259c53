"""Which database is asked, under which role."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from parvis.kernel import database
from parvis.kernel.embedded import DatabaseUnavailable


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "PARVIS_DB_ROLE", "PARVIS_DB_POOL"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_role_here_is_the_application_s_unless_it_says_owner(address: pytest.MonkeyPatch) -> None:
    assert database.role_here() == "app"
    assert not database.is_owner()
    address.setenv("PARVIS_DB_ROLE", "owner")
    assert database.is_owner()
    address.setenv("PARVIS_DB_ROLE", "root")
    with pytest.raises(DatabaseUnavailable, match="write owner or app"):
        database.role_here()


def test_settings_for_reads_an_address_with_odd_letters(address: pytest.MonkeyPatch) -> None:
    address.setenv(
        "DATABASE_URL", "postgresql://a%40b:p%2Fw%C3%A9@db.example:5433/p?sslmode=require"
    )
    found = database.settings_for()
    assert (found["USER"], found["PASSWORD"]) == ("a@b", "p/wé")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "p")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert not database.is_embedded()
    database.hold()  # nothing to hold


def test_settings_for_reads_a_socket_and_the_owner_s_own_address(
    address: pytest.MonkeyPatch,
) -> None:
    address.setenv("DATABASE_URL", "postgresql:///p?host=/run/pg&user=app&port=5444")
    found = database.settings_for("owner")
    assert (found["HOST"], found["PORT"], found["USER"]) == ("/run/pg", "5444", "app")
    address.setenv("DATABASE_OWNER_URL", "postgres://boss@/p?host=/run/pg")
    assert database.settings_for("owner")["USER"] == "boss"
    assert database.settings_for("app", name="other")["NAME"] == "other"


def test_settings_for_asks_for_a_pool_of_the_size_said(address: pytest.MonkeyPatch) -> None:
    address.setenv("DATABASE_URL", "postgresql://a@b/c")
    assert "pool" not in database.settings_for()["OPTIONS"]
    address.setenv("PARVIS_DB_POOL", "1")
    address.setenv("PARVIS_DB_POOL_SIZE", "3")
    assert database.settings_for()["OPTIONS"]["pool"]["max_size"] == 3


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a@b", "postgresql://a:b@c:port/d"])
def test_settings_for_refuses_what_is_no_address(address: pytest.MonkeyPatch, url: str) -> None:
    address.setenv("DATABASE_URL", url)
    with pytest.raises(DatabaseUnavailable, match="cannot be read"):
        database.settings_for()


def test_connection_says_in_one_sentence_that_nobody_answers(address: pytest.MonkeyPatch) -> None:
    address.setenv("DATABASE_URL", "postgresql://a@/c?host=/nowhere")
    with (
        pytest.raises(DatabaseUnavailable, match="cannot be reached") as refusal,
        database.connection(),
    ):
        pass
    assert "\n" not in str(refusal.value)


def server(version: int = 180006, encoding: str = "UTF8", offered: tuple[str, ...] = ()) -> Any:
    info = SimpleNamespace(server_version=version, parameter_status=lambda _name: encoding)
    rows = SimpleNamespace(fetchall=lambda: [(name, None) for name in offered])
    return cast(Any, SimpleNamespace(info=info, execute=lambda *_words: rows))


def test_check_refuses_a_server_too_old_or_too_poor() -> None:
    database.check(server(150000, offered=database.EXTENSIONS))
    with pytest.raises(DatabaseUnavailable, match=r"is PostgreSQL 14; Parvis needs 15"):
        database.check(server(140011))
    with pytest.raises(DatabaseUnavailable, match="LATIN1"):
        database.check(server(encoding="LATIN1"))
    with pytest.raises(DatabaseUnavailable, match="lacks btree_gist, unaccent"):
        database.check(server(offered=("pg_trgm",)))


def test_grants_quotes_the_role_and_leaves_the_journal_to_be_read() -> None:
    said = " ".join(database.grants('odd"name'))
    assert '"odd""name"' in said
    assert "REVOKE ALL ON public.journal_line" in said
    assert "TRUNCATE" not in said


@pytest.mark.django_db
def test_grants_hold_in_the_database_of_the_tests() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('journal_line', 'SELECT'), "
            "has_table_privilege('journal_line', 'INSERT, UPDATE, DELETE, TRUNCATE'), "
            "has_table_privilege('network_network', 'INSERT'), "
            "has_table_privilege('network_network', 'TRUNCATE'), "
            "has_schema_privilege('public', 'CREATE')"
        )
        assert cursor.fetchone() == (True, False, True, False, False)
