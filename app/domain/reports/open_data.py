"""The rows of the open data: notices, totals, villages, objections and draws, as numbers. Never a name or a reason.

Each function gives the rows of one file in a fixed order, in a fixed number of statements for all villages together
(totals: for each round).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.messages import N_
from app.domain.areas.models import Area, AreaLevel, VillageFigures
from app.domain.notices import queries as notices
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.objections.models import Objection, ObjectionState, Outcome
from app.domain.policies.vocabulary import LIST_KINDS
from app.domain.reports import figures
from app.domain.reports.figures import Count
from app.domain.reviews.models import Sample
from app.domain.rounds.models import Round

#: what a household left by, under a name that stays the same
DEPARTURES = {
    figures.EXCLUDED_BY_COMPARISON: "excluded_by_comparison",
    figures.WITHDRAWN_BY_HOUSEHOLD: "withdrawn_by_household",
    N_("Not passed by the review meeting"): "not_passed",
    N_("Left out of the candidate list"): "left_out",
    N_("Taken off by the village"): "removed_by_village",
    N_("Objection to the first notice"): "objection_to_first_notice",
    N_("Township review"): "township_review",
    N_("Objection to the second notice"): "objection_to_second_notice",
    N_("County decision"): "county_decision",
    N_("Objection to the announcement"): "objection_to_announcement",
    N_("Returned to the village"): "returned_to_village",
}


@dataclass(frozen=True)
class Total:
    """How many households of a village reached a stage of a round, or left it at a step."""

    round: Round
    village: Area
    has_left: bool
    step: str
    count: Count


@dataclass(frozen=True)
class ObjectionCount:
    """The objections to one notice in numbers."""

    notice: Notice
    received: int
    undecided: int
    upheld: int
    partly: int
    rejected: int


@dataclass(frozen=True)
class VillageYear:
    """A village in a year, with the township that it belongs to."""

    village: Area
    township: Area | None
    figures: VillageFigures | None


def list_notices() -> list[Standing]:
    """Every notice with how it stands today, the newest first."""
    return notices.standings(notices.list_public_notices())


def list_totals() -> Iterator[Total]:
    """Stages and departures of each village in each round of which it has a notice, the newest round first."""
    shown = {(row[0], row[1]) for row in db.session.execute(sa.select(Notice.round_id, Notice.village_id))}
    for round_ in notices.list_rounds_with_notices(kinds=LIST_KINDS):
        totals = [one for one in figures.totals_by_village(round_) if (round_.id, one.village.id) in shown]
        left = _departures(round_)
        for one in totals:
            for stage in figures.Stage:
                yield Total(round_, one.village, False, stage.value, one.at(stage))
            for step in DEPARTURES.values():
                if (count := left.get((one.village.id, step))) is not None:
                    yield Total(round_, one.village, True, step, count)


def _departures(round_: Round) -> dict[tuple[int, str], Count]:
    """(village id, step) -> how many left there, for whatever reason."""
    found: dict[tuple[int, str], Count] = {}
    for departure in figures.list_departures(round_):
        key = (departure.village_id, DEPARTURES[departure.step])
        found[key] = found.get(key, Count()) + departure.count
    return found


def list_village_years() -> list[VillageYear]:
    """Each village with each year that there are figures of (once without figures where there are none), by code."""
    rows = db.session.execute(
        sa.select(Area, VillageFigures)
        .outerjoin(VillageFigures, VillageFigures.village_id == Area.id)
        .where(Area.level == AreaLevel.VILLAGE)
        .order_by(Area.code, VillageFigures.year.desc())
    ).all()
    townships = db.session.scalars(sa.select(Area).where(Area.level == AreaLevel.TOWNSHIP)).all()
    by_id = {township.id: township for township in townships}
    return [VillageYear(village, by_id.get(village.parent_id or 0), given) for village, given in rows]


def list_objection_counts() -> list[ObjectionCount]:
    """Each notice with the number of objections to it, by what came of them; the newest notice first."""
    decided, outcome = Objection.state == ObjectionState.DECIDED, Objection.outcome
    conditions = (sa.true(), ~decided, *(decided & (outcome == one) for one in Outcome))
    columns = [sa.func.sum(sa.case((condition, 1), else_=0)) for condition in conditions]
    counted = {
        notice_id: [int(number) for number in numbers]
        for notice_id, *numbers in db.session.execute(
            sa.select(Objection.notice_id, *columns).group_by(Objection.notice_id)
        )
    }
    return [
        ObjectionCount(notice, *counted.get(notice.id, [0] * len(conditions)))
        for notice in notices.list_public_notices()
    ]


def list_draws() -> Sequence[Sample]:
    """Every draw that can be repeated, the latest first."""
    statement = sa.select(Sample).where(Sample.inputs.is_not(None))
    return db.session.scalars(
        statement.options(joinedload(Sample.candidate_list), sa.orm.undefer(Sample.inputs)).order_by(
            Sample.drawn_at.desc(), Sample.id.desc()
        )
    ).all()
