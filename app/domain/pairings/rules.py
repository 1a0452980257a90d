"""The words for ranks, levels and posts, and what is asked of a helper and of a posting. All pure."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.pairings.models import LONGEST, PairingRole, UnitLevel, VillagePostKind
from app.domain.policies.vocabulary import RANK_CHOICES, HelperRank

RANK_LABELS: dict[HelperRank, str] = {HelperRank(choice.value): choice.label for choice in RANK_CHOICES}
LEVEL_LABELS: dict[UnitLevel, str] = {
    UnitLevel.CENTRAL: N_("central unit"),
    UnitLevel.PROVINCE: N_("province unit"),
    UnitLevel.CITY: N_("city unit"),
    UnitLevel.COUNTY: N_("county unit"),
    UnitLevel.TOWNSHIP: N_("township unit"),
    UnitLevel.VILLAGE: N_("village unit"),
    UnitLevel.ARMY: N_("army"),
    UnitLevel.OTHER: N_("other unit"),
}
ROLE_LABELS: dict[PairingRole, str] = {
    PairingRole.FIRST: N_("first helper"),
    PairingRole.SECOND: N_("second helper"),
}
#: from units of these the proposal takes second helpers
SECOND_LEVELS = frozenset({UnitLevel.TOWNSHIP, UnitLevel.VILLAGE})
POST_LABELS: dict[VillagePostKind, str] = {
    VillagePostKind.FIRST_SECRETARY: N_("First secretary"),
    VillagePostKind.TEAM_LEADER: N_("Leader of the resident team"),
    VillagePostKind.RESIDENT_TEAM: N_("Resident team"),
    VillagePostKind.TASK_FORCE: N_("Village task force"),
}
#: of these a village has one at a time
ONE_AT_A_TIME = frozenset({VillagePostKind.FIRST_SECRETARY, VillagePostKind.TEAM_LEADER})

STILL_TO_COME = N_("This day is still to come.")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def name_problem(name: str) -> Message | None:
    """What is wrong with the name of a person or unit."""
    if not name or len(name) > LONGEST:
        return Message(N_("Write a name of at most %(most)s characters."), most=LONGEST)
    return None


def telephone_problem(telephone: str) -> Message | None:
    """Only an office's telephone is kept: no mobile number, at most 20 characters."""
    digits = re.sub(r"\D", "", telephone)
    if _MOBILE.fullmatch(digits.removeprefix("86")) is not None:
        return Message(N_("Only the telephone of an office is kept here, not a mobile number."))
    if telephone and (not 5 <= len(digits) <= 14 or re.fullmatch(r"[\d\s()+\-—转]{5,20}", telephone) is None):
        return Message(N_("Write the office's telephone in digits, e.g. 0857-1234567."))
    return None


@dataclass(frozen=True)
class Load:
    """How many households somebody helps first, and how many the rule asks of the rank (nothing where it asks none).

    *seconds* are those of which somebody is the second helper; they count towards no minimum.
    """

    households: int
    people: int
    minimum: int | None
    seconds: int = 0

    @property
    def missing(self) -> int:
        """How many households are missing to the minimum."""
        return max(0, (self.minimum or 0) - self.households)


def load_of(
    rank: HelperRank, households: int, people: int, minimums: Mapping[HelperRank, int], seconds: int = 0
) -> Load:
    """The load of a helper of *rank* under a rule."""
    return Load(households, people, minimums.get(rank), seconds)


@dataclass(frozen=True)
class Covered:
    """Registered households and people of a place, those that somebody helps, households with a second helper."""

    households: int = 0
    people: int = 0
    paired_households: int = 0
    paired_people: int = 0
    second_households: int = 0

    @property
    def open_seconds(self) -> int:
        """Households without a second helper."""
        return self.households - self.second_households

    @property
    def open_households(self) -> int:
        """Households without a helper."""
        return self.households - self.paired_households

    @property
    def open_people(self) -> int:
        """People in households without a helper."""
        return self.people - self.paired_people

    @property
    def share(self) -> float | None:
        """Households with a helper among all, from 0 to 1; nothing where there is none."""
        return self.paired_households / self.households if self.households else None

    @property
    def share_of_people(self) -> float | None:
        """The same of people."""
        return self.paired_people / self.people if self.people else None

    def __add__(self, other: "Covered") -> "Covered":
        return Covered(
            self.households + other.households,
            self.people + other.people,
            self.paired_households + other.paired_households,
            self.paired_people + other.paired_people,
            self.second_households + other.second_households,
        )


@dataclass(frozen=True)
class Presence:
    """The days of a posting: since it began (*days*), days in the village this *year* as written down, days due.

    *due* is the year's number in proportion to the part of the year that the posting covers so far; *months* how many
    months of the year are written down.
    """

    days: int
    year: int
    present: int
    due: int | None
    months: int

    @property
    def is_short(self) -> bool:
        """Fewer days than due."""
        return self.due is not None and self.months > 0 and self.present < self.due


def presence(
    since: dt.date, ended_on: dt.date | None, months: Mapping[dt.date, int], per_year: int, on: dt.date
) -> Presence:
    """How long somebody is at a post by *on*, and how many days were spent in the village in that year.

    *months* maps the first day of a month to the days there. Months that are not written down count neither as
    presence nor as due: a missing line is no absence.
    """
    last = min(on, ended_on) if ended_on is not None else on
    days = max(0, (last - since).days + 1)
    of_year = {month: number for month, number in months.items() if month.year == last.year}
    due = round(per_year * len(of_year) / 12) if per_year else None
    return Presence(days, last.year, sum(of_year.values()), due, len(of_year))


def month_problem(
    month: dt.date, days: int, since: dt.date, ended_on: dt.date | None, today: dt.date
) -> Message | None:
    """A number of days that the month, or the posting, does not have."""
    following = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    first = max(month, since)
    last = min(following - dt.timedelta(days=1), today, ended_on or today)
    possible = (last - first).days + 1
    if possible <= 0:
        return Message(N_("The posting does not cover this month."))
    if not 0 <= days <= possible:
        return Message(N_("This month has at most %(most)s days of the posting."), most=possible)
    return None
