"""The list of devices in the office: one's own centre's, paired by a code shown once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from parvis.accounts.actors import command
from parvis.accounts.models import User
from parvis.centres.models import Post
from parvis.centres.tests.factories import SiteFactory
from parvis.devices.actions import enter
from parvis.devices.models import Device, Pairing

pytestmark = pytest.mark.django_db
LIST = "/office/devices/screens/"
BY = command("test")


@pytest.fixture
def near():
    return SiteFactory(kind="main", centre__name="Ici")


@pytest.fixture
def far():
    return SiteFactory(kind="main", centre__name="Ailleurs")


@pytest.fixture
def officer(client, near):
    user = User.objects.create_user("officer@example.org", "twelve letters", name="Omar")
    Post.objects.create(user=user, centre=near.centre, role="reception", start="2026-01-01")
    client.force_login(user)
    return user


def entered(site, name="Hall", kind="kiosk"):
    return enter(site=site, kind=kind, name=name, by=BY).row


@pytest.mark.usefixtures("officer")
def test_one_sees_the_devices_of_ones_own_centre(client, near, far):
    entered(near, "Mine")
    theirs = entered(far, "Theirs")

    shown = client.get(LIST).content.decode()

    assert "Mine" in shown
    assert "Theirs" not in shown
    assert client.get(f"/office/devices/{theirs.pk}/pair/").status_code == 404
    assert client.post(f"/office/devices/{theirs.pk}/pair/").status_code == 404
    assert not Pairing.objects.exists()


@pytest.mark.usefixtures("officer")
def test_a_device_is_added_and_its_code_shown_once(client, near):
    sent = {"site": near.pk, "kind": "display", "name": "Wall of the hall", "seen": ""}
    answer = client.post(f"{LIST}new/", sent)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    device = Device.objects.get(name="Wall of the hall")
    page = client.get(f"/office/devices/{device.pk}/pair/")
    assert page.status_code == 200
    assert not Pairing.objects.exists()

    shown = client.post(f"/office/devices/{device.pk}/pair/").content.decode()

    assert re.search(r"<code>\d{4} \d{4}</code>", shown)
    assert f"/display/{near.pk}/" in shown
    assert f"/display/{near.pk}/hall/" in shown
    assert Pairing.objects.get().device == device
    assert not re.search(
        r"<code>", client.get(f"/office/devices/{device.pk}/pair/").content.decode()
    )


def test_who_is_not_signed_in_is_asked_to(near):
    device = entered(near)

    assert Client().get(f"/office/devices/{device.pk}/pair/").status_code == 302


@pytest.mark.usefixtures("officer")
def test_it_asks_the_same_number_of_questions_however_many(
    client, near, django_assert_max_num_queries
):
    asked = []
    for number in range(3):
        entered(near, f"Hall {number}")
        with django_assert_max_num_queries(30) as questions:
            client.get(LIST)
        asked.append(len(questions))

    assert asked[1] == asked[2]
