"""What is done with screens lent to counsellors."""

from __future__ import annotations

import datetime
import secrets

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from parvis.accounts.actions.trying import Origin, Refused, tried
from parvis.accounts.actors import Actor
from parvis.accounts.enums import Means, Outcome
from parvis.accounts.models import SignIn, User
from parvis.accounts.queries import lent_to
from parvis.centres.errors import NotLentHere
from parvis.centres.models import Centre, SharedPost, ShortCode
from parvis.kernel.history import action
from parvis.kernel.policies import trusted


@action
def open_shared_post(
    *, centre: Centre, user: User, until: datetime.datetime, by: Actor
) -> SharedPost:
    """Lend a screen of this centre to its counsellors until the end of the shift."""
    return SharedPost.objects.create(centre=centre, opened_by=user, until=until)


@action
def close_shared_post(*, post: SharedPost, by: Actor) -> SharedPost:
    """Take the screen back: its codes are void and whoever is signed in by one is signed out."""
    post = SharedPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.closed_at is None:
        post.closed_at = timezone.now()
        post.save()
        with trusted():
            SignIn.objects.filter(
                user__in=post.codes.values("user"),
                means=Means.SHORT_CODE,
                ended_at__isnull=True,
            ).update(ended_at=post.closed_at)
        post.codes.all().delete()
    return post


@action
def give_short_code(*, post: SharedPost, user: User, by: Actor) -> str:
    """Six digits for one counsellor on one shared post, shown once; a former code is void.

    Raises NotLentHere when this person holds no post that may be taken up here.
    """
    post = SharedPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if not post.is_open or user.pk not in {lent.user_id for lent in lent_to(post.centre_id)}:
        raise NotLentHere(_("This person has no duty to take up on this post today."))
    ShortCode.objects.filter(post=post, user=user).delete()
    taken = set(post.codes.values_list("digest", flat=True))
    while (digest := _digest(post, code := f"{secrets.randbelow(10**6):06}")) in taken:
        continue
    ShortCode.objects.create(post=post, user=user, digest=digest)
    return code


@action
def take_up(*, post: SharedPost, code: str, origin: Origin, by: Actor) -> User | Refused:
    """The counsellor whose code this is on this post, or why not; wrong tries are slowed."""

    def prove() -> User | None:
        digest = _digest(post, "".join(code.split()))
        found = ShortCode.objects.filter(post=post, digest=digest).select_related("user").first()
        if found is None or not found.user.is_active:
            return None
        lent = {one.user_id for one in lent_to(post.centre_id)}
        return found.user if found.user_id in lent else None

    return tried(
        f"shared post {post.pk}",
        prove,
        origin,
        None,
        Outcome.WRONG_PASSWORD,
        _("This code is not valid on this post. Ask at reception for another."),
    )


def _digest(post: SharedPost, code: str) -> str:
    salt = "parvis.centres.shortcode"
    return salted_hmac(salt, f"{post.pk}|{code}", algorithm="sha256").hexdigest()
