"""Filing an objection: by anybody on a notice's page, or by an officer at the counter; and the receipt."""

from typing import Any

from flask import request, session, url_for
from werkzeug.wrappers import Response

from app.blueprints.objections import blueprint, limits
from app.blueprints.objections.evidence import check_files, keep_files
from app.blueprints.objections.forms import ObjectionForm
from app.blueprints.objections.presenter import beforehand, kind_of, receipt_of, row_of, slip_of
from app.core import clock
from app.core.db import start_writing
from app.core.errors import Forbidden, Invalid, NotFound, Refused
from app.core.messages import Message
from app.core.permissions import NOBODY, Actor, Permission, can
from app.documents.sheets import receipt_pdf
from app.domain.candidate_lists import queries as candidate_lists
from app.domain.candidate_lists.models import ListEntry
from app.domain.notices import queries as notices
from app.domain.notices.models import Notice
from app.domain.objections import queries, rules, service
from app.domain.objections.models import Channel, Objection, ObjectionAbout
from app.web import once
from app.web.access import current_actor, public, requires
from app.web.i18n import translate
from app.web.pages import go, page, text_argument
from app.web.papers import paper_language, unkept_paper
from app.web.portal import reads_first
from app.web.templating import format_instant

MINE, COUNTER = "receipt", "counter_receipt"


@blueprint.route("/notices/<number>/objections/new", methods=["GET", "POST"])
@public(load=notices.get_notice)
@reads_first
def new(notice: Notice) -> Response:
    """Anybody objects to a notice."""
    limits.mark_browser()
    return _answer(notice, _form_for(notice), Channel.WEB, NOBODY, "objections/new.html")


@blueprint.route("/desk/objections/new", methods=["GET", "POST"])
@requires(Permission.OBJECTION_FILE)
@reads_first
def new_at_counter() -> Response:
    """An officer takes an objection for somebody at the counter."""
    actor, number = current_actor(), text_argument("notice")
    if not number:
        reach = [line for line in notices.list_open() if can(actor, Permission.OBJECTION_FILE, line.notice)]
        return page("objections/choose_notice.html", standings=reach, kind_of=kind_of)
    notice = notices.get_notice(number)
    if not can(actor, Permission.OBJECTION_FILE, notice):
        raise Forbidden()
    return _answer(notice, _form_for(notice), Channel.COUNTER, actor, "objections/new_at_counter.html")


@blueprint.get("/objections/receipt")
@public
def receipt() -> Response:
    """The receipt of what this browser filed last."""
    return _unkept(page("objections/receipt.html", receipt=receipt_of(_kept(MINE))))


@blueprint.get("/objections/receipt.pdf")
@public
def receipt_paper() -> Response:
    """The same as a slip to print."""
    return _slip(_kept(MINE))


@blueprint.post("/objections/receipt/close")
@public
def close_receipt() -> Response:
    """Forget the receipt on this device."""
    session.pop(MINE, None)
    return go(url_for("public.home"))


@blueprint.get("/desk/objections/receipt")
@requires(Permission.OBJECTION_FILE)
def counter_receipt() -> Response:
    """The receipt to hand over at the counter."""
    return _unkept(page("objections/counter_receipt.html", receipt=receipt_of(_kept(COUNTER))))


@blueprint.get("/desk/objections/receipt.pdf")
@requires(Permission.OBJECTION_FILE)
def counter_receipt_paper() -> Response:
    """The same as a slip to print."""
    return _slip(_kept(COUNTER))


@blueprint.post("/desk/objections/receipt/close")
@requires(Permission.OBJECTION_FILE)
def close_counter_receipt() -> Response:
    """The slip was handed over: the code is not to stay on the officer's screen."""
    session.pop(COUNTER, None)
    return go(url_for("objections.index"))


def _answer(notice: Notice, form: ObjectionForm, channel: Channel, actor: Actor, template: str) -> Response:
    """The form, or what became of it."""
    status, blockers = 200, _blockers(notice)
    too_many = False
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                filed = _file(notice, form, channel, actor)
                if filed is not None:
                    once.keep(**{COUNTER if channel is Channel.COUNTER else MINE: filed.number})
                    return go(url_for(".counter_receipt" if channel is Channel.COUNTER else ".receipt"))
                status, too_many = 429, True
        except Invalid as error:
            form.put_error(error)
        except Refused as error:
            status, blockers = 409, list(error.blockers)
    elif blockers:
        status = 409
    response = page(template, status=status, **_context(notice, form, blockers, too_many))
    if too_many:
        response.headers["Retry-After"] = str(
            int((limits.filing_opens_at(notice.number) - clock.now()).total_seconds()) + 1
        )
    return response


