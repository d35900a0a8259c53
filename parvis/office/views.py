"""Signing in and out, and the office home."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from parvis.kernel.access import open_to_all, signed_in
from parvis.network.queries import all_networks
from parvis.office import queries
from parvis.office.forms import SignInForm

_sign_in = LoginView.as_view(
    template_name="office/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
_sign_out = LogoutView.as_view()


@open_to_all
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Staff sign in here, and only here: Wagtail's own sign-in is closed."""
    response = _sign_in(request)
    # Rendered inside the door's transaction, not after it.
    return response.render() if hasattr(response, "render") else response


@require_POST
@open_to_all
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session on this screen."""
    return _sign_out(request)


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Who is signed in, with which posts, and where to go."""
    context = {"posts": queries.posts_of(request.user), "networks": all_networks()}
    return render(request, "office/home.html", context)
