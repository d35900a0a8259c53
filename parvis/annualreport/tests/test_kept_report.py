"""A report is kept in memory until a fact changes, and never a stale one."""

import threading

from django.core.cache import cache
from django.db import connection
from django.test import Client

from parvis.accounts.actors import command
from parvis.annualreport import views
from parvis.annualreport.tests.test_queries import observe
from parvis.journal.queries import head
from parvis.kernel.history import signed
from parvis.network.tests.factories import NetworkFactory
from parvis.sources.tests.factories import SourceFactory


def test_a_report_is_kept_until_a_fact_changes(
    committed_db, django_assert_max_num_queries, monkeypatch
):
    # Transactions are numbered for a whole server: tests beside this one write on it all the time.
    monkeypatch.setattr(views, "settled_head", head)
    client = Client()
    cache.clear()
    with signed(command("test")):
        network = NetworkFactory()
        row = observe(network, "users-received", value=555000)
    first = client.get("/en/reports/2024/").content.decode()
    with django_assert_max_num_queries(8):
        assert client.get("/en/reports/2024/").content.decode() == first
    with signed(command("test")):
        row.value = 444000
        row.save()
    changed = client.get("/en/reports/2024/").content.decode()

    assert "555,000" in first
    assert "444,000" in changed
    assert "555,000" not in changed


def test_a_report_written_while_a_fact_changes_is_not_kept(committed_db):
    """Whoever reads between two writes that commit in the other order keeps nothing."""
    client = Client()
    cache.clear()
    with signed(command("test")):
        network = NetworkFactory()
        row = observe(network, "users-received", value=555000)
    written, go_on = threading.Event(), threading.Event()

    def slow():
        try:
            with signed(command("slow")):
                row.value = 444000
                row.save()
                written.set()
                assert go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    with signed(command("quick")):
        SourceFactory(collection=network.code)
    between = client.get("/en/reports/2024/").content.decode()
    go_on.set()
    thread.join()

    assert "555,000" in between
    assert "444,000" in client.get("/en/reports/2024/").content.decode()
