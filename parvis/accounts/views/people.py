"""People within one's scope: who holds what, inviting, ending a post, putting it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts import http, notices, queries, rules
from parvis.accounts.actions import inviting, posts
from parvis.accounts.actors import staff
from parvis.accounts.forms import InviteForm, SeeAsForm
from parvis.accounts.http import SignedInRequest
from parvis.accounts.models import Invitation, Post
from parvis.accounts.roles import Reach
from parvis.kernel.access import admitted, allow, signed_in
from parvis.kernel.errors import ParvisError

View = Callable[..., HttpResponseBase]


@require_GET
@never_cache
@admitted(rules.can_see_people)
def people(request: SignedInRequest) -> HttpResponse:
    """Who holds which role where, within one's scope."""
    words = request.GET.get("q", "").strip()[:80]
    found = queries.people(request.user, words)
    today = timezone.localdate()
    shown = found[: queries.SHOWN_AT_MOST]
    endable = rules.posts_to_end(request.user, shown)
    rows = [(post, post.is_in_force(today), post in endable) for post in shown]
    waiting = queries.waiting_invitations(request.user)
    names = queries.places_named(waiting)
    context = {
        "rows": rows,
        "more": len(found) > queries.SHOWN_AT_MOST,
        "shown": queries.SHOWN_AT_MOST,
        "q": words,
        "waiting": [(one, names.get((one.held.reach, one.place_key or 0), "")) for one in waiting],
        "may_invite": rules.can_invite(request.user),
        "may_read_log": rules.can_read_access_log(request.user),
        "may_see_as": rules.can_see_as(request.user),
        "today": today,
    }
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admitted(rules.can_invite)
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite somebody; the link is shown once, to copy, and sent when somebody sends."""
    initial = {"language": request.user.language}
    form = InviteForm(request.user, request.POST or None, initial=initial)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = inviting.invite(
                    inviter=request.user, **form.cleaned_data, by=staff(request.user)
                )
        except ParvisError as refusal:
            form.add_error("email", str(refusal))
        else:
            context = {"made": made, "sent": notices.is_sent(), "days": inviting.A_LINK_LIVES.days}
            return render(request, "accounts/invited.html", context)
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
@allow(rules.can_withdraw, among=queries.invitations)
def withdraw(request: SignedInRequest, invitation: Invitation) -> HttpResponseBase:
    """Take an invitation back."""
    inviting.withdraw(invitation=invitation, by=staff(request.user))
    messages.success(
        request, _("The invitation of %(name)s is withdrawn.") % {"name": invitation.name}
    )
    return redirect("office:people")


def ending(reach: Reach) -> View:
    """The view that ends a post of this kind."""

    @require_POST
    @allow(rules.can_end_post, among=_posts_of(reach))
    def end_post(request: SignedInRequest, post: Post) -> HttpResponseBase:
        """End a post now, before its last day."""
        posts.end_post(post=post, by=staff(request.user))
        said = _("%(name)s no longer is %(role)s. You can put it back from this list.")
        messages.success(request, said % {"name": post.user.name, "role": post.held.title})
        return redirect("office:people")

    return end_post


def putting_back(reach: Reach) -> View:
    """The view that puts back a post of this kind."""

    @require_POST
    @allow(rules.can_end_post, among=_posts_of(reach))
    def put_back(request: SignedInRequest, post: Post) -> HttpResponseBase:
        """Take back the end of a post."""
        posts.put_back(post=post, by=staff(request.user))
        said = _("%(name)s is %(role)s again.")
        messages.success(request, said % {"name": post.user.name, "role": post.held.title})
        return redirect("office:people")

    return put_back


def _posts_of(reach: Reach) -> Callable[[Any], Any]:
    def among(user: Any) -> Any:
        return queries.posts(user, reach)

    return among


@require_GET
@never_cache
@admitted(rules.can_read_access_log)
def sign_in_log(request: SignedInRequest) -> HttpResponse:
    """The latest sign-ins and tries of everybody, for the administrator."""
    words = request.GET.get("q", "").strip()[:80]
    rows = queries.all_sign_ins(request.user, words)
    context = {"rows": rows[: queries.SHOWN_AT_MOST], "q": words, "shown": queries.SHOWN_AT_MOST}
    return render(request, "accounts/sign_in_log.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admitted(rules.can_see_as)
def see_as(request: SignedInRequest) -> HttpResponseBase:
    """Choose the role through which to look."""
    form = SeeAsForm(request.POST or None)
    if form.is_valid():
        role, place = form.cleaned_data["role"], form.cleaned_data["place"]
        named = queries.place_of(role, place)
        http.start_seeing(request, role.key, place, str(named or ""))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/see_as.html", {"form": form})


@require_POST
@http.way_out
@signed_in
def stop_seeing(request: SignedInRequest) -> HttpResponseBase:
    """Be oneself again."""
    http.stop_seeing(request)
    return redirect("office:people")
