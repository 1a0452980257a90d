"""Small copies of photographs for everybody: drawn anew, so that nothing of what a camera wrote goes with them.

Copies lie among the derived files under the digest of the photograph and may be emptied at any time. Whether one may
be shown at all is asked before it is asked for here.
"""

import hashlib
import io
import threading
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from PIL import Image, ImageFilter, ImageOps

from app.core.errors import NotFound
from app.core.files import write_whole
from app.domain.attachments import folder

#: to be raised when the copies are made in another way
VERSION = 1
QUALITIES = (78, 70, 60, 50, 40, 30)

# Whoever asks for a copy while one is being made waits: a large photograph takes much room while it is open.
_making = threading.Lock()


@dataclass(frozen=True)
class Size:
    """How large a copy is: its longer side in pixels, its bytes at most, and the pixels that are left of its detail."""

    name: str
    longest: int
    most_bytes: int
    detail: int = 0


SMALL = Size("small", 480, 40 * 1024)
LARGE = Size("large", 1280, 240 * 1024)
#: shows that a sheet hangs and where; with so few pixels no line of it can be read
UNCLEAR = Size("unclear", 320, 20 * 1024, detail=48)
SIZES = {size.name: size for size in (SMALL, LARGE, UNCLEAR)}


def is_there(digest: str) -> bool:
    """True when the photograph itself lies in its place."""
    return folder.path_of(digest).is_file()


def public_copy(digest: str, size: Size) -> bytes:
    """The copy of a photograph as JPEG: kept from the last time, or made now. Raises ``NotFound`` without its file."""
    path = _path_of(digest, size)
    with _making:
        if not path.is_file():
            if not is_there(digest):
                raise NotFound()
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, drawn(folder.path_of(digest).read_bytes(), size), 0o640)
    return path.read_bytes()


def drawn(data: bytes, size: Size) -> bytes:
    """A picture drawn anew in *size*: upright, without notes, comments, colour profile or place."""
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        picture.draft("RGB", (size.longest, size.longest))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    if size.detail:
        upright.thumbnail((size.detail, size.detail))
        factor = size.longest / max(upright.size)
        large = (round(upright.width * factor), round(upright.height * factor))
        upright = upright.resize(large, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))
    else:
        upright.thumbnail((size.longest, size.longest))
    upright.info = {}
    for quality in QUALITIES:
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= size.most_bytes:
            break
    return out.getvalue()


def _path_of(digest: str, size: Size) -> Path:
    key = hashlib.sha256(f"{digest}\0{size}\0{VERSION}".encode()).hexdigest()
    root: Path = current_app.extensions["gongshi"].derived / "pictures"
    return root / key[:2] / f"{key}.jpg"
