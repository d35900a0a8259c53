"""The office's list of the texts of the report."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.accounts.models import NetworkPost, User
from parvis.annualreport.models import Text, fingerprint
from parvis.annualreport.queries import editions, original_of
from parvis.annualreport.rules import tidied
from parvis.annualreport.tests.factories import TextFactory
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import CentreFactory
from parvis.kernel.editing import token
from parvis.network.tests.factories import NetworkFactory

pytestmark = pytest.mark.django_db
HERE = "/office/annualreport/texts/"


@pytest.fixture
def network():
    return NetworkFactory()


@pytest.fixture
def sign_in(client):
    def signed_in(role="editor", language="en"):
        user = User.objects.create_user(f"{role}@example.org", name="Someone", language=language)
        NetworkPost.objects.create(user=user, role=role, start=datetime.date(2020, 1, 1))
        client.force_login(user)
        return client

    return signed_in


def shown(row):
    return token(Text.objects.get(pk=row.pk))


def text(network, **said):
    return {
        "network": network.pk,
        "year": "2024",
        "slot": "summary",
        "language": "fr",
        "body": "Une année.",
        "signed": "Ada",
        **said,
    }


class TestPastedText:
    @pytest.mark.parametrize(
        ("pasted", "kept"),
        [
            ("«\u00a0L’année\u00a0» — “so”", "«\u00a0L’année\u00a0» — “so”"),
            ("ac\u00adcueil\u200b\ufeff", "accueil"),
            (
                "One.\r\n\r\n\r\n\r\nTwo.\x0bThree.\x0cFour.\rFive.",
                "One.\n\nTwo.\nThree.\n\nFour.\nFive.",
            ),
            ("One\t\ttwo   three \n four", "One two three\nfour"),
            ("•\tOne\n\u00b7\u00a0Two\n\uf0b7 Three", "- One\n- Two\n- Three"),
            ("<p class=MsoNormal>One<o:p></o:p></p><p>Two</p>", "One\n\nTwo"),
            ("<!--[if gte mso 9]><xml>x</xml><![endif]-->One<br/>two", "One\ntwo"),
            (
                "<b>Strong</b> <strong> </strong>word<w:Sdt DocPart='1'>s</w:Sdt>",
                "**Strong** words",
            ),
            ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
            ("Research&nbsp;&amp; more", "Research\u00a0& more"),
            ("3 < 4 and 5 > 4; a & b", "3 < 4 and 5 > 4; a & b"),
        ],
    )
    def test_what_dresses_the_words_goes_and_no_word_is_lost(self, pasted, kept):
        assert tidied(pasted) == kept
        assert tidied(kept) == kept

    @pytest.mark.parametrize(
        ("pasted", "why"),
        [
            ("<table><tr><td>Kept words</td></tr></table>", "holds HTML markup"),
            ("Kept words\x07", "holds a control character"),
            ("Kept words\u202e", "turns the direction of writing"),
        ],
    )
    def test_what_cannot_stand_is_refused_and_comes_back(self, sign_in, network, pasted, why):
        response = sign_in().post(f"{HERE}new/", text(network, body=pasted))

        assert response.status_code == 422
        assert why in response.content.decode()
        assert "Kept words" in response.content.decode()
        assert not Text.objects.exists()

    def test_a_text_of_nothing_is_none(self, sign_in, network):
        page = sign_in().post(f"{HERE}new/", text(network, body="<o:p></o:p>"))

        assert "Write the text." in page.content.decode()


class TestTexts:
    def test_one_is_written_then_changed_by_two(self, sign_in, network):
        client = sign_in()
        page = client.post(f"{HERE}new/", text(network), follow=True).content.decode()
        row = Text.objects.get()
        assert "Recorded: The year in brief · 2024 · fr" in page
        assert "Editorial · The year in brief" in page
        assert "original" in page
        seen = shown(row)

        first = client.post(f"{HERE}{row.pk}/", text(network, body="Un.", seen=seen))
        second = client.post(f"{HERE}{row.pk}/", text(network, body="Deux.", seen=seen))

        assert (first.status_code, second.status_code) == (302, 422)
        assert "Somebody wrote here meanwhile: “Un.”" in second.content.decode()
        assert "Deux." in second.content.decode()

    def test_the_translation_stands_beside_its_original_and_turns_stale(self, sign_in, network):
        original = TextFactory(network=network, body="Une année d’ateliers.")
        client = sign_in()
        listed = client.get(HERE).content.decode()
        begin = f"{HERE}new/?network={network.pk}&amp;slot=summary&amp;language=en"
        assert f"{begin}&amp;written_from=fr&amp;year=2024" in listed
        page = client.get(
            f"{HERE}new/?network={network.pk}&slot=summary&language=en&written_from=fr&year=2024"
        ).content.decode()
        assert 'lang="fr"' in page
        assert "Une année d’ateliers." in page
        said = text(network, language="en", written_from="fr", body="A year.")
        client.post(f"{HERE}new/", said)
        row = Text.objects.get(language="en")
        assert row.source_fingerprint == fingerprint("Une année d’ateliers.")
        page = client.get(f"{HERE}?language=en").content.decode()
        assert "up to date" in page.partition("<table")[2]

        client.post(f"{HERE}{original.pk}/", text(network, body="Autre.", seen=shown(original)))

        page = client.get(f"{HERE}?state=stale").content.decode().partition("<table")[2]
        assert "its original has changed since" in page
        held = {**said, "still_holds": "on", "seen": shown(row)}
        assert client.post(f"{HERE}{row.pk}/", held).status_code == 302
        assert editions().get(pk=row.pk).state == "written"

    def test_a_translation_of_nothing_or_of_itself_is_refused(self, sign_in, network):
        client = sign_in()
        said = text(network, language="en", written_from="fr")

        nothing = client.post(f"{HERE}new/", said).content.decode()
        itself = client.post(f"{HERE}new/", {**said, "written_from": "en"}).content.decode()

        assert "There is no text in “fr”" in nothing
        assert "That is the language of the text itself." in itself

    @pytest.mark.parametrize("wrong", [{"network": "x"}, {"year": "MMXX"}, {"network": "999999"}])
    def test_a_form_that_names_no_original_shows_none(self, sign_in, network, wrong):
        said = text(network, language="en", written_from="fr") | wrong

        assert sign_in().post(f"{HERE}new/", said).status_code == 422

    def test_what_is_missing_is_found_and_quotations_are_not(self, sign_in, network):
        TextFactory(network=network, year=None, slot="concept")
        TextFactory(network=network, year=None, slot="concept", is_quotation=True)
        TextFactory(network=network, year=None, slot="groups")
        TextFactory(network=network, year=None, slot="groups", language="en")
        client = sign_in()

        page = client.get(f"{HERE}?state=missing").content.decode()

        assert "1 row" in page
        assert "every year" in page
        rows = {(row.slot, row.is_quotation): row.languages for row in editions()}
        assert rows["groups", False] == ["en", "fr"]
        assert rows["concept", True] == ["fr"]
        assert original_of(network, None, "concept", "fr", is_quotation=True).is_quotation

    def test_one_is_removed(self, sign_in, network):
        row = TextFactory(network=network)

        sign_in().post(f"{HERE}{row.pk}/remove/", {"seen": shown(row)})

        assert not Text.objects.exists()

    def test_others_read_and_are_offered_nothing(self, sign_in, network):
        row = TextFactory(network=network)
        client = sign_in("treasurer")

        page = client.get(HERE).content.decode()

        assert "anglais" in page or "English" in page
        assert "written_from" not in page
        assert "your role does not change it" in client.get(f"{HERE}{row.pk}/").content.decode()
        assert client.get(f"{HERE}new/").status_code == 404

    def test_the_manager_of_a_centre_has_no_such_list(self, client, network):
        user = User.objects.create_user("m@example.org", name="M", language="en")
        CentrePost.objects.create(
            user=user, role="manager", centre=CentreFactory(), start="2020-01-01"
        )
        client.force_login(user)

        assert client.get(HERE).status_code == 404

    def test_lists_are_narrowed_exported_and_cost_the_same(self, sign_in, network):
        client = sign_in()
        counts = []
        for years in ((2020,), (2021, 2022)):
            for year in years:
                TextFactory(network=network, year=year)
            client.get(HERE)
            with CaptureQueriesContext(connection) as asked:
                client.get(HERE)
            counts.append(len(asked))

        assert counts[0] == counts[1]
        page = client.get(f"{HERE}?year=2021&slot=summary&words=annee").content.decode()
        assert "1 row" in page
        for kind in ("csv", "xlsx", "definitions"):
            assert "attachment" in client.get(f"{HERE}?format={kind}")["Content-Disposition"]
