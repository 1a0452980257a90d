"""What there is to choose from in the forms of helpers."""

from collections.abc import Sequence

from flask_babel import gettext
from wtforms import SelectChoice

from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.pairings import listing, rules
from app.domain.pairings.models import Helper, Pairing
from app.domain.pairings.queries import get_helper
from app.web.i18n import current_locale, translate

NOBODY = SelectChoice("", "—")
#: all others, as the proposal divides them
DIVIDE = "divide"


def areas(found: list[Area]) -> list[SelectChoice]:
    """Areas by code."""
    return [SelectChoice(one.code, one.name.in_(current_locale())) for one in found]


def levels() -> list[SelectChoice]:
    """To whom a unit belongs."""
    return [SelectChoice(key.value, translate(label)) for key, label in rules.LEVEL_LABELS.items()]


def ranks() -> list[SelectChoice]:
    """The ranks of helpers."""
    return [SelectChoice(key.value, translate(label)) for key, label in rules.RANK_LABELS.items()]


def post_kinds() -> list[SelectChoice]:
    """What somebody is posted as."""
    return [SelectChoice(key.value, translate(label)) for key, label in rules.POST_LABELS.items()]


def units(area: Area) -> list[SelectChoice]:
    """The units of *area*."""
    return [SelectChoice(str(one.id), one.name) for one in listing.list_units(area)]


def helpers(area: Area, *without: Helper) -> list[SelectChoice]:
    """Everybody who may help in *area*, by unit."""
    found, left_out = listing.list_helpers_in(area), {one.id for one in without}
    return [
        SelectChoice(str(one.id), f"{one.name} · {one.unit.name}") for one in found if one.id not in left_out
    ]


def successors(one: Helper, standing: Sequence[Pairing]) -> list[SelectChoice]:
    """Who may take over these lines: all others together, or one of them; of one township those who help there."""
    townships = {find_ancestor(line.household.village, AreaLevel.TOWNSHIP) for line in standing}
    only = next(iter(townships)) if len(townships) == 1 else None
    others = helpers(only or one.unit.area, one)
    together = SelectChoice(DIVIDE, gettext("Divide them among the others, fairly and near"))
    return [NOBODY, *([together] if others else []), *others]


def chosen_helper(value: str | None) -> Helper:
    """The helper chosen; raises ``NotFound``."""
    return get_helper(int(value) if value and value.isdecimal() and len(value) < 10 else 0)
