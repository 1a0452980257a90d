"""Acts in a case of a household at risk: opening it, its steps, and help that comes before the procedure."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.attachments.models import Attachment
from app.domain.calendars.queries import load_calendar
from app.domain.calendars.rules import DayKind, deadline
from app.domain.households import registration
from app.domain.households.models import Household
from app.domain.monitoring import queries, rules
from app.domain.monitoring.models import FoundBy, Watch, WatchKind, WatchState, WatchStep
from app.domain.monitoring.steps import ALONE, BEFORE_WATCH, CHECKED, ISSUED, MACHINE, Seen

#: steps that are recorded with a day of their own, which the clocks go by
COUNTS = frozenset({"visit", "compare", "post", "enter", "post_release", "release"})


def open_watch(
    *,
    actor: Actor,
    household: Household,
    kind: WatchKind,
    found_by: FoundBy,
    found_on: dt.date,
    risk: str,
    risks: Collection[str] = (),
    warned_by: str = "",
) -> Watch:
    """Open a case: a sign of risk was found. Everybody in the countryside may be, without any quota.

    *risks* are values of the code list ``RISK``; *warned_by* is the department, where one warned. Raises
    :class:`Refused` when a case is open already or the *kind* does not fit the household, :class:`Invalid`.
    """
    if not can(actor, Permission.WATCH_RECORD, household):
        raise Forbidden()
    _check_sign(found_by, found_on, risk, risks, warned_by)
    membership = registration.membership_of(household.id)
    blockers = rules.kind_blockers(kind, has_left=membership.exit is not None, is_in=membership.is_in)
    if queries.find_open(household.id) is not None:
        blockers.append(Message(N_("A case of this household is open already.")))
    if queries.find_policy(household.village) is None:
        blockers.append(Message(N_("No policy is in force here, so no clock can run.")))
    if blockers:
        raise Refused(blockers)
    watch = Watch(
        household_id=household.id,
        village_id=household.village_id,
        kind=kind,
        found_by=found_by,
        found_on=found_on,
        risk=risk.strip(),
        risks=list(dict.fromkeys(risks)),
        warned_by=warned_by.strip() if found_by is FoundBy.DEPARTMENT else "",
        people=household.people,
        state=WatchState.FOUND,
        days={},
        help_given="",
    )
    watch.household = household
    db.session.add(watch)
    _record("watch_opened", actor, watch, kind=kind.value)
    return watch


def _check_sign(
    found_by: FoundBy, found_on: dt.date, risk: str, risks: Collection[str], warned_by: str
) -> None:
    if not risk.strip():
        raise Invalid(Message(N_("Write which risk was found.")), "risk")
    if found_by is FoundBy.DEPARTMENT and not warned_by.strip():
        raise Invalid(Message(N_("Write which department warned.")), "warned_by")
    if fault := rules.risks_fault(risks):
        raise Invalid(fault, "risks")
    check_texts(risk=risk, warned_by=warned_by)
    _check_recent_day(found_on, "found_on")


def take_step(
    *,
    actor: Actor,
    watch: Watch,
    step: str,
    done_on: dt.date,
    note: str,
    people: Sequence[str] = (),
    paper: Attachment | None = None,
    version: int | None = None,
) -> WatchStep:
    """Take a *step* of the case alone with its day, who took part, what was found, the signed paper.

    Raises :class:`Conflict` when somebody was faster, :class:`Invalid` for what is missing, what the machine raises;
    :class:`Refused` for a step that is taken by a notice.
    """
    row = MACHINE.step(step)
    if row not in ALONE:
        raise Refused([Message(N_("This step is taken by issuing or withdrawing a notice."))])
    watch = queries.lock_watch(watch.id)
    if version is not None and version != watch.version:
        raise Conflict(Message(N_("Somebody was faster: this case was changed meanwhile.")))
    return perform(
        actor=actor,
        watch=watch,
        step=step,
        seen=queries.load_seen(watch),
        done_on=done_on,
        note=note,
        people=people,
        paper=paper,
    )


def perform(
    *,
    actor: Actor,
    watch: Watch,
    step: str,
    seen: Seen,
    done_on: dt.date,
    note: str,
    people: Sequence[str] = (),
    paper: Attachment | None = None,
) -> WatchStep:
    """Take any *step* of a case that is locked already. Called here and by ``publishing``."""
    if actor.id is None:
        raise Forbidden()
    row = MACHINE.step(step)
    named = list(dict.fromkeys(name.strip() for name in people if name.strip()))
    if watch.state in row.sources and can(actor, row.permission, watch):
        _check_step(watch, step, done_on, note, named, paper)
        _check_after_period(step, done_on, seen)
    taken = MACHINE.take(step, Attempt(watch, actor, reason=note, given=seen))
    if step in COUNTS:
        watch.days = {**watch.days, step: done_on.isoformat()}
    done = WatchStep(
        step=step,
        done_on=done_on,
        people=named,
        note=note.strip(),
        paper_id=paper.id if paper is not None else None,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
    )
    watch.steps.append(done)
    db.session.flush()
    audit.record(
        "step_taken",
        actor=actor,
        subject=watch,
        household_id=watch.household_id,
        reason=note.strip() if row.needs_reason else "",
        source=str(taken.source),
        target=str(taken.target),
        step=step,
    )
    db.session.flush()
    return done


def _check_step(
    watch: Watch, step: str, done_on: dt.date, note: str, named: Sequence[str], paper: Attachment | None
) -> None:
    last = max((one for name in COUNTS if (one := watch.day_of(name)) is not None), default=watch.found_on)
    _check_day(done_on, last, "done_on")
    if step == "post_release" and done_on == watch.day_of("enter"):
        words = N_("On %(day)s the household came into the watch; the visit before its release comes later.")
        raise Invalid(Message(words, day=done_on), "done_on")
    if not note.strip():
        raise Invalid(Message(N_("Write what was found or decided.")), "note")
    check_texts(note=note, people="\n".join(named))
    least = rules.PEOPLE.get(step, 0)
    if len(named) < least:
        raise Invalid(
            Message(
                N_("At least %(least)s different people visit; %(found)s are named."),
                least=least,
                found=len(named),
            ),
            "people",
        )
    if step in rules.PAPERS and paper is None:
        raise Invalid(
            Message(N_("This step needs its paper: %(what)s."), what=Message(rules.PAPERS[step])), "paper"
        )


def _check_after_period(step: str, done_on: dt.date, seen: Seen) -> None:
    """What follows a notice is dated after its period."""
    kind = CHECKED.get(step)
    standing = seen.notices.get(ISSUED[kind]) if kind is not None else None
    if standing is None or not standing.period.has_ended(seen.today) or done_on > standing.period.last_day:
        return
    raise Invalid(
        Message(
            N_("Notice %(number)s hung until the end of %(day)s; the check comes after it."),
            number=standing.notice.number,
            day=standing.period.last_day,
        ),
        "done_on",
    )


def help_at_once(*, actor: Actor, watch: Watch, helped_on: dt.date, help_given: str) -> None:
    """The green channel: help comes first, the procedure is made up for within the policy's working days.

    Help often came before the risk was written down, so *helped_on* may be earlier than the case. Raises
    :class:`Refused` once the household is watched or the case has ended, or when help was noted already.
    """
    if not can(actor, Permission.WATCH_RECORD, watch):
        raise Forbidden()
    watch = queries.lock_watch(watch.id)
    if watch.state not in BEFORE_WATCH:
        raise Refused([Message(N_("The procedure is through; help is entered as a measure."))])
    if watch.helped_on is not None:
        raise Refused([Message(N_("It is already noted that help came at once."))])
    policy = queries.find_policy(watch.household.village)
    if policy is None:
        raise Refused([Message(N_("No policy is in force here, so no clock can run."))])
    _check_recent_day(helped_on, "helped_on")
    if not help_given.strip():
        raise Invalid(Message(N_("Write which help came.")), "help_given")
    check_texts(help_given=help_given)
    due_on = deadline(helped_on, policy.watch_green_days, DayKind.WORKING, load_calendar())
    watch.helped_on, watch.help_given, watch.procedure_due_on = helped_on, help_given.strip(), due_on
    _record("watch_helped", actor, watch, day=helped_on.isoformat())


def _check_recent_day(day: dt.date, field: str) -> None:
    """A day of the last year; an older one is a slip of the pen."""
    _check_day(day, None, field)
    if day < clock.today() - rules.FOUND_AT_MOST_AGO:
        raise Invalid(Message(N_("This day is too long ago: more than a year. Is the year right?")), field)


def _check_day(day: dt.date, not_before: dt.date | None, field: str) -> None:
    if day > clock.today():
        raise Invalid(Message(N_("This day is still to come.")), field)
    if not_before is not None and day < not_before:
        raise Invalid(
            Message(N_("This day is before %(day)s, the day of the step before."), day=not_before), field
        )


def _record(name: str, actor: Actor, watch: Watch, **fields: str) -> None:
    db.session.flush()
    audit.record(name, actor=actor, subject=watch, household_id=watch.household_id, **dict[str, Any](fields))
    db.session.flush()
