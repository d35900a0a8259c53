import datetime
import threading

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.utils import timezone

from parvis.accounts import factors, queries, rules
from parvis.accounts.actions import signing
from parvis.accounts.actions.trying import Origin, Refused
from parvis.accounts.actors import command, staff, visitor
from parvis.accounts.enums import Means, Outcome
from parvis.accounts.errors import KeepsTheLast
from parvis.accounts.models import Attempt, SignIn, User
from parvis.accounts.tests.conftest import PASSWORD
from parvis.kernel.history import signed
from parvis.kernel.policies import trusted

HERE, THERE = Origin("address 192.0.2.1", "Firefox, Linux"), Origin("address 192.0.2.2", "")
BY = command("test")


def tried(user, password="wrong", origin=HERE):
    email = getattr(user, "email", user)
    return signing.check_password(email=email, password=password, origin=origin, by=visitor())


def log(user):
    with trusted():
        return [one.outcome for one in queries.sign_ins(user)]


def code_of(user, steps=0):
    secret = factors.unseal(Authenticator.objects.get(user=user, type="totp").data["secret"])
    counter = list(totp.yield_hotp_counters_from_time())[1] + steps
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def with_application(user):
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


def proved(user, code="", credential="", origin=HERE):
    return signing.check_factor(
        user=user, code=code, credential=credential, origin=origin, by=visitor()
    )


@pytest.mark.django_db
class TestPassword:
    def test_the_right_pair_is_the_person_whatever_the_capitals(self, person):
        user = person()

        assert tried(user.email.upper(), PASSWORD) == user

    def test_a_wrong_pair_never_says_which_of_the_two_was_wrong(self, person):
        assert tried(person()).sentence == tried("nobody@metiers.fr").sentence

    def test_a_closed_account_is_refused_like_a_wrong_password(self, person):
        assert isinstance(tried(person(is_active=False), PASSWORD), Refused)

    def test_a_wrong_try_stands_in_the_log_of_the_person_without_an_address(self, person):
        user = person()
        tried(user)

        assert log(user) == [Outcome.WRONG_PASSWORD]
        with trusted():
            held = SignIn.objects.values().get(user=user)
        assert "192.0.2" not in str(held) + str(list(Attempt.objects.values()))
        assert user.email not in str(list(Attempt.objects.values()))

    def test_after_five_wrong_tries_even_the_right_pair_waits(self, person):
        user = person()
        with time_machine.travel(timezone.now(), tick=False) as clock:
            for _ in range(rules.FREE_TRIES):
                tried(user)

            assert "15" in tried(user, PASSWORD).sentence
            clock.shift(rules.FIRST_WAIT)
            assert tried(user, PASSWORD) == user
        assert log(user)[0] == Outcome.SLOWED

    def test_whoever_fails_elsewhere_slows_nobody_here(self, person):
        user = person()
        for _ in range(20):
            tried(user, origin=THERE)

        assert tried(user, PASSWORD) == user
        assert isinstance(tried(user, PASSWORD, THERE), Refused)

    def test_the_wait_doubles_and_never_passes_a_quarter_of_an_hour(self):
        at = timezone.now()
        waits = [
            rules.waits_until(Attempt(failures=n, last_at=at)) - at for n in (0, 4, 5, 6, 7, 50)
        ]

        assert [wait.total_seconds() for wait in waits] == [0, 0, 15, 30, 60, 900]

    def test_a_long_wait_is_said_in_minutes(self, person):
        user = person()
        for _ in range(rules.FREE_TRIES):
            tried(user)
        Attempt.objects.update(failures=20)

        assert "15 minutes" in tried(user, PASSWORD).sentence

    def test_tries_are_forgotten_after_half_an_hour(self, person):
        tried(person())
        Attempt.objects.update(last_at=timezone.now() - rules.FORGOTTEN_AFTER * 2)
        tried("somebody-else@metiers.fr", PASSWORD)

        assert Attempt.objects.count() == 1

    def test_a_right_password_clears_the_count(self, person):
        user = person()
        tried(user)
        tried(user, PASSWORD)

        assert Attempt.objects.get().failures == 0


