import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.test import Client
from django.utils import timezone

from parvis.accounts import factors, http, queries
from parvis.accounts.actors import staff
from parvis.accounts.enums import Means
from parvis.accounts.models import Invitation, NetworkPost, SignIn, User
from parvis.accounts.tests.conftest import PASSWORD
from parvis.accounts.tests.test_inviting import invited
from parvis.accounts.tests.test_signing import code_of, with_application
from parvis.journal.models import Line
from parvis.kernel.policies import trusted

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def signs_in(client, user, password=PASSWORD, **more):
    return client.post("/office/sign-in/", {"username": user.email, "password": password} | more)


def latest(user):
    with trusted():
        return SignIn.objects.filter(user=user).first()


@pytest.fixture
def signed_in(client, administrator):
    """The administrator of a demonstration, just signed in."""
    signs_in(client, administrator)
    return client


class TestSigningIn:
    def test_what_is_missing_is_said_and_what_was_typed_stays(self, client):
        page = text(client.post("/office/sign-in/", {"username": "a@b.fr"}))

        assert "Écrivez votre mot de passe." in page
        assert "a@b.fr" in page
        assert "aria-invalid" in page

    def test_one_goes_where_one_was_going_if_it_is_ours(self, client, person):
        user = person()

        assert signs_in(client, user, next="/office/account/").url == "/office/account/"
        client.logout()
        assert signs_in(client, user, next="https://elsewhere.example/").url == "/office/"

    def test_the_session_is_known_where_staff_work_and_nowhere_else(self, client, person):
        user = person("coordinator")
        response = signs_in(client, user)
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            said = [one for one in response.cookies.values() if one.key == name]
            assert {one["path"] for one in said} == {"/office/", "/desk/"}
            assert len({one.value for one in said}) == 1

        over = client.post("/office/sign-out/")
        said = [one for one in over.cookies.values() if one.key == settings.SESSION_COOKIE_NAME]
        assert {(one["path"], one["max-age"]) for one in said} == {("/office/", 0), ("/desk/", 0)}

    def test_whoever_is_signed_in_is_not_asked_again(self, signed_in):
        assert signed_in.get("/office/sign-in/").url == "/office/"

    def test_the_second_step_is_asked_and_leads_in(self, client, person):
        user = with_application(person("coordinator"))

        assert signs_in(client, user).url == "/office/sign-in/second/"
        assert client.get("/office/").status_code == 302
        page = text(client.get("/office/sign-in/second/"))
        assert "Utiliser une clé d’accès" not in page
        wrong = client.post("/office/sign-in/second/", {"code": "000000"})
        assert "n’est pas juste" in text(wrong)
        assert client.post("/office/sign-in/second/", {"code": code_of(user)}).url == "/office/"
        assert client.get("/office/").status_code == 200
        assert latest(user).means == Means.APPLICATION

    def test_an_empty_code_is_told_and_not_counted(self, client, person):
        user = with_application(person())
        signs_in(client, user)

        assert "Écrivez le code." in text(client.post("/office/sign-in/second/", {"code": ""}))
        assert latest(user) is None

    def test_somebody_with_a_passkey_is_offered_it_and_rubbish_is_refused(self, client, person):
        user = person()
        data = {"name": "phone", "credential": {}}
        Authenticator.objects.create(user=user, type="webauthn", data=data)
        monkey = pytest.MonkeyPatch()
        monkey.setattr(factors, "ask_passkey", lambda user: {"publicKey": {"challenge": "x"}})
        signs_in(client, user)
        try:
            page = text(client.get("/office/sign-in/second/"))
            refused = client.post("/office/sign-in/second/", {"credential": "{}"})
        finally:
            monkey.undo()

        assert "Utiliser une clé d’accès" in page
        assert "n’est pas l’une des vôtres" in text(refused)

    def test_the_second_step_has_ten_minutes_and_ends_with_the_password(self, client, person):
        user = with_application(person())
        assert client.get("/office/sign-in/second/").url == "/office/sign-in/"
        for spoil in ("late", "password", "closed"):
            User.objects.filter(pk=user.pk).update(is_active=True)
            signs_in(client, user, PASSWORD if spoil != "closed" else "changed meanwhile")
            session = client.session
            if spoil == "late":
                session[http.HALF] = session[http.HALF] | {"until": 0}
                session.save()
            elif spoil == "password":
                user.set_password("changed meanwhile")
                user.save()
            else:
                User.objects.filter(pk=user.pk).update(is_active=False)

            assert client.get("/office/sign-in/second/").url == "/office/sign-in/", spoil

    def test_a_browser_known_for_the_account_is_counted_apart(self, client, person):
        user = person()
        signs_in(client, user)
        client.post("/office/sign-out/")
        for _ in range(9):
            signs_in(Client(), user, "wrong")

        assert "attendez" in text(signs_in(Client(), user))
        assert signs_in(client, user).status_code == 302

    def test_a_forged_device_is_an_unknown_one(self, client, person):
        client.cookies[http.DEVICE] = "forged"

        assert signs_in(client, person()).status_code == 302

    def test_signing_out_ends_the_session(self, signed_in, administrator):
        signed_in.post("/office/sign-out/")

        assert latest(administrator).ended_at is not None
        assert signed_in.get("/office/").status_code == 302
        assert signed_in.post("/office/sign-out/").status_code == 302


