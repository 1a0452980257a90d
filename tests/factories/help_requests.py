"""Households' own requests, in whatever state a test begins with."""

import datetime as dt
from typing import Any

from app.core import clock
from app.core.receipts import HELP_REQUEST, code_of
from app.domain.areas.models import Area
from app.domain.help_requests.models import HelpRequest, RequestChannel, RequestState
from tests.factories.areas import the_village
from tests.factories.basis import add, how_many

SALT = "0" * 32


def a_help_request(village: Area | None = None, **given: Any) -> HelpRequest:
    """A request of the Ma household (four people, somebody ill), sent today on the web."""
    number = given.pop("number", f"Z{clock.today().year}-{how_many(HelpRequest) + 1:05}")
    values = {
        "head_name": "马有田",
        "people": 4,
        "telephone": "13900001111",
        "cause": "illness",
        "words": "去年冬天做了手术，家里没有别的收入。",
        "channel": RequestChannel.WEB,
        "state": RequestState.RECEIVED,
        "received_at": clock.now(),
        "visit_due_on": clock.today() + dt.timedelta(days=2),
        "answer_due_on": clock.today() + dt.timedelta(days=7),
        "receipt_salt": SALT,
        "code_key": code_of(HELP_REQUEST, number, SALT).key,
    } | given
    return add(HelpRequest(number=number, village=village or the_village(), **values))
