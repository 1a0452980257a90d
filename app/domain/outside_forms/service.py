"""Taking in a form, mapping its cells, filling it, putting it away."""

from collections.abc import Mapping

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.areas.models import Area
from app.domain.outside_forms import filling, grids, suggesting
from app.domain.outside_forms.catalogue import HOUSEHOLD, SOURCES
from app.domain.outside_forms.filling import Filled
from app.domain.outside_forms.models import FormFilling, FormSlot, OutsideForm

LONGEST_NAME = 120
FIRST_YEAR = 2000


def take_in(*, actor: Actor, area: Area, name: str, asked_by: str, data: bytes) -> OutsideForm:
    """Keep a form with what its cells most likely ask for. Raises ``Invalid`` beside ``name`` or ``file``."""
    _allow(actor, area)
    name, asked_by = _line(name, "name"), " ".join(asked_by.split())[:LONGEST_NAME]
    if not name:
        raise Invalid(Message(N_("Give the form a name.")), "name")
    check_texts(name=name, asked_by=asked_by)
    kind = grids.kind_of(data)
    wanted = suggesting.suggest(grids.read(data, kind))
    if not wanted:
        raise Invalid(
            Message(N_("Neither a heading nor an empty cell behind a label was found in this file.")), "file"
        )
    form = OutsideForm(area=area, name=name, asked_by=asked_by, kind=kind, template=data)
    form.slots = [
        FormSlot(
            sheet=one.sheet, row=one.row, column=one.column,
            repeats=one.repeats, heading=one.heading, source=one.source,
        )
        for one in wanted
    ]  # fmt: skip
    db.session.add(form)
    db.session.flush()
    audit.record("form_taken_in", actor=actor, subject=form, name=name)
    db.session.flush()
    return form


def map_cells(*, actor: Actor, form: OutsideForm, sources: Mapping[int, str]) -> OutsideForm:
    """Say for each slot (by id) what it asks for; "" for what people fill in themselves.

    Raises ``Invalid`` for what is not known, or where a single cell is to hold what each household has.
    """
    _allow(actor, form.area)
    _check_in_use(form)
    for slot in form.slots:
        source = sources.get(slot.id, slot.source)
        known = SOURCES.get(source)
        if source and (known is None or (known.group == HOUSEHOLD and not slot.repeats)):
            raise Invalid(Message(N_("Please choose one.")), f"slot_{slot.id}")
        slot.source = source
    form.mapped_at = clock.now()
    db.session.flush()
    audit.record(
        "form_mapped", actor=actor, subject=form, cells=sum(bool(slot.source) for slot in form.slots)
    )
    db.session.flush()
    return form


def record_filling(*, actor: Actor, form: OutsideForm, area: Area, year: int) -> FormFilling:
    """Fill a form for *area* and *year* and count its cells; the file is made by :func:`fill`.

    Raises ``Refused`` while nobody has looked at what its cells ask for, and when nothing would be filled.
    """
    filled = fill(actor=actor, form=form, area=area, year=year)
    _check_in_use(form)
    if not filled.cells:
        raise Refused(
            [Message(N_("Nothing would be filled in: no cell asks for something that is on record."))]
        )
    row = FormFilling(
        form=form,
        area=area,
        year=year,
        cells=filled.cells,
        filled_at=clock.now(),
        filled_by_id=_who(actor),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("form_filled", actor=actor, subject=row, year=year, cells=filled.cells)
    db.session.flush()
    return row


def fill(*, actor: Actor, form: OutsideForm, area: Area, year: int) -> Filled:
    """The values for a form, of the records as they stand now. Raises ``Refused`` and ``Forbidden``."""
    if not can(actor, Permission.FORM_FILL, area) or not can(actor, Permission.FORM_FILL, form):
        raise Forbidden()
    if form.mapped_at is None:
        raise Refused([Message(N_("First say what the cells of this form ask for."))])
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Refused([Message(N_("This year has not begun yet."))])
    return filling.fill(form, area, year, clock.today())


def put_away(*, actor: Actor, form: OutsideForm) -> OutsideForm:
    """Nobody asks for the form any more. Its fillings still count."""
    _allow(actor, form.area)
    _check_in_use(form)
    form.ended_on = clock.today()
    db.session.flush()
    audit.record("form_put_away", actor=actor, subject=form, name=form.name)
    db.session.flush()
    return form


def _allow(actor: Actor, area: Area) -> None:
    if not can(actor, Permission.FORM_FILL, area):
        raise Forbidden()


def _check_in_use(form: OutsideForm) -> None:
    if form.ended_on is not None:
        raise Conflict(Message(N_("This form is put away.")))


def _who(actor: Actor) -> int:
    if actor.id is None:
        raise Forbidden()
    return actor.id


def _line(text: str, field: str) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST_NAME:
        raise Invalid(Message(N_("At most %(max)s characters, please."), max=LONGEST_NAME), field)
    return line
