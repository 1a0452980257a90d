"""Which round, year and place a staff page is about: ``?round=<code>``, ``?year=<code>``, ``?village=<code>``.

The code may be that of a township too; whoever sees several chooses one before its villages are listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from app.core import clock
from app.core.errors import NotFound
from app.core.messages import N_
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.areas.reach import Places, load_places
from app.domain.funds.years import begun_first
from app.domain.rounds.models import HOUSEHOLD_KINDS, Round, RoundKind, RoundState
from app.domain.rounds.queries import list_rounds
from app.web.access import current_actor
from app.web.pages import text_argument

#: said where money or projects are to be entered before the county opened a year
NO_YEAR = N_("No year of funds and projects is open. The county opens it under Rounds.")


@dataclass(frozen=True)
class Choice:
    """What was chosen, and what could have been. *round* is ``None`` only when no round exists."""

    rounds: Sequence[Round]
    round: Round | None
    places: Places

    @property
    def village(self) -> Area | None:
        """The village that was chosen, else the only one."""
        return self.places.only_village

    @property
    def place(self) -> Area | None:
        """The township or village that was chosen, else the only village."""
        return self.places.chosen or self.village

    @property
    def villages(self) -> Sequence[Area]:
        """The villages of the township that was chosen, else all."""
        return self.places.villages

    @property
    def arguments(self) -> dict[str, str]:
        """The choice as query arguments, for links and forms of the same page."""
        chosen = {}
        if self.round is not None:
            chosen["round"] = self.round.code
        if self.place is not None:
            chosen["village"] = self.place.code
        return chosen


def visible_rounds(actor: Actor, *kinds: RoundKind) -> list[Round]:
    """Rounds of the actor's areas, of each of *kinds* (of households, unless given) the newest first."""
    found = [round_ for kind in kinds or HOUSEHOLD_KINDS for round_ in list_rounds(kind)]
    return [round_ for round_ in found if can(actor, Permission.ROUND_VIEW, round_)]


def list_years() -> list[Round]:
    """The years of funds and projects of the reader's areas, the newest first."""
    return visible_rounds(current_actor(), RoundKind.FUNDS)


def list_open_years() -> list[Round]:
    """Those of them in which something is entered."""
    return [one for one in list_years() if one.state is RoundState.OPEN]


def pick_year(years: Sequence[Round], code: str = "") -> Round | None:
    """The one of *years* with this *code*; else the newest that is open, else the newest.

    A year that has not begun yet (next year's funds, opened in November) hides none that has.
    """
    ordered = begun_first(years, clock.today().year)
    asked = (one for one in years if one.code == code)
    is_open = (one for one in ordered if one.state is RoundState.OPEN and one.year <= clock.today().year)
    return next(chain(asked, is_open, ordered), None)


def choose(permission: Permission, *kinds: RoundKind) -> Choice:
    """The round of *kinds* asked for (else the newest open one) and the place asked for (else the only village).

    Raises :class:`NotFound` for a round or place that the reader may not see with *permission*.
    """
    rounds, wanted = visible_rounds(current_actor(), *kinds), text_argument("round")
    round_ = next((r for r in rounds if r.code == wanted), None)
    if wanted and round_ is None:
        raise NotFound()
    if round_ is None and rounds:
        round_ = next((r for r in rounds if r.state is RoundState.OPEN), rounds[0])
    return Choice(rounds, round_, choose_place(permission))


def choose_place(permission: Permission, name: str = "village", *, with_county: bool = False) -> Places:
    """The place asked for by the argument *name*, among those that the reader may see with *permission*."""
    return load_places(current_actor(), permission, text_argument(name, 20), with_county=with_county)
