"""Small pictures for the tests: with and without position, whole and broken. No test stands here."""

import io
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

GREEN, RED = (20, 160, 40), (200, 20, 20)
CAMERA = "A telephone of somebody"


def a_picture(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Red on the left, green on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(GREEN, (size[0] // 2, 0, *size))
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: its name, how it was held, where it was."""
    data = Image.Exif()
    data[Base.Model] = CAMERA
    data[Base.Orientation] = orientation
    data.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (27.0, 4.0, 3.0)})
    return data


def saved(picture: Image.Image, format: str, **how: Any) -> bytes:
    """The bytes of a file."""
    buffer = io.BytesIO()
    picture.save(buffer, format, **how)
    return buffer.getvalue()


def a_jpeg(orientation: int = 1, **how: Any) -> bytes:
    """A photograph as a telephone takes it."""
    return saved(a_picture(), "JPEG", quality=90, exif=exif(orientation), comment=b"a comment", **how)


def a_png() -> bytes:
    """A picture of a screen, with position."""
    return saved(a_picture(), "PNG", exif=exif())


def a_heic(orientation: int = 1, taken: str = "2026:11:22 07:21:05", offset: str = "+08:00") -> bytes:
    """A photograph as other telephones take it."""
    import pillow_heif

    data = exif(orientation)
    data.get_ifd(IFD.Exif).update({Base.DateTimeOriginal: taken, Base.OffsetTimeOriginal: offset})
    packed = pillow_heif.from_pillow(a_picture())
    packed.info["exif"] = data.tobytes()
    buffer = io.BytesIO()
    packed.save(buffer, quality=90)
    return buffer.getvalue()


#: with one page on which nothing stands
A_PDF = (
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n"
    b"trailer\n<</Root 1 0 R>>\n%%EOF\n"
)
