"""Two years of funds side by side: the older one goes on until it is finished, also once it is closed."""

import datetime as dt

from app.core.db import db
from app.domain.projects import queries
from app.domain.projects.models import Project, ProjectState
from app.domain.rounds.models import Round, RoundState
from tests import factories
from tests.people import People

S = ProjectState


def two_years() -> tuple[Round, Round]:
    return factories.a_fund_year(year=2025), factories.a_fund_year(year=2026)


def a_proposed(round_: Round, name: str) -> Project:
    return factories.a_project(round_=round_, state=S.PROPOSED, name_zh=name)


def test_a_notice_is_issued_for_a_project_of_the_older_year(people: People) -> None:
    older, newer = two_years()
    old, new = a_proposed(older, "旧年度的路"), a_proposed(newer, "新年度的路")
    officer = people.browser("village_officer")
    shown = officer.get("projects.show", number=old.number)
    page = officer.get(shown.links["项目库公示"])
    assert "旧年度的路" in page.text
    assert "新年度的路" not in page.text
    officer.send(hang_on="2026-05-11")
    (notice,) = queries.list_notices_of(old)
    assert notice.round_id == older.id
    assert not queries.list_notices_of(new)


def test_without_a_project_the_year_is_chosen_and_the_newest_is_offered_first(people: People) -> None:
    older, newer = two_years()
    a_proposed(older, "旧年度的路")
    a_proposed(newer, "新年度的路")
    officer = people.browser("village_officer")
    page = officer.get("projects.publish", kind="project_library")
    assert page.texts("#year option[selected]") == [newer.name_zh]
    assert "新年度的路" in page.text
    page = officer.get("projects.publish", kind="project_library", year=older.code)
    assert page.texts("#year option[selected]") == [older.name_zh]
    assert "旧年度的路" in page.text
    assert "新年度的路" not in page.text


def test_a_project_of_a_closed_year_is_still_shown_to_the_end(people: People) -> None:
    older, _newer = two_years()
    older.state, older.closed_on = RoundState.CLOSED, dt.date(2026, 1, 5)
    done = factories.a_project(round_=older, state=S.ACCEPTED)
    db.session.commit()
    township = people.browser("township_reviewer")
    page = township.get(township.get("projects.show", number=done.number).links["项目完工公示"])
    assert page.texts("#year option[selected]") == [older.name_zh]
    assert done.name_zh in page.text


def test_a_project_is_begun_in_the_year_that_was_looked_at(people: People) -> None:
    older, _newer = two_years()
    officer = people.browser("village_officer")
    officer.get(officer.get("projects.index", year=older.code).links["新建项目"])
    officer.send(kind="road", name_zh="补报的路")
    officer.follow()
    assert [one.round_id for one in queries.list_projects()] == [older.id]


def test_the_desk_counts_year_by_year(people: People) -> None:
    older, newer = two_years()
    for round_ in (older, newer, newer):
        factories.a_project(round_=round_, state=S.TOWNSHIP_CHECK)
    township = people.browser("township_reviewer")
    page = township.get("desk.index")
    assert "2025年：1个项目等乡镇审核" in page.text
    assert "2026年：2个项目等乡镇审核" in page.text
    found = township.get(page.links["2025年：1个项目等乡镇审核"])
    assert len(found.select("tbody tr")) == 1
