"""The objects of a PDF of our own as bytes: read without interpreting them, written again in a compact form.

For files that the engine wrote (cross-reference streams, objects packed in object streams) and for what was appended
to such a file; a file from elsewhere is :class:`NotOurs`. Reading is a few milliseconds for a list of thousands.
"""

import hashlib
import itertools
import re
import zlib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import NamedTuple

REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_HEADER = re.compile(rb"\s*(\d+) (\d+) obj\b\s*")
#: The bytes in which the fields of our own cross-references are written: kind, place, number within.
WIDTHS = (1, 4, 2)


class NotOurs(ValueError):
    """A file that is built in another way than the engine builds one."""


class Packed(NamedTuple):
    """Where an object lies that is packed with others: the number of the pack, and its place in it."""

    pack: int
    place: int


class Objects:
    """The newest version of each object of *data*, by number, and what the trailer says. Raises :class:`NotOurs`."""

    def __init__(self, data: bytes) -> None:
        start = _START.search(data)
        if start is None:
            raise NotOurs("no cross-reference")
        self.data = data
        self.start = int(start[1])
        self.trailer: dict[str, bytes] = {}
        self._plain: dict[int, int] = {}
        self._packed: dict[int, Packed] = {}
        self._packs: dict[int, list[bytes]] = {}
        place: int | None = self.start
        ends = []
        while place is not None:
            ends.append(place)
            place = self._read_section(place)
        self._ends = sorted({*self._plain.values(), *ends, len(data)})
        self.size = int(self.trailer["Size"])

    def body(self, number: int) -> bytes:
        """What stands between ``obj`` and ``endobj``, unpacked, without references resolved."""
        if number in self._packed:
            pack, place = self._packed[number]
            return self._pack(pack)[place]
        if number not in self._plain:
            raise NotOurs(f"object {number} is missing")
        return self._at(self._plain[number])

    def page_numbers(self) -> list[int]:
        """The numbers of the page objects in order; the engine keeps them in one flat list."""
        pages = self.body(referred(self.body(referred(self.trailer["Root"])), b"Pages"))
        kids = re.search(rb"/Kids\s*\[([^\]]*)\]", pages)
        if kids is None:
            raise NotOurs("no pages")
        return [int(one) for one in REFERENCE.findall(kids[1])]

    def _at(self, place: int) -> bytes:
        """The body of the object that begins at *place*."""
        header = _HEADER.match(self.data, place)
        if header is None:
            raise NotOurs(f"no object at {place}")
        following = self._ends[bisect_right(self._ends, place)]
        end = self.data.rfind(b"endobj", place, following)
        if end < 0:
            raise NotOurs(f"object at {place} has no end")
        return self.data[header.end() : end].strip(b"\r\n")

    def _read_section(self, place: int) -> int | None:
        """Take in one cross-reference stream, the newest first; gives the place of the one before."""
        header = _HEADER.match(self.data, place)
        if header is None:
            raise NotOurs("the cross-reference is a table")
        end = self.data.find(b"endobj", place)
        dictionary, content = split(self.data[header.end() : end])
        if content is None or b"/XRef" not in dictionary:
            raise NotOurs("the cross-reference is a table")
        fields = unpacked(dictionary, content)
        size = int(_number(dictionary, b"Size"))
        widths = _numbers(dictionary, b"W")
        ranges = _numbers(dictionary, b"Index", [0, size])
        numbers = [
            n
            for first, count in zip(ranges[::2], ranges[1::2], strict=True)
            for n in range(first, first + count)
        ]
        step = sum(widths)
        for row, number in enumerate(numbers):
            self._take_in(number, _fields(fields[row * step : (row + 1) * step], widths))
        for name in ("Root", "Info", "ID"):
            value = re.search(rb"/%b\s*(\d+ 0 R|\[[^\]]*\])" % name.encode(), dictionary)
            if value:
                self.trailer.setdefault(name, value[1])
        self.trailer.setdefault("Size", str(size).encode())
        before = re.search(rb"/Prev\s+(\d+)", dictionary)
        return int(before[1]) if before else None

    def _take_in(self, number: int, fields: tuple[int, int, int]) -> None:
        kind, first, second = fields
        if number in self._plain or number in self._packed:
            return
        if kind == 1:
            self._plain[number] = first
        elif kind == 2:  # packed in an object stream (ISO 32000-1, table 18)
            self._packed[number] = Packed(first, second)

    def _pack(self, number: int) -> list[bytes]:
        if number not in self._packs:
            dictionary, content = split(self.body(number))
            if content is None:
                raise NotOurs(f"object {number} is no pack")
            text = unpacked(dictionary, content)
            count, first = int(_number(dictionary, b"N")), int(_number(dictionary, b"First"))
            places = [int(one) for one in text[:first].split()[1 : 2 * count : 2]]
            borders = [*places, len(text) - first]
            self._packs[number] = [
                text[first + start : first + stop].strip() for start, stop in itertools.pairwise(borders)
            ]
        return self._packs[number]


def split(body: bytes) -> tuple[bytes, bytes | None]:
    """The dictionary of an object and, where it is a stream, its content as it lies in the file."""
    mark = _STREAM.search(body)
    if mark is None or not body.startswith(b"<<"):
        return body, None
    end = body.rfind(b"endstream")
    content = body[mark.end() : end]
    length = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", body[: mark.start()])
    return body[: mark.start() + 2], content[: int(length[1])] if length else content.rstrip(b"\r\n")


