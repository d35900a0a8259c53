"""Co-building: proposed by a signed link, decided in a meeting; a stand kept by another link."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse

from parvis.accounts.models import User
from parvis.agenda.shapes import Needs
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import SpaceFactory
from parvis.partners.tests.factories import DutyContactFactory
from parvis.programme import actions, queries
from parvis.programme.models import Coordination, Proposal, Session
from parvis.programme.tests.conftest import BY, NOW

pytestmark = pytest.mark.django_db
UTC = datetime.UTC


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def key(contact):
    return queries.propose_key(contact)


@pytest.fixture
def manager(client, site):
    user = User.objects.create_user("manager@example.org", name="Mona", language="en")
    CentrePost.objects.create(user=user, role="manager", start="2026-01-01", centre=site.centre)
    client.force_login(user)
    return client


def link(key, language="en"):
    return f"/{language}/propose/{key}/"


def said(**more):
    return {
        "key": str(uuid.uuid4()),
        "title": "Prepare an interview",
        "kind": "participatory",
        "about": "Two hours.",
        "first": "2026-03-10",
        "begins": "10:00",
        "ends": "12:00",
        "presence": "on-site",
        "capacity": "12",
        "themes": ["employment"],
        "note": "We bring the chairs.",
    } | more


def text(response):
    return response.content.decode()


class TestPropose:
    def test_a_link_opens_without_an_account_and_changes_nothing(self, client, contact, key):
        for _twice in range(2):
            response = client.get(link(key))

        assert response.status_code == 200
        assert not response.cookies
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "no-referrer"
        assert str(contact.partner) in text(response)
        assert not Proposal.objects.exists()

    def test_what_is_proposed_waits_on_the_agenda_of_the_next_meeting(
        self, client, key, site, partner
    ):
        meeting = Coordination.objects.create(
            centre=site.centre, day=datetime.date(2026, 2, 10), simulated=site.centre.simulated
        )

        response = client.post(link(key), said(site=site.pk))

        proposal = Proposal.objects.get()
        assert "Thank you. It is on the agenda of the meeting of 10 February 2026." in text(
            response
        )
        assert (proposal.partner, proposal.coordination) == (partner, meeting)
        assert proposal.session.entry.title == {"en": "Prepare an interview"}
        assert proposal.session.joining == "places"
        assert proposal.session.entry.begins == datetime.datetime(2026, 3, 10, 9, tzinfo=UTC)
        assert "waiting for a decision" in text(response)
        assert 'value="Prepare an interview"' not in text(response)

    def test_sent_twice_it_is_one_and_no_meeting_is_no_trouble(self, client, key):
        typed = said()

        first = client.post(link(key), typed)
        client.post(link(key), typed)

        assert "It waits for the next meeting of the centre." in text(first)
        assert Proposal.objects.count() == 1

    def test_a_page_sent_again_with_something_else_is_refused(self, client, key):
        typed = said()
        client.post(link(key), typed)

        told = client.post(link(key), typed | {"title": "Another"})

        assert told.status_code == 409
        assert "Another proposal was sent from this page: open it again." in text(told)
        assert 'value="Another"' in text(told)

    @pytest.mark.parametrize(
        ("wrong", "status", "why"),
        [
            ({"title": ""}, 422, "This field is required."),
            ({"ends": "09:00"}, 422, "It ends before it begins."),
            ({"first": "2026-01-01"}, 409, "Propose a day to come."),
            ({"title": "<script>"}, 409, "HTML"),
            ({"key": "x"}, 422, "valid UUID"),
            ({"key": str(uuid.uuid1())}, 409, "This key is not one of ours"),
        ],
        ids=["title", "ends", "past", "html", "key", "clock"],
    )
    def test_what_cannot_be_comes_back(self, client, key, wrong, status, why):
        told = client.post(link(key), said(**wrong))

        assert told.status_code == status
        assert why in text(told)
        assert "We bring the chairs." in text(told)
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("forged", ["x", "x:y:z", "%00"])
    def test_a_forged_link_says_what_to_do(self, client, forged):
        response = client.get(link(forged))

        assert response.status_code == 404
        assert "ask it for a new link" in text(response)

    def test_a_link_taken_back_and_one_out_of_date(self, client, contact, key, time_machine):
        time_machine.move_to(NOW + datetime.timedelta(days=181))
        assert client.get(link(key)).status_code == 410
        time_machine.move_to(NOW)
        contact.serial += 1
        contact.save()
        assert client.get(link(key)).status_code == 404
        assert client.post(link(key), said()).status_code == 404

    def test_another_partner_of_the_centre_sees_nothing_of_it(self, client, site, key):
        client.post(link(key), said())
        other = DutyContactFactory(centre=site.centre)

        page = text(client.get(link(queries.propose_key(other))))

        assert "Prepare an interview" not in page


@pytest.fixture
def proposal(client, key, site):
    client.post(link(key), said(site=site.pk))
    client.cookies.clear()
    return Proposal.objects.get()


def decided(proposal, **more):
    return {
        "decision": "accepted",
        "first": "2026-03-10",
        "begins": "10:00",
        "ends": "12:00",
        "site": proposal.session.entry.site_id or "",
        "joining": "places",
        "capacity": "12",
    } | more


class TestDecide:
    def page(self, proposal):
        return reverse("programme:proposal", args=[proposal.pk])

    def test_taken_up_it_is_a_draft_as_the_meeting_wants_it(self, proposal, manager, key, site):
        room = SpaceFactory(site=site)
        assert "We bring the chairs." in text(manager.get(self.page(proposal)))
        assert "waits for a decision" in text(manager.get("/office/"))
        typed = decided(
            proposal, begins="14:00", ends="15:30", spaces=[room.pk], answer_en="With pleasure."
        )

        response = manager.post(self.page(proposal), typed)

        session = Session.objects.get()
        assert response.url == reverse("programme:session", args=[session.pk])
        assert session.state == "scheduled"
        assert session.entry.begins == datetime.datetime(2026, 3, 10, 13, tzinfo=UTC)
        assert session.entry.holds.get().space == room
        became = text(manager.get(link(key)))
        assert "taken up: the centre prepares it" in became
        assert "With pleasure." in became
        assert "Proposed by" in text(manager.get(response.url))

    def test_a_refusal_says_why_and_may_wait_again(self, proposal, manager, key):
        told = manager.post(self.page(proposal), decided(proposal, decision="refused"))
        assert told.status_code == 422
        assert "Say to the partner why." in text(told)

        typed = decided(proposal, decision="refused", answer_en="We have one already.")
        assert manager.post(self.page(proposal), typed).status_code == 302
        assert "We have one already." in text(manager.get(link(key)))
        again = manager.post(self.page(proposal), {"act": "again"}, follow=True)
        assert "It waits for a decision again." in text(again)
        twice = manager.post(self.page(proposal), {"act": "again"}, follow=True)
        assert twice.status_code == 200
        assert Session.objects.get().state == "proposed"

    def test_a_room_that_is_taken_refuses_a_warning_may_be_heeded(
        self, proposal, manager, site, facts
    ):
        room = SpaceFactory(site=site)
        begins = datetime.datetime(2026, 3, 10, 9, tzinfo=UTC)
        times = {"begins": begins, "ends": begins + datetime.timedelta(hours=1)}
        actions.schedule(facts=facts(**times), needs=Needs(spaces=[room]), by=BY)

        told = manager.post(self.page(proposal), decided(proposal, spaces=[room.pk]))
        forced = manager.post(self.page(proposal), decided(proposal, spaces=[room.pk], heeded="on"))
        holiday = decided(proposal, first="2026-04-06")
        warned = manager.post(self.page(proposal), holiday)

        assert "is taken" in text(told)
        assert "Record it all the same" not in text(told)
        assert forced.status_code == 422
        assert "public holiday" in text(warned)
        assert "Record it all the same" in text(warned)
        assert manager.post(self.page(proposal), holiday | {"heeded": "on"}).status_code == 302

    def test_nothing_chosen_and_nonsense(self, proposal, manager):
        told = manager.post(self.page(proposal), decided(proposal, decision=""))
        ends = manager.post(self.page(proposal), decided(proposal, ends="08:00"))

        assert "Choose a decision." in text(told)
        assert "It ends before it begins." in text(ends)

    def test_reception_reads_and_does_not_decide(self, proposal, client, site):
        user = User.objects.create_user("r@example.org", name="Rita", language="en")
        CentrePost.objects.create(
            user=user, role="reception", start="2026-01-01", centre=site.centre
        )
        client.force_login(user)

        assert "the coordination of the centre decides" in text(client.get(self.page(proposal)))
        assert client.post(self.page(proposal), decided(proposal)).status_code == 404

    def test_two_decide_at_once_and_the_second_is_told(self, proposal, manager):
        actions.decide(proposal=proposal, decision="refused", answer={"en": "No."}, by=BY)

        told = manager.post(self.page(proposal), decided(proposal, heeded="on"))

        assert told.status_code == 422
        assert "This proposal was decided already." in text(told)


class TestMeeting:
    def test_its_agenda_what_it_decides_and_its_end(self, key, client, site, full, contact):
        full(12, 1)
        client.post(link(key), said(site=site.pk))
        user = User.objects.create_user("manager@example.org", name="Mona", language="en")
        CentrePost.objects.create(user=user, role="manager", start="2026-01-01", centre=site.centre)
        client.force_login(user)
        typed = {"centre": site.centre.pk, "day": "2026-02-10", "note": "At ten"}
        response = client.post("/office/programme/coordinations/new/", typed)
        meeting = Coordination.objects.get()
        address = reverse("programme:meeting", args=[meeting.pk])
        assert response.url == address

        page = text(client.get(address))
        assert "Prepare an interview" in page
        assert "1 waits" in page
        proposal = Proposal.objects.get()
        later = decided(proposal, decision="later")
        done = client.post(reverse("programme:proposal", args=[proposal.pk]), later)
        assert done.url in (address, reverse("ledgers:programme-proposals-list"))
        held = client.post(address, {"act": "hold"}, follow=True)
        assert "Held. What was not decided goes to the next meeting." in text(held)
        assert "No proposal waits for this meeting." in text(held)
        assert client.post(address, {"act": "x"}).status_code == 404

    def test_what_was_decided_and_what_is_near(self, proposal, manager, site, facts):
        meeting = Coordination.objects.create(
            centre=site.centre, day=datetime.date(2026, 2, 10), simulated=site.centre.simulated
        )
        Proposal.objects.update(coordination=meeting)
        typed = decided(proposal, decision="refused", answer_en="No room.")
        done = manager.post(reverse("programme:proposal", args=[proposal.pk]), typed)
        near = {
            "begins": NOW + datetime.timedelta(days=2),
            "ends": NOW + datetime.timedelta(days=2, hours=1),
        }
        actions.schedule(facts=facts(**near), by=BY)

        page = text(manager.get(done.url))

        assert "Decided" in page
        assert "Near, and not published" in page
        assert "not taken up" in page


def test_links_to_give_are_those_of_ones_own_centres(manager, contact):
    far = DutyContactFactory(name="Zwartbol")
    page = text(manager.get(reverse("programme:contacts")))

    assert "/propose/" in page
    assert contact.name in page
    assert far.name not in page
    given = re.search(r"http[^\"]*(/\w\w/propose/[^\"]+)\"", page)[1]
    manager.logout()
    assert manager.get(given).status_code == 200


def test_nobody_to_ask_says_where_to_begin(manager):
    assert "Nobody is asked yet" in text(manager.get(reverse("programme:contacts")))


class TestStand:
    @pytest.fixture
    def stand(self, published):
        session = published(kind="fair", joining="open")
        said = {"number": "A1", "name": "Union", "needs": ["training"]}
        return actions.keep_stand(session=session, **said, by=BY).row

    @pytest.fixture
    def address(self, stand):
        return f"/en/stand/{queries.stand_key(stand)}/"

    def test_whoever_holds_it_says_what_one_finds_there(self, client, stand, address):
        form = client.get(address).context["form"]
        typed = {"offers_en": "Training", "needs": ["training"], "seen": form["seen"].value()}

        response = client.post(address, typed)
        stale = client.post(address, typed | {"offers_en": "Other"})

        assert "It is shown on the page of the day." in text(response)
        stand.refresh_from_db()
        assert (stand.offers, stand.needs) == ({"en": "Training"}, ["training"])
        assert stale.status_code == 409
        assert "Somebody changed this meanwhile" in text(stale)
        assert client.post(address, {"needs": ["x"]}).status_code == 422
        bad = typed | {"offers_en": "<b>x</b>", "seen": response.context["form"]["seen"].value()}
        assert client.post(address, bad).status_code == 409

    def test_one_press_a_person_during_the_day_alone(self, client, address, time_machine):
        early = client.post(address, {"act": "tally", "need": "training"})
        assert early.status_code == 409
        time_machine.move_to(datetime.datetime(2026, 3, 3, 9, 30, tzinfo=UTC))

        client.post(address, {"act": "tally", "need": "training"})
        page = client.post(address, {"act": "tally", "need": "nonsense"})

        assert "2 people so far today." in text(page)
        assert not page.cookies

    def test_a_link_taken_back(self, client, stand, address):
        actions.renew_stand_link(stand=stand, by=BY)

        assert client.get(address).status_code == 404
        assert client.get("/en/stand/forged/").status_code == 404
