"""The pages of relatives: stating, declaring, hints, ending."""

from app.domain.kinship import queries
from app.domain.kinship.models import DismissedHint, Kinship
from tests import factories
from tests.people import People


def test_the_township_sees_who_still_has_to_state(people: People) -> None:
    round_ = factories.a_round()
    factories.an_official(people.village)
    page = people.browser("township_reviewer").get("kinship.index")
    assert len(page.select("tbody tr")) == 3
    page = people.browser("township_reviewer").get(
        "kinship.show", code=people.village.code, round=round_.code
    )
    assert "还没有申报的人" in page.text


def test_statements_are_ticked_off_from_the_signed_papers(people: People) -> None:
    round_ = factories.a_round()
    first, second = factories.an_official(people.village), factories.an_official(people.village)
    factories.a_kinship(first)
    officer = people.browser("village_officer")
    officer.get("kinship.show", code=people.village.code)
    page = officer.post(
        "kinship.state_many", {"stated_on": "2026-05-11"}, code=people.village.code, expect=422
    )
    assert "请勾选已签字的人" in page.text
    officer.post(
        "kinship.state_many",
        {"official": [str(first.id), str(second.id)], "stated_on": "2026-05-11"},
        code=people.village.code,
    )
    page = officer.follow()
    assert "全部已申报" in page.text
    stated = queries.list_statements([first, second], round_)
    assert (stated[first.id].none, stated[second.id].none) == (False, True)


def test_a_relative_is_declared_by_number_or_by_the_heads_name(people: People) -> None:
    factories.a_round()
    official = factories.an_official(people.village)
    home = factories.a_household(people.village, head_name="王秀英")
    twins = [factories.a_household(people.village, head_name="李建国") for _ in range(2)]
    officer = people.browser("village_officer")
    officer.get("kinship.declare", official_id=official.id)
    assert officer.send(household="赵六", relation="sibling", expect=422).faults
    assert twins[1].household_no in officer.send(household="李建国", relation="sibling", expect=422).text
    assert officer.send(household="王秀英", relation="", expect=422).faults
    officer.send(household="王秀英", relation="sibling")
    assert officer.follow().text.count("王秀英") >= 1
    assert officer.send(household=home.household_no, relation="cousin", expect=422).faults
    officer.send(household=twins[0].household_no, relation="cousin")
    assert factories.how_many(Kinship) == 2


def test_a_statement_that_contradicts_comes_back(people: People) -> None:
    factories.a_round()
    official = factories.an_official(people.village)
    factories.a_kinship(official)
    officer = people.browser("village_officer")
    officer.get("kinship.state", official_id=official.id)
    assert officer.send(none="1", expect=422).faults
    officer.send(none="0")


def test_a_hint_is_confirmed_by_the_village_or_dismissed_from_above(people: People) -> None:
    round_ = factories.a_round()
    homes = [factories.a_household(people.village, telephone=f"1391111000{n}") for n in (1, 2)]
    officials = [factories.an_official(people.village, telephone=home.telephone) for home in homes]
    for home in homes:
        factories.an_application(home, round_=round_)
    officer = people.browser("village_officer")
    page = officer.get("kinship.show", code=people.village.code)
    assert "电话相同" in page.text
    assert "13911110001" not in page.html
    place = {"official_id": officials[0].id, "household_no": homes[0].household_no}
    page = officer.get("kinship.hint", **place)
    assert "由上一级排除" in page.text
    officer.post("kinship.dismiss", {"reason": "问过"}, expect=403, **place)
    officer.post("kinship.confirm", {"relation": ""}, expect=422, **place)
    officer.post("kinship.confirm", {"relation": "sibling"}, **place)
    officer.get("kinship.hint", expect=404, **place)
    place = {"official_id": officials[1].id, "household_no": homes[1].household_no}
    reviewer = people.browser("township_reviewer")
    reviewer.post("kinship.dismiss", {"reason": " "}, expect=422, **place)
    reviewer.post("kinship.dismiss", {"reason": "两家合用一部电话"}, **place)
    assert "两家合用一部电话" in reviewer.follow().text
    assert (factories.how_many(Kinship), factories.how_many(DismissedHint)) == (1, 1)


def test_a_declaration_is_ended_only_one_level_up(people: People) -> None:
    factories.a_round()
    kinship = factories.a_kinship(
        factories.an_official(people.village), factories.a_household(people.village)
    )
    people.browser("village_officer").get("kinship.end", kinship_id=kinship.id, expect=403)
    reviewer = people.browser("township_reviewer")
    reviewer.get("kinship.end", kinship_id=kinship.id)
    reviewer.send(reason="", expect=422)
    reviewer.send(reason="同名同姓，误报")
    assert "同名同姓，误报" in reviewer.follow().text
    above = factories.a_kinship(factories.an_official(people.township), kinship.household)
    reviewer.get("kinship.end", kinship_id=above.id, expect=403)


def test_a_villages_relatives_are_not_shown_to_its_neighbour(people: People) -> None:
    factories.a_round()
    kinship = factories.a_kinship(
        factories.an_official(people.village), factories.a_household(people.village)
    )
    neighbour = people.browser("other_village_officer")
    neighbour.get("kinship.show", code=people.village.code, expect=404)
    neighbour.get("kinship.end", kinship_id=kinship.id, expect=404)
    people.browser("villager").get("kinship.index", expect=303)
