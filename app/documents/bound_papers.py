"""What stands in a bound file (a dossier, a village book): sections of facts, tables, words, and their copies."""

import datetime as dt
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.papers import Line, Text
from app.domain.attachments.models import Attachment

Cell = Text | int
NOTHING = "—"


@dataclass(frozen=True)
class Facts:
    """Labels with values, two pairs to a line."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Grid:
    """A table. *narrow* names the columns (from 0) that hold numbers, *wide* those that need room."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Text = ""
    narrow: frozenset[int] = frozenset()
    wide: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Words:
    """A paragraph as somebody wrote it, or a sentence of ours."""

    text: Text
    caption: Text = ""


@dataclass(frozen=True)
class CopyOf:
    """An attached file behind a section. *code* is the record that it proves."""

    digest: str
    media_type: str
    filename: str
    code: str
    caption: Text = ""
    is_photo: bool = False


@dataclass(frozen=True)
class Section:
    """One sheet of ours, beginning on a new page, with its copies. *codes* are the records that it proves.

    *is_joined*: it goes on below the one before, which has no copies.
    """

    title: Text
    blocks: tuple[Facts | Grid | Words, ...]
    codes: tuple[str, ...] = ()
    copies: tuple[CopyOf, ...] = ()
    is_joined: bool = False


@dataclass(frozen=True)
class ContentsLine:
    """One line of the contents: a record, how it stands, when and by whom. The page is added when all are known."""

    code: str
    label: Text
    state: str = ""
    state_label: Text = ""
    note: Text = ""
    on: dt.date | None = None
    who: str = ""


@dataclass(frozen=True)
class BoundPaper:
    """A whole file. *header* stands on every page, *remarks* under the contents."""

    title: Text
    header: Text
    about: tuple[Line, ...]
    contents: tuple[ContentsLine, ...]
    sections: tuple[Section, ...]
    remarks: tuple[Text, ...] = ()
    made_on: dt.date | None = None


def day(value: dt.date | None) -> Text:
    """A day in the language of the paper."""
    return Message(N_("%(day)s"), day=value) if value is not None else NOTHING


def plain(value: object) -> Text:
    """A text, a number, or a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    return value if isinstance(value, BilingualText | Message) else str(value)


def yuan(fen: int | None) -> Text:
    """An amount in yuan, without the unit."""
    if fen is None:
        return NOTHING
    return f"{fen / 100:,.2f}" if fen % 100 else f"{fen // 100:,}"


def yes_no(value: bool | None) -> Text:
    """Yes, no, or a dash."""
    if value is None:
        return NOTHING
    return Message(N_("yes")) if value else Message(N_("no"))


def copy_of(
    attachment: Attachment | None, code: str, caption: Text = "", *, is_photo: bool = False
) -> tuple[CopyOf, ...]:
    """The copy of an attachment, or none."""
    if attachment is None:
        return ()
    return (
        CopyOf(
            attachment.digest, attachment.media_type, attachment.filename, code, caption, is_photo=is_photo
        ),
    )
