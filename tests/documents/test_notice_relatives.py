"""What a notice says of officials' relatives: how many, never who."""

import re

import pytest

from app.documents.notice_sheets import SheetForm, compose
from app.documents.notices import notice_paper_from
from app.documents.papers import NoticePaper
from tests import factories
from tests.documents.made_up import a_notice
from tests.people import People


def words_of(paper: NoticePaper, lang: str) -> str:
    """What a notice says before its list."""
    (article,) = compose(paper, SheetForm(lang)).articles
    return re.sub("<[^>]*>", "", article.cover)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("number", "lang", "said"),
    [
        (3, "zh", "本名单上有3户是干部亲属，均已申报备案。"),
        (0, "zh", "本名单上没有申报的干部亲属。"),
        (1, "en", "1 household on this list has relatives among officials; all are declared."),
        (3, "en", "3 households on this list have relatives among officials; all are declared."),
        (0, "en", "No household on this list has relatives among officials, as far as declared."),
    ],
)
def test_the_sheet_says_how_many_are_relatives(number: int, lang: str, said: str) -> None:
    words = words_of(a_notice(relatives=number), lang)
    assert "".join(said.split()) in "".join(words.split())


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_older_sheet_says_nothing_of_them(lang: str) -> None:
    words = "".join(words_of(a_notice(), lang).split())
    assert "干部亲属" not in words
    assert "amongofficials" not in words


def test_the_number_comes_from_the_frozen_content(people: People) -> None:
    notice = factories.a_notice(content={"relatives": 2})
    assert notice_paper_from(notice, []).relatives == 2
    assert notice_paper_from(factories.a_notice(), []).relatives is None


def test_the_public_page_says_the_same(people: People, browser) -> None:  # type: ignore[no-untyped-def]  # a fixture
    notice = factories.a_notice(content={"relatives": 2})
    page = browser.get("public.show_notice", number=notice.number)
    assert "本名单上有2户是干部亲属，均已申报备案。" in page.text
