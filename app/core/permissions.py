"""Who may do what, said once: permissions, roles, and the one question :func:`can`.

A grant is a *role at an area*; it reaches every subject whose ``area_path`` begins with the grant's path. Paths
end in a slash (``1/2/7/``), so that village 1 does not reach village 12. A subject may narrow further with a
method ``allows(actor, permission)``, and may show itself to the areas below it with ``visible_below``.
"""

from dataclasses import dataclass, field
from typing import Any

from app.core.roles import ROLE_LABELS, ROLE_PERMISSIONS, Permission, Role

__all__ = [
    "NOBODY",
    "ROLE_LABELS",
    "ROLE_PERMISSIONS",
    "Actor",
    "Grant",
    "Permission",
    "Role",
    "can",
    "holds_at",
]


@dataclass(frozen=True)
class Grant:
    """A role at an area; *path* is the area's, with its closing slash."""

    role: Role
    area_id: int
    path: str


@dataclass(frozen=True)
class Actor:
    """Who acts. An anonymous visitor is :data:`NOBODY`, without an id or a grant."""

    id: int | None
    name: str
    grants: tuple[Grant, ...] = field(default=())

    def has(self, permission: Permission) -> bool:
        """True when some grant carries *permission*, wherever it reaches."""
        return any(permission in ROLE_PERMISSIONS[grant.role] for grant in self.grants)

    def paths_for(self, permission: Permission) -> tuple[str, ...]:
        """The area paths below which this actor holds *permission*, without those inside another."""
        paths = sorted({g.path for g in self.grants if permission in ROLE_PERMISSIONS[g.role]})
        return tuple(p for p in paths if not any(p != q and p.startswith(q) for q in paths))

    def role_for(self, permission: Permission, path: str) -> Role | None:
        """The role by which this actor holds *permission* over *path*, for the record of an act."""
        for grant in self.grants:
            if permission in ROLE_PERMISSIONS[grant.role] and path.startswith(grant.path):
                return grant.role
        return None

    def roles_over(self, path: str) -> tuple[Role, ...]:
        """All roles this actor holds over the area at *path*."""
        return tuple(grant.role for grant in self.grants if path.startswith(grant.path))


NOBODY = Actor(id=None, name="")


def holds_at(actor: Actor, permission: Permission, path: str) -> bool:
    """Does *actor* hold *permission* by a grant at the area of *path* itself, not from above it?"""
    return any(grant.path == path and permission in ROLE_PERMISSIONS[grant.role] for grant in actor.grants)


def can(actor: Actor, permission: Permission, subject: Any = None) -> bool:
    """May *actor* do *permission* to *subject*? Without a subject: anywhere at all.

    A subject has ``area_path``; it may have ``visible_below`` (permissions that hold for areas under it, e.g. the
    county's round for its villages) and ``allows(actor, permission)`` (conditions that are not about area).
    """
    if subject is None:
        return actor.has(permission)
    path: str = subject.area_path
    reached = actor.role_for(permission, path) is not None
    if not reached and permission in getattr(subject, "visible_below", ()):
        reached = any(
            permission in ROLE_PERMISSIONS[g.role] and g.path.startswith(path) for g in actor.grants
        )
    if not reached:
        return False
    allows = getattr(subject, "allows", None)
    return bool(allows(actor, permission)) if allows is not None else True
