"""Forms from above."""

import io

from openpyxl import Workbook

from app.core import clock
from app.domain.areas.models import Area
from app.domain.outside_forms.models import FileKind, FormFilling, FormSlot, OutsideForm
from tests.factories.accounts import the_officer
from tests.factories.basis import add


def an_outside_form(area: Area, *, is_mapped: bool = True) -> OutsideForm:
    """A workbook whose one column wants the number of registered households of each village."""
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["村名", "贫困户数"])
    book.save(stream)
    form = OutsideForm(area=area, name="贫困户统计表", kind=FileKind.XLSX, template=stream.getvalue())
    form.mapped_at = clock.now() if is_mapped else None
    for column, (heading, source) in enumerate(
        (("村名", "village"), ("贫困户数", "count.registered.households"))
    ):
        form.slots.append(
            FormSlot(sheet=0, row=0, column=column, repeats=True, heading=heading, source=source)
        )
    return add(form)


def a_form_filling(form: OutsideForm, area: Area, *, cells: int = 12, year: int | None = None) -> FormFilling:
    """It was filled today for *area*."""
    year = year or clock.today().year
    given = {"form": form, "area": area, "cells": cells, "year": year, "filled_at": clock.now()}
    return add(FormFilling(filled_by_id=the_officer().id, **given))
