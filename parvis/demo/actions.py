"""Sets up the demonstration: both networks loaded, and somebody for every role.

The real network holds sourced facts only, so nobody signs in there with a post; every account
of the demonstration works in the example network.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from parvis.accounts import actions as accounts
from parvis.accounts.actors import command
from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost, Post
from parvis.centres.enums import CentreRole
from parvis.centres.models import Post as CentrePost
from parvis.charter import actions as charter
from parvis.opendata.networkfile import Outcome, load_file
from parvis.partners import actions as partners
from parvis.partners.enums import Absence, DutyState, PartnerRole
from parvis.partners.models import Agreement, Duty, DutySession
from parvis.partners.models import Post as PartnerPost

HERE = Path(__file__).resolve().parent
FILES = (HERE / "ricdm.json", HERE / "example.json")
BEGUN = datetime.date(2026, 1, 1)


@dataclass(frozen=True)
class SignIn:
    """How to sign in to the demonstration in one role."""

    role: str
    email: str
    password: str


def load_networks() -> list[Outcome]:
    """Load the real network and the example network; loading again changes nothing."""
    return [load_file(file, by=command("demo")) for file in FILES]


def prepare_demo() -> list[SignIn]:
    """Load both networks and open one account for every role of the example network."""
    load_networks()
    _charter()
    _duty()
    password = demonstration_password()
    # A centre and a partner that work together, so that each sees what the other does.
    together = Agreement.objects.filter(simulated=True).select_related("centre", "partner")
    agreement = together.earliest("pk")
    centre, partner = agreement.centre, agreement.partner
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
    return [_sign_in(key, role, post, password) for key, role, post in posts]


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
