"""Lists, searches, grids, the next one like it, big days, counters."""

import datetime
import uuid

import pytest

from parvis.agenda.tests.factories import SeriesFactory
from parvis.centres.models import Stop
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.kernel.policies import trusted
from parvis.network.models import Membership, Network
from parvis.partners.tests.factories import PartnerFactory
from parvis.programme import actions, queries
from parvis.programme.models import CentreWith, Registration, Roster, Session, StatedFigure
from parvis.programme.queries import Asked, Published
from parvis.programme.queries.sessions import left_of
from parvis.programme.queries.words import slipped
from parvis.programme.tests.conftest import BEGINS, BY, DAY, NOW
from parvis.programme.tests.factories import (
    CampaignFactory,
    HeadcountFactory,
    HostFactory,
    SeatsFactory,
    SessionFactory,
    StandFactory,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
ONE_DAY = datetime.timedelta(days=1)
EVERY = {"plain", "bus", "digital", "fair", "dutch", "network"}


def found(**asked):
    return list(queries.coming(Asked(**asked), NOW))


@pytest.fixture
def some(db):
    """Six sessions, each unlike the others in one thing."""
    network = Network.objects.create(code="n", name={"fr": "N"})
    site = SiteFactory(kind="main")
    Membership.objects.create(network=network, centre=site.centre, kind="member", start="2010")
    bus = SiteFactory(kind="mobile", centre=site.centre)
    stop = Stop.objects.create(
        site=bus, commune="Plouha", place="Marché", first=DAY, begins="09:00", ends="12:00"
    )
    made = {
        "plain": SessionFactory(site=site),
        "bus": SessionFactory(site=bus, entry__stop=stop),
        "digital": SessionFactory(themes=["digital", "training"], tags=["science"]),
        "fair": SessionFactory(
            kind="fair", part="joined", audiences=["parents"], comforts=["quiet"]
        ),
        "dutch": SessionFactory(entry__languages=["nl"], entry__presence="both"),
        "network": SessionFactory(entry__site=None, entry__centre=None, entry__layer="network"),
    }
    partner = PartnerFactory(code="cci")
    HostFactory(session=made["fair"], partner=partner, name="")
    made["fair"].campaign = CampaignFactory(code="week")
    made["fair"].save()
    CentreWith.objects.create(session=made["fair"], centre=site.centre, part="joined")
    return made


NARROWED = [
    ({}, EVERY),
    ({"themes": ["digital"]}, {"digital"}),
    (
        {"themes": ["digital", "employment"]},
        {"plain", "bus", "digital", "fair", "dutch", "network"},
    ),
    ({"tags": ["science"]}, {"digital"}),
    ({"audiences": ["parents"]}, {"fair"}),
    ({"comforts": ["quiet"]}, {"fair"}),
    ({"kinds": ["fair"]}, {"fair"}),
    ({"language": "nl"}, EVERY),
    ({"language": "fr"}, {"plain", "bus", "digital", "fair", "network"}),
    ({"presence": "online"}, {"dutch"}),
    ({"partner": "cci"}, {"fair"}),
    ({"campaign": "week"}, {"fair"}),
    ({"organised": False}, {"fair"}),
    ({"organised": True}, {"plain", "bus", "digital", "dutch", "network"}),
    ({"simulated": True}, set()),
]


def test_coming_is_narrowed(some):
    """One world for all of them: it is dear to make."""
    names = {row.pk: name for name, row in some.items()}
    for asked, wanted in NARROWED:
        rows = found(**asked)
        assert {names[row.pk] for row in rows} == wanted, asked
        assert rows == sorted(rows, key=lambda one: (one.entry.begins, one.pk))


def test_coming_of_a_centre_a_network_a_site_a_stop(some):
    centre = some["plain"].entry.centre
    network = Network.objects.get()

    assert set(found(centre=centre)) == {some["plain"], some["bus"], some["fair"]}
    assert set(found(network=network)) == {
        some[name] for name in ("plain", "bus", "fair", "network")
    }
    assert found(site=some["bus"].entry.site) == [some["bus"]]
    assert found(stop=some["bus"].entry.stop) == [some["bus"]]


def test_coming_leaves_out_drafts_parts_and_what_is_over(db):
    day = SessionFactory()
    SessionFactory(state="scheduled")
    SessionFactory(part_of=day)

    assert found() == [day]
    assert list(queries.coming(Asked(), BEGINS + 3 * HOUR)) == []
    assert list(queries.past(Asked(), BEGINS + 3 * HOUR)) == [day]
    assert list(queries.past(Asked(), NOW)) == []


def test_between_days_of_a_place(db):
    session = SessionFactory()
    zone = session.entry.zone

    def on(day):
        return list(queries.between(queries.public(Asked()), day, day, zone))

    assert on(DAY) == [session]
    assert on(DAY + ONE_DAY) == []


@pytest.fixture
def worded(planned):
    def made(title, **more):
        return actions.publish(session=planned(title={"fr": title}, **more), by=BY)

    return made


@pytest.mark.parametrize(
    "text",
    [
        "santé",
        "SANTE travail",
        "sante au travial",
        "snate",
        "santee",
        "sant\0é",
        "travai",
        "traveil",
        "participatif",
    ],
)
def test_search_forgives_accents_capitals_and_one_slip(worded, text):
    session = worded("Santé au travail")
    worded("Créer son entreprise", kind="info-session")

    assert list(queries.search(Session.objects.all(), text)) == [session]


def test_search_finds_partner_theme_and_place(worded, partner, site):
    session = worded("Atelier", themes=["digital"], tags=["health"])
    actions.change(session=session, facts={}, hosts=[actions.HostFacts(partner=partner)], by=BY)

    for text in (partner.name, "inclusion numérique", "digital inclusion", site.centre.name):
        assert list(queries.search(Session.objects.all(), text)) == [session], text


def test_search_for_nothing_narrows_nothing_and_nonsense_finds_nothing(worded):
    session = worded("Atelier")

    assert list(queries.search(Session.objects.all(), "  ")) == [session]
    for text in ("zzzzzz", "qz", "at zq", "%", "_" * 200):
        assert list(queries.search(Session.objects.all(), text)) == []
    assert found(text="atelier") == [session]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("travail", "travail", True),
        ("travial", "travail", True),
        ("traveil", "travail", True),
        ("travaill", "travail", True),
        ("tavail", "travail", True),
        ("travials", "travail", False),
        ("tarvial", "travail", False),
        ("cv", "cb", False),
        ("travail", "trvaila", False),
    ],
)
def test_slipped(one, other, same):
    assert slipped(one, other) is same


