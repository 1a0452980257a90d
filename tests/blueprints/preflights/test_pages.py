"""Whoever asked for a paper that is refused sees what is wrong and where; a visitor learns only that it is so."""

import io
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from pypdf import PdfWriter

from app.core.messages import Message
from app.core.permissions import Permission
from app.documents.faults import NotFitToPrint
from app.documents.preflight import Box, Check, Finding, Report, refused
from app.web.access import public, signed_in
from tests.people import People

WRONG = Report(
    (
        Finding(
            Check.PAGES, Message("The paper has %(found)s pages. It must have %(wanted)s.", found=2, wanted=1)
        ),
        *(
            Finding(Check.FONTS, Message("这是第二页"), page=2, box=Box(10 * n, 20, 10 * n + 9, 30))
            for n in range(3)
        ),
    ),
    pages=2,
)


@pytest.fixture
def fault() -> NotFitToPrint:
    """A refused paper of two blank pages."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_blank_page(595, 842)
    writer.write(out)
    return NotFitToPrint(WRONG, out.getvalue())


@pytest.fixture
def refusing(app: Flask, fault: NotFitToPrint) -> Iterator[Flask]:
    """A portal in which the account page and the notice board ask for that paper."""

    def raises() -> None:
        raise fault

    kept = {name: app.view_functions[name] for name in ("history.index", "public.home")}
    app.view_functions |= {"history.index": signed_in(raises), "public.home": public(raises)}
    yield app
    app.view_functions |= kept


def test_the_page_shows_what_is_wrong_and_where(refusing: Flask, people: People) -> None:
    page = people.browser("township_officer").get("history.index", expect=409)
    assert page.texts("section.preflight h2") == ["整份材料", "第2页"]
    assert page.texts(".preflight-mark") == ["1", "2", "3"]
    assert "材料共2页，应为1页" in page.text
    (image,) = page.select("section.preflight img")
    assert image.get("src", "").startswith("data:image/png;base64,")
    assert "第2页" in image.get("alt", "")


def test_a_visitor_is_shown_no_page_of_it(refusing: Flask, people: People) -> None:
    page = people.browser("villager").get("public.home", expect=409)
    assert '<img src="data:image/png' not in page.html
    assert "不能打印" in page.text


def test_a_kept_one_is_found_under_its_key_by_those_who_see_papers_of_its_area(
    app: Flask, people: People, fault: NotFitToPrint
) -> None:
    needs, path = Permission.CANDIDATE_LIST_VIEW, people.village.path
    with app.app_context():
        key = refused.keep(fault, area_path=path, needs=needs)
        elsewhere = refused.keep(fault, area_path="9/9/9/", needs=needs)
    try:
        page = people.browser("village_officer").get("preflights.show", key=key)
        assert page.texts("section.preflight h2") == ["整份材料", "第2页"]
        people.browser("village_officer").get("preflights.show", key="0" * 64, expect=404)
        people.browser("village_officer").get("preflights.show", key=elsewhere, expect=404)
    finally:
        shutil.rmtree(app.extensions["gongshi"].derived / "refused")
