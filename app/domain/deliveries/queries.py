"""Reading what households said of the lines of paid rolls: lines, answers, denials, shares."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.core import clock
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, lock_row
from app.domain.applications.models import Application
from app.domain.areas.models import Area
from app.domain.calendars.queries import load_calendar
from app.domain.deliveries import rules
from app.domain.deliveries.models import CaseOutcome, Delivery, DeliveryAnswer
from app.domain.deliveries.rules import Share
from app.domain.deliveries.settlers import Settlers, load_settlers
from app.domain.funds.models import EntryKind, LedgerEntry, LedgerImport, Roll, RollLine
from app.domain.funds.queries import is_standing
from app.domain.help_requests.models import HelpRequest
from app.domain.projects.models import Project, ProjectPlace
from app.domain.rounds.models import Round

_PLACE = joinedload(RollLine.roll).joinedload(Roll.place)
_WITH_PLACE = (_PLACE.joinedload(ProjectPlace.area), _PLACE.joinedload(ProjectPlace.project))


@dataclass(frozen=True)
class Line:
    """A line of a roll, where its household is, with the latest answer."""

    line: RollLine
    latest: Delivery | None = None

    @property
    def area(self) -> Area:
        return self.line.roll.place.area

    @property
    def area_path(self) -> str:
        return self.area.path


@dataclass(frozen=True)
class PaidRoll:
    """A paid roll where its households are."""

    roll: Roll

    @property
    def area(self) -> Area:
        return self.roll.place.area

    @property
    def area_path(self) -> str:
        return self.area.path


@dataclass(frozen=True)
class Case:
    """A denial with the day by which it is answered, and who is left to do so."""

    delivery: Delivery
    due_on: dt.date
    settlers: Settlers

    @property
    def area_path(self) -> str:
        return self.delivery.area_path

    @property
    def area(self) -> Area:
        return self.delivery.line.roll.place.area

    @property
    def is_late(self) -> bool:
        """Open, and its day is over."""
        return self.delivery.is_open_case and clock.today() > self.due_on

    @property
    def is_for_county(self) -> bool:
        """Open, and the county's at once: everybody in the township who could settle it entered the payment."""
        return self.delivery.is_open_case and self.settlers.is_for_county


def get_line(line_id: int) -> Line:
    """A line of a paid roll with its latest answer; raises :class:`NotFound`, also for a roll that is not paid.

    What a household said stays to be read when the payment is undone afterwards.
    """
    statement = sa.select(RollLine).join(Roll, Roll.id == RollLine.roll_id)
    statement = statement.where(RollLine.id == line_id, _is_read())
    line = get_only(statement.options(*_WITH_PLACE))
    return Line(line, load_latest([line.id]).get(line.id))


def get_paid_roll(number: str) -> PaidRoll:
    """The paid roll of a number, or one of which a household has said something; raises :class:`NotFound`."""
    statement = sa.select(Roll).where(Roll.number == number, _is_read())
    place = joinedload(Roll.place)
    return PaidRoll(get_only(statement.options(place.joinedload(ProjectPlace.project))))


def _is_read() -> sa.ColumnElement[bool]:
    """Of the roll of a statement: it is paid, or was while a household said something of one of its lines."""
    lines = sa.orm.aliased(RollLine)
    said = sa.select(Delivery.id).join(lines, lines.id == Delivery.line_id).where(lines.roll_id == Roll.id)
    return sa.or_(Roll.has_reached, said.exists())


def get_case(delivery_id: int) -> Case:
    """The denial with this id; raises :class:`NotFound`, also for an answer that is none."""
    statement = sa.select(Delivery).where(
        Delivery.id == delivery_id, Delivery.answer == DeliveryAnswer.DID_NOT_COME
    )
    line = joinedload(Delivery.line)
    return load_cases([get_only(statement.options(*(line.options(one) for one in _WITH_PLACE)))])[0]


def lock_answer(delivery_id: int) -> Delivery:
    """The answer as it stands now in the database, held until the transaction ends."""
    return lock_row(Delivery, delivery_id)


def list_answers(line: RollLine) -> Sequence[Delivery]:
    """Everything that was said of a line, the newest first."""
    statement = sa.select(Delivery).where(Delivery.line_id == line.id)
    return db.session.scalars(statement.order_by(Delivery.id.desc())).all()


def count_answered_of(roll: Roll) -> int:
    """Of how many lines of *roll* the household has already said whether it arrived."""
    return _count_answered(Roll.id == roll.id)


def count_answered_of_import(run: LedgerImport) -> int:
    """The same of the rolls that a workbook paid and whose payments stand."""
    paid = sa.select(LedgerEntry.roll_id).where(
        LedgerEntry.import_id == run.id, LedgerEntry.kind == EntryKind.PAYMENT, is_standing()
    )
    return _count_answered(Roll.id.in_(paid))


