"""Who holds what today, and what may therefore be seen: every scope is decided here."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.apps import apps
from django.contrib.auth.tokens import default_token_generator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from parvis.accounts.models import Invitation, Post, SignIn, User
from parvis.accounts.roles import ROLES, Act, Reach, Role, Thing, Within, appointable
from parvis.kernel.policies import trusted

AnyModel = TypeVar("AnyModel", bound=models.Model)
SHOWN_AT_MOST = 200
LOG_SHOWN = 50
SOON = 30
"""Days ahead at which the end of a post is told."""


@dataclass(frozen=True)
class Holding:
    """A role held now: at a place, or across the installation."""

    role: Role
    place: int | None = None

    def may(self, act: Act, thing: Thing) -> bool:
        """Whether the role allows it, wherever it reaches."""
        return (thing, act) in self.role.rights


def heirs() -> dict[Reach, type[Post]]:
    """The models of posts: one for each reach, from the rooms that know the places."""
    found = [model for model in apps.get_models() if issubclass(model, Post)]
    return {model.reach: model for model in found}


def places(reach: Reach) -> Any:
    """The model of the places where roles of this reach are held: centres, partners."""
    return heirs()[reach]._meta.get_field(reach.value).related_model


def holdings(user: Any) -> tuple[Holding, ...]:
    """The roles this person holds today; one query for each kind of post.

    The door reads them once for a request (StaffSessions) and leaves them on the person. An
    administrator who looks as another role holds that role alone, for as long as it lasts.
    """
    known = getattr(user, "holding_now", None)
    return known if known is not None else read_holdings(user)


def read_holdings(user: Any) -> tuple[Holding, ...]:
    """The same, asked of the database."""
    today = timezone.localdate()
    return tuple(
        Holding(post.held, post.place_key)
        for model in heirs().values()
        for post in model.objects.filter(user=user).in_force(today)
    )


def can(user: Any, act: Act, thing: Thing) -> bool:
    """Whether a role held across the installation allows it: for what belongs to no place."""
    return any(one.role.reach is Reach.NETWORK and one.may(act, thing) for one in holdings(user))


def can_somewhere(user: Any, act: Act, thing: Thing) -> bool:
    """Whether any role held allows it, somewhere: for showing a menu, never for a row."""
    return any(one.may(act, thing) for one in holdings(user))


def holds_one_place(user: Any) -> bool:
    """Whether all this person's roles are held at one and the same centre."""
    held = holdings(user)
    return len({(one.role.reach, one.place) for one in held}) == 1 and all(
        one.role.reach is Reach.CENTRE for one in held
    )


def can_reach(user: Any, act: Act, thing: Thing, *ways: Reach) -> bool:
    """Whether a role held across the installation allows it, or one held in places of these kinds.

    For a list: a role of a centre has no use for one whose rows lie in no centre.
    """
    reaches = {Reach.NETWORK, *ways}
    return any(one.role.reach in reaches and one.may(act, thing) for one in holdings(user))


def scoped(rows: QuerySet[AnyModel], user: Any, act: Act = Act.READ) -> QuerySet[AnyModel]:
    """The rows of a query that this person may read (or `act` upon): scope and right at once.

    The model says where its rows lie (`within`). Raises AttributeError when it does not: a query
    without a scope is not asked by mistake.
    """
    within = cast("Within", rows.model.within)  # type: ignore[attr-defined]
    return reached(rows, user, act, within.thing)


def reached(rows: QuerySet[AnyModel], user: Any, act: Act, thing: Thing) -> QuerySet[AnyModel]:
    """The places among these rows where this person may do this to another thing that lies there.

    «The centres where I may open a shared post.»
    """
    within = cast("Within", rows.model.within)  # type: ignore[attr-defined]
    return _reached(rows, within, [one for one in holdings(user) if one.may(act, thing)])


