"""Accounts and the posts they hold."""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.accounts.errors import UnknownLanguage
from parvis.accounts.models import Post, SignIn, User, Viewing
from parvis.accounts.queries import holds_none
from parvis.accounts.roles import Role
from parvis.kernel.history import action
from parvis.kernel.policies import trusted

AnyPost = TypeVar("AnyPost", bound=Post)


@action
def speak(*, user: User, language: str, by: Actor) -> User:
    """Have the office speak this language to someone; raises UnknownLanguage for another."""
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage(_("The office does not speak this language."))
    user.language = language
    user.save(update_fields=["language"])
    return user


@action
def open_account(*, email: str, name: str, password: str, language: str, by: Actor) -> User:
    """The account of this address, made if there was none; its name and password are set."""
    email = email.strip().casefold()
    user = User.objects.filter(email=email).first() or User(email=email)
    user.name = name
    user.language = language
    user.is_active = True
    if not user.check_password(password):
        user.set_password(password)
    user.save()
    return user


@action
def appoint(*, post: AnyPost, by: Actor) -> AnyPost:
    """Give a post; the same post asked for again is the one already held."""
    same = {
        field.attname: getattr(post, field.attname)
        for field in post._meta.concrete_fields
        if not field.primary_key
    }
    held: AnyPost | None = type(post)._default_manager.filter(**same).first()
    if held is not None:
        return held
    post.save()
    return post


@action
def end_post(*, post: Post, by: Actor) -> Post:
    """End a post now, before its last day; whoever holds none any more is signed out at once."""
    post = _locked(post)
    if post.ended_at is None:
        now = timezone.now()
        post.ended_at = now
        post.save()
        if holds_none(post.user, timezone.localdate()):
            with trusted():
                SignIn.objects.filter(user=post.user, ended_at__isnull=True).update(ended_at=now)
    return post


@action
def put_back(*, post: Post, by: Actor) -> Post:
    """Take back the end of a post: it lasts until its last day again."""
    post = _locked(post)
    if post.ended_at is not None:
        post.ended_at = None
        post.save()
    return post


@action
def change_password(*, user: User, password: str, by: Actor) -> User:
    """Set a new password; every session of this person ends, so the view opens a new one."""
    user.set_password(password)
    user.save(update_fields=["password"])
    with trusted():
        standing = SignIn.objects.filter(user=user, ended_at__isnull=True, until__isnull=False)
        standing.update(ended_at=timezone.now())
    return user


@action
def start_viewing(*, user: User, role: Role, place: int | None, by: Actor) -> Viewing:
    """Note that an administrator begins to look at the office as a role sees it."""
    return Viewing.objects.create(user=user, role=role.key, place_key=place)


@action
def end_viewing(*, viewing: Viewing, by: Actor) -> Viewing:
    """Note that they stopped."""
    if viewing.ended_at is None:
        viewing.ended_at = timezone.now()
        viewing.save()
    return viewing


def _locked(post: Any) -> Any:
    return type(post)._default_manager.select_for_update(of=("self",)).get(pk=post.pk)
