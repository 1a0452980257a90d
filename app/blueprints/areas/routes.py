"""Views of areas. Naming is the administrator's; telephone, address and posting places also the village's own."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.areas import blueprint
from app.blueprints.areas.forms import ContactForm, NameForm
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission, can
from app.domain.areas import queries, rules, service
from app.domain.areas.models import Area, AreaLevel, PostingPlace
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.i18n import translate
from app.web.pages import go, page

MANAGE = Permission.POSTING_PLACE_MANAGE
#: keeps the fields of a new place apart from those of the area
PLACE = "place-"
DEPTH = {AreaLevel.COUNTY: 0, AreaLevel.TOWNSHIP: 1, AreaLevel.VILLAGE: 2}


@blueprint.get("")
@requires(MANAGE)
def index() -> Response:
    """The areas that the reader looks after, as a tree."""
    areas = queries.list_areas_for(current_actor(), MANAGE)
    return page(
        "areas/index.html", areas=areas, groups=queries.count_groups(), depth=DEPTH, labels=rules.LEVEL_LABELS
    )


@blueprint.get("/<code>")
@requires(MANAGE, load=queries.get_area)
def show(area: Area) -> Response:
    """One area: its office, its posting places, its figures."""
    return _shown(area)


@blueprint.post("/<code>/names")
@requires(Permission.AREA_MANAGE, load=queries.get_area)
def name(area: Area) -> Response:
    """Name the area."""
    form = NameForm()
    if form.validate_on_submit():
        try:
            service.edit_area(
                area=area, name_zh=form.name_zh.data, name_en=form.name_en.data or "", actor=current_actor()
            )
            return _saved(area)
        except Invalid as error:
            form.put_error(error)
    return _shown(area, names=form)


@blueprint.post("/<code>/contact")
@requires(MANAGE, load=queries.get_area)
def contact(area: Area) -> Response:
    """Set telephone and address."""
    form = ContactForm()
    if form.validate_on_submit():
        try:
            service.edit_contact(
                area=area,
                telephone=form.telephone.data or "",
                address_zh=form.address_zh.data or "",
                address_en=form.address_en.data or "",
                actor=current_actor(),
            )
            return _saved(area)
        except Invalid as error:
            form.put_error(error)
    return _shown(area, contact=form)


@blueprint.post("/<code>/places")
@requires(MANAGE, load=queries.get_village)
def add_place(village: Area) -> Response:
    """Add a place where the village posts."""
    form = NameForm(prefix=PLACE)
    if form.validate_on_submit():
        try:
            service.add_posting_place(
                village=village,
                name_zh=form.name_zh.data,
                name_en=form.name_en.data or "",
                actor=current_actor(),
            )
            return _saved(village)
        except Invalid as error:
            form.put_error(error)
        except Conflict as error:
            form.put_error(Invalid(error.message, field="name_zh"))
    return _shown(village, place=form)


@blueprint.route("/<code>/places/<int:place_id>", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_posting_place)
def place(found: PostingPlace) -> Response:
    """Name a posting place anew."""
    form = NameForm(obj=found)
    if form.validate_on_submit():
        try:
            service.edit_posting_place(
                place=found, name_zh=form.name_zh.data, name_en=form.name_en.data or "", actor=current_actor()
            )
            return _saved(found.village)
        except Invalid as error:
            form.put_error(error)
        except Conflict as error:
            form.put_error(Invalid(error.message, field="name_zh"))
    return page("areas/place.html", status=422 if form.is_submitted() else 200, place=found, form=form)


@blueprint.post("/<code>/places/<int:place_id>/give-up")
@requires(MANAGE, load=queries.get_posting_place)
def give_up_place(found: PostingPlace) -> Response:
    """No longer post there."""
    try:
        service.give_up_posting_place(place=found, actor=current_actor())
    except Refused as error:
        return _shown(found.village, refusal=translate(error.message))
    return _saved(found.village)


def _saved(area: Area) -> Response:
    flash(_("Saved."), "success")
    return go(url_for("areas.show", code=area.code))


def _shown(area: Area, refusal: str = "", **sent: BaseForm) -> Response:
    is_village = area.level is AreaLevel.VILLAGE
    return page(
        "areas/show.html",
        status=409 if refusal else 422 if sent else 200,
        area=area,
        label=rules.LEVEL_LABELS[area.level],
        may_name=can(current_actor(), Permission.AREA_MANAGE, area),
        names=sent.get("names") or NameForm(formdata=None, obj=area),
        contact=sent.get("contact") or ContactForm(formdata=None, obj=area),
        new_place=sent.get("place") or NameForm(formdata=None, prefix=PLACE),
        faulty=next(iter(sent.values()), None),
        refusal=refusal,
        places=queries.list_posting_places(area.id) if is_village else None,
        figures=queries.list_figures(area.id) if is_village else [],
        groups=queries.list_groups(area) if is_village else [],
    )