def would_reach(
    model: type[models.Model],
    columns: Mapping[str, Any],
    user: Any,
    act: Act,
    thing: Thing,
    *,
    links: Mapping[str, Collection[Any]] | None = None,
) -> bool:
    """Whether a row that is there no more, with these columns, lay where this may be done.

    `links` are the keys it was linked to, by the name of the relation.
    """
    held = [one for one in holdings(user) if one.may(act, thing)]
    if any(one.role.reach is Reach.NETWORK for one in held):
        return True
    within = cast("Within", model.within)  # type: ignore[attr-defined]
    for reach in (Reach.CENTRE, Reach.PARTNER):
        keys = {one.place for one in held if one.role.reach is reach}
        first, _, rest = within.way(reach).partition("__")
        if not keys or not first or first == "pk":
            continue
        field = model._meta.get_field(first)
        if keys.intersection((links or {}).get(first, ())):
            return True
        if not field.concrete or field.many_to_many:
            continue
        key = columns.get(str(field.column))
        if rest:
            there = field.related_model._default_manager  # type: ignore[union-attr]
            if there.filter(pk=key, **{f"{rest}__in": keys}).exists():
                return True
        elif key in keys:
            return True
    return False


def _reached(
    rows: QuerySet[AnyModel], within: Within, held: Iterable[Holding]
) -> QuerySet[AnyModel]:
    """The rows that lie where these roles are held."""
    held = list(held)
    if any(one.role.reach is Reach.NETWORK for one in held):
        return rows
    where = Q(pk__in=[])
    for reach in (Reach.CENTRE, Reach.PARTNER):
        keys = {one.place for one in held if one.role.reach is reach}
        if keys and (way := within.way(reach)):
            # By keys and not by join: a partner of two centres is one row.
            where |= Q(pk__in=rows.model._default_manager.filter(**{f"{way}__in": keys}))
    return rows.filter(where)


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """The names of accounts by their key, as the journal has it: «staff:12»."""
    numbers = {key.removeprefix("staff:") for key in keys if key.startswith("staff:")}
    found = User.objects.filter(pk__in=[number for number in numbers if number.isdigit()])
    return {f"staff:{user.pk}": user.name for user in found}


# -- people


def posts(user: Any, reach: Reach) -> Any:
    """Posts of this kind that this person may see, ended ones too."""
    model = heirs()[reach]
    places = () if reach is Reach.NETWORK else (reach.value,)
    return scoped(model.objects.select_related("user", *places), user)


def people(user: Any, words: str = "") -> list[Post]:
    """Posts within this person's scope, by name; at most SHOWN_AT_MOST and one more.

    `words` narrows to names or addresses that contain them.
    """
    found: list[Post] = []
    for reach in heirs():
        rows = posts(user, reach).order_by("user__name", "pk")
        if words:
            rows = rows.filter(Q(user__name__icontains=words) | Q(user__email__icontains=words))
        found += rows[: SHOWN_AT_MOST + 1]
    found.sort(key=lambda post: (post.user.name.casefold(), post.start, post.pk))
    return found[: SHOWN_AT_MOST + 1]


def ending_soon(user: Any) -> int:
    """How many posts within this person's scope end in the days to come (SOON)."""
    today = timezone.localdate()
    last = today + datetime.timedelta(days=SOON)
    return sum(
        posts(user, reach).in_force(today).filter(until__lte=last).count() for reach in heirs()
    )


def lent_to(centre: int) -> list[Post]:
    """Posts in force that may be taken up with a short code in this centre, by name."""
    today = timezone.localdate()
    codes = [role.code for role in ROLES.values() if role.short_code]
    found: list[Post] = []
    for model in heirs().values():
        if way := model.within.way(Reach.CENTRE):
            asked: dict[str, Any] = {way: centre, "role__in": codes}
            here = model.objects.filter(**asked).in_force(today)
            found += [post for post in here.select_related("user") if post.held.short_code]
    return sorted(found, key=lambda post: (post.user.name.casefold(), post.pk))


def invitations(user: Any) -> QuerySet[Invitation]:
    """Invitations within this person's scope, and their own."""
    seen = scoped(Invitation.objects.all(), user)
    return Invitation.objects.filter(Q(pk__in=seen) | Q(invited_by=user)).select_related(
        "invited_by"
    )


def waiting_invitations(user: Any) -> list[Invitation]:
    """Those not accepted nor withdrawn, latest first; a link out of date is still listed."""
    waiting = invitations(user).filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return list(waiting.order_by("-made_at", "-pk")[:SHOWN_AT_MOST])


