"""A workshop from the desk to the room: counted in, judged, certified; nobody is named."""

from __future__ import annotations

import datetime
import re
import time
import uuid

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from parvis.accounts.actors import command
from parvis.accounts.models import User
from parvis.agenda.models import Entry
from parvis.centres.queries.opening import today
from parvis.desk.queries import thoughts_address
from parvis.devices.actions import issue
from parvis.devices.enums import ADDRESSES, DeviceKind
from parvis.kernel.history import signed
from parvis.programme import actions as programme
from parvis.programme.models import Feedback, Participation, Session
from parvis.programme.queries import address_of
from parvis.visits import actions as visits
from parvis.visits.queries import desks, totals
from tests.journeys.conftest import findings, picture
from tests.journeys.test_away import OPEN, READY, Tablet
from tests.journeys.test_office import _signed_in

BY = command("journey")
HOUR = datetime.timedelta(hours=1)
PHONE, TABLET, OFFICE = (390, 844), (1180, 820), (1440, 1000)
WALL = (1920, 1080)
made_here = []
"""Keys of the sessions of this journey."""
NAME = "Zoé Quirinale-Testimonia"


@pytest.fixture
def site(served, behind):
    """The site whose desk the officer of the demonstration keeps, on an open day."""
    found = desks(User.objects.get(email=served.sign_ins["centre-reception"][0])).first()
    visits.open_day(site=found, by=BY)
    yield found
    with signed(BY):  # what one journey made is over when the next begins: the program is shared
        week = datetime.timedelta(days=7)
        made = Entry.objects.filter(site=found, session__in=made_here)
        made.update(begins=F("begins") - week, ends=F("ends") - week)
    made_here.clear()


def a_session(site, *parties, **more):
    """A workshop begun ten minutes ago; a private key for each party that holds a place."""
    begins = timezone.now() + HOUR
    facts = {
        "kind": "participatory",
        "title": {"fr": "Mon CV en 30 minutes", "en": "My CV in 30 minutes", "ar": "سيرتي الذاتية"},
        "themes": ["employment"],
        "begins": begins,
        "ends": begins + 2 * HOUR,
        "centre": site.centre,
        "site": site,
        "joining": "places",
        "capacity": 12,
        "party_limit": 4,
    }
    session = programme.publish(session=programme.schedule(facts=facts | more, by=BY), by=BY)
    seats = session.seats.get(slot=None)
    keys = [uuid.uuid4() for _size in parties]
    for key, size in zip(keys, parties, strict=True):
        programme.join(seats=seats, key=key, size=size, by=BY)
    begun = timezone.now() - HOUR / 6
    programme.change(session=session, facts={"begins": begun, "ends": begun + 2 * HOUR}, by=BY)
    made_here.append(session.pk)
    return Session.objects.select_related("entry__site__centre").get(pk=session.pk), keys


@pytest.fixture
def person(served, browser):
    """A browser of somebody, at a size; closed at the end, and no script may have stumbled."""
    opened, wrong = [], []

    def made(size=PHONE, **more):
        width, height = size
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield made
    for context in opened:
        context.close()
    assert wrong == []


@pytest.fixture
def screen(served, person, site):
    """A screen of the site that holds its key."""

    def made(kind, size, rest="", lang="fr"):
        issued = issue(site=site, kind=kind, name=f"{kind} {time.monotonic_ns()}", by=BY)
        page = person(size)
        path = ADDRESSES[kind].format(site.pk)
        cookie = {"name": f"parvis-{kind}", "value": issued.key, "path": path}
        page.context.add_cookies([cookie | {"domain": "127.0.0.1"}])
        page.goto(f"{served.url}{path}{rest}?lang={lang}")
        return page

    return made


def sound(page, name):
    picture(page, name)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def places(session):
    return session.seats.get(slot=None)


def door_of(served, session):
    return f"{served.url}/desk/{session.entry.site_id}/session/{session.pk}/"


