"""Numbers kept for a tablet before it leaves: enough of them, none more when asked again."""

import datetime
from uuid import uuid4

import pytest

from parvis.devices import actions as devices
from parvis.devices.errors import Revoked
from parvis.devices.models import Block
from parvis.visits import actions
from parvis.visits.actions import blocks as blocks_
from parvis.visits.actions import held
from parvis.visits.errors import NoSignLeft
from parvis.visits.models import Day, Line
from parvis.visits.queries import numbers_of
from parvis.visits.tests.conftest import BY, MORNING

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
TOMORROW = TODAY + datetime.timedelta(days=1)


@pytest.fixture
def provide(tablet, now):
    def made(*days):
        return actions.provide(device=tablet, days=days or (TODAY,), by=BY)

    return made


def test_each_pole_has_its_numbers_on_each_day(provide, pole, other, tablet):
    made = provide(TODAY, TOMORROW)

    assert {(one.day, one.letter, one.first, one.last) for one in made} == {
        (day, letter, 1, 40) for day in (TODAY, TOMORROW) for letter in "BC"
    }


def test_asked_again_it_gets_none_more_until_few_are_left(provide, pole, tablet, merge, wire):
    provide()
    assert provide() == []
    merge([wire(ticket={"pole": pole.pk, "serial": n}) for n in range(1, 26)])
    assert provide() == []  # fifteen left
    merge([wire(ticket={"pole": pole.pk, "serial": 26})])

    (more,) = provide()

    assert (more.first, more.last) == (41, 80)
    assert [(one.last, one.left) for one in numbers_of(tablet, [TODAY])] == [(26, 14), (40, 40)]


def test_two_tablets_have_numbers_of_their_own(provide, pole, site):
    provide()
    second = devices.issue(site=site, kind="desk", name="Second", by=BY).device

    (made,) = actions.provide(device=second, days=[TODAY], by=BY)

    assert (made.first, made.last) == (41, 60)


def test_however_many_tablets_the_counter_has_numbers_to_give(provide, pole, site):
    provide()
    tablets = [
        devices.issue(site=site, kind="desk", name=f"Tablet {n}", by=BY).device for n in range(3)
    ]
    made = [actions.provide(device=one, days=[TODAY], by=BY) for one in tablets]

    assert [len(blocks) for blocks in made] == [1, 0, 0]
    given = [actions.take_ticket(site=site, key=uuid4(), pole=pole, by=BY) for _n in range(40)]
    assert [one.ticket.serial for one in given] == list(range(61, 101))
    with pytest.raises(NoSignLeft):
        actions.take_ticket(site=site, key=uuid4(), pole=pole, by=BY)


def test_two_that_ask_at_the_same_moment_do_not_take_more_together(provide, pole, site, tablet):
    provide()
    second = devices.issue(site=site, kind="desk", name="Second", by=BY).device

    with pytest.raises(NoSignLeft, match="autant de numéros qu’il est permis"):
        actions.reserve(device=second, pole=pole, size=21, by=BY)


def test_the_numbers_of_a_key_taken_back_are_given_again(provide, pole, site, tablet):
    provide()
    actions.take_ticket(site=site, key=uuid4(), pole=pole, by=BY)
    Line.objects.filter(pole=pole).update(last=99)
    devices.revoke(device=tablet, by=BY)

    again = actions.take_ticket(site=site, key=uuid4(), pole=pole, by=BY)

    assert again.ticket.sign.endswith("00")
    assert actions.take_ticket(site=site, key=uuid4(), pole=pole, by=BY).ticket.serial == 101


def test_numbers_kept_in_a_row_are_never_those_another_keeps(provide, pole, site):
    provide()  # 1 to 40
    Line.objects.filter(pole=pole).update(last=95)
    second = devices.issue(site=site, kind="desk", name="Second", by=BY).device

    (made,) = actions.provide(device=second, days=[TODAY], by=BY)

    assert (made.first, made.last) == (141, 160)


def test_a_day_that_is_closed_is_passed_over(provide, pole, site):
    actions.open_day(site=site, date=TODAY, by=BY)
    actions.close_day(site=site, date=TODAY, by=BY)

    assert [one.day for one in provide(TODAY, TOMORROW)] == [TOMORROW]


def test_a_pole_for_which_no_letter_is_left_has_no_numbers(provide, pole, other, monkeypatch):
    real = blocks_.reserve

    def reserve(*, pole, **given):
        if pole == other:
            raise held.NoSignLeft("No letter is left.")
        return real(pole=pole, **given)

    monkeypatch.setattr(blocks_, "reserve", reserve)

    assert [one.pole for one in provide()] == [pole]


def test_a_tablet_whose_key_was_taken_back_gets_none(provide, pole, tablet):
    devices.revoke(device=tablet, by=BY)

    with pytest.raises(Revoked):
        provide()

    assert not Block.objects.exists()
    assert not Day.objects.exists()
