"""Views of the notices of households at risk: issuing one with its cases, withdrawing one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.monitoring import blueprint
from app.blueprints.monitoring.forms import PublishForm, WithdrawForm
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import get_village
from app.domain.assistance.catalogue import Category
from app.domain.monitoring import measures, publishing, queries
from app.domain.monitoring.models import Watch
from app.domain.monitoring.rules import KIND_LABELS, PAPERS, PEOPLE
from app.domain.monitoring.steps import ISSUED, MACHINE
from app.domain.notices.labels import KIND_LABELS as NOTICE_LABELS
from app.domain.notices.models import Notice
from app.domain.notices.queries import count_places
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import WATCH_KINDS, NoticeKind
from app.web.access import current_actor, requires
from app.web.issued import issued_words
from app.web.pages import go, page, text_argument
from app.web.uploads import find_file

P = Permission


@blueprint.route("/notices/new", methods=["GET", "POST"])
@requires(P.WATCH_VIEW)
def publish() -> Response:
    """Choose the cases of a village that stand on a notice, and issue it."""
    kind, village = _kind(), _village()
    ready = queries.list_ready(village.id, MACHINE.step(ISSUED[kind]).sources)
    round_ = queries.find_round(village)
    policy = round_.policy if round_ is not None else None
    form = _form(kind, ready, policy)
    if form.validate_on_submit():
        try:
            return _issued(_publish(form, kind, village, ready))
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
    return page(
        "monitoring/publish.html",
        status=form.http_status,
        form=form,
        **_context(kind, village, policy, ready),
    )


def _context(
    kind: NoticeKind, village: Area, policy: Policy | None, ready: Sequence[Watch]
) -> dict[str, Any]:
    step = MACHINE.step(ISSUED[kind])
    return {
        "title": NOTICE_LABELS[kind],
        "step": step,
        "village": village,
        "why_none": publishing.NO_ROUND if policy is None else "",
        "ready": ready,
        "helps": [(one.value, BilingualText(**measures.WORDS[one])) for one in _helps(kind, policy)],
        "kinds": KIND_LABELS,
        "wanted": PAPERS.get(step.name, ""),
        "least": PEOPLE.get(step.name, 0),
        "places": count_places([village.id]).get(village.id, 0),
        "days": policy.notice_days(kind) if policy is not None else 0,
    }


def _kind() -> NoticeKind:
    asked = text_argument("kind", 30)
    if asked not in WATCH_KINDS:
        raise NotFound()
    return NoticeKind(asked)


def _village() -> Area:
    """The village asked for, when it is the reader's to issue for."""
    village, actor = get_village(text_argument("village", 15)), current_actor()
    if not can(actor, P.WATCH_VIEW, village):
        raise NotFound()
    if not can(actor, MACHINE.step(ISSUED[_kind()]).permission, village):
        raise Forbidden()
    return village


def _helps(kind: NoticeKind, policy: Policy | None) -> list[Category]:
    if policy is None or not policy.watch_help_public or kind not in publishing.INTO_THE_WATCH:
        return []
    return measures.offered(policy)


def _form(kind: NoticeKind, ready: Sequence[Watch], policy: Policy | None) -> PublishForm:
    """All are ticked at first, or the case one comes from; the kinds of help are those that hung, or of their plans."""
    kinds = [one.value for one in _helps(kind, policy)]
    planned = measures.planned([one.household_id for one in ready]) if kinds else {}
    hung = measures.hung([one.id for one in ready]) if kinds else {}
    asked = text_argument("watch", 10)
    form = PublishForm(
        data={
            "watches": [int(asked)] if asked.isdecimal() else [one.id for one in ready],
            "help": [
                f"{one.id}:{known}"
                for one in ready
                for known in hung.get(one.id) or planned.get(one.household_id, [])
                if known in kinds
            ],
            "done_on": clock.today(),
            "hang_on": clock.today(),
        }
    )
    form.offer(ready, kinds)
    form.step = ISSUED[kind]
    return form


def _publish(form: PublishForm, kind: NoticeKind, village: Area, ready: Sequence[Watch]) -> Notice:
    chosen = set(form.watches.data or ())
    return publishing.publish(
        actor=current_actor(),
        kind=kind,
        village=village,
        watches=[one for one in ready if one.id in chosen],
        done_on=cast(dt.date, form.done_on.data),
        note=form.note.data or "",
        people=form.people.data or [],
        paper=find_file(form.paper, kind="watch", area_path=village.path, needs=P.WATCH_VIEW),
        help_kinds=form.help_by_case,
        hang_on=form.hang_on.data,
    )


def _issued(notice: Notice) -> Response:
    flash(issued_words(notice.number), "success")
    return go(url_for("postings.sheets", number=notice.number))


@blueprint.route("/notices/<number>/withdraw", methods=["GET", "POST"])
@requires(P.WATCH_DECIDE, load=queries.get_watch_notice, see=P.WATCH_VIEW)
def withdraw(notice: Notice) -> Response:
    """Withdraw a notice of households at risk for a reason; its cases go back to the step before."""
    if not publishing.may_withdraw(current_actor(), notice):
        raise Forbidden()
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
        "monitoring/withdraw.html",
        status=form.http_status,
        notice=notice,
        title=NOTICE_LABELS[notice.kind],
        watches=queries.list_watches_of(notice),
        form=form,
    )
