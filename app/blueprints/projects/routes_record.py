"""Views of a project's record: beginning one, filling it in, who answers for it."""

from dataclasses import fields
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.projects import blueprint, choosing, presenter
from app.blueprints.projects.coming_back import come_back, differences
from app.blueprints.projects.forms import (
    ENGLISH_FIELDS,
    ContactForm,
    NewForm,
    RecordForm,
    record_form,
)
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_villages
from app.domain.projects import queries, rules, service
from app.domain.projects.kinds import KINDS, Nature, ProjectKind, Serves
from app.domain.projects.models import Project
from app.domain.projects.service import Place, Record
from app.domain.rounds.models import Round
from app.web.access import current_actor, requires
from app.web.choosing import NO_YEAR, list_open_years, pick_year
from app.web.pages import go, page, text_argument

P = Permission


@blueprint.route("/new", methods=["GET", "POST"])
@requires(P.PROJECT_EDIT)
def new() -> Response:
    """Begin a record with its name, its kind and whose it is; the rest follows on the next page."""
    years, areas = list_open_years(), choosing.own_areas(P.PROJECT_EDIT)
    year = pick_year(years, text_argument("year", 40))
    area = areas[0].code if len(areas) == 1 else text_argument("area", 15)
    form = NewForm(data={"area": area, "year": year.code if year is not None else ""})
    form.offer(areas, years)
    if years and form.validate_on_submit():
        try:
            begun = _begin(form, years, areas)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Begun under number %(number)s. Now fill in the record.", number=begun.number), "success")
            return go(url_for("projects.edit", number=begun.number))
    return page("projects/new.html", status=form.http_status, form=form, years=years, no_year=NO_YEAR)


def _begin(form: NewForm, years: list[Round], areas: list[Area]) -> Project:
    area = next(one for one in areas if one.code == form.area.data)
    kind = ProjectKind(form.kind.data)
    return service.begin_project(
        actor=current_actor(),
        round_=next(one for one in years if one.code == form.year.data),
        area=area,
        record=Record(name_zh=form.name_zh.data or "", kind=kind, serves=KINDS[kind].serves),
        places=[Place(area)] if area.level is AreaLevel.VILLAGE else [],
    )


@blueprint.route("/<number>/edit", methods=["GET", "POST"])
@requires(P.PROJECT_EDIT, load=queries.get_project, see=P.PROJECT_VIEW)
def edit(project: Project) -> Response:
    """The whole record in one form. It can be saved at any time; what is missing is named beside its field."""
    areas = areas_within(project)
    form = record_form(areas)(data=_typed(project))
    if not form.is_submitted() and (blockers := queries.list_edit_blockers(project)):
        raise Refused(blockers)
    if form.validate_on_submit():
        try:
            _save(form, project, areas)
        except (Invalid, Refused, Conflict) as error:
            come_back(form, error, project.version)
        else:
            return _saved(project)
    return page(
        "projects/edit.html",
        status=form.http_status,
        project=project,
        form=form,
        areas=areas,
        english=ENGLISH_FIELDS,
        missing={one.field: one.message for one in rules.missing(project)},
        stored=differences(form, _typed(project)) if form.was_slower else [],
        labels=presenter,
    )


def _save(form: RecordForm, project: Project, areas: list[Area]) -> None:
    service.edit_project(
        actor=current_actor(),
        project=project,
        record=_record(form, project),
        places=_places(form, project, areas),
        version=form.version.data or 0,
    )


def _saved(project: Project) -> Response:
    left = len(rules.missing(project))
    if left:
        flash(_("Saved. Still missing: %(number)s.", number=left), "info")
    else:
        flash(_("Saved. The record is complete."), "success")
    return go(url_for("projects.show", number=project.number))


def areas_within(project: Project) -> list[Area]:
    """Where *project* can be carried out: its own area, and the villages below it."""
    if project.area.level is AreaLevel.VILLAGE:
        return [project.area]
    return [project.area, *list_villages(project.area.path)]


def _typed(project: Project) -> dict[str, Any]:
    """The record as it stands, under the names of the form's fields."""
    names = [field.name for field in fields(Record)] + ["version"]
    values = {name: getattr(project, name) for name in names}
    values |= {"nature": project.nature.value, "serves": project.serves.value}
    for place in project.places:
        code = place.area.code
        values |= {
            f"quantity_{code}": place.quantity_milli,
            f"serves_{code}": place.serves_number or None,
            f"site_{code}": place.site_zh,
        }
    return values | {"serves_number": project.serves_number or None}


def _record(form: RecordForm, project: Project) -> Record:
    given: dict[str, Any] = {}
    for field in fields(Record):
        if field.name in ("kind", "nature", "serves"):
            continue
        value = getattr(form, field.name).data
        if field.name in ("budget_fen", "quantity_milli", "serves_number"):
            value = value or 0
        elif field.name not in ("starts_on", "due_on", "is_invented") and not field.name.endswith("_en"):
            value = value or ""
        given[field.name] = value
    return Record(
        kind=project.kind,
        nature=Nature(form.nature.data or project.nature),
        serves=Serves(form.serves.data or project.serves),
        **given,
    )


def _places(form: RecordForm, project: Project, areas: list[Area]) -> list[Place]:
    """The areas of which something is said; a village's own project is all in the village."""
    english = {(place.area_id, place.site_zh): place.site_en for place in project.places}
    found = []
    for area in areas:
        quantity, serves, site = (form[f"{name}_{area.code}"].data for name in ("quantity", "serves", "site"))
        if len(areas) == 1:
            quantity, serves = form.quantity_milli.data, form.serves_number.data
        elif not (quantity or serves or site):
            continue
        site = site or ""
        found.append(Place(area, site, english.get((area.id, site)), quantity or 0, serves or 0))
    return found


@blueprint.route("/<number>/contact", methods=["GET", "POST"])
@requires(P.PROJECT_EDIT, load=queries.get_project, see=P.PROJECT_VIEW)
def contact(project: Project) -> Response:
    """Who answers for it now."""
    form = ContactForm(obj=project)
    if form.validate_on_submit():
        try:
            service.edit_contact(
                actor=current_actor(),
                project=project,
                person_in_charge=form.person_in_charge.data or "",
                office_telephone=form.office_telephone.data or "",
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Saved."), "success")
            return go(url_for("projects.show", number=project.number))
    return page("projects/contact.html", status=form.http_status, project=project, form=form)
