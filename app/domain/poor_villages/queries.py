"""Reading the applications of villages, what the register knows of each, the panel, and the notices they stand on."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, lock_row
from app.domain.areas.models import Area, AreaLevel, VillageFigures
from app.domain.areas.queries import find_ancestor, list_areas
from app.domain.households import registration
from app.domain.households.models import Household
from app.domain.notices import queries as notices
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.officials.models import Official
from app.domain.officials.rules import paths_over
from app.domain.policies.vocabulary import VILLAGE_KINDS, NoticeKind
from app.domain.poor_villages.models import (
    PanelMember,
    PanelScore,
    PoorVillage,
    PoorVillageNotice,
    VillageState,
)
from app.domain.poor_villages.rules import Figures
from app.domain.rounds.models import Round

WITH_SCORES = (
    selectinload(PoorVillage.scores).joinedload(PanelScore.member),
    joinedload(PoorVillage.minutes),
)


def get_case(case_id: int) -> PoorVillage:
    """One application with what the panel gave it; raises :class:`NotFound`."""
    return get_only(sa.select(PoorVillage).where(PoorVillage.id == case_id).options(*WITH_SCORES))


def find_case(round_: Round, village: Area) -> PoorVillage | None:
    """The application of *village* in a round, if there is one."""
    statement = sa.select(PoorVillage).where(
        PoorVillage.round_id == round_.id, PoorVillage.village_id == village.id
    )
    return db.session.scalar(statement.options(*WITH_SCORES))


def lock_case(case_id: int) -> PoorVillage:
    """The application as it stands now in the database, held until the transaction ends."""
    return lock_row(PoorVillage, case_id)


def lock_cases(cases: Collection[PoorVillage]) -> None:
    """The same of several, read anew; in one order for everybody, so that no two wait for each other."""
    statement = sa.select(PoorVillage).where(PoorVillage.id.in_([case.id for case in cases]))
    held = statement.order_by(PoorVillage.id).with_for_update(of=PoorVillage)
    db.session.scalars(held.execution_options(populate_existing=True)).all()


def list_cases(
    round_: Round, *, below: str = "", states: Collection[VillageState] | None = None
) -> Sequence[PoorVillage]:
    """The applications of a round in the areas below a path, by division code."""
    statement = (
        sa.select(PoorVillage)
        .join(Area, Area.id == PoorVillage.village_id)
        .where(PoorVillage.round_id == round_.id, Area.path.startswith(below))
        .options(*WITH_SCORES)
        .order_by(Area.code)
    )
    if states is not None:
        statement = statement.where(PoorVillage.state.in_(states))
    return db.session.scalars(statement).unique().all()


def list_cases_for(round_: Round, actor: Actor) -> Sequence[PoorVillage]:
    """The applications of a round that *actor* may see, by division code."""
    paths = actor.paths_for(Permission.POOR_VILLAGE_VIEW)
    return [one for one in list_cases(round_) if any(one.area_path.startswith(path) for path in paths)]


def load_register(round_: Round, villages: Collection[Area]) -> dict[int, Figures]:
    """village id -> what the register knows of it: households and people by the statistics, and who is registered.

    Of the statistics the newest count that are not younger than the round; of the poor who was in the register on the
    last day of the round's year, or is today while that runs. Where nobody was, it knows nothing of the poor.
    """
    ids, day = [village.id for village in villages], min(dt.date(round_.year, 12, 31), clock.today())
    newest = db.session.scalars(
        sa.select(VillageFigures)
        .where(VillageFigures.village_id.in_(ids), VillageFigures.year <= round_.year)
        .order_by(VillageFigures.year)
    )
    counted = {row.village_id: row for row in newest}
    poor = {
        row.village_id: row
        for row in db.session.execute(
            sa.select(
                Household.village_id,
                sa.func.count().label("households"),
                sa.func.sum(Household.people).label("people"),
            )
            .where(Household.village_id.in_(ids), Household.id.in_(registration.in_register(day)))
            .group_by(Household.village_id)
        )
    }
    return {
        village_id: Figures(
            households=counted[village_id].households if village_id in counted else None,
            people=counted[village_id].population if village_id in counted else None,
            poor_households=int(poor[village_id].households) if village_id in poor else None,
            poor_people=int(poor[village_id].people) if village_id in poor else None,
        )
        for village_id in ids
    }


def load_register_of(case: PoorVillage) -> Figures:
    """What the register knows of one village."""
    return load_register(case.round, [case.village])[case.village_id]


def list_members(round_: Round, *, standing: bool = True) -> Sequence[PanelMember]:
    """Who is on the panel of a round: those on it now, or all who ever were."""
    statement = sa.select(PanelMember).where(PanelMember.round_id == round_.id)
    if standing:
        statement = statement.where(PanelMember.left_on.is_(None))
    return db.session.scalars(statement.order_by(PanelMember.id)).all()


def list_official_names(village: Area) -> set[str]:
    """The names of those who hold a post at *village* or its township now."""
    county = find_ancestor(village, AreaLevel.COUNTY)
    paths = [path for path in paths_over(village.path) if county is None or path != county.path]
    statement = (
        sa.select(Official.name)
        .join(Area, Area.id == Official.area_id)
        .where(Area.path.in_(paths), Official.until.is_(None))
    )
    return set(db.session.scalars(statement))


def list_codes_over(village: Area) -> list[str]:
    """The division codes of what lies over *village*."""
    over = [find_ancestor(village, level) for level in (AreaLevel.TOWNSHIP, AreaLevel.COUNTY)]
    return [area.code for area in over if area is not None]


def list_notices_of(case: PoorVillage, kind: NoticeKind | None = None) -> Sequence[Notice]:
    """The notices on which a village stands, withdrawn ones as well, in the order of their issue."""
    on_it = sa.select(PoorVillageNotice.notice_id).where(PoorVillageNotice.case_id == case.id)
    statement = sa.select(Notice).where(Notice.id.in_(on_it)).options(*notices.WITH_POSTINGS)
    if kind is not None:
        statement = statement.where(Notice.kind == kind)
    return db.session.scalars(statement.order_by(Notice.id)).all()


def find_notice_in_force(case: PoorVillage, kind: NoticeKind) -> Notice | None:
    """The notice of *kind* on which a village stands and that was not withdrawn."""
    return next((one for one in reversed(list_notices_of(case, kind)) if one.withdrawn_at is None), None)


def list_standings(case: PoorVillage) -> list[Standing]:
    """How the notices of a village stand today."""
    return notices.standings(list_notices_of(case))


def list_cases_of(notice: Notice) -> Sequence[PoorVillage]:
    """The applications that stand on *notice*, by division code."""
    on_it = sa.select(PoorVillageNotice.case_id).where(PoorVillageNotice.notice_id == notice.id)
    statement = sa.select(PoorVillage).join(Area, Area.id == PoorVillage.village_id)
    return db.session.scalars(statement.where(PoorVillage.id.in_(on_it)).order_by(Area.code)).unique().all()


def load_ids_in_force(case_ids: Collection[int], kind: NoticeKind) -> set[int]:
    """Those of these applications that stand on a notice of *kind* that was not withdrawn."""
    statement = (
        sa.select(PoorVillageNotice.case_id)
        .join(Notice, Notice.id == PoorVillageNotice.notice_id)
        .where(PoorVillageNotice.case_id.in_(case_ids), Notice.kind == kind, Notice.withdrawn_at.is_(None))
    )
    return set(db.session.scalars(statement))


def load_standings(case_ids: Collection[int], kind: NoticeKind) -> dict[int, Standing]:
    """application id -> how its notice of *kind* stands that was not withdrawn; without those that have none."""
    statement = (
        sa.select(PoorVillageNotice.case_id, Notice)
        .join(Notice, Notice.id == PoorVillageNotice.notice_id)
        .where(PoorVillageNotice.case_id.in_(case_ids), Notice.kind == kind, Notice.withdrawn_at.is_(None))
        .options(*notices.WITH_POSTINGS)
        .order_by(Notice.id)
    )
    found = {row.case_id: row.Notice for row in db.session.execute(statement).unique()}
    standing = {one.notice.id: one for one in notices.standings(list({*found.values()}))}
    return {case_id: standing[notice.id] for case_id, notice in found.items()}


def find_replaced(kind: NoticeKind, round_: Round, township: Area) -> Notice | None:
    """The last withdrawn notice of *kind* of a township in a round that nothing has replaced yet."""
    later = sa.orm.aliased(Notice)
    return db.session.scalar(
        sa.select(Notice)
        .where(
            Notice.kind == kind,
            Notice.round_id == round_.id,
            Notice.village_id == township.id,
            Notice.withdrawn_at.is_not(None),
            ~sa.exists().where(later.replaces_id == Notice.id),
        )
        .order_by(Notice.id.desc())
        .limit(1)
    )


def get_village_notice(number: str) -> Notice:
    """The notice of poor villages of a number; raises :class:`NotFound`, also for another kind."""
    return get_only(
        sa.select(Notice)
        .where(Notice.number == number, Notice.kind.in_(VILLAGE_KINDS))
        .options(*notices.WITH_POSTINGS)
    )


def list_townships(round_: Round) -> list[Area]:
    """The townships in the area of a round, by division code."""
    return [one for one in list_areas(AreaLevel.TOWNSHIP) if one.path.startswith(round_.area_path)]
