"""What the programme asks of HTTP: pages kept in memory, joining slowed, keys told to nobody."""

from __future__ import annotations

import hashlib
import math
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from parvis.accounts.http import network_address
from parvis.journal.queries import head, settled_head
from parvis.programme.queries import LeftPlaces
from parvis.programme.queries.sessions import left_of

MINUTE = 60
PAGES = "pages"
"""The cache of whole pages (settings.CACHES)."""
_SEAL = secrets.token_hex(8)
"""Nobody outside can write a mark into what a page repeats of an address."""
_MARK = re.compile(f"\x02{_SEAL}:([0-9]+)\x03")


# -- pages kept until a fact changes


def place_of_places(session: int) -> SafeString:
    """Where the places of a session stand in a page that is kept: they are read at every request.

    Joining changes places without a line in the journal, so nothing of them is ever kept.
    """
    return SafeString(f"\x02{_SEAL}:{session}\x03")


def places_said(left: LeftPlaces | None) -> SafeString:
    """How many places are left, in words; nothing where none is to be held."""
    if left is None:
        return SafeString("")
    return format_html('<span class="left left-{}">{}</span>', left.word.value, str(left))


def kept(
    request: HttpRequest, made: Callable[[], HttpResponse], *, may_keep: bool = True
) -> HttpResponse:
    """A page kept in memory until a line enters the journal, and for a minute at the longest.

    What is over and which day is today change on a minute. Kept only if nobody was writing when
    the last line was read (docs/adr/0020); places are filled in at every request, in one query.
    """
    number, minute = head(), int(time.time() // MINUTE)
    asked = f"{request.LANGUAGE_CODE} {request.get_full_path()}"
    key = f"{number}:{minute}:{hashlib.sha256(asked.encode()).hexdigest()}"
    parts: list[str] | None = caches[PAGES].get(key) if may_keep else None
    if parts is None:
        settled = settled_head() if may_keep else None
        answer = made()
        parts = _MARK.split(answer.content.decode())
        if answer.status_code != 200:
            answer.content = _filled(parts).encode()
            return answer
        if settled is not None and settled == number:
            caches[PAGES].set(key, parts, timeout=MINUTE)
    return HttpResponse(_filled(parts))


def _filled(parts: list[str]) -> str:
    keys = [int(key) for key in parts[1::2]]
    places: Mapping[int, LeftPlaces] = left_of(keys) if keys else {}
    filled = parts.copy()
    filled[1::2] = [places_said(places.get(key)) for key in keys]
    return "".join(filled)


def kept_bytes(key: str, made: Callable[[], bytes]) -> bytes:
    """A feed kept until a line enters the journal; `key` says which, and of which day."""
    number = head()
    name = f"{number}:{hashlib.sha256(key.encode()).hexdigest()}"
    found: bytes | None = caches[PAGES].get(name)
    if found is None:
        settled = settled_head()
        found = made()
        if settled is not None and settled == number:
            caches[PAGES].set(name, found, timeout=24 * 60 * MINUTE)
    return found


# -- places


def private(response: HttpResponseBase) -> HttpResponseBase:
    """An address that is a key: no search engine keeps it, no other page is told of it."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site's page sent this.

    Nobody is signed in here and no cookie is sent, so nothing could be done in anybody's name:
    this only keeps other sites from using their readers to take places.
    """
    return request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")


class Pace:
    """So many acts at once from one network address, then one every so many seconds.

    Nobody is recorded: an address becomes a mark by a key that is drawn in memory every hour and
    never leaves it; the marks are forgotten with it, and as soon as they slow nobody.
    """

    MARKS = 20_000
    KEY_FOR = 3600.0

    def __init__(self, at_once: int, every: float) -> None:
        self.at_once, self.every = at_once, every
        self._lock = threading.Lock()
        self._key, self._since = secrets.token_bytes(32), time.monotonic()
        self._free_at: dict[bytes, float] = {}

    def wait(self, request: HttpRequest) -> float:
        """How many seconds whoever asks must wait; 0 when it may be done now, which counts it."""
        now = time.monotonic()
        with self._lock:
            if now - self._since > self.KEY_FOR:
                self._key, self._since = secrets.token_bytes(32), now
                self._free_at.clear()
            if len(self._free_at) >= self.MARKS:
                self._free_at = {mark: at for mark, at in self._free_at.items() if at > now}
            address = network_address(request).encode()
            mark = hashlib.blake2b(address, key=self._key, digest_size=16).digest()
            free_at = max(self._free_at.get(mark, now), now)
            late = free_at - now - (self.at_once - 1) * self.every
            if late > 1e-6:
                return late
            self._free_at[mark] = free_at + self.every
            return 0.0

    def forget(self) -> None:
        """Start anew."""
        with self._lock:
            self._free_at.clear()


JOINING = Pace(at_once=60, every=1.0)
"""A class of thirty behind one address joins at once; a program is held to one place a second."""


def slowed(wait: float) -> str:
    """Why somebody is asked to wait, in a sentence."""
    seconds = math.ceil(wait)
    return ngettext(
        "Many places were asked for from where you are: wait %(n)d second, then try again.",
        "Many places were asked for from where you are: wait %(n)d seconds, then try again.",
        seconds,
    ) % {"n": seconds}
