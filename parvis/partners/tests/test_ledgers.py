"""The lists of partners in the office, and the balance sheets, as those who keep them use them."""

import datetime
import io
import re

import pikepdf
import pytest
from django.urls import reverse
from django.utils.http import urlencode

from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import CentreFactory, PoleFactory
from parvis.charter.models import Version
from parvis.kernel.editing import token
from parvis.partners.models import Agreement, Contribution, Partner, Post
from parvis.partners.tests.factories import (
    AgreementFactory,
    ContributionFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(DAY)


@pytest.fixture
def centre():
    return CentreFactory(code="here", name="Cité d'ici")


@pytest.fixture
def sign_in(client):
    def signed_in(role, place, language="en"):
        user = User.objects.create_user(f"{role}-{place.pk}@example.org", name="Someone")
        user.language = language
        user.save()
        reach, _colon, code = role.partition(":")
        model = {"centre": CentrePost, "partner": Post}[reach]
        model.objects.create(user=user, role=code, start="2026-01-01", **{reach: place})
        client.force_login(user)
        return client

    return signed_in


def at(screen, *args, **query):
    found = reverse(f"ledgers:partners-{screen}", args=args)
    return f"{found}?{urlencode(query)}" if query else found


def text(response):
    return response.content.decode()


def undo_of(page):
    return re.search(r'action="([^"]*/back/[^"]*)"', page)[1]


def a_partner(*centres, **said):
    partner = PartnerFactory(**said)
    partner.centres.add(*centres)
    return partner


def an_agreement(centre, **said):
    row = AgreementFactory(centre=centre, **said)
    row.partner.centres.add(centre)
    return row


class TestPartners:
    def test_the_list_shows_those_of_ones_centre_and_hides_others(self, sign_in, centre):
        a_partner(centre, name="Ours", other_fields=["training"])
        a_partner(CentreFactory(), name="Theirs")
        client = sign_in("centre:partnerships", centre)

        page = text(client.get(at("partners-list")))

        assert "Ours" in page
        assert "Cité d&#x27;ici" in page
        assert "Theirs" not in page
        assert "Ours" in text(client.get(at("partners-list", name="ôurs")))
        assert "Ours" in text(client.get(at("partners-list", field="training")))
        assert "Ours" not in text(client.get(at("partners-list", field="economy")))

    def test_a_new_one_is_recorded_on_the_centres_word_and_taken_back(self, sign_in, centre):
        client = sign_in("centre:partnerships", centre)
        typed = {"name": "Union des métiers", "field": "training", "centres": [centre.pk]}
        typed["other_fields"] = ["training", "employment"]

        response = client.post(at("partners-new"), typed)

        assert response.url == at("partners-list")
        partner = Partner.objects.get()
        assert (partner.code, partner.other_fields) == ("union-des-metiers", ["employment"])
        assert list(partner.centres.all()) == [centre]
        assert [source.title for source in partner.sources.all()] == [centre.name]
        undo = undo_of(text(client.get(response.url)))
        client.post(undo)
        assert not Partner.objects.exists()

    def test_one_already_recorded_elsewhere_is_told_then_joined(self, sign_in, centre):
        afpa = a_partner(CentreFactory(name="Elsewhere"), name="Afpa")
        client = sign_in("centre:manager", centre)
        typed = {"name": "afpa", "field": "training", "centres": [centre.pk]}

        told = client.post(at("partners-new"), typed)

        assert told.status_code == 422
        assert "“Afpa” is already recorded: your centre is added to it" in text(told)
        assert "Elsewhere" not in text(told)
        assert 'value="afpa"' in text(told)
        assert client.post(at("partners-new"), typed | {"heeded": "on"}).status_code == 302
        assert Partner.objects.get() == afpa
        assert afpa.centres.count() == 2
        assert afpa.field == "employment"
        listed = text(client.get(at("partners-list")))
        assert "Elsewhere" not in listed
        client.post(undo_of(listed))
        assert afpa.centres.count() == 1

    def test_other_centres_stay_its_partners_whatever_is_ticked(self, sign_in, centre):
        elsewhere, second = CentreFactory(name="Elsewhere"), CentreFactory()
        partner = a_partner(centre, elsewhere, second)
        client = sign_in("centre:manager", centre)
        CentrePost.objects.create(
            user=User.objects.get(), centre=second, role="manager", start="2026-01-01"
        )
        address = at("partners-row", partner.pk)
        page = text(client.get(address))
        assert f'name="centres" value="{centre.pk}"' in page
        assert f'value="{elsewhere.pk}"' not in page.split('name="about', 1)[0].split("centres")[-1]

        seen = token(Partner.objects.get())
        typed = {"name": partner.name, "field": "training", "centres": [centre.pk]}
        client.post(address, typed | {"seen": seen, "heeded": "on"})

        assert set(partner.centres.all()) == {centre, elsewhere}

    def test_no_centre_at_all_is_refused_and_what_was_typed_stays(self, sign_in, centre):
        client = sign_in("centre:manager", centre)

        response = client.post(at("partners-new"), {"name": "Kept name", "field": "training"})

        assert response.status_code == 422
        assert "Kept name" in text(response)
        assert not Partner.objects.exists()

    def test_its_own_manager_writes_it_and_adds_no_other(self, sign_in, centre):
        partner = a_partner(centre)
        a_partner(centre, name="Another one")
        client = sign_in("partner:manager", partner)

        page = text(client.get(at("partners-list")))
        assert partner.name in page
        assert "Another one" not in page
        assert "Add a partner" not in page
        assert client.get(at("partners-new")).status_code == 404
        address = at("partners-row", partner.pk)
        assert 'name="centres"' not in text(client.get(address))
        seen = token(Partner.objects.get(pk=partner.pk))
        client.post(address, {"name": "New name", "field": "training", "seen": seen})
        partner.refresh_from_db()
        assert partner.name == "New name"
        assert list(partner.centres.all()) == [centre]
        assert [source.title for source in partner.sources.all()] == ["New name"]

    def test_one_recorded_by_mistake_goes_and_comes_back(self, sign_in, centre):
        partner = a_partner(centre)
        client = sign_in("centre:manager", centre)
        page = text(client.get(at("partners-row", partner.pk)))
        seen = re.search(r'class="remove-form">.*?name="seen" value="([^"]*)"', page, re.DOTALL)[1]

        client.post(at("partners-remove", partner.pk), {"seen": seen})
        assert not Partner.objects.exists()
        undo = undo_of(text(client.get(at("partners-list"))))
        assert sign_in("centre:manager", CentreFactory()).post(undo).status_code == 404
        client.force_login(User.objects.get(email=f"centre:manager-{centre.pk}@example.org"))
        client.post(undo)

        assert list(Partner.objects.get().centres.all()) == [centre]

    def test_one_of_several_centres_is_not_removed(self, sign_in, centre):
        partner = a_partner(centre, CentreFactory())
        client = sign_in("centre:manager", centre)

        client.post(at("partners-remove", partner.pk), {"seen": token(partner)})

        assert Partner.objects.exists()
        assert "Other centres name this partner too" in text(client.get(at("partners-list")))

    def test_links_of_another_centres_partner_are_not_put_back(self, sign_in, centre):
        """An act that changed links only is asked about the row whose links they are."""
        theirs = CentreFactory()
        partner = a_partner(theirs)
        client = sign_in("centre:manager", theirs)
        added = CentreFactory()
        CentrePost.objects.create(
            user=User.objects.get(), centre=added, role="manager", start="2026-01-01"
        )
        typed = {"name": partner.name, "field": partner.field, "country": "FR"}
        partner.sources.create(collection="x", code="x", title="T", kind="page", language="fr")
        sources = [source.pk for source in partner.sources.all()]
        client.post(
            at("partners-row", partner.pk),
            typed
            | {"centres": [theirs.pk, added.pk], "sources": sources, "heeded": "on"}
            | {"seen": token(Partner.objects.get())},
        )
        assert partner.centres.count() == 2
        undo = undo_of(text(client.get(at("partners-list"))))

        assert sign_in("centre:manager", centre).post(undo).status_code == 404
        assert partner.centres.count() == 2

    def test_what_is_another_centres_does_not_exist(self, sign_in, centre):
        partner = a_partner(CentreFactory())
        client = sign_in("centre:manager", centre)

        for act in ("row", "history"):
            assert client.get(at(f"partners-{act}", partner.pk)).status_code == 404
        assert client.post(at("partners-remove", partner.pk)).status_code == 404


AGREED = {"start": "2027-01-01", "end": "2027-12-31"}


class TestAgreements:
    def typed(self, centre, partner, **said):
        return {"centre": centre.pk, "partner": partner.pk} | AGREED | said

    def test_a_new_one_bears_its_status_and_its_charter(self, sign_in, centre):
        partner = a_partner(centre, code="afpa")
        Version.objects.create(code="2024", title="Charter of 2024", language="fr")
        client = sign_in("centre:partnerships", centre)
        page = text(client.get(at("agreements-new")))
        assert "Charter of 2024" in page

        response = client.post(
            at("agreements-new"),
            self.typed(
                centre, partner, signed="2026-03-01", charter="2024", charter_accepted="2026-03-01"
            ),
        )

        assert response.status_code == 302
        agreement = Agreement.objects.get()
        assert (agreement.code, agreement.charter) == ("afpa-here-2027", "2024")
        assert "Signed, not begun" in text(client.get(at("agreements-list")))

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"end": "2026-12-31"}, "The end comes before the beginning."),
            ({"review": "2028-01-01"}, "The review comes before the end."),
            ({"signed": "2026-03-01"}, "Say which version of the Charter was accepted."),
            ({"signed": "2026-03-01", "start": ""}, "A signed agreement begins on a day"),
            ({"charter": "made-up"}, "This Charter is not that of the centre’s network."),
        ],
    )
    def test_what_cannot_stand_is_refused_beside_its_field(self, sign_in, centre, said, told):
        client = sign_in("centre:manager", centre)
        CentrePost.objects.create(
            user=User.objects.get(),
            centre=CentreFactory(simulated=True),
            role="manager",
            start="2026-01-01",
        )
        Version.objects.create(code="made-up", title="Made up", language="fr", simulated=True)
        partner = a_partner(centre)

        response = client.post(
            at("agreements-new"), self.typed(centre, partner, subject_en="Kept subject", **said)
        )

        assert response.status_code == 422
        assert told in text(response)
        assert "Kept subject" in text(response)
        assert not Agreement.objects.exists()

    def test_the_two_worlds_are_not_mixed(self, sign_in, centre):
        client = sign_in("centre:manager", centre)
        CentrePost.objects.create(
            user=User.objects.get(),
            centre=CentreFactory(simulated=True),
            role="manager",
            start="2026-01-01",
        )
        made_up = PartnerFactory(simulated=True, name="Made up")
        made_up.centres.add(CentrePost.objects.latest("pk").centre)
        Version.objects.create(code="made-up", title="Invented", language="fr", simulated=True)

        response = client.post(at("agreements-new"), self.typed(centre, made_up))

        assert response.status_code == 422
        assert "Real and simulated facts are never mixed" in text(response)
        assert "Made up" not in text(client.get(at("agreements-new", world="real")))
        assert "Made up" in text(client.get(at("agreements-new", world="made-up")))

    def test_an_overlap_is_told_then_heeded(self, sign_in, centre):
        other = an_agreement(centre, end=None)
        client = sign_in("centre:manager", centre)
        typed = self.typed(centre, other.partner)

        told = client.post(at("agreements-new"), typed)
        assert told.status_code == 422
        assert "It overlaps the agreement of the same partner" in text(told)
        assert client.post(at("agreements-new"), typed | {"heeded": "on"}).status_code == 302

        assert Agreement.objects.count() == 2

    def test_one_is_changed_undone_and_keeps_its_old_charter(self, sign_in, centre):
        agreement = an_agreement(centre)
        client = sign_in("centre:manager", centre)
        address = at("agreements-row", agreement.pk)
        page = text(client.get(address))
        assert '<option value="2023" selected>2023</option>' in page
        held = {
            name: getattr(agreement, name).isoformat()
            for name in ("signed", "start", "end", "charter_accepted")
        }
        typed = held | {"charter": "2023", "seen": token(Agreement.objects.get())}

        client.post(address, typed | {"review": "2026-02-01"})
        assert "Under review" in text(client.get(at("agreements-list", status="review")))
        both = client.post(address, typed | {"review": "2026-02-15"})
        assert both.status_code == 422
        assert "Somebody else has changed this" in text(both)
        history = text(client.get(at("agreements-history", agreement.pk)))
        client.post(undo_of(history))

        agreement.refresh_from_db()
        assert agreement.review is None

    def test_one_recorded_by_mistake_goes_unless_lines_stand_on_it(self, sign_in, centre):
        gone, held = an_agreement(centre), ContributionFactory(agreement__centre=centre).agreement
        client = sign_in("centre:manager", centre)

        for row in (gone, held):
            row.refresh_from_db()
            client.post(at("agreements-remove", row.pk), {"seen": token(row)})

        assert list(Agreement.objects.all()) == [held]
        assert "stands on it" in text(client.get(at("agreements-row", held.pk)))

    def test_what_ends_soon_is_found(self, sign_in, centre):
        an_agreement(centre, end=datetime.date(2026, 5, 1), partner__name="Soon")
        an_agreement(centre, end=datetime.date(2026, 12, 1), partner__name="Later")
        client = sign_in("centre:manager", centre)

        soon = text(client.get(at("agreements-list", ending="3")))
        year = text(client.get(at("agreements-list", ending="12")))

        assert "Soon" in soon
        assert "Later" not in soon
        assert "Later" in year

    def test_the_partners_manager_reads_its_own_and_writes_none(self, sign_in, centre):
        mine, other = an_agreement(centre), an_agreement(centre, partner__name="Zwartbol")
        client = sign_in("partner:manager", mine.partner)

        page = text(client.get(at("agreements-list")))
        assert mine.partner.name in page
        assert "Zwartbol" not in page
        assert "Add an agreement" not in page
        row = text(client.get(at("agreements-row", mine.pk)))
        assert "your role does not change it" in row
        assert client.post(at("agreements-row", mine.pk), {}).status_code == 404
        assert client.get(at("agreements-row", other.pk)).status_code == 404
        assert client.get(reverse("partners:renew", args=[mine.pk])).status_code == 404

    @pytest.mark.parametrize("kind", ["xlsx", "csv", "definitions"])
    def test_the_list_leaves_as_a_file(self, sign_in, centre, kind):
        an_agreement(centre, partner__name="Ours")
        an_agreement(CentreFactory(), partner__name="Theirs")
        client = sign_in("centre:manager", centre)

        response = client.get(at("agreements-list", format=kind))

        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        if kind == "csv":
            assert "Ours" in text(response)
            assert "In force" in text(response)
            assert "Theirs" not in text(response)


