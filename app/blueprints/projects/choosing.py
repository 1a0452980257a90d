"""What the list of projects is about: the year, the state, the kind, the village or township, only what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.messages import N_
from app.core.permissions import Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_areas_for
from app.domain.areas.reach import Places
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import ProjectState
from app.domain.rounds.models import Round
from app.web.access import current_actor
from app.web.choosing import choose_place, list_years, pick_year
from app.web.pages import text_argument

#: what a project may lack, as the address says it: it is late, or a notice is missing
LACKS = {"time": N_("Only what is late"), "notice": N_("Only what is not announced as it should be")}


@dataclass(frozen=True)
class Choice:
    """What was chosen and what could have been; *round* is missing only while no year was ever opened."""

    rounds: Sequence[Round]
    round: Round | None
    places: Places
    state: ProjectState | None
    kind: ProjectKind | None
    lacks: str
    q: str

    @property
    def area(self) -> Area | None:
        """The township or village that was chosen."""
        return self.places.chosen

    @property
    def is_narrowed(self) -> bool:
        """Is the list shorter than that of the year one starts with?"""
        return any((self.area, self.state, self.kind, self.lacks, self.q, text_argument("year", 40)))

    @property
    def arguments(self) -> dict[str, Any]:
        """The choice as query arguments, for the pages of the same list."""
        return {
            "year": self.round.code if self.round else None,
            "area": self.area.code if self.area else None,
            "state": self.state.value if self.state else None,
            "kind": self.kind.value if self.kind else None,
            "lacks": self.lacks or None,
            "q": self.q or None,
        }


def own_areas(permission: Permission) -> list[Area]:
    """Townships and villages for which the reader holds *permission*."""
    levels = (AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
    return [area for area in list_areas_for(current_actor(), permission) if area.level in levels]


def choose() -> Choice:
    """What the address says; the newest open year unless it names another."""
    rounds, year, lacks = list_years(), text_argument("year", 40), text_argument("lacks", 10)
    state, kind = text_argument("state", 30), text_argument("kind", 30)
    return Choice(
        rounds=rounds,
        round=pick_year(rounds, year),
        places=choose_place(Permission.PROJECT_VIEW, "area"),
        state=ProjectState(state) if state in set(ProjectState) else None,
        kind=ProjectKind(kind) if kind in set(ProjectKind) else None,
        lacks=lacks if lacks in LACKS else "",
        q=text_argument("q"),
    )
