"""A notice of funds or projects is issued: its facts are composed, its sums compared, its sheets made; or withdrawn."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.areas.models import Area
from app.domain.funds import comparing, facts
from app.domain.funds.adding_up import Compared
from app.domain.funds.models import Roll, RollLine
from app.domain.households.models import Member
from app.domain.notices import rules as notices_rules
from app.domain.notices import service as notices
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import FUND_KINDS, NoticeKind
from app.domain.projects import queries as projects_queries
from app.domain.projects import rules as projects_rules
from app.domain.projects import service as projects_service
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import Project, ProjectNotice
from app.domain.rounds.models import Round
from app.domain.sheets.service import ensure_sheets

K = NoticeKind
#: kinds that come again and again; of the others a project stands on one at a time
REPEATED = frozenset({K.FUNDS, K.PROJECT_PROGRESS, K.BENEFICIARIES})


def publish(
    *,
    actor: Actor,
    kind: NoticeKind,
    round_: Round,
    area: Area,
    projects: Sequence[Project] = (),
    hang_on: dt.date | None = None,
    roll: Roll | None = None,
) -> Notice:
    """Issue a notice of *kind* for the boards of *area*: of its money (``FUNDS``), of *projects*, or of a *roll*.

    Raises :class:`Forbidden` for who does not publish for *area*; :class:`Refused` with every reason: a project that
    is not that far, of elsewhere, or on such a notice already; sums that disagree, with the difference and where it
    arises. *hang_on* before today raises :class:`Invalid`.
    """
    if actor.id is None or not can(actor, Permission.PROJECT_PUBLISH, area):
        raise Forbidden()
    if kind is K.BENEFICIARIES and roll is not None:
        projects = [roll.place.project]
    projects_queries.lock_projects(projects)
    if reasons := why_not(kind, round_, area, projects, roll):
        raise Refused(reasons)
    composed, rows, compared = _compose(kind, round_, area, projects, roll)
    if reasons := comparing.why_not(compared):
        raise Refused(reasons)
    notice = notices.publish_facts(
        actor=actor,
        kind=kind,
        round_=round_,
        area=area,
        facts=composed | {"check": comparing.as_facts(compared)},
        rows=rows,
        hang_on=hang_on,
        replaces=_find_replaced(kind, round_, area, projects),
    )
    projects_service.put_on_notice(notice=notice, projects=projects)
    ensure_sheets(notice)
    return notice


def withdraw(*, actor: Actor, notice: Notice, reason: str) -> None:
    """Withdraw a notice of funds or projects for a *reason*; it stays readable, marked as withdrawn."""
    if actor.id is None or not can(actor, Permission.PROJECT_PUBLISH, notice.village):
        raise Forbidden()
    if notice.kind not in FUND_KINDS:
        raise Refused([Message(N_("This is no notice of funds or projects."))])
    if not reason.strip():
        raise Invalid(Message(N_("Please say why.")), "reason")
    check_texts(reason=reason)
    notices.withdraw(actor=actor, notice=notice, reason=reason)


def why_not(
    kind: NoticeKind, round_: Round, area: Area, projects: Sequence[Project], roll: Roll | None = None
) -> list[Message]:
    """Why a notice of *kind* cannot be issued now, before its sums are looked at; empty when it can."""
    if kind not in FUND_KINDS:
        return [Message(N_("This is no notice of funds or projects."))]
    if kind is K.FUNDS:
        return []
    if not projects:
        return [Message(N_("Choose at least one project."))]
    if kind is K.BENEFICIARIES:
        if roll is None:
            return [Message(N_("Choose the roll of beneficiaries that is to be announced."))]
        if roll.withdrawn_on is not None:
            return [Message(N_("Roll %(number)s was withdrawn."), number=roll.number)]
    elif kind in facts.AFTER_START and len(projects) > 1:
        return [Message(N_("This notice is about one project. Issue one for each."))]
    standing = {} if kind in REPEATED else _standing(kind, area, projects)
    return [
        reason
        for project in projects
        for reason in _why_not_project(kind, round_, area, project, standing.get(project.id))
    ]


def _why_not_project(
    kind: NoticeKind, round_: Round, area: Area, project: Project, standing: str | None
) -> list[Message]:
    number = project.number
    if project.round_id != round_.id:
        return [Message(N_("Project %(number)s is of another year."), number=number)]
    is_here = project.area.path.startswith(area.path)
    if not is_here and not any(place.area.path.startswith(area.path) for place in project.places):
        return [Message(N_("Project %(number)s has no place in %(area)s."), number=number, area=area.name)]
    if standing is not None:
        return [
            Message(
                N_("Project %(number)s stands on notice %(notice)s of this kind. Withdraw that one first."),
                number=number,
                notice=standing,
            )
        ]
    if project.state not in facts.STATES[kind]:
        return [
            Message(
                N_("Project %(number)s is not where this notice belongs in its course. Look at its steps."),
                number=number,
            )
        ]
    if kind is K.PROJECT_LIBRARY:
        return projects_rules.missing_fields(project)
    return _why_not_before_start(project) if kind is K.PROJECT_START else []


def _why_not_before_start(project: Project) -> list[Message]:
    """The notice before the start says where the money comes from and who builds."""
    found = []
    if not project.allocated_fen:
        words = N_("No money is allocated to project %(number)s; the notice has to say where it comes from.")
        found.append(Message(words, number=project.number))
    builder = projects_rules.why_no_builder(project)
    return found + ([builder] if builder is not None else [])


def _compose(
    kind: NoticeKind, round_: Round, area: Area, projects: Sequence[Project], roll: Roll | None
) -> tuple[dict[str, Any], list[dict[str, Any]], list[Compared]]:
    """What the notice says, its rows, and the sums that have to agree."""
    if kind is K.FUNDS:
        said = facts.of_area(round_.id, area)
        return {"funds": said}, [], comparing.compare_area(round_.id, area, said)
    books = facts.load_books(projects)
    composed: dict[str, Any] = {"projects": [facts.of_project(one, kind, books) for one in projects]}
    compared = comparing.compare_projects(projects, books) if kind in facts.WITH_MONEY else []
    if roll is None or kind is not K.BENEFICIARIES:
        return facts.without_villagers(composed, projects), [], compared
    rows = _rows(roll)
    composed = facts.without_villagers(composed | {"roll": facts.of_roll(roll)}, projects)
    return composed, rows, compared + comparing.compare_roll(roll, rows)


def _rows(roll: Roll) -> list[dict[str, Any]]:
    """The receivers as they will hang: group, name, people, what each gets; who is a minor is marked."""
    lines = db.session.scalars(
        sa.select(RollLine).where(RollLine.roll_id == roll.id).order_by(RollLine.sequence)
    ).all()
    minors = _minors(roll, lines)
    return [
        {
            "household_id": line.household_id,
            "group_name": line.group_name,
            "head_name": line.name,
            "people": line.people,
            "extra": {
                "amount_fen": line.amount_fen,
                **(
                    {"goods": {"zh": line.goods_zh, "en": line.goods_en or line.goods_zh}}
                    if line.goods_zh
                    else {}
                ),
                **({"minor": True} if line.id in minors else {}),
            },
        }
        for line in lines
    ]


def _minors(roll: Roll, lines: Sequence[RollLine]) -> set[int]:
    """The lines whose receiver is under age by the register; of aid for schooling also whom it does not know."""
    rows = db.session.execute(
        sa.select(Member.household_id, Member.name, Member.born_on).where(
            Member.household_id.in_([line.household_id for line in lines if line.household_id is not None])
        )
    )
    born = {(household_id, name): born_on for household_id, name, born_on in rows}
    for_pupils = roll.place.project.kind is ProjectKind.EDUCATION_AID
    today = clock.today()
    found = set()
    for line in lines:
        born_on = born.get((line.household_id or 0, line.name))
        if notices_rules.is_minor(born_on, today) or (for_pupils and born_on is None):
            found.add(line.id)
    return found


def _standing(kind: NoticeKind, area: Area, projects: Sequence[Project]) -> dict[int, str]:
    """project id -> the number of the notice of *kind* for *area* on which it stands."""
    rows = db.session.execute(
        sa.select(ProjectNotice.project_id, Notice.number)
        .join(Notice, Notice.id == ProjectNotice.notice_id)
        .where(
            Notice.kind == kind,
            Notice.village_id == area.id,
            Notice.withdrawn_at.is_(None),
            ProjectNotice.project_id.in_([project.id for project in projects]),
        )
    )
    return {row.project_id: row.number for row in rows}


def _find_replaced(kind: NoticeKind, round_: Round, area: Area, projects: Sequence[Project]) -> Notice | None:
    """The last withdrawn notice of *kind* for *area* about one of these projects that nothing has replaced yet."""
    later = sa.orm.aliased(Notice)
    statement = sa.select(Notice).where(
        Notice.kind == kind,
        Notice.round_id == round_.id,
        Notice.village_id == area.id,
        Notice.withdrawn_at.is_not(None),
        ~sa.exists().where(later.replaces_id == Notice.id),
    )
    if projects:
        about = sa.select(ProjectNotice.notice_id).where(
            ProjectNotice.project_id.in_([project.id for project in projects])
        )
        statement = statement.where(Notice.id.in_(about))
    return db.session.scalar(statement.order_by(Notice.id.desc()).limit(1))
