"""What the real network must show, whoever asks (issue 1/12, «It must show»)."""

import datetime
from decimal import Decimal

import pytest

from parvis.centres.models import Centre
from parvis.demo.actions import load_networks
from parvis.governance.models import Mandate, Meeting, Person
from parvis.governance.queries import body_of, composition
from parvis.indicators.models import Observation
from parvis.indicators.queries import figures, summed
from parvis.journal.models import Line
from parvis.network.models import Network
from parvis.network.queries import home, label_facts_of, label_steps, members_on, timeline
from parvis.sources.enums import Standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]


@pytest.fixture
def real():
    return Network.objects.get(code="ricdm")


def day(text):
    return datetime.date.fromisoformat(text)


def names(there):
    return {membership.centre.code for membership in there.members}


def test_the_home_network_is_the_real_one(real):
    assert home() == real
    assert not real.simulated


def test_at_the_end_of_2025_there_are_23_members_and_1_associate_in_6_countries(real):
    there = members_on(real, day("2025-12-31"))

    assert len(there.members) == 23
    assert [m.centre.code for m in there.associates] == ["job-center-genova"]
    assert there.countries == ["BE", "CH", "ES", "FR", "IT", "PT"]
    assert len(there.in_country("FR")) == 14
    assert {"cdm-mayotte", "cdm-mulhouse"} <= names(there)


def test_nord_franche_comte_is_a_member_the_day_before_and_no_more_the_day_after(real):
    before, after = members_on(real, day("2025-06-25")), members_on(real, day("2025-06-27"))

    assert names(before) - names(after) == {"cdm-nord-franche-comte"}
    assert len(before.members) == 24


def test_the_executive_committee_of_2024_has_the_five_printed_names(real):
    committee = composition(body_of(real, "comex"), day("2024-12-31"))

    assert {seat.person.name for seat in committee.seats} == {
        "Olivia P'tito",
        "Rafaël Ricardou",
        "Corinne Marets",
        "Julia Collis",
        "Stéphanie Benard-Chauvet",
    }
    assert committee.vacant == []


def test_the_executive_committee_of_june_2025_has_six_names_and_two_vacant_offices(real):
    committee = composition(body_of(real, "comex"), day("2025-06-28"))

    assert len(committee.seats) == 6
    assert len(committee.vacant) == 2


def test_the_workshops_of_2024_are_summed_beside_what_was_published(real):
    rows = figures(real, 2024)
    total = next(row for row in rows if row.indicator.code == "workshops-total")
    computed = summed(total, rows)

    assert (total.qualifier, total.value) == ("more_than", Decimal(6700))
    assert (computed.qualifier, computed.value) == ("about", Decimal(6690))
    assert computed.differs_from(total)


def test_the_timeline_of_saint_omer_keeps_three_dates_in_their_own_precision(real):
    moments = [
        moment
        for moment in timeline(Centre.objects.get(code="cdm-saint-omer"))
        if moment.standing == Standing.STATED
    ]

    assert [str(moment.date) for moment in moments] == ["2024-04-25", "2024-11", "2025-04"]
    assert all(moment.sources for moment in moments)


def test_no_meeting_is_made_up_where_only_a_number_is_known(real):
    held = Meeting.objects.filter(body__network=real, body__code="comex", date__startswith="2025")
    number = Observation.objects.get(
        network=real, indicator__code="meetings-held", body__code="comex", year=2025
    )

    assert held.count() == 0
    assert number.value == 8


def test_2025_prints_no_total_of_users_because_no_source_does(real):
    users = [row for row in figures(real, 2025) if row.indicator.code == "users-received"]

    assert users
    assert all(row.qualifier == "words" and row.value is None for row in users)


def step_of(code, on):
    centre = Centre.objects.get(code=code)
    return label_steps([centre], day(on)).get(centre.pk)


def test_a_label_step_no_source_states_is_not_stated():
    assert step_of("cdm-milan", "2025-12-31") is None


def test_a_maintenance_changes_no_step():
    maintained = step_of("cdm-sambre-avesnois", "2025-12-31")

    assert (maintained.decision, maintained.step) == ("maintained", "prefiguration")


