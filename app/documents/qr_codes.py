"""QR codes as drawings that stand in the HTML. Pure: the processes that set papers draw them, too."""

from functools import lru_cache

import segno
from markupsafe import Markup


@lru_cache(maxsize=64)
def qr_code(address: str) -> Markup:
    """A QR code of *address*; empty without an address."""
    if not address:
        return Markup("")
    drawing = segno.make(address, error="m", micro=False)
    return Markup(  # noqa: S704 - segno draws paths only; the address itself is not in the drawing
        drawing.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None, title="QR")
    )
