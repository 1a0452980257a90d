"""What happens to a project, recorded with its papers: meetings, who does the work, the points of the trail."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core import clock
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.core.personal_numbers import check_texts
from app.domain.attachments.models import Attachment
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.projects import acts, announcing, rules
from app.domain.projects.kinds import TenderMethod
from app.domain.projects.models import (
    Bid,
    Milestone,
    MilestoneKind,
    Project,
    ProjectMeeting,
    ProjectState,
    Tender,
)

K = MilestoneKind
S = ProjectState
#: whose a milestone is
MILESTONE_NEEDS: dict[MilestoneKind, Permission] = {
    K.TOWNSHIP_CHECK: Permission.PROJECT_CHECK,
    K.APPROVAL: Permission.PROJECT_APPROVE,
    K.PLAN: Permission.PROJECT_CHECK,
    K.START: Permission.PROJECT_EDIT,
    K.COMPLETION: Permission.PROJECT_EDIT,
    K.ACCEPTANCE: Permission.PROJECT_CHECK,
}
#: those that a document from above makes, with its number
NUMBERED = frozenset({K.APPROVAL, K.PLAN})
NOT_TO_BE_GIVEN = N_("Who does the work is decided once the project is in the library.")
#: a law, not a province, sets it: fewer than three bidders and it is tendered again
#: (Law on Tenders and Bids, article 28)
FEWEST_BIDS = 3
TENDERED = frozenset({TenderMethod.OPEN_TENDER, TenderMethod.INVITED_TENDER})
#: without bidders: the work is the villagers' own
WITHOUT_BIDS = frozenset({TenderMethod.VILLAGERS_BUILD})


@dataclass(frozen=True)
class Mark:
    """A point of the trail as somebody enters it: its day, the document's number, a note, the paper."""

    on: dt.date
    document_no: str = ""
    note_zh: str = ""
    note_en: str | None = None
    paper: Attachment | None = None


@dataclass(frozen=True)
class Offer:
    """What one bidder offered, in fen."""

    bidder: str
    offer_fen: int
    bidder_en: str | None = None
    is_award: bool = False


def record_meeting(
    *,
    actor: Actor,
    project: Project,
    kind: MeetingKind,
    held_on: dt.date,
    due: int,
    present: int,
    in_favour: int,
    against: int,
    decision_zh: str,
    decision_en: str | None = None,
    minutes: Attachment | None = None,
) -> ProjectMeeting:
    """Record what a villagers' meeting decided on *project*. Whether it carries, the policy says, not this record.

    Raises ``Invalid`` for votes that do not add up or a day to come, ``Forbidden``.
    """
    by_id = acts.begin(actor, project, Permission.PROJECT_EDIT)
    acts.check_day(held_on, "held_on")
    if not 0 <= present <= due:
        raise Invalid(Message(N_("There cannot be more present than were due.")), "present")
    if min(in_favour, against) < 0 or in_favour + against > present:
        raise Invalid(Message(N_("There cannot be more votes than people present.")), "in_favour")
    if not decision_zh.strip():
        raise Invalid(Message(N_("Write what was decided.")), "decision_zh")
    check_texts(decision_zh=decision_zh, decision_en=decision_en)
    meeting = ProjectMeeting(
        kind=kind,
        held_on=held_on,
        due=due,
        present=present,
        in_favour=in_favour,
        against=against,
        decision_zh=decision_zh.strip(),
        decision_en=acts.or_none(decision_en),
        minutes_id=minutes.id if minutes is not None else None,
        recorded_by_id=by_id,
        recorded_at=clock.now(),
    )
    meeting.minutes = minutes
    project.meetings.append(meeting)
    db.session.flush()
    acts.record(
        "project_meeting_recorded", actor, project, day=held_on.isoformat(), present=present, votes=in_favour
    )
    return meeting


def record_tender(
    *,
    actor: Actor,
    project: Project,
    method: TenderMethod,
    decided_on: dt.date,
    decided_by_zh: str,
    decided_by_en: str | None = None,
    bids: Sequence[Offer] = (),
    invited_on: dt.date | None = None,
    meeting: ProjectMeeting | None = None,
    reason_zh: str = "",
    reason_en: str | None = None,
    paper: Attachment | None = None,
) -> Tender:
    """Record how it was decided who does the work: the method, every bid, the award, who decided.

    A later decision takes the place of an earlier one. Raises ``Refused`` before the project is in the library,
    ``Invalid`` for what does not fit: no award, a dearer offer or too few bidders without a reason.
    """
    by_id = acts.begin(actor, project, Permission.PROJECT_EDIT)
    if project.state not in (S.LIBRARY, S.PLANNED, S.UNDER_WAY):
        raise Refused([Message(NOT_TO_BE_GIVEN)])
    acts.check_day(decided_on, "decided_on")
    if invited_on is not None and invited_on > decided_on:
        raise Invalid(Message(N_("It cannot be decided before bids were asked for.")), "decided_on")
    if not decided_by_zh.strip():
        raise Invalid(Message(N_("Write who decided.")), "decided_by_zh")
    _check_bids(method, bids, reason_zh)
    check_texts(
        decided_by_zh=decided_by_zh,
        decided_by_en=decided_by_en,
        reason_zh=reason_zh,
        reason_en=reason_en,
        bids="\n".join(f"{bid.bidder}\n{bid.bidder_en or ''}" for bid in bids),
    )
    tender = Tender(
        method=method,
        invited_on=invited_on,
        decided_on=decided_on,
        decided_by_zh=decided_by_zh.strip(),
        decided_by_en=acts.or_none(decided_by_en),
        meeting_id=meeting.id if meeting is not None else None,
        reason_zh=reason_zh.strip(),
        reason_en=acts.or_none(reason_en),
        paper_id=paper.id if paper is not None else None,
        recorded_by_id=by_id,
        recorded_at=clock.now(),
        bids=[
            Bid(
                bidder=bid.bidder.strip(),
                bidder_en=acts.or_none(bid.bidder_en),
                offer_fen=bid.offer_fen,
                is_award=bid.is_award,
            )
            for bid in bids
        ],
    )
    tender.meeting, tender.paper = meeting, paper
    project.tenders.append(tender)
    db.session.flush()
    acts.record("project_tender_recorded", actor, project, method=method.value, bids=len(bids))
    return tender


