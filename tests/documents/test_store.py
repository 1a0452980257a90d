"""Finished papers are kept under what they are made from, whole or not at all."""

import dataclasses
import threading
import time
from pathlib import Path

import pytest
from flask import Flask

from app.core import files
from app.core.messages import Message
from app.documents import store
from app.documents.notice_sheets import SheetForm, find_sheet, sheet_pdf
from app.documents.papers import Change
from tests.documents.made_up import a_notice


def kept_files(folder: Path) -> list[Path]:
    return [path for path in (folder / "derived").rglob("*") if path.is_file()]


@pytest.mark.usefixtures("desk")
def test_a_paper_is_made_once_and_then_read_from_disk(tmp_path: Path) -> None:
    made = []
    for _ in range(3):
        data = store.kept(a_notice(3), lang="zh", make=lambda: made.append(1) or b"%PDF-")
        assert data == b"%PDF-"
    assert made == [1]
    assert [path.suffix for path in kept_files(tmp_path)] == [".pdf"]


@pytest.mark.usefixtures("desk")
def test_another_word_another_language_or_another_template_is_another_paper(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = a_notice(3)
    places = {store.path_of(paper, "zh"), store.path_of(paper, "en")}
    places.add(store.path_of(dataclasses.replace(paper, hotline="12345"), "zh"))
    reason = Message("%(n)s objections", n=2)
    places.add(store.path_of(dataclasses.replace(paper, changes=(Change("removed", 1, 2, reason),)), "zh"))
    monkeypatch.setattr(store, "template_version", lambda: "another")
    places.add(store.path_of(paper, "zh"))
    assert len(places) == 5
    assert store.path_of(a_notice(3), "zh") == store.path_of(paper, "zh")


@pytest.mark.usefixtures("desk")
def test_a_paper_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise RuntimeError("no paper")

    with pytest.raises(RuntimeError):
        store.kept(a_notice(3), lang="zh", make=fail)
    assert kept_files(tmp_path) == []


@pytest.mark.usefixtures("desk")
def test_a_disk_that_fails_leaves_no_half_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        store.kept(a_notice(3), lang="zh", make=lambda: b"%PDF-")
    assert kept_files(tmp_path) == []


def test_many_who_ask_at_once_wait_for_one_making(desk: Flask) -> None:
    made, got = [], []

    def slowly() -> bytes:
        made.append(1)
        time.sleep(0.05)
        return b"%PDF-"

    def ask() -> None:
        with desk.app_context():
            got.append(store.kept(a_notice(3), lang="zh", make=slowly))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert got == [b"%PDF-"] * 6


@pytest.mark.usefixtures("desk")
def test_the_notice_door_gets_the_kept_bytes() -> None:
    paper = a_notice(3)
    first = sheet_pdf(paper, SheetForm())
    assert find_sheet(paper, SheetForm()) == first
    assert sheet_pdf(paper, SheetForm()) == first


def test_the_version_follows_templates_styles_and_words() -> None:
    assert len(store.template_version()) == 64
