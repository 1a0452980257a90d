"""How well hung sheets are read from photographs, and whether anything false is ever read.

    .venv/bin/python bench/photographs.py [--number 40] [--seed 1] [--only distances,spoiled,beside,false]

Sheets of the portal itself, A4 and A3, are set, printed to raster (300 dpi, grey), hung on a board and photographed by
a simulated telephone of 12 million elements (26 mm) and an old one of 3 million (30 mm): tests/domain/sheets/camera.py.
Everything is drawn from the seed. *fair* are photographs as a careful person takes them, *poor* ones are up to 40
degrees askew, turned any way, out of focus, moved, dim, in half a shadow, with glare, folds, noise and JPEG 30-80,
each as chance has it. Prints tables in Markdown; the exit code is 1 when anything false was read or accepted.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402 - the path comes first

from app.documents.notice_sheets import SheetForm, SheetPlace, sheet_pdf  # noqa: E402 - the path comes first
from app.domain.attachments.rules import JPEG  # noqa: E402 - the path comes first
from app.domain.notices.codes import code_of, read_sheet_code, sheet_code  # noqa: E402 - the path comes first
from app.domain.sheets import seeing  # noqa: E402 - the path comes first
from bench.paper import made_app  # noqa: E402 - the path comes first
from tests.documents.made_up import a_notice  # noqa: E402 - the path comes first
from tests.domain.sheets import camera as cameras  # noqa: E402 - the path comes first
from tests.domain.sheets.camera import (  # noqa: E402 - the path comes first
    A3,
    A4,
    OLD_PHONE,
    PHONE,
    Camera,
    Scene,
    Sheet,
    Shot,
    photograph,
    random_shot,
)

PARTS = ("distances", "spoiled", "beside", "false")
HOST = "linquan.example.gov.cn"
DISTANCES = (500, 700, 1000, 1250, 1500, 2000, 3000, 5000)
PLACES, PAGES = (1, 2, 3), 2
DIGESTS = ("3f9a12cd" * 8, "77b0e1f2" * 8)
#: the code's left edge, its distance from the foot of the page and its side, as the portal prints it; mm
ON_A4, ON_A3 = (28.0, 6.5, 24.0), (39.6, 9.1, 34.0)
SPOILED = {
    "nothing": {},
    "40 degrees from the side": {"yaw": 40},
    "40 degrees from below": {"pitch": -40},
    "turned by 37 degrees": {"roll": 37},
    "upside down": {"roll": 180},
    "out of focus": {"blur": 1.6},
    "moved by 3 elements": {"motion": 3, "motion_angle": 30},
    "noise, a fifth of the light": {"light": 0.2, "noise": 9},
    "edge of a shadow": {"shadow": 0.75, "shadow_angle": 20},
    "glare": {"glare": 0.9, "glare_at": (0.48, 0.55)},
    "folds": {"folds": 1.0},
    "JPEG 30": {"quality": 30},
    "JPEG 15": {"quality": 15},
}


@dataclass
class Tally:
    """What came of photographs: read, of how many, what was false, and the processor's seconds."""

    read: int = 0
    wanted: int = 0
    photographs: int = 0
    #: of these the whole pictures, for which alone the seconds are counted
    whole: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    false: int = 0
    accepted: int = 0

    def add(self, scene: Scene, data: bytes, *, is_whole: bool = True) -> set[str]:
        """Look at a photograph of *scene*; every code that hangs there is wanted, any other is false."""
        before = time.process_time()
        texts = {code.text for code in seeing.look(data, JPEG).codes}
        spent = time.process_time() - before
        hung = {sheet.code for sheet, _ in scene.sheets}
        self.read += len(texts & hung)
        self.wanted += len(hung)
        self.photographs += 1
        self.false += len(texts - hung)
        if is_whole:
            self.whole += 1
            self.seconds += spent
            self.slowest = max(self.slowest, spent)
        return texts

    @property
    def share(self) -> str:
        return f"{100 * self.read / self.wanted:.0f} %" if self.wanted else "-"


# Sheets ---------------------------------------------------------------------------------------------------------------


