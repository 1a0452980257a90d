"""What a paper says of itself while its template is filled: the codes drawn on it, the telephones given on purpose.

So that a paper need not say twice what it is: whoever sets it opens :func:`listening`, whoever fills a template tells.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from app.documents.preflight.wanted import Wanted

#: Points: what is smaller is no use on any paper.
SMALLEST = 7.0
#: How deep the values of a paper are looked through for telephones.
_DEEP = 4


@dataclass
class Asked:
    """What was said while templates were filled."""

    codes: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)

    def wanted(self, language: str) -> Wanted:
        """What is wanted of any paper in *language*: legible, whole, with its codes, without anybody's numbers."""
        return Wanted(
            language=language,
            smallest_pt=SMALLEST,
            codes_somewhere=tuple(dict.fromkeys(self.codes)),
            allowed_numbers=tuple(sorted(self.numbers)),
        )


_listeners: ContextVar[tuple[Asked, ...]] = ContextVar("preflight_listeners", default=())


@contextmanager
def listening() -> Iterator[Asked]:
    """Within the block, what templates are filled with is heard."""
    asked = Asked()
    token = _listeners.set((*_listeners.get(), asked))
    try:
        yield asked
    finally:
        _listeners.reset(token)


def tell_code(address: str) -> None:
    """A QR code of *address* is drawn."""
    for one in _listeners.get() if address else ():
        one.codes.append(address)


def tell_values(values: Mapping[str, Any]) -> None:
    """A template is filled with *values*: their ``telephones`` and ``hotline`` are given on purpose.

    So is a household's number in the register, sixteen digits that a bank card may have as well.
    """
    for one in _listeners.get():
        for name, value in values.items():
            one.numbers.update(_telephones(name, value, _DEEP))


def _telephones(name: str, value: Any, deep: int) -> Iterator[str]:
    if name in ("hotline", "household_no") and isinstance(value, str):
        yield from (value,) if value else ()
    elif name == "telephones" and isinstance(value, (tuple, list)):
        yield from (str(number) for one in value if (number := getattr(one, "number", "")))
    elif deep and dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from _telephones(one.name, getattr(value, one.name), deep - 1)
