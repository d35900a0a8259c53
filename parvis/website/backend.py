"""What Wagtail asks of Django's permissions, answered from the roles a person holds."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from parvis.website.rules import OF_THE_ADMINISTRATION, can_write_pages


class RolesForWagtail(BaseBackend):
    """Opens Wagtail's administration to whoever writes pages; it signs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: object = None) -> bool:
        """Whether this person may enter there, or translate a page."""
        return perm in OF_THE_ADMINISTRATION and user_obj.is_active and can_write_pages(user_obj)
