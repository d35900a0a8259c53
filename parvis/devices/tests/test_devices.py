import datetime

import pytest
from django.db import IntegrityError, transaction

from parvis.accounts.actors import command, device, link
from parvis.accounts.queries import Holding
from parvis.accounts.roles import ROLES
from parvis.centres.tests.factories import PoleFactory, SiteFactory
from parvis.devices import actions, queries, rules
from parvis.devices.errors import NameTaken, Revoked
from parvis.devices.models import Block, LifeSign

pytestmark = pytest.mark.django_db
BY, DAY = command("test"), datetime.date(2026, 3, 3)


@pytest.fixture
def site(db):
    return SiteFactory()


@pytest.fixture
def issued(site):
    return actions.issue(site=site, kind="kiosk", name=" By the  door ", by=BY)


class Someone:
    def __init__(self, key, place):
        self.holding_now = (Holding(ROLES[key], place),)


def test_a_key_is_shown_once_and_only_its_digest_kept(issued):
    assert issued.device.name == "By the door"
    assert issued.key not in str(issued.device.__dict__)
    assert queries.device_of(issued.key) == issued.device
    assert len(issued.key) >= 40


@pytest.mark.parametrize("wrong", ["", "x", "' or 1=1"])
def test_another_key_is_nobodys(issued, wrong):
    assert queries.device_of(wrong) is None


def test_a_key_taken_back_is_known_and_opens_nothing(issued):
    actions.revoke(device=issued.device, by=BY)
    first = issued.device.revoked_at
    actions.revoke(device=issued.device, by=BY)

    found = queries.device_of(issued.key)
    assert found.is_revoked
    assert issued.device.revoked_at == first


def test_another_key_replaces_the_first(issued):
    actions.revoke(device=issued.device, by=BY)
    again = actions.renew(device=issued.device, by=BY)

    assert queries.device_of(issued.key) is None
    assert not queries.device_of(again.key).is_revoked


def test_two_devices_in_use_have_two_names(issued, site):
    with pytest.raises(NameTaken):
        actions.issue(site=site, kind="desk", name="By the door", by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        issued.device.pk, issued.device.digest = None, "x"
        issued.device.save()


def test_the_name_of_a_device_taken_back_is_free(issued, site):
    actions.revoke(device=issued.device, by=BY)

    assert actions.issue(site=site, kind="desk", name="By the door", by=BY)


def test_a_sign_of_life_is_kept_once_a_minute(issued, time_machine, django_assert_num_queries):
    time_machine.move_to("2026-03-03 10:00:00+00:00", tick=False)
    actions.seen(device=issued.device, by=BY)
    time_machine.shift(30)
    actions.seen(device=issued.device, by=BY)
    assert LifeSign.objects.get().seen_at.minute == 0
    assert LifeSign.objects.get().seen_at.second == 0
    time_machine.shift(40)
    actions.seen(device=issued.device, by=BY)
    assert LifeSign.objects.get().seen_at.minute == 1
    assert LifeSign.objects.get().clock_ahead is None


def test_how_far_its_clock_is_is_kept(issued, time_machine):
    time_machine.move_to("2026-03-03 10:00:00+00:00", tick=False)
    ahead = datetime.datetime(2026, 3, 4, 10, 0, tzinfo=datetime.UTC)
    actions.seen(device=issued.device, device_clock=ahead, by=BY)
    time_machine.shift(70)
    actions.seen(device=issued.device, by=BY)

    assert LifeSign.objects.get().clock_ahead == 24 * 3600


def test_numbers_are_kept_for_a_device_and_forgotten_after_the_day(issued, site):
    pole = PoleFactory(centre=site.centre)
    block = actions.keep_block(
        device=issued.device, day=DAY, pole=pole, letter="C", first=3, last=9, by=BY
    )

    assert queries.blocks_of(issued.device, DAY) == [block]
    assert queries.blocks_at(site, DAY, pole) == [block]
    assert str(block).startswith("C03–C09 · By the door")
    assert actions.forget_blocks(before=DAY, by=BY) == 0
    assert actions.forget_blocks(before=DAY + datetime.timedelta(1), by=BY) == 1
    assert not Block.objects.exists()


def test_a_device_taken_back_is_given_no_numbers(issued, site):
    actions.revoke(device=issued.device, by=BY)

    with pytest.raises(Revoked):
        actions.keep_block(
            device=issued.device,
            day=DAY,
            pole=PoleFactory(centre=site.centre),
            letter="C",
            first=3,
            last=9,
            by=BY,
        )


@pytest.mark.parametrize("role", ["centre:reception", "centre:manager"])
def test_devices_are_kept_in_their_own_centre(issued, site, role):
    own, other = Someone(role, site.centre_id), Someone(role, SiteFactory().centre_id)

    assert rules.may_keep_devices(own)
    assert rules.may_issue_at(own, site)
    assert rules.may_keep_device(own, issued.device)
    assert not rules.may_issue_at(other, site)
    assert not rules.may_keep_device(other, issued.device)


def test_others_keep_none(issued, site):
    counsellor = Someone("partner:counsellor", 1)

    assert not rules.may_keep_devices(counsellor)
    assert not rules.may_keep_device(counsellor, issued.device)


def test_a_device_signs_by_its_number_and_a_link_by_its_purpose(issued):
    assert str(device(issued.device.pk)) == f"device:{issued.device.pk}"
    assert str(link("confirm")) == "link:confirm"


def test_what_a_row_says(issued):
    actions.seen(device=issued.device, by=BY)

    assert str(issued.device).startswith("By the door · ")
    assert str(LifeSign.objects.get()).startswith("By the door")
