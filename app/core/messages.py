"""Text without a language: what the domain says, translated only at the edge.

Lives here: the marker :func:`N_` for message ids and :class:`Message`, a message id with parameters.
Does not live here: any translation (see ``app/web/i18n.py``).
"""

import datetime as dt
from collections.abc import Callable
from typing import Any


def N_(msgid: str) -> str:
    """Mark *msgid* for the catalogues and return it unchanged."""
    return msgid


class Message:
    """A message id with its parameters, e.g. ``Message(N_("%(n)s places missing"), n=2)``.

    Parameters are plain values, other messages, or bilingual objects with a ``.in_(locale)`` method.
    Two messages are equal when id and parameters are.
    """

    __slots__ = ("msgid", "params")

    def __init__(self, msgid: str, **params: Any) -> None:
        self.msgid = msgid
        self.params = params

    def render(self, translate: Callable[[str], str], locale: str) -> str:
        """The text in one language. *translate* maps a message id to that language."""
        text = translate(self.msgid)
        if not self.params:
            return text
        return text % {name: in_words(value, translate, locale) for name, value in self.params.items()}

    def as_data(self) -> dict[str, Any]:
        """A JSON-able form, for findings and events that are stored; undo with :meth:`from_data`."""
        params = {
            name: {"__message__": value.as_data()} if isinstance(value, Message) else _json(value)
            for name, value in self.params.items()
        }
        return {"msgid": self.msgid, "params": params}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Message":
        """The inverse of :meth:`as_data`."""
        params = {
            name: cls.from_data(value["__message__"])
            if isinstance(value, dict) and "__message__" in value
            else value
            for name, value in data["params"].items()
        }
        return cls(data["msgid"], **params)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.msgid, self.params) == (other.msgid, other.params)

    def __hash__(self) -> int:
        return hash((self.msgid, *sorted(self.params)))

    def __str__(self) -> str:
        return self.render(lambda msgid: msgid, "en")

    def __repr__(self) -> str:
        return f"Message({self.msgid!r}, {self.params!r})"


def spell_day(day: dt.date, locale: str) -> str:
    """A day as people write it: 2026年3月5日, or 5 March 2026."""
    return f"{day.day} {day:%B %Y}" if locale == "en" else f"{day.year}年{day.month}月{day.day}日"


def in_words(value: Any, translate: Callable[[str], str], locale: str) -> Any:
    """A message, a bilingual text or a day in one language; anything else as it is."""
    if isinstance(value, Message):
        return value.render(translate, locale)
    if hasattr(value, "in_") and hasattr(value, "zh"):
        return value.in_(locale)
    return spell_day(value, locale) if isinstance(value, dt.date) else value


def _json(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)
