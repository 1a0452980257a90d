"""Files that an office hands out to everybody: what is taken, and the small copy that is made of a picture.

A public picture is drawn anew: turned upright, no larger than a screen needs, without anything that a camera wrote
beside it. A document must be what its name says and carry no program.
"""

import io
import zipfile
from typing import BinaryIO

from PIL import Image, ImageOps

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.attachments import rules
from app.domain.attachments.service import Checked, check

#: the longer side of a public picture, in pixels
LONGEST_SIDE = 1600
QUALITY = 80
#: what a document may be once it is unpacked
MOST_UNPACKED = 64 * 1024 * 1024
MAIN_PARTS = {"word/document.xml": rules.DOCX, "xl/workbook.xml": rules.XLSX}

NOT_TAKEN = N_("Only PDF files, photographs (JPEG, PNG), .docx and .xlsx documents can be attached.")
HAS_MACROS = N_("This document carries a program (macros). Save it without, then attach it.")


def check_public(*, data: bytes | BinaryIO, filename: str, field: str | None = None, actor: Actor) -> Checked:
    """Look at a file that everybody will be able to open. Raises ``Invalid`` (beside *field*) for what is not taken."""
    content = data if isinstance(data, bytes) else data.read(rules.LARGEST_BYTES + 1)
    if content.startswith(b"PK\x03\x04") and len(content) <= rules.LARGEST_BYTES:
        media_type = _document_type(content, field)
        return Checked(content, rules.tidy_filename(filename, media_type), media_type)
    if (fault := rules.why_not_taken(content)) is not None:
        raise Invalid(Message(NOT_TAKEN) if fault == rules.NOT_TAKEN else fault, field=field)
    checked = check(data=content, filename=filename, field=field, actor=actor)
    if checked.media_type == rules.PDF:
        return checked
    return Checked(_drawn_anew(checked), checked.filename, checked.media_type)


def _document_type(content: bytes, field: str | None) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = {info.filename for info in packed.infolist()}
            is_large = sum(info.file_size for info in packed.infolist()) > MOST_UNPACKED
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Invalid(Message(NOT_TAKEN), field=field) from None
    found = [media_type for part, media_type in MAIN_PARTS.items() if part in names]
    if len(found) != 1 or is_large:
        raise Invalid(Message(NOT_TAKEN), field=field)
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
        raise Invalid(Message(HAS_MACROS), field=field)
    return found[0]


def _drawn_anew(checked: Checked) -> bytes:
    with Image.open(io.BytesIO(checked.data)) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        if checked.media_type == rules.JPEG:
            upright.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        else:
            plain = upright if upright.mode in ("L", "LA", "P", "RGB", "RGBA") else upright.convert("RGB")
            plain.info = {key: value for key, value in plain.info.items() if key == "transparency"}
            plain.save(out, "PNG", optimize=True)
        return out.getvalue()
