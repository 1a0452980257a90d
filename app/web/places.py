"""Places on pages for everybody that another door fills, once it is there: where the money went, for one.

A door says when it is installed what it can tell: ``places.fill(app, "money", told_of)``. The page that has the
place asks for it and shows nothing, not even a frame, while nobody has anything to tell.
"""

from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app

from app.domain.areas.models import Area

_KEY = "gongshi_places"


@dataclass(frozen=True)
class Told:
    """What stands in a place: a sentence, already in the reader's language, and where more of it is."""

    sentence: str
    url: str = ""
    label: str = ""


class Teller(Protocol):
    """Says what stands in a place."""

    def __call__(self, village: Area | None, year: int | None = None, /) -> Told | None:
        """*village* is that of the page (an area on those of money), ``None`` on the front page.

        Without a *year*, the newest of which there is something to tell.
        """


def fill(app: Flask, place: str, teller: Teller) -> None:
    """From now on *teller* says what stands in *place*."""
    app.extensions.setdefault(_KEY, {})[place] = teller


def told(place: str, village: Area | None = None, year: int | None = None) -> Told | None:
    """What is to stand in *place* now, or ``None``."""
    teller: Teller | None = current_app.extensions.get(_KEY, {}).get(place)
    if teller is None:
        return None
    return teller(village) if year is None else teller(village, year)
