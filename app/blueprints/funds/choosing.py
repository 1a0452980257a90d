"""Which year and area a page of the ledger is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.blueprints.funds.forms import offer
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_areas_for
from app.domain.areas.reach import Places
from app.domain.rounds.models import Round
from app.web.access import current_actor
from app.web.choosing import NO_YEAR, choose_place, list_years, pick_year
from app.web.i18n import current_locale
from app.web.pages import go, text_argument

LEVELS = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
HOLDERS = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP)


@dataclass(frozen=True)
class Choice:
    """The years and areas that the reader may see, and those chosen; *round* is none while no year was opened."""

    rounds: Sequence[Round]
    round: Round | None
    places: Places

    @property
    def area(self) -> Area | None:
        """What was chosen, else the widest area that the reader sees."""
        return self.places.chosen or next(iter(self.places.areas), None)

    @property
    def arguments(self) -> dict[str, Any]:
        """The choice as query arguments."""
        return {
            "year": self.round.code if self.round else None,
            "area": self.area.code if self.area else None,
        }


def areas_for(permission: Permission, levels: Sequence[AreaLevel] = LEVELS) -> list[Area]:
    """The county, townships and villages for which the reader holds *permission*."""
    return [area for area in list_areas_for(current_actor(), permission) if area.level in levels]


def choose() -> Choice:
    """What the address says; else the newest open year, and the widest area that the reader sees."""
    rounds = list_years()
    places = choose_place(Permission.FUND_VIEW, "area", with_county=True)
    return Choice(rounds, pick_year(rounds, text_argument("year", 40)), places)


def offer_year(form: Any, years: Sequence[Round]) -> None:
    """Put up *years* in the form's field, chosen the one that the address names, else the newest that is open."""
    offer(form.year, [(one.code, one.name.in_(current_locale())) for one in years])
    picked = pick_year(years, text_argument("year", 40))
    if picked is not None and not form.is_submitted():
        form.year.data = picked.code


def year_for(form: Any, years: Sequence[Round], area: Area) -> Round:
    """The year that was chosen in the form; raises :class:`Invalid` where it is not one of *area*."""
    chosen = next(one for one in years if one.code == form.year.data)
    if not area.path.startswith(chosen.area.path):
        raise Invalid(Message(N_("This year is not kept for %(area)s."), area=area.name), "year")
    return chosen


def back_without_a_year() -> Response:
    """To the ledger, which says the same: nothing can be entered while no year is open."""
    flash(gettext(NO_YEAR), "warning")
    return go(url_for("funds.index"))
