"""The television of a village office: it turns its pages by itself, and lives on when the network does not."""

import pytest

from app.core import clock as county_clock
from tests import factories
from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey


def test_the_screen_lives_through_a_day_without_network(stage: Stage) -> None:
    notice = factories.a_notice(factories.a_candidate_list(stage.people.village, entries=2))
    stage.settle()
    page = stage.person("villager").page
    screen = f"{stage.address}/board/{stage.people.village.code}"
    if not stage.script:
        page.goto(screen)
        assert page.locator(".slide").count() == page.locator(".slide:visible").count() == 2
        return
    page.clock.install(time=county_clock.now())
    page.goto(screen)
    page.clock.run_for(2_000)
    page.wait_for_function("caches.open('board').then(kept => kept.keys()).then(keys => keys.length >= 5)")
    assert page.locator(".slide:visible").count() == 1
    stage.line_is_cut = True
    page.context.set_offline(True)
    page.clock.fast_forward("20:00:00")
    page.clock.run_for(2_000)
    assert page.locator(".slide-rows").count() == 1
    # the line is tried in earnest, beside the page's own clock
    page.locator("#board-alone").wait_for(state="visible")
    assert str((notice.last_day - county_clock.today()).days) in page.locator(".left").inner_text()
    page.clock.fast_forward("20:00:00")
    page.clock.run_for(2_000)
    assert page.locator(".slide-rows").count() == 0
    assert page.locator(".size").is_visible()
    page.goto(screen)
    assert "No network" in page.content(), (
        "what was kept is long over for the worker, whose clock is the real one"
    )
