"""Against a real mail server: nobody gets two, nothing is lost, what is doubtful is said."""

import datetime
import email
import email.policy

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from parvis.kernel import jobs
from parvis.mailing import actions, delivery
from parvis.mailing.models import Message
from parvis.mailing.tests.factories import a_message, set_to

pytestmark = pytest.mark.django_db


def fate(message):
    message.refresh_from_db()
    return message.state, message.reason


def due_now():
    Message.objects.filter(state="waiting").update(due_at=timezone.now())


def test_a_message_arrives_whole_and_its_proof_is_kept(smtp):
    message = a_message(subject="Réunion à Été", html="<p>Bonjour.</p>")

    assert delivery.hand_over_waiting() == 1

    ((to, raw),) = smtp.letters
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert (to, letter["Subject"]) == ("ines@mail.localdomain", "Réunion à Été")
    assert letter["From"] == "Parvis <parvis@mail.localdomain>"
    assert letter["Message-ID"] == message.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    first, second = letter.iter_parts()
    assert first.get_content_type() == "text/plain"
    assert first.get_content().split() == ["Bonjour.", "À", "bientôt."]
    assert second.get_content_type() == "text/html"
    message.refresh_from_db()
    assert (message.state, message.answer) == ("handed", "250 2.0.0 queued as 1")
    assert (message.text, message.html, message.tries) == ("", "", 1)
    assert message.settled_at is not None


def test_one_connection_serves_many(smtp):
    for number in range(5):
        a_message(to=f"n{number}@mail.localdomain")

    assert delivery.hand_over_waiting() == 5
    assert (len(smtp.letters), smtp.connections) == (5, 1)


def test_greylisting_is_waited_out_with_the_same_message_id(smtp):
    smtp.says = lambda step, to, times: (
        "451 4.7.1 come back later" if (step, times) in [("rcpt", 1), ("data", 1)] else None
    )
    message = a_message()
    delivery.hand_over_waiting()
    assert fate(message) == ("waiting", "451 4.7.1 come back later")
    assert message.due_at > timezone.now()
    assert delivery.hand_over_waiting() == 0

    due_now()
    delivery.hand_over_waiting()
    assert fate(message) == ("waiting", "451 4.7.1 come back later")
    due_now()
    delivery.hand_over_waiting()

    assert fate(message) == ("handed", "")
    ((_to, raw),) = smtp.letters
    assert message.message_id.encode() in raw


def test_waiting_grows_and_ends_after_three_days(smtp):
    smtp.says = lambda step, to, times: "450 4.2.0 no" if step == "rcpt" else None
    message = a_message()
    waits = []
    for _try in range(9):
        due_now()
        delivery.hand_over_waiting()
        message.refresh_from_db()
        waits.append(round((message.due_at - timezone.now()).total_seconds() / 60))
    assert waits == [1, 5, 15, 60, 180, 360, 720, 720, 720]

    set_to(message, first_tried_at=timezone.now() - datetime.timedelta(hours=73))
    due_now()
    delivery.hand_over_waiting()

    assert fate(message) == ("refused", "450 4.2.0 no")


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_refusal_is_final_and_the_next_message_goes_out(smtp, step):
    smtp.says = lambda asked, to, times: (
        "550 5.1.1 nobody here"
        if asked == step and times == 1 and ("gone" in to or step == "mail")
        else None
    )
    refused = a_message(to="gone@mail.localdomain")
    other = a_message(to="here@mail.localdomain")

    delivery.hand_over_waiting()

    assert fate(refused) == ("refused", "550 5.1.1 nobody here")
    assert fate(other)[0] == "handed"
    assert [to for to, _raw in smtp.letters] == ["here@mail.localdomain"]


def test_a_connection_lost_after_the_words_leaves_a_doubt_and_no_second_letter(smtp):
    smtp.says = lambda step, to, times: "drop" if step == "data" and "lost" in to else None
    lost = a_message(to="lost@mail.localdomain")
    other = a_message(to="here@mail.localdomain")
    for _time in range(3):
        due_now()
        delivery.hand_over_waiting()

    assert fate(lost) == ("doubt", delivery.LOST)
    assert fate(other)[0] == "handed"
    assert [to for to, _raw in smtp.letters] == ["lost@mail.localdomain", "here@mail.localdomain"]


def test_a_server_that_is_away_is_asked_once_a_round(settings, smtp):
    settings.EMAIL_PORT = 1
    first, second = a_message(), a_message(to="b@mail.localdomain")

    assert delivery.hand_over_waiting() == 1
    assert fate(first)[0] == "waiting"
    assert "refused" in first.reason
    assert fate(second) == ("waiting", "")


def test_a_server_that_takes_leave_between_two_is_asked_again(smtp):
    smtp.says = lambda step, to, times: "421 enough" if (step, times) == ("mail", 2) else None
    for number in range(3):
        a_message(to=f"n{number}@mail.localdomain")

    assert delivery.hand_over_waiting() == 3
    assert len(smtp.letters) == 3


def test_a_server_that_takes_nothing_is_left_alone(smtp):
    smtp.says = lambda step, to, times: "421 4.3.2 shutting down" if step == "mail" else None
    message = a_message()

    delivery.hand_over_waiting()

    assert fate(message) == ("waiting", "421 4.3.2 shutting down")


def test_without_a_server_it_says_so(settings):
    settings.PARVIS_MAIL_BACKEND = ""
    message = a_message()

    delivery.hand_over_waiting()

    assert fate(message) == ("unsent", delivery.NO_SERVER)
    assert message.text


def test_an_example_address_is_shown_and_never_given_to_a_server(smtp):
    message = a_message(to="manager@example.org")

    delivery.hand_over_waiting()

    assert fate(message)[0] == "shown"
    assert smtp.letters == []


def test_another_backend_of_djangos_takes_it_too(settings):
    settings.PARVIS_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    message = a_message()

    delivery.hand_over_waiting()

    assert fate(message)[0] == "handed"
    assert [letter.to for letter in mail.outbox] == [["ines@mail.localdomain"]]


def test_a_backend_that_breaks_leaves_a_doubt(settings):
    settings.PARVIS_MAIL_BACKEND = f"{__name__}.Breaks"
    message = a_message()

    delivery.hand_over_waiting()

    assert fate(message) == ("doubt", delivery.LOST)
    assert message.answer == "it broke"


class Breaks(mail.backends.base.BaseEmailBackend):
    def send_messages(self, email_messages):
        raise RuntimeError("it broke")


def test_what_a_killed_worker_left_in_hand_is_in_doubt(smtp):
    left = set_to(a_message(), state="handing")

    delivery.hand_over_waiting()

    assert fate(left) == ("doubt", delivery.KILLED)
    assert smtp.letters == []


def test_a_message_somebody_else_took_is_left_alone(smtp, monkeypatch):
    message = a_message()
    seen = iter([message, None])
    monkeypatch.setattr(delivery.queries, "next_due", lambda now: next(seen))
    set_to(Message.objects.get(), state="unsent")

    delivery.hand_over_waiting()

    assert smtp.letters == []


def test_a_job_ends_in_time_and_promises_the_rest(smtp):
    a_message()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")

    assert delivery.hand_over_waiting(seconds=-1) == 0
    assert jobs.standing().waiting == 1


def test_the_tasks_are_doors_of_the_clock(smtp):
    from parvis.mailing import tasks

    message = a_message()
    tasks.hand_over()
    tasks.forget()

    assert fate(message)[0] == "handed"
    assert actions.HAND_OVER == "mailing.hand-over"
