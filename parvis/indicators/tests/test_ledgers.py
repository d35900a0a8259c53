"""The office's lists of figures and indicators, and the versions of a meaning."""

import datetime
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Post as CentrePost
from parvis.centres.tests.factories import CentreFactory
from parvis.governance.tests.factories import BodyFactory
from parvis.indicators import rules
from parvis.indicators.ledgers import dictionary, figures
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.indicators.tests.factories import (
    DefinitionFactory,
    IndicatorFactory,
    ObservationFactory,
)
from parvis.kernel.editing import token
from parvis.network.tests.factories import FactFactory, NetworkFactory
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db
HERE = "/office/indicators"
OURS, THEIRS, WORDS = f"{HERE}/centre-figures/", f"{HERE}/network-figures/", f"{HERE}/indicators/"


@pytest.fixture
def network():
    return NetworkFactory(name={"fr": "Réseau", "en": "Network"})


@pytest.fixture
def meaning(network):
    return DefinitionFactory(
        indicator=IndicatorFactory(network=network, code="people"),
        name={"fr": "Personnes reçues", "en": "People received"},
    )


@pytest.fixture
def centre():
    return CentreFactory(name="Here")


@pytest.fixture
def sign_in(client):
    def signed_in(role="coordinator", centre=None, language="en"):
        user = User.objects.create_user(f"{role}@example.org", name="Someone", language=language)
        if centre is None:
            NetworkPost.objects.create(user=user, role=role, start=datetime.date(2020, 1, 1))
        else:
            CentrePost.objects.create(user=user, role=role, centre=centre, start="2020-01-01")
        client.force_login(user)
        return client

    return signed_in


def shown(row):
    return token(type(row).objects.get(pk=row.pk))


def figure(meaning, **said):
    return {
        "definition": meaning.pk,
        "scope": "network",
        "period": "2024",
        "qualifier": "more_than",
        "value": "555000",
        "status": "published",
        "is_chosen": "on",
        **said,
    }


def of(centre, meaning, **said):
    return figure(meaning, scope="centre", centre=centre.pk, **said)


