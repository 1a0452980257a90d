"""Which round and which village a staff page is about: ``?round=<code>`` and ``?village=<code>``."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import NotFound
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import list_villages_for
from app.domain.rounds.models import Round, RoundKind, RoundState
from app.domain.rounds.queries import list_rounds
from app.web.access import current_actor
from app.web.pages import text_argument


@dataclass(frozen=True)
class Choice:
    """What was chosen, and what could have been. *round* is ``None`` only when no round exists."""

    rounds: Sequence[Round]
    round: Round | None
    villages: Sequence[Area]
    village: Area | None

    @property
    def arguments(self) -> dict[str, str]:
        """The choice as query arguments, for links and forms of the same page."""
        chosen = {}
        if self.round is not None:
            chosen["round"] = self.round.code
        if self.village is not None:
            chosen["village"] = self.village.code
        return chosen


def visible_rounds(actor: Actor, kind: RoundKind = RoundKind.IDENTIFICATION) -> list[Round]:
    """Rounds of *kind* of the actor's areas, the newest first."""
    return [round_ for round_ in list_rounds(kind) if can(actor, Permission.ROUND_VIEW, round_)]


def choose(permission: Permission) -> Choice:
    """The round asked for (else the newest open one) and the village asked for (else the only one).

    Raises :class:`NotFound` for a round or village that the reader may not see with *permission*.
    """
    actor = current_actor()
    rounds = visible_rounds(actor)
    villages = list_villages_for(actor, permission)
    wanted_round, wanted_village = text_argument("round"), text_argument("village")
    round_ = next((r for r in rounds if r.code == wanted_round), None)
    village = next((v for v in villages if v.code == wanted_village), None)
    if (wanted_round and round_ is None) or (wanted_village and village is None):
        raise NotFound()
    if round_ is None and rounds:
        round_ = next((r for r in rounds if r.state is RoundState.OPEN), rounds[0])
    if village is None and len(villages) == 1:
        village = villages[0]
    return Choice(rounds, round_, villages, village)
