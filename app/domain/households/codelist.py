"""How a code list works: stable values, two languages, and the many ways a clerk writes one entry.

Lives here: :class:`Code` and :class:`CodeList`. Does not live here: the lists themselves (``codes_*.py``).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_SEPARATORS = re.compile(r"[、,，;；/|+＋\n\r\t ]+|和|及")
_LEADING_CODE = re.compile(r"^\d{1,4}[\s.、:：\-_]*(?=\D)")


def normalise_label(text: str) -> str:
    """*text* as it is compared: half width, without blanks, lower case."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: the stored value, its two labels, the official code where one exists, other usual spellings."""

    value: str
    zh: str
    en: str
    code: str | None = None
    aliases: tuple[str, ...] = ()


class CodeList:
    """A closed list of values with labels in both languages and lookups by any usual spelling."""

    def __init__(self, name: str, items: Iterable[Code]) -> None:
        self.name = name
        self.items = tuple(items)
        self._by_value = {item.value: item for item in self.items}
        if len(self._by_value) != len(self.items):
            raise ValueError(f"code list {name}: a value stands twice")
        self._by_spelling: dict[str, str] = {}
        self._seen: dict[str, str | None] = {}
        for item in self.items:
            for spelling in (item.zh, *item.aliases, item.en, item.value, *filter(None, [item.code])):
                key = normalise_label(spelling)
                if self._by_spelling.setdefault(key, item.value) != item.value:
                    raise ValueError(f"code list {name}: {spelling!r} means two entries")

    @property
    def values(self) -> tuple[str, ...]:
        """The stored values, in the order of the list."""
        return tuple(self._by_value)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, value: object) -> bool:
        return value in self._by_value

    def get(self, value: str) -> Code:
        """The entry with this stored value."""
        return self._by_value[value]

    def label(self, value: str | None, locale: str = "zh") -> str:
        """The label of a stored value; an unknown value is shown as it is, an absent one as nothing."""
        item = self._by_value.get(value or "")
        if item is None:
            return value or ""
        return item.en if locale.startswith("en") else item.zh

    def labels(self, values: Iterable[str], locale: str = "zh") -> str:
        """Several labels in one line."""
        return (", " if locale.startswith("en") else "、").join(self.label(value, locale) for value in values)

    def choices(self, locale: str = "zh") -> list[tuple[str, str]]:
        """Pairs of value and label for a form."""
        return [(item.value, self.label(item.value, locale)) for item in self.items]

    def find(self, text: str) -> str | None:
        """The value that *text* means: a label, an alias, an official code, or code and label together."""
        try:
            return self._seen[text]
        except KeyError:
            pass
        key = normalise_label(text)
        value = self._by_spelling.get(key) or self._by_spelling.get(_LEADING_CODE.sub("", key))
        if len(self._seen) < 5_000:
            self._seen[text] = value
        return value

    def find_all(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The values in a cell that may hold several, each once, and the parts that mean nothing here."""
        if not text:
            return (), ()
        whole = self.find(text)
        if whole is not None:
            return (whole,), ()
        found: dict[str, None] = {}
        unknown: list[str] = []
        for part in _SEPARATORS.split(text):
            if not part:
                continue
            value = self.find(part)
            if value is None:
                unknown.append(part)
            else:
                found[value] = None
        return tuple(found), tuple(unknown)