def invitation_of(digest: str, *, lock: bool = False) -> Invitation | None:
    """The invitation of a link; locked when it is about to be accepted."""
    rows = Invitation.objects.filter(digest=digest)
    return (rows.select_for_update() if lock else rows.select_related("invited_by")).first()


# -- roles one may give, and where


def roles_to_give(user: Any) -> list[Role]:
    """The roles this person may give somewhere, in the order of the file of roles."""
    keys = {key for one in holdings(user) for key in appointable(one.role)}
    return [role for role in ROLES.values() if role.key in keys]


def places_for(user: Any, role: Role) -> QuerySet[Any] | None:
    """Where this person may give a role: places, or None for a role across the installation."""
    if role.reach is Reach.NETWORK:
        return None
    model = places(role.reach)
    giving = [one for one in holdings(user) if role.key in appointable(one.role)]
    return _reached(model._default_manager.all(), model.within, giving)


def may_give(user: Any, role: Role, place: int | None) -> bool:
    """Whether this person may give this role at this place."""
    if role not in roles_to_give(user):
        return False
    there = places_for(user, role)
    if there is None:
        return place is None and any(
            one.role.reach is Reach.NETWORK and role.key in appointable(one.role)
            for one in holdings(user)
        )
    return place is not None and there.filter(pk=place).exists()


def place_of(role: Role, key: int | None) -> models.Model | None:
    """The centre or partner with this key, whoever asks: for words about a role already given."""
    if role.reach is Reach.NETWORK or key is None:
        return None
    found: models.Model | None = places(role.reach)._default_manager.filter(pk=key).first()
    return found


def places_named(invited: Sequence[Invitation]) -> dict[tuple[Reach, int], str]:
    """The names of the places of many invitations; one query a kind of place."""
    names: dict[tuple[Reach, int], str] = {}
    for reach in (Reach.CENTRE, Reach.PARTNER):
        keys = {
            one.place_key
            for one in invited
            if one.held.reach is reach and one.place_key is not None
        }
        if keys:
            there = places(reach)._default_manager.filter(pk__in=keys)
            names |= {(reach, place.pk): str(place) for place in there}
    return names


# -- sign-ins


def account(email: str) -> User | None:
    """The account of an address, whatever its capitals."""
    return User.objects.filter(email=email.strip().casefold()).first()


def link_token(user: User) -> str:
    """What a link to choose another password holds: whose, and a proof that lasts an hour."""
    whose = urlsafe_base64_encode(force_bytes(user.pk))
    return f"{whose}.{default_token_generator.make_token(user)}"


def whose_link(token: str, *, lock: bool = False) -> User | None:
    """Whose password this link changes; nobody's once it was used, an hour later, or if forged."""
    whose, _, proof = token.partition(".")
    try:
        key = int(urlsafe_base64_decode(whose))
    except ValueError:
        return None
    rows = User.objects.select_for_update() if lock else User.objects.all()
    user = rows.filter(pk=key, is_active=True).first()
    return user if user is not None and default_token_generator.check_token(user, proof) else None


def sign_ins(user: Any) -> list[SignIn]:
    """The latest sign-ins and tries of this person, for themself."""
    return list(SignIn.objects.filter(user=user)[:LOG_SHOWN])


def sessions(user: Any) -> QuerySet[SignIn]:
    """The sessions of this person that still stand."""
    return SignIn.objects.filter(user=user, ended_at__isnull=True, until__gt=timezone.now())


def all_sign_ins(user: Any, words: str = "") -> QuerySet[SignIn]:
    """Everybody's sign-ins for whoever keeps the log, nobody's for others."""
    if not can(user, Act.READ, Thing.ACCESS_LOG):
        return SignIn.objects.none()
    rows = SignIn.objects.select_related("user")
    if words:
        rows = rows.filter(Q(user__name__icontains=words) | Q(user__email__icontains=words))
    return rows


def session(key: object) -> SignIn | None:
    """The sign-in a session came from; asked before anybody is known to be signed in."""
    if not isinstance(key, int):
        return None
    with trusted():
        return SignIn.objects.filter(pk=key).first()


def holds_none(user: Any, on: datetime.date) -> bool:
    """Whether this person holds no post at all on that day."""
    return not any(
        model.objects.filter(user=user).in_force(on).exists() for model in heirs().values()
    )
