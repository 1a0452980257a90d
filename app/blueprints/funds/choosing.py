"""Which year and area a page of the ledger is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.core.messages import N_
from app.core.permissions import Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_areas_for
from app.domain.rounds.models import Round, RoundKind, RoundState
from app.web.access import current_actor
from app.web.choosing import visible_rounds
from app.web.pages import go, text_argument

NO_YEAR = N_("No year of funds and projects is open. The county opens it under Rounds.")
LEVELS = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
HOLDERS = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP)


@dataclass(frozen=True)
class Choice:
    """The years and areas that the reader may see, and those chosen; *round* is none while no year was opened."""

    rounds: Sequence[Round]
    round: Round | None
    areas: Sequence[Area]
    area: Area | None

    @property
    def arguments(self) -> dict[str, Any]:
        """The choice as query arguments."""
        return {
            "year": self.round.code if self.round else None,
            "area": self.area.code if self.area else None,
        }


def years() -> list[Round]:
    """The years of funds of the reader's areas, the newest first."""
    return visible_rounds(current_actor(), RoundKind.FUNDS)


def open_years() -> list[Round]:
    """Those of them in which entries are made."""
    return [one for one in years() if one.state is RoundState.OPEN]


def areas_for(permission: Permission, levels: Sequence[AreaLevel] = LEVELS) -> list[Area]:
    """The county, townships and villages for which the reader holds *permission*."""
    return [area for area in list_areas_for(current_actor(), permission) if area.level in levels]


def choose() -> Choice:
    """What the address says; else the newest open year, and the widest area that the reader sees."""
    rounds, areas = years(), areas_for(Permission.FUND_VIEW)
    year, code = text_argument("year", 40), text_argument("area", 15)
    now = [*(one for one in rounds if one.state is RoundState.OPEN), *rounds]
    widest = sorted(areas, key=lambda area: LEVELS.index(area.level))
    return Choice(
        rounds=rounds,
        round=next((one for one in rounds if one.code == year), now[0] if now else None),
        areas=areas,
        area=next((one for one in areas if one.code == code), widest[0] if widest else None),
    )


def back_without_a_year() -> Response:
    """To the ledger, which says the same: nothing can be entered while no year is open."""
    flash(gettext(NO_YEAR), "warning")
    return go(url_for("funds.index"))
