"""Shares laid under the places of the chart's head."""

from app.blueprints.tasks.ground import by_column
from app.core.db import db
from app.domain.rounds.models import Round
from app.domain.tasks import queries
from tests import factories
from tests.people import People


def test_every_share_stands_under_the_place_within_which_it_lies(people: People) -> None:
    round_: Round = factories.a_round()
    factories.a_task({people.village: 10, people.other_village: 10}, round_=round_)
    db.session.flush()
    cells = queries.load_board(people.actor("county_approver"), round_.year).lines[0].cells
    for columns in ([people.township, people.other_township], [people.village, people.other_village]):
        expected = {
            column.id: [cell for cell in cells if cell.share.area.path.startswith(column.path)]
            for column in columns
        }
        assert by_column(cells, columns) == expected
    assert by_column(cells, [people.other_township]) == {people.other_township.id: []}
    assert len(by_column(cells, [people.township])[people.township.id]) == len(cells)
