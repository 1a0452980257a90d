"""When a notice's period runs, what state that gives, and what of its rows may be shown where. All pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.calendars.rules import ONE_DAY, Calendar, DayKind, Period, next_workday
from app.domain.notices.models import Notice, NoticeState, Posting, PostingProof
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NameDisplay, PostingEvidence

#: Under this age a head of household is never named in public (Civil Code of the PRC, article 17).
AGE_OF_MAJORITY = 18
HEALTH_CAUSES = frozenset({"illness", "disability"})
#: the columns of a row that go into a notice's digest
DIGESTED = ("sequence", "group_name", "head_name", "people")
#: the same for a roll of beneficiaries, where the rest of the row is what somebody received
DIGESTED_OF_BENEFICIARIES = (*DIGESTED, "extra")


@dataclass(frozen=True)
class Hung:
    """A sheet at a place: since when, proven how, from when to when it was missing, the day of its end photograph.

    A gap is (first day that does not count, day on which it hung again or ``None``).
    """

    posted_on: dt.date
    proof: PostingProof = PostingProof.PHOTOGRAPH
    gaps: tuple[tuple[dt.date, dt.date | None], ...] = ()
    end_on: dt.date | None = None

    def hangs_on(self, day: dt.date) -> bool:
        """True on a day on which it hung: from its first one, but for the days on which it was missing."""
        gone = any(missing <= day and (again is None or day < again) for missing, again in self.gaps)
        return self.posted_on <= day and not gone

    @property
    def is_gone(self) -> bool:
        """It was found missing and was not hung again."""
        return any(again is None for _missing, again in self.gaps)


@dataclass(frozen=True)
class Running:
    """The period as it really runs. *begun* is false until the places that the policy asks for hang.

    *required* places are asked for, *hanging* are proven and hang now. *first_day* and *last_day* are those printed
    while the period has not begun; afterwards they follow the posting, and the end is never earlier than the printed
    one. *lost_days* were added at the end because too few sheets hung. While too few hang the period *stands_still*:
    *last_day* is then the earliest that is still possible. *ends_missing* end photographs are still to be taken, and
    *ended_on* is the day of the last one that was needed.
    """

    begun: bool
    first_day: dt.date
    last_day: dt.date
    required: int
    hanging: int
    is_estimated: bool = False
    lost_days: int = 0
    stands_still: bool = False
    ends_missing: int = 0
    ended_on: dt.date | None = None

    @property
    def missing(self) -> int:
        """How many places still have to hang."""
        return max(0, self.required - self.hanging)

    def is_certain(self, on: dt.date) -> bool:
        """True while it is known on a day that the period runs until *last_day* and not longer."""
        return self.begun and not self.stands_still and on <= self.last_day

    def waits_for_end(self, on: dt.date) -> bool:
        """True when all its days are counted on a day and only end photographs are missing."""
        return self.begun and not self.stands_still and self.ends_missing > 0 and on > self.last_day

    def has_ended(self, on: dt.date) -> bool:
        """True once the last day is over and the end is photographed, and only when the period had begun."""
        if not self.begun or self.stands_still or self.ends_missing:
            return False
        return on > self.last_day and (self.ended_on is None or on >= self.ended_on)

    def days_left(self, on: dt.date) -> int:
        """Days until the period is over, the present one included; 0 when it is."""
        return max(0, (self.last_day - on).days + 1)


def places_required(policy: Policy, places: int) -> int:
    """How many of a village's *places* must hang: as many as the policy says, or all where there are fewer."""
    return max(1, min(policy.posting_places_required, places)) if places else 1


def hung(posting: Posting) -> Hung:
    """What the period asks of a posting."""
    gaps = tuple((gap.missing_on, gap.rehung_on) for gap in posting.gaps)
    return Hung(posting.posted_on, posting.proof, gaps, posting.end_on)


def is_proven(proof: PostingProof, policy: Policy) -> bool:
    """True when a posting proven in this way counts: any, unless the policy asks for the sheet's code."""
    return policy.posting_proof is PostingEvidence.PHOTOGRAPH or proof is not PostingProof.PHOTOGRAPH


