"""Reading files, covers and hits. Only files in force count; a household that did not agree has no hits."""

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.core.messages import Message
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_row, lock_row
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.models import Area
from app.domain.comparisons.models import (
    ComparisonCover,
    ComparisonFile,
    ComparisonHit,
    FileState,
    HitSettlement,
)
from app.domain.comparisons.people import fingerprints_now
from app.domain.comparisons.rules import ComparisonStatus, is_paper_result, missing_kinds
from app.domain.households.models import Household
from app.domain.policies.vocabulary import ComparisonKind


def get_file(file_id: int) -> ComparisonFile:
    """One file; raises :class:`NotFound`."""
    return get_row(ComparisonFile, file_id)


def lock_file(file_id: int) -> ComparisonFile:
    """The same, locked until the transaction ends, as it stands now in the database."""
    return lock_row(ComparisonFile, file_id)


def get_hit(hit_id: int) -> ComparisonHit:
    """One hit with its household; raises :class:`NotFound`, also while its file is only looked at."""
    hit = get_row(ComparisonHit, hit_id)
    if hit.file.state is not FileState.APPLIED:
        raise NotFound()
    return hit


def lock_hit(hit_id: int) -> ComparisonHit:
    """The same, locked until the transaction ends."""
    return lock_row(ComparisonHit, hit_id)


def page_files(actor: Actor, round_id: int, number: int = 1) -> Page[ComparisonFile]:
    """The files of a round within the actor's areas, the newest first. Who imports sees those not in force too."""
    importing = actor.paths_for(Permission.COMPARISON_IMPORT)
    within = [Area.path.startswith(path) for path in importing]
    seen = [Area.path.startswith(path) for path in actor.paths_for(Permission.COMPARISON_VIEW)]
    above = [sa.literal(path).startswith(Area.path) for path in actor.paths_for(Permission.COMPARISON_VIEW)]
    in_force = ComparisonFile.state.in_([FileState.APPLIED, FileState.WITHDRAWN])
    statement = (
        sa.select(ComparisonFile)
        .join(Area, Area.id == ComparisonFile.area_id)
        .where(
            ComparisonFile.round_id == round_id,
            sa.or_(sa.false(), *within, sa.and_(in_force, sa.or_(sa.false(), *seen, *above))),
        )
        .order_by(ComparisonFile.id.desc())
    )
    return paginate(statement, number)


def count_hits_by_file(file_ids: Collection[int]) -> dict[tuple[int, HitSettlement], int]:
    """(file, settlement) -> hits."""
    rows = db.session.execute(
        sa.select(ComparisonHit.file_id, ComparisonHit.settlement, sa.func.count())
        .where(ComparisonHit.file_id.in_(file_ids))
        .group_by(ComparisonHit.file_id, ComparisonHit.settlement)
    )
    return {(file_id, settlement): number for file_id, settlement, number in rows}


def page_hits_of(file: ComparisonFile, actor: Actor, number: int = 1) -> Page[ComparisonHit]:
    """The hits of one file, in whatever state, within the actor's areas; by household."""
    statement = _visible(sa.select(ComparisonHit).where(ComparisonHit.file_id == file.id), actor)
    return paginate(statement.order_by(Household.household_no, ComparisonHit.row_number), number)


def page_hits(
    actor: Actor,
    *,
    round_id: int,
    place: Area | None = None,
    settlement: HitSettlement | None = None,
    number: int = 1,
) -> Page[ComparisonHit]:
    """The hits in force of a round within the actor's areas, by household."""
    statement = _visible(_in_force(round_id), actor)
    if place is not None:
        statement = statement.where(Area.path.startswith(place.path, autoescape=True))
    if settlement is not None:
        statement = statement.where(ComparisonHit.settlement == settlement)
    return paginate(statement.order_by(Household.household_no, ComparisonHit.id), number)


def count_by_settlement(actor: Actor, round_id: int, place: Area | None = None) -> dict[HitSettlement, int]:
    """How many hits in force of a round stand at each settlement, within the actor's areas."""
    chosen = _visible(_in_force(round_id), actor)
    if place is not None:
        chosen = chosen.where(Area.path.startswith(place.path, autoescape=True))
    statement = chosen.with_only_columns(ComparisonHit.settlement, sa.func.count())
    rows = db.session.execute(statement.group_by(ComparisonHit.settlement))
    return {row[0]: row[1] for row in rows}


def _visible(statement: sa.Select[ComparisonHit], actor: Actor) -> sa.Select[ComparisonHit]:
    paths = actor.paths_for(Permission.COMPARISON_VIEW)
    return (
        statement.join(Household, Household.id == ComparisonHit.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)))
        .options(contains_eager(ComparisonHit.household).contains_eager(Household.village))
    )


def _in_force(round_id: int) -> sa.Select[ComparisonHit]:
    """Hits of files in force, without the households that applied and did not agree to a comparison."""
    refusing = sa.select(Application.household_id).where(
        Application.round_id == round_id,
        Application.state != ApplicationState.WITHDRAWN,
        Application.consents_to_comparison.is_(False),
    )
    return (
        sa.select(ComparisonHit)
        .join(ComparisonFile, ComparisonFile.id == ComparisonHit.file_id)
        .where(
            ComparisonFile.round_id == round_id,
            ComparisonFile.state == FileState.APPLIED,
            ComparisonHit.household_id.not_in(refusing),
        )
    )


def list_hits(household_ids: Collection[int], round_id: int) -> dict[int, list[ComparisonHit]]:
    """household -> its hits in force in a round, in one statement. Households without a hit are absent."""
    found: dict[int, list[ComparisonHit]] = {}
    if household_ids:
        statement = _in_force(round_id).where(ComparisonHit.household_id.in_(household_ids))
        for hit in db.session.scalars(statement.order_by(ComparisonHit.household_id, ComparisonHit.id)):
            found.setdefault(hit.household_id, []).append(hit)
    return found


