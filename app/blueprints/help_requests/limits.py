"""Limits against flooding. A whole village may share one address, so no address is ever a reason to turn one away soon.

What is counted: one browser's requests (by a mark in its session cookie) and, far above what a village could honestly
send, one address's; and codes that no slip has. Nothing here is kept with a request.
"""

import datetime as dt
import secrets

from flask import session

from app.core import throttle
from app.web.security import visitor_address

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)

#: one browser a day: somebody who asks for neighbours without a telephone still gets through
PER_BROWSER = 8
#: one address a day: a large village has about 1,500 households, which may all sit behind one mobile gateway
PER_ADDRESS = 1500
#: codes an hour that no slip has: somebody who misreads his slip gets through, a guesser does not; an address as for
#: objections, or one browser that guesses would shut out a village behind the same gateway
WRONG_CODES_PER_BROWSER = 20
WRONG_CODES_PER_ADDRESS = 3000


def mark_browser() -> str:
    """This browser's mark, set when it opens the form."""
    if "visitor" not in session:
        session["visitor"] = secrets.token_urlsafe(9)
    return str(session["visitor"])


def may_send() -> bool:
    """True while this browser and address may still send a request today."""
    return all(throttle.count(bucket, DAY) < most for bucket, most in _sending_buckets().items())


def count_sent() -> None:
    """Count one request that was sent."""
    for bucket in _sending_buckets():
        throttle.add(bucket, DAY)


def sending_opens_at() -> dt.datetime:
    """When whoever reached the limit may send again."""
    return throttle.window_ends_at(DAY)


def may_follow() -> bool:
    """True while a code may still be tried from here."""
    return all(throttle.count(bucket, HOUR) < most for bucket, most in _following_buckets().items())


def count_wrong_code() -> None:
    """Count one code that no slip has."""
    for bucket in _following_buckets():
        throttle.add(bucket, HOUR)


def following_opens_at() -> dt.datetime:
    """When whoever reached the limit may try again."""
    return throttle.window_ends_at(HOUR)


def _sending_buckets() -> dict[str, int]:
    return {
        f"help_request:browser:{mark_browser()}": PER_BROWSER,
        f"help_request:address:{visitor_address()}": PER_ADDRESS,
    }


def _following_buckets() -> dict[str, int]:
    return {
        f"help_request:code:browser:{mark_browser()}": WRONG_CODES_PER_BROWSER,
        f"help_request:code:address:{visitor_address()}": WRONG_CODES_PER_ADDRESS,
    }