def test_a_workshop_is_counted_in_and_closed(served, person, site):
    session, _keys = a_session(site, 1, 3, 2)
    signs = [one.sign for one in Participation.objects.filter(seats=places(session))]
    page = person(TABLET)
    _signed_in(page, served, "centre-reception")
    page.goto(f"{served.url}/desk/{site.pk}/")
    before = totals(site, today(site)).visits

    # at the front desk: one touch, one presence and one visit; undone as one
    plus = page.locator(f"#come-{places(session).pk}")
    plus.click()
    expect(page.locator("#sessions .present-done")).to_be_visible()
    assert (places(session).walked_in, totals(site, today(site)).visits) == (1, before + 1)
    sound(page, "sessions-front-desk")
    page.locator("#sessions .present-done button").click()
    expect(page.locator("#sessions .present-done.is-quiet")).to_be_visible()
    assert (places(session).walked_in, totals(site, today(site)).visits) == (0, before)

    # at the door: by sign, by number, fewer than was said, and the wrong one taken back
    page.locator(f"#door-{session.pk}").click()
    expect(page.locator(".call-sign")).to_have_count(3)
    sound(page, "door-tablet")
    page.locator("#sign").fill(f"{signs[0][0].lower()} {signs[0][1:]}")
    page.keyboard.press("Enter")
    expect(page.locator(".call-sign.is-here")).to_have_count(1)
    page.get_by_role("button", name=signs[2]).first.click()
    expect(page.locator(".call-sign.is-here")).to_have_count(2)
    page.locator(".call-sign.is-here", has_text=signs[2]).click()
    expect(page.locator(".call-sign.is-here")).to_have_count(1)
    for _person in range(3):
        page.locator(".plus-many").click()
    expect(page.locator(".minus-one")).to_be_enabled()
    expect(page.locator(".door-counts .is-large dd")).to_have_text(re.compile(r"^\s*4"))
    page.wait_for_timeout(500)
    assert (places(session).came, places(session).walked_in) == (1, 3)
    page.set_viewport_size({"width": 390, "height": 844})
    sound(page, "door-phone")

    # heads, by strokes; then it is closed, and nobody is left
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.locator("#say-heads summary").click()
    expect(page.locator("#id_n")).to_have_value("4")  # those who are there as it is opened
    page.locator("#say-heads .strokes button", has_text="+1").first.click()
    page.reload()
    page.locator("#say-heads summary").click()
    expect(page.locator("#id_n")).to_have_value("5")  # what was tallied outlives a reload
    page.locator("#id_method").select_option("tally")
    page.locator("#id_of_young").fill("2")
    sound(page, "door-heads")
    page.locator("#say-heads button[type=submit]").click()
    expect(page.locator(".toast-success")).to_be_visible()
    page.locator("#close summary").click()
    page.locator("#close button").click()
    expect(page).to_have_url(re.compile("/result/$"))
    sound(page, "session-result")
    assert not Participation.objects.filter(seats__session=session).exists()
    assert session.headcounts.get().shares == {"young": 2}


def test_what_is_not_answered_is_asked_again_and_counted_once(served, person, site):
    session, _keys = a_session(site)
    page = person(TABLET)
    _signed_in(page, served, "centre-reception")
    page.goto(door_of(served, session))
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch())  # it arrives, its answer does not
            route.abort()
        else:
            route.continue_()

    page.route("**/act/", lose)
    page.locator(".plus-many").click()
    expect(page.locator("[data-unsent-present]")).to_be_visible()

    expect(page.locator(".present-done, .minus-one:enabled").first).to_be_visible()
    page.wait_for_timeout(1500)
    assert places(session).walked_in == 1


def test_without_scripts_the_door_is_kept_too(served, person, site):
    session, _keys = a_session(site, 1)
    page = person(TABLET, java_script_enabled=False)
    _signed_in(page, served, "centre-reception")
    page.goto(door_of(served, session))

    page.locator(".call-sign").click()
    expect(page.locator(".call-sign.is-here")).to_have_count(1)
    page.locator(".plus-many").click()
    page.locator(".present-done button").click()

    assert (places(session).came, places(session).walked_in) == (1, 0)


