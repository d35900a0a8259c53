"""A screen of a centre lent to counsellors: opened, codes given, taken up, taken back."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts import http
from parvis.accounts.actions.trying import Refused
from parvis.accounts.actors import staff, visitor
from parvis.accounts.enums import Means
from parvis.accounts.http import SignedInRequest
from parvis.accounts.models import User
from parvis.accounts.queries import lent_to
from parvis.centres import actions, queries, rules
from parvis.centres.forms import LendForm, ShortCodeForm
from parvis.centres.models import SharedPost
from parvis.kernel.access import admitted, allow, open_to_all
from parvis.kernel.errors import ParvisError


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admitted(rules.can_share)
def shared(request: SignedInRequest) -> HttpResponseBase:
    """The screens lent today, the codes of their counsellors, and this screen to lend."""
    form = LendForm(request.user, request.POST or None)
    if form.is_valid():
        post = actions.open_shared_post(
            user=request.user, **form.cleaned_data, by=staff(request.user)
        )
        # The screen belongs to nobody from here on: the officer is signed out of it.
        http.close_session(request)
        address = reverse("office:shared-code")
        http.lend_screen(request, post.pk, address)
        return redirect(address)
    return _shared(request, form)


@require_POST
@never_cache
@allow(rules.can_keep_shared_post, among=queries.shared_posts)
def give_code(request: SignedInRequest, post: SharedPost) -> HttpResponse:
    """Draw a short code for one counsellor; it is shown once."""
    key = request.POST.get("user", "")
    user = User.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    try:
        if user is None:
            return _shared(request, LendForm(request.user), refusal=_("Choose a person."))
        code = actions.give_short_code(post=post, user=user, by=staff(request.user))
    except ParvisError as refusal:
        return _shared(request, LendForm(request.user), refusal=str(refusal))
    return render(request, "centres/short_code.html", {"post": post, "who": user, "code": code})


@require_POST
@allow(rules.can_keep_shared_post, among=queries.shared_posts)
def close(request: SignedInRequest, post: SharedPost) -> HttpResponseBase:
    """Take the screen back."""
    actions.close_shared_post(post=post, by=staff(request.user))
    messages.success(request, _("The shared post is closed, and its codes are void."))
    return redirect("office:shared")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def code(request: HttpRequest) -> HttpResponseBase:
    """On the lent screen: a counsellor types a short code, and is in until the shift ends."""
    post = queries.shared_post((http.lent_screen(request) or {}).get("key"))
    if post is None:
        return redirect(settings.LOGIN_URL)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = ShortCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = actions.take_up(
            post=post,
            code=form.cleaned_data["code"],
            origin=http.origin(request, f"shared post {post.pk}"),
            by=visitor(),
        )
        if not isinstance(found, Refused):
            until = cast("Any", post.until)
            http.open_session(
                request,
                found,
                Means.SHORT_CODE,
                until=until,
                browser=http.browser_of(request),
            )
            return redirect(settings.LOGIN_REDIRECT_URL)
        form.add_error("code", found.sentence)
    return render(request, "centres/shared_code.html", {"form": form, "post": post})


def _shared(request: SignedInRequest, form: LendForm, *, refusal: str = "") -> HttpResponse:
    posts = [(post, lent_to(post.centre_id)) for post in queries.shared_posts(request.user)]
    context = {"posts": posts, "form": form, "refusal": refusal}
    return render(request, "centres/shared.html", context, status=422 if refusal else 200)
