"""Reading requests: one, pages of them, those of a household, those that contradict, marks for the reviewers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.messages import Message
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, lock_row
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry
from app.domain.changes.models import ChangeRequest, ChangeState
from app.domain.changes.rules import Effect, contradict, mark_words, touched
from app.domain.households.models import Household
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.rounds.models import Round, RoundState

C = ChangeRequest
_HOUSEHOLD = (joinedload(Household.village), selectinload(Household.members), selectinload(Household.incomes))
_WHOLE = (
    joinedload(C.household).options(*_HOUSEHOLD),
    joinedload(C.other_household).options(*_HOUSEHOLD),
    joinedload(C.evidence),
    joinedload(C.requested_by),
    joinedload(C.decided_by),
)
_FIRST_OPEN = sa.case((C.state == ChangeState.REQUESTED, 0), else_=1)


@dataclass(frozen=True)
class Mark:
    """A change that touches a household on a list: *words* say what a reviewer must look at (none while asked for)."""

    request: ChangeRequest
    words: Sequence[Message]

    @property
    def is_made(self) -> bool:
        return self.request.state is ChangeState.MADE


def get_request(request_id: int) -> ChangeRequest:
    """One request with its households; raises ``NotFound``."""
    return get_only(sa.select(C).where(C.id == request_id).options(*_WHOLE))


def lock_request(request_id: int) -> ChangeRequest:
    """The same as it stands now in the database, held until the transaction ends."""
    return lock_row(C, request_id)


def page_requests(
    actor: Actor, *, place: Area | None = None, state: ChangeState | None = None, number: int = 1
) -> Page[ChangeRequest]:
    """Requests of the actor's area, those to be decided first, then the newest."""
    paths = actor.paths_for(Permission.CHANGE_VIEW)
    statement = (
        sa.select(C)
        .join(Household, Household.id == C.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(sa.or_(sa.false(), *(Area.path.startswith(path, autoescape=True) for path in paths)))
        .options(joinedload(C.household).joinedload(Household.village))
        .order_by(_FIRST_OPEN, C.id.desc())
    )
    if place is not None:
        statement = statement.where(Area.path.startswith(place.path, autoescape=True))
    if state is not None:
        statement = statement.where(C.state == state)
    return paginate(statement, number)


def list_of_household(household_id: int) -> Sequence[ChangeRequest]:
    """The requests about a household, also as the other one, those to be decided first, then the newest."""
    statement = sa.select(C).where(
        sa.or_(C.household_id == household_id, C.other_household_id == household_id)
    )
    return db.session.scalars(statement.order_by(_FIRST_OPEN, C.id.desc())).all()


def list_conflicts(request: ChangeRequest) -> list[ChangeRequest]:
    """The other requests to be decided that contradict this one, the oldest first."""
    ids = touched(request)
    statement = (
        sa.select(C)
        .where(
            C.state == ChangeState.REQUESTED,
            C.id != request.id,
            sa.or_(C.household_id.in_(ids), C.other_household_id.in_(ids)),
        )
        .options(joinedload(C.household).joinedload(Household.village))
        .order_by(C.id)
    )
    return [other for other in db.session.scalars(statement) if contradict(request, other)]


def list_standings(household_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Where each household stands in open rounds: application, list, notices that hang or hung. Three statements."""
    rows: Sequence[Any] = db.session.execute(
        sa.select(Application, Round, ListEntry, CandidateList)
        .join(Round, Round.id == Application.round_id)
        .outerjoin(
            ListEntry,
            sa.and_(ListEntry.application_id == Application.id, ListEntry.standing == EntryStanding.STANDING),
        )
        .outerjoin(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(
            Application.household_id.in_(household_ids),
            Application.state != ApplicationState.WITHDRAWN,
            Round.state == RoundState.OPEN,
        )
        .order_by(Application.id)
    ).all()
    notices = _notices([round_.id for _, round_, _, _ in rows], household_ids)
    found: dict[int, list[dict[str, Any]]] = {one: [] for one in household_ids}
    for application, round_, entry, list_ in rows:
        found[application.household_id].append(
            {
                "application": application.number,
                "state": application.state.value,
                "round_zh": round_.name_zh,
                "round_en": round_.name_en,
                "list_id": list_.id if list_ else None,
                "list_state": list_.state.value if list_ else None,
                "sequence": entry.sequence if entry else None,
                "people": entry.people if entry else None,
                "notices": notices.get((round_.id, application.household_id), []),
            }
        )
    return found


def _notices(
    round_ids: Collection[int], household_ids: Collection[int]
) -> Mapping[tuple[int, int], list[str]]:
    rows = db.session.execute(
        sa.select(Notice.round_id, NoticeEntry.household_id, Notice.number)
        .join(NoticeEntry, NoticeEntry.notice_id == Notice.id)
        .where(
            Notice.round_id.in_(round_ids),
            NoticeEntry.household_id.in_(household_ids),
            Notice.withdrawn_at.is_(None),
        )
        .order_by(Notice.id)
    )
    found: dict[tuple[int, int], list[str]] = {}
    for round_id, household_id, number in rows:
        if household_id is not None:
            found.setdefault((round_id, household_id), []).append(number)
    return found


def list_marks(list_id: int) -> dict[int, list[Mark]]:
    """Entry id -> changes since the household applied that a reviewer must look at, and those still asked for."""
    about = sa.or_(C.household_id == ListEntry.household_id, C.other_household_id == ListEntry.household_id)
    statement = (
        sa.select(ListEntry.id, ListEntry.household_id, C)
        .join(Application, Application.id == ListEntry.application_id)
        .join(C, about)
        .where(
            ListEntry.list_id == list_id,
            ListEntry.standing == EntryStanding.STANDING,
            sa.or_(
                C.state == ChangeState.REQUESTED,
                sa.and_(C.state == ChangeState.MADE, C.decided_at >= Application.created_at),
            ),
        )
        .order_by(ListEntry.sequence, C.id)
    )
    marks: dict[int, list[Mark]] = {}
    for entry_id, household_id, request in db.session.execute(statement):
        words = _words(request, household_id)
        if words or request.state is ChangeState.REQUESTED:
            marks.setdefault(entry_id, []).append(Mark(request, words))
    return marks


def _words(request: ChangeRequest, household_id: int) -> list[Message]:
    if request.state is not ChangeState.MADE or request.effect is None:
        return []
    sides = Effect.from_data(request.effect).sides
    return mark_words(side for side in sides if side.household_id == household_id)