# -- lists


def test_cards_cost_three_queries_however_many(some, django_assert_num_queries):
    SeatsFactory(session=some["plain"])
    for count in (1, 6):
        rows = queries.coming(Asked(), NOW)[:count]
        with django_assert_num_queries(3):
            cards = queries.cards(rows)
        assert len(cards) == count


def test_cards_say_what_a_list_says(some):
    plain = some["plain"]
    Session.objects.filter(pk=plain.pk).update(joining="places")
    SeatsFactory(session=plain, capacity=12, held=12)
    SeatsFactory(session=plain, way="online", letter="B", capacity=40)
    cards = {card.pk: card for card in queries.cards(queries.coming(Asked(), NOW))}

    card = cards[plain.pk]
    assert str(card.left) == "places disponibles (40)" or card.left.n == 40
    assert card.day == DAY
    assert card.zone.key == "Europe/Paris"
    assert not card.is_cancelled
    assert card.kind_said
    assert plain.entry.centre.name in card.where
    assert cards[some["bus"].pk].where == "Marché, Plouha"
    assert cards[some["fair"].pk].hosts == (some["fair"].hosts.get().partner.name,)
    assert cards[some["network"].pk].where == ""
    assert cards[some["network"].pk].left is None


def test_a_card_of_what_is_held_online_sends_nobody_to_the_house(some):
    online = SessionFactory(site=some["plain"].entry.site, entry__presence="online")
    cards = {card.pk: card for card in queries.cards(queries.coming(Asked(), NOW))}

    assert cards[online.pk].where == online.entry.where == "en ligne"


