"""What the live process serves: streams of names of topics, under the same key as the pages."""

from __future__ import annotations

import resource

from parvis.config import env
from parvis.kernel.streams import Streams

SPARE = 64
"""Files kept for everything but streams."""


def application() -> Streams:
    """The raw application, with room for as many streams as this process may open files."""
    _soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(most, 1 << 16) if most != resource.RLIM_INFINITY else 1 << 16
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    )
    return Streams(env.signing_key(), most=most - SPARE)
