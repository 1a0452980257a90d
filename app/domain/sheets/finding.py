"""Finding QR codes on a photograph: a ladder of steps from cheap to thorough, the same for the same picture. Pure.

A code far away covers two picture elements a module or fewer. Enlarging and sharpening the whole picture for it would
take minutes; so the picture is read as it is and doubled, and then only where it is busiest, as codes are: in small
tiles, enlarged up to six times. How much is done is bounded by picture elements, not by a clock.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

Point = tuple[int, int]
#: upper left, upper right, lower right, lower left, as the code is read
Corners = tuple[Point, Point, Point, Point]

#: a whole picture is enlarged only as far as this many picture elements go
MOST_ENLARGED = 52_000_000
QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
#: side of a tile; a code at its middle may be up to four elements a module large: larger ones are read without
TILE = 208
#: so many tiles are looked at; on photographs of boards the code stood among the first dozen
MOST_TILES = 28
#: how fine the map of busy places is
CELL = 16


@dataclass(frozen=True)
class SeenCode:
    """A QR code on a picture: its *text*, and its corners in elements of the upright picture."""

    text: str
    corners: Corners


@dataclass(frozen=True)
class _Step:
    """One way to prepare a tile: enlarged so many times, sharpened before or after."""

    times: int
    before: ImageFilter.UnsharpMask | None = None
    after: ImageFilter.UnsharpMask | None = None


#: in the order in which they are tried; each reads what those before it do not
STEPS = (
    _Step(3, before=ImageFilter.UnsharpMask(1.2, 200, 0)),
    _Step(4, after=ImageFilter.UnsharpMask(4, 150, 0)),
    _Step(6, after=ImageFilter.UnsharpMask(6, 150, 0)),
)


def find_codes(grey: Image.Image, is_enough: Callable[[str], bool] | None = None) -> tuple[SeenCode, ...]:
    """Every QR code on an upright picture in grey (mode ``L``), from left to right; each text once.

    Where one was read at once the rest of the picture is looked at less thoroughly: sheets that hang side by side
    are about as far away. Where one of those texts *is_enough*, it is not looked at any further.
    """
    found = _found_whole(grey)
    if is_enough is not None and any(is_enough(text) for text in found):
        return _from_left_to_right(found)
    steps = STEPS[:2] if found else STEPS
    tiles = [tile for tile in busy_tiles(grey) if not any(_covers(tile, code) for code in found.values())]
    for step in steps:
        before = len(found)
        tiles = [tile for tile in tiles if not _read_tile(grey, tile, step, found)]
        if len(found) > before:
            break
    return _from_left_to_right(found)


def _from_left_to_right(found: dict[str, SeenCode]) -> tuple[SeenCode, ...]:
    return tuple(sorted(found.values(), key=lambda code: (min(x for x, _ in code.corners), code.text)))


def _found_whole(grey: Image.Image) -> dict[str, SeenCode]:
    """What is read on the picture as it is, and on the picture enlarged as far as is affordable."""
    found: dict[str, SeenCode] = {}
    _keep(found, _read(grey), lambda x, y: (x, y))
    times = min(2.0, math.sqrt(MOST_ENLARGED / (grey.width * grey.height)))
    if times >= 1.3:
        size = (round(grey.width * times), round(grey.height * times))
        large = grey.resize(size, Image.Resampling.BILINEAR)
        _keep(found, _read(large), lambda x, y: (round(x / times), round(y / times)))
    return found


def busy_tiles(grey: Image.Image) -> list[tuple[int, int, int, int]]:
    """Where the picture changes most from one element to the next, in proportion to its light: boxes, busiest first."""
    width, height = max(1, grey.width // CELL), max(1, grey.height // CELL)
    size = (width, height)
    change = ImageChops.difference(grey, grey.filter(ImageFilter.BoxBlur(2)))
    by_cell = change.resize(size, Image.Resampling.BOX).filter(ImageFilter.BoxBlur(1))
    light = grey.resize(size, Image.Resampling.BOX).filter(ImageFilter.BoxBlur(2))
    worth = [
        (moved / (shine + 12), at)
        for at, (moved, shine) in enumerate(zip(by_cell.tobytes(), light.tobytes(), strict=True))
    ]
    worth.sort(key=lambda one: (-one[0], one[1]))
    taken: list[tuple[int, int]] = []
    apart = TILE * 3 // 8 // CELL
    most = min(MOST_TILES, 2 + 2 * grey.width * grey.height // TILE**2)
    for _, at in worth:
        y, x = divmod(at, width)
        if all(abs(x - left) > apart or abs(y - top) > apart for left, top in taken):
            taken.append((x, y))
            if len(taken) == most:
                break
    return [_box_about(x * CELL + CELL // 2, y * CELL + CELL // 2, grey.size) for x, y in taken]


def _box_about(x: int, y: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left = max(0, min(x - TILE // 2, size[0] - TILE))
    top = max(0, min(y - TILE // 2, size[1] - TILE))
    return (left, top, min(size[0], left + TILE), min(size[1], top + TILE))


def _read_tile(
    grey: Image.Image, box: tuple[int, int, int, int], step: _Step, found: dict[str, SeenCode]
) -> bool:
    """Add what is read in *box* to *found*; whether there was anything."""
    tile = grey.crop(box)
    if step.before:
        tile = tile.filter(step.before)
    tile = tile.resize((tile.width * step.times, tile.height * step.times), Image.Resampling.BICUBIC)
    if step.after:
        tile = tile.filter(step.after)
    codes = _read(tile)
    _keep(found, codes, lambda x, y: (box[0] + x // step.times, box[1] + y // step.times))
    return bool(codes)


def _read(grey: Image.Image) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(grey, formats=QR_CODES, text_mode=zxingcpp.TextMode.Plain)


def _keep(
    found: dict[str, SeenCode], codes: Iterable[zxingcpp.Barcode], place: Callable[[int, int], Point]
) -> None:
    for code in codes:
        at = code.position
        corners = [
            place(one.x, one.y) for one in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        ]
        found.setdefault(code.text, SeenCode(code.text, (corners[0], corners[1], corners[2], corners[3])))


def _covers(box: tuple[int, int, int, int], code: SeenCode) -> bool:
    x = sum(one for one, _ in code.corners) / 4
    y = sum(one for _, one in code.corners) / 4
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
