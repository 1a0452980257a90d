"""The answer to an objection as a letter; only whoever reads the words of the objection may print it. Never kept."""

from werkzeug.wrappers import Response

from app.blueprints.objections import blueprint
from app.blueprints.objections.presenter import (
    OUTCOMES,
    SECOND_OUTCOMES,
    follow_address,
    investigating_office,
    shown_reply,
)
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.errors import Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents.letters import Answer, answer_letter, letters_pdf
from app.documents.telephones import telephones_of
from app.domain.notices.labels import titled
from app.domain.objections import queries, second_looks
from app.domain.objections.models import Level, Objection, Outcome
from app.web.access import requires
from app.web.papers import paper_language, unkept_paper

P = Permission


@blueprint.get("/desk/objections/<number>/letter.pdf")
@requires(P.OBJECTION_READ, load=queries.get_objection, see=P.OBJECTION_VIEW)
def letter(objection: Objection) -> Response:
    """The answer to whoever objected, with the right to a second look; after that one, with its answer as well."""
    outcome = objection.outcome
    if outcome is None:
        raise Refused([Message(N_("This objection is not answered yet, so there is no letter to print."))])
    return unkept_paper(
        letters_pdf([answer_letter(_answer(objection, outcome))], paper_language()), objection.number
    )


def _answer(objection: Objection, outcome: Outcome) -> Answer:
    second, notice = objection.second_look, objection.notice
    is_final = second is not None and second.answered_on is not None
    office = investigating_office(notice, Level.COUNTY if is_final else objection.level)
    return Answer(
        objection=objection,
        notice=Message(N_("%(kind)s %(number)s"), kind=Message(titled(notice)), number=notice.number),
        outcome=Message(OUTCOMES[outcome]),
        reply=shown_reply(objection, objection.public_reply),
        by=office.name if office is not None else BilingualText(""),
        ask_until=second_looks.ask_until(objection),
        today=clock.today(),
        second_outcome=Message(SECOND_OUTCOMES[second.outcome]) if second and second.outcome else None,
        second_reply=shown_reply(objection, second.public_reply) if second is not None else "",
        telephones=telephones_of([office]),
        address=follow_address(),
    )
