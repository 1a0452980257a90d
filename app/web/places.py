"""Places on pages for everybody that another door fills, once it is there: where the money went, for one.

A door says when it is installed what it can tell: ``places.fill(app, "money", told_of)``. The page that has the
place asks for it and shows nothing, not even a frame, while nobody has anything to tell.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from app.domain.areas.models import Area

_KEY = "gongshi_places"


@dataclass(frozen=True)
class Told:
    """What stands in a place: a sentence, already in the reader's language, and where more of it is."""

    sentence: str
    url: str = ""
    label: str = ""


#: asked with the village of the page, or with ``None`` on the front page
Teller = Callable[[Area | None], Told | None]


def fill(app: Flask, place: str, teller: Teller) -> None:
    """From now on *teller* says what stands in *place*."""
    app.extensions.setdefault(_KEY, {})[place] = teller


def told(place: str, village: Area | None = None) -> Told | None:
    """What is to stand in *place* now, or ``None``."""
    teller: Teller | None = current_app.extensions.get(_KEY, {}).get(place)
    return teller(village) if teller is not None else None
