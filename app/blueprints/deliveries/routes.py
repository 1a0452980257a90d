"""Views for those who ask: paid rolls, the lines of one, the lines of a receipt, what the household says."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.deliveries import blueprint, presenter
from app.blueprints.deliveries.forms import AnswerForm
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission, can
from app.domain.accounts.queries import load_names
from app.domain.deliveries import queries, rules, service
from app.domain.deliveries.queries import Line, PaidRoll
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.pages import go, page, page_number, text_argument

P = Permission


@blueprint.get("")
@requires(P.DELIVERY_VIEW)
def index() -> Response:
    """The paid rolls, what was said of each, and the lines of a receipt that was typed."""
    actor = current_actor()
    places, receipt = choose_place(P.DELIVERY_VIEW), text_argument("receipt", 40)
    lines = [one for one in queries.list_lines_of_receipt(receipt) if can(actor, P.DELIVERY_VIEW, one)]
    found = queries.page_rolls(actor, place=places.chosen, number=page_number())
    return page(
        "deliveries/index.html",
        fragment="results",
        places=places,
        receipt=receipt,
        lines=lines,
        found=found,
        shares=queries.load_shares_of_rolls(found.items),
        may_record=actor.has(P.DELIVERY_RECORD),
        labels=presenter,
        url_for_page=lambda number: url_for(".index", page=number, village=places.code),
    )


@blueprint.get("/rolls/<number>")
@requires(P.DELIVERY_VIEW, load=queries.get_paid_roll)
def roll(paid: PaidRoll) -> Response:
    """The lines of one paid roll, each with what was said of it."""
    return page(
        "deliveries/roll.html",
        paid=paid,
        lines=queries.list_lines(paid.roll),
        share=queries.load_shares_of_rolls([paid.roll]).get(paid.roll.id),
        labels=presenter,
    )


@blueprint.route("/lines/<int:line_id>", methods=["GET", "POST"])
@requires(P.DELIVERY_VIEW, load=queries.get_line)
def line(held: Line) -> Response:
    """One line: what was said of it by now, and what the household says today."""
    form = AnswerForm(data={"answered_on": clock.today(), "receipt_no": text_argument("receipt", 40)})
    form.offer()
    if form.validate_on_submit():
        try:
            _record(form, held)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Recorded."), "success")
            return go(url_for(".roll", number=held.line.roll.number))
    answers = queries.list_answers(held.line)
    return page(
        "deliveries/line.html",
        status=form.http_status,
        held=held,
        answers=answers,
        names=load_names([one.recorded_by_id for one in answers]),
        blockers=rules.why_not_answered(held.line, held.latest),
        may_record=can(current_actor(), P.DELIVERY_RECORD, held),
        form=form,
        labels=presenter,
    )


def _record(form: AnswerForm, held: Line) -> None:
    answer, asked_at = form.chosen
    service.record_answer(
        actor=current_actor(),
        line=held.line,
        answer=answer,
        asked_at=asked_at,
        answered_on=form.answered_on.data,
        receipt_no=form.receipt_no.data or "",
        words=form.words.data or "",
    )
