"""A list before the township, its first notice hung and over, the county's value not recorded yet."""

import datetime as dt

import pytest

from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.reviews.models import ReviewLevel
from tests import factories

DAY = dt.timedelta(days=1)
TOWNSHIP = ReviewLevel.TOWNSHIP


@pytest.fixture
def listed(db, people, clock) -> CandidateList:
    year = {"reference_from": dt.date(2013, 1, 1), "reference_until": dt.date(2013, 12, 31)}
    round_ = factories.a_round(**year)
    issued = clock.today - 10 * DAY
    drawn_up = factories.a_candidate_list(
        people.village, entries=20, state=ListState.TOWNSHIP_REVIEW, round_=round_
    )
    factories.a_notice(drawn_up, hang_on=issued)
    return drawn_up


@pytest.fixture
def reviewer(people):
    return people.actor("township_reviewer")
