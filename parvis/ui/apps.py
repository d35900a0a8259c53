"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The design system: it knows no network, no centre and no figure, only how to show them."""

    name = "parvis.ui"
    label = "ui"
