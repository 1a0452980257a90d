"""Reading objections. Who may read the words is asked of ``can`` by the doors, never decided here."""

import unicodedata
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission, Role
from app.domain.accounts.models import RoleGrant, User
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import ListEntry, RemovalCause
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.objections.models import Level, Objection, ObjectionState, SecondLook, SecondLookState
from app.domain.policies.vocabulary import NoticeKind

_WITH = (
    joinedload(Objection.notice),
    joinedload(Objection.entry),
    selectinload(Objection.evidence),
    selectinload(Objection.messages),
)


def get_objection(number: str) -> Objection:
    """The objection of a number; raises :class:`NotFound`."""
    objection = db.session.scalar(sa.select(Objection).where(Objection.number == number).options(*_WITH))
    if objection is None:
        raise NotFound()
    return objection


def find_objection(number: str) -> Objection | None:
    """The objection of a number as typed from a receipt (full width or not, any case), or ``None``."""
    number = "".join(unicodedata.normalize("NFKC", number).split()).upper()
    return db.session.scalar(sa.select(Objection).where(Objection.number == number).options(*_WITH))


def get_second_look(number: str) -> SecondLook:
    """The second look at the objection of a number; raises :class:`NotFound`."""
    second_look = get_objection(number).second_look
    if second_look is None:
        raise NotFound()
    return second_look


def find_by_code(keys: Sequence[str]) -> Objection | None:
    """The objection whose code has one of these keys (``core/receipts.py``), the first of them that is known."""
    rows = db.session.scalars(sa.select(Objection).where(Objection.code_key.in_(keys)).options(*_WITH)).all()
    return min(rows, key=lambda row: keys.index(row.code_key or ""), default=None)


def has_code_key(key: str) -> bool:
    """True when some objection's code has this key."""
    return db.session.scalar(sa.select(sa.exists().where(Objection.code_key == key))) or False


def page_second_looks(actor: Actor, *, number: int = 1) -> Page[Objection]:
    """Objections within the actor's areas whose second look is asked for, the first due one first."""
    paths = actor.paths_for(Permission.OBJECTION_VIEW)
    statement = (
        sa.select(Objection)
        .join(SecondLook, SecondLook.objection_id == Objection.id)
        .join(Notice, Notice.id == Objection.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(
            SecondLook.state == SecondLookState.ASKED,
            sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)),
        )
        .options(*_WITH)
        .order_by(SecondLook.due_on, Objection.id)
    )
    return paginate(statement, number)


def page_objections(
    actor: Actor, *, undecided: bool | None = None, round_id: int | None = None, number: int = 1
) -> Page[Objection]:
    """Objections within the actor's areas: undecided ones by due day, then the decided, the latest first."""
    paths = actor.paths_for(Permission.OBJECTION_VIEW)
    statement = (
        sa.select(Objection)
        .join(Notice, Notice.id == Objection.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)))
        .options(*_WITH)
        .order_by(Objection.state == ObjectionState.DECIDED, Objection.due_on, Objection.id)
    )
    if undecided is not None:
        decided = Objection.state == ObjectionState.DECIDED
        statement = statement.where(~decided if undecided else decided)
    if round_id is not None:
        statement = statement.where(Notice.round_id == round_id)
    return paginate(statement, number)


def list_possible_investigators(objection: Objection) -> Sequence[User]:
    """Accounts of the office that investigates this objection, by name; never those of the village itself."""
    role = Role.TOWNSHIP_REVIEWER if objection.level is Level.TOWNSHIP else Role.COUNTY_APPROVER
    above = [int(step) for step in objection.area_path.split("/") if step]
    holders = sa.select(RoleGrant.user_id).where(
        RoleGrant.role == role, RoleGrant.ended_at.is_(None), RoleGrant.area_id.in_(above)
    )
    statement = sa.select(User).where(User.id.in_(holders), User.is_active)
    return db.session.scalars(statement.order_by(User.name, User.id)).all()


