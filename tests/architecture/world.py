"""A small world for tests of scope: two centres, their partners, and somebody for every role."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client
from django.utils import timezone

from parvis.accounts.enums import Means, Outcome
from parvis.accounts.models import Invitation, Post, SignIn, User
from parvis.accounts.queries import heirs
from parvis.accounts.roles import ROLES, Reach
from parvis.agenda.models import ClashLevel, Entry, Hold
from parvis.annualreport.tests.factories import TextFactory
from parvis.centres.models import (
    Alias,
    Centre,
    Closure,
    Equipment,
    Hours,
    Name,
    Pole,
    SharedPost,
    ShortCode,
    Site,
    SiteAlias,
    Space,
    SpecialDay,
    Stop,
    TeamMember,
)
from parvis.charter.models import Version
from parvis.counselling.models import Theme
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device
from parvis.governance.tests.factories import (
    BodyFactory,
    MandateFactory,
    MeetingFactory,
    OfficeFactory,
    PersonFactory,
)
from parvis.indicators.tests.factories import DefinitionFactory, ObservationFactory
from parvis.kernel.policies import trusted
from parvis.kernel.secrets import seal
from parvis.mailing.models import Message
from parvis.network.models import (
    CharterAcceptance,
    Due,
    DueAmount,
    Fact,
    Funding,
    LabelFact,
    Membership,
    Network,
)
from parvis.partners.models import (
    Agreement,
    Contribution,
    Duty,
    DutyContact,
    DutySession,
    Partner,
)
from parvis.principles.enums import Principle
from parvis.principles.models import LabelAlert
from parvis.programme.models import (
    Campaign,
    CentreWith,
    Coordination,
    Document,
    Feedback,
    Headcount,
    HeldPlaces,
    Host,
    KeyPoint,
    Objective,
    Participation,
    Proposal,
    Registration,
    Roster,
    Seats,
    Session,
    Slot,
    Speaker,
    Stand,
    StatedFigure,
    Template,
)
from parvis.sources.models import Source
from parvis.visits.models import SiteSettings, SurveyWeek
from tests.architecture.reading import room_of

MARK = "Zwartbol"
"""Stands in every word of the far centre: whoever reads it was told something."""
STATES: dict[str, dict[str, Any]] = {
    "now": {},
    "ends today": {"until": 0},
    "ended": {"until": -1},
    "to come": {"start": 1},
    "ended early": {"ended_at": -1},
}


@dataclass
class World:
    """What was made, by the names tests use."""

    centres: dict[str, Centre] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    """«near centre:manager», «far partner:counsellor», «network:editor», «nobody»."""
    posts: list[Post] = field(default_factory=list)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    shared: dict[str, SharedPost] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    """Signed in, by the same names; whoever walks through addresses fills it."""
    far: dict[str, set[Any]] = field(default_factory=dict)
    """Keys of what lies in the far centre or is the network's, by model."""
    rows: dict[str, list[Any]] = field(default_factory=dict)
    """Everything held, as it was before the walk."""

    def here(self, side: str, reach: Reach) -> Any:
        """The place of this kind on this side."""
        if reach is Reach.NETWORK:
            return None
        return (self.centres if reach is Reach.CENTRE else self.partners)[side]


