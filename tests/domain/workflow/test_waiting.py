"""Who qualifies and waits in a village, by reason: counted for everybody, on the way in and on the way out."""

import pytest

from app.core import clock
from app.core.db import db
from app.domain.applications.models import ApplicationState as S
from app.domain.applications.models import Comparison, ComparisonResult
from app.domain.rounds.models import Quota
from app.domain.workflow.waiting import list_waiting
from tests import factories
from tests.browser import Browser, watched
from tests.domain.exits.story import WayOut

LINE = {"year": 2025, "purpose": "identification", "amount_yuan": 2_800, "document": "样例"}


@pytest.fixture
def round_(people, clock):
    asked = {"income_lines": [LINE], "home_visit_required": True, "comparison_required": True}
    return factories.a_round(policy=asked)


def applied(village, round_, state=S.FILED, *, per_head=200_000, visited=False, compared=None, people=3):
    application = factories.an_application(
        factories.a_household(village, members=people), round_=round_, state=state
    )
    application.per_head_fen, application.people = per_head, people
    if visited:
        factories.a_visit(application)
    if compared is not None:
        given = {"compared_on": clock.today(), "result": compared, "recorded_at": clock.now()}
        db.session.add(Comparison(application_id=application.id, **given))
    db.session.flush()
    return application


def reasons(waiting):
    return {one.label: (one.households, one.people) for one in waiting.reasons}


def test_applicants_at_the_line_wait_for_what_comes_next(people, round_):
    village, no_hit = people.village, ComparisonResult.NO_HIT
    applied(village, round_)
    applied(village, round_, visited=True, people=2)
    applied(village, round_, S.COMPARED, visited=True, compared=ComparisonResult.HIT)
    applied(village, round_, S.COMPARED, visited=True, compared=no_hit)
    applied(village, round_, S.PASSED)
    applied(village, round_, S.LEFT_OUT)
    applied(village, round_, S.LISTED, people=4)
    applied(village, round_, S.REJECTED)
    applied(village, round_, per_head=900_000)
    applied(village, round_, S.WITHDRAWN)
    applied(people.other_village, round_)
    db.session.add(
        Quota(round=round_, village=village, population=900, planned_incidence="0.1", quota_people=90)
    )
    db.session.flush()
    (found,) = list_waiting(village)
    assert reasons(found) == {
        "the home has not been visited yet": (1, 3),
        "the departments' records have not been compared yet": (1, 2),
        "the records say something that is still to be explained": (1, 3),
        "the villagers' meeting has not voted yet": (1, 3),
        "passed by the meeting; the village has not put it on its list yet": (1, 3),
        "the villagers' meeting did not pass it": (1, 3),
        "passed by the meeting, but left out of the list of this round": (1, 3),
        "on the list; notices and reviews are under way": (1, 4),
    }
    assert (found.households, found.people, found.quota, found.listed) == (8, 24, 90, 4)


def test_without_a_line_nobody_is_said_to_qualify(people, clock):
    factories.a_round(policy={"income_lines": []})
    assert list_waiting(people.village) == []


def test_whoever_may_leave_waits_for_its_reasons(db, people, clock):
    story = WayOut(people, clock)
    households = story.register(3)
    story.propose(households[1:]).check(story.proposed[:1])
    found = [one for one in list_waiting(people.village) if one.round.is_exit]
    assert [reasons(one) for one in found] == [
        {
            "Nobody has proposed it yet": (1, 3),
            "Committee and work team have not checked it yet": (1, 3),
            "The household has not signed yet": (1, 3),
        }
    ]


def test_the_villages_page_counts_them_and_names_nobody(people, round_, browser: Browser):
    application = applied(people.village, round_)
    page = browser.get(f"/villages/{people.village.code}")
    assert "还没有入户核查：1户，3人" in page.text
    assert application.household.head_name not in page.text
    with watched(is_reading=True) as few:
        browser.get(f"/villages/{people.village.code}")
    for _ in range(4):
        applied(people.village, round_)
    with watched(is_reading=True) as many:
        browser.get(f"/villages/{people.village.code}")
    assert len(many) <= len(few)
