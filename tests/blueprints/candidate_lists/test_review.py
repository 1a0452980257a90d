"""Reviewing a list: the sample, home checks, keep all but, one by one, and who may not decide."""

import datetime as dt

import pytest

from app.core.db import db as database
from app.domain.applications.models import HomeVisit
from app.domain.candidate_lists.models import CandidateList
from app.domain.reviews import draws, queries
from app.domain.reviews.models import DecisionOutcome, ReviewLevel, Sample
from tests import factories
from tests.blueprints.candidate_lists.village import Village
from tests.blueprints.handed_in import a_photo
from tests.browser import Browser
from tests.people import People

TOWNSHIP = ReviewLevel.TOWNSHIP


@pytest.fixture
def listed(village: Village) -> CandidateList:
    return village.under_review(5)


@pytest.fixture
def reviewer(people: People, listed: CandidateList) -> Browser:
    return people.browser("township_reviewer")


def decisions(listed: CandidateList) -> dict[int, DecisionOutcome]:
    database.session.expire_all()
    return {entry: made.outcome for entry, made in queries.standing_decisions(listed.id, TOWNSHIP).items()}


def visit_of(application_id: int, visitors: list[dict[str, object]], recorded_by_id: int) -> HomeVisit:
    return HomeVisit(
        application_id=application_id,
        visited_on=dt.date(2026, 5, 11),
        visitors=visitors,
        findings="属实",
        recorded_by_id=recorded_by_id,
    )


def test_keep_all_but_the_exceptions_with_their_reasons(
    reviewer: Browser, listed: CandidateList, village: Village
) -> None:
    first, second, *others = village.entries(listed)
    reviewer.get("candidate_lists.review", list_id=listed.id)
    reviewer.send(
        understood="y",
        **{
            f"outcome-{first.id}": "remove",
            f"reason-{first.id}": "收入超过标准",
            f"outcome-{second.id}": "return",
            f"reason-{second.id}": "人口数有误",
        },
    )
    assert "保留3户，未保留2户" in reviewer.follow().text
    assert decisions(listed) == {
        first.id: DecisionOutcome.REMOVE,
        second.id: DecisionOutcome.RETURN,
        **{entry.id: DecisionOutcome.KEEP for entry in others},
    }
    page = reviewer.get("candidate_lists.review", list_id=listed.id)
    assert page.select(f"#reason-{first.id}")[0].get("value") == "收入超过标准"


def test_an_exception_without_a_reason_keeps_every_word(
    reviewer: Browser, listed: CandidateList, village: Village
) -> None:
    first, second, third, *_rest = village.entries(listed)
    reviewer.get("candidate_lists.review", list_id=listed.id)
    page = reviewer.send(
        understood="y",
        expect=422,
        **{
            f"outcome-{first.id}": "remove",
            f"reason-{first.id}": "收入超过标准",
            f"outcome-{second.id}": "remove",
            f"outcome-{third.id}": "return",
            f"reason-{third.id}": " ",
        },
    )
    assert page.select(f"#reason-{first.id}")[0].get("value") == "收入超过标准"
    assert page.texts(f"#fault-{second.id}") == ["移出或者退回农户，必须写明理由。"]
    assert page.texts(f"#fault-{third.id}") == ["移出或者退回农户，必须写明理由。"]
    assert not page.select(f"#fault-{first.id}")
    assert page.select(f"select[name=outcome-{second.id}] option[selected]")[0].get("value") == "remove"
    assert decisions(listed) == {}


def test_nobody_decides_without_having_looked(reviewer: Browser, listed: CandidateList) -> None:
    reviewer.get("candidate_lists.review", list_id=listed.id)
    page = reviewer.send(expect=422)
    assert page.faults
    assert decisions(listed) == {}


def test_the_sample_is_drawn_once_whoever_draws_and_however_often(
    reviewer: Browser, listed: CandidateList, people: People
) -> None:
    reviewer.get("candidate_lists.sample", list_id=listed.id, expect=303)
    reviewer.follow()
    reviewer.send()
    drawn = draws.find_sample(listed, TOWNSHIP)
    assert drawn is not None
    names = reviewer.follow().texts(".check-card h3 a")
    assert names
    second = people.browser("second_township_reviewer")
    second.post("samples.show", list_id=listed.id, level="township")
    assert second.follow().texts(".check-card h3 a") == names
    assert factories.how_many(Sample) == 1


def test_a_home_check_that_disagrees_asks_for_a_reason_to_keep(
    reviewer: Browser, listed: CandidateList, people: People
) -> None:
    reviewer.post("samples.show", list_id=listed.id, level="township")
    drawn = draws.find_sample(listed, TOWNSHIP)
    assert drawn is not None
    (entry_id, *_others) = drawn.entry_ids
    address = {"list_id": listed.id, "entry_id": entry_id}
    reviewer.get("candidate_lists.home_check", **address, expect=303)
    reviewer.follow()
    page = reviewer.send(checkers="甲某", findings="有两层楼房", agrees="no", expect=422)
    assert any("至少要有2人" in fault for fault in page.faults)
    assert "有两层楼房" in page.html
    reviewer.send(checkers="甲某、乙某", findings="有两层楼房", agrees="no", sheet=a_photo())
    assert "不符" in reviewer.follow().text
    reviewer.get("candidate_lists.review", list_id=listed.id)
    page = reviewer.send(understood="y", expect=422)
    assert "仍要保留的必须写明理由" in page.texts(f"#fault-{entry_id}")[0]
    reviewer.send(understood="y", **{f"reason-{entry_id}": "楼房是借住的"})
    assert decisions(listed)[entry_id] is DecisionOutcome.KEEP
    other = next(entry.id for entry in listed.entries if entry.id not in drawn.entry_ids)
    reviewer.get("samples.check", sample_id=drawn.id, entry_id=other, expect=409)


