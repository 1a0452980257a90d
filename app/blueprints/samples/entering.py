"""Views of the public values that draws wait for: what is waited for, recording one, withdrawing a slip."""

import datetime as dt

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.samples import blueprint
from app.blueprints.samples.forms import ValueForm, WithdrawForm
from app.core import clock
from app.core.errors import Invalid
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.reviews import public_values
from app.domain.reviews.models import PublicValue
from app.web.access import current_actor, requires
from app.web.i18n import current_locale
from app.web.pages import go, page, text_argument

P = Permission


@blueprint.get("/samples/values")
@requires(P.CANDIDATE_LIST_VIEW)
def values() -> Response:
    """What draws wait for, and every value recorded so far."""
    actor = current_actor()
    listed = [row for row in public_values.list_public_values() if can(actor, P.PUBLIC_VALUE_RECORD, row[0])]
    return page(
        "samples/values.html",
        awaited=public_values.list_awaited(actor),
        values=listed,
        draws=public_values.count_draws([value.id for value, _name in listed]),
        may_record=actor.has(P.PUBLIC_VALUE_RECORD),
    )


@blueprint.route("/samples/values/new", methods=["GET", "POST"])
@requires(P.PUBLIC_VALUE_RECORD)
def new_value() -> Response:
    """Record a value, typed twice."""
    sources = public_values.list_sources(current_actor())
    form = ValueForm(data={"day": _asked_day(), "source": _asked_source(sources)})
    form.source.choices = [
        (f"{area.id}:{source}", f"{source} ({area.name.in_(current_locale())})") for area, source in sources
    ]
    if form.validate_on_submit():
        try:
            _record(form, sources)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The value is recorded. The samples that waited for it can be drawn now."), "success")
            return go(url_for("samples.values"))
    return page("samples/new_value.html", status=422 if form.is_submitted() else 200, form=form)


def _asked_day() -> dt.date:
    try:
        return dt.date.fromisoformat(text_argument("day"))
    except ValueError:
        return clock.today()


def _asked_source(sources: list[tuple[Area, str]]) -> str:
    asked = request.args.get("source", "")
    chosen = next(((area, source) for area, source in sources if source == asked), None)
    chosen = chosen or (sources[0] if sources else None)
    return f"{chosen[0].id}:{chosen[1]}" if chosen else ""


def _record(form: ValueForm, sources: list[tuple[Area, str]]) -> None:
    area, source = next(pair for pair in sources if f"{pair[0].id}:{pair[1]}" == form.source.data)
    public_values.record_public_value(
        actor=current_actor(), area=area, source=source, day=form.day.data, value=form.value.data or ""
    )


@blueprint.route("/samples/values/<int:value_id>/withdraw", methods=["GET", "POST"])
@requires(P.PUBLIC_VALUE_RECORD, load=public_values.get_public_value, see=P.PUBLIC_VALUE_RECORD)
def withdraw_value(public_value: PublicValue) -> Response:
    """Withdraw a slip of the pen, while nothing was drawn from it."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            public_values.withdraw_public_value(
                actor=current_actor(), public_value=public_value, reason=form.reason.data or ""
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Withdrawn. Value and reason stay on record for everybody."), "success")
            return go(url_for("samples.values"))
    return page(
        "samples/withdraw_value.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        value=public_value,
    )
