"""``flask households import``: exit codes, the file of findings, what is refused."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.domain.checkups.models import Finding
from app.domain.households.models import Household
from app.domain.imports.models import ImportRun
from tests import factories
from tests.domain.imports.handed_in import faultless, household_rows, workbook
from tests.people import People

ROUND = "2026-identification"


@pytest.fixture
def file(db: SQLAlchemy, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A faultless workbook on disk, with a round to import it into."""
    monkeypatch.setenv("LANG", "C.UTF-8")
    days = {"reference_from": dt.date(2025, 1, 1), "reference_until": dt.date(2025, 12, 31)}
    factories.a_round(code=ROUND, year=2026, **days)
    path = tmp_path / "登记表.xlsx"
    path.write_bytes(faultless(people.village))
    return path


def run(app: Flask, db: SQLAlchemy, path: Path, *options: str, round_: str = ROUND) -> tuple[int, str]:
    """The exit code and the words of the command."""
    db.session.commit()
    result = app.test_cli_runner().invoke(
        args=["households", "import", str(path), "--round", round_, *options]
    )
    db.session.expire_all()
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_a_faultless_workbook(app: Flask, db: SQLAlchemy, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    code, words = run(app, db, file, "--findings", str(out))
    assert code == 0
    assert "共 3 户、6 人" in words
    assert "已保存" in words
    assert rows(out) == [["sheet", "cell", "value", "problem", "advice"]]
    assert factories.how_many(Household) == 3
    event = factories.first(Event, Event.name == "import_applied")
    assert event is not None
    assert event.actor_name == "flask households import"


def test_a_second_time_changes_nothing(app: Flask, db: SQLAlchemy, file: Path) -> None:
    run(app, db, file)
    code, words = run(app, db, file)
    assert (code, "新增 0 户，变更 0 户，未变 3 户" in words) == (0, True)


def test_only_trying(app: Flask, db: SQLAlchemy, file: Path) -> None:
    code, words = run(app, db, file, "--dry-run")
    assert (code, "没有保存" in words) == (0, True)
    assert (factories.how_many(Household), factories.how_many(ImportRun)) == (0, 0)


def test_findings_that_do_not_block(
    app: Flask, db: SQLAlchemy, people: People, file: Path, tmp_path: Path
) -> None:
    file.write_bytes(workbook(household_rows(people.village, 1, {"land": "三亩多"})))
    out = tmp_path / "out.csv"
    code, words = run(app, db, file, "--findings", str(out))
    assert (code, "已保存" in words) == (2, True)
    assert factories.how_many(Household) == 1
    assert rows(out)[1][:3] == ["农户信息", "X3", "三亩多"]


def test_findings_that_block(app: Flask, db: SQLAlchemy, people: People, file: Path, tmp_path: Path) -> None:
    file.write_bytes(
        workbook(household_rows(people.village, 1, {"name": ""}), household_rows(people.village, 2))
    )
    out = tmp_path / "out.csv"
    code, words = run(app, db, file, "--findings", str(out))
    assert (code, "没有保存任何内容" in words) == (2, True)
    assert rows(out)[1][0:2] == ["农户信息", "E3"]
    assert rows(out)[1][3] == "没有填姓名。" or "姓名" in rows(out)[1][3]
    assert (factories.how_many(Household), factories.how_many(ImportRun)) == (0, 0)


def test_english_findings(app: Flask, db: SQLAlchemy, people: People, file: Path, tmp_path: Path) -> None:
    file.write_bytes(workbook(household_rows(people.village, 1, {"name": ""})))
    out = tmp_path / "out.csv"
    assert run(app, db, file, "--findings", str(out), "--lang", "en")[0] == 2
    assert rows(out)[1][3] == "The name is missing."


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7", "这不是工作簿"), (b"", "文件是空的"), (b"PK\x03\x04", "已损坏")],
)
def test_what_is_no_workbook(
    app: Flask, db: SQLAlchemy, file: Path, tmp_path: Path, data: bytes, words: str
) -> None:
    file.write_bytes(data)
    out = tmp_path / "out.csv"
    code, said = run(app, db, file, "--findings", str(out))
    assert (code, words in said) == (1, True)
    assert len(rows(out)) == 2


def test_the_round_by_its_year_or_id(app: Flask, db: SQLAlchemy, file: Path) -> None:
    round_ = factories.the_round()
    for name in (str(round_.year), str(round_.id)):
        assert run(app, db, file, "--dry-run", round_=name)[0] == 0
    factories.a_round(code="2026-second", year=2026)
    assert "不止一个轮次" in run(app, db, file, "--dry-run", round_="2026")[1]
    code, words = run(app, db, file, round_="2031")
    assert (code, "没有轮次" in words) == (1, True)


def test_in_somebodys_name(app: Flask, db: SQLAlchemy, people: People, file: Path) -> None:
    officer = people.user("village_officer").username
    assert run(app, db, file, "--by", officer)[0] == 1
    assert run(app, db, file, "--by", officer, "--area", people.village.code)[0] == 0
    assert run(app, db, file, "--by", "nobody-here")[0] == 1


def test_households_are_checked_up(app: Flask, db: SQLAlchemy, people: People, file: Path) -> None:
    shared = {"phone": "10237916168"}
    file.write_bytes(workbook(*(household_rows(people.village, number, shared) for number in range(1, 8))))
    run(app, db, file)
    assert factories.how_many(Finding) > 0
