"""What goes back to the finance office: the findings, its workbook with the cells marked, an empty one, the ledger."""

import io
from pathlib import PurePath

from flask import send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.fund_imports import blueprint
from app.core.errors import Forbidden, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import get_area, list_of_levels_for
from app.domain.funds import workbook_queries as queries
from app.domain.funds.models import LedgerImport
from app.domain.funds.workbook_reading import LIMITS
from app.domain.funds.workbook_writing import empty_workbook, ledger_workbook
from app.domain.imports import folder
from app.domain.imports.examining import finding_from_data
from app.domain.imports.findings import CellFinding, WorkbookRefused
from app.domain.imports.reader import read_workbook
from app.domain.imports.returned import HEADINGS, findings_csv, marked_workbook
from app.domain.projects.queries import list_projects
from app.domain.rounds.models import RoundKind
from app.domain.rounds.queries import get_round_by_code
from app.web.access import current_actor, requires
from app.web.choosing import list_open_years, pick_year
from app.web.i18n import translate
from app.web.pages import text_argument

IMPORT = Permission.FUND_IMPORT
HOLDERS = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<int:import_id>/findings.csv")
@requires(IMPORT, load=queries.get_import)
def findings(run: LedgerImport) -> Response:
    """Sheet, cell, value, problem, advice."""
    headings = [translate(heading) for heading in HEADINGS]
    return _sent(findings_csv(_findings_of(run), translate, headings), "text/csv", _name_of(run, ".csv"))


@blueprint.get("/<int:import_id>/marked.xlsx")
@requires(IMPORT, load=queries.get_import)
def marked(run: LedgerImport) -> Response:
    """The workbook as it was handed in, each cell with a finding coloured and explained."""
    found = _findings_of(run)
    data = folder.fetch(run.digest)
    if data is None:
        raise NotFound()
    try:
        copy = marked_workbook(read_workbook(data, LIMITS), found, translate)
    except WorkbookRefused as refusal:
        raise Refused([refusal.reason, refusal.advice]) from refusal
    return _sent(copy, XLSX, _name_of(run, ".xlsx"))


@blueprint.get("/empty.xlsx")
@requires(IMPORT)
def empty() -> Response:
    """All sheets with their headings, to be filled in, and how: with the numbers of the year's projects."""
    year = pick_year(list_open_years(), text_argument("year", 40))
    areas = list_of_levels_for(current_actor(), IMPORT, HOLDERS)
    projects = list_projects(round_id=year.id, area=areas[0]) if year is not None and areas else ()
    return _sent(empty_workbook(projects), XLSX, f"{_('Ledger')}.xlsx")


@blueprint.get("/ledger.xlsx")
@requires(IMPORT)
def ledger() -> Response:
    """The ledger of a year and an area in the shape that can be handed in again."""
    round_, area = get_round_by_code(text_argument("year", 40)), get_area(text_argument("area", 15))
    if round_.kind is not RoundKind.FUNDS:
        raise NotFound()
    if not can(current_actor(), IMPORT, area):
        raise Forbidden()
    name = f"{_('Ledger')}-{round_.year}-{area.code}.xlsx"
    return _sent(ledger_workbook(round_, area.path), XLSX, name)


def _findings_of(run: LedgerImport) -> list[CellFinding]:
    if run.findings is None:
        raise NotFound()
    return [finding_from_data(one) for one in run.findings]


def _name_of(run: LedgerImport, suffix: str) -> str:
    return f"{PurePath(run.filename).stem}-{translate(Message(N_('Findings')))}{suffix}"


def _sent(data: bytes, media_type: str, name: str) -> Response:
    response = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
