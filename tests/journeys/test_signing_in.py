"""An officer comes to work, looks around, and leaves; a villager walks past the same doors."""

import pytest

from tests.conftest import SetClock
from tests.factories import PASSWORD
from tests.journeys.person import said
from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_an_officer_comes_and_goes(stage: Stage) -> None:
    officer = stage.person("village_officer")
    assert officer.heading == said("Today")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("Enter")
    assert officer.page.evaluate("document.activeElement.id") == "main", "the skip link leads elsewhere"
    officer.follow("Basics", within="nav").follow("Rounds", within="nav")
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


def test_a_form_sent_after_the_session_ended_leads_back_to_it(stage: Stage, clock: SetClock) -> None:
    administrator = stage.person("administrator").open("/accounts/new")
    clock.move(hours=3)
    stage.settle()
    administrator.page.locator("main form button[type=submit]").click()
    administrator.page.wait_for_url("**/sign-in?**")
    administrator.sign_in(stage.people.user("administrator").username)
    assert administrator.path == "/accounts/new"


def test_the_notice_board_stands_open(stage: Stage) -> None:
    villager = stage.person("villager").open("/")
    assert villager.heading
    villager.follow("EN", within="header").follow("中文", within="header")
