"""Where a story begins: one village brought to a stage of a round, act by act, through the services.

What the story itself is about is done in the browser; this is what happened before.
"""

import datetime as dt
import io
import os
from collections.abc import Sequence

from PIL import Image

from app.core import clock
from app.core.permissions import Actor
from app.domain.applications import queries as application_queries
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState
from app.domain.applications.rules import Person
from app.domain.appraisals import service as appraisals
from app.domain.areas.queries import list_posting_places
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.households.models import Household
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.workflow import service as workflow
from tests import factories
from tests.people import WITH_ACCOUNT, People

PLACES = ("村务公开栏", "二组路口")
DUE, PRESENT = 30, 24


class Scene:
    """A village in a round whose notices must hang at both of its places."""

    def __init__(self, people: People) -> None:
        self.people, self.village = people, people.village
        factories.a_posting_place(self.village, name_zh=PLACES[1], name_en="Crossing of group 2")
        for area, telephone in ((self.village, "0857-0001001"), (people.township, "0857-0001000")):
            area.telephone = telephone
        self.round = factories.a_round(
            policy={"posting_places_required": len(PLACES), "kinship_statements_required": True}
        )
        for name in WITH_ACCOUNT:
            people.user(name)
        factories.everybody_stated(self.round)

    def actor(self, name: str) -> Actor:
        """*name* as services see them."""
        return self.people.actor(name)

    def households(self, names: Sequence[str]) -> list[Household]:
        """Households of the village, by the names of their heads."""
        return [factories.a_household(self.village, head_name=name) for name in names]

    def visited(self, names: Sequence[str]) -> "Scene":
        """These households applied and were visited by the work team."""
        for household in self.households(names):
            application = applications.file_application(
                actor=self.actor("village_officer"),
                round_=self.round,
                household=household,
                applicant_name=household.head_name,
                cause="illness",
                reason="家中有长期患病的人，看病花费大。",
                consents_to_comparison=True,
                signed_copy=self._paper("application"),
            )
            applications.record_visit(
                actor=self.actor("work_team"),
                application=application,
                visited_on=clock.today(),
                visitors=(Person("何平"), Person("谢小兵")),
                findings="已到家中看过，与申请相符。",
                sheet=self._paper("visit"),
            )
        return self

    def listed(self, names: Sequence[str]) -> CandidateList:
        """The meeting passed these households, and the list is drawn up."""
        self.visited(names)
        officer = self.actor("village_officer")
        agenda = self._in_state(ApplicationState.VISITED)
        meeting = appraisals.open_meeting(
            actor=officer,
            round_=self.round,
            village=self.village,
            kind=MeetingKind.REPRESENTATIVES,
            held_on=clock.today(),
            place="村委会会议室",
            chair_name="田永福",
            recorder_name="周小燕",
            due=DUE,
            present=PRESENT,
            agenda=agenda,
        )
        for application in agenda:
            appraisals.record_votes(
                actor=officer,
                meeting=meeting,
                application=application,
                votes_for=20,
                votes_against=3,
                votes_abstained=1,
            )
        appraisals.attach_minutes(actor=officer, meeting=meeting, copy=self._paper("minutes"))
        appraisals.confirm_meeting(actor=officer, meeting=meeting)
        return candidate_lists.draw_up_list(actor=officer, round_=self.round, village=self.village)

    def posted(self, names: Sequence[str]) -> Notice:
        """The first notice with these households hangs at both places since today."""
        candidate_list = self.listed(names)
        officer = self.actor("village_officer")
        workflow.take_step(candidate_list=candidate_list, step="publish_first_notice", actor=officer)
        notice = notice_queries.find_own_notice(candidate_list.id, NoticeKind.FIRST_NOTICE)
        assert notice is not None
        for place in list_posting_places(self.village.id):
            notices.record_posting(
                actor=officer,
                notice=notice,
                place=place,
                posted_on=clock.today(),
                photo=self._paper("posting"),
            )
        return notice

    def at_the_township(self, names: Sequence[str]) -> CandidateList:
        """The first period is over, the list lies before the township."""
        candidate_list = self.posted(names).candidate_list
        clock.set_to(clock.at(self.day_after(candidate_list, NoticeKind.FIRST_NOTICE)))
        workflow.take_step(
            candidate_list=candidate_list, step="forward_to_township", actor=self.actor("village_officer")
        )
        return candidate_list

    def day_after(self, candidate_list: CandidateList, kind: NoticeKind) -> dt.date:
        """The first day on which the period of the list's notice of *kind* is over."""
        notice = notice_queries.find_own_notice(candidate_list.id, kind)
        assert notice is not None
        return notice_queries.running_period(notice).last_day + dt.timedelta(days=1)

    def entries(self, candidate_list: CandidateList) -> Sequence[ListEntry]:
        """Who stands on the list."""
        return list_queries.list_standing_entries(candidate_list.id)

    def _in_state(self, state: ApplicationState) -> Sequence[Application]:
        return application_queries.list_in_states(self.round.id, self.village.id, [state])

    def _paper(self, kind: str) -> Attachment:
        return factories.an_attachment(self.village, kind=kind)


def a_photograph(name: str = "photo.jpg") -> dict[str, object]:
    """A picture as a telephone hands it over, each another one."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (16, 12), os.urandom(16 * 12 * 3)).resize((320, 240)).save(buffer, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}
