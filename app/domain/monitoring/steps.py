"""The way of a case, as a table for the same engine as every procedure: found, visited, compared, posted, decided.

Source: guiding opinion of 2021 on monitoring against a return to poverty; release takes the same way back.
"""

from collections.abc import Iterable

from app.core import clock
from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.monitoring.models import WatchState
from app.domain.monitoring.rules import hangs_until

P = Permission
S = WatchState
BEFORE_WATCH = (S.FOUND, S.VISITED, S.COMPARED, S.POSTED, S.TOWNSHIP)

STATE_LABELS: dict[str, str] = {
    S.FOUND: N_("Risk found"),
    S.VISITED: N_("Visited at home"),
    S.COMPARED: N_("Data of the household compared"),
    S.POSTED: N_("Reviewed, on the village board"),
    S.TOWNSHIP: N_("Checked by the township"),
    S.WATCHED: N_("Watched"),
    S.RELEASE_POSTED: N_("Release on the village board"),
    S.RELEASED: N_("Risk removed"),
    S.DISMISSED: N_("Not taken into the watch"),
}


def notice_hung(step: str) -> "_NoticeHung":
    """The village notice hung as long as the policy asks."""
    return _NoticeHung(step)


class _NoticeHung:
    def __init__(self, step: str) -> None:
        self.step = step
        self.__name__ = f"notice_of_{step}_hung"
        self.__doc__ = notice_hung.__doc__

    def __call__(self, attempt: Attempt) -> Iterable[Message]:
        policy = (attempt.given or {}).get("policy")
        until = hangs_until(attempt.subject, self.step, policy) if policy is not None else None
        if until is None:
            yield Message(N_("The village notice was not hung yet."))
        elif clock.today() <= until:
            yield Message(N_("The village notice hangs until the end of %(day)s."), day=until)


MACHINE = Machine(
    "watch",
    STATE_LABELS,
    S.FOUND,
    (
        Step(
            "visit",
            (S.FOUND,),
            S.VISITED,
            P.WATCH_RECORD,
            N_("Record the visit at risk"),
            N_("At least two people go. The household agrees that its data are compared, and signs."),
        ),
        Step(
            "compare",
            (S.VISITED,),
            S.COMPARED,
            P.WATCH_RECORD,
            N_("Record what the data say"),
            N_("Not repeated for a household whose data were compared for an allowance just now; write so."),
        ),
        Step(
            "post",
            (S.COMPARED,),
            S.POSTED,
            P.WATCH_RECORD,
            N_("Reviewed: record the village notice"),
            N_(
                "The review group of the villagers agreed. Name and measures hang on the board from this day."
            ),
        ),
        Step(
            "check",
            (S.POSTED,),
            S.TOWNSHIP,
            P.WATCH_DECIDE,
            N_("Checked: hand it up"),
            guards=(notice_hung("post"),),
            level="township",
        ),
        Step(
            "enter",
            (S.TOWNSHIP,),
            S.WATCHED,
            P.WATCH_DECIDE,
            N_("Approved and announced: into the watch"),
            N_("The announcement hangs in the village in the township's name. Measures and a helper follow."),
            level="county",
        ),
        Step(
            "post_release",
            (S.WATCHED,),
            S.RELEASE_POSTED,
            P.WATCH_RECORD,
            N_("Visited again, risk gone: record the village notice"),
            N_("Income stably over the line, everything guaranteed, the first risk gone and no new one."),
        ),
        Step(
            "release",
            (S.RELEASE_POSTED,),
            S.RELEASED,
            P.WATCH_DECIDE,
            N_("Approved and announced: risk removed"),
            guards=(notice_hung("post_release"),),
            level="county",
        ),
        Step(
            "keep",
            (S.RELEASE_POSTED,),
            S.WATCHED,
            P.WATCH_DECIDE,
            N_("Keep it in the watch"),
            needs_reason=True,
            level="township",
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
    ),
)
