"""Views of the working calendar: a year with its twelve months, one day, the announcement of a year."""

import datetime as dt

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.calendars import blueprint
from app.blueprints.calendars.forms import DAY_OFF, WORKED, AnnouncementForm, DayForm
from app.blueprints.calendars.presenter import months_of
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.permissions import Permission
from app.domain.calendars import queries, service
from app.domain.calendars.rules import is_weekday
from app.web.access import current_actor, requires
from app.web.pages import go, page


@blueprint.get("")
@requires(Permission.CALENDAR_AMEND)
def index() -> Response:
    """The present year."""
    return go(url_for("calendars.show", year=clock.today().year))


@blueprint.get("/<int:year>")
@requires(Permission.CALENDAR_AMEND)
def show(year: int) -> Response:
    """Twelve months of a year, with the days that differ from Monday-to-Friday."""
    _refuse_other_centuries(year)
    entries = queries.list_days(year)
    return page(
        "calendars/show.html",
        year=year,
        record=queries.find_year(year),
        months=months_of(year, entries),
        first_year=service.FIRST_YEAR,
        last_year=service.LAST_YEAR,
    )


@blueprint.route("/<int:year>/days/<text>", methods=["GET", "POST"])
@requires(Permission.CALENDAR_AMEND)
def day(year: int, text: str) -> Response:
    """Set one day to be worked or not."""
    on = _day_of(year, text)
    entry = queries.find_day(on)
    worked = entry.is_workday if entry is not None else is_weekday(on)
    names = {"note_zh": entry.note_zh, "note_en": entry.note_en} if entry is not None else {}
    form = DayForm(data={"kind": WORKED if worked else DAY_OFF, **names})
    if form.validate_on_submit():
        service.set_day(
            on=on,
            is_workday=form.is_workday,
            note_zh=form.note_zh.data or "",
            note_en=form.note_en.data,
            actor=current_actor(),
        )
        flash(_("Recorded."), "success")
        return go(url_for("calendars.show", year=year) + f"#m{on.month}")
    return page("calendars/day.html", status=422 if form.is_submitted() else 200, on=on, form=form)


@blueprint.route("/<int:year>/announcement", methods=["GET", "POST"])
@requires(Permission.CALENDAR_AMEND)
def announcement(year: int) -> Response:
    """Record that the holidays of a year are announced."""
    _refuse_other_centuries(year)
    record = queries.find_year(year)
    form = AnnouncementForm(data={"document": record.document} if record is not None else None)
    if form.validate_on_submit():
        try:
            service.announce_year(year=year, document=form.document.data, actor=current_actor())
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Recorded."), "success")
            return go(url_for("calendars.show", year=year))
    return page(
        "calendars/announcement.html", status=422 if form.is_submitted() else 200, year=year, form=form
    )


def _refuse_other_centuries(year: int) -> None:
    if not service.FIRST_YEAR <= year <= service.LAST_YEAR:
        raise NotFound()


def _day_of(year: int, text: str) -> dt.date:
    _refuse_other_centuries(year)
    try:
        on = dt.date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None
    if on.year != year:
        raise NotFound()
    return on
