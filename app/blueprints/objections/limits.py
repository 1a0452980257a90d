"""Limits against flooding. A whole village may share one address, so no address is ever a reason to turn one away soon.

What is counted: one browser's objections (by a mark in its session cookie), the same for one notice, and, far above
what a village could honestly send, one address's. Nothing here is kept with an objection.
"""

import datetime as dt
import secrets

from flask import session

from app.core import throttle
from app.web.security import visitor_address

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)

#: one browser a day: a family that shares a telephone and objects to several households still gets through
PER_BROWSER = 20
#: one browser and notice a day: more than anybody has to say; further words belong into one objection
PER_BROWSER_AND_NOTICE = 6
#: one address a day: a large village has about 1,500 households, which may all sit behind one mobile gateway
PER_ADDRESS = 3000
#: wrong codes an hour for one receipt from one address: somebody who misreads his slip gets through, a guesser does not
WRONG_CODES = 10
#: wrong codes an hour from one address, whatever the receipt
WRONG_CODES_PER_ADDRESS = 300


def mark_browser() -> str:
    """This browser's mark, set when it opens the form."""
    if "visitor" not in session:
        session["visitor"] = secrets.token_urlsafe(9)
    return str(session["visitor"])


def may_file(number: str) -> bool:
    """True while this browser and address may still object to the notice of this number today."""
    return all(throttle.count(bucket, DAY) < most for bucket, most in _filing_buckets(number).items())


def count_filed(number: str) -> None:
    """Count one objection that was filed."""
    for bucket in _filing_buckets(number):
        throttle.add(bucket, DAY)


def filing_opens_at() -> dt.datetime:
    """When whoever reached the limit may file again."""
    return throttle.window_ends_at(DAY)


def may_follow(number: str) -> bool:
    """True while a code for this receipt may still be tried from here."""
    return all(throttle.count(bucket, HOUR) < most for bucket, most in _following_buckets(number).items())


def count_wrong_code(number: str) -> None:
    """Count one wrong code."""
    for bucket in _following_buckets(number):
        throttle.add(bucket, HOUR)


def following_opens_at() -> dt.datetime:
    """When whoever reached the limit may try again."""
    return throttle.window_ends_at(HOUR)


def _filing_buckets(number: str) -> dict[str, int]:
    browser = mark_browser()
    return {
        f"objection:browser:{browser}": PER_BROWSER,
        f"objection:browser:{browser}:{number}": PER_BROWSER_AND_NOTICE,
        f"objection:address:{visitor_address()}": PER_ADDRESS,
    }


def _following_buckets(number: str) -> dict[str, int]:
    address = visitor_address()
    return {
        f"receipt:{address}:{number.strip().upper()[:40]}": WRONG_CODES,
        f"receipt:{address}": WRONG_CODES_PER_ADDRESS,
    }
