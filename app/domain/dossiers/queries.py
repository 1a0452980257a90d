"""Whose dossiers there are, how complete a village's are, and which names must not stand in one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.rows import get_only
from app.domain.applications.models import Application
from app.domain.areas.models import Area
from app.domain.dossiers.cases import Case, list_applicants, load_cases
from app.domain.dossiers.checklist import Record, RecordState, checklist, is_complete
from app.domain.households.models import Household
from app.domain.notices import queries as notice_queries
from app.domain.rounds.models import Round


@dataclass(frozen=True)
class Dossier:
    """A household's case with its checklist."""

    case: Case
    records: list[Record]

    @property
    def missing(self) -> list[Record]:
        """What is asked for and not there."""
        return [record for record in self.records if record.state is RecordState.MISSING]

    @property
    def is_complete(self) -> bool:
        return is_complete(self.records)


@dataclass(frozen=True)
class Overview:
    """A village's dossiers in a round, and how often each record is missing, the most frequent first."""

    dossiers: list[Dossier]
    lacking: list[tuple[Record, int]]

    @property
    def complete(self) -> int:
        """How many lack nothing."""
        return sum(1 for one in self.dossiers if one.is_complete)


def get_household(household_no: str) -> Household:
    """The household of a number, with its village; raises :class:`NotFound`."""
    return get_only(
        sa.select(Household)
        .where(Household.household_no == household_no)
        .options(joinedload(Household.village))
    )


def list_rounds_of_household(household_id: int) -> Sequence[Round]:
    """The rounds in which a household applied, the newest first."""
    applied = sa.select(Application.round_id).where(Application.household_id == household_id)
    statement = sa.select(Round).where(Round.id.in_(applied))
    return db.session.scalars(statement.order_by(Round.year.desc(), Round.id.desc())).all()


def list_rounds_of_village(village_id: int) -> Sequence[Round]:
    """The rounds in which anybody of a village applied, the newest first."""
    applied = sa.select(Application.round_id).where(Application.village_id == village_id)
    statement = sa.select(Round).where(Round.id.in_(applied))
    return db.session.scalars(statement.order_by(Round.year.desc(), Round.id.desc())).all()


def count_applicants(village_ids: Iterable[int], round_id: int) -> dict[int, int]:
    """village id -> households that applied in a round."""
    rows = db.session.execute(
        sa.select(Application.village_id, sa.func.count(sa.distinct(Application.household_id)))
        .where(Application.round_id == round_id, Application.village_id.in_(list(village_ids)))
        .group_by(Application.village_id)
    )
    return {village_id: int(number) for village_id, number in rows}


def load_dossier(household: Household, round_: Round) -> Dossier:
    """One household's case and checklist."""
    [case] = load_cases(round_, [household.id])
    return Dossier(case, checklist(case))


def load_overview(village: Area, round_: Round) -> Overview:
    """The dossiers of all households of a village that applied in a round."""
    cases = load_cases(round_, list_applicants(round_.id, village.id))
    dossiers = [Dossier(case, checklist(case)) for case in cases]
    counted = Counter(record.code for one in dossiers for record in one.missing)
    named = {record.code: record for one in dossiers for record in one.missing}
    return Overview(dossiers, [(named[code], number) for code, number in counted.most_common()])


def list_names_of_others(case: Case, texts: Iterable[str]) -> list[str]:
    """Names of the village's other people that occur in *texts*: they are hidden in this household's dossier."""
    own = {member.name for member in case.household.members} | {case.household.head_name}
    found = notice_queries.list_names_within([case.household.village_id], "\n".join(texts))
    return [name for name in found if not any(name in one for one in own)]
