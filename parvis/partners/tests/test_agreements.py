"""Agreements: dates make their status, the Charter comes with the signature."""

import datetime
import threading
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.accounts.actors import command
from parvis.accounts.models import User
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import CentreFactory
from parvis.kernel.editing import NOTHING, ChangedMeanwhile, token
from parvis.kernel.history import signed
from parvis.kernel.keeping import CannotKeep, Change
from parvis.partners import actions, queries, rules
from parvis.partners.enums import NEXT, AgreementStatus, Field
from parvis.partners.errors import NotTheSame, OfSeveral, RenewedAlready
from parvis.partners.models import Agreement, Partner, Post
from parvis.partners.queries import status
from parvis.partners.tests.factories import (
    AgreementFactory,
    ContributionFactory,
    PartnerFactory,
)

BY = command("test")
DAY = datetime.date(2026, 3, 2)
DATES = st.lists(
    st.dates(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)), min_size=5, max_size=5
).map(sorted)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def day(text):
    return datetime.date.fromisoformat(text)


def record(agreement, **said):
    """The same agreement recorded again, with these changes."""
    names = [field.name for field in Agreement._meta.concrete_fields]
    held = {name: getattr(agreement, name) for name in names if name not in ("id", "simulated")}
    return actions.record_agreement(**{**held, **said}, by=BY)


@given(DATES)
def test_dates_carry_an_agreement_through_the_states_of_the_table(dates):
    negotiated, sealed, start, review, end = dates
    agreement = Agreement(negotiated=negotiated, signed=sealed, start=start, review=review, end=end)
    days = [d + datetime.timedelta(days=n) for d in dates for n in (-1, 0, 1)]
    path = [status(agreement, one) for one in sorted(days)]

    assert path[0] == AgreementStatus.PROSPECT
    assert path[-1] == AgreementStatus.ENDED
    for before, after in pairwise(path):
        assert after == before or after in NEXT[before] or after in _through(before)


def _through(state):
    """States reached the same day: a review may begin on the day of the signature."""
    return set().union(*(NEXT[following] for following in NEXT[state]))


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ({}, "prospect"),
        ({"negotiated": "2026-03-02"}, "negotiation"),
        ({"negotiated": "2026-03-03"}, "prospect"),
        ({"signed": "2026-03-03", "start": "2026-03-03"}, "prospect"),
        ({"signed": "2026-03-01", "start": "2026-03-03"}, "signed"),
        ({"signed": "2026-03-01", "start": "2026-03-02"}, "active"),
        ({"signed": "2026-03-01", "start": "2026-03-01", "end": "2026-03-02"}, "active"),
        ({"signed": "2025-01-01", "start": "2025-01-01", "end": "2026-03-01"}, "ended"),
        ({"signed": "2025-01-01", "start": "2025-01-01", "review": "2026-03-02"}, "review"),
        ({"signed": "2025-01-01", "start": "2025-01-01", "review": "2026-03-03"}, "active"),
    ],
)
def test_the_status_is_read_from_the_dates(said, stands):
    assert status(Agreement(**{name: day(text) for name, text in said.items()}), DAY) == stands


def test_every_state_has_its_place_in_the_table():
    assert set(NEXT) == set(AgreementStatus.values)


@pytest.mark.django_db
class TestSigning:
    @pytest.mark.parametrize("missing", [{"charter": ""}, {"charter_accepted": None}])
    def test_no_agreement_is_signed_without_an_accepted_charter(self, missing):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementFactory(**missing)
        unsigned = AgreementFactory(signed=None, **missing)
        with pytest.raises(CannotKeep, match="signed with the Charter"):
            record(unsigned, signed=DAY, seen=token(unsigned))

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"end": day("2024-01-01")}, "The end comes before the beginning"),
            ({"start": None}, "begins on a day"),
            ({"review": day("2027-01-01")}, "The review comes before the end"),
        ],
    )
    def test_dates_that_make_no_sense_are_refused_in_words(self, said, sentence):
        agreement = AgreementFactory()

        with pytest.raises(CannotKeep, match=sentence):
            record(agreement, **said, seen=token(agreement))

    def test_an_agreement_makes_the_partner_one_of_the_centre(self):
        partner, centre = PartnerFactory(), CentreFactory()

        kept = actions.record_agreement(
            code="one", partner=partner, centre=centre, seen=NOTHING, by=BY
        )

        assert kept.change is Change.CREATED
        assert list(partner.centres.all()) == [centre]
        assert str(kept.row) == f"{partner} · {centre}"

    def test_an_agreement_does_not_renew_that_of_another(self):
        agreement = AgreementFactory()

        with pytest.raises(NotTheSame, match="same partner and the same centre"):
            record(agreement, renews=AgreementFactory())


def renew(agreement, shown, code="next"):
    return actions.renew(
        agreement=agreement,
        code=code,
        signed=day("2026-11-01"),
        start=day("2027-01-01"),
        end=None,
        charter="2026",
        charter_accepted=day("2026-11-01"),
        seen=shown,
        by=BY,
    )


