"""A telephone's camera, simulated: sheets on a board, seen from a distance, askew, in poor light. No test stands here.

Lengths are millimetres on the board, angles degrees; x goes right, y goes down. What a picture element of the camera
covers follows from the distance alone: ``Camera.focal / distance`` elements a millimetre at the point looked at.
"""

import functools
import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
A4, A3 = (210.0, 297.0), (297.0, 420.0)
#: what a laser printer lays down, elements a millimetre
PRINTER = 300 / 25.4
PAPER, INK = 238, 35
#: finished pages in grey at the printer's resolution, by the code on them and their size
laid_in: dict[tuple[str, tuple[float, float]], Image.Image] = {}


@dataclass(frozen=True)
class Camera:
    """A camera held upright: picture size in elements, focal length in elements."""

    name: str
    width: int
    height: int
    focal: float


def camera(name: str, width: int, height: int, equivalent: float = 26.0) -> Camera:
    """One with the focal length *equivalent* (mm, of the 36 × 24 mm format, by the diagonal)."""
    return Camera(name, width, height, math.hypot(width, height) * equivalent / math.hypot(36, 24))


PHONE = camera("12 MP", 3024, 4032)
OLD_PHONE = camera("3 MP", 1536, 2048, 30.0)


@dataclass(frozen=True)
class Sheet:
    """A printed page: *size* in mm, the *code* it carries and the side of the code's modules in mm (``code_mm``)."""

    code: str
    size: tuple[float, float] = A4
    code_mm: float = 24.0
    quiet: bool = True
    error: str = "m"
    #: left edge and distance of the code's lower edge from the foot of the page
    code_left: float = 28.0
    code_foot: float = 9.0
    seed: int = 0
    damage: float = 0.0


@dataclass(frozen=True)
class Shot:
    """How a photograph is taken; everything that may go wrong, all of it none at first."""

    distance: float = 1000.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    aim: Point | None = None
    blur: float = 0.6
    motion: float = 0.0
    motion_angle: float = 0.0
    noise: float = 0.0
    light: float = 1.0
    shadow: float = 0.0
    shadow_angle: float = 0.0
    glare: float = 0.0
    glare_at: Point = (0.5, 0.5)
    folds: float = 0.0
    quality: int = 80
    seed: int = 0


@dataclass(frozen=True)
class Scene:
    """What hangs on the board: sheets with the place of their upper left corners."""

    sheets: Sequence[tuple[Sheet, Point]]
    board: int = 120
    seed: int = 0
    others: Sequence[tuple[float, float, float, float, int]] = field(default=())


def code_side(sheet: Sheet) -> tuple[list[list[int]], float]:
    """The modules of the sheet's code, its quiet zone included when that is counted in, and the mm of one module."""
    made = segno.make(sheet.code, error=sheet.error, micro=False)
    rows = [list(row) for row in made.matrix_iter(border=4 if sheet.quiet else 0)]
    return rows, sheet.code_mm / len(rows)


@functools.lru_cache(maxsize=8)
def printed(sheet: Sheet, scale: float) -> Image.Image:
    """The page in grey, *scale* elements a millimetre: title, a table of rows, the code in the bottom margin.

    A page that was laid in for the sheet's code is taken instead of a drawn one.
    """
    if (sheet.code, sheet.size) in laid_in:
        return laid_in[sheet.code, sheet.size]
    rng = random.Random(sheet.seed)
    width, height = (round(side * scale) for side in sheet.size)
    page = Image.new("L", (width, height), PAPER)
    draw = ImageDraw.Draw(page)
    left, right = 28 * scale, width - 26 * scale
    row, at = 7.5 * scale, 62 * scale
    for x in range(8):
        draw.rectangle(
            (left + (20 + x * 14) * scale, 40 * scale, left + (31 + x * 14) * scale, 51 * scale), outline=INK
        )
    while at < height - 45 * scale:
        draw.line((left, at, right, at), fill=INK, width=max(1, round(0.25 * scale)))
        for column in range(int((right - left) / (4.2 * scale))):
            if rng.random() < 0.55:
                _scribble(draw, rng, left + column * 4.2 * scale, at + 1.5 * scale, 3.8 * scale)
        at += row
    _print_code(page, sheet, scale)
    return page