def test_one_entry_is_decided_and_decided_anew(
    reviewer: Browser, listed: CandidateList, village: Village
) -> None:
    entry = village.entries(listed)[0]
    reviewer.get("candidate_lists.decide", list_id=listed.id, entry_id=entry.id)
    page = reviewer.send(outcome="remove", expect=422)
    assert any("必须写明理由" in fault for fault in page.faults)
    reviewer.send(outcome="remove", reason="收入超过标准")
    assert decisions(listed) == {entry.id: DecisionOutcome.REMOVE}
    reviewer.get("candidate_lists.decide", list_id=listed.id, entry_id=entry.id)
    reviewer.send(outcome="keep", reason="")
    assert decisions(listed) == {entry.id: DecisionOutcome.KEEP}
    reviewer.get("candidate_lists.decide", list_id=listed.id + 1, entry_id=entry.id, expect=404)


def test_whoever_visited_leaves_the_household_to_somebody_else(
    reviewer: Browser, listed: CandidateList, village: Village, people: People
) -> None:
    entry = village.entries(listed)[0]
    somebody = people.user("township_reviewer")
    factories.add(
        visit_of(entry.application_id, [{"name": somebody.name, "user_id": somebody.id}], somebody.id)
    )
    page = reviewer.get("candidate_lists.decide", list_id=listed.id, entry_id=entry.id)
    page = reviewer.send(outcome="keep", expect=409)
    assert "您本人入户核查过该户" in page.text
    page = reviewer.get("candidate_lists.review", list_id=listed.id)
    assert f"outcome-{entry.id}" not in page.html
    reviewer.send(understood="y")
    assert "另有1户" in reviewer.follow().text
    assert set(decisions(listed)) == {other.id for other in village.entries(listed)} - {entry.id}
    crafted = {"understood": "y", f"outcome-{entry.id}": "remove", f"reason-{entry.id}": "不符"}
    reviewer.post("candidate_lists.review", crafted, list_id=listed.id, expect=409)
    second = people.browser("second_township_reviewer")
    second.get("candidate_lists.decide", list_id=listed.id, entry_id=entry.id)
    second.send(outcome="keep")
    assert len(decisions(listed)) == 5


def test_whoever_chaired_the_meeting_decides_on_none_of_it(village: Village, people: People) -> None:
    chair = people.user("township_reviewer")
    listed = village.under_review(2, chair_id=chair.id, chair_name=chair.name)
    browser = people.browser("township_reviewer")
    page = browser.post("candidate_lists.review", {"understood": "y"}, list_id=listed.id, expect=409)
    assert "您主持过该户的民主评议" in page.text


def test_others_look_at_the_review_and_decide_nothing(listed: CandidateList, people: People) -> None:
    for who in ("village_officer", "county_approver", "supervisor"):
        browser = people.browser(who)
        page = browser.get("candidate_lists.review", list_id=listed.id)
        assert "outcome-" not in page.html
        browser.post("candidate_lists.review", {"understood": "y"}, list_id=listed.id, expect=403)
        browser.post("samples.show", list_id=listed.id, level="township", expect=403)
    people.browser("other_township_reviewer").get("candidate_lists.review", list_id=listed.id, expect=404)


def test_a_list_that_nobody_reviews_has_no_review(village: Village, people: People) -> None:
    drawn_up = village.draw_up()
    browser = people.browser("township_reviewer")
    for endpoint in ("candidate_lists.review", "candidate_lists.sample"):
        assert "不在审核环节" in browser.get(endpoint, list_id=drawn_up.id, expect=409).text


def test_the_review_asks_the_same_for_any_number_of_entries(reviewer: Browser, listed: CandidateList) -> None:
    reviewer.get("candidate_lists.review", list_id=listed.id)
    few = len(reviewer.get("candidate_lists.review", list_id=listed.id).statements)
    for _ in range(30):
        factories.an_entry(listed)
    assert len(reviewer.get("candidate_lists.review", list_id=listed.id).statements) == few


def test_the_pages_are_complete_in_english(
    reviewer: Browser, listed: CandidateList, village: Village
) -> None:
    reviewer.post("samples.show", list_id=listed.id, level="township")
    drawn = draws.find_sample(listed, TOWNSHIP)
    assert drawn is not None
    reviewer.lang = "en"
    address = {"list_id": listed.id, "lang": "en"}
    reviewer.get("candidate_lists.review", **address)
    reviewer.get("samples.show", level="township", **address)
    reviewer.get("candidate_lists.decide", entry_id=drawn.entry_ids[0], **address)
    reviewer.get("samples.check", sample_id=drawn.id, entry_id=drawn.entry_ids[0], lang="en")
