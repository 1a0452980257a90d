"""Arranging requests for their pages: what is told before sending, the receipt, how one stands, whom it may mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.core.receipts import HELP_REQUEST, Code, code_of
from app.documents.help_slips import RequestPaper
from app.documents.telephones import telephones_of
from app.domain.applications import queries as applications
from app.domain.applications.models import Application
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.help_requests import queries
from app.domain.help_requests.models import HelpRequest, RequestChannel, RequestState
from app.domain.help_requests.queries import Terms
from app.domain.help_requests.rules import TROUBLES, Standing
from app.domain.households.models import Household
from app.domain.households.rules import masked_telephone
from app.domain.reports.way import Way
from app.domain.reports.ways import load_way
from app.domain.rounds.models import Round
from app.web.access import current_actor
from app.web.pages import printed_address

S = RequestState
STATE_TONES = {S.RECEIVED: "warn", S.TAKEN_UP: "good", S.ANSWERED_NO: "bad", S.WITHDRAWN: "idle"}
CHANNELS = {
    RequestChannel.WEB: N_("on the web"),
    RequestChannel.COUNTER: N_("at the counter"),
    RequestChannel.TELEPHONE: N_("by telephone"),
}
#: part of the list -> the states that it shows
SHOWN = {
    "waiting": (S.RECEIVED,),
    "refused": (S.ANSWERED_NO,),
    "taken_up": (S.TAKEN_UP,),
    "withdrawn": (S.WITHDRAWN,),
}


@dataclass(frozen=True)
class Beforehand:
    """What somebody is told before sending: who reads it, until when, what comes next."""

    village: Area
    township: Area | None
    terms: Terms


@dataclass(frozen=True)
class Receipt:
    """What stands on the slip."""

    request: HelpRequest
    code: Code
    way: Way
    offices: tuple[Area, ...]


@dataclass(frozen=True)
class Meant:
    """A household of the register that may have sent the request; *standing* is what it filed already."""

    household: Household
    standing: Application | None


def beforehand(village: Area) -> Beforehand:
    """What is told to somebody of *village*."""
    return Beforehand(village, areas.find_ancestor(village, AreaLevel.TOWNSHIP), queries.load_terms(village))


def receipt_of(request: HelpRequest) -> Receipt:
    """The receipt of a request; its code is derived anew each time and stored nowhere."""
    code = code_of(HELP_REQUEST, request.number, request.receipt_salt)
    return Receipt(request, code, load_way(request), offices_of(request.village))


def offices_of(village: Area) -> tuple[Area, ...]:
    """The village and the township above it."""
    township = areas.find_ancestor(village, AreaLevel.TOWNSHIP)
    return (village, township) if township is not None else (village,)


def slip_of(receipt: Receipt) -> RequestPaper:
    """The receipt as paper."""
    request, address = receipt.request, printed_address(url_for("help_requests.follow"))
    return RequestPaper(
        number=request.number,
        received_on=clock.local(request.received_at).date(),
        printed_on=clock.today(),
        village=request.village.name,
        words=receipt.code.words,
        digits=receipt.code.digits,
        qr_text=receipt.code.qr_text(address),
        follow_url=address,
        way=receipt.way,
        telephones=telephones_of(receipt.offices),
        hotline=queries.load_terms(request.village).policy.objection_hotline,
    )


def trouble_of(request: HelpRequest) -> str:
    """What the trouble is, in the words in which it was chosen."""
    return str(_(TROUBLES.get(request.cause, TROUBLES["other"])))


def telephone_of(request: HelpRequest) -> str:
    """The telephone for those who may read it, masked for others."""
    if can(current_actor(), Permission.PERSONAL_NUMBERS_VIEW, request):
        return request.telephone
    return masked_telephone(request.telephone)


def households_meant(request: HelpRequest, round_: Round | None) -> list[Meant]:
    """The household that was found for the request, or those that may be meant."""
    found: Sequence[Household] = queries.list_meant_households(request)
    if request.household is not None:
        found = [request.household]
    filed = applications.list_standing(round_.id, [one.id for one in found]) if round_ is not None else ()
    standing = {application.household_id: application for application in filed}
    return [Meant(one, standing.get(one.id)) for one in found]


def days_of(standing: Standing) -> list[tuple[Message, str]]:
    """What is late or due, as (words, tone)."""
    request = standing.request
    if not standing.is_waiting:
        return []
    found = []
    if request.visited_on is None:
        tone = "bad" if standing.is_visit_late else "warn"
        found.append((Message(N_("Visit or call by %(day)s"), day=request.visit_due_on), tone))
    if standing.answer_due_on is not None:
        tone = "bad" if standing.is_answer_late else "warn"
        found.append((Message(N_("Answer by %(day)s"), day=standing.answer_due_on), tone))
    else:
        found.append((Message(N_("Waits for the next round")), "idle"))
    return found
