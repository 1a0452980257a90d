"""What a finance office's workbook amounts to: new batches, contracts and rolls, the entries, and every finding.

Lives here: :func:`plan`, from rows to a :class:`Plan`, without the database. Does not live here: reading the cells
(``workbook_reading.py``), rolls (``workbook_rolls.py``), the balance (``workbook_booking.py``), saving.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from stdnum.cn import uscc

from app.core.messages import N_, Message
from app.domain.funds import rules
from app.domain.funds import workbook_columns as columns
from app.domain.funds.contracts import SUPPLEMENT
from app.domain.funds.models import EntryKind
from app.domain.funds.shown import names_a_person
from app.domain.funds.workbook_booking import Planned, Tally, Trial
from app.domain.funds.workbook_columns import Sheet
from app.domain.funds.workbook_doubts import look
from app.domain.funds.workbook_ground import BatchRef, ContractRef, Ground, PlaceRef, ProjectRef, RollRef
from app.domain.funds.workbook_places import Places
from app.domain.funds.workbook_reading import Reading, Row
from app.domain.funds.workbook_rolls import Households, plan_rolls

_CORRECT = Message(N_("Correct this cell."))
_ELSEWHERE = Message(N_("Take the row out, or hand the workbook in for the area where it belongs."))
#: the field of the cell, what is wrong, what to do
Fault = tuple[str, Message, Message]


@dataclass(slots=True)
class Plan:
    """The whole workbook held against the ledger."""

    reading: Reading
    trial: Trial
    batches: list[BatchRef] = field(default_factory=list)
    contracts: list[ContractRef] = field(default_factory=list)
    rolls: list[RollRef] = field(default_factory=list)

    @property
    def entries(self) -> list[Planned]:
        """What would be entered, in the order in which it is."""
        return self.trial.entries

    @property
    def tallies(self) -> dict[Sheet, Tally]:
        """How many rows of each sheet are new."""
        return self.trial.tallies

    @property
    def is_blocked(self) -> bool:
        """Whether something must be put right first."""
        return any(severity == "blocking" and count for severity, count in self.reading.log.counts.items())


def plan(reading: Reading, ground: Ground, households: Households, today: dt.date) -> Plan:
    """Hold the rows against the books; the sums of *ground* are then as they would be."""
    return _Planner(reading, ground, households, today).plan()


class _Planner:
    def __init__(self, reading: Reading, ground: Ground, households: Households, today: dt.date) -> None:
        self.ground, self.today, self.households = ground, today, households
        self.trial = Trial(reading, ground)
        self.made = Plan(reading, self.trial)
        self.places = Places(ground, self.trial)
        self.rolls: dict[str, RollRef] = {}
        self.late: list[tuple[Planned, Sheet]] = []

    def plan(self) -> Plan:
        """All sheets in the order in which they are entered; what is taken back comes last."""
        rows_of = self.made.reading.rows_of
        for row in rows_of(Sheet.BATCHES):
            self._batch(row)
        for row in rows_of(Sheet.ALLOCATIONS):
            self._allocation(row)
        for row in rows_of(Sheet.CONTRACTS):
            self._contract(row)
        self.rolls, self.made.rolls = plan_rolls(
            rows_of(Sheet.ROLLS), self.places, self.trial, self.households, self.today
        )
        for row in rows_of(Sheet.PAYMENTS):
            self._payment(row)
        for planned, sheet in self.late:
            self.trial.book(planned, sheet)
        look(self.ground, self.trial)
        return self.made

    # --- batches -----------------------------------------------------------------------------------------------------

    def _batch(self, row: Row) -> None:
        values = row.values
        if {"name", "document_no", "document_on", "level", "purpose"} & row.faulty:
            return
        level = columns.LEVELS.get(values["level"].removesuffix("资金"))
        if level is None:
            words = "、".join(columns.LEVEL_WORDS.values())
            advice = Message(N_("Write one of: %(allowed)s"), allowed=words)
            self.trial.complain(row, "level", Message(N_("This level is not known.")), advice)
            return
        if not self._is_past(row, "document_on"):
            return
        label = values.get("batch", "")
        batch = self.places.batch_of(label, values["document_no"], values["name"])
        if batch is None:
            batch = BatchRef(
                None,
                label or values["document_no"],
                self.ground.area.path,
                values["document_no"],
                values["name"],
            )
            batch.values = {**values, "level": level}
            self.made.batches.append(batch)
        self.places.call(batch, label, values["document_no"])
        amount, on = values.get("amount", 0), values.get("on", values["document_on"])
        if amount < 0:
            self._complain_about_minus(row)
        if amount <= 0 or {"on", "amount"} & row.faulty or not self._is_past(row, "on"):
            return
        entry = Planned(EntryKind.RECEIPT, row, on, amount, self.ground.area.id, batch=batch)
        entry.document_no = values["document_no"]
        self._admit(entry, Sheet.BATCHES, self._why_not_here(batch, label))

    # --- allocations -------------------------------------------------------------------------------------------------

    def _allocation(self, row: Row) -> None:
        values = row.values
        found = self._where(row)
        if found is None or {"on", "amount", "document_no"} & row.faulty or not self._is_past(row, "on"):
            return
        batch, project, place = found
        amount = values["amount"]
        kind = EntryKind.ALLOCATION if amount > 0 else EntryKind.RECALL
        if not self._is_amount(row):
            return
        if not project.area_path.startswith(batch.area_path):
            problem = Message(
                N_("Batch %(number)s is not held for this project's place."), number=batch.number
            )
            self.trial.complain(row, "batch", problem, _CORRECT)
            return
        account = self.ground.account(batch, place, project)
        planned = Planned(
            kind, row, values["on"], abs(amount), place.area_id, batch=batch, account=account, project=project,
            what_zh=values.get("what", ""), document_no=values["document_no"],
        )  # fmt: skip
        self._admit(
            planned, Sheet.ALLOCATIONS, self._why_not_in_state(kind, project), self._why_not_within(batch)
        )

    # --- contracts ---------------------------------------------------------------------------------------------------

    def _contract(self, row: Row) -> None:
        values = row.values
        project = self.places.project_of(row)
        if project is None or {"contract", "contractor", "on", "amount", "starts_on", "ends_on"} & row.faulty:
            return
        if not self._is_past(row, "on") or not self._is_amount(row):
            return
        if values["amount"] < 0:
            self._complain_about_minus(row)
            return
        if not self._is_code(row):
            return
        if "starts_on" in values and "ends_on" in values and values["ends_on"] < values["starts_on"]:
            self.trial.complain(row, "ends_on", Message(N_("The end is before the beginning.")), _CORRECT)
            return
        contract = self.ground.contracts.get(values["contract"])
        if contract is None:
            contract = ContractRef(None, values["contract"], project.id, values["contractor"], values["on"])
            contract.values = values
            self._follow_award(contract, row, project)
            self.ground.contracts[contract.number] = contract
            self.made.contracts.append(contract)
        elif not self._is_same_contract(row, contract, project):
            return
        called = (SUPPLEMENT.zh or "") if contract.amount_fen else ""
        planned = Planned(
            EntryKind.CONTRACT, row, values["on"], values["amount"], project.area_id, project=project,
            contract=contract, document_no=contract.number, what_zh=called,
        )  # fmt: skip
        state = self._why_not_in_state(EntryKind.CONTRACT, project)
        self._admit(planned, Sheet.CONTRACTS, state, self._why_not_ours(project))

    def _follow_award(self, contract: ContractRef, row: Row, project: ProjectRef) -> None:
        """A new contract with who got the work is held against the offer; one with somebody else is worth a look."""
        if project.award is None:
            return
        tender_id, bidder = project.award
        if bidder.strip() != contract.contractor:
            problem = Message(
                N_(
                    "%(bidder)s got the work; this contract is with %(contractor)s and is held against no offer."
                ),
                bidder=bidder,
                contractor=contract.contractor,
            )
            advice = Message(N_("Correct the name if they are the same; else leave it."))
            self.trial.complain(row, "contractor", problem, advice, blocks=False)
        elif not any(one.tender_id == tender_id and one.amount_fen for one in self.ground.contracts.values()):
            contract.tender_id = tender_id

    def _is_same_contract(self, row: Row, contract: ContractRef, project: ProjectRef) -> bool:
        problem = None
        if contract.project_id != project.id:
            problem = Message(N_("Another project has a contract with this number."))
        elif contract.contractor != row.values["contractor"]:
            problem = Message(
                N_("Contract %(number)s is with %(contractor)s. A supplement is with the same."),
                number=contract.number,
                contractor=contract.contractor,
            )
        if problem is not None:
            self.trial.complain(row, "contract", problem, _CORRECT)
        return problem is None

    def _is_code(self, row: Row) -> bool:
        code = row.values.get("contractor_code", "")
        if "contractor_code" in row.faulty or (code and not uscc.is_valid(code)):
            problem = Message(
                N_("This is no unified social credit code: 18 characters, the last one checks the others.")
            )
            self.trial.complain(row, "contractor_code", problem, _CORRECT)
            return False
        return True

    # --- payments ----------------------------------------------------------------------------------------------------

    def _payment(self, row: Row) -> None:
        values = row.values
        found = self._where(row)
        if (
            found is None
            or {"on", "amount", "payee", "contract", "roll"} & row.faulty
            or not self._is_amount(row)
        ):
            return
        batch, project, place = found
        kind = EntryKind.PAYMENT if values["amount"] > 0 else EntryKind.REFUND
        contract, roll = self._for_what(row, project, place)
        if not self._is_past(row, "on"):
            return
        if ("contract" in values and contract is None) or ("roll" in values and roll is None):
            return
        if contract is not None and values["on"] < contract.signed_on:
            problem = Message(N_("The contract was signed only on %(day)s."), day=contract.signed_on)
            self.trial.complain(row, "on", problem, _CORRECT)
            return
        planned = Planned(
            kind, row, values["on"], abs(values["amount"]), place.area_id, batch=batch,
            account=self.ground.account(batch, place, project), project=project, contract=contract, roll=roll,
            payee=values["payee"], payee_is_person=self._is_person(row, roll), what_zh=values.get("what", ""),
            document_no=values.get("document_no", ""), voucher_no=values.get("voucher_no", ""),
        )  # fmt: skip
        self._admit(
            planned, Sheet.PAYMENTS, self._why_not_in_state(kind, project), self._why_not_ours(project)
        )

    def _for_what(
        self, row: Row, project: ProjectRef, place: PlaceRef
    ) -> tuple[ContractRef | None, RollRef | None]:
        values = row.values
        contract = roll = None
        if "contract" in values and "roll" in values:
            problem = Message(N_("A payment is for a contract or for a roll, not for both."))
            self.trial.complain(row, "roll", problem, _CORRECT)
            return None, None
        if "contract" in values:
            contract = self.ground.contracts.get(values["contract"])
            if contract is None or contract.project_id != project.id:
                problem = Message(N_("This project has no contract %(number)s."), number=values["contract"])
                advice = Message(N_("Correct the number, or add the contract on the sheet of contracts."))
                self.trial.complain(row, "contract", problem, advice)
                contract = None
        if "roll" in values:
            roll = self.rolls.get(values["roll"]) or self.ground.rolls.get(values["roll"])
            if roll is None or roll.place.id != place.id:
                problem = Message(N_("There is no roll %(number)s of this place."), number=values["roll"])
                advice = Message(N_("Correct the number, or add its lines on the sheet of rolls."))
                self.trial.complain(row, "roll", problem, advice)
                roll = None
        return contract, roll

    def _is_person(self, row: Row, roll: RollRef | None) -> bool:
        """Whether the payee is one; who only looks like one is not named to everybody either."""
        said = row.values.get("payee_kind", "")
        if said in columns.PERSON_WORDS:
            return True
        if said in columns.FIRM_WORDS or roll is not None:
            return False
        payee = row.values["payee"]
        looks_so = names_a_person(payee)
        if looks_so:
            problem = Message(N_("This payee is taken for a person and will not be named to everybody."))
            advice = Message(N_("If it is a firm or office, write “单位” into a column “收款方类型”."))
            self.trial.complain(row, "payee", problem, advice, blocks=False)
        return looks_so

    # --- what all rows share -----------------------------------------------------------------------------------------

    def _where(self, row: Row) -> tuple[BatchRef, ProjectRef, PlaceRef] | None:
        """Out of which batch, for which project, at which place; every one of them that is not found is a finding."""
        batch, project = self.places.batch_named(row), self.places.project_of(row)
        place = self.places.place_of(row, project) if project is not None else None
        if batch is None or project is None or place is None:
            return None
        return batch, project, place

    def _admit(self, planned: Planned, sheet: Sheet, *faults: Fault | None) -> None:
        """Enter it, unless something speaks against a new entry; what stands in the ledger already passes."""
        found = [fault for fault in faults if fault is not None]
        if found and self.trial.is_known(planned, sheet):
            return
        for name, problem, advice in found:
            self.trial.complain(planned.row, name, problem, advice)
        if not found:
            self._take(planned, sheet)

    def _take(self, planned: Planned, sheet: Sheet) -> None:
        """Enter it now, or at the end when it takes something back."""
        if planned.kind in (EntryKind.REFUND, EntryKind.RECALL):
            if not planned.document_no and not planned.voucher_no:
                problem = Message(N_("What came back rests on a document or voucher; none is named."))
                self.trial.complain(planned.row, "document_no", problem, Message(N_("Fill in this cell.")))
                return
            self.late.append((planned, sheet))
        else:
            self.trial.book(planned, sheet)

    def _is_past(self, row: Row, name: str) -> bool:
        day: Any = row.values.get(name)
        if day is None or day <= self.today:
            return True
        self.trial.complain(row, name, Message(N_("This day is still to come.")), _CORRECT)
        return False

    def _is_amount(self, row: Row) -> bool:
        if 0 < abs(row.values["amount"]) <= rules.MOST_FEN:
            return True
        problem = Message(
            N_("An amount is above nought and at most %(most)s yuan."), most=rules.yuan(rules.MOST_FEN)
        )
        self.trial.complain(row, "amount", problem, Message(N_("Correct the amount, or take the row out.")))
        return False

    def _why_not_in_state(self, kind: EntryKind, project: ProjectRef) -> Fault | None:
        problem = rules.why_not_in_state(kind, project.state)
        if problem is None:
            return None
        return "project", problem, Message(N_("Take the project's steps first, or take the row out."))

    def _why_not_ours(self, project: ProjectRef) -> Fault | None:
        if self.places.is_ours(project):
            return None
        return "project", self.places.not_ours(project), _ELSEWHERE

    def _why_not_within(self, batch: BatchRef) -> Fault | None:
        if self.places.is_held_within(batch):
            return None
        words = N_("Batch %(number)s is not held in %(area)s.")
        problem = Message(words, number=batch.number, area=self.ground.area.name)
        return (
            "batch",
            problem,
            Message(N_("Who holds a batch gives its money to projects. Take the row out.")),
        )

    def _why_not_here(self, batch: BatchRef, label: str) -> Fault | None:
        if self.places.is_held_here(batch):
            return None
        problem = Message(
            N_(
                "This is batch %(number)s, which %(area)s itself does not hold: what came of it is not entered here."
            ),
            number=batch.number,
            area=self.ground.area.name,
        )
        return "batch" if label else "document_no", problem, _ELSEWHERE

    def _complain_about_minus(self, row: Row) -> None:
        problem = Message(N_("An amount below nought means nothing here."))
        advice = Message(N_("Reverse the entry that was wrong in the ledger, with its reason."))
        self.trial.complain(row, "amount", problem, advice)
