import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.accounts.actors import clock, command, staff
from parvis.accounts.models import User
from parvis.kernel import jobs
from parvis.mailing import actions
from parvis.mailing.enums import CAN_GO_BACK, NEXT, State
from parvis.mailing.errors import BadMessage, CannotPutBack, NotABounce
from parvis.mailing.models import Message
from parvis.mailing.tests.factories import a_message, set_to

pytestmark = pytest.mark.django_db
BY = command("test")


def test_a_message_is_written_with_the_act_and_goes_back_with_it():
    with pytest.raises(RuntimeError), transaction.atomic():
        a_message()
        raise RuntimeError

    assert not Message.objects.exists()
    assert jobs.standing().waiting == 0


def test_a_message_promises_one_job_however_many_there_are():
    with translation.override("en"):
        first, second = a_message(), a_message()

    assert jobs.standing().waiting == 1
    assert first.message_id != second.message_id
    assert (first.state, first.language) == ("waiting", "en")


def test_without_a_language_in_force_it_is_the_installations():
    with translation.override(None):
        assert a_message().language == "fr"


def test_neither_the_journal_nor_the_job_knows_the_address():
    a_message()

    with connection.cursor() as cursor:  # the journal is beside this room, not below
        cursor.execute("SELECT count(*) FROM journal_line")
        assert cursor.fetchone() == (0,)
    from procrastinate.contrib.django.models import ProcrastinateJob

    (job,) = ProcrastinateJob.objects.all()
    assert job.args == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to", ""),
        ("to", "nobody"),
        ("to", "a@mail.org, b@mail.org"),
        ("to", "Ann <a@mail.org>"),
        ("to", "a@mail.org\nBcc: b@mail.org"),
        ("subject", " "),
        ("subject", "Bonjour\r\nBcc: b@mail.org"),
        ("subject", "Bonjour\u0085"),
        ("subject", "x" * 201),
        ("text", " \n"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_a_sentence(field, value):
    with pytest.raises(BadMessage) as refusal:
        a_message(**{field: value})

    assert str(refusal.value).endswith(".")
    assert not Message.objects.exists()


@given(subject=st.text(min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_subject_becomes_a_second_header(subject):
    from parvis.mailing.delivery import composed

    try:
        with transaction.atomic():
            letter = composed(a_message(subject=subject)).message().as_bytes()
    except (BadMessage, ValueError):
        return
    head = letter.split(b"\n\n", 1)[0]
    names = [line.split(b":")[0] for line in head.split(b"\n") if line[:1].strip()]
    assert len(names) == len(set(names))
    assert b"Bcc" not in names


def test_every_state_says_what_follows():
    assert set(NEXT) == set(State)
    assert set(CAN_GO_BACK) == {"refused", "doubt", "unsent"}


@pytest.mark.parametrize("state", ["refused", "doubt", "unsent"])
def test_put_back_begins_afresh_with_the_same_message_id(state):
    message = set_to(a_message(), state=state, tries=4, reason="x", settled_at=timezone.now())
    user = User.objects.create_user("c@example.org", name="C")

    back = actions.put_back(message=message, by=staff(user))

    assert (back.state, back.tries, back.reason) == ("waiting", 0, "")
    assert back.message_id == message.message_id
    assert back.put_back_by == f"staff:{user.pk}"


def test_put_back_brings_the_hour_forward():
    later = timezone.now() + datetime.timedelta(hours=3)
    message = set_to(a_message(), due_at=later, tries=3)

    assert actions.put_back(message=message, by=BY).due_at <= timezone.now()


@pytest.mark.parametrize("state", ["handing", "handed", "shown", "bounced"])
def test_put_back_is_refused_for_what_left_or_is_leaving(state):
    message = set_to(a_message(), state=state, text="", html="")

    with pytest.raises(CannotPutBack):
        actions.put_back(message=message, by=BY)


def test_put_back_is_refused_once_the_text_is_erased():
    message = set_to(a_message(), state="refused", text="")

    with pytest.raises(CannotPutBack):
        actions.put_back(message=message, by=BY)


def test_a_state_is_never_jumped_to():
    message = set_to(a_message(), state="shown")

    with pytest.raises(ValueError, match="cannot become"):
        actions.refuse(message=message, why="", by=BY)


def test_put_off_before_anything_began_counts_as_a_try_and_keeps_the_first_hour():
    message = a_message()
    actions.put_off(message=message, why="away", by=BY)
    first = Message.objects.get().first_tried_at
    actions.put_off(message=message, why="away", by=BY)

    assert Message.objects.get().tries == 2
    assert Message.objects.get().first_tried_at == first


def test_the_database_keeps_no_text_once_handed_over():
    message = a_message()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state="handed")


def test_words_are_forgotten_after_thirty_days_and_addresses_after_ninety():
    now = timezone.now()
    ages = {"young": 29, "old": 31, "older": 91}
    rows = {
        name: set_to(
            a_message(), state="refused", settled_at=now - datetime.timedelta(days=days), reason="r"
        )
        for name, days in ages.items()
    }
    waits = set_to(a_message(), written_at=now - datetime.timedelta(days=100))

    assert actions.forget(by=clock()) == 3

    for row in (*rows.values(), waits):
        row.refresh_from_db()
    assert [bool(rows[name].text) for name in ages] == [True, False, False]
    assert [(bool(rows[n].to), bool(rows[n].reason)) for n in ages] == [
        (True, True),
        (True, True),
        (False, False),
    ]
    assert waits.text
    assert waits.to


def test_forget_addresses_of_one_purpose_sooner_than_others(db):
    old = timezone.now() - datetime.timedelta(days=2)
    rows = {
        name: set_to(a_message(purpose=purpose), state=state, written_at=written)
        for name, purpose, state, written in (
            ("sent", "reminder", State.HANDED, old),
            ("waits", "reminder", State.WAITING, old),
            ("given", "reminder", State.HANDING, old),
            ("young", "reminder", State.HANDED, timezone.now()),
            ("other", "test", State.HANDED, old),
        )
    }

    before = timezone.now() - datetime.timedelta(days=1)
    assert actions.forget_addresses(purpose="reminder", before=before, by=clock()) == 2

    for row in rows.values():
        row.refresh_from_db()
    assert {name: bool(row.to) for name, row in rows.items()} == {
        "sent": False,
        "waits": False,
        "given": True,
        "young": True,
        "other": True,
    }
    assert rows["waits"].state == State.UNSENT


REPORT = """\
From: MAILER-DAEMON@mx.mail.localdomain
To: parvis@mail.localdomain
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.mail.localdomain

{recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 nobody here

--b
{returned}

--b--
"""
WHOLE = "Content-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: x\n\nhello\n"
HEADERS = "Content-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: x\n"
FINAL = "Final-Recipient: rfc822; ines@mail.localdomain"


def a_report(message, *, action="failed", recipient=FINAL, returned=WHOLE):
    said = returned.format(id=message.message_id)
    return REPORT.format(action=action, recipient=recipient, returned=said).encode()


def handed(message):
    return set_to(message, state="handed", text="", answer="250 ok", settled_at=timezone.now())


@pytest.mark.parametrize("returned", [WHOLE, HEADERS])
def test_a_bounce_is_noted_on_the_message_it_is_about(returned):
    message = handed(a_message())

    found = actions.take_bounce(raw=a_report(message, returned=returned), by=BY)

    assert (found.pk, found.state) == (message.pk, "bounced")
    assert found.reason == "5.1.1 smtp; 550 5.1.1 nobody here"
    assert found.answer == "250 ok"


def test_a_bounce_settles_a_doubt_and_twice_the_same_changes_nothing():
    message = set_to(a_message(), state="doubt")
    actions.take_bounce(raw=a_report(message), by=BY)

    again = actions.take_bounce(raw=a_report(message), by=BY)

    assert (again.state, again.text) == ("bounced", "")


@pytest.mark.parametrize(("action", "reason"), [("delayed", "5.1.1 smtp"), ("relayed", "")])
def test_a_delay_is_noted_and_a_good_report_changes_nothing(action, reason):
    message = handed(a_message())

    found = actions.take_bounce(raw=a_report(message, action=action), by=BY)

    assert found.state == "handed"
    assert found.reason.startswith(reason)


def test_a_bounce_is_believed_once_the_address_was_forgotten():
    message = set_to(handed(a_message()), to="")

    assert actions.take_bounce(raw=a_report(message), by=BY).state == "bounced"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe not mail",
        b"Subject: hello\n\nI am away.",
        REPORT.format(
            action="failed", recipient=FINAL, returned="Content-Type: text/plain\n\nx"
        ).encode(),
        REPORT.format(
            action="failed", recipient=FINAL, returned=WHOLE.format(id="<other@x>")
        ).encode(),
        REPORT.replace("Action: {action}\n", "")
        .format(recipient=FINAL, returned=WHOLE.format(id="<other@x>"))
        .encode(),
        b"Content-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/rfc822\n",
    ],
)
def test_what_is_no_bounce_of_ours_is_refused(raw):
    with pytest.raises(NotABounce):
        actions.take_bounce(raw=raw, by=BY)


def test_a_bounce_about_another_address_is_not_believed():
    message = handed(a_message())
    recipient = "Original-Recipient: rfc822; other@mail.localdomain\n" + FINAL

    with pytest.raises(NotABounce):
        actions.take_bounce(raw=a_report(message, recipient=recipient), by=BY)
    assert Message.objects.get().state == "handed"


@given(raw=st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_bytes_break_the_reader_of_bounces(raw):
    with pytest.raises(NotABounce):
        actions.take_bounce(raw=raw, by=BY)


def test_whatever_sends_by_django_writes_rows(settings):
    settings.EMAIL_BACKEND = "parvis.mailing.backend.Rows"
    letter = mail.EmailMultiAlternatives(
        "Sujet", "Texte", to=["a@mail.localdomain"], cc=["b@x.org"]
    )
    letter.attach_alternative("<p>Texte</p>", "text/html")

    assert letter.send() == 1
    assert sorted(Message.objects.values_list("to", "html", "purpose")) == [
        ("a@mail.localdomain", "<p>Texte</p>", "library"),
        ("b@x.org", "<p>Texte</p>", "library"),
    ]