def test_a_centre_may_be_open_while_in_prefiguration():
    centre = Centre.objects.get(code="cdm-saint-omer")

    assert centre.facts.filter(kind="opened", date="2025-04").exists()
    assert step_of("cdm-saint-omer", "2025-12-31").step == "prefiguration"


def test_charleroi_is_a_full_member_while_its_site_is_in_prefiguration(real):
    step = step_of("cdm-charleroi", "2025-12-31")

    assert "cdm-charleroi" in names(members_on(real, day("2025-12-31")))
    assert (step.step, step.site.nature) == ("prefiguration", "definitive")


def test_liege_opened_and_was_labelled_as_two_facts():
    liege = Centre.objects.get(code="cdm-liege")

    assert [
        (str(m.date), m.fact.site is not None) for m in timeline(liege) if m.date.text >= "2024-05"
    ] == [
        ("2024-05-31", False),
        ("2025-12-11", True),
    ]


def test_the_extensions_are_presented_and_count_no_further_centre(real):
    for code in ("cdm-cascais", "cdm-la-reunion"):
        presented = Centre.objects.get(code=code).label_facts.get(decision="presented")
        assert presented.decided is None
        assert presented.site.stage == "planned"
        assert Centre.objects.get(code=code).sites.count() == 2
    assert len(members_on(real, day("2025-12-31")).members) == 23


def test_the_two_label_committees_of_2025_have_four_and_three_items(real):
    dates = [str(fact.date) for fact in label_facts_of(real, 2025)]

    assert dates.count("2025-06-26") == 4
    assert dates.count("2025-12-11") == 3
    for held, prepared in (("2025-06-26", "2025-06-23"), ("2025-12-11", "2025-12-08")):
        session = Meeting.objects.get(body__network=real, body__code="label-committee", date=held)
        assert [str(m.date) for m in session.preparatory_sessions.all()] == [prepared]


def test_a_year_known_alone_gains_no_day():
    opened = Centre.objects.get(code="cdm-pays-dartois").facts.get(kind="opened")

    assert (str(opened.date), opened.date.precision) == ("2023", "year")


def test_la_reunion_keeps_its_hours_in_its_own_zone():
    reunion = Centre.objects.get(code="cdm-la-reunion")
    hours = [row for site in reunion.sites.all() for row in site.hours.all()]

    assert reunion.time_zone == "Indian/Reunion"
    assert {(f"{h.opens:%H:%M}", f"{h.closes:%H:%M}") for h in hours} == {("08:30", "16:30")}
    assert sorted(h.weekday for h in hours) == [1, 2, 3, 4, 5]


def test_published_sizes_of_the_network_keep_their_own_meaning(real):
    def printed(code, year):
        return Observation.objects.get(
            network=real, indicator__code=code, scope="network", year=year
        ).value

    assert [printed("members", year) for year in (2021, 2024, 2025)] == [26, 24, 23]
    assert Observation.objects.get(code="cascais-rank-2019").value == 25


def test_a_target_is_never_taken_for_a_result(real):
    users = [row for row in figures(real, 2024) if row.indicator.code == "users-received"]

    assert {row.value for row in users if row.status == "published"} == {Decimal(555000)}
    assert {row.status for row in figures(real, 2024) if row.value == 1_000_000} == {"target"}


def test_the_figures_of_part_two_of_2025_are_all_there(real):
    printed = {(row.qualifier, row.value, row.high) for row in figures(real, 2025)}

    assert {
        ("more_than", Decimal(47000), None),
        ("up_to", Decimal(60), None),
        ("more_than", Decimal(700), None),
        ("more_than", Decimal(20000), None),
        ("range", Decimal(14), Decimal(90)),
        ("up_to", Decimal(45), None),
        ("up_to", Decimal(25), None),
    } <= printed


