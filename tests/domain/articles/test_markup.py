"""Text to HTML: what is meant comes out, and nothing that somebody types breaks the page."""

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.articles import markup
from tests.house_checks import parse_fragment, parse_page, text_of

PICTURES = {1: ("/news/2026-001/files/1", "路灯")}
#: what the whole text may consist of; the frame of a table is ours
ALLOWED = {name: set(attributes) for name, attributes in markup.ALLOWED.items()} | {
    "div": {"class", "role", "aria-label", "tabindex"},
    "table": {"class"},
    "th": {"scope"},
}
PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "</main></body>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html,1)",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "[x](https://a.cn 'on\"click')",
        "![x](https://a.cn/1.png)",
        "![x](1)",
        "![<b>](附件1)",
        "<a href='x'>",
        "<!--",
        "-->",
        "]]>",
        "&lt;b&gt;",
        "&#x1f;&#xfffe;&#0;",
        "\n\n",
        "\n",
        "    ",
        "# ",
        "#### ",
        "- ",
        "1. ",
        "> ",
        "> > > > ",
        "| a | b |\n|---|:-:|\n| <i> | `x` |\n",
        "**",
        "_",
        "```",
        "<http://a.cn>",
        "<javascript:alert(1)>",
        "[r]: javascript:alert(1)\n[r]",
        "\x00",
        "\u202e",
        "村务公开",
    ]
)
HOSTILE = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=14).map("".join)


def elements(html: str) -> list[Element]:
    tree, complaints = parse_fragment(f"<div>{html}</div>")
    assert complaints == []
    outermost = next(tree.iter("div"))
    return [element for element in outermost.iter() if element is not outermost]


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_nothing_outside_the_allow_list_ever_comes_out(text: str) -> None:
    html = markup.html_of(text, pictures=PICTURES, root="/en", label='"表"')
    for element in elements(html):
        assert element.tag in ALLOWED
        assert set(element.keys()) <= ALLOWED[element.tag]
        assert element.get("src", PICTURES[1][0]) == PICTURES[1][0]
        href = element.get("href")
        assert href is None or href.startswith(("http://", "https://", "tel:", "mailto:", "/en/"))
    page = f"<!doctype html><html><head><title>x</title></head><body><main>{html}</main><p>after</p></body></html>"
    tree, complaints = parse_page(page)
    assert complaints == []
    assert [text_of(p) for p in tree.findall("body/p")] == ["after"]


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_headings_begin_below_the_title_and_leave_no_level_out(text: str) -> None:
    levels = [int(e.tag[1]) for e in elements(markup.html_of(text)) if e.tag in ("h2", "h3", "h4")]
    before = 1
    for level in levels:
        assert 2 <= level <= min(before + 1, 4)
        before = level


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_words_and_minutes_can_be_told_of_anything(text: str) -> None:
    assert "<p>" not in markup.beginning_of(text, 40)
    assert len(markup.beginning_of(text, 40)) <= 41
    assert markup.minutes_to_read(text) >= 1


def test_what_is_meant_comes_out() -> None:
    text = "## 收支\n第一行\n第二行，**重要**\n\n- 一\n- 二\n\n> 他说\n\n[看](/procedure)"
    assert markup.html_of(text, root="/en") == (
        "<h2>收支</h2>\n<p>第一行<br>\n第二行，<strong>重要</strong></p>\n<ul>\n<li>一</li>\n<li>二</li>\n</ul>\n"
        '<blockquote>\n<p>他说</p>\n</blockquote>\n<p><a href="/en/procedure">看</a></p>\n'
    )


def test_a_table_scrolls_in_a_frame() -> None:
    (frame, table, *_rest) = elements(markup.html_of("| 项目 | 元 |\n|---|---|\n| 路 | 5 |", label="表格"))
    assert (frame.get("role"), frame.get("aria-label"), frame.get("tabindex")) == ("region", "表格", "0")
    assert [th.get("scope") for th in table.iter("th")] == ["col", "col"]


@pytest.mark.parametrize("named", ["1", "附件1", "file-1", "图片 1", "图1"])
def test_a_picture_is_one_of_the_own_files(named: str) -> None:
    (_, picture) = elements(markup.html_of(f"![]({named.replace(' ', '%20')})", pictures=PICTURES))
    assert (picture.get("src"), picture.get("alt")) == PICTURES[1]


def test_a_picture_of_anything_else_is_its_words() -> None:
    assert markup.html_of("![地图](https://a.cn/1.png) ![无](7)", pictures=PICTURES) == "<p>地图 无</p>\n"


def test_an_indented_line_and_a_line_of_dashes_are_no_surprise() -> None:
    assert markup.html_of("    缩进的话\n---") == "<p>缩进的话</p>\n<hr>\n"


def test_the_beginning_ends_with_a_sentence() -> None:
    text = "# 标题\n修好了路灯。一共三十一盏，分布在五个组。大家可以来看。"
    assert markup.beginning_of(text, 24) == "修好了路灯。一共三十一盏，分布在五个组。"


def test_a_long_text_takes_its_time() -> None:
    assert markup.minutes_to_read("字" * 600) == 3
    assert markup.minutes_to_read("word " * 320) == 2


def test_several_tables_have_names_of_their_own() -> None:
    table = "| a |\n|---|\n| b |\n\n"
    frames = [
        element for element in elements(markup.html_of(table * 2, label="表格")) if element.tag == "div"
    ]
    assert [frame.get("aria-label") for frame in frames] == ["表格 1", "表格 2"]