def test_places_over_two_ways_in(db):
    def left(*rows):
        session = SessionFactory(joining="places")
        for letter, way, capacity, held, waiting, given in rows:
            SeatsFactory(
                session=session,
                letter=letter,
                way=way,
                capacity=capacity,
                held=held,
                waiting=waiting,
                given=given,
            )
        found = left_of([session.pk]).get(session.pk)
        return found and found.word

    assert left(("A", "on-site", 12, 12, 3, True), ("B", "online", 30, 0, 0, True)) == "many"
    assert left(("A", "on-site", 12, 12, 3, True), ("B", "online", 5, 5, 1, True)) == "full"
    assert left(("A", "on-site", 12, 12, 3, True), ("B", "online", None, 5, 0, True)) == "unlimited"
    assert left(("A", "on-site", 12, 0, 0, False)) is None


def test_soon_splits_by_the_day_it_is_there(db):
    for days in (0, 1, 5):
        SessionFactory(begins=BEGINS + days * ONE_DAY)
    cards = queries.cards(queries.coming(Asked(), BEGINS - HOUR))

    soon = queries.soon(cards, BEGINS - HOUR)

    assert [len(soon.today), len(soon.tomorrow), len(soon.later)] == [1, 1, 1]


def test_week_and_month_are_grids_of_whole_weeks(db):
    SessionFactory()
    SessionFactory(begins=BEGINS + ONE_DAY, entry__ends=BEGINS + 3 * ONE_DAY)
    cards = queries.cards(queries.coming(Asked(), NOW))

    (week,) = queries.week(cards, DAY)
    month = queries.month(cards, DAY)

    assert [len(on) for _day, on in week] == [0, 1, 1, 1, 1, 0, 0]
    assert (len(month), len(month[0])) == (6, 7)
    assert month[0][0][0] == datetime.date(2026, 2, 23)
    assert sum(len(on) for line in month for _day, on in line) == 4


def test_a_page_costs_the_same_whatever_it_says(django_assert_num_queries):
    for many in (1, 3):
        session = SessionFactory(code=f"s{many}")
        for _n in range(many):
            HostFactory(session=session)
            StandFactory(session=session)
            SessionFactory(part_of=session)
        with django_assert_num_queries(9):
            page = queries.whole(session.code)
            assert len(page.hosts.all()) == len(page.parts.all()) == many
    assert queries.whole("s1", simulated=False) is not None
    assert queries.whole("s1", simulated=True) is None


# -- the next one like it


def test_next_like_is_of_its_series_then_of_its_kind_with_places_free(db):
    series = SeriesFactory()
    site = SiteFactory(kind="main")

    def made(days, **more):
        said = {"joining": "places", "capacity": 12} | more
        return SessionFactory(site=site, begins=BEGINS + days * ONE_DAY, **said)

    session = made(0, entry__series=series, entry__occurrence=DAY)
    full = made(7, entry__series=series, entry__occurrence=DAY + 7 * ONE_DAY)
    SeatsFactory(session=full, capacity=12, held=12)
    named = made(1, joining="named")
    SeatsFactory(session=named, capacity=12, held=12)
    other = made(2)
    SeatsFactory(session=other)
    assert queries.next_like(session, NOW) == other

    following = made(14, entry__series=series, entry__occurrence=DAY + 14 * ONE_DAY)
    SeatsFactory(session=following)
    assert queries.next_like(session, NOW) == following
    assert queries.next_like(following, NOW) is None


def test_next_like_of_a_template_and_of_nothing(site, planned):
    template = actions.keep_template(centre=site.centre, title={"fr": "T"}, by=BY).row
    session = actions.publish(session=planned(template=template, themes=[]), by=BY)
    assert queries.next_like(session, NOW) is None

    again = actions.publish(
        session=planned(
            template=template, begins=BEGINS + ONE_DAY, ends=BEGINS + ONE_DAY + HOUR, joining="open"
        ),
        by=BY,
    )
    assert queries.next_like(session, NOW) == again


