"""How often a wrong code may be tried. A whole village may share one address: it is only slowed far above that."""

import datetime as dt

from app.core import throttle
from app.web.security import visitor_address

HOUR = dt.timedelta(hours=1)

#: wrong codes an hour for one receipt from one address: whoever misreads the slip gets through, also after a neighbour
#: tried; a guesser, with 30 of 650 thousand million codes an hour, does not
WRONG_CODES = 30
#: wrong codes an hour from one address, whatever the receipt
WRONG_CODES_PER_ADDRESS = 300
#: wrong codes an hour for one receipt from anywhere: many addresses help a guesser little
WRONG_CODES_PER_RECEIPT = 300


def may_try(number: str) -> bool:
    """True while a code for this receipt may still be tried from here."""
    return all(throttle.count(bucket, HOUR) < most for bucket, most in _buckets(number).items())


def count_wrong_code(number: str) -> None:
    """Count one wrong code."""
    for bucket in _buckets(number):
        throttle.add(bucket, HOUR)


def opens_at() -> dt.datetime:
    """When whoever reached the limit may try again."""
    return throttle.window_ends_at(HOUR)


def _buckets(number: str) -> dict[str, int]:
    address, receipt = visitor_address(), number.strip().upper()[:40]
    return {
        f"card:{address}:{receipt}": WRONG_CODES,
        f"card:{address}": WRONG_CODES_PER_ADDRESS,
        f"card:receipt:{receipt}": WRONG_CODES_PER_RECEIPT,
    }
