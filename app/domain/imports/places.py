"""Which village and which group a row means.

Lives here: :class:`Gazetteer`, lookups by the names and codes that the caller supplies. Does not live here: the areas
themselves (``app/domain/areas``).
"""

import re
from collections.abc import Iterable

from app.domain.imports.cells import half_width
from app.domain.imports.parsed import VillageRef

_VILLAGE_ENDINGS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区居委会", "行政村", "社区", "村")
_GROUP_NUMBER = re.compile(r"(?:第)?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:村民)?(?:小组|组|社|队)?$")
_CHINESE = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
_CODE_LENGTH = 12


class Gazetteer:
    """The villages that an import may name."""

    def __init__(self, villages: Iterable[VillageRef]) -> None:
        self._by_code: dict[str, VillageRef] = {}
        self._by_name: dict[str, list[VillageRef]] = {}
        for village in villages:
            self._by_code[village.code] = village
            for name in {_plain(village.name), _stem(village.name)}:
                self._by_name.setdefault(name, []).append(village)
        self._groups: dict[str, dict[str, str]] = {}

    def by_number(self, household_number: str) -> VillageRef | None:
        """The village whose code a household number begins with."""
        return self._by_code.get(household_number[:_CODE_LENGTH])

    def by_name(self, text: str, township: str = "", household_number: str = "") -> VillageRef | None:
        """The village of this name or code; of several with one name, that of the township or the number."""
        if not text:
            return None
        if text in self._by_code:
            return self._by_code[text]
        plain = _plain(text)
        found = self._by_name.get(plain) or self._by_name.get(_stem(plain)) or []
        if len(found) == 1:
            return found[0]
        for village in found:
            if household_number.startswith(village.code):
                return village
        named = [village for village in found if township and _plain(village.township) == _plain(township)]
        return named[0] if len(named) == 1 else None

    def group_code(self, village: VillageRef, text: str) -> str | None:
        """The code of the villagers' group that *text* means (``3组``, ``第三村民小组``, ``03``, its name)."""
        groups = self._groups.get(village.code)
        if groups is None:
            groups = {}
            for code, name in village.groups:
                groups[_plain(name)] = code
                number = group_number(name)
                groups.setdefault(
                    f"#{number if number is not None else code.rpartition('-')[2].lstrip('0')}", code
                )
            self._groups[village.code] = groups
        plain = _plain(text)
        for prefix in (_plain(village.name), _stem(village.name)):
            if prefix and plain.startswith(prefix) and plain != prefix:
                plain = plain.removeprefix(prefix)
        if plain in groups:
            return groups[plain]
        number = group_number(plain)
        return groups.get(f"#{number}") if number is not None else None


def group_number(text: str) -> int | None:
    """The number in a group's name: 3 for ``3组``, ``第三村民小组``, ``03``."""
    match = _GROUP_NUMBER.search(half_width(text).replace(" ", ""))
    if match is None:
        return None
    digits = match.group(1)
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return _CHINESE.get(digits)
    return (_CHINESE.get(tens, 1) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)


def _plain(text: str) -> str:
    return half_width(text).replace(" ", "")


def _stem(text: str) -> str:
    plain = _plain(text)
    for ending in _VILLAGE_ENDINGS:
        if plain.endswith(ending) and len(plain) > len(ending):
            return plain.removesuffix(ending)
    return plain
