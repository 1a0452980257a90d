"""The pages of the year's report, its papers, and writing into it."""

import datetime as dt
import io
from itertools import pairwise

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from app.domain.annual_reports import queries
from app.domain.annual_reports.figures import Listing
from app.domain.annual_reports.models import Part
from tests import factories
from tests.browser import Browser
from tests.people import People

YEAR = 2025


def _is_head(paragraph: Paragraph) -> bool:
    return paragraph.style is not None and str(paragraph.style.name).startswith("Heading")


@pytest.fixture
def at(people: People) -> dict[str, object]:
    """The report of the township on a year in which two households were registered."""
    round_ = factories.a_round(year=YEAR, code="2025-identification")
    for members in (3, 4):
        factories.a_registered(people.village, members=members, round_=round_, on=dt.date(YEAR, 6, 1))
    return {"code": people.township.code, "year": YEAR}


@pytest.fixture
def reviewer(people: People) -> Browser:
    return people.browser("township_reviewer")


def test_the_years_are_listed(people: People, reviewer: Browser, at: dict[str, object]) -> None:
    page = reviewer.get("annual_reports.index")
    assert "2025年报告" in page.text
    assert "2026年报告" in page.text
    reviewer.get("annual_reports.index", area=people.other_township.code, expect=404)


def test_a_number_is_a_link_to_its_rows(reviewer: Browser, at: dict[str, object]) -> None:
    page = reviewer.get("annual_reports.show", **at)
    assert "在册贫困户2户7人" in page.text
    assert "who=registered" in page.html
    assert "listing=villages" in page.html
    assert page.texts("#funds p")[0] == "这一部分没有记录。"


def test_every_link_of_a_report_opens(reviewer: Browser, at: dict[str, object]) -> None:
    page = reviewer.get("annual_reports.show", **at)
    addresses = {link.get("href") or "" for link in page.select("section a[href]")}
    opened = [one for one in addresses if "rows" in one or "statistics" in one]
    assert len(opened) > 8
    for address in opened:
        assert reviewer.get(address).texts("tbody th")


@pytest.mark.parametrize("listing", list(Listing))
def test_an_address_that_nobody_wrote_opens_nothing(
    reviewer: Browser, at: dict[str, object], listing: Listing
) -> None:
    factories.a_fund_year(year=YEAR)
    for detail in ("zzz", "%", "'", "secret,road"):
        status = 404 if listing is Listing.COUNTED else None
        page = reviewer.get(
            "annual_reports.list_rows", **at, listing=listing.value, detail=detail, expect=status
        )
        assert page.status in (200, 404)


def test_a_report_of_elsewhere_or_of_a_year_to_come_is_not_found(
    people: People, reviewer: Browser, at: dict[str, object]
) -> None:
    reviewer.get("annual_reports.show", code=people.other_township.code, year=YEAR, expect=404)
    reviewer.get("annual_reports.show", code=people.township.code, year=2027, expect=404)
    reviewer.get("annual_reports.list_rows", **at, listing="telephones", expect=404)
    reviewer.get("annual_reports.write", **at, part="gossip", expect=404)


def test_words_are_written_and_stand_on_the_page(
    people: People, reviewer: Browser, at: dict[str, object]
) -> None:
    words = {"text_zh": "道路还没有全部硬化。\n\n明年继续。", "text_en": "Not all roads are paved."}
    reviewer.post("annual_reports.write", words, part="infrastructure", **at)
    assert "道路还没有全部硬化。" in reviewer.get("annual_reports.show", **at).text
    assert "Not all roads are paved." in reviewer.get(f"/en/annual-reports/{at['code']}/{YEAR}").text


