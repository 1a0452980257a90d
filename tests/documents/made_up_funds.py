"""Notices of money and projects with invented sums and names. No test stands here."""

from typing import Any

from app.core.bilingual import BilingualText
from app.documents.fund_facts import fund_facts
from app.documents.papers import NoticePaper, NoticeRow, Text
from app.domain.policies.vocabulary import NoticeKind
from tests.documents.made_up import COUNTY, OFFICE, TOWNSHIP, VILLAGE, a_notice, some_rows

YEAR = BilingualText("2014年资金和项目", "Funds and projects 2014")
BATCHES: list[dict[str, Any]] = [
    {
        "number": "PC2014-001",
        "level": "central",
        "name": {"zh": "中央财政专项扶贫资金", "en": "Central poverty-alleviation fund"},
        "document_no": "黔财农〔2014〕12号",
        "document_on": "2014-03-02",
        "received_fen": 80_000_000,
        "purpose": {"zh": "基础设施和产业", "en": "Infrastructure and industry"},
    },
    {
        "number": "PC2014-002",
        "level": "county",
        "name": {"zh": "县级配套资金", "en": "Matching fund of the county"},
        "document_no": "黔西财〔2014〕45号",
        "document_on": "2014-04-15",
        "received_fen": 40_000_050,
        "purpose": {"zh": "产业扶持", "en": "Support of industry"},
    },
]
ALLOCATIONS: list[dict[str, Any]] = [
    {
        "project": "XM2014-00001",
        "name": {"zh": "通组公路硬化", "en": "Paving of the road to the groups"},
        "kind": "road",
        "area": {"zh": "清浦村", "en": "Qingpu Village"},
        "batch": "PC2014-001",
        "fen": 60_000_000,
        "paid_fen": 45_000_000,
    },
    {
        "project": "XM2014-00002",
        "name": {"zh": "蔬菜基地", "en": "Vegetable base"},
        "kind": "industry_base",
        "area": {"zh": "清浦村", "en": "Qingpu Village"},
        "batch": "PC2014-001",
        "fen": 20_000_000,
        "paid_fen": 20_000_000,
    },
    {
        "project": "XM2014-00003",
        "name": {"zh": "林下养鸡", "en": "Chickens under the trees"},
        "kind": "livestock",
        "area": {"zh": "清浦村", "en": "Qingpu Village"},
        "batch": "PC2014-002",
        "fen": 18_000_000,
        "paid_fen": 18_000_000,
    },
]
FUNDS: dict[str, Any] = {
    "received_fen": 120_000_050,
    "allocated_fen": 98_000_000,
    "paid_fen": 83_000_000,
    "gone_fen": 0,
    "left_fen": 37_000_050,
    "households": 214,
    "projects": 3,
    "batches": BATCHES,
    "allocations": ALLOCATIONS,
}
CHECK: dict[str, Any] = {
    "ok": True,
    "lines": [
        {
            "msgid": "Received, as a sum and batch by batch",
            "params": {},
            "left_fen": 120_000_050,
            "right_fen": 120_000_050,
            "difference_fen": 0,
        },
        {
            "msgid": "Paid, as a sum and by each payment",
            "params": {},
            "left_fen": 83_000_000,
            "right_fen": 83_000_000,
            "difference_fen": 0,
        },
    ],
}
ROAD: dict[str, Any] = {
    "number": "XM2014-00001",
    "name": {"zh": "清浦村通组公路硬化项目", "en": "Paving of the road to the groups of Qingpu"},
    "kind": "road",
    "nature": "rebuilt",
    "place": {"zh": "清浦村", "en": "Qingpu Village"},
    "sites": [
        {
            "area": {"zh": "清浦村", "en": "Qingpu Village"},
            "site": {"zh": "三组至五组", "en": "groups 3 to 5"},
        }
    ],
    "content": {
        "zh": "硬化通组公路，路基宽4.5米，路面宽3.5米，厚20厘米。",
        "en": "Pave the road: subgrade 4.5 m, pavement 3.5 m wide and 20 cm thick.",
    },
    "unit": {"zh": "林泉镇人民政府", "en": "Government of Linquan Town"},
    "person_in_charge": "周正明",
    "telephone": "0857-4000012",
    "budget_fen": 60_000_000,
    "sources": [
        {"level": "central", "batch": "PC2014-001", "name": BATCHES[0]["name"], "fen": 50_000_000},
        {"level": "county", "batch": "PC2014-002", "name": BATCHES[1]["name"], "fen": 10_000_000},
    ],
    "financing": {"zh": "财政投入，群众投工投劳。", "en": "Public money; villagers give labour."},
    "subsidy": {"zh": "每公里补助20万元。", "en": "200,000 yuan a kilometre."},
    "quantity_milli": 2_600,
    "quantity_unit": "km",
    "serves": "households",
    "serves_number": 214,
    "target": {"zh": "解决214户出行难，运输成本下降三成。", "en": "214 households reach the road."},
    "participation": {"zh": "群众投工120个。", "en": "Villagers give 120 days of labour."},
    "benefit": {"zh": "优先聘用贫困户务工。", "en": "Poor households are hired first."},
    "starts_on": "2014-05-20",
    "due_on": "2014-09-30",
    "contractor": {"zh": "黔西清河路桥有限公司", "en": "Qinghe Road and Bridge Co."},
    "contractor_person": "吴天成",
    "contract_fen": 58_500_000,
    "tender": {
        "method": "open_tender",
        "decided_on": "2014-05-06",
        "decided_by": {"zh": "县公共资源交易中心", "en": "County centre for public tenders"},
    },
    "percent": 65,
    "done_milli": 1_700,
    "parts": [
        {"part": {"zh": "路基", "en": "Subgrade"}, "done_milli": 2_600},
        {"part": {"zh": "路面", "en": "Pavement"}, "done_milli": 1_700},
    ],
    "accepted_on": "2014-10-12",
    "accepted_by": {"zh": "县交通局、镇政府、村民代表", "en": "County, town and villagers' deputies"},
    "result": {"zh": "合格", "en": "Passed"},
    "allocated_fen": 60_000_000,
    "paid_fen": 45_000_000,
    "left_fen": 15_000_000,
    "households": 0,
}
ROLL: dict[str, Any] = {
    "number": "HM2014-00001",
    "title": {"zh": "养鸡补助花名册", "en": "Roll of the aid for chickens"},
    "total_fen": 4_800_000,
}


