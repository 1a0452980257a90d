"""The pages of areas: who sees which, naming, telephone and address, posting places."""

import pytest

from app.domain.areas import queries
from app.domain.areas.models import PostingPlace
from tests import factories
from tests.blueprints.handed_in import a_photo, a_scan
from tests.people import People


def test_everybody_sees_the_areas_they_look_after(people: People) -> None:
    own = people.browser("village_officer").get("areas.index")
    assert people.village.name_zh in own.text
    assert people.other_village.name_zh not in own.text
    every = people.browser("administrator").get("areas.index").text
    assert all(area.name_zh in every for area in (people.county, people.township, people.far_village))


def test_the_tree_costs_the_same_for_many_villages(people: People) -> None:
    administrator = people.browser("administrator")
    few = len(administrator.get("areas.index").statements)
    for _ in range(4):
        factories.a_village(people.township)
    assert len(administrator.get("areas.index").statements) == few


def test_the_administrator_names_an_area(people: People) -> None:
    administrator = people.browser("administrator")
    administrator.get("areas.show", code=people.village.code)
    administrator.send(to="/names", name_zh="新华居委会", name_en="Xinhua")
    assert "新华居委会" in administrator.follow().heading


def test_a_village_does_not_name_itself_but_its_telephone(people: People) -> None:
    officer = people.browser("village_officer")
    page = officer.get("areas.show", code=people.village.code)
    assert "/names" not in page.html
    officer.send(to="/contact", telephone="0851-8765432", address_zh="村委会一楼")
    assert "0851-8765432" in officer.follow().text
    officer.post("areas.name", {"name_zh": "x"}, code=people.village.code, expect=403)


def test_wrong_words_come_back_beside_their_field(people: People) -> None:
    officer = people.browser("village_officer")
    officer.get("areas.show", code=people.village.code)
    page = officer.send(to="/contact", telephone="call me", expect=422)
    assert page.faults
    assert "call me" in page.html


def test_places_are_added_changed_ordered_and_given_up(people: People) -> None:
    officer, code = people.browser("village_officer"), people.village.code
    for name in ("文化广场", "小学门口"):
        officer.get("areas.add_place", code=code)
        officer.send(name_zh=name, kind="school")
    page = officer.post("areas.add_place", {"name_zh": "文化广场", "kind": "other"}, code=code, expect=422)
    assert any("已经是本村" in fault for fault in page.faults)
    place = factories.first(PostingPlace, PostingPlace.name_zh == "小学门口")
    assert place is not None
    officer.get("areas.place", code=code, place_id=place.id)
    officer.send(name_zh="小学大门", sheet_size="a3", large_type="y")
    page = officer.follow()
    assert "小学大门" in page.text
    assert "学校 · A3 · 大字版" in page.text
    officer.post("areas.move_place_up", code=code, place_id=place.id)
    names = [one.name_zh for one in queries.list_posting_places(people.village.id)]
    assert names.index("小学大门") == names.index("文化广场") - 1
    officer.post("areas.give_up_place", code=code, place_id=place.id)
    assert "小学大门" not in officer.follow().text
    officer.get("areas.place", code=code, place_id=place.id, expect=404)


def test_a_place_shows_everybody_what_it_looks_like(people: People) -> None:
    officer, code = people.browser("village_officer"), people.village.code
    place = queries.list_posting_places(people.village.id)[0]
    address = f"/areas/{code}/places/{place.id}/photo.jpg"
    villager = people.browser("villager")
    villager.get(address, expect=404)
    officer.get("areas.place", code=code, place_id=place.id)
    page = officer.send(photo=a_scan(), expect=422)
    assert any("请选择照片" in fault for fault in page.faults)
    officer.send(photo=a_photo())
    picture = villager.get(address).response
    assert picture.mimetype == "image/jpeg"
    assert b"GPS" not in picture.data
    officer.get("areas.place", code=code, place_id=place.id)
    officer.send(to="/photo/remove")
    villager.get(address, expect=404)


def test_a_township_orders_its_messengers_round(people: People) -> None:
    township = people.township
    reviewer = people.browser("township_reviewer")
    reviewer.get("areas.delivery", code=township.code)
    names = [f"turn-{people.village.code}", f"turn-{people.other_village.code}"]
    page = reviewer.send(**dict(zip(names, ("2", "first"), strict=True)), expect=422)
    assert page.faults
    reviewer.get("areas.delivery", code=township.code)
    reviewer.send(**dict(zip(names, ("2", "1"), strict=True)))
    villages = queries.list_villages_by_turn(township.path)
    assert [one.code for one in villages] == [people.other_village.code, people.village.code]
    people.browser("village_officer").get("areas.delivery", code=township.code, expect=403)


def test_the_last_place_stays_and_the_page_says_why(people: People) -> None:
    officer, code = people.browser("village_officer"), people.village.code
    factories.a_posting_place(people.village)
    places = [place.id for place in queries.list_posting_places(people.village.id)]
    for place_id in places[:-1]:
        officer.post("areas.give_up_place", code=code, place_id=place_id)
    page = officer.post("areas.give_up_place", code=code, place_id=places[-1], expect=409)
    assert "至少要有一个张贴地点" in page.text


@pytest.mark.parametrize("name", ["other_village_officer", "other_township_reviewer"])
def test_other_peoples_areas_do_not_exist(people: People, name: str) -> None:
    people.browser(name).get("areas.show", code=people.village.code, expect=404)


def test_a_place_is_not_reached_through_another_village(people: People) -> None:
    place = factories.a_posting_place(people.village)
    people.browser("other_village_officer").get(
        "areas.place", code=people.other_village.code, place_id=place.id, expect=404
    )


def test_the_portal_is_named_after_its_place(people: People) -> None:
    page = people.browser("village_officer").get("desk.index")
    assert people.county.name_zh in page.html


def test_a_township_has_boards_of_its_own(people: People) -> None:
    reviewer = people.browser("township_reviewer")
    assert "areas.add_place" not in reviewer.get("areas.show", code=people.county.code, expect=None).html
    reviewer.get("areas.add_place", code=people.township.code)
    reviewer.send(name_zh="镇政府门口公示栏", name_en="Board at the town hall")
    page = reviewer.follow()
    assert "镇政府门口公示栏" in page.text
    (place,) = queries.list_posting_places(people.township.id)
    reviewer.post("areas.give_up_place", code=people.township.code, place_id=place.id)
    assert queries.list_posting_places(people.township.id) == []
    people.browser("village_officer").get("areas.add_place", code=people.township.code, expect=403)
    people.browser("administrator").get("areas.add_place", code=people.county.code, expect=404)