def test_three_faces_and_the_room_reads_what_it_thought(served, person, screen, site):
    session, _keys = a_session(site)
    hall = screen(DeviceKind.DISPLAY, WALL, "hall/")
    expect(hall.locator(".hall-scan svg").first).to_be_visible()
    picture(hall, "hall-asking")
    for person_no in range(10):
        programme.feedback(session=session, face=3 if person_no else 2, answer="yes", by=BY)

    phone = person(PHONE, java_script_enabled=False)
    page_of = f"{served.url}/thoughts/{thoughts_address(session)}/"
    phone.goto(page_of)
    phone.locator(".thought-faces .face-3").click()
    phone.locator(".thought-answer").first.click()
    expect(phone.locator(".thought-result")).to_be_visible()
    assert Feedback.objects.filter(session=session, medium="phone").count() == 1
    assert phone.context.cookies() == []

    looked = person(PHONE)
    looked.goto(f"{page_of}?lang=fr")
    sound(looked, "thoughts-faces")
    looked.goto(f"{page_of}?lang=ar&face=2")
    sound(looked, "thoughts-question-ar")
    looked.goto(f"{page_of}?lang=en&result=1")
    sound(looked, "thoughts-result")
    expect(hall.locator(".hall-asked .faces").first).to_be_visible()
    sound(hall, "hall-answered")

    tablet = screen(DeviceKind.KIOSK, TABLET, f"thoughts/{session.pk}/")
    sound(tablet, "thoughts-tablet")
    tablet.locator(".thought-faces .face-1").click()
    sound(tablet, "thoughts-tablet-question")
    tablet.locator(".thought-answer").last.click()
    expect(tablet.locator(".thought-result")).to_be_visible()
    assert Feedback.objects.filter(session=session, medium="tablet", face=1).exists()


@pytest.mark.parametrize("where", ["own link", "door"])
def test_the_name_of_a_certificate_never_leaves_the_browser(served, person, site, where):
    session, (key,) = a_session(site, 1)
    (party,) = Participation.objects.filter(seats=places(session))
    programme.arrive(party=party, by=BY)
    page = person(TABLET if where == "door" else PHONE)
    if where == "door":
        _signed_in(page, served, "centre-reception")
        address = f"{door_of(served, session)}certificate/"
    else:
        address = f"{served.url}/certificate/{address_of(key)}/"
    page.goto(address)
    sent = []
    page.on("request", lambda one: sent.append((one.url, one.post_data or "")))
    page.context.on("page", lambda opened: sent.append((opened.url, "")))

    page.locator("#who").type(NAME)
    expect(page.locator("[data-name]")).to_have_text(NAME)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed")
    refused = page.evaluate(
        "name => fetch('/healthz?' + name).then(() => 'sent', () => 'refused')", NAME
    )
    page.wait_for_timeout(300)

    assert refused == "refused"  # the page's own policy, whatever a script may try
    assert [one for one in sent if NAME.split()[0] in "".join(one)] == []
    stored = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    assert "Quirinale" not in stored
    sound(page, f"certificate-{where.replace(' ', '-')}")
    page.emulate_media(media="print")
    picture(page, f"certificate-printed-{where.replace(' ', '-')}")
    page.emulate_media(media="screen")
    page.reload()
    expect(page.locator("[data-name]")).to_have_text("")


def test_without_scripts_a_certificate_is_filled_in_by_hand(served, person, site):
    session, (key,) = a_session(site, 1)
    (party,) = Participation.objects.filter(seats=places(session))
    programme.arrive(party=party, by=BY)
    page = person(PHONE, java_script_enabled=False)

    page.goto(f"{served.url}/certificate/{address_of(key)}/?lang=ar")

    expect(page.locator("#who")).to_be_hidden()
    expect(page.locator(".certificate-name")).to_be_attached()
    expect(page.locator(".certificate-told").first).to_be_visible()
    picture(page, "certificate-by-hand-ar")


