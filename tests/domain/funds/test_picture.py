"""The two drawings: everything that has money is drawn to one scale, in one colour, with words for who does not see."""

import re
from xml.etree import ElementTree

import pytest

from app.domain.funds.picture import (
    LEAST,
    MOST_PURPOSES,
    NARROW,
    ROW,
    SIDE,
    WHOLE,
    Bar,
    Strand,
    Words,
    bars,
    flow,
)

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("flow", "Where <it> comes from", "In words", "Others", lambda fen: f"{fen // 100:,} yuan")
STRANDS = [
    Strand("Province", "Roads", 60_000, 30_000),
    Strand("Province", "Livestock", 30_000, 30_000),
    Strand("Society", "Roads", 10_000, 0),
    Strand("Society", "Not given out", 100_000, has_purpose=False),
]


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def rects(svg: str, x: float) -> list[tuple[float, str]]:
    """Height and fill of the bars at *x*, from the top."""
    found = [one for one in drawn(svg).iter(f"{SVG}rect") if float(one.attrib["x"]) == x]
    return [(float(one.attrib["height"]), one.attrib["fill"]) for one in found]


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in drawn(svg).iter(f"{SVG}text")]


def test_who_does_not_see_is_told_what_is_drawn() -> None:
    tree = drawn(flow(STRANDS, WORDS))
    assert tree.attrib["role"] == "img"
    assert tree.attrib["aria-labelledby"] == "flow-title flow-desc"
    assert [(one.tag, one.attrib["id"], one.text) for one in list(tree)[:2]] == [
        (f"{SVG}title", "flow-title", "Where <it> comes from"),
        (f"{SVG}desc", "flow-desc", "In words"),
    ]


def test_bars_are_as_high_as_their_money_and_filled_as_far_as_it_was_paid() -> None:
    svg = flow(STRANDS, WORDS)
    assert [height for height, _ in rects(svg, 0)] == [104.5, 85.5]
    assert WHOLE == 104.5 + 85.5
    assert rects(svg, NARROW - SIDE) == [
        (WHOLE * 0.35, "none"),
        (pytest.approx(WHOLE * 0.15, abs=0.1), "currentColor"),
        (WHOLE * 0.15, "none"),
        (WHOLE * 0.15, "currentColor"),
        (WHOLE * 0.5, "none"),
    ]


def test_what_lies_still_is_dashed_and_last() -> None:
    svg = flow(STRANDS, WORDS)
    assert texts(svg)[-2:] == ["Not given out", "1,000 yuan"]
    assert svg.count("stroke-dasharray") == 2  # its bar, its band


def test_there_is_one_colour_and_no_style_so_that_paper_and_the_dark_read_it() -> None:
    for svg in (flow(STRANDS, WORDS), bars([Bar("A", 5, 3, "3 of 5")], WORDS)):
        assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) <= {"currentColor", "none"}
        assert "style" not in svg


def test_many_purposes_are_drawn_together_and_nothing_is_lost() -> None:
    strands = [Strand("Province", f"Kind {n}", 1_000 * (n + 1)) for n in range(12)]
    found = texts(flow(strands, WORDS))[2:]
    assert found[::2][-1] == "Others"
    assert len(found) == 2 * MOST_PURPOSES
    amounts = [int(words.split()[0]) for words in found[1::2]]
    assert sum(amounts) == sum(strand.fen for strand in strands) // 100


def test_a_little_money_is_seen_and_has_room_for_its_words() -> None:
    svg = flow([Strand("Province", "Roads", 10**9), Strand("Society", "Roads", 1)], WORDS)
    (large, _), (small, _) = rects(svg, 0)
    assert 1 <= small < 2 < large
    tops = [float(one.attrib["y"]) for one in drawn(svg).iter(f"{SVG}text")]
    assert tops[2] - tops[0] >= LEAST


def test_a_village_that_got_less_has_the_shorter_bar() -> None:
    svg = bars([Bar("A", 100, 50, "50 of 100"), Bar("B", 25, 25, "25 of 25")], WORDS)
    widths = [float(one.attrib["width"]) for one in drawn(svg).iter(f"{SVG}rect")]
    assert widths == [318, 159, 79.5, 79.5]
    assert texts(svg) == ["A", "50 of 100", "B", "25 of 25"]
    assert float(drawn(svg).attrib["viewBox"].split()[3]) < 2 * ROW


@pytest.mark.parametrize("svg", [flow([], WORDS), flow([Strand("A", "B", 0)], WORDS), bars([], WORDS)])
def test_without_money_nothing_is_drawn(svg: str) -> None:
    assert svg == ""


def test_a_paper_takes_a_wider_one_in_its_own_type() -> None:
    svg = flow(STRANDS, WORDS, width=640, font="FangSong")
    assert drawn(svg).attrib["viewBox"].startswith("0 0 640 ")
    assert drawn(svg).attrib["font-family"] == "FangSong"
