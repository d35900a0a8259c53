"""QR codes: an address that a phone reads from a screen or from paper."""

from __future__ import annotations

import segno


def square(address: str, title: str) -> str:
    """A QR code as SVG, which screen readers call by its title."""
    drawn = segno.make(address, error="m", micro=False)
    return str(
        drawn.svg_inline(border=2, omitsize=True, title=title, svgclass="qr", lineclass="qr-line")
    )
