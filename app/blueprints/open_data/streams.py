"""A file of the open data piece by piece, however many rows it has: as CSV, as JSON, and all of them as one package."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from app.blueprints.open_data.addresses import whole
from app.blueprints.open_data.columns import Table, Value
from app.blueprints.open_data.schema import LICENCE
from app.core import clock
from app.core.spreadsheets import harmless
from app.web.templating import site_name

#: so many rows make one piece
PORTION = 500
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def json_pieces(table: Table) -> Iterator[bytes]:
    """The file as JSON, with licence, source and day before the rows."""
    about = {
        "schema": f"{whole('open_data.show_schema')}#/$defs/{table.name}",
        "licence": LICENCE,
        "source": site_name().in_("zh"),
        "as_of": clock.today().isoformat(),
    }
    yield (json.dumps(about, ensure_ascii=False)[:-1] + ', "rows": [').encode()
    first = True
    for portion in _portions(table.dictionaries()):
        text = ",\n".join(json.dumps(row, ensure_ascii=False) for row in portion)
        yield (text if first else ",\n" + text).encode()
        first = False
    yield b"]}"


def csv_pieces(table: Table) -> Iterator[bytes]:
    """The file for a spreadsheet: UTF-8 with its mark, no cell that could be taken for a formula."""
    yield BYTE_ORDER_MARK + _lines([table.heads])
    for portion in _portions(table.rows()):
        yield _lines([_cell(value) for value in row] for row in portion)


def package_pieces(description: bytes, tables: Iterable[Table]) -> Iterator[bytes]:
    """A ZIP with ``datapackage.json`` and a CSV of each table, never all of it in the memory."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("datapackage.json"), description)
        for table in tables:
            with archive.open(_entry(f"{table.name}.csv"), "w") as file:
                for piece in csv_pieces(table):
                    file.write(piece)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, clock.local(clock.now()).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


class _Sink(io.RawIOBase):
    """What a ZIP is written to that nobody can go back in: what was written is taken away at once."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        held = bytes(self._held)
        self._held.clear()
        return held


def _portions(rows: Iterable[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for row in rows:
        held.append(row)
        if len(held) == PORTION:
            yield held
            held = []
    if held:
        yield held


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: Value) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return harmless(value if isinstance(value, str | int) else value.isoformat())
