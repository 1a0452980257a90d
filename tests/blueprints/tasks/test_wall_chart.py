"""The wall chart: the same picture on the page, on the screen of the office, and on A3."""

import pytest
from pypdfium2 import PdfDocument

from app.blueprints.tasks.chart import chart_of
from app.core.db import db
from app.documents.wall_boards import SHEETS_OF_BOARDS
from app.documents.wall_chart import MOST_COLUMNS, wall_chart_pdf
from app.domain.officials.models import Post
from app.domain.projects.models import ProjectState
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
    address = f"/wall-chart/{people.township.code}.pdf?board=tasks&board=nothing"
    data = people.browser("township_reviewer").get(address).response.data
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


def test_altogether_is_that_of_the_area_not_of_all_that_the_reader_sees(
    people: People, round_: Round
) -> None:
    task = factories.a_task({people.village: 10, people.far_village: 10}, round_=round_, title_zh="全县的事")
    db.session.refresh(task)
    factories.a_task_report(task.shares[0], 10)
    county = people.browser("county_approver")
    rows = {
        code: " ".join(page.texts(".wc-table tbody tr"))
        for code in (people.county.code, people.township.code)
        if (page := county.get("tasks.chart", code=code))
    }
    assert "10/20户" in rows[people.county.code]
    assert "10/10户" in rows[people.township.code]


def everything(people: People, round_: Round) -> None:
    """Something for each board."""
    leader = factories.an_official(people.township, post=Post.TOWNSHIP, name="田桂芳", title="镇长")
    assert leader.id
    factories.a_village_post(people.village, name="王文斌", unit_name="市财政局")
    unit = factories.a_helping_unit(people.township, name="市教育局", village=people.other_village)
    household = factories.a_registered(people.village, round_=round_, main_cause="illness")
    factories.a_pairing(household, factories.a_helper(unit))
    factories.a_measure(household)
    left = factories.a_registered(people.other_village, round_=round_)
    factories.an_exit(left)
    factories.an_application(factories.a_household(people.village), round_=round_)
    year = factories.the_fund_year()
    project = factories.a_project(
        people.village, state=ProjectState.UNDER_WAY, round_=year, name_zh="村路硬化"
    )
    assert project.places


def test_every_board_is_filled_from_the_rooms_and_leads_to_its_rows(people: People, round_: Round) -> None:
    everything(people, round_)
    page = people.browser("township_reviewer").get("tasks.chart", code=people.township.code)
    said = dict(zip(page.texts(".wb-board h2"), page.texts(".wb-board"), strict=True))
    assert list(said) == [
        "作战示意图",
        "组织体系",
        "项目进度",
        "帮扶单位和责任人",
        "识别与动态",
        "五个一批",
        "致贫原因",
    ]
    assert "镇长 田桂芳" in said["组织体系"]
    assert "王文斌（市财政局）" in said["组织体系"]
    assert "市教育局" in said["组织体系"]
    assert "村路硬化" in said["项目进度"]
    assert "发展生产脱贫131012,000" in said["五个一批"]
    assert "合计100000111" in said["识别与动态"]
    assert "因病1100" in said["致贫原因"]
    assert [tile.get("href") for tile in page.select(".wb-map a")] == [
        f"/tasks/places/{area.code}?year=2026" for area in (people.village, people.other_village)
    ]
    browser = people.browser("township_reviewer")
    for address in {str(link.get("href")) for link in page.select(".wb-board a[href]")}:
        browser.get(address)


def test_the_screen_shows_sheet_by_sheet_and_turns(people: People) -> None:
    browser = people.browser("supervisor")
    page = browser.get(f"/wall-chart/{people.township.code}/screen?sheet=2&turn=1")
    (refresh,) = page.select("meta[http-equiv=refresh]")
    seconds, address = refresh.get("content").split(";url=")
    assert int(seconds) < 60
    assert "sheet=3" in address
    assert "turn=1" in address
    assert page.select(".wb-map")
    assert not page.select(".wc-table, .wb-map a")
    last = browser.get(f"/wall-chart/{people.township.code}/screen?sheet={len(SHEETS_OF_BOARDS)}&turn=1")
    assert "sheet=1&" in last.select("meta[http-equiv=refresh]")[0].get("content")
    for odd in ("0", "99", "x"):
        assert browser.get(f"/wall-chart/{people.township.code}/screen?sheet={odd}").select(".wc-table")


def test_the_boards_that_were_chosen_are_printed(people: People, round_: Round) -> None:
    everything(people, round_)
    browser = people.browser("township_reviewer")
    data = browser.get(f"/wall-chart/{people.township.code}.pdf?board=map&board=ways&lang=en").response.data
    with PdfDocument(data) as paper:
        texts = [page.get_textpage().get_text_bounded() for page in paper]
    assert len(texts) == 2
    assert "not to scale" in texts[0]
    assert "by production" in texts[1]


def test_more_places_take_no_more_statements(people: People, round_: Round) -> None:
    everything(people, round_)
    county = people.browser("county_approver")
    address = f"/wall-chart/{people.county.code}"
    county.get(address)
    before = len(county.get(address).statements)
    for _ in range(4):
        village = factories.a_village(people.township)
        factories.a_task({village: 10}, round_=round_)
        factories.a_village_post(village)
        household = factories.a_registered(village, round_=round_)
        unit = factories.a_helping_unit(people.township, village=village)
        factories.a_pairing(household, factories.a_helper(unit))
    assert len(county.get(address).statements) == before
