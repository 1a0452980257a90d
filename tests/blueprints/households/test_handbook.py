"""The household card: what the register knows stands in it, the rest is ruled; the telephone only when asked for."""

import pytest

from app.core.audit import Event
from app.domain.households.models import Household
from tests import factories
from tests.documents.made_up import pages_of
from tests.people import People


@pytest.fixture
def household(people: People) -> Household:
    return factories.a_household(people.village, members=4, telephone="13912345678")


def test_the_booklet_has_twelve_pages_and_no_personal_number(people: People, household: Household) -> None:
    answer = people.browser("village_officer").get("households.handbook", household_no=household.household_no)
    assert answer.response.headers["Cache-Control"] == "no-store"
    pages = pages_of(answer.response.data)
    assert len(pages) == 12
    whole = "".join("".join(pages).split())
    for needed in (
        "扶贫手册", household.head_name, household.household_no, "一、家庭基本情况", "三、帮扶责任人", "四、帮扶计划",
        "五、帮扶措施", "项目类别", "六、帮扶成效", "走访记录", "户主签名", "12317",
    ):  # fmt: skip
        assert needed in whole
    assert all(member.name in whole for member in household.members)
    numbers = [household.telephone, *(member.id_number for member in household.members)]
    assert all(number not in whole for number in numbers if number)


def test_the_telephone_is_printed_for_who_may_see_it_and_that_is_recorded(
    people: People, household: Household
) -> None:
    officer = people.browser("village_officer")
    page = officer.get("households.show", household_no=household.household_no)
    assert "扶贫手册（PDF）" in page.text
    before = factories.how_many(Event, Event.name == "personal_numbers_shown")
    answer = officer.post(
        "households.handbook_with_telephone", household_no=household.household_no, expect=200
    )
    assert "13912345678" in "".join(pages_of(answer.response.data))
    assert factories.how_many(Event, Event.name == "personal_numbers_shown") == before + 1
    for name, status in (("supervisor", 403), ("other_village_officer", 404)):
        people.browser(name).post(
            "households.handbook_with_telephone", household_no=household.household_no, expect=status
        )
    people.browser("other_village_officer").get(
        "households.handbook", household_no=household.household_no, expect=404
    )
