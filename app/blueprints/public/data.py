"""A notice as paper and as data: PDF, CSV and JSON, with nothing that its page does not show at the same time."""

import csv
import io
import json
from typing import Any

from flask import Response, request

from app.blueprints.public import blueprint
from app.blueprints.public.presenter import rows_of, sheet_of
from app.blueprints.public.routes import asked_for
from app.core.bilingual import BilingualText
from app.core.spreadsheets import harmless
from app.documents.fund_shapes import Table
from app.documents.fund_words import amount
from app.documents.notice_sheets import SheetForm, sheet_pdf
from app.documents.said_facts import facts_of
from app.domain.notices import queries, showing
from app.domain.notices.labels import titled
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.notices.showing import ShownRow
from app.domain.policies.vocabulary import NoticeFamily
from app.web.access import public
from app.web.i18n import current_locale, translate
from app.web.published.rendering import published
from app.web.templating import bilingual

CSV_HEADS = {
    "zh": {
        "sequence": "序号",
        "group": "村民小组",
        "head_name": "户主姓名",
        "people": "家庭人口数",
        "attribute": "贫困户属性",
        "cause": "主要致贫原因",
        "amount": "金额（元）",
        "goods": "物资",
        "watch": "监测对象类别",
        "risk": "风险",
        "help": "帮扶类别",
    },
    "en": {
        "sequence": "No.",
        "group": "Group",
        "head_name": "Head of household",
        "people": "People",
        "attribute": "Attribute",
        "cause": "Main cause",
        "amount": "Amount (yuan)",
        "goods": "In kind",
        "watch": "Kind of household at risk",
        "risk": "Risk",
        "help": "Kinds of help",
    },
}
#: what stands beside a name where there is no candidate list
BESIDE_NAMES = {NoticeFamily.MONEY: ("amount", "goods"), NoticeFamily.WATCH: ("watch", "risk", "help")}
CSV_SUMMARY = {
    "zh": ("编号", "类别", "村", "起始日", "截止日", "户数", "人数", "状态"),
    "en": ("Number", "Kind", "Village", "First day", "Last day", "Households", "People", "State"),
}


@blueprint.get("/notices.json")
@public
@published
def list_notices_json() -> Response:
    """All notices that fit ``?year=&kind=&village=``, without their entries."""
    year, kinds, village = asked_for()
    standings = queries.standings(queries.list_public_notices(year=year, kinds=kinds, village=village))
    return _json({"notices": [_facts(standing) for standing in standings]})


@blueprint.get("/notices/<number>.json")
@public(load=queries.get_notice)
@published(village=lambda notice: notice.village_id)
def show_notice_json(notice: Notice) -> Response:
    """One notice with its entries, as long as names may show."""
    standing = queries.standing(notice)
    said = {} if notice.is_of_list else {"facts": notice.content.get("facts")}
    return _noindex(_json({**_facts(standing), **said, "entries": _entries(standing)}))


@blueprint.get("/notices/<number>.csv")
@public(load=queries.get_notice)
@published(village=lambda notice: notice.village_id)
def show_notice_csv(notice: Notice) -> Response:
    """The list for a spreadsheet; once the names are down, the notice's numbers in one row.

    Of projects and money, or of villages, the table that stands on the sheet.
    """
    standing, lang = queries.standing(notice), current_locale()
    text = io.StringIO()
    writer = csv.writer(text)
    for row in _lines(standing, lang):
        writer.writerow([harmless(value) for value in row])
    response = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{notice.number}.csv"'
    return _noindex(response)


