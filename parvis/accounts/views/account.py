"""One's own account: second factors, recovery codes, password, sessions, the log of sign-ins."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts import factors, http, queries, rules
from parvis.accounts.actions import posts, signing
from parvis.accounts.actions.trying import Refused
from parvis.accounts.actors import staff
from parvis.accounts.enums import Means
from parvis.accounts.forms import CodeForm, NewPasswordForm, PasskeyForm, PasswordAgainForm
from parvis.accounts.http import SignedInRequest
from parvis.accounts.models import SignIn
from parvis.kernel.access import allow, signed_in
from parvis.kernel.errors import ParvisError

View = Callable[..., HttpResponseBase]


def fresh(view: View) -> View:
    """Whoever sits before a screen left open is asked for the password again."""

    @functools.wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if http.is_fresh(request):
            return view(request, *args, **kwargs)
        here = request.path if request.method in ("GET", "HEAD") else ""
        return redirect("office:confirm") if not here else _confirm_then(here)

    return guarded


def _confirm_then(here: str) -> HttpResponseBase:
    response = redirect("office:confirm")
    response["Location"] += f"?next={here}"
    return response


@require_GET
@never_cache
@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    """Everything one can see and change of one's own account."""
    return _account(request)


@require_POST
@signed_in
def language(request: SignedInRequest) -> HttpResponseBase:
    """The language in which the office speaks to this person."""
    try:
        posts.speak(
            user=request.user, language=request.POST.get("language", ""), by=staff(request.user)
        )
    except ParvisError as refusal:
        return _account(request, refusal=str(refusal))
    return redirect("office:account")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@http.adds_factor
@signed_in
def confirm(request: SignedInRequest) -> HttpResponseBase:
    """The password once more, before what is grave."""
    next_ = request.POST.get("next", request.GET.get("next", ""))
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email = request.user.email
        found = signing.check_password(
            email=email,
            password=form.cleaned_data["password"],
            origin=http.origin(request, email),
            by=staff(request.user),
        )
        if not isinstance(found, Refused):
            http.confirm(request)
            ours = next_.startswith("/office/account/")
            return redirect(next_ if ours else "office:account")
        form.add_error("password", found.sentence)
    return render(request, "accounts/confirm.html", {"form": form, "next": next_})


@sensitive_post_parameters("new_password")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
@fresh
def password(request: SignedInRequest) -> HttpResponseBase:
    """A new password; every other session ends."""
    form = NewPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        means = Means(request.sign_in.means)
        user = posts.change_password(
            user=request.user, password=form.cleaned_data["new_password"], by=staff(request.user)
        )
        http.open_session(request, user, means, browser=http.browser_of(request))
        messages.success(request, _("Your password is changed; other screens are signed out."))
        return redirect("office:account")
    return render(request, "accounts/password.html", {"form": form})


@require_GET
@never_cache
@http.adds_factor
@signed_in
def add_factor(request: SignedInRequest) -> HttpResponse:
    """The choice between an application and a passkey; where whoever must have one is sent."""
    context = {
        "must": rules.must_have_second_factor(request.user),
        "has_application": factors.has_application(request.user),
        "has_any": factors.has(request.user),
    }
    return render(request, "accounts/add_factor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@http.adds_factor
@signed_in
@fresh
def application(request: SignedInRequest) -> HttpResponseBase:
    """Scan, type the code shown, done."""
    if factors.has_application(request.user):
        return redirect("office:account")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        first = not factors.has(request.user)
        code = form.cleaned_data["code"]
        if signing.keep_application(user=request.user, code=code, by=staff(request.user)):
            return _added(request, Means.APPLICATION, first=first)
        form.add_error("code", _("This code is not the one shown now. Wait for the next one."))
    shown = factors.application(request.user, anew=request.method == "GET")
    return render(request, "accounts/application.html", {"form": form, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@http.adds_factor
@signed_in
@fresh
def passkey(request: SignedInRequest) -> HttpResponseBase:
    """A passkey of this phone, this computer or a key."""
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        first = not factors.has(request.user)
        if signing.keep_passkey(user=request.user, **form.cleaned_data, by=staff(request.user)):
            return _added(request, Means.PASSKEY, first=first)
        form.add_error("name", _("The browser’s answer is not the one expected. Try again."))
    context = {"form": form, "passkey": factors.offer_passkey(request.user)}
    return render(request, "accounts/passkey.html", context)


def _added(request: SignedInRequest, means: Means, *, first: bool) -> HttpResponseBase:
    signing.raise_session(session=request.sign_in, means=means, by=staff(request.user))
    if first:
        # A screen that got in with the password alone must not add a factor of its own.
        signing.end_other_sessions(user=request.user, but=request.sign_in, by=staff(request.user))
        return _show_codes(request)
    messages.success(request, _("The second factor is added."))
    return redirect("office:account")


@require_POST
@never_cache
@signed_in
@fresh
def codes(request: SignedInRequest) -> HttpResponseBase:
    """New recovery codes, shown once; the old ones are void."""
    if not factors.has(request.user):
        return redirect("office:add-factor")
    return _show_codes(request)


def _show_codes(request: SignedInRequest) -> HttpResponse:
    made = signing.make_recovery_codes(user=request.user, by=staff(request.user))
    return render(request, "accounts/codes.html", {"codes": made})


@require_POST
@allow(rules.is_own, among=factors.held)
def remove_factor(request: SignedInRequest, factor: Authenticator) -> HttpResponseBase:
    """Forget an application or a passkey."""
    if not http.is_fresh(request):
        return redirect("office:confirm")
    try:
        signing.remove_factor(factor=factor, by=staff(request.user))
    except ParvisError as refusal:
        return _account(request, refusal=str(refusal))
    messages.success(request, _("The second factor is removed."))
    return redirect("office:account")


@require_POST
@allow(rules.is_own, among=queries.sessions)
def end_session(request: SignedInRequest, session: SignIn) -> HttpResponseBase:
    """Sign out another screen."""
    signing.end_session(session=session, by=staff(request.user))
    messages.success(request, _("That screen is signed out."))
    return redirect("office:account")


@require_POST
@signed_in
def end_other_sessions(request: SignedInRequest) -> HttpResponseBase:
    """Sign out every screen but this one."""
    signing.end_other_sessions(user=request.user, but=request.sign_in, by=staff(request.user))
    messages.success(request, _("Every other screen is signed out."))
    return redirect("office:account")


def _account(request: SignedInRequest, *, refusal: str = "") -> HttpResponse:
    user = request.user
    context = {
        "factors": list(factors.held(user)),
        "has_application": factors.has_application(user),
        "codes_left": factors.codes_left(user),
        "must": rules.must_have_second_factor(user),
        "sessions": list(queries.sessions(user)),
        "sign_ins": queries.sign_ins(user),
        "refusal": refusal,
    }
    return render(request, "accounts/account.html", context, status=422 if refusal else 200)
