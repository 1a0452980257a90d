"""The handling desk: what waits and until when, one objection, naming investigators, answering.

Questions to whoever objected and second looks stand in ``desk_talk.py``.
"""

from collections.abc import Sequence
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.blueprints.objections import blueprint
from app.blueprints.objections.evidence import check_files, keep_files
from app.blueprints.objections.forms import DecisionForm, InvestigatorsForm, QuestionForm, SecondLookForm
from app.blueprints.objections.presenter import (
    LEVEL_LABELS,
    OUTCOMES,
    SECOND_OUTCOMES,
    STATE_TONES,
    about_words,
    investigating_office,
    is_overdue,
    is_second_look_overdue,
    kind_of,
)
from app.core.db import start_writing
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import Message
from app.core.permissions import Actor, Permission, can
from app.domain.attachments.service import Checked
from app.domain.notices import queries as notices
from app.domain.objections import conversation, queries, service
from app.domain.objections.models import Objection, ObjectionState, Outcome, SecondLookState
from app.domain.objections.steps import STATE_LABELS
from app.web.access import current_actor, requires
from app.web.errors import FASTER
from app.web.forms import BaseForm
from app.web.i18n import translate
from app.web.pages import go, page, page_number, text_argument
from app.web.portal import reads_first

P = Permission


@blueprint.get("/desk/objections")
@requires(P.OBJECTION_VIEW)
def index() -> Response:
    """Objections in the reader's areas: those that wait by due day, second looks, or those that were answered."""
    actor, shown = current_actor(), text_argument("show")
    answered, again = shown == "answered", shown == "again"
    if again:
        found = queries.page_second_looks(actor, number=page_number())
    else:
        found = queries.page_objections(actor, undecided=not answered, number=page_number())
    sequences = _sequences(found.items)
    return page(
        "objections/index.html",
        found=found,
        answered=answered,
        again=again,
        about={o.id: about_words(o, sequences.get((o.notice_id, o.entry_id or 0))) for o in found.items},
        overdue={o.id for o in found.items if (is_second_look_overdue if again else is_overdue)(o)},
        kind_of=kind_of,
        states=STATE_LABELS,
        tones=STATE_TONES,
        levels=LEVEL_LABELS,
        outcomes=OUTCOMES,
        waiting=queries.count_waiting(actor),
        second_looks=queries.count_second_looks(actor),
        url_for_page=lambda n: url_for(".index", show=shown or None, page=n),
    )


@blueprint.get("/desk/objections/<number>")
@requires(P.OBJECTION_VIEW, load=queries.get_objection)
def show(objection: Objection) -> Response:
    """One objection; its words only for the office that investigates."""
    return show_page(objection)


@blueprint.post("/desk/objections/<number>/investigators")
@requires(P.OBJECTION_INVESTIGATE, load=queries.get_objection, see=P.OBJECTION_VIEW)
def assign(objection: Objection) -> Response:
    """Name who investigates."""
    form, number = InvestigatorsForm().offer(queries.list_possible_investigators(objection)), objection.number
    if form.validate_on_submit():
        try:
            service.assign_investigators(
                actor=current_actor(),
                objection=objection,
                investigators=form.people(),
                version=version_of(form.version.data),
            )
        except Invalid as error:
            form.put_error(error)
        except (Conflict, Refused, StaleDataError) as error:
            return show_again(number, error, investigators=form)
        else:
            flash(_("Recorded who looks into it."), "success")
            return go(url_for(".show", number=number))
    return show_page(objection, status=422, investigators=form)


@blueprint.post("/desk/objections/<number>/decision")
@requires(P.OBJECTION_INVESTIGATE, load=queries.get_objection, see=P.OBJECTION_VIEW)
@reads_first
def decide(objection: Objection) -> Response:
    """Answer an objection."""
    form, number = DecisionForm(), objection.number
    if form.validate_on_submit():
        try:
            checked = check_files(form, current_actor())
            start_writing()
            _decide(queries.get_objection(number), form, checked)
        except Invalid as error:
            form.put_error(error)
        except (Conflict, Refused, StaleDataError) as error:
            return show_again(number, error, decision=form)
        else:
            flash(_("The objection is answered. The writer reads the answer with the receipt."), "success")
            return go(url_for(".show", number=number))
    return show_page(queries.get_objection(number), status=422, decision=form)


