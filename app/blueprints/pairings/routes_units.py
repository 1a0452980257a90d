"""Views of helping units: the list, taking on record, changing."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.blueprints.pairings import blueprint, choices
from app.blueprints.pairings.forms import UnitForm
from app.blueprints.pairings.scope import scope
from app.core.errors import Invalid
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area, get_village, list_villages
from app.domain.pairings import listing, queries, service
from app.domain.pairings.models import HelpingUnit, UnitLevel
from app.domain.pairings.rules import LEVEL_LABELS
from app.web.access import current_actor, requires
from app.web.pages import go, page, page_number

VIEW, MANAGE = Permission.PAIRING_VIEW, Permission.PAIRING_MANAGE


@blueprint.get("/units")
@requires(VIEW)
def units() -> Response:
    """The units with their helpers and households counted."""
    asked, actor = scope(), current_actor()
    return page(
        "pairings/units.html",
        scope=asked,
        found=listing.page_units(asked.area, page_number()),
        url_for_page=lambda number: url_for("pairings.units", page=number, area=asked.area.code),
        levels=LEVEL_LABELS,
        may_manage=can(actor, MANAGE, asked.area),
        may_edit=lambda unit: can(actor, MANAGE, unit),
    )


@blueprint.route("/units/new", methods=["GET", "POST"])
@requires(MANAGE)
def new_unit() -> Response:
    """Take a unit on record."""
    asked = scope(MANAGE)
    form = UnitForm(data={"level": UnitLevel.TOWNSHIP.value, "area": asked.area.code})
    form.area.choices = choices.areas(asked.offices)
    _fill(form, asked.area)
    if form.validate_on_submit():
        try:
            unit = service.open_unit(
                actor=current_actor(),
                area=get_area(form.area.data),
                name=form.name.data or "",
                level=UnitLevel(form.level.data),
                village=_village(form),
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("%(name)s is on record.", name=unit.name), "success")
            return go(url_for("pairings.units", area=asked.area.code))
    return page("pairings/edit_unit.html", status=form.http_status, form=form, unit=None)


@blueprint.route("/units/<int:unit_id>", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_unit, see=VIEW)
def edit_unit(unit: HelpingUnit) -> Response:
    """Change what stands on record of a unit."""
    village = unit.village.code if unit.village is not None else ""
    form = UnitForm(data={"name": unit.name, "level": unit.level.value, "village": village})
    _fill(form, unit.area)
    del form.area
    if form.validate_on_submit():
        try:
            service.change_unit(
                actor=current_actor(),
                unit=unit,
                name=form.name.data or "",
                level=UnitLevel(form.level.data),
                village=_village(form),
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Saved."), "success")
            return go(url_for("pairings.units", area=unit.area.code))
    return page("pairings/edit_unit.html", status=form.http_status, form=form, unit=unit)


def _fill(form: UnitForm, area: Area) -> None:
    form.level.choices = choices.levels()
    none = SelectChoice("", _("none in particular"))
    form.village.choices = [none, *choices.areas(list(list_villages(area.path)))]


def _village(form: UnitForm) -> Area | None:
    return get_village(form.village.data) if form.village.data else None
