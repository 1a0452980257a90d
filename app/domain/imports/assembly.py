"""One household put together from its rows, and what its rows say against one another.

Lives here: head, place, values of the household, counted against stated figures. Does not live here: which rows belong
together (``plan.py``).
"""

from dataclasses import dataclass, field
from typing import Any

from app.core.messages import N_, Message
from app.domain.imports.cells import Cell, Unreadable
from app.domain.imports.findings import FindingSeverity
from app.domain.imports.header_names import FIELDS, FIELDS_BY_NAME, Part
from app.domain.imports.parsed import ParsedHousehold, ParsedMember, VillageRef
from app.domain.imports.places import Gazetteer
from app.domain.imports.rows import INCOME_FIELDS, RowRead, RowReader

HOUSEHOLD_FIELDS = tuple(name.name for name in FIELDS if name.part is Part.HOUSEHOLD)
MOST_OTHER_CAUSES = 2
_ROUNDING_FEN = 100

_MEMBER_VALUES = (
    "id_number", "disability_card", "sex", "birth_on", "ethnicity", "politics", "education", "student_status",
    "labour", "work_place", "work_months", "medical_insurance", "pension_insurance", "allowance",
)  # fmt: skip
_HOUSEHOLD_VALUES = (
    "attribute", "standard", "main_cause", "farmland_mu", "forest_mu", "house_area_m2", "house_structure",
    "house_grade", "house_built_year", "water_safe", "road", "sanitary_toilet", "phone",
)  # fmt: skip


@dataclass(slots=True)
class HouseholdRows:
    """The rows of one household as they were met."""

    number: str
    reader: RowReader
    rows: list[RowRead] = field(default_factory=list)
    sheet_village: VillageRef | None = None

    @property
    def has_head(self) -> bool:
        """Whether one of the rows so far is the head's."""
        return any(row.values.get("relation") == "head" for row in self.rows)

    @property
    def head_name(self) -> str:
        """The name under which the household is known so far."""
        head = next((row for row in self.rows if row.values.get("relation") == "head"), self.rows[0])
        return str(head.values.get("name", ""))

    def complain(
        self,
        row: RowRead,
        name: str,
        problem: Message,
        advice: Message,
        *,
        blocking: bool,
        value: Cell = None,
    ) -> None:
        """Write down one finding about one of the rows."""
        severity = FindingSeverity.BLOCKING if blocking else FindingSeverity.WARNING
        self.reader.complain(row, name, Unreadable(problem, advice), severity, value)


def assemble(rows: HouseholdRows, places: Gazetteer) -> ParsedHousehold | None:
    """The household that the rows describe; nothing when its village is unknown, for then it has no place."""
    head = _head_of(rows)
    village = _village_of(rows, head, places)
    values = _household_values(rows, head)
    _compare_stated(rows, head, values)
    if village is None:
        return None
    group_name = str(head.values.get("group", ""))
    ordered = [head, *(row for row in rows.rows if row is not head)]
    return ParsedHousehold(
        sheet=head.sheet,
        row=head.row,
        number=rows.number,
        village_code=village.code,
        group_code=_group_of(rows, head, village, group_name, places),
        group_name=group_name,
        members=tuple(_member(row, is_head=row is head) for row in ordered),
        other_causes=_other_causes(rows, head, values),
        incomes_fen={name: values[name] for name in INCOME_FIELDS if name in values},
        fuel=values.get("fuel", ()),
        bank_name=values.get("bank_name", ""),
        bank_account=values.get("bank_account", ""),
        note=head.values.get("note", ""),
        **{name: values.get(name) for name in _HOUSEHOLD_VALUES},
    )


def _member(row: RowRead, *, is_head: bool) -> ParsedMember:
    values = row.values
    student_status = values.get("student_status")
    if student_status == "not_student":
        values.pop("student_status")
    relation = values.get("relation", "other")
    return ParsedMember(
        sheet=row.sheet,
        row=row.row,
        number=values.get("person_number", ""),
        name=values.get("name", ""),
        relation="head" if is_head else ("other" if relation == "head" else relation),
        health=values.get("health", ()),
        note=values.get("note", ""),
        **{name: values.get(name) for name in _MEMBER_VALUES},
    )


def _head_of(rows: HouseholdRows) -> RowRead:
    """The head's row; complains about none, about several, and about relations left empty."""
    heads = [row for row in rows.rows if row.values.get("relation") == "head"]
    for row in rows.rows:
        if "relation" not in row.values and "relation?" not in row.values and "relation" in row.columns:
            rows.complain(
                row, "relation",
                Message(N_("The relation to the head is missing.")),
                Message(N_("Write 户主 for the head, else the relation.")),
                blocking=True,
            )  # fmt: skip
    if not heads:
        rows.complain(
            rows.rows[0], "relation",
            Message(N_("Household %(number)s has no head."), number=rows.number),
            Message(N_("Write 户主 as the relation of the member who is the head.")),
            blocking=True, value=str(rows.rows[0].values.get("name", "")),
        )  # fmt: skip
        return rows.rows[0]
    for second in heads[1:]:
        rows.complain(
            second, "relation",
            Message(
                N_("Household %(number)s has two heads: the first is %(name)s in row %(row)s."),
                number=rows.number, name=heads[0].values.get("name", ""), row=heads[0].row + 1,
            ),
            Message(N_("Correct the relation, or give the second household a number of its own.")),
            blocking=True, value=str(second.values.get("name", "")),
        )  # fmt: skip
    return heads[0]


