"""The demonstration's articles: each is fit to be published, and its quarter is the last that is over."""

import datetime as dt
import tomllib

import pytest

from app.commands.demonstration import publicity
from app.commands.demonstration.ground import SAMPLES
from app.core.permissions import Actor
from app.domain.articles import rules

ROWS = tomllib.loads((SAMPLES / "articles.toml").read_text(encoding="utf-8"))["article"]
LEVELS = {"000000": "county", "000": "township"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["title"])
def test_an_article_is_fit_to_be_published(row) -> None:
    writing = publicity._writing(row, Actor(id=None, name="王秀英"), dt.date(2026, 5, 11)).tidied()
    assert "{" not in writing.title_zh + writing.body_zh + writing.title_en + writing.body_en
    assert rules.personal_numbers(writing) == []
    level = next((level for end, level in LEVELS.items() if row["area"].endswith(end)), "village")
    assert writing.kind in rules.KINDS_AT[level]


def test_there_is_one_of_each_sort() -> None:
    assert len(ROWS) >= 10
    assert sum("body_en" in row for row in ROWS) * 2 >= len(ROWS)
    assert {row["kind"] for row in ROWS} == {kind.value for kind in rules.KIND_LABELS}
    assert sum(row.get("disclosure", False) for row in ROWS) >= 3
    assert any(row.get("draft") for row in ROWS)
    assert any(row["days"] < 0 for row in ROWS)


@pytest.mark.parametrize(
    ("month", "expected"), [(1, (2025, 4)), (3, (2025, 4)), (4, (2026, 1)), (12, (2026, 3))]
)
def test_the_last_quarter(month: int, expected: tuple[int, int]) -> None:
    assert publicity.last_quarter(dt.date(2026, month, 15)) == expected
