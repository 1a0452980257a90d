"""``flask areas import``."""

from pathlib import Path

from click.testing import Result
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.domain.areas.models import Area, VillageFigures
from app.domain.areas.queries import get_area
from tests.domain.areas.test_listing import HEADER, LINE
from tests.factories import how_many


def run(app: Flask, folder: Path, text: str, *options: str) -> Result:
    file = folder / "villages.csv"
    file.write_text(text, encoding="utf-8-sig")
    return app.test_cli_runner().invoke(args=["areas", "import", str(file), *options])


def test_a_list_is_taken_over_once(app: Flask, db: SQLAlchemy, tmp_path: Path) -> None:
    first = run(app, tmp_path, f"{HEADER}\n{LINE}", "--year", "2014")
    assert first.exit_code == 0, first.output
    assert "3 areas created" in first.output
    assert "--township 520581107000:" in first.output
    again = run(app, tmp_path, f"{HEADER}\n{LINE}", "--year", "2014")
    assert "0 areas created, 0 changed, 0 villagers' groups" in again.output
    assert (how_many(Area), how_many(VillageFigures)) == (14, 1)


def test_parents_are_named_on_the_command_line(app: Flask, db: SQLAlchemy, tmp_path: Path) -> None:
    result = run(
        app,
        tmp_path,
        f"{HEADER}\n{LINE}",
        *("--township", "520581107000:林泉镇:Linquan", "--county", "520581000000:黔西市"),
    )
    assert "has no name yet" not in result.output
    assert (get_area("520581107000").name_en, get_area("520581000000").name_zh) == ("Linquan", "黔西市")
    wrong = run(app, tmp_path, f"{HEADER}\n{LINE}", "--township", "520581000000:林泉镇")
    assert wrong.exit_code == 2


def test_with_one_fault_nothing_is_taken_over(app: Flask, db: SQLAlchemy, tmp_path: Path) -> None:
    result = run(app, tmp_path, f"{HEADER}\n{LINE}\n520581107003,海子社区,Haizi,九,620,2480,是,505")
    assert result.exit_code == 2
    assert "line 3, 村民小组数: “九”" in result.output
    assert how_many(Area) == 0
