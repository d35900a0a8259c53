"""The child that runs Typst and exits: `python -m parvis.papers ROOT MAIN MOMENT` (by typesetting).

Typst keeps what it has read in memory; here that ends with the process. What goes wrong is told
on standard error as Typst says it; the parent makes a sentence of it. Exit codes: 0 written,
3 refused by Typst.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import typst

MEMORY = 3 << 30  # address space, most of it never touched: the fonts and the threads of Typst
SECONDS = 60  # of processor time
FONTS = Path(__file__).resolve().parent / "fonts"


def main(root: str, main_file: str, moment: str) -> int:
    """Set ROOT/MAIN as ROOT/paper.pdf, dated MOMENT (seconds since 1970, UTC)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    folder = Path(root)
    nowhere = folder / "packages"  # no package is ever fetched or found
    try:
        _, warnings = typst.compile_with_warnings(
            folder / main_file,
            output=folder / "paper.pdf",
            root=folder,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(moment),
            package_path=nowhere,
            package_cache_path=nowhere,
        )
    except typst.TypstError as refusal:
        sys.stderr.write(f"{refusal.message}\n{' '.join(refusal.hints)}\n")
        return 3
    if warnings:
        # A layout that has not settled, a font that is not there: such a paper is not handed out.
        sys.stderr.write("; ".join(warning.message for warning in warnings) + "\n")
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
