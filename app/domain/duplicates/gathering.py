"""Who holds the same identity number, name and birth, telephone or bank account: set by set, in a few statements.

Lives here: reading. Does not live here: which of them become pairs (``rules.py``), keeping them (``service.py``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core.db import db
from app.core.keyed import fingerprint
from app.domain.duplicates.models import DuplicateGround
from app.domain.duplicates.rules import Holding
from app.domain.households.models import Household, Member

G = DuplicateGround


def gather(ids: Sequence[int]) -> list[Holding]:
    """All who hold something that also one of these households holds (they themselves among them): four statements."""
    return [
        *_same_id_number(ids),
        *_same_name_and_birth(ids),
        *_same(G.TELEPHONE, Household.telephone, ids),
        *_same(G.BANK_ACCOUNT, Household.bank_account, ids),
    ]


def _same_id_number(ids: Sequence[int]) -> Iterator[Holding]:
    mine = sa.select(Member.id_number).where(Member.household_id.in_(ids), Member.id_number != "")
    rows = db.session.execute(
        sa.select(Member.id_number, Member.household_id, Member.id)
        .where(Member.id_number.in_(mine))
        .order_by(Member.id)
    )
    for number, held in _shared(((number, *rest) for number, *rest in rows)):
        mark = fingerprint("duplicate/id", number)
        yield from (Holding(G.ID_NUMBER, mark, household_id, member_id) for household_id, member_id in held)


def _same_name_and_birth(ids: Sequence[int]) -> Iterator[Holding]:
    """Name and birth together. Where both sides have the same identity number, that number says it already."""
    mine, other = aliased(Member), aliased(Member)
    rows = db.session.execute(
        sa.select(other.name, other.born_on, other.household_id, other.id, other.id_number)
        .join(mine, sa.and_(other.name == mine.name, other.born_on == mine.born_on))
        .where(mine.household_id.in_(ids))
        .distinct()
        .order_by(other.id)
    )
    for (name, born_on), held in _shared((((name, born_on), *rest) for name, born_on, *rest in rows)):
        mark = fingerprint("duplicate/name", name, f"{born_on}")
        for household_id, member_id, number in held:
            covered = fingerprint("duplicate/id", number) if number else None
            yield Holding(G.NAME_AND_BIRTH, mark, household_id, member_id, covered)


def _same(
    ground: DuplicateGround, column: InstrumentedAttribute[str | None], ids: Sequence[int]
) -> Iterator[Holding]:
    mine = sa.select(column).where(Household.id.in_(ids), column != "")
    rows = db.session.execute(sa.select(column, Household.id).where(column.in_(mine)).order_by(Household.id))
    for value, held in _shared(((value, household_id) for value, household_id in rows)):
        mark = fingerprint(f"duplicate/{ground.value}", value)
        yield from (Holding(ground, mark, household_id) for (household_id,) in held)


def _shared(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, list[tuple[Any, ...]]]]:
    """Each value (first in its row) that several households hold, with the rest of its rows, household first."""
    found: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for value, *rest in rows:
        found[value].append(tuple(rest))
    for value, held in found.items():
        if len({one[0] for one in held}) > 1:
            yield value, held
