import pytest

from parvis.annualreport import queries
from parvis.annualreport.enums import (
    CHAPTER_OF_FACT,
    CHAPTERS,
    KEY_INDICATORS,
    LABEL_SENTENCES,
    PassageState,
    Slot,
)
from parvis.annualreport.models import fingerprint
from parvis.annualreport.queries import blocks
from parvis.annualreport.queries.citing import Bibliography
from parvis.annualreport.tests.factories import TextFactory
from parvis.centres.tests.factories import CentreFactory
from parvis.governance.tests.factories import (
    BodyFactory,
    MandateFactory,
    MeetingFactory,
    OfficeFactory,
)
from parvis.indicators.tests.factories import (
    DefinitionFactory,
    IndicatorFactory,
    ObservationFactory,
)
from parvis.network.enums import FactKind
from parvis.network.tests.factories import (
    FactFactory,
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


def address(code):
    return f"/figures/{code}/"


def observe(network, indicator, **said):
    definition = DefinitionFactory(
        indicator=IndicatorFactory(network=network, code=indicator), version=0
    )
    return ObservationFactory(definition=definition, **({"code": f"{indicator}-2024"} | said))


def another(observation, **said):
    """Another value of the same indicator."""
    return ObservationFactory(definition=observation.definition, **said)


def read(network, year=2024, language="fr"):
    entry = queries.year_entry(queries.years(network), year)
    return queries.report(network, entry, language, address)


def chapter(report, slot):
    found = [
        chapter
        for part in report.parts
        for chapter in (*part.chapters, *filter(None, [part.opening]))
        if chapter.slot == slot
    ]
    return found[0] if found else None


@pytest.fixture
def network():
    network = NetworkFactory()
    observe(network, "members", value=2)
    return network


# -- the structure -----------------------------------------------------------------------------


def test_every_slot_stands_in_one_part_and_every_kind_of_fact_in_one_chapter():
    slots = [slot for chapters in CHAPTERS.values() for slot in chapters]

    assert sorted(slots) == sorted(Slot)
    assert set(CHAPTER_OF_FACT) == set(FactKind)
    assert len(set(KEY_INDICATORS)) == len(KEY_INDICATORS)
    assert all(str(sentence) for sentence in LABEL_SENTENCES.values())


# -- years -------------------------------------------------------------------------------------


def test_years_are_those_with_a_published_figure_latest_first(network):
    observe(network, "users-received", year=2021, period="2021/22", code="a")
    observe(network, "target", year=2030, status="target", code="b")
    observe(network, "guess", year=2018, standing="inferred", code="c")
    observe(network, "another", year=2021, period="2021", code="d")
    TextFactory(network=network, year=2024)

    assert [(y.year, y.label, y.is_report) for y in queries.years(network)] == [
        (2024, "2024", True),
        (2021, "2021/22", False),
    ]
    assert queries.year_entry(queries.years(network), 2023) is None


# -- texts -------------------------------------------------------------------------------------


def test_a_translation_turns_stale_when_its_source_changes(network):
    french = TextFactory(network=network, body="Avant.")
    TextFactory(
        network=network,
        language="en",
        written_from="fr",
        source_fingerprint=fingerprint(french.body),
    )
    assert chapter(read(network, language="en"), Slot.SUMMARY).passages[0].state == (
        PassageState.WRITTEN
    )

    french.body = "Après."
    french.save()

    assert chapter(read(network, language="en"), Slot.SUMMARY).passages[0].state == (
        PassageState.STALE
    )


def test_a_missing_translation_leaves_a_marked_gap(network):
    TextFactory(network=network)

    (passage,) = chapter(read(network, language="en"), Slot.SUMMARY).passages

    assert (passage.state, passage.body) == (PassageState.MISSING, "")
    assert passage.readable_in == ("fr",)


def test_a_quotation_keeps_the_language_it_was_said_in(network):
    TextFactory(network=network, is_quotation=True, body="Mot pour mot.")

    (passage,) = chapter(read(network, language="en"), Slot.SUMMARY).passages

    assert (passage.body, passage.language) == ("Mot pour mot.", "fr")


def test_a_text_of_the_year_replaces_the_one_of_every_year(network):
    TextFactory(network=network, year=None, body="Toujours.")
    TextFactory(network=network, year=2024, body="Cette année.")

    (passage,) = chapter(read(network), Slot.SUMMARY).passages

    assert passage.body == "Cette année."


def test_a_text_binds_figures_of_any_year(network):
    observe(network, "users-received", year=2021, code="users-2021", value=7)
    TextFactory(network=network, body="Sept : [[users-2021]].")

    report = read(network)

    assert report.figures["users-2021"].value == 7
    assert chapter(report, Slot.PEOPLE_RECEIVED) is None


# -- figures -----------------------------------------------------------------------------------


def test_only_stated_and_chosen_figures_enter_a_chapter(network):
    users = observe(network, "users-received", value=1, reason={"en": "why"})
    another(users, code="other-reading", value=2, is_chosen=False)
    another(users, code="guess", value=3, standing="inferred", scope="territory")

    rows = chapter(read(network), Slot.PEOPLE_RECEIVED).figures

    assert [row.code for row in rows] == ["users-received-2024"]


def test_a_total_stands_beside_the_sum_of_its_parts(network):
    parts = [
        observe(network, code, value=value, qualifier="about")
        for code, value in (
            ("info-sessions", 460),
            ("participatory-workshops", 6000),
            ("peer-exchange-groups", 230),
        )
    ]
    total = observe(network, "workshops-total", value=6700, qualifier="more_than")
    total.definition.components.set(part.indicator for part in parts)

    found = chapter(read(network), Slot.COLLECTIVE)

    (shown,) = found.totals
    assert found.figures == ()
    assert (shown.computed.value, shown.computed.qualifier) == (6690, "about")
    assert (shown.differs, shown.is_rounded) == (True, True)


def test_values_of_single_centres_stay_on_the_card_where_the_network_has_its_own(network):
    users = observe(network, "users-received", value=10)
    another(users, code="one-centre", value=4, scope="centre", centre=CentreFactory())
    observe(network, "opening-rank", code="rank", scope="centre", centre=CentreFactory(), value=25)

    report = read(network)

    assert len(chapter(report, Slot.PEOPLE_RECEIVED).figures) == 1
    assert chapter(report, Slot.CHANGES).figures[0].code == "rank"


def test_a_figure_stands_with_its_event_or_its_body_and_none_is_lost(network):
    seminar = FactFactory(network=network, kind="seminar", code="school")
    observe(network, "event-participants", scope="event", fact=seminar, value=170)
    body = BodyFactory(network=network)
    observe(network, "meetings-held", scope="body", body=body, value=9)
    observe(network, "mandates-ended", scope="body", body=body, value=3)
    observe(network, "training-actions", scope="body", body=body, value=1)
    observe(network, "something-new", value=1)

    report = read(network)

    assert chapter(report, Slot.SEMINAR).facts[0].figures[0].figure.value == 170
    (block,) = chapter(report, Slot.BODIES).bodies
    assert (block.published.figure.value, block.recorded) == (9, 0)
    assert [row.code for row in block.figures] == ["mandates-ended-2024"]
    assert chapter(report, Slot.PROFESSIONALISATION).figures[0].figure.value == 1
    assert chapter(report, Slot.CENTRES_INTRO).figures[0].code == "something-new-2024"


def test_key_figures_come_in_their_own_order_and_targets_never(network):
    observe(network, "events-organised", value=600)
    observe(network, "users-received", value=555000)
    observe(network, "webinars", qualifier="words", value=None, words={"fr": "plusieurs"})
    observe(network, "vr-headsets", value=5, status="target")

    assert [row.code for row in read(network).key_figures] == [
        "users-received-2024",
        "events-organised-2024",
    ]


# -- members -----------------------------------------------------------------------------------


def test_members_stand_by_country_with_the_last_decision_stated(network):
    liege = CentreFactory(country="BE", name="Liège")
    MembershipFactory(network=network, centre=liege)
    MembershipFactory(network=network, centre=CentreFactory(overseas=True))
    MembershipFactory(network=network)
    MembershipFactory(network=network, kind="associate")
    LabelFactFactory(network=network, centre=liege, decided=True, date="2020")
    LabelFactFactory(
        network=network, centre=liege, decision="presented", step="extension", date="2024-06"
    )

    members = read(network).members

    assert [(c.code, len(c.rows)) for c in members.countries] == [("FR", 2), ("BE", 1)]
    assert (members.count, len(members.associates), len(members.overseas)) == (3, 1, 1)
    assert members.countries[1].rows[0].label.date.text == "2020"
    assert members.countries[0].rows[0].label is None
    assert members.differs  # two are published, three are recorded by name


def test_nothing_is_said_to_differ_where_sources_do_not_name_every_member(network):
    MembershipFactory(network=network)
    MembershipFactory(network=network, start=None, attested="2025")

    members = read(network).members

    assert (members.count, members.is_complete, members.differs) == (1, False, False)


def test_changes_mix_life_and_label_in_order_of_date(network):
    centre = CentreFactory(name="Cité de Liège")
    FactFactory(
        network=network,
        centre=centre,
        kind="inaugurated",
        date="2024-06",
        code="a",
        title={"fr": "Inauguration de la Cité de Liège"},
    )
    FactFactory(network=network, centre=centre, kind="opened", date="2024-05-31", code="b")
    FactFactory(network=network, kind="arrival", date="2024-01", code="c")
    LabelFactFactory(network=network, centre=centre, decision="presented", step="none", date="2024")

    changes = chapter(read(network), Slot.CHANGES).changes

    assert [change.date.text for change in changes] == ["2024", "2024-01", "2024-05-31", "2024-06"]
    assert [change.names_its_centre for change in changes] == [False, True, False, True]
    assert changes[0].outcome_stated is False
    assert len(chapter(read(network), Slot.SUMMARY).highlights) == 3


def test_a_label_decision_without_a_sentence_still_says_its_two_words():
    fact = LabelFactFactory(decision="maintained", step="none")

    assert (
        blocks.label_sentence(fact) == f"{fact.get_step_display()} · {fact.get_decision_display()}"
    )


# -- bodies ------------------------------------------------------------------------------------


def test_a_body_shows_its_seats_its_vacancies_and_the_meetings_that_count(network):
    body = BodyFactory(network=network)
    MandateFactory(office=OfficeFactory(body=body), title={"fr": "Présidente"})
    MandateFactory(office=OfficeFactory(body=body))
    OfficeFactory(body=body, code="empty-chair")
    MandateFactory(office=None, body=body, person__network=network)
    MeetingFactory(body=body, date="2024-06-24")
    MeetingFactory(body=body, kind="preparatory", date="2024-06-20")
    MeetingFactory(body=body, is_announced=True, date="2024-12")

    (block,) = chapter(read(network), Slot.BODIES).bodies

    assert [seat.title for seat in block.seats][:1] == [{"fr": "Présidente"}]
    assert {} in [seat.title for seat in block.seats]
    assert [office.code for office in block.vacant] == ["empty-chair"]
    assert (block.recorded, len(block.sittings)) == (1, 3)


def test_a_body_nobody_is_known_to_sit_in_has_no_vacancy(network):
    TextFactory(network=network)
    OfficeFactory(body=BodyFactory(network=network))
    BodyFactory(network=network, kind="group")

    report = read(network)

    assert chapter(report, Slot.BODIES).bodies[0].vacant == ()
    assert len(chapter(report, Slot.GROUPS).bodies) == 1


def test_a_year_without_a_report_keeps_silent_bodies_and_the_editorial_out(network):
    BodyFactory(network=network)

    report = read(network)

    assert chapter(report, Slot.BODIES) is None
    assert chapter(report, Slot.EDITORIAL) is None


def test_a_report_keeps_the_place_of_its_editorial(network):
    TextFactory(network=network)

    assert chapter(read(network), Slot.EDITORIAL).passages == ()


# -- dated facts -------------------------------------------------------------------------------


def test_milestones_stand_under_their_project_undated_ones_included(network):
    project = FactFactory(network=network, kind="project", date="2021-11", end="2024-11")
    FactFactory(network=network, kind="project_milestone", topic=project, date="2024-03")
    FactFactory(network=network, kind="project_milestone", topic=project, date=None)
    FactFactory(network=network, kind="intervention", centre=CentreFactory(), date="2024")
    FactFactory(network=network, kind="intervention", date="2024", countries=["IT"])

    report = read(network)

    (told,) = chapter(report, Slot.PROJECTS).facts
    assert [milestone.date and milestone.date.text for milestone in told.milestones] == [
        "2024-03",
        None,
    ]
    assert len(chapter(report, Slot.EVENTS).facts) == 1
    assert chapter(report, Slot.REPRESENTATION).facts[0].countries == ("Italie",)


def test_sources_are_numbered_in_the_order_of_reading():
    first, second = SourceFactory(), SourceFactory()
    books = Bibliography()

    assert books.cite([second]) == (1,)
    assert books.cite([first, second, first]) == (1, 2)
    assert books.sources == [second, first]


# -- cards -------------------------------------------------------------------------------------


def test_a_card_shows_every_reading_every_period_and_every_centre(network):
    users = observe(network, "users-received", value=100, reason={"fr": "La page le dit."})
    another(users, code="editorial", value=101, is_chosen=False)
    another(users, code="users-2021", year=2021, value=90)
    another(users, code="liege", scope="centre", centre=CentreFactory(name="Liège"), value=4)
    another(users, code="liege-2021", year=2021, scope="centre", centre=CentreFactory(), value=3)

    card = queries.figure_card(network, "users-received-2024", address)

    assert [(r.row.code, r.is_chosen, r.is_this) for r in card.readings] == [
        ("users-received-2024", True, True),
        ("editorial", False, False),
    ]
    assert [past.row.code for past in card.history] == ["users-2021", "users-received-2024"]
    assert [row.about for row in card.by_centre] == ["Liège"]
    assert card.computed is None
    assert card.row.figure.url == ""
    assert card.history[0].row.figure.url == "/figures/users-2021/"


def test_a_card_of_a_total_computes_its_sum(network):
    part = observe(network, "info-sessions", value=5)
    total = observe(network, "workshops-total", value=5)
    total.definition.components.add(part.indicator)

    card = queries.figure_card(network, "workshops-total-2024", address)

    assert (card.computed.value, card.differs, card.is_rounded) == (5, False, False)
    assert [row.code for row in card.components] == ["info-sessions-2024"]


def test_a_card_nobody_wrote_does_not_exist(network):
    assert queries.figure_card(network, "nothing", address) is None


def test_a_card_names_what_the_value_is_about(network):
    body = BodyFactory(network=network, name={"fr": "Comité"})
    observe(network, "meetings-held", scope="body", body=body, value=9)

    assert queries.figure_card(network, "meetings-held-2024", address).row.about == {"fr": "Comité"}
