"""Of which area and of which round a page of helpers is: ``?area=<code>``, ``?round=<code>`` (``all``: any round)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import NotFound
from app.core.permissions import Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.reach import Places
from app.domain.pairings.models import PairingRole
from app.domain.rounds.models import Round, RoundKind, RoundState
from app.web.access import current_actor
from app.web.choosing import choose_place, visible_rounds
from app.web.pages import text_argument

ALL_ROUNDS = "all"


def asked_role() -> PairingRole:
    """``?role=second``: of second helpers; else of first ones."""
    second = text_argument("role", 10) == PairingRole.SECOND
    return PairingRole.SECOND if second else PairingRole.FIRST


@dataclass(frozen=True)
class Scope:
    """The area, and whose registered households count: those of *round*, or of all rounds that register."""

    places: Places
    rounds: Sequence[Round]
    round: Round | None

    @property
    def area(self) -> Area:
        """What was chosen, else the reader's widest area."""
        return self.places.widest

    @property
    def round_id(self) -> int | None:
        return self.round.id if self.round is not None else None

    @property
    def round_code(self) -> str:
        return self.round.code if self.round is not None else ALL_ROUNDS

    @property
    def arguments(self) -> dict[str, Any]:
        """The choice as query arguments."""
        return {"area": self.area.code, "round": self.round_code}

    @property
    def offices(self) -> list[Area]:
        """The county and townships among the areas: where units are kept."""
        return [one for one in self.places.areas if one.level in (AreaLevel.COUNTY, AreaLevel.TOWNSHIP)]


def scope(permission: Permission = Permission.PAIRING_VIEW) -> Scope:
    """What was asked for; else the reader's widest area, and the newest round that is over (else the newest).

    Raises :class:`NotFound` for an area or round that the reader may not see.
    """
    actor = current_actor()
    places = choose_place(permission, "area", with_county=True)
    rounds = visible_rounds(actor, RoundKind.IDENTIFICATION)
    code = text_argument("round", 40)
    round_ = next((one for one in rounds if one.code == code), None)
    if not places.areas or (code not in ("", ALL_ROUNDS) and round_ is None):
        raise NotFound()
    if not code:
        is_over = (one for one in rounds if one.state is RoundState.CLOSED)
        round_ = next(is_over, next(iter(rounds), None))
    return Scope(places, rounds, round_)
