"""Policies as adopted, and rounds under them."""

import datetime as dt
from typing import Any

from app.core import clock
from app.domain.areas.models import Area
from app.domain.policies.loader import get_shipped
from app.domain.policies.models import PolicyProfile
from app.domain.rounds.models import Quota, Round, RoundKind, RoundNode
from app.domain.rounds.rules import NodeCode
from tests.factories.areas import the_county, the_village
from tests.factories.basis import add, first

#: what asks for more rows than most tests are about; whole stories switch it on (``everybody_stated``)
UNASKED: dict[str, Any] = {
    "kinship_statements_required": False,
    "posting_proof": "photograph",
    "end_photographs_required": False,
}


def a_policy(key: str = "identification-2014", area: Area | None = None, **values: Any) -> PolicyProfile:
    """The shipped profile *key* as adopted by *area* (the county), with *values* changed."""
    shipped = get_shipped(key)
    return add(
        PolicyProfile(
            key=key,
            area=area or the_county(),
            title_zh=shipped.title.zh,
            title_en=shipped.title.en,
            basis_zh=shipped.basis.zh,
            basis_en=shipped.basis.en,
            valid_from=shipped.valid_from,
            valid_until=shipped.valid_until,
            values={**shipped.values, **values},
            sources=dict(shipped.sources),
        )
    )


def a_round(
    profile: PolicyProfile | None = None, *, policy: dict[str, Any] | None = None, **given: Any
) -> Round:
    """An open round of the county, under *profile* with the values of *policy* changed; what is UNASKED is off."""
    profile = profile or first(PolicyProfile) or a_policy()
    year = given.get("year", clock.today().year)
    values = {
        "code": f"{year}-identification",
        "year": year,
        "kind": RoundKind.IDENTIFICATION,
        "area": profile.area,
        "name_zh": f"{year}年识别",
        "name_en": f"Identification {year}",
        "reference_from": dt.date(year - 1, 1, 1),
        "reference_until": dt.date(year - 1, 12, 31),
        "opened_on": clock.today(),
        "policy_key": profile.key,
        "policy_version": profile.version,
        "policy_values": {**profile.values, **UNASKED, **(policy or {})},
        "policy_basis_zh": profile.basis_zh,
        "policy_basis_en": profile.basis_en,
    } | given
    opened = add(Round(**values))
    for ordinal, node in enumerate(NodeCode if opened.kind is RoundKind.IDENTIFICATION else (), start=1):
        add(RoundNode(round=opened, ordinal=ordinal, code=node.value))
    return opened


def a_quota(round_: Round | None = None, village: Area | None = None, **given: Any) -> Quota:
    """The planned head-count of *village*."""
    values = {"population": 1_000, "planned_incidence": "0.1", "quota_people": 100} | given
    return add(Quota(round=round_ or the_round(), village=village or the_village(), **values))


def the_round() -> Round:
    """The first round of identification there is, or a new one."""
    return first(Round, Round.kind == RoundKind.IDENTIFICATION) or a_round()
