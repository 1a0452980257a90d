"""The shape of a card: lines, conclusion, what would change it, how to ask for a review; and its stored form.

Message data keeps days and bilingual names as what they are, so that a frozen card reads in every language as the
live one does.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import Message

Words = Message | BilingualText | str


class Standing(StrEnum):
    """How a rule came out: met, not met, still open, or not asked for."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Line:
    """One rule: its plain name, the value used and where it came from, the limit and its source.

    *facts* are the same values for machines; *change* says what would change the outcome.
    """

    key: str
    name: Message
    standing: Standing
    value: Message
    source: Words | None = None
    limit: Words | None = None
    limit_source: Words | None = None
    change: Message | None = None
    details: tuple[Message, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Telephone:
    """Whom to call."""

    name: Message
    number: str


@dataclass(frozen=True)
class Review:
    """How and until when to ask for a review. *until* is the last day of *notice*, while one is open."""

    ways: tuple[Message, ...]
    until: dt.date | None = None
    notice: str = ""
    telephones: tuple[Telephone, ...] = ()
    hotline: str = ""

    def days_left(self, on: dt.date) -> int:
        """Days until the last one is over, the present one included."""
        return max(0, (self.until - on).days + 1) if self.until is not None else 0


@dataclass(frozen=True)
class Card:
    """The whole trace of one application on a day."""

    number: str
    head_name: str
    people: int
    group: BilingualText
    village: BilingualText
    round_name: BilingualText
    state: str
    on: dt.date
    lines: tuple[Line, ...]
    standing: Standing
    conclusion: Message
    changes: tuple[Message, ...]
    review: Review

    def line(self, key: str) -> Line | None:
        """The line of a rule, when the rule applied."""
        return next((line for line in self.lines if line.key == key), None)


#: what two cards must agree in to tell the same story; the day and the way to a review move on by themselves
STORY = ("state", "lines", "standing", "conclusion", "changes")
#: lines about the register and the officials of today; once a round is closed they no longer speak of its cases
OF_TODAY = ("duplicates", "findings", "relatives")


def as_data(card: Card) -> dict[str, Any]:
    """The stored form of *card*; undo with :func:`from_data`."""
    review = card.review
    return {
        "number": card.number,
        "head_name": card.head_name,
        "people": card.people,
        "group": _pair(card.group),
        "village": _pair(card.village),
        "round": _pair(card.round_name),
        "state": card.state,
        "on": card.on.isoformat(),
        "lines": [_line_data(line) for line in card.lines],
        "standing": card.standing.value,
        "conclusion": _words(card.conclusion),
        "changes": [_words(one) for one in card.changes],
        "review": {
            "ways": [_words(one) for one in review.ways],
            "until": review.until.isoformat() if review.until else None,
            "notice": review.notice,
            "telephones": [{"name": _words(one.name), "number": one.number} for one in review.telephones],
            "hotline": review.hotline,
        },
    }


def from_data(data: Mapping[str, Any]) -> Card:
    """The card of its stored form."""
    review = data["review"]
    return Card(
        number=data["number"],
        head_name=data["head_name"],
        people=data["people"],
        group=_bilingual(data["group"]),
        village=_bilingual(data["village"]),
        round_name=_bilingual(data["round"]),
        state=data["state"],
        on=dt.date.fromisoformat(data["on"]),
        lines=tuple(_line(one) for one in data["lines"]),
        standing=Standing(data["standing"]),
        conclusion=_message(data["conclusion"]),
        changes=tuple(_message(one) for one in data["changes"]),
        review=Review(
            ways=tuple(_message(one) for one in review["ways"]),
            until=dt.date.fromisoformat(review["until"]) if review["until"] else None,
            notice=review["notice"],
            telephones=tuple(Telephone(_message(one["name"]), one["number"]) for one in review["telephones"]),
            hotline=review["hotline"],
        ),
    )


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 over a card's stored form, written canonically: 64 hexadecimal digits."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_same_story(one: Mapping[str, Any], other: Mapping[str, Any], *, apart: Collection[str] = ()) -> bool:
    """True when two stored cards came to the same, rule by rule; the lines *apart* are not looked at.

    What would change the outcome follows from the lines, so with some apart it is not looked at either.
    """
    names = [name for name in STORY if name != "lines" and not (apart and name == "changes")]

    def story(data: Mapping[str, Any]) -> list[Any]:
        lines = [line for line in data["lines"] if line["key"] not in apart]
        return [lines, *(data[name] for name in names)]

    return story(one) == story(other)


def _line_data(line: Line) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": line.key,
        "name": line.name.msgid,
        "standing": line.standing.value,
        "value": _words(line.value),
    }
    for name in ("source", "limit", "limit_source", "change"):
        if (words := getattr(line, name)) is not None:
            data[name] = _words(words)
    if line.details:
        data["details"] = [_words(one) for one in line.details]
    if line.facts:
        data["facts"] = dict(line.facts)
    return data


def _line(data: Mapping[str, Any]) -> Line:
    return Line(
        key=data["key"],
        name=Message(data["name"]),
        standing=Standing(data["standing"]),
        value=_message(data["value"]),
        source=_read(data.get("source")),
        limit=_read(data.get("limit")),
        limit_source=_read(data.get("limit_source")),
        change=_read(data.get("change")),
        details=tuple(_message(one) for one in data.get("details", ())),
        facts=data.get("facts", {}),
    )


def _words(value: Any) -> Any:
    """A value of a message as plain data."""
    if isinstance(value, Message):
        if not value.params:
            return {"msgid": value.msgid}
        return {"msgid": value.msgid, "params": {name: _words(one) for name, one in value.params.items()}}
    if isinstance(value, BilingualText):
        return _pair(value)
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return value


def _read(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    if "msgid" in data:
        return _message(data)
    return dt.date.fromisoformat(data["day"]) if "day" in data else _bilingual(data)


def _message(data: Mapping[str, Any]) -> Message:
    return Message(
        data["msgid"], **{name: _read(value) for name, value in (data.get("params") or {}).items()}
    )


def _pair(text: BilingualText) -> dict[str, str | None]:
    return {"zh": text.zh, "en": text.en}


def _bilingual(data: Mapping[str, Any]) -> BilingualText:
    return BilingualText(data["zh"], data["en"])
