"""Articles of the demonstration: policy publicity, quarterly disclosures, an issue of the periodical, a correction.

The texts stand in ``samples/linquan/articles.toml``.
"""

import datetime as dt
import io
import tomllib
from collections.abc import Mapping
from typing import Any

import openpyxl
from PIL import Image, ImageDraw

from app.commands.demonstration.ground import SAMPLES, Cast
from app.commands.demonstration.story import stand_at
from app.core.permissions import Actor
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import get_area
from app.domain.articles import service
from app.domain.articles.models import Article, ArticleKind
from app.domain.articles.rules import Writing
from app.domain.attachments.public_copies import check_public

DAY = dt.timedelta(days=1)
ENGLISH_QUARTERS = {1: "first", 2: "second", 3: "third", 4: "fourth"}
CHINESE_QUARTERS = {1: "一", 2: "二", 3: "三", 4: "四"}


def play(people: Cast, today: dt.date) -> None:
    """Write and publish everything, on the days before the first start."""
    rows = tomllib.loads((SAMPLES / "articles.toml").read_text(encoding="utf-8"))["article"]
    for row in sorted(rows, key=lambda row: -row["days"]):
        _tell(row, people, today)


def last_quarter(today: dt.date) -> tuple[int, int]:
    """Year and number of the quarter that was over last."""
    quarter = (today.month - 1) // 3
    return (today.year, quarter) if quarter else (today.year - 1, 4)


def _tell(row: Mapping[str, Any], people: Cast, today: dt.date) -> None:
    area = get_area(row["area"])
    actor = _writer(area, people)
    appears_on = today - row["days"] * DAY
    stand_at(min(appears_on, today - DAY))
    writing = _writing(row, actor, today)
    article = service.write(actor=actor, area=area, writing=writing)
    _attach(article, row, actor, writing if "corrected_days" not in row else _corrected(row, writing))
    if row.get("draft"):
        return
    service.publish(actor=actor, article=article, appears_on=appears_on)
    if "corrected_days" in row:
        stand_at(today - row["corrected_days"] * DAY)
        service.correct(actor=actor, article=article, writing=_corrected(row, writing), reason=row["reason"])
    if "withdrawn_days" in row:
        stand_at(today - row["withdrawn_days"] * DAY)
        service.withdraw(actor=actor, article=article, reason=row["reason"])


def _writer(area: Area, people: Cast) -> Actor:
    if area.level is AreaLevel.VILLAGE:
        return people.officers[area.id]
    return people.township if area.level is AreaLevel.TOWNSHIP else people.county


def _writing(row: Mapping[str, Any], actor: Actor, today: dt.date) -> Writing:
    year, quarter = last_quarter(today)
    values = {
        "year": str(year),
        "quarter": str(quarter),
        "quarter_zh": CHINESE_QUARTERS[quarter],
        "quarter_en": ENGLISH_QUARTERS[quarter],
    }

    def text(name: str) -> str:
        words = str(row.get(name, ""))
        for key, value in values.items():
            words = words.replace(f"{{{key}}}", value)
        return words

    is_disclosure = bool(row.get("disclosure"))
    return Writing(
        kind=ArticleKind(row["kind"]),
        title_zh=text("title"),
        body_zh=text("body"),
        title_en=text("title_en"),
        body_en=text("body_en"),
        byline=actor.name,
        year=year if is_disclosure else today.year,
        quarter=quarter if is_disclosure else None,
        issue=row.get("issue"),
    )


def _corrected(row: Mapping[str, Any], writing: Writing) -> Writing:
    def mend(text: str) -> str:
        for before, after in (("corrected_from", "corrected_to"), ("english_from", "english_to")):
            text = text.replace(row[before], row[after])
        return text.replace(row["total_from"], row["total_to"])

    return Writing(
        **{
            **{name: getattr(writing, name) for name in Writing.__dataclass_fields__},
            "body_zh": mend(writing.body_zh),
            "body_en": mend(writing.body_en),
        }
    )


def _attach(article: Article, row: Mapping[str, Any], actor: Actor, right: Writing) -> None:
    if row.get("disclosure"):
        _put(article, actor, _workbook(right.body_zh), "accounts.xlsx", "收支明细表")
    elif row.get("file") == "pdf":
        _put(article, actor, _picture("PDF", (620, 877)), "letter.pdf", "《林泉通讯》第3期全文")
    elif row.get("file") == "picture":
        _put(article, actor, _picture("JPEG", (800, 450)), "place.jpg", "体检的地方")


def _put(article: Article, actor: Actor, data: bytes, filename: str, name: str) -> None:
    file = check_public(data=data, filename=filename, actor=actor)
    service.attach(actor=actor, article=article, file=file, name=name)


def _workbook(body: str) -> bytes:
    """The table of the text as a workbook."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    rows = [line for line in body.split("\n") if line.startswith("|") and "---" not in line]
    for line in rows:
        cells = [cell.strip().strip("*") for cell in line.strip("|").split("|")]
        sheet.append([int(cell) if cell.isdecimal() else cell for cell in cells])
    book.save(out)
    return out.getvalue()


def _picture(kind: str, size: tuple[int, int]) -> bytes:
    picture, out = Image.new("RGB", size, "#f4efe6"), io.BytesIO()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, size[0] - 40, size[1] - 40), outline="#9d1c1f", width=4)
    draw.text((60, 60), "DEMONSTRATION", fill="#333333")
    for line in range(8):
        draw.line(
            (60, 110 + line * 30, size[0] - 80 - (line * 37) % 120, 110 + line * 30), fill="#aaaaaa", width=2
        )
    picture.save(out, kind)
    return out.getvalue()
