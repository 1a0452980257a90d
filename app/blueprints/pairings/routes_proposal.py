"""Views of the proposal: villages with households without a helper; one village, to accept or change line by line."""

import re

from flask import flash, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.pairings import blueprint, presenter
from app.blueprints.pairings.scope import Scope, asked_role, scope
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import get_village
from app.domain.pairings import listing, service
from app.domain.pairings.models import PairingRole
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.pages import go, page, text_argument

MANAGE = Permission.PAIRING_MANAGE
FIELD = re.compile(r"helper-(\d{1,9})")
NUMBERED = re.compile(r"\s*#?(\d{1,9})\b")


@blueprint.get("/proposal")
@requires(MANAGE)
def proposal() -> Response:
    """The proposal for all villages, counted; each leads to its own page. A county looks at one township at a time."""
    asked, role = scope(MANAGE), asked_role()
    if asked.area.level is AreaLevel.COUNTY:
        open_ = listing.count_open_by_township(asked.area.path, asked.round_id, role)
        return page("pairings/proposal_county.html", scope=asked, role=role.value, townships=open_)
    return page("pairings/proposal.html", scope=asked, role=role.value, made=presenter.proposal(asked, role))


@blueprint.post("/proposal")
@requires(MANAGE)
def accept_all() -> Response:
    """Accept the proposal of all villages as it stands."""
    asked, role = scope(MANAGE), asked_role()
    made = presenter.proposal(asked, role)
    if request.form.get("basis") != made.basis:
        raise Conflict(Message(N_("Somebody was faster: this list has changed meanwhile. Look at it again.")))
    if not made.choices:
        raise NotFound()
    return _accepted(asked, role, made.choices)


@blueprint.route("/proposal/village", methods=["GET", "POST"])
@requires(MANAGE)
def proposal_of_village() -> Response:
    """One village: a helper for each household, with the reasons; a line may be changed or left empty."""
    asked, role, form = scope(MANAGE), asked_role(), BaseForm()
    village = get_village(text_argument("village", 12))
    if not village.path.startswith(asked.area.path):
        raise NotFound()
    typed = {int(m[1]): text for name, text in request.form.items() if (m := FIELD.fullmatch(name))}
    if form.validate_on_submit():
        try:
            return _accepted(asked, role, _choices(typed))
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
    return _shown(asked, role, village, form, typed)


def _shown(asked: Scope, role: PairingRole, village: Area, form: BaseForm, typed: dict[int, str]) -> Response:
    made = presenter.proposal(asked, role, only=village)
    return page(
        "pairings/proposal_village.html",
        status=form.http_status,
        form=form,
        scope=asked,
        role=role.value,
        village=village,
        lines=presenter.lines_of(made, typed if form.is_submitted() else {}),
        helpers=listing.list_helpers_in(village),
    )


def _choices(typed: dict[int, str]) -> dict[int, int]:
    """Household id -> helper id, of the lines that are not empty."""
    chosen = {}
    for household_id, text in typed.items():
        if not text.strip():
            continue
        found = NUMBERED.match(text)
        if found is None:
            raise Invalid(
                Message(N_("“%(typed)s” names no helper. Choose one of the list."), typed=text[:40])
            )
        chosen[household_id] = int(found[1])
    if not chosen:
        raise Invalid(Message(N_("No line names a helper.")))
    return chosen


def _accepted(asked: Scope, role: PairingRole, chosen: dict[int, int]) -> Response:
    made = service.accept(actor=current_actor(), choices=chosen, role=role)
    words = ngettext("One household has a helper now.", "%(num)s households have a helper now.", len(made))
    flash(words, "success")
    return go(url_for("pairings.index", **asked.arguments))