def test_the_wall_and_the_hall_say_what_comes_next(served, screen, site):
    a_session(site)
    called_off, _none = a_session(site, title={"fr": "Découvrir les métiers du soin"})
    programme.cancel(session=called_off, by=BY)
    walls = {lang: screen(DeviceKind.DISPLAY, WALL, lang=lang) for lang in ("fr", "ar")}

    expect(walls["fr"].locator(".wall-next")).to_contain_text("Mon CV en 30 minutes")
    expect(walls["ar"].locator(".wall-next")).to_contain_text("سيرتي الذاتية")
    for lang, wall in walls.items():
        sound(wall, f"wall-next-{lang}")
    hall = screen(DeviceKind.DISPLAY, WALL, "hall/")
    expect(hall.locator(".hall-next .is-off").first).to_be_visible()
    sound(hall, "hall-next")
    upright = screen(DeviceKind.DISPLAY, (1080, 1920), "hall/", lang="ar")
    sound(upright, "hall-upright-ar")


def test_strokes_at_the_stands_of_a_fair(served, person, site):
    fair, _keys = a_session(
        site, kind="fair", joining="open", capacity=None, title={"fr": "Forum des métiers"}
    )
    for number, needs in (("A1", ["training", "employment"]), ("A2", ["creation"])):
        name = f"Stand {number}"
        programme.keep_stand(session=fair, number=number, name=name, needs=needs, by=BY)
    page = person(TABLET)
    _signed_in(page, served, "centre-reception")
    page.goto(f"{door_of(served, fair)}stands/")

    page.locator(".stand-strokes .plus-many").first.click()
    page.locator(".stroke-need").first.click()
    expect(page.locator(".stand-n").first).to_have_text("2")
    expect(page.locator(".stands-all h2 b")).to_have_text("2")
    sound(page, "stands")
    page.goto(door_of(served, fair))
    page.locator(".plus-many", has_text="+10").click()
    expect(page.locator(".present-done")).to_be_visible()
    assert places(fair).walked_in == 10
    sound(page, "door-event")
    page.goto(f"{door_of(served, fair)}result/")
    sound(page, "fair-result")


@pytest.fixture
def tablet(served, site, browser):
    one = Tablet(browser, served, site)
    yield one
    one.close()
    assert one.wrong == []


def test_a_tablet_without_network_counts_presences_and_merges_them_once(tablet, site):
    session, _keys = a_session(site, 2, 1)
    parties = {one.size: one for one in Participation.objects.filter(seats=places(session))}
    before = totals(site, today(site)).visits
    page = tablet.open()
    page.wait_for_function(READY)
    tablet.context.set_offline(True)

    row = page.locator("[data-sessions] li", has_text="Mon CV").first
    row.locator("[data-plus]").click()
    row.locator("[data-plus]").click()
    expect(page.locator("#undo-now")).to_be_visible()
    page.locator("#undo-now").click()  # one of the two
    row.locator("summary").click()
    row.locator(f"#sign-{session.pk}-{parties[2].sign}").click()
    row.locator("[name=sign]").fill(parties[1].sign.lower())
    page.keyboard.press("Enter")
    expect(row.locator("[data-present]")).to_contain_text("4")
    picture(page, "away-sessions")
    assert findings(page) == []
    page.reload()
    page.wait_for_function(OPEN)
    expect(page.locator("[data-sessions] li", has_text="Mon CV").first).to_contain_text("4")
    assert (places(session).walked_in, places(session).came) == (0, 0)

    tablet.context.set_offline(False)
    page.wait_for_function("() => document.documentElement.dataset.waiting === '0'")
    page.wait_for_timeout(500)

    assert (places(session).walked_in, places(session).came) == (1, 3)
    assert totals(site, today(site)).visits == before + 3
    row = page.locator("[data-sessions] li", has_text="Mon CV").first
    expect(row.locator("[data-present]")).to_contain_text("4")
