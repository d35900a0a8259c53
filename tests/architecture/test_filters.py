"""Filters removed on purpose, one by one: each removal is noticed.

The queries that decide scope are read as programs; every filter in them is taken out in turn, and
an oracle, which knows the small world in plain words, is asked again. A filter nobody misses is
either needless or untested.
"""

from __future__ import annotations

import ast
import copy
import datetime
import inspect
import textwrap
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from parvis.accounts import models, queries, rules
from parvis.accounts.models import SignIn, User
from parvis.accounts.queries import Holding, heirs
from parvis.accounts.roles import ROLES, Act, Reach, Role, Thing
from parvis.centres import queries as centres
from parvis.centres.models import Centre, Closure, SharedPost, Site
from parvis.kernel.policies import trusted
from parvis.partners.models import Partner
from tests.architecture.world import World, make_world

FILTERS = {"filter", "exclude", "in_force"}
SCOPES = {"scoped", "reached", "_reached"}
AT_LEAST = 20
PEOPLE = (
    "network:administrator",
    "network:coordinator",
    "network:editor",
    "centre:manager",
    "centre:reception",
    "partner:manager",
    "partner:counsellor",
    "partner:facilitator",
)
"""One role of each reach with each right that the queries ask about."""
GIVEN = ("network:editor", "network:treasurer", "centre:manager", "partner:counsellor")
"""Roles given by the administrator alone, by others too, at a centre and at a partner."""


# -- the oracle: the world in plain words


def _now(world: World) -> dict[int, list[Any]]:
    """The posts each person holds today, by the words they were made with."""
    today, held = timezone.localdate(), {}
    for post in world.posts:
        ended = post.ended_at is not None
        if post.start <= today and (post.until is None or post.until >= today) and not ended:
            held.setdefault(post.user_id, []).append(post)
    return held


def _sides(world: World, posts: list[Any], right: tuple[Thing, Act]) -> tuple[bool, set, set]:
    """Whether the whole network is reached for this right, else which centres and partners."""
    allowed = [post for post in posts if right in post.held.rights]
    return (
        any(post.reach is Reach.NETWORK for post in allowed),
        {post.centre_id for post in allowed if post.reach is Reach.CENTRE},
        {post.partner_id for post in allowed if post.reach is Reach.PARTNER},
    )


def _partners_in(world: World, keys: set) -> set:
    """Partners of these centres, as make_world says it."""
    sides = {side for side, centre in world.centres.items() if centre.pk in keys}
    found = {world.partners[side].pk for side in sides}
    return found | ({world.partners["both"].pk} if sides else set())


def _keys(rows: Any) -> set:
    return {row.pk for row in rows}


def _expected_posts(world: World, posts: list[Any], reach: Reach) -> set:
    everywhere, in_centres, at_partners = _sides(world, posts, (Thing.STAFF, Act.READ))
    rows = [post for post in world.posts if post.reach is reach]
    if everywhere:
        return _keys(rows)
    if reach is Reach.CENTRE:
        return {post.pk for post in rows if post.centre_id in in_centres}
    if reach is Reach.PARTNER:
        partners = _partners_in(world, in_centres) | at_partners
        return {post.pk for post in rows if post.partner_id in partners}
    return set()


def _gives(post: Any, role: Role) -> bool:
    return (Thing.STAFF, Act.DECIDE) in post.held.rights or role.key in post.held.appoints


