"""Who may settle what a household denies: the township, or, where it paid all of it itself, the county at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import Message
from app.core.roles import Role
from app.domain.accounts.models import User
from app.domain.accounts.queries import list_staff_over
from app.domain.deliveries import rules
from app.domain.deliveries.models import Delivery
from app.domain.funds.models import EntryKind, LedgerEntry, Roll

#: who settles first, and to whom it goes where nobody of these may
FIRST, ABOVE = (Role.TOWNSHIP_REVIEWER,), (Role.COUNTY_APPROVER,)


@dataclass(frozen=True)
class Settlers:
    """Who is left to settle a denial: everybody of that level but those who entered the payment.

    *is_for_county*: everybody in the township did. *payers* are all who ever entered it.
    """

    free: tuple[User, ...] = ()
    payers: frozenset[int] = frozenset()
    is_for_county: bool = False

    @property
    def names(self) -> str:
        """Their names, for a sentence."""
        return "、".join(user.name for user in self.free)

    def why_not_settled(self, denial: Delivery, actor_id: int | None) -> list[Message]:
        """Why this account may not settle *denial* now; empty when it may, as far as it has the right."""
        return rules.why_not_settled(
            denial, actor_id, self.payers, self.names, is_for_county=self.is_for_county
        )


def list_payers(roll: Roll) -> set[int]:
    """Who ever entered a payment of a roll, also one that was reversed and entered again by somebody else.

    Of goods: who noted that they were handed out.
    """
    return _load_payers([roll])[roll.id]


def load_settlers(denials: Sequence[Delivery]) -> dict[int, Settlers]:
    """denial id -> who is left to settle it."""
    payers = _load_payers([one.line.roll for one in denials])
    staff: dict[str, tuple[Sequence[User], Sequence[User]]] = {}
    found = {}
    for one in denials:
        path = one.area_path
        if path not in staff:
            staff[path] = list_staff_over(path, FIRST), list_staff_over(path, ABOVE)
        found[one.id] = _settlers(*staff[path], payers[one.line.roll_id])
    return found


def _settlers(first: Sequence[User], above: Sequence[User], payers: Collection[int]) -> Settlers:
    free = tuple(user for user in first if user.id not in payers)
    is_for_county = bool(first) and not free
    if not free:
        free = tuple(user for user in above if user.id not in payers)
    return Settlers(free, frozenset(payers), is_for_county)


def _load_payers(rolls: Sequence[Roll]) -> dict[int, set[int]]:
    """roll id -> who ever entered a payment of it, or noted that its goods were handed out."""
    found: dict[int, set[int]] = defaultdict(set)
    for roll in rolls:
        found[roll.id] |= {roll.handed_out_by_id} if roll.handed_out_by_id is not None else set()
    rows = db.session.execute(
        sa.select(LedgerEntry.roll_id, LedgerEntry.recorded_by_id).where(
            LedgerEntry.roll_id.in_({roll.id for roll in rolls}),
            LedgerEntry.kind == EntryKind.PAYMENT,
            LedgerEntry.reverses_id.is_(None),
        )
    )
    for roll_id, user_id in rows:
        if roll_id is not None:
            found[roll_id].add(user_id)
    return found
