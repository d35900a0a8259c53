"""A site with poles, its devices, and browsers that hold their keys."""

from __future__ import annotations

import datetime
import uuid

from django.test import Client
from django.utils import timezone

from parvis.accounts.actors import command
from parvis.centres.tests.factories import PoleFactory, SiteFactory
from parvis.devices.actions import issue
from parvis.devices.enums import ADDRESSES
from parvis.programme import actions as programme
from parvis.visits import actions

BY = command("test")
NOW = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)


def a_site(*needs: str, **given: object):
    """A site whose hours nobody knows, so that it is open; a pole for each need."""
    site = SiteFactory(**given)
    for need in needs:
        PoleFactory(centre=site.centre, need=need, name={"fr": f"Pôle {need}"})
    return site


def a_browser(site, kind, name=""):
    """A browser that holds the key of a device of that kind, and the device."""
    issued = issue(site=site, kind=kind, name=name or f"{kind} {uuid.uuid4()}"[:50], by=BY)
    browser = Client(headers={"sec-fetch-site": "same-origin"})
    browser.cookies[f"parvis-{kind}"] = issued.key
    return browser, issued.device


def a_ticket(site, pole=None, **given):
    """Somebody takes a ticket at a pole."""
    pole = pole or site.centre.poles.first()
    return actions.take_ticket(site=site, key=uuid.uuid4(), pole=pole, by=BY, **given).ticket


def address(site, kind, rest=""):
    """The address of a device's page."""
    return ADDRESSES[kind].format(site.pk) + rest


def a_session(site, minutes=60, lasts=120, **more):
    """A workshop of twelve places at a site, published, which begins in so many minutes."""
    begins = timezone.now() + datetime.timedelta(minutes=minutes)
    facts = {
        "kind": "participatory",
        "title": {"fr": "Atelier CV", "en": "CV workshop"},
        "begins": begins,
        "ends": begins + datetime.timedelta(minutes=lasts),
        "centre": site.centre,
        "site": site,
        "joining": "places",
        "capacity": 12,
    }
    session = programme.schedule(facts=facts | more, by=BY)
    return programme.publish(session=session, by=BY)


def a_place(session, size=1):
    """A party that holds a place, or waits for one, and its key."""
    key = uuid.uuid4()
    seats = session.seats.get(way="on-site", slot=None)
    return programme.join(seats=seats, key=key, size=size, by=BY).party, key
