import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from parvis.accounts.actors import command, staff
from parvis.accounts.models import NetworkPost, User
from parvis.charter import actions, queries
from parvis.charter.errors import BadVersion, NotToBeAccepted
from parvis.charter.models import StaffAcceptance, Version
from parvis.journal.queries import history
from parvis.kernel.history import signed

BY = command("test")
DAY = datetime.date(2026, 1, 1)


def a_version(code="v1", **more):
    asked = {
        "title": code, "adopted_on": DAY, "language": "fr", "text": "Article 1.", "simulated": True,
    }  # fmt: skip
    return actions.record_version(code=code, **asked | more, by=BY).row


def somebody(name="a", domain="example.org", role=None):
    user = User.objects.create_user(f"{name}@{domain}", name=name)
    if role:
        NetworkPost.objects.create(user=user, role=role, start="2026-01-01")
    return user


@pytest.mark.django_db
def test_a_version_is_recorded_once_and_may_be_mended_until_accepted():
    a_version()
    a_version()
    version = a_version(text="Article 1, mended.")
    assert len(history(version)) == 2

    user = somebody()
    actions.accept(user=user, version=version, by=staff(user))

    a_version(text="Article 1, mended.", title="Its title may change")
    for change in ({"text": "Other"}, {"text": "Article 1, mended.", "adopted_on": None}):
        with pytest.raises(BadVersion, match="fixé"):
            a_version(**change)


@pytest.mark.django_db
def test_a_version_never_changes_worlds():
    a_version()
    with pytest.raises(BadVersion):
        a_version(simulated=False)


@pytest.mark.django_db
def test_in_force_is_the_latest_that_has_a_text_and_has_begun():
    assert queries.in_force(simulated=True) is None
    first = a_version("v0", adopted_on=None)
    assert queries.in_force(simulated=True) == first
    a_version("no-text", adopted_on=DAY + datetime.timedelta(days=1), text="")
    a_version("to-come", adopted_on=timezone.localdate() + datetime.timedelta(days=1))
    a_version("real", simulated=False)
    second = a_version("v1")

    assert queries.in_force(simulated=True).code in {first.code, second.code}
    assert queries.in_force(simulated=False).code == "real"
    assert set(queries.versions(None)) == set(Version.objects.all())


@pytest.mark.django_db
def test_a_dated_version_comes_after_one_without_a_day():
    a_version("dated")
    a_version("undated", adopted_on=None)

    assert queries.in_force(simulated=True).code == "dated"


@pytest.mark.django_db
def test_each_world_accepts_its_own_charter():
    a_version("example")
    real = somebody("r", domain="mail.localdomain")
    demo = somebody("d")

    assert queries.awaited_from(real) is None
    assert queries.awaited_from(demo).code == "example"
    with pytest.raises(NotToBeAccepted):
        actions.accept(user=real, version=Version.objects.get(), by=staff(real))


@pytest.mark.django_db
def test_accepting_is_noted_once_with_who_and_when():
    version, user = a_version(), somebody()

    first = actions.accept(user=user, version=version, by=staff(user))
    again = actions.accept(user=user, version=version, by=staff(user))

    assert first == again
    assert history(first)[0].actor == f"staff:{user.pk}"
    assert queries.awaited_from(user) is None
    assert str(first) == "a · v1"


@pytest.mark.django_db
def test_a_version_that_is_past_is_not_accepted_any_more():
    old, user = a_version("old"), somebody()
    a_version("new", adopted_on=DAY + datetime.timedelta(days=9))

    with pytest.raises(NotToBeAccepted):
        actions.accept(user=user, version=old, by=staff(user))
    assert queries.awaited_from(user).code == "new"


def test_four_screens_that_accept_at_once_make_one_row(committed_db):
    with signed(BY):
        version, user = a_version(), somebody()
    together = threading.Barrier(4)

    def accept():
        together.wait()
        try:
            actions.accept(user=user, version=version, by=staff(user))
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert StaffAcceptance.objects.count() == 1


@pytest.mark.django_db
def test_the_first_thing_one_sees_is_the_charter(client):
    version, user = a_version(), somebody()
    client.force_login(user)

    assert client.get("/office/").url == "/office/charter/read/"
    page = client.get("/office/charter/read/").content.decode()
    assert "Article 1." in page
    assert client.get("/office/?later=1").status_code == 200

    assert client.post(f"/office/charter/{version.pk}/accept/").url == "/office/"
    assert client.get("/office/").status_code == 200
    assert "accepté cette version" in client.get("/office/charter/read/").content.decode()


@pytest.mark.django_db
def test_a_version_replaced_while_one_reads_is_said(client):
    old, user = a_version("old"), somebody()
    client.force_login(user)
    a_version("new", adopted_on=DAY + datetime.timedelta(days=9), text="Article neuf.")

    response = client.post(f"/office/charter/{old.pk}/accept/")

    assert response.status_code == 422
    assert "Article neuf." in response.content.decode()
    assert not StaffAcceptance.objects.exists()


@pytest.mark.django_db
def test_without_a_text_nobody_is_asked(client):
    a_version(text="")
    client.force_login(somebody())

    assert client.get("/office/").status_code == 200
    assert "pas encore" in client.get("/office/charter/read/").content.decode()


@pytest.mark.django_db
def test_signing_in_comes_first(client):
    assert client.get("/office/charter/read/").status_code == 302
    assert client.post("/office/charter/1/accept/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [("coordinator", 200), ("label-authority", 200), ("editor", 404), (None, 404)],
)
def test_the_list_is_for_those_who_keep_the_charter(client, role, status):
    client.force_login(somebody(role=role))

    assert client.get("/office/charter/").status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_the_list_says_who_accepted_what_at_a_fixed_cost(client, people, django_assert_num_queries):
    version = a_version(title="Version un")
    user = somebody("coordinator", role="coordinator")
    for number in range(people):
        person = somebody(f"p{number}")
        actions.accept(user=person, version=version, by=staff(person))
    client.force_login(user)
    client.get("/office/charter/")

    with django_assert_num_queries(QUERIES):
        page = client.get("/office/charter/").content.decode()
    assert page.count("Version un") == people + 1
    assert "aucune pour l’instant" in page


QUERIES = 21
