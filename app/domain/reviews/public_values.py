"""Public values that draws wait for: recording one, withdrawing a slip of the pen, and reading them.

A value is typed in once for all draws that wait for it. Both what stands and what was withdrawn are public.
"""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.rows import get_row
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import draws
from app.domain.reviews.models import PublicValue, Sample
from app.domain.rounds.models import Round, RoundState
from app.domain.rounds.queries import list_rounds

LONGEST = 120
#: the states in which a list waits for its draw, or soon will: by the notice that its draw follows
WAITING = {
    NoticeKind.FIRST_NOTICE: (ListState.FIRST_NOTICE, ListState.TOWNSHIP_REVIEW),
    NoticeKind.SECOND_NOTICE: (ListState.SECOND_NOTICE, ListState.COUNTY_REVIEW),
}


@dataclass(frozen=True)
class Awaited:
    """A value that lists wait for: whose, of which source and day, and which lists."""

    area: Area
    source: str
    day: dt.date
    lists: tuple[CandidateList, ...]

    @property
    def is_due(self) -> bool:
        """Its day has come, so that it can be recorded."""
        return self.day <= clock.today()

    @property
    def is_urgent(self) -> bool:
        """A list that waits for it is under review already."""
        return any(one.state in (ListState.TOWNSHIP_REVIEW, ListState.COUNTY_REVIEW) for one in self.lists)


def plain(value: str) -> str:
    """A value as it enters the seed: full-width characters made plain, without blanks. ``３ ５ １`` is ``351``."""
    return "".join(unicodedata.normalize("NFKC", value).split())


def record_public_value(*, actor: Actor, area: Area, source: str, day: dt.date, value: str) -> PublicValue:
    """Record what *source* published on *day*, for every draw of the county that waits for it.

    Raises :class:`Invalid` for a day to come, for an empty value, and when one stands already.
    """
    if actor.id is None or not can(actor, Permission.PUBLIC_VALUE_RECORD, area):
        raise Forbidden()
    source, text = source.strip(), plain(value)
    if not source or len(source) > LONGEST:
        raise Invalid(Message(N_("Please say where the value was published.")), "source")
    if not text or len(text) > LONGEST:
        raise Invalid(Message(N_("Please enter the value as it was published.")), "value")
    if day > clock.today():
        raise Invalid(Message(N_("A value of a day to come cannot be known yet.")), "day")
    if draws.find_public_value(area.id, source, day) is not None:
        raise Invalid(Message(N_("The value of this source and day is recorded already.")), "day")
    recorded = PublicValue(
        area=area, source=source, day=day, value=text, recorded_by_id=actor.id, recorded_at=clock.now()
    )
    db.session.add(recorded)
    db.session.flush()
    audit.record("public_value_recorded", actor=actor, subject=recorded, day=day.isoformat(), value=text)
    db.session.flush()
    return recorded


def withdraw_public_value(*, actor: Actor, public_value: PublicValue, reason: str) -> None:
    """Withdraw a slip of the pen, with its reason. Raises :class:`Refused` once a sample was drawn from it."""
    if not can(actor, Permission.PUBLIC_VALUE_RECORD, public_value):
        raise Forbidden()
    draws.lock_public_value(public_value)
    if public_value.withdrawn_at is not None:
        raise Refused([Message(N_("This value is withdrawn already."))])
    if count_draws([public_value.id]).get(public_value.id):
        raise Refused([Message(N_("A sample was drawn from this value; it can no longer be changed."))])
    if not reason.strip():
        raise Invalid(Message(N_("Please give the reason.")), "reason")
    public_value.withdrawn_at, public_value.withdrawal_reason = clock.now(), reason.strip()
    audit.record(
        "public_value_withdrawn",
        actor=actor,
        subject=public_value,
        reason=reason.strip(),
        day=public_value.day.isoformat(),
    )
    db.session.flush()


def get_public_value(value_id: int) -> PublicValue:
    """One value; raises :class:`NotFound`."""
    return get_row(PublicValue, value_id)


def list_public_values(limit: int = 200) -> Sequence[tuple[PublicValue, str]]:
    """The values with who recorded them, withdrawn ones as well, the latest day first."""
    rows = db.session.execute(
        sa.select(PublicValue, User.name)
        .join(User, User.id == PublicValue.recorded_by_id)
        .order_by(PublicValue.day.desc(), PublicValue.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def count_draws(value_ids: Sequence[int]) -> dict[int, int]:
    """value id -> how many samples were drawn from it."""
    rows = db.session.execute(
        sa.select(Sample.public_value_id, sa.func.count())
        .where(Sample.public_value_id.in_(value_ids))
        .group_by(Sample.public_value_id)
    )
    return {value_id: int(number) for value_id, number in rows if value_id is not None}


def list_sources(actor: Actor) -> list[tuple[Area, str]]:
    """The areas and sources for which *actor* may record values: those of the rounds that ask for one."""
    rounds = list_rounds()
    found = {
        (round_.area_id, round_.policy.sample_value_source.strip()): round_.area
        for round_ in rounds
        if round_.policy.sample_value_source.strip()
        and can(actor, Permission.PUBLIC_VALUE_RECORD, round_.area)
    }
    return [(area, source) for (_area_id, source), area in found.items()]


def list_awaited(actor: Actor) -> list[Awaited]:
    """The values that lists within the actor's areas wait for and nobody recorded yet, the earliest day first."""
    paths = actor.paths_for(Permission.CANDIDATE_LIST_VIEW)
    rows = db.session.execute(
        sa.select(Notice, CandidateList)
        .join(CandidateList, CandidateList.id == Notice.list_id)
        .join(Round, Round.id == Notice.round_id)
        .join(Area, Area.id == Notice.village_id)
        .where(
            sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)),
            Notice.withdrawn_at.is_(None),
            Round.state == RoundState.OPEN,
            sa.or_(
                *(
                    sa.and_(Notice.kind == kind, CandidateList.state.in_(states))
                    for kind, states in WAITING.items()
                )
            ),
        )
        .order_by(Notice.issued_on, Notice.id)
    ).all()
    recorded = {
        (value.area_id, value.source, value.day)
        for value in db.session.scalars(sa.select(PublicValue).where(PublicValue.withdrawn_at.is_(None)))
    }
    waiting: dict[tuple[int, str, dt.date], list[CandidateList]] = {}
    areas: dict[int, Area] = {}
    for notice, candidate_list in rows:
        round_ = candidate_list.round
        source = round_.policy.sample_value_source.strip()
        day = notice.issued_on + dt.timedelta(days=round_.policy.sample_value_days)
        key = (round_.area_id, source, day)
        if source and key not in recorded:
            areas[round_.area_id] = round_.area
            waiting.setdefault(key, []).append(candidate_list)
    return [
        Awaited(areas[area_id], source, day, tuple(lists))
        for (area_id, source, day), lists in sorted(waiting.items(), key=lambda item: item[0][2])
    ]
