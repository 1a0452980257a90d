"""Acts on the working calendar: the first filling, announcing a year, setting a day."""

import datetime as dt

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.core.errors import Forbidden, Invalid
from app.core.permissions import NOBODY
from app.domain.calendars import queries, seed, service
from app.domain.calendars.rules import CountFrom, DayKind, last_day
from tests.people import People

NEW_YEAR_2027 = dt.date(2027, 1, 1)


def test_the_first_filling_knows_the_make_up_workdays(db: SQLAlchemy) -> None:
    added = service.seed_years(actor=NOBODY)
    assert added == seed.known_years()
    calendar = queries.load_calendar()
    assert calendar.is_workday(dt.date(2014, 1, 26))
    assert not calendar.is_workday(dt.date(2014, 1, 31))
    assert calendar.known_years >= set(range(2014, 2027))
    assert [day.note.zh for day in queries.list_days(2014)][:2] == ["元旦", "调休上班"]


def test_a_second_filling_changes_nothing(db: SQLAlchemy) -> None:
    service.seed_years(actor=NOBODY)
    before = db.session.query(Event).count()
    assert service.seed_years(actor=NOBODY) == []
    assert db.session.query(Event).count() == before


def test_what_the_county_has_set_survives_the_filling(people: People) -> None:
    county = people.actor("county_approver")
    service.set_day(on=dt.date(2026, 10, 1), is_workday=True, note_zh="防汛值班", actor=county)
    service.seed_years(actor=NOBODY)
    assert queries.load_calendar().is_workday(dt.date(2026, 10, 1))


def test_a_year_counts_as_an_estimate_until_it_is_announced(people: People) -> None:
    county = people.actor("county_approver")
    service.set_day(on=NEW_YEAR_2027, is_workday=False, note_zh="元旦", note_en="New Year", actor=county)

    def period() -> tuple[dt.date, bool]:
        calendar = queries.load_calendar()
        found = last_day(dt.date(2026, 12, 31), 1, DayKind.WORKING, CountFrom.NEXT_DAY, False, calendar)
        return found.last_day, found.is_estimated

    assert period() == (dt.date(2027, 1, 4), True)
    record = service.announce_year(year=2027, document="国办发明电〔2026〕9号", actor=county)
    assert record.document == "国办发明电〔2026〕9号"
    assert period() == (dt.date(2027, 1, 4), False)


def test_a_day_is_set_once_and_can_be_set_again(people: People) -> None:
    county = people.actor("county_approver")
    service.set_day(on=NEW_YEAR_2027, is_workday=False, note_zh="元旦", actor=county)
    again = service.set_day(on=NEW_YEAR_2027, is_workday=True, actor=county)
    assert queries.list_days(2027) == [again]
    assert queries.find_day(NEW_YEAR_2027) is again
    assert again.is_workday


def test_only_who_keeps_the_calendar_may_change_it(people: People) -> None:
    for name in ("village_officer", "township_reviewer", "supervisor", "villager"):
        with pytest.raises(Forbidden):
            service.set_day(on=NEW_YEAR_2027, is_workday=False, actor=people.actor(name))
        with pytest.raises(Forbidden):
            service.announce_year(year=2027, document="通知", actor=people.actor(name))


@pytest.mark.parametrize(("year", "document", "field"), [(2027, "  ", "document"), (1900, "通知", "year")])
def test_an_announcement_names_its_document_and_a_sensible_year(
    people: People, year: int, document: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        service.announce_year(year=year, document=document, actor=people.actor("administrator"))
    assert refused.value.field == field
    assert queries.find_year(year) is None
