"""What the room refuses."""

from parvis.kernel.errors import ParvisError


class CannotPutBack(ParvisError):
    """What a line says cannot be undone as things now stand."""
