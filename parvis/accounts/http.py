"""Sessions of staff: opened by proof, asked again at every request, ended by a row."""

from __future__ import annotations

import datetime
import ipaddress
import secrets
from collections.abc import Callable, Iterator
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from parvis.accounts import factors, queries, rules
from parvis.accounts.actions import posts
from parvis.accounts.actions import signing as acts
from parvis.accounts.actions.trying import Origin
from parvis.accounts.actors import staff
from parvis.accounts.enums import Means
from parvis.accounts.models import SignIn, User
from parvis.accounts.queries import Holding
from parvis.accounts.roles import ROLES
from parvis.kernel.access import READING
from parvis.ui.needs import Need

SIGN_IN = "sign_in"
HALF = "half_signed_in"
SEEN_AS = "seen_as"
LENT = "lent"
FRESH_FOR = datetime.timedelta(minutes=15)
HALF_FOR = datetime.timedelta(minutes=10)

DEVICE = "parvis_device"
DEVICE_FOR = datetime.timedelta(days=180)
ACCOUNTS_ON_A_DEVICE = 8

BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


class SignedInRequest(HttpRequest):
    """What a guarded view of the office receives: someone is signed in, by this sign-in."""

    user: User
    sign_in: SignIn


class CookiesOfStaff:
    """Says the cookies of staff once for each place where staff work.

    A cookie has one path, the office and the desk are two, and no public page may ever be sent
    one (docs/adr/0017): each is repeated, alike in everything but its path.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Whatever sets a cookie of staff, or takes it back, does so in every place."""
        response = self.get_response(request)
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            if name in response.cookies:
                for path in settings.PARVIS_STAFF_PATHS:
                    again = response.cookies[name].copy()
                    again["path"] = path
                    # A jar keeps one of each name; only what stands inside is sent.
                    response.cookies[f"{name} {path}"] = again
        return response


class StaffSessions:
    """Asked before every view: does the session still stand, and what may be done in it?

    The roles are read here once for the request, so that a post that ended is felt by the next
    one. Whoever must have a second factor and has none sees the pages to add one, and no other.
    Whoever looks as another role holds that role alone and changes nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing is asked before the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Asked once the address is known to exist, before its view."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated:
            return None
        sign_in = queries.session(request.session.get(SIGN_IN))
        if sign_in is None or not sign_in.stands or sign_in.user_id != request.user.pk:
            logout(request)
            request.user = AnonymousUser()
            return None
        user = cast("Any", request.user)
        request.sign_in = sign_in  # type: ignore[attr-defined]
        user.holding_now = _held(user, sign_in)
        if sign_in.means == Means.SHORT_CODE:
            _refuse_library_pages(request)
        if getattr(view, "is_way_out", False):
            return None
        if rules.must_have_second_factor(user) and sign_in.means in (
            Means.PASSWORD,
            Means.INVITATION,
            Means.PROVIDER,
        ):
            # A session opened before the factor was asked for ends at the factor's page.
            if not getattr(view, "adds_factor", False):
                return redirect("office:add-factor")
            return None
        return _seen_as(request, user)


def _held(user: Any, sign_in: SignIn) -> tuple[Holding, ...]:
    held = queries.read_holdings(user)
    if sign_in.means == Means.SHORT_CODE:
        # Six digits on a lent screen open the counsellor's day and nothing more.
        return tuple(one for one in held if one.role.short_code)
    return held


def _seen_as(request: HttpRequest, user: Any) -> HttpResponseBase | None:
    chosen = request.session.get(SEEN_AS)
    if chosen is None:
        return None
    if not rules.can_see_as(user):
        del request.session[SEEN_AS]
        return None
    role = ROLES[chosen["role"]]
    user.holding_now = (Holding(role, chosen["place"]),)
    request.seen_as = chosen | {  # type: ignore[attr-defined]
        "title": role.title,
        "stop": reverse("office:stop-seeing"),
    }
    request.reads_only = True  # type: ignore[attr-defined]
    _refuse_library_pages(request)
    if request.method not in READING:
        return render(request, "accounts/reads_only.html", status=403)
    return None


def _refuse_library_pages(request: HttpRequest) -> None:
    """Wagtail knows the person and nothing of the role looked through or lent: it stays shut."""
    if request.path_info.startswith(settings.PARVIS_DOORS["staff"]):
        raise Http404


def way_out(view: Any) -> Any:
    """Marks a view that works whatever holds the session back: signing out, ceasing to look."""
    view.is_way_out = True
    return view


def adds_factor(view: Any) -> Any:
    """Marks a view that whoever still lacks a second factor may use."""
    view.adds_factor = True
    return view


# -- opening and closing


def open_session(
    request: HttpRequest,
    user: User,
    means: Means,
    *,
    until: datetime.datetime | None = None,
    browser: str = "",
) -> None:
    """Sign somebody in, once they have proved who they are by these means.

    The session lasts for a shift, or until the end of a shared post's.
    """
    request.opening = (means, until, browser)  # type: ignore[attr-defined]
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def keep_sign_in(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    """Whoever signs in, by whatever way, leaves a line; without it a session does not stand."""
    means, until, browser = getattr(request, "opening", (Means.PASSWORD, None, ""))
    shift = timezone.now() + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    row = acts.note_sign_in(
        user=user,
        means=means,
        until=min(until or shift, shift),
        browser=browser,
        by=staff(user),
    )
    for left in (HALF, SEEN_AS):
        request.session.pop(left, None)
    request.session[SIGN_IN] = row.pk
    request.sign_in = row  # type: ignore[attr-defined]


def close_session(request: HttpRequest) -> None:
    """Sign out of this screen, and end a look as another role."""
    if request.user.is_authenticated:
        stop_seeing(request)
        if (row := getattr(request, "sign_in", None)) is not None:
            acts.end_session(session=row, by=staff(request.user))
    logout(request)


def passed_first_step(
    request: HttpRequest, user: User, next_: str, means: Means
) -> HttpResponseBase:
    """Whoever has a second factor is asked for it; whoever has none is in."""
    if factors.has(user):
        begin_half(request, user, next_)
        return redirect("office:second-factor")
    open_session(request, user, means, browser=browser_of(request))
    return remember_device(request, redirect(next_), user.email)


def lend_screen(request: HttpRequest, key: int, address: str) -> None:
    """This screen belongs to nobody: whoever signs out of it comes to this address of its room."""
    request.session[LENT] = {"key": key, "address": address}


def lent_screen(request: HttpRequest) -> dict[str, Any] | None:
    """What this screen was lent as: its key and its address; nothing for a screen of one's own."""
    lent: dict[str, Any] | None = request.session.get(LENT)
    return lent


