"""``python -m parvis.kernel.embedded status|stop``: for scripts that must leave nothing running."""

from __future__ import annotations

import sys

from parvis.kernel.embedded import DatabaseUnavailable, here, status, stop


def main(words: list[str]) -> int:
    """Say what the keeper does, or stop it; exit code 2 for any other word."""
    if words not in (["status"], ["stop"]):
        sys.stderr.write("usage: python -m parvis.kernel.embedded status|stop\n")
        return 2
    try:
        place = here()
        if words == ["stop"]:
            sys.stdout.write("stopped\n" if stop(place) else "was not running\n")
        else:
            sys.stdout.write(f"{status(place).state}\n")
    except DatabaseUnavailable as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
