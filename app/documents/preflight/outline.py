"""The file behind the pages: its fonts, actions, attached files and every text that stands in it unseen."""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    StreamObject,
    TextStringObject,
    read_object,
)

#: What points back up, or is read with the pages (the tag tree): not followed.
_NOT_FOLLOWED = frozenset({"/Parent", "/StructTreeRoot"})
#: What is no text: checks, dates, keys of the file itself.
_NO_TEXT = frozenset({"/ID", "/CheckSum", "/Panose", "/CharSet", "/Ordering", "/Registry"})
_DATE = re.compile(r"D:\d{4,14}(?:Z|[+-]\d{2}'?\d{2}'?)?(?:00'00')?")
#: The most objects that are looked at; a paper of a thousand pages has fewer.
MOST_OBJECTS = 400_000

logging.getLogger("pypdf").setLevel(logging.ERROR)


class LazyReader(PdfReader):
    """A reader that takes an object out of a packed stream when it is asked for it.

    The library unpacks thousands of tags to find the catalogue: half a second for a list of 400 rows.
    """

    def __init__(self, data: bytes) -> None:
        self._unpacked: dict[int, tuple[io.BytesIO, dict[int, int]]] = {}
        super().__init__(io.BytesIO(data))

    def _get_object_from_stream(self, indirect_reference: IndirectObject) -> PdfObject:
        number, _index = self.xref_objStm[indirect_reference.idnum]
        if number not in self._unpacked:
            stream: Any = IndirectObject(number, 0, self).get_object()
            packed, first = stream.get_data(), int(stream["/First"])
            numbers = [int(one) for one in packed[:first].split()]
            places = {key: first + at for key, at in zip(numbers[::2], numbers[1::2], strict=True)}
            self._unpacked[number] = (io.BytesIO(packed), places)
        content, places = self._unpacked[number]
        if indirect_reference.idnum not in places:
            return NullObject()
        content.seek(places[indirect_reference.idnum])
        found: PdfObject = read_object(content, self)
        self.cache_indirect_object(0, indirect_reference.idnum, found)
        return found


@dataclass(frozen=True)
class Said:
    """A text in the file that no page shows. *key* is the name under which it stands."""

    key: str
    text: str
    page: int | None


@dataclass(frozen=True)
class Attached:
    """An attached file. *data* is ``None`` when it cannot be unpacked."""

    name: str
    data: bytes | None


@dataclass
class Outline:
    """What was found in the file. Pages count from 1; ``None`` where a thing belongs to the whole file."""

    reader: PdfReader
    dictionaries: list[tuple[DictionaryObject, int | None]] = field(default_factory=list)
    texts: list[Said] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)

    @property
    def root(self) -> DictionaryObject:
        """The catalogue of the file."""
        return self.reader.root_object

    def fonts(self) -> Iterator[tuple[DictionaryObject, int | None]]:
        """Every font, with the first page that uses it."""
        for one, page in self.dictionaries:
            if one.get("/Type") == "/Font" and not str(one.get("/Subtype", "")).startswith("/CIDFont"):
                yield one, page

    def drawing(self, page: int) -> bytes:
        """The instructions by which *page* is drawn."""
        content = self.reader.pages[page - 1].get_contents()
        return content.get_data() if content is not None else b""


def outline_of(data: bytes) -> Outline:
    """The outline of the file *data*. Raises whatever the reader raises for a broken file."""
    outline = Outline(LazyReader(data))
    walk = _Walk(outline)
    for number, page in enumerate(outline.reader.pages, 1):
        walk.through(page, number)
    walk.through(outline.reader.trailer.get("/Info"), None)
    walk.through(outline.root, None)
    _read_metadata(outline)
    return outline


class _Walk:
    """Goes through everything that hangs together, each object once."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._seen: set[int] = set()

    def through(self, start: Any, page: int | None) -> None:
        """Everything that hangs on *start* but other pages; what is found belongs to *page*."""
        waiting: list[tuple[str, Any]] = [("", start)]
        while waiting:
            key, value = waiting.pop()
            if isinstance(value, IndirectObject):
                number, value = value.idnum, value.get_object()
                if number in self._seen or (_is_page(value) and value is not start):
                    continue
                self._seen.add(number)
                if len(self._seen) > MOST_OBJECTS:
                    raise ValueError("too many objects")
            if isinstance(value, DictionaryObject):
                self._take(value, page)
                waiting += [(name, one) for name, one in dict.items(value) if name not in _NOT_FOLLOWED]
            elif isinstance(value, ArrayObject):
                waiting += [(key, one) for one in list.__iter__(value)]
            elif isinstance(value, (TextStringObject, ByteStringObject)):
                self._hear(key, value, page)

    def _take(self, value: DictionaryObject, page: int | None) -> None:
        self._outline.dictionaries.append((value, page))
        if "/EF" in value:
            self._outline.attached.append(_attached(value))

    def _hear(self, key: str, value: TextStringObject | ByteStringObject, page: int | None) -> None:
        text = value if isinstance(value, str) else bytes(value).decode("latin-1")
        if key in _NO_TEXT or not text.strip() or _DATE.fullmatch(text):
            return
        self._outline.texts.append(Said(key, text, page))


def _is_page(value: Any) -> bool:
    return isinstance(value, DictionaryObject) and value.get("/Type") == "/Page"


def _attached(specification: DictionaryObject) -> Attached:
    name = str(specification.get("/UF") or specification.get("/F") or "")
    files: Any = specification["/EF"]
    try:
        stream = (files.get_object().get("/F") or files.get_object().get("/UF")).get_object()
        return Attached(name, stream.get_data())
    except Exception:  # whatever the reason: that it cannot be unpacked is the finding
        return Attached(name, None)


def _read_metadata(outline: Outline) -> None:
    """The texts of all packets of metadata, without their mark-up."""
    for one, page in outline.dictionaries:
        if isinstance(one, StreamObject) and one.get("/Type") == "/Metadata":
            text = one.get_data().decode("utf-8", "replace")
            outline.texts += [
                Said("/Metadata", part, page) for part in re.split(r"<[^>]*>", text) if part.strip()
            ]
            outline.texts += [Said("/Metadata", part, page) for part in re.findall(r"=[\"']([^\"']*)", text)]
