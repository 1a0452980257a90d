"""What a workbook of helpers comes to: new units, new helpers, pairings that begin or change, and every finding.

Lives here: :func:`load_ground` (the only part that asks the database) and :func:`plan`. Does not live here: reading the
cells (``workbook_reading.py``), writing the rows (``workbook_service.py``).
"""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.households.models import Household, Registration
from app.domain.pairings.conditions import registered_ids
from app.domain.pairings.listing import units_at
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, PairingRole, UnitLevel
from app.domain.pairings.queries import get_second_rule
from app.domain.pairings.workbook_columns import FIELDS_BY_NAME, name_in
from app.domain.pairings.workbook_reading import WARNING, Reading, Row
from app.domain.policies.vocabulary import HelperRank


@dataclass(frozen=True)
class Known:
    """A household as the register has it: by role its helper now and since when, and when the last one ended."""

    id: int
    number: str
    village: str
    path: str
    head: str
    registered_on: dt.date | None = None
    now: dict[PairingRole, tuple[int, dt.date]] = field(default_factory=dict)
    ended: dict[PairingRole, tuple[str, dt.date]] = field(default_factory=dict)


@dataclass
class Ground:
    """What there is before: registered households by number and by head, units, helpers by unit and name.

    *paths* holds for each unit the path of the area in which its people help, *seconds* by helper of how many
    households somebody is the second one, *most* of how many one may be (0: of any number).
    """

    households: dict[str, Known] = field(default_factory=dict)
    by_head: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, int] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    helpers: dict[tuple[str, str], tuple[int, HelperRank]] = field(default_factory=dict)
    seconds: Counter[int] = field(default_factory=Counter)
    most: int = 0


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
    """A household and who is to help it in a role from when; *replaces* says that it has another such helper now."""

    household_id: int
    role: PairingRole
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
    rows: dict[tuple[int, PairingRole], Row] = field(default_factory=dict)

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
    """Registered households of *area*, and the units and helpers that help there. Statements do not grow with them."""
    ground = Ground(most=get_second_rule(area).most)
    registered_on = _registered_on(area)
    rows = db.session.execute(
        sa.select(
            Household.id,
            Household.household_no,
            Area.name_zh,
            Area.path,
            Household.head_name,
        )
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(area.path, autoescape=True), Household.id.in_(registered_ids()))
        .order_by(Household.household_no)
    )
    for row in rows:
        known = Known(*row, registered_on=registered_on.get(row[0]))
        ground.households[known.number] = known
        ground.by_head[known.head].append(known)
    _load_lines(area, ground)
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


