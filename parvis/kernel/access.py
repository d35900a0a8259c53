"""The door: every view says who may enter, and enters inside one transaction.

A reading request (GET, HEAD, OPTIONS) gets a read-only transaction: a view that writes while it
shows is refused by the database; so does every request of whoever looks as another role. What the
person may see is set inside that transaction only, so that nothing lingers on a pooled connection.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.module_loading import import_string

View = Callable[..., HttpResponseBase]
Rule = Callable[[Any, Any], bool]

READING = frozenset({"GET", "HEAD", "OPTIONS"})


@contextmanager
def entered(request: HttpRequest) -> Iterator[None]:
    """One transaction for the whole request: read-only when reading, scope set locally."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    scope = import_string(settings.PARVIS_SCOPE)(user) if signed_in else {}
    actor = f"staff:{user.pk}" if signed_in and user is not None else "visitor"
    with transaction.atomic():
        with connection.cursor() as cursor:
            if request.method in READING or getattr(request, "reads_only", False):
                cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(
                "SELECT set_config('parvis.actor', %s, true), set_config('parvis.scope', %s, true)",
                [actor, json.dumps(scope, sort_keys=True)],
            )
        with _spoken_to(request, user if signed_in else None):
            yield


def _spoken_to(request: HttpRequest, user: Any) -> AbstractContextManager[object]:
    """Staff addresses carry no language: they speak the person's own."""
    known = {code for code, _name in settings.LANGUAGES}
    if user is None or request.path_info.split("/", 2)[1] in known or user.language not in known:
        return nullcontext()
    return translation.override(user.language)


def open_to_all(view: View) -> View:
    """Anyone may enter: nobody is asked who they are."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with entered(request):
            return view(request, *args, **kwargs)

    guarded.access = "open to all"  # type: ignore[attr-defined]
    return guarded


def reads_nothing(view: View) -> View:
    """Anyone may enter, and no transaction is opened: for what must answer without a database."""
    view.access = "reads nothing"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any member of staff with a role in force may enter; the view shows what is theirs."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        with entered(request):
            return view(request, *args, **kwargs)

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded


def admitted(rule: Callable[[Any], bool]) -> Callable[[View], View]:
    """Whoever the rule admits may enter, where there is no one object to ask about: a list, a form.

    Others are told that nothing is there (404). The view shows only what the person's queries give.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
            with entered(request):
                if not rule(request.user):
                    raise Http404
                return view(request, *args, **kwargs)

        guarded.access = f"{rule.__module__}.{rule.__name__}"  # type: ignore[attr-defined]
        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate


def allow(
    rule: Rule, *, among: Callable[[Any], QuerySet[Any]], key: str = "pk"
) -> Callable[[View], View]:
    """Whoever the rule admits may enter, with the object found among what they may see.

    `among(user)` is the query of what this person sees; an object outside it does not exist for
    them (404, never 403: nothing is told). The view receives the object in place of its key.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
            with entered(request):
                subject = among(request.user).filter(**{key: kwargs.pop(key)}).first()
                if subject is None or not rule(request.user, subject):
                    raise Http404
                return view(request, subject, **kwargs)

        guarded.access = f"{rule.__module__}.{rule.__name__}"  # type: ignore[attr-defined]
        guarded.among, guarded.key = among, key  # type: ignore[attr-defined]
        return guarded

    return decorate
