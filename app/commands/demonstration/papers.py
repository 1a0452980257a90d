"""Stand-ins for what people would hand in: scans of signed papers and photographs of sheets on the wall.

Drawn here, so that the demonstration needs no photographs of anybody; each says that it is one.
"""

import datetime as dt
import io
from collections.abc import Callable
from functools import cache
from random import Random

import segno
from PIL import ExifTags, Image, ImageDraw, ImageFilter, ImageOps

from app.core import clock
from app.core.permissions import Actor, Permission
from app.domain.attachments import service
from app.domain.attachments.models import Attachment
from app.domain.projects.models import PhotoStage

PAPER, INK = "#fbfaf5", "#333333"
WALLS = ("#c9bfa8", "#d8d3c8", "#b5b9b2", "#cdb8a0", "#e2dccb")
BOARDS = ("#7a5c3e", "#5f7a63", "#3f5d7d", "#8a3b33", "#a08a5b")
PAPERS = ("#f3e9c6", "#e9eef2", "#f6d8d0", "#dfeedd", "#ffffff", "#f2c6c0")
#: picture elements a module of a code
MODULE = 3


def signed_copy(*, actor: Actor, kind: str, area_path: str, name: str, needs: Permission) -> Attachment:
    """A scan of a signed paper called *name*."""
    picture = Image.new("RGB", (420, 594), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((40, 36), f"DEMONSTRATION  {name}", fill=INK)
    for line in range(22):
        width = 340 - (line * 37) % 90
        draw.line((40, 80 + line * 20, 40 + width, 80 + line * 20), fill="#999999", width=2)
    draw.line((250, 545, 380, 545), fill=INK, width=1)
    draw.text((250, 550), "signature", fill=INK)
    return _store(picture, actor, kind, area_path, f"{name}.jpg", needs)


def sheet_photograph(*, code: str, label: str, at: dt.datetime, is_shaken: bool = False) -> bytes:
    """A photograph (JPEG) of a sheet on its board: its real code, and when the camera took it.

    Every one is another: *label*, *code* and the day decide how wall, board and the papers around look. Of one that
    *is_shaken* nothing can be read.
    """
    chance = Random(f"{label} {code} {at:%Y%m%d}")  # noqa: S311 - how a drawing looks
    picture = Image.new("RGB", (700, 525), chance.choice(WALLS))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((chance.randrange(90), chance.randrange(60), 700, 525), fill=chance.choice(BOARDS))
    for _ in range(9):
        _other_paper(draw, chance)
    left, top = chance.randrange(120, 300), chance.randrange(10, 60)
    draw.rectangle((left, top, left + 330, top + 450), fill=PAPER)
    draw.text((left + 30, top + 14), f"DEMONSTRATION  {label}", fill=INK)
    for line in range(chance.randrange(11, 15)):
        width = 330 - 30 - chance.randrange(20, 90)
        draw.line(
            (left + 30, top + 40 + line * 19, left + 30 + width, top + 40 + line * 19),
            fill="#777777",
            width=2,
        )
    _draw_code(draw, code, left + 24, top + 322)
    picture = picture.rotate(chance.uniform(-5, 5), Image.Resampling.BILINEAR, fillcolor="#8d8d86")
    if is_shaken:
        picture = picture.filter(ImageFilter.GaussianBlur(9))
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{clock.local(at):%Y:%m:%d %H:%M:%S}"
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=60, exif=exif)
    return buffer.getvalue()


def _other_paper(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    """Some other paper on the board."""
    x, y = chance.randrange(-60, 640), chance.randrange(-40, 480)
    right, foot = x + chance.randrange(60, 170), y + chance.randrange(60, 200)
    draw.rectangle((x, y, right, foot), fill=chance.choice(PAPERS))
    for line in range(y + 14, foot - 8, chance.randrange(9, 22)):
        draw.line((x + 8, line, right - chance.randrange(8, 40), line), fill="#8a8a8a", width=2)


def _draw_code(draw: ImageDraw.ImageDraw, code: str, left: int, top: int) -> None:
    """The code as a QR of three picture elements a module, on white."""
    # a mask is named, as trying all eight takes long and any can be read
    matrix = segno.make(code, error="m", micro=False, mask=4).matrix
    side = MODULE * len(matrix)
    quiet = 4 * MODULE
    draw.rectangle((left - quiet, top - quiet, left + side + quiet, top + side + quiet), fill="white")
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                at = (left + x * MODULE, top + y * MODULE)
                draw.rectangle((*at, at[0] + MODULE - 1, at[1] + MODULE - 1), fill="black")


def house_photograph(*, actor: Actor, area_path: str, number: str, which: int) -> Attachment:
    """A photograph taken at a home check: a house, drawn; *which* changes its look."""
    picture = Image.new("RGB", (480, 360), ("#cfe0ea", "#e6e0d0")[which % 2])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 250, 480, 360), fill="#9a8f6b")
    left = 90 + which * 40
    draw.rectangle((left, 150, left + 230, 270), fill="#d8c7a6")
    draw.polygon(((left - 20, 150), (left + 250, 150), (left + 115, 85)), fill="#8a5a44")
    draw.rectangle((left + 95, 200, left + 135, 270), fill="#5e4630")
    draw.text((20, 20), f"DEMONSTRATION  home check {number}", fill=INK)
    return _store(
        picture, actor, "home_check_photo", area_path, f"check-{number}.jpg", Permission.APPLICATION_VIEW
    )


