"""The wall chart: the same picture on the page, on the screen of the office, and on A3."""

import pytest
from pypdfium2 import PdfDocument

from app.blueprints.tasks.chart import chart_of
from app.core.db import db
from app.documents.wall_chart import MOST_COLUMNS, wall_chart_pdf
from app.domain.rounds.models import Round
from app.domain.tasks.models import TaskShare
from tests import factories
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round()


@pytest.fixture(autouse=True)
def two_tasks(people: People, round_: Round) -> None:
    both = {people.village: 10, people.other_village: 10}
    task = factories.a_task(both, round_=round_)
    factories.a_task_report(db.session.query(TaskShare).filter_by(task_id=task.id).first(), 7)
    factories.a_task({people.far_village: 10}, round_=round_, title_zh="别镇的事")


def test_a_township_by_villages(people: People) -> None:
    browser = people.browser("township_reviewer")
    assert browser.get("tasks.chart_index", expect=303).location.split("?")[0].endswith(people.township.code)
    page = browser.get("tasks.chart", code=people.township.code)
    assert list(page.texts(".wc-place")) == [people.village.name_zh, people.other_village.name_zh]
    assert len(page.select(".wc-table tbody tr")) == 1
    assert "70%" in page.text
    assert "别镇的事" not in page.text
    assert page.select(f".wc-cell a[href*='{people.village.code}']")


def test_a_county_by_townships(people: People) -> None:
    page = people.browser("county_approver").get("tasks.chart", code=people.county.code)
    assert list(page.texts(".wc-place")) == [people.township.name_zh, people.other_township.name_zh]
    assert len(page.select(".wc-table tbody tr")) == 2


def test_the_screen_asks_for_itself_anew_and_leads_nowhere(people: People) -> None:
    page = people.browser("supervisor").get("tasks.screen", code=people.township.code)
    assert page.select("meta[http-equiv=refresh]")
    assert not page.select(".wc-table a")
    assert "70%" in page.text


def test_a_village_sees_its_own_column_only(people: People) -> None:
    officer = people.browser("village_officer")
    officer.get("tasks.chart", code=people.township.code, expect=403)
    officer.get("tasks.chart", code=people.other_village.code, expect=404)
    page = officer.get("tasks.chart", code=people.village.code)
    assert list(page.texts(".wc-place")) == [people.village.name_zh]


def test_the_paper_is_one_sheet_of_a3_lying(people: People) -> None:
    data = (
        people.browser("township_reviewer").get("tasks.chart_paper", code=people.township.code).response.data
    )
    with PdfDocument(data) as paper:
        assert len(paper) == 1
        width, height = paper[0].get_size()
        text = paper[0].get_textpage().get_text_bounded()
    assert (round(width), round(height)) == (1191, 842)
    assert "冬前危房排查" in text
    assert "70%" in text


def test_many_places_are_spread_over_sheets(people: People, app) -> None:
    for _ in range(MOST_COLUMNS):
        factories.a_village(people.township)
    with app.test_request_context():
        chart = chart_of(people.actor("township_reviewer"), people.township, 2026, linked=False)
    parts = chart.parts()
    assert [len(part.columns) for part in parts] == [MOST_COLUMNS, 2]
    assert [len(part.rows[0].cells) for part in parts] == [MOST_COLUMNS, 2]
    assert wall_chart_pdf
