"""What a workbook would make of the register: which households are new, which change and in what, which stay.

Lives here: from parsed households and stored records to a :class:`Difference`, without a database. Does not live here:
fetching and writing (``households/bulk.py``), the run (``service.py``).

The workbook speaks only of the fields that it has a column for: all others stay as they are. An empty cell under such
a heading empties the field; a cell that could not be read leaves it as it is.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.households.bulk import HOUSEHOLD_COLUMNS, INCOME_COLUMNS, MEMBER_COLUMNS, Record, Row
from app.domain.households.rules import masked_account, masked_id_number, masked_telephone, person_number
from app.domain.households.search_keys import initials
from app.domain.imports.parsed import ImportPlan, ParsedHousehold, ParsedMember
from app.domain.imports.rows import INCOME_FIELDS

#: field of the workbook -> column of the register
HOUSEHOLD_FIELDS = {
    "attribute": "attribute",
    "standard": "standard",
    "main_cause": "main_cause",
    "other_causes": "other_causes",
    "farmland_mu": "farmland_mu",
    "forest_mu": "forest_mu",
    "house_area_m2": "house_area_m2",
    "house_structure": "house_structure",
    "house_grade": "house_grade",
    "house_built_year": "house_built_year",
    "water_safe": "water_is_safe",
    "road": "road_type",
    "fuel": "main_fuel",
    "sanitary_toilet": "has_sanitary_toilet",
    "phone": "telephone",
    "bank_name": "bank_name",
    "bank_account": "bank_account",
    "note": "note",
}
MEMBER_FIELDS = {
    "name": "name",
    "sex": "sex",
    "id_number": "id_number",
    "birth_on": "born_on",
    "relation": "relation",
    "ethnicity": "ethnicity",
    "politics": "politics",
    "education": "education",
    "student_status": "student_status",
    "health": "health",
    "labour": "labour",
    "work_place": "work_place",
    "work_months": "work_months",
    "medical_insurance": "has_medical_insurance",
    "pension_insurance": "has_pension_insurance",
    "allowance": "has_allowance",
}
#: what an identity number says of itself is never emptied by an empty cell
_FROM_IDENTITY = frozenset({"sex", "birth_on"})
_ALWAYS = frozenset({"name", "relation"})
_MASKS = {"id_number": masked_id_number, "phone": masked_telephone, "bank_account": masked_account}
_LONGEST_PERSON_NUMBER = 22
_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that would change: of the household (*who* is empty) or of a member, old and new, masked."""

    who: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """One household that would change: as it stands, as it would stand, and in what they differ."""

    before: Record
    after: Record
    fields: tuple[FieldChange, ...]


