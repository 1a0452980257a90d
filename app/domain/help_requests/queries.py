"""Reading households' own requests, the terms that hold for a village now, and who in the register may be meant."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.audit import Event, subject_key
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only
from app.domain.areas.models import Area
from app.domain.calendars.queries import load_calendar
from app.domain.help_requests.models import HelpRequest, RequestState
from app.domain.help_requests.rules import Standing
from app.domain.households.models import Household
from app.domain.policies import queries as policy_queries
from app.domain.policies.loader import list_shipped
from app.domain.policies.rules import Policy
from app.domain.rounds.models import Round, RoundKind, RoundState
from app.domain.rounds.queries import list_open_rounds

S = RequestState
_WITH = (
    joinedload(HelpRequest.village),
    joinedload(HelpRequest.group),
    joinedload(HelpRequest.household),
    joinedload(HelpRequest.application),
)
#: how long the offices above are reminded that a request was answered with no
LOOKED_AT_FOR = dt.timedelta(days=30)


@dataclass(frozen=True)
class Terms:
    """What holds for a request that comes in today: the open round, if there is one, and the last days."""

    round: Round | None
    policy: Policy
    visit_due_on: dt.date
    answer_due_on: dt.date | None


@dataclass
class Counted:
    """Requests of a village: those that wait, of these the late ones, and those lately answered with no."""

    waiting: int = 0
    late: int = 0
    refused: int = 0
    next_due_on: dt.date | None = None


def get_request(number: str) -> HelpRequest:
    """The request of a number; raises :class:`NotFound`."""
    return get_only(sa.select(HelpRequest).where(HelpRequest.number == number).options(*_WITH))


def find_request(number: str) -> HelpRequest | None:
    """The request of a number, or nothing."""
    return db.session.scalar(sa.select(HelpRequest).where(HelpRequest.number == number).options(*_WITH))


def find_by_code(code_key: str) -> HelpRequest | None:
    """The request on whose receipt the code with this fingerprint stands."""
    return db.session.scalar(sa.select(HelpRequest).where(HelpRequest.code_key == code_key).options(*_WITH))


def find_of_application(application_id: int) -> HelpRequest | None:
    """The request that became an application, the latest if there were several."""
    statement = sa.select(HelpRequest).where(HelpRequest.application_id == application_id)
    return db.session.scalar(statement.options(*_WITH).order_by(HelpRequest.id.desc()).limit(1))


def page_requests(
    actor: Actor, *, states: Collection[RequestState], village_id: int | None = None, number: int = 1
) -> Page[HelpRequest]:
    """Requests within the actor's areas in one of *states*: those that wait the longest first, others the latest."""
    paths = actor.paths_for(Permission.HELP_REQUEST_VIEW)
    statement = (
        sa.select(HelpRequest)
        .join(Area, Area.id == HelpRequest.village_id)
        .where(
            sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)), HelpRequest.state.in_(states)
        )
        .options(*_WITH)
    )
    if village_id is not None:
        statement = statement.where(HelpRequest.village_id == village_id)
    if set(states) == {S.RECEIVED}:
        next_due = sa.case(
            (HelpRequest.visited_on.is_(None), HelpRequest.visit_due_on), else_=HelpRequest.answer_due_on
        )
        statement = statement.order_by(next_due.is_(None), next_due, HelpRequest.id)
    else:
        statement = statement.order_by(HelpRequest.id.desc())
    return paginate(statement, number)


def count_by_state(actor: Actor) -> dict[RequestState, int]:
    """How many requests of the actor's areas are in each state."""
    paths = actor.paths_for(Permission.HELP_REQUEST_VIEW)
    rows = db.session.execute(
        sa.select(HelpRequest.state, sa.func.count())
        .join(Area, Area.id == HelpRequest.village_id)
        .where(sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)))
        .group_by(HelpRequest.state)
    )
    return {state: int(number) for state, number in rows}


def load_terms(village: Area) -> Terms:
    """The terms for a request of *village* that comes in today."""
    today, calendar = clock.today(), load_calendar()
    round_ = next(iter(list_open_rounds(village)), None)
    policy = round_.policy if round_ is not None else _policy_in_force(village, today)
    return Terms(
        round=round_,
        policy=policy,
        visit_due_on=policy.help_request_visit_due_on(today, calendar),
        answer_due_on=policy.help_request_answer_due_on(today, calendar) if round_ is not None else None,
    )