def count_waiting(actor: Actor) -> tuple[int, int]:
    """(undecided, of these overdue) objections that this actor's own level investigates."""
    conditions = []
    for grant in actor.grants:
        level = {Role.TOWNSHIP_REVIEWER: Level.TOWNSHIP, Role.COUNTY_APPROVER: Level.COUNTY}.get(grant.role)
        if level is not None:
            conditions.append(sa.and_(Objection.level == level, Area.path.startswith(grant.path)))
    if not conditions:
        return 0, 0
    overdue = sa.func.sum(sa.case((Objection.due_on < clock.today(), 1), else_=0))
    row = db.session.execute(
        sa.select(sa.func.count(), overdue)
        .select_from(Objection)
        .join(Notice, Notice.id == Objection.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(Objection.state != ObjectionState.DECIDED, sa.or_(*conditions))
    ).one()
    return int(row[0]), int(row[1] or 0)


def count_second_looks(actor: Actor) -> tuple[int, int]:
    """(waiting, of these overdue) second looks that the actor's own level answers: the county's."""
    paths = [grant.path for grant in actor.grants if grant.role is Role.COUNTY_APPROVER]
    if not paths:
        return 0, 0
    overdue = sa.func.sum(sa.case((SecondLook.due_on < clock.today(), 1), else_=0))
    row = db.session.execute(
        sa.select(sa.func.count(), overdue)
        .select_from(SecondLook)
        .join(Objection, Objection.id == SecondLook.objection_id)
        .join(Notice, Notice.id == Objection.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(
            SecondLook.state == SecondLookState.ASKED, sa.or_(*(Area.path.startswith(path) for path in paths))
        )
    ).one()
    return int(row[0]), int(row[1] or 0)


def list_disputed_entry_ids(list_id: int) -> set[int]:
    """Standing entries of a list against which an objection is undecided.

    An entry that was moved to another list keeps its application, so objections follow the application.
    """
    standing = ListEntry.__table__.alias("standing")
    objected = ListEntry.__table__.alias("objected")
    statement = (
        sa.select(standing.c.id)
        .join(objected, objected.c.application_id == standing.c.application_id)
        .join(Objection, Objection.entry_id == objected.c.id)
        .where(
            standing.c.list_id == list_id,
            standing.c.standing == "standing",
            Objection.state != ObjectionState.DECIDED,
        )
    )
    return set(db.session.scalars(statement))


def list_open_on_entries(list_id: int) -> Sequence[Objection]:
    """The undecided objections against standing entries of a list, by number."""
    standing = ListEntry.__table__.alias("standing")
    objected = ListEntry.__table__.alias("objected")
    statement = (
        sa.select(Objection)
        .join(objected, Objection.entry_id == objected.c.id)
        .join(standing, objected.c.application_id == standing.c.application_id)
        .where(
            standing.c.list_id == list_id,
            standing.c.standing == "standing",
            Objection.state != ObjectionState.DECIDED,
        )
        .options(*_WITH)
        .order_by(Objection.number)
    )
    return db.session.scalars(statement).unique().all()


def list_of_notices(notice_ids: Collection[int]) -> Sequence[Objection]:
    """All objections to some notices, by number."""
    statement = sa.select(Objection).where(Objection.notice_id.in_(notice_ids)).options(*_WITH)
    return db.session.scalars(statement.order_by(Objection.number)).all()


def count_of_notices(notice_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """notice id -> (objections, of these undecided)."""
    undecided = sa.func.sum(sa.case((Objection.state != ObjectionState.DECIDED, 1), else_=0))
    rows = db.session.execute(
        sa.select(Objection.notice_id, sa.func.count(), undecided)
        .where(Objection.notice_id.in_(notice_ids))
        .group_by(Objection.notice_id)
    )
    return {notice_id: (int(total), int(open_)) for notice_id, total, open_ in rows}


def list_rows_gone(notice: Notice) -> list[int]:
    """The numbers of an announcement's rows that an objection to it proved wrong; the sheet itself never changes."""
    statement = (
        sa.select(NoticeEntry.sequence)
        .join(ListEntry, ListEntry.id == NoticeEntry.entry_id)
        .where(
            NoticeEntry.notice_id == notice.id,
            ListEntry.removal_cause == RemovalCause.OBJECTION_ANNOUNCEMENT,
        )
        .order_by(NoticeEntry.sequence)
    )
    return list(db.session.scalars(statement)) if notice.kind is NoticeKind.ANNOUNCEMENT else []