def _registered_on(area: Area) -> dict[int, dt.date]:
    """Household id -> the first day on which it stood in the register."""
    statement = (
        sa.select(Registration.household_id, sa.func.min(Registration.registered_on))
        .join(Household, Household.id == Registration.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(area.path, autoescape=True))
        .group_by(Registration.household_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _load_lines(area: Area, ground: Ground) -> None:
    """Who helps each household now, who did last, and how many second helpers have. Two statements."""
    by_id = {one.id: one for one in ground.households.values()}
    lines = db.session.execute(
        sa.select(
            Pairing.household_id,
            Pairing.role,
            Pairing.helper_id,
            Helper.name,
            Pairing.started_on,
            Pairing.ended_on,
        )
        .join(Helper, Helper.id == Pairing.helper_id)
        .join(Household, Household.id == Pairing.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(area.path, autoescape=True))
        .order_by(Pairing.ended_on, Pairing.id)
    )
    for household_id, role, helper_id, name, since, ended_on in lines:
        known = by_id.get(household_id)
        if known is None:
            continue
        if ended_on is None:
            known.now[role] = (helper_id, since)
        else:
            known.ended[role] = (name, ended_on)
    counted = db.session.execute(
        sa.select(Pairing.helper_id, sa.func.count())
        .where(Pairing.role == PairingRole.SECOND, Pairing.ended_on.is_(None))
        .group_by(Pairing.helper_id)
    )
    ground.seconds = Counter({helper_id: int(number) for helper_id, number in counted})


def plan(reading: Reading, ground: Ground, today: dt.date) -> Plan:
    """Hold the rows against the records. Findings are added to *reading*; an empty line is to be filled in."""
    made, seen = Plan(reading), set[int]()
    for row in reading.rows:
        named = [role for role in PairingRole if _names(row, role)] or [PairingRole.FIRST]
        known = _household(row, ground, reading)
        helpers = {role: _helper(row, role, ground, made) for role in named}
        if known is None or not any(helpers.values()):
            continue
        if known.id in seen:
            reading.complain(row, "household", Message(N_("This household stands twice in the workbook.")))
            continue
        seen.add(known.id)
        for role, helper in helpers.items():
            if helper is not None:
                _pairing(row, role, known, helper, ground, made, today)
        _check_both(row, known, helpers, ground, made)
        if PairingRole.FIRST not in known.now and not helpers.get(PairingRole.FIRST):
            words = Message(N_("This household has a second helper, but no first one yet."))
            advice = Message(N_("Fill in the first helper too, or name one on the household's page."))
            reading.complain(row, "name", words, advice, WARNING)
    _check_most(ground, made)
    return made


def _names(row: Row, role: PairingRole) -> bool:
    """Whether a row says anything of who helps in a role."""
    asked = [name_in(role, name) for name in ("name", "unit")]
    return any(row.values.get(name) or row.values.get(f"{name}!") for name in asked)


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
        elif village and not _is_village(known, village):
            problem = Message(N_("In the register this household is of %(name)s."), name=known.village)
            reading.complain(row, "village", problem, Message(N_("Correct the number or the name.")))
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


def _helper(row: Row, role: PairingRole, ground: Ground, made: Plan) -> tuple[str, str] | None:
    """Unit and name of the helper of a row; whoever is not on record is planned."""
    given = {name: row.values.get(name_in(role, name)) for name in ("unit", "name", "rank", "level")}
    if not given["unit"] or not given["name"]:
        for name in (name_in(role, "unit"), name_in(role, "name")):
            if not row.values.get(name) and not row.values.get(f"{name}!"):
                label = Message(FIELDS_BY_NAME[name].label)
                problem = Message(N_("“%(field)s” is missing."), field=label)
                made.reading.complain(row, name, problem, Message(N_("Fill in this cell.")))
        return None
    key, rank = (str(given["unit"]), str(given["name"])), given["rank"]
    if (known := ground.helpers.get(key)) is not None:
        if rank and rank != known[1].value:
            problem = Message(N_("On record this helper has another rank; it stays as it is."))
            advice = Message(N_("Change it on the helper's page if the workbook is right."))
            made.reading.complain(row, "rank", problem, advice, WARNING)
        return key
    if role is PairingRole.FIRST and (row.values.get("rank!") or row.values.get("level!")):
        return None
    if key[0] not in ground.units:
        usual = UnitLevel.OTHER if role is PairingRole.FIRST else UnitLevel.TOWNSHIP
        made.units.setdefault(key[0], str(given["level"] or usual.value))
    post, telephone = (str(row.values.get(name_in(role, name), "")) for name in ("post", "telephone"))
    before = made.helpers.setdefault(
        key, PlannedHelper(*key, str(rank or HelperRank.CADRE.value), post, telephone)
    )
    if rank and before.rank != rank:
        problem = Message(N_("The same helper has another rank further up."))
        made.reading.complain(row, "rank", problem)
    return key


def _pairing(
    row: Row,
    role: PairingRole,
    known: Known,
    helper: tuple[str, str],
    ground: Ground,
    made: Plan,
    today: dt.date,
) -> None:
    on_record = ground.helpers.get(helper)
    now, since = known.now.get(role, (None, None))
    if on_record is not None and on_record[0] == now:
        made.same += 1
        return
    field_ = name_in(role, "started_on")
    if row.values.get(f"{field_}!"):
        return
    if not known.path.startswith(ground.paths.get(helper[0], "")):
        problem = Message(N_("This unit does not help in this village."))
        made.reading.complain(row, name_in(role, "unit"), problem)
        return
    day = dt.date.fromisoformat(row.values.get(field_, today.isoformat()))
    last, ended_on = known.ended.get(role, ("", None))
    if day > today:
        made.reading.complain(row, field_, Message(N_("This day is still to come.")))
    elif known.registered_on is not None and day < known.registered_on:
        problem = Message(N_("The household is registered only since %(day)s."), day=known.registered_on)
        made.reading.complain(row, field_, problem)
    elif since is not None and day < since:
        problem = Message(N_("The helper on record began later: on %(day)s."), day=since)
        made.reading.complain(row, field_, problem)
    elif ended_on is not None and day < ended_on:
        words = N_("Until %(day)s %(name)s helped this household; the next line begins then at the earliest.")
        made.reading.complain(row, field_, Message(words, day=ended_on, name=last))
    else:
        made.pairings.append(PlannedPairing(known.id, role, *helper, day.isoformat(), now is not None))
        made.rows[(known.id, role)] = row


def _check_both(
    row: Row,
    known: Known,
    helpers: Mapping[PairingRole, tuple[str, str] | None],
    ground: Ground,
    made: Plan,
) -> None:
    """The second helper of a household is somebody else than the first."""
    ids: dict[PairingRole, object] = {role: line[0] for role, line in known.now.items()}
    for role, helper in helpers.items():
        if helper is not None:
            ids[role] = ground.helpers[helper][0] if helper in ground.helpers else helper
    if len(ids) > len(set(ids.values())):
        problem = Message(N_("First and second helper of a household are two people."))
        name = next((name_in(role, "name") for role in reversed(PairingRole) if helpers.get(role)), "name")
        made.reading.complain(row, name, problem)


def _check_most(ground: Ground, made: Plan) -> None:
    """Nobody becomes second helper of more households than the policy allows."""
    if not ground.most:
        return
    by_id = {one.id: one for one in ground.households.values()}
    numbers: Counter[object] = Counter(ground.seconds)
    told = set[object]()
    asked = [one for one in made.pairings if one.role is PairingRole.SECOND]
    for one in asked:
        before = by_id[one.household_id].now.get(PairingRole.SECOND)
        if before is not None:
            numbers[before[0]] -= 1
        numbers[_key(one, ground)] += 1
    for one in asked:
        key = _key(one, ground)
        if numbers[key] > ground.most and key not in told:
            told.add(key)
            words = N_(
                "%(name)s would be second helper of %(number)s households; the policy allows %(most)s."
            )
            problem = Message(words, name=one.name, number=numbers[key], most=ground.most)
            made.reading.complain(made.rows[(one.household_id, one.role)], "second_name", problem)


def _key(one: PlannedPairing, ground: Ground) -> object:
    """The id of a helper on record, else unit and name."""
    key = (one.unit, one.name)
    return ground.helpers[key][0] if key in ground.helpers else key


def rows_as_data(reading: Reading) -> list[dict[str, Any]]:
    """The rows as JSON holds them; :func:`rows_from_data` undoes it."""
    return [
        {"sheet": row.sheet, "index": row.index, "places": row.places, "values": row.values}
        for row in reading.rows
    ]


def rows_from_data(rows: Iterable[dict[str, Any]]) -> Reading:
    """Rows that were kept, to be held against the records once more."""
    return Reading([Row(one["sheet"], one["index"], one["places"], one["values"]) for one in rows])
