"""Do the sums that a notice is about to say agree? Each is reached a second way: by the single entries of the ledger.

What disagrees keeps the notice from being issued; the refusal names both sides, the difference and where it arises.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.core.types import whole_sum
from app.domain.areas.models import Area
from app.domain.funds import awards, rules, totals
from app.domain.funds.adding_up import Compared
from app.domain.funds.facts import Books
from app.domain.funds.models import Account, Batch, EntryKind, LedgerEntry, Roll, RollLine
from app.domain.projects.models import Project, ProjectPlace

K = EntryKind
_DISAGREES = N_(
    "%(what)s: %(left)s yuan on one side, %(right)s on the other, a difference of %(difference)s."
)
_TO_DO = N_(
    "Look at the entries of the ledger that it names, reverse what is wrong, and issue the notice then."
)


_CONTRACT_TO_DO = N_(
    "A contract that is not what was offered: reverse its entry, then enter the contract anew under another number. "
    "A supplement does not mend it."
)
_AWARD = N_("Project %(number)s: contract %(contract)s and the offer that got the work")
_COST = N_("Project %(number)s: more is given than it is to cost")
_COST_TO_DO = N_("Take back from the project what is too much, then issue the notice.")
#: what is to be done about a difference that no wrong entry makes
_SPECIAL = {_AWARD: _CONTRACT_TO_DO, _COST: _COST_TO_DO}


def why_not(compared: Sequence[Compared]) -> list[Message]:
    """Why sums keep a notice from being issued: each difference, and what to do; empty when all agree."""
    faults = [
        Message(
            _DISAGREES,
            what=one.what,
            left=rules.yuan(one.left_fen),
            right=rules.yuan(one.right_fen),
            difference=rules.yuan(abs(one.difference_fen)),
        )
        for one in compared
        if not one.agrees
    ]
    if not faults:
        return []
    found = {one.what.msgid for one in compared if not one.agrees}
    special = [Message(words) for what, words in _SPECIAL.items() if what in found]
    return [*faults, *special, *([Message(_TO_DO)] if found - _SPECIAL.keys() else [])]


def as_facts(compared: Sequence[Compared]) -> dict[str, Any]:
    """What was compared, as it is kept in the notice."""
    return {
        "ok": all(one.agrees for one in compared),
        "lines": [
            {
                **one.what.as_data(),
                "left_fen": one.left_fen,
                "right_fen": one.right_fen,
                "difference_fen": one.difference_fen,
            }
            for one in compared
        ],
    }


def compare_area(round_id: int, area: Area, said: Mapping[str, Any]) -> list[Compared]:
    """The sums of a notice of funds (``facts["funds"]``), against its own parts, the villages and the entries."""
    villages = totals.village_totals(round_id, area.path)
    over = [_compare_cost(project) for project in _projects_over(round_id, area)]
    entries = _entries_in(round_id, area)
    received = said["received_fen"]
    return [
        Compared(
            Message(N_("Received, as a sum and batch by batch")),
            received,
            sum(batch["received_fen"] for batch in said["batches"]),
        ),
        Compared(
            Message(N_("Received = paid + gone back or carried on + left")),
            received,
            said["paid_fen"] + said["gone_fen"] + said["left_fen"],
        ),
        Compared(
            Message(N_("Given to projects, as a sum and project by project")),
            said["allocated_fen"],
            sum(one["fen"] for one in said["allocations"]),
        ),
        Compared(
            Message(N_("Given to projects, as a sum and by each entry")),
            said["allocated_fen"],
            entries[K.ALLOCATION] - entries[K.RECALL],
        ),
        Compared(
            Message(N_("Paid, as a sum and by each payment")),
            said["paid_fen"],
            entries[K.PAYMENT] - entries[K.REFUND],
        ),
        Compared(
            Message(N_("Paid, as a sum and village by village")),
            said["paid_fen"],
            sum(one.paid_fen for one in villages),
        ),
        *over,
    ]


def _projects_over(round_id: int, area: Area) -> Sequence[Project]:
    """The projects with money for a place here that were given more than they are to cost."""
    below = sa.select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    here = (
        sa.select(Account.project_id)
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .where(ProjectPlace.area_id.in_(below), Account.allocated_fen > 0)
    )
    statement = sa.select(Project).where(
        Project.round_id == round_id, Project.allocated_fen > Project.budget_fen, Project.id.in_(here)
    )
    return db.session.scalars(statement.order_by(Project.id)).all()


def _compare_cost(project: Project) -> Compared:
    return Compared(Message(_COST, number=project.number), project.allocated_fen, project.budget_fen)


def compare_projects(projects: Sequence[Project], books: Books) -> list[Compared]:
    """The sums of projects: the books against each entry, batches, award and budget. Two statements for all."""
    entries = _entries_of(projects)
    first_sums = awards.load_first_sums([project.id for project in projects])
    found: list[Compared] = []
    for project in projects:
        found += _compare_project(project, entries[project.id], books)
        found += _compare_award(project, books, first_sums)
    return found


def compare_roll(roll: Roll, rows: Sequence[Mapping[str, Any]]) -> list[Compared]:
    """The amounts of a roll's lines against the roll, and against its payment where it is paid: two statements."""
    lines = db.session.scalar(sa.select(whole_sum(RollLine.amount_fen)).where(RollLine.roll_id == roll.id))
    found = [
        Compared(
            Message(N_("Roll %(number)s: the households' amounts and the total"), number=roll.number),
            sum(row["extra"]["amount_fen"] for row in rows),
            int(lines or 0),
        )
    ]
    if roll.paid_fen:
        paid = db.session.scalar(
            sa.select(whole_sum(_signed())).where(
                LedgerEntry.roll_id == roll.id, LedgerEntry.kind == K.PAYMENT
            )
        )
        back = db.session.scalar(
            sa.select(whole_sum(_signed())).where(
                LedgerEntry.roll_id == roll.id, LedgerEntry.kind == K.REFUND
            )
        )
        found.append(
            Compared(
                Message(N_("Roll %(number)s: the total and its payment"), number=roll.number),
                roll.total_fen,
                int(paid or 0) - int(back or 0),
            )
        )
    return found