def ask(world: World) -> None:
    """Ask every query of everybody; an assertion fails where an answer is not the world's."""
    held = _now(world)
    now = timezone.now()
    with trusted():
        all_sign_ins = list(SignIn.objects.all())
    for key, one in world.invitations.items():
        assert queries.invitation_of(models.Invitation.digest_of(key)) == one
        assert queries.invitation_of(models.Invitation.digest_of(key), lock=True) == one
    names = queries.places_named(list(world.invitations.values()))
    assert names == {(Reach.CENTRE, one.pk): str(one) for one in world.centres.values()}
    for one in all_sign_ins:
        assert queries.session(one.pk) == one
    for side, centre in world.centres.items():
        assert queries.place_of(ROLES["centre:manager"], centre.pk) == centre
        assert {post.user_id for post in queries.lent_to(centre.pk)} == {
            world.people[f"{at} {role}"].pk
            for at, role in (
                (side, "partner:counsellor"),
                (side, "partner:facilitator"),
                (side, "partner:counsellor (ends today)"),
                ("both", "partner:counsellor"),
            )
            if f"{at} {role}" in world.people
        }
    for key, post in world.shared.items():
        assert centres.shared_post(post.pk) == (post if key.endswith("open") else None)
    _ask_of_links(world.people["nobody"])
    for user in world.people.values():
        posts = held.get(user.pk, [])
        # Read once, and left on the person, as the door does.
        user.holding_now = queries.read_holdings(user)
        assert sorted(user.holding_now, key=repr) == sorted(
            (Holding(post.held, post.place_key) for post in posts), key=repr
        )
        assert queries.holds_none(user, timezone.localdate()) is (posts == [])
        for thing, act in ((Thing.CONTRADICTION, Act.WRITE), (Thing.STAFF, Act.READ)):
            right = (thing, act)
            assert queries.can(user, act, thing) is _sides(world, posts, right)[0]
            assert queries.can_somewhere(user, act, thing) is any(
                right in post.held.rights for post in posts
            )
        _ask_places(world, user, posts)
        for reach in heirs():
            assert _keys(queries.posts(user, reach)) == _expected_posts(world, posts, reach)
        expected = set().union(*({(r, k) for k in _expected_posts(world, posts, r)} for r in Reach))
        assert {(post.reach, post.pk) for post in queries.people(user)} == expected
        assert {(post.reach, post.pk) for post in queries.people(user, "far ")} == {
            (post.reach, post.pk)
            for post in world.posts
            if (post.reach, post.pk) in expected and "far " in post.user.name
        }
        everywhere, in_centres, _ = _sides(world, posts, (Thing.STAFF, Act.READ))
        invited = {
            one.pk
            for one in world.invitations.values()
            if everywhere or one.centre_key in in_centres or one.invited_by_id == user.pk
        }
        assert _keys(queries.invitations(user)) == invited
        assert _keys(queries.waiting_invitations(user)) == {
            one.pk
            for key, one in world.invitations.items()
            if one.pk in invited and key.endswith("waiting")
        }
        _ask_giving(world, user, posts)
        with trusted():
            own = [one for one in all_sign_ins if one.user_id == user.pk]
            assert _keys(queries.sign_ins(user)) == _keys(own)
            assert _keys(queries.sessions(user)) == {
                one.pk for one in own if one.ended_at is None and one.until > now
            }
            keeps = any((Thing.ACCESS_LOG, Act.READ) in post.held.rights for post in posts)
            assert _keys(queries.all_sign_ins(user)) == (_keys(all_sign_ins) if keeps else set())
            assert _keys(queries.all_sign_ins(user, "near")) == {
                one.pk for one in all_sign_ins if keeps and "near" in one.user.name.casefold()
            }
        assert queries.account(f" {user.email.upper()} ") == user
        assert queries.names_of([f"staff:{user.pk}"]) == {f"staff:{user.pk}": user.name}
        last = timezone.localdate() + datetime.timedelta(days=queries.SOON)
        in_force = [post for those in held.values() for post in those]
        assert queries.ending_soon(user) == sum(
            post.until is not None and post.until <= last
            for post in in_force
            if (post.reach, post.pk) in expected
        )
        _ask_of_the_gone(world, user, posts)


def _ask_of_links(user: User) -> None:
    """A link to choose another password names one person, as long as the account is open."""
    token = queries.link_token(user)
    assert queries.whose_link(token) == user
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert queries.whose_link(token) is None
    User.objects.filter(pk=user.pk).update(is_active=True)


def _ask_of_the_gone(world: World, user: User, posts: list[Any]) -> None:
    """A row that is there no more lay where its columns say."""
    everywhere, in_centres, _ = _sides(world, posts, (Thing.CENTRE, Act.WRITE))
    for centre in world.centres.values():
        site = Site.objects.get(centre=centre, code="main")
        for model, columns in ((Closure, {"site_id": site.pk}), (Site, {"centre_id": centre.pk})):
            lay = queries.would_reach(model, columns, user, Act.WRITE, Thing.CENTRE)
            assert lay is (everywhere or centre.pk in in_centres)


def _ask_places(world: World, user: User, posts: list[Any]) -> None:
    for act in (Act.READ, Act.WRITE):
        everywhere, in_centres, _ = _sides(world, posts, (Thing.CENTRE, act))
        seen = _keys(world.centres.values()) if everywhere else in_centres
        assert _keys(queries.scoped(Centre.objects.all(), user, act)) == seen
        everywhere, in_centres, at_partners = _sides(world, posts, (Thing.PARTNER, act))
        partners = _partners_in(world, in_centres) | at_partners
        seen = _keys(world.partners.values()) if everywhere else partners
        assert _keys(queries.scoped(Partner.objects.all(), user, act)) == seen
        found = list(queries.scoped(Partner.objects.all(), user, act))
        assert len(found) == len(set(found)), "a partner of two centres is one row"
    everywhere, in_centres, _ = _sides(world, posts, (Thing.CENTRE, Act.READ))
    assert _keys(centres.seen_by(user)) == (
        _keys(world.centres.values()) if everywhere else in_centres
    )
    assert set(centres.scope_of(user)["centres"]) == _keys(centres.seen_by(user))
    keeps = any((Thing.ACCESS_LOG, Act.READ) in post.held.rights for post in posts)
    assert centres.scope_of(user)["log"] is keeps
    _, in_centres, _ = _sides(world, posts, (Thing.SHARED_POST, Act.WRITE))
    assert _keys(centres.centres_to_share(user)) == in_centres
    assert _keys(centres.shared_posts(user)) == {
        post.pk
        for key, post in world.shared.items()
        if post.centre_id in in_centres and key.endswith("open")
    }