def running(
    notice: Notice, sheets: Sequence[Hung], required: int, policy: Policy, calendar: Calendar
) -> Running:
    """The period of *notice* given its sheets.

    It begins when *required* of those that count hang at the same time. Where the policy says so, a day on which fewer
    hang does not count and is made up for at the end by another one of the same kind; nor does it end on such a day.
    With end photographs it is over when *required* sheets were photographed on the last day or later.
    """
    sheets = [_as_counted(one, policy) for one in sheets if is_proven(one.proof, policy)]
    hanging = sum(not one.is_gone for one in sheets)
    begun_on = _first_day_with(sheets, required)
    if begun_on is None:
        return Running(
            False, notice.first_day, notice.last_day, required, hanging, notice.period_is_estimated
        )
    plain = policy.notice_period(notice.kind, begun_on, calendar)
    stretched = _Stretching(sheets, required, policy, calendar).last_day(notice, plain)
    last_day = stretched.last_day
    ends = sorted(one.end_on for one in sheets if one.end_on is not None and one.end_on >= last_day)
    asked = required if policy.end_photographs_required else 0
    return Running(
        begun=True,
        first_day=plain.first_day,
        last_day=last_day,
        required=required,
        hanging=hanging,
        is_estimated=plain.is_estimated
        or notice.period_is_estimated
        or (stretched.lost_days > 0 and calendar.is_estimated(plain.first_day, last_day)),
        lost_days=stretched.lost_days,
        stands_still=stretched.stands_still,
        ends_missing=max(0, asked - len(ends)),
        ended_on=ends[asked - 1] if asked and len(ends) >= asked else None,
    )


def _as_counted(sheet: Hung, policy: Policy) -> Hung:
    """Where the policy does not let a missing sheet stretch the period, its gaps are not looked at."""
    return sheet if policy.missing_sheet_stretches or not sheet.gaps else replace(sheet, gaps=())


def _first_day_with(sheets: Sequence[Hung], required: int) -> dt.date | None:
    """The first day on which *required* sheets hung at the same time, if there is one."""
    days = {one.posted_on for one in sheets}
    days |= {again for one in sheets for _missing, again in one.gaps if again is not None}
    return next((day for day in sorted(days) if _count_hanging(sheets, day) >= required), None)


def _count_hanging(sheets: Sequence[Hung], day: dt.date) -> int:
    return sum(one.hangs_on(day) for one in sheets)


@dataclass(frozen=True)
class _Stretched:
    last_day: dt.date
    lost_days: int = 0
    stands_still: bool = False


@dataclass(frozen=True)
class _Stretching:
    """Counting the days of a period one by one, for the sake of those that do not count."""

    sheets: Sequence[Hung]
    required: int
    policy: Policy
    calendar: Calendar

    def last_day(self, notice: Notice, plain: Period) -> _Stretched:
        """The last day of *notice*, whose period without any gap is *plain*."""
        printed = max(notice.last_day, plain.last_day)
        if not any(one.gaps for one in self.sheets):
            return _Stretched(printed)
        by_workday = self.policy.notice_day_kind(notice.kind) is DayKind.WORKING
        wanted, counted, lost, day = self.policy.notice_days(notice.kind), 0, 0, plain.first_day - ONE_DAY
        stands_still = False
        while counted < wanted:
            day += ONE_DAY
            if by_workday and not self.calendar.is_workday(day):
                continue
            enough = self._enough(day)
            stands_still = stands_still or (not enough and self._never_again(day))
            if enough or stands_still:
                counted += 1
            else:
                lost += 1
        on_workday = by_workday or self.policy.extend_over_holiday
        last = max(notice.last_day, next_workday(day, self.calendar) if on_workday else day)
        if stands_still:
            return _Stretched(last, lost, stands_still=True)
        return self._not_while_missing(last, lost, on_workday=on_workday)

    def _not_while_missing(self, day: dt.date, lost: int, *, on_workday: bool) -> _Stretched:
        """*day*, or the first one after it on which enough sheets hang."""
        last = day
        while not self._enough(last):
            if self._never_again(last):
                return _Stretched(day, lost, stands_still=True)
            last += ONE_DAY
            if on_workday:
                last = next_workday(last, self.calendar)
        return _Stretched(last, lost)

    def _enough(self, day: dt.date) -> bool:
        return _count_hanging(self.sheets, day) >= self.required

    def _never_again(self, day: dt.date) -> bool:
        """True when nothing that is known changes after *day*: too few hang then and ever after."""
        again = [back for one in self.sheets for _gone, back in one.gaps if back is not None]
        return all(change <= day for change in [*again, *(one.posted_on for one in self.sheets)])


