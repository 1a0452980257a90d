"""The roster's pages: who sees what, taking on record, pasting, changing, ending."""

import pytest

from app.domain.officials import queries
from app.domain.officials.models import Official
from tests import factories
from tests.people import People


def test_a_village_officer_goes_straight_to_the_village(people: People) -> None:
    officer = people.browser("village_officer")
    officer.get("officials.index", expect=303)
    page = officer.follow()
    assert "干部和村民代表" in page.heading


def test_the_township_sees_its_villages_and_itself(people: People) -> None:
    factories.a_representative(people.village, name="王秀英")
    page = people.browser("township_reviewer").get("officials.index")
    assert len(page.select("tbody tr")) == 3
    people.browser("township_reviewer").get("officials.show", code=people.far_village.code, expect=404)


def test_somebody_is_taken_on_record(people: People) -> None:
    officer, user = people.browser("village_officer"), people.user("village_officer")
    page = officer.get("officials.new", code=people.village.code)
    assert user.username in page.text
    officer.send(
        name="王秀英",
        post="village_committee",
        represents="y",
        sex="female",
        account=str(user.id),
        telephone="13900001111",
        press=None,
    )
    page = officer.follow()
    assert "王秀英" in page.text
    assert "13900001111" not in page.html
    (official,) = queries.list_representatives(people.village)
    assert (official.user_id, official.telephone, official.sex) == (user.id, "13900001111", "female")


def test_a_wrong_entry_comes_back_with_its_fault(people: People) -> None:
    factories.an_official(people.village, name="王秀英")
    officer = people.browser("village_officer")
    officer.get("officials.new", code=people.village.code)
    page = officer.send(name="王秀英", post="village_committee", expect=422)
    assert page.faults
    page = officer.send(name="李四", post="village_committee", telephone="请打村委会", expect=422)
    assert page.faults


def test_many_are_pasted_at_once(people: People) -> None:
    officer = people.browser("village_officer")
    officer.get("officials.paste", code=people.village.code)
    page = officer.send(roster="王秀英，1组，女\n13911112222", expect=422)
    assert "第2行" in page.text
    assert factories.how_many(Official) == 0
    officer.send(roster="王秀英，1组，女\n李建国，2组，男\n赵德福")
    page = officer.follow()
    assert [row for row in ("王秀英", "李建国", "赵德福") if row in page.text] == [
        "王秀英",
        "李建国",
        "赵德福",
    ]
    assert "50%" in page.text
    page = officer.get("officials.paste", code=people.village.code)
    page = officer.send(roster="王秀英", expect=422)
    assert "已在名册上" in page.text


def test_an_entry_is_changed_and_ended(people: People) -> None:
    official = factories.a_representative(people.village, name="王秀英")
    officer = people.browser("village_officer")
    officer.get("officials.edit", official_id=official.id)
    officer.send(group_name="5组", sex="female")
    assert (official.group_name, official.sex, official.represents) == ("5组", "female", True)
    officer.get("officials.end", official_id=official.id)
    officer.send(reason="", expect=422)
    officer.send(reason="外出务工")
    page = officer.follow()
    assert "已不再任职的人" in page.text
    assert official.until is not None


def test_nobody_changes_his_own_entry(people: People) -> None:
    own = factories.an_official(people.village, people.user("village_officer"))
    officer = people.browser("village_officer")
    officer.get("officials.edit", official_id=own.id)
    officer.send(title="主任", expect=403)


@pytest.mark.parametrize("who", ["work_team", "supervisor"])
def test_who_only_looks_is_offered_nothing_to_change(people: People, who: str) -> None:
    factories.an_official(people.village)
    page = people.browser(who).get("officials.show", code=people.village.code)
    assert not [link for link in page.links if "/new" in link or "/end" in link]
    people.browser(who).get("officials.new", code=people.village.code, expect=403)


def test_a_county_officer_is_taken_on_record_without_a_group(people: People) -> None:
    browser = people.browser("county_approver")
    page = browser.get("officials.new", code=people.county.code)
    assert page.select("input[name=name]")
    assert not page.select("input[name=represents]")
