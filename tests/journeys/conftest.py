"""Whole stories in a real browser, each with and without script. Left out where Chromium is not installed."""

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.person import PATIENCE
from tests.journeys.scenes import Scene
from tests.journeys.stage import Stage
from tests.people import People

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed; ./test installs it where it may")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def stage(
    request: pytest.FixtureRequest, app: Flask, db: SQLAlchemy, chromium: Browser, people: People
) -> Iterator[Stage]:
    """The portal, open to browsers; at the end nothing may have gone wrong anywhere."""
    opened = Stage(app, chromium, people, script=request.param)
    opened.begin()
    yield opened
    opened.end()
    assert opened.faults == []


@pytest.fixture
def scene(stage: Stage) -> Scene:
    """The village in which the story plays, before anything happened."""
    return Scene(stage.people)
