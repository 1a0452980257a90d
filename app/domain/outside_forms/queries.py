"""Reading forms and their fillings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, get_row
from app.domain.areas.models import Area
from app.domain.outside_forms.models import FormFilling, OutsideForm


@dataclass(frozen=True)
class OwnForm:
    """A form whose cells are to be mapped: a matter of its own office and of those above, not of those below."""

    form: OutsideForm

    @property
    def area_path(self) -> str:
        return self.form.area_path


def get_form(form_id: int) -> OutsideForm:
    """A form with its slots; raises ``NotFound``."""
    return get_only(
        sa.select(OutsideForm).where(OutsideForm.id == form_id).options(selectinload(OutsideForm.slots))
    )


def get_own_form(form_id: int) -> OwnForm:
    """A form as its own office sees it; raises ``NotFound``."""
    return OwnForm(get_form(form_id))


def get_filling(filling_id: int) -> FormFilling:
    """A filling; raises ``NotFound``."""
    return get_row(FormFilling, filling_id)


def list_forms(actor: Actor) -> Sequence[tuple[OutsideForm, int, int]]:
    """The forms in use that *actor* may fill, with how often they were filled and how many cells that were in all."""
    counted = (
        sa.select(
            FormFilling.form_id, sa.func.count().label("times"), sa.func.sum(FormFilling.cells).label("cells")
        )
        .group_by(FormFilling.form_id)
        .subquery()
    )
    statement = (
        sa.select(OutsideForm, sa.func.coalesce(counted.c.times, 0), sa.func.coalesce(counted.c.cells, 0))
        .join(Area, Area.id == OutsideForm.area_id)
        .outerjoin(counted, counted.c.form_id == OutsideForm.id)
        .where(OutsideForm.ended_on.is_(None), _reaches(actor))
        .order_by(OutsideForm.name, OutsideForm.id)
    )
    return [(form, int(times), int(cells)) for form, times, cells in db.session.execute(statement)]


def count_cells(actor: Actor, year: int) -> tuple[int, int]:
    """(fillings, cells) of the calendar *year* by and below the actor's areas: what nobody had to type."""
    within = [Area.path.startswith(path, autoescape=True) for path in actor.paths_for(Permission.FORM_FILL)]
    statement = (
        sa.select(sa.func.count(), sa.func.sum(FormFilling.cells))
        .join(Area, Area.id == FormFilling.area_id)
        .where(FormFilling.filled_at.between(*_span(year)), sa.or_(sa.false(), *within))
    )
    row = db.session.execute(statement).one()
    return int(row[0]), int(row[1] or 0)


def list_fillings(form: OutsideForm, actor: Actor, most: int = 20) -> Sequence[FormFilling]:
    """The last fillings of a form in the actor's areas, the newest first."""
    within = [Area.path.startswith(path, autoescape=True) for path in actor.paths_for(Permission.FORM_FILL)]
    statement = (
        sa.select(FormFilling)
        .join(Area, Area.id == FormFilling.area_id)
        .where(FormFilling.form_id == form.id, sa.or_(sa.false(), *within))
        .options(joinedload(FormFilling.area))
        .order_by(FormFilling.id.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def _span(year: int) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last instant of a year in the county."""
    begins, ends = clock.at(dt.date(year, 1, 1), 0), clock.at(dt.date(year + 1, 1, 1), 0)
    return begins, ends - dt.timedelta(microseconds=1)


def _reaches(actor: Actor) -> sa.ColumnElement[bool]:
    """The form's area lies in one of the actor's, or over it."""
    conditions: list[sa.ColumnElement[bool]] = []
    for path in actor.paths_for(Permission.FORM_FILL):
        conditions += [Area.path.startswith(path, autoescape=True), sa.literal(path).startswith(Area.path)]
    return sa.or_(sa.false(), *conditions)
