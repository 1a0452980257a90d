"""A household's own request on its way to an application: ``?request=<number>`` fills the form in and is taken up."""

from typing import Any

from app.core.errors import Conflict, NotFound
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.applications.models import Application
from app.domain.help_requests import queries, service
from app.domain.help_requests.models import HelpRequest, RequestState
from app.domain.households.models import Household
from app.web.access import current_actor
from app.web.pages import text_argument


def request_for(household: Household) -> HelpRequest | None:
    """The request that the address names; :class:`NotFound` for one of elsewhere, :class:`Conflict` once answered."""
    number = text_argument("request", 30)
    if not number:
        return None
    request = queries.get_request(number)
    if request.village_id != household.village_id or not can(
        current_actor(), Permission.HELP_REQUEST_VIEW, request
    ):
        raise NotFound()
    if request.state is not RequestState.RECEIVED:
        raise Conflict(Message(N_("This request has been answered meanwhile.")))
    return request


def filled_in(request: HelpRequest | None) -> dict[str, Any]:
    """What the request says already, by the fields of the application."""
    if request is None:
        return {}
    return {"applicant_name": request.head_name, "cause": request.cause, "reason": request.words}


def take_up(request: HelpRequest | None, application: Application) -> None:
    """The request became *application*."""
    if request is not None:
        service.take_up(actor=current_actor(), request=request, application=application)