def set_sheets() -> None:
    """Set two notices for all places in both sizes and lay their pages into the camera."""
    app = made_app(Path(tempfile.mkdtemp(prefix="photographs-")))
    with app.app_context():
        for digest in DIGESTS:
            address = f"https://{HOST}/v/{code_of(digest)}"
            paper = replace(a_notice(24), digest=digest, public_url=address)
            for size in ("a4", "a3"):
                for place in PLACES if size == "a4" else PLACES[:1]:
                    data = sheet_pdf(paper, SheetForm(size=size), SheetPlace(place, paper.village))
                    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
                        raster = page.render(scale=300 / 72, grayscale=True).to_pil()
                        printed = raster.point([35 + round(value * 203 / 255) for value in range(256)])
                        code = address_of(digest, place, number)
                        cameras.laid_in[code, A4 if size == "a4" else A3] = printed


def address_of(digest: str, place: int, page: int) -> str:
    """What the code says."""
    return f"HTTPS://{HOST.upper()}/V/{sheet_code(digest, place, page)}"


def a_sheet(place: int = 1, page: int = 1, digest: str = DIGESTS[0], size: str = "a4") -> Sheet:
    left, foot, side = ON_A4 if size == "a4" else ON_A3
    return Sheet(
        address_of(digest, place, page),
        A4 if size == "a4" else A3,
        side,
        quiet=False,
        code_left=left,
        code_foot=foot,
    )


def hung(sheet: Sheet, at: tuple[float, float] = (0, 0)) -> tuple[Sheet, tuple[float, float]]:
    return sheet, at


def a_board(rng: random.Random, *sheets: tuple[Sheet, tuple[float, float]]) -> Scene:
    """A board with other papers beside the sheets."""
    right = max((at[0] + sheet.size[0] for sheet, at in sheets), default=0)
    others = [(-700.0, -500.0, right + 700, 900.0, rng.randrange(70, 170))]
    for _ in range(rng.randrange(5)):
        left, top = rng.choice((-330, right + 30)) + rng.uniform(-20, 20), rng.uniform(-350, 350)
        others.append(
            (left, top, left + rng.uniform(150, 280), top + rng.uniform(150, 300), rng.randrange(170, 245))
        )
    return Scene(list(sheets), rng.randrange(70, 200), rng.randrange(10**6), others)


def fair(rng: random.Random, distance: float) -> Shot:
    """As a careful person takes it."""
    return Shot(
        distance=distance,
        yaw=rng.uniform(-15, 15),
        pitch=rng.uniform(-12, 12),
        roll=rng.choice((0, 0, 0, 90, 270)) + rng.uniform(-5, 5),
        blur=rng.uniform(0.5, 0.7),
        noise=rng.uniform(2, 5),
        light=rng.uniform(0.7, 1.1),
        quality=rng.randrange(70, 91),
        seed=rng.randrange(10**6),
    )


def window(seen_by: Camera, sheet: Sheet, distance: float) -> Camera:
    """The part of the picture about the sheet, where the sheet is small in it: what is around costs only time."""
    side = round(1.5 * seen_by.focal / distance * (sheet.size[0] ** 2 + sheet.size[1] ** 2) ** 0.5)
    return replace(seen_by, width=min(seen_by.width, side), height=min(seen_by.height, side))


# Reading --------------------------------------------------------------------------------------------------------------


def distances(number: int, rng: random.Random) -> list[Tally]:
    """Share read by distance, telephone, size of the sheet and care taken."""
    print("\n| sheet, telephone, care | " + " | ".join(f"{one / 1000:g} m" for one in DISTANCES) + " |")
    print("|---|" + "---|" * len(DISTANCES))
    every = []
    for size in ("a4", "a3"):
        for seen_by in (PHONE, OLD_PHONE):
            for care, shot_of in (("fair", fair), ("poor", random_shot)):
                row = []
                for distance in DISTANCES:
                    tally = Tally()
                    for _ in range(number):
                        scene = a_board(
                            rng, hung(a_sheet(rng.choice(PLACES) if size == "a4" else 1, size=size))
                        )
                        tally.add(scene, photograph(scene, shot_of(rng, distance), seen_by))
                    row.append(tally)
                every += row
                print(
                    f"| {size.upper()}, {seen_by.name}, {care} | "
                    + " | ".join(one.share for one in row)
                    + " |",
                    flush=True,
                )
    return every


def spoiled(number: int, rng: random.Random) -> list[Tally]:
    """Share read at 0.7 m by what is wrong with a photograph that is fair otherwise."""
    print("\n| at 0.7 m, 12 MP, A4 | read |\n|---|---|")
    every = []
    for name, wrong in SPOILED.items():
        tally = Tally()
        for _ in range(number):
            scene = a_board(rng, hung(a_sheet(rng.choice(PLACES))))
            tally.add(scene, photograph(scene, replace(fair(rng, 700), **wrong)))
        every.append(tally)
        print(f"| {name} | {tally.share} |", flush=True)
    return every


