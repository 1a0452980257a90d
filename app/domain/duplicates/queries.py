"""Reading pairs: one, pages of them, those of a household, those that keep a list from being posted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.core.db import db
from app.core.messages import N_, Message
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, lock_row
from app.domain.areas.models import Area
from app.domain.duplicates.models import OF_A_PERSON, DuplicateGround, DuplicateOutcome, DuplicatePair
from app.domain.households.bulk import chunks
from app.domain.households.models import Household, Member
from app.domain.kinship import queries as kinship

P = DuplicatePair
MOST_ELSEWHERE = 100
#: open first, then those decided to be one person, then the others, at last those that are gone
_RANK = sa.case(
    (P.gone_at.is_not(None), 3),
    (P.outcome.is_(None), 0),
    (P.outcome == DuplicateOutcome.SAME, 1),
    else_=2,
)
_WEIGHT = sa.case(
    *(
        (P.ground == ground, place)
        for place, ground in enumerate((*OF_A_PERSON, DuplicateGround.BANK_ACCOUNT))
    )
)
_STANDING = sa.and_(P.gone_at.is_(None), sa.or_(P.outcome.is_(None), P.outcome == DuplicateOutcome.SAME))
_BLOCKING = sa.and_(
    P.gone_at.is_(None),
    sa.or_(
        sa.and_(P.outcome.is_(None), P.ground.in_(OF_A_PERSON)),
        P.outcome == DuplicateOutcome.SAME,
    ),
)
_WITH_SIDES = (
    joinedload(P.first).options(joinedload(Household.village), joinedload(Household.group)),
    joinedload(P.second).options(joinedload(Household.village), joinedload(Household.group)),
    joinedload(P.first_member),
    joinedload(P.second_member),
)

#: what a list of pairs may be narrowed to
STATES = ("open", "decided", "gone")


@dataclass(frozen=True)
class Elsewhere:
    """Somebody of a workbook who stands in another household of the register."""

    household_no: str
    id_number: str
    village_zh: str
    village_en: str | None
    head_name: str
    other_no: str


def get_pair(pair_id: int) -> DuplicatePair:
    """One pair with both households; raises ``NotFound``."""
    return get_only(sa.select(P).where(P.id == pair_id).options(*_WITH_SIDES))


def lock_pair(pair_id: int) -> DuplicatePair:
    """The same as it stands now in the database, held until the transaction ends."""
    return lock_row(P, pair_id)


def page_pairs(
    actor: Actor,
    *,
    place: Area | None = None,
    ground: DuplicateGround | None = None,
    state: str = "",
    number: int = 1,
) -> Page[DuplicatePair]:
    """Pairs with a household in the actor's area (or in *place*), open ones first, then by weight of the ground."""
    statement = _visible(sa.select(P), actor, place).options(*_WITH_SIDES)
    if ground is not None:
        statement = statement.where(P.ground == ground)
    if state == "open":
        statement = statement.where(P.gone_at.is_(None), P.outcome.is_(None))
    elif state == "decided":
        statement = statement.where(P.gone_at.is_(None), P.outcome.is_not(None))
    elif state == "gone":
        statement = statement.where(P.gone_at.is_not(None))
    return paginate(statement.order_by(_RANK, _WEIGHT, P.id), number)


def count_open_for(actor: Actor) -> int:
    """How many pairs within the actor's area nobody has decided on."""
    visible = _visible(sa.select(P.id), actor, None)
    open_ = visible.where(P.gone_at.is_(None), P.outcome.is_(None)).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(open_)) or 0


def list_pairs_of(household_id: int) -> Sequence[DuplicatePair]:
    """The pairs of one household that are open or decided to be one person, with both sides."""
    statement = (
        sa.select(P)
        .where(_STANDING, sa.or_(P.first_id == household_id, P.second_id == household_id))
        .options(*_WITH_SIDES)
        .order_by(_RANK, _WEIGHT, P.id)
    )
    return db.session.scalars(statement).all()


