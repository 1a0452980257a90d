"""Acts on policy profiles: adopting a shipped one, amending values, confirming where a value comes from.

Every change is kept in ``PolicyChange``. A round froze its values when it opened; nothing here reaches it.
"""

from collections.abc import Mapping
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.policies import queries
from app.domain.policies.loader import get_shipped, list_shipped
from app.domain.policies.models import PolicyChange, PolicyProfile
from app.domain.policies.rules import Policy, changed_fields
from app.domain.policies.schema import FIELDS_BY_NAME
from app.domain.policies.values import read_value


def adopt(*, key: str, area: Area, actor: Actor) -> PolicyProfile:
    """Put the shipped profile *key* into force for *area*. A profile already adopted stays as it is.

    For the command line: asks for no permission. Raises ``NotFound`` for an unknown key.
    """
    adopted = queries.find_profile(key, area)
    if adopted is not None:
        return adopted
    shipped = get_shipped(key)
    profile = PolicyProfile(
        key=key,
        area=area,
        title_zh=shipped.title.zh,
        title_en=shipped.title.en,
        basis_zh=shipped.basis.zh,
        basis_en=shipped.basis.en,
        valid_from=shipped.valid_from,
        valid_until=shipped.valid_until,
        version=1,
        values=dict(shipped.values),
        sources={name: dict(source) for name, source in shipped.sources.items()},
    )
    db.session.add(profile)
    audit.record("policy_changed", actor=actor, subject=profile, policy=key, field="*")
    db.session.flush()
    return profile


def adopt_all(*, area: Area, actor: Actor) -> list[PolicyProfile]:
    """Adopt every shipped profile that *area* does not have yet. Returns the profiles that were added."""
    missing = [shipped.key for shipped in list_shipped() if queries.find_profile(shipped.key, area) is None]
    return [adopt(key=key, area=area, actor=actor) for key in missing]


def amend(
    *,
    profile: PolicyProfile,
    changes: Mapping[str, Any],
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
) -> list[PolicyChange]:
    """Change values of *profile*. Returns the changes made, none where all values are as they were.

    *changes* maps field names to what was entered. The county answers for a value that it changed: its reason
    becomes the value's source. Raises ``Invalid`` naming the field, ``Conflict`` when *expected_version* has
    passed, ``Forbidden``.
    """
    _begin(profile, actor, expected_version)
    entered = {name: read_value(FIELDS_BY_NAME[name], raw) for name, raw in changes.items()}
    values = {**profile.values, **entered}
    names = changed_fields(profile.values, values)
    if not names:
        return []
    because = _reason(reason)
    Policy.from_values(values)
    version = profile.version + 1
    made = [
        _change(profile, version, name, profile.values.get(name), values[name], because, actor)
        for name in names
    ]
    profile.version = version
    profile.values = values
    profile.sources = {**profile.sources, **{name: _county_source(because) for name in names}}
    db.session.add_all(made)
    db.session.flush()
    return made


def confirm_source(
    *, profile: PolicyProfile, name: str, source: str, actor: Actor, expected_version: int | None = None
) -> PolicyChange:
    """Record that the value of field *name* is right as it stands, and on what ground.

    Raises ``Invalid`` for an unknown field or an empty source, else as ``amend`` does.
    """
    _begin(profile, actor, expected_version)
    if name not in FIELDS_BY_NAME:
        raise Invalid(Message(N_("A policy has no field called “%(name)s”."), name=name), field="name")
    ground = " ".join(source.split())
    if not ground:
        raise Invalid(Message(N_("Name the document or the decision.")), field="source")
    value = profile.values[name]
    change = _change(profile, profile.version + 1, name, value, value, ground, actor)
    profile.version += 1
    profile.sources = {**profile.sources, name: _county_source(ground)}
    db.session.add(change)
    db.session.flush()
    return change


def _begin(profile: PolicyProfile, actor: Actor, expected_version: int | None) -> None:
    if not can(actor, Permission.POLICY_AMEND, profile):
        raise Forbidden()
    db.session.refresh(profile, with_for_update={"of": PolicyProfile})
    if expected_version is not None and expected_version != profile.version:
        raise Conflict(
            Message(N_("Somebody was faster: this policy has been changed meanwhile. Look at it again."))
        )


def _reason(reason: str) -> str:
    because = " ".join(reason.split())
    if not because:
        raise Invalid(Message(N_("Please give the reason.")), field="reason")
    return because


def _county_source(ground: str) -> dict[str, Any]:
    return {"source": ground, "source_en": None, "confirmed": True}


def _change(
    profile: PolicyProfile, version: int, name: str, old: Any, new: Any, reason: str, actor: Actor
) -> PolicyChange:
    audit.record(
        "policy_changed", actor=actor, subject=profile, reason=reason, policy=profile.key, field=name
    )
    return PolicyChange(
        profile=profile,
        version=version,
        field=name,
        old=old,
        new=new,
        reason=reason,
        changed_by_id=actor.id,
        changed_at=clock.now(),
    )
