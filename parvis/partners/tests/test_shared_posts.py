import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from parvis.accounts.actions.trying import Origin, Refused
from parvis.accounts.actors import command, visitor
from parvis.accounts.enums import Means
from parvis.accounts.models import NetworkPost, SignIn, User
from parvis.centres import actions, queries, rules
from parvis.centres.errors import NotLentHere
from parvis.centres.models import Centre, Post, ShortCode
from parvis.kernel.policies import trusted
from parvis.partners.models import Partner
from parvis.partners.models import Post as PartnerPost

pytestmark = pytest.mark.django_db
BY, HERE = command("test"), Origin("address 192.0.2.1", "")
NOON = datetime.datetime(2026, 6, 3, 10, tzinfo=datetime.UTC)  # noon in Paris


def text(response):
    return response.content.decode()


def _user(name):
    return User.objects.create_user(f"{name}@example.org", name=name.title())


@pytest.fixture
def centre():
    return Centre.objects.create(code="c", name="Centre C", country="FR", time_zone="Europe/Paris")


@pytest.fixture
def officer(centre):
    user = _user("officer")
    Post.objects.create(user=user, centre=centre, role="reception", start="2026-01-01")
    return user


@pytest.fixture
def counsellor(centre):
    """Lent by a partner of the centre; coordinates the network on other days."""
    user = _user("counsellor")
    partner = Partner.objects.create(code="p", name="Partner", country="FR", field="training")
    partner.centres.add(centre)
    PartnerPost.objects.create(user=user, partner=partner, role="counsellor", start="2026-01-01")
    NetworkPost.objects.create(user=user, role="coordinator", start="2026-01-01")
    return user


@pytest.fixture
def post(centre, officer):
    until = timezone.now() + datetime.timedelta(hours=4)
    return actions.open_shared_post(centre=centre, user=officer, until=until, by=BY)


def taken(post, code):
    return actions.take_up(post=post, code=code, origin=HERE, by=visitor())


def test_a_short_code_is_six_digits_for_one_person_on_one_post(post, counsellor):
    code = actions.give_short_code(post=post, user=counsellor, by=BY)

    assert re.fullmatch(r"\d{6}", code)
    assert code not in str(ShortCode.objects.values())
    assert taken(post, f"{code[:3]} {code[3:]}") == counsellor


def test_a_new_code_makes_the_old_one_void(post, counsellor):
    old, new = (actions.give_short_code(post=post, user=counsellor, by=BY) for _ in range(2))

    assert isinstance(taken(post, old), Refused) or old == new
    assert taken(post, new) == counsellor


def test_two_people_never_share_a_code(post, counsellor, monkeypatch):
    drawn = iter([7, 7, 8])
    monkeypatch.setattr("parvis.centres.actions.lending.secrets.randbelow", lambda _: next(drawn))
    other = _user("other")
    partner = Partner.objects.get()
    PartnerPost.objects.create(user=other, partner=partner, role="facilitator", start="2026-01-01")

    assert actions.give_short_code(post=post, user=counsellor, by=BY) == "000007"
    assert actions.give_short_code(post=post, user=other, by=BY) == "000008"


def test_wrong_codes_are_slowed_on_that_post(post, counsellor):
    code = actions.give_short_code(post=post, user=counsellor, by=BY)
    for _ in range(5):
        taken(post, "xxxxxx")

    assert "attendez" in taken(post, code).sentence


def test_a_code_ends_with_the_post_of_the_counsellor_and_with_the_account(post, counsellor):
    code = actions.give_short_code(post=post, user=counsellor, by=BY)
    User.objects.filter(pk=counsellor.pk).update(is_active=False)
    assert isinstance(taken(post, code), Refused)
    User.objects.filter(pk=counsellor.pk).update(is_active=True)
    PartnerPost.objects.update(until="2026-01-02")
    assert isinstance(taken(post, code), Refused)


def test_only_whoever_has_a_duty_there_is_given_a_code(post, officer, counsellor):
    with pytest.raises(NotLentHere):
        actions.give_short_code(post=post, user=officer, by=BY)
    actions.close_shared_post(post=post, by=BY)
    with pytest.raises(NotLentHere):
        actions.give_short_code(post=post, user=counsellor, by=BY)