def _count_answered(where: sa.ColumnElement[bool]) -> int:
    statement = sa.select(sa.func.count(Delivery.line_id.distinct())).join(Delivery.line).join(RollLine.roll)
    return db.session.scalar(statement.where(where)) or 0


def load_latest(line_ids: Collection[int]) -> dict[int, Delivery]:
    """line id -> its latest answer; lines of which nothing was said are missing."""
    answers = db.session.scalars(
        sa.select(Delivery).where(Delivery.line_id.in_(line_ids)).order_by(Delivery.id)
    )
    return {answer.line_id: answer for answer in answers}


def list_lines(roll: Roll) -> list[Line]:
    """The lines of a roll in their order, each with its latest answer."""
    statement = sa.select(RollLine).where(RollLine.roll_id == roll.id).order_by(RollLine.sequence)
    return _with_latest(db.session.scalars(statement.options(*_WITH_PLACE)).all())


def list_lines_of_receipt(typed: str) -> list[Line]:
    """The lines of paid rolls of the household on whose receipt this number stands, the newest first."""
    household_ids = find_households(typed)
    statement = (
        sa.select(RollLine)
        .join(Roll, Roll.id == RollLine.roll_id)
        .where(RollLine.household_id.in_(household_ids), Roll.has_reached)
        .order_by(Roll.drawn_up_on.desc(), RollLine.id.desc())
        .options(*_WITH_PLACE)
    )
    return _with_latest(db.session.scalars(statement).all()) if household_ids else []


def _with_latest(lines: Sequence[RollLine]) -> list[Line]:
    latest = load_latest([line.id for line in lines])
    return [Line(line, latest.get(line.id)) for line in lines]


def find_households(typed: str) -> set[int]:
    """The household with the receipt of this number: of its application, or of its own request for help."""
    number = rules.tidy_number(typed)
    found: Any = sa.union(
        sa.select(Application.household_id).where(Application.number == number),
        sa.select(HelpRequest.household_id).where(
            HelpRequest.number == number, HelpRequest.household_id.is_not(None)
        ),
    )
    return set(db.session.scalars(found)) if number else set()


def has_receipt(household_id: int) -> bool:
    """Was this household ever given a receipt?"""
    return bool(
        db.session.scalar(
            sa.select(
                sa.or_(
                    sa.exists().where(Application.household_id == household_id),
                    sa.exists().where(HelpRequest.household_id == household_id),
                )
            )
        )
    )


def find_paid_on(roll: Roll) -> dt.date | None:
    """The day of the payment of a roll that stands, or on which its goods were handed out."""
    if roll.handed_out_on is not None:
        return roll.handed_out_on
    statement = sa.select(sa.func.max(LedgerEntry.on)).where(
        LedgerEntry.roll_id == roll.id, LedgerEntry.kind == EntryKind.PAYMENT, is_standing()
    )
    return db.session.scalar(statement)


def page_rolls(actor: Actor, *, place: Area | None = None, number: int = 1) -> Page[Roll]:
    """The paid rolls of the actor's area, the newest first."""
    statement = (
        sa.select(Roll)
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .where(Roll.has_reached, _within(actor))
        .options(joinedload(Roll.place).joinedload(ProjectPlace.project))
        .order_by(Roll.drawn_up_on.desc(), Roll.id.desc())
    )
    if place is not None:
        statement = statement.where(Area.path.startswith(place.path, autoescape=True))
    return paginate(statement, number)


def page_cases(
    actor: Actor, *, is_open: bool = True, place: Area | None = None, number: int = 1
) -> Page[Delivery]:
    """The denials of the actor's area: those open, the oldest first, or those settled, the newest first."""
    order = (Delivery.answered_on, Delivery.id) if is_open else (Delivery.id.desc(),)
    statement = _denials().where(_within(actor)).order_by(*order)
    statement = statement.where(Delivery.outcome.is_(None) if is_open else Delivery.outcome.is_not(None))
    if place is not None:
        statement = statement.where(Area.path.startswith(place.path, autoescape=True))
    return paginate(statement, number)


def load_cases(denials: Sequence[Delivery]) -> list[Case]:
    """Each of them with its day, and with who is left to settle it."""
    calendar, settlers = load_calendar(), load_settlers(denials)
    return [
        Case(one, rules.due_on(one, one.line.roll.place.project.round.policy, calendar), settlers[one.id])
        for one in denials
    ]


def list_open_cases(actor: Actor, permission: Permission) -> list[Case]:
    """The open denials that *actor*, who holds *permission* there, may settle himself, the oldest first.

    One of a payment that he entered is another's; it is his only where nobody else is left.
    """
    statement = _denials().where(_within(actor, permission), Delivery.outcome.is_(None))
    found = db.session.scalars(statement.order_by(Delivery.answered_on, Delivery.id)).all()
    return [
        case for case in load_cases(found) if actor.id not in case.settlers.payers or not case.settlers.free
    ]