def household_ids_with_hits(household_ids: Collection[int], round_id: int) -> set[int]:
    """Which of these households have a hit that is read out at the meeting: all but those of somebody else."""
    if not household_ids:
        return set()
    statement = _in_force(round_id).where(
        ComparisonHit.household_id.in_(household_ids),
        ComparisonHit.settlement != HitSettlement.NOT_THE_PERSON,
    )
    return set(db.session.scalars(statement.with_only_columns(ComparisonHit.household_id).distinct()))


def list_settled_so(
    household_ids: sa.Select[int], round_id: int, settlement: HitSettlement
) -> Sequence[tuple[int, str]]:
    """Id and number of those households (a sub-select) that have such a hit in force, each once."""
    statement = (
        _in_force(round_id)
        .join(Household, Household.id == ComparisonHit.household_id)
        .where(ComparisonHit.household_id.in_(household_ids), ComparisonHit.settlement == settlement)
        .with_only_columns(Household.id, Household.household_no)
        .distinct()
        .order_by(Household.household_no)
    )
    return [(household_id, number) for household_id, number in db.session.execute(statement)]


def comparison_status(application: Application) -> ComparisonStatus:
    """How far the comparison of an application's household is."""
    return comparison_statuses([application])[application.id]


def comparison_statuses(applications: Sequence[Application]) -> dict[int, ComparisonStatus]:
    """application id -> status, for applications of one round, in four statements whatever their number."""
    if not applications:
        return {}
    round_ = applications[0].round
    households = {application.household_id for application in applications}
    covers = _covers(households, round_.id)
    present = fingerprints_now(set(covers))
    hits = list_hits(households, round_.id)
    wanted = round_.policy.comparison_kinds
    found = {}
    for application in applications:
        household_id = application.household_id
        covered = frozenset(
            kind
            for kind, fingerprint in covers.get(household_id, ())
            if fingerprint == present.get(household_id)
        )
        own = hits.get(household_id, []) if application.consents_to_comparison else []
        found[application.id] = ComparisonStatus(
            number=application.number,
            is_required=round_.policy.comparison_required,
            is_on_paper=is_paper_result(application),
            has_record=bool(application.comparisons),
            covered=covered,
            missing=missing_kinds(wanted, covered),
            open_hits=_count(own, HitSettlement.OPEN),
            explained_hits=_count(own, HitSettlement.EXPLAINED),
            excluding=tuple(hit.file.kind for hit in own if hit.settlement is HitSettlement.EXCLUDES),
        )
    return found


def hit_blockers(application: Application) -> list[Message]:
    """Why the comparison keeps this application from the meeting and from lists."""
    return comparison_status(application).blockers


def blockers_among(applications: Iterable[Application]) -> dict[int, list[Message]]:
    """The same for many applications of one round; those that nothing keeps are absent."""
    statuses = comparison_statuses(list(applications))
    return {one: status.blockers for one, status in statuses.items() if status.blockers}


def list_not_compared(applications: Sequence[Application]) -> list[str]:
    """The numbers of those whose present people were not compared, neither by files nor on paper."""
    return [status.number for status in comparison_statuses(applications).values() if not status.has_run]


def list_waiting(round_id: int, area_path: str) -> Sequence[Application]:
    """Applications of an area that the files may complete: before the meeting and not yet compared."""
    waiting = (ApplicationState.FILED, ApplicationState.VISITED, ApplicationState.RETURNED)
    statement = (
        sa.select(Application)
        .join(Area, Area.id == Application.village_id)
        .where(
            Application.round_id == round_id,
            Application.state.in_(waiting),
            Area.path.startswith(area_path),
        )
        .options(joinedload(Application.household).joinedload(Household.village))
        .order_by(Application.id)
    )
    return db.session.scalars(statement).all()


def find_earlier(file: ComparisonFile) -> ComparisonFile | None:
    """The same bytes of the same kind, in force in the same round."""
    return db.session.scalar(
        sa.select(ComparisonFile)
        .where(
            ComparisonFile.round_id == file.round_id,
            ComparisonFile.kind == file.kind,
            ComparisonFile.area_id == file.area_id,
            ComparisonFile.digest == file.digest,
            ComparisonFile.state == FileState.APPLIED,
            ComparisonFile.id != file.id,
        )
        .order_by(ComparisonFile.id.desc())
        .limit(1)
    )


def is_file_needed(digest: str) -> bool:
    """Whether some file with these bytes is still to be read."""
    statement = sa.select(ComparisonFile.id).where(
        ComparisonFile.digest == digest, ComparisonFile.state == FileState.READING
    )
    return db.session.scalar(statement.limit(1)) is not None


def _covers(household_ids: Collection[int], round_id: int) -> dict[int, list[tuple[ComparisonKind, str]]]:
    rows = db.session.execute(
        sa.select(ComparisonCover.household_id, ComparisonFile.kind, ComparisonCover.fingerprint)
        .join(ComparisonFile, ComparisonFile.id == ComparisonCover.file_id)
        .where(
            ComparisonCover.household_id.in_(household_ids),
            ComparisonFile.round_id == round_id,
            ComparisonFile.state == FileState.APPLIED,
        )
        .order_by(ComparisonCover.id)
    )
    found: dict[int, list[tuple[ComparisonKind, str]]] = {}
    for household_id, kind, fingerprint in rows:
        found.setdefault(household_id, []).append((kind, fingerprint))
    return found


def _count(hits: Sequence[ComparisonHit], settlement: HitSettlement) -> int:
    return sum(hit.settlement is settlement for hit in hits)
