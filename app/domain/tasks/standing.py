"""From where somebody supervises: always from above the place, except a supervisor, who belongs to nobody's level."""

from app.core.permissions import Actor, Permission
from app.core.roles import ROLE_PERMISSIONS, Role


def find_standing(actor: Actor, path: str) -> str | None:
    """The path of the highest area from which *actor* supervises the place at *path*; nothing for its own people."""
    found = [
        grant.path
        for grant in actor.grants
        if Permission.SUPERVISION_RECORD in ROLE_PERMISSIONS[grant.role]
        and path.startswith(grant.path)
        and (grant.path != path or grant.role is Role.SUPERVISOR)
    ]
    return min(found, key=len, default=None)


def stands_over(actor: Actor, path: str, by_path: str) -> bool:
    """Whether *actor* supervises the place at *path* from the area at *by_path*, or from above that."""
    standing = find_standing(actor, path)
    return standing is not None and by_path.startswith(standing)
