import threading

import pytest
from django.db import connection

from parvis.accounts.actors import command
from parvis.journal.models import Line
from parvis.journal.queries import head, settled_head
from parvis.kernel.history import signed
from parvis.partners.models import Partner
from parvis.sources.models import Source


def a_source(code="report"):
    return Source.objects.create(
        collection="x", code=code, title="Report", kind="report", language="fr"
    )


@pytest.mark.django_db
def test_head_is_the_last_line_and_nothing_before_the_first():
    assert head() == 0
    a_source("a")
    assert head() == Line.objects.latest("pk").pk


@pytest.mark.django_db
def test_head_looks_once_and_moves_when_a_link_moves(django_assert_num_queries):
    partner = Partner.objects.create(code="p", name="Partner")
    source = a_source()
    before = head()
    partner.sources.add(source)
    between = head()
    partner.sources.remove(source)

    assert before < between
    with django_assert_num_queries(1):
        assert between < head()


@pytest.mark.django_db
def test_a_link_is_kept_with_both_its_ends_and_who_made_it():
    partner = Partner.objects.create(code="p", name="Partner")
    source = a_source()
    with signed(command("cite"), "the report says so"):
        partner.sources.add(source)
        partner.sources.clear()

    made, undone = Line.objects.filter(what="partners_partner_sources").order_by("pk")

    assert (made.gesture, made.actor, made.reason) == (
        "insert",
        "command:cite",
        "the report says so",
    )
    assert (made.after["partner_id"], made.after["source_id"]) == (partner.pk, source.pk)
    assert (undone.gesture, undone.before) == ("delete", made.after)


def test_a_head_is_settled_only_while_nobody_writes(committed_db):
    """One writes a line and waits; another writes a later line and commits first."""
    written, go_on = threading.Event(), threading.Event()

    def slow():
        try:
            with signed(command("slow")):
                a_source("slow")
                written.set()
                assert go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    with signed(command("quick")):
        a_source("quick")
    under_way, meanwhile = head(), settled_head()
    go_on.set()
    thread.join()

    assert under_way == Line.objects.get(actor="command:quick").pk
    assert Line.objects.get(actor="command:slow").pk < under_way
    assert meanwhile is None
