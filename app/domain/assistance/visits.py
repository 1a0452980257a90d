"""Acts on visits: writing one down, taking a wrong record back. A record itself never changes."""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.core.rows import lock_row
from app.core.serials import next_number
from app.domain.assistance import rules
from app.domain.assistance.models import HelpVisit, Visitor, VisitWay
from app.domain.assistance.rules import LONGEST_WORDS
from app.domain.assistance.visiting import HELPERS, VISITOR_LABELS
from app.domain.households.models import Household
from app.domain.pairings.queries import helpers_of

MOST_VISITORS = 6
#: a visit is written down at most so long after it was made
LATEST = dt.timedelta(days=400)
LONGEST_MINUTES = 24 * 60
_TOO_LONG = N_("At most %(max)s characters, please.")


@dataclass(frozen=True)
class VisitWords:
    """What was heard, done and solved, and what is left open; at least one of the first two is needed."""

    heard: str = ""
    done: str = ""
    solved: str = ""
    left_open: str = ""


def record_visit(
    *,
    actor: Actor,
    household: Household,
    visited_on: dt.date,
    visitor: Visitor,
    visitors: Sequence[str],
    words: VisitWords,
    way: VisitWay = VisitWay.AT_HOME,
    minutes: int | None = None,
    signed_by: str = "",
    changed: Collection[str] = (),
) -> HelpVisit:
    """Write down a visit to a household. *changed* names the fields of its record that this visit put right.

    Raises ``Invalid`` beside the field: for a day to come, nobody who visited, nothing heard or done; for a visit as
    a helper where the household had none that day, or where the helper is not among those who visited.
    """
    if not can(actor, Permission.ASSISTANCE_VISIT, household) or actor.id is None:
        raise Forbidden()
    _check_day(visited_on)
    if minutes is not None and not 0 < minutes <= LONGEST_MINUTES:
        raise Invalid(Message(N_("Between 1 and %(max)s minutes."), max=LONGEST_MINUTES), "minutes")
    if signed_by and signed_by not in rules.names_of(household.members):
        raise Invalid(Message(N_("Choose who of the household signed.")), "signed_by")
    texts, names = _checked(words), _names(visitors)
    _check_helper(household, visitor, visited_on, names)
    visit = HelpVisit(
        number=f"ZF{visited_on.year}-{next_number(f'help_visit/{visited_on.year}'):05}",
        household=household,
        visited_on=visited_on,
        visitor=visitor,
        way=way,
        visitors=names,
        minutes=minutes,
        heard=texts.heard,
        done=texts.done,
        solved=texts.solved,
        left_open=texts.left_open,
        changed=sorted(changed),
        signed_by=signed_by,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
        withdrawal_reason="",
    )
    db.session.add(visit)
    db.session.flush()
    _record("help_visit_recorded", actor, visit)
    return visit


def withdraw_visit(*, actor: Actor, visit: HelpVisit, reason: str) -> None:
    """Take back a record that is wrong, with the reason: it stays, and counts no longer."""
    if not can(actor, Permission.ASSISTANCE_VISIT, visit):
        raise Forbidden()
    visit = lock_row(HelpVisit, visit.id)
    if visit.withdrawn_on is not None:
        raise Conflict(Message(N_("This record was taken back already.")))
    reason = reason.strip()
    if not reason:
        raise Invalid(Message(N_("Write why the record is taken back.")), "reason")
    if len(reason) > LONGEST_WORDS:
        raise Invalid(Message(_TOO_LONG, max=LONGEST_WORDS), "reason")
    check_texts(reason=reason)
    visit.withdrawn_on, visit.withdrawal_reason = clock.today(), reason
    db.session.flush()
    _record("help_visit_withdrawn", actor, visit, reason=reason)


def _record(event: str, actor: Actor, visit: HelpVisit, reason: str = "") -> None:
    audit.record(
        event,
        actor=actor,
        subject=visit,
        household_id=visit.household_id,
        reason=reason,
        number=visit.number,
        visited_on=str(visit.visited_on),
        visitor=visit.visitor.value,
    )
    db.session.flush()


def _check_day(visited_on: dt.date) -> None:
    if visited_on > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), "visited_on")
    if visited_on < clock.today() - LATEST:
        raise Invalid(Message(N_("This is too long ago to be written down now.")), "visited_on")


def _check_helper(household: Household, visitor: Visitor, on: dt.date, names: Sequence[str]) -> None:
    """What counts as a helper's visit was made by the helper of that day."""
    role = HELPERS.get(visitor)
    if role is None:
        return
    helper = helpers_of([household.id], on, role).get(household.id)
    if helper is None:
        problem = N_("Nobody was the %(helper)s of this household on that day. Choose who else visited.")
        raise Invalid(Message(problem, helper=Message(VISITOR_LABELS[visitor])), "visitor")
    # a mark in brackets behind a name tells two people of one unit apart
    if re.split(r"[(（]", helper.name)[0].strip() not in {
        re.split(r"[(（]", name)[0].strip() for name in names
    }:
        problem = N_(
            "On that day %(name)s was the helper. Write that name, or choose who visited instead of the helper."
        )
        raise Invalid(Message(problem, name=helper.name), "visitors")


def _names(visitors: Sequence[str]) -> list[str]:
    names = [name.strip() for name in visitors if name.strip()]
    if not names:
        raise Invalid(Message(N_("Who visited?")), "visitors")
    if len(names) > MOST_VISITORS or any(len(name) > 60 for name in names):
        raise Invalid(Message(N_("At most %(max)s names, please."), max=MOST_VISITORS), "visitors")
    check_texts(visitors=" ".join(names))
    return names


def _checked(words: VisitWords) -> VisitWords:
    texts = {name: getattr(words, name).strip() for name in VisitWords.__dataclass_fields__}
    for name, text in texts.items():
        if len(text) > LONGEST_WORDS:
            raise Invalid(Message(_TOO_LONG, max=LONGEST_WORDS), name)
    if not texts["heard"] and not texts["done"]:
        raise Invalid(Message(N_("Write what you heard, or what was done.")), "heard")
    check_texts(**texts)
    return VisitWords(**texts)
