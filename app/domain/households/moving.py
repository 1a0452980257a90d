"""People who go from one household's record to another's: a household that splits, two that become one.

Lives here: acts that keep the person's own row, so that an old fault in it stops nobody, with one event for each
household. Does not live here: whether it may be done (``changes``), people who come from or go to elsewhere
(``service.py``).
"""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.households import codes, queries, rules
from app.domain.households.models import BusinessItem, Household, IncomeYear, Member

AMOUNTS = ("wages_fen", "business_fen", "property_fen", "transfers_fen", "business_cost_fen")


def split_household(
    *, household: Household, members: Sequence[Member], head: Member, actor: Actor, by: Permission
) -> Household:
    """Open a record of their own for *members* under *head*, in the same village and group, without income."""
    if not can(actor, by, household):
        raise Forbidden()
    running = queries.count_numbers_given(household.village) + 1
    made = Household(
        household_no=rules.household_number(household.village.code, running),
        village=household.village,
        group_id=household.group_id,
        data_as_of=household.data_as_of,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError as error:
        taken = N_("Somebody else has just taken this household number. Please save again.")
        raise Conflict(Message(taken)) from error
    audit.record(
        "household_created",
        actor=actor,
        subject=made,
        household_id=made.id,
        household_no=made.household_no,
    )
    move_members(
        source=household,
        target=made,
        members=[head, *(m for m in members if m is not head)],
        actor=actor,
        by=by,
    )
    return made


def merge_households(*, household: Household, into: Household, actor: Actor, by: Permission) -> None:
    """Everybody of *household* and its income go over; its own record stays, without members."""
    _add_incomes(household, into)
    ordered = sorted(household.members, key=lambda one: (not one.is_head, one.sequence))
    move_members(source=household, target=into, members=ordered, actor=actor, by=by)


def move_members(
    *, source: Household, target: Household, members: Sequence[Member], actor: Actor, by: Permission
) -> None:
    """Move *members*. Relations to the new head are to be entered anew; into an empty record the first goes as head."""
    if not (can(actor, by, source) and can(actor, by, target)):
        raise Forbidden()
    if any(member.household_id != source.id for member in members):
        raise Invalid(Message(N_("Choose people of this household.")), field="members")
    for member in members:
        is_first = not target.members
        member.person_no = rules.next_person_number(target)
        member.sequence = max((one.sequence for one in target.members), default=0) + 1
        member.is_head, member.relation = is_first, codes.HEAD if is_first else None
        target.members.append(member)
    for household, what in ((source, "member_removed"), (target, "member_added")):
        _written(household, what, actor)


def _add_incomes(source: Household, target: Household) -> None:
    """The source's income of each year is added to the target's; the source keeps its own as it was."""
    for income in source.incomes:
        sum_ = rules.income_of(target.incomes, income.year)
        if sum_ is None:
            sum_ = IncomeYear(year=income.year, **dict.fromkeys(AMOUNTS, 0))
            target.incomes.append(sum_)
        _level_items(sum_, income)
        for name in AMOUNTS:
            setattr(sum_, name, (getattr(sum_, name) or 0) + (getattr(income, name) or 0))
        parts = dict(sum_.transfer_items or {})
        for kind, fen in (income.transfer_items or {}).items():
            parts[kind] = parts.get(kind, 0) + fen
        sum_.transfer_items = parts or None


def _level_items(sum_: IncomeYear, income: IncomeYear) -> None:
    """Net business income stays the sum of both: where only one side has items, the other's net is one more item."""
    mine, theirs = bool(sum_.items), bool(income.items)
    if not mine and not theirs:
        return
    if not mine and (net := rules.business_net_fen(sum_)):
        sum_.items.append(_as_item(net))
    taken = [
        BusinessItem(kind=i.kind, quantity=i.quantity, sales_fen=i.sales_fen, coefficient=i.coefficient)
        for i in income.items
    ]
    if not theirs and (net := rules.business_net_fen(income)):
        taken.append(_as_item(net))
    sum_.items += taken


def _as_item(net_fen: int) -> BusinessItem:
    return BusinessItem(kind="其他", quantity=None, sales_fen=net_fen, coefficient="1")


def _written(household: Household, what: str, actor: Actor) -> None:
    household.keep_in_step()
    flag_modified(household, "people")
    db.session.flush()
    audit.record(
        "household_changed",
        actor=actor,
        subject=household,
        household_id=household.id,
        household_no=household.household_no,
        fields=[what],
    )
