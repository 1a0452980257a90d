"""Applications, meetings, lists, notices, objections, in whatever state a test begins with."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.applications.models import Application, ApplicationState, HomeVisit
from app.domain.appraisals.models import Attendance, Ballot, Meeting, MeetingKind, MeetingState
from app.domain.areas.models import Area, PostingPlace
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState, RemovalCause
from app.domain.households.models import Household
from app.domain.notices import rules as notice_rules
from app.domain.notices.models import Notice, NoticeEntry, NoticeKind, Posting, PostingProof
from app.domain.objections.models import (
    Channel,
    Level,
    Objection,
    ObjectionAbout,
    ObjectionState,
    SecondLook,
    SecondLookState,
)
from app.domain.policies.vocabulary import PostingEvidence
from app.domain.reviews import draws
from app.domain.reviews.models import PublicValue, ReviewLevel, Sample
from app.domain.rounds.models import Round
from tests.factories.accounts import an_attachment, the_officer
from tests.factories.areas import a_posting_place, the_village
from tests.factories.basis import add, how_many
from tests.factories.register import a_household
from tests.factories.rounds import the_round


def an_application(
    household: Household | None = None,
    *,
    state: ApplicationState = ApplicationState.FILED,
    round_: Round | None = None,
    **given: Any,
) -> Application:
    """An application of *household* (a new one) in *state*; the rows that lead to that state are not made."""
    household = household or a_household()
    values = {
        "number": f"SQ{clock.today().year}-{how_many(Application) + 1:05}",
        "filed_on": clock.today(),
        "filed_by_id": the_officer().id,
        "applicant_name": household.head_name,
        "cause": "illness",
        "reason": "户主常年患病，家里没有别的收入。",
        "consents_to_comparison": True,
        "people": household.people,
        "per_head_fen": 200_000,
    } | given
    if state is ApplicationState.LEFT_OUT:
        values.setdefault("closing_reason", "收入核实后超过标准。")
    return add(
        Application(
            round=round_ or the_round(),
            household=household,
            village_id=household.village_id,
            state=state,
            **values,
        )
    )


def a_visit(application: Application, **given: Any) -> HomeVisit:
    """A visit of two to the household of *application*, with the signed sheet."""
    values = {
        "visited_on": clock.today(),
        "visitors": [{"name": "张三", "user_id": None}, {"name": "李四", "user_id": None}],
        "findings": "住房破旧，情况属实。",
        "sheet": an_attachment(application.household.village),
        "recorded_by_id": the_officer().id,
    } | given
    return add(HomeVisit(application=application, **values))


def a_meeting(
    village: Area | None = None,
    *,
    ballots: int = 2,
    confirmed: bool = True,
    round_: Round | None = None,
    **given: Any,
) -> Meeting:
    """A review meeting of 40 due and 35 present, each of *ballots* new applications voted 30 to 3 with 2 abstained."""
    village = village or the_village()
    values = {
        "kind": MeetingKind.REPRESENTATIVES,
        "state": MeetingState.CONFIRMED if confirmed else MeetingState.DRAFT,
        "confirmed_at": clock.now() if confirmed else None,
        "held_on": clock.today(),
        "place": "村委会会议室",
        "chair_name": "赵德福",
        "recorder_name": "周小燕",
        "due": 40,
        "present": 35,
        "recorded_by_id": the_officer().id,
    } | given
    round_ = round_ or the_round()
    state = ApplicationState.PASSED if confirmed else ApplicationState.VISITED
    meeting = Meeting(round=round_, village=village, **values)
    for sequence in range(1, ballots + 1):
        application = an_application(a_household(village), state=state, round_=round_)
        votes = {"votes_for": 30, "votes_against": 3, "votes_abstained": 2}
        meeting.ballots.append(
            Ballot(application=application, sequence=sequence, passed=True if confirmed else None, **votes)
        )
    return add(meeting)


def an_attendance(meeting: Meeting, *names: str) -> None:
    """Attendance by name: *names* came, and others up to the numbers of *meeting*."""
    everybody = [*names, *(f"代表{number}" for number in range(len(names) + 1, meeting.due + 1))]
    meeting.attendance = [
        Attendance(sequence=number, name=name, is_present=number <= meeting.present)
        for number, name in enumerate(everybody, 1)
    ]
    db.session.flush()


def a_candidate_list(
    village: Area | None = None,
    *,
    entries: int = 3,
    state: ListState = ListState.DRAFT,
    round_: Round | None = None,
    **given: Any,
) -> CandidateList:
    """A list of *entries* new households in *state*, without the notices and decisions that lead there."""
    village, round_ = village or the_village(), round_ or the_round()
    of_village = (CandidateList.village_id == village.id, CandidateList.round_id == round_.id)
    values = {
        "ordinal": how_many(CandidateList, *of_village) + 1,
        "state": state,
        "state_since": clock.now(),
        "drawn_up_on": clock.today(),
        "announced_on": clock.today() if state is ListState.ANNOUNCED else None,
    } | given
    drawn_up = add(CandidateList(round=round_, village=village, **values))
    for _ in range(entries):
        an_entry(drawn_up)
    return drawn_up


def an_entry(
    candidate_list: CandidateList,
    household: Household | None = None,
    *,
    application: Application | None = None,
    **given: Any,
) -> ListEntry:
    """One more household on *candidate_list*: that of *application*, else *household*, else a new one."""
    household = application.household if application else household or a_household(candidate_list.village)
    listed = application or an_application(household, round_=candidate_list.round)
    listed.state = ApplicationState.LISTED
    values = {
        "sequence": how_many(ListEntry, ListEntry.list_id == candidate_list.id) + 1,
        "head_name": household.head_name,
        "people": household.people,
        "household_id": household.id,
    } | given
    if values.get("standing") is EntryStanding.REMOVED:
        values = {
            "reason": "收入超过标准。",
            "removal_cause": RemovalCause.TOWNSHIP,
            "off_on": clock.today(),
        } | values
    entry = add(ListEntry(candidate_list=candidate_list, application=listed, **values))
    db.session.expire(candidate_list, ["entries"])
    return entry


NOTICE_STATE = {
    NoticeKind.FIRST_NOTICE: ListState.FIRST_NOTICE,
    NoticeKind.SECOND_NOTICE: ListState.SECOND_NOTICE,
    NoticeKind.ANNOUNCEMENT: ListState.ANNOUNCED,
}


def a_notice(
    candidate_list: CandidateList | None = None,
    *,
    kind: NoticeKind = NoticeKind.FIRST_NOTICE,
    hang_on: dt.date | None = None,
    days: int = 7,
    posted: bool = True,
    **given: Any,
) -> Notice:
    """A notice over the standing entries of *candidate_list*, hanging for *days* from the day after *hang_on*.

    *posted* adds a posting with a photograph at every place of the village. A withdrawn one is given
    ``withdrawn_at`` and ``withdrawal_reason``.
    """
    candidate_list = candidate_list or a_candidate_list(state=NOTICE_STATE[kind])
    village, hang_on = candidate_list.village, hang_on or clock.today()
    standing = [entry for entry in candidate_list.entries if entry.standing is EntryStanding.STANDING]
    number = how_many(Notice) + 1
    values = {
        "number": f"{hang_on.year}-{village.code[6:9]}-{village.short_code}-{number}",
        "issuer_id": village.id,
        "issued_on": hang_on,
        "first_day": hang_on + dt.timedelta(days=1),
        "last_day": hang_on + dt.timedelta(days=days),
        "households": len(standing),
        "people": sum(entry.people for entry in standing),
        "content": {},
    } | given
    links = {"round": candidate_list.round, "village": village, "candidate_list": candidate_list}
    made = Notice(kind=kind, hang_on=hang_on, **links, **values)
    rows = [[getattr(entry, name) for name in notice_rules.DIGESTED] for entry in standing]
    made.digest = given.get("digest") or notice_rules.digest_of(notice_rules.facts_of(made), rows)
    notice = add(made)
    for entry in standing:
        add(
            NoticeEntry(
                notice_id=notice.id,
                entry_id=entry.id,
                household_id=entry.household_id,
                sequence=entry.sequence,
                group_name=entry.group_name,
                head_name=entry.head_name,
                people=entry.people,
            )
        )
    if posted:
        for place in db.session.scalars(sa.select(PostingPlace).where(PostingPlace.village_id == village.id)):
            a_posting(notice, place)
    return notice


def a_notice_of(
    village: Area, rows: Sequence[tuple[str, str, int]], *, round_: Round, **given: Any
) -> Notice:
    """A notice of *rows* (group, name of the head, people), quickly: they all stand for one household."""
    counted = {"households": len(rows), "people": sum(people for _group, _name, people in rows)}
    listed = a_candidate_list(village, entries=0, state=ListState.FIRST_NOTICE, round_=round_)
    notice = a_notice(listed, **counted, **given)
    entry = an_entry(listed)
    shared = {"notice_id": notice.id, "entry_id": entry.id, "household_id": entry.household_id}
    db.session.execute(
        sa.insert(NoticeEntry),
        [
            shared | {"sequence": sequence, "group_name": group, "head_name": name, "people": people}
            for sequence, (group, name, people) in enumerate(rows, 1)
        ],
    )
    return notice


def a_posting(notice: Notice, place: PostingPlace | None = None, **given: Any) -> Posting:
    """The sheet of *notice* hung at *place*, photographed, proven as the round's policy asks (else *proof*).

    With *end_on* its end was photographed on that day.
    """
    asks_code = notice.round.policy.posting_proof is PostingEvidence.CODE
    if given.get("end_on") is not None and "end_photo" not in given:
        given["end_photo"] = an_attachment(notice.village)
    values = {
        "proof": PostingProof.CODE if asks_code else PostingProof.PHOTOGRAPH,
        "posted_on": notice.hang_on,
        "photo": an_attachment(notice.village),
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.at(notice.hang_on, 11),
    } | given
    return add(Posting(notice=notice, place=place or a_posting_place(notice.village), **values))


def a_public_value(candidate_list: CandidateList, level: ReviewLevel, value: str = "351") -> PublicValue:
    """The public value that the draw of *level* waits for, recorded by the county; the clock is at its day or later.

    What is recorded already is given back.
    """
    draw = draws.find_draw(candidate_list, level)
    if draw is None or draw.day is None:
        raise LookupError("this draw waits for no public value")
    return draw.value or add(
        PublicValue(
            area_id=candidate_list.round.area_id,
            source=draw.source,
            day=draw.day,
            value=value,
            recorded_by_id=the_officer().id,
            recorded_at=clock.now(),
        )
    )


def a_sample(
    candidate_list: CandidateList, level: ReviewLevel = ReviewLevel.TOWNSHIP, **given: Any
) -> Sample:
    """The sample of a list whose notice is issued, from the public value that its draw waits for."""
    a_public_value(candidate_list, level)
    draw = draws.find_draw(candidate_list, level)
    if draw is None:
        raise LookupError("this list has no notice to draw from")
    entries = [entry for entry in candidate_list.entries if entry.standing is EntryStanding.STANDING]
    drawn = draws.make_draw(draw, entries)
    values = {
        "seed": draw.inputs.seed,
        "population": len(entries),
        "entry_ids": drawn.entry_ids,
        "inputs": drawn.inputs,
        "public_value_id": draw.value.id if draw.value is not None else None,
        "drawn_by_id": the_officer().id,
        "drawn_at": clock.now(),
    } | given
    return add(Sample(list_id=candidate_list.id, level=level, **values))


def an_objection(notice: Notice | None = None, *, entry: ListEntry | None = None, **given: Any) -> Objection:
    """An objection to *entry* (the first one) of *notice*, filed on the web without a name."""
    notice = notice or a_notice()
    is_county = notice.kind is NoticeKind.ANNOUNCEMENT
    values = {
        "number": f"YY{clock.today().year}-{how_many(Objection) + 1:05}",
        "about": ObjectionAbout.ENTRY,
        "grounds": "这户在镇上有门面出租。",
        "channel": Channel.WEB,
        "level": Level.COUNTY if is_county else Level.TOWNSHIP,
        "state": ObjectionState.FILED,
        "received_at": clock.now(),
        "due_on": clock.today() + dt.timedelta(days=15),
        "secret_salt": "0" * 32,
    } | given
    if values["about"] is ObjectionAbout.ENTRY:
        values["entry"] = entry or notice.candidate_list.entries[0]
    return add(Objection(notice=notice, **values))


def a_second_look(objection: Objection, **given: Any) -> SecondLook:
    """Whoever objected was not satisfied with the answer and asks the county to look again."""
    values = {
        "reasons": "没有到镇上看过。",
        "state": SecondLookState.ASKED,
        "asked_at": clock.now(),
        "due_on": clock.today() + dt.timedelta(days=15),
        "finding": "",
        "public_reply": "",
    } | given
    return add(SecondLook(objection=objection, **values))
