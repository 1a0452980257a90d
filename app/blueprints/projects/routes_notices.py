"""Views of the notices of projects: issuing one with its projects, withdrawing one."""

from collections.abc import Sequence

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.projects import blueprint, presenter
from app.blueprints.projects.forms import PublishForm, WithdrawForm
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import Message
from app.core.permissions import Permission, can
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_areas_for
from app.domain.funds import facts, publishing
from app.domain.notices.models import Notice
from app.domain.notices.queries import count_places
from app.domain.policies.vocabulary import FUND_KINDS, NoticeKind
from app.domain.projects import queries
from app.domain.projects.models import Project
from app.domain.rounds.models import Round
from app.web.access import current_actor, requires
from app.web.choosing import NO_YEAR, list_years, pick_year
from app.web.issued import issued_words
from app.web.pages import go, page, text_argument

P = Permission
#: a notice of money and a roll are issued where the money is
ISSUED_HERE = frozenset(FUND_KINDS) - {NoticeKind.FUNDS, NoticeKind.BENEFICIARIES}


@blueprint.route("/notices/new", methods=["GET", "POST"])
@requires(P.PROJECT_PUBLISH)
def publish() -> Response:
    """Choose the projects that stand on a notice, and issue it for the boards of a village or township."""
    kind, area, year = _kind(), _area(), _year()
    fitting = _fitting(kind, area, year)
    form = PublishForm(data={"hang_on": clock.today(), "projects": _chosen(kind, fitting)})
    form.offer(fitting, only_one=kind in facts.AFTER_START)
    if form.validate_on_submit() and area is not None:
        try:
            return _issued(_publish(form, kind, year, area, fitting))
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
    return page(
        "projects/publish.html",
        status=form.http_status,
        form=form,
        kind=kind,
        area=area,
        areas=_areas(),
        year=year,
        years=list_years(),
        fitting=fitting,
        places=count_places([area.id]).get(area.id, 0) if area is not None else 0,
        days=year.policy.notice_days(kind),
        asked=text_argument("project", 30),
        labels=presenter,
    )


def _year() -> Round:
    """That of the project one comes from, else the one asked for, else the newest that is open."""
    project = queries.find_project(text_argument("project", 30))
    if project is not None and can(current_actor(), P.PROJECT_VIEW, project):
        return project.round
    year = pick_year(list_years(), text_argument("year", 40))
    if year is None:
        raise Refused([Message(NO_YEAR)])
    return year


def _issued(notice: Notice) -> Response:
    flash(issued_words(notice.number), "success")
    return go(url_for("postings.sheets", number=notice.number))


def _chosen(kind: NoticeKind, fitting: Sequence[Project]) -> list[str]:
    """What is ticked at first: the project one comes from, else all where they stand on one notice together."""
    asked = text_argument("project", 30)
    if asked:
        return [asked]
    return [] if kind in facts.AFTER_START else [one.number for one in fitting]


def _publish(
    form: PublishForm, kind: NoticeKind, year: Round, area: Area, fitting: Sequence[Project]
) -> Notice:
    return publishing.publish(
        actor=current_actor(),
        kind=kind,
        round_=year,
        area=area,
        projects=[one for one in fitting if one.number in form.chosen],
        hang_on=form.hang_on.data,
    )


def _kind() -> NoticeKind:
    asked = text_argument("kind", 30)
    if asked not in ISSUED_HERE:
        raise NotFound()
    return NoticeKind(asked)


def _areas() -> list[Area]:
    levels = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
    return [area for area in list_areas_for(current_actor(), P.PROJECT_PUBLISH) if area.level in levels]


def _area() -> Area | None:
    """The area asked for, else the only one; raises :class:`NotFound` for one of others."""
    areas, asked = _areas(), text_argument("area", 15)
    if asked:
        found = next((one for one in areas if one.code == asked), None)
        if found is None:
            raise NotFound()
        return found
    return areas[0] if len(areas) == 1 else None


def _fitting(kind: NoticeKind, area: Area | None, year: Round) -> list[Project]:
    """The projects of *area* that stand where a notice of *kind* belongs and are on none yet."""
    if area is None:
        return []
    found = queries.list_projects(round_id=year.id, area=area, states=facts.STATES[kind])
    return [one for one in found if not publishing.why_not(kind, year, area, [one])] or list(found)


@blueprint.route("/notices/<number>/withdraw", methods=["GET", "POST"])
@requires(P.PROJECT_PUBLISH, load=queries.get_fund_notice)
def withdraw(notice: Notice) -> Response:
    """Withdraw a notice of projects for a reason."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            publishing.withdraw(actor=current_actor(), notice=notice, reason=form.reason.data or "")
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Notice %(number)s is withdrawn. Take the sheets down.", number=notice.number), "success")
            return go(url_for("postings.show", number=notice.number))
    return page(
        "projects/withdraw.html",
        status=form.http_status,
        notice=notice,
        projects=queries.list_projects_of(notice),
        form=form,
        labels=presenter,
    )