@dataclass(slots=True)
class Difference:
    """The whole workbook against the register. *same* households would not change at all."""

    new: list[Record] = field(default_factory=list)
    changed: list[HouseholdChange] = field(default_factory=list)
    same: list[int] = field(default_factory=list)

    @property
    def emptied(self) -> int:
        """How many values the workbook would empty."""
        return sum(change.new is None for one in self.changed for change in one.fields)

    @property
    def basis(self) -> str:
        """A digest of what the difference was taken against: another one means that the register has moved on."""
        kept = sorted((one.before.household["id"], one.before.household["version"]) for one in self.changed)
        text = repr((sorted(record.household["household_no"] for record in self.new), kept))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the register knows beside the households: villages and groups by code, the day and the year that count."""

    areas: Mapping[str, int]
    names: Mapping[int, str]
    data_as_of: dt.date
    year: int


def compare(plan: ImportPlan, kept: Mapping[str, Record], ground: Ground) -> Difference:
    """The difference between a plan without blocking findings and the stored records, by household number."""
    reading = _Reading(plan, ground)
    difference = Difference()
    for parsed in plan.households:
        before = kept.get(parsed.number)
        if before is None:
            difference.new.append(reading.record_of(parsed))
            continue
        after, changes = reading.merged(parsed, before)
        if changes:
            difference.changed.append(HouseholdChange(before, after, tuple(changes)))
        else:
            difference.same.append(before.household["id"])
    return difference


class _Reading:
    """A plan in the register's own terms."""

    def __init__(self, plan: ImportPlan, ground: Ground) -> None:
        self._ground = ground
        self._spoken = {table.sheet: frozenset(table.by_field()) for table in plan.tables}
        self._doubtful = {
            (finding.sheet, int(finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1, finding.field)
            for finding in plan.findings
            if finding.field
        }

    def record_of(self, parsed: ParsedHousehold) -> Record:
        """A new household with all that the workbook says of it."""
        household: Row = dict.fromkeys(HOUSEHOLD_COLUMNS)
        household |= {HOUSEHOLD_FIELDS[name]: value for name, value in _household_values(parsed).items()}
        household |= {
            "household_no": parsed.number,
            "village_id": self._ground.areas[parsed.village_code],
            "group_id": self._ground.areas.get(parsed.group_code or ""),
            "data_as_of": self._ground.data_as_of,
        }
        members = [self._new_member(parsed, member, order) for order, member in enumerate(parsed.members, 1)]
        record = Record(household, members, _income_of(parsed, self._ground.year))
        _keep_in_step(record)
        return record

    def merged(self, parsed: ParsedHousehold, before: Record) -> tuple[Record, list[FieldChange]]:
        """The stored household with what the workbook says put over it, and what that changes."""
        changes: list[FieldChange] = []
        sheets = {member.sheet for member in parsed.members}
        spoken = frozenset().union(*(self._spoken[sheet] for sheet in sheets))
        values = {
            name: value
            for name, value in _household_values(parsed).items()
            if name in spoken and not (value is None and self._is_doubtful(parsed.members, name))
        }
        household = _put(before.household, values, HOUSEHOLD_FIELDS, "", changes)
        household |= self._place(parsed, before, spoken, changes)
        members = self._members(parsed, before, changes)
        income = _merged_income(before.income, _income_of(parsed, self._ground.year), spoken, changes)
        record = Record(household, members, income)
        _keep_in_step(record)
        return record, changes

    def _place(
        self, parsed: ParsedHousehold, before: Record, spoken: frozenset[str], changes: list[FieldChange]
    ) -> Row:
        place: Row = {"data_as_of": self._ground.data_as_of}
        group_id = self._ground.areas.get(parsed.group_code or "")
        is_told = "group" in spoken and not (group_id is None and self._is_doubtful(parsed.members, "group"))
        if is_told and group_id != before.household["group_id"]:
            place["group_id"] = group_id
            names = self._ground.names
            old = names.get(before.household["group_id"] or 0)
            changes.append(FieldChange("", "group", old, names.get(group_id or 0)))
        was = before.household["data_as_of"]
        if was != self._ground.data_as_of:
            changes.append(FieldChange("", "data_as_of", was, self._ground.data_as_of))
        return place

    def _members(self, parsed: ParsedHousehold, before: Record, changes: list[FieldChange]) -> list[Row]:
        left = list(before.members)
        pairs = [(member, _taken_out(left, member)) for member in parsed.members]
        last = max((row["sequence"] for row in before.members), default=0)
        rows: list[Row] = []
        for member, row in pairs:
            if row is None:
                last += 1
                rows.append(self._new_member(parsed, member, last))
                changes.append(FieldChange(member.name, "member_added", None, True))
            else:
                rows.append(self._merged_member(member, row, changes))
        changes += [FieldChange(row["name"], "member_removed", True, None) for row in left]
        return sorted(rows, key=lambda row: int(row["sequence"]))

    def _merged_member(self, member: ParsedMember, row: Row, changes: list[FieldChange]) -> Row:
        spoken = self._spoken[member.sheet] | _ALWAYS
        values = {
            name: value
            for name, value in _member_values(member).items()
            if (value is not None and (name in spoken or name in _FROM_IDENTITY))
            or (
                value is None
                and name in spoken
                and name not in _FROM_IDENTITY | _ALWAYS
                and not self._is_doubtful([member], name)
            )
        }
        merged = _put(row, values, MEMBER_FIELDS, member.name, changes)
        merged["is_head"] = member.is_head
        merged["initials"] = initials(merged["name"])
        return merged

    def _new_member(self, parsed: ParsedHousehold, member: ParsedMember, sequence: int) -> Row:
        row: Row = dict.fromkeys(MEMBER_COLUMNS)
        row |= {MEMBER_FIELDS[name]: value for name, value in _member_values(member).items()}
        number = member.number if len(member.number) <= _LONGEST_PERSON_NUMBER else ""
        row |= {
            "person_no": number or person_number(parsed.number, min(sequence, 99)),
            "sequence": sequence,
            "is_head": member.is_head,
            "initials": initials(member.name),
        }
        return row

    def _is_doubtful(self, members: Iterable[ParsedMember], name: str) -> bool:
        return any((member.sheet, member.row, name) in self._doubtful for member in members)


def _household_values(parsed: ParsedHousehold) -> dict[str, Any]:
    values = {name: _stored(getattr(parsed, name)) for name in HOUSEHOLD_FIELDS}
    values["fuel"] = parsed.fuel[0] if parsed.fuel else None
    return values


def _member_values(member: ParsedMember) -> dict[str, Any]:
    return {name: _stored(getattr(member, name)) for name in MEMBER_FIELDS}


def _stored(value: Any) -> Any:
    """A parsed value as the register keeps it: nothing for blanks, lists for tuples, floats for measures."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, (str, bool, int, dt.date)):
        return value
    return round(float(value), 2)


def _put(
    row: Row, values: Mapping[str, Any], columns: Mapping[str, str], who: str, changes: list[FieldChange]
) -> Row:
    merged = dict(row)
    for name, new in values.items():
        column = columns[name]
        old = row[column] or None if isinstance(row[column], (str, list)) else row[column]
        if old != new:
            merged[column] = new
            changes.append(FieldChange(who, name, _shown(name, old), _shown(name, new)))
    return merged


def _shown(name: str, value: Any) -> Any:
    mask = _MASKS.get(name)
    if mask is not None and value is not None:
        return mask(value)
    return value[:_LONGEST_WORDS] if isinstance(value, str) else value


def _taken_out(rows: list[Row], member: ParsedMember) -> Row | None:
    """The stored row of the same person, taken out of *rows*: same person number, else identity number, else name."""
    for name, wanted in (
        ("id_number", member.id_number),
        ("person_no", member.number),
        ("name", member.name),
    ):
        found = [row for row in rows if wanted and row[name] == wanted]
        if len(found) == 1 and (name != "person_no" or _may_be(found[0], member)):
            rows.remove(found[0])
            return found[0]
    return None


def _may_be(row: Row, member: ParsedMember) -> bool:
    """Whether a row with the same person number is the same person: not when name and identity number both differ."""
    return bool(
        row["name"] == member.name or not row["id_number"] or row["id_number"] == member.id_number
    ) or (member.id_number is None)


def _income_of(parsed: ParsedHousehold, year: int) -> Row | None:
    if not parsed.incomes_fen:
        return None
    amounts: Row = {f"{name}_fen": parsed.incomes_fen.get(name, 0) for name in INCOME_FIELDS}
    return dict.fromkeys(INCOME_COLUMNS) | amounts | {"year": year}


def _merged_income(
    before: Row | None, told: Row | None, spoken: frozenset[str], changes: list[FieldChange]
) -> Row | None:
    if told is None:
        return before
    merged = dict(before) if before else told
    for name in INCOME_FIELDS:
        column = f"{name}_fen"
        old = before[column] if before else None
        if name in spoken and old != told[column]:
            merged[column] = told[column]
            changes.append(FieldChange("", name, old, told[column]))
    return merged


def _keep_in_step(record: Record) -> None:
    head = next((row for row in record.members if row["is_head"]), None)
    record.household["head_name"] = head["name"] if head else ""
    record.household["head_initials"] = head["initials"] if head else ""
    record.household["people"] = len(record.members)
