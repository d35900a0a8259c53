"""A worker killed while it gives mail to a server: nobody gets two, nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from parvis.mailing.models import Message
from parvis.mailing.tests.factories import a_message
from parvis.mailing.tests.server import Served
from tests import databases

pytestmark = pytest.mark.drill

WORKER = """
import django
django.setup()
from parvis.mailing import delivery
while delivery.hand_over_waiting(seconds=30):
    pass
"""
LETTERS = 12


def start(database, port):
    return subprocess.Popen(
        [sys.executable, "-c", WORKER],
        env=os.environ
        | {
            "DATABASE_URL": databases.address_of(database, "app"),
            "PARVIS_MAIL": f"smtp://127.0.0.1:{port}",
            "PARVIS_MAIL_FROM": "parvis@mail.localdomain",
        },
    )


def wait_for(truth, patience=60):
    until = time.monotonic() + patience
    while not truth():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("step", ["rcpt", "data", "taken"])
def test_kill_nine_in_the_middle(committed_db, step):
    """Killed before the words, while the server hears them, or after it said yes."""
    for number in range(LETTERS):
        a_message(to=f"n{number}@mail.localdomain")
    server = Served()
    with server as seen:

        def says(asked, to, times):
            # The fifth letter: slow enough to be killed in the middle of it.
            if step != "taken" and asked == step and to.startswith("n4@") and times == 1:
                time.sleep(1.5)
            return

        seen.says = says
        worker = start(committed_db, server.port)
        if step == "taken":
            wait_for(lambda: len(seen.letters) >= 5)
        else:
            wait_for(lambda: (step, "n4@mail.localdomain") in seen.times)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        time.sleep(2)  # the server ends what it was hearing

        again = start(committed_db, server.port)
        assert again.wait(120) == 0

    got = [to for to, _raw in seen.letters]
    doubtful = list(Message.objects.filter(state="doubt").values_list("to", flat=True))
    handed = set(Message.objects.filter(state="handed").values_list("to", flat=True))
    everybody = {f"n{number}@mail.localdomain" for number in range(LETTERS)}
    assert len(got) == len(set(got)), "somebody got two"
    assert len(doubtful) <= 1
    assert handed | set(doubtful) == everybody
    assert handed <= set(got), "a letter said to be handed over was lost"
    if step == "rcpt":
        assert doubtful == []
    if step == "data":
        assert doubtful == ["n4@mail.localdomain"]
