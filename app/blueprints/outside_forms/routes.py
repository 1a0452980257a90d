"""Views: the forms, taking one in, what its cells ask for, filling it, the filled file."""

import io
from collections.abc import Sequence

from flask import flash, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.outside_forms import blueprint, presenter
from app.blueprints.outside_forms.forms import FileForm, FillForm
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.named import NamedArea, list_named_for
from app.domain.areas.queries import get_area
from app.domain.outside_forms import filling, queries, service
from app.domain.outside_forms.models import FileKind, FormFilling, OutsideForm
from app.domain.statistics.queries import list_years_until
from app.web.access import current_actor, requires
from app.web.pages import go, page

P = Permission
TYPES = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@blueprint.get("")
@requires(P.FORM_FILL)
def index() -> Response:
    """The forms that one may fill, and how many cells nobody had to type this year."""
    actor, year = current_actor(), clock.today().year
    times, cells = queries.count_cells(actor, year)
    return page(
        "outside_forms/index.html", forms=queries.list_forms(actor), times=times, cells=cells, year=year
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(P.FORM_FILL)
def new() -> Response:
    """Take a form in."""
    areas, form = _areas(), FileForm()
    form.offer(areas)
    if form.validate_on_submit():
        try:
            taken = service.take_in(
                actor=current_actor(),
                area=_chosen(areas, form.area.data),
                name=form.name.data,
                asked_by=form.asked_by.data or "",
                data=form.file.data.stream.read(),
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            return go(url_for("outside_forms.map_cells", form_id=taken.id))
    return page("outside_forms/new.html", status=form.http_status, form=form)


@blueprint.route("/<int:form_id>/cells", methods=["GET", "POST"])
@requires(P.FORM_FILL, load=queries.get_own_form)
def map_cells(own: queries.OwnForm) -> Response:
    """What each cell asks for: suggested by its heading, settled by a person, once."""
    found = own.form
    if request.method == "POST":
        chosen = {slot.id: request.form.get(f"slot_{slot.id}", "") for slot in found.slots}
        service.map_cells(actor=current_actor(), form=found, sources=chosen)
        flash(_("The form is ready. From now on it is filled with one click."), "success")
        return go(url_for("outside_forms.show", form_id=found.id))
    return page(
        "outside_forms/cells.html", found=found, sheets=presenter.sheets_of(found), groups=presenter.groups()
    )


@blueprint.get("/<int:form_id>")
@requires(P.FORM_FILL, load=queries.get_form)
def show(found: OutsideForm) -> Response:
    """One form: filling it, and when it was filled."""
    return page(
        "outside_forms/show.html",
        found=found,
        form=_fill_form(),
        mapped=sum(bool(slot.source) for slot in found.slots),
        fillings=queries.list_fillings(found, current_actor()),
        may_map=can(current_actor(), P.FORM_FILL, found.area),
    )


@blueprint.post("/<int:form_id>/fill")
@requires(P.FORM_FILL, load=queries.get_form)
def fill(found: OutsideForm) -> Response:
    """Fill the form, count its cells, hand out the file."""
    form = _fill_form()
    if not form.validate_on_submit():
        raise NotFound()
    area = _chosen(_areas(), form.area.data)
    row = service.record_filling(actor=current_actor(), form=found, area=area, year=form.year.data)
    if unknown := filling.list_unknown_rows(found, area):
        words = _("No village of the area is called so; these rows were left empty: %(names)s")
        flash(words % {"names": "、".join(unknown)}, "warning")
        return go(url_for("outside_forms.show", form_id=found.id))
    return go(url_for("outside_forms.download", filling_id=row.id))


@blueprint.get("/fillings/<int:filling_id>")
@requires(P.FORM_FILL, load=queries.get_filling)
def download(row: FormFilling) -> Response:
    """The filled file, from the records as they stand now; it is kept nowhere."""
    filled = service.fill(actor=current_actor(), form=row.form, area=row.area, year=row.year)
    data = filling.file_of(row.form, filled)
    name = f"{row.form.name}-{row.area.name_zh}-{row.year}.{row.form.kind.value}"
    response = send_file(
        io.BytesIO(data), mimetype=TYPES[row.form.kind], as_attachment=True, download_name=name
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/<int:form_id>/away")
@requires(P.FORM_FILL, load=queries.get_own_form)
def put_away(own: queries.OwnForm) -> Response:
    """Nobody asks for the form any more."""
    service.put_away(actor=current_actor(), form=own.form)
    flash(_("The form is put away."), "success")
    return go(url_for("outside_forms.index"))


def _areas() -> list[NamedArea]:
    return list_named_for(current_actor(), P.FORM_FILL)


def _chosen(areas: Sequence[NamedArea], code: str) -> Area:
    if code not in {one.code for one in areas}:
        raise NotFound()
    return get_area(code)


def _fill_form() -> FillForm:
    areas, form = _areas(), FillForm()
    form.offer(areas, list_years_until(areas[0].path if areas else "", clock.today().year))
    return form
