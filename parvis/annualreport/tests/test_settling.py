"""Settling what contradicts, publishing what does not any more."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from parvis.accounts.actors import clock, command, staff
from parvis.accounts.models import NetworkPost, User
from parvis.annualreport import actions, queries, rules
from parvis.annualreport.contradictions import gather
from parvis.annualreport.errors import NoReason, NothingToPublish, NotThere, StillOpen
from parvis.annualreport.models import Publication, Resolution
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.journal.models import Line
from parvis.network.models import Fact, Network
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db
WHY = "The minutes were signed, the draft was not."


@pytest.fixture
def network():
    return Network.objects.create(code="made-up", name={"fr": "Réseau", "en": "Network"})


@pytest.fixture
def source(network):
    return Source.objects.create(
        collection=network.code, code="report", title="Rapport", kind="report", language="fr",
        covers="2030",
    )  # fmt: skip


@pytest.fixture
def figures(network, source):
    """Three values of one thing: two contradictions and a report to write."""
    indicator = Indicator.objects.create(
        network=network, code="letters", kind="count", unit={"fr": "lettres", "en": "letters"}
    )
    definition = Definition.objects.create(
        indicator=indicator, version=1, name={"fr": "Lettres", "en": "Letters"}
    )
    rows = []
    for number, value in enumerate((10, 12, 15)):
        row = Observation.objects.create(
            network=network, code=f"letters-{number}", indicator=indicator, definition=definition,
            year=2030, period="2030", scope="network", qualifier="exact", value=Decimal(value),
            is_chosen=number == 0,
        )  # fmt: skip
        row.sources.add(source)
        rows.append(row)
    actions.record_text(
        network=network, year=2030, slot="summary", language="fr", body="Une année de lettres.",
        signed="Parvis", sources=[source], by=command("test"),
    )  # fmt: skip
    return rows


@pytest.fixture
def open_ones(network, figures):
    return queries.open_for(network, 2030)


def settle(network, one, **more):
    asked = {"choice": "first", "reason": WHY, "by": command("test")} | more
    return actions.resolve(network=network, year=2030, key=one.key, **asked)


def test_resolve_keeps_what_holds_in_every_language_and_why(network, open_ones):
    kept = settle(network, open_ones[0])

    assert len(open_ones) == 2
    assert kept.row.words == {"fr": "10", "en": "10"}
    assert kept.row.reason == WHY
    assert kept.row.by == "command:test"
    assert not kept.row.is_demonstration
    assert [one.key for one in queries.open_for(network, 2030)] == [open_ones[1].key]


@pytest.mark.parametrize(("choice", "held"), [("second", "12"), ("both", "10 · 12")])
def test_resolve_may_keep_the_other_or_both(network, open_ones, choice, held):
    assert settle(network, open_ones[0], choice=choice).row.words["fr"] == held


@pytest.mark.parametrize("reason", ["", "   ", "because", "so there"])
def test_resolve_refuses_without_a_sentence(network, open_ones, reason):
    with pytest.raises(NoReason):
        settle(network, open_ones[0], reason=reason)


def test_resolve_refuses_a_choice_that_is_none(network, open_ones):
    with pytest.raises(NoReason):
        settle(network, open_ones[0], choice="third")


def test_resolve_refuses_what_is_not_there(network, figures):
    with pytest.raises(NotThere):
        actions.resolve(
            network=network, year=2030, key="0" * 32, choice="first", reason=WHY, by=clock()
        )


def test_resolve_twice_changes_nothing_and_again_otherwise_moves_the_hour(network, open_ones):
    first = settle(network, open_ones[0])
    same = settle(network, open_ones[0])
    other = settle(network, open_ones[0], choice="both")

    assert str(same.change) == "unchanged"
    assert other.row.pk == first.row.pk
    assert other.row.at > first.row.at


def test_a_value_that_changes_opens_it_again(network, figures, open_ones):
    for one in open_ones:
        settle(network, one)
    assert queries.open_for(network, 2030) == []

    Observation.objects.filter(pk=figures[1].pk).update(value=13)

    (one,) = queries.open_for(network, 2030)
    assert one.second.printed == "13"
    assert Resolution.objects.count() == 2


def test_reopen_takes_it_back_and_the_journal_keeps_both(network, open_ones):
    settle(network, open_ones[0])
    actions.reopen(network=network, year=2030, key=open_ones[0].key, by=command("test"))

    assert len(queries.open_for(network, 2030)) == 2
    lines = Line.objects.filter(what="annualreport_resolution")
    assert sorted(lines.values_list("gesture", flat=True)) == ["delete", "insert"]


def test_reopen_refuses_what_was_never_settled(network, open_ones):
    with pytest.raises(NotThere):
        actions.reopen(network=network, year=2030, key=open_ones[0].key, by=clock())


def test_publish_is_refused_while_something_is_open(network, open_ones):
    with translation.override("en"), pytest.raises(StillOpen, match="2 contradictions are open"):
        actions.publish(network=network, year=2030, by=command("test"))
    settle(network, open_ones[0])
    with translation.override("en"), pytest.raises(StillOpen, match="1 contradiction is open"):
        actions.publish(network=network, year=2030, by=command("test"))

    assert queries.publication_of(network, 2030) is None


@pytest.mark.parametrize("year", [2029, 2031])
def test_publish_is_refused_without_a_report(network, figures, source, year):
    Observation.objects.filter(code="letters-0").update(year=2031, period="2031")

    with pytest.raises(NothingToPublish):
        actions.publish(network=network, year=year, by=command("test"))


def test_a_published_report_is_a_draft_again_when_a_fact_changes(
    network, figures, open_ones, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert queries.publication_of(network, 2030) is None
    for one in open_ones:
        settle(network, one)
    first = actions.publish(network=network, year=2030, by=command("test"))
    again = actions.publish(network=network, year=2030, by=command("test"))

    assert again.row == first.row == queries.publication_of(network, 2030)
    assert not first.row.is_demonstration

    actions.reopen(network=network, year=2030, key=open_ones[0].key, by=command("test"))
    assert queries.publication_of(network, 2030) is None

    settle(network, open_ones[0])
    Observation.objects.filter(pk=figures[0].pk).update(value=11)
    assert queries.publication_of(network, 2030) is None
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "demonstration"),
    [
        ("coordinator@example.org", True),
        ("someone@parvis.example", True),
        ("someone@example-network.eu", False),
    ],
)
def test_what_a_demonstration_account_does_says_so(network, open_ones, email, demonstration):
    user = User.objects.create_user(email, name="Someone")

    kept = settle(network, open_ones[0], by=staff(user))

    assert kept.row.is_demonstration is demonstration
    (row,) = queries.review(network, 2030).settled
    assert row.who == "Someone"


def test_the_demonstration_itself_says_so_too(network, open_ones):
    assert settle(network, open_ones[0], by=command("demo")).row.is_demonstration


def test_what_concerns_one_language_is_left_out_of_the_other(network, figures, source):
    Observation.objects.exclude(code="letters-0").delete()
    actions.record_text(
        network=network, year=2030, slot="network", language="en", signed="Parvis",
        body="Les équipes se retrouvent dans la salle des partenaires.", sources=[source],
        by=command("test"),
    )  # fmt: skip

    assert queries.open_for(network, 2030, "fr") == []
    assert [one.kind for one in queries.open_for(network, 2030, "en")] == ["language"]
    assert len(queries.open_for(network, 2030)) == 1


def test_notes_keep_nothing_from_being_published(network, figures, source):
    Observation.objects.exclude(code="letters-0").delete()
    earlier = Observation.objects.get(code="letters-0")
    earlier.pk, earlier.code, earlier.year, earlier.period = None, "before", 2029, "2029"
    earlier.value = Decimal(8)
    earlier.save(force_insert=True)
    earlier.sources.add(source)

    review = queries.review(network, 2030)

    assert review.open == []
    assert [one.kind for one in review.notes] == ["series"]
    assert actions.publish(network=network, year=2030, by=command("test")).row.year == 2030


@pytest.mark.parametrize("number", [1, 12])
def test_facts_are_gathered_in_a_fixed_number_of_queries(
    network, figures, source, number, django_assert_num_queries
):
    for n in range(number):
        fact = Fact.objects.create(
            network=network, code=f"fact-{n}", kind="webinar", title={"fr": f"Rencontre {n}"},
            date=f"2030-01-{n + 1:02}",
        )  # fmt: skip
        fact.sources.add(source)
    with django_assert_num_queries(QUERIES):
        facts = gather(network, 2030)

    assert len(facts.facts) == number


QUERIES = 20
"""One a table, and one for the sources of each table that holds anything."""


# -- who may


@pytest.mark.parametrize(
    ("role", "settles", "publishes"),
    [
        ("coordinator", True, True),
        ("executive-committee", True, True),
        ("editor", True, False),
        ("label-authority", False, False),
        ("administrator", False, False),
    ],
)
def test_who_may_settle_and_who_may_publish(network, role, settles, publishes):
    user = User.objects.create_user(f"{role}@example.org", name="Someone")
    NetworkPost.objects.create(user=user, role=role, start=datetime.date(2020, 1, 1))

    assert rules.can_settle_contradictions(user, network) is settles
    assert rules.can_publish_report(user, network) is publishes


def test_an_ended_post_settles_nothing(network):
    user = User.objects.create_user("someone@example.org", name="Someone")
    NetworkPost.objects.create(
        user=user, role="editor", start=datetime.date(2020, 1, 1), until=datetime.date(2020, 2, 1)
    )

    assert not rules.can_settle_contradictions(user, network)


def test_an_edition_is_a_draft_with_what_is_open_until_it_is_published(client, network, figures):
    assert "badge-draft" in client.get("/en/reports/").content.decode()
    before = queries.edition_of(network, 2030, "fr")
    for one in queries.open_for(network, 2030):
        settle(network, one)
    settled = queries.edition_of(network, 2030, "fr")
    actions.publish(network=network, year=2030, by=command("test"))
    published = queries.edition_of(network, 2030, "fr")

    assert queries.published_years(network) == {2030}
    assert "badge-draft" not in client.get("/en/reports/").content.decode()

    assert before.is_draft
    assert len(before.open) == 2
    assert replace(before, is_final=True).is_draft
    assert settled.is_draft
    assert not settled.open
    assert not replace(settled, is_final=True).is_draft
    assert published.publication is not None
    assert not published.is_draft


def test_anybody_may_read_what_is_open_with_both_values(client, network, open_ones):
    page = client.get("/en/reports/2030/contradictions/")
    text = page.content.decode()

    assert page.status_code == 200
    assert text.count('class="contradiction"') == len(open_ones)
    for one in open_ones:
        assert one.first.printed in text
        assert one.second.printed in text
    assert "<form" not in text
    report = client.get("/en/reports/2030/").content.decode()
    assert 'href="/en/reports/2030/contradictions/"' in report


def test_a_year_nobody_wrote_about_has_no_page_of_contradictions(client, network, figures):
    assert client.get("/fr/reports/1999/contradictions/").status_code == 404


def test_a_year_with_nothing_open_says_so(client, network, open_ones):
    for one in open_ones:
        settle(network, one)

    assert "Nothing is open." in client.get("/en/reports/2030/contradictions/").content.decode()