@blueprint.get("/notices/<number>.pdf")
@public(load=queries.get_notice)
@published(village=lambda notice: notice.village_id)
def show_notice_pdf(notice: Notice) -> Response:
    """The sheet in the language of the address; without names once they are down."""
    lang = "en" if request.args.get("lang") == "en" else "zh"
    standing = queries.standing(notice)
    rows = sorted(rows_of(standing), key=lambda row: row.sequence)
    response = Response(sheet_pdf(sheet_of(standing, rows), SheetForm(lang)), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{notice.number}-{lang}.pdf"'
    return _noindex(response)


def _facts(standing: Standing) -> dict[str, Any]:
    notice, content = standing.notice, standing.notice.content
    said = content.get("issuer") or {"zh": notice.issuer.name_zh, "en": notice.issuer.name_en}
    return {
        "number": notice.number,
        "kind": notice.kind.value,
        "round": {"year": notice.round.year, "name": notice.round.name_zh, "name_en": notice.round.name_en},
        "village": {
            "code": notice.village.code,
            "name": notice.village.name_zh,
            "name_en": notice.village.name_en,
        },
        "issuer": said["zh"],
        "first_day": standing.period.first_day.isoformat(),
        "last_day": standing.period.last_day.isoformat(),
        "state": standing.state.value,
        "totals": {"households": notice.households, "people": notice.people},
        "digest": notice.digest,
        "replaces": notice.replaces.number if notice.replaces else None,
    }


def _received(notice: Notice, row: ShownRow) -> dict[str, Any]:
    if notice.is_of_list:
        return {}
    if notice.family is NoticeFamily.WATCH:
        return {name: _in(getattr(row, name), "zh") or None for name in BESIDE_NAMES[notice.family]}
    return {"amount_fen": row.amount_fen, "goods": _in(row.goods, "zh") or None}


def _entries(standing: Standing) -> list[dict[str, Any]]:
    columns = showing.optional_columns(standing.notice.round.policy) if standing.notice.is_of_list else ()
    return [
        {
            "sequence": row.sequence,
            "group": row.group_name,
            "head_name": row.head_name,
            "people": row.people,
            **{name: _in(getattr(row, name), "zh") or None for name in columns},
            **_received(standing.notice, row),
        }
        for row in sorted(rows_of(standing), key=lambda row: row.sequence)
    ]


def _lines(standing: Standing, lang: str) -> list[list[Any]]:
    if standing.names_show:
        return _table(standing, lang)
    notice = standing.notice
    facts = None if notice.names_people else facts_of(notice)
    shown = (facts.projects or facts.allocations or facts.batches or facts.sums) if facts else None
    return _of_facts(shown) if shown is not None else _summary(standing, lang)


def _of_facts(table: Table) -> list[list[Any]]:
    heads = [bilingual(column.head) for column in table.columns]
    return [
        heads,
        *([" ".join(bilingual(line) for line in cell) for cell in row.cells] for row in table.rows),
    ]


def _table(standing: Standing, lang: str) -> list[list[Any]]:
    notice = standing.notice
    columns = (
        showing.optional_columns(notice.round.policy)
        if notice.is_of_list
        else BESIDE_NAMES.get(notice.family, ())
    )
    heads = [CSV_HEADS[lang][name] for name in ("sequence", "group", "head_name", "people", *columns)]
    rows = sorted(rows_of(standing), key=lambda row: row.sequence)
    return [
        heads,
        *(
            [
                row.sequence,
                row.group_name,
                row.head_name,
                row.people,
                *(_cell(row, name, lang) for name in columns),
            ]
            for row in rows
        ),
    ]


def _summary(standing: Standing, lang: str) -> list[list[Any]]:
    notice, period = standing.notice, standing.period
    return [
        list(CSV_SUMMARY[lang]),
        [
            notice.number,
            translate(titled(notice)),
            notice.village.name.in_(lang),
            period.first_day.isoformat(),
            period.last_day.isoformat(),
            notice.households,
            notice.people,
            standing.state.value,
        ],
    ]


def _cell(row: ShownRow, name: str, lang: str) -> str:
    if name == "amount":
        return amount(row.amount_fen) if row.amount_fen is not None else ""
    return _in(getattr(row, name), lang)


def _in(text: BilingualText | None, lang: str) -> str:
    return text.in_(lang) if text is not None else ""


def _json(value: dict[str, Any]) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")


def _noindex(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