def _village_of(rows: HouseholdRows, head: RowRead, places: Gazetteer) -> VillageRef | None:
    """By the village column, else by the number, else by the sheet's name."""
    by_number = places.by_number(rows.number)
    text = str(head.values.get("village", ""))
    named = places.by_name(text, str(head.values.get("township", "")), rows.number)
    village = named or (None if text else by_number or rows.sheet_village)
    if village is None:
        rows.complain(
            head, "village" if text else "household_number",
            Message(N_("The village is not known here.")),
            Message(N_("Write the village as it stands in the list of areas, or its 12-digit code.")),
            blocking=True, value=text or rows.number,
        )  # fmt: skip
        return None
    if by_number is not None and by_number is not village:
        rows.complain(
            head, "household_number",
            Message(N_("The number begins with the code of another village (%(village)s)."), village=by_number.name),
            Message(N_("Correct the number or the village.")),
            blocking=False, value=rows.number,
        )  # fmt: skip
    for row in rows.rows:
        other = str(row.values.get("village", ""))
        if other and other != text and places.by_name(other, "", rows.number) is not village:
            rows.complain(
                row, "village",
                Message(N_("The head of this household is in another village (%(village)s)."), village=village.name),
                Message(N_("Correct the village or the household number of this row.")),
                blocking=True, value=other,
            )  # fmt: skip
    return village


def _group_of(
    rows: HouseholdRows, head: RowRead, village: VillageRef, text: str, places: Gazetteer
) -> str | None:
    if not village.groups:
        return None
    code = places.group_code(village, text) if text else None
    if code is None:
        rows.complain(
            head, "group",
            Message(N_("%(village)s has no such villagers' group."), village=village.name),
            Message(N_("Write the group as it stands in the list of areas; until then the household has none.")),
            blocking=False, value=text,
        )  # fmt: skip
    return code


def _household_values(rows: HouseholdRows, head: RowRead) -> dict[str, Any]:
    """The household's values: those of the head's row, completed by the members' where the head's are empty."""
    values = {name: head.values[name] for name in HOUSEHOLD_FIELDS if name in head.values}
    for row in rows.rows:
        if row is head:
            continue
        for name in HOUSEHOLD_FIELDS:
            value = row.values.get(name)
            if value is None or values.get(name) == value:
                continue
            label = Message(FIELDS_BY_NAME[name].label)
            if name in values or f"{name}?" in head.values:
                problem = Message(
                    N_("“%(field)s” differs from the head's row; the head's is kept."), field=label
                )
                advice = Message(N_("Values of the household belong on the head's row only."))
            elif name in ("attribute", "main_cause", "other_causes", "standard", "stated_people"):
                values[name] = value
                continue
            else:
                values[name] = value
                problem = Message(
                    N_("“%(field)s” stands on a member's row; it is taken for the household."), field=label
                )
                advice = Message(N_("Move it to the head's row if it is meant for the whole household."))
            rows.complain(row, name, problem, advice, blocking=False, value=_shown(value))
    return values


def _other_causes(rows: HouseholdRows, head: RowRead, values: dict[str, Any]) -> tuple[str, ...]:
    main = values.get("main_cause")
    others = tuple(cause for cause in values.get("other_causes", ()) if cause != main)
    if len(others) <= MOST_OTHER_CAUSES:
        return others
    rows.complain(
        head, "other_causes",
        Message(N_("At most two other causes may be given; the first two are taken.")),
        Message(N_("Leave the two that weigh most.")),
        blocking=False,
    )  # fmt: skip
    return others[:MOST_OTHER_CAUSES]


def _compare_stated(rows: HouseholdRows, head: RowRead, values: dict[str, Any]) -> None:
    """Stated people and stated income a head against what the rows add up to."""
    people = len(rows.rows)
    stated = values.get("stated_people")
    if stated is not None and stated != people:
        rows.complain(
            head, "stated_people",
            Message(N_("%(stated)s people are stated, %(people)s are listed."), stated=stated, people=people),
            Message(N_("Add the missing members or correct the figure; the listed members count.")),
            blocking=False, value=stated,
        )  # fmt: skip
    if not any(name in values for name in INCOME_FIELDS):
        if any(name in head.columns for name in INCOME_FIELDS):
            rows.complain(
                head, next(name for name in INCOME_FIELDS if name in head.columns),
                Message(N_("No income is given for this household.")),
                Message(N_("Fill in the income of the year, with 0 where there was none.")),
                blocking=False,
            )  # fmt: skip
        return
    stated_fen = values.get("stated_per_head")
    net = sum(values.get(name, 0) for name in INCOME_FIELDS) - 2 * values.get("business_cost", 0)
    if stated_fen is not None and abs(stated_fen - net / people) > _ROUNDING_FEN:
        rows.complain(
            head, "stated_per_head",
            Message(N_("The items give %(computed)s yuan a head."), computed=f"{net / people / 100:.0f}"),
            Message(N_("The portal computes it from the items: correct these if the stated figure is right.")),
            blocking=False, value=f"{stated_fen / 100:g}",
        )  # fmt: skip


def _shown(value: Any) -> str:
    return "" if isinstance(value, (tuple, bool)) else str(value)
