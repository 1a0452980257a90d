"""The handling desk, continued: questions to whoever objected, and answering after a second look."""

from flask import flash, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.blueprints.objections import blueprint
from app.blueprints.objections.desk import show_again, show_page, version_of
from app.blueprints.objections.forms import QuestionForm, SecondLookForm
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission
from app.domain.objections import conversation, queries, second_looks
from app.domain.objections.models import Objection, SecondLook, SecondOutcome
from app.web.access import current_actor, requires
from app.web.pages import go

P = Permission


@blueprint.post("/desk/objections/<number>/question")
@requires(P.OBJECTION_INVESTIGATE, load=queries.get_objection, see=P.OBJECTION_VIEW)
def ask(objection: Objection) -> Response:
    """Ask whoever objected; the answer comes without a name."""
    form, number = QuestionForm(), objection.number
    if form.validate_on_submit():
        try:
            conversation.ask_question(actor=current_actor(), objection=objection, words=form.words.data or "")
        except Invalid as error:
            form.put_error(error)
        except (Conflict, Refused) as error:
            return show_again(number, error, question=form)
        else:
            flash(_("The question is asked. Whoever has the receipt reads it there."), "success")
            return go(url_for(".show", number=number))
    return show_page(objection, status=422, question=form)


@blueprint.post("/desk/objections/<number>/second-look")
@requires(P.OBJECTION_INVESTIGATE, load=queries.get_second_look, see=P.OBJECTION_VIEW)
def answer_again(second_look: SecondLook) -> Response:
    """Answer after the second look; this is final."""
    form, objection = SecondLookForm(), second_look.objection
    number = objection.number
    if form.validate_on_submit():
        try:
            second_looks.answer_second_look(
                actor=current_actor(),
                second_look=second_look,
                outcome=SecondOutcome(form.outcome.data),
                finding=form.finding.data or "",
                public_reply=form.public_reply.data or "",
                removes_entry=form.removes_entry.data,
                version=version_of(form.version.data),
            )
        except Invalid as error:
            form.put_error(error)
        except (Conflict, Refused, StaleDataError) as error:
            return show_again(number, error, second_look=form)
        else:
            flash(_("The second look is answered. The writer reads it with the receipt."), "success")
            return go(url_for(".show", number=number))
    return show_page(objection, status=422, second_look=form)
