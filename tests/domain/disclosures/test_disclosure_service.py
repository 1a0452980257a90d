"""Recording what came about and what was published: who may, what is refused, what the history keeps."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.disclosures import queries, service
from app.domain.disclosures.catalogue import ACCOUNTS, BY_CODE
from app.domain.disclosures.models import Disclosure, Matter
from app.domain.disclosures.rules import Due
from app.domain.projects.models import ProjectState
from app.domain.rounds.models import Round
from tests import factories
from tests.people import People

D = dt.date
BOARD = BilingualText("村务公开栏")


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_fund_year(opened_on=D(2026, 1, 10), policy={"village_finance_months": 3})


def a_matter(people: People, who: str = "village_officer", **given: Any) -> Matter:
    values = {
        "village": people.village,
        "item": BY_CODE["decision"],
        "came_on": D(2026, 5, 8),
        "subject": BilingualText("林地承包"),
    } | given
    return service.record_matter(actor=people.actor(who), **values)


def due_of(people: People, round_: Round, key: str = "accounts.2026-Q1") -> Due:
    return queries.load_year(people.village, round_).get_due(key)


def publish(people: People, due: Due, who: str = "village_officer", **given: Any) -> Disclosure:
    values = {"published_on": D(2026, 5, 11), "where": BOARD} | given
    if not {"notice", "article", "paper"} & set(given):
        values["paper"] = factories.an_attachment(people.village)
    return service.record_disclosure(actor=people.actor(who), village=people.village, due=due, **values)


def events() -> list[str]:
    return list(db.session.scalars(sa.select(Event.name).order_by(Event.id)))


def test_a_matter_is_written_down_published_and_taken_back(people: People, round_: Round) -> None:
    matter = a_matter(people)
    disclosure = publish(people, due_of(people, round_, f"matter.{matter.id}"))
    assert disclosure.matter is matter
    with pytest.raises(Refused):
        service.strike_matter(actor=people.actor("village_officer"), matter=matter, reason="写错了。")
    service.take_back_disclosure(
        actor=people.actor("village_officer"), disclosure=disclosure, reason="没有贴。"
    )
    service.strike_matter(actor=people.actor("village_officer"), matter=matter, reason="写错了。")
    assert queries.load_year(people.village, round_).counts.done == 0
    assert events() == ["matter_recorded", "disclosure_recorded", "disclosure_taken_back", "matter_struck"]


@pytest.mark.parametrize("who", ["work_team", "other_village_officer", "other_township_reviewer", "villager"])
def test_others_record_nothing(people: People, round_: Round, who: str) -> None:
    with pytest.raises(Forbidden):
        a_matter(people, who)
    with pytest.raises(Forbidden):
        publish(people, due_of(people, round_), who)
    disclosure = factories.a_disclosure(people.village, period="2026-Q1")
    with pytest.raises(Forbidden):
        service.take_back_disclosure(actor=people.actor(who), disclosure=disclosure, reason="不对。")


def test_the_township_records_for_its_villages(people: People, round_: Round) -> None:
    assert publish(people, due_of(people, round_), "township_reviewer").period == "2026-Q1"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"came_on": D(2026, 5, 12)}, "came_on"),
        ({"came_on": D(2025, 5, 12)}, "came_on"),
        ({"subject": BilingualText("  ")}, "subject_zh"),
        ({"subject": BilingualText("长" * 161)}, "subject_zh"),
        ({"subject": BilingualText("王秀英 13911112222")}, "subject_zh"),
        ({"item": ACCOUNTS}, "item"),
        ({"item": BY_CODE["start"]}, "item"),
    ],
)
def test_a_matter_needs_a_day_of_the_year_words_and_an_entry(
    people: People, round_: Round, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        a_matter(people, **given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"published_on": D(2026, 5, 12)}, "published_on"),
        ({"published_on": D(2026, 3, 30)}, "published_on"),
        ({"paper": None}, "paper"),
        ({"where": BilingualText("")}, "where_zh"),
        ({"where": BilingualText("长" * 121)}, "where_zh"),
    ],
)
def test_a_publication_needs_a_day_a_place_and_something_that_shows_it(
    people: People, round_: Round, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        publish(people, due_of(people, round_), **given)
    assert refused.value.field == field


def test_what_shows_it_must_be_of_this_village(people: People, round_: Round) -> None:
    due = due_of(people, round_)
    with pytest.raises(Invalid, match="article"):
        publish(people, due, article=factories.an_article(people.other_village))
    with pytest.raises(Invalid, match="notice"):
        publish(people, due, notice=factories.a_fund_notice(area=people.other_village))
    article = factories.an_article(people.township)
    assert publish(people, due, article=article, where=BilingualText("")).article is article


def test_it_is_recorded_once(people: People, round_: Round) -> None:
    publish(people, due_of(people, round_))
    with pytest.raises(Conflict):
        publish(people, due_of(people, round_))


def test_what_a_notice_tells_by_itself_is_not_recorded_by_hand(people: People, round_: Round) -> None:
    project = factories.a_project(people.village, state=ProjectState.PLANNED)
    with pytest.raises(Refused):
        publish(people, due_of(people, round_, f"start.{project.number}"))
