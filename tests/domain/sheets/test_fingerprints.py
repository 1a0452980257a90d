"""A photograph is known again whatever was done to its file; another photograph of the same board is another one."""

import io
import string
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from app.domain.sheets.fingerprints import LENGTH, fingerprint, is_near_copy
from tests.domain.sheets.camera import PHONE, Camera, Scene, Sheet, Shot, developed

#: the whole picture of a telephone, at a quarter of its elements each way
SMALL = Camera("small", 756, 1008, PHONE.focal / 4)
BOARD = Scene(
    [(Sheet("HTTPS://X.EXAMPLE/V/7KQM-3XWA-2A4R"), (0, 0))],
    board=150,
    others=[
        (-420, -160, 640, 520, 95),
        (230, 20, 420, 270, 225),
        (-260, 60, -60, 250, 190),
        (240, 330, 520, 450, 240),
    ],
)
SHOT = Shot(distance=900, yaw=8, pitch=-5, roll=2, noise=4, shadow=0.3, shadow_angle=40)


def taken(shot: Shot, scene: Scene = BOARD) -> Image.Image:
    return developed(scene, shot, SMALL)


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    return taken(SHOT)


@pytest.fixture(scope="module")
def known(photo: Image.Image) -> str:
    return fingerprint(photo)


def packed(picture: Image.Image, quality: int = 40) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("L")


def cut(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    width, height = picture.size
    box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
    return picture.crop([round(side) for side in box])


def lit_anew(picture: Image.Image, gamma: float = 0.7) -> Image.Image:
    return ImageEnhance.Contrast(
        picture.point([round(255 * (v / 255) ** gamma) for v in range(256)])
    ).enhance(0.8)


def on_a_screen(picture: Image.Image, shade: int) -> Image.Image:
    small = picture.resize((360, 480))
    screen = Image.new("L", (360, 640), shade)
    screen.paste(small, (0, 70))
    ImageDraw.Draw(screen).text((10, 4), "12:31", fill=255 - shade)
    return screen


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "packed again": lambda photo: packed(photo, 30),
    "smaller": lambda photo: photo.resize((302, 403)),
    "larger": lambda photo: photo.resize((1200, 1600)),
    "brighter": lit_anew,
    "darker": lambda photo: lit_anew(photo, 1.4),
    "cut all round": lambda photo: cut(photo, 0.015, 0.01, 0.015, 0.02),
    "cut at one side": lambda photo: cut(photo, 0, 0.03, 0.03, 0),
    "turned": lambda photo: photo.transpose(Image.Transpose.ROTATE_90),
    "upside down": lambda photo: photo.transpose(Image.Transpose.ROTATE_180),
    "mirrored": lambda photo: photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "from a dark screen": lambda photo: on_a_screen(photo, 0),
    "from a light screen": lambda photo: on_a_screen(photo, 255),
    "all at once": lambda photo: packed(lit_anew(cut(photo.resize((500, 667)), 0.01, 0.01, 0.01, 0))).rotate(
        90, expand=True
    ),
}


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_is_known_again(photo: Image.Image, known: str, way: str) -> None:
    assert is_near_copy(known, fingerprint(COPIES[way](photo)))


def test_which_of_the_two_is_the_copy_does_not_matter(photo: Image.Image, known: str) -> None:
    assert is_near_copy(fingerprint(COPIES["cut at one side"](photo)), known)


@pytest.mark.parametrize(
    "moved",
    [
        {"aim": (150, 170)},
        {"aim": (105, 100), "roll": 0.5},
        {"roll": 4.5},
        {"yaw": 13, "pitch": -2},
        {"distance": 980},
        {"distance": 600},
        {"aim": (130, 160), "shadow": 0, "light": 1.1},
    ],
    ids=lambda moved: "-".join(moved),
)
def test_another_photograph_of_the_same_board_is_no_copy(known: str, moved: dict[str, object]) -> None:
    shot = replace(SHOT, **({"aim": (105, 148), "seed": 9} | moved))
    assert not is_near_copy(known, fingerprint(taken(shot)))


def test_another_board_is_no_copy(known: str) -> None:
    elsewhere = replace(BOARD, board=90, others=[(-500, -300, 300, 700, 180), (250, -100, 480, 200, 230)])
    assert not is_near_copy(known, fingerprint(taken(SHOT, elsewhere)))


def test_a_fingerprint_fits_its_column_and_is_printable(known: str) -> None:
    assert len(known) == LENGTH <= 240
    assert set(known) <= set(string.printable) - set(string.whitespace)


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_flat_picture_has_none_and_is_nobodys_copy(shade: int) -> None:
    flat = fingerprint(Image.new("L", (640, 480), shade))
    assert flat == ""
    assert not is_near_copy(flat, flat)


@pytest.mark.parametrize("size", [(1, 1), (3, 700), (2000, 2)])
def test_a_picture_of_any_shape_has_a_fingerprint_or_none(size: tuple[int, int]) -> None:
    assert len(fingerprint(Image.new("L", size, 90))) in (0, LENGTH)


@pytest.mark.parametrize("other", ["", "x", "\n" * LENGTH, "汉" * LENGTH])
def test_what_is_no_fingerprint_is_nobodys_copy(known: str, other: str) -> None:
    assert not is_near_copy(known, other)
