"""Sending a request: by anybody, or taken down by an officer; and the receipt."""

from typing import Any

from flask import session, url_for
from werkzeug.wrappers import Response

from app.blueprints.help_requests import blueprint, limits
from app.blueprints.help_requests.forms import RequestForm, TakenDownForm
from app.blueprints.help_requests.presenter import beforehand, receipt_of, slip_of
from app.core import clock
from app.core.db import start_writing
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.permissions import NOBODY, Permission, can
from app.documents.help_slips import request_pdf
from app.documents.qr_codes import qr_code
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.help_requests import queries, service
from app.domain.help_requests.models import HelpRequest, RequestChannel
from app.domain.help_requests.rules import plain_telephone, plain_text
from app.web import once
from app.web.access import current_actor, public, requires
from app.web.pages import go, page, printed_address, text_argument
from app.web.papers import paper_language, unkept_paper
from app.web.portal import reads_first
from app.web.published.rendering import published
from app.web.templating import format_instant

P = Permission
MINE, COUNTER = "help_request", "counter_help_request"


@blueprint.get("/apply")
@public
@published
def choose() -> Response:
    """Which village?"""
    return page(
        "help_requests/choose.html",
        townships=areas.list_areas(AreaLevel.TOWNSHIP),
        villages=areas.list_villages(),
    )


@blueprint.route("/villages/<code>/apply", methods=["GET", "POST"])
@public(load=areas.get_village)
@reads_first
def new(village: Area) -> Response:
    """Anybody asks for help for a household of *village*."""
    limits.mark_browser()
    form, status, too_many = RequestForm().offer(areas.list_groups(village)), 200, False
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                sent = _send(village, form)
                if sent is not None:
                    once.keep(**{MINE: sent.number})
                    return go(url_for(".receipt"))
                status, too_many = 429, True
        except Invalid as error:
            form.put_error(error)
    return _answered(
        page("help_requests/new.html", status=status, **_context(village, form, too_many)), too_many
    )


@blueprint.route("/desk/requests/new", methods=["GET", "POST"])
@requires(P.HELP_REQUEST_RECORD)
def take_down() -> Response:
    """An officer takes a request down for somebody at the counter or on the telephone."""
    actor, code = current_actor(), text_argument("village", 12)
    villages = areas.list_villages_for(actor, P.HELP_REQUEST_RECORD)
    if not code and len(villages) != 1:
        return page("help_requests/choose_village.html", villages=villages)
    village = areas.get_village(code) if code else villages[0]
    if not can(actor, P.HELP_REQUEST_RECORD, village):
        raise Forbidden()
    form = TakenDownForm()
    form.offer(areas.list_groups(village))
    if form.validate_on_submit():
        try:
            taken = service.receive_request(actor=actor, **_given(village, form), channel=form.chosen_channel)
        except Invalid as error:
            form.put_error(error)
        else:
            once.keep(**{COUNTER: taken.number})
            return go(url_for(".counter_receipt"))
    status = 422 if form.is_submitted() else 200
    return page("help_requests/take_down.html", status=status, **_context(village, form, False))


@blueprint.get("/apply/receipt")
@public
def receipt() -> Response:
    """The receipt of what this browser sent last."""
    return _receipt_page("help_requests/receipt.html", MINE)


@blueprint.get("/apply/receipt.pdf")
@public
def receipt_paper() -> Response:
    """The same as a slip to print."""
    return slip(_kept(MINE))


@blueprint.post("/apply/receipt/close")
@public
def close_receipt() -> Response:
    """Forget the receipt on this device."""
    session.pop(MINE, None)
    return go(url_for(".follow"))


@blueprint.get("/desk/requests/receipt")
@requires(P.HELP_REQUEST_RECORD)
def counter_receipt() -> Response:
    """The receipt to hand over, or to read out on the telephone."""
    return _receipt_page("help_requests/counter_receipt.html", COUNTER)


@blueprint.get("/desk/requests/receipt.pdf")
@requires(P.HELP_REQUEST_RECORD)
def counter_receipt_paper() -> Response:
    """The same as a slip to print."""
    return slip(_kept(COUNTER))


@blueprint.post("/desk/requests/receipt/close")
@requires(P.HELP_REQUEST_RECORD)
def close_counter_receipt() -> Response:
    """The slip was handed over: the code is not to stay on the officer's screen."""
    session.pop(COUNTER, None)
    return go(url_for(".index"))


def slip(request: HelpRequest) -> Response:
    """The slip of a request as a file that nobody keeps on the way."""
    return unkept_paper(request_pdf(slip_of(receipt_of(request)), paper_language()), "receipt")


def unkept(response: Response) -> Response:
    """No cache keeps a page with a code, or with a household's line, on it."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _receipt_page(template: str, key: str) -> Response:
    receipt_ = receipt_of(_kept(key))
    address = printed_address(url_for("help_requests.follow"))
    return unkept(page(template, receipt=receipt_, qr=qr_code(receipt_.code.qr_text(address))))


def _context(village: Area, form: RequestForm, too_many: bool) -> dict[str, Any]:
    return {
        "village": village,
        "form": form,
        "before": beforehand(village),
        "opens_at": format_instant(limits.sending_opens_at()) if too_many else "",
    }


def _answered(response: Response, too_many: bool) -> Response:
    if too_many:
        wait = (limits.sending_opens_at() - clock.now()).total_seconds()
        response.headers["Retry-After"] = str(int(wait) + 1)
    return response


def _given(village: Area, form: RequestForm) -> dict[str, Any]:
    return {
        "village": village,
        "head_name": form.head_name.data or "",
        "group_id": form.group_id,
        "people": form.people.data,
        "telephone": form.telephone.data or "",
        "cause": form.cause.data or "",
        "words": form.words.data or "",
    }


def _send(village: Area, form: RequestForm) -> HelpRequest | None:
    """Receive it; ``None`` when too much was sent from here."""
    code = village.code
    start_writing()
    village = areas.get_village(code)
    if (same := _sent_before(village, form)) is not None:
        return same
    if not limits.may_send():
        return None
    sent = service.receive_request(actor=NOBODY, **_given(village, form), channel=RequestChannel.WEB)
    limits.count_sent()
    return sent


def _sent_before(village: Area, form: RequestForm) -> HelpRequest | None:
    """What this browser sent last and still holds the receipt of, when it is this very request once more."""
    number = session.get(MINE)
    last = queries.find_request(number) if isinstance(number, str) else None
    if last is None or last.village_id != village.id:
        return None
    given = (
        plain_text(form.head_name.data or ""),
        form.group_id,
        form.people.data,
        plain_telephone(form.telephone.data or ""),
        form.cause.data,
        (form.words.data or "").strip(),
    )
    known = (last.head_name, last.group_id, last.people, last.telephone, last.cause, last.words)
    return last if given == known else None


def _kept(key: str) -> HelpRequest:
    number = session.get(key)
    request = queries.find_request(number) if isinstance(number, str) else None
    if request is None:
        raise NotFound()
    return request