class TestRenewing:
    def address(self, agreement):
        return reverse("partners:renew", args=[agreement.pk])

    @pytest.fixture
    def agreement(self, centre):
        Version.objects.create(code="2024", title="Charter of 2024", language="fr")
        row = an_agreement(centre, end=datetime.date(2026, 3, 31))
        row.refresh_from_db()
        return row

    def typed(self, agreement, **said):
        dates = {"start": "2026-04-01", "end": "2027-03-31", "signed": "2026-03-02"}
        charter = {"charter": "2024", "charter_accepted": "2026-03-02"}
        return dates | charter | {"seen": token(agreement)} | said

    def test_it_is_signed_and_undone(self, sign_in, agreement):
        client = sign_in("centre:manager", agreement.centre)
        row = text(client.get(at("agreements-row", agreement.pk)))
        assert self.address(agreement) in row
        assert 'value="2026-04-01"' in text(client.get(self.address(agreement)))

        response = client.post(self.address(agreement), self.typed(agreement))

        assert response.url == at("agreements-list")
        following = Agreement.objects.get(renews=agreement)
        assert (following.charter, following.code[-4:]) == ("2024", "2026")
        page = text(client.get(response.url))
        assert "renewed already" in text(client.get(self.address(agreement)))
        client.post(undo_of(page))
        assert not Agreement.objects.filter(renews=agreement).exists()

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"end": "2026-03-31"}, "The end comes before the beginning."),
            ({"charter": ""}, "This field is required."),
            ({"seen": "x"}, "Somebody has changed this"),
            ({"start": "2026-03-01"}, "It overlaps the agreement"),
        ],
    )
    def test_what_cannot_be_is_told(self, sign_in, agreement, said, told):
        client = sign_in("centre:manager", agreement.centre)

        response = client.post(self.address(agreement), self.typed(agreement, **said))

        assert response.status_code == 422
        assert told in text(response)
        assert "2026-03-02" in text(response)
        assert Agreement.objects.count() == 1

    def test_an_overlap_that_is_heeded_is_kept(self, sign_in, agreement):
        client = sign_in("centre:manager", agreement.centre)

        client.post(self.address(agreement), self.typed(agreement, start="2026-03-15", heeded="on"))

        assert Agreement.objects.count() == 2

    def test_an_agreement_without_an_end_proposes_no_day(self, sign_in, centre):
        agreement = an_agreement(centre, end=None)
        client = sign_in("centre:manager", centre)

        assert client.get(self.address(agreement)).status_code == 200