def _scribble(draw: ImageDraw.ImageDraw, rng: random.Random, x: float, y: float, side: float) -> None:
    """Something as dense as a character."""
    stroke = max(1, round(side * 0.08))
    for _ in range(6):
        if rng.random() < 0.6:
            at = y + rng.random() * side
            draw.line((x, at, x + side, at), fill=INK, width=stroke)
        else:
            at = x + rng.random() * side
            draw.line((at, y, at, y + side), fill=INK, width=stroke)


def _print_code(page: Image.Image, sheet: Sheet, scale: float) -> None:
    rows, module = code_side(sheet)
    rng = random.Random(sheet.seed + 1)
    small = Image.new("L", (len(rows), len(rows)), PAPER)
    small.putdata([INK if dark else PAPER for line in rows for dark in line])
    for _ in range(round(sheet.damage * len(rows) ** 2)):
        small.putpixel((rng.randrange(len(rows)), rng.randrange(len(rows))), rng.choice((INK, PAPER)))
    side = round(len(rows) * module * scale)
    left = round(sheet.code_left * scale)
    top = page.height - round(sheet.code_foot * scale) - side
    page.paste(small.resize((side, side), Image.Resampling.NEAREST), (left, top))


def code_middle(sheet: Sheet) -> Point:
    """Where the middle of the code stands on its page, mm."""
    return (sheet.code_left + sheet.code_mm / 2, sheet.size[1] - sheet.code_foot - sheet.code_mm / 2)


def photograph(
    scene: Scene, shot: Shot, seen_by: Camera = PHONE, *, format: str = "JPEG", **how: object
) -> bytes:
    """The file that the camera writes, black and white turned into its three colours."""
    out = io.BytesIO()
    picture = developed(scene, shot, seen_by)
    picture.convert("RGB").save(out, format, **({"quality": shot.quality} if format == "JPEG" else {}), **how)
    return out.getvalue()


def developed(scene: Scene, shot: Shot, seen_by: Camera = PHONE) -> Image.Image:
    """The picture in grey, before it is packed as JPEG."""
    picture = _board(scene, shot, seen_by)
    for sheet, place in scene.sheets:
        _hang(picture, sheet, place, scene, shot, seen_by)
    return spoiled(picture, shot)


def _aim(scene: Scene, shot: Shot) -> Point:
    if shot.aim is not None:
        return shot.aim
    lefts = [place[0] for _, place in scene.sheets] or [0.0]
    rights = [place[0] + sheet.size[0] for sheet, place in scene.sheets] or [0.0]
    bottoms = [place[1] + sheet.size[1] for sheet, place in scene.sheets] or [0.0]
    tops = [place[1] for _, place in scene.sheets] or [0.0]
    return ((min(lefts) + max(rights)) / 2, (min(tops) + max(bottoms)) / 2)


def projected(at: Point, aim: Point, shot: Shot, seen_by: Camera) -> Point:
    """Where a point of the board falls in the picture."""
    x, y, z = at[0] - aim[0], at[1] - aim[1], 0.0
    yaw, pitch, roll = (math.radians(one) for one in (shot.yaw, shot.pitch, shot.roll))
    x, z = x * math.cos(yaw) + z * math.sin(yaw), -x * math.sin(yaw) + z * math.cos(yaw)
    y, z = y * math.cos(pitch) - z * math.sin(pitch), y * math.sin(pitch) + z * math.cos(pitch)
    x, y = x * math.cos(roll) - y * math.sin(roll), x * math.sin(roll) + y * math.cos(roll)
    depth = max(z + shot.distance, 1.0)
    return (
        seen_by.width / 2 + seen_by.focal * x / depth,
        seen_by.height / 2 + seen_by.focal * y / depth,
    )


