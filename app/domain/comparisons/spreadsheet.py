"""The inside of an .xlsx, read as a stream: sheet after sheet, row after row.

An .xlsx keeps each different text once in a part of its own, and the sheets point there by number. The texts go to a
nameless file on the disk, and so do their places in it; the sheets are parsed piece by piece. So a million rows need
no more memory than a thousand. Source of the format: ECMA-376, part 1, sections 18.3 and 18.4.
"""

import os
import posixpath
import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from app.core.messages import N_
from app.domain.imports.archive import damaged, encrypted, refused
from app.domain.imports.cells import Cell
from app.domain.imports.findings import WorkbookRefused

_BLOCK = 1 << 16
_LONGEST_TEXT = 2_000
_SMALL_PART = 8 << 20
_KNOWN_TEXTS = 20_000
_PLACES_AT_ONCE = 2_048
_PLACE = 8
_WIDEST = 16_384
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read. A county's vehicles or payments of a year stay below; what hurts the machine is far above."""

    max_bytes: int = 2 << 30
    max_rows: int = 5_000_000
    max_columns: int = 200
    max_sheets: int = 50
    max_unpacked_bytes: int = 4 << 30
    max_ratio: int = 200
    max_strings: int = 20_000_000


def too_many_columns(limit: int) -> WorkbookRefused:
    """The refusal of a sheet that is wider than any table."""
    return refused(
        N_("A sheet has more than %(limit)s columns."),
        N_("Delete the empty columns to the right of the table, save, and choose the file again."),
        limit=limit,
    )


def too_many_rows(limit: int) -> WorkbookRefused:
    """The refusal of a file that is longer than anything a county has."""
    return refused(
        N_("The file has more than %(limit)s rows."),
        N_("Delete the empty rows below the table, or split the file."),
        limit=limit,
    )


class Spreadsheet:
    """An opened .xlsx. Raises :class:`WorkbookRefused` for what cannot or must not be opened."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        self._read = 0
        try:
            self._archive = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise damaged() from error
        try:
            self._check(path.stat().st_size)
            self._sheets, self.hidden_sheets = self._find_sheets()
            self._texts = self._find_texts()
        except WorkbookRefused:
            self._archive.close()
            raise
        except _BROKEN as error:
            self._archive.close()
            raise damaged() from error
        self._total = max(1, sum(self._archive.getinfo(part).file_size for _name, part in self._sheets))

    def close(self) -> None:
        """Let go of the file and of its texts."""
        self._archive.close()
        self._texts.close()

    @property
    def share_read(self) -> float:
        """How much of the sheets is read, from 0 to 1."""
        return min(1.0, self._read / self._total)

    def sheets(self) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
        """Name and rows of each visible sheet."""
        for name, part in self._sheets:
            yield name, self._rows(part)

    def _rows(self, part: str) -> Iterator[tuple[int, list[Cell]]]:
        sheet = _SheetParser(self._texts.get, self._limits.max_columns)
        try:
            with self._archive.open(part) as stream:
                while block := stream.read(_BLOCK):
                    self._read += len(block)
                    sheet.feed(block)
                    if sheet.row_number > self._limits.max_rows:
                        raise too_many_rows(self._limits.max_rows)
                    yield from sheet.take()
            sheet.feed(b"", final=True)
            yield from sheet.take()
        except _BROKEN as error:
            raise refused(
                N_("The workbook is damaged in or after row %(row)s and cannot be read further."),
                N_("Open it in Excel or WPS, save it as a new .xlsx file, and choose that one."),
                row=sheet.row_number,
            ) from error

    def _check(self, size: int) -> None:
        parts = self._archive.infolist()
        names = {part.filename for part in parts}
        if any(part.flag_bits & 0x1 for part in parts):
            raise encrypted()
        if "xl/workbook.xml" not in names:
            raise refused(N_("This file is not a table."), N_("Choose an Excel file (.xlsx) or a .csv file."))
        unpacked = sum(part.file_size for part in parts)
        too_much = unpacked > self._limits.max_unpacked_bytes or unpacked > size * self._limits.max_ratio
        if too_much or len(parts) > 2_000 or len(names) != len(parts):
            raise refused(
                N_("The file would unpack to far more than a table needs; it is not opened."),
                N_("Copy the table into a new workbook and choose that one."),
            )

    def _find_sheets(self) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
        targets = {
            one["Id"]: _within_xl(one["Target"])
            for one in self._attributes("xl/_rels/workbook.xml.rels", "Relationship")
        }
        visible, hidden = [], []
        for one in self._attributes("xl/workbook.xml", "sheet")[: self._limits.max_sheets]:
            link = next((value for key, value in one.items() if key.endswith(":id")), "")
            if one.get("state", "visible") != "visible":
                hidden.append(one["name"])
            elif "/worksheets/" in targets[link]:
                visible.append((one["name"], targets[link]))
        return visible, tuple(hidden)

    def _attributes(self, part: str, tag: str) -> list[dict[str, str]]:
        """The attributes of every element *tag* of a small part."""
        found: list[dict[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name.rpartition(":")[2] == tag:
                found.append(attributes)

        if self._archive.getinfo(part).file_size > _SMALL_PART:
            raise damaged()
        parser = _parser()
        parser.StartElementHandler = start
        parser.Parse(self._archive.read(part), True)
        return found

    def _find_texts(self) -> "_Texts":
        texts = _Texts(self._limits.max_strings)
        for one in self._attributes("xl/_rels/workbook.xml.rels", "Relationship"):
            if one["Type"].endswith("/sharedStrings"):
                with self._archive.open(_within_xl(one["Target"])) as stream:
                    texts.fill(stream)
        return texts


def _within_xl(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _parser() -> expat.XMLParserType:
    """A parser that takes no document type: without one there are no entities to blow up."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_declaration: object) -> None:
        raise damaged()

    parser.StartDoctypeDeclHandler = refuse
    return parser


