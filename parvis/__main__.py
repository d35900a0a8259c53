"""``python -m parvis`` is the ``parvis`` command."""

from __future__ import annotations

import sys

from parvis.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