def test_the_assembly_of_2025_ends_three_mandates_and_elects_two(real):
    mandates = Mandate.objects.filter(body__network=real, body__code="comex")

    assert set(mandates.filter(end="2025-06-27").values_list("person__code", flat=True)) == {
        "olivia-ptito",
        "stephanie-benard-chauvet",
        "corinne-marets",
    }
    assert set(
        mandates.filter(start="2025-06-27", elected_by__code="ag").values_list(
            "person__code", flat=True
        )
    ) == {"caroline-mancel", "karine-nabenesa"}


def test_one_person_goes_from_delegated_president_to_president(real):
    offices = Mandate.objects.filter(person__code="olivia-ptito", person__network=real)

    assert set(offices.values_list("office__code", flat=True)) == {
        "delegated-president-international",
        "president",
    }


def test_one_person_keeps_one_record_through_two_functions_of_the_label(real):
    sesma = Person.objects.get(network=real, name__contains="Sesma")

    assert set(sesma.mandates.values_list("office__code", flat=True)) == {
        "label-officer",
        "label-representative",
    }


def test_two_meetings_of_one_day_are_told_apart(real):
    held = Meeting.objects.filter(body__network=real, date="2019-11-14")

    assert set(held.values_list("body__code", flat=True)) == {"comex", "label-committee"}


def test_loading_twice_changes_nothing():
    before = Line.objects.count()

    outcomes = load_networks()

    assert Line.objects.count() == before
    assert all(outcome.created == outcome.changed == 0 for outcome in outcomes)


def test_the_example_network_is_simulated_to_the_last_row():
    example = Network.objects.get(code="example")
    there = members_on(example, day("2025-12-31"))

    assert example.simulated
    assert (len(there.members), len(there.associates), len(there.countries)) == (23, 1, 6)
    assert not Observation.objects.filter(network=example, simulated=False).exists()
    assert not Observation.objects.filter(network__code="ricdm", simulated=True).exists()


def test_the_api_answers_the_same(client):
    there = client.get("/api/v1/members", {"as_of": "2025-12-31"}).json()
    figure = next(
        row
        for row in client.get("/api/v1/figures", {"year": 2024}).json()["figures"]
        if row["indicator"] == "workshops-total"
    )

    assert there["counts"] == {
        "members": 23,
        "associates": 1,
        "countries": 6,
        "by_country": {"BE": 4, "CH": 2, "ES": 1, "FR": 14, "IT": 1, "PT": 1},
    }
    assert (figure["value"], figure["qualifier"]) == (6700, "more_than")
    assert figure["sum_of_parts"]["value"] == 6690
    assert figure["sum_of_parts"]["qualifier"] == "about"
    assert figure["definition"]["definition"] is None
    assert figure["coverage"] == {"answering": None, "total": None}


def test_the_api_says_who_sat_in_the_executive_committee(client):
    def comex(as_of):
        answer = client.get("/api/v1/bodies", {"as_of": as_of}).json()
        return next(body for body in answer["bodies"] if body["code"] == "comex")

    assert len(comex("2024-12-31")["seats"]) == 5
    assert len(comex("2025-06-28")["seats"]) == 6
    assert {office["code"] for office in comex("2025-06-28")["vacant"]} == {
        "treasurer",
        "vp-partnerships",
    }


def test_the_api_tells_the_timeline_of_a_member(client):
    answer = client.get("/api/v1/members", {"as_of": "2025-12-31"}).json()
    member = next(row for row in answer["members"] if row["code"] == "cdm-saint-omer")

    assert [moment["date"] for moment in member["timeline"]] == ["2024-04-25", "2024-11", "2025-04"]


def test_the_api_says_when_the_sources_do_not_name_every_member(client):
    assert client.get("/api/v1/members", {"as_of": "2025-06-25"}).json()["note"] is None
    assert client.get("/api/v1/members", {"as_of": "2019-12-31"}).json()["note"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/members?as_of=31-06-2025", 422),
        ("/api/v1/members?as_of=2025-06-31", 422),
        ("/api/v1/members?network=nowhere", 404),
        ("/api/v1/figures", 422),
        ("/api/v1/figures?year=two", 422),
    ],
)
def test_the_api_refuses_in_a_sentence(client, path, status):
    response = client.get(path)

    assert response.status_code == status
    assert response.json()["detail"]
