"""Years of funds and projects, and their notices: for a village or a township, with the facts that each kind tells."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.areas.models import Area, AreaLevel, PostingPlace
from app.domain.notices import content, rules
from app.domain.notices.models import Notice, NoticeEntry, NoticeKind
from app.domain.rounds.models import Round, RoundKind
from tests.factories.areas import the_village
from tests.factories.basis import add, first, how_many
from tests.factories.procedure import a_posting
from tests.factories.rounds import a_round

#: a road of a village, as a notice tells of it
A_ROAD: dict[str, Any] = {
    "number": "XM2026-00001",
    "name": {"zh": "新华村通组路", "en": "Road to the groups of Xinhua"},
    "kind": "road",
    "nature": "new",
    "place": {"zh": "新华村", "en": "Xinhua"},
    "content": {"zh": "硬化路面3.5公里。", "en": "Pave 3.5 km of road."},
    "unit": {"zh": "林泉镇人民政府", "en": "Government of Linquan"},
    "person_in_charge": "何建国",
    "telephone": "0857-7654321",
    "budget_fen": 120_000_000,
    "sources": [
        {"level": "provincial", "batch": "PC2026-001", "name": "财政专项扶贫资金", "fen": 120_000_000}
    ],
    "quantity_milli": 3_500,
    "quantity_unit": "km",
    "serves": "households",
    "serves_number": 214,
    "starts_on": "2026-05-20",
    "due_on": "2026-09-30",
}
SUMS = {
    "received_fen": 120_000_000,
    "allocated_fen": 120_000_000,
    "paid_fen": 83_000_000,
    "gone_fen": 0,
    "left_fen": 37_000_000,
    "households": 214,
    "projects": 1,
    "batches": [
        {
            "number": "PC2026-001",
            "level": "provincial",
            "name": {"zh": "财政专项扶贫资金", "en": "Poverty-alleviation funds"},
            "document_no": "黔财农〔2026〕12号",
            "document_on": "2026-03-02",
            "received_fen": 120_000_000,
            "purpose": {"zh": "基础设施", "en": "Infrastructure"},
        }
    ],
    "allocations": [
        {
            "project": "XM2026-00001",
            "name": {"zh": "新华村通组路", "en": "Road to the groups of Xinhua"},
            "area": {"zh": "新华村", "en": "Xinhua"},
            "batch": "PC2026-001",
            "fen": 120_000_000,
        }
    ],
}
A_CHECK = {"ok": True, "lines": []}
#: group, name, people, fen of each receiver
RECEIVERS = (("一组", "王秀英", 4, 50_000), ("二组", "李建国", 3, 75_050))


def a_fund_year(**given: Any) -> Round:
    """An open year of funds and projects of the county; it has no steps."""
    year = given.get("year", clock.today().year)
    values = {
        "code": f"{year}-funds",
        "kind": RoundKind.FUNDS,
        "name_zh": f"{year}年资金和项目",
        "name_en": f"Funds and projects {year}",
    } | given
    return a_round(**values)


def the_fund_year() -> Round:
    """The first year of funds there is, or a new one."""
    return first(Round, Round.kind == RoundKind.FUNDS) or a_fund_year()


def facts_for(kind: NoticeKind) -> dict[str, Any]:
    """What a notice of *kind* tells, of one road."""
    if kind is NoticeKind.FUNDS:
        return {"funds": SUMS, "check": A_CHECK}
    more: dict[str, Any] = {}
    if kind in (NoticeKind.PROJECT_START, NoticeKind.PROJECT_PROGRESS, NoticeKind.PROJECT_COMPLETION):
        more = {"contractor": "清河路桥公司", "contractor_person": "周工", "contract_fen": 118_000_000}
    if kind is NoticeKind.PROJECT_PROGRESS:
        more |= {"percent": 40, "done_milli": 1_400, "paid_fen": 83_000_000}
    if kind is NoticeKind.PROJECT_COMPLETION:
        more |= {"percent": 100, "done_milli": 3_500, "accepted_on": "2026-05-01", "left_fen": 0}
    facts: dict[str, Any] = {"projects": [A_ROAD | more], "check": A_CHECK}
    if kind is NoticeKind.BENEFICIARIES:
        total = sum(fen for *_who, fen in RECEIVERS)
        roll = {"number": "HZ2026-00001", "title": {"zh": "养鸡补助", "en": "Chickens"}, "total_fen": total}
        facts["roll"] = roll
    return facts


def a_fund_notice(
    kind: NoticeKind = NoticeKind.PROJECT_START,
    area: Area | None = None,
    facts: Mapping[str, Any] | None = None,
    rows: Sequence[Mapping[str, Any]] | None = None,
    *,
    hang_on: dt.date | None = None,
    posted: bool = True,
    **given: Any,
) -> Notice:
    """A notice of *kind* for the boards of *area* (a village or a township), hanging from *hang_on*.

    *rows* are those that ``notices.service.publish_facts`` takes; a roll of beneficiaries has two unless they are
    given. *posted* adds a posting with a photograph at every place of the area.
    """
    area, round_, hang_on = (
        area or the_village(),
        given.pop("round", None) or the_fund_year(),
        hang_on or clock.today(),
    )
    rows = _rows(kind) if rows is None else rows
    period = round_.policy.notice_days(kind)
    frame = content.compose_frame(round_, area, kind, area, 1)
    values = {
        "number": f"{round_.year}-{area.code[6:12]}-{how_many(Notice) + 1}",
        "issuer_id": area.id,
        "issued_on": hang_on,
        "first_day": hang_on + dt.timedelta(days=1),
        "last_day": hang_on + dt.timedelta(days=period),
        "households": len(rows),
        "people": sum(row["people"] for row in rows),
        "content": frame | {"facts": dict(facts if facts is not None else facts_for(kind))},
    } | given
    made = Notice(kind=kind, hang_on=hang_on, round=round_, village=area, **values)
    frozen = [{"sequence": number, "extra": None, **row} for number, row in enumerate(rows, 1)]
    columns = rules.digested_columns(made)
    made.digest = rules.digest_of(rules.facts_of(made), [[row[name] for name in columns] for row in frozen])
    notice = add(made)
    for row in frozen:
        add(NoticeEntry(notice_id=notice.id, **row))
    if posted:
        for place in db.session.scalars(sa.select(PostingPlace).where(PostingPlace.village_id == area.id)):
            a_posting(notice, place)
    return notice


def a_township_with_boards(area: Area) -> Area:
    """*area*, a township, with a board of its own."""
    if area.level is not AreaLevel.TOWNSHIP:
        raise LookupError("this is no township")
    add(PostingPlace(village=area, ordinal=1, name_zh="镇政府门口公示栏", name_en="Board at the town hall"))
    return area


def _rows(kind: NoticeKind) -> list[dict[str, Any]]:
    if kind is not NoticeKind.BENEFICIARIES:
        return []
    return [
        {"group_name": group, "head_name": name, "people": people, "extra": {"amount_fen": fen}}
        for group, name, people, fen in RECEIVERS
    ]
