"""Sets up the demonstration: both networks loaded, and somebody for every role.

The real network holds sourced facts only, so nobody signs in there with a post; every account
of the demonstration works in the example network.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils import timezone

from parvis.accounts import actions as accounts
from parvis.accounts.actors import Actor, command
from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost, Post
from parvis.centres.enums import CentreRole
from parvis.centres.models import Centre, Pole, Site
from parvis.centres.models import Post as CentrePost
from parvis.centres.queries import poles_of
from parvis.charter import actions as charter
from parvis.counselling import actions as counselling
from parvis.demo.actions.chance import chance_of, drawn
from parvis.demo.actions.programme import simulate_programme
from parvis.opendata.networkfile import Outcome, load_file
from parvis.partners import actions as partners
from parvis.partners.enums import Absence, DutyState, PartnerRole
from parvis.partners.models import Agreement, Duty, DutySession
from parvis.partners.models import Post as PartnerPost
from parvis.tallies import actions as tallies
from parvis.visits import actions as visits
from parvis.visits.enums import Band, Regime
from parvis.visits.models import Day, Ticket
from parvis.visits.shapes import Asked, Entry, Profile
from parvis.website import actions as website

HERE = Path(__file__).resolve().parent.parent
FILES = (HERE / "ricdm.json", HERE / "example.json")
HOW_TO_COME = (
    (
        "venir",
        "Comment venir",
        "En bus, à pied, en fauteuil, avec une poussette : on entre, personne ne demande un nom.",
        ("title", "En bus"),
        ("text", "<p>L’arrêt est devant la porte. Comptez deux minutes avec une poussette.</p>"),
        ("title", "De plain-pied"),
        (
            "text",
            (
                "<ul><li>L’entrée n’a pas de marche.</li><li>La porte s’ouvre seule.</li>"
                "<li>Un fauteuil peut être prêté à l’accueil.</li></ul>"
            ),
        ),
        (
            "quote",
            {"words": "Je suis venue sans savoir quoi demander.", "whose": "paroles inventées"},
        ),
    ),
    (
        "come",
        "How to come",
        "By bus, on foot, in a wheelchair, with a pram: walk in, nobody asks a name.",
        ("title", "By bus"),
        ("text", "<p>The stop is before the door. Allow two minutes with a pram.</p>"),
        ("title", "Step-free"),
        (
            "text",
            (
                "<ul><li>No step at the entrance.</li><li>The door opens by itself.</li>"
                "<li>Reception lends a wheelchair.</li></ul>"
            ),
        ),
        ("quote", {"words": "I came without knowing what to ask.", "whose": "invented words"}),
    ),
)
"""A page of the example network: made up, as everything there."""
BEGUN = datetime.date(2026, 1, 1)
PAST_DAYS = 20
"""Working days before today that the example centre has counted."""
EVERY = 6
"""Minutes between two arrivals of its simulated morning."""
LONG_ENOUGH = datetime.timedelta(hours=3)
THEMES = {
    "parcoursup-parents": {
        "fr": "Aide aux parents pour Parcoursup (exemple)",
        "en": "Parents lost in study applications (example)",
    },
    "permis": {"fr": "Permis de conduire (exemple)", "en": "Driving licence (example)"},
    "garde-enfants": {"fr": "Garde d’enfants (exemple)", "en": "Child care (example)"},
}
"""Needs that the counsellors of the example centre may flag; invented."""


@dataclass(frozen=True)
class SignIn:
    """How to sign in to the demonstration in one role."""

    role: str
    email: str
    password: str


def load_networks() -> list[Outcome]:
    """Load the real network and the example network; loading again changes nothing."""
    return [load_file(file, by=command("demo")) for file in FILES]


def prepare_demo(*, programme: bool = True) -> list[SignIn]:
    """Load both networks and open one account for every role of the example network.

    Without a programme for those who plan their own, as tests do.
    """
    load_networks()
    _charter()
    _duty()
    password = demonstration_password()
    # A centre and a partner that work together, so that each sees what the other does.
    together = Agreement.objects.filter(simulated=True).select_related("centre", "partner")
    agreement = together.earliest("pk")
    centre, partner = agreement.centre, agreement.partner
    simulate_days(centre)
    if programme:
        simulate_programme(centre)
    posts: list[tuple[str, str, Post]] = [
        *((role.value, str(role.label), NetworkPost(role=role)) for role in NetworkRole),
        *(
            (f"centre-{role}", f"{role.label}, {centre}", CentrePost(role=role, centre=centre))
            for role in CentreRole
        ),
        *(
            (f"partner-{role}", f"{role.label}, {partner}", PartnerPost(role=role, partner=partner))
            for role in PartnerRole
        ),
    ]
    _pages(centre)
    return [_sign_in(key, role, post, password) for key, role, post in posts]


def simulate_days(centre: Centre, at: datetime.datetime | None = None) -> None:
    """Weeks past and a morning under way at the main site of a made-up centre.

    Everything is invented and stands in the simulated world alone; the same on the same day, and
    made once. Raises ValueError for a real centre: its days are counted, never made up.
    """
    if not centre.simulated:
        raise ValueError(f"{centre} is real: its days are not made up")
    now = at or timezone.now()
    site = Site.objects.select_related("centre").get(centre=centre, kind="main", end=None)
    poles = list(poles_of(centre))
    today = now.astimezone(site.zone).date()
    visits.set_up(
        site=site,
        bands=[Band.AGE, Band.SITUATION, Band.TERRITORY, Band.FIRST_VISIT],
        regime=Regime.ONE_IN,
        one_in=4,
        pictures=True,
        by=command("demo"),
    )
    held = set(Day.objects.filter(site=site).values_list("date", flat=True))
    past = (today - datetime.timedelta(days=ahead) for ahead in range(1, 40))
    working = [day for day in past if day.isoweekday() < 6][:PAST_DAYS]
    for day in reversed([day for day in working if day not in held]):
        _past_day(site, poles, day)
    if today not in held:
        _morning(site, poles, now)
    _needs(site, now)


def _past_day(site: Site, poles: list[Pole], date: datetime.date) -> None:
    """A day that is over: a sheet of visits, the waits told and kept, then closed."""
    chance, by = chance_of(f"{site.centre.code} {site.code}", date), command("demo")
    at = datetime.datetime.combine(date, datetime.time(9), site.zone)
    key = drawn(chance)
    rows = [
        (half_day, Entry(key, channel=channel, alike=chance.randint(3, 18), services=(asked,)))
        for half_day in ("am", "pm")
        for channel, asked in [
            ("on_site", Asked("information")),
            ("on_site", Asked("computer")),
            ("phone", Asked("information")),
            *(("on_site", Asked("pole", pole)) for pole in poles),
        ]
    ]
    visits.count_sheet(site=site, key=key, date=date, rows=rows, at=at, by=by)
    lines = []
    for pole in poles:
        for hour in range(8, 19):
            for _turn in range(chance.randint(1, 3)):
                cell = f"{pole.pk}/{hour:02}"
                word = "kept" if chance.random() < 0.8 else "longer"
                lines += [
                    ("visits.tickets", cell, 1),
                    ("visits.wait", f"{cell}/{5 * chance.randint(1, 5):03}", 1),
                    ("visits.promise", f"{cell}/{word}", 1),
                    ("visits.served", str(pole.pk), 1),
                ]
        lines.append(("visits.lost", f"{pole.pk}/11", chance.randint(0, 2)))
    tallies.add_all(site=site, day=date, lines=lines, by=by)
    visits.close_day(site=site, date=date, at=at + datetime.timedelta(hours=10), by=by)


def _morning(site: Site, poles: list[Pole], now: datetime.datetime) -> None:
    """A day under way: somebody every few minutes, a queue that moves, one at each desk."""
    date, by = now.astimezone(site.zone).date(), command("demo")
    chance = chance_of(f"{site.centre.code} {site.code}", date)
    midnight = datetime.datetime.combine(date, datetime.time.min, site.zone)
    moment = max(midnight, now - LONG_ENOUGH)
    visits.open_day(site=site, date=date, at=moment, by=by)
    number = 0
    while moment <= now:
        queue = poles[number % len(poles)] if number % 2 else None
        age = chance.choice(["19-25", "26-30", "31-40", "41-50"]) if number % 4 == 0 else None
        visits.record(
            site=site,
            key=drawn(chance),
            channel="phone" if number % 9 == 8 else "on_site",
            size=24 if number == 12 else 1,
            services=[] if queue else [Asked(chance.choice(["information", "computer"]))],
            pole=queue,
            language=chance.choice(["", "", "ar", "es"]) if queue else "",
            need="seat" if queue and number % 7 == 0 else "",
            profile=Profile(age=age, first_visit="yes" if age else None),
            at=moment,
            by=by,
        )
        if number > 4 and number % 2:
            _at_desk(site, poles, number % 3 + 1, moment, by)
        moment += datetime.timedelta(minutes=EVERY)
        number += 1


def _at_desk(site: Site, poles: list[Pole], desk: int, at: datetime.datetime, by: Actor) -> None:
    """A desk closes with whom it had and calls the next; the fifth does not come."""
    turn = counselling.call_next(site=site, poles=poles, desk=desk, at=at, by=by)
    ticket = cast("Ticket", turn.ticket)  # more came than were called by then
    if ticket.serial % 5 == 0:
        visits.miss(ticket=ticket, by=by)
    elif Ticket.objects.filter(day=ticket.day, state="in_service").count() < 2:
        visits.start(ticket=ticket, at=at, by=by)


def _needs(site: Site, now: datetime.datetime) -> None:
    """Needs seen this month, more of one than of the others."""
    by = command("demo")
    for number, (code, name) in enumerate(THEMES.items()):
        theme = counselling.keep_theme(centre=site.centre, code=code, name=name, by=by).row
        if not theme.flags.filter(month=now.astimezone(site.zone).date().replace(day=1)).exists():
            for _seen in range(6 - 2 * number):
                counselling.flag_need(site=site, theme=theme, zone="town", at=now, by=by)


def _charter() -> None:
    """A make-believe Charter, so that its acceptance can be seen: the real one is not ours."""
    charter.record_version(
        code="example",
        title="Charte du réseau d’exemple (inventée)",
        adopted_on=BEGUN,
        language="fr",
        text=(HERE / "example-charter.txt").read_text(encoding="utf-8"),
        simulated=True,
        by=command("demo"),
    )


def _pages(centre: Centre) -> None:
    """A page of the make-believe centre in both languages, so that free pages can be seen."""
    by = command("demo")
    for home, (slug, title, lead, *parts) in zip(
        website.open_pages(place=centre, by=by).get_translations(inclusive=True).order_by("pk"),
        HOW_TO_COME,
        strict=True,
    ):
        website.write_page(
            home=home.specific, slug=slug, title=title, lead=lead, body=list(parts), by=by
        )


def _duty() -> None:
    """Partners of the example network are asked, most say yes, one now and then says no.

    Which of them is read from the days themselves: started again, the demonstration changes
    nothing that somebody answered meanwhile.
    """
    by = command("demo")
    partners.plan_ahead(by=by)
    for duty in Duty.objects.filter(simulated=True, partner__isnull=False).select_related(
        "site__centre", "partner"
    ):
        assert duty.partner is not None  # noqa: S101 - the query says so
        partners.record_contact(
            centre=duty.site.centre,
            partner=duty.partner,
            name="Permanences (exemple)",
            email=f"{duty.partner.code}@example.org",
            by=by,
        )
    until = timezone.localdate() + datetime.timedelta(days=28)
    for row in DutySession.objects.filter(
        simulated=True, state=DutyState.PLANNED, sequence=1, day__lte=until
    ):
        answer = (row.day.toordinal() + row.pole_id) % 9
        if answer == 0:
            partners.decline(session=row, reason=Absence.ENGAGED, by=by)
        elif answer < 7:
            partners.confirm(session=row, by=by)


def demonstration_password() -> str:
    """One password for every demonstration account, drawn once for this installation."""
    file = Path(settings.VAR) / "demonstration-password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(9) + "\n", encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def _sign_in(key: str, role: str, post: Post, password: str) -> SignIn:
    by = command("demo")
    post.user = accounts.open_account(
        email=f"{key}@example.org", name=role, password=password, language="fr", by=by
    )
    post.start = BEGUN
    accounts.appoint(post=post, by=by)
    return SignIn(role, post.user.email, password)
