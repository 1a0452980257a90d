"""Letters to households: what was decided, why, how to ask for a review; one by one and all of a list."""

import pytest

from app.core.db import db
from app.domain.applications.models import Application, ApplicationState
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.why_cards.freezing import freeze
from app.domain.why_cards.models import CardStage
from tests import factories
from tests.documents.made_up import pages_of
from tests.people import People

REASON = "户主在县城有商品房。"


@pytest.fixture
def application(people: People) -> Application:
    """Left out of the list by the village, with a reason; the card of that decision is frozen."""
    left_out = factories.an_application(factories.a_household(people.village))
    left_out.state, left_out.closing_reason = ApplicationState.LEFT_OUT, REASON
    db.session.flush()
    freeze([left_out.id], CardStage.VILLAGE)
    return left_out


@pytest.fixture
def candidate_list(people: People, application: Application) -> CandidateList:
    """Two households stand on the list, agreed to by the meeting."""
    listed = factories.a_candidate_list(people.village, entries=2, state=ListState.FIRST_NOTICE)
    freeze([entry.application_id for entry in listed.entries], CardStage.MEETING)
    return listed


def test_the_letter_says_what_why_and_what_can_be_done_in_both_languages(
    people: People, application: Application
) -> None:
    address = f"/applications/{application.number}/letter.pdf?lang=both"
    answer = people.browser("village_officer").get(address).response
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    chinese, english = ("".join(page.split()) for page in pages_of(answer.data))
    household = application.household
    assert "结果告知书" in chinese
    assert f"{household.head_name}户：" in chinese
    for needed in ("一、结果", "没有列入名单", REASON, "由村里决定", "三、不同意怎么办", "12317", "收件人"):
        assert needed in chinese
    assert "Leftoutofthelist" in english
    assert "Ifyoudonotagree" in english
    assert household.telephone is not None
    for secret in (household.telephone, *(member.id_number or "-" for member in household.members)):
        assert secret not in chinese + english


def test_without_a_decision_there_is_no_letter_and_other_villages_get_none(
    people: People, application: Application
) -> None:
    waiting = factories.an_application(factories.a_household(people.village))
    officer, other = people.browser("village_officer"), people.browser("other_village_officer")
    refused = officer.get("why_cards.letter", number=waiting.number, expect=409)
    assert "还没有作出决定" in refused.text
    other.get("why_cards.letter", number=application.number, expect=404)
    assert "结果告知书" in officer.get("applications.show", number=application.number).text
    assert "结果告知书" not in officer.get("applications.show", number=waiting.number).text


def test_all_letters_of_a_list_come_in_its_order_then_those_who_are_on_none(
    people: People, application: Application, candidate_list: CandidateList
) -> None:
    answer = people.browser("township_reviewer").get("why_cards.letters_of_list", list_id=candidate_list.id)
    pages = pages_of(answer.response.data)
    heads = [entry.head_name for entry in candidate_list.entries] + [application.household.head_name]
    assert len(pages) == len(heads)
    for page, head in zip(pages, heads, strict=True):
        assert f"{head}户：" in page
    assert f"/lists/{candidate_list.id}/letters.pdf" in str(
        people.browser("village_officer").get("candidate_lists.show", list_id=candidate_list.id).links
    )
    people.browser("other_village_officer").get(
        "why_cards.letters_of_list", list_id=candidate_list.id, expect=404
    )