def make_world(keys: Iterable[str] = tuple(ROLES)) -> World:
    """Half of it in the near centre, half in the far one; somebody for each of these roles."""
    world = World()
    for side in ("near", "far"):
        name = MARK if side == "far" else "Near"
        centre = Centre.objects.create(
            code=f"{side}-centre", name=f"Centre {name}", country="FR", time_zone="Europe/Paris"
        )
        partner = Partner.objects.create(
            code=f"{side}-partner", name=f"Partner {name}", country="FR", field="training"
        )
        partner.centres.add(centre)
        world.centres[side], world.partners[side] = centre, partner
    # One partner works in both: its rows lie in two centres.
    both = Partner.objects.create(code="both", name="Both", country="FR", field="training")
    both.centres.add(*world.centres.values())
    world.partners["both"] = both
    for role in (ROLES[key] for key in keys):
        for side in ("",) if role.reach is Reach.NETWORK else ("near", "far"):
            _person(world, side, role.key)
    for state in STATES:
        _person(world, "near", "centre:manager", state=state)
        _person(world, "near", "partner:counsellor", state=state)
        _person(world, "", "network:coordinator", state=state)
    _person(world, "both", "partner:counsellor")
    _someone(world, "nobody")
    _things(world, "near")
    before = _keys()
    _things(world, "far")
    world.far = {label: keys - before[label] for label, keys in _keys().items()}
    world.far[Centre._meta.label].add(world.centres["far"].pk)
    world.far[Partner._meta.label].add(world.partners["far"].pk)
    return world


def _keys() -> dict[str, set[Any]]:
    """The key of every row of our rooms, by model."""
    with trusted():
        return {
            model._meta.label: set(model._default_manager.values_list("pk", flat=True))
            for model in apps.get_models()
            if room_of(model.__module__)
        }


def _someone(world: World, key: str) -> User:
    far = key.startswith("far ") or "network:" in key
    name = f"{MARK if far else 'Near'} {key}"
    email = "".join(c if c.isalnum() else "-" for c in key) + "@example.org"
    world.people[key] = User.objects.create_user(email, name=name)
    return world.people[key]


def _person(world: World, side: str, key: str, state: str = "now") -> None:
    role, today = ROLES[key], timezone.localdate()
    who = " ".join(part for part in (side, key, "" if state == "now" else f"({state})") if part)
    if who in world.people:
        return
    said = STATES[state]
    post = heirs()[role.reach](
        user=_someone(world, who),
        role=role.code,
        start=today + datetime.timedelta(days=said.get("start", -10)),
        until=today + datetime.timedelta(days=said["until"]) if "until" in said else None,
        ended_at=timezone.now() - datetime.timedelta(days=1) if "ended_at" in said else None,
    )
    if role.reach is not Reach.NETWORK:
        setattr(post, role.reach.value, world.here(side, role.reach))
    post.save()
    world.posts.append(post)


def _places(world: World, side: str) -> None:
    """A row of each list of a centre."""
    centre, name = world.centres[side], MARK if side == "far" else "Near"
    words, today = {"fr": name, "en": name}, timezone.localdate()
    site = Site.objects.create(centre=centre, code="main", kind="main", name=words)
    SiteAlias.objects.create(site=site, text=name)
    Name.objects.create(centre=centre, name=name)
    Alias.objects.create(centre=centre, text=name)
    bus = Site.objects.create(centre=centre, code="bus", kind="mobile", name=words)
    hours = {"begins": "09:00", "ends": "12:00"}
    Stop.objects.create(site=bus, commune=name, place=name, first=today, **hours)
    Pole.objects.create(centre=centre, code="a", need="training", name=words)
    Hours.objects.create(site=site, weekday=1, opens="09:00", closes="12:00")
    SpecialDay.objects.create(site=site, day=today, openings=[], reason=words)
    Closure.objects.create(site=site, start=today, end=today, kind="other", reason=words)
    space = Space.objects.create(site=site, code="room", kind="room", name=words)
    Equipment.objects.create(space=space, kind="computer", places=2, note=words)
    ClashLevel.objects.create(centre=centre, kind="space", level="warn")
    _dates(centre, space, words)
    Device.objects.create(site=site, kind=DeviceKind.KIOSK, name=name, digest=side)
    SiteSettings.objects.create(site=site)
    SurveyWeek.objects.create(site=site, monday=today - datetime.timedelta(days=today.weekday()))
    Theme.objects.create(centre=centre, code=side, name=words)
    TeamMember.objects.create(centre=centre, name=name, sort_key=name, start=today)
    Message.objects.create(
        message_id=f"{side}@example.org", purpose="test", language="fr", subject=name
    )
    LabelAlert.objects.create(
        principle=Principle.values[0],
        centre=centre.code,
        what="centres_pole",
        row=str(centre.pk),
        about=words,
        detail=words,
        raised=timezone.now(),
    )


