"""Content security policies: ours everywhere, three more under their own addresses only.

What the editor needs, what live screens need, and what a certificate must not do.
"""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from parvis.kernel import live

EDITOR = "/office/pages/"
LIVE = ("/away/", "/desk/", "/display/", "/kiosk/", "/queue/", "/office/")
"""Pages that may open a stream, which has a port of its own where no proxy stands before us."""
CERTIFICATE = "certificate/"
"""Where a name is typed that nobody may be sent: such a page reaches nothing."""
DEVICES = ("/away/", "/display/", "/kiosk/")
"""Screens that stay on: they play our sounds, and go on without network (house.md, Offline)."""


class PolicyMiddleware(CSPMiddleware):
    """Wagtail's editor writes inline styles and scripts: below its address, nowhere else."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the policy of this address."""
        path = request.path_info
        if path.startswith(EDITOR):
            response._csp_replace = {  # type: ignore[attr-defined]
                "style-src": [SELF, UNSAFE_INLINE],
                "script-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:"],
                "frame-src": [SELF],
                "frame-ancestors": [SELF],
            }
        elif path.startswith(f"/{CERTIFICATE}") or path.endswith(f"/{CERTIFICATE}"):
            response._csp_replace = {  # type: ignore[attr-defined]
                "connect-src": [NONE],
                "form-action": [NONE],
            }
        elif path.startswith(LIVE):
            streams = live.origin(request)
            response._csp_replace = {  # type: ignore[attr-defined]
                "connect-src": [SELF, *([streams] if streams else [])],
                **({"media-src": [SELF], "worker-src": [SELF]} if path.startswith(DEVICES) else {}),
            }
        return super().process_response(request, response)
