"""Acts on rounds: opening (which freezes the policy), closing, time nodes and quotas."""

import copy
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.policies.models import PolicyProfile
from app.domain.policies.rules import Policy
from app.domain.policies.schema import FIELDS_BY_NAME
from app.domain.rounds import queries, rules
from app.domain.rounds.models import Quota, Round, RoundKind, RoundNode, RoundState
from app.domain.rounds.rules import PROCEDURE, NodeCode

#: without these no village of a round of poor villages can be put on the list
PROVINCE_FIGURES = ("province_year", "province_incidence", "province_income_yuan")
#: documents that a policy names in Chinese, as an English notice calls them
IN_ENGLISH = {"关于建立贫困退出机制的意见": "Opinion on setting up the way out of poverty (2016)"}


def open_round(
    *,
    code: str,
    year: int,
    area: Area,
    profile: PolicyProfile,
    name_zh: str,
    reference_from: dt.date,
    reference_until: dt.date,
    actor: Actor,
    name_en: str | None = None,
    kind: RoundKind = RoundKind.IDENTIFICATION,
    due: Mapping[NodeCode, dt.date] | None = None,
) -> Round:
    """Open a round in *area* under *profile*, whose values are copied: a later edit of it does not reach the round.

    *due* gives the time nodes that are known. Raises ``Invalid`` for a code that is taken or malformed, a missing
    name or a period that ends before it begins, ``Refused`` with each figure that the policy lacks for a round of this
    kind, ``Forbidden``.
    """
    if not can(actor, Permission.ROUND_MANAGE, area):
        raise Forbidden()
    _check_new(code, year, name_zh, reference_from, reference_until)
    policy = Policy.from_values(profile.values)
    _check_policy(policy, kind)
    basis = _basis(profile, policy, kind)
    opened = Round(
        code=code,
        year=year,
        kind=kind,
        state=RoundState.OPEN,
        area=area,
        name_zh=name_zh.strip(),
        name_en=(name_en or "").strip() or None,
        reference_from=reference_from,
        reference_until=reference_until,
        opened_on=clock.today(),
        policy_key=profile.key,
        policy_version=profile.version,
        policy_values=copy.deepcopy(profile.values),
        policy_basis_zh=basis[0],
        policy_basis_en=basis[1],
    )
    db.session.add(opened)
    known = due or {}
    nodes = NodeCode if kind is RoundKind.IDENTIFICATION else ()
    db.session.add_all(
        RoundNode(round=opened, ordinal=ordinal, code=node.value, due_on=known.get(node))
        for ordinal, node in enumerate(nodes, start=1)
    )
    _record(opened, "opened", actor)
    return opened


def close_round(*, round_: Round, actor: Actor) -> Round:
    """Close *round_*: no application is taken any more. Raises ``Conflict`` when it is closed already."""
    db.session.refresh(round_, with_for_update={"of": Round})
    PROCEDURE.take("close", Attempt(round_, actor))
    round_.closed_on = clock.today()
    _record(round_, "closed", actor)
    return round_


def reopen_round(*, round_: Round, reason: str, actor: Actor) -> Round:
    """Open a closed round again, with a reason. Raises ``Conflict`` when it is open."""
    db.session.refresh(round_, with_for_update={"of": Round})
    PROCEDURE.take("reopen", Attempt(round_, actor, reason=reason))
    round_.closed_on = None
    _record(round_, "reopened", actor, reason)
    return round_


def set_node(
    *, round_: Round, code: str, due_on: dt.date | None, done_on: dt.date | None, actor: Actor
) -> RoundNode:
    """Set the time node of a step and the day on which it was done.

    Raises ``Invalid`` for an unknown step or a day in the future, ``Forbidden``.
    """
    _check_permission(round_, actor)
    node = queries.find_node(round_, code)
    if node is None:
        raise Invalid(Message(N_("A round has no step called “%(code)s”."), code=code), field="code")
    if done_on is not None and done_on > clock.today():
        raise Invalid(Message(N_("A step cannot be done on a day to come.")), field="done_on")
    node.due_on, node.done_on = due_on, done_on
    _record(round_, f"node {code}", actor)
    return node