class TestContributions:
    @pytest.fixture
    def agreement(self, centre):
        return an_agreement(centre, partner__name="Afpa")

    def typed(self, agreement, **said):
        return {"agreement": agreement.pk, "year": 2026, "purpose": "counselling"} | said

    def test_the_unit_is_that_of_the_purpose(self, sign_in, agreement):
        client = sign_in("centre:partnerships", agreement.centre)

        response = client.post(at("contributions-new"), self.typed(agreement, promised="50"))

        assert response.status_code == 302
        line = Contribution.objects.get()
        assert (line.kind, line.unit, line.promised, line.given) == ("human", "half_day", 50, None)
        assert "Counselling" in text(client.get(at("contributions-list", year=2026))).title()
        assert "No row" not in text(client.get(at("contributions-list", kind="human")))

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"unit": "euro", "given": "1"}, "This contribution is counted in: half-days."),
            ({}, "Say what was promised, what was given, or both."),
            ({"given": "-1"}, "greater than or equal to 0"),
            ({"purpose": "kindness", "given": "1"}, "kindness"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, sign_in, agreement, said, told):
        client = sign_in("centre:manager", agreement.centre)

        response = client.post(
            at("contributions-new"), self.typed(agreement, about_en="Kept", **said)
        )

        assert response.status_code == 422
        assert told in text(response)
        assert "Kept" in text(response)

    def test_a_year_outside_is_told_and_a_wrong_year_moves(self, sign_in, agreement):
        client = sign_in("centre:manager", agreement.centre)
        pole = PoleFactory(centre=agreement.centre)
        typed = self.typed(agreement, given="4", pole=pole.pk)
        told = client.post(at("contributions-new"), typed | {"year": 2030})
        assert "not in 2030" in text(told)
        client.post(at("contributions-new"), typed | {"year": 2030, "heeded": "on"})
        line = Contribution.objects.get()

        client.post(at("contributions-row", line.pk), typed | {"seen": token(line), "year": 2026})

        moved = Contribution.objects.get()
        assert (moved.pk, moved.year, moved.pole) == (line.pk, 2026, pole)
        client.post(at("contributions-row", line.pk), typed | {"seen": token(moved), "given": "5"})
        assert Contribution.objects.get().given == 5

    def test_another_centres_pole_and_agreement_are_not_offered(self, sign_in, agreement):
        other = PoleFactory()
        theirs = an_agreement(CentreFactory())
        client = sign_in("centre:manager", agreement.centre)

        for said in ({"pole": other.pk}, {"agreement": theirs.pk}):
            response = client.post(at("contributions-new"), self.typed(agreement, given="1") | said)
            assert response.status_code == 422
        assert not Contribution.objects.exists()