def _decide(objection: Objection, form: DecisionForm, checked: list[Checked]) -> None:
    actor = current_actor()
    service.decide_objection(
        actor=actor,
        objection=objection,
        outcome=Outcome(form.outcome.data),
        finding=form.finding.data or "",
        public_reply=form.public_reply.data or "",
        removes_entry=form.removes_entry.data,
        evidence=keep_files(checked, objection.notice, objection.level, actor),
        version=version_of(form.version.data),
    )


def show_again(number: str, error: Exception, **forms: BaseForm | None) -> Response:
    """The objection as it stands now, with the reasons and with the words that were typed."""
    start_writing()
    objection = queries.get_objection(number)
    for name, form in forms.items():
        subject = objection.second_look if name == "second_look" else objection
        if form is not None and "version" in form and subject is not None:
            form["version"].data = str(subject.version)
            form["version"].raw_data = [form["version"].data]
    if isinstance(error, Refused):
        blockers = list(error.blockers)
    else:
        blockers = [error.message if isinstance(error, Conflict) else FASTER]
    return show_page(objection, status=409, blockers=blockers, **forms)


def show_page(
    objection: Objection, *, status: int = 200, blockers: Sequence[Message] = (), **forms: BaseForm | None
) -> Response:
    """One objection's page. *forms* are those that came back: investigators, decision, question, second_look."""
    actor = current_actor()
    sequence = _sequences([objection]).get((objection.notice_id, objection.entry_id or 0))
    return page(
        "objections/show.html",
        status=status,
        blockers=[translate(blocker) for blocker in blockers],
        objection=objection,
        kind=kind_of(objection.notice),
        about=about_words(objection, sequence),
        overdue=is_overdue(objection),
        again_overdue=is_second_look_overdue(objection),
        state=STATE_LABELS[objection.state],
        tone=STATE_TONES[objection.state],
        outcomes=OUTCOMES,
        second_outcomes=SECOND_OUTCOMES,
        office=investigating_office(objection.notice, objection.level),
        may_read=can(actor, P.OBJECTION_READ, objection),
        least=objection.notice.round.policy.investigators_min,
        **_forms(objection, actor, forms),
    )


def _forms(objection: Objection, actor: Actor, given: dict[str, BaseForm | None]) -> dict[str, Any]:
    """The forms that this reader may use now, those that came back as they were typed."""
    second = objection.second_look
    may_act = can(actor, P.OBJECTION_INVESTIGATE, objection) and objection.state is not ObjectionState.DECIDED
    is_asked = second is not None and second.state is SecondLookState.ASKED
    may_act_again = is_asked and can(actor, P.OBJECTION_INVESTIGATE, second)
    may_ask = conversation.may_ask(actor, objection) and objection.open_question is None
    version = {"version": objection.version}
    again = {"version": second.version if second is not None else ""}
    return {
        "may_act": may_act,
        "may_act_again": may_act_again,
        "investigators": (given.get("investigators") or _investigators_form(objection)) if may_act else None,
        "decision": (given.get("decision") or DecisionForm(None, data=version)) if may_act else None,
        "question": (given.get("question") or QuestionForm(None)) if may_ask else None,
        "second_look": (given.get("second_look") or SecondLookForm(None, data=again))
        if may_act_again
        else None,
    }


def _investigators_form(objection: Objection) -> InvestigatorsForm:
    form = InvestigatorsForm(None, data={"version": objection.version})
    return form.offer(queries.list_possible_investigators(objection)).fill(objection.investigators or [])


def _sequences(objections: Sequence[Objection]) -> dict[tuple[int, int], int]:
    entry_ids = {objection.entry_id for objection in objections if objection.entry_id is not None}
    return notices.load_sequences({objection.notice_id for objection in objections}, entry_ids)


def version_of(text: str | None) -> int | None:
    """The version that the page was made from; a page without one was tampered with and counts as old."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