def some_projects(count: int) -> list[dict[str, Any]]:
    """*count* projects with numbers and sums of their own."""
    return [
        ROAD
        | {
            "number": f"XM2014-{number:05}",
            "name": {"zh": f"第{number}村公路硬化项目", "en": f"Paving of road {number}"},
            "budget_fen": 60_000_000 + number * 1_234_567,
        }
        for number in range(1, count + 1)
    ]


def facts_for(kind: NoticeKind, projects: int = 1) -> dict[str, Any]:
    """The frozen facts of a notice of *kind*."""
    if kind is NoticeKind.FUNDS:
        return {"funds": FUNDS, "check": CHECK}
    facts: dict[str, Any] = {"projects": some_projects(projects) if projects > 1 else [ROAD], "check": CHECK}
    return facts | ({"roll": ROLL} if kind is NoticeKind.BENEFICIARIES else {})


def a_fund_notice(kind: NoticeKind, facts: dict[str, Any] | None = None, **changed: Any) -> NoticePaper:
    """A notice of the village, about one project unless *facts* say otherwise; thirty beneficiaries."""
    places = {
        name: {"zh": text.zh, "en": text.en}
        for name, text in (("county", COUNTY), ("township", TOWNSHIP), ("village", VILLAGE))
    }
    is_roll = kind is NoticeKind.BENEFICIARIES
    rows = changed.pop("rows", _receivers(30) if is_roll else ())
    content = places | {"round_year": 2014, "facts": facts if facts is not None else facts_for(kind)}
    values: dict[str, Any] = {
        "number": "2014-100205-3",
        "kind": kind.value,
        "round_name": YEAR,
        "issuer": BilingualText("清浦村村民委员会", "Villagers' Committee of Qingpu"),
        "objections_to": OFFICE,
        "changes": (),
        "income_line_yuan": "",
        "income_line_year": 0,
        "days": 10,
        "households": len(rows),
        "people": sum(row.people for row in rows),
        "facts": fund_facts(kind, content, households=len(rows)),
        "columns": (*NoticePaper.columns, "amount", "goods") if is_roll else NoticePaper.columns,
    }
    return a_notice(rows, **(values | changed))


def _receivers(count: int) -> tuple[NoticeRow, ...]:
    extra: dict[str, Text] = {"amount": "1,600.00", "goods": BilingualText("鸡苗200只", "200 chicks")}
    return tuple(
        NoticeRow(row.sequence, row.group_name, row.head_name, row.people, extra) for row in some_rows(count)
    )
