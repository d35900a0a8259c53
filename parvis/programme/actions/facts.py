"""Campaigns, templates, and all that stands around a session: kept, and removed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Model
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Centre
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.kernel.words import Words
from parvis.ledgers.codes import free_code
from parvis.network.models import Network
from parvis.partners.models import Partner
from parvis.programme.actions.held import counted, locked, tell
from parvis.programme.actions.planning import finish
from parvis.programme.enums import Joining, Kind, Question, SessionState
from parvis.programme.errors import BelowHeld, NotPossible, WrongState
from parvis.programme.models import (
    Campaign,
    CentreWith,
    Document,
    KeyPoint,
    Objective,
    Roster,
    Session,
    Slot,
    Speaker,
    Stand,
    StatedFigure,
    Template,
)
from parvis.programme.models.sessions import PARTY
from parvis.sources.actions import keep_cited
from parvis.sources.enums import Standing
from parvis.sources.models import Source
from parvis.tallies.enums import Qualifier


@action
def keep_template(
    *,
    centre: Centre,
    title: Words,
    kind: str = Kind.PARTICIPATORY,
    about: Words | None = None,
    minutes: int = 120,
    set_up: int = 0,
    pack_up: int = 0,
    languages: Sequence[str] = (),
    themes: Sequence[str] = (),
    tags: Sequence[str] = (),
    audiences: Sequence[str] = (),
    comforts: Sequence[str] = (),
    access_note: Words | None = None,
    joining: str = Joining.OPEN,
    capacity: int | None = None,
    online_capacity: int | None = None,
    party_limit: int = PARTY,
    closes_before: int = 0,
    question: str = Question.USEFUL,
    retired: bool = False,
    code: str = "",
    was: Template | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Template]:
    """Keep what sessions of a centre are made from. Raises CannotKeep, ChangedMeanwhile."""
    if not code:
        rows = Template.objects.filter(centre=centre)
        code = was.code if was is not None else free_code(rows, title)
    return keep(
        Template,
        where={"centre": centre, "code": code},
        values={
            "title": title,
            "kind": kind,
            "about": about,
            "minutes": minutes,
            "set_up": set_up,
            "pack_up": pack_up,
            "languages": list(languages),
            "themes": list(themes),
            "tags": list(tags),
            "audiences": list(audiences),
            "comforts": list(comforts),
            "access_note": access_note,
            "joining": joining,
            "capacity": capacity,
            "online_capacity": online_capacity,
            "party_limit": party_limit,
            "closes_before": closes_before,
            "question": question,
            "retired": retired,
            "simulated": centre.simulated,
        },
        was=was,
        seen=seen,
    )


@action
def keep_campaign(
    *,
    code: str,
    title: Words,
    first: datetime.date,
    last: datetime.date,
    about: Words | None = None,
    network: Network | None = None,
    centre: Centre | None = None,
    reached: int | None = None,
    reached_qualifier: str = Qualifier.EXACT,
    public: int | None = None,
    public_qualifier: str = Qualifier.EXACT,
    public_is: Words | None = None,
    sources: Iterable[Source] = (),
    standing: str = Standing.STATED,
    was: Campaign | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Campaign]:
    """Keep a campaign. Raises Unsourced, CannotKeep, ChangedMeanwhile."""
    place = centre or network
    return keep_cited(
        Campaign,
        where={"code": code},
        values={
            "title": title,
            "about": about,
            "first": first,
            "last": last,
            "network": network,
            "centre": centre,
            "reached": reached,
            "reached_qualifier": reached_qualifier,
            "public": public,
            "public_qualifier": public_qualifier,
            "public_is": public_is,
            "simulated": place is not None and place.simulated,
        },
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )


@action
def set_objectives(
    *, campaign: Campaign, objectives: Sequence[Words], by: Actor
) -> list[Objective]:
    """Make these, in this order, all that a campaign wants."""
    campaign.objectives.filter(order__gt=len(objectives)).delete()
    return [
        keep(Objective, where={"campaign": campaign, "order": n}, values={"text": text}).row
        for n, text in enumerate(objectives, 1)
    ]


@action
def state_figure(
    *,
    session: Session,
    what: str,
    n: int,
    qualifier: str = Qualifier.EXACT,
    sources: Iterable[Source] = (),
    standing: str = Standing.STATED,
    was: StatedFigure | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[StatedFigure]:
    """Keep a figure that a source gives of a session. Raises Unsourced, CannotKeep."""
    return keep_cited(
        StatedFigure,
        where={"session": session, "what": what},
        values={"n": n, "qualifier": qualifier, "simulated": session.simulated},
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )


@action
def keep_slot(
    *,
    session: Session,
    begins: datetime.datetime,
    ends: datetime.datetime,
    appointment: bool = False,
    places: int | None = None,
    note: Words | None = None,
    was: Slot | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Slot]:
    """Keep a part of the day, or an appointment beside walking in, with places of its own.

    Appointments while walking in is off raise a label alert (rule R04). Raises NotPossible out of
    the hours of the session, BelowHeld, CannotKeep, ChangedMeanwhile.
    """
    row = locked(session)
    if begins < row.entry.begins or ends > row.entry.ends:
        raise NotPossible(_("A slot lies within the hours of its session."))
    kept = keep(
        Slot,
        where={"session": row, "begins": begins, "ends": ends, "appointment": appointment},
        values={"places": places, "note": note},
        was=was,
        seen=seen,
    )
    finish(row, by)
    return kept


@action
def remove_slot(*, row: Slot, seen: str, by: Actor) -> None:
    """Remove a slot. Raises BelowHeld while somebody holds a place there, ChangedMeanwhile."""
    session = locked(row.session)
    seats = session.seats.filter(slot=row).first()
    if seats is not None and (seats.held or seats.offered or seats.set_aside):
        raise BelowHeld(_("Somebody holds a place there."))
    let_go(row, seen=seen)
    finish(session, by)


@action
def keep_stand(
    *,
    session: Session,
    number: str,
    partner: Partner | None = None,
    centre: Centre | None = None,
    name: str = "",
    left: int | None = None,
    top: int | None = None,
    offers: Words | None = None,
    needs: Sequence[str] = (),
    practice: bool = False,
    was: Stand | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Stand]:
    """Keep a stand: who holds it, where it lies on the plan, what one finds there.

    Whoever holds it does the same by its link, for `offers` and `needs` alone (`tell_stand`).
    Raises CannotKeep, ChangedMeanwhile.
    """
    kept = keep(
        Stand,
        where={"session": session, "number": number},
        values={
            "partner": partner,
            "centre": centre,
            "name": name,
            "left": left,
            "top": top,
            "offers": offers,
            "needs": list(needs),
            "practice": practice,
        },
        was=was,
        seen=seen,
    )
    tell(session)
    return kept


@action
def tell_stand(
    *, stand: Stand, offers: Words, needs: Sequence[str], seen: str | None = None, by: Actor
) -> Kept[Stand]:
    """Whoever holds a stand says what one finds there, and which needs it answers.

    Raises WrongState once the event is over, CannotKeep, ChangedMeanwhile.
    """
    if stand.session.state in (SessionState.ATTENDED, SessionState.EVALUATED):
        raise WrongState(_("This event is over."))
    kept = keep(
        Stand,
        where={"session": stand.session, "number": stand.number},
        values={"offers": offers, "needs": list(needs)},
        was=stand,
        seen=seen,
    )
    tell(stand.session)
    return kept


@action
def renew_stand_link(*, stand: Stand, by: Actor) -> Stand:
    """Take back every link of a stand that was given."""
    row = Stand.objects.select_for_update(of=("self",), no_key=True).get(pk=stand.pk)
    row.serial += 1
    row.save(update_fields=["serial"])
    return row


@action
def set_roster(
    *,
    session: Session,
    day: datetime.date,
    half_day: str,
    centres: Iterable[Centre],
    by: Actor,
) -> list[Roster]:
    """Make these all the centres that hold a shared stand on a half-day.

    Raises NotPossible for another day, CannotKeep.
    """
    if not session.entry.day <= day <= session.entry.last_day:
        raise NotPossible(_("It is not held that day."))
    wanted = {one.pk: one for one in centres}
    rows = Roster.objects.filter(session=session, day=day, half_day=half_day)
    rows.exclude(centre__in=wanted).delete()
    return [
        keep(
            Roster,
            where={"session": session, "day": day, "half_day": half_day, "centre": centre},
            values={},
        ).row
        for centre in wanted.values()
    ]


@action
def set_centres_with(
    *, session: Session, centres: Mapping[Centre, str], by: Actor
) -> list[CentreWith]:
    """Make these all the other centres of a session, each with its part.

    Raises NotPossible for the centre whose session it is, CannotKeep.
    """
    row = locked(session)
    if row.entry.centre in centres:
        raise NotPossible(_("The session is this centre’s own."))
    with counted(row):
        row.centres_with.exclude(centre__in=centres).delete()
        kept = [
            keep(CentreWith, where={"session": row, "centre": centre}, values={"part": part}).row
            for centre, part in centres.items()
        ]
    tell(row)
    return kept


@action
def keep_speaker(
    *,
    session: Session,
    name: str,
    function: Words | None = None,
    organisation: str = "",
    agreed: datetime.date | None = None,
    order: int = 0,
    was: Speaker | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Speaker]:
    """Keep who speaks in public. Raises CannotKeep, ChangedMeanwhile."""
    return keep(
        Speaker,
        where={"session": session, "name": name},
        values={
            "function": function,
            "organisation": organisation,
            "agreed": agreed,
            "order": order,
        },
        was=was,
        seen=seen,
    )


@action
def keep_document(
    *,
    session: Session,
    address: str,
    title: Words,
    language: str = "",
    order: int = 0,
    was: Document | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Document]:
    """Keep a document of a session, by where it lies. Raises CannotKeep, ChangedMeanwhile."""
    return keep(
        Document,
        where={"session": session, "address": address},
        values={"title": title, "language": language, "order": order},
        was=was,
        seen=seen,
    )


@action
def set_key_points(*, session: Session, points: Sequence[Words], by: Actor) -> list[KeyPoint]:
    """Make these, in this order, all that is to be remembered of a day; they are published."""
    session.key_points.filter(order__gt=len(points)).delete()
    return [
        keep(KeyPoint, where={"session": session, "order": n}, values={"text": text}).row
        for n, text in enumerate(points, 1)
    ]


@action
def remove_row(*, row: Model, seen: str, by: Actor) -> None:
    """Remove a template, a campaign, a stand, a speaker, a document, a figure of a source.

    Raises CannotKeep while other facts stand on it, ChangedMeanwhile, TypeError for another row.
    """
    if not isinstance(row, (Template, Campaign, Stand, Speaker, Document, StatedFigure)):
        raise TypeError(f"{row!r} is removed by an act of its own")
    let_go(row, seen=seen)