@pytest.mark.django_db
class TestSecondFactor:
    def test_a_code_of_the_application_works_once(self, person):
        user = with_application(person())
        code = code_of(user)

        assert proved(user, code) == Means.APPLICATION
        assert isinstance(proved(user, code), Refused)
        assert log(user) == [Outcome.WRONG_FACTOR]

    def test_a_phone_half_a_minute_late_is_let_in_and_one_two_minutes_late_is_not(self, person):
        with time_machine.travel(timezone.now(), tick=False):
            user = with_application(person())

            assert isinstance(proved(user, code_of(user, steps=-4)), Refused)
            assert proved(user, code_of(user, steps=-1)) == Means.APPLICATION

    def test_a_recovery_code_works_once(self, person):
        user = with_application(person())
        codes = signing.make_recovery_codes(user=user, by=staff(user))

        assert len(codes) == factors.codes_left(user) == 10
        assert proved(user, codes[3]) == Means.RECOVERY
        assert isinstance(proved(user, codes[3]), Refused)
        assert factors.codes_left(user) == 9

    def test_new_recovery_codes_make_the_old_ones_void(self, person):
        user = with_application(person())
        (old, *_), _new = (
            signing.make_recovery_codes(user=user, by=staff(user)),
            signing.make_recovery_codes(user=user, by=staff(user)),
        )

        assert isinstance(proved(user, old), Refused)

    def test_what_is_kept_of_a_secret_is_sealed(self, person):
        user = with_application(person())
        signing.make_recovery_codes(user=user, by=staff(user))
        kept = {one.type: one.data for one in Authenticator.objects.filter(user=user)}

        assert kept["totp"]["secret"].startswith("gAAAA")
        assert kept["recovery_codes"]["seed"].startswith("gAAAA")

    def test_rubbish_instead_of_a_passkey_is_refused(self, person):
        answer = proved(with_application(person()), credential="{}")

        assert isinstance(answer, Refused)

    def test_wrong_codes_are_slowed_too(self, person):
        user = with_application(person())
        for _ in range(rules.FREE_TRIES):
            proved(user, "000000")

        assert isinstance(proved(user, code_of(user)), Refused)

    def test_the_last_factor_of_somebody_who_must_have_one_stays(self, person):
        user = with_application(person("coordinator"))
        with pytest.raises(KeepsTheLast):
            signing.remove_factor(factor=factors.held(user).get(), by=staff(user))

        assert factors.has(user)

    def test_whoever_need_not_have_one_may_remove_it_and_its_codes_go(self, person):
        user = with_application(person())
        signing.make_recovery_codes(user=user, by=staff(user))
        signing.remove_factor(factor=factors.held(user).get(), by=staff(user))

        assert not Authenticator.objects.filter(user=user).exists()
        assert factors.codes_left(user) == 0

    def test_one_of_two_factors_may_go_and_the_codes_stay(self, person):
        user = with_application(person("coordinator"))
        Authenticator.objects.create(user=user, type="webauthn", data={"name": "x"})
        signing.make_recovery_codes(user=user, by=staff(user))
        signing.remove_factor(factor=factors.held(user).first(), by=staff(user))

        assert factors.has_passkey(user)
        assert not factors.has_application(user)
        assert factors.codes_left(user) == 10


@pytest.mark.django_db
def test_a_second_factor_is_required_across_the_network_but_of_demonstration_accounts(person):
    assert rules.must_have_second_factor(person("coordinator"))
    assert not rules.must_have_second_factor(person())
    assert not rules.must_have_second_factor(person("coordinator", domain="example.org"))


@pytest.mark.django_db
def test_lines_older_than_a_year_go_when_the_person_signs_in(person):
    user = person()
    now = timezone.now()
    with trusted():
        for days in (366, 364):
            SignIn.objects.create(
                user=user,
                at=now - datetime.timedelta(days=days),
                means=Means.PASSWORD,
                outcome=Outcome.WRONG_PASSWORD,
            )
    signing.note_sign_in(user=user, means=Means.PASSWORD, until=now, browser="", by=staff(user))

    assert log(user) == [Outcome.OPENED, Outcome.WRONG_PASSWORD]


@pytest.mark.django_db
def test_a_session_is_ended_alone_or_with_the_others(person):
    user = person()
    until = timezone.now() + datetime.timedelta(hours=1)
    one, two, three = (
        signing.note_sign_in(
            user=user, means=Means.PASSWORD, until=until, browser="", by=staff(user)
        )
        for _ in range(3)
    )
    signing.raise_session(session=one, means=Means.PASSKEY, by=staff(user))
    signing.end_session(session=two, by=staff(user))
    ended = signing.end_other_sessions(user=user, but=one, by=staff(user))

    assert ended == 1
    with trusted():
        assert list(queries.sessions(user)) == [one]
    assert queries.session(one.pk).means == Means.PASSKEY
    assert not queries.session(three.pk).stands
    assert queries.session("rubbish") is None


@pytest.mark.django_db
def test_the_database_shows_nobodys_sign_ins_but_ones_own(person):
    """The policy, with no filter at all: what a forgotten one would show."""
    mine, theirs = person(), person()
    for user in (mine, theirs):
        tried(user)

    def shown(scope):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('parvis.scope', %s, true)", [scope])
        return {one.user_id for one in SignIn.objects.all()}

    assert shown("") == set()
    assert shown("{}") == set()
    assert shown(f'{{"user": {mine.pk}}}') == {mine.pk}
    assert shown(f'{{"user": {mine.pk}, "log": true}}') == {mine.pk, theirs.pk}


def test_a_hundred_tries_at_once_are_made_one_after_the_other(committed_db):
    with signed(BY):
        user = User.objects.create_user("crowd@metiers.fr", PASSWORD, name="Crowd")
    answers, start = [], threading.Barrier(8)

    def one_try():
        start.wait()
        answers.append(tried(user))
        connection.close()

    crowd = [threading.Thread(target=one_try) for _ in range(8)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()

    assert all(isinstance(answer, Refused) for answer in answers)
    assert Attempt.objects.get().failures == rules.FREE_TRIES