class TestSessions:
    def test_a_session_lasts_a_shift_and_no_longer(self, signed_in, administrator):
        row = latest(administrator)
        shift = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        assert row.until - row.at == pytest.approx(shift, abs=datetime.timedelta(seconds=5))

        with trusted():
            SignIn.objects.update(until=timezone.now())
        assert signed_in.get("/office/").status_code == 302

    def test_a_session_without_its_line_or_with_anothers_does_not_stand(self, signed_in, person):
        theirs = latest(person())
        assert theirs is None
        session = signed_in.session
        session[http.SIGN_IN] = 0
        session.save()

        assert signed_in.get("/office/").status_code == 302

    def test_a_role_that_ends_is_felt_by_the_next_request(self, signed_in, administrator):
        assert signed_in.get("/office/people/").status_code == 200
        NetworkPost.objects.filter(user=administrator).update(until="2026-01-02")

        assert signed_in.get("/office/people/").status_code == 404

    def test_an_account_closed_is_out_at_once(self, signed_in, administrator):
        User.objects.filter(pk=administrator.pk).update(is_active=False)

        assert signed_in.get("/office/").status_code == 302

    def test_whoever_must_have_a_second_factor_sees_the_page_to_add_one_and_no_other(
        self, client, person
    ):
        user = person("coordinator")
        signs_in(client, user)

        for path in ("/office/", "/office/people/", "/office/pages/", "/office/account/"):
            assert client.get(path).url == "/office/account/factors/", path
        assert "mot de passe seul ne suffit pas" in text(client.get("/office/account/factors/"))
        assert client.get("/office/account/factors/application/").status_code == 200
        assert client.post("/office/sign-out/").url == "/office/sign-in/"

    @pytest.mark.parametrize(
        ("said", "shown"),
        [
            ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Safari/604.1", "Safari, iOS"),
            ("curl/8", ""),
        ],
    )
    def test_a_browser_is_named_coarsely(self, rf, said, shown):
        assert http.browser_of(rf.get("/", headers={"user-agent": said})) == shown

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "remote", "found"),
        [
            (0, "203.0.113.9", "192.0.2.1", "address 192.0.2.1"),
            (1, "forged, 203.0.113.9", "192.0.2.1", "address 203.0.113.9"),
            (2, "203.0.113.9", "192.0.2.1", "address 192.0.2.1"),
            (0, "", "2001:db8:1:2:3::4", "address 2001:db8:1:2::/64"),
            (0, "", "", "address "),
        ],
    )
    def test_a_try_comes_from_the_address_our_own_proxy_saw(
        self, rf, settings, proxies, forwarded, remote, found
    ):
        settings.PARVIS_PROXIES = proxies
        request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=remote)

        assert http.origin(request, "a@metiers.fr").key == found


