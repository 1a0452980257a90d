"""Views of an area's plan (1+7): the whole, six sub-plans, the task breakdown, each gathered from the measures."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.assistance import blueprint, presenter
from app.blueprints.assistance.acting import done
from app.blueprints.assistance.forms import WordsForm
from app.blueprints.assistance.sets import YEARS, asked_year, gather_set
from app.core import clock
from app.core.errors import NotFound
from app.core.permissions import Permission, can
from app.domain.accounts.queries import load_names
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import get_place_with_boards
from app.domain.assistance import area_plans, gathering, queries
from app.domain.assistance.models import PlanPart
from app.web.access import current_actor, requires
from app.web.pages import go, page, text_argument

P = Permission


@blueprint.get("/areas/<code>")
@requires(P.ASSISTANCE_VIEW, load=get_place_with_boards)
def area_plan(area: Area) -> Response:
    """The plan of a village or township for a year."""
    year = asked_year(text_argument("year", 4))
    return page(
        "assistance/area.html",
        area=area,
        year=year,
        years=[clock.today().year + offset for offset in (1, 0, -1, -2)],
        plan=gather_set(area, year),
        is_village=area.level is AreaLevel.VILLAGE,
        may_write=can(current_actor(), P.ASSISTANCE_PLAN, area),
        whole=PlanPart.WHOLE,
        last=PlanPart.TASKS,
        sub_plans=gathering.SUB_PLANS,
        all_ways=gathering.WAYS,
        labels=presenter,
    )


@blueprint.route("/areas/<code>/<int:year>/<part>", methods=["GET", "POST"])
@requires(P.ASSISTANCE_PLAN, load=get_place_with_boards, see=P.ASSISTANCE_VIEW)
def write_part(area: Area, year: int, part: str) -> Response:
    """Write the words of one part; those of the year before are offered."""
    if part not in set(PlanPart) or abs(year - clock.today().year) > YEARS:
        raise NotFound()
    which = PlanPart(part)
    now = queries.load_words(area, year).get(which)
    before = queries.find_words_before(area, year, which) if now is None else None
    words = now.words if now else before.words if before else ""
    form = WordsForm(data={"words": words, "version": str(now.version if now else 0)})
    if form.validate_on_submit() and done(form, lambda: _write(form, area, year, which)):
        flash(_("Saved."), "success")
        return go(url_for(".area_plan", code=area.code, year=year))
    if form.was_slower and now is not None:
        form.version.data = str(now.version)
    return page(
        "assistance/write_part.html",
        status=form.http_status,
        area=area,
        year=year,
        part=which,
        before=before,
        now=now if form.was_slower else None,
        names=load_names([now.written_by_id]) if now and form.was_slower else {},
        form=form,
        labels=presenter,
    )


def _write(form: WordsForm, area: Area, year: int, part: PlanPart) -> None:
    version = form.version.data or ""
    area_plans.write_part(
        actor=current_actor(),
        area=area,
        year=year,
        part=part,
        words=form.words.data or "",
        version=int(version) if version.isdecimal() else 0,
    )