def test_whoever_was_slower_keeps_the_own_words_and_sees_the_others(
    people: People, reviewer: Browser, at: dict[str, object]
) -> None:
    second = people.browser("second_township_reviewer")
    reviewer.get("annual_reports.write", part="problems", **at)
    second.get("annual_reports.write", part="problems", **at)
    reviewer.send(text_zh="缺水。", text_en="No water.")
    page = second.send(text_zh="缺路。", expect=409)
    assert "缺路。" in page.texts("textarea[name=text_zh]")[0]
    assert page.texts(".report-words") == ["缺水。", "No water."]
    assert people.user("township_reviewer").name in page.text
    page = second.send(text_zh="缺水，也缺路。")
    assert "缺水，也缺路。" in reviewer.get("annual_reports.show", **at).text
    # The first of them comes back to the words: what was opened before is too late as well.
    reviewer.get("annual_reports.write", part="problems", **at)
    second.post("annual_reports.write", {"text_zh": "都有了。", "version": "2"}, part="problems", **at)
    reviewer.send(text_zh="什么都缺。", expect=409)


def test_a_refused_text_stays_in_its_field(people: People, reviewer: Browser, at: dict[str, object]) -> None:
    wrong = f"电话13900001111，证件{factories.an_id_number()}"
    page = reviewer.post("annual_reports.write", {"text_zh": wrong}, part="problems", expect=422, **at)
    assert wrong in page.html


def test_words_of_last_year_are_shown_and_taken_over(
    people: People, reviewer: Browser, at: dict[str, object]
) -> None:
    before = {"code": at["code"], "year": 2024}
    reviewer.post("annual_reports.write", {"text_zh": "缺水。"}, part="problems", **before)
    page = reviewer.get("annual_reports.show", **at)
    assert "2024年报告中写的" in page.text
    reviewer.post("annual_reports.keep", **at)
    report = queries.find_report(people.township, YEAR)
    assert report is not None
    assert [(one.part, one.text_zh) for one in report.paragraphs] == [(Part.PROBLEMS, "缺水。")]


def test_a_report_is_finished_and_opened_again(
    people: People, reviewer: Browser, at: dict[str, object]
) -> None:
    reviewer.post("annual_reports.finish", **at)
    assert "定稿" in reviewer.get("annual_reports.show", **at).text
    reviewer.post("annual_reports.write", {"text_zh": "改"}, part="problems", expect=422, **at)
    reviewer.post("annual_reports.reopen", {"reason": "数字有误"}, **at)
    reviewer.post("annual_reports.write", {"text_zh": "改"}, part="problems", **at)


def test_who_only_looks_finds_no_way_to_write(people: People, at: dict[str, object]) -> None:
    officer = people.browser("village_officer")
    page = officer.get("annual_reports.show", code=people.village.code, year=YEAR)
    assert "/words/" not in page.html
    officer.post("annual_reports.finish", code=people.village.code, year=YEAR, expect=403)


def test_the_report_comes_as_pdf_in_both_languages(reviewer: Browser, at: dict[str, object]) -> None:
    answer = reviewer.get("annual_reports.show_pdf", lang="both", **at).response
    assert answer.headers["Cache-Control"] == "no-store"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    plain = "".join(text.split())
    assert "在册贫困户2户7人" in plain
    assert "2householdswith7peoplewereintheregister" in plain


def test_the_report_comes_as_docx(people: People, reviewer: Browser, at: dict[str, object]) -> None:
    reviewer.post("annual_reports.write", {"text_zh": "缺水。\n\n缺路。"}, part="problems", **at)
    answer = reviewer.get("annual_reports.show_docx", **at).response
    document = Document(io.BytesIO(answer.data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0].endswith("2025年度工作报告")
    assert "一、基本情况" in texts
    bare = [one for one, under in pairwise(document.paragraphs) if _is_head(one) and _is_head(under)]
    assert [one.text for one in bare] == []
    assert "这一部分没有记录。" in texts
    assert {"缺水。", "缺路。"} <= set(texts)
    assert any("在册贫困户2户7人" in text for text in texts)
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[0][:3] == ["村", "总户数", "户籍人口"]
    assert cells[1][0] == people.village.name_zh