class _Texts:
    """The shared texts of a workbook in nameless files: gone when they are closed, or when the process dies."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._texts = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the spreadsheet is
        self._offsets = tempfile.TemporaryFile()  # noqa: SIM115 - likewise
        self._known: dict[int, str] = {}
        self._places, self._first = array("Q"), 0
        self._window, self._window_at = b"", 0

    def close(self) -> None:
        self._texts.close()
        self._offsets.close()

    def fill(self, stream: IO[bytes]) -> None:
        """Read the part of the shared texts; what is pronounced (``rPh``) is not part of a text."""
        pieces: list[str] = []
        state = {"takes": False, "silent": False}
        place, count, written = 0, 0, self._texts
        places = array("Q", [0])

        def start(name: str, _attributes: dict[str, str]) -> None:
            name = name.rpartition(":")[2]
            if name == "si":
                pieces.clear()
            elif name == "t":
                state["takes"] = not state["silent"]
            elif name == "rPh":
                state["silent"] = True

        def end(name: str) -> None:
            nonlocal place, count
            name = name.rpartition(":")[2]
            if name == "t":
                state["takes"] = False
            elif name == "rPh":
                state["silent"] = False
            elif name == "si":
                text = "".join(pieces)[:_LONGEST_TEXT].encode("utf-8", "replace")
                written.write(text)
                place += len(text)
                places.append(place)
                count += 1
                if count > self._limit:
                    raise damaged()

        def text(data: str) -> None:
            if state["takes"] and len(pieces) < _LONGEST_TEXT:
                pieces.append(data)

        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
            self._offsets.write(places.tobytes())
            del places[:]
        parser.Parse(b"", True)
        self._offsets.write(places.tobytes())
        self._offsets.flush()
        written.flush()

    def get(self, index: int) -> str:
        """The text of this number. Texts are numbered as they first occur, so that the next one is mostly near."""
        text = self._known.get(index)
        if text is not None:
            return text
        at = index - self._first
        if at < 0:  # one that occurs again and again
            if len(self._known) >= _KNOWN_TEXTS:
                self._known.clear()
            text = self._known[index] = self._far(index)
            return text
        if at + 1 >= len(self._places):
            self._places = self._read_places(index, _PLACES_AT_ONCE)
            self._first, at = index, 0
        begin, end = self._places[at], self._places[at + 1]
        start = begin - self._window_at
        if start < 0 or end - self._window_at > len(self._window):
            self._window_at, self._window = (
                begin,
                os.pread(self._texts.fileno(), max(_BLOCK, end - begin), begin),
            )
            start = 0
        return self._window[start : start + end - begin].decode("utf-8")

    def _far(self, index: int) -> str:
        begin, end = self._read_places(index, 2)
        return os.pread(self._texts.fileno(), end - begin, begin).decode("utf-8")

    def _read_places(self, index: int, how_many: int) -> "array[int]":
        raw = os.pread(self._offsets.fileno(), how_many * _PLACE, index * _PLACE)
        if index < 0 or len(raw) < 2 * _PLACE:
            raise ValueError(index)
        return array("Q", raw[: len(raw) // _PLACE * _PLACE])


class _SheetParser:
    """One sheet: bytes go in, rows come out (number and cells). Empty cells at the end of a row are absent."""

    def __init__(self, text_of: Callable[[int], str], max_columns: int) -> None:
        self.row_number = 0
        self._text_of, self._max_columns = text_of, max_columns
        self._rows: list[tuple[int, list[Cell]]] = []
        self._columns: dict[str, int] = {}
        self._parser = _parser()
        self._listen()

    def feed(self, block: bytes, *, final: bool = False) -> None:
        self._parser.Parse(block, final)

    def take(self) -> list[tuple[int, list[Cell]]]:
        """The rows that are complete by now."""
        rows, self._rows = self._rows, []
        return rows

    def _listen(self) -> None:
        """The handlers are closures: they run tens of times a row, and names of their own are found fastest."""
        row: list[Cell] = []
        column, kind, takes = -1, "n", False
        pieces: list[str] = []
        value_of, column_of = self._value_of, self._column_of
        found = self._columns.get

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, kind, takes
            if name == "c":
                reference = attributes.get("r", "")
                at = found(reference.rstrip("0123456789"))
                column = column_of(reference, column) if at is None else at
                kind = attributes.get("t", "n")
            elif name == "v" or name == "t":
                takes = True
            elif name == "row":
                given = attributes.get("r")
                self.row_number = int(given) if given else self.row_number + 1
                row, column = [], -1
            elif ":" in name:
                start(name.rpartition(":")[2], attributes)

        def data(text: str) -> None:
            if takes and len(pieces) < _LONGEST_TEXT:
                pieces.append(text)

        def end(name: str) -> None:
            nonlocal takes
            if name == "v" or name == "t":
                takes = False
            elif name == "c":
                if pieces:
                    if column >= self._max_columns:
                        raise too_many_columns(self._max_columns)
                    while len(row) < column:
                        row.append("")
                    row.append(value_of(kind, pieces[0] if len(pieces) == 1 else "".join(pieces)))
                    pieces.clear()
            elif name == "row":
                self._rows.append((self.row_number, row))
            elif ":" in name:
                end(name.rpartition(":")[2])

        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data

    def _value_of(self, kind: str, text: str) -> Cell:
        if kind == "s":
            return self._text_of(int(text))
        if kind == "n":
            return float(text)
        if kind == "b":
            return text == "1"
        return "" if kind == "e" else text[:_LONGEST_TEXT]

    def _column_of(self, reference: str, before: int) -> int:
        """The index of the column of ``C17``; without a reference the one after *before*."""
        if not reference:
            return before + 1
        letters, index = reference.rstrip("0123456789"), 0
        for letter in letters:
            index = index * 26 + ord(letter) - 64
        if not 1 <= index <= _WIDEST:
            raise ValueError(letters)
        self._columns[letters] = index - 1
        return index - 1
