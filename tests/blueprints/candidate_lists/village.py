"""A village on its way through a round, moved by the services. No test stands here."""

import datetime as dt
from typing import Any

from app.core.db import db as database
from app.core.permissions import Actor
from app.domain.applications.models import Application
from app.domain.areas.queries import list_posting_places
from app.domain.candidate_lists import queries, service
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import ReviewLevel
from app.domain.workflow import service as workflow
from tests import factories
from tests.conftest import SetClock
from tests.people import People


class Village:
    """Applications that a meeting passed, the list drawn from them, its notices."""

    def __init__(self, people: People, clock: SetClock) -> None:
        self.people, self.clock = people, clock
        self.round = factories.a_round(policy={"comparison_required": False, "posting_places_required": 1})
        self.place = factories.a_posting_place(people.village)

    def actor(self, who: str) -> Actor:
        return self.people.actor(who)

    def passed(self, number: int = 3, **meeting: Any) -> list[Application]:
        """Applications that a confirmed meeting with signed minutes passed."""
        held = factories.a_meeting(
            self.people.village,
            ballots=number,
            round_=self.round,
            minutes_copy_id=factories.an_attachment(self.people.village).id,
            **meeting,
        )
        return [ballot.application for ballot in held.ballots]

    def draw_up(self, number: int = 3, **meeting: Any) -> CandidateList:
        self.passed(number, **meeting)
        return service.draw_up_list(
            actor=self.actor("village_officer"), round_=self.round, village=self.people.village
        )

    def take(self, candidate_list: CandidateList, step: str, who: str, reason: str = "") -> None:
        workflow.take_step(candidate_list=candidate_list, step=step, actor=self.actor(who), reason=reason)

    def notice(self, candidate_list: CandidateList, kind: NoticeKind) -> Notice:
        found = notice_queries.find_own_notice(candidate_list.id, kind)
        assert found is not None
        return found

    def hang(self, notice: Notice) -> None:
        for place in list_posting_places(self.people.village.id):
            notices.record_posting(
                actor=self.actor("village_officer"),
                notice=notice,
                place=place,
                posted_on=self.clock.today,
                photo=factories.an_attachment(self.people.village),
            )
        database.session.flush()

    def wait_out(self, notice: Notice) -> None:
        self.clock.set(notice_queries.running_period(notice).last_day + dt.timedelta(days=1))

    def under_review(self, number: int = 3, **meeting: Any) -> CandidateList:
        """A list before the township, its first notice hung and over."""
        listed = self.draw_up(number, **meeting)
        self.take(listed, "publish_first_notice", "village_officer")
        notice = self.notice(listed, NoticeKind.FIRST_NOTICE)
        self.hang(notice)
        self.wait_out(notice)
        self.take(listed, "forward_to_township", "village_officer")
        factories.a_public_value(listed, ReviewLevel.TOWNSHIP)
        return listed

    def entries(self, candidate_list: CandidateList) -> list[ListEntry]:
        return list(queries.list_standing_entries(candidate_list.id))
