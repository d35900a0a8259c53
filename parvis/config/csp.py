"""Two content security policies: ours everywhere, and the editor's under its own address only."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

EDITOR = "/office/pages/"


class PolicyMiddleware(CSPMiddleware):
    """Wagtail's editor writes inline styles and scripts: below its address, nowhere else."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the policy of this address."""
        if request.path_info.startswith(EDITOR):
            response._csp_replace = {  # type: ignore[attr-defined]
                "style-src": [SELF, UNSAFE_INLINE],
                "script-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:"],
                "frame-src": [SELF],
                "frame-ancestors": [SELF],
            }
        return super().process_response(request, response)