class TestAccount:
    def test_an_application_is_added_by_its_code_and_codes_are_shown_once(self, client, person):
        user = person("coordinator")
        signs_in(client, user)
        other = Client()
        signs_in(other, user)
        page = text(client.get("/office/account/factors/application/"))
        assert "<svg" in page
        secret = client.session[totp.SECRET_SESSION_KEY]
        assert secret in re.sub(r"\s", "", page)
        wrong = client.post("/office/account/factors/application/", {"code": "000000"})
        assert "n’est pas celui affiché" in text(wrong)
        assert client.session[totp.SECRET_SESSION_KEY] == secret

        now = list(totp.yield_hotp_counters_from_time())[1]
        code = totp.format_hotp_value(totp.hotp_value(secret, now))
        shown = text(client.post("/office/account/factors/application/", {"code": code}))

        assert len(re.findall(r"<code>\d{4} \d{4}</code>", shown)) == 10
        assert client.get("/office/").status_code == 200
        assert "/sign-in/" in other.get("/office/account/factors/passkey/").url
        assert client.get("/office/account/factors/application/").url == "/office/account/"

    def test_a_passkey_the_browser_did_not_make_is_refused_in_a_sentence(self, signed_in):
        page = text(signed_in.get("/office/account/factors/passkey/"))
        assert "passkey-options" in page

        refused = signed_in.post(
            "/office/account/factors/passkey/", {"name": "phone", "credential": "{}"}
        )
        assert "n’est pas celle attendue" in text(refused)
        assert "phone" in text(refused)

    def test_a_second_passkey_is_added_without_new_codes(
        self, signed_in, administrator, monkeypatch
    ):
        with_application(administrator)
        monkeypatch.setattr(factors, "keep_passkey", lambda user, name, credential: True)
        answer = signed_in.post(
            "/office/account/factors/passkey/", {"name": "phone", "credential": "{}"}
        )

        assert answer.url == "/office/account/"

    def test_a_screen_left_open_asks_for_the_password_before_what_is_grave(
        self, signed_in, administrator
    ):
        with_application(administrator)
        with trusted():
            SignIn.objects.update(at=timezone.now() - http.FRESH_FOR)
        pk = factors.held(administrator).get().pk
        for path in (f"factors/{pk}/remove/", "codes/"):
            assert signed_in.post(f"/office/account/{path}").url == "/office/account/confirm/"
        assert signed_in.get("/office/account/password/").url == (
            "/office/account/confirm/?next=/office/account/password/"
        )
        address = "/office/account/confirm/"
        assert "ne vont pas ensemble" in text(signed_in.post(address, {"password": "wrong"}))
        assert signed_in.get(address).status_code == 200
        said = {"password": PASSWORD, "next": "/office/account/password/"}
        assert signed_in.post(address, said).url == "/office/account/password/"
        said["next"] = "https://elsewhere.example/"
        assert signed_in.post(address, said).url == "/office/account/"
        assert signed_in.get("/office/account/password/").status_code == 200

    def test_a_factor_is_removed_and_the_last_required_one_is_not(self, client, person):
        user = with_application(person("coordinator"))
        signs_in(client, user)
        client.post("/office/sign-in/second/", {"code": code_of(user)})
        pk = factors.held(user).get().pk
        refused = client.post(f"/office/account/factors/{pk}/remove/")
        assert refused.status_code == 422
        assert "ajoutez-en d’abord un autre" in text(refused)

        NetworkPost.objects.filter(user=user).update(until="2026-01-02")
        assert client.post(f"/office/account/factors/{pk}/remove/").url == "/office/account/"
        assert not factors.has(user)

    def test_recovery_codes_need_a_factor(self, signed_in, administrator):
        assert signed_in.post("/office/account/codes/").url == "/office/account/factors/"
        with_application(administrator)
        assert "<code>" in text(signed_in.post("/office/account/codes/"))

    def test_a_new_password_signs_out_the_other_screens_and_not_this_one(
        self, signed_in, administrator
    ):
        other = Client()
        signs_in(other, administrator)
        short = signed_in.post("/office/account/password/", {"new_password": "short"})
        assert "12" in text(short)
        signed_in.post("/office/account/password/", {"new_password": "another of my own"})

        assert "est changé" in text(signed_in.get("/office/account/"))
        assert other.get("/office/account/").status_code == 302

    def test_another_screen_is_signed_out_from_this_one(self, signed_in, administrator):
        others = [Client(), Client(), Client()]
        for other in others:
            signs_in(other, administrator)
        with trusted():
            (*_, mine) = queries.sessions(administrator)
            one = queries.sessions(administrator).first()
        signed_in.post(f"/office/account/sessions/{one.pk}/end/")
        assert others[2].get("/office/").status_code == 302
        assert others[1].get("/office/").status_code == 200
        signed_in.post("/office/account/sessions/end-others/")
        assert [other.get("/office/").status_code for other in others] == [302, 302, 302]
        assert signed_in.get("/office/").status_code == 200
        assert mine.user == administrator

    @pytest.mark.parametrize("tries", [1, 3])
    def test_the_account_costs_the_same_whatever_the_log(
        self, signed_in, administrator, tries, django_assert_num_queries
    ):
        for _ in range(tries):
            signs_in(Client(), administrator, "wrong")
        with django_assert_num_queries(ACCOUNT):
            assert "mot de passe faux" in text(signed_in.get("/office/account/"))


