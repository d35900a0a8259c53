import datetime
import threading

import psycopg
import pytest
from django.db import DatabaseError, connection

from parvis.accounts.actors import clock, command
from parvis.journal import actions, tasks
from parvis.journal.models import Line, Seal
from parvis.journal.queries import last_seal, verify
from parvis.kernel import database
from parvis.kernel.history import signed
from parvis.sources.models import Source

DAYS = [datetime.date(2026, 1, day) for day in (1, 2, 3)]


def a_source(code):
    with signed(command("test")):
        return Source.objects.create(
            collection="x", code=code, title="t", kind="report", language="fr"
        )


def sealed_days():
    for day in DAYS:
        for number in range(3):
            a_source(f"{day:%d}-{number}")
        actions.seal(day=day, by=clock())


def as_the_owner(name, *statements):
    """What somebody can do who owns the tables and passes by every trigger."""
    found = database.settings_for("owner", name=name)
    with psycopg.connect(
        dbname=found["NAME"],
        user=found["USER"],
        password=found["PASSWORD"],
        host=found["HOST"],
        port=found["PORT"],
        autocommit=True,
    ) as owner:
        for table in ("journal_line", "journal_seal"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            owner.execute(statement)
        for table in ("journal_line", "journal_seal"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.django_db
def test_a_day_is_sealed_once_with_every_line_since_the_last():
    assert last_seal() is None
    sealed_days()

    assert [seal.count for seal in Seal.objects.all()] == [3, 3, 3]
    assert last_seal().last == Line.objects.latest("pk").pk
    assert actions.seal(day=DAYS[-1], by=clock()) is None
    assert actions.seal(day=DAYS[0], by=clock()) is None
    assert verify() == []
    assert verify(latest=1) == []


@pytest.mark.django_db
def test_a_day_without_a_line_is_sealed_too():
    actions.seal(day=DAYS[0], by=clock())
    seal = actions.seal(day=DAYS[1], by=clock())

    assert (seal.count, seal.first, seal.last) == (0, 0, 0)
    assert verify() == []
    assert str(seal).startswith("2026-01-02 ")


@pytest.mark.django_db
def test_a_day_that_is_not_over_is_not_sealed():
    with pytest.raises(DatabaseError, match="not over"):
        actions.seal(day=datetime.date(2999, 1, 1), by=clock())


@pytest.mark.django_db
def test_the_seal_does_not_depend_on_the_sessions_settings():
    sealed_days()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Tokyo'")

    assert verify() == []


@pytest.mark.django_db
def test_the_night_seals_yesterday():
    a_source("a")
    tasks.seal()

    assert Seal.objects.get().count == 1


@pytest.mark.parametrize(
    ("statement", "day", "named"),
    [
        ("UPDATE journal_line SET actor = 'staff:1' WHERE id = {id}", 1, "altered"),
        (
            'UPDATE journal_line SET after = after || \'{{"title": "z"}}\' WHERE id = {id}',
            1,
            "altered",
        ),
        ("UPDATE journal_line SET at = at + interval '1 us' WHERE id = {id}", 1, "altered"),
        ("DELETE FROM journal_line WHERE id = {id}", 1, "gone"),
        ("UPDATE journal_seal SET digest = sha256('x') WHERE day = '2026-01-02'", 1, None),
        ("UPDATE journal_seal SET last = last - 1 WHERE day = '2026-01-02'", 1, "gone"),
    ],
)
def test_what_the_owner_alters_is_found_and_named(committed_db, statement, day, named):
    sealed_days()
    target = Seal.objects.get(day=DAYS[day])
    as_the_owner(committed_db, statement.format(id=target.first + (2 if named == "gone" else 1)))

    broken = verify()

    assert broken[0].seal.day == DAYS[day]
    if named is not None:
        assert getattr(broken[0], named) == (target.first + (2 if named == "gone" else 1),)


def test_a_line_slipped_in_is_found(committed_db):
    sealed_days()
    line = Line.objects.earliest("pk")
    as_the_owner(
        committed_db,
        f"DELETE FROM journal_line WHERE id = {line.pk + 4}",
        "INSERT INTO journal_line (id, actor, what, row, gesture) OVERRIDING SYSTEM VALUE "
        f"VALUES ({line.pk + 4}, 'staff:1', 'x', '1', 'insert')",
    )

    (broken,) = verify()

    assert broken.altered == (line.pk + 4,)


def test_a_seal_taken_away_breaks_the_next(committed_db):
    sealed_days()
    as_the_owner(committed_db, "DELETE FROM journal_seal WHERE day = '2026-01-02'")

    (broken,) = verify()

    assert broken.seal.day == DAYS[2]
    assert len(broken.added) == 3


def test_sealing_waits_for_whoever_is_writing(committed_db):
    """A line with a lower key that is committed later is in the seal too."""
    written, go_on = threading.Event(), threading.Event()

    def slow():
        try:
            with signed(command("slow")):
                a_source("slow")
                written.set()
                assert go_on.wait(20)
        finally:
            connection.close()

    def seal():
        try:
            actions.seal(day=DAYS[0], by=clock())
        finally:
            connection.close()

    writer, sealer = threading.Thread(target=slow), threading.Thread(target=seal)
    writer.start()
    assert written.wait(20)
    a_source("quick")
    sealer.start()
    sealer.join(0.5)
    waited = sealer.is_alive()
    go_on.set()
    writer.join()
    sealer.join()

    assert waited
    assert Seal.objects.get().count == 2
    assert verify() == []


def test_four_who_seal_at_once_make_one_seal(committed_db):
    a_source("a")
    together = threading.Barrier(4)

    def seal():
        together.wait()
        try:
            actions.seal(day=DAYS[0], by=clock())
        finally:
            connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Seal.objects.count() == 1
