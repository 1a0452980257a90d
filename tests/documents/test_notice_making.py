"""What a notice says and how it is laid out, as composed: for what needs no finished bytes of a sheet."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.core.bilingual import BilingualText
from app.documents import notice_making
from app.documents.notice_sheets import SheetForm, SheetPlace, compose, stamp_of
from app.documents.notices import notice_title
from app.documents.papers import Change, NoticePaper, Withdrawal
from tests.documents.made_up import a_notice, pages_of


@pytest.fixture(scope="module")
def kept(printing_app: Flask) -> Iterator[Flask]:
    """A desk at which papers are composed."""
    with printing_app.app_context():
        yield printing_app


@pytest.fixture
def said(kept: Flask) -> Callable[..., str]:
    """The words of a notice as composed, without blanks."""

    def words(paper: NoticePaper, lang: str = "zh") -> str:
        (article,) = compose(paper, SheetForm(lang)).articles
        return "".join(re.sub("<[^>]*>", "", article.cover + article.rest).split())

    return words


@pytest.mark.parametrize("kind", ["first_notice", "second_notice", "announcement"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_says_which_it_is_in_both_languages(
    kind: str, lang: str, said: Callable[..., str]
) -> None:
    words = {
        "zh": {"first_notice": "第一次公示", "second_notice": "第二次公示", "announcement": "公告"},
        "en": {
            "first_notice": "Firstpublicitynotice",
            "second_notice": "Secondpublicitynotice",
            "announcement": "Publicannouncement",
        },
    }
    assert words[lang][kind] in said(a_notice(3, kind=kind), lang)


def test_a_withdrawn_notice_says_so_at_its_head(said: Callable[..., str]) -> None:
    reason = "第2号姓名有误\n一、另有说明\n（二）新公示另发"
    words = said(a_notice(3, withdrawal=Withdrawal(dt.date(2014, 6, 8), reason, "GS-2014-002-3")))
    assert "已于2014年6月8日撤回。原因：第2号姓名有误" in words
    assert "一、另有说明（二）新公示另发" in words
    assert "替代编号：GS-2014-002-3" in words
    assert "公示时间" not in words


def test_a_period_in_working_days_of_an_unannounced_year_says_so(said: Callable[..., str]) -> None:
    words = said(a_notice(3, day_kind="working", days=5, period_is_estimated=True))
    assert "共5个工作日。（当年放假安排尚未公布" in words


def test_without_rows_the_sheet_says_that_the_names_were_taken_down(
    said: Callable[..., str], kept: Flask
) -> None:
    paper = dataclasses.replace(a_notice(24), rows=())
    words = said(paper)
    assert "现已撤下，此处不再列出姓名" in words
    assert "共24户" in words
    assert compose(paper, SheetForm()).enclosures == ()


def test_a_text_that_fits_no_page_goes_on_without_cutting_contacts_or_signature(kept: Flask) -> None:
    reason = "理由较长的一条说明文字，经入户核实家庭人均纯收入高于标准，并且有商品房和轿车，村民代表会议复议后同意移出"
    changes = tuple(Change("removed", 3, 9, f"{reason}{number}" * 2) for number in range(5))
    composed = dataclasses.replace(
        compose(a_notice(3, changes=changes), SheetForm()), steps=("standard", "least")
    )
    first, second, third = pages_of(notice_making.set_base(composed))
    assert "受理电话" not in first
    assert all(words in second for words in ("受理电话", "监督电话", "盖章处", "2014年6月5日"))
    assert third.lstrip().startswith("附件")


def test_a_long_issuer_moves_inwards_and_stays_on_the_page(kept: Flask) -> None:
    long = BilingualText("黔西南布依族苗族自治州兴义市万峰林街道办事处扶贫开发领导小组办公室")
    cover = compose(a_notice(3, issuer=long), SheetForm()).articles[0].cover
    assert (found := re.search(r"margin-right:([\d.]+)em", cover)) is not None
    assert float(found[1]) > 10


@pytest.mark.parametrize(
    ("lang", "name", "setting"),
    [
        ("zh", BilingualText("村委会公示栏"), "a4 open"),
        ("en", BilingualText("组", "Notice board of the largest villagers' group"), "a4 close"),
        ("zh", BilingualText("龙" * 60), "a4 closest"),
    ],
)
def test_a_long_name_of_a_place_is_set_closer_beside_the_code(
    kept: Flask, lang: str, name: BilingualText, setting: str
) -> None:
    stamp = stamp_of(a_notice(5), SheetForm(lang), SheetPlace(1, name))
    assert f'<body class="{setting}">' in notice_making.stamp_html(stamp, 2)


def test_in_large_type_the_title_breaks_earlier_and_leaves_no_lonely_character() -> None:
    paper = dataclasses.replace(
        a_notice(5),
        township=BilingualText("林泉镇"),
        village=BilingualText("海子社区"),
        round_name=BilingualText("2014年贫困户建档立卡"),
    )
    assert len(notice_title(paper, "zh")[0]) > len("林泉镇海子社区")
    assert notice_title(paper, "zh", large=True)[0] == "林泉镇海子社区"


def test_measures_are_magnified_and_nothing_else_is() -> None:
    sheet = ".a1 { margin: 2.5pt -3mm 0 1em; width: 50%; } /* 7.3.5 */ .b-2pt { color: #10pt1; }"
    assert notice_making.magnified(sheet, 2) == (
        ".a1 { margin: 5pt -6mm 0 1em; width: 50%; } /* 7.3.5 */ .b-2pt { color: #10pt1; }"
    )


@pytest.mark.parametrize(
    ("public", "before_the_code"),
    [
        ("https://gongshi.example/v/BXSL-K5QQ-2", "HTTPS://GONGSHI.EXAMPLE/V/"),
        ("http://10.1.2.3:8080/v/BXSL-K5QQ-2", "HTTP://10.1.2.3:8080/V/"),
        ("https://county.example/Portal/v/BXSL-K5QQ-2", "HTTPS://COUNTY.EXAMPLE/Portal/V/"),
        ("", ""),
    ],
)
def test_the_code_to_scan_is_in_capitals_where_that_changes_nothing(
    public: str, before_the_code: str
) -> None:
    assert notice_making.capitals(public) == before_the_code