class TestBalanceSheets:
    def sheet(self, partner, year=2025, *centre):
        name = "partners:balance-printed" if centre else "partners:balance"
        return reverse(name, args=[partner.pk, year, *centre])

    @pytest.fixture
    def partner(self, centre):
        agreement = an_agreement(centre, partner__name="Afpa", subject={"en": "Convention"})
        ContributionFactory(agreement=agreement, promised=50, given=46)
        ContributionFactory(
            agreement=agreement,
            kind="expertise",
            purpose="diagnosis",
            given=None,
            promised=4,
            pole=PoleFactory(centre=centre),
            about={"en": "Needs"},
        )
        elsewhere = an_agreement(
            CentreFactory(name="Elsewhere", code="far"), partner=agreement.partner
        )
        ContributionFactory(agreement=elsewhere, given=999)
        return agreement.partner

    def test_the_centre_reads_its_own_sheet_only(self, sign_in, centre, partner):
        a_partner(centre)
        client = sign_in("centre:manager", centre)

        page = text(client.get(self.sheet(partner)))

        for said in ("Afpa in 2025", "Cité d&#x27;ici", "46", "not said", "Needs", "Convention"):
            assert said in page
        assert "Elsewhere" not in page
        assert ">999<" not in page
        assert self.sheet(partner) in text(client.get(reverse("partners:balances"))).replace(
            "/2026/", "/2025/"
        )
        assert self.sheet(partner, 2026) in text(client.get(at("partners-row", partner.pk)))
        assert client.get(self.sheet(partner, 2025, "far")).status_code == 404

    def test_the_partner_reads_all_of_its_own_from_the_menu(self, sign_in, partner):
        client = sign_in("partner:manager", partner)
        menu = text(client.get(at("partners-list")))
        assert reverse("partners:balances") in menu

        straight = client.get(reverse("partners:balances"))
        page = text(client.get(self.sheet(partner)))

        assert straight.url == self.sheet(partner, 2026)
        assert "Elsewhere" in page
        assert "999" in page
        assert client.get(self.sheet(a_partner())).status_code == 404

    def test_it_is_downloaded_as_pdf(self, sign_in, centre, partner):
        client = sign_in("centre:manager", centre)

        response = client.get(self.sheet(partner, 2025, "here"))

        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment; filename=")
        with pikepdf.open(io.BytesIO(response.content)) as pdf:
            assert len(pdf.pages) == 1

    def test_a_year_without_anything_says_so(self, sign_in, centre, partner):
        client = sign_in("centre:manager", centre)

        assert "Nothing is recorded for this year." in text(client.get(self.sheet(partner, 2026)))
        assert "Nothing is recorded for this year." in text(client.get(self.sheet(partner, 1999)))
        assert client.get(self.sheet(partner, 0)).status_code == 404
        assert client.get(self.sheet(partner, 0, "here")).status_code == 404

    def test_without_a_partner_the_list_says_so(self, sign_in, centre):
        client = sign_in("centre:manager", centre)

        assert "No partner is recorded yet." in text(client.get(reverse("partners:balances")))

    @pytest.mark.parametrize("role", ["centre:reception", "partner:counsellor", "partner:funder"])
    def test_others_have_no_balance_sheet(self, sign_in, centre, partner, role):
        client = sign_in(role, centre if role.startswith("centre") else partner)

        assert client.get(self.sheet(partner)).status_code == 404
        assert client.get(reverse("partners:balances")).status_code == 404
        assert client.get(at("agreements-list")).status_code == 404


