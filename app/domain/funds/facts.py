"""What a notice of funds or projects says, as plain JSON: sums in fen, quantities in thousandths, days in ISO form.

The shape is read by ``app/documents/fund_facts.py`` and by the public pages; it never changes once issued. No names of
persons except the office's own who answers for a project; receivers stand in the notice's rows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_villages
from app.domain.funds import queries, reached, totals
from app.domain.funds.models import Account, Batch, Contract, Roll
from app.domain.funds.shown import names_a_person
from app.domain.notices import queries as notices
from app.domain.notices.showing import without_names
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import rules as projects_rules
from app.domain.projects.kinds import KINDS
from app.domain.projects.models import MilestoneKind, Project, ProjectPlace, ProjectState

K = NoticeKind
#: the notices of single projects, by how much of their course has been gone
AFTER_START = frozenset({K.PROJECT_START, K.PROJECT_PROGRESS, K.PROJECT_COMPLETION, K.BENEFICIARIES})
WITH_MONEY = AFTER_START | {K.ANNUAL_PLAN}
WITH_PROGRESS = frozenset({K.PROJECT_PROGRESS, K.PROJECT_COMPLETION})
#: stands where a person would be named
PERSON = {"zh": "一个人（这里不写姓名）", "en": "one person (not named here)"}
#: what officers wrote freely, wherever it stands in what is said of a project or a roll
WRITTEN = frozenset(
    {
        "content",
        "target",
        "participation",
        "benefit",
        "financing",
        "subsidy",
        "site",
        "decided_by",
        "part",
        "result",
        "title",
    }
)


@dataclass(frozen=True)
class Books:
    """What the books hold of some projects: accounts and contracts by project id, receivers by project id."""

    accounts: dict[int, list[Account]] = field(default_factory=dict)
    contracts: dict[int, list[Contract]] = field(default_factory=dict)
    households: dict[int, int] = field(default_factory=dict)


def load_books(projects: Sequence[Project]) -> Books:
    """The books of *projects*: three statements, however many they are."""
    ids = [project.id for project in projects]
    accounts: dict[int, list[Account]] = defaultdict(list)
    statement = sa.select(Account).where(Account.project_id.in_(ids)).options(joinedload(Account.batch))
    for account in db.session.scalars(statement.order_by(Account.batch_id, Account.id)):
        accounts[account.project_id].append(account)
    contracts: dict[int, list[Contract]] = defaultdict(list)
    signed = sa.select(Contract).where(Contract.project_id.in_(ids), Contract.amount_fen > 0)
    for contract in db.session.scalars(signed.order_by(Contract.signed_on, Contract.id)):
        contracts[contract.project_id].append(contract)
    return Books(accounts, contracts, reached.receivers_of_projects(ids))


def of_project(project: Project, kind: NoticeKind, books: Books) -> dict[str, Any]:
    """What a notice of *kind* says of one project."""
    facts = _record(project)
    accounts = books.accounts.get(project.id, [])
    if kind in WITH_MONEY:
        facts["sources"] = _sources(accounts)
        facts["allocated_fen"] = project.allocated_fen
    if kind in AFTER_START:
        facts |= _builder(project, books.contracts.get(project.id, []))
        facts["paid_fen"] = project.paid_fen
        facts["left_fen"] = project.allocated_fen - project.paid_fen
    if kind in WITH_PROGRESS:
        facts |= _progress(project)
    if kind is K.PROJECT_COMPLETION:
        facts |= _acceptance(project)
        facts["households"] = books.households.get(project.id, 0)
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def of_area(round_id: int, area: Area) -> dict[str, Any]:
    """The balanced sentence of *area* with the batches and allocations that it is made of."""
    balance = totals.sentence(round_id, area)
    own = {batch.id for batch in queries.list_batches(round_id, area.path)}
    accounts = _accounts_in(round_id, area)
    here: dict[int, int] = defaultdict(int)
    for account in accounts:
        here[account.batch_id] += account.allocated_fen
    batches = [
        _batch(batch, batch.received_fen if batch.id in own else here[batch.id])
        for batch in _batches(round_id, own | set(here))
    ]
    return {
        "received_fen": balance.received_fen,
        "allocated_fen": balance.allocated_fen,
        "paid_fen": balance.paid_fen,
        "gone_fen": balance.gone_fen,
        "left_fen": balance.left_fen,
        "households": balance.households,
        "projects": balance.projects,
        "batches": batches,
        "allocations": [
            {
                "project": account.project.number,
                "kind": account.project.kind.value,
                "name": _pair(account.project.name_zh, account.project.name_en),
                "area": _pair(account.place.area.name_zh, account.place.area.name_en),
                "batch": account.batch.number,
                "fen": account.allocated_fen,
                "paid_fen": account.paid_fen,
            }
            for account in accounts
        ],
    }


def of_roll(roll: Roll) -> dict[str, Any]:
    """Number, title and total of a roll; who is on it stands in the rows of the notice."""
    return {
        "number": roll.number,
        "title": _pair(roll.title_zh, roll.title_en),
        "total_fen": roll.total_fen,
    }


def without_villagers(said: dict[str, Any], projects: Sequence[Project]) -> dict[str, Any]:
    """*said* of *projects*, what officers wrote freely without villagers' names and personal numbers: two statements.

    What is frozen says no more than the public page of the project.
    """
    texts = list(_written(said))
    names = notices.list_names_within(_villages_of(projects), "\n".join(texts)) if texts else []
    cleaned: dict[str, Any] = _map_written(said, lambda text: without_names(text, names))
    return cleaned


def _villages_of(projects: Sequence[Project]) -> set[int]:
    areas = {project.area.id: project.area for project in projects}.values()
    found = {area.id for area in areas if area.level is AreaLevel.VILLAGE}
    above = (area for area in areas if area.level is not AreaLevel.VILLAGE)
    return found | {village.id for area in above for village in list_villages(area.path)}


def _written(said: Any, *, is_free: bool = False) -> Iterator[str]:
    """Every text that officers wrote freely in *said*."""
    if isinstance(said, dict):
        for name, value in said.items():
            yield from _written(value, is_free=is_free or name in WRITTEN)
    elif isinstance(said, list):
        for value in said:
            yield from _written(value, is_free=is_free)
    elif is_free and isinstance(said, str):
        yield said


def _map_written(said: Any, change: Callable[[str], str], *, is_free: bool = False) -> Any:
    """*said* with each such text changed."""
    if isinstance(said, dict):
        return {
            name: _map_written(value, change, is_free=is_free or name in WRITTEN)
            for name, value in said.items()
        }
    if isinstance(said, list):
        return [_map_written(value, change, is_free=is_free) for value in said]
    return change(said) if is_free and isinstance(said, str) else said


def _record(project: Project) -> dict[str, Any]:
    """The fields of the project library."""
    texts = ("content", "target", "participation", "benefit", "financing", "subsidy", "unit")
    places = sorted(project.places, key=lambda place: place.area.code)
    return {
        "number": project.number,
        "name": _pair(project.name_zh, project.name_en),
        "kind": project.kind.value,
        "nature": project.nature.value,
        "place": _joined(place.area for place in places),
        "sites": [
            {
                "area": _pair(place.area.name_zh, place.area.name_en),
                "site": _pair(place.site_zh, place.site_en),
                "quantity_milli": place.quantity_milli,
                "serves_number": place.serves_number,
            }
            for place in places
        ],
        **{name: _pair(getattr(project, f"{name}_zh"), getattr(project, f"{name}_en")) for name in texts},
        "person_in_charge": project.person_in_charge,
        "telephone": project.office_telephone,
        "budget_fen": project.budget_fen,
        "quantity_milli": project.quantity_milli,
        "quantity_unit": KINDS[project.kind].unit.value,
        "serves": project.serves.value,
        "serves_number": project.serves_number,
        "starts_on": _day(project.starts_on),
        "due_on": _day(project.due_on),
    }


def _sources(accounts: Iterable[Account]) -> list[dict[str, Any]]:
    """What each batch gave to the project, whatever place it was for."""
    sums: dict[int, int] = defaultdict(int)
    batches: dict[int, Batch] = {}
    for account in accounts:
        sums[account.batch_id] += account.allocated_fen
        batches[account.batch_id] = account.batch
    return [
        {
            "level": batches[batch_id].level.value,
            "batch": batches[batch_id].number,
            "name": _pair(batches[batch_id].name_zh, batches[batch_id].name_en),
            "fen": fen,
        }
        for batch_id, fen in sums.items()
        if fen
    ]


def _builder(project: Project, contracts: Sequence[Contract]) -> dict[str, Any]:
    """Who does the work, and how that was decided."""
    facts: dict[str, Any] = {}
    if contracts:
        firms = [one for one in contracts if not names_a_person(one.contractor)]
        facts["contractor"] = _firms(one.contractor for one in contracts)
        facts["contractor_person"] = "、".join(
            dict.fromkeys(one.person_in_charge for one in firms if one.person_in_charge)
        )
        facts["contract_fen"] = sum(one.amount_fen for one in contracts)
    tender = projects_rules.latest_tender(project)
    if tender is not None:
        facts["tender"] = {
            "method": tender.method.value,
            "decided_on": _day(tender.decided_on),
            "decided_by": _pair(tender.decided_by_zh, tender.decided_by_en),
        }
        award = next((bid for bid in tender.bids if bid.is_award), None)
        if award is not None and not contracts:
            facts["contractor"] = _firms([award.bidder])
    return facts


def _firms(names: Iterable[str]) -> str | dict[str, str]:
    """Firms by name, each once; a craftsman of the village without, as on every page for everybody."""
    found = dict.fromkeys(None if names_a_person(name) else name for name in names)
    said = [(PERSON["zh"], PERSON["en"]) if name is None else (name, name) for name in found]
    whole = "、".join(zh for zh, _en in said)
    return {"zh": whole, "en": ", ".join(en for _zh, en in said)} if None in found else whole


def _progress(project: Project) -> dict[str, Any]:
    progress = projects_rules.progress_of(project)
    return {
        "percent": progress.percent,
        "done_milli": progress.done_milli,
        "parts": [
            {"part": _pair(one.part.zh, one.part.en), "percent": one.percent, "done_milli": one.done_milli}
            for one in progress.parts
        ],
    }


def _acceptance(project: Project) -> dict[str, Any]:
    accepted = projects_rules.latest_milestone(project, MilestoneKind.ACCEPTANCE)
    if accepted is None:
        return {}
    return {
        "accepted_on": _day(accepted.on),
        "result": _pair(accepted.note_zh, accepted.note_en),
    }


def _batches(round_id: int, ids: set[int]) -> Sequence[Batch]:
    statement = sa.select(Batch).where(Batch.round_id == round_id, Batch.id.in_(ids))
    return db.session.scalars(statement.order_by(Batch.document_on, Batch.number)).all()


def _batch(batch: Batch, received_fen: int) -> dict[str, Any]:
    return {
        "number": batch.number,
        "level": batch.level.value,
        "name": _pair(batch.name_zh, batch.name_en),
        "document_no": batch.document_no,
        "document_on": _day(batch.document_on),
        "received_fen": received_fen,
        "purpose": _pair(batch.purpose_zh, batch.purpose_en),
    }


def _accounts_in(round_id: int, area: Area) -> Sequence[Account]:
    """The accounts of places in *area* to which something is allocated, project by project."""
    statement = (
        sa.select(Account)
        .join(Batch, Batch.id == Account.batch_id)
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .join(Project, Project.id == Account.project_id)
        .where(
            Batch.round_id == round_id,
            Area.path.startswith(area.path, autoescape=True),
            Account.allocated_fen > 0,
        )
        .options(
            joinedload(Account.batch),
            joinedload(Account.project),
            joinedload(Account.place).joinedload(ProjectPlace.area),
        )
    )
    return db.session.scalars(statement.order_by(Project.number, Area.code, Account.id)).all()


def _pair(zh: str | None, en: str | None) -> dict[str, str] | None:
    return {"zh": zh, "en": en or zh} if zh else None


def _joined(areas: Iterable[Area]) -> dict[str, str] | None:
    listed = list(areas)
    return _pair(
        "、".join(one.name_zh for one in listed), ", ".join(one.name_en or one.name_zh for one in listed)
    )


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


#: in which states a project may be announced by a notice of a kind
STATES: dict[NoticeKind, frozenset[ProjectState]] = {
    K.PROJECT_LIBRARY: frozenset(
        {
            ProjectState.PROPOSED,
            ProjectState.TOWNSHIP_CHECK,
            ProjectState.COUNTY_APPROVAL,
            ProjectState.LIBRARY,
        }
    ),
    K.ANNUAL_PLAN: frozenset({ProjectState.LIBRARY, ProjectState.PLANNED}),
    K.PROJECT_START: frozenset({ProjectState.PLANNED}),
    K.PROJECT_PROGRESS: frozenset({ProjectState.UNDER_WAY, ProjectState.COMPLETED}),
    K.PROJECT_COMPLETION: frozenset({ProjectState.ACCEPTED}),
    K.BENEFICIARIES: frozenset(
        {
            ProjectState.PLANNED,
            ProjectState.UNDER_WAY,
            ProjectState.COMPLETED,
            ProjectState.ACCEPTED,
        }
    ),
}
