"""Three faces and one question: on a phone, on a tablet; the result is shown to the room."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from parvis.desk import queries
from parvis.desk.sentences import said
from parvis.desk.tests.factories import BY, a_browser, a_session, a_site, address
from parvis.devices.enums import DeviceKind
from parvis.journal.models import Receipt
from parvis.programme import actions as programme
from parvis.programme.models import Feedback

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 3, 11, tzinfo=datetime.UTC)
OURS = {"sec-fetch-site": "same-origin"}
LANGUAGES = ["fr", "en", "ar"]


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def site():
    return a_site("employment")


@pytest.fixture
def session(site, noon):
    session = a_session(site)
    noon.move_to(NOON + datetime.timedelta(minutes=90), tick=False)
    return session


@pytest.fixture
def phone():
    return Client(headers=OURS)


def page(session):
    return reverse("desk:thoughts", kwargs={"address": queries.thoughts_address(session)})


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def thought(client, path, face=3, answer="yes", key=None, **headers):
    sent = {"key": str(key or uuid.uuid4()), "face": str(face), "answer": answer}
    return client.post(path, sent, **headers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_touches_in_each_language(phone, session, language):
    path = f"{page(session)}?lang={language}"
    first = read(phone.get(path))
    assert said("thoughts", language) in first
    assert f"lang={language}&amp;face=3" in first

    second = read(phone.get(f"{path}&face=3"))
    assert said("question-useful", language) in second
    answer = thought(phone, path)

    assert answer["Location"].endswith(f"?lang={language}&done=1")
    thanks = phone.get(answer["Location"])
    assert said("thanks", language) in read(thanks)
    row = Feedback.objects.get()
    assert (row.face, row.answer, row.medium) == (3, "yes", "phone")
    assert not thanks.cookies
    assert thanks["Referrer-Policy"] == "same-origin"


def test_the_first_touch_keeps_nothing(phone, session):
    phone.get(f"{page(session)}?face=1")

    assert not Feedback.objects.exists()
    assert not Receipt.objects.exists()


def test_sent_twice_it_is_kept_once_and_the_receipt_says_nothing(phone, session):
    key = uuid.uuid4()
    for _time in range(2):
        thought(phone, page(session), key=key)

    assert Feedback.objects.count() == 1
    receipt = Receipt.objects.get()
    assert (receipt.digest, receipt.row, receipt.answer) == ("", None, {"state": "kept"})


def test_the_question_may_be_left_out(phone, session):
    thought(phone, page(session), face=1, answer="")

    assert Feedback.objects.get().answer == ""


def test_the_result_is_hidden_until_eleven_have_answered(phone, session):
    for _person in range(10):
        thought(phone, page(session))
    hidden = read(phone.get(f"{page(session)}?done=1"))
    assert said("thoughts-hidden", "fr").format(11) in hidden
    assert "thought-result" not in hidden

    thought(phone, page(session), face=1, answer="no")

    shown = read(phone.get(f"{page(session)}?result=1"))
    assert said("thoughts-n", "fr").format(11) in shown
    assert "<b>10</b>" in shown


@pytest.mark.parametrize("wrong", ["1-abc", "x", "-", "999999999999999999999-aaaaaaaaaaaaaaaa"])
def test_a_link_we_never_gave_leads_nowhere_and_says_so(phone, session, wrong):
    path = reverse("desk:thoughts", kwargs={"address": wrong})

    assert said("link-unknown", "fr") in read(phone.get(path), 404)
    assert thought(phone, path).status_code == 404


def test_the_link_of_one_session_opens_no_other(phone, session, site):
    other = a_session(site)
    mine = queries.thoughts_address(session)
    forged = f"{other.pk}-{mine.partition('-')[2]}"

    assert phone.get(reverse("desk:thoughts", kwargs={"address": forged})).status_code == 404
    assert queries.session_of(mine) == session


def test_before_it_begins_nothing_is_asked_or_kept(phone, site):
    session = a_session(site)

    assert said("thoughts-early", "fr") in read(phone.get(page(session)))
    refused = read(thought(phone, page(session)), 422)
    assert said("thoughts-closed", "fr") in refused
    assert not Feedback.objects.exists()


def test_what_was_called_off_is_not_judged(phone, session):
    programme.cancel(session=session, by=BY)

    assert phone.get(page(session)).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [{"face": "9"}, {"face": ""}, {"face": "<script>"}, {"face": "3", "key": "x"}],
    ids=range(4),
)
def test_what_no_page_of_ours_sends_is_not_there(phone, session, sent):
    assert phone.post(page(session), {"key": str(uuid.uuid4())} | sent).status_code == 404
    assert not Feedback.objects.exists()


def test_an_answer_that_is_none_is_refused(phone, session):
    read(thought(phone, page(session), answer="<b>"), 422)

    assert not Feedback.objects.exists()


def test_what_another_page_sends_is_refused(session):
    stranger = Client(headers={"sec-fetch-site": "cross-site"})

    assert thought(stranger, page(session)).status_code == 403
    assert not Feedback.objects.exists()


# -- on a tablet


def at(site, rest=""):
    return address(site, DeviceKind.KIOSK, f"thoughts/{rest}")


def test_a_tablet_asks_about_what_has_begun(site, session):
    tablet, _device = a_browser(site, DeviceKind.KIOSK)

    assert tablet.get(at(site))["Location"].startswith(at(site, f"{session.pk}/"))
    shown = read(tablet.get(at(site, f"{session.pk}/")))
    assert f'data-home="{at(site)}"' in shown
    answer = thought(tablet, at(site, f"{session.pk}/") + "?lang=ar", face=2, answer="partly")

    assert answer["Location"] == at(site, f"{session.pk}/") + "?lang=ar&done=1"
    assert Feedback.objects.get().medium == "tablet"
    assert said("thanks", "ar") in read(tablet.get(answer["Location"]))


def test_a_tablet_lets_choose_among_several(site, session):
    a_session(site, minutes=-10)
    tablet, _device = a_browser(site, DeviceKind.KIOSK)

    shown = read(tablet.get(at(site)))

    assert said("which", "fr") in shown
    assert shown.count("/thoughts/") >= 2


def test_a_tablet_with_nothing_to_ask_says_so(site):
    tablet, _device = a_browser(site, DeviceKind.KIOSK)

    assert said("no-sessions", "fr") in read(tablet.get(at(site)))
    assert tablet.get(at(site, "999/")).status_code == 404


def test_a_tablet_of_another_site_and_one_without_a_key_are_paired(site, session):
    elsewhere = a_site("employment")
    stranger, _device = a_browser(elsewhere, DeviceKind.KIOSK)

    assert 'name="code"' in stranger.get(at(site, f"{session.pk}/")).content.decode()
    other = a_session(elsewhere, minutes=-10)
    mine, _device = a_browser(site, DeviceKind.KIOSK)
    assert mine.get(at(site, f"{other.pk}/")).status_code == 404


def test_too_early_a_tablet_refuses_in_its_language(site):
    session = a_session(site)
    tablet, _device = a_browser(site, DeviceKind.KIOSK)

    refused = thought(tablet, at(site, f"{session.pk}/") + "?lang=en")

    assert said("thoughts-closed", "en") in read(refused, 422)
