"""``flask comparisons import``: the preview is printed, --apply puts it in force, refusals are told."""

from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState
from app.domain.households.models import Household
from tests import factories
from tests.domain.comparisons.files import VEHICLES, a_csv
from tests.people import People

ROUND = "2026-identification"


@pytest.fixture
def household(db: SQLAlchemy, people: People, monkeypatch: pytest.MonkeyPatch) -> Household:
    monkeypatch.setenv("LANG", "C.UTF-8")
    factories.a_round(code=ROUND, year=2026)
    return factories.a_household(people.village)


@pytest.fixture
def file(household: Household, tmp_path: Path) -> Path:
    head = household.members[0]
    return a_csv(tmp_path, [VEHICLES, ["川C12345", head.name, head.id_number, "2025-03-04", "轿车"]])


def run(app: Flask, db: SQLAlchemy, path: Path, *options: str) -> tuple[int, str]:
    """The exit code and the words of the command."""
    db.session.commit()
    given = ["--kind", "vehicle", "--source", "县交警大队", "--as-of", "2026-05-01", "--round", ROUND]
    result = app.test_cli_runner().invoke(args=["comparisons", "import", str(path), *given, *options])
    db.session.expire_all()
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_a_look_keeps_nothing(app: Flask, db: SQLAlchemy, household: Household, file: Path) -> None:
    code, words = run(app, db, file)
    assert code == 0
    assert "对上 1 行" in words
    assert "身份证号：加密后比对，不保存" in words
    assert str(household.members[0].id_number) not in words
    assert factories.how_many(ComparisonFile) == 0


def test_apply_puts_it_in_force(app: Flask, db: SQLAlchemy, household: Household, file: Path) -> None:
    code, words = run(app, db, file, "--apply")
    assert (code, "已生效" in words) == (0, True)
    kept = factories.first(ComparisonFile)
    assert kept is not None
    assert (kept.state, kept.uploaded_by_id, factories.how_many(ComparisonHit)) == (
        FileState.APPLIED,
        None,
        1,
    )
    event = factories.first(Event, Event.name == "comparison_file_applied")
    assert event is not None
    assert event.actor_name == "flask comparisons import"


def test_doubts_and_refusals_have_their_exit_codes(
    app: Flask, db: SQLAlchemy, household: Household, tmp_path: Path
) -> None:
    number = household.members[0].id_number
    assert run(app, db, a_csv(tmp_path, [["姓名", "身份证号"], ["别人", number]]))[0] == 2
    code, words = run(app, db, a_csv(tmp_path, [["甲", "乙"], ["1", "2"]]))
    assert (code, "没有找到" in words) == (1, True)
    code, words = run(app, db, a_csv(tmp_path, [["姓名", "身份证号"], ["别人", number]]), "--by", "nobody")
    assert code == 1
    code, _words = run(
        app,
        db,
        a_csv(tmp_path, [["姓名", "身份证号"], ["别人", number]]),
        "--apply",
        "--by",
        "village_officer",
    )
    assert code == 1
    assert factories.how_many(ComparisonFile) == 0
