"""What came of it in one sentence, what would change it, and until when and how to ask for a review. All pure."""

from app.core.messages import N_, Message
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import AreaLevel
from app.domain.calendars.rules import DayKind
from app.domain.candidate_lists.models import ListState, RemovalCause
from app.domain.exits import rules as exits
from app.domain.policies.vocabulary import NoticeKind
from app.domain.why_cards.cases import Case, Posted
from app.domain.why_cards.course import course_lines
from app.domain.why_cards.rules import preliminary_lines
from app.domain.why_cards.trace import Card, Line, Review, Standing, Telephone

S = ApplicationState
#: nothing more happens to these by itself: a card then shows what was frozen
ENDED = frozenset({S.REJECTED, S.LEFT_OUT, S.REMOVED, S.REGISTERED, S.RETURNED, S.WITHDRAWN})

GOES_ON = {
    ListState.DRAFT: N_("The household is on the village's list. Next, the village posts the first notice."),
    ListState.FIRST_NOTICE: N_(
        "The household is on the list. The first notice runs; then the township decides."
    ),
    ListState.TOWNSHIP_REVIEW: N_("The household is on the list. Now the township decides."),
    ListState.SECOND_NOTICE: N_(
        "The household is on the list. The second notice runs; then the county decides."
    ),
    ListState.COUNTY_REVIEW: N_("The household is on the list. Now the county decides."),
    ListState.ANNOUNCED: N_("The household is on the list."),
}
TAKEN_OFF = {
    RemovalCause.TOWNSHIP: N_("The township took the household off the list. Reason: %(reason)s"),
    RemovalCause.COUNTY: N_("The county took the household off the list. Reason: %(reason)s"),
    RemovalCause.VILLAGE: N_("The village took the household off the list. Reason: %(reason)s"),
    RemovalCause.OBJECTION_FIRST: N_(
        "After an objection to the first notice the household was taken off the list. Reason: %(reason)s"
    ),
    RemovalCause.OBJECTION_SECOND: N_(
        "After an objection to the second notice the household was taken off the list. Reason: %(reason)s"
    ),
    RemovalCause.OBJECTION_ANNOUNCEMENT: N_(
        "After an objection to the announcement the household was taken off the list. Reason: %(reason)s"
    ),
}
OFFICES = {
    AreaLevel.VILLAGE: N_("%(place)s, village"),
    AreaLevel.TOWNSHIP: N_("%(place)s, township"),
    AreaLevel.COUNTY: N_("%(place)s, county"),
}
ON_ITS_WAY = {
    S.FILED: N_("The application is taken. It is still being checked."),
    S.VISITED: N_("The home was visited. Next, the villagers' meeting votes."),
    S.COMPARED: N_("The records were compared. Next, the villagers' meeting votes."),
    S.PASSED: N_("The villagers' meeting agreed. Next, the village draws up its list."),
}

LEAVING = N_("The village proposes that the household leaves the register. It waits: %(why)s.")


def card_of(case: Case) -> Card:
    """The whole card of *case* as it stands on its day."""
    lines = (*preliminary_lines(case), *course_lines(case))
    standing, sentence = _conclusion(case)
    return Card(
        number=case.number,
        head_name=case.head_name,
        people=case.people,
        group=case.group,
        village=case.village,
        round_name=case.ground.name,
        state=case.state.value,
        on=case.today,
        lines=lines,
        standing=standing,
        conclusion=sentence,
        changes=_changes(case, lines),
        review=_review(case),
    )


def _held_up(case: Case) -> Message | None:
    """Why a household that is proposed for exit waits; nothing once its list goes its way, or its case has ended."""
    if case.state not in ON_ITS_WAY and case.state is not S.LISTED:
        return None
    line = case.policy.leaving_line(case.ground.reference_year)
    record = case.exit_record or exits.NOTHING_ON_RECORD
    why = exits.why_waiting(case.state, case.policy, line, case.exit_check, case.exit_answer, record)
    if case.state is S.LISTED and why not in exits.MISSING:
        return None
    return Message(LEAVING, why=Message(exits.WAIT_LABELS[why]))