# -- desk and hall


def test_today_at_a_site_and_next_there(db):
    session = SessionFactory()
    site = session.entry.site
    off = SessionFactory(site=site, state="cancelled", entry__state="cancelled")
    SessionFactory(site=site, begins=BEGINS + ONE_DAY)
    SessionFactory(site=site, state="scheduled", entry__state="draft")

    assert list(queries.today_at(site, BEGINS - HOUR)) == [session]
    assert list(queries.next_at(site, 2, BEGINS - HOUR)) == [session, off]


# -- big days


def figures(session):
    with trusted():
        return {one.what.value: one for one in queries.overview(session)}


def test_overview_of_a_school_from_its_records(db):
    """Row 113 of the mission: 170 participants, 24 workshops, 23 practices, 19 centres, 5 lands."""
    day = SessionFactory(kind="seminar", joining="named", entry__centre=None, entry__site=None)
    centres = [CentreFactory(country="FR") for _n in range(19)]
    with trusted():
        for n in range(170):
            Registration.objects.create(
                session=day,
                name=f"P{n}",
                email=f"p{n}@example.org",
                centre=centres[n % 19],
                country=("FR", "BE", "IT", "PT", "LU")[n % 5],
                digest=uuid.uuid4().bytes,
                registered_at=NOW,
                until=DAY,
                state="withdrawn" if n >= 170 else "registered",
            )
    for _n in range(24):
        SessionFactory(part_of=day, entry__centre=None, entry__site=None)
    SessionFactory(part_of=day, kind="round-table", entry__centre=None, entry__site=None)
    for _n in range(23):
        StandFactory(session=day, practice=True)
    StatedFigure.objects.create(session=day, what="participants", n=170)
    StatedFigure.objects.create(session=day, what="centres", n=20)
    StatedFigure.objects.create(session=day, what="visitors", n=300, qualifier="about")

    found = figures(day)

    assert {name: one.n for name, one in found.items()} == {
        "participants": 170,
        "workshops": 24,
        "round-tables": 1,
        "practices": 23,
        "centres": 19,
        "countries": 5,
        "visitors": 300,
    }
    assert found["participants"].agrees is True
    assert found["centres"].agrees is False
    assert found["workshops"].agrees is None


def test_overview_counts_those_who_came_once_somebody_ticked(db):
    day = SessionFactory(kind="seminar", joining="named")
    with trusted():
        for n, state in enumerate(("came", "registered", "withdrawn")):
            Registration.objects.create(
                session=day,
                name="P",
                email=f"{n}@example.org",
                country="FR",
                organisation="CIEP",
                digest=uuid.uuid4().bytes,
                registered_at=NOW,
                until=DAY,
                state=state,
            )

    assert figures(day)["participants"].n == 1


def test_overview_of_a_fair_from_headcounts_stands_and_roster(db):
    """Row 116: eleven centres; row 60: visitors estimated."""
    fair = SessionFactory(kind="fair", part="joined")
    HeadcountFactory(session=fair, n=9000, method="estimated")
    StandFactory(session=fair)
    for n in range(11):
        Roster.objects.create(
            session=fair, day=DAY, half_day="am" if n < 6 else "pm", centre=CentreFactory()
        )

    found = figures(fair)

    assert (found["visitors"].n, found["visitors"].qualifier) == (9000, "about")
    assert (found["centres"].n, found["exhibitors"].n) == (11, 1)
    HostFactory(session=fair, role="exhibitor")
    HostFactory(session=fair, role="exhibitor")
    assert figures(fair)["exhibitors"].n == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["exact"], "exact"),
        (["exact", "more_than"], "more_than"),
        (["up_to", "more_than"], "up_to"),
        (["about", "up_to"], "about"),
    ],
    ids=str,
)
def test_a_sum_of_headcounts_is_told_as_its_loosest_part(words, told):
    session = SessionFactory(kind="conference")
    for n, word in enumerate(words):
        HeadcountFactory(session=session, qualifier=word, day=DAY + n * ONE_DAY, n=10)

    assert queries.attended(session) == (10 * len(words), told)