@pytest.mark.django_db
class TestRenewal:
    def test_a_renewal_is_an_agreement_of_its_own(self):
        first = AgreementFactory()

        kept = renew(first, token(first))

        assert (kept.row.renews, kept.row.charter) == (first, "2026")
        (told,) = queries.agreements().filter(pk=first.pk)
        assert status(told, day("2027-01-01")) == AgreementStatus.RENEWED
        assert status(told, day("2026-12-31")) == AgreementStatus.ACTIVE
        assert status(kept.row, day("2027-01-01")) == AgreementStatus.ACTIVE

    def test_a_renewal_not_signed_yet_renews_nothing(self):
        first = AgreementFactory()
        AgreementFactory(
            partner=first.partner,
            centre=first.centre,
            renews=first,
            signed=None,
            start=None,
            end=None,
        )

        assert status(first, day("2027-01-01")) == AgreementStatus.ENDED

    def test_whoever_renews_what_has_changed_is_told(self):
        first = AgreementFactory()
        shown = token(first)
        record(first, end=day("2027-06-30"))

        with pytest.raises(ChangedMeanwhile, match="has changed this"):
            renew(first, shown)

    def test_an_agreement_is_renewed_once(self):
        first = AgreementFactory()
        renew(first, token(first))

        with pytest.raises(RenewedAlready, match="renewed already"):
            renew(first, token(first), code="third")

    def test_agreements_that_end_soon_and_have_no_successor_are_told(self):
        soon = AgreementFactory(end=day("2026-05-01"))
        renewed = AgreementFactory(end=day("2026-04-01"), centre=soon.centre)
        renew(renewed, token(renewed))
        AgreementFactory(end=day("2026-09-01"), centre=soon.centre)
        AgreementFactory(end=None, centre=soon.centre)
        AgreementFactory(end=day("2026-03-01"), centre=soon.centre)
        AgreementFactory(end=day("2026-04-01"))

        assert list(queries.ending([soon.centre], DAY)) == [soon]


@pytest.mark.django_db
class TestClashes:
    def of(self, **said):
        held = {"start": day("2026-01-01"), "end": day("2026-12-31")}
        return rules.clashes_of_agreement(**{**held, **said})

    def test_an_agreement_over_another_is_told(self):
        other = AgreementFactory(end=None)
        asked = {"partner": other.partner, "centre": other.centre}

        assert self.of(**asked) == [
            "It overlaps the agreement of the same partner in force from Jan. 1, 2025 to …."
        ]
        assert len(self.of(**asked, start=None, end=None)) == 1
        assert self.of(**asked, was=other) == []
        assert self.of(**asked, start=day("2020-01-01"), end=day("2024-12-31")) == []

    def test_dates_and_charter_are_told(self):
        asked = {"partner": PartnerFactory(), "centre": CentreFactory()}

        assert self.of(**asked, end=day("2025-01-01")) == ["The end comes before the beginning."]
        assert [told[:22] for told in self.of(**asked, signed=DAY)] == [
            "An agreement is signed",
            "It would be in force b",
        ]
        sealed = {"signed": day("2025-12-01"), "charter": "2023", "charter_accepted": DAY}
        assert self.of(**asked, **sealed) == []

    def test_a_year_outside_the_agreement_is_told(self):
        agreement = AgreementFactory()

        assert rules.clashes_of_contribution(agreement, 2025) == []
        assert rules.clashes_of_contribution(agreement, 2027) == [
            "The agreement is in force from Jan. 1, 2025 to Dec. 31, 2026, not in 2027."
        ]
        assert rules.clashes_of_contribution(agreement, 2024)
        assert rules.clashes_of_contribution(Agreement(), 1999) == []

    def test_an_organisation_of_the_same_name_is_told(self):
        held = PartnerFactory(name="Afpa")
        PartnerFactory(name="Afpa", simulated=True)

        (told,) = rules.clashes_of_partner(" afpa ", simulated=False)
        assert told.startswith("“Afpa” is already recorded: your centre is added to it")
        (other,) = rules.clashes_of_partner("Afpa", simulated=False, was=PartnerFactory())
        assert other.startswith("Another partner is called “Afpa”")
        assert rules.clashes_of_partner("Afpa", simulated=False, was=held) == []
        assert rules.clashes_of_partner("Afpa 2", simulated=False) == []


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_the_database_reads_the_same_status_from_the_dates(data, two_agreements):
    """`standing` and `status` are one table told twice: they never disagree."""
    agreement, renewal = two_agreements
    near = st.none() | st.dates(DAY - datetime.timedelta(days=2), DAY + datetime.timedelta(days=2))
    dates = {name: data.draw(near) for name in ("negotiated", "signed", "start", "review", "end")}
    if dates["signed"]:
        dates["start"] = dates["start"] or dates["signed"]
    if dates["end"]:
        dates["end"] = max(filter(None, (dates["end"], dates["start"], dates["review"])))
    Agreement.objects.filter(pk=agreement.pk).update(**dates)
    after = data.draw(st.sampled_from([None, agreement.pk]))
    signed_on = data.draw(st.sampled_from([None, DAY]))
    Agreement.objects.filter(pk=renewal.pk).update(renews=after, signed=signed_on)
    held = queries.agreements().get(pk=agreement.pk)

    found = {
        state
        for state in AgreementStatus
        if queries.agreements().filter(queries.standing(state, DAY), pk=agreement.pk).exists()
    }

    assert found == {status(held, DAY)}


