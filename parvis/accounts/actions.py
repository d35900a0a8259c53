"""What is done with staff accounts and posts."""

from __future__ import annotations

from typing import TypeVar

from parvis.accounts.actors import Actor
from parvis.accounts.models import Post, User
from parvis.kernel.history import action

AnyPost = TypeVar("AnyPost", bound=Post)


@action
def open_account(*, email: str, name: str, password: str, language: str, by: Actor) -> User:
    """The account of this address, made if there was none; its name and password are set."""
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
