"""What goes back to the clerk: the findings as a table, and the workbook with the cells marked."""

import io
from pathlib import PurePath

from flask import send_file
from werkzeug.wrappers import Response

from app.blueprints.imports import blueprint
from app.core.errors import NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.imports import folder, queries
from app.domain.imports.examining import finding_from_data
from app.domain.imports.findings import CellFinding, WorkbookRefused
from app.domain.imports.models import ImportRun
from app.domain.imports.reader import read_workbook
from app.domain.imports.returned import findings_csv, marked_workbook
from app.web.access import requires
from app.web.i18n import translate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<int:run_id>/findings.csv")
@requires(Permission.HOUSEHOLD_IMPORT, load=queries.get_run)
def findings(run: ImportRun) -> Response:
    """Sheet, cell, value, problem, advice."""
    return _sent(findings_csv(_findings_of(run), translate), "text/csv", run, ".csv")


@blueprint.get("/<int:run_id>/marked.xlsx")
@requires(Permission.HOUSEHOLD_IMPORT, load=queries.get_run)
def marked(run: ImportRun) -> Response:
    """The workbook as it was handed in, each cell with a finding coloured and explained."""
    found = _findings_of(run)
    data = folder.fetch(run.digest)
    if data is None:
        raise NotFound()
    try:
        copy = marked_workbook(read_workbook(data), found, translate)
    except WorkbookRefused as refusal:
        raise Refused([refusal.reason, refusal.advice]) from refusal
    return _sent(copy, XLSX, run, ".xlsx")


def _findings_of(run: ImportRun) -> list[CellFinding]:
    if run.findings is None:
        raise NotFound()
    return [finding_from_data(one) for one in run.findings]


def _sent(data: bytes, media_type: str, run: ImportRun, suffix: str) -> Response:
    name = f"{PurePath(run.filename).stem}-{translate(Message(N_('Findings')))}{suffix}"
    response = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
