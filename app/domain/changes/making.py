"""What a request does to the register when it is made, and what it would do if it were made now.

Lives here: :func:`work_out` (reads only) and :func:`write`. Lists and notices are not touched: what hangs stays as it
hung, and a list that is being drawn up takes its names from the register when it is issued.
"""

from app.core import clock
from app.core.permissions import Actor, Permission
from app.domain.changes import queries
from app.domain.changes.models import ChangeRequest
from app.domain.changes.rules import (
    COMES,
    LEAVES_AS,
    Effect,
    K,
    Measure,
    after,
    measure_of,
    side_of,
    to_values,
)
from app.domain.households import codes, moving, service
from app.domain.households import rules as household_rules
from app.domain.households.models import Household, Member
from app.domain.policies import queries as policies
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import LinePurpose
from app.domain.rounds.queries import list_open_rounds

BY = Permission.CHANGE_DECIDE


def work_out(request: ChangeRequest) -> Effect:
    """What the request does to both households if it is made today."""
    household, other = request.household, request.other_household
    year = _year_of(household)
    line = _line_fen(household, year)
    standings = queries.list_standings([one.id for one in (household, other) if one is not None])
    before = measure_of(household, year)
    there = measure_of(other, year) if other is not None else None
    moving_ = 1 if request.kind in COMES else len(request.payload.get("members", ()))
    here_after, there_after = after(request.kind, before, there, moving_)
    sides = [
        side_of(
            household=household,
            before=before,
            now=here_after,
            line_fen=line,
            standings=standings[household.id],
        )
    ]
    if there_after is not None:
        sides.append(
            side_of(
                household=other,
                before=there or Measure(0, None),
                now=there_after,
                line_fen=line,
                standings=standings[other.id] if other is not None else (),
            )
        )
    return Effect(clock.today().isoformat(), year, line, tuple(sides))


def write(request: ChangeRequest, actor: Actor) -> set[int]:
    """Write the change into the register by its own acts; the ids of the households that were written."""
    household, kind = request.household, request.kind
    chosen = [member for member in household.members if member.id in set(request.payload.get("members", ()))]
    if kind in COMES:
        values = to_values(request.payload["person"])
        service.add_member(household=household, values=values, version=household.version, actor=actor, by=BY)
    elif kind is K.MERGE and request.other_household is not None:
        moving.merge_households(household=household, into=request.other_household, actor=actor, by=BY)
    elif kind is K.SPLIT:
        _hand_over(request, household, actor)
        head = next(member for member in chosen if member.id == request.payload["head"])
        request.other_household = moving.split_household(
            household=household, members=chosen, head=head, actor=actor, by=BY
        )
    else:
        _hand_over(request, household, actor)
        _take_off(household, chosen, LEAVES_AS[kind], actor)
    return {one.id for one in (household, request.other_household) if one is not None}


def _hand_over(request: ChangeRequest, household: Household, actor: Actor) -> None:
    """Whoever takes the household over is entered as its head before the old head goes."""
    successor = next((one for one in household.members if one.id == request.payload.get("successor")), None)
    if successor is not None and not successor.is_head:
        service.update_member(
            household=household,
            member=successor,
            values={"name": successor.name, "relation": codes.HEAD},
            version=household.version,
            actor=actor,
            by=BY,
        )


def _take_off(household: Household, members: list[Member], change: str, actor: Actor) -> None:
    for member in sorted(members, key=lambda one: one.is_head):
        service.remove_member(
            household=household,
            member=member,
            change=change,
            version=household.version,
            actor=actor,
            by=BY,
            may_empty=True,
        )


def _year_of(household: Household) -> int | None:
    """The year of the open round where an income is entered for it, else the last one with an income."""
    years = [round_.reference_year for round_ in list_open_rounds(household.village)]
    entered = {income.year for income in household.incomes}
    latest = household_rules.latest_income(household.incomes)
    return next((year for year in years if year in entered), latest.year if latest else None)


def _line_fen(household: Household, year: int | None) -> int | None:
    """The line of that year by the policy in force today, else by that of an open round."""
    if year is None:
        return None
    profile = policies.find_in_force(household.village, clock.today())
    known = [Policy.from_values(profile.values)] if profile is not None else []
    known += [round_.policy for round_ in list_open_rounds(household.village)]
    lines = (policy.income_line(year, LinePurpose.IDENTIFICATION) for policy in known)
    return next((line.amount_fen for line in lines if line is not None), None)