def _dates(centre: Centre, space: Space, words: dict[str, str]) -> None:
    """A date of the centre and one of the network, and what each takes up."""
    begins = timezone.now()
    span = {"begins": begins, "ends": begins + datetime.timedelta(hours=2)}
    for facts in ({"layer": "centre", "centre": centre, "site": space.site}, {"layer": "network"}):
        entry = Entry.objects.create(title=words, time_zone="Europe/Paris", **facts, **span)
        Hold.objects.create(entry=entry, space=space, **span)


def _things(world: World, side: str) -> None:
    _places(world, side)
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    manager = world.people[f"{side} centre:manager"]
    for word, more in {
        "waiting": {},
        "accepted": {"accepted_at": now},
        "withdrawn": {"withdrawn_at": now},
    }.items():
        world.invitations[f"{side} {word}"] = Invitation.objects.create(
            email=f"{side}-{word}@example.org",
            name=f"{MARK if side == 'far' else 'Near'} {word}",
            role="centre:reception",
            centre_key=world.centres[side].pk,
            start=timezone.localdate(),
            digest=Invitation.digest_of(f"{side} {word}"),
            invited_by=manager,
            ends_at=now + hour,
            **more,
        )
    for word, more in {"open": {}, "closed": {"closed_at": now}, "over": {"until": now}}.items():
        world.shared[f"{side} {word}"] = SharedPost.objects.create(
            centre=world.centres[side],
            opened_by=manager,
            opened_at=now - hour,
            **{"until": now + hour} | more,
        )
    agreement = Agreement.objects.create(
        code=side, centre=world.centres[side], partner=world.partners[side]
    )
    site, partner = world.centres[side].sites.get(code="main"), world.partners[side]
    plan: dict[str, Any] = {
        "site": site,
        "pole": world.centres[side].poles.get(),
        "partner": partner,
        "begins": "09:00",
        "ends": "12:00",
    }
    Duty.objects.create(first=timezone.localdate(), **plan)
    DutySession.objects.create(day=timezone.localdate(), **plan)
    DutyContact.objects.create(
        centre=world.centres[side],
        partner=partner,
        name=MARK if side == "far" else "Near",
        email=f"{side}-duty@example.org",
    )
    Contribution.objects.create(
        agreement=agreement,
        code="line",
        year=2026,
        kind="human",
        purpose="counselling",
        unit="half_day",
        given=1,
        about={"fr": MARK if side == "far" else "Near"},
    )
    _in_the_programme(world, side)
    _in_the_network(world, side)
    _in_the_bodies(world, side)
    counsellor = world.people[f"{side} partner:counsellor"]
    ShortCode.objects.create(post=world.shared[f"{side} open"], user=counsellor, digest="x")
    with trusted():
        for more in ({}, {"ended_at": now}, {"until": now - hour}):
            SignIn.objects.create(
                user=manager,
                means=Means.PASSWORD,
                outcome=Outcome.OPENED,
                browser=MARK if side == "far" else "Near",
                **{"until": now + hour} | more,
            )
    for kind, data in (
        ("totp", {"secret": seal("s")}),
        ("recovery_codes", {"seed": seal("s"), "used_mask": 0}),
    ):
        Authenticator.objects.create(user=manager, type=kind, data=data)


