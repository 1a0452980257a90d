"""Views of a department's warnings: the list is pasted, looked over line by line, then the cases are opened."""

import datetime as dt
from typing import cast

from flask import flash, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.monitoring import blueprint
from app.blueprints.monitoring.forms import WarningsForm
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission
from app.domain.monitoring import warnings
from app.domain.monitoring.rules import KIND_LABELS
from app.domain.monitoring.warnings import Warned
from app.web.access import current_actor, requires
from app.web.pages import go, page


@blueprint.route("/warnings", methods=["GET", "POST"])
@requires(Permission.WATCH_RECORD)
def warn() -> Response:
    """First what each line means, then the cases."""
    form = WarningsForm(data={"warned_on": clock.today()})
    lines: list[Warned] = []
    if form.validate_on_submit():
        try:
            lines = warnings.read(current_actor(), form.lines.data or "")
            if form.is_looked_over:
                return _opened(form, lines)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
    good = sum(line.fault is None for line in lines)
    status = 200 if lines and not form.errors else form.http_status
    return page(
        "monitoring/warnings.html", status=status, form=form, lines=lines, good=good, kinds=KIND_LABELS
    )


def _opened(form: WarningsForm, lines: list[Warned]) -> Response:
    opened = warnings.open_warned(
        actor=current_actor(),
        lines=lines,
        department=form.department.data or "",
        warned_on=cast(dt.date, form.warned_on.data),
        risks=form.risks.data or (),
    )
    flash(ngettext("%(num)s case is open.", "%(num)s cases are open.", len(opened)), "success")
    return go(url_for("monitoring.index", state="found"))
