"""Signing in, in one step or two, and out; accepting an invitation."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts import factors, http, notices, queries, rules
from parvis.accounts.actions import inviting, losing, signing
from parvis.accounts.actions.trying import Refused
from parvis.accounts.actors import Actor, staff, visitor
from parvis.accounts.enums import Means
from parvis.accounts.forms import CodeForm, LostForm, NewPasswordForm, SignInForm
from parvis.accounts.models import Invitation, User
from parvis.kernel.access import open_to_all
from parvis.kernel.errors import ParvisError


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Staff sign in here, and only here: Wagtail's own sign-in is closed."""
    next_ = _next(request)
    if request.user.is_authenticated:
        return redirect(next_)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email = form.cleaned_data["username"]
        found = signing.check_password(
            email=email,
            password=form.cleaned_data["password"],
            origin=http.origin(request, email),
            by=visitor(),
        )
        if not isinstance(found, Refused):
            return http.passed_first_step(request, found, next_, Means.PASSWORD)
        form.add_error("password", found.sentence)
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "providers": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"],
        "refused": request.GET.get("refused") == "provider",
        "changed": request.GET.get("changed") == "1",
        "writes": notices.is_sent(),
    }
    return render(request, "accounts/sign_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """The second step: a code, or a passkey."""
    half = http.half_signed_in(request)
    if half is None:
        return redirect(settings.LOGIN_URL)
    user, next_ = half
    credential = request.POST.get("credential", "")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (credential or form.is_valid()):
        means = signing.check_factor(
            user=user,
            code="" if credential else form.cleaned_data["code"],
            credential=credential[:20_000],
            origin=http.origin(request, user.email),
            by=visitor(),
        )
        if not isinstance(means, Refused):
            http.open_session(request, user, means, browser=http.browser_of(request))
            return http.remember_device(request, redirect(next_), user.email)
        form.full_clean()
        form.errors.clear()
        form.add_error("code", means.sentence)
    context = {
        "form": form,
        "passkey": factors.ask_passkey(user) if factors.has_passkey(user) else None,
        "has_application": factors.has_application(user),
    }
    return render(request, "accounts/second_factor.html", context)


@require_POST
@http.way_out
@open_to_all
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session on this screen; a shared post asks for the next short code."""
    lent = http.lent_screen(request)
    http.close_session(request)
    if lent is not None:
        http.lend_screen(request, **lent)
        return redirect(lent["address"])
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def lost_password(request: HttpRequest) -> HttpResponse:
    """A link by mail to choose another password; the answer is the same for every address."""
    form = LostForm(request.POST if request.method == "POST" else None)
    sent = ""
    if form.is_valid():
        sent = form.cleaned_data["email"]
        losing.lose_password(email=sent, by=visitor())
    return render(request, "accounts/lost_password.html", {"form": form, "sent": sent})


@sensitive_post_parameters("new_password")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def new_password(request: HttpRequest, token: str) -> HttpResponseBase:
    """Another password, by the link of that message; then one signs in as usual."""
    user = queries.whose_link(token)
    form = NewPasswordForm(user or User(), request.POST if request.method == "POST" else None)
    with translation.override(user.language if user else translation.get_language()):
        why = "" if user is not None else str(losing.UNUSABLE)
        if user is not None and form.is_valid():
            try:
                losing.choose_again(
                    token=token,
                    password=form.cleaned_data["new_password"],
                    by=Actor("link", "lost-password"),
                )
            except ParvisError as refusal:
                why = str(refusal)
            else:
                return redirect(f"{resolve_url(settings.LOGIN_URL)}?changed=1")
        context = {"form": form, "whose": user, "why": why}
        return render(request, "accounts/new_password.html", context, status=410 if why else 200)


@sensitive_post_parameters("new_password")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """What one is invited to, in a sentence; accepted with a password of one's own, once."""
    found = queries.invitation_of(Invitation.digest_of(token))
    asked = request.GET.get("lang") or (found.language if found else "")
    known = {code for code, _name in settings.LANGUAGES}
    with translation.override(asked if asked in known else translation.get_language()):
        return _invitation(request, token, found)


def _invitation(request: HttpRequest, token: str, found: Invitation | None) -> HttpResponseBase:
    why = rules.why_unusable(found)
    if found is None or why:
        return _refused(request, why)
    owner = queries.account(found.email)
    signed_in = request.user.is_authenticated
    form = NewPasswordForm(
        User(email=found.email, name=found.name), request.POST if request.POST else None
    )
    if request.method == "POST" and (owner is not None or form.is_valid()):
        try:
            user = inviting.accept(
                token=token,
                password=None if owner is not None else form.cleaned_data["new_password"],
                user=cast("User", request.user) if signed_in else None,
                by=staff(request.user) if signed_in else Actor("link", f"invitation-{found.pk}"),
            )
        except ParvisError as refusal:
            return _refused(request, str(refusal))
        if owner is None:
            if signed_in:
                http.close_session(request)
            http.open_session(request, user, Means.INVITATION, browser=http.browser_of(request))
            return http.remember_device(request, redirect(settings.LOGIN_REDIRECT_URL), user.email)
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "invitation": found,
        "place": queries.place_of(found.held, found.place_key),
        "form": form,
        "owner": owner,
        "is_owner": owner is not None and signed_in and owner.pk == request.user.pk,
        "here": request.path,
    }
    return render(request, "accounts/invitation.html", context)


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "accounts/invitation_refused.html", {"why": why}, status=410)


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of ours, or the office."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return resolve_url(settings.LOGIN_REDIRECT_URL)
