import pytest
from django.utils import timezone

from parvis.accounts.models import NetworkPost, User
from parvis.mailing.models import Message
from parvis.mailing.tests.factories import a_message, set_to

pytestmark = pytest.mark.django_db


def signed_in(client, role):
    user = User.objects.create_user(f"{role}@example.org", name=role)
    if role != "nobody":
        NetworkPost.objects.create(user=user, role=role, start="2026-01-01")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("role", "status"),
    [("coordinator", 200), ("administrator", 200), ("editor", 404), ("nobody", 404)],
)
def test_the_list_is_for_those_who_look_after_the_mail(client, role, status):
    message = set_to(a_message(), state="refused")
    signed_in(client, role)

    assert client.get("/office/mail/").status_code == status
    answer = client.post(f"/office/mail/{message.pk}/back/").status_code
    assert answer == (302 if status == 200 else 404)
    message.refresh_from_db()
    assert (message.state == "waiting") is (status == 200)


def test_the_list_asks_to_sign_in(client):
    assert client.get("/office/mail/").status_code == 302


def test_an_empty_list_says_what_will_stand_there(client):
    signed_in(client, "coordinator")

    assert "invitation" in client.get("/office/mail/").content.decode()


def test_a_message_says_why_it_was_not_sent_and_never_its_text(client):
    a_message(text="secret words")
    Message.objects.update(state="unsent", reason="No mail server is configured.")
    signed_in(client, "coordinator")

    page = client.get("/office/mail/").content.decode()

    assert "Aucun serveur de messagerie" in page
    assert "secret words" not in page


def test_only_a_message_to_an_example_address_is_read(client):
    real = set_to(a_message(text="secret"), state="refused")
    shown = set_to(
        a_message(to="a@example.org", text="Bonjour <b>\n\nhttps://x.example/"), state="shown"
    )
    signed_in(client, "coordinator")

    assert client.get(f"/office/mail/{real.pk}/").status_code == 404
    page = client.get(f"/office/mail/{shown.pk}/").content.decode()
    assert "Bonjour &lt;b&gt;" in page
    assert f"/office/mail/{shown.pk}/" in client.get("/office/mail/").content.decode()


def test_the_list_is_filtered_by_state(client):
    set_to(a_message(subject="Un"), state="refused")
    a_message(subject="Deux")
    signed_in(client, "coordinator")

    def subjects(query):
        page = client.get(f"/office/mail/{query}").content.decode()
        return ["Un<" in page, "Deux<" in page]

    assert subjects("") == [True, True]
    assert subjects("?state=trouble") == [True, False]
    assert subjects("?state=waiting") == [False, True]
    assert subjects("?state=shown") == [False, False]
    assert subjects("?state=nonsense&page=x") == [True, True]


def test_what_cannot_go_back_is_said(client):
    message = set_to(a_message(), state="handed", text="", settled_at=timezone.now())
    signed_in(client, "coordinator")

    response = client.post(f"/office/mail/{message.pk}/back/")

    assert response.status_code == 422
    assert "alert" in response.content.decode()


def test_the_office_says_when_a_message_is_in_trouble(client):
    set_to(a_message(), state="doubt")
    signed_in(client, "administrator")

    assert "?state=trouble" in client.get("/office/").content.decode()


def test_the_office_says_nothing_of_it_to_others(client):
    set_to(a_message(), state="doubt")
    signed_in(client, "editor")

    assert "/office/mail/" not in client.get("/office/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, rows, django_assert_num_queries):
    for _row in range(rows):
        a_message()
    signed_in(client, "coordinator")
    client.get("/office/mail/")

    with django_assert_num_queries(QUERIES):
        client.get("/office/mail/")


QUERIES = 20
