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

from parvis.accounts import actions as accounts
from parvis.accounts.actors import command
from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost, Post
from parvis.centres.enums import CentreRole
from parvis.centres.models import Centre
from parvis.centres.models import Post as CentrePost
from parvis.charter import actions as charter
from parvis.opendata.networkfile import Outcome, load_file
from parvis.partners.enums import PartnerRole
from parvis.partners.models import Agreement
from parvis.partners.models import Post as PartnerPost
from parvis.website import actions as website

HERE = Path(__file__).resolve().parent
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
    _pages(centre)
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