class TestFiguresOfTheNetwork:
    def test_one_is_recorded_with_its_coverage(self, sign_in, meaning):
        said = figure(meaning, answering="23", total="24", approver="The assembly")

        page = sign_in().post(f"{THEIRS}new/", said, follow=True).content.decode()

        row = Observation.objects.get()
        assert "Recorded: People received · 2024" in page
        assert "more than" in page
        assert "23 of 24" in page
        assert (row.code, row.value, row.year, row.approver) == (
            "people-2024",
            Decimal(555000),
            2024,
            "The assembly",
        )

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"value": ""}, "Write the number."),
            ({"qualifier": "words", "value": ""}, "Write the words."),
            ({"qualifier": "words", "words_en": "many"}, "Words only"),
            ({"qualifier": "range", "high": "5"}, "A range ends with a number"),
            ({"qualifier": "range"}, "A range ends with a number"),
            ({"high": "600000"}, "Only a range has an upper bound."),
            ({"answering": "25", "total": "24"}, "More centres answer than are asked."),
            ({"period": "last year"}, "Write a year, 2024, or two, 2023/24."),
            ({"value": "a lot"}, "Enter a number."),
            ({"scope": "body"}, "Say which."),
        ],
    )
    def test_what_is_no_figure_is_refused_and_stays_typed(self, sign_in, meaning, said, told):
        response = sign_in().post(
            f"{THEIRS}new/", figure(meaning, **{"note_en": "Kept words", **said})
        )

        assert response.status_code == 422
        assert told in response.content.decode()
        assert "Kept words" in response.content.decode()
        assert not Observation.objects.exists()

    def test_a_range_and_words_are_figures(self, sign_in, meaning):
        client = sign_in()
        between = {"qualifier": "range", "value": "5", "high": "7"}
        assert client.post(f"{THEIRS}new/", figure(meaning, **between)).status_code == 302
        words = {"qualifier": "words", "value": "", "words_en": "a dozen", "period": "2023/24"}
        assert client.post(f"{THEIRS}new/", figure(meaning, **words)).status_code == 302

        page = client.get(f"{THEIRS}?shown=on&indicator=received").content.decode()
        assert "a dozen" in page
        assert "not stated" not in page
        assert Observation.objects.get(period="2023/24").year == 2023

    def test_of_a_body_or_an_event(self, sign_in, network, meaning):
        body = BodyFactory(network=network, name={"en": "Committee"})
        fact = FactFactory(network=network, title={"en": "A webinar"})
        client = sign_in()
        assert "A webinar · 5 November 2024" in client.get(f"{THEIRS}new/").content.decode()
        said = figure(meaning, scope="body", body=body.pk)
        assert client.post(f"{THEIRS}new/", said).status_code == 302
        said = figure(meaning, scope="event", fact=fact.pk, total="24")
        assert client.post(f"{THEIRS}new/", said).status_code == 302
        wrong = client.post(f"{THEIRS}new/", figure(meaning, fact=fact.pk))

        assert "The scope says another thing." in wrong.content.decode()
        page = client.get(THEIRS).content.decode()
        assert "Committee" in page
        assert "not stated of 24" in page
        assert {str(row) for row in Observation.objects.all()} == {
            "Personnes reçues · 2024 · Committee",
            "Personnes reçues · 2024 · A webinar",
        }

    def test_a_published_value_is_restated_with_a_reason_and_undone(self, sign_in, meaning):
        row = ObservationFactory(definition=meaning, code="people-2024", value=500)
        client = sign_in()
        said = figure(meaning, value="600", seen=shown(row))

        refused = client.post(f"{THEIRS}{row.pk}/", said)
        assert "Say why the figure is restated" in refused.content.decode()
        page = client.post(
            f"{THEIRS}{row.pk}/", {**said, "reason_en": "A centre was late."}, follow=True
        ).content.decode()

        row.refresh_from_db()
        second = Observation.objects.get(is_chosen=True)
        assert (row.value, row.is_chosen) == (500, False)
        assert (second.value, second.reason) == (600, {"en": "A centre was late."})
        address = re.search(r'action="(/office/[^"]*/back/[^"]*)"', page)
        told = client.post(address[1], follow=True).content.decode()
        assert "Put back as it was" in told
        row.refresh_from_db()
        assert (row.is_chosen, Observation.objects.count()) == (True, 1)

    def test_what_explains_a_published_value_is_changed_in_place(self, sign_in, meaning):
        row = ObservationFactory(definition=meaning, value=500)
        said = {"qualifier": "exact", "value": "500", "note_en": "N", "seen": shown(row)}

        sign_in().post(f"{THEIRS}{row.pk}/", figure(meaning, **said))

        row.refresh_from_db()
        assert row.note == {"en": "N"}
        assert Observation.objects.count() == 1

    def test_a_published_figure_does_not_turn_into_a_draft_nor_goes(self, sign_in, meaning):
        row = ObservationFactory(definition=meaning, value=500)
        client = sign_in()
        said = {"qualifier": "exact", "value": "500", "status": "draft", "seen": shown(row)}

        page = client.post(f"{THEIRS}{row.pk}/", figure(meaning, **said)).content.decode()
        assert "A published figure keeps its value" in page
        page = client.post(f"{THEIRS}{row.pk}/remove/", {"seen": shown(row)}, follow=True)
        assert "A published figure is not removed" in page.content.decode()

    def test_a_draft_is_changed_published_or_removed(self, sign_in, meaning):
        row = ObservationFactory(definition=meaning, value=500, status="draft")
        client = sign_in()
        said = figure(meaning, value="600", seen=shown(row))

        assert client.post(f"{THEIRS}{row.pk}/", said).status_code == 302
        row.refresh_from_db()
        assert (row.value, row.status, row.qualifier) == (600, "published", "more_than")
        draft = ObservationFactory(definition=meaning, status="draft")
        client.post(f"{THEIRS}{draft.pk}/remove/", {"seen": shown(draft)})
        assert Observation.objects.get() == row

    def test_of_several_values_one_is_shown(self, sign_in, meaning):
        ObservationFactory(definition=meaning, value=500)
        client = sign_in()

        page = client.post(f"{THEIRS}new/", figure(meaning)).content.decode()
        assert "Another value is shown for this figure: 500." in page
        said = figure(meaning)
        del said["is_chosen"]
        assert client.post(f"{THEIRS}new/", said).status_code == 302

    def test_roles_of_a_centre_have_no_such_list(self, sign_in, centre, meaning):
        row = ObservationFactory(definition=meaning)
        client = sign_in("referent", centre)

        assert client.get(THEIRS).status_code == 404
        assert client.get(f"{THEIRS}new/").status_code == 404
        assert client.get(f"{THEIRS}{row.pk}/").status_code == 404
        assert client.get(WORDS).status_code == 404