def _policy_in_force(village: Area, on: dt.date) -> Policy:
    """The policy of the village on a day; before any was adopted the newest one that is shipped."""
    profile = policy_queries.find_in_force(village, on)
    return Policy.from_values(profile.values if profile is not None else list_shipped()[-1].values)


def load_standing(request: HelpRequest) -> Standing:
    """One request with its days as they count now."""
    return load_standings([request])[request.id]


def load_standings(requests: Sequence[HelpRequest]) -> dict[int, Standing]:
    """request id -> its days as they count now; at most three statements for any number."""
    due = _begun_since({one.id: one.village.path for one in requests if one.answer_due_on is None})
    today = clock.today()
    return {one.id: Standing(one, one.answer_due_on or due.get(one.id), today) for one in requests}


def _begun_since(paths: dict[int, str]) -> dict[int, dt.date]:
    """Key -> last day for the answer, of those that waited for a round: the days began when it opened."""
    if not paths:
        return {}
    statement = sa.select(Round).where(Round.state == RoundState.OPEN, Round.kind == RoundKind.IDENTIFICATION)
    rounds = db.session.scalars(statement.order_by(Round.opened_on.desc(), Round.id.desc())).all()
    calendar, found = load_calendar(), {}
    for key, path in paths.items():
        round_ = next((one for one in rounds if path.startswith(one.area.path)), None)
        if round_ is not None:
            found[key] = round_.policy.help_request_answer_due_on(round_.opened_on, calendar)
    return found


def load_counts(villages: Sequence[Area]) -> dict[int, Counted]:
    """village id -> how many requests wait, are late, and were lately answered with no."""
    today, path_of = clock.today(), {village.id: village.path for village in villages}
    rows = db.session.execute(
        sa.select(
            HelpRequest.id,
            HelpRequest.village_id,
            HelpRequest.state,
            HelpRequest.visit_due_on,
            HelpRequest.visited_on,
            HelpRequest.answer_due_on,
        )
        .where(
            HelpRequest.village_id.in_(path_of),
            sa.or_(
                HelpRequest.state == S.RECEIVED,
                sa.and_(HelpRequest.state == S.ANSWERED_NO, HelpRequest.ended_on >= today - LOOKED_AT_FOR),
            ),
        )
        .order_by(HelpRequest.id)
    ).all()
    waiting = [row for row in rows if row.state is S.RECEIVED]
    due = _begun_since({row.id: path_of[row.village_id] for row in waiting if row.answer_due_on is None})
    found: dict[int, Counted] = {}
    for row in rows:
        counted = found.setdefault(row.village_id, Counted())
        if row.state is not S.RECEIVED:
            counted.refused += 1
            continue
        answer_due_on = row.answer_due_on or due.get(row.id)
        next_due_on = row.visit_due_on if row.visited_on is None else answer_due_on
        counted.waiting += 1
        counted.late += any(
            day is not None and day < today
            for day in (row.visit_due_on if row.visited_on is None else None, answer_due_on)
        )
        if next_due_on is not None:
            counted.next_due_on = min(counted.next_due_on or next_due_on, next_due_on)
    return found


def list_meant_households(request: HelpRequest) -> Sequence[Household]:
    """Households of the village that may have sent it: the same head, or the same telephone; by number."""
    same = [Household.head_name == request.head_name]
    if request.telephone:
        same.append(Household.telephone == request.telephone)
    statement = sa.select(Household).where(Household.village_id == request.village_id, sa.or_(*same))
    return db.session.scalars(
        statement.options(joinedload(Household.group)).order_by(Household.household_no)
    ).all()


def list_alike(request: HelpRequest) -> Sequence[HelpRequest]:
    """Other requests of the same village by somebody of this name, the latest first."""
    statement = sa.select(HelpRequest).where(
        HelpRequest.village_id == request.village_id,
        HelpRequest.head_name == request.head_name,
        HelpRequest.id != request.id,
    )
    return db.session.scalars(statement.options(*_WITH).order_by(HelpRequest.id.desc())).all()


def find_sending_back(request: HelpRequest) -> Event | None:
    """The last time that the request was sent back to the village, with the reason."""
    statement = sa.select(Event).where(
        Event.subject == subject_key(request), Event.name == "help_request_reopened"
    )
    return db.session.scalars(statement.order_by(Event.id.desc()).limit(1)).first()
