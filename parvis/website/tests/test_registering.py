import re
import uuid

import pytest

from parvis.kernel.policies import trusted
from parvis.programme import actions
from parvis.programme.models import Registration
from parvis.programme.queries import address_of
from parvis.programme.tests.conftest import BEGINS, BY, seats
from parvis.website import http

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pace")]


@pytest.fixture
def seminar(publish):
    return publish(kind="seminar", joining="named", presence="both", online_capacity=50)


def page_of(session):
    return f"/en/programme/{session.code}/register/"


def sent(client, session, **more):
    form = {
        "key": str(uuid.uuid4()),
        "name": "Ada Example",
        "email": "ada@example.org",
        "country": "FR",
    } | more
    return client.post(page_of(session), form)


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def known():
    with trusted():
        return list(Registration.objects.all())


def test_a_professional_registers_and_withdraws_by_a_page_without_a_name(client, seminar, here):
    page = client.get(page_of(seminar))
    assert "erased three months after" in text(page)

    answer = sent(client, seminar, centre=str(here.centre.pk), country="", online="on")
    mine = answer["Location"]

    (row,) = known()
    assert (row.name, row.country, row.way) == ("Ada Example", here.centre.country, "online")
    assert "Ada" not in text(client.get(mine))
    assert "You are withdrawn" in text(client.post(mine, follow=True))
    assert known()[0].state == "withdrawn"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_workshops_of_the_day_are_chosen(client, seminar, publish):
    one = publish(title={"en": "Round"}, part_of=seminar, joining="named")

    assert "10:00–12:00 Round" in text(client.get(page_of(seminar)))
    sent(client, seminar, workshops=str(one.pk))

    assert seats(one).held == 1


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"name": ""}, 422),
        ({"email": "nobody"}, 422),
        ({"country": ""}, 422),
        ({"country": "XX"}, 422),
        ({"workshops": "999"}, 422),
        ({"key": "abc"}, 422),
        ({"key": "c232ab00-9414-11ec-b3c8-9f6bdeced846"}, 409),
    ],
)
def test_what_is_wrong_is_said_and_comes_back(client, seminar, more, status):
    answer = sent(client, seminar, **more)

    assert answer.status_code == status
    assert not known()
    if "name" not in more:
        assert "Ada Example" in answer.content.decode()


def test_another_site_registers_nobody(client, seminar):
    form = {"key": str(uuid.uuid4()), "name": "A", "email": "a@example.org", "country": "FR"}

    answer = client.post(page_of(seminar), form, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert not known()


def test_a_flood_is_slowed(client, seminar, monkeypatch):
    monkeypatch.setattr(http.JOINING, "wait", lambda request: 1.0)

    assert sent(client, seminar).status_code == 429


def test_only_what_professionals_register_for_has_the_page(client, publish, seminar, time_machine):
    assert client.get(page_of(publish())).status_code == 404
    assert client.get("/en/programme/none/register/").status_code == 404
    time_machine.move_to(BEGINS, tick=False)
    assert client.get(page_of(seminar)).status_code == 404


@pytest.mark.parametrize("address", ["abc", address_of(uuid.UUID(int=7))])
def test_a_link_that_leads_nowhere_withdraws_nobody(client, home_network, address):
    for answer in (client.get, client.post):
        assert answer(f"/en/registration/{address}/").status_code == 410


def test_its_page_says_when_and_gives_the_link_until_it_is_called_off(client, publish):
    link = "https://video.example.org/1"
    seminar = publish(kind="webinar", joining="named", presence="online", link=link)
    workshop = publish(title={"en": "Round"}, part_of=seminar, joining="named")
    mine = sent(client, seminar, workshops=[str(workshop.pk)])["Location"]

    shown = client.get(mine)
    assert link not in client.get(f"/en/programme/{seminar.code}/agenda.ics").content.decode()
    assert f'href="{link}"' in shown.content.decode()
    assert "Tuesday 3 March 2026" in text(shown)
    assert "Round" in text(shown)
    assert "withdraw" in text(shown)

    actions.cancel(session=seminar, why={"en": "Snow."}, by=BY)
    over = client.get(mine)

    assert "Snow." in text(over)
    assert link not in over.content.decode()


def test_another_site_withdraws_nobody(client, seminar):
    mine = sent(client, seminar)["Location"]

    assert client.post(mine, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert known()[0].state == "registered"


def test_whoever_came_does_not_withdraw(client, seminar):
    mine = sent(client, seminar)["Location"]
    with trusted():
        actions.tick(registration=known()[0], by=BY)

    answer = client.post(mine)

    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