ACCOUNT = 20
"""Session, person and sign-in 7, roles 3, door 4, factors 4, sessions, log."""


class TestInvitations:
    def test_from_the_form_to_the_first_page(self, signed_in, administrator):
        page = text(signed_in.get("/office/people/invite/"))
        assert "Vous tenez les cotisations" in page
        until = timezone.localdate() + datetime.timedelta(days=90)
        made = text(
            signed_in.post(
                "/office/people/invite/",
                {
                    "name": "Noor",
                    "email": "noor@example.org",
                    "role": "network:treasurer",
                    "until": until.isoformat(),
                    "language": "en",
                },
            )
        )
        link = re.search(r'value="http://[^/]+(/office/invitation/[^"]+)"', made)[1]
        assert "Noor" in text(signed_in.get("/office/people/"))

        guest = Client()
        page = text(guest.get(link))
        assert "You never see visits, votes or label opinions." in page
        assert "Vous ne voyez jamais" in text(guest.get(f"{link}?lang=fr"))
        assert "12" in text(guest.post(link, {"new_password": "short"}))
        assert guest.post(link, {"new_password": PASSWORD}).url == "/office/"
        assert "treasurer" in text(guest.get("/office/"))
        assert latest(User.objects.get(email="noor@example.org")).means == Means.INVITATION
        again = Client().get(link)
        assert again.status_code == 410
        assert "already been accepted" in text(again)

    def test_what_is_wrong_is_said_beside_its_field(self, signed_in):
        wrong = signed_in.post(
            "/office/people/invite/",
            {"name": "", "email": "x", "until": "2020-01-01", "language": "fr"},
        )
        page = text(wrong)

        for said in ("Écrivez un nom.", "adresse entière", "Choisissez un rôle."):
            assert said in page
        past = signed_in.post(
            "/office/people/invite/",
            {
                "name": "A",
                "email": "a@example.org",
                "role": "network:editor",
                "until": "2020-01-01",
                "language": "fr",
            },
        )
        assert "Ce jour est passé." in text(past)
        assert not Invitation.objects.exists()

    def test_a_real_account_cannot_invite_an_example_address(self, client, person):
        user = with_application(person("coordinator"))
        signs_in(client, user)
        client.post("/office/sign-in/second/", {"code": code_of(user)})
        said = {"name": "A", "email": "a@example.org", "role": "network:editor", "language": "fr"}

        assert "réservé aux exemples" in text(client.post("/office/people/invite/", said))

    def test_the_owner_of_an_account_accepts_signed_in(self, administrator, person, client):
        owner = person(domain="example.org")
        made = invited(administrator, owner.email)
        link = made.link.removeprefix(settings.BASE_URL)

        assert "already" in text(client.get(link))
        assert client.post(link, {"new_password": "of a stranger"}).status_code == 410
        stranger = Client()
        signs_in(stranger, person())
        assert "Sign out" in text(stranger.get(link))
        signs_in(client, owner)
        assert "added to your account" in text(client.get(link))
        assert client.post(link, {"x": "y"}).url == "/office/"
        assert NetworkPost.objects.filter(user=owner, role="editor").exists()

    def test_somebody_signed_in_accepts_for_somebody_new(self, signed_in, administrator):
        made = invited(administrator)
        link = made.link.removeprefix(settings.BASE_URL)
        signed_in.post(link, {"new_password": PASSWORD})

        assert "New" in text(signed_in.get("/office/"))
        assert latest(administrator).ended_at is not None

    def test_an_invitation_is_withdrawn_from_the_list(self, signed_in, administrator):
        made = invited(administrator).invitation
        signed_in.post(f"/office/people/invitations/{made.pk}/withdraw/")

        assert "est retirée" in text(signed_in.get("/office/people/"))