def _board(scene: Scene, shot: Shot, seen_by: Camera) -> Image.Image:
    """The board with its grain and whatever else hangs there, already as the camera sees it."""
    size = (seen_by.width, seen_by.height)
    grain = _noise((max(1, size[0] // 6), max(1, size[1] // 6)), 22, scene.seed).resize(size)
    picture = ImageChops.add(grain, Image.new("L", size, scene.board), scale=1, offset=-128)
    draw = ImageDraw.Draw(picture)
    aim = _aim(scene, shot)
    for left, top, right, bottom, shade in scene.others:
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        draw.polygon([projected(one, aim, shot, seen_by) for one in corners], fill=shade)
        for line in range(int((bottom - top) / 12)):
            y = top + 8 + line * 12
            ends = [projected((x, y), aim, shot, seen_by) for x in (left + 8, right - 8 - (line * 29) % 40)]
            draw.line(ends, fill=max(0, shade - 130), width=max(1, round(4 * seen_by.focal / shot.distance)))
    return picture


def _hang(
    picture: Image.Image, sheet: Sheet, place: Point, scene: Scene, shot: Shot, seen_by: Camera
) -> None:
    """Lay one sheet into the picture, by the projection of its corners."""
    width, height = sheet.size
    aim = _aim(scene, shot)
    corners = [
        projected((place[0] + x, place[1] + y), aim, shot, seen_by)
        for x, y in ((0, 0), (width, 0), (width, height), (0, height))
    ]
    box = (
        max(0, math.floor(min(x for x, _ in corners)) - 2),
        max(0, math.floor(min(y for _, y in corners)) - 2),
        min(picture.width, math.ceil(max(x for x, _ in corners)) + 2),
        min(picture.height, math.ceil(max(y for _, y in corners)) + 2),
    )
    if box[2] <= box[0] or box[3] <= box[1]:
        return
    sides = [math.dist(corners[one], corners[one - 1]) for one in range(4)]
    scale = min(PRINTER, 1.3 * max(max(sides[1::2]) / width, max(sides[::2]) / height))
    page = printed(sheet, PRINTER).resize(
        (round(width * scale), round(height * scale)), Image.Resampling.BOX, reducing_gap=None
    )
    if shot.folds:
        page = _folded(page, shot)
    page_corners = [
        (0.0, 0.0),
        (page.width, 0.0),
        (float(page.width), float(page.height)),
        (0.0, page.height),
    ]
    moved = [(x - box[0], y - box[1]) for x, y in corners]
    numbers = _coefficients(moved, page_corners)
    size = (box[2] - box[0], box[3] - box[1])
    seen = page.transform(size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    mask = Image.new("L", page.size, 255).transform(
        size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BILINEAR
    )
    picture.paste(seen, box[:2], mask)


def _coefficients(seen: Sequence[Point], flat: Sequence[Point]) -> list[float]:
    """The eight numbers that lead from a point of the picture to one of the page."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        best = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(8):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[8] for row in rows]


def _folded(page: Image.Image, shot: Shot) -> Image.Image:
    """Light folds and waves: strips that lie a little elsewhere and are a little darker."""
    rng = random.Random(shot.seed + 7)
    count, mesh = 12, []
    offsets = [rng.uniform(-1, 1) * shot.folds * page.width * 0.004 for _ in range(count + 1)]
    edges = [round(page.height * one / count) for one in range(count + 1)]
    for one in range(count):
        top, bottom = edges[one], edges[one + 1]
        a, b = offsets[one], offsets[one + 1]
        mesh.append(
            (
                (0, top, page.width, bottom),
                (a, top, b, bottom, page.width + b, bottom, page.width + a, top),
            )
        )
    bent = page.transform(page.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=PAPER)
    shade = Image.new("L", (1, count))
    shade.putdata([255 - round(rng.random() * shot.folds * 70) for _ in range(count)])
    return ImageChops.multiply(bent, shade.resize(page.size, Image.Resampling.BICUBIC))


def spoiled(picture: Image.Image, shot: Shot) -> Image.Image:
    """Light, then lens, then hand, then sensor."""
    if shot.shadow:
        picture = ImageChops.multiply(picture, _shadow(picture.size, shot))
    if shot.glare:
        picture = ImageChops.screen(picture, _glare(picture.size, shot))
    if shot.light != 1:
        picture = picture.point([min(255, round(value * shot.light)) for value in range(256)])
    if shot.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(shot.blur))
    if shot.motion >= 1:
        picture = _moved(picture, shot)
    if shot.noise:
        noise = _noise(picture.size, shot.noise, shot.seed)
        picture = ImageChops.add(picture, noise, scale=1, offset=-128)
    return picture


def _noise(size: tuple[int, int], deviation: float, seed: int) -> Image.Image:
    """Noise about 128, evenly spread, the same for the same seed."""
    even = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))
    return even.point([round(128 + (value - 127.5) * deviation / 73.6) for value in range(256)])


def _shadow(size: tuple[int, int], shot: Shot) -> Image.Image:
    """A shadow with a soft edge across the picture."""
    side = 256
    edge = Image.linear_gradient("L").point(
        [255 if v > 140 else 0 if v < 110 else (v - 110) * 8 for v in range(256)]
    )
    edge = edge.rotate(shot.shadow_angle, fillcolor=255).resize((side, side))
    lightest = round(255 * (1 - shot.shadow))
    return edge.point([lightest + round((255 - lightest) * v / 255) for v in range(256)]).resize(
        size, Image.Resampling.BICUBIC
    )


def _glare(size: tuple[int, int], shot: Shot) -> Image.Image:
    """A round reflection: radial_gradient is 0 in its middle."""
    spot = Image.radial_gradient("L").point(
        [round(255 * shot.glare * max(0.0, 1 - v / 110) ** 0.7) for v in range(256)]
    )
    small = Image.new("L", (512, 512))
    small.paste(spot, (round(shot.glare_at[0] * 512) - 128, round(shot.glare_at[1] * 512) - 128))
    return small.resize(size, Image.Resampling.BICUBIC)


def _moved(picture: Image.Image, shot: Shot) -> Image.Image:
    """The hand moved: the mean of copies along a line *motion* elements long."""
    steps = max(2, min(12, math.ceil(shot.motion * 1.5) + 1))
    angle = math.radians(shot.motion_angle)
    total: Image.Image | None = None
    for step in range(steps):
        way = shot.motion * (step / (steps - 1) - 0.5)
        numbers = (1, 0, way * math.cos(angle), 0, 1, way * math.sin(angle))
        copy = picture.transform(picture.size, Image.Transform.AFFINE, numbers, Image.Resampling.BILINEAR)
        total = copy if total is None else Image.blend(total, copy, 1 / (step + 1))
    assert total is not None
    return total


def random_shot(rng: random.Random, distance: float, **fixed: object) -> Shot:
    """One of the photographs that people take: nothing perfect, nothing absurd."""
    shot = Shot(
        distance=distance,
        yaw=rng.uniform(-40, 40),
        pitch=rng.uniform(-25, 25),
        roll=rng.choice((0, 0, 90, 180, 270)) + rng.uniform(-12, 12),
        blur=rng.uniform(0.5, 1.0),
        motion=rng.choice((0, 0, rng.uniform(0, 2.5))),
        motion_angle=rng.uniform(0, 180),
        noise=rng.uniform(2, 9),
        light=rng.uniform(0.45, 1.1),
        shadow=rng.choice((0, rng.uniform(0.2, 0.6))),
        shadow_angle=rng.uniform(0, 360),
        glare=rng.choice((0, 0, rng.uniform(0.2, 0.7))),
        glare_at=(rng.random(), rng.random()),
        folds=rng.choice((0, rng.uniform(0.2, 1.0))),
        quality=rng.randrange(30, 81),
        seed=rng.randrange(10**6),
    )
    return replace(shot, **fixed)
