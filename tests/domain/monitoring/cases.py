"""A household at risk, from the sign of risk to the release, played step by step."""

import datetime as dt
from typing import Any, Self

from app.domain.calendars.queries import load_calendar
from app.domain.households.models import Household
from app.domain.monitoring import publishing, queries, rules, service
from app.domain.monitoring.models import FoundBy, Watch, WatchKind
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from tests import factories
from tests.conftest import SetClock
from tests.people import People

DAY = dt.timedelta(days=1)
K = NoticeKind
#: who issues which notice
ISSUERS = {
    K.WATCH_NOTICE: "village_officer",
    K.WATCH_ANNOUNCEMENT: "county_approver",
    K.RELEASE_NOTICE: "village_officer",
    K.RELEASE_ANNOUNCEMENT: "county_approver",
}


class Case:
    """One household of the village and its case. Acts take their day from the clock and give the case back."""

    watch: Watch
    notice: Notice

    def __init__(self, people: People, clock: SetClock, **policy: Any) -> None:
        self.people, self.clock = people, clock
        profile = factories.a_policy("regular-2026")
        self.round = factories.a_monitoring_round(profile=profile, policy=policy)
        self.paper = factories.an_attachment()
        self.board = factories.a_posting_place(people.village)
        self.household = factories.a_household(people.village)

    def open(
        self,
        kind: WatchKind = WatchKind.MARGINAL,
        who: str = "village_officer",
        household: Household | None = None,
        **given: Any,
    ) -> Self:
        values = {"found_by": FoundBy.OWN_REPORT, "found_on": self.clock.today, "risk": "大病，自付费用高"}
        self.watch = service.open_watch(
            actor=self.people.actor(who),
            household=household or self.household,
            kind=kind,
            **{**values, **given},
        )
        return self

    def take(self, step: str, who: str = "village_officer", **given: Any) -> Self:
        values = {
            "done_on": self.clock.today,
            "note": "属实",
            "people": ["张三", "李四"],
            "paper": self.paper,
        }
        service.take_step(actor=self.people.actor(who), watch=self.watch, step=step, **{**values, **given})
        return self

    def issue(
        self, kind: NoticeKind, *others: Watch, who: str | None = None, hang: bool = True, **given: Any
    ) -> Self:
        """The notice of *kind*, of this case and *others*, and its sheet on the board."""
        values = {
            "village": self.people.village,
            "done_on": self.clock.today,
            "note": "评议小组同意",
            "people": ["张三", "李四"],
            "paper": self.paper,
        }
        self.notice = publishing.publish(
            actor=self.people.actor(who or ISSUERS[kind]),
            kind=kind,
            watches=[self.watch, *others],
            **{**values, **given},
        )
        if hang:
            factories.a_posting(self.notice, self.board)
        return self

    def wait(self, days: int) -> Self:
        self.clock.set(self.clock.today + days * DAY)
        return self

    def post(self, **given: Any) -> Self:
        return self.take("visit").take("compare").issue(K.WATCH_NOTICE, **given)

    def post_with(self, *others: Watch) -> Self:
        return self.take("visit").take("compare").issue(K.WATCH_NOTICE, *others)

    def enter(self) -> Self:
        self.post().wait(8).take("check", "township_reviewer")
        return self.issue(K.WATCH_ANNOUNCEMENT)

    @property
    def due(self) -> rules.Due | None:
        policy = queries.find_policy(self.household.village)
        assert policy is not None
        return rules.next_due(self.watch, policy, load_calendar())
