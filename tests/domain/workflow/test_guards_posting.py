"""Why a list does not go on while its notice hangs: each reason names what is missing."""

import pytest

from app.core.machine import Attempt
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice, NoticeKind
from app.domain.sheets import service as sheets
from app.domain.workflow.guards import period_is_over
from tests import factories
from tests.conftest import SetClock
from tests.people import People

STRICT = {"posting_proof": "code", "end_photographs_required": True}


@pytest.fixture
def notice(people: People) -> Notice:
    factories.a_round(factories.a_policy(area=people.county), policy=STRICT)
    listed = factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE)
    return factories.a_notice(listed, posted=False)


def reasons(people: People, candidate_list: CandidateList) -> list[str]:
    attempt = Attempt(candidate_list, people.actor("village_officer"))
    return [str(one) for one in period_is_over(NoticeKind.FIRST_NOTICE)(attempt)]


def test_each_reason_names_what_is_missing(people: People, notice: Notice, clock: SetClock) -> None:
    listed, officer = notice.candidate_list, people.actor("village_officer")
    sheet = factories.a_sheet(notice)
    place = sheet.place.name.in_("en")
    sheets.submit(actor=officer, taken=factories.a_taken(), sheet=sheet)
    few, waiting = reasons(people, listed)
    assert "It hangs at 0 so far" in few
    assert place in waiting
    sheets.submit(actor=officer, taken=factories.a_taken(sheet), sheet=sheet)
    (runs,) = reasons(people, listed)
    assert "runs until" in runs
    clock.move(days=1)
    gap = factories.a_gap(notice.postings[0])
    (still,) = reasons(people, listed)
    assert place in still
    assert "not counted" in still
    gap.rehung_on = clock.today
    clock.set(notice_queries.running_period(notice).last_day)
    clock.move(days=1)
    (end,) = reasons(people, listed)
    assert "end photographs still missing: 1" in end
    assert place in end
    sheets.submit(actor=officer, taken=factories.a_taken(sheet), sheet=sheet)
    assert reasons(people, listed) == []