def _in_the_programme(world: World, side: str) -> None:
    """A row of each list of the programme."""
    centre, partner = world.centres[side], world.partners[side]
    name = MARK if side == "far" else "Near"
    words, now, hour = {"fr": name, "en": name}, timezone.now(), datetime.timedelta(hours=1)
    template = Template.objects.create(centre=centre, code="a", kind="participatory", title=words)
    campaign = Campaign.objects.create(
        code=side, title=words, centre=centre, first=now.date(), last=now.date()
    )
    Objective.objects.create(campaign=campaign, order=1, text=words)
    entry = Entry.objects.create(
        layer="centre",
        centre=centre,
        site=centre.sites.get(code="main"),
        title=words,
        begins=now + hour,
        ends=now + 2 * hour,
        time_zone="Europe/Paris",
    )
    session = Session.objects.create(
        code=f"{side}-session",
        entry=entry,
        kind="participatory",
        template=template,
        campaign=campaign,
        state="proposed",
    )
    around = {"session": session}
    Host.objects.create(partner=partner, **around)
    CentreWith.objects.create(centre=centre, **around)
    seats = Seats.objects.create(letter="A", **around)
    Participation.objects.create(
        seats=seats, number=0, state="held", digest=side.encode().ljust(32)
    )
    HeldPlaces.objects.create(seats=seats, partner=partner, places=1)
    Feedback.objects.create(face=3, question="useful", medium="tablet", **around)
    Headcount.objects.create(day=now.date(), n=1, **around)
    StatedFigure.objects.create(what="participants", n=1, **around)
    Slot.objects.create(begins=now + hour, ends=now + 2 * hour, note=words, **around)
    Stand.objects.create(number="1", name=name, **around)
    Roster.objects.create(day=now.date(), half_day="am", centre=centre, **around)
    Speaker.objects.create(name=name, **around)
    Document.objects.create(address="https://example.org/", title=words, **around)
    KeyPoint.objects.create(order=1, text=words, **around)
    meeting = Coordination.objects.create(centre=centre, day=now.date(), note=name)
    Proposal.objects.create(partner=partner, note=name, proposed_at=now, **around)
    meeting.proposals.set(Proposal.objects.filter(session=session))
    with trusted():
        Registration.objects.create(
            list_of=centre,
            name=name,
            email=f"{side}-professional@example.org",
            country="FR",
            digest=side.encode().ljust(32),
            registered_at=now,
            until=now.date(),
            **around,
        )


def _in_the_network(world: World, side: str) -> None:
    centre, said = world.centres[side], {"fr": MARK if side == "far" else "Near"}
    network, _made = Network.objects.get_or_create(code="network", defaults={"name": {"fr": "N"}})
    member = Membership.objects.create(
        network=network, centre=centre, kind="member", start="2020", note=said
    )
    Fact.objects.create(network=network, code=side, kind="opened", centre=centre, title=said)
    LabelFact.objects.create(
        network=network,
        code=side,
        centre=centre,
        decision="granted",
        step="operating",
        date="2021",
        note=said,
    )
    # The Charter is public: its versions are offered to whoever signs an agreement.
    version = Version.objects.create(code=side, title=f"Charter {side}", language="fr", text="…")
    CharterAcceptance.objects.create(membership=member, version=version, on=timezone.localdate())
    Funding.objects.create(network=network, code=side, name=said["fr"], kind="dues")
    due = Due.objects.create(membership=member, year=2026, note=said)
    DueAmount.objects.create(due=due, amount=1)


def _in_the_bodies(world: World, side: str) -> None:
    """A row of each list of bodies, figures, documents and texts; they lie in no centre."""
    network = Network.objects.get(code="network")
    name = MARK if side == "far" else "Near"
    body = BodyFactory(network=network, name={"fr": name, "en": name})
    office = OfficeFactory(body=body, name={"fr": name, "en": name})
    MandateFactory(office=office, person=PersonFactory(network=network, name=name))
    MeetingFactory(body=body)
    definition = DefinitionFactory(indicator__network=network)
    ObservationFactory(definition=definition)
    ObservationFactory(definition=definition, scope="centre", centre=world.centres[side])
    # A document of the network is public: whoever cites it in a form of theirs reads its title.
    Source.objects.create(
        collection="network", code=side, title=f"Document {side}", kind="report", language="fr"
    )
    TextFactory(network=network, year=2024 if side == "near" else 2025, body=name)
