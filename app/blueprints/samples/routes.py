"""Views of samples for staff: all of them, one with its draw and checks, a home check, the printed report."""

import datetime as dt
from typing import cast

from flask import Response as FlaskResponse
from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.samples import blueprint, paper, presenter
from app.blueprints.samples.forms import DrawForm, HomeCheckForm
from app.core import clock
from app.core.errors import Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents.sample_reports import sample_report_pdf
from app.domain.applications.rules import Person
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.reviews import draws, findings, public_values, service
from app.domain.reviews.models import HomeCheck, Sample
from app.web.access import current_actor, requires
from app.web.pages import go, page, page_number
from app.web.papers import paper_language
from app.web.uploads import find_file, find_files

P = Permission


@blueprint.get("/samples")
@requires(P.CANDIDATE_LIST_VIEW)
def index() -> Response:
    """What is to be drawn and checked now, which values draws wait for, and the samples drawn before."""
    actor = current_actor()
    awaited = public_values.list_awaited(actor)
    return page(
        "samples/index.html",
        now=findings.list_under_review(actor),
        before=findings.page_samples(actor, page_number()),
        due=[value for value in awaited if value.is_due and value.is_urgent],
        url_for_page=lambda number: url_for("samples.index", page=number),
        waiting={one.id: value for value in awaited for one in value.lists},
        may_record=actor.has(P.PUBLIC_VALUE_RECORD),
        labels=presenter,
    )


@blueprint.route("/samples/lists/<int:list_id>/<level>", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_VIEW, load=list_queries.get_candidate_list)
def show(candidate_list: CandidateList, level: str) -> Response:
    """The sample of a list at a level: what it is drawn from, drawing it, whom, what the checks found."""
    which = presenter.level_named(level)
    form = DrawForm()
    if form.validate_on_submit():
        service.draw_sample(actor=current_actor(), candidate_list=candidate_list, level=which)
        flash(_("The sample is drawn. Drawing again would give the same households."), "success")
        return go(presenter.sample_url(candidate_list, which))
    return page(
        "samples/show.html",
        form=form,
        labels=presenter,
        **presenter.sample_page(candidate_list, which),
    )


@blueprint.get("/samples/lists/<int:list_id>/<level>/report.pdf")
@requires(P.CANDIDATE_LIST_VIEW, load=list_queries.get_candidate_list)
def report(candidate_list: CandidateList, level: str) -> Response:
    """The report of a sample to print and sign: inputs, method, numbers drawn, what was found."""
    which, lang = presenter.level_named(level), paper_language()
    sample = draws.find_sample(candidate_list, which)
    if sample is None:
        raise Refused([Message(N_("The sample for home checks is not drawn yet."))])
    pdf = sample_report_pdf(paper.report_of(candidate_list, which, sample), lang)
    response = FlaskResponse(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="sample-{sample.id}-{lang}.pdf"'
    return response


def get_sampled_entry(sample_id: int, entry_id: int) -> ListEntry:
    """The entry, if it is of the sample's list."""
    entry = list_queries.get_entry(entry_id)
    if entry.list_id != draws.get_sample(sample_id).list_id:
        raise NotFound()
    return entry


@blueprint.route("/samples/<int:sample_id>/checks/<int:entry_id>", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_VIEW, load=get_sampled_entry)
def check(entry: ListEntry) -> Response:
    """Record the home check of a household of a sample, or look at it."""
    level = findings.LEVEL_OF.get(entry.candidate_list.state)
    sample = draws.find_sample(entry.candidate_list, level) if level is not None else None
    if level is None or sample is None or entry.id not in draws.list_to_check(sample):
        raise Refused([Message(N_("This household was not drawn for a home check."))])
    known = findings.find_check(sample.id, entry.id)
    form = HomeCheckForm(data=_as_recorded(known) if known else {"checked_on": clock.today()})
    if form.validate_on_submit():
        try:
            _record(form, entry, sample)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The home check is recorded."), "success")
            return go(presenter.sample_url(entry.candidate_list, level))
    return page(
        "samples/check.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        entry=entry,
        check=known,
        list_title=presenter.list_name(entry.candidate_list),
        sample_url=presenter.sample_url(entry.candidate_list, level),
    )


def _as_recorded(known: HomeCheck) -> dict[str, object]:
    return {
        "checked_on": known.checked_on,
        "checkers": [person["name"] for person in known.checkers],
        "findings": known.findings,
        "agrees": "yes" if known.agrees else "no",
    }


def _record(form: HomeCheckForm, entry: ListEntry, sample: Sample) -> None:
    photos = find_files(form.photos, kind="home_check_photo", area_path=entry.area_path)
    service.record_home_check(
        actor=current_actor(),
        sample=sample,
        entry=entry,
        checked_on=cast(dt.date, form.checked_on.data),
        checkers=[Person(name) for name in form.checkers.data or []],
        agrees=form.agrees.data == "yes",
        findings=form.findings.data or "",
        sheet=find_file(form.sheet, kind="home_check", area_path=entry.area_path),
        photos=photos,
    )
