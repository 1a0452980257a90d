"""Views of the two notices of poor villages: issuing one for a township, withdrawing one."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.poor_villages import blueprint, presenter
from app.blueprints.poor_villages.forms import PublishForm, WhyForm
from app.blueprints.poor_villages.routes_panel import get_village_round
from app.core import clock
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import get_township
from app.domain.notices.labels import KIND_TITLES
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import VILLAGE_KINDS, NoticeKind
from app.domain.poor_villages import publishing, queries
from app.domain.rounds.models import Round
from app.domain.workflow import poor_villages
from app.web.access import current_actor, requires
from app.web.issued import issued_words
from app.web.pages import go, page, text_argument

P = Permission


@blueprint.route("/notices/new", methods=["GET", "POST"])
@requires(P.POOR_VILLAGE_PUBLISH)
def publish() -> Response:
    """Look over what a notice will say of the villages of a township, and issue it."""
    asked, round_, township = _asked()
    form = PublishForm(data={"hang_on": clock.today()})
    if form.validate_on_submit():
        try:
            notice = poor_villages.publish(
                actor=current_actor(), kind=asked, round_=round_, township=township, hang_on=form.hang_on.data
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(issued_words(notice.number), "success")
            return go(url_for("postings.sheets", number=notice.number))
    cases = publishing.list_fitting(asked, round_, township)
    return page(
        "poor_villages/publish.html",
        status=form.http_status,
        form=form,
        title=KIND_TITLES[asked],
        round=round_,
        township=township,
        lines=presenter.lines_of(cases, current_actor()),
        blockers=publishing.why_not(asked, round_, township, cases),
        days=round_.policy.notice_days(asked),
    )


def _asked() -> tuple[NoticeKind, Round, Area]:
    """``?kind=&round=&township=``; raises :class:`NotFound`, and :class:`Forbidden` for somebody else's notice."""
    kind = text_argument("kind", 30)
    if kind not in VILLAGE_KINDS:
        raise NotFound()
    round_, township = (
        get_village_round(text_argument("round", 40)),
        get_township(text_argument("township", 15)),
    )
    if not township.path.startswith(round_.area_path):
        raise NotFound()
    if not presenter.may_issue(NoticeKind(kind), township, current_actor()):
        raise Forbidden()
    return NoticeKind(kind), round_, township


@blueprint.route("/notices/<number>/withdraw", methods=["GET", "POST"])
@requires(P.POOR_VILLAGE_PUBLISH, load=queries.get_village_notice, see=P.POOR_VILLAGE_VIEW)
def withdraw(notice: Notice) -> Response:
    """Withdraw a notice of poor villages for a reason."""
    form = WhyForm()
    if form.validate_on_submit():
        try:
            poor_villages.withdraw(actor=current_actor(), notice=notice, reason=form.reason.data or "")
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Notice %(number)s is withdrawn. Take the sheets down.", number=notice.number), "success")
            return go(url_for("postings.show", number=notice.number))
    return page(
        "poor_villages/withdraw.html",
        status=form.http_status,
        form=form,
        notice=notice,
        title=KIND_TITLES[notice.kind],
        cases=queries.list_cases_of(notice),
    )
