"""Public copies of photographs: small, upright, and without anything that a camera wrote."""

import io
import random

import pytest
from flask import Flask
from PIL import Image

from app.core.errors import NotFound
from app.documents import pictures
from app.domain.attachments import folder


@pytest.fixture(scope="module")
def photograph() -> bytes:
    """A noisy picture on its side, with a place, a maker, a comment and a colour profile."""
    dice = random.Random(5)
    picture = Image.frombytes("RGB", (400, 300), dice.randbytes(400 * 300 * 3)).resize((1600, 1200))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telephone of Wang"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=exif, comment=b"at home", icc_profile=b"profile of nobody")
    return out.getvalue()


@pytest.mark.parametrize("size", pictures.SIZES.values(), ids=pictures.SIZES.keys())
def test_a_copy_carries_nothing_but_the_picture(photograph: bytes, size: pictures.Size) -> None:
    copy = pictures.drawn(photograph, size)
    assert len(copy) <= size.most_bytes
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) == size.longest
        assert picture.height > picture.width, "turned upright"
        assert not picture.getexif()
        assert not {"exif", "comment", "icc_profile"} & set(picture.info)
    for words in (b"Exif", b"Wang", b"at home", b"nobody"):
        assert words not in copy


def test_an_unclear_copy_has_lost_its_detail(photograph: bytes) -> None:
    stripes = Image.new("L", (960, 960), 255)
    for row in range(0, 960, 12):
        stripes.paste(0, (0, row, 960, row + 6))
    out = io.BytesIO()
    stripes.save(out, "PNG")
    with Image.open(io.BytesIO(pictures.drawn(out.getvalue(), pictures.UNCLEAR))) as picture:
        low, high = picture.convert("L").getextrema()
    assert high - low < 90, "lines of a sheet run into one another"


def test_a_copy_is_kept_and_made_only_once(desk: Flask, photograph: bytes, tmp_path) -> None:
    folder.use_folder(tmp_path / "uploads")
    digest = folder.keep(photograph)
    first = pictures.public_copy(digest, pictures.SMALL)
    folder.path_of(digest).unlink()
    assert pictures.public_copy(digest, pictures.SMALL) == first
    with pytest.raises(NotFound):
        pictures.public_copy(digest, pictures.LARGE)