def work_photograph(*, actor: Actor, area_path: str, kind: str, stage: PhotoStage, name: str) -> Attachment:
    """A photograph of a project's work, drawn: the scene follows from *kind* and *stage*, its frame from *name*."""
    chance = Random(f"{kind} {stage.value} {name}")  # noqa: S311 - how a drawing looks
    scene = _work_scene(WORK_SCENES.get(kind, "field"), stage)
    left, top = chance.randrange(0, SCENE[0] - FRAME[0]), chance.randrange(0, SCENE[1] - FRAME[1])
    picture = scene.crop((left, top, left + FRAME[0], top + FRAME[1]))
    if chance.random() < 0.5:  # seen from the other side
        picture = ImageOps.mirror(picture)
    ImageDraw.Draw(picture).text((14, 12), f"DEMONSTRATION  {name}  {stage.value}", fill=INK)
    return _store(
        picture, actor, "project_photo", area_path, f"{name}-{stage.value}.jpg", Permission.PROJECT_VIEW
    )


@cache
def _work_scene(scene: str, stage: PhotoStage) -> Image.Image:
    """A hillside with a road, a field, houses or animals on it, as it looks at a stage of the work."""
    picture = Image.new("RGB", SCENE, "#cfe0ea")
    draw = ImageDraw.Draw(picture)
    draw.polygon(
        ((0, 210), (170, 110), (330, 190), (470, 90), (640, 200), (640, 480), (0, 480)), fill="#a9b98d"
    )
    draw.rectangle((0, 230, 640, 480), fill="#a58d63" if stage is PhotoStage.BEFORE else "#8fa56d")
    DRAWN[scene](draw, stage)
    return picture


def _draw_road(draw: ImageDraw.ImageDraw, stage: PhotoStage) -> None:
    surface = {PhotoStage.BEFORE: "#8a6d45", PhotoStage.DURING: "#b0a48f", PhotoStage.AFTER: "#d9d9d4"}[stage]
    draw.polygon(((250, 480), (470, 480), (350, 230), (325, 230)), fill=surface)
    if stage is PhotoStage.DURING:
        draw.rectangle((120, 320, 230, 380), fill="#d9a520")
        draw.ellipse((130, 365, 175, 410), fill=INK)
        draw.ellipse((185, 365, 225, 405), fill=INK)


def _draw_field(draw: ImageDraw.ImageDraw, stage: PhotoStage) -> None:
    green = {PhotoStage.BEFORE: "#9b8457", PhotoStage.DURING: "#7f9a4e", PhotoStage.AFTER: "#4f8a3c"}[stage]
    for row in range(9):
        y = 260 + row * 24
        draw.line((20, y, 620, y + 12), fill=green, width=8 if stage is PhotoStage.AFTER else 4)


def _draw_houses(draw: ImageDraw.ImageDraw, stage: PhotoStage) -> None:
    wall = {PhotoStage.BEFORE: "#a8865a", PhotoStage.DURING: "#cfc3ac", PhotoStage.AFTER: "#f1ece0"}[stage]
    for left in (80, 260, 440):
        draw.rectangle((left, 250, left + 140, 350), fill=wall)
        draw.polygon(((left - 15, 250), (left + 155, 250), (left + 70, 190)), fill="#7a4634")
        draw.rectangle((left + 55, 295, left + 85, 350), fill="#5e4630")
        if stage is PhotoStage.DURING:
            draw.line((left - 10, 200, left - 10, 350), fill="#d9a520", width=4)


def _draw_animals(draw: ImageDraw.ImageDraw, stage: PhotoStage) -> None:
    draw.rectangle((60, 230, 580, 300), fill="#8a6d45")
    for at in range({PhotoStage.BEFORE: 0, PhotoStage.DURING: 8, PhotoStage.AFTER: 16}[stage]):
        x, y = 40 + at % 8 * 72, 320 + at // 8 * 60
        draw.ellipse((x, y, x + 46, y + 28), fill="#f4f0e6")
        draw.ellipse((x + 36, y - 10, x + 56, y + 8), fill="#f4f0e6")


#: kind of project -> what is seen on its photographs; fields where nothing else is named
WORK_SCENES = {
    "road": "road",
    "livestock": "animals",
    "new_village": "houses",
    "housing_repair": "houses",
    "activity_centre": "houses",
    "power_grid": "houses",
    "training": "houses",
    "water": "houses",
}
DRAWN: dict[str, Callable[[ImageDraw.ImageDraw, PhotoStage], None]] = {
    "road": _draw_road,
    "field": _draw_field,
    "houses": _draw_houses,
    "animals": _draw_animals,
}
#: a scene's size, and that of the photograph cut out of it
SCENE, FRAME = (640, 480), (480, 360)


def _store(
    picture: Image.Image, actor: Actor, kind: str, area_path: str, name: str, needs: Permission
) -> Attachment:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=60)
    return service.store(
        data=buffer.getvalue(), filename=name, kind=kind, area_path=area_path, actor=actor, needs=needs
    )