def _conclusion(case: Case) -> tuple[Standing, Message]:
    state, reason = case.state, case.closing_reason
    if case.ground.is_exit and (held_up := _held_up(case)) is not None:
        return Standing.OPEN, held_up
    if state in ON_ITS_WAY:
        return Standing.OPEN, Message(ON_ITS_WAY[state])
    if state is S.LISTED:
        at = case.place.list_state if case.place else ListState.DRAFT
        return Standing.OPEN, Message(GOES_ON[at])
    if state is S.REGISTERED:
        on = case.registration.on if case.registration else case.today
        if case.ground.is_exit:
            return Standing.PASSED, Message(N_("The household left the register on %(day)s."), day=on)
        return Standing.PASSED, Message(N_("The household has been registered since %(day)s."), day=on)
    if state is S.REJECTED:
        return Standing.FAILED, _rejected(case)
    if case.is_excluded:
        return Standing.FAILED, Message(
            N_("A record of the departments excludes the household. Reason: %(reason)s"), reason=reason
        )
    if state is S.LEFT_OUT:
        return Standing.FAILED, Message(
            N_("The village left the household out of the list. Reason: %(reason)s"), reason=reason
        )
    if state is S.RETURNED:
        return Standing.OPEN, Message(
            N_("The village considers the household once more. Reason: %(reason)s"), reason=reason
        )
    if state is S.WITHDRAWN:
        return Standing.NOT_ASKED, Message(N_("The household took its application back."))
    return Standing.FAILED, _taken_off(case)


def _taken_off(case: Case) -> Message:
    cause = case.place.cause if case.place else None
    reason = (case.place.reason if case.place else "") or case.closing_reason
    if cause in TAKEN_OFF:
        return Message(TAKEN_OFF[cause], reason=reason)
    return Message(N_("The household is not considered any further. Reason: %(reason)s"), reason=reason)


def _rejected(case: Case) -> Message:
    vote = case.vote
    if vote is None:
        return Message(N_("The villagers' meeting did not agree."))
    return Message(
        N_("The villagers' meeting did not agree. Votes for: %(votes)s; needed: %(needed)s."),
        votes=vote.votes_for,
        needed=vote.needed,
    )


def _changes(case: Case, lines: tuple[Line, ...]) -> tuple[Message, ...]:
    """What would change the outcome, each once."""
    found = [line.change for line in lines if line.change is not None]
    if case.state is S.REGISTERED:
        found.append(
            Message(N_("Only an objection that proves right, or a later review, takes the household off."))
        )
    elif case.state is S.WITHDRAWN:
        found = (
            [Message(N_("The household may apply again while the round is open."))]
            if case.ground.is_open
            else []
        )
    elif not found and case.state is S.REMOVED:
        found.append(
            Message(N_("Bring the papers that show otherwise to the village, and ask for a review."))
        )
    elif not found:
        found.append(
            Message(N_("Nothing has to be done now. Tell the village when something changes at home."))
        )
    return tuple(dict.fromkeys(found))


def _review(case: Case) -> Review:
    own = [posted for posted in case.notices.values() if not posted.has_ended]
    posted = own[-1] if own else case.open_notice
    ways = [_by_objection(posted)] if posted is not None else [_without_notice(case)]
    county = posted is not None and posted.kind is NoticeKind.ANNOUNCEMENT
    levels = (AreaLevel.VILLAGE, AreaLevel.TOWNSHIP, *((AreaLevel.COUNTY,) if county else ()))
    if posted is not None:
        ways += [_who_looks(county), _answer(case)]
    offices = [office for level in levels if (office := case.office(level)) is not None]
    if any(office.telephone for office in offices) or case.policy.objection_hotline:
        ways.append(Message(N_("Or go to the office, or call.")))
    return Review(
        ways=tuple(ways),
        until=posted.last_day if posted is not None and posted.has_begun and posted.is_certain else None,
        notice=posted.number if posted is not None else "",
        telephones=tuple(
            Telephone(Message(OFFICES[office.level], place=office.name), office.telephone)
            for office in offices
            if office.telephone
        ),
        hotline=case.policy.objection_hotline,
    )


def _who_looks(county: bool) -> Message:
    if county:
        return Message(N_("The county looks into it."))
    return Message(N_("The township looks into it, not the village."))


def _answer(case: Case) -> Message:
    working = case.policy.objection_answer_day_kind is DayKind.WORKING
    return Message(
        N_("You get an answer within %(number)s working days.")
        if working
        else N_("You get an answer within %(number)s days."),
        number=case.policy.objection_answer_days,
    )


def _by_objection(posted: Posted) -> Message:
    if not posted.has_begun:
        return Message(
            N_("As soon as notice %(number)s hangs, say at the village or on the web what is not right."),
            number=posted.number,
        )
    if not posted.is_certain:
        return Message(
            N_("As long as notice %(number)s hangs, say at the village or on the web what is not right."),
            number=posted.number,
        )
    return Message(
        N_("Until %(day)s, say at the village or on the web (notice %(number)s) what is not right."),
        day=posted.last_day,
        number=posted.number,
    )


def _without_notice(case: Case) -> Message:
    settled = case.state in (S.REGISTERED, S.REMOVED) or not case.ground.is_open
    if settled:
        return Message(N_("No notice of the village is open now. The township still listens."))
    return Message(
        N_("When the village's next notice hangs, you have %(days)s days to say what is not right."),
        days=case.policy.notice_days(NoticeKind.FIRST_NOTICE),
    )
