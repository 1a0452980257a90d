"""Views of areas. Naming is the administrator's; telephone and address also the village's own."""

from werkzeug.wrappers import Response

from app.blueprints.areas import blueprint
from app.blueprints.areas.forms import ContactForm, NameForm
from app.blueprints.areas.places import saved
from app.core.errors import Invalid
from app.core.permissions import Permission, can
from app.domain.areas import queries, rules, service
from app.domain.areas.models import Area, AreaLevel
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.pages import page

MANAGE = Permission.POSTING_PLACE_MANAGE
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
            return saved(area)
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
            return saved(area)
        except Invalid as error:
            form.put_error(error)
    return _shown(area, contact=form)


def _shown(area: Area, **sent: BaseForm) -> Response:
    is_village = area.level is AreaLevel.VILLAGE
    return page(
        "areas/show.html",
        status=422 if sent else 200,
        area=area,
        label=rules.LEVEL_LABELS[area.level],
        may_name=can(current_actor(), Permission.AREA_MANAGE, area),
        names=sent.get("names") or NameForm(formdata=None, obj=area),
        contact=sent.get("contact") or ContactForm(formdata=None, obj=area),
        faulty=next(iter(sent.values()), None),
        places=queries.list_posting_places(area.id) if area.has_boards else None,
        kinds=rules.PLACE_KIND_LABELS,
        delivers=area.level is AreaLevel.TOWNSHIP,
        figures=queries.list_figures(area.id) if is_village else [],
        groups=queries.list_groups(area) if is_village else [],
    )
