"""The quarterly assessment of villages: the table with the way to the rows, one village, fixing it."""

from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.tasks import blueprint
from app.core import clock
from app.core.errors import NotFound
from app.core.permissions import Permission, can
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor, get_area, list_areas_for
from app.domain.tasks import assessing, rules
from app.domain.tasks.assessing import Row, Sheet
from app.domain.tasks.indicators import IndicatorCode
from app.domain.tasks.rules import Quarter
from app.web.access import current_actor, requires
from app.web.pages import go, page

P = Permission
FIRST_YEAR = 2000
#: so many quarters are offered
QUARTERS = 6


@dataclass(frozen=True)
class QuarterOf:
    """An area in a quarter, as an address names them."""

    area: Area
    quarter: Quarter

    @property
    def area_path(self) -> str:
        return self.area.path


def get_quarter_of(code: str, year: int, quarter: int) -> QuarterOf:
    """The quarter of an area; raises ``NotFound`` for one that has not begun, or that is none."""
    area = get_area(code)
    if (
        area.level is AreaLevel.GROUP
        or quarter not in range(1, 5)
        or not FIRST_YEAR <= year <= clock.today().year
    ):
        raise NotFound()
    wanted = Quarter(year, quarter)
    if wanted.first_day > clock.today():
        raise NotFound()
    return QuarterOf(area, wanted)


@blueprint.get("/assessments")
@requires(P.TASK_VIEW)
def assessments() -> Response:
    """The running quarter of the reader's area; a village's reader sees it among those of its own."""
    own = list_areas_for(current_actor(), P.TASK_VIEW)
    townships = [area for area in own if area.level is AreaLevel.TOWNSHIP]
    area = townships[0] if townships else min(own, key=lambda one: len(one.path))
    quarter = rules.quarter_of(clock.today())
    return go(url_for(".assessment", code=area.code, year=quarter.year, quarter=quarter.number))


@blueprint.get("/assessments/<code>/<int:year>/<int:quarter>")
@requires(P.TASK_VIEW, load=get_quarter_of)
def assessment(where: QuarterOf) -> Response:
    """Villages by points, each indicator with what was counted and the way to its rows."""
    area, quarter = where.area, where.quarter
    sheet = _sheet(area, quarter)
    actor = current_actor()
    townships = [one for one in list_areas_for(actor, P.TASK_VIEW) if one.level is AreaLevel.TOWNSHIP]
    return page(
        "tasks/assessment.html",
        area=area,
        quarter=quarter,
        quarters=_quarters(),
        townships=townships,
        sheet=sheet,
        cents=rules.cents_text,
        rows_url=_rows_url,
        is_over=clock.today() > quarter.last_day,
        may_fix=sheet.fixed is None and can(actor, P.TASK_MANAGE, area) and area.level is AreaLevel.TOWNSHIP,
    )


def _sheet(area: Area, quarter: Quarter) -> Sheet:
    """The sheet of a township or county; of a village its own line, with its place, in that of its township."""
    township = find_ancestor(area, AreaLevel.TOWNSHIP) if area.level is AreaLevel.VILLAGE else None
    if township is None:
        return assessing.load_sheet(area, quarter)
    whole = assessing.load_sheet(township, quarter)
    own = [row for row in whole.rows if row.village.id == area.id]
    return Sheet(area, quarter, whole.points, own, whole.fixed)


@blueprint.post("/assessments/<code>/<int:year>/<int:quarter>/fix")
@requires(P.TASK_MANAGE, load=get_quarter_of)
def fix_assessment(where: QuarterOf) -> Response:
    """Keep the points of a quarter that is over."""
    assessing.fix(actor=current_actor(), area=where.area, quarter=where.quarter)
    flash(_("The assessment is fixed. It is kept as it stands."), "success")
    return go(
        url_for(".assessment", code=where.area.code, year=where.quarter.year, quarter=where.quarter.number)
    )


def _quarters() -> list[Quarter]:
    """The running quarter and those before it."""
    found = [rules.quarter_of(clock.today())]
    while len(found) < QUARTERS:
        found.append(found[-1].before)
    return found


def _rows_url(code: str, row: Row, quarter: Quarter) -> str:
    """Where the rows stand that an indicator counted."""
    village = row.village.code
    if code == IndicatorCode.RESULTS:
        return url_for(".place", code=village, year=quarter.year)
    if code == IndicatorCode.IDENTIFICATION:
        return url_for("objections.index")
    if code == IndicatorCode.OPENNESS:
        return url_for("disclosures.show", code=village, year=quarter.year)
    if code == IndicatorCode.HELP:
        return url_for("assistance.households", village=village)
    return url_for("supervisions.index", village=village)