def _compare_project(project: Project, entries: Mapping[EntryKind, int], books: Books) -> list[Compared]:
    accounts = books.accounts.get(project.id, [])
    number = project.number
    found = [
        Compared(
            Message(N_("Project %(number)s: given, batch by batch and by each entry"), number=number),
            sum(account.allocated_fen for account in accounts),
            entries[K.ALLOCATION] - entries[K.RECALL],
        ),
        Compared(
            Message(N_("Project %(number)s: paid, as a sum and by each payment"), number=number),
            project.paid_fen,
            entries[K.PAYMENT] - entries[K.REFUND],
        ),
    ]
    if project.allocated_fen > project.budget_fen:
        found.append(_compare_cost(project))
    return found


def _compare_award(project: Project, books: Books, first_sums: Mapping[int, int]) -> list[Compared]:
    """The contract that followed a tender against the offer that got the work; supplements are left out."""
    award = awards.find_award(project)
    if award is None:
        return []
    return [
        Compared(
            Message(
                _AWARD,
                number=project.number,
                contract=contract.number,
            ),
            first_sums.get(contract.id, contract.amount_fen),
            award.offer_fen,
        )
        for contract in books.contracts.get(project.id, [])
        if contract.tender_id == award.tender_id
    ]


def _entries_of(projects: Sequence[Project]) -> dict[int, dict[EntryKind, int]]:
    rows = db.session.execute(
        sa.select(LedgerEntry.project_id, LedgerEntry.kind, whole_sum(_signed()))
        .where(LedgerEntry.project_id.in_([project.id for project in projects]))
        .group_by(LedgerEntry.project_id, LedgerEntry.kind)
    )
    found: dict[int, dict[EntryKind, int]] = defaultdict(lambda: dict.fromkeys(K, 0))
    for project_id, kind, fen in rows:
        if project_id is not None:
            found[project_id][kind] = int(fen)
    return found


def _entries_in(round_id: int, area: Area) -> dict[EntryKind, int]:
    below = sa.select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    of_round = sa.select(Batch.id).where(Batch.round_id == round_id)
    rows = db.session.execute(
        sa.select(LedgerEntry.kind, whole_sum(_signed()))
        .where(LedgerEntry.area_id.in_(below), LedgerEntry.batch_id.in_(of_round))
        .group_by(LedgerEntry.kind)
    )
    return dict.fromkeys(K, 0) | {kind: int(fen) for kind, fen in rows}


def _signed() -> sa.ColumnElement[int]:
    return sa.case((LedgerEntry.reverses_id.is_(None), LedgerEntry.amount_fen), else_=-LedgerEntry.amount_fen)
