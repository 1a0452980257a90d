"""What the acts of this room have in common: who may do them, whom they may concern."""

from app.core.errors import Forbidden, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area, AreaLevel
from app.domain.households.models import Household
from app.domain.pairings.models import Helper, HelpingUnit, Pairing

#: of these areas units are kept
KEEPERS = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP)


def allow(actor: Actor, subject: Area | HelpingUnit | Helper | Household | Pairing) -> int:
    """The account that acts; raises ``Forbidden`` where it does not keep helpers."""
    if actor.id is None or not can(actor, Permission.PAIRING_MANAGE, subject):
        raise Forbidden()
    return actor.id


def check_may_help(helper: Helper, village: Area) -> None:
    """Raises ``Refused`` for a helper who left, or whose unit helps elsewhere."""
    check_standing(helper)
    if not village.path.startswith(helper.unit.area.path):
        raise Refused(
            [Message(N_("%(name)s's unit does not help in %(area)s."), name=helper.name, area=village.name)]
        )


def check_standing(helper: Helper) -> None:
    """Raises ``Refused`` for a helper who left."""
    if helper.left_on is not None:
        raise Refused([Message(N_("%(name)s has left and helps no more."), name=helper.name)])