def _blockers(notice: Notice) -> list[Message]:
    return rules.why_not_fileable(notices.standing(notice).state, is_of_list=notice.is_of_list)


def _form_for(notice: Notice) -> ObjectionForm:
    """The form; about a notice without a list without the questions about a household."""
    form = ObjectionForm(data=_asked())
    return form if notice.is_of_list else form.about_the_notice()


def _context(notice: Notice, form: ObjectionForm, blockers: list[Message], too_many: bool) -> dict[str, Any]:
    sequence = form.entry.data if form.about.data == ObjectionAbout.ENTRY.value else None
    return {
        "notice": notice,
        "kind": kind_of(notice),
        "form": form,
        "row": row_of(notice, sequence),
        "before": beforehand(notice),
        "policy": notice.round.policy,
        "blockers": [translate(blocker) for blocker in blockers],
        "opens_at": format_instant(limits.filing_opens_at(notice.number)) if too_many else "",
    }


def _file(notice: Notice, form: ObjectionForm, channel: Channel, actor: Actor) -> Objection | None:
    """File it; ``None`` when too much was sent from here. Photographs are looked at before the writing begins."""
    checked = check_files(form, actor)
    number = notice.number
    start_writing()
    notice = notices.get_notice(number)
    if channel is Channel.WEB and not checked and (same := _sent_before(notice, form)) is not None:
        return same
    if channel is Channel.WEB and not limits.may_file(number):
        return None
    objection = service.file_objection(
        actor=actor,
        notice=notice,
        about=form.chosen_about,
        grounds=form.grounds.data or "",
        entry=_entry(notice, form),
        left_out_name=form.left_out_name.data or "",
        objector_name=form.objector_name.data or "",
        objector_contact=form.objector_contact.data or "",
        evidence=keep_files(checked, notice, rules.level_of(notice), actor),
        channel=channel,
    )
    if channel is Channel.WEB:
        limits.count_filed(number)
    return objection


def _sent_before(notice: Notice, form: ObjectionForm) -> Objection | None:
    """What this browser filed last and still holds the receipt of, when it is this very objection once more.

    Whoever goes back from the receipt meets a fresh form with the old words; sent again, it is not a second one.
    """
    number = session.get(MINE)
    last = queries.find_objection(number) if isinstance(number, str) else None
    if last is None or last.notice_id != notice.id or last.about is not form.chosen_about:
        return None
    entry = _entry(notice, form)
    typed = (form.grounds.data, form.objector_name.data, form.objector_contact.data)
    if tuple((text or "").strip() for text in typed) != (
        last.grounds,
        last.objector_name or "",
        last.objector_contact or "",
    ):
        return None
    left_out = (form.left_out_name.data or "") if form.chosen_about is ObjectionAbout.LEFT_OUT else ""
    is_same = (entry.id if entry else None, left_out) == (last.entry_id, last.left_out_name)
    return last if is_same else None


def _entry(notice: Notice, form: ObjectionForm) -> ListEntry | None:
    """The list entry behind the row that the form names; raises ``Invalid`` when there is no such row."""
    if form.chosen_about is not ObjectionAbout.ENTRY or form.entry.data is None:
        return None
    row = notices.find_notice_entry(notice.id, form.entry.data)
    if row is None or row.entry_id is None:
        raise Invalid(Message(rules.NO_SUCH_ROW, number=form.entry.data), "entry")
    return candidate_lists.get_entry(row.entry_id)


def _asked() -> dict[str, Any]:
    """What the address says already: ``?entry=4`` or ``?about=left_out``."""
    sequence, about = request.args.get("entry", ""), request.args.get("about", "")
    if sequence.isdecimal() and len(sequence) < 7:
        return {"about": ObjectionAbout.ENTRY.value, "entry": int(sequence)}
    known = {one.value for one in ObjectionAbout}
    return {"about": about} if about in known else {}


def _kept(key: str) -> Objection:
    number = session.get(key)
    objection = queries.find_objection(number) if isinstance(number, str) else None
    if objection is None:
        raise NotFound()
    return objection


def _slip(objection: Objection) -> Response:
    return unkept_paper(receipt_pdf(slip_of(receipt_of(objection)), paper_language()), objection.number)


def _unkept(response: Response) -> Response:
    """No cache keeps a page with a code on it."""
    response.headers["Cache-Control"] = "no-store"
    return response
