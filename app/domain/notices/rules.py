"""When a notice's period runs, what state that gives, and what of its rows may be shown where. All pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.calendars.rules import Calendar, Period
from app.domain.notices.models import Notice, NoticeState
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NameDisplay

#: Under this age a head of household is never named in public (Civil Code of the PRC, article 17).
AGE_OF_MAJORITY = 18
HEALTH_CAUSES = frozenset({"illness", "disability"})
#: the columns of a row that go into a notice's digest
DIGESTED = ("sequence", "group_name", "head_name", "people")


@dataclass(frozen=True)
class Running:
    """The period as it really runs. *begun* is false until the places that the policy asks for hang.

    *required* places are asked for, *hanging* were proven. *first_day* and *last_day* are those printed while the
    period has not begun; afterwards they follow the posting, and the end is never earlier than the printed one.
    """

    begun: bool
    first_day: dt.date
    last_day: dt.date
    required: int
    hanging: int
    is_estimated: bool = False

    @property
    def missing(self) -> int:
        """How many places still have to hang."""
        return max(0, self.required - self.hanging)

    def has_ended(self, on: dt.date) -> bool:
        """True once the last day is over, and only when the period had begun."""
        return self.begun and on > self.last_day

    def days_left(self, on: dt.date) -> int:
        """Days until the period is over, the present one included; 0 when it is."""
        return max(0, (self.last_day - on).days + 1)


def places_required(policy: Policy, places: int) -> int:
    """How many of a village's *places* must hang: as many as the policy says, or all where there are fewer."""
    return max(1, min(policy.posting_places_required, places)) if places else 1


def running(
    notice: Notice, posted_on: Sequence[dt.date], required: int, policy: Policy, calendar: Calendar
) -> Running:
    """The period of *notice* given the days on which its sheets were hung."""
    hung = sorted(posted_on)
    if len(hung) < required:
        return Running(
            False, notice.first_day, notice.last_day, required, len(hung), notice.period_is_estimated
        )
    period: Period = policy.notice_period(notice.kind, hung[required - 1], calendar)
    return Running(
        begun=True,
        first_day=period.first_day,
        last_day=max(notice.last_day, period.last_day),
        required=required,
        hanging=len(hung),
        is_estimated=period.is_estimated or notice.period_is_estimated,
    )


def state_of(notice: Notice, period: Running, on: dt.date, *, is_replaced: bool) -> NoticeState:
    """What the public is told of a notice on a day."""
    if notice.withdrawn_at is not None:
        return NoticeState.REPLACED if is_replaced else NoticeState.WITHDRAWN
    return NoticeState.CLOSED if period.has_ended(on) else NoticeState.OPEN


def names_may_show(period: Running, on: dt.date, policy: Policy, state: NoticeState) -> bool:
    """Names stand on the web while the notice is open and for the policy's days of grace, then never again."""
    if state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return False
    return not period.begun or on <= period.last_day + dt.timedelta(days=policy.web_names_grace_days)


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


def is_minor(born_on: dt.date | None, on: dt.date) -> bool:
    """True when somebody born on *born_on* is not of age on a day. Unknown birth counts as of age."""
    if born_on is None:
        return False
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return years < AGE_OF_MAJORITY


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
