"""An officer comes to work, looks around, and leaves; a villager walks past the same doors."""

import pytest

from tests.factories import PASSWORD
from tests.journeys.person import said
from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_an_officer_comes_and_goes(stage: Stage) -> None:
    officer = stage.person("village_officer")
    assert officer.heading == said("Today")
    officer.follow("Rounds", within="nav")
    officer.press("Sign out", within="header")
    officer.open("/rounds")
    assert "/sign-in" in officer.page.url


def test_a_wrong_password_is_told_and_the_name_is_kept(stage: Stage) -> None:
    name = stage.people.user("county_approver").username
    visitor = stage.person("villager").open("/sign-in")
    visitor.page.locator("input[name=username]").fill(name)
    visitor.page.locator("input[name=password]").fill(PASSWORD + "x")
    visitor.page.locator("main form button[type=submit]").click()
    visitor.page.wait_for_load_state()
    assert visitor.page.locator("input[name=username]").input_value() == name
    assert visitor.page.locator("input[name=password]").input_value() == ""


def test_the_notice_board_stands_open(stage: Stage) -> None:
    villager = stage.person("villager").open("/")
    assert villager.heading
    villager.follow("English", within="header").follow("中文", within="header")
