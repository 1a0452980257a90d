"""What the preflight found: on which page, where on it, what is wrong, and what to do about it."""

import enum
from dataclasses import dataclass
from typing import NamedTuple

from app.core.messages import N_, Message


class Box(NamedTuple):
    """A place on a page, in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle: from the left, from the top."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, other: "Box") -> bool:
        """True when the middle of *other* lies within."""
        across, down = other.middle
        return self.left <= across <= self.right and self.top <= down <= self.bottom

    def wider(self, by: float) -> "Box":
        """The same place with *by* millimetres more on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


class Check(enum.StrEnum):
    """What is looked at."""

    FILE = "file"
    FONTS = "fonts"
    GLYPHS = "glyphs"
    TEXT = "text"
    LIST = "list"
    WORDS = "words"
    PAGES = "pages"
    SIZE = "size"
    MARGINS = "margins"
    TYPE = "type"
    CODES = "codes"
    SEAL = "seal"
    PERSONAL = "personal"
    ACTIVE = "active"
    TITLE = "title"
    TAGS = "tags"
    ENCLOSURES = "enclosures"


#: The names of the checks, for whoever reads the report.
NAMES = {
    Check.FILE: Message(N_("The file")),
    Check.FONTS: Message(N_("Fonts")),
    Check.GLYPHS: Message(N_("Characters")),
    Check.TEXT: Message(N_("Text")),
    Check.LIST: Message(N_("The list")),
    Check.WORDS: Message(N_("What must stand on it")),
    Check.PAGES: Message(N_("Pages")),
    Check.SIZE: Message(N_("Size of the paper")),
    Check.MARGINS: Message(N_("Margins")),
    Check.TYPE: Message(N_("Size of the letters")),
    Check.CODES: Message(N_("Code to scan")),
    Check.SEAL: Message(N_("Place for the seal")),
    Check.PERSONAL: Message(N_("Personal numbers")),
    Check.ACTIVE: Message(N_("Hidden actions")),
    Check.TITLE: Message(N_("Title and language")),
    Check.TAGS: Message(N_("Reading aloud")),
    Check.ENCLOSURES: Message(N_("Enclosed files")),
}

#: What to do when the content is right and the making of the paper is not.
ASK = Message(
    N_("Do not print it. Make it again; if it stays so, show this page to whoever runs the portal.")
)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. *page* counts from 1; without it the whole file is meant, without *box* the page."""

    check: Check
    message: Message
    remedy: Message = ASK
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Report:
    """What was found in a paper of *pages* pages (0: it could not be opened)."""

    findings: tuple[Finding, ...] = ()
    pages: int = 0

    @property
    def is_fit(self) -> bool:
        """True when nothing was found."""
        return not self.findings
