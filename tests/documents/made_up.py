"""Papers with invented people, and a look into finished PDFs. No test stands here."""

import datetime as dt
import random
import re
import subprocess
from pathlib import Path
from typing import Any

from app.core.bilingual import BilingualText
from app.documents.papers import Change, NoticePaper, NoticeRow, Telephone

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "秀英国强桂芳建军德明玉兰志华永福春梅光荣"
COUNTY = BilingualText("黔西市", "Qianxi City")
TOWNSHIP = BilingualText("林泉镇", "Linquan Town")
VILLAGE = BilingualText("清浦村", "Qingpu Village")
OFFICE = BilingualText("林泉镇人民政府", "People's Government of Linquan Town")
ROUND = BilingualText("2014年贫困户识别", "2014 identification of poor households")


def some_rows(count: int, seed: int = 4) -> tuple[NoticeRow, ...]:
    """*count* households of six groups."""
    dice = random.Random(seed)
    return tuple(
        NoticeRow(
            sequence=number,
            group_name=f"第{dice.choice('一二三四五六')}组",
            head_name=dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2)))),
            people=dice.randint(1, 7),
        )
        for number in range(1, count + 1)
    )


def a_notice(rows: int | tuple[NoticeRow, ...] = 24, **changed: Any) -> NoticePaper:
    """A second notice of the township, with what changed since the first."""
    listed = some_rows(rows) if isinstance(rows, int) else rows
    values: dict[str, Any] = {
        "number": "GS-2014-002-2",
        "kind": "second_notice",
        "round_name": ROUND,
        "county": COUNTY,
        "township": TOWNSHIP,
        "village": VILLAGE,
        "issuer": OFFICE,
        "objections_to": OFFICE,
        "basis": BilingualText("《扶贫开发建档立卡工作方案》", "the Work Plan for Poverty Registration"),
        "households": len(listed),
        "people": sum(row.people for row in listed),
        "issued_on": dt.date(2014, 6, 5),
        "first_day": dt.date(2014, 6, 6),
        "last_day": dt.date(2014, 6, 12),
        "days": 7,
        "rows": listed,
        "digest": "3f9a12cd" * 8,
        "public_url": "http://gongshi.example/v/BXSL-K5QQ-2",
        "changes": (
            Change("removed", 2, 7, BilingualText("有商品房", "owns a flat")),
            Change("set_aside", 1, 4),
        ),
        "telephones": (Telephone(BilingualText("镇扶贫工作站", "township office"), "0857-4000002"),),
        "address": BilingualText("镇政府一楼", "town hall, ground floor"),
        "hotline": "12317",
        "answer_days": 5,
        "income_line_yuan": "2736",
        "income_line_year": 2013,
    }
    return NoticePaper(**{**values, **changed})


def text_of(pdf: bytes, *options: str) -> str:
    """The words of *pdf* as another program reads them."""
    return _run(["pdftotext", *options, "-", "-"], pdf).decode()


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, in the order of the layout."""
    return text_of(pdf, "-layout").split("\f")[:-1]


def fonts_of(pdf: bytes) -> list[list[str]]:
    """Name, kind, encoding, embedded, subset, unicode of each font."""
    lines = _run(["pdffonts", "-"], pdf).decode().splitlines()[2:]
    return [re.split(r" {2,}| (?=yes|no)", line.strip()) for line in lines]


def picture_of(pdf: bytes, folder: Path, *, page: int = 1, dots: int = 72) -> Path:
    """A page as a grey picture (PGM), for looking at what is printed where."""
    target = folder / f"page-{page}"
    options = ["-gray", "-r", str(dots), "-f", str(page), "-l", str(page), "-singlefile"]
    _run(["pdftoppm", *options, "-", str(target)], pdf)
    return target.with_suffix(".pgm")


def _run(command: list[str], given: bytes) -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True, timeout=60).stdout
