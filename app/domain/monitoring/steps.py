"""The way of a case, as a table for the same engine as every procedure: found, visited, compared, posted, decided.

Source: guiding opinion of 2021 on monitoring against a return to poverty; release takes the same way back. The steps in
``ISSUED`` are taken by issuing a notice on which the cases stand (``publishing.py``), those in ``RECALLED`` by
withdrawing it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.monitoring.models import WatchState
from app.domain.monitoring.rules import hangs_until
from app.domain.notices import reasons
from app.domain.notices.queries import Standing
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind

P = Permission
S = WatchState
K = NoticeKind
BEFORE_WATCH = (S.FOUND, S.VISITED, S.COMPARED, S.POSTED, S.TOWNSHIP)

STATE_LABELS: dict[str, str] = {
    S.FOUND: N_("Risk found"),
    S.VISITED: N_("Visited at home"),
    S.COMPARED: N_("Data of the household compared"),
    S.POSTED: N_("Reviewed, on the village board"),
    S.TOWNSHIP: N_("Checked by the township"),
    S.WATCHED: N_("Watched"),
    S.RELEASE_POSTED: N_("Release on the village board"),
    S.RELEASE_TOWNSHIP: N_("Release checked by the township"),
    S.RELEASED: N_("Risk removed"),
    S.DISMISSED: N_("Not taken into the watch"),
}
#: kind of notice -> the step that issuing it is
ISSUED = {
    K.WATCH_NOTICE: "post",
    K.WATCH_ANNOUNCEMENT: "enter",
    K.RELEASE_NOTICE: "post_release",
    K.RELEASE_ANNOUNCEMENT: "release",
}
#: kind of notice -> the step that withdrawing it is, and the states in which it changes nothing
RECALLED: dict[NoticeKind, tuple[str, frozenset[WatchState]]] = {
    K.WATCH_NOTICE: ("recall_post", frozenset({S.FOUND, S.VISITED, S.COMPARED, S.DISMISSED})),
    K.WATCH_ANNOUNCEMENT: ("recall_enter", frozenset({*BEFORE_WATCH, S.DISMISSED})),
    K.RELEASE_NOTICE: ("recall_post_release", frozenset({*BEFORE_WATCH, S.WATCHED, S.DISMISSED})),
    K.RELEASE_ANNOUNCEMENT: ("recall_release", frozenset(set(S) - {S.RELEASED})),
}
#: kind of notice after which a step comes -> the step
CHECKED = {"check": K.WATCH_NOTICE, "check_release": K.RELEASE_NOTICE}


@dataclass(frozen=True)
class Seen:
    """What the steps of a case are decided by beside the case: *notices* by the step that issued them.

    *undecided* counts, by the notice's id, what was said about it and is not decided yet. *misfits* say why the kind of
    the case does not fit its household any more.
    """

    policy: Policy | None = None
    notices: Mapping[str, Standing] = field(default_factory=dict)
    undecided: Mapping[int, int] = field(default_factory=dict)
    misfits: Sequence[Message] = ()
    today: dt.date = dt.date.min


def notice_hung(step: str) -> "_NoticeHung":
    """The village notice hung as long as the policy asks, and what was said about it is decided."""
    return _NoticeHung(step)


class _NoticeHung:
    def __init__(self, step: str) -> None:
        self.step = step
        self.__name__ = f"notice_of_{step}_hung"
        self.__doc__ = notice_hung.__doc__

    def __call__(self, attempt: Attempt) -> Iterable[Message]:
        seen = attempt.given if isinstance(attempt.given, Seen) else Seen()
        standing = seen.notices.get(self.step)
        if standing is None:
            yield from self._by_recorded_day(attempt, seen)
            return
        if (reason := reasons.why_not_over(standing.notice, standing.period, seen.today)) is not None:
            yield reason
        if undecided := seen.undecided.get(standing.notice.id, 0):
            yield Message(
                N_("What was said about notice %(number)s is not decided yet: %(count)s."),
                number=standing.notice.number,
                count=undecided,
            )

    def _by_recorded_day(self, attempt: Attempt, seen: Seen) -> Iterable[Message]:
        """A case from before the portal issued these notices goes on by the day that was recorded."""
        until = hangs_until(attempt.subject, self.step, seen.policy) if seen.policy is not None else None
        if until is None:
            yield Message(N_("The village notice was not hung yet."))
        elif seen.today <= until:
            yield Message(N_("The village notice hangs until the end of %(day)s."), day=until)


def kind_fits(attempt: Attempt) -> Iterable[Message]:
    """The household is still one of the kind that it is to be watched as."""
    if isinstance(attempt.given, Seen) and attempt.given.misfits:
        yield from attempt.given.misfits
        yield Message(N_("The township closes this case; a new one of the right kind can be opened then."))


def announcement_hung(attempt: Attempt) -> Iterable[Message]:
    """Nobody is let out of the watch while the announcement that took the household in still hangs."""
    seen = attempt.given if isinstance(attempt.given, Seen) else Seen()
    if (standing := seen.notices.get("enter")) is None:
        return
    if (reason := reasons.why_not_over(standing.notice, standing.period, seen.today)) is not None:
        yield reason


_UP_TO_THE_WATCH = (
    Step(
        "visit",
        (S.FOUND,),
        S.VISITED,
        P.WATCH_RECORD,
        N_("Record the visit at risk"),
        N_("At least two people go. The household agrees that its data are compared, and signs."),
        guards=(kind_fits,),
    ),
    Step(
        "compare",
        (S.VISITED,),
        S.COMPARED,
        P.WATCH_RECORD,
        N_("Record what the data say"),
        N_("Not repeated for a household whose data were compared for an allowance just now; write so."),
        guards=(kind_fits,),
    ),
    Step(
        "post",
        (S.COMPARED,),
        S.POSTED,
        P.WATCH_RECORD,
        N_("Reviewed: issue the village notice"),
        N_("The review group of the villagers agreed. The notice hangs on the village's boards."),
        guards=(kind_fits,),
    ),
    Step(
        "check",
        (S.POSTED,),
        S.TOWNSHIP,
        P.WATCH_DECIDE,
        N_("Checked: hand it up"),
        guards=(kind_fits, notice_hung("post")),
        level="township",
    ),
    Step(
        "enter",
        (S.TOWNSHIP,),
        S.WATCHED,
        P.WATCH_APPROVE,
        N_("Approved: announce it, into the watch"),
        N_("The announcement hangs in the village in the township's name. Measures and a helper follow."),
        guards=(kind_fits,),
        level="county",
    ),
    Step(
        "take_back",
        (S.FOUND,),
        S.DISMISSED,
        P.WATCH_RECORD,
        N_("Entered by mistake: close the case"),
        needs_reason=True,
        tone="danger",
    ),
    Step(
        "dismiss",
        BEFORE_WATCH,
        S.DISMISSED,
        P.WATCH_DECIDE,
        N_("Not at risk: close the case"),
        needs_reason=True,
        level="township",
        tone="danger",
    ),
)
_OUT_OF_THE_WATCH = (
    Step(
        "post_release",
        (S.WATCHED,),
        S.RELEASE_POSTED,
        P.WATCH_RECORD,
        N_("Visited again, risk gone: issue the village notice"),
        N_("Income stably over the line, everything guaranteed, the first risk gone and no new one."),
        guards=(announcement_hung,),
    ),
    Step(
        "check_release",
        (S.RELEASE_POSTED,),
        S.RELEASE_TOWNSHIP,
        P.WATCH_DECIDE,
        N_("Release checked: hand it up"),
        guards=(notice_hung("post_release"),),
        level="township",
    ),
    Step(
        "release",
        (S.RELEASE_TOWNSHIP,),
        S.RELEASED,
        P.WATCH_APPROVE,
        N_("Approved: announce it, risk removed"),
        N_("The announcement hangs in the village in the township's name."),
        level="county",
    ),
    Step(
        "keep",
        (S.RELEASE_POSTED, S.RELEASE_TOWNSHIP),
        S.WATCHED,
        P.WATCH_DECIDE,
        N_("Keep it in the watch"),
        needs_reason=True,
        level="township",
        tone="danger",
    ),
)


def _recall(name: str, sources: tuple[WatchState, ...], target: WatchState, permission: Permission) -> Step:
    """A notice was withdrawn: its cases go back to where they were before it."""
    level = "county" if permission is P.WATCH_APPROVE else "township"
    return Step(
        name,
        sources,
        target,
        permission,
        N_("Notice withdrawn: back to the step before"),
        needs_reason=True,
        level=level,
        tone="danger",
    )


MACHINE = Machine(
    "watch",
    STATE_LABELS,
    S.FOUND,
    (
        *_UP_TO_THE_WATCH,
        *_OUT_OF_THE_WATCH,
        _recall("recall_post", (S.POSTED, S.TOWNSHIP), S.COMPARED, P.WATCH_DECIDE),
        _recall("recall_enter", (S.WATCHED,), S.TOWNSHIP, P.WATCH_APPROVE),
        _recall("recall_post_release", (S.RELEASE_POSTED, S.RELEASE_TOWNSHIP), S.WATCHED, P.WATCH_DECIDE),
        _recall("recall_release", (S.RELEASED,), S.RELEASE_TOWNSHIP, P.WATCH_APPROVE),
    ),
)
#: steps of one case alone; the others are taken by issuing or withdrawing a notice
ALONE = tuple(
    step
    for step in MACHINE.steps
    if step.name not in ISSUED.values() and step.name not in {name for name, _idle in RECALLED.values()}
)
