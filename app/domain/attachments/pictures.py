"""Photographs: whole, not absurdly large, and without the place where they were taken.

A telephone writes position, owner and a second picture into its files. Those parts are cut out without touching
the picture itself; only the direction in which it is to be turned is kept. A photograph in the HEIC format is drawn
anew as JPEG, upright.
"""

import io
import re
import struct
import warnings

from PIL import Image

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.attachments.rules import HEIC, JPEG, MOST_PIXELS, NO_HEIC

ORIENTATION = 0x0112
#: APPn segments that belong to the picture: JFIF, colour profile, Adobe's colour transform
KEPT_SEGMENTS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
KEPT_CHUNKS = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"pHYs",
        b"bKGD",
    }
)
#: in the picture's data, an FF that begins a new segment rather than being part of the data
NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")

#: of a JPEG made from HEIC: letters on a sheet stay as sharp as they were
HEIC_QUALITY = 88

DAMAGED = N_("This picture is damaged. Take or scan it again.")
TOO_MANY_PIXELS = N_("This picture is too large to be shown. Take it with a smaller size.")


def clean_picture(data: bytes, media_type: str) -> bytes:
    """The picture without what it says about place and owner. Raises ``Invalid`` when it cannot be shown.

    What comes as HEIC leaves as JPEG.
    """
    if media_type == HEIC:
        return _as_jpeg(open_heic(data))
    orientation = _look(data, media_type)
    try:
        cleaned = _clean_jpeg(data, orientation) if media_type == JPEG else _clean_png(data)
    except (struct.error, IndexError, ValueError):
        raise Invalid(Message(DAMAGED)) from None
    return cleaned


def open_heic(data: bytes) -> Image.Image:
    """The first picture of a HEIC file, upright, its Exif block in ``info``. Raises ``Invalid`` as for the others.

    Where the decoder is not installed such a file is refused in the words of the doors that never take it.
    """
    try:
        import pi_heif  # few photographs need it, and it is large
    except ImportError:
        raise Invalid(NO_HEIC) from None
    try:
        packed = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
        if packed.size[0] * packed.size[1] > MOST_PIXELS:
            raise Invalid(Message(TOO_MANY_PIXELS))
        picture: Image.Image = (
            packed.to_pillow()
        )  # the file's own turns are applied; what Exif says of them is void
        return picture
    except Invalid:
        raise
    except Exception:  # a decoder of made-up files, like Pillow
        raise Invalid(Message(DAMAGED)) from None


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    plain = picture.convert("RGB")
    plain.info = {}
    plain.save(out, "JPEG", quality=HEIC_QUALITY)
    return out.getvalue()


def _look(data: bytes, media_type: str) -> int:
    """Open and decode the picture once; how it is to be turned."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=["JPEG" if media_type == JPEG else "PNG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Invalid(Message(TOO_MANY_PIXELS))
                orientation = picture.getexif().get(ORIENTATION, 1) if media_type == JPEG else 1
                picture.draft(None, (picture.width // 8, picture.height // 8))
                picture.load()
    except Invalid:
        raise
    except Image.DecompressionBombError:
        raise Invalid(Message(TOO_MANY_PIXELS)) from None
    except Exception:  # Pillow raises nearly anything for a made-up file
        raise Invalid(Message(DAMAGED)) from None
    return orientation if orientation in range(1, 9) else 1


def _clean_jpeg(data: bytes, orientation: int) -> bytes:
    parts = [b"\xff\xd8"]
    if orientation != 1:
        parts.append(_exif_with(orientation))
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise ValueError("no marker where one must stand")
        marker = data[at + 1]
        if marker == 0xD9:
            return b"".join([*parts, b"\xff\xd9"])
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        if _is_of_the_picture(marker, segment):
            parts.append(segment)
        at += 2 + length
        if marker == 0xDA:
            found = NEXT_MARKER.search(data, at)
            end = found.start() if found else len(data)
            parts.append(data[at:end])
            if found is None:
                return b"".join([*parts, b"\xff\xd9"])
            at = end


def _is_of_the_picture(marker: int, segment: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        kept = KEPT_SEGMENTS.get(marker)
        return kept is not None and segment[4:].startswith(kept)
    return marker != 0xFE  # a comment


def _exif_with(orientation: int) -> bytes:
    """An Exif segment that says nothing but the orientation."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _clean_png(data: bytes) -> bytes:
    parts, at = [data[:8]], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        if kind in KEPT_CHUNKS:
            parts.append(data[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            break
    return b"".join(parts)
