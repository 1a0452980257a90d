"""Views: the table, the households behind one of its numbers, and the table as a file."""

import io

from flask import send_file
from werkzeug.wrappers import Response

from app.blueprints.statistics import blueprint, files, tables
from app.blueprints.statistics.asking import HOUSEHOLDS, PEOPLE, Question, question, with_picks
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.statistics import queries
from app.domain.statistics.dimensions import DIMENSIONS
from app.domain.statistics.rules import WHO_LABELS, Pivot
from app.web.access import current_actor, requires
from app.web.counts import counter
from app.web.i18n import translate
from app.web.pages import page, page_number

P = Permission
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
@requires(P.REPORT_VIEW)
def index() -> Response:
    """The register by what one likes; each number leads to its households."""
    asked = question(current_actor())
    return page(
        "statistics/index.html",
        fragment="results",
        question=asked,
        places=asked.places,
        place_name="area",
        table=tables.table(asked, _pivot(asked), page_number()),
        url_for_page=lambda number: asked.url("statistics.index", page=number),
        title=files.title(asked),
        dimensions=[(one.key, translate(one.label)) for one in DIMENSIONS.values()],
        whose=[(who.value, translate(label)) for who, label in WHO_LABELS.items()],
        units=[(PEOPLE, translate(files.PEOPLE_WORD)), (HOUSEHOLDS, translate(files.HOUSEHOLDS_WORD))],
    )


@blueprint.get("/households")
@requires(P.HOUSEHOLD_VIEW)
def list_households() -> Response:
    """The households that one number counts, and how many of their people it counts."""
    asked = with_picks(question(current_actor(), P.HOUSEHOLD_VIEW))
    total = queries.count_matching(asked.asked, counter())
    return page(
        "statistics/households.html",
        question=asked,
        picked=tables.picked(asked),
        who=translate(WHO_LABELS[asked.who]),
        total=total,
        found=queries.page_households(asked.asked, total.households, page_number()),
        url_for_page=lambda number: asked.url_of(*asked.picks) + f"&page={number}",
    )


@blueprint.get("/table.csv")
@requires(P.REPORT_VIEW)
def table_csv() -> Response:
    """The table for a spreadsheet."""
    asked = question(current_actor())
    data = files.csv_file(asked, _pivot(asked))
    return _sent(asked, data, "text/csv", ".csv")


@blueprint.get("/table.xlsx")
@requires(P.REPORT_VIEW)
def table_xlsx() -> Response:
    """The table as a workbook with a chart."""
    asked = question(current_actor())
    data = files.workbook(asked, _pivot(asked))
    return _sent(asked, data, XLSX, ".xlsx")


def _pivot(asked: Question) -> Pivot:
    return queries.load_pivot(asked.asked, asked.rows, asked.columns, counter())


def _sent(asked: Question, data: bytes, media_type: str, suffix: str) -> Response:
    words = translate(Message(N_("Statistics")))
    name = f"{asked.area.code}-{words}-{asked.year}{suffix}"
    response = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
