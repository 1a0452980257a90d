"""Reading findings: how many of which rule where, pages of them, and those that keep a list from being posted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only
from app.domain.areas.models import Area
from app.domain.areas.queries import list_villages_for
from app.domain.checkups.models import Finding, Severity
from app.domain.checkups.rule import Rule
from app.domain.checkups.rules import RULES, RULES_BY_KEY
from app.domain.households.models import Household

ORDER = {Severity.SEVERE: 0, Severity.CHECK: 1, Severity.HINT: 2}
#: rules that compare households with one another: a change of one household changes what they say of others
ACROSS = ("id_twice", "phone_shared", "account_shared")
RANK = sa.case(*((Finding.severity == severity, place) for severity, place in ORDER.items()))


@dataclass(frozen=True)
class VillageCounts:
    """A village's findings by severity; *unexplained* counts the severe ones that nobody explained."""

    village: Area
    households: int
    severe: int
    unexplained: int
    check: int
    hint: int


@dataclass(frozen=True)
class RuleCount:
    """How often a rule holds in a village, and how many of these findings are explained."""

    rule: Rule
    findings: int
    households: int
    explained: int


def get_finding(finding_id: int) -> Finding:
    """The finding with this id, with its household; raises ``NotFound``."""
    statement = sa.select(Finding).where(Finding.id == finding_id).options(joinedload(Finding.household))
    return get_only(statement)


def find_rule(key: str) -> Rule | None:
    """The rule called *key*, or nothing."""
    return RULES_BY_KEY.get(key)


def list_village_counts(actor: Actor) -> list[VillageCounts]:
    """The villages that *actor* may see, by code, each with its households and findings counted."""
    villages = list_villages_for(actor, Permission.HOUSEHOLD_VIEW)
    ids = [village.id for village in villages]
    unexplained = sa.func.sum(sa.case((Finding.explained_at.is_(None), 1), else_=0))
    rows = db.session.execute(
        sa.select(Finding.village_id, Finding.severity, sa.func.count(), unexplained)
        .where(Finding.village_id.in_(ids))
        .group_by(Finding.village_id, Finding.severity)
    )
    counts = {(village_id, severity): (total, open_) for village_id, severity, total, open_ in rows}
    of_villages = db.session.execute(
        sa.select(Household.village_id, sa.func.count())
        .where(Household.village_id.in_(ids))
        .group_by(Household.village_id)
    )
    households = dict(of_villages.all())
    none = (0, 0)
    return [
        VillageCounts(
            village=village,
            households=households.get(village.id, 0),
            severe=counts.get((village.id, Severity.SEVERE), none)[0],
            unexplained=counts.get((village.id, Severity.SEVERE), none)[1],
            check=counts.get((village.id, Severity.CHECK), none)[0],
            hint=counts.get((village.id, Severity.HINT), none)[0],
        )
        for village in villages
    ]


def list_rule_counts(village: Area) -> list[RuleCount]:
    """Every rule with its findings in *village*: those that hold first, severe before others, then by number."""
    rows = db.session.execute(
        sa.select(
            Finding.rule,
            sa.func.count(),
            sa.func.count(Finding.household_id.distinct()),
            sa.func.count(Finding.explained_at),
        )
        .where(Finding.village_id == village.id)
        .group_by(Finding.rule)
    )
    counts = {rule: (findings, households, explained) for rule, findings, households, explained in rows}
    listed = [RuleCount(rule, *counts.get(rule.key, (0, 0, 0))) for rule in RULES]
    return sorted(listed, key=lambda line: (not line.findings, ORDER[line.rule.severity], -line.findings))


def page_findings(
    village: Area, *, rule: str = "", severity: str = "", unexplained: bool = False, page: int = 1
) -> Page[Finding]:
    """One page of the findings in *village*, severe ones first, with household, group and member loaded."""
    ids = (
        sa.select(Finding.id)
        .join(Household, Household.id == Finding.household_id)
        .where(Finding.village_id == village.id)
        .order_by(RANK, Household.household_no, Finding.id)
    )
    if rule:
        ids = ids.where(Finding.rule == rule)
    if severity in set(Severity):
        ids = ids.where(Finding.severity == Severity(severity))
    if unexplained:
        ids = ids.where(Finding.explained_at.is_(None))
    window = paginate(ids, page)
    return replace(window, items=_in_order(window.items))


def _in_order(ids: Sequence[int]) -> list[Finding]:
    statement = (
        sa.select(Finding)
        .where(Finding.id.in_(ids))
        .options(joinedload(Finding.household).joinedload(Household.group), joinedload(Finding.member))
    )
    found = {finding.id: finding for finding in db.session.scalars(statement)}
    return [found[finding_id] for finding_id in ids]


def list_findings(household_id: int) -> Sequence[Finding]:
    """The findings about one household, severe ones first."""
    statement = (
        sa.select(Finding)
        .where(Finding.household_id == household_id)
        .order_by(RANK, Finding.id)
        .options(joinedload(Finding.member))
    )
    return db.session.scalars(statement).all()


def count_by_household(household_ids: Collection[int]) -> dict[int, int]:
    """How many unexplained severe or checkable findings each household has, hints left out."""
    rows = db.session.execute(
        sa.select(Finding.household_id, sa.func.count())
        .where(
            Finding.household_id.in_(household_ids),
            Finding.severity != Severity.HINT,
            Finding.explained_at.is_(None),
        )
        .group_by(Finding.household_id)
    )
    return dict(rows.all())


def list_unexplained_severe(household_ids: Collection[int]) -> Sequence[Finding]:
    """The severe findings about these households that are neither mended nor explained, by household."""
    statement = (
        sa.select(Finding)
        .join(Household, Household.id == Finding.household_id)
        .where(
            Finding.household_id.in_(household_ids),
            Finding.severity == Severity.SEVERE,
            Finding.explained_at.is_(None),
        )
        .order_by(Household.household_no, Finding.id)
        .options(joinedload(Finding.household))
    )
    return db.session.scalars(statement).all()


def count_unexplained_severe_among(household_ids: sa.Select[int]) -> int:
    """How many severe findings about the households of a sub-select are neither mended nor explained."""
    statement = sa.select(sa.func.count()).where(
        Finding.household_id.in_(household_ids),
        Finding.severity == Severity.SEVERE,
        Finding.explained_at.is_(None),
    )
    return db.session.scalar(statement) or 0


def count_unexplained_severe(village: Area) -> int:
    """How many severe findings in *village* are neither mended nor explained."""
    statement = sa.select(sa.func.count()).where(
        Finding.village_id == village.id,
        Finding.severity == Severity.SEVERE,
        Finding.explained_at.is_(None),
    )
    return db.session.scalar(statement) or 0


def list_naming_others() -> Sequence[int]:
    """Ids of the households with a finding that names other households, such as a number that stands twice."""
    statement = sa.select(Finding.household_id).where(Finding.rule.in_(ACROSS)).distinct()
    return db.session.scalars(statement.order_by(Finding.household_id)).all()