def count_open_of(household_ids: Collection[int]) -> int:
    """How many undecided pairs these households stand in, whatever their number in portions of one statement."""
    found: set[int] = set()
    for ids in chunks(set(household_ids)):
        statement = sa.select(P.id).where(
            P.gone_at.is_(None), P.outcome.is_(None), sa.or_(P.first_id.in_(ids), P.second_id.in_(ids))
        )
        found.update(db.session.scalars(statement))
    return len(found)


def list_blocking(household_ids: sa.Select[int], most: int) -> tuple[int, Sequence[DuplicatePair]]:
    """How many pairs keep these households from being posted, and the first *most* of them."""
    among = sa.or_(P.first_id.in_(household_ids), P.second_id.in_(household_ids))
    total = db.session.scalar(sa.select(sa.func.count(P.id)).where(_BLOCKING, among)) or 0
    if not total:
        return 0, ()
    statement = sa.select(P).where(_BLOCKING, among).options(*_WITH_SIDES).order_by(_RANK, _WEIGHT, P.id)
    return total, db.session.scalars(statement.limit(most)).all()


def count_doubtful(household_ids: sa.Select[int]) -> int:
    """How many open pairs of these households share only a telephone or an account: those only warn."""
    among = sa.or_(P.first_id.in_(household_ids), P.second_id.in_(household_ids))
    statement = sa.select(sa.func.count(P.id)).where(
        among, P.gone_at.is_(None), P.outcome.is_(None), P.ground.not_in(OF_A_PERSON)
    )
    return db.session.scalar(statement) or 0


def list_elsewhere(households: Collection[tuple[str, Collection[str]]]) -> list[Elsewhere]:
    """Who of these (household number, identity numbers of its people) stands in a household not among them.

    At most ``MOST_ELSEWHERE`` are listed; one statement a portion of people.
    """
    at = {number: household_no for household_no, numbers in households for number in numbers}
    own = {household_no for household_no, _ in households}
    found: list[Elsewhere] = []
    numbers = sorted(at)
    for start in range(0, len(numbers), 400):
        rows = db.session.execute(
            sa.select(
                Member.id_number, Household.household_no, Household.head_name, Area.name_zh, Area.name_en
            )
            .join(Household, Household.id == Member.household_id)
            .join(Area, Area.id == Household.village_id)
            .where(Member.id_number.in_(numbers[start : start + 400]))
            .order_by(Household.household_no, Member.id)
        )
        for number, other_no, head_name, name_zh, name_en in rows:
            if number and other_no not in own:
                found.append(Elsewhere(at[number], number, name_zh, name_en, head_name, other_no))
        if len(found) >= MOST_ELSEWHERE:
            break
    return found[:MOST_ELSEWHERE]


def list_blockers(actor: Actor, pair: DuplicatePair) -> list[Message]:
    """Why nobody, or not this person, may decide on *pair* now."""
    blockers = []
    if pair.gone_at is not None:
        blockers.append(
            Message(N_("The two households no longer have this in common; nothing is to be decided."))
        )
    relatives = kinship.relatives_of([pair.first_id, pair.second_id])
    seen = [message for one in relatives.values() for message in one.blockers(actor)]
    return blockers + [message for place, message in enumerate(seen) if message not in seen[:place]]


def _visible(statement: sa.Select[Any], actor: Actor, place: Area | None) -> sa.Select[Any]:
    """Narrowed to pairs with a side in *place* and a side that the actor reaches."""
    first, second = aliased(Household), aliased(Household)
    one, two = aliased(Area), aliased(Area)
    statement = (
        statement.join(first, first.id == P.first_id)
        .join(second, second.id == P.second_id)
        .join(one, one.id == first.village_id)
        .join(two, two.id == second.village_id)
    )
    paths = actor.paths_for(Permission.DUPLICATE_VIEW)
    reached = [area.path.startswith(path, autoescape=True) for path in paths for area in (one, two)]
    statement = statement.where(sa.or_(sa.false(), *reached))
    if place is not None:
        inside = [area.path.startswith(place.path, autoescape=True) for area in (one, two)]
        statement = statement.where(sa.or_(*inside))
    return statement
