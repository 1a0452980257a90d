"""Writing the register by hand: a household, its members, its income of a year.

Lives here: acts, each with one event that names the changed fields and never their values. Does not live here: the
check-up that follows a change (``checkups``, called by whoever calls these), workbooks (``imports``).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.households import codes, entries, queries, rules
from app.domain.households.entries import IncomeEntry
from app.domain.households.models import BusinessItem, Household, IncomeYear, Member
from app.domain.households.search_keys import initials

EARLIEST_YEAR = 2000
EDIT = Permission.HOUSEHOLD_EDIT


def create_household(
    *,
    village: Area,
    head: Mapping[str, Any],
    actor: Actor,
    values: Mapping[str, Any] | None = None,
    group_id: int | None = None,
    household_no: str = "",
    data_as_of: dt.date | None = None,
) -> Household:
    """Open the record of a household with its head. Without a number it gets the village's next one.

    Raises ``Invalid`` for a value that cannot be right and for a number that is taken.
    """
    if not can(actor, Permission.HOUSEHOLD_EDIT, village):
        raise Forbidden()
    as_of = _checked_day(data_as_of or clock.today())
    clean = entries.read_household(values or {}, clock.today())
    number = _free_number(village, household_no)
    household = Household(
        household_no=number,
        village=village,
        group_id=_checked_group(village, group_id),
        data_as_of=as_of,
        **{name: value for name, value in clean.items() if value is not None},
    )
    household.members.append(_member(household, {**head, "relation": codes.HEAD}))
    household.keep_in_step()
    db.session.add(household)
    _flush_number()
    audit.record(
        "household_created",
        actor=actor,
        subject=household,
        household_id=household.id,
        household_no=household.household_no,
    )
    return household


def update_household(
    *,
    household: Household,
    values: Mapping[str, Any],
    version: int,
    actor: Actor,
    group_id: int | None = None,
    data_as_of: dt.date | None = None,
) -> list[str]:
    """Change the household's own fields; the names of those that changed. *group_id* is always set."""
    _open(household, version, actor)
    clean: dict[str, Any] = entries.read_household(_as_kept(household, values), clock.today())
    clean["group_id"] = _checked_group(household.village, group_id)
    if data_as_of is not None:
        clean["data_as_of"] = _checked_day(data_as_of)
    changed = _assign(household, clean)
    return _close(household, changed, actor)


def add_member(
    *, household: Household, values: Mapping[str, Any], version: int, actor: Actor, by: Permission = EDIT
) -> Member:
    """Enter one more person. Raises ``Invalid`` for a second head. *by* is the permission that it is done by."""
    _open(household, version, actor, by)
    member = _member(household, values)
    if member.is_head and any(other.is_head for other in household.members):
        raise Invalid(
            Message(N_("The household has a head already: %(name)s."), name=household.head_name), "relation"
        )
    household.members.append(member)
    _close(household, ["member_added"], actor)
    return member


def update_member(
    *,
    household: Household,
    member: Member,
    values: Mapping[str, Any],
    version: int,
    actor: Actor,
    by: Permission = EDIT,
) -> list[str]:
    """Change a person's fields; the names of those that changed.

    Whoever becomes the head takes it over: the relations of all others are then to be entered anew.
    """
    _open(household, version, actor, by)
    clean = entries.read_member(_as_kept(member, values), clock.today())
    _needed(clean)
    if member.is_head and clean.get("relation", codes.HEAD) != codes.HEAD:
        raise Invalid(Message(N_("Enter another member as the head first.")), field="relation")
    takes_over = not member.is_head and clean.get("relation") == codes.HEAD
    changed = [f"member.{name}" for name in _assign(member, clean)]
    if takes_over:
        for other in household.members:
            other.is_head = other is member
            other.relation = codes.HEAD if other is member else None
    return _close(household, changed, actor)


def remove_member(
    *,
    household: Household,
    member: Member,
    change: str,
    version: int,
    actor: Actor,
    by: Permission = EDIT,
    may_empty: bool = False,
) -> None:
    """Take a person off the record; *change* says what became of them (``codes.MEMBER_CHANGE``).

    The head goes only as the last one, and only where the household *may_empty*.
    """
    _open(household, version, actor, by)
    if change not in codes.MEMBER_CHANGE:
        raise Invalid(Message(N_("Choose one of the answers.")), field="change")
    if member.is_head and not (may_empty and len(household.members) == 1):
        raise Invalid(Message(N_("Enter another member as the head first.")), field="change")
    household.members.remove(member)
    _close(household, ["member_removed"], actor, reason=codes.MEMBER_CHANGE.label(change))


