"""The kiosk: two taps to a ticket, in one's own language, and every state it can be in."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from parvis.desk.tests.factories import BY, a_browser, a_site, a_ticket, address
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device
from parvis.visits import actions
from parvis.visits.models import Ticket, Visit

pytestmark = pytest.mark.django_db
KIOSK = DeviceKind.KIOSK


@pytest.fixture
def site():
    return a_site("employment", "training")


@pytest.fixture
def kiosk(site):
    return a_browser(site, KIOSK)[0]


def read(kiosk, site, rest="", status=200):
    answer = kiosk.get(address(site, KIOSK, rest))
    assert answer.status_code == status
    return answer.content.decode()


def taken(kiosk, site, query="", **given):
    pole = site.centre.poles.first()
    sent = {"key": str(uuid.uuid4()), "need": ""} | given
    return kiosk.post(address(site, KIOSK, f"pole/{pole.pk}/{query}"), sent)


def test_the_first_screen_offers_each_pole_with_its_wait(kiosk, site):
    shown = read(kiosk, site)

    assert "Pourquoi venez-vous\u202f?" in shown
    assert "Pôle employment" in shown
    assert "Pôle training" in shown
    assert shown.count("Sans attente") == 2


def test_a_pole_without_words_of_a_language_is_said_in_the_networks(kiosk, site):
    shown = read(kiosk, site, "?lang=ar")

    assert 'lang="ar" dir="rtl"' in shown
    assert "إيجاد عمل" in shown
    assert "Pôle employment" not in shown


def test_the_moving_part_is_the_part_of_the_page(kiosk, site):
    assert read(kiosk, site, "tiles/").strip() in read(kiosk, site)


def test_two_taps_take_a_ticket_and_count_a_visit(kiosk, site):
    answer = taken(kiosk, site, "?lang=en&look=large", need="seat")

    ticket = Ticket.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/ticket/{ticket.address}/?lang=en&look=large")
    assert (ticket.language, ticket.need) == ("en", "seat")
    assert Visit.objects.count() == 1
    shown = kiosk.get(answer["Location"]).content.decode()
    assert f"queue/{ticket.address}/?lang=en" not in shown  # only in the square
    assert "Your number" in shown
    assert 'class="qr' in shown


def test_who_chose_no_language_has_none_on_the_ticket(kiosk, site):
    taken(kiosk, site)

    assert Ticket.objects.get().language == ""


def test_a_double_tap_takes_one_ticket(kiosk, site):
    key = str(uuid.uuid4())

    first, second = taken(kiosk, site, key=key), taken(kiosk, site, key=key)

    assert Ticket.objects.count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize("given", [{"key": "x"}, {"key": ""}, {"need": "because"}])
def test_what_cannot_be_read_takes_nothing_and_is_said(kiosk, site, given):
    answer = taken(kiosk, site, **given)

    assert answer.status_code == 422
    assert "n’a pas pu être pris" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_once_the_day_is_closed_there_are_no_tickets(kiosk, site):
    actions.open_day(site=site, by=BY)
    actions.close_day(site=site, date=timezone.localdate(timezone=site.zone), by=BY)

    assert "plus de ticket aujourd’hui" in read(kiosk, site)
    assert "kiosk-take" not in read(kiosk, site, f"pole/{site.centre.poles.first().pk}/")
    refused = taken(kiosk, site)
    assert refused.status_code == 422
    assert "plus de ticket aujourd’hui" in refused.content.decode()


def test_a_site_without_poles_sends_one_to_the_desk():
    site = a_site()
    kiosk, _device = a_browser(site, KIOSK)

    assert "Adressez-vous à l’accueil." in read(kiosk, site)


def test_a_pole_of_another_centre_does_not_exist(kiosk, site):
    other = a_site("employment").centre.poles.get()

    read(kiosk, site, f"pole/{other.pk}/", status=404)


def test_a_ticket_of_another_centre_or_of_nobody_leads_back(kiosk, site):
    other = a_ticket(a_site("employment"))

    for there in (other.address, "A" * 22, "x"):
        answer = kiosk.get(address(site, KIOSK, f"ticket/{there}/"))
        assert answer.status_code == 302
        assert answer["Location"] == address(site, KIOSK)


def test_somebody_is_asked_to_come(site):
    kiosk, device = a_browser(site, KIOSK)

    answer = kiosk.post(address(site, KIOSK, "help/"))

    assert "asked=1" in answer["Location"]
    assert "Quelqu’un vient vers vous." in kiosk.get(answer["Location"]).content.decode()
    assert Device.objects.get(pk=device.pk).life.help_at is not None


def test_looks_turn_on_and_off_and_are_carried_in_the_address_alone(kiosk, site):
    shown = read(kiosk, site, "?look=large")

    assert 'class="screen look-large"' in shown
    assert "?look=large-contrast" in shown
    assert f'href="{address(site, KIOSK)}"' in shown  # turned off again
    assert 'class="screen"' in read(kiosk, site, "?look=nonsense")


def test_it_asks_the_same_number_of_questions_however_many_poles(django_assert_max_num_queries):
    asked = []
    for needs in (("employment",), ("employment", "training", "change")):
        site = a_site(*needs)
        kiosk, _device = a_browser(site, KIOSK)
        with django_assert_max_num_queries(15) as questions:
            kiosk.get(address(site, KIOSK, "tiles/"))
        asked.append(len(questions))

    assert asked[0] == asked[1]
