"""Make the fonts of the printed report from the web's: `.venv/bin/python deploy/make_fonts.py`.

Typst reads neither woff2 nor the axes of a variable font. Each weight the report uses is cut from
the variable font, its two files (Latin and extended Latin) become one, and the result is written
beside its licence (SIL Open Font License 1.1, which allows the change of format; no name is
reserved). Run it again only when the fonts in parvis/ui change; the result is committed.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent.parent
WEB = HERE / "parvis/ui/static/ui/fonts"
PAPER = HERE / "parvis/papers/fonts"
FAMILY = "Atkinson Hyperlegible Next"
LICENCE = "OFL-AtkinsonHyperlegibleNext.txt"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold", 800: "ExtraBold"}
BORN = 3_800_000_000  # seconds since 1904: the same file each time, whenever it is made


def main() -> None:
    """Write one TTF for each weight."""
    PAPER.mkdir(parents=True, exist_ok=True)
    for weight, style in WEIGHTS.items():
        with tempfile.TemporaryDirectory() as folder:
            parts = [_cut(subset, weight, Path(folder)) for subset in ("latin", "latin-ext")]
            font = Merger().merge([str(part) for part in parts])
        _name(font, style, weight)
        target = PAPER / f"AtkinsonHyperlegibleNext-{style}.ttf"
        font.save(target)
        print(f"{target.relative_to(HERE)}: {target.stat().st_size} bytes")
    shutil.copy(WEB / LICENCE, PAPER / LICENCE)


def _cut(subset: str, weight: int, folder: Path) -> Path:
    source = WEB / f"atkinson-hyperlegible-next-{subset}-wght-normal.woff2"
    font = instantiateVariableFont(TTFont(source), {"wght": weight})
    font.flavor = None
    target = folder / f"{subset}.ttf"
    font.save(target)
    return target


def _name(font: Any, style: str, weight: int) -> None:
    for record, text in {
        1: FAMILY if weight in (400, 700) else f"{FAMILY} {style}",
        2: style if weight in (400, 700) else "Regular",
        4: f"{FAMILY} {style}",
        6: f"AtkinsonHyperlegibleNext-{style}",
        16: FAMILY,
        17: style,
    }.items():
        font["name"].setName(text, record, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["head"].created = font["head"].modified = BORN
    font.recalcTimestamp = False


if __name__ == "__main__":
    main()
