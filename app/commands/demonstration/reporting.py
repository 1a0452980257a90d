"""The township's report on 2014, finished in January 2015; this year's, begun; a form that the county asks for.

The words are invented; the figures are counted from the records.
"""

import datetime as dt
import io

from openpyxl import Workbook

from app.commands.demonstration.ground import FIRST_YEAR, TOWNSHIP, Cast
from app.commands.demonstration.story import stand_at
from app.core.bilingual import BilingualText
from app.domain.annual_reports import service as reports
from app.domain.annual_reports.models import Part
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.outside_forms import service as forms

FINISHED = dt.date(FIRST_YEAR + 1, 1, 20)
WORDS = {
    Part.PROBLEMS: BilingualText(
        "四分之三的贫困户还没有帮扶人。\n\n泥土路入户的农户多，雨天出行难。",
        "Three in four poor households have no helper yet.\n\nEarth roads lead to many houses, hard to use in rain.",
    ),
    Part.NEXT_STEPS: BilingualText(
        "先为没有帮扶人的贫困户落实帮扶责任人，再按致贫原因逐户定措施。",
        "First a helper for every household that has none, then measures for each by the cause of its poverty.",
    ),
}


def play_past(people: Cast) -> None:
    """The report on the first year."""
    stand_at(FINISHED)
    township = get_area(TOWNSHIP)
    for part, text in WORDS.items():
        reports.write(actor=people.township, area=township, year=FIRST_YEAR, part=part, text=text)
    reports.finish(actor=people.township, area=township, year=FIRST_YEAR)


def play_present(people: Cast, villages: list[Area], today: dt.date) -> None:
    """This year's words are those of the first, still to be looked through; the county's form is filled once."""
    stand_at(today, 10)
    township = get_area(TOWNSHIP)
    form = forms.take_in(
        actor=people.township,
        area=township,
        name="贫困户情况统计表",
        asked_by="县乡村振兴局",
        data=_form(villages),
    )
    forms.map_cells(actor=people.township, form=form, sources={})
    forms.record_filling(actor=people.township, form=form, area=township, year=today.year)


def _form(villages: list[Area]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["贫困户情况统计表"])
    sheet.append(["填报单位：", None, None, "填报日期：", None])
    sheet.append(["序号", "村名", "总户数", "贫困户", None, "致贫原因（户）", None, "备注"])
    sheet.append([None, None, None, "户数", "人数", "因病", "因学"])
    for number, village in enumerate(villages, 1):
        sheet.append([number, village.name_zh])
    sheet.append(["合计"])
    for cells in ("A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:H4"):
        sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
