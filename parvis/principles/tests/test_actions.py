"""The register watches rows it knows nothing of: here, an account stands for a pole."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from parvis.accounts.actors import command
from parvis.accounts.models import User
from parvis.principles import actions
from parvis.principles.enums import NEXT, AlertState, Principle
from parvis.principles.errors import NothingSaid, NotNow
from parvis.principles.models import LabelAlert
from parvis.principles.queries import alerts, alerts_about
from parvis.principles.tests.factories import LabelAlertFactory

pytestmark = pytest.mark.django_db
BY = command("test")
PRICE = {"en": "Price asked: 5 €.", "fr": "Prix demandé : 5 €."}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def subject():
    return User.objects.create_user("pole@example.org", name="Pole")


def watch(subject, broken):
    return actions.watch(
        subject=subject,
        centre="liege",
        simulated=False,
        about={"fr": "Pôle"},
        broken=broken,
        by=BY,
    )


def test_a_departure_opens_one_alert_that_carries_the_sentence_of_its_rule(subject):
    first, again = watch(subject, {"R02": PRICE}), watch(subject, {"R02": PRICE})

    assert first == again == list(alerts_about(subject))
    assert (first[0].state, first[0].detail, first[0].centre) == ("open", PRICE, "liege")
    assert str(Principle(first[0].principle).label).startswith("Everything is free")


def test_a_departure_that_is_mended_closes_its_alert_and_only_that_one(subject):
    watch(subject, {"R02": PRICE, "R04": {"en": "By appointment only."}})

    stand = watch(subject, {"R04": {"en": "By appointment only."}})

    assert [alert.principle for alert in stand] == ["R04"]
    mended = alerts_about(subject).get(principle="R02")
    assert mended.state == AlertState.MENDED
    assert mended.mended is not None
    assert [alert.principle for alert in alerts()] == ["R04"]


def test_a_mended_departure_that_comes_back_is_a_new_alert(subject):
    watch(subject, {"R02": PRICE})
    watch(subject, {})

    watch(subject, {"R02": PRICE})

    assert alerts_about(subject).count() == 2
    assert alerts(states=[AlertState.OPEN]).count() == 1


def test_an_answered_alert_opens_again_when_the_setting_departs_otherwise(subject):
    (alert,) = watch(subject, {"R02": PRICE})
    actions.answer(alert=alert, answer=" To be dropped before May. ", by=BY)
    assert watch(subject, {"R02": PRICE})[0].state == AlertState.ANSWERED

    (again,) = watch(subject, {"R02": {"en": "Price asked: 9 €."}})

    assert (again.pk, again.state) == (alert.pk, AlertState.OPEN)
    assert again.answer == "To be dropped before May."


def test_an_answer_says_something_and_comes_once(subject):
    (alert,) = watch(subject, {"R02": PRICE})

    with pytest.raises(NothingSaid, match="Write an answer"):
        actions.answer(alert=alert, answer="  ", by=BY)
    actions.answer(alert=alert, answer="No.", by=BY)
    with pytest.raises(NotNow, match="not open any more"):
        actions.answer(alert=alert, answer="No again.", by=BY)


def test_the_life_of_an_alert_names_every_state():
    assert set(NEXT) == set(AlertState.values)
    assert set().union(*NEXT.values()) <= set(AlertState.values)


def test_alerts_are_read_centre_by_centre():
    here = LabelAlertFactory(centre="liege")
    LabelAlertFactory(centre="porto")

    assert list(alerts(centres=["liege"])) == [here]
    assert alerts().count() == 2
    assert str(here) == "R04 · liege · open"


@pytest.mark.parametrize(
    "said", [{"principle": "R99"}, {"state": "mended"}, {"state": "answered", "answer": "x"}]
)
def test_the_database_refuses_an_alert_that_makes_no_sense(said):
    with pytest.raises(IntegrityError), transaction.atomic():
        LabelAlertFactory(**said)


def test_one_row_has_one_standing_alert_for_one_principle():
    LabelAlertFactory(row="7")

    with pytest.raises(IntegrityError), transaction.atomic():
        LabelAlert.objects.create(
            principle="R04", what="centres_pole", row="7", centre="x", raised="2026-01-01T00:00Z"
        )
