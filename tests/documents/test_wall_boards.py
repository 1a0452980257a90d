"""The boards of the wall chart: where tiles lie, how names fit, which boards share a sheet."""

import pytest

from app.core.bilingual import BilingualText
from app.documents.wall_boards import (
    BOARD_LABELS,
    FILLS,
    LEAST_WIDTH,
    LETTERS,
    MARKS,
    SHEETS_OF_BOARDS,
    TILE_WIDTH,
    TONES,
    Board,
    BoardCode,
    Tile,
    columns_of,
    laid_out,
    lines_of,
    sheets_of,
)
from app.domain.tasks.rules import Light

B = BoardCode


def test_every_board_has_a_name_and_one_sheet_and_every_light_its_mark() -> None:
    hung = [code for sheet in SHEETS_OF_BOARDS for code in sheet]
    assert sorted(hung) == sorted(B)
    assert set(BOARD_LABELS) == set(B)
    assert set(FILLS) == set(MARKS) == set(TONES) == set(Light)


@pytest.mark.parametrize(("number", "across"), [(1, 1), (2, 2), (3, 2), (15, 5), (30, 6), (164, 14)])
def test_tiles_make_a_broad_picture_and_none_lies_on_another(number: int, across: int) -> None:
    assert columns_of(number) == across
    tiles = laid_out([Tile(BilingualText(str(at)), Light.DONE, 1, 0) for at in range(number)])
    assert len({(tile.x, tile.y) for tile in tiles}) == number
    assert [tile.name.zh for tile in tiles] == [str(at) for at in range(number)]
    board = Board(B.MAP, tiles=tiles)
    assert all(tile.x + TILE_WIDTH <= board.width and tile.y < board.height for tile in tiles)
    assert board.width >= LEAST_WIDTH


def test_a_long_name_is_broken_and_made_smaller() -> None:
    assert lines_of("林泉社区") == [("林泉社区", LETTERS)]
    assert [text for text, _size in lines_of("Linquan Residents Community")] == [
        "Linquan Residents",
        "Community",
    ]
    ((_text, size),) = lines_of("一个名字很长很长的少数民族聚居村")
    assert size < LETTERS


def test_sheets_hold_what_was_chosen_in_their_order() -> None:
    assert sheets_of([B.CAUSES, B.MAP, B.WAYS]) == [[B.MAP], [B.WAYS, B.CAUSES]]
    assert sheets_of([]) == []
