"""Projects for everybody: all of them, and each with its course, money, photographs, notices."""

from functools import partial
from typing import Any

from flask import Response as FlaskResponse
from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.money import blueprint, lines, project_facts, project_page
from app.blueprints.money.entries import crumbs_of, offices_of
from app.core import clock
from app.core.errors import NotFound
from app.core.paging import Page
from app.documents import pictures
from app.domain.areas import queries as area_queries
from app.domain.areas.models import AreaLevel
from app.domain.funds import comparing, facts, shown
from app.domain.projects import queries, rules
from app.domain.projects import shown as projects
from app.domain.projects.kinds import KINDS, ProjectKind
from app.domain.projects.models import Project, ProjectPhotograph
from app.domain.projects.shown import PHASE_LABELS, Phase
from app.web.access import public
from app.web.pages import page, page_number, text_argument
from app.web.place_names import distinct_names
from app.web.published.rendering import published
from app.web.templating import bilingual

#: so many payments stand on a project's page; so many villages stand in a choice
MOST, MOST_VILLAGES = 8, 60


@blueprint.get("/projects")
@public
@published
def all_projects() -> Response:
    """All projects that were put forward, by year, place, kind, how far they are, or by a word."""
    chosen = {name: text_argument(name) for name in ("year", "area", "kind", "phase", "q")}
    found = _asked_for(chosen)
    asked: dict[str, Any] = {name: words for name, words in chosen.items() if words}
    own = partial(url_for, ".all_projects", **asked)
    return page(
        "money/projects.html",
        found=Page(
            [lines.of_project(one, project_facts.money_words(one)) for one in found.items],
            found.number,
            found.per_page,
            found.total,
        ),
        chosen=chosen,
        files=lines.files_of(),
        is_chosen=any(chosen.values()),
        years=[(str(round_.year), round_.year) for round_ in shown.list_years()],
        areas=_places(),
        kinds=[(kind.value, _(about.label)) for kind, about in KINDS.items()],
        phases=[(phase.value, _(label)) for phase, label in PHASE_LABELS.items()],
        url_for_page=lambda n: own(page=n if n > 1 else None),
    )


def _places() -> list[tuple[str, str]]:
    """Townships, and villages where they are not too many for a telephone."""
    townships, villages = area_queries.list_areas(AreaLevel.TOWNSHIP), area_queries.list_villages()
    shown_ = [*townships, *(villages if len(villages) <= MOST_VILLAGES else ())]
    return list(distinct_names(shown_).items())


def _asked_for(chosen: dict[str, str]) -> Page[Project]:
    """What fits; an unknown year, place, kind or phase finds nothing."""
    number, nothing = page_number(), Page[Project]([], 1, 50, 0)
    try:
        kind = ProjectKind(chosen["kind"]) if chosen["kind"] else None
        phase = Phase(chosen["phase"]) if chosen["phase"] else None
        path = area_queries.get_area(chosen["area"]).path if chosen["area"] else ""
    except (ValueError, NotFound):
        return nothing
    year = chosen["year"]
    round_ = shown.find_year(int(year), path) if year.isdecimal() and len(year) < 6 else None
    if year and round_ is None:
        return nothing
    return projects.page_shown(
        round_id=round_.id if round_ is not None else None,
        path=path,
        kind=kind,
        phase=phase,
        search=chosen["q"],
        number=number,
    )


@blueprint.get("/projects/<number>")
@public(load=projects.get_shown)
@published(village=lambda project: project.area_id)
def project(project: Project) -> Response:
    """One project: what, where, how much, who builds, who answers, its course, photographs, notices, how to ask."""
    return page("money/project.html", project=project, **_record(project), **_course(project))


def _record(project: Project) -> dict[str, Any]:
    """What it is, who does it, and its money."""
    books = facts.load_books([project])
    contracts = books.contracts.get(project.id, [])
    texts = project_facts.texts_of(project)
    paid = shown.page_payments(project_id=project.id, per_page=MOST)
    return {
        "what": project_facts.what_of(project, texts),
        "who": project_facts.who_of(project, contracts),
        "money": project_facts.money_of(project, contracts, books.households.get(project.id, 0)),
        "batches": project_facts.batches_of(books.accounts.get(project.id, [])),
        "payments": lines.of_payments(paid, of_project=True),
        "compared": comparing.compare_projects([project], books),
        "tender": project_facts.tender_of(project, texts),
        "offices": offices_of(project.area),
    }


def _course(project: Project) -> dict[str, Any]:
    """How far it is, how it came there, and what was seen and posted of it."""
    notices = queries.list_notices_of(project)
    progress = rules.progress_of(project)
    return {
        "crumbs": crumbs_of(project.round.year, project.area),
        "state": project_page.state_of(project, progress, clock.today()),
        "progress": project_page.progress_of(project, progress),
        "course": project_page.course_of(project, notices),
        "photographs": project_page.photographs_of(project, queries.list_photographs(project)),
        "notices": project_page.notices_of(notices),
    }


@blueprint.get("/projects/<number>/payments")
@public(load=projects.get_shown)
@published(village=lambda project: project.area_id)
def project_payments(project: Project) -> Response:
    """All payments for a project, the newest first."""
    own = url_for("money.project", number=project.number)
    return page(
        "money/list.html",
        title=_("Payments for “%(project)s”", project=bilingual(project.name)),
        crumbs=[*crumbs_of(project.round.year, project.area), (bilingual(project.name), own)],
        found=lines.of_payments(
            shown.page_payments(project_id=project.id, number=page_number()), of_project=True
        ),
        offices=offices_of(project.area),
        url_for_page=lambda n: url_for(
            "money.project_payments", number=project.number, page=n if n > 1 else None
        ),
    )


@blueprint.get("/projects/<number>/photographs/<int:photograph_id>")
@public(load=projects.get_photograph)
def photograph(photograph: ProjectPhotograph) -> FlaskResponse:
    """A small copy of a photograph of the work, drawn anew: nothing of what the camera wrote goes with it."""
    return _copy(photograph, pictures.SMALL)


@blueprint.get("/projects/<number>/photographs/<int:photograph_id>/large")
@public(load=projects.get_photograph)
def large_photograph(photograph: ProjectPhotograph) -> FlaskResponse:
    """A larger copy of the same."""
    return _copy(photograph, pictures.LARGE)


def _copy(photograph: ProjectPhotograph, size: pictures.Size) -> FlaskResponse:
    response = FlaskResponse(pictures.public_copy(photograph.photo.digest, size), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
