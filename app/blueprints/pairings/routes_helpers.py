"""Views of helpers: the list with their loads, one helper, taking on record, changing, leaving, handing over."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.pairings import blueprint, choices
from app.blueprints.pairings.forms import HandOverForm, HelperForm, LeaveForm
from app.blueprints.pairings.scope import scope
from app.core import clock
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.permissions import Permission, can
from app.domain.pairings import listing, queries, service
from app.domain.pairings.models import Helper, Pairing
from app.domain.pairings.rules import RANK_LABELS, ROLE_LABELS
from app.domain.pairings.service import Particulars
from app.domain.policies.vocabulary import HelperRank
from app.web.access import current_actor, requires
from app.web.pages import go, page, page_number, text_argument

VIEW, MANAGE = Permission.PAIRING_VIEW, Permission.PAIRING_MANAGE


@blueprint.get("/people")
@requires(VIEW)
def helpers() -> Response:
    """Everybody who helps, with the households so far; on request only those below the minimum."""
    asked, only_below = scope(), bool(request.args.get("below"))
    unit, q = text_argument("unit", 9), text_argument("q")
    unit_id = int(unit) if unit.isdecimal() else None
    minimums = queries.get_minimums(asked.area)
    kept: dict[str, Any] = {
        "unit": unit_id,
        "q": q or None,
        "below": "1" if only_below else None,
        "area": asked.area.code,
    }
    return page(
        "pairings/helpers.html",
        scope=asked,
        rank_labels=RANK_LABELS,
        found=listing.page_helpers(
            asked.area, minimums, only_below=only_below, unit_id=unit_id, q=q, page=page_number()
        ),
        units=listing.list_units(asked.area),
        unit_id=unit_id,
        q=q,
        only_below=only_below,
        may_manage=can(current_actor(), MANAGE, asked.area),
        url_for_page=lambda number: url_for("pairings.helpers", page=number, **kept),
    )


@blueprint.get("/people/<int:helper_id>")
@requires(VIEW, load=queries.get_helper)
def helper(one: Helper) -> Response:
    """One helper: the unit, the load against the rule, the households now and before."""
    return page(
        "pairings/helper.html",
        helper=one,
        rank_labels=RANK_LABELS,
        roles=ROLE_LABELS,
        most=queries.get_second_rule(one.unit.area).most,
        may_hand_over=bool(queries.list_handed_over(current_actor(), one)),
        load=listing.load_of_helper(one, queries.get_minimums(one.unit.area)),
        found=listing.page_pairings_of(one, page_number()),
        may_manage=can(current_actor(), MANAGE, one),
        may_open=lambda pairing: can(current_actor(), Permission.HOUSEHOLD_VIEW, pairing),
        url_for_page=lambda number: url_for("pairings.helper", helper_id=one.id, page=number),
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(MANAGE)
def new_helper() -> Response:
    """Take somebody on record as a helper."""
    asked = scope(MANAGE)
    form = HelperForm(data={"unit": text_argument("unit", 9), "rank": HelperRank.CADRE.value})
    form.unit.choices, form.rank.choices = choices.units(asked.area), choices.ranks()
    if form.validate_on_submit():
        try:
            opened = service.open_helper(
                actor=current_actor(),
                unit=queries.get_unit(int(form.unit.data)),
                particulars=_particulars(form),
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("%(name)s is on record.", name=opened.name), "success")
            return go(url_for("pairings.helper", helper_id=opened.id))
    return page("pairings/edit_helper.html", status=form.http_status, form=form, helper=None, scope=asked)


@blueprint.route("/people/<int:helper_id>/edit", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_helper, see=VIEW)
def edit_helper(one: Helper) -> Response:
    """Change what stands on record of a helper."""
    form = HelperForm(obj=one, data={"rank": one.rank.value})
    form.rank.choices = choices.ranks()
    del form.unit
    if form.validate_on_submit():
        try:
            service.change_helper(actor=current_actor(), helper=one, particulars=_particulars(form))
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Saved."), "success")
            return go(url_for("pairings.helper", helper_id=one.id))
    return page("pairings/edit_helper.html", status=form.http_status, form=form, helper=one, scope=None)


@blueprint.route("/people/<int:helper_id>/leave", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_helper, see=VIEW)
def leave(one: Helper) -> Response:
    """A helper helps no more."""
    form = LeaveForm(data={"left_on": clock.today()})
    if form.validate_on_submit():
        try:
            service.leave(
                actor=current_actor(), helper=one, reason=form.reason.data or "", left_on=form.left_on.data
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("%(name)s helps no more.", name=one.name), "success")
            return go(url_for("pairings.helper", helper_id=one.id))
    return page("pairings/leave.html", status=form.http_status, form=form, helper=one)


@blueprint.route("/people/<int:helper_id>/hand-over", methods=["GET", "POST"])
@requires(MANAGE)
def hand_over(helper_id: int) -> Response:
    """All households of one helper that are the reader's to hand over go to somebody else, or to all others."""
    one = queries.get_helper(helper_id)
    standing = _to_hand_over(one)
    form = HandOverForm(data={"on": clock.today()})
    form.successor.choices = choices.successors(one, standing)
    if form.validate_on_submit():
        try:
            moved = _handed_over(form, one)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(moved, "success")
            return go(url_for("pairings.helper", helper_id=one.id))
    return page(
        "pairings/hand_over.html",
        status=form.http_status,
        form=form,
        helper=one,
        standing=standing,
        left=len(listing.list_standing_of(one)) - len(standing),
        roles=ROLE_LABELS,
    )


def _to_hand_over(one: Helper) -> list[Pairing]:
    """The lines of a helper that the reader may hand over; raises ``NotFound`` or ``Forbidden`` where that is none."""
    actor = current_actor()
    if not can(actor, VIEW, one):
        raise NotFound()
    standing = queries.list_handed_over(actor, one)
    if not standing and not can(actor, MANAGE, one):
        raise Forbidden()
    return standing


def _handed_over(form: HandOverForm, one: Helper) -> str:
    """Hand them over, and say so."""
    given: dict[str, Any] = {
        "actor": current_actor(),
        "helper": one,
        "reason": form.reason.data or "",
        "on": form.on.data,
    }
    if form.successor.data == choices.DIVIDE:
        moved = len(service.divide(**given))
    else:
        moved = len(service.hand_over(successor=choices.chosen_helper(form.successor.data), **given))
    return ngettext("One household has another helper.", "%(num)s households have another helper.", moved)


def _particulars(form: HelperForm) -> Particulars:
    return Particulars(
        name=form.name.data or "",
        rank=HelperRank(form.rank.data),
        post=form.post.data or "",
        telephone=form.telephone.data or "",
    )
