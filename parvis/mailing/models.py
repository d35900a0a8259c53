"""Messages on their way, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from parvis.mailing.enums import State


class Message(models.Model):
    """One message to one address.

    Its text is erased once a server has taken it, its address some weeks later; what stays is the
    proof: when, what for, the server's own answer. That is why it never enters the journal, which
    forgets nothing.
    """

    message_id = models.CharField(_("key of the message"), max_length=120, unique=True)
    purpose = models.SlugField(_("purpose"), max_length=60)
    language = models.CharField(_("language"), max_length=5)
    to = models.EmailField(_("address"), blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text as HTML"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.TextField(_("reason"), blank=True)
    answer = models.TextField(_("answer of the receiving server"), blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    written_at = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(_("to be tried"), db_default=Now())
    first_tried_at = models.DateTimeField(_("first tried"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    put_back_by = models.CharField(_("put back by"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state=State.WAITING),
                name="mailing_message_queue",
            ),
            models.Index(fields=["state", "-id"], name="mailing_message_by_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="mailing_message_known_state"
            ),
            # Nobody needs the words once a server has them; whoever reads this table finds none.
            models.CheckConstraint(
                condition=~Q(state__in=[State.HANDED, State.BOUNCED]) | Q(text="", html=""),
                name="mailing_message_no_text_once_handed_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.get_state_display()}"

    @property
    def is_example(self) -> bool:
        """Whether the address stands in a domain kept for examples (RFC 2606): nobody has it."""
        domain = self.to.rpartition("@")[2].casefold()
        return domain.endswith((".example", ".test", ".invalid")) or domain in {
            "example.org",
            "example.com",
            "example.net",
        }
