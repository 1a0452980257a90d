"""Households that asked by themselves this year: invented, one at each place of the way, for visitors to try.

One came in yesterday, one was told on the telephone, one is late, one was answered with no, one was taken up, and one
has come as far as the second notice.
"""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from app.commands.demonstration.ground import Cast
from app.commands.demonstration.story import Story, stand_at
from app.core import clock
from app.core.db import db
from app.core.messages import N_
from app.core.permissions import NOBODY
from app.core.receipts import HELP_REQUEST, code_of
from app.domain.applications.models import Application
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.areas.models import Area
from app.domain.areas.queries import list_groups
from app.domain.help_requests import service
from app.domain.help_requests.models import HelpRequest, RequestChannel, RequestState
from app.domain.rounds.models import Round

DAY = dt.timedelta(days=1)
#: places of the villages in the order of their codes
APPLYING, VISITS, REFUSING, LATE, FAR_ALONG = 0, 1, 2, 3, 11
NO = "已上门看过。家里今年有两人在外务工，收入高于标准。以后收入减少，可以再申报。"
#: what the receipts to try are of
WORDS = {
    RequestState.RECEIVED: N_("Waits for the village"),
    RequestState.TAKEN_UP: N_("Taken up"),
    RequestState.ANSWERED_NO: N_("Answered with no"),
}


def play(round_: Round, people: Cast, villages: Sequence[Area], today: dt.date) -> None:
    """What came in within the last weeks, the oldest first."""
    stories = [Story(round_, village, people) for village in villages]
    along = stories[FAR_ALONG].entries()[1].application
    _taken_up(stories[FAR_ALONG], along, along.filed_on - DAY)
    stand_at(today - 12 * DAY, 19)
    _refused(stories[REFUSING], today)
    stand_at(today - 10 * DAY, 20)
    _send(stories[LATE], "冉启云", 3, "labour", "老伴去世后我一个人带两个孙子，下不了地。", "13800000214")
    visited = stories[VISITS].in_state(*BEFORE_MEETING)[0]
    _taken_up(stories[VISITS], visited, visited.filed_on - DAY)
    stand_at(today - 2 * DAY, 10)
    called = _send(
        stories[APPLYING],
        "覃桂兰",
        2,
        "disability",
        "眼睛看不见了，请邻居帮忙打的电话。",
        "13800000215",
        by=RequestChannel.TELEPHONE,
    )
    stand_at(today - DAY, 16)
    service.record_visit(actor=stories[APPLYING].officer, request=called, visited_on=clock.today())
    _send(stories[APPLYING], "向明福", 5, "illness", "父亲住院两个月，花了很多钱，还欠着账。", "13800000216")


def _send(
    story: Story,
    name: str,
    people: int,
    cause: str,
    words: str,
    telephone: str,
    by: RequestChannel = RequestChannel.WEB,
) -> HelpRequest:
    groups = list_groups(story.village)
    return service.receive_request(
        actor=NOBODY if by is RequestChannel.WEB else story.officer,
        village=story.village,
        head_name=name,
        people=people,
        cause=cause,
        words=words,
        telephone=telephone,
        group_id=groups[0].id if groups else None,
        channel=by,
    )


def _refused(story: Story, today: dt.date) -> None:
    request = _send(story, "石大贵", 6, "funds", "想养牛，没有本钱。", "13800000213")
    stand_at(today - 11 * DAY, 15)
    service.record_visit(actor=story.officer, request=request, visited_on=clock.today())
    stand_at(today - 8 * DAY, 9)
    service.answer_no(actor=story.officer, request=request, reason=NO)


def _taken_up(story: Story, application: Application, on: dt.date) -> None:
    """The household of an application had asked by itself the day before."""
    household = application.household
    stand_at(on, 18)
    request = _send(
        story, household.head_name, household.people, application.cause, application.reason, "13800000212"
    )
    stand_at(application.filed_on, 10)
    service.take_up(actor=story.officer, request=request, application=application)


def requests_to_try() -> list[tuple[str, str, str]]:
    """(how it stands, number, the four words) of the first request of each of :data:`WORDS`."""
    found = []
    for state, words in WORDS.items():
        request = db.session.scalar(
            sa.select(HelpRequest).where(HelpRequest.state == state).order_by(HelpRequest.number).limit(1)
        )
        if request is not None:
            code = code_of(HELP_REQUEST, request.number, request.receipt_salt)
            found.append((words, request.number, f"{' '.join(code.words)}  {code.digits}"))
    return found
