"""Taking a workbook of helpers back: what was changed since stays as it is, everything else is as it was before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.core.db import db
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.domain.households.models import Household
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, PairingImport

#: how many lines that stay are named one by one
NAMED = 200
IN_THE_WAY = N_("Household %(number)s (%(head)s): the pairing with %(name)s was changed since.")
NO_WAY_BACK = N_("Household %(number)s (%(head)s): its helper before %(name)s has left.")


@dataclass(frozen=True)
class Kept:
    """Lines of a workbook that taking it back leaves: how many, the first of them, how many others go."""

    number: int
    lines: Sequence[Pairing]
    others: int

    @property
    def problems(self) -> list[Message]:
        """What stands in the way, household by household."""
        return [
            Message(
                NO_WAY_BACK if one.ended_on is None else IN_THE_WAY,
                number=one.household.household_no,
                head=one.household.head_name,
                name=one.helper.name,
            )
            for one in self.lines
        ]


def get_kept(run: PairingImport) -> Kept:
    """What was changed since *run* was taken over, by household number. Two statements."""
    stays = _stays(run)
    numbers = sa.select(
        sa.func.count().filter(stays),
        sa.func.count().filter(~stays),
    ).where(Pairing.import_id == run.id)
    number, others = db.session.execute(numbers).one()
    named = (
        sa.select(Pairing)
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.import_id == run.id, stays)
        .options(joinedload(Pairing.household), joinedload(Pairing.helper))
        .order_by(Household.household_no, Pairing.id)
        .limit(NAMED)
    )
    return Kept(number, db.session.scalars(named).all() if number else (), others)


def something_left(attempt: Attempt) -> Iterable[Message]:
    """Something of the workbook is still as it left it; else each line that was changed is named."""
    kept = get_kept(attempt.subject)
    if kept.number and not kept.others:
        yield from kept.problems


def take_back(run: PairingImport) -> int:
    """Delete what the workbook brought and reopen what it ended, but for what stays; how many pairings that were."""
    taken = db.session.scalars(
        sa.delete(Pairing)
        .where(Pairing.import_id == run.id, ~_stays(run))
        .returning(Pairing.id)
        .execution_options(synchronize_session=False)
    ).all()
    left = aliased(Pairing)
    replaced = sa.exists().where(
        left.household_id == Pairing.household_id, left.role == Pairing.role, left.import_id == run.id
    )
    db.session.execute(
        sa.update(Pairing)
        .where(Pairing.ended_by_import_id == run.id, ~replaced)
        .values(ended_on=None, end_reason="", ended_by_import_id=None)
        .execution_options(synchronize_session=False)
    )
    _remove_unused(run)
    return len(taken)


def _stays(run: PairingImport) -> sa.ColumnElement[bool]:
    """The condition that a line of *run* stays: it was ended since, or who helped before has left meanwhile."""
    before, gone = aliased(Pairing), aliased(Helper)
    no_way_back = (
        sa.exists()
        .where(before.household_id == Pairing.household_id, before.role == Pairing.role)
        .where(before.ended_by_import_id == run.id)
        .where(gone.id == before.helper_id, gone.left_on.is_not(None))
    )
    return sa.or_(Pairing.ended_on.is_not(None), no_way_back)


def _remove_unused(run: PairingImport) -> None:
    """Delete the helpers and units that came with *run*, but for those who are needed by others now."""
    helps = sa.exists().where(Pairing.helper_id == Helper.id)
    has_people = sa.exists().where(Helper.unit_id == HelpingUnit.id)
    for statement in (
        sa.delete(Helper).where(Helper.import_id == run.id, ~helps),
        sa.delete(HelpingUnit).where(HelpingUnit.import_id == run.id, ~has_people),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
