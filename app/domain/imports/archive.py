"""Is this file a workbook, and is it safe to open: decided on its first bytes and on the directory of the archive.

Lives here: the checks before any spreadsheet library sees the file. Does not live here: reading (``reader.py``).
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_, Message
from app.domain.imports.findings import WorkbookRefused

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BIFF_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD = "WordDocument".encode("utf-16-le")
_FOREIGN_STARTS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"BM",
    b"{\\rtf",
)  # fmt: skip
_BOF = b"\x09\x08"
_FILEPASS = 0x2F
_SECTOR = 512
_LOCAL_HEADER = 30
_CHUNK = 1 << 16


class FileKind(StrEnum):
    """What the bytes are."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much of a file is read. Generous for a county, far below what hurts the machine."""

    max_bytes: int = 30 * 1024 * 1024
    max_unpacked_bytes: int = 400 * 1024 * 1024
    max_ratio: int = 200
    max_parts: int = 2_000
    max_rows: int = 120_000
    max_columns: int = 300
    max_sheets: int = 200
    max_memory_bytes: int = 2 * 1024 * 1024 * 1024
    seconds: int = 60


def refused(reason: str, advice: str, **params: object) -> WorkbookRefused:
    """A refusal with its two sentences (message ids marked by the caller)."""
    return WorkbookRefused(Message(reason, **params), Message(advice))


def kind_of(data: bytes, limits: ReadLimits) -> FileKind:
    """The kind of the file, after every check that needs no spreadsheet library; raises :class:`WorkbookRefused`."""
    if not data.strip(b"\x00 \r\n\t"):
        raise refused(N_("The file is empty."), N_("Choose the workbook that holds the rows."))
    if len(data) > limits.max_bytes:
        raise refused(
            N_("The file is larger than %(limit)s MB."),
            N_("Remove pictures from the workbook, or import village by village."),
            limit=limits.max_bytes // (1024 * 1024),
        )
    if data.startswith(b"PK"):
        _check_archive(data, limits)
        return FileKind.XLSX
    if data.startswith(_OLE2):
        return _kind_of_ole2(data)
    _refuse_foreign(data)
    return FileKind.CSV


def _kind_of_ole2(data: bytes) -> FileKind:
    if _ENCRYPTED in data:
        raise encrypted()
    if _WORD in data or not any(stream in data for stream in _BIFF_STREAMS):
        raise _no_workbook()
    if _has_file_password(data):
        raise encrypted()
    return FileKind.XLS


def _has_file_password(data: bytes) -> bool:
    """Whether a FILEPASS record follows the beginning of the workbook stream, which starts with a sector."""
    start = -1
    while (start := data.find(_BOF, start + 1)) >= 0:
        place = start
        for _ in range(5):
            kind, length = int.from_bytes(data[place : place + 2], "little"), data[place + 2 : place + 4]
            if kind == _FILEPASS and start % _SECTOR == 0:
                return True
            place += 4 + int.from_bytes(length, "little")
    return False


def encrypted() -> WorkbookRefused:
    """The refusal of a file with a password."""
    return refused(
        N_("The workbook is protected by a password."),
        N_("Open it in Excel or WPS, remove the password under “Save as”, and choose it again."),
    )


def damaged() -> WorkbookRefused:
    """The refusal of a file that looks like a workbook and cannot be read."""
    return refused(
        N_("The workbook is damaged and cannot be opened."),
        N_("Open it in Excel or WPS, save it as a new .xlsx file, and choose that one."),
    )


def _no_workbook() -> WorkbookRefused:
    return refused(
        N_("This file is not a workbook."), N_("Choose an Excel file (.xlsx, .xls) or a .csv file.")
    )


def _bomb() -> WorkbookRefused:
    return refused(
        N_("The file would unpack to far more than a workbook needs; it is not opened."),
        N_("Copy the rows into a new workbook and choose that one."),
    )


def _refuse_foreign(data: bytes) -> None:
    start = data[:4096].lstrip()
    if start.startswith(_FOREIGN_STARTS):
        raise _no_workbook()
    if start[:200].lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise refused(
            N_("This is a web page that only carries the name of a workbook."),
            N_("Open it in Excel or WPS, save it as .xlsx, and choose the saved file."),
        )
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _no_workbook()


def _check_archive(data: bytes, limits: ReadLimits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise damaged() from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise encrypted()
    if "xl/workbook.xml" not in names:
        raise _no_workbook()
    if len(parts) > limits.max_parts or len(names) != len(parts):
        raise _bomb()
    declared = sum(part.file_size for part in parts)
    if declared > limits.max_unpacked_bytes or declared > len(data) * limits.max_ratio:
        raise _bomb()
    allowance = limits.max_unpacked_bytes
    for part in parts:
        allowance -= _unpacked_size(data, part, allowance)


def _unpacked_size(data: bytes, part: zipfile.ZipInfo, allowance: int) -> int:
    """Unpack one part in small pieces and throw them away: the directory may lie about its size."""
    start = part.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or part.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):
        raise damaged()
    name_length = int.from_bytes(data[start + 26 : start + 28], "little")
    extra_length = int.from_bytes(data[start + 28 : start + 30], "little")
    first = start + _LOCAL_HEADER + name_length + extra_length
    if first + part.compress_size > len(data):
        raise damaged()
    if part.compress_type == zipfile.ZIP_STORED:
        if part.compress_size != part.file_size:
            raise _bomb()
        return part.file_size
    unpacker, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    view = memoryview(data)[first : first + part.compress_size]
    try:
        for offset in range(0, len(view), _CHUNK):
            piece: bytes | memoryview = view[offset : offset + _CHUNK]
            while piece and not unpacker.eof:
                size += len(unpacker.decompress(piece, _CHUNK * 16))
                piece = unpacker.unconsumed_tail
                if size > min(allowance, part.file_size):
                    raise _bomb()
    except zlib.error as error:
        raise damaged() from error
    return size