def begin_half(request: HttpRequest, user: User, next_: str) -> None:
    """The password was right; the second step has ten minutes."""
    request.session.cycle_key()
    request.session[HALF] = {
        "user": user.pk,
        "next": next_,
        "until": (timezone.now() + HALF_FOR).timestamp(),
        "password": salted_hmac("parvis.accounts.half", user.password).hexdigest(),
    }


def half_signed_in(request: HttpRequest) -> tuple[User, str] | None:
    """Whoever passed the first step in this browser, and where they were going.

    A password changed meanwhile, or an account closed, ends it.
    """
    half = request.session.get(HALF)
    if half is None or half["until"] < timezone.now().timestamp():
        return None
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    if user is None:
        return None
    if half["password"] != salted_hmac("parvis.accounts.half", user.password).hexdigest():
        return None
    return user, half["next"]


def is_fresh(request: Any) -> bool:
    """Whether whoever sits here proved who they are in the last quarter of an hour."""
    proved = request.session.get("confirmed_at", 0)
    if request.sign_in.means != Means.SHORT_CODE:  # six digits that somebody else drew prove little
        proved = max(proved, request.sign_in.at.timestamp())
    return bool(timezone.now().timestamp() - proved < FRESH_FOR.total_seconds())


def confirm(request: HttpRequest) -> None:
    """The password was given again."""
    request.session["confirmed_at"] = timezone.now().timestamp()


def start_seeing(request: HttpRequest, role: str, place: int | None, named: str) -> None:
    """Look at the office as this role from the next request on."""
    user = cast("User", request.user)
    viewing = posts.start_viewing(user=user, role=ROLES[role], place=place, by=staff(user))
    request.session[SEEN_AS] = {
        "role": role,
        "place": place,
        "named": named,
        "viewing": viewing.pk,
    }


def stop_seeing(request: HttpRequest) -> None:
    """Be oneself again."""
    chosen = request.session.pop(SEEN_AS, None)
    if chosen is not None:
        user = cast("User", request.user)
        viewing = user.viewings.get(pk=chosen["viewing"])
        posts.end_viewing(viewing=viewing, by=staff(user))


# -- where a try comes from


def origin(request: HttpRequest, account: str) -> Origin:
    """The browser when it is known for this account, else the network address; kept by nobody."""
    device, known = _device(request)
    if device and _mark(account) in known:
        return Origin(f"device {device}", browser_of(request))
    return Origin(f"address {network_address(request)}", browser_of(request))


def remember_device(
    request: HttpRequest, response: HttpResponseBase, account: str
) -> HttpResponseBase:
    """Note in the browser itself that this account signs in here.

    Somebody who fails elsewhere, or at the next desk behind the same network address, can then
    not slow its owner down.
    """
    device, known = _device(request)
    marks = [mark for mark in known if mark != _mark(account)][-(ACCOUNTS_ON_A_DEVICE - 1) :]
    cast("HttpResponse", response).set_cookie(
        DEVICE,
        signing.dumps([device or secrets.token_urlsafe(12), [*marks, _mark(account)]], salt=DEVICE),
        max_age=DEVICE_FOR,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def browser_of(request: HttpRequest) -> str:
    """«Firefox, Windows»: enough for its owner to recognise, too little to follow anybody."""
    said = request.headers.get("User-Agent", "")
    found = (
        next((name for mark, name in names if mark in said), "") for names in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)


def _mark(account: str) -> str:
    return salted_hmac(DEVICE, account.strip().casefold()).hexdigest()[:16]


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, known = signing.loads(
            request.COOKIES.get(DEVICE, ""), salt=DEVICE, max_age=DEVICE_FOR
        )
    except (signing.BadSignature, ValueError):
        return "", []
    return device, known


def network_address(request: HttpRequest) -> str:
    """The address of whoever asks: the one our own proxies saw, and a whole network for IPv6."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    said = request.META.get("REMOTE_ADDR", "")
    if 0 < settings.PARVIS_PROXIES <= len(hops):
        said = hops[-settings.PARVIS_PROXIES]
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def needs(request: HttpRequest) -> Iterator[Need]:
    """Posts that end soon within one's scope, and links out of date."""
    if not rules.can_invite(request.user):
        return
    ending = queries.ending_soon(request.user)
    if ending:
        said = ngettext(
            "%(n)d post ends within 30 days.", "%(n)d posts end within 30 days.", ending
        )
        yield Need(said % {"n": ending}, reverse("office:people"), "users")
    stale = sum(one.is_out_of_date for one in queries.waiting_invitations(request.user))
    if stale:
        said = ngettext(
            "%(n)d invitation was not accepted in time: invite again, or withdraw it.",
            "%(n)d invitations were not accepted in time: invite again, or withdraw them.",
            stale,
        )
        yield Need(said % {"n": stale}, reverse("office:people"), "mail")