@pytest.fixture
def two_agreements():
    return AgreementFactory(), AgreementFactory()


@pytest.mark.django_db
class TestWhoSees:
    @pytest.fixture(autouse=True)
    def _today(self, time_machine):
        time_machine.move_to(datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC))

    def at_centre(self, role, centre):
        user = User.objects.create_user(f"{role}-{centre.pk}@example.org", name=role)
        CentrePost.objects.create(user=user, role=role, centre=centre, start=DAY)
        return user

    def at_partner(self, role, partner):
        user = User.objects.create_user(f"p-{role}-{partner.pk}@example.org", name=role)
        Post.objects.create(user=user, role=role, partner=partner, start=DAY)
        return user

    def test_what_a_partner_gave_is_seen_by_the_centre_and_that_partner_only(self):
        line = ContributionFactory()
        agreement = line.agreement
        agreement.partner.centres.add(agreement.centre)
        readers = [
            self.at_centre("manager", agreement.centre),
            self.at_centre("partnerships", agreement.centre),
            self.at_partner("manager", agreement.partner),
        ]
        others = [
            self.at_centre("reception", agreement.centre),
            self.at_centre("partnerships", CentreFactory()),
            self.at_partner("counsellor", agreement.partner),
            self.at_partner("funder", agreement.partner),
        ]

        def sees(user):
            (sheet,) = queries.sheets_seen_by(user, agreement.partner, 2025) or (None,)
            assert (sheet is not None) == rules.may_read_balance(user, agreement.partner)
            assert sheet is None or (sheet.lines, sheet.agreements) == ([line], [agreement])
            return sheet is not None

        assert all(map(sees, readers))
        assert not any(map(sees, others))
        assert [rules.may_read_balances(user) for user in others] == [False, True, False, False]
        assert queries.years_balanced(readers[0], agreement.partner) == [2026, 2025]
        assert queries.years_balanced(others[0], agreement.partner) == [2026]

    def test_an_agreement_is_renewed_by_those_who_write_it(self):
        agreement = AgreementFactory()
        manager = self.at_centre("manager", agreement.centre)
        partner = self.at_partner("manager", agreement.partner)

        assert list(queries.agreements_to_renew(manager)) == [agreement]
        assert rules.may_renew(manager, agreement)
        assert list(queries.agreements_to_renew(partner)) == []
        assert not rules.may_renew(partner, agreement)


@pytest.mark.django_db
def test_a_partner_of_several_centres_is_not_removed():
    partner = PartnerFactory()
    partner.centres.add(CentreFactory(), CentreFactory())

    with pytest.raises(OfSeveral):
        actions.remove_partner(row=partner, seen=token(partner), by=BY)
    partner.centres.clear()
    partner = Partner.objects.get()
    actions.remove_partner(row=partner, seen=token(partner), by=BY)

    assert not Partner.objects.exists()


@pytest.mark.django_db
def test_partners_are_read_by_every_field_of_theirs():
    centre = CentreFactory()
    two = PartnerFactory(name="A", field="training", other_fields=["employment"])
    ended = PartnerFactory(name="B")
    held = PartnerFactory(name="C")
    AgreementFactory(partner=ended, centre=centre, end=day("2026-01-01"))
    AgreementFactory(partner=held, centre=centre)
    for partner in (two, ended, held):
        partner.centres.add(centre)

    assert queries.by_field(centre, DAY) == {
        Field.EMPLOYMENT: [two, held],
        Field.TRAINING: [two],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["employment", ["employment", "employment"], ["money"]])
def test_other_fields_are_fields_each_once(wrong):
    with pytest.raises(CannotKeep):
        actions.record_partner(
            code="x",
            name="X",
            field="training",
            other_fields=wrong,
            simulated=False,
            centres=[],
            sources=[],
            standing="inferred",
            by=BY,
        )


@pytest.mark.django_db
def test_an_agreement_with_lines_under_it_stays():
    line = ContributionFactory()

    with pytest.raises(CannotKeep, match=r"cannot be removed: “.* · 2025 · counselling”"):
        actions.remove(row=line.agreement, seen=token(line.agreement), by=BY)
    line.refresh_from_db()
    actions.remove(row=line, seen=token(line), by=BY)
    actions.remove(row=line.agreement, seen=token(line.agreement), by=BY)

    assert not Agreement.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_two_people_who_renew_at_once_make_one_renewal():
    with signed(BY):
        first = AgreementFactory()
    shown, gate, told = token(first), threading.Barrier(2), []

    def act(code):
        try:
            gate.wait(10)
            told.append(renew(first, shown, code=code))
        except Exception as refusal:
            told.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[code]) for code in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Agreement.objects.filter(renews=first).count() == 1
    assert sum(isinstance(one, Exception) for one in told) == 1
