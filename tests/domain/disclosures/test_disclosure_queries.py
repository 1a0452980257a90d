"""A village's year: the calendar, matters, quarterly disclosures, and projects whose notices count by themselves."""

import datetime as dt
from typing import Any

import pytest

from app.domain.articles.models import ArticleKind, ArticleState
from app.domain.disclosures import queries
from app.domain.disclosures.queries import Year
from app.domain.disclosures.rules import Due, Status
from app.domain.notices.models import NoticeKind
from app.domain.projects.models import MilestoneKind, ProjectState
from app.domain.rounds.models import Round
from app.domain.workflow.projects import take_project_step
from tests import factories
from tests.browser import watched
from tests.people import People

D = dt.date
POLICY = {
    "village_finance_months": 3,
    "village_finance_day": 15,
    "major_matter_days": 5,
    "project_notice_days": 10,
}


@pytest.fixture
def round_(people: People) -> Round:
    """The year 2026 of the county, opened in January; today is 11 May."""
    return factories.a_fund_year(policy=POLICY, opened_on=D(2026, 1, 10))


def year_of(people: People, round_: Round) -> Year:
    return queries.load_year(people.village, round_)


def status(year: Year, key: str) -> Status:
    return year.get_due(key).status(D(2026, 5, 11))


def of_item(year: Year, code: str) -> Due:
    return next(due for due in year.dues if due.item.code == code)


def test_quarters_are_late_until_recorded_and_the_running_one_comes(people: People, round_: Round) -> None:
    year = year_of(people, round_)
    assert status(year, "accounts.2026-Q1") is Status.LATE
    assert status(year, "accounts.2026-Q2") is Status.COMING
    factories.a_disclosure(people.village, period="2026-Q1", published_on=D(2026, 4, 14))
    year = year_of(people, round_)
    assert status(year, "accounts.2026-Q1") is Status.DONE
    assert status(year, "affairs.2026-Q1") is Status.LATE
    assert (year.counts.done, year.counts.late) == (1, 1)
    other = queries.load_year(people.other_village, round_)
    assert status(other, "accounts.2026-Q1") is Status.LATE


def test_the_quarterly_disclosure_among_the_articles_counts(people: People, round_: Round) -> None:
    article = factories.an_article(
        people.village, kind=ArticleKind.VILLAGE_AFFAIRS, year=2026, quarter=1, appears_on=D(2026, 4, 20)
    )
    year = year_of(people, round_)
    assert status(year, "accounts.2026-Q1") is Status.DONE_LATE
    assert of_item(year, "affairs").evidence.article == article.number
    article.state = ArticleState.DRAFT
    assert status(year_of(people, round_), "accounts.2026-Q1") is Status.LATE


def test_a_withdrawn_article_shows_nothing_any_more(people: People, round_: Round, clock: Any) -> None:
    article = factories.an_article(people.village)
    factories.a_disclosure(people.village, period="2026-Q1", article=article)
    assert year_of(people, round_).get_due("accounts.2026-Q1").evidence is not None
    article.state, article.withdrawn_at = ArticleState.WITHDRAWN, clock.now
    assert year_of(people, round_).get_due("accounts.2026-Q1").evidence is None


def test_a_matter_is_due_from_the_day_it_came_about(people: People, round_: Round) -> None:
    matter = factories.a_matter(people.village, came_on=D(2026, 5, 6))
    key = f"matter.{matter.id}"
    assert status(year_of(people, round_), key) is Status.DUE
    factories.a_disclosure(matter=matter, published_on=D(2026, 5, 7))
    assert status(year_of(people, round_), key) is Status.DONE


def a_project_under_way(people: People, **given: Any) -> Any:
    project = factories.a_project(people.village, state=ProjectState.PLANNED, **given)
    factories.a_project_meeting(project, held_on=D(2026, 3, 2))
    factories.a_milestone(project, MilestoneKind.PLAN, on=D(2026, 4, 1))
    return project


def test_stages_of_a_project_are_done_by_their_notices(people: People, round_: Round) -> None:
    project = a_project_under_way(people)
    year = year_of(people, round_)
    assert of_item(year, "library").since == D(2026, 3, 2)
    assert status(year, f"library.{project.number}") is Status.LATE
    assert status(year, f"start.{project.number}") is Status.LATE
    with pytest.raises(StopIteration):
        of_item(year, "completion")
    notice = factories.a_fund_notice(NoticeKind.PROJECT_LIBRARY, people.village)
    factories.a_project_notice(project, notice)
    found = year_of(people, round_).get_due(f"library.{project.number}")
    assert found.evidence is not None
    assert found.evidence.notice == notice.number
    assert not found.is_by_hand


def test_a_later_meeting_moves_no_day(people: People, round_: Round, clock: Any) -> None:
    project = factories.a_project(people.village)
    for day, votes in ((D(2026, 3, 2), 33), (D(2026, 3, 9), 33), (D(2026, 3, 12), 5)):
        minutes = factories.an_attachment(people.village)
        factories.a_project_meeting(project, held_on=day, in_favour=votes, minutes=minutes)
    take_project_step(project=project, step="propose", actor=people.actor("village_officer"))
    clock.set(D(2026, 6, 1))
    factories.a_project_meeting(project, held_on=D(2026, 5, 30), decision_zh="由清河公司施工。")
    assert of_item(year_of(people, round_), "library").since == D(2026, 3, 9)


def test_a_notice_counts_for_the_villages_below_it_and_not_beside_it(people: People, round_: Round) -> None:
    places = {people.village: 1_000, people.other_village: 1_000}
    project = factories.a_project(people.township, state=ProjectState.PLANNED, places=places)
    beside = factories.a_fund_notice(NoticeKind.PROJECT_LIBRARY, people.other_village)
    factories.a_project_notice(project, beside)
    key = f"library.{project.number}"
    first, second = queries.load_years([people.village, people.other_village], round_)
    assert first.get_due(key).evidence is None
    assert second.get_due(key).evidence is not None
    township = factories.a_fund_notice(NoticeKind.PROJECT_LIBRARY, people.township, posted=False)
    factories.a_project_notice(project, township)
    assert year_of(people, round_).get_due(key).evidence is not None


def test_each_paid_roll_asks_for_its_own_notice(people: People, round_: Round) -> None:
    project = factories.a_project(people.village, state=ProjectState.PLANNED)
    account = factories.an_allocation(project.places[0])
    first, second = (factories.a_roll(account.place) for _ in range(2))
    for roll in (first, second):
        factories.a_payment(account, roll=roll, on=D(2026, 4, 1))
    year = year_of(people, round_)
    assert status(year, f"beneficiaries.{first.number}") is Status.LATE
    facts = factories.facts_for(NoticeKind.BENEFICIARIES)
    facts["roll"]["number"] = second.number
    notice = factories.a_fund_notice(NoticeKind.BENEFICIARIES, people.village, facts)
    factories.a_project_notice(project, notice)
    year = year_of(people, round_)
    assert year.get_due(f"beneficiaries.{first.number}").evidence is None
    assert year.get_due(f"beneficiaries.{second.number}").evidence is not None


def test_a_township_takes_as_many_statements_as_a_village(people: People, round_: Round) -> None:
    a_project_under_way(people)
    villages = [people.village]
    with watched(is_reading=True) as one:
        queries.load_years(villages, round_)
    villages += [factories.a_village(people.township) for _ in range(5)]
    for village in villages:
        factories.a_matter(village)
        factories.a_project(village, state=ProjectState.PLANNED)
    with watched(is_reading=True) as many:
        queries.load_years(villages, round_)
    assert len(many) == len(one)