def _check_bids(method: TenderMethod, bids: Sequence[Offer], reason: str) -> None:
    if any(not bid.bidder.strip() or bid.offer_fen < 0 for bid in bids):
        raise Invalid(Message(N_("Every bid needs a bidder and an amount.")), "bids")
    awards = [bid for bid in bids if bid.is_award]
    if not bids and method in WITHOUT_BIDS:
        return
    if len(awards) != 1:
        raise Invalid(Message(N_("Mark the one bidder who got the work.")), "bids")
    if reason.strip():
        return
    if method in TENDERED and len(bids) < FEWEST_BIDS:
        raise Invalid(
            Message(
                N_("A tender needs %(least)s bidders. Write why it was not tendered again."),
                least=FEWEST_BIDS,
            ),
            "reason_zh",
        )
    if awards[0].offer_fen > min(bid.offer_fen for bid in bids):
        raise Invalid(Message(N_("Somebody offered less. Write why this bidder got the work.")), "reason_zh")
    if method is TenderMethod.SINGLE_SOURCE:
        raise Invalid(Message(N_("Write why nobody else was asked.")), "reason_zh")


def put_milestone(*, actor: Actor, project: Project, kind: MilestoneKind, mark: Mark) -> Milestone:
    """Put a point onto the trail with its day and paper, as part of its step. A later one takes its place.

    Raises ``Invalid`` for a missing paper or number or a day that does not fit what was before it, ``Forbidden``.
    """
    by_id = acts.begin(actor, project, MILESTONE_NEEDS[kind])
    _check_mark(project, kind, mark)
    milestone = Milestone(
        kind=kind,
        on=mark.on,
        document_no=mark.document_no.strip(),
        note_zh=mark.note_zh.strip(),
        note_en=acts.or_none(mark.note_en),
        paper_id=mark.paper.id if mark.paper is not None else None,
        recorded_by_id=by_id,
        recorded_at=clock.now(),
    )
    milestone.paper = mark.paper
    project.milestones.append(milestone)
    db.session.flush()
    acts.record("milestone_recorded", actor, project, kind=kind.value, day=mark.on.isoformat())
    return milestone


def _check_mark(project: Project, kind: MilestoneKind, mark: Mark) -> None:
    acts.check_day(mark.on, "on")
    if kind in NUMBERED and not mark.document_no.strip():
        raise Invalid(Message(N_("Write the number of the document.")), "document_no")
    if kind is K.TOWNSHIP_CHECK and not mark.note_zh.strip():
        raise Invalid(Message(N_("Write what was looked at, on the spot and on paper.")), "note_zh")
    if mark.paper is None:
        raise Invalid(Message(N_("Add the paper: a photograph or a PDF.")), "paper")
    check_texts(document_no=mark.document_no, note_zh=mark.note_zh, note_en=mark.note_en)
    if kind is K.START:
        _check_after_notice(project, mark.on)
    if kind is K.TOWNSHIP_CHECK:
        _check_after_proposal(project, mark.on)
    kinds = list(MilestoneKind)
    for earlier in kinds[: kinds.index(kind)]:
        before = rules.latest_milestone(project, earlier)
        if before is not None and mark.on < before.on:
            raise Invalid(
                Message(
                    N_("This cannot have been before “%(what)s” of %(day)s."),
                    what=Message(rules.MILESTONE_LABELS[earlier]),
                    day=before.on,
                ),
                "on",
            )


def _check_after_proposal(project: Project, on: dt.date) -> None:
    """The township checks what the village's meeting agreed to and what hung there."""
    met = rules.carrying_meeting(project.meetings, project.round.policy)
    if met is not None and on < met.held_on:
        words = N_("This cannot have been before the villagers' meeting of %(day)s.")
        raise Invalid(Message(words, day=met.held_on), "on")
    last_day = announcing.reach_of(project, NoticeKind.PROJECT_LIBRARY).last_day
    if last_day is not None and on <= last_day:
        words = N_("The village's notice hung until the end of %(day)s. The township checks after it.")
        raise Invalid(Message(words, day=last_day), "on")


def _check_after_notice(project: Project, on: dt.date) -> None:
    """The work does not begin while the notice before the start still hangs."""
    last_day = announcing.reach_of(project, NoticeKind.PROJECT_START).last_day
    if last_day is not None and on <= last_day:
        raise Invalid(
            Message(
                N_(
                    "The notice before the start had to hang until the end of %(day)s. The work begins after it."
                ),
                day=last_day,
            ),
            "on",
        )