class TestFiguresOfACentre:
    def test_the_manager_records_and_publishes_ones_own_only(self, sign_in, centre, meaning):
        other = CentreFactory(name="Elsewhere")
        theirs = ObservationFactory(definition=meaning, centre=other, scope="centre")
        network_wide = ObservationFactory(definition=meaning)
        client = sign_in("manager", centre)

        assert client.post(f"{OURS}new/", of(centre, meaning)).status_code == 302
        row = Observation.objects.get(centre=centre)
        page = client.get(OURS).content.decode()
        assert "Here" in page
        assert "Elsewhere" not in page
        assert [one.collection for one in row.sources.all()] == ["office"]
        assert row.sources.get().title == "Here"
        assert client.get(f"{OURS}{theirs.pk}/").status_code == 404
        assert client.get(f"{OURS}{network_wide.pk}/").status_code == 404
        assert client.post(f"{OURS}new/", of(other, meaning, period="2023")).status_code == 422

    def test_the_referent_drafts_and_does_not_publish(self, sign_in, centre, meaning):
        client = sign_in("referent", centre)

        page = client.post(f"{OURS}new/", of(centre, meaning)).content.decode()
        assert "Your role does not publish figures" in page
        assert client.post(f"{OURS}new/", of(centre, meaning, status="draft")).status_code == 302

    def test_the_referent_does_not_restate(self, sign_in, centre, meaning):
        row = ObservationFactory(definition=meaning, centre=centre, scope="centre", value=5)
        client = sign_in("referent", centre)
        said = of(centre, meaning, value="6", reason_en="Because", seen=shown(row))

        assert client.post(f"{OURS}{row.pk}/", said).status_code == 422
        assert Observation.objects.count() == 1

    def test_the_coordination_reads_and_never_writes(self, sign_in, centre, meaning):
        row = ObservationFactory(definition=meaning, centre=centre, scope="centre")
        client = sign_in("coordinator")

        assert "your role does not change it" in client.get(f"{OURS}{row.pk}/").content.decode()
        said = of(centre, meaning, value="6", seen=shown(row))
        assert client.post(f"{OURS}{row.pk}/", said).status_code == 404
        assert client.post(f"{THEIRS}{row.pk}/", said).status_code == 404
        assert client.get(f"{OURS}new/").status_code == 404

    def test_indicators_of_another_world_are_not_offered(self, sign_in, centre, meaning):
        DefinitionFactory(
            indicator__network=NetworkFactory(simulated=True), name={"en": "Invented"}
        )

        page = sign_in("manager", centre).get(f"{OURS}new/").content.decode()

        assert "People received" in page
        assert "Invented" not in page

    def test_lists_are_narrowed(self, sign_in, centre, meaning):
        for year in (2023, 2024):
            ObservationFactory(definition=meaning, centre=centre, scope="centre", year=year)
        client = sign_in("manager", centre)

        for query in ("year=2023", "centre=here&year=2024", "status=draft"):
            page = client.get(f"{OURS}?{query}").content.decode()
            assert ("1 row" if "year" in query else "0 rows") in page


class TestIndicators:
    def test_one_is_added_with_the_first_version_of_its_meaning(self, sign_in, network):
        client = sign_in()
        said = {
            "network": network.pk,
            "name_en": "Workshops held",
            "definition_en": "Counted once each",
            "since": "2024",
            "kind": "count",
            "unit_en": "workshops",
            "framework": "SDG:4.4, QAE:users",
        }

        assert client.post(f"{WORDS}new/", said).status_code == 302

        row = Indicator.objects.get()
        version = Definition.objects.get()
        assert (row.code, row.framework, str(row)) == (
            "workshops-held",
            ["SDG:4.4", "QAE:users"],
            "workshops-held",
        )
        assert (version.version, version.definition, str(version.since)) == (
            0,
            {"en": "Counted once each"},
            "2024",
        )
        page = client.get(f"{WORDS}?name=workshops&kind=count").content.decode()
        assert "Workshops held" in page
        assert "SDG:4.4, QAE:users" in page

    def test_the_meaning_is_not_on_the_form_of_a_row(self, sign_in, meaning):
        row = meaning.indicator
        client = sign_in()

        page = client.get(f"{WORDS}{row.pk}/").content.decode()
        assert "Versions of its meaning" in page
        assert 'name="name_en"' not in page
        client.post(f"{WORDS}{row.pk}/", {"unit_en": "persons", "seen": shown(row)})
        row.refresh_from_db()
        assert (row.unit, row.kind) == ({"en": "persons"}, "count")

    def test_worlds_are_apart(self, sign_in, network):
        NetworkFactory(simulated=True, name={"en": "Invented"})

        assert "Invented" not in sign_in().get(f"{WORDS}new/?world=real").content.decode()


