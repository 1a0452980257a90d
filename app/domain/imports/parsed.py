"""What a workbook amounts to when it is read: households with their members, not yet in the register.

Lives here: frozen values. Does not live here: how they come about (``rows.py``, ``plan.py``), tables (``models.py``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.domain.imports.findings import CellFinding, FindingSeverity
from app.domain.imports.headers import SheetTable


@dataclass(frozen=True, slots=True)
class VillageRef:
    """A village that households may belong to: its code, names, and its groups as (code, name)."""

    code: str
    name: str
    township: str = ""
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedMember:
    """One row of the workbook as a person."""

    sheet: str
    row: int
    number: str
    name: str
    relation: str
    id_number: str | None = None
    disability_card: str | None = None
    sex: str | None = None
    birth_on: date | None = None
    ethnicity: str | None = None
    politics: str | None = None
    education: str | None = None
    student_status: str | None = None
    health: tuple[str, ...] = ()
    labour: str | None = None
    work_place: str | None = None
    work_months: int | None = None
    medical_insurance: bool | None = None
    pension_insurance: bool | None = None
    allowance: bool | None = None
    note: str = ""

    @property
    def is_head(self) -> bool:
        """Whether the household goes under this person's name."""
        return self.relation == "head"


@dataclass(frozen=True, slots=True)
class ParsedHousehold:
    """One household: its place, its values, its members with the head first."""

    sheet: str
    row: int
    number: str
    village_code: str
    group_code: str | None
    group_name: str
    members: tuple[ParsedMember, ...]
    attribute: str | None = None
    standard: str | None = None
    main_cause: str | None = None
    other_causes: tuple[str, ...] = ()
    incomes_fen: Mapping[str, int] = field(default_factory=dict)
    farmland_mu: Decimal | None = None
    forest_mu: Decimal | None = None
    house_area_m2: Decimal | None = None
    house_structure: str | None = None
    house_grade: str | None = None
    house_built_year: int | None = None
    water_safe: bool | None = None
    road: str | None = None
    fuel: tuple[str, ...] = ()
    sanitary_toilet: bool | None = None
    phone: str | None = None
    bank_name: str = ""
    bank_account: str = ""
    note: str = ""

    @property
    def head(self) -> ParsedMember | None:
        """The head, if the workbook names one."""
        return next((member for member in self.members if member.is_head), None)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The whole workbook: what would be saved, what each column was taken for, everything found."""

    households: tuple[ParsedHousehold, ...]
    findings: tuple[CellFinding, ...]
    blocking: int
    warnings: int
    tables: tuple[SheetTable, ...]
    skipped_sheets: tuple[str, ...] = ()
    total_rows: int = 0

    @property
    def people(self) -> int:
        """How many people the households have."""
        return sum(len(household.members) for household in self.households)

    @property
    def is_blocked(self) -> bool:
        """Whether something must be put right before anything can be saved."""
        return self.blocking > 0

    @property
    def unlisted(self) -> int:
        """Findings that are counted but not listed, there being too many."""
        return self.blocking + self.warnings - len(self.findings)

    def findings_of(self, severity: FindingSeverity) -> Sequence[CellFinding]:
        """The listed findings of one severity."""
        return [finding for finding in self.findings if finding.severity is severity]
