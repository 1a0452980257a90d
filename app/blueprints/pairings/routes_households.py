"""Views of one household's helper: who it is and was, choosing or changing, ending."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.pairings import blueprint, choices
from app.blueprints.pairings.forms import EndForm, PairForm
from app.blueprints.pairings.scope import asked_role
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.households.models import Household
from app.domain.households.queries import get_household
from app.domain.pairings import queries, service
from app.domain.pairings.models import Pairing, PairingRole
from app.domain.pairings.rules import ROLE_LABELS
from app.web.access import current_actor, requires
from app.web.pages import go, page

VIEW, MANAGE = Permission.PAIRING_VIEW, Permission.PAIRING_MANAGE


@blueprint.get("/households/<household_no>")
@requires(VIEW, load=get_household)
def household(one: Household) -> Response:
    """Everybody who helped a household, the newest first."""
    return page(
        "pairings/household.html",
        household=one,
        pairings=queries.list_pairings_of(one.id),
        roles=ROLE_LABELS,
        second=queries.get_second_rule(one.village),
        is_registered=queries.is_registered(one.id),
        may_manage=can(current_actor(), MANAGE, one),
    )


@blueprint.route("/households/<household_no>/pair", methods=["GET", "POST"])
@requires(MANAGE, load=get_household, see=VIEW)
def pair(one: Household) -> Response:
    """Give a household a first (or second) helper, or another one."""
    role = asked_role()
    standing = queries.find_pairings(one.id)
    form = PairForm(data={"started_on": clock.today()})
    others = choices.helpers(one.village, *(line.helper for line in standing.values()))
    form.helper.choices = [choices.NOBODY, *others]
    if form.validate_on_submit():
        try:
            paired = _paired(form, one, role)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("%(name)s helps this household from now on.", name=paired.helper.name), "success")
            return go(url_for("pairings.household", household_no=one.household_no))
    return page(
        "pairings/pair.html",
        status=form.http_status,
        form=form,
        household=one,
        before=standing.get(role),
        role=role.value,
        most=queries.get_second_rule(one.village).most,
    )


def _paired(form: PairForm, household: Household, role: PairingRole) -> Pairing:
    return service.pair(
        actor=current_actor(),
        household=household,
        helper=choices.chosen_helper(form.helper.data),
        reason=form.reason.data or "",
        started_on=form.started_on.data,
        role=role,
    )


@blueprint.route("/households/<household_no>/end", methods=["GET", "POST"])
@requires(MANAGE, load=get_household, see=VIEW)
def end(one: Household) -> Response:
    """A helper ends, and nobody follows yet."""
    pairing = queries.find_pairing(one.id, asked_role())
    if pairing is None:
        raise Refused([Message(N_("This household has no helper now."))])
    form = EndForm(data={"ended_on": clock.today()})
    if form.validate_on_submit():
        try:
            service.end_pairing(
                actor=current_actor(),
                pairing=pairing,
                reason=form.reason.data or "",
                ended_on=form.ended_on.data,
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_ended(pairing), "success")
            return go(url_for("pairings.household", household_no=one.household_no))
    return page("pairings/end.html", status=form.http_status, form=form, household=one, pairing=pairing)


def _ended(pairing: Pairing) -> str:
    if pairing.role is PairingRole.SECOND:
        return _("%(name)s helps this household no more.", name=pairing.helper.name)
    return _("This household has no helper now.")