def _ask_giving(world: World, user: User, posts: list[Any]) -> None:
    given = [role for role in ROLES.values() if any(_gives(post, role) for post in posts)]
    assert queries.roles_to_give(user) == given
    for role in (ROLES[key] for key in GIVEN):
        giving = [post for post in posts if _gives(post, role)]
        everywhere = any(post.reach is Reach.NETWORK for post in giving)
        in_centres = {post.centre_id for post in giving if post.reach is Reach.CENTRE}
        if role.reach is Reach.NETWORK:
            assert queries.places_for(user, role) is None
            assert queries.may_give(user, role, None) is everywhere
            continue
        near, far = world.here("near", role.reach), world.here("far", role.reach)
        places = (
            {world.centres[side].pk for side in world.centres}
            if role.reach is Reach.CENTRE
            else {world.partners[side].pk for side in world.partners}
        )
        if not everywhere:
            at_partners = {post.partner_id for post in giving if post.reach is Reach.PARTNER}
            places = (
                in_centres
                if role.reach is Reach.CENTRE
                else _partners_in(world, in_centres) | at_partners
            )
        assert _keys(queries.places_for(user, role)) == places
        for place in (near, far):
            assert queries.may_give(user, role, place.pk) is (place.pk in places)
        assert queries.may_give(user, role, None) is False
    endable = rules.posts_to_end(user, world.posts)
    assert endable == {
        post
        for post in world.posts
        if post.user_id != user.pk
        and any(_gives(one, post.held) for one in posts)
        and (
            post.reach is Reach.NETWORK
            or post.place_key in _keys(queries.places_for(user, post.held))
        )
    }
    for post in world.posts[:4]:
        assert rules.can_end_post(user, post) is (
            post.user_id != user.pk and queries.may_give(user, post.held, post.place_key)
        )


# -- the filters, and how one is taken out


@dataclass(frozen=True)
class Removal:
    """One filter of one function."""

    function: Callable[..., Any]
    number: int
    said: str

    def __str__(self) -> str:
        return f"{self.function.__qualname__}-{self.number}-{self.said}"

    @property
    def code(self) -> types.CodeType:
        """The function's code without that filter."""
        tree = _tree(self.function)
        removed = _Remove(self.number)
        tree = ast.fix_missing_locations(removed.visit(copy.deepcopy(tree)))
        assert removed.found
        made: dict[str, Any] = {}
        exec(compile(tree, "<removed>", "exec"), self.function.__globals__, made)
        return made[self.function.__name__].__code__


class _Remove(ast.NodeTransformer):
    def __init__(self, number: int) -> None:
        self.left, self.found = number, ""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        kept = _without(node)
        if kept is None:
            return node
        self.left -= 1
        if self.left == -1:
            self.found = ast.unparse(node)[:60]
            return kept
        return node


def _without(node: ast.Call) -> ast.expr | None:
    """What is left of a call when its filtering is taken out; None when it filters nothing."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in FILTERS:
        return node.func.value
    if isinstance(node.func, ast.Name) and node.func.id in SCOPES:
        return node.args[0]
    return None


def _tree(function: Callable[..., Any]) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _removals() -> Iterator[Removal]:
    for module in (queries, centres):
        for _, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__:
                continue
            number = 0
            while True:
                look = _Remove(number)
                look.visit(_tree(function))
                if not look.found:
                    break
                yield Removal(function, number, look.found)
                number += 1


REMOVALS = list(_removals())


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for the module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('parvis.actor', 'command:test', true)")
        yield make_world(PEOPLE)
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def test_there_are_at_least_twenty_filters():
    assert len(REMOVALS) >= AT_LEAST


def test_with_every_filter_in_place_the_world_is_as_it_is(world: World):
    ask(world)


@pytest.mark.parametrize("removal", REMOVALS, ids=str)
def test_a_filter_taken_out_is_missed(world: World, removal: Removal):
    whole = removal.function.__code__
    removal.function.__code__ = removal.code
    try:
        with (
            pytest.raises(
                (AssertionError, AttributeError, KeyError, TypeError, ValueError, DatabaseError)
            ),
            transaction.atomic(),
        ):
            ask(world)
    finally:
        removal.function.__code__ = whole


def test_shared_posts_of_every_state_are_in_the_world(world: World):
    assert SharedPost.objects.count() == len(world.shared) == 6
