"""What was just done, said once on the next page, with the way back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


def tell(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """Say on the next page what was done; `undo` is the address that takes it back, by POST.

    Undo is offered instead of a confirmation: keep a confirmation (`ui/confirm.html`) for what
    cannot be taken back.
    """
    messages.success(request, sentence, extra_tags=undo)


def warn(request: HttpRequest, sentence: str) -> None:
    """Say on the next page what was not done, or what deserves a look."""
    messages.warning(request, sentence)


def undo_of(message: Message) -> str:
    """The address that takes it back, or nothing: other programs put their own tags there."""
    tags = message.extra_tags or ""
    return tags if tags.startswith("/") and not tags.startswith("//") else ""