class TestVersions:
    @pytest.fixture
    def address(self, meaning):
        return reverse("office:indicator-versions", kwargs={"pk": meaning.indicator.pk})

    def test_it_is_defined_anew_and_the_first_version_stays(self, sign_in, meaning, address):
        part = DefinitionFactory(
            indicator=IndicatorFactory(network=meaning.indicator.network), name={"en": "Visits"}
        )
        client = sign_in()
        page = client.get(address).content.decode()
        assert "As printed, without a definition" in page
        assert "Define anew" in page
        said = {
            "seen": "0",
            "name_en": "People received",
            "definition_en": "One person, once a day",
            "recipe_en": "Summed",
            "components": part.indicator.pk,
            "since": "2025",
        }

        page = client.post(address, said, follow=True).content.decode()

        assert "Version 1 is recorded." in page
        assert "Summed from" in page
        assert "Visits" in page
        first, second = Definition.objects.filter(indicator=meaning.indicator).order_by("version")
        assert first.definition == {}
        assert second.definition == {"en": "One person, once a day"}

    def test_what_says_nothing_new_or_comes_second_is_refused(self, sign_in, meaning, address):
        client = sign_in()
        said = {"seen": "0", "name_en": "People received", "name_fr": "Personnes reçues"}

        same = client.post(address, said)
        late = client.post(address, {**said, "seen": "-1", "name_en": "Typed and kept"})
        empty = client.post(address, {"seen": "0"})

        assert "This version says what the last one says." in same.content.decode()
        assert "Somebody has written version 0" in late.content.decode()
        assert "Typed and kept" in late.content.decode()
        assert [one.status_code for one in (same, late, empty)] == [422, 422, 422]

    def test_words_in_other_languages_go_along(self, sign_in, meaning, address):
        Definition.objects.filter(pk=meaning.pk).update(name={"nl": "Mensen", "en": "People"})

        sign_in().post(address, {"seen": "0", "name_en": "Persons"})

        assert Definition.objects.get(version=1).name == {"nl": "Mensen", "en": "Persons"}

    def test_a_version_is_said_in_one_more_language(self, sign_in, meaning, address):
        Definition.objects.filter(pk=meaning.pk).update(name={"fr": "Personnes"})
        client = sign_in()
        assert "Translate this version" in client.get(address).content.decode()
        there = f"{address}0/translate/"
        said = {"language": "en", "name": "People", "meaning": "Visits", "seen": shown(meaning)}

        empty = client.post(there, {**said, "name": ""})
        page = client.post(there, said, follow=True).content.decode()

        assert (empty.status_code, "Visits" in empty.content.decode()) == (422, True)
        assert "Version 0 is translated." in page
        meaning.refresh_from_db()
        assert meaning.name == {"fr": "Personnes", "en": "People"}
        assert "Translate this version" not in page
        assert client.post(f"{address}7/translate/", said).status_code == 302

    def test_a_version_translated_meanwhile_is_told(self, sign_in, meaning, address):
        Definition.objects.filter(pk=meaning.pk).update(name={"nl": "Mensen"})
        seen = shown(meaning)
        Definition.objects.filter(pk=meaning.pk).update(name={"nl": "Mensen", "de": "Menschen"})
        said = {"language": "en", "name": "People", "seen": seen}

        page = sign_in().post(f"{address}0/translate/", said)

        assert page.status_code == 422
        assert "Somebody else has changed this" in page.content.decode()

    def test_an_indicator_without_a_meaning_gets_its_first(self, sign_in, network):
        row = IndicatorFactory(network=network)
        address = reverse("office:indicator-versions", kwargs={"pk": row.pk})
        client = sign_in()

        assert "Nothing defines it yet." in client.get(address).content.decode()
        assert client.post(address, {"seen": "-1", "name_en": "N"}).status_code == 302
        assert row.definitions.get().version == 0

    def test_others_have_no_such_page(self, sign_in, address, centre):
        client = sign_in("manager", centre)

        assert client.get(address).status_code == 404
        assert client.post(f"{address}0/translate/", {}).status_code == 404
        assert client.post(address, {}).status_code == 404


@pytest.mark.parametrize(
    "ledger", [*figures.LEDGERS, *dictionary.LEDGERS], ids=lambda ledger: ledger.code
)
def test_lists_cost_the_same_and_are_exported(sign_in, centre, network, ledger):
    client = sign_in()
    counts = []
    for more in (1, 2):
        for number in range(more):
            for place, scope in ((None, "network"), (centre, "centre")):
                row = ObservationFactory(
                    definition__indicator__network=network,
                    centre=place,
                    scope=scope,
                    period=str(2020 + number),
                )
                row.sources.add(SourceFactory())
        client.get(ledger.address())
        with CaptureQueriesContext(connection) as asked:
            page = client.get(ledger.address()).content.decode()
        counts.append(len(asked))

    assert counts[0] == counts[1]
    with translation.override("en"):
        assert str(ledger.title) in page
    for kind in ("csv", "xlsx", "definitions"):
        response = client.get(f"{ledger.address()}?format={kind}")
        assert "attachment" in response["Content-Disposition"]


def test_figures_are_compared_whole():
    first = Observation(qualifier="exact", value=Decimal(5))

    assert rules.value_of(first) == rules.value_of(Observation(qualifier="exact", value=5))
