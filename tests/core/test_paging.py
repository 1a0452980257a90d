"""Pages of long lists: the right rows, the nearest page, two statements."""

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.paging import paginate
from app.domain.areas.models import PostingPlace
from tests import factories
from tests.browser import watched

ORDERED = sa.select(PostingPlace).order_by(PostingPlace.ordinal, PostingPlace.id)


@pytest.fixture
def seven(db: SQLAlchemy) -> None:
    """Seven boards of a village."""
    factories.a_village(places=[f"{number}组公示栏" for number in range(1, 8)])


@pytest.mark.parametrize(
    ("asked", "number", "shown", "first_index"),
    [(1, 1, [1, 2, 3], 1), (3, 3, [7], 7), (4, 3, [7], 7), (0, 1, [1, 2, 3], 1), (-5, 1, [1, 2, 3], 1)],
)
def test_a_page_out_of_range_is_the_nearest_one(
    seven: None, asked: int, number: int, shown: list[int], first_index: int
) -> None:
    page = paginate(ORDERED, asked, 3)
    assert [place.ordinal for place in page.items] == shown
    assert (page.number, page.pages, page.total, page.first_index) == (number, 3, 7, first_index)
    assert (page.has_previous, page.has_next) == (number > 1, number < 3)


def test_an_empty_list_is_one_empty_page(db: SQLAlchemy) -> None:
    page = paginate(ORDERED, 1)
    assert (page.items, page.pages, page.total, page.first_index) == ([], 1, 0, 0)
    assert not page.has_previous
    assert not page.has_next


def test_rows_of_columns_and_two_statements(seven: None) -> None:
    statement = sa.select(PostingPlace.ordinal, PostingPlace.name_zh).order_by(PostingPlace.id)
    with watched(is_reading=True) as statements:
        page = paginate(statement, 2, 3, rows=True)
    assert [row.ordinal for row in page.items] == [4, 5, 6]
    assert len(statements) == 2
