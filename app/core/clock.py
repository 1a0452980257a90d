"""The one clock. Instants are UTC; ``today()`` is the county's calendar day, whatever the machine says.

Tests and the demonstration set it with :func:`frozen` or :func:`set_to`; nothing else asks the time.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

COUNTY_ZONE = ZoneInfo("Asia/Shanghai")

_set: ContextVar[dt.datetime | None] = ContextVar("clock", default=None)


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return _set.get() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The present day in the county."""
    return now().astimezone(COUNTY_ZONE).date()


def local(instant: dt.datetime) -> dt.datetime:
    """*instant* on the county's clock."""
    return instant.astimezone(COUNTY_ZONE)


def at(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    """The instant of *hour*:*minute* county time on *day*."""
    return dt.datetime.combine(day, dt.time(hour, minute), COUNTY_ZONE).astimezone(dt.UTC)


def set_to(instant: dt.datetime | None) -> None:
    """Stop the clock at *instant* in this context; ``None`` lets it run again."""
    _set.set(_checked(instant))


@contextmanager
def frozen(instant: dt.datetime) -> Iterator[None]:
    """The clock stands at *instant* within the block."""
    token = _set.set(_checked(instant))
    try:
        yield
    finally:
        _set.reset(token)


def _checked(instant: dt.datetime | None) -> dt.datetime | None:
    if instant is not None and instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant
