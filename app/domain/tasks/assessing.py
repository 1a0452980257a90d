"""The quarterly assessment of villages: worked out from the records until it is fixed, and kept from then on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_villages
from app.domain.rounds.models import Round
from app.domain.tasks import rules
from app.domain.tasks.indicators import INDICATORS, Asked, Indicator
from app.domain.tasks.models import Assessment, AssessmentScore
from app.domain.tasks.rules import FULL, Quarter, Reached


@dataclass(frozen=True)
class Score:
    """One indicator of a village: what was counted, hundredths of points, of how many at most."""

    reached: Reached
    points_cents: int | None
    most: int


@dataclass(frozen=True)
class Row:
    """A village: its score by indicator, hundredths of a hundred points, and its place among the villages."""

    village: Area
    scores: Mapping[str, Score]
    total_cents: int | None
    rank: int | None = None


@dataclass(frozen=True)
class Sheet:
    """The assessment of the villages of *area* for a quarter, the best first. *fixed* once it is kept."""

    area: Area
    quarter: Quarter
    points: Mapping[str, int]
    rows: Sequence[Row]
    fixed: Assessment | None = None

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def indicators(self) -> list[Indicator]:
        """Those that this assessment has."""
        return [one for one in INDICATORS if one.code.value in self.points]


def find_policy_round(area: Area, year: int) -> Round | None:
    """The newest round over *area* that is not younger than *year*: its policy says how many points there are."""
    ids = [int(step) for step in area.path.split("/") if step]
    statement = (
        sa.select(Round)
        .where(Round.area_id.in_(ids), Round.year <= year)
        .order_by(Round.year.desc(), Round.opened_on.desc(), Round.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def find_fixed(area: Area, quarter: Quarter) -> Assessment | None:
    """The assessment of *area* for a quarter, when it is fixed."""
    return db.session.scalar(
        sa.select(Assessment).where(
            Assessment.area_id == area.id,
            Assessment.year == quarter.year,
            Assessment.quarter == quarter.number,
        )
    )


def load_sheet(area: Area, quarter: Quarter) -> Sheet:
    """The assessment as it was fixed, else as the records give it now; the statements do not grow with the villages."""
    fixed = find_fixed(area, quarter)
    return _as_fixed(fixed, quarter) if fixed is not None else _as_counted(area, quarter)


def fix(*, actor: Actor, area: Area, quarter: Quarter) -> Assessment:
    """Keep the assessment of a quarter that is over. Raises ``Refused`` before its end, ``Conflict`` when kept."""
    if not can(actor, Permission.TASK_MANAGE, area) or actor.id is None:
        raise Forbidden()
    if area.level is not AreaLevel.TOWNSHIP:
        raise Refused([Message(N_("The villages of a township are assessed together."))])
    if find_fixed(area, quarter) is not None:
        raise Conflict(Message(N_("Somebody was faster: this quarter is fixed already.")))
    if clock.today() <= quarter.last_day:
        raise Refused([Message(N_("The quarter runs until %(day)s."), day=quarter.last_day)])
    sheet = _as_counted(area, quarter)
    if not sheet.points or not sheet.rows:
        raise Refused([Message(N_("There is nothing to assess."))])
    fixed = Assessment(
        area=area,
        year=quarter.year,
        quarter=quarter.number,
        points=dict(sheet.points),
        fixed_on=clock.today(),
        fixed_by_id=actor.id,
        scores=[
            AssessmentScore(
                village=row.village,
                indicator=code,
                done=score.reached.done,
                whole=score.reached.whole,
                points_cents=score.points_cents,
            )
            for row in sheet.rows
            for code, score in row.scores.items()
        ],
    )
    db.session.add(fixed)
    db.session.flush()
    audit.record(
        "assessment_fixed",
        actor=actor,
        subject=fixed,
        year=quarter.year,
        quarter=quarter.number,
        villages=len(sheet.rows),
    )
    db.session.flush()
    return fixed


def list_fixed(area: Area) -> Sequence[Assessment]:
    """The fixed assessments of *area*, the latest first."""
    statement = sa.select(Assessment).where(Assessment.area_id == area.id)
    return db.session.scalars(statement.order_by(Assessment.year.desc(), Assessment.quarter.desc())).all()


def _as_counted(area: Area, quarter: Quarter) -> Sheet:
    round_ = find_policy_round(area, quarter.year)
    if round_ is None:
        return Sheet(area, quarter, {}, [])
    policy = round_.policy
    points = {one.code.value: int(getattr(policy, one.field)) for one in INDICATORS}
    points = {code: most for code, most in points.items() if most > 0}
    villages = list_villages(area.path)
    asked = Asked(villages, quarter, clock.today())
    counted: dict[str, dict[int, Reached]] = {
        one.code.value: one.count(asked) for one in INDICATORS if one.code.value in points
    }
    rows = []
    for village in villages:
        scores = {}
        for one in INDICATORS:
            code = one.code.value
            if code in points:
                reached = counted[code].get(village.id, Reached())
                scores[code] = Score(reached, _points(one, reached, points[code]), points[code])
        rows.append(Row(village, scores, _total(scores)))
    return Sheet(area, quarter, points, _ranked(rows))


def _points(indicator: Indicator, reached: Reached, most: int) -> int | None:
    if indicator.subtracts:
        return max(0, most - reached.done) * FULL
    return rules.points_cents(reached.done, reached.whole, most)


def _total(scores: Mapping[str, Score]) -> int | None:
    return rules.score_of_hundred((score.points_cents, score.most) for score in scores.values())


def _ranked(rows: Sequence[Row]) -> list[Row]:
    """The best first; equal totals share a place."""
    ordered = sorted(rows, key=lambda row: (-(row.total_cents or 0), row.village.code))
    found: list[Row] = []
    for place, row in enumerate(ordered, 1):
        is_same = found and found[-1].total_cents == row.total_cents
        rank = found[-1].rank if is_same else place
        found.append(Row(row.village, row.scores, row.total_cents, rank))
    return found


def _as_fixed(fixed: Assessment, quarter: Quarter) -> Sheet:
    points = {code: int(most) for code, most in fixed.points.items()}
    by_village: dict[int, dict[str, Score]] = {}
    villages: dict[int, Area] = {}
    for score in fixed.scores:
        villages[score.village_id] = score.village
        reached = Reached(score.done, score.whole)
        most = points[score.indicator]
        by_village.setdefault(score.village_id, {})[score.indicator] = Score(
            reached, score.points_cents, most
        )
    rows = [Row(villages[id_], scores, _total(scores)) for id_, scores in by_village.items()]
    return Sheet(fixed.area, quarter, points, _ranked(rows), fixed)
