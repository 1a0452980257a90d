"""What is taken home: who helps whom as a workbook, an empty one, the findings of one that was handed in."""

import io
from pathlib import PurePath

from flask import send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.pairings import blueprint
from app.blueprints.pairings.scope import scope
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.domain.imports.examining import finding_from_data
from app.domain.imports.returned import findings_csv
from app.domain.pairings import workbook_service
from app.domain.pairings.models import PairingImport
from app.domain.pairings.workbook_writing import empty_workbook, pairing_workbook
from app.web.access import requires
from app.web.i18n import translate

VIEW, MANAGE = Permission.PAIRING_VIEW, Permission.PAIRING_MANAGE
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/workbook.xlsx")
@requires(VIEW)
def workbook() -> Response:
    """Every registered household of the area with its helper, in the shape that can be handed in again."""
    asked = scope()
    name = f"{_('Who helps whom')}-{asked.area.code}.xlsx"
    return _sent(pairing_workbook(asked.area.path, asked.round_id), XLSX, name)


@blueprint.get("/empty.xlsx")
@requires(MANAGE)
def empty() -> Response:
    """All headings, to be filled in."""
    return _sent(empty_workbook(), XLSX, f"{_('Who helps whom')}.xlsx")


@blueprint.get("/imports/<int:import_id>/findings.csv")
@requires(MANAGE, load=workbook_service.get_import)
def findings(run: PairingImport) -> Response:
    """Sheet, cell, value, problem, advice."""
    if run.findings is None:
        raise NotFound()
    found = [finding_from_data(one) for one in run.findings]
    return _sent(findings_csv(found, translate), "text/csv", f"{PurePath(run.filename).stem}.csv")


def _sent(data: bytes, media_type: str, name: str) -> Response:
    response = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
