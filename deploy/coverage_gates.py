"""Coverage gates: every branch where decisions live, and an honest floor for the whole.

Run after the tests: `.venv/bin/python deploy/coverage_gates.py`. Reads the `.coverage` file they
left. Exit code 1 when a gate is not met, with the lines that no test reached.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import coverage

ROOT = Path(__file__).resolve().parent.parent
WHOLE = {"actions", "rules", "queries", "enums"}
"""Files of a room (or packages of that name) of which every line and branch is tested."""
FLOOR = 82.0
"""Least coverage of all of parvis, in percent of lines and branches; raised, never lowered."""


def main() -> int:
    """Say which gate is not met."""
    report = measured()
    totals = report["totals"]["percent_covered"]
    short = {
        name: file
        for name, file in report["files"].items()
        if is_whole(name) and file["summary"]["percent_covered"] < 100
    }
    for name, file in sorted(short.items()):
        print(f"{name}: {file['summary']['percent_covered']:.1f} %, not reached: {gaps(file)}")
    print(f"All of parvis: {totals:.1f} % of lines and branches (at least {FLOOR:.0f} %).")
    if short:
        print(f"{len(short)} files of {', '.join(sorted(WHOLE))} are not tested whole.")
    return 1 if short or totals < FLOOR else 0


def measured() -> dict[str, Any]:
    """What the last run of the tests reached, as coverage tells it."""
    data = coverage.Coverage(config_file=str(ROOT / "pyproject.toml"))
    data.load()
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        data.json_report(outfile=file.name)
        found: dict[str, Any] = json.load(file)
    return found


def is_whole(name: str) -> bool:
    """Whether this file is one where decisions live: parvis/<room>/actions.py and the like."""
    parts = Path(name).with_suffix("").parts
    return len(parts) > 2 and parts[0] == "parvis" and parts[2] in WHOLE


def gaps(file: dict[str, Any]) -> str:
    """Lines and branches no test reached: «12, 14->17»."""
    lines = [str(line) for line in file["missing_lines"]]
    missing = set(file["missing_lines"])
    branches = [
        f"{start}->{'end' if end < 0 else end}"
        for start, end in file["missing_branches"]
        if start not in missing
    ]
    return ", ".join(lines + branches)


if __name__ == "__main__":
    sys.exit(main())