def unpacked(dictionary: bytes, content: bytes) -> bytes:
    """The content of a stream, decompressed."""
    if b"/FlateDecode" not in dictionary:
        return content
    if b"/Predictor" in dictionary:
        raise NotOurs("a predictor")
    return zlib.decompress(content)


def referred(body: bytes, name: bytes = b"") -> int:
    """The number to which *body*, or its entry *name*, refers."""
    found = re.search((rb"/%b\s+" % name if name else b"") + rb"(\d+) 0 R", body)
    if found is None:
        raise NotOurs(f"no {name.decode()}")
    return int(found[1])


def renumbered(body: bytes, number_of: Callable[[int], int]) -> bytes:
    """*body* with each reference changed by *number_of*; the content of a stream stays as it is."""
    dictionary, content = split(body)
    changed = REFERENCE.sub(lambda match: b"%d 0 R" % number_of(int(match[1])), dictionary)
    if content is None:
        return changed
    return b"%b\nstream\n%b\nendstream" % (changed, content)


def stream(entries: bytes, content: bytes) -> bytes:
    """The body of a compressed stream. *entries* are those of its dictionary but length and filter."""
    packed = zlib.compress(content, 9)
    return b"<<%b/Filter /FlateDecode/Length %d>>\nstream\n%b\nendstream" % (entries, len(packed), packed)


def appended(base: Objects, changed: Mapping[int, bytes]) -> bytes:
    """The file of *base* with *changed* objects behind it, old and new ones by number; its first bytes stay."""
    out = bytearray(base.data)
    if not out.endswith(b"\n"):
        out += b"\n"
    _write(out, changed, base.size, base.trailer, before=base.start)
    return bytes(out)


def whole(objects: Mapping[int, bytes], trailer: Mapping[str, bytes]) -> bytes:
    """A new file of *objects*, which are numbered from 1 without gaps."""
    out = bytearray(b"%PDF-1.7\n%\xe5\x85\xac\xe7\xa4\xba\n")
    _write(out, objects, len(objects) + 1, trailer)
    return bytes(out)


def _write(
    out: bytearray,
    objects: Mapping[int, bytes],
    size: int,
    trailer: Mapping[str, bytes],
    before: int | None = None,
) -> None:
    pack_number = max(size, max(objects) + 1)
    places: dict[int, tuple[int, int, int]] = {} if before is not None else {0: (0, 0, 65535)}
    loose = {number: body for number, body in objects.items() if split(body)[1] is None}
    for number, body in sorted({**objects, pack_number: _packed_together(loose)}.items()):
        if number not in loose:
            places[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    places.update({number: (2, pack_number, index) for index, number in enumerate(sorted(loose))})
    at, number = len(out), pack_number + 1
    places[number] = (1, at, 0)
    rows = b"".join(
        b"".join(value.to_bytes(width, "big") for value, width in zip(fields, WIDTHS, strict=True))
        for _number, fields in sorted(places.items())
    )
    entries = b"/Type /XRef/Size %d/W [%d %d %d]/Index [%b]/Root %b" % (
        number + 1,
        *WIDTHS,
        _ranges(sorted(places)),
        trailer["Root"],
    )
    if "Info" in trailer:
        entries += b"/Info " + trailer["Info"]
    if before is not None:
        entries += b"/Prev %d" % before
    digest = hashlib.sha256(out).hexdigest()[:32].encode()
    first = re.search(rb"\[\s*(<[^>]*>|\([^)]*\))", trailer.get("ID", b""))
    entries += b"/ID [%b <%b>]" % (first[1] if first else b"<%b>" % digest, digest)
    out += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, stream(entries, rows), at)


def _packed_together(objects: Mapping[int, bytes]) -> bytes:
    heads, text = [], bytearray()
    for number, body in sorted(objects.items()):
        heads.append(b"%d %d" % (number, len(text)))
        text += body + b"\n"
    head = b" ".join(heads) + b"\n"
    return stream(b"/Type /ObjStm/N %d/First %d" % (len(objects), len(head)), head + bytes(text))


def _ranges(numbers: list[int]) -> bytes:
    """Numbers as runs: first number and length of each."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return b" ".join(b"%d %d" % (first, length) for first, length in runs)


def _fields(row: bytes, widths: list[int]) -> tuple[int, int, int]:
    values, at = [], 0
    for width in widths:
        values.append(int.from_bytes(row[at : at + width], "big"))
        at += width
    kind, first, second = values
    return (kind if widths[0] else 1, first, second)


def _number(dictionary: bytes, name: bytes) -> bytes:
    found = re.search(rb"/%b\s+(\d+)" % name, dictionary)
    if found is None:
        raise NotOurs(f"no {name.decode()}")
    return found[1]


def _numbers(dictionary: bytes, name: bytes, default: list[int] | None = None) -> list[int]:
    found = re.search(rb"/%b\s*\[([^\]]*)\]" % name, dictionary)
    if found is None:
        if default is None:
            raise NotOurs(f"no {name.decode()}")
        return default
    return [int(one) for one in found[1].split()]
