"""The WSGI entry: a server sets aside what it has loaded and goes on with its work, a command does neither."""

import gc
import runpy
from pathlib import Path

import pytest

import app
from app.web import jobs

ENTRY = Path(__file__).resolve().parents[2] / "wsgi.py"


@pytest.mark.parametrize("is_command", [False, True])
def test_only_a_server_sets_aside_what_it_has_loaded(
    monkeypatch: pytest.MonkeyPatch, is_command: bool
) -> None:
    done: list[str] = []
    monkeypatch.setattr(app, "create_app", lambda: done.append("made"))
    monkeypatch.setattr(jobs, "resume", lambda _app: done.append("resumed"))
    monkeypatch.setattr(gc, "collect", lambda: done.append("collected"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("frozen"))
    if is_command:
        monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    else:
        monkeypatch.delenv("FLASK_RUN_FROM_CLI", raising=False)
    runpy.run_path(str(ENTRY))
    assert done == (["made"] if is_command else ["made", "collected", "frozen", "resumed"])
