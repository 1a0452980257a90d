"""Photographs lose position, camera and further pictures, but not a single pixel."""

import io
import random
import struct
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from app.core.errors import Invalid
from app.domain.attachments import rules
from app.domain.attachments.pictures import clean_picture
from tests.domain.attachments.pictures import CAMERA, GREEN, RED, a_heic, a_jpeg, a_picture, a_png, saved


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"restart_marker_blocks": 2}, {"subsampling": 0}])
def test_a_photograph_keeps_its_pixels_and_loses_the_rest(how: dict[str, object]) -> None:
    before = a_jpeg(**how)
    after = clean_picture(before, rules.JPEG)
    assert CAMERA.encode() in before
    assert CAMERA.encode() not in after
    assert b"a comment" not in after
    assert dict(opened(after).getexif()) == {}
    assert opened(after).tobytes() == opened(before).tobytes()


@pytest.mark.parametrize("orientation", range(2, 9))
def test_how_it_is_to_be_turned_stays(orientation: int) -> None:
    before = a_jpeg(orientation)
    after = clean_picture(before, rules.JPEG)
    assert dict(opened(after).getexif()) == {Base.Orientation: orientation}
    turned = [ImageOps.exif_transpose(opened(data)) for data in (before, after)]
    assert turned[0].tobytes() == turned[1].tobytes()


def test_a_colour_profile_stays() -> None:
    profile = b"a colour profile" * 10
    after = clean_picture(saved(a_picture(), "JPEG", icc_profile=profile), rules.JPEG)
    assert opened(after).info["icc_profile"] == profile


def test_what_hangs_behind_the_picture_is_cut_off() -> None:
    """A telephone appends a film or a second picture; a trickster appends an archive or a page."""
    hidden = a_jpeg() + b"<script>alert(1)</script>PK\x03\x04"
    after = clean_picture(a_jpeg() + hidden, rules.JPEG)
    assert after == clean_picture(a_jpeg(), rules.JPEG)
    assert not clean_picture(a_png() + hidden, rules.PNG).endswith(hidden)


def test_a_png_loses_its_position() -> None:
    before = a_png()
    after = clean_picture(before, rules.PNG)
    assert b"eXIf" in before
    assert b"eXIf" not in after
    assert opened(after).tobytes() == opened(before).tobytes()


def test_cleaning_again_changes_nothing() -> None:
    for data, kind in ((a_jpeg(6), rules.JPEG), (a_png(), rules.PNG)):
        once = clean_picture(data, kind)
        assert clean_picture(once, kind) == once


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff", rules.JPEG),
        (b"\xff\xd8\xff" + b"x" * 5000, rules.JPEG),
        (a_jpeg()[:600], rules.JPEG),
        (a_png()[:60], rules.PNG),
        (b"\x89PNG\r\n\x1a\n", rules.PNG),
        (a_jpeg(), rules.PNG),
    ],
)
def test_a_damaged_picture_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_picture(data, kind)
    assert "damaged" in str(refused.value)


def test_a_picture_that_unpacks_into_gigabytes_is_refused_at_once() -> None:
    bomb = bytearray(saved(Image.new("L", (8, 8)), "PNG"))
    bomb[16:24] = struct.pack(">II", 60_000, 60_000)
    with pytest.raises(Invalid):
        clean_picture(bytes(bomb), rules.PNG)
    large = saved(Image.new("L", (8_000, 7_000)), "PNG")
    with pytest.raises(Invalid) as refused:
        clean_picture(large, rules.PNG)
    assert "too large" in str(refused.value)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([a_jpeg(6), a_png()]))
def test_a_garbled_file_is_refused_or_comes_out_whole(seed: int, data: bytes) -> None:
    chance = random.Random(seed)
    garbled = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        garbled[chance.randrange(8, len(garbled))] = chance.randrange(256)
    kind = rules.JPEG if data[:1] == b"\xff" else rules.PNG
    try:
        after = clean_picture(bytes(garbled), kind)
    except Invalid:
        return
    opened(after).load()


def test_a_heic_photograph_becomes_a_jpeg_that_says_nothing() -> None:
    before = a_heic()
    after = clean_picture(before, rules.HEIC)
    assert CAMERA.encode() in before
    assert CAMERA.encode() not in after
    picture = opened(after)
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (64, 48), {})
    for at, colour in (((8, 24), RED), ((56, 24), GREEN)):
        assert max(abs(a - b) for a, b in zip(picture.getpixel(at), colour, strict=True)) < 12


def test_a_heic_photograph_taken_upright_stays_upright() -> None:
    assert opened(clean_picture(a_heic(6), rules.HEIC)).size == (48, 64)


@pytest.mark.parametrize("left", [20, 200, -40])
def test_a_damaged_heic_photograph_is_refused(left: int) -> None:
    with pytest.raises(Invalid, match="damaged"):
        clean_picture(a_heic()[:left], rules.HEIC)


def test_a_heic_photograph_too_large_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.attachments.pictures.MOST_PIXELS", 1000)
    with pytest.raises(Invalid, match="too large"):
        clean_picture(a_heic(), rules.HEIC)


def test_without_a_decoder_heic_is_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    data = a_heic()
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(Invalid, match="HEIC"):
        clean_picture(data, rules.HEIC)
