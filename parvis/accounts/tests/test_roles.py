import importlib.util
from pathlib import Path

import pytest
from django.utils import translation

from parvis.accounts.queries import Holding, can, can_somewhere, heirs
from parvis.accounts.roles import ROLES, Act, Reach, Role, Thing, Within, appointable, title

DOMAIN = {
    "Reception officer", "Partner counsellor", "Facilitator", "Documentalist / digital steward",
    "Partner's manager", "Partnership manager", "Centre manager", "Référent Réseau",
    "Network coordinator", "Label Authority", "Committee member / external expert", "Treasurer",
    "COMEX secretary", "VP professionalisation / CTP", "Project manager", "Funder (read only)",
    "Candidate bearer", "Editor / translator", "DPO / admin",
}  # fmt: skip
"""The table of domain.md, section 11, without the visitor: eighteen and the treasurer."""
RIGHTS = [(thing, act) for thing in Thing for act in Act]
NEVER_SEES_VISITS = {
    key for key in ROLES if key not in {"centre:reception", "partner:counsellor", "centre:manager"}
}


def test_every_role_of_the_field_is_there():
    assert {role.field_name for role in ROLES.values()} == DOMAIN
    assert len(DOMAIN) == 19


def test_each_kind_of_post_offers_the_roles_of_its_reach_and_no_other():
    for reach, model in heirs().items():
        offered = {value for value, _ in model._meta.get_field("role").choices}

        assert offered == {role.code for role in ROLES.values() if role.reach is reach}


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.key)
def test_the_whole_matrix(role: Role):
    """Role x object x action: a right is had or not, and never where it must never be."""
    held = Holding(role)
    for thing, act in RIGHTS:
        assert held.may(act, thing) is ((thing, act) in role.rights)
        if (thing, act) in role.never:
            assert not held.may(act, thing), f"{role.key} must never {act.value} {thing.value}"


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.key)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_role_is_said_in_whole_sentences(role: Role, language: str):
    with translation.override(language):
        for sentence in (role.sentence, role.never_said):
            assert str(sentence).startswith(("You ", "Vous "))
            assert str(sentence).endswith(".")
        assert str(title(role.key)) == str(role.title) != ""


@pytest.mark.parametrize("key", sorted(NEVER_SEES_VISITS))
def test_nobody_but_reception_and_those_who_counsel_or_manage_there_sees_visits(key: str):
    assert (Thing.VISIT, Act.READ) not in ROLES[key].rights
    assert (Thing.CASE, Act.READ) not in ROLES[key].rights


def test_what_the_field_forbids_in_so_many_words():
    def may(key, thing, act):
        return (thing, act) in ROLES[key].rights

    assert not any(may("centre:reception", Thing.CASE, act) for act in Act)
    assert not any(may("centre:reception", Thing.INTERVIEW, act) for act in Act)
    assert not may("partner:facilitator", Thing.ATTENDEE_CONTACT, Act.EXPORT)
    assert not any(may("centre:manager", Thing.SMALL_CELL, act) for act in (Act.DECIDE, Act.EXPORT))
    assert not may("network:label-authority", Thing.FIGURE, Act.WRITE)
    assert not may("network:label-expert", Thing.LABEL_DECISION, Act.DECIDE)
    treasurer = [
        may("network:treasurer", thing, act)
        for thing in (Thing.VISIT, Thing.VOTE, Thing.LABEL_OPINION)
        for act in Act
    ]
    assert not any(treasurer)
    assert all(may("network:treasurer", Thing.DUES, act) for act in Act)
    assert not may("network:professionalisation", Thing.TRAINER_CALL, Act.DECIDE)
    assert not any(may("centre:candidate", Thing.LOGO, act) for act in Act)
    funder = {act for _, act in ROLES["partner:funder"].rights}
    assert funder == {Act.READ, Act.EXPORT}


def test_nobody_gives_a_role_wider_than_their_own_but_the_administrator_and_the_secretary():
    for role in ROLES.values():
        given = {ROLES[key].reach for key in appointable(role)}
        if role.reach is Reach.PARTNER:
            assert given <= {Reach.PARTNER}
        if role.reach is Reach.CENTRE:
            assert given <= {Reach.CENTRE, Reach.PARTNER}
    assert appointable(ROLES["network:administrator"]) == set(ROLES)
    for role in ROLES.values():
        if role.key != "network:administrator":
            assert "network:administrator" not in appointable(role)


def test_whoever_gives_a_role_may_write_staff():
    for role in ROLES.values():
        assert bool(appointable(role)) <= ((Thing.STAFF, Act.WRITE) in role.rights)


def test_across_the_network_a_second_factor_is_required_and_a_short_code_opens_none_of_them():
    for role in ROLES.values():
        assert role.second_factor is (role.reach is Reach.NETWORK)
        assert not (role.short_code and role.reach is not Reach.PARTNER)


def test_a_right_across_the_network_is_not_one_held_somewhere():
    class Someone:
        holding_now = (Holding(ROLES["centre:editor"], 1),)

    assert not can(Someone(), Act.WRITE, Thing.PAGE)
    assert can_somewhere(Someone(), Act.WRITE, Thing.PAGE)
    assert not can_somewhere(Someone(), Act.DECIDE, Thing.PAGE)


def test_a_thing_lies_across_the_network_where_no_way_leads_to_it():
    assert Within(Thing.PAGE).way(Reach.CENTRE) == ""
    assert Within(Thing.PAGE, centre="x").way(Reach.NETWORK) == ""


def test_the_page_of_roles_says_what_the_program_says():
    root = Path(__file__).parents[3]
    spec = importlib.util.spec_from_file_location("write_roles", root / "deploy" / "write_roles.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.written() == (root / "docs" / "roles.md").read_text(encoding="utf-8"), (
        "run .venv/bin/python deploy/write_roles.py"
    )
