"""The indicators of the quarterly assessment, declared: what counts, what the most points are, where it is counted.

The most points of each are fields of the policy (``score_…``). Where a village has nothing to assess an indicator drops
out, and the others make up the hundred.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_
from app.domain.areas.models import Area
from app.domain.assistance.models import HelpVisit, VisitWay
from app.domain.disclosures.queries import load_years
from app.domain.notices.models import Notice
from app.domain.objections.models import Objection, ObjectionState, Outcome
from app.domain.pairings.models import Pairing
from app.domain.pairings.queries import stands_on
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.queries import list_rounds
from app.domain.tasks import rules
from app.domain.tasks.counting import registered
from app.domain.tasks.models import FindingState, Supervision, SupervisionFinding, Task
from app.domain.tasks.queries import list_lines
from app.domain.tasks.reaching import load_cells
from app.domain.tasks.rules import FULL, Quarter, Reached


class IndicatorCode(StrEnum):
    """What the quarterly assessment looks at."""

    RESULTS = "results"
    IDENTIFICATION = "identification"
    HELP = "help"
    OPENNESS = "openness"
    MENDING = "mending"


@dataclass(frozen=True)
class Asked:
    """What an indicator is counted for."""

    villages: Sequence[Area]
    quarter: Quarter
    today: dt.date

    @property
    def ids(self) -> list[int]:
        return [village.id for village in self.villages]

    @property
    def until(self) -> dt.date:
        """The end of the quarter, or today while it runs."""
        return min(self.quarter.last_day, self.today)

    @property
    def passed(self) -> dt.date:
        """The last day of the quarter that is over: what is due today may still be done."""
        return min(self.quarter.last_day, self.today - dt.timedelta(days=1))


Counter = Callable[[Asked], dict[int, Reached]]


@dataclass(frozen=True)
class Indicator:
    """*label* and *how* are message ids; *field* names the policy's most points. *subtracts*: one point off each.

    For those that subtract, ``done`` counts what is to be taken off, and ``whole`` is the most points.
    """

    code: IndicatorCode
    label: str
    how: str
    field: str
    count: Counter
    subtracts: bool = False


def _results(asked: Asked) -> dict[int, Reached]:
    """Each task that has begun counts 100: how far it is, against how far it should be by the end of the quarter."""
    cells = load_cells(
        Area.id.in_(asked.ids), Task.starts_on <= asked.until, Task.due_on >= asked.quarter.first_day
    )
    found: dict[int, Reached] = {}
    for line in list_lines(cells):
        due = rules.expected_percent(line.task.starts_on, line.task.due_on, asked.until)
        for cell in line.cells:
            share = min(FULL, cell.reached.percent * FULL // due) if due else FULL
            found[cell.share.area_id] = found.get(cell.share.area_id, Reached()) + Reached(share, FULL)
    return found


def _identification(asked: Asked) -> dict[int, Reached]:
    """Objections that were upheld, wholly or in part, in the quarter."""
    rows = db.session.execute(
        sa.select(Notice.village_id, sa.func.count())
        .join(Objection, Objection.notice_id == Notice.id)
        .where(
            Notice.village_id.in_(asked.ids),
            Objection.state == ObjectionState.DECIDED,
            Objection.outcome.in_((Outcome.UPHELD, Outcome.PARTLY)),
            Objection.decided_on.between(asked.quarter.first_day, asked.quarter.last_day),
        )
        .group_by(Notice.village_id)
    )
    upheld = {village_id: int(number) for village_id, number in rows}
    return {id_: Reached(upheld.get(id_, 0), 1) for id_ in asked.ids}


def _help(asked: Asked) -> dict[int, Reached]:
    """Of the registered households: those with a helper, and those visited in the quarter. Each counts for itself."""
    rows = registered(asked.ids)
    paired = sa.exists().where(Pairing.household_id == rows.c.household_id, stands_on())
    visited = sa.exists().where(
        HelpVisit.household_id == rows.c.household_id,
        HelpVisit.withdrawn_on.is_(None),
        HelpVisit.way == VisitWay.AT_HOME,
        HelpVisit.visited_on.between(asked.quarter.first_day, asked.quarter.last_day),
    )
    both = sa.case((paired, 1), else_=0) + sa.case((visited, 1), else_=0)
    statement = sa.select(rows.c.village_id, sa.func.sum(both), sa.func.count()).group_by(rows.c.village_id)
    return {
        village_id: Reached(int(done), 2 * int(households))
        for village_id, done, households in db.session.execute(statement)
    }


def _openness(asked: Asked) -> dict[int, Reached]:
    """Of what was due to be published in the quarter: what was published by its day."""
    found: dict[int, Reached] = {}
    for round_ in _years_of(asked):
        within = [one for one in asked.villages if one.path.startswith(round_.area.path)]
        for year in load_years(within, round_):
            due = [one for one in year.dues if asked.quarter.first_day <= one.due_on <= asked.passed]
            in_time = sum(one.evidence is not None and one.evidence.on <= one.due_on for one in due)
            found[year.village.id] = found.get(year.village.id, Reached()) + Reached(in_time, len(due))
    return found


def _years_of(asked: Asked) -> list[Round]:
    """The years of projects and money of which something is due in the quarter: in the first also the year before."""
    first = asked.quarter.year - 1 if asked.quarter.number == 1 else asked.quarter.year
    years = range(first, asked.quarter.year + 1)
    return [round_ for round_ in list_rounds(RoundKind.FUNDS) if round_.year in years]


def _mending(asked: Asked) -> dict[int, Reached]:
    """Of the findings to be mended in the quarter: those mended by their day. What waits to be looked at waits."""
    in_time = SupervisionFinding.mended_on <= SupervisionFinding.mend_by
    waits = sa.and_(SupervisionFinding.state == FindingState.REPORTED, in_time)
    rows = db.session.execute(
        sa.select(Supervision.area_id, sa.func.sum(sa.case((in_time, 1), else_=0)), sa.func.count())
        .join(Supervision, Supervision.id == SupervisionFinding.supervision_id)
        .where(
            Supervision.area_id.in_(asked.ids),
            SupervisionFinding.mend_by.between(asked.quarter.first_day, asked.passed),
            sa.not_(sa.func.coalesce(waits, sa.false())),
        )
        .group_by(Supervision.area_id)
    )
    return {village_id: Reached(int(done), int(whole)) for village_id, done, whole in rows}


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        IndicatorCode.RESULTS,
        N_("The tasks"),
        N_("How far each task is, against how far it should be by the end of the quarter; the mean of all."),
        "score_results",
        _results,
    ),
    Indicator(
        IndicatorCode.IDENTIFICATION,
        N_("Households rightly chosen"),
        N_("One point less for each objection that was upheld in the quarter."),
        "score_identification",
        _identification,
        subtracts=True,
    ),
    Indicator(
        IndicatorCode.HELP,
        N_("Help for the households"),
        N_("Of the registered households: how many have a helper, and how many were visited in the quarter."),
        "score_help",
        _help,
    ),
    Indicator(
        IndicatorCode.OPENNESS,
        N_("Published in time"),
        N_("Of what the village had to publish in the quarter: what was published by its day."),
        "score_openness",
        _openness,
    ),
    Indicator(
        IndicatorCode.MENDING,
        N_("Findings mended in time"),
        N_(
            "Of what supervision found and was to be mended in the quarter: what was mended by its day and looked at."
        ),
        "score_mending",
        _mending,
    ),
)
