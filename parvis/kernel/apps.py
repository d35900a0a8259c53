"""Registers the room; it does nothing else."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The ground every room stands on."""

    name = "parvis.kernel"
    label = "kernel"
