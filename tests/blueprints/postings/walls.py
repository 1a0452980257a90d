"""Photographs of boards as the tests take them: sheets with their codes, drawn with a pencil. No test stands here."""

import io
import random
from collections.abc import Sequence

import segno
from PIL import Image, ImageDraw, ImageFilter

from app.domain.notices.codes import sheet_code
from app.domain.sheets.models import Sheet

#: the picture's size in pixels; a sheet's code is about a sixth as wide
SIZE = (900, 680)


def code_on(sheet: Sheet, page: int = 1) -> str:
    """What the QR code on a page of *sheet* holds."""
    return f"HTTPS://GONGSHI.EXAMPLE/V/{sheet_code(sheet.notice.digest, sheet.ordinal, page)}"


def a_board(*contents: str, seed: int = 1, name: str = "board.jpg") -> tuple[io.BytesIO, str]:
    """A photograph of a board with a sheet for each of *contents*; none: a board without a readable code.

    Another *seed* is another photograph: other wood, other light.
    """
    chance = random.Random(f"{seed}{contents}")
    board = Image.new("RGB", SIZE, (150 + chance.randrange(60), 120 + chance.randrange(40), 80))
    pencil = ImageDraw.Draw(board)
    for _ in range(60):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        shade = chance.randrange(40, 220)
        pencil.rectangle(
            (x, y, x + chance.randrange(20, 300), y + chance.randrange(10, 200)), fill=(shade, shade, 60)
        )
    _hang(board, contents, chance)
    out = io.BytesIO()
    board.filter(ImageFilter.GaussianBlur(0.6)).save(out, "JPEG", quality=85)
    out.seek(0)
    return out, name


def a_view(seed: int = 1, name: str = "view.jpg") -> tuple[io.BytesIO, str]:
    """A small photograph on which nothing can be read; another *seed* is another one."""
    noise = random.Random(seed).randbytes(24 * 18)
    out = io.BytesIO()
    Image.frombytes("L", (24, 18), noise).resize((240, 180)).convert("RGB").save(out, "JPEG")
    out.seek(0)
    return out, name


def _hang(board: Image.Image, contents: Sequence[str], chance: random.Random) -> None:
    width = SIZE[0] // max(1, len(contents))
    for index, content in enumerate(contents):
        paper = Image.new("RGB", (width - 60, SIZE[1] - 80), "white")
        pencil = ImageDraw.Draw(paper)
        for line in range(40, paper.height - 230, 24):
            pencil.line((30, line, paper.width - 30 - chance.randrange(80), line), fill="black", width=3)
        picture = io.BytesIO()
        segno.make(content, error="m", micro=False).save(picture, kind="png", scale=5, border=4)
        with Image.open(picture) as code:
            paper.paste(code.convert("RGB"), (20, paper.height - code.height - 10))
        board.paste(paper, (index * width + 30, 40))
