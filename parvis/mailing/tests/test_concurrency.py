"""Several at once, with real commits."""

import threading

from django.db import connection

from parvis.mailing import delivery
from parvis.mailing.models import Message
from parvis.mailing.tests.factories import a_message


def test_eight_who_hand_over_at_once_give_each_letter_once(committed_db, smtp):
    for number in range(12):
        a_message(to=f"n{number}@mail.localdomain")
    together = threading.Barrier(8)

    def hand_over():
        together.wait()
        try:
            for _round in range(5):
                delivery.hand_over_waiting()
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_over) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    delivery.hand_over_waiting()

    assert sorted(to for to, _raw in smtp.letters) == sorted(
        f"n{number}@mail.localdomain" for number in range(12)
    )
    assert set(Message.objects.values_list("state", flat=True)) == {"handed"}


def test_two_who_write_at_once_never_wait_for_one_another(committed_db):
    """Both promise the same job; the first has not committed when the second has."""
    from django.db import transaction

    done = threading.Event()

    def quick():
        try:
            a_message(to="b@mail.localdomain")
            done.set()
        finally:
            connection.close()

    with transaction.atomic():
        a_message()
        thread = threading.Thread(target=quick)
        thread.start()
        assert done.wait(20)
    thread.join()

    assert Message.objects.count() == 2