@pytest.mark.parametrize(
    "screen", ["partners-list", "agreements-list", "contributions-list", "balances", "sheet"]
)
def test_the_number_of_queries_does_not_grow_with_rows(
    sign_in, centre, screen, django_assert_max_num_queries
):
    client = sign_in("centre:manager", centre)
    first = an_agreement(centre)
    a_partner(centre)  # two partners at least: the list of sheets goes straight to one

    def counted():
        with django_assert_max_num_queries(60) as found:
            address = {
                "balances": reverse("partners:balances"),
                "sheet": reverse("partners:balance", args=[first.partner.pk, 2025]),
            }.get(screen)
            assert client.get(address or at(screen)).status_code == 200
        return len(found)

    ContributionFactory(agreement=first)
    counted()
    one = counted()
    for _more in range(2):
        agreement = an_agreement(centre)
        ContributionFactory(agreement=agreement)
        ContributionFactory(agreement=first, pole=PoleFactory(centre=centre))

    assert counted() == one


def test_the_treasurer_reads_agreements_of_all(client, centre):
    an_agreement(centre, partner__name="Afpa")
    user = User.objects.create_user("treasurer@example.org", name="T", language="en")
    NetworkPost.objects.create(user=user, role="treasurer", start="2026-01-01")
    client.force_login(user)

    assert "Afpa" in text(client.get(at("agreements-list")))
    assert client.get(at("agreements-new")).status_code == 404


@pytest.mark.parametrize(("end", "told"), [("2026-05-31", True), ("2026-09-30", False)])
def test_the_home_tells_which_agreements_end_soon(sign_in, centre, end, told):
    AgreementFactory(centre=centre, signed="2025-01-01", start="2025-01-01", end=end)
    AgreementFactory(signed="2025-01-01", start="2025-01-01", end="2026-05-31")

    home = text(sign_in("centre:partnerships", centre).get("/office/"))

    assert ("1 agreement ends within three months" in home) is told
    assert "2 agreements" not in home


def test_whoever_only_reads_agreements_is_told_of_none(sign_in, centre):
    agreement = AgreementFactory(centre=centre, start="2025-01-01", end="2026-05-31")

    home = text(sign_in("partner:manager", agreement.partner).get("/office/"))

    assert "within three months" not in home
