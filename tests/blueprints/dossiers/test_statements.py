"""The pages of a village take as many statements for many households as for few."""

from app.core.db import db as database
from tests import factories


def test_pages_do_not_ask_more_for_more_households(db, people):
    round_ = factories.a_round()

    def statements(households: int) -> dict[str, int]:
        village = factories.a_village(people.township)
        drawn_up = factories.a_candidate_list(village, entries=households, round_=round_)
        factories.a_notice(drawn_up)
        factories.a_meeting(village, ballots=households, round_=round_)
        database.session.commit()
        browser = people.browser("township_reviewer")
        browser.get("dossiers.index")
        return {
            "village": len(browser.get("dossiers.village", code=village.code).statements),
            "book": len(browser.get("dossiers.book", code=village.code).statements),
            "stages": len(browser.get("candidate_lists.stages", list_id=drawn_up.id).statements),
        }

    statements(1)
    assert statements(2) == statements(9)
