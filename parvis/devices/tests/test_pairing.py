"""Pairing: a code good once, for a quarter of an hour, for its own site and kind; help asked."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from parvis.accounts.actors import command, visitor
from parvis.centres.tests.factories import SiteFactory
from parvis.devices import actions, queries
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device, Pairing

pytestmark = pytest.mark.django_db
BY = command("test")


@pytest.fixture
def device():
    return actions.enter(site=SiteFactory(), kind=DeviceKind.KIOSK, name=" Hall  1 ", by=BY).row


def paired(device, code, **given):
    asked = {"site": device.site, "kind": DeviceKind.KIOSK} | given
    return actions.pair(**asked, code=code, by=visitor())


def test_entered_twice_it_is_there_once_and_nobody_holds_its_key(device):
    again = actions.enter(site=device.site, kind=DeviceKind.KIOSK, name="Hall 1", was=device, by=BY)

    assert Device.objects.get() == again.row
    assert device.name == "Hall 1"


def test_it_can_be_given_another_name(device):
    digest = device.digest
    kept = actions.enter(site=device.site, kind="kiosk", name="Door", was=device, by=BY)

    assert (kept.row.pk, kept.row.name, kept.row.digest) == (device.pk, "Door", digest)


def test_a_code_gives_a_key_once(device):
    code = actions.offer(device=device, by=BY)

    issued = paired(device, f" {code[:4]}-{code[4:]} ")

    assert issued is not None
    assert queries.device_of(issued.key) == device
    assert paired(device, code) is None


def test_another_code_makes_the_first_void(device):
    first, second = actions.offer(device=device, by=BY), actions.offer(device=device, by=BY)

    assert first == second or paired(device, first) is None
    assert paired(device, second) is not None


def test_a_code_is_for_its_own_site_and_kind(device):
    code = actions.offer(device=device, by=BY)

    assert paired(device, code, kind=DeviceKind.DISPLAY) is None
    assert paired(device, code, site=SiteFactory()) is None
    assert paired(device, code) is not None


def test_a_code_ends(device):
    code = actions.offer(device=device, by=BY)

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16), tick=False):
        assert paired(device, code) is None


def test_guessing_ends_the_codes_of_the_site(device):
    code = actions.offer(device=device, by=BY)
    wrong = "00000001" if code != "00000001" else "00000002"

    for _guess in range(actions.WRONG_AT_MOST):
        assert paired(device, wrong) is None

    assert paired(device, code) is None
    assert str(Pairing.objects.get().device) in str(Pairing.objects.get())


def test_help_is_asked_since_the_first_time_until_somebody_goes(device):
    actions.ask_help(device=device, by=BY)
    since = queries.asking_help(device.site)[0].life.help_at
    actions.ask_help(device=device, by=BY)

    assert [one.life.help_at for one in queries.asking_help(device.site)] == [since]
    assert queries.topic(device.site) == f"site/{device.site_id}/devices"
    actions.answer_help(device=device, by=BY)
    assert queries.asking_help(device.site) == []
