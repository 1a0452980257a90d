"""Taking over areas, naming them, and posting places."""

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Actor
from app.domain.areas import places as places_service
from app.domain.areas import queries, service
from app.domain.areas.listing import AreaRow
from app.domain.areas.models import Area, AreaLevel, PostingPlace, VillageFigures
from tests.factories import how_many

CLERK = Actor(id=None, name="clerk")
VILLAGE = AreaRow(2, "520581107002", "林泉社区", "Linquan", 11, 780, 3120, False, 176)
OTHER = AreaRow(3, "520581107003", "海子社区", "Haizi", 9, 620, 2480, True, 505)


def take(*rows: AreaRow, year: int = 2014) -> service.AreasImported:
    return service.import_areas(rows=rows, year=year, actor=CLERK)


def test_a_village_brings_its_parents_groups_figures_and_places(db: SQLAlchemy) -> None:
    outcome = take(VILLAGE)
    village = queries.get_village("520581107002")
    county, township = queries.get_area("520581000000"), queries.get_area("520581107000")
    assert outcome.created == [county.code, township.code, village.code]
    assert outcome.provisional == [county.code, township.code]
    assert village.path == f"{county.id}/{township.id}/{village.id}/"
    assert village.initials == "lqsq"
    groups = queries.list_groups(village)
    assert [groups[0].code, groups[-1].code, len(groups)] == ["520581107002-01", "520581107002-11", 11]
    assert (groups[0].name_zh, groups[0].name_en, groups[0].path) == (
        "1组",
        "Group 1",
        f"{village.path}{groups[0].id}/",
    )
    figures = queries.find_figures(village.id, 2014)
    assert figures is not None
    assert (figures.households, figures.population, figures.quota_people) == (780, 3120, 176)
    assert len(queries.list_posting_places(village.id)) == 3


def test_doing_it_twice_changes_nothing(db: SQLAlchemy) -> None:
    take(VILLAGE, OTHER)
    before = [how_many(kind) for kind in (Area, VillageFigures, PostingPlace, Event)]
    outcome = take(OTHER, VILLAGE)
    assert (outcome.created, outcome.changed, outcome.groups) == ([], [], 0)
    assert [how_many(kind) for kind in (Area, VillageFigures, PostingPlace, Event)] == before


def test_a_changed_list_changes_names_and_figures_and_adds_groups(db: SQLAlchemy) -> None:
    take(VILLAGE)
    changed = AreaRow(2, VILLAGE.code, "林泉居委会", "", 12, 790, 3120, False, 176)
    outcome = take(changed)
    village = queries.get_village(VILLAGE.code)
    assert (outcome.created, outcome.changed, outcome.groups) == ([], [VILLAGE.code], 1)
    assert (village.name_zh, village.name_en, village.initials) == ("林泉居委会", "Linquan", "lqjwh")


def test_another_year_has_figures_of_its_own(db: SQLAlchemy) -> None:
    take(VILLAGE)
    take(VILLAGE, year=2026)
    village = queries.get_village(VILLAGE.code)
    assert [f.year for f in queries.list_figures(village.id)] == [2026, 2014]
    until = {year: queries.find_figures_until(village.id, year) for year in (2013, 2014, 2025, 2026)}
    assert [found.year if found else None for found in until.values()] == [None, 2014, 2014, 2026]


def test_parents_are_named_by_the_list_itself_or_later(db: SQLAlchemy) -> None:
    take(VILLAGE, AreaRow(0, "520581107000", "林泉镇", "Linquan"))
    assert queries.get_area("520581107000").name_zh == "林泉镇"
    assert take(AreaRow(0, "520581000000", "黔西市")).provisional == []
    assert queries.get_area("520581000000").name_zh == "黔西市"


def test_every_change_stands_in_the_history(db: SQLAlchemy) -> None:
    take(VILLAGE)
    changes = sa.select(Event.data).where(Event.name == "area_changed").order_by(Event.id)
    said = db.session.execute(changes).scalars().all()
    assert [entry["what"] for entry in said] == ["created", "created", "created", "figures 2014"]


def test_places_are_added_named_given_up_and_taken_up_again(db: SQLAlchemy) -> None:
    take(VILLAGE)
    village = queries.get_village(VILLAGE.code)
    places = list(queries.list_posting_places(village.id))
    places_service.edit_posting_place(place=places[0], name_zh="文化广场", name_en="Square", actor=CLERK)
    places_service.give_up_posting_place(place=places[1], actor=CLERK)
    with pytest.raises(Conflict):
        places_service.add_posting_place(village=village, name_zh=" 文化广场", name_en="", actor=CLERK)
    with pytest.raises(Conflict):
        places_service.edit_posting_place(place=places[2], name_zh="文化广场", name_en="", actor=CLERK)
    again = places_service.add_posting_place(
        village=village, name_zh=places[1].name_zh, name_en="", actor=CLERK
    )
    assert again.id == places[1].id
    assert [p.name_zh for p in queries.list_posting_places(village.id)][-1] == places[1].name_zh


def test_a_village_keeps_one_place_at_least(db: SQLAlchemy) -> None:
    take(VILLAGE)
    *others, last = queries.list_posting_places(queries.get_village(VILLAGE.code).id)
    for place in others:
        places_service.give_up_posting_place(place=place, actor=CLERK)
    with pytest.raises(Refused):
        places_service.give_up_posting_place(place=last, actor=CLERK)


@pytest.mark.parametrize("telephone", ["call me", "12", "0851-<b>", "1" * 40])
def test_a_telephone_is_a_telephone(db: SQLAlchemy, telephone: str) -> None:
    take(VILLAGE)
    village = queries.get_village(VILLAGE.code)
    with pytest.raises(Invalid):
        service.edit_contact(area=village, telephone=telephone, address_zh="", address_en="", actor=CLERK)


def test_the_site_is_named_after_its_only_township(db: SQLAlchemy) -> None:
    assert queries.find_site_area() is None
    take(VILLAGE)
    found = queries.find_site_area()
    assert found is not None
    assert found.level is AreaLevel.TOWNSHIP
    take(AreaRow(0, "520581108000", "别的镇"))
    found = queries.find_site_area()
    assert found is not None
    assert found.level is AreaLevel.COUNTY
