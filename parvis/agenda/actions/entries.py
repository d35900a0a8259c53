"""What is done with one date: put, changed, announced, cancelled, announced again."""

from __future__ import annotations

import copy
import datetime
import uuid
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.agenda import shapes
from parvis.agenda.actions.locking import locked, refuse_taken, tell
from parvis.agenda.enums import NEXT, EntryState, Presence
from parvis.agenda.errors import AnotherWorld, BadTimes, Nameless, NotNow
from parvis.agenda.models import Entry, Series
from parvis.agenda.queries import Planned, zone_of
from parvis.agenda.shapes import Span
from parvis.centres.models import Centre, Site, Stop
from parvis.kernel.editing import NOTHING
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.kernel.words import Words


class Facts(TypedDict, total=False):
    """What may be changed of a date; what is left out stays as it is."""

    layer: str
    centre: Centre | None
    site: Site | None
    stop: Stop | None
    place: Words
    title: Words
    about: Words
    begins: datetime.datetime
    ends: datetime.datetime
    time_zone: str
    whole_days: bool
    presence: str
    link: str
    languages: list[str]


@action
def put(
    *,
    layer: str,
    title: Words,
    begins: datetime.datetime,
    ends: datetime.datetime,
    centre: Centre | None = None,
    site: Site | None = None,
    stop: Stop | None = None,
    place: Words | None = None,
    about: Words | None = None,
    time_zone: str = "",
    whole_days: bool = False,
    presence: str = Presence.ON_SITE,
    link: str = "",
    languages: Sequence[str] = (),
    series: Series | None = None,
    occurrence: datetime.date | None = None,
    announced: bool = False,
    simulated: bool | None = None,
    uid: uuid.UUID | None = None,
    by: Actor,
) -> Entry:
    """Put one date in the agenda: a draft, unless it is announced at once.

    Instants come from `shapes.hours` or `shapes.whole_days`; of whole days, the instants lie
    anywhere in the first day and at or before the end of the last, and are made midnights. The
    zone, and the site of a stop, are those of the place where they are not said; whether it is
    made up is what its centre or site is, or else said. `uid` is for dates read from a file, which
    are found again by it.
    Raises BadTimes, Nameless, AnotherWorld, CannotKeep for what a column refuses, Taken for what
    the centre lets no date run into.
    """
    if site is None and stop is not None:
        site = stop.site
    there = centre or (site.centre if site is not None else None)
    if simulated is None:
        simulated = there.simulated if there is not None else False
    state = EntryState.ANNOUNCED if announced else EntryState.DRAFT
    entry = Entry(
        uid=uid or uuid.uuid4(),
        layer=layer,
        centre=centre,
        site=site,
        stop=stop,
        title=title,
        begins=begins,
        ends=ends,
        time_zone=time_zone or str(zone_of(site, centre)),
        whole_days=whole_days,
        simulated=simulated,
    )
    _fit(entry)
    kept = keep(
        Entry,
        where={"uid": entry.uid},
        values={
            "layer": layer,
            "centre": centre,
            "site": site,
            "stop": stop,
            "place": place,
            "title": title,
            "about": about,
            "begins": entry.begins,
            "ends": entry.ends,
            "time_zone": entry.time_zone,
            "whole_days": whole_days,
            "presence": presence,
            "link": link,
            "languages": list(languages),
            "series": series,
            "occurrence": occurrence,
            "state": state,
            "simulated": simulated,
        },
        seen=NOTHING,
    )
    refuse_taken([Planned(kept.row)])
    tell(kept.row)
    return kept.row