class TestPeople:
    def test_a_post_is_ended_and_put_back_from_the_list(self, signed_in, person):
        user = person("editor")
        (post,) = NetworkPost.objects.filter(user=user)
        signed_in.post(f"/office/people/network/{post.pk}/end/")
        assert "Remettre" in text(signed_in.get("/office/people/"))
        assert queries.holdings(user) == ()
        signed_in.post(f"/office/people/network/{post.pk}/put-back/")

        assert len(queries.holdings(user)) == 1

    def test_the_list_is_narrowed_and_says_when_nobody_is_found(self, signed_in, person):
        user = person("editor")

        assert user.email in text(signed_in.get("/office/people/", {"q": user.name.upper()}))
        assert "Personne de ce nom" in text(signed_in.get("/office/people/", {"q": "zzz"}))

    @pytest.mark.parametrize("more", [1, 3])
    def test_people_cost_the_same_whatever_their_number(
        self, signed_in, administrator, person, more, django_assert_num_queries
    ):
        for number in range(more):
            person("editor")
            invited(administrator, f"new-{number}@example.org")
        with django_assert_num_queries(PEOPLE):
            signed_in.get("/office/people/")

    def test_beyond_two_hundred_the_list_says_so(self, signed_in, person, monkeypatch):
        monkeypatch.setattr(queries, "SHOWN_AT_MOST", 1)
        person("editor")

        assert "réduisez la liste" in text(signed_in.get("/office/people/"))

    def test_the_log_of_everybody_is_for_the_administrator(self, signed_in, person, client):
        user = person("editor", domain="example.org")
        signs_in(Client(), user, "wrong")

        assert user.name in text(signed_in.get("/office/people/sign-ins/"))
        assert "Rien à ce nom" in text(signed_in.get("/office/people/sign-ins/", {"q": "zzz"}))
        client.logout()
        signs_in(client, user)
        assert client.get("/office/people/sign-ins/").status_code == 404


PEOPLE = 19
"""Session, person and sign-in 7, door 4, one a kind of post 3, the places of a role, the rest."""


class TestSeeingAs:
    def test_it_reads_says_so_changes_nothing_and_is_in_the_journal(self, signed_in, administrator):
        assert signed_in.post(
            "/office/see-as/", {"role": "network:treasurer", "place": ""}
        ).url == ("/office/")
        page = text(signed_in.get("/office/"))
        assert "comme : trésorerie" in page.replace("\u00a0", " ")
        assert signed_in.get("/office/people/").status_code == 404
        assert signed_in.get("/office/pages/").status_code == 404
        refused = signed_in.post("/office/account/sessions/end-others/")
        assert refused.status_code == 403
        assert "ne rien changer" in text(refused)

        assert signed_in.post("/office/see-as/stop/").url == "/office/people/"
        assert signed_in.get("/office/people/").status_code == 200
        lines = Line.objects.filter(what="accounts_viewing").order_by("pk")
        assert [(line.gesture, line.actor) for line in lines] == [
            ("insert", str(staff(administrator))),
            ("update", str(staff(administrator))),
        ]

    def test_a_role_goes_with_its_place(self, signed_in):
        wrong = signed_in.post("/office/see-as/", {"role": "centre:manager", "place": ""})
        assert "ne va pas avec" in text(wrong)
        unknown = signed_in.post("/office/see-as/", {"role": "x", "place": ""})
        assert unknown.status_code == 200

    def test_it_ends_with_the_right_to_look(self, signed_in, administrator):
        signed_in.post("/office/see-as/", {"role": "network:treasurer", "place": ""})
        NetworkPost.objects.filter(user=administrator).update(role="editor")

        assert "Redevenir" not in text(signed_in.get("/office/"))

    def test_it_ends_with_the_session(self, signed_in):
        signed_in.post("/office/see-as/", {"role": "network:treasurer", "place": ""})
        signed_in.post("/office/sign-out/")

        assert Line.objects.filter(what="accounts_viewing", gesture="update").exists()

    def test_nobody_else_may(self, client, person):
        client.force_login(person("coordinator", domain="example.org"))

        assert client.get("/office/see-as/").status_code == 404


class TestLanguage:
    def test_is_chosen_on_the_account(self, signed_in, administrator):
        response = signed_in.post("/office/account/language/", {"language": "en"}, follow=True)

        assert "My account" in text(response)
        administrator.refresh_from_db()
        assert administrator.language == "en"

    def test_of_nobody_here_is_refused(self, signed_in, administrator):
        response = signed_in.post("/office/account/language/", {"language": "xx"})

        assert response.status_code == 422
        administrator.refresh_from_db()
        assert administrator.language == "fr"
