"""What a photograph of a hung sheet shows: the codes on it, when the camera says it was taken, and what it is like.

Pure: the same file gives the same answer. It takes about a second for twelve million picture elements, so it is asked
before the writing begins.
"""

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageOps

from app.core.errors import Invalid
from app.core.messages import Message
from app.domain.attachments.pictures import DAMAGED, TOO_MANY_PIXELS, open_heic
from app.domain.attachments.rules import HEIC, JPEG, MOST_PIXELS
from app.domain.sheets.finding import SeenCode, find_codes
from app.domain.sheets.fingerprints import fingerprint

EARLIEST_YEAR = 2000
#: as Exif 2.32 writes instants ("2026:11:22 07:21:05") and offsets from UTC ("+08:00")
WRITTEN_TIME = re.compile(r"(\d{4})[:\-](\d\d)[:\-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
WRITTEN_OFFSET = re.compile(r"([+\-])(\d\d):(\d\d)")
#: where the time and its offset stand; the time of the last change is not one of them
TIMES = (
    (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
    (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
)


@dataclass(frozen=True)
class Seen:
    """What is on a photograph.

    *taken_on_camera* is what the camera's clock showed, without a zone; *camera_offset* how far it says it was ahead
    of UTC. Either is ``None`` where the file does not say. *width* and *height* are those of the upright picture.
    *fingerprint* is for :func:`fingerprints.is_near_copy`.
    """

    codes: tuple[SeenCode, ...]
    taken_on_camera: dt.datetime | None
    camera_offset: dt.timedelta | None
    width: int
    height: int
    fingerprint: str


def look(data: bytes, media_type: str, is_enough: Callable[[str], bool] | None = None) -> Seen:
    """Look at a photograph in JPEG, PNG or HEIC. Raises ``Invalid`` when it is damaged or too large to be opened.

    Where a code that *is_enough* is read at once, others that are harder to read are not looked for.
    """
    try:
        grey, exif = _opened(data, media_type)
    except Invalid:
        raise
    except Image.DecompressionBombError:
        raise Invalid(Message(TOO_MANY_PIXELS)) from None
    except Exception:  # Pillow raises nearly anything for a made-up file
        raise Invalid(Message(DAMAGED)) from None
    taken_on_camera, camera_offset = _time_of(exif)
    return Seen(
        codes=find_codes(grey, is_enough),
        taken_on_camera=taken_on_camera,
        camera_offset=camera_offset,
        width=grey.width,
        height=grey.height,
        fingerprint=fingerprint(grey),
    )


def _opened(data: bytes, media_type: str) -> tuple[Image.Image, Image.Exif]:
    """The picture upright in grey, and what the camera wrote."""
    if media_type == HEIC:
        picture = open_heic(data)
        return picture.convert("L"), picture.getexif()
    with Image.open(io.BytesIO(data), formats=["JPEG" if media_type == JPEG else "PNG"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Invalid(Message(TOO_MANY_PIXELS))
        exif = picture.getexif()
        picture.draft("L", picture.size)
        grey = ImageOps.exif_transpose(_in_grey(picture))
    return grey, exif


def _in_grey(picture: Image.Image) -> Image.Image:
    """In grey; what is transparent is taken for white paper."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        with_paper = Image.new("RGBA", picture.size, "white")
        with_paper.alpha_composite(picture.convert("RGBA"))
        grey = with_paper.convert("L")
        grey.info = picture.info
        return grey
    return picture if picture.mode == "L" else picture.convert("L")


def _time_of(exif: Image.Exif) -> tuple[dt.datetime | None, dt.timedelta | None]:
    """When the camera says that it took the picture; nothing that cannot be a time is believed."""
    try:
        written = exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # a made-up block
        return None, None
    for time_tag, offset_tag in TIMES:
        if (taken := _read_time(written.get(time_tag))) is not None:
            return taken, _read_offset(written.get(offset_tag))
    return None, None


def _read_time(text: object) -> dt.datetime | None:
    found = WRITTEN_TIME.match(text.strip("\0 ")) if isinstance(text, str) else None
    if found is None:
        return None
    try:
        taken = dt.datetime(*(int(part) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 - naive
    except ValueError:
        return None
    return taken if taken.year >= EARLIEST_YEAR else None


def _read_offset(text: object) -> dt.timedelta | None:
    found = WRITTEN_OFFSET.match(text.strip("\0 ")) if isinstance(text, str) else None
    if found is None:
        return None
    ahead = dt.timedelta(hours=int(found[2]), minutes=int(found[3]))
    if ahead > dt.timedelta(hours=14):
        return None
    return ahead if found[1] == "+" else -ahead
