"""Which second photographs the portal takes for copies of a first one: processed copies, and honest ones by hand.

    .venv/bin/python bench/near_copies.py [--number 100] [--seed 1]

The boards, sheets and telephones are those of photographs.py. Prints a table in Markdown.
"""

import argparse
import io
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageDraw, ImageEnhance  # noqa: E402 - the path comes first

from app.domain.sheets.fingerprints import fingerprint, is_near_copy  # noqa: E402 - the path comes first
from bench.photographs import PLACES, a_board, a_sheet, fair, hung, set_sheets  # noqa: E402 - the path comes first
from tests.domain.sheets.camera import PHONE, Camera, Shot, developed  # noqa: E402 - the path comes first

#: a whole picture at a quarter of its elements each way: a fingerprint needs no more
SMALL = Camera("small", PHONE.width // 4, PHONE.height // 4, PHONE.focal / 4)


def packed(picture: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("L")


def smaller(picture: Image.Image, rng: random.Random) -> Image.Image:
    share = rng.uniform(0.3, 0.8)
    return picture.resize((round(picture.width * share), round(picture.height * share)))


def cut(picture: Image.Image, rng: random.Random) -> Image.Image:
    """Up to 3 % less, across and down, wherever it is taken away."""
    sides = []
    for _ in range(2):
        both, part = rng.uniform(0, 0.03), rng.random()
        sides.append((both * part, 1 - both * (1 - part)))
    (left, right), (top, bottom) = sides
    width, height = picture.size
    return picture.crop(
        (round(left * width), round(top * height), round(right * width), round(bottom * height))
    )


def lit_anew(picture: Image.Image, rng: random.Random) -> Image.Image:
    gamma = rng.uniform(0.6, 1.6)
    changed = picture.point([round(255 * (value / 255) ** gamma) for value in range(256)])
    return ImageEnhance.Contrast(changed).enhance(rng.uniform(0.75, 1.3))


def on_a_screen(picture: Image.Image, rng: random.Random) -> Image.Image:
    small, shade = smaller(picture, rng), rng.choice((0, 255))
    bar = round(small.height * rng.uniform(0.05, 0.25))
    screen = Image.new("L", (small.width, small.height + 2 * bar), shade)
    screen.paste(small, (0, bar))
    ImageDraw.Draw(screen).text((6, 3), "12:31", fill=255 - shade)
    return screen


def turned(picture: Image.Image, rng: random.Random) -> Image.Image:
    return picture.transpose(rng.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)))


COPIES = {
    "packed again, JPEG 30": lambda picture, rng: packed(picture, 30),
    "made smaller": smaller,
    "cut by up to 3 %": cut,
    "lit anew": lit_anew,
    "from a screen": on_a_screen,
    "turned by 90 degrees": turned,
    "all of these but the screen": lambda picture, rng: packed(
        turned(lit_anew(cut(smaller(picture, rng), rng), rng), rng), 40
    ),
}
#: how far a hand moves between two photographs: share of the picture's width, degrees, share of the distance
HANDS = {"taken again by hand": 1.0, "taken again, held quietly": 0.5, "taken again, held quite still": 0.25}


def moved(shot: Shot, rng: random.Random, much: float) -> Shot:
    """The next photograph of the same board: normally distributed, 4 % of the width, 2 and 1.5 degrees, 4 % nearer."""
    width = SMALL.width / SMALL.focal * shot.distance
    x, y = shot.aim or (105.0, 148.0)
    return replace(
        shot,
        aim=(x + rng.gauss(0, 0.04 * much * width), y + rng.gauss(0, 0.04 * much * width)),
        yaw=shot.yaw + rng.gauss(0, 2 * much),
        pitch=shot.pitch + rng.gauss(0, 2 * much),
        roll=shot.roll + rng.gauss(0, 1.5 * much),
        distance=shot.distance * (1 + rng.gauss(0, 0.04 * much)),
        light=shot.light * rng.uniform(0.95, 1.05),
        seed=rng.randrange(10**6),
    )


def measure(number: int, rng: random.Random) -> None:
    """Copies caught, and honest photographs taken for copies."""
    caught: dict[str, int] = {}
    known = []
    for _ in range(number):
        scene = a_board(rng, hung(a_sheet(rng.choice(PLACES))))
        shot = replace(
            fair(rng, rng.uniform(350, 1400)),
            aim=(105 + rng.gauss(0, 40), 148 + rng.gauss(0, 50)),
            roll=rng.gauss(0, 3),
            shadow=rng.choice((0, rng.uniform(0.2, 0.5))),
            shadow_angle=rng.uniform(0, 360),
        )
        first = packed(developed(scene, shot, SMALL), 80)
        mark = fingerprint(first)
        for name, change in COPIES.items():
            other = fingerprint(change(first, rng))
            caught[name] = caught.get(name, 0) + is_near_copy(mark, other)
        for name, much in HANDS.items():
            again = packed(developed(scene, moved(shot, rng, much), SMALL), 80)
            near = is_near_copy(mark, fingerprint(again))
            caught[name] = caught.get(name, 0) + near
        known.append(mark)
    print("\n| second photograph | taken for a copy |\n|---|---|")
    for name, many in caught.items():
        print(f"| {name} | {100 * many / number:.1f} % of {number} |")
    pairs = [(one, other) for place, one in enumerate(known) for other in known[:place]]
    before = time.process_time()
    alike = sum(is_near_copy(one, other) for one, other in pairs)
    spent = (time.process_time() - before) / max(1, len(pairs))
    print(f"| of another board | {alike} of {len(pairs)} pairs, {spent * 1000:.2f} ms each |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=100, help="boards that are photographed")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    set_sheets()
    measure(given.number, random.Random(given.seed))


if __name__ == "__main__":
    main()