def set_income(
    *, household: Household, year: int, entry: IncomeEntry, version: int, actor: Actor
) -> IncomeYear:
    """Enter or replace the household's income of *year*."""
    _open(household, version, actor)
    if not EARLIEST_YEAR <= year <= clock.today().year:
        raise Invalid(
            Message(
                N_("Write a number from %(lowest)s to %(highest)s."),
                lowest=EARLIEST_YEAR,
                highest=clock.today().year,
            ),
            field="year",
        )
    entries.read_income(entry)
    income = rules.income_of(household.incomes, year)
    if income is None:
        income = IncomeYear(year=year)
        household.incomes.append(income)
    before = _income_state(income)
    income.wages_fen, income.property_fen = entry.wages_fen, entry.property_fen
    income.business_fen, income.business_cost_fen = entry.business_fen, entry.business_cost_fen
    income.transfers_fen = entry.transfers_fen
    income.transfer_items = dict(entry.transfer_items) or None
    items = [_item_state(item) for item in entry.items]
    if [_item_state(item) for item in income.items] != items:
        income.items = [
            BusinessItem(kind=kind, quantity=quantity, sales_fen=sales, coefficient=coefficient)
            for kind, quantity, sales, coefficient in items
        ]
    after = _income_state(income)
    _close(household, [f"income_{year}.{name}" for name in after if after[name] != before[name]], actor)
    return income


def record_numbers_shown(*, household: Household, actor: Actor) -> None:
    """Note in the history that somebody had the full identity, telephone and account numbers shown."""
    if not can(actor, Permission.PERSONAL_NUMBERS_VIEW, household):
        raise Forbidden()
    audit.record(
        "personal_numbers_shown",
        actor=actor,
        subject=household,
        household_id=household.id,
        household_no=household.household_no,
    )


def _open(household: Household, version: int, actor: Actor, by: Permission = EDIT) -> None:
    if not can(actor, by, household):
        raise Forbidden()
    if household.version != version:
        raise Conflict(
            Message(
                N_("Somebody else changed this household in the meantime. Look at it again, then change it.")
            )
        )


def _close(household: Household, changed: Iterable[str], actor: Actor, reason: str = "") -> list[str]:
    names = list(changed)
    if not names:
        return []
    household.keep_in_step()
    flag_modified(household, "people")
    db.session.flush()
    audit.record(
        "household_changed",
        actor=actor,
        subject=household,
        household_id=household.id,
        reason=reason,
        household_no=household.household_no,
        fields=names,
    )
    return names


def _member(household: Household, values: Mapping[str, Any]) -> Member:
    clean = entries.read_member(values, clock.today())
    _needed(clean)
    sequence = max((member.sequence for member in household.members), default=0) + 1
    return Member(
        sequence=sequence,
        person_no=rules.next_person_number(household),
        is_head=clean.get("relation") == codes.HEAD,
        initials=initials(clean["name"]),
        **{name: value for name, value in clean.items() if value is not None},
    )


def _needed(clean: Mapping[str, Any]) -> None:
    for name in ("name", "relation"):
        if name in clean and clean[name] is None:
            raise Invalid(Message(N_("This must be filled in.")), field=name)
    if "name" not in clean:
        raise Invalid(Message(N_("This must be filled in.")), field="name")


def _as_kept(row: Household | Member, values: Mapping[str, Any]) -> dict[str, Any]:
    """*values* without those personal numbers that stay as they are: an old fault does not stop another change."""
    kept = ("id_number", "telephone", "bank_account")
    return {name: value for name, value in values.items() if name not in kept or value != getattr(row, name)}


def _assign(row: Household | Member, clean: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in clean.items() if not _is_same(getattr(row, name), value)]
    for name in changed:
        setattr(row, name, clean[name])
    if "name" in changed and isinstance(row, Member):
        row.initials = initials(row.name)
    return changed


def _is_same(kept: Any, given: Any) -> bool:
    return kept == given or (not kept and not given and (isinstance(kept, list) or isinstance(given, list)))


def _checked_group(village: Area, group_id: int | None) -> int | None:
    if group_id is not None and not queries.is_group_of(group_id, village):
        raise Invalid(Message(N_("Choose a villagers' group of this village.")), field="group_id")
    return group_id


def _checked_day(day: dt.date) -> dt.date:
    if not dt.date(EARLIEST_YEAR, 1, 1) <= day <= clock.today():
        raise Invalid(Message(N_("The record cannot describe a day to come.")), field="data_as_of")
    return day


def _free_number(village: Area, wanted: str) -> str:
    if not wanted:
        return rules.household_number(village.code, queries.count_numbers_given(village) + 1)
    number = rules.checked_household_number(wanted, village.code)
    if queries.find_by_number(number) is not None:
        raise Invalid(Message(N_("This household number is taken.")), field="household_no")
    return number


def _flush_number() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(
            Message(N_("Somebody else has just taken this household number. Please save again."))
        ) from error


def _item_state(item: Any) -> tuple[str, str | None, int, str]:
    return item.kind, item.quantity or None, item.sales_fen, item.coefficient


def _income_state(income: IncomeYear) -> dict[str, Any]:
    return {
        "wages": income.wages_fen,
        "business": income.business_fen,
        "property": income.property_fen,
        "transfers": income.transfers_fen,
        "business_cost": income.business_cost_fen,
        "transfer_items": income.transfer_items,
        "items": [_item_state(item) for item in income.items],
    }
