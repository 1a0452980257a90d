"""What the server sees on a photograph: every code that is there, none that is not, and when it was taken."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from app.core.errors import Invalid
from app.domain.attachments import rules as files
from app.domain.sheets import finding, seeing
from tests.domain.attachments.pictures import a_heic, a_jpeg, a_picture, saved
from tests.domain.sheets.camera import (
    PHONE,
    Camera,
    Scene,
    Sheet,
    Shot,
    code_middle,
    developed,
    photograph,
    projected,
)

CODE, OTHER = (f"HTTPS://LINQUAN.EXAMPLE.GOV.CN/V/7KQM-3XWA-2A4{end}" for end in "RS")
#: a part of what a telephone with twelve million elements sees
WINDOW = Camera("window", 340, 340, PHONE.focal)
SHEET = Sheet(CODE, quiet=False)
ALONE = Scene([(SHEET, (0, 0))])
NEAR = Shot(distance=700, aim=code_middle(SHEET))


def texts(seen: seeing.Seen) -> list[str]:
    return [code.text for code in seen.codes]


def seen_on(shot: Shot, scene: Scene = ALONE, camera: Camera = WINDOW) -> list[str]:
    return texts(seeing.look(photograph(scene, shot, camera), files.JPEG))


@pytest.mark.parametrize("roll", [0, 37, 151, 270])
def test_a_code_is_read_however_the_telephone_is_held(roll: float) -> None:
    assert seen_on(replace(NEAR, roll=roll)) == [CODE]


@pytest.mark.parametrize(
    "spoiled",
    [
        {"yaw": 40},
        {"pitch": -35, "yaw": 20},
        {"motion": 2.5, "motion_angle": 20},
        {"blur": 1.2},
        {"shadow": 0.6, "shadow_angle": 60, "light": 0.5, "noise": 9},
        {"glare": 0.7, "glare_at": (0.4, 0.6)},
        {"folds": 1.0, "seed": 3},
        {"quality": 30, "noise": 6},
        {"light": 0.25, "noise": 4},
    ],
    ids=lambda spoiled: "-".join(spoiled),
)
def test_a_code_is_read_on_a_poor_photograph(spoiled: dict[str, float]) -> None:
    assert seen_on(replace(NEAR, **spoiled)) == [CODE]


def test_a_code_far_away_is_read_only_with_trouble() -> None:
    far = replace(NEAR, distance=1500, blur=0.8, noise=5, yaw=20)
    picture = developed(ALONE, far, WINDOW)
    assert finding._found_whole(picture) == {}
    assert [code.text for code in finding.find_codes(picture)] == [CODE]


def test_too_far_away_nothing_is_read_rather_than_something_wrong() -> None:
    assert seen_on(replace(NEAR, distance=4000)) == []


def test_all_sheets_side_by_side_are_read_from_left_to_right() -> None:
    beside = replace(SHEET, code=OTHER, seed=4, size=(90, 120))
    scene = Scene([(replace(beside, code=CODE), (0, 0)), (beside, (96, 0))])
    assert seen_on(replace(NEAR, aim=(93, 95)), scene, replace(WINDOW, width=900)) == [CODE, OTHER]


def test_a_corner_stands_where_the_code_is() -> None:
    shot = replace(NEAR, roll=20, yaw=10)
    seen = seeing.look(photograph(ALONE, shot, WINDOW), files.JPEG)
    x, y = code_middle(SHEET)
    side = SHEET.code_mm / 2
    edges = [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
    for corner, edge in zip(seen.codes[0].corners, edges, strict=True):
        assert projected(edge, (x, y), shot, WINDOW) == pytest.approx(corner, abs=4)


@pytest.mark.parametrize("damage", [0.4])
def test_a_code_that_is_torn_is_not_guessed(damage: float) -> None:
    assert seen_on(NEAR, Scene([(replace(SHEET, damage=damage), (0, 0))])) == []


def test_where_there_is_no_code_none_is_seen() -> None:
    assert seen_on(replace(NEAR, aim=(105, 120))) == []
    assert texts(seeing.look(saved(Image.new("L", (3, 2), 200), "PNG"), files.PNG)) == []


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_is_turned_as_its_camera_says(turned: int) -> None:
    data = Image.Exif()
    data[Base.Orientation] = turned
    seen = seeing.look(saved(a_picture((60, 40)), "JPEG", exif=data), files.JPEG)
    assert (seen.width, seen.height) == ((60, 40) if turned < 5 else (40, 60))


def test_every_format_is_read() -> None:
    import pillow_heif

    picture = developed(ALONE, NEAR, WINDOW).convert("RGB")
    packed, see_through = io.BytesIO(), picture.convert("RGBA")
    pillow_heif.from_pillow(picture).save(packed, quality=80)
    assert texts(seeing.look(packed.getvalue(), files.HEIC)) == [CODE]
    assert texts(seeing.look(saved(see_through, "PNG"), files.PNG)) == [CODE]


def test_the_same_file_gives_the_same_answer() -> None:
    data = photograph(ALONE, NEAR, WINDOW)
    assert seeing.look(data, files.JPEG) == seeing.look(data, files.JPEG)


# The time -------------------------------------------------------------------------------------------------------------


def taken(**written: object) -> seeing.Seen:
    data = Image.Exif()
    data[Base.DateTime] = "2020:01:01 00:00:00"
    data.get_ifd(IFD.Exif).update({getattr(Base, name): value for name, value in written.items()})
    return seeing.look(saved(a_picture(), "JPEG", exif=data), files.JPEG)


def test_the_time_is_the_cameras_with_its_offset_where_it_says_one() -> None:
    seen = taken(DateTimeOriginal="2026:11:22 07:21:05", OffsetTimeOriginal="+08:00")
    assert seen.taken_on_camera == dt.datetime(2026, 11, 22, 7, 21, 5)  # noqa: DTZ001 - a camera knows no zone
    assert seen.camera_offset == dt.timedelta(hours=8)
    seen = taken(DateTimeOriginal="2026:11:22 07:21:05")
    assert seen.taken_on_camera is not None
    assert seen.camera_offset is None


def test_the_time_of_a_heic_photograph_is_read_and_of_a_scan_the_second_tag() -> None:
    seen = seeing.look(a_heic(taken="2026:03:05 10:11:12", offset="-02:30"), files.HEIC)
    assert str(seen.taken_on_camera) == "2026-03-05 10:11:12"
    assert seen.camera_offset == -dt.timedelta(hours=2, minutes=30)
    assert str(taken(DateTimeDigitized="2026:11:22 07:21:05").taken_on_camera) == "2026-11-22 07:21:05"


@pytest.mark.parametrize(
    "written",
    [
        "0000:00:00 00:00:00",
        "2026:13:40 25:61:61",
        "    :  :     :  :  ",
        "",
        "yesterday",
        "1980:01:01 00:00:00",
    ],
)
def test_what_is_no_time_is_not_believed(written: str) -> None:
    assert taken(DateTimeOriginal=written).taken_on_camera is None


def test_the_time_of_the_last_change_is_not_when_it_was_taken() -> None:
    assert taken().taken_on_camera is None
    assert seeing.look(saved(a_picture(), "PNG"), files.PNG).taken_on_camera is None


@pytest.mark.parametrize("written", ["+8", "+25:00", "Z", ""])
def test_what_is_no_offset_is_not_believed(written: str) -> None:
    assert taken(DateTimeOriginal="2026:11:22 07:21:05", OffsetTimeOriginal=written).camera_offset is None


# What cannot be opened ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [files.JPEG, files.PNG, files.HEIC])
def test_what_is_no_picture_is_refused(kind: str) -> None:
    with pytest.raises(Invalid, match="damaged"):
        seeing.look(b"no picture at all", kind)


def test_a_picture_too_large_to_be_opened_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeing, "MOST_PIXELS", 100)
    with pytest.raises(Invalid, match="too large"):
        seeing.look(a_jpeg(), files.JPEG)
