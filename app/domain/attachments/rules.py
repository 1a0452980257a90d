"""Which files are taken, told by what is in them and never by their name. Pure."""

import re
import unicodedata
import zlib

from app.core.messages import N_, Message

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ACCEPTED = (PDF, JPEG, PNG)
#: how some telephones keep photographs; taken where the caller says so, and turned into JPEG
HEIC = "image/heic"
#: documents that only an office hands out; taken where the caller says so
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", HEIC: ".heic", DOCX: ".docx", XLSX: ".xlsx"}
SPELLINGS = {spelling: kind for kind, spelling in EXTENSIONS.items()} | {".jpeg": JPEG, ".heif": HEIC}

LARGEST_BYTES = 16 * 1024 * 1024
#: the largest picture a telephone takes in its ordinary mode; far beyond what a scan has
MOST_PIXELS = 52_000_000

HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
HEIC_ENDING = re.compile(r"\.hei[cf]\s*$", re.IGNORECASE)
NAME_LENGTH = 120
NO_HEIC = Message(
    N_(
        "This photograph is in the HEIC format, which not every machine can show. "
        "Set the telephone's camera to “most compatible” (JPEG) and take it again."
    )
)
NO_PAGE = Message(
    N_("There is no page in this PDF. Scan or photograph the signed paper and choose that file instead.")
)
NOT_TAKEN = Message(N_("Only photographs (JPEG, PNG) and PDF files can be attached."))


def media_type_of(data: bytes) -> str | None:
    """What *data* is by its first bytes, or ``None`` when it is nothing that is ever taken."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return HEIC
    return PNG if data.startswith(b"\x89PNG\r\n\x1a\n") else None


def why_not_taken(data: bytes, *, heic: bool = False) -> Message | None:
    """Why this file is not taken, as far as size and first bytes tell, or ``None``. *heic*: such are taken as well."""
    if not data:
        return Message(N_("The file is empty."))
    if len(data) > LARGEST_BYTES:
        return Message(N_("The file is too large: at most %(mb)s MB."), mb=LARGEST_BYTES // 1024 // 1024)
    if media_type_of(data) == HEIC and not heic:
        return NO_HEIC
    if media_type_of(data) == PDF and not has_page(data):
        return NO_PAGE
    return NOT_TAKEN if media_type_of(data) is None else None


#: a page of a PDF, and where objects are packed, as newer ones do with everything but pictures
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z0-9])")
_PACKED = re.compile(rb"/ObjStm(?:(?!endobj|stream).){0,1000}stream\r?\n", re.DOTALL)
_MOST_UNPACKED = 4 * 1024 * 1024


def has_page(data: bytes) -> bool:
    """Does a PDF hold a page? One that cannot be looked into without its password counts as one that does."""
    if _PAGE.search(data) or b"/Encrypt" in data:
        return True
    return any(_may_hold_page(data, found.end()) for found in _PACKED.finditer(data))


def _may_hold_page(data: bytes, start: int) -> bool:
    try:
        packed = memoryview(data)[start:]
        return _PAGE.search(zlib.decompressobj().decompress(packed, _MOST_UNPACKED)) is not None
    except zlib.error:
        return True  # packed in another way


def tidy_filename(given: str, media_type: str) -> str:
    """The last part of *given*, without control characters, ending as *media_type* does."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not stem and not dot and f".{ending.lower()}" in SPELLINGS:
        ending = ""  # a name that was nothing but its ending
    if not dot or SPELLINGS.get(f".{ending.lower()}") != media_type:
        stem, ending = name if ending else "", EXTENSIONS[media_type][1:]
    stem = re.sub(r'[<>:"|?*]', "_", stem).strip() or "file"
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"