# -- counters


def test_one_forum_organised_by_one_and_joined_by_two_is_one_and_two(db):
    """Row 58 of the mission."""
    network = Network.objects.create(code="n", name={"fr": "N"})
    forum = SessionFactory(kind="forum", state="held")
    two = [CentreFactory(), CentreFactory()]
    for centre in (forum.entry.centre, *two):
        Membership.objects.create(network=network, centre=centre, kind="member", start="2010")
    for centre in two:
        CentreWith.objects.create(session=forum, centre=centre, part="joined")

    everywhere = queries.counters(2026)
    of_network = queries.counters(2026, network=network)
    own = queries.counters(2026, centre=forum.entry.centre)
    other = queries.counters(2026, centre=two[0])

    assert (everywhere.organised, everywhere.joined) == (1, 2)
    assert (of_network.organised, of_network.joined) == (1, 2)
    assert (own.organised, own.joined) == (1, 0)
    assert (other.organised, other.joined) == (0, 1)
    assert queries.counters(2025).by_kind == {}


def test_a_forum_of_a_centre_outside_is_joined_by_a_network_and_not_organised(db):
    network, member = Network.objects.create(code="n", name={"fr": "N"}), CentreFactory()
    Membership.objects.create(network=network, centre=member, kind="member", start="2010")
    forum = SessionFactory(kind="forum", state="held")
    CentreWith.objects.create(session=forum, centre=member, part="joined")

    found = queries.counters(2026, network=network)

    assert (found.organised, found.joined) == (0, 1)


def test_two_who_organise_one_event_organise_one(db):
    forum = SessionFactory(kind="forum", state="held")
    CentreWith.objects.create(session=forum, centre=CentreFactory(), part="organised")

    assert (queries.counters(2026).organised, queries.counters(2026).joined) == (1, 0)


def test_what_the_network_alone_makes_or_joins_is_of_no_centre(db):
    for part in ("organised", "joined"):
        SessionFactory(
            kind="webinar", part=part, state="held", entry__centre=None, entry__site=None
        )

    found = queries.counters(2026)

    assert (found.by_kind, found.organised, found.joined) == ({"webinar": 2}, 0, 0)


def test_workshops_are_the_sum_of_their_components_beside_what_was_published(db):
    for kind, n in (("participatory", 3), ("info-session", 2), ("peer-group", 1), ("fair", 1)):
        for _n in range(n):
            SessionFactory(kind=kind, state="attended")
    SessionFactory()  # still to come

    found = queries.counters(2026)

    assert found.workshops == 6
    assert dict(found.components) == {"info-session": 2, "participatory": 3, "peer-group": 1}
    # Row 54: 6 690 is not «more than 6 700».
    assert not queries.beside(6690, Published(6700, "more_than"))
    assert queries.beside(6701, Published(6700, "more_than"))
    assert queries.beside(6690, Published(6700, "up_to"))
    assert queries.beside(6690, Published(6700, "about"))
    assert not queries.beside(6690, Published(6700, "exact"))


def test_counters_read_the_year_of_the_place(db):
    new_year = datetime.datetime(2025, 12, 31, 20, 30, tzinfo=datetime.UTC)
    SessionFactory(begins=new_year, state="held", entry__time_zone="Indian/Reunion")

    assert queries.counters(2026).workshops == 1
    assert queries.counters(2025).workshops == 0


def test_counters_cost_the_same_for_any_number(django_assert_num_queries):
    for many in (1, 3):
        for _n in range(many):
            SessionFactory(kind="forum", state="held")
        with django_assert_num_queries(2):
            queries.counters(2026)


def test_tags_are_counted(db):
    rows = [SessionFactory(tags=["science", "digital"]), SessionFactory(tags=["science"])]

    assert queries.by_tag(rows) == {"science": 2, "digital": 1}
