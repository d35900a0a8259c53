"""A certificate: for somebody who came; its page could send nothing, whatever is typed there."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse

from parvis.desk.sentences import said
from parvis.desk.tests.factories import BY, a_place, a_session, a_site
from parvis.desk.tests.people import at_centre
from parvis.programme import actions as programme
from parvis.programme.queries import address_of

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 3, 11, tzinfo=datetime.UTC)
LANGUAGES = ["fr", "en", "ar"]


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def site():
    return a_site("employment")


def own(key):
    return reverse("desk:certificate", kwargs={"address": address_of(key)})


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def sends_nothing(answer):
    page, policy = answer.content.decode(), answer["Content-Security-Policy"]
    return (
        "<form" not in page
        and not re.search(r"<input[^>]*\sname=", page)
        and "connect-src 'none'" in policy
        and "form-action 'none'" in policy
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_came_has_it_by_their_own_link(client, site, language):
    session = a_session(site)
    party, key = a_place(session)
    early = client.get(own(key), {"lang": language})
    assert said("certificate-not-yet", language) in read(early, 409)
    programme.arrive(party=party, by=BY)

    answer = client.get(own(key), {"lang": language})

    shown = read(answer)
    assert said("certificate", language) in shown
    assert said("by-hand", language) in shown  # without a script
    assert ("CV workshop" if language == "en" else "Atelier CV") in shown
    assert "2\u00a0h" in shown
    assert sends_nothing(answer)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_the_link_ends_with_the_session_and_a_wrong_one_never_was(client, site, noon):
    session = a_session(site)
    party, key = a_place(session)
    programme.arrive(party=party, by=BY)
    noon.move_to(NOON + datetime.timedelta(hours=3), tick=False)
    programme.close_attendance(session=session, by=BY)

    assert said("certificate-gone", "fr") in read(client.get(own(key)), 410)
    wrong = reverse("desk:certificate", kwargs={"address": "nowhere"})
    assert client.get(wrong).status_code == 410


def test_the_door_prints_one_after_another(site):
    officer, session = at_centre(site), a_session(site, lasts=150)
    session.hosts.create(name="École de la 2e chance")
    page = reverse("desk:door-certificate", kwargs={"site": site.pk, "pk": session.pk})

    answer = officer.get(page)

    shown = read(answer)
    assert said("next-person", "fr") in shown
    assert "École de la 2e chance" in shown
    assert "2\u00a0h\u00a030" in shown
    assert sends_nothing(answer)
    elsewhere = reverse("desk:door-certificate", kwargs={"site": site.pk + 1, "pk": session.pk})
    assert officer.get(elsewhere).status_code == 404


def test_short_and_long_ones_say_how_long_if_it_can_be_said(site):
    officer = at_centre(site)
    pages = []
    for lasts in (45, 60 * 30):
        session = a_session(site, lasts=lasts)
        given = {"site": site.pk, "pk": session.pk}
        pages.append(read(officer.get(reverse("desk:door-certificate", kwargs=given))))

    assert "45\u00a0min</bdi>" in pages[0]
    assert "\u00a0h" not in pages[1]
