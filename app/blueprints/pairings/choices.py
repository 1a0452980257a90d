"""What there is to choose from in the forms of helpers."""

from flask_babel import gettext
from wtforms import SelectChoice

from app.domain.areas.models import Area
from app.domain.pairings import listing, rules
from app.domain.pairings.models import Helper
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
    return [SelectChoice(str(line.unit.id), line.unit.name) for line in listing.list_units(area)]


def helpers(area: Area, without: Helper | None = None) -> list[SelectChoice]:
    """Everybody who may help in *area*, by unit."""
    found = listing.list_helpers_in(area)
    return [
        SelectChoice(str(one.id), f"{one.name} · {one.unit.name}")
        for one in found
        if without is None or one.id != without.id
    ]


def successors(one: Helper) -> list[SelectChoice]:
    """Who may take over the households of *one*: all others together, or one of them."""
    others = helpers(one.unit.area, without=one)
    together = SelectChoice(DIVIDE, gettext("Divide them among the others, fairly and near"))
    return [NOBODY, *([together] if others else []), *others]


def chosen_helper(value: str | None) -> Helper:
    """The helper chosen; raises ``NotFound``."""
    return get_helper(int(value) if value and value.isdecimal() and len(value) < 10 else 0)
