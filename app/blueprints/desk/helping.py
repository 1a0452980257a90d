"""Help for registered households on the desk: to how many nobody came in time, by the rule of whoever should have."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_areas_at
from app.domain.assistance.overdue import count_overdue, rules_in_force
from app.web.i18n import translate


def visit_items(actor: Actor) -> list[Item]:
    """A line for each rule of visits under which households of the reader's areas were left alone."""
    areas = list_areas_at(actor.paths_for(Permission.ASSISTANCE_VISIT))
    return [item for area in areas for item in _items(area, areas)]


def _items(area: Area, areas: Sequence[Area]) -> list[Item]:
    items = []
    for rule in rules_in_force(area):
        number = sum(count_overdue(area.path, rule).values())
        if number:
            words = ngettext(
                "%(num)s household was not visited in time",
                "%(num)s households were not visited in time",
                number,
            )
            village = area.code if area.level is AreaLevel.VILLAGE and len(areas) > 1 else None
            url = url_for("assistance.overdue_visits", visitor=rule.visitor.value, village=village)
            items.append(Item(words, url, "warn", translate(rule.words), basis=translate(rule.words)))
    return items
