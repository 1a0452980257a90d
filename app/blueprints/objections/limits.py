"""Limits against flooding. A whole village may share one address, so no address is ever a reason to turn one away.

What is counted: one browser's objections (by a mark in its session cookie) and the same for one notice. From an
address that sends far more than a village honestly could, a browser has to have had the form open for as long as it
takes to write a few words; nobody is shut out. Nothing here is kept with an objection.
"""

import datetime as dt
import secrets

from flask import session

from app.core import clock, throttle
from app.web.security import visitor_address

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)

#: one browser a day: a family that shares a telephone and objects to several households still gets through
PER_BROWSER = 20
#: one browser and notice a day: more than anybody has to say; further words belong into one objection
PER_BROWSER_AND_NOTICE = 6
#: one address a day, before its browsers have to be slow: a large village has about 1,500 households, which may all
#: sit behind one mobile gateway
PER_ADDRESS = 3000
#: so long a browser at such an address must have had the form open
SLOW = dt.timedelta(minutes=2)
#: wrong codes an hour for one receipt, or from one browser: somebody who misreads his slip gets through
WRONG_CODES = 10
#: wrong codes of earlier slips an hour from one address, whatever the receipt
WRONG_CODES_PER_ADDRESS = 300
#: wrong words or digits an hour from one address. Of 1,000 receipts one would be found in 27 years
WRONG_WORDS_PER_ADDRESS = 3000


def mark_browser() -> str:
    """This browser's mark, set when it opens the form."""
    if "visitor" not in session:
        session["visitor"] = secrets.token_urlsafe(9)
        session["visitor_at"] = int(clock.now().timestamp())
    return str(session["visitor"])


def may_file(number: str) -> bool:
    """True while this browser may still object to the notice of this number today."""
    if _has_reached_its_own(number):
        return False
    return throttle.count(_address_bucket(), DAY) < PER_ADDRESS or clock.now() >= _is_slow_at()


def count_filed(number: str) -> None:
    """Count one objection that was filed."""
    for bucket in (*_browser_buckets(number), _address_bucket()):
        throttle.add(bucket, DAY)


def filing_opens_at(number: str) -> dt.datetime:
    """When whoever reached a limit may file again."""
    return throttle.window_ends_at(DAY) if _has_reached_its_own(number) else _is_slow_at()


def may_follow(number: str) -> bool:
    """True while a code for this earlier receipt may still be tried from here."""
    return all(throttle.count(bucket, HOUR) < most for bucket, most in _earlier_buckets(number).items())


def count_wrong_code(number: str) -> None:
    """Count one wrong code of an earlier slip."""
    for bucket in _earlier_buckets(number):
        throttle.add(bucket, HOUR)


def may_try_words() -> bool:
    """True while this browser may still try words or digits."""
    return all(throttle.count(bucket, HOUR) < most for bucket, most in _word_buckets().items())


def count_wrong_words() -> None:
    """Count one code that no receipt has."""
    for bucket in _word_buckets():
        throttle.add(bucket, HOUR)


def following_opens_at() -> dt.datetime:
    """When whoever reached the limit may try again."""
    return throttle.window_ends_at(HOUR)


def _has_reached_its_own(number: str) -> bool:
    return any(throttle.count(bucket, DAY) >= most for bucket, most in _browser_buckets(number).items())


def _is_slow_at() -> dt.datetime:
    mark_browser()
    return dt.datetime.fromtimestamp(int(session.get("visitor_at", 0)), dt.UTC) + SLOW


def _browser_buckets(number: str) -> dict[str, int]:
    browser = mark_browser()
    return {
        f"objection:browser:{browser}": PER_BROWSER,
        f"objection:browser:{browser}:{number}": PER_BROWSER_AND_NOTICE,
    }


def _address_bucket() -> str:
    return f"objection:address:{visitor_address()}"


def _earlier_buckets(number: str) -> dict[str, int]:
    address = visitor_address()
    return {
        f"receipt:{address}:{number.strip().upper()[:40]}": WRONG_CODES,
        f"receipt:{address}": WRONG_CODES_PER_ADDRESS,
    }


def _word_buckets() -> dict[str, int]:
    return {
        f"words:browser:{mark_browser()}": WRONG_CODES,
        f"words:address:{visitor_address()}": WRONG_WORDS_PER_ADDRESS,
    }
