"""Views of the check-up: all villages, one village with its rules and findings, explaining a finding."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.checkups import blueprint
from app.blueprints.checkups.forms import ExplanationForm
from app.core.errors import Invalid
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import get_village
from app.domain.checkups import queries, service
from app.domain.checkups.models import Finding
from app.domain.duplicates import service as duplicates
from app.domain.households.queries import list_household_ids
from app.web.access import current_actor, requires
from app.web.pages import go, page, page_number, text_argument


@blueprint.get("")
@requires(Permission.HOUSEHOLD_VIEW)
def index() -> Response:
    """The villages one may see, with their findings counted; who sees one village goes straight to it."""
    counts = queries.list_village_counts(current_actor())
    if len(counts) == 1:
        return go(url_for("checkups.show", code=counts[0].village.code))
    return page("checkups/index.html", counts=counts)


@blueprint.get("/<code>")
@requires(Permission.HOUSEHOLD_VIEW, load=get_village)
def show(village: Area) -> Response:
    """A village's rules with their counts, and the findings, narrowed by rule, severity or explanation."""
    chosen = {
        "rule": text_argument("rule"),
        "severity": text_argument("severity"),
        "unexplained": text_argument("unexplained", 1),
    }
    counts = queries.list_rule_counts(village)
    return page(
        "checkups/show.html",
        fragment="results",
        village=village,
        held=[line for line in counts if line.findings],
        silent=[line for line in counts if not line.findings],
        found=queries.page_findings(
            village,
            rule=chosen["rule"],
            severity=chosen["severity"],
            unexplained=bool(chosen["unexplained"]),
            page=page_number(),
        ),
        rule=queries.find_rule(chosen["rule"]),
        chosen=chosen,
        url_for_page=lambda number: _page_url(village, number, chosen),
    )


@blueprint.post("/<code>/run")
@requires(Permission.FINDING_EXPLAIN, load=get_village)
def run(village: Area) -> Response:
    """Check all households of the village again, for instance after the policy's limits changed."""
    ids = list_household_ids(village)
    count = service.recheck(household_ids=ids)
    duplicates.refresh(household_ids=ids)
    flash(ngettext("Checked: one finding.", "Checked: %(num)s findings.", count), "success")
    return go(url_for("checkups.show", code=village.code))


@blueprint.route("/findings/<int:finding_id>", methods=["GET", "POST"])
@requires(Permission.FINDING_EXPLAIN, load=queries.get_finding)
def explain(finding: Finding) -> Response:
    """Say why a finding is right as it stands."""
    form = ExplanationForm(data={"text": finding.explanation or ""})
    if form.validate_on_submit():
        try:
            service.explain_finding(finding=finding, text=form.text.data, actor=current_actor())
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The explanation is recorded."), "success")
            return go(_back(finding))
    status = 422 if form.is_submitted() else 200
    rule = queries.find_rule(finding.rule)
    return page(
        "checkups/explain.html", status=status, form=form, finding=finding, rule=rule, back_url=_back(finding)
    )


@blueprint.post("/findings/<int:finding_id>/withdraw")
@requires(Permission.FINDING_EXPLAIN, load=queries.get_finding)
def withdraw(finding: Finding) -> Response:
    """Take an explanation back."""
    service.withdraw_explanation(finding=finding, actor=current_actor())
    flash(_("The explanation is taken back; the finding counts again."), "success")
    return go(_back(finding))


def _back(finding: Finding) -> str:
    return url_for("checkups.show", code=finding.household.village.code, rule=finding.rule)


def _page_url(village: Area, number: int, chosen: dict[str, str]) -> str:
    given: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return url_for("checkups.show", code=village.code, page=number, **given)
