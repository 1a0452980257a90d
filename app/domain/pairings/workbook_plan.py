"""What a workbook of helpers comes to: new units, new helpers, pairings that begin or change, and every finding.

Lives here: :func:`load_ground` (the only part that asks the database) and :func:`plan`. Does not live here: reading the
cells (``workbook_reading.py``), writing the rows (``workbook_service.py``).
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.pairings.conditions import registered_ids
from app.domain.pairings.listing import units_at
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, UnitLevel
from app.domain.pairings.workbook_reading import WARNING, Reading, Row
from app.domain.policies.vocabulary import HelperRank


@dataclass(frozen=True)
class Known:
    """A household as the register has it: its helper now and since when, if any."""

    id: int
    number: str
    village: str
    path: str
    head: str
    helper_id: int | None
    since: dt.date | None


@dataclass
class Ground:
    """What there is before: registered households by number and by head, units, helpers by unit and name.

    *paths* holds for each unit the path of the area in which its people help.
    """

    households: dict[str, Known] = field(default_factory=dict)
    by_head: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, int] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    helpers: dict[tuple[str, str], tuple[int, HelperRank]] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedHelper:
    """Somebody not on record yet."""

    unit: str
    name: str
    rank: str
    post: str
    telephone: str


@dataclass(frozen=True)
class PlannedPairing:
    """A household and who is to help it from when; *replaces* says that it has another helper now."""

    household_id: int
    unit: str
    name: str
    started_on: str
    replaces: bool


@dataclass
class Plan:
    """The whole workbook held against what is on record. *units* maps a new unit's name to its level."""

    reading: Reading
    units: dict[str, str] = field(default_factory=dict)
    helpers: dict[tuple[str, str], PlannedHelper] = field(default_factory=dict)
    pairings: list[PlannedPairing] = field(default_factory=list)
    same: int = 0

    @property
    def blocking(self) -> int:
        """How many findings must be put right first."""
        return sum(count for severity, count in self.reading.log.counts.items() if severity is not WARNING)

    @property
    def basis(self) -> str:
        """What would be written, in short: the same only while the workbook and the records are."""
        content = (sorted(self.units.items()), sorted(map(repr, self.helpers.values())), self.pairings)
        return hashlib.sha256(repr(content).encode()).hexdigest()


def load_ground(area: Area) -> Ground:
    """Registered households of *area*, and the units and helpers that help there. Three statements."""
    ground = Ground()
    rows = db.session.execute(
        sa.select(
            Household.id,
            Household.household_no,
            Area.name_zh,
            Area.path,
            Household.head_name,
            Pairing.helper_id,
            Pairing.started_on,
        )
        .join(Area, Area.id == Household.village_id)
        .outerjoin(Pairing, sa.and_(Pairing.household_id == Household.id, Pairing.ended_on.is_(None)))
        .where(Area.path.startswith(area.path, autoescape=True), Household.id.in_(registered_ids()))
        .order_by(Household.household_no)
    )
    for row in rows:
        known = Known(*row)
        ground.households[known.number] = known
        ground.by_head[known.head].append(known)
    units = db.session.execute(
        sa.select(HelpingUnit.name, HelpingUnit.id, Area.path)
        .join(Area, Area.id == HelpingUnit.area_id)
        .where(units_at(area))
        .order_by(sa.func.length(Area.path), HelpingUnit.id)
    )
    for name, unit_id, path in units:
        ground.units[name], ground.paths[name] = unit_id, path
    helpers = db.session.execute(
        sa.select(HelpingUnit.name, Helper.name, Helper.id, Helper.rank)
        .join(HelpingUnit, HelpingUnit.id == Helper.unit_id)
        .where(HelpingUnit.id.in_(list(ground.units.values())), Helper.left_on.is_(None))
        .order_by(Helper.id)
    )
    ground.helpers = {(unit, name): (helper_id, rank) for unit, name, helper_id, rank in helpers}
    return ground


def plan(reading: Reading, ground: Ground, today: dt.date) -> Plan:
    """Hold the rows against the records. Findings are added to *reading*."""
    made, seen = Plan(reading), set[int]()
    for row in reading.rows:
        known = _household(row, ground, reading)
        helper = _helper(row, ground, made)
        if known is None or helper is None:
            continue
        if known.id in seen:
            reading.complain(row, "household", Message(N_("This household stands twice in the workbook.")))
            continue
        seen.add(known.id)
        _pairing(row, known, helper, ground, made, today)
    return made


