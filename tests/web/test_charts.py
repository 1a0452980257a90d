"""Small charts: columns stand on zero, within their frame, and never too many for a narrow phone."""

from itertools import pairwise

import pytest
from flask import Flask, render_template_string

from app.web.charts import ABOVE, LEAST, MOST, TALL, Chart, Point, chart, share_of
from tests.house_checks import parse_fragment


def points(*values: int) -> list[Point]:
    return [Point(str(2000 + number), value) for number, value in enumerate(values)]


def a_chart(*values: int) -> Chart:
    made = chart("People", points(*values))
    assert made is not None
    return made


@pytest.mark.parametrize("values", [(), (3120,)])
def test_one_number_needs_no_drawing(values: tuple[int, ...]) -> None:
    assert chart("People", points(*values)) is None


def test_columns_stand_on_zero_in_proportion() -> None:
    half, whole = a_chart(50, 100).columns
    assert (half.height, whole.height) == ("2", "4")
    for column in (half, whole):
        assert float(column.top) + float(column.height) == pytest.approx(ABOVE + TALL)


def test_nothing_is_no_column_and_little_is_seen() -> None:
    nothing, little, _much = a_chart(0, 1, 1000).columns
    assert nothing.height == "0"
    assert little.height == str(LEAST)
    assert [column.height for column in a_chart(0, 0).columns] == ["0", "0"]


def test_columns_do_not_touch_and_stay_in_the_frame() -> None:
    columns = a_chart(1, 2, 3, 4, 5).columns
    edges = [(float(one.left), float(one.left) + float(one.width)) for one in columns]
    assert edges[0][0] > 0
    assert edges[-1][1] < 100
    assert all(before[1] < after[0] for before, after in pairwise(edges))
    assert [column.middle for column in columns] == ["10", "30", "50", "70", "90"]


def test_older_numbers_stand_in_the_table_alone() -> None:
    many = a_chart(*range(1, MOST + 3))
    assert [column.number for column in many.columns] == ["3", "4", "5", "6", "7"]
    assert many.leaves_out
    assert len(many.points) == MOST + 2
    assert not a_chart(*range(MOST)).leaves_out


def test_a_bar_is_a_share() -> None:
    assert [share_of(5, 8), share_of(8, 8), share_of(0, 8), share_of(0, 0)] == ["62.5", "100", "0", "0"]


@pytest.mark.parametrize("number", [2, MOST + 1])
def test_the_drawing_has_its_numbers_as_a_table(app: Flask, number: int) -> None:
    source = '{% from "components/charts.html" import columns %}{{ columns(chart, "Year", "People") }}'
    with app.test_request_context():
        html = render_template_string(source, chart=a_chart(*range(1, number + 1)))
    figure, faults = parse_fragment(html)
    assert not faults
    assert [cell.text for cell in figure.iter("td")] == [str(value) for value in range(1, number + 1)]
    (drawing,) = [one for one in figure.iter() if one.tag.endswith("svg")]
    assert drawing.get("aria-hidden") == "true"
    assert sum(one.tag.endswith("rect") for one in drawing) == min(number, MOST)
    assert bool(list(figure.iter("details"))) is (number > MOST)
    assert "style" not in html


def test_no_chart_draws_nothing(app: Flask) -> None:
    source = '{% from "components/charts.html" import columns %}{{ columns(none, "Year", "People") }}'
    with app.test_request_context():
        assert not render_template_string(source).strip()
