"""What does not add up, was not announced or lacks its paper in a year's books: found before anybody else finds it.

The sums are added up from the single entries, without the columns that the ledger keeps. The number of statements does
not grow with the books.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.calendars.queries import load_calendar
from app.domain.calendars.rules import Calendar, add_working_days
from app.domain.funds import queries, rules
from app.domain.funds.checking_papers import check_contracts, check_payments, check_rolls
from app.domain.funds.checking_sums import check_sums, sum_paid_apart
from app.domain.funds.checking_twice import check_twice
from app.domain.funds.findings import NOTICE_LABELS, RULE_LABELS, Finding, Weight
from app.domain.funds.models import Batch, LedgerEntry
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import queries as projects_queries
from app.domain.projects.models import Project, ProjectState
from app.domain.rounds.models import Round

__all__ = ["RULE_LABELS", "Finding", "Weight", "check"]
S, K = ProjectState, NoticeKind
#: which notices a project must stand on once it is in a state
ANNOUNCED: dict[ProjectState, tuple[NoticeKind, ...]] = {
    S.LIBRARY: (K.PROJECT_LIBRARY,),
    S.PLANNED: (K.PROJECT_LIBRARY, K.ANNUAL_PLAN),
    S.UNDER_WAY: (K.PROJECT_LIBRARY, K.ANNUAL_PLAN, K.PROJECT_START),
    S.COMPLETED: (K.PROJECT_LIBRARY, K.ANNUAL_PLAN, K.PROJECT_START),
    S.ACCEPTED: (K.PROJECT_LIBRARY, K.ANNUAL_PLAN, K.PROJECT_START, K.PROJECT_COMPLETION),
    S.CLOSED: (K.PROJECT_LIBRARY, K.ANNUAL_PLAN, K.PROJECT_START, K.PROJECT_COMPLETION),
}
_ORDER = {rule: place for place, rule in enumerate(RULE_LABELS)}


def check(area: Area, round_: Round, on: dt.date | None = None) -> list[Finding]:
    """Everything in the books of *round_* for *area* that is not as it should be on a day, the gravest first."""
    on = on or clock.today()
    calendar = load_calendar()
    batches = queries.list_batches(round_.id, area.path)
    projects = projects_queries.list_projects(round_id=round_.id, area=area)
    found = [
        *check_sums(round_, area),
        *_check_batches(batches, round_, area, calendar, on),
        *_check_projects(projects, round_, calendar, on),
        *check_contracts(round_, area),
        *check_payments(round_, area),
        *check_twice(round_, area),
        *check_rolls(round_, area, calendar, on),
    ]
    return sorted(found, key=lambda one: (_ORDER[one.rule], one.number))


def _check_batches(
    batches: Sequence[Batch], round_: Round, area: Area, calendar: Calendar, on: dt.date
) -> Iterable[Finding]:
    announced = _last_funds_notices(round_, area)
    carried = _days_of_carrying_over(batches)
    policy = round_.policy
    for batch in batches:
        since = carried.get(batch.id, batch.document_on)
        left = batch.received_fen - batch.allocated_fen - batch.gone_fen
        due = add_working_days(since, policy.allocation_days, calendar)
        if left > 0 and on > due:
            yield Finding(
                "late_allocation",
                Weight.MISSING,
                "batch",
                batch.number,
                Message(
                    N_("%(left)s yuan wait since %(day)s for a project; they were due by %(due)s."),
                    left=rules.yuan(left),
                    day=since,
                    due=due,
                ),
                left,
            )
        due = add_working_days(since, policy.project_notice_days, calendar)
        issued = announced.get(batch.area_id)
        if batch.received_fen and on > due and (issued is None or issued < since):
            yield Finding(
                "funds_not_announced",
                Weight.WRONG,
                "batch",
                batch.number,
                Message(N_("No notice of funds was issued since it came; one was due by %(due)s."), due=due),
            )


def _days_of_carrying_over(batches: Sequence[Batch]) -> dict[int, dt.date]:
    """batch id -> the day on which money was first carried over into it: it keeps the document of the year before."""
    ids = [batch.id for batch in batches if batch.carried_from_id is not None]
    rows = db.session.execute(
        sa.select(LedgerEntry.to_batch_id, sa.func.min(LedgerEntry.on))
        .where(LedgerEntry.to_batch_id.in_(ids), queries.is_standing())
        .group_by(LedgerEntry.to_batch_id)
    )
    return {batch_id: day for batch_id, day in rows if batch_id is not None}


def _last_funds_notices(round_: Round, area: Area) -> dict[int, dt.date]:
    """area id -> the day of its last notice of funds that was not withdrawn."""
    rows = db.session.execute(
        sa.select(Notice.village_id, sa.func.max(Notice.issued_on))
        .join(Area, Area.id == Notice.village_id)
        .where(
            Notice.kind == K.FUNDS,
            Notice.round_id == round_.id,
            Notice.withdrawn_at.is_(None),
            Area.path.startswith(area.path, autoescape=True),
        )
        .group_by(Notice.village_id)
    )
    return {row[0]: row[1] for row in rows}


def _check_projects(
    projects: Sequence[Project], round_: Round, calendar: Calendar, on: dt.date
) -> Iterable[Finding]:
    ids = [project.id for project in projects]
    announced = projects_queries.load_kinds_announced(ids)
    apart = sum_paid_apart(round_)
    for project in projects:
        yield from _check_sums_of(project, apart.get(project.id, 0))
        due = add_working_days(
            clock.local(project.state_since).date(), round_.policy.project_notice_days, calendar
        )
        wanted = ANNOUNCED.get(project.state, ())
        for kind in wanted:
            is_new = kind is wanted[-1] and kind is not K.PROJECT_START
            if kind in announced[project.id] or (is_new and on <= due):
                continue
            yield Finding(
                "not_announced",
                Weight.WRONG,
                "project",
                project.number,
                Message(N_("%(notice)s is missing."), notice=Message(NOTICE_LABELS[kind])),
            )


def _check_sums_of(project: Project, apart: int) -> Iterable[Finding]:
    given = project.allocated_fen
    if given > project.budget_fen:
        yield _of_project(
            "over_budget",
            Weight.WRONG,
            project,
            N_("It is to cost %(right)s yuan and was given %(left)s."),
            given,
            project.budget_fen,
        )
    if project.contracted_fen + apart > given:
        yield _of_project(
            "promised_twice",
            Weight.WRONG,
            project,
            N_("Contracts and payments outside of them come to %(left)s yuan, given were %(right)s."),
            project.contracted_fen + apart,
            given,
        )
    if project.state is S.CLOSED and given > project.paid_fen:
        yield _of_project(
            "left_over",
            Weight.LOOK,
            project,
            N_("Of %(left)s yuan given, %(right)s were paid. Recall the rest, or pay what is still owed."),
            given,
            project.paid_fen,
        )


def _of_project(rule: str, weight: Weight, project: Project, words: str, left: int, right: int) -> Finding:
    message = Message(words, left=rules.yuan(left), right=rules.yuan(right))
    return Finding(rule, weight, "project", project.number, message, left, right, project.number)
