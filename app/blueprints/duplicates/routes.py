"""Views of possible duplicates: the list, one pair side by side, deciding on it."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.duplicates import blueprint, presenter
from app.blueprints.duplicates.forms import DecisionForm
from app.core.errors import Invalid
from app.core.permissions import Permission, can
from app.domain.duplicates import queries, service
from app.domain.duplicates.models import DuplicateOutcome, DuplicatePair
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.pages import go, page, page_number, text_argument

P = Permission


@blueprint.get("")
@requires(P.DUPLICATE_VIEW)
def index() -> Response:
    """The pairs that the reader's area has a part in, open ones first."""
    actor = current_actor()
    places = choose_place(P.DUPLICATE_VIEW)
    ground, state = presenter.ground_of(text_argument("ground")), text_argument("state", 10)
    chosen: dict[str, Any] = {
        "village": places.code,
        "ground": ground.value if ground else None,
        "state": state if state in queries.STATES else None,
    }
    found = queries.page_pairs(actor, place=places.chosen, ground=ground, state=state, number=page_number())
    return page(
        "duplicates/index.html",
        fragment="results",
        places=places,
        grounds=presenter.grounds(),
        chosen=chosen,
        found=found,
        labels=presenter,
        url_for_page=lambda number: url_for("duplicates.index", page=number, **chosen),
    )


@blueprint.route("/<int:pair_id>", methods=["GET", "POST"])
@requires(P.DUPLICATE_VIEW, load=queries.get_pair, see=P.DUPLICATE_VIEW)
def show(pair: DuplicatePair) -> Response:
    """Both households side by side, and the decision."""
    form = DecisionForm(data=_decided(pair))
    form.offer(pair)
    if form.validate_on_submit():
        try:
            _decide(pair, form)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The decision is recorded."), "success")
            return go(url_for("duplicates.show", pair_id=pair.id))
    actor = current_actor()
    may_decide = can(actor, P.DUPLICATE_DECIDE, pair)
    return page(
        "duplicates/show.html",
        status=422 if form.is_submitted() else 200,
        pair=pair,
        sides=presenter.sides(pair, actor),
        form=form,
        may_decide=may_decide,
        blockers=presenter.reasons(queries.list_blockers(actor, pair)) if may_decide else [],
        may_request=bool(pair.gives_up and can(actor, P.CHANGE_REQUEST, pair.gives_up)),
        labels=presenter,
    )


def _decided(pair: DuplicatePair) -> dict[str, Any]:
    """What the form is filled with: the decision that stands."""
    return {
        "seen": pair.outcome.value if pair.outcome else "",
        "outcome": pair.outcome.value if pair.outcome else None,
        "gives_up": str(pair.gives_up_id or ""),
        "reason": pair.reason,
    }


def _decide(pair: DuplicatePair, form: DecisionForm) -> None:
    service.decide(
        actor=current_actor(),
        pair=pair,
        outcome=DuplicateOutcome(form.outcome.data),
        reason=form.reason.data or "",
        gives_up=form.side(pair),
        seen=form.seen_outcome,
    )
