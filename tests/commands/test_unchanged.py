"""When ``./run`` may skip preparing: only when the tables are the newest and the port is free."""

import sqlite3
from pathlib import Path

import pytest

from app.commands import unchanged

FREE = "0"  # any free port


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that was started before and is up to date."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions / "one.py").write_text('revision: str = "one"\ndown_revision = None\n', encoding="utf-8")
    (versions / "two.py").write_text(
        "revision = 'two'\ndown_revision: str | None = 'one'\n", encoding="utf-8"
    )
    instance = tmp_path / "instance"
    (instance / "derived").mkdir(parents=True)
    (instance / "derived" / "welcome.txt").write_text("Gongshi @ADDRESS@\n", encoding="utf-8")
    connection = sqlite3.connect(instance / "gongshi.sqlite3")
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES ('two')")
    connection.commit()
    connection.close()
    monkeypatch.setattr(unchanged, "ROOT", tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("GONGSHI_INSTANCE", raising=False)
    return tmp_path


def test_an_unchanged_installation_says_its_welcome_again(
    installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert unchanged.main("127.0.0.1", FREE) == 0
    assert capsys.readouterr().out == "Gongshi http://127.0.0.1:0/\n"


def test_newer_code_has_to_be_prepared(installation: Path) -> None:
    three = installation / "migrations" / "versions" / "three.py"
    three.write_text('revision = "three"\ndown_revision = "two"\n', encoding="utf-8")
    assert unchanged.main("127.0.0.1", FREE) == 1


@pytest.mark.parametrize("lost", ["instance/gongshi.sqlite3", "instance/derived/welcome.txt"])
def test_whatever_is_lost_has_to_be_prepared(installation: Path, lost: str) -> None:
    (installation / lost).unlink()
    assert unchanged.main("127.0.0.1", FREE) == 1
    assert not (installation / lost).exists(), "asking makes nothing"


def test_a_database_that_is_none_has_to_be_prepared(installation: Path) -> None:
    (installation / "instance" / "gongshi.sqlite3").write_bytes(b"nonsense" * 1000)
    assert unchanged.main("127.0.0.1", FREE) == 1


def test_postgresql_is_left_to_prepare(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://host/name")
    assert unchanged.main("127.0.0.1", FREE) == 1


@pytest.mark.parametrize("port", ["", "eighty", "70000"])
def test_a_port_that_is_none_is_left_to_prepare(installation: Path, port: str) -> None:
    assert unchanged.main("127.0.0.1", port) == 1


def test_pages_of_the_earlier_start_are_not_valid_any_more(installation: Path) -> None:
    state = installation / "instance" / "published" / "state.json"
    state.parent.mkdir()
    state.write_text("{}", encoding="ascii")
    assert unchanged.main("127.0.0.1", FREE) == 0
    assert not state.exists()