def list_to_ask_again(actor: Actor) -> Sequence[Delivery]:
    """Denials of the actor's area that were settled as arrived, and of which the household has not said so itself."""
    later = sa.orm.aliased(Delivery)
    is_said_since = sa.exists().where(later.line_id == Delivery.line_id, later.id > Delivery.id)
    arrived = (CaseOutcome.PAID_LATER, CaseOutcome.CAME_AFTER_ALL)
    statement = _denials().where(_within(actor, Permission.DELIVERY_RECORD), Roll.has_reached)
    statement = statement.where(Delivery.outcome.in_(arrived), ~is_said_since)
    return db.session.scalars(statement.order_by(Delivery.settled_on, Delivery.id)).all()


def _denials() -> sa.Select[Any]:
    return (
        sa.select(Delivery)
        .join(Delivery.line)
        .join(RollLine.roll)
        .join(Roll.place)
        .join(ProjectPlace.area)
        .join(ProjectPlace.project)
        .where(Delivery.answer == DeliveryAnswer.DID_NOT_COME)
        .options(
            contains_eager(Delivery.line)
            .contains_eager(RollLine.roll)
            .contains_eager(Roll.place)
            .options(contains_eager(ProjectPlace.area), contains_eager(ProjectPlace.project))
        )
    )


def _within(actor: Actor, permission: Permission = Permission.DELIVERY_VIEW) -> sa.ColumnElement[bool]:
    paths = actor.paths_for(permission)
    return sa.or_(sa.false(), *(Area.path.startswith(path, autoescape=True) for path in paths))


def load_shares_of_rolls(rolls: Sequence[Roll]) -> dict[int, Share]:
    """roll id -> what was said of its lines."""
    counted = _shares(RollLine.roll_id).where(RollLine.roll_id.in_([roll.id for roll in rolls]))
    return _as_shares(counted.group_by(RollLine.roll_id))


def load_shares(round_id: int, path: str) -> dict[int, Share]:
    """area id -> what was said of the lines of the rolls that a year paid there, at *path* and below: one statement."""
    counted = _shares(ProjectPlace.area_id).where(
        Roll.has_reached,
        Project.round_id == round_id,
        Area.path.startswith(path, autoescape=True),
    )
    return _as_shares(counted.group_by(ProjectPlace.area_id))


def load_share(round_id: int, path: str) -> Share:
    """The same for the area at *path* as a whole."""
    return sum(load_shares(round_id, path).values(), Share())


def _shares(key: Any) -> sa.Select[Any]:
    """Counts of lines by their latest answer, and of denials, under *key*."""
    latest_ids = sa.select(sa.func.max(Delivery.id)).group_by(Delivery.line_id)
    latest, denial = sa.orm.aliased(Delivery), sa.orm.aliased(Delivery)
    denials = (
        sa.select(
            denial.line_id.label("line_id"),
            sa.func.sum(sa.case((denial.outcome.is_(None), 1), else_=0)).label("open"),
            sa.func.sum(sa.case((denial.outcome.is_not(None), 1), else_=0)).label("settled"),
        )
        .where(denial.answer == DeliveryAnswer.DID_NOT_COME)
        .group_by(denial.line_id)
        .subquery()
    )
    return (
        sa.select(
            key,
            sa.func.count(RollLine.id),
            _counted(latest.answer == DeliveryAnswer.CAME),
            _counted(latest.answer == DeliveryAnswer.DID_NOT_COME),
            sa.func.coalesce(sa.func.sum(denials.c.open), 0),
            sa.func.coalesce(sa.func.sum(denials.c.settled), 0),
        )
        .select_from(RollLine)
        .join(Roll, Roll.id == RollLine.roll_id)
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .outerjoin(latest, sa.and_(latest.line_id == RollLine.id, latest.id.in_(latest_ids)))
        .outerjoin(denials, denials.c.line_id == RollLine.id)
    )


def _counted(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _as_shares(statement: sa.Select[Any]) -> dict[int, Share]:
    return {row[0]: Share(*(int(number) for number in row[1:])) for row in db.session.execute(statement)}


def list_years() -> Sequence[Round]:
    """The years in which a roll was paid, the newest first."""
    paid = (
        sa.select(Project.round_id)
        .join(ProjectPlace, ProjectPlace.project_id == Project.id)
        .join(Roll, Roll.place_id == ProjectPlace.id)
        .where(Roll.has_reached)
    )
    order = (Round.year.desc(), Round.opened_on.desc(), Round.id.desc())
    return db.session.scalars(sa.select(Round).where(Round.id.in_(paid)).order_by(*order)).all()
