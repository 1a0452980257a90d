"""Hints that an official and a household may be related: shared numbers and names. Pure; whoever looks decides.

A generation name (字辈) is the first character of a given name of two characters, shared by brothers and cousins of
one family. It says little by itself: it counts only together with the family name and within the same village, and
within the same villagers' group where both groups are known.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.kinship.models import HintGround
from app.domain.officials.rules import bare_name

#: family names of two characters that occur among the people of these parts
DOUBLE_SURNAMES = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐"}
    | {"司徒", "夏侯", "慕容", "长孙", "宇文", "端木", "南宫", "西门", "独孤"}
)
_NUMERALS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
#: grounds that by themselves say little
WEAK = frozenset({HintGround.GENERATION_NAME})


@dataclass(frozen=True)
class OfficialFacts:
    """What of an official is looked at. *village_id* is ``None`` for officials of township and county."""

    id: int
    name: str
    village_id: int | None
    group_name: str
    telephone: str
    bank_account: str


@dataclass(frozen=True)
class HouseholdFacts:
    """What of a household is looked at."""

    id: int
    village_id: int
    group_name: str
    telephone: str
    bank_account: str
    names: tuple[str, ...]


def generation_of(name: str) -> tuple[str, str] | None:
    """Family name and generation name of a full Chinese name, e.g. 王建国 → (王, 建); ``None`` where there is none."""
    plain = bare_name(name)
    if not plain or not all("\u4e00" <= character <= "\u9fff" for character in plain):
        return None
    length = 2 if plain[:2] in DOUBLE_SURNAMES else 1
    given = plain[length:]
    return (plain[:length], given[0]) if len(given) == 2 else None


def plain_group(name: str) -> str:
    """A villagers' group as groups are compared: 第三村民组, 三组 and 3组 are one."""
    core = re.sub("[第村民小组]", "", bare_name(name))
    tens, ten, units = core.partition("十")
    if not core or set(core) - set(_NUMERALS) - {"十"}:
        return core
    if not ten:
        return "".join(str(_NUMERALS[character]) for character in core)
    return str(10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(units, 0))


def grounds(official: OfficialFacts, household: HouseholdFacts) -> tuple[HintGround, ...]:
    """Why these two may be related; empty when nothing says so."""
    same_telephone = bool(official.telephone) and official.telephone == household.telephone
    same_account = bool(official.bank_account) and official.bank_account == household.bank_account
    same_village = official.village_id == household.village_id
    found = []
    if bare_name(official.name) in {bare_name(name) for name in household.names} and (
        same_village or same_telephone or same_account
    ):
        found.append(HintGround.HOUSEHOLD)
    if same_telephone:
        found.append(HintGround.TELEPHONE)
    if same_account:
        found.append(HintGround.BANK_ACCOUNT)
    if not found and same_village and _share_generation(official, household):
        found.append(HintGround.GENERATION_NAME)
    return tuple(found)


def _share_generation(official: OfficialFacts, household: HouseholdFacts) -> bool:
    groups = plain_group(official.group_name), plain_group(household.group_name)
    if all(groups) and groups[0] != groups[1]:
        return False
    own = generation_of(official.name)
    return own is not None and any(generation_of(name) == own for name in household.names)


def pairs(
    officials: Sequence[OfficialFacts], households: Sequence[HouseholdFacts]
) -> list[tuple[int, int, tuple[HintGround, ...]]]:
    """(official, household, grounds) of all that may be related, in the order given.

    Candidates are found by shared keys, so that a village of a thousand households takes no million comparisons.
    """
    by_key: dict[tuple[str, object], list[HouseholdFacts]] = {}
    for household in households:
        for key in _household_keys(household):
            by_key.setdefault(key, []).append(household)
    found = []
    for official in officials:
        near = {one.id: one for key in _official_keys(official) for one in by_key.get(key, ())}
        for household in (near[one] for one in sorted(near)):
            if reasons := grounds(official, household):
                found.append((official.id, household.id, reasons))
    return found


def _household_keys(household: HouseholdFacts) -> set[tuple[str, object]]:
    keys: set[tuple[str, object]] = {("name", bare_name(name)) for name in household.names}
    keys |= {("generation", generation_of(name)) for name in household.names}
    return keys | {("telephone", household.telephone), ("account", household.bank_account)}


def _official_keys(official: OfficialFacts) -> list[tuple[str, object]]:
    keys: list[tuple[str, object]] = [("name", bare_name(official.name))]
    if (generation := generation_of(official.name)) is not None:
        keys.append(("generation", generation))
    if official.telephone:
        keys.append(("telephone", official.telephone))
    if official.bank_account:
        keys.append(("account", official.bank_account))
    return keys
