"""Views for the second person: the photographs on which no code could be read, one by one."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.postings import blueprint
from app.blueprints.postings.forms import SettleForm
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.accounts.queries import load_names
from app.domain.notices.codes import sheet_code
from app.domain.notices.labels import label_of
from app.domain.sheets import queries, service
from app.domain.sheets.labels import OUTCOME_LABELS, PURPOSE_LABELS
from app.domain.sheets.models import PhotographOutcome, SheetPhotograph
from app.web.access import current_actor, requires
from app.web.pages import go, page

P = Permission


@blueprint.get("/waiting")
@requires(P.POSTING_CONFIRM)
def waiting() -> Response:
    """What waits for a second person, the oldest first."""
    found = queries.list_waiting(current_actor())
    return page(
        "postings/waiting.html",
        photographs=found,
        names=load_names({one.sent_by_id for one in found}),
        purposes=PURPOSE_LABELS,
        reader=current_actor().id,
    )


@blueprint.get("/photographs/<int:photograph_id>")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_photograph)
def photograph(found: SheetPhotograph) -> Response:
    """One photograph, large, with what it is said to show and what was read from it."""
    return _shown(found, SettleForm(formdata=None))


@blueprint.post("/photographs/<int:photograph_id>/settle")
@requires(P.POSTING_CONFIRM, load=queries.get_photograph, see=P.CANDIDATE_LIST_VIEW)
def settle(found: SheetPhotograph) -> Response:
    """Confirm or refuse a photograph, with the reason; never one's own."""
    form = SettleForm()
    answer = request.form.get("answer", "")
    confirm = answer == "confirm"
    if form.validate_on_submit():
        try:
            if answer not in ("confirm", "refuse"):
                raise Invalid(Message(N_("Choose one of the answers.")))
            service.settle(
                actor=current_actor(), photograph=found, confirm=confirm, reason=form.reason.data or ""
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(
                _("Confirmed. The sheet counts now.")
                if confirm
                else _("Refused. The village photographs it anew."),
                "success",
            )
            return go(url_for("postings.waiting"))
    return _shown(found, form)


def _shown(found: SheetPhotograph, form: SettleForm) -> Response:
    actor, notice = current_actor(), found.sheet.notice
    waits = found.outcome is PhotographOutcome.WAITING
    people = {found.sent_by_id} | ({found.settled_by_id} if found.settled_by_id else set())
    return page(
        "postings/photograph.html",
        status=422 if form.is_submitted() else 200,
        one=found,
        notice=notice,
        kind=label_of(notice),
        purpose=PURPOSE_LABELS[found.purpose],
        outcome=OUTCOME_LABELS[found.outcome],
        code=sheet_code(notice.digest, found.sheet.ordinal, 1),
        names=load_names(people),
        form=form,
        is_own=found.sent_by_id == actor.id,
        may_settle=waits and can(actor, P.POSTING_CONFIRM, found) and found.sent_by_id != actor.id,
        waits=waits,
        may_open_original=can(actor, P.POSTING_ORIGINAL_VIEW, found),
    )