def state_of(notice: Notice, period: Running, on: dt.date, *, is_replaced: bool) -> NoticeState:
    """What the public is told of a notice on a day."""
    if notice.withdrawn_at is not None:
        return NoticeState.REPLACED if is_replaced else NoticeState.WITHDRAWN
    return NoticeState.CLOSED if period.has_ended(on) else NoticeState.OPEN


def names_may_show(
    period: Running, on: dt.date, policy: Policy, state: NoticeState, *, waits: bool = True
) -> bool:
    """Names of a list or a roll stand on the web until the last day and for the policy's days of grace.

    Neither waiting for an end photograph nor a sheet that nobody hangs again keeps them there longer. Those of a list
    that is not hung yet are shown until it is: it *waits*, and objections with it. A roll of
    beneficiaries does not: who stands on it leaves the web as printed, whether it was ever hung or not.
    """
    if state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return False
    if waits and not period.begun:
        return True
    return on <= period.last_day + dt.timedelta(days=policy.web_names_grace_days)


def mask_name(name: str) -> str:
    """A name with its middle (or its last) character hidden: 王小明 → 王*明, 王明 → 王*."""
    if len(name) <= 1:
        return "*"
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def hide_name(name: str) -> str:
    """Only the family name's first character, as for a minor."""
    return (name[:1] or "*") + "**"


def shown_name(name: str, display: NameDisplay, *, is_minor: bool) -> str:
    """A head's name as it may be shown."""
    if is_minor:
        return hide_name(name)
    return mask_name(name) if display is NameDisplay.MASKED else name


def public_extra(
    attribute: str | None, cause: str | None, policy: Policy, *, is_minor: bool
) -> dict[str, Any]:
    """The optional columns of a row, as far as the policy lets them stand on a notice."""
    columns = {column.value for column in policy.shown_columns}
    extra: dict[str, Any] = {}
    if is_minor:
        extra["minor"] = True
    if "attribute" in columns and attribute:
        extra["attribute"] = attribute
    if "cause" in columns and cause and (policy.health_causes_public or cause not in HEALTH_CAUSES):
        extra["cause"] = cause
    return extra


def public_risks(risks: Sequence[str], policy: Policy) -> list[str]:
    """The risks of a household (values of ``RISK``) that may stand on a notice."""
    if not policy.watch_risk_public:
        return []
    return [one for one in risks if policy.health_causes_public or one not in HEALTH_CAUSES]


def is_minor(born_on: dt.date | None, on: dt.date) -> bool:
    """True when somebody born on *born_on* is not of age on a day. Unknown birth counts as of age."""
    if born_on is None:
        return False
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return years < AGE_OF_MAJORITY


def digested_columns(notice: Notice) -> tuple[str, ...]:
    """Which columns of its rows go into the digest of *notice*."""
    return DIGESTED if notice.is_of_list else DIGESTED_OF_BENEFICIARIES


def facts_of(notice: Notice) -> dict[str, Any]:
    """What of a notice goes into its digest beside the rows."""
    return {
        "number": notice.number,
        "kind": notice.kind.value,
        "first_day": notice.first_day.isoformat(),
        "last_day": notice.last_day.isoformat(),
        "households": notice.households,
        "people": notice.people,
        "content": notice.content,
    }


def digest_of(facts: Mapping[str, Any], rows: Sequence[Sequence[Any]]) -> str:
    """SHA-256 over what a notice says and its rows, written canonically: 64 hexadecimal digits."""
    canonical = json.dumps(
        {"notice": facts, "rows": [list(row) for row in rows]},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