@action
def change(
    *, entry: Entry, seen: str | None = None, by: Actor, **facts: Unpack[Facts]
) -> Kept[Entry]:
    """Change some facts of a date; what it takes up moves with its hours.

    The sequence grows by itself with whatever a calendar must know. `seen` is the token of the
    form, where there was one. Raises what `put` raises, ChangedMeanwhile, and Taken when its new
    hours run into what refuses them.
    """
    row = locked(entry)
    was = row.begins, row.ends
    asked: dict[str, Any] = dict(facts)
    stop = asked.get("stop")
    if stop is not None and "site" not in asked:
        asked["site"] = stop.site
    wanted = copy.copy(row)
    for name, value in asked.items():
        setattr(wanted, name, value)
    _fit(wanted)
    asked |= {name: getattr(wanted, name) for name in ("begins", "ends") if name in asked}
    if wanted.whole_days:
        asked |= {"begins": wanted.begins, "ends": wanted.ends}
    kept = keep(Entry, where={"uid": row.uid}, values=asked, was=row, seen=seen)
    if kept.columns:
        kept.row.refresh_from_db()
        _check(kept.row, was)
        tell(kept.row)
    return kept


@action
def announce(*, entry: Entry, by: Actor) -> Entry:
    """Let the public read it. Asked twice, it is done once; raises NotNow, Taken."""
    return _turn(entry, EntryState.ANNOUNCED)


@action
def cancel(*, entry: Entry, why: Words | None = None, by: Actor) -> Entry:
    """It does not take place: it stays in every calendar, and says so; what it took up is free.

    Asked twice, the later reason stands. Raises NotNow for a draft, which is removed instead.
    """
    return _turn(entry, EntryState.CANCELLED, why or {})


@action
def announce_again(*, entry: Entry, by: Actor) -> Entry:
    """One cancelled by mistake takes place after all. Raises NotNow, Taken."""
    if locked(entry).state == EntryState.DRAFT:
        raise NotNow(_("This date was never announced."))
    return _turn(entry, EntryState.ANNOUNCED)


@action
def remove_draft(*, row: Entry, seen: str, by: Actor) -> None:
    """Remove a date that nobody has read. Raises NotNow for one announced, ChangedMeanwhile."""
    if locked(row).state != EntryState.DRAFT:
        raise NotNow(_("This date was announced: cancel it, so that whoever noted it is told."))
    let_go(row, seen=seen)


def _check(entry: Entry, was: Span) -> None:
    """Move along what an entry takes up when its hours changed, and refuse what is taken."""
    holds = list(entry.holds.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if (entry.begins, entry.ends) != was:
        holds = [shapes.moved(hold, entry, was) for hold in holds]
    refuse_taken([Planned(entry, holds)])
    if (entry.begins, entry.ends) != was:
        for hold in holds:
            hold.save(update_fields=["begins", "ends"])


def _turn(entry: Entry, state: EntryState, why: Words | None = None) -> Entry:
    row = locked(entry)
    if row.state != state and state not in NEXT[row.state]:
        raise NotNow(
            _("A date that is “%(state)s” cannot be “%(wanted)s”.")
            % {"state": row.get_state_display(), "wanted": state.label}
        )
    kept = keep(Entry, where={"uid": row.uid}, values={"state": state, "why": why or {}}, was=row)
    if kept.columns:
        row.refresh_from_db()
        _check(row, (row.begins, row.ends))
        tell(row)
    return row


def _fit(entry: Entry) -> None:
    """What holds between its columns, before any is written."""
    if not any(text.strip() for text in (entry.title or {}).values()):
        raise Nameless(_("Say what it is called."))
    places = [place for place in (entry.centre, entry.site and entry.site.centre) if place]
    if any(place.simulated != entry.simulated for place in places):
        raise AnotherWorld(_("Real and simulated facts are never mixed."))
    if entry.stop is not None and entry.stop.site_id != entry.site_id:
        raise AnotherWorld(_("This stop is one of another site."))
    if entry.ends <= entry.begins:
        raise BadTimes(_("It ends before it begins."))
    if entry.whole_days:
        entry.begins, entry.ends = shapes.whole_days(entry.day, entry.last_day, entry.zone)
