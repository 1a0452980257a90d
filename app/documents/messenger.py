"""The messenger's list (送贴单): which sheet goes where, in the order of the round, to tick and to sign on the way."""

import datetime as dt
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.documents import render, setting
from app.documents.papers import Text

SHEETS = ("paper.css", "messenger.css")


@dataclass(frozen=True)
class MessengerLine:
    """One sheet: its notice, its place, on which paper and how many pages; *code* is that of its first page."""

    number: str
    kind: Text
    place: BilingualText
    size: str
    large: bool
    pages: int
    code: str

    @property
    def paper(self) -> str:
        """``A4`` or ``A3``."""
        return self.size.upper()


@dataclass(frozen=True)
class MessengerVillage:
    """A village on the round. *lacking* are (number, place) of sheets that could not be made."""

    name: BilingualText
    telephone: str
    lines: tuple[MessengerLine, ...]
    lacking: tuple[tuple[str, BilingualText], ...] = ()

    def pages_on(self, paper: str) -> int:
        """Pages on paper of this size."""
        return sum(line.pages for line in self.lines if line.paper == paper)


@dataclass(frozen=True)
class MessengerPaper:
    """The list of a round. *about* says what is delivered: all that must hang now, or a stage of a round."""

    area: BilingualText
    about: Text
    made_on: dt.date
    villages: tuple[MessengerVillage, ...]

    @property
    def sheets(self) -> int:
        return sum(len(village.lines) for village in self.villages)

    def pages_on(self, paper: str) -> int:
        """Pages on paper of this size in all villages."""
        return sum(village.pages_on(paper) for village in self.villages)


def messenger_part(paper: MessengerPaper, lang: str) -> render.Part:
    """The list in one language, ready to be set before the sheets themselves."""
    return setting.part_of("messenger.html", lang, sheets=SHEETS, paper=paper)


def messenger_parts(paper: MessengerPaper, lang: str) -> list[render.Part]:
    """The same in each language of *lang*."""
    return [messenger_part(paper, one) for one in setting.languages_of(lang)]
