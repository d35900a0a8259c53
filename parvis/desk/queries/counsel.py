"""What a counsellor's own desk shows: who is there, what closing offers, one's own figures."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from parvis.accounts.queries import holdings
from parvis.accounts.roles import Act, Reach, Thing
from parvis.centres.enums import SiteKind
from parvis.centres.models import Pole, Site
from parvis.counselling.models import Theme
from parvis.counselling.queries import Closing, closing, own_figures, themes
from parvis.desk.queries.counter import Waiting, waiting_at
from parvis.devices.queries import is_summoned
from parvis.partners.models import DutySession
from parvis.partners.queries import on_duty
from parvis.visits.enums import TicketState
from parvis.visits.models import Ticket
from parvis.visits.queries import at_desk, desks, poles_at, set_aside, sites_for, waiting


@dataclass(frozen=True)
class Way:
    """One site, and which of its desks somebody may open."""

    site: Site
    keeps: bool
    counsels: bool


@dataclass(frozen=True)
class Seat:
    """Where a counsellor sits and whom they call: a desk, poles, languages, needs it can meet."""

    desk: int | None
    poles: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnDesk:
    """All that moves on a counsellor's desk."""

    seat: Seat
    ticket: Ticket | None
    """Who is at this desk."""
    minutes: int
    closing: Closing | None
    others: tuple[Pole, ...]
    waiting: tuple[Waiting, ...]
    aside: tuple[Waiting, ...]
    themes: tuple[Theme, ...]
    own: Counter[str]
    duty: DutySession | None = None
    """The duty one holds here now."""
    is_summoned: bool = False
    """Reception was asked to come to this desk."""

    @property
    def state(self) -> str:
        """Changes when this desk does: one screen then asks for what another did."""
        told = [] if self.ticket is None else [str(self.ticket.pk), self.ticket.state]
        told += [] if self.duty is None else [self.duty.state, self.duty.halt]
        return " ".join([*told, "summoned" if self.is_summoned else ""]).strip()

    @property
    def is_called(self) -> bool:
        """Called and not come yet."""
        return self.ticket is not None and self.ticket.state == TicketState.CALLED

    @property
    def may_recall(self) -> bool:
        """Called once only."""
        return self.is_called and self.ticket is not None and self.ticket.calls < 2


def sites_counselled(user: Any) -> QuerySet[Site]:
    """The sites where this person counsels."""
    return sites_for(user, Act.WRITE, Thing.INTERVIEW)


def ways_in(user: Any) -> list[Way]:
    """The sites whose desks this person may open: by centre, the main site first."""
    kept, counselled = list(desks(user)), list(sites_counselled(user))
    found = {site.pk: site for site in (*kept, *counselled)}
    kinds = SiteKind.values
    ways = [Way(site, site in kept, site in counselled) for site in found.values()]
    return sorted(
        ways, key=lambda way: (way.site.centre.sort_key, kinds.index(way.site.kind), way.site.pk)
    )


def seat_of(session: Mapping[str, Any], site: Site) -> Seat:
    """Where this person sits there, as they said in this browser; nowhere until they did."""
    kept = session.get("seats", {}).get(str(site.pk), {})
    return Seat(
        desk=kept.get("desk"),
        poles=tuple(kept.get("poles", ())),
        languages=tuple(kept.get("languages", ())),
        meets=tuple(kept.get("meets", ())),
    )


def poles_called(site: Site, seat: Seat) -> list[Pole]:
    """The poles whose queue is called from there: those chosen, all where none was."""
    poles = poles_at(site)
    return [pole for pole in poles if pole.pk in seat.poles] or poles


def own_duty(site: Site, seat: Seat, user: Any, at: datetime.datetime) -> DutySession | None:
    """The duty that this person's partner holds there now; None where it could be several.

    A plan names no counsellor: of two sessions of one house the pole called from tells which.
    """
    partners = {one.place for one in holdings(user) if one.role.reach is Reach.PARTNER}
    held = [row for row in on_duty(site, at) if row.partner_id in partners]
    if len(held) > 1 and seat.poles:
        held = [row for row in held if row.pole_id in seat.poles]
    return held[0] if len(held) == 1 else None


def own_desk(site: Site, seat: Seat, user: Any, at: datetime.datetime) -> OwnDesk:
    """A counsellor's desk at this moment."""
    poles = poles_at(site)
    ticket = at_desk(site, seat.desk) if seat.desk is not None else None
    since = None if ticket is None else ticket.started_at or ticket.last_called_at
    called = [pole for pole in poles if pole.pk in seat.poles] or poles
    keys = {pole.pk for pole in called}
    return OwnDesk(
        seat=seat,
        ticket=ticket,
        minutes=0 if since is None else max(0, int((at - since).total_seconds() // 60)),
        closing=None if ticket is None else closing(site, ticket.pole),
        others=tuple(pole for pole in poles if ticket is None or pole.pk != ticket.pole_id),
        waiting=tuple(waiting_at(one, at, poles) for one in waiting(site, called)),
        aside=tuple(waiting_at(one, at, poles) for one in set_aside(site) if one.pole_id in keys),
        themes=tuple(themes(site.centre)),
        own=own_figures(user, at.astimezone(site.zone).date()),
        duty=own_duty(site, seat, user, at),
        is_summoned=seat.desk is not None and is_summoned(site, seat.desk),
    )