def test_a_closed_post_has_no_codes_and_stays_closed(post, counsellor):
    actions.give_short_code(post=post, user=counsellor, by=BY)
    closed, again = (actions.close_shared_post(post=post, by=BY) for _ in range(2))

    assert not ShortCode.objects.exists()
    assert closed.closed_at == again.closed_at
    assert queries.shared_post(post.pk) is None
    assert queries.shared_post("rubbish") is None


def test_who_may_lend_a_screen(post, officer, counsellor):
    assert rules.can_share(officer)
    assert rules.can_keep_shared_post(officer, post)
    assert not rules.can_share(counsellor)
    assert not rules.can_keep_shared_post(counsellor, post)


@time_machine.travel(NOON)
def test_a_screen_is_lent_taken_up_left_and_taken_back(centre, officer, counsellor):
    desk, screen = Client(), Client()
    desk.force_login(officer)
    screen.force_login(officer)
    late = screen.post("/office/shared/", {"centre": centre.pk, "until": "11:00"})
    assert "est passée" in text(late)
    with time_machine.travel(NOON - datetime.timedelta(hours=4)):
        long = Client()
        long.force_login(officer)
        said = text(long.post("/office/shared/", {"centre": centre.pk, "until": "23:30"}))
    assert "douze heures" in said
    lent = screen.post("/office/shared/", {"centre": centre.pk, "until": "17:30"})
    assert lent.url == "/office/shared/code/"
    assert screen.get("/office/").status_code == 302
    assert "Centre C" in text(screen.get("/office/shared/code/"))

    page = text(desk.get("/office/shared/"))
    assert "17:30" in page
    post = queries.shared_posts(officer).get()
    given = desk.post(f"/office/shared/{post.pk}/code/", {"user": counsellor.pk})
    code = re.search(r"<code>(\d{3}) (\d{3})</code>", text(given))
    for user, said in (("x", "Choisissez une personne."), (officer.pk, "pas de permanence")):
        refused = desk.post(f"/office/shared/{post.pk}/code/", {"user": user})
        assert refused.status_code == 422
        assert said in text(refused)

    wrong = screen.post("/office/shared/code/", {"code": "12"})
    assert "n’est pas valable" in text(wrong)
    assert screen.post("/office/shared/code/", {"code": code[1] + code[2]}).url == "/office/"
    assert screen.get("/office/shared/code/").url == "/office/"
    # The counsellor's day, and nothing of the network: six digits are no second factor.
    assert screen.get("/office/people/").status_code == 404
    assert screen.get("/office/pages/").status_code == 404
    assert "/account/confirm/" in screen.get("/office/account/password/").url
    with trusted():
        line = SignIn.objects.get(user=counsellor, means=Means.SHORT_CODE)
    assert line.until == post.until
    assert screen.post("/office/sign-out/").url == "/office/shared/code/"

    assert screen.post("/office/shared/code/", {"code": code[1] + code[2]}).url == "/office/"
    assert desk.post(f"/office/shared/{post.pk}/close/").url == "/office/shared/"
    assert screen.get("/office/").status_code == 302
    assert screen.get("/office/shared/code/").url.startswith("/office/sign-in/")


@time_machine.travel(NOON)
def test_a_lent_screen_ends_with_the_shift(centre, officer, counsellor):
    screen = Client()
    screen.force_login(officer)
    screen.post("/office/shared/", {"centre": centre.pk, "until": "17:30"})
    post = queries.shared_posts(officer).get()
    code = actions.give_short_code(post=post, user=counsellor, by=BY)
    screen.post("/office/shared/code/", {"code": code})
    assert screen.get("/office/").status_code == 200
    with time_machine.travel(NOON + datetime.timedelta(hours=5, minutes=31)):
        assert screen.get("/office/").status_code == 302


def test_another_centre_cannot_be_lent(officer):
    other = Centre.objects.create(code="d", name="D", country="FR", time_zone="Europe/Paris")
    client = Client()
    client.force_login(officer)
    answer = client.post("/office/shared/", {"centre": other.pk, "until": "23:59"})

    assert "Choisissez une Cité." in text(answer)