def set_quota(
    *,
    round_: Round,
    village: Area,
    population: int,
    actor: Actor,
    planned_incidence: Decimal | None = None,
    quota_people: int | None = None,
) -> Quota:
    """Set the quota of *village*: from the planned incidence, or the head-count as it was given from above.

    Raises ``Invalid`` when the numbers do not fit, ``Refused`` for a village outside the round, ``Forbidden``.
    """
    _check_permission(round_, actor)
    if round_.kind is RoundKind.FUNDS:
        raise Refused([Message(N_("A year of funds and projects has no quotas."))])
    if round_.kind is RoundKind.EXIT:
        raise Refused([Message(N_("Nobody leaves the register by quota."))])
    if round_.kind is not RoundKind.IDENTIFICATION:
        raise Refused([Message(N_("Only a round in which households are chosen has quotas."))])
    if not village.path.startswith(round_.area_path):
        raise Refused([Message(N_("This village does not belong to the round's area."))])
    if population < 0:
        raise Invalid(Message(N_("The population is a whole number.")), field="population")
    if quota_people is None and planned_incidence is None:
        raise Invalid(Message(N_("Write the planned incidence or the quota.")), field="planned_incidence")
    if quota_people is None and planned_incidence is not None:
        quota_people = rules.quota_people(population, planned_incidence)
    people = quota_people or 0
    if not 0 <= people <= population:
        raise Invalid(Message(N_("A quota cannot be larger than the population.")), field="quota_people")
    quota = queries.find_quota(round_, village) or Quota(round=round_, village=village)
    quota.population = population
    quota.quota_people = people
    quota.planned_incidence = str(
        planned_incidence if planned_incidence is not None else rules.incidence_of(people, population)
    )
    db.session.add(quota)
    _record(round_, f"quota {village.code}", actor)
    return quota


def _check_new(code: str, year: int, name_zh: str, reference_from: dt.date, reference_until: dt.date) -> None:
    if not rules.is_code(code):
        raise Invalid(
            Message(N_("Write a code such as 2026-identification: the year, then small letters.")),
            field="code",
        )
    if queries.find_round(code) is not None:
        raise Invalid(Message(N_("There is a round with this code already.")), field="code")
    if not 2000 <= year <= 2100:
        raise Invalid(Message(N_("Write a year of four digits.")), field="year")
    if not name_zh.strip():
        raise Invalid(Message(N_("A round needs a Chinese name.")), field="name_zh")
    if reference_from > reference_until:
        raise Invalid(Message(N_("The reference period ends before it begins.")), field="reference_until")


def _check_policy(policy: Policy, kind: RoundKind) -> None:
    """The policy is frozen with the round: what it lacks then cannot be added any more."""
    if kind is not RoundKind.POOR_VILLAGES:
        return
    words = N_(
        "The policy lacks “%(field)s”. Enter it there first; the open round keeps the policy as it is."
    )
    lacking = [name for name in PROVINCE_FIGURES if not getattr(policy, name)]
    if lacking:
        raise Refused([Message(words, field=Message(FIELDS_BY_NAME[name].label)) for name in lacking])


def _basis(profile: PolicyProfile, policy: Policy, kind: RoundKind) -> tuple[str, str | None]:
    """What the round's notices name as their ground: exits have one of their own where the policy gives it."""
    if kind is RoundKind.EXIT and policy.exit_basis:
        return policy.exit_basis, IN_ENGLISH.get(policy.exit_basis)
    return profile.basis_zh, profile.basis_en


def _check_permission(round_: Round, actor: Actor) -> None:
    if not can(actor, Permission.ROUND_MANAGE, round_):
        raise Forbidden()


def _record(round_: Round, what: str, actor: Actor, reason: str = "") -> None:
    audit.record("round_changed", actor=actor, subject=round_, reason=reason, round=round_.code, what=what)
    db.session.flush()
