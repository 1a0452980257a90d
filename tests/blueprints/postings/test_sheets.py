"""The sheets to print: made by a job when they are not there yet, one for each place, in the form that is chosen."""

import pytest

from app.domain.areas.queries import list_posting_places
from app.domain.notices.codes import sheet_code
from app.domain.notices.models import Notice
from app.domain.notices.queries import list_entries
from app.domain.sheets.models import Sheet
from app.domain.sheets.service import ensure_sheets
from tests import factories
from tests.documents.made_up import text_of
from tests.people import People


@pytest.fixture
def notice(people: People) -> Notice:
    factories.a_round(policy={"posting_places_required": 2})
    factories.a_posting_place(people.village)
    listed = factories.a_candidate_list(people.village, state="first_notice", entries=2)
    return factories.a_notice(listed, posted=False)


def test_one_press_makes_a_sheet_for_each_place(people: People, notice: Notice) -> None:
    officer = people.browser("village_officer")
    address = officer.get("postings.sheet", number=notice.number, expect=303).location
    assert address == f"/postings/{notice.number}/sheets"
    officer.post("postings.make_sheets", number=notice.number)
    page = officer.follow()
    sheets: list[Sheet] = ensure_sheets(notice)
    name = list_entries(notice.id)[0].head_name
    for sheet in sheets:
        code = sheet_code(notice.digest, sheet.ordinal, 1)
        assert code in page.text
        answer = officer.get("postings.sheet", number=notice.number, place=sheet.ordinal).response
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        words = text_of(answer.data)
        assert name in words
        assert code in words
        assert sheet.place.name_zh in words
    officer.get("postings.sheet", number=notice.number, place=9, expect=404)
    assert "生成公示" in officer.get("postings.sheets", number=notice.number, size="a3").text
    people.browser("other_village_officer").get("postings.sheets", number=notice.number, expect=404)
    people.browser("other_village_officer").post("postings.make_sheets", number=notice.number, expect=404)
    assert len(list_posting_places(notice.village_id)) == len(sheets)