def beside(number: int, rng: random.Random) -> list[Tally]:
    """Two and three sheets on one photograph: the share of all codes read."""
    print("\n| sheets on one photograph, 0.8 m | fair | poor |\n|---|---|---|")
    every = []
    for count in (2, 3):
        row = []
        for shot_of in (fair, random_shot):
            tally = Tally()
            for _ in range(number):
                sheets = [
                    hung(a_sheet(place), (225.0 * place, rng.uniform(0, 40))) for place in PLACES[:count]
                ]
                scene = a_board(rng, *sheets)
                tally.add(scene, photograph(scene, shot_of(rng, 800)))
            row.append(tally)
        every += row
        print(f"| {count} | {row[0].share} | {row[1].share} |", flush=True)
    return every


# What is false --------------------------------------------------------------------------------------------------------


def is_accepted(texts: set[str], place: int) -> bool:
    """As the portal decides: a code names the first notice, one of its pages, and this place."""
    for text in texts:
        code = read_sheet_code(text)
        if code and code.notice_code == code_of(DIGESTS[0]) and code.ordinal == place and code.page <= PAGES:
            return True
    return False


def strangers(rng: random.Random) -> Iterator[tuple[str, Sheet | None]]:
    """What may hang or be shown instead of the sheet of the first notice at place 1."""
    right = sheet_code(DIGESTS[0], 1, 1)
    yield "another notice", a_sheet(1, digest=DIGESTS[1])
    yield "another place", a_sheet(2)
    yield (
        "another page that it does not have",
        Sheet(f"HTTPS://{HOST.upper()}/V/{sheet_code(DIGESTS[0], 1, 7)}"),
    )
    yield "without a place", Sheet(f"HTTPS://{HOST.upper()}/V/{sheet_code(DIGESTS[0], 0, 1)}")
    yield "the notice's own code", Sheet(f"HTTPS://{HOST.upper()}/V/{code_of(DIGESTS[0])}")
    yield "random code", Sheet(f"HTTPS://{rng.randrange(10**9)}.EXAMPLE/{rng.randrange(10**12)}")
    at = rng.choice([place for place, one in enumerate(right) if one != "-"])
    changed = right[:at] + rng.choice("23456789ABCDEFGHJKLM".replace(right[at], "")) + right[at + 1 :]
    yield "one character changed", Sheet(f"HTTPS://{HOST.upper()}/V/{changed}")
    yield "torn code", Sheet(address_of(DIGESTS[1], 1, 2) + "/", damage=rng.uniform(0.2, 0.6))
    yield "no code", None


def false(number: int, rng: random.Random) -> list[Tally]:
    """Share of photographs of something else that is accepted for the sheet: must be none."""
    tallies: dict[str, Tally] = {}
    for _ in range(number):
        for name, sheet in strangers(rng):
            scene = a_board(rng, *([hung(sheet)] if sheet else []))
            tally = tallies.setdefault(name, Tally())
            distance = rng.choice((500, 700, 1000, 1500))
            texts = tally.add(scene, photograph(scene, random_shot(rng, distance, aim=(100, 200))))
            tally.accepted += is_accepted(texts, 1)
    print(
        "\n| what hangs instead | photographs | its code read | read, not printed | accepted |\n|---|---|---|---|---|"
    )
    for name, tally in tallies.items():
        print(f"| {name} | {tally.photographs} | {tally.share} | {tally.false} | {tally.accepted} |")
    return list(tallies.values())


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=40, help="photographs in every cell of a table")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(PARTS))
    given = parser.parse_args()
    set_sheets()
    every: list[Tally] = []
    for part in given.only.split(","):
        every += globals()[part](given.number, random.Random(f"{given.seed} {part}"))
    looked, whole = sum(one.photographs for one in every), sum(one.whole for one in every)
    wrong = sum(one.false + one.accepted for one in every)
    print(
        f"\n{looked} photographs looked at, {sum(one.seconds for one in every) / max(1, whole):.2f} s of processor for "
        f"each of the {whole} whole ones, "
        f"the slowest {max(one.slowest for one in every):.2f} s; false or wrongly accepted: {wrong}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