def _household(row: Row, ground: Ground, reading: Reading) -> Known | None:
    """The household of a row: by its number, else by village and head."""
    number, head, village = (str(row.values.get(name, "")) for name in ("household", "head", "village"))
    if number:
        known = ground.households.get(number)
        if known is None:
            reading.complain(row, "household", Message(N_("No registered household here has this number.")))
        elif head and head != known.head:
            problem = Message(N_("In the register this household's head is %(name)s."), name=known.head)
            reading.complain(row, "head", problem, Message(N_("Correct the number or the name.")))
            return None
        return known
    if not head:
        reading.complain(row, "household", Message(N_("The row names no household.")))
        return None
    found = [one for one in ground.by_head.get(head, []) if not village or _is_village(one, village)]
    if len(found) == 1:
        return found[0]
    words = (
        N_("Several households here have a head of this name.")
        if found
        else N_("No registered household here has this head.")
    )
    reading.complain(row, "head", Message(words), Message(N_("Write the household's number.")))
    return None


def _is_village(known: Known, written: str) -> bool:
    return known.village == written or known.village.rstrip("村社区") == written.rstrip("村社区居委会")


def _helper(row: Row, ground: Ground, made: Plan) -> tuple[str, str] | None:
    """Unit and name of the helper of a row; whoever is not on record is planned."""
    unit, name = row.values.get("unit"), row.values.get("name")
    if not unit or not name:
        for field_ in ("unit", "name"):
            if not row.values.get(field_) and not row.values.get(f"{field_}!"):
                label = Message(N_("Unit")) if field_ == "unit" else Message(N_("Helper"))
                problem = Message(N_("“%(field)s” is missing."), field=label)
                made.reading.complain(row, field_, problem, Message(N_("Fill in this cell.")))
        return None
    key, rank = (str(unit), str(name)), row.values.get("rank")
    if (known := ground.helpers.get(key)) is not None:
        if rank and rank != known[1].value:
            problem = Message(N_("On record this helper has another rank; it stays as it is."))
            advice = Message(N_("Change it on the helper's page if the workbook is right."))
            made.reading.complain(row, "rank", problem, advice, WARNING)
        return key
    if row.values.get("rank!") or row.values.get("level!"):
        return None
    if key[0] not in ground.units:
        made.units.setdefault(key[0], str(row.values.get("level", UnitLevel.OTHER.value)))
    planned = PlannedHelper(
        *key,
        str(rank or HelperRank.CADRE.value),
        str(row.values.get("post", "")),
        str(row.values.get("telephone", "")),
    )
    before = made.helpers.setdefault(key, planned)
    if rank and before.rank != rank:
        problem = Message(N_("The same helper has another rank further up."))
        made.reading.complain(row, "rank", problem)
    return key


def _pairing(
    row: Row, known: Known, helper: tuple[str, str], ground: Ground, made: Plan, today: dt.date
) -> None:
    on_record = ground.helpers.get(helper)
    if on_record is not None and on_record[0] == known.helper_id:
        made.same += 1
        return
    if row.values.get("started_on!"):
        return
    if not known.path.startswith(ground.paths.get(helper[0], "")):
        made.reading.complain(row, "unit", Message(N_("This unit does not help in this village.")))
        return
    day = dt.date.fromisoformat(row.values.get("started_on", today.isoformat()))
    if day > today:
        made.reading.complain(row, "started_on", Message(N_("This day is still to come.")))
    elif known.since is not None and day < known.since:
        problem = Message(N_("The helper on record began later: on %(day)s."), day=known.since)
        made.reading.complain(row, "started_on", problem)
    else:
        made.pairings.append(PlannedPairing(known.id, *helper, day.isoformat(), known.helper_id is not None))


def rows_as_data(reading: Reading) -> list[dict[str, Any]]:
    """The rows as JSON holds them; :func:`rows_from_data` undoes it."""
    return [
        {"sheet": row.sheet, "index": row.index, "places": row.places, "values": row.values}
        for row in reading.rows
    ]


def rows_from_data(rows: Iterable[dict[str, Any]]) -> Reading:
    """Rows that were kept, to be held against the records once more."""
    return Reading([Row(one["sheet"], one["index"], one["places"], one["values"]) for one in rows])
