"""The demonstration's poor villages: three are chosen, one is not, one took its application back; both notices hung."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app
from app.commands.demonstration import ground, poor_villages
from app.core import clock
from app.core.db import Base, db
from app.domain.areas.models import VillageFigures
from app.domain.households.models import Household, Registration
from app.domain.notices import queries as notices
from app.domain.notices.models import NoticeState
from app.domain.policies.vocabulary import VILLAGE_KINDS
from app.domain.poor_villages import queries
from app.domain.poor_villages.models import VillageState
from app.domain.rounds.models import Round, RoundState
from tests.storage import configuration

S = VillageState
#: short code of a village -> poor people, as the workbook of 2014 has them
POOR = {"202": 565, "203": 483, "205": 437, "207": 200, "211": 426}


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    """The round in a demonstration with nobody but the registered, each village's in one household."""
    folder: Path = tmp_path_factory.mktemp("poor_villages")
    app = create_app(configuration(folder))
    with clock.frozen(clock.at(poor_villages.OPENED, 9)), app.app_context():
        Base.metadata.create_all(db.engine)
        villages = ground.lay_areas()
        people = ground.open_accounts(villages)
        ground.adopt_policies()
        first = ground.open_past_round(people, villages)
        for village in villages:
            if village.short_code in POOR:
                _register(village.id, POOR[village.short_code], first)
        yield poor_villages.play(people, villages)
        db.session.remove()
        db.engine.dispose()


def _register(village_id: int, people: int, first: Round) -> None:
    household = Household(
        household_no=f"H{village_id}", village_id=village_id, people=people, data_as_of=clock.today()
    )
    db.session.add(household)
    db.session.flush()
    db.session.add(
        Registration(household_id=household.id, round_id=first.id, people=people, registered_on=clock.today())
    )
    db.session.flush()


def test_three_are_chosen_one_is_not_and_one_gave_up(round_: Round) -> None:
    found = {case.village.short_code: case.state for case in queries.list_cases(round_)}
    assert found == {
        "202": S.ANNOUNCED,
        "203": S.ANNOUNCED,
        "205": S.NOT_CHOSEN,
        "207": S.WITHDRAWN,
        "211": S.ANNOUNCED,
    }
    assert round_.state is RoundState.CLOSED


def test_one_publicity_and_one_announcement_hung_to_their_end(round_: Round) -> None:
    found = notices.list_public_notices(kinds=VILLAGE_KINDS)
    assert [one.kind for one in reversed(found)] == list(VILLAGE_KINDS)
    assert [one.state for one in notices.standings(found)] == [NoticeState.CLOSED] * 2


def test_a_form_that_differs_from_the_register_says_why(round_: Round) -> None:
    differing = [case for case in queries.list_cases(round_) if case.note]
    assert [case.village.short_code for case in differing] == ["203"]
    known = db.session.query(VillageFigures).filter_by(village_id=differing[0].village_id, year=2014).one()
    assert differing[0].people == known.population + 12
