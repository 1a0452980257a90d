"""Column types: instants in UTC, enums by value with a CHECK, JSON without a JSON null."""

import datetime as dt
import enum

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core import clock as county_clock
from app.core.types import enum_text, json_list
from app.domain.accounts.models import RoleGrant
from app.domain.appraisals.models import Meeting, MeetingState
from tests import factories


def test_an_instant_comes_back_as_the_same_instant_in_utc(db: SQLAlchemy) -> None:
    nine_in_the_county = dt.datetime(2026, 5, 11, 9, 30, 15, 123456, tzinfo=county_clock.COUNTY_ZONE)
    meeting = factories.a_meeting(confirmed_at=nine_in_the_county)
    db.session.expire(meeting)
    assert meeting.confirmed_at == nine_in_the_county
    assert meeting.confirmed_at.utcoffset() == dt.timedelta(0)


def test_instants_are_compared_by_the_database(db: SQLAlchemy) -> None:
    factories.a_meeting(confirmed_at=county_clock.at(dt.date(2026, 5, 11), 9))
    later = county_clock.at(dt.date(2026, 5, 11), 9, 1)
    assert factories.how_many(Meeting, Meeting.confirmed_at < later) == 1
    assert factories.how_many(Meeting, Meeting.confirmed_at >= later) == 0


def test_an_instant_without_a_zone_is_refused(db: SQLAlchemy) -> None:
    with pytest.raises(sa.exc.StatementError, match="time zone"):
        factories.a_meeting(confirmed_at=dt.datetime(2026, 5, 11, 9))  # noqa: DTZ001 - the fault that is meant


def test_enums_are_stored_by_value_and_checked_by_the_database(db: SQLAlchemy) -> None:
    meeting = factories.a_meeting(confirmed=False)
    stored = db.session.execute(sa.text("SELECT state FROM meeting")).scalar_one()
    assert (stored, meeting.state) == (MeetingState.DRAFT.value, MeetingState.DRAFT)
    with pytest.raises(sa.exc.IntegrityError, match="ck_meeting_state"):
        db.session.execute(sa.text("UPDATE meeting SET state = 'lost'"))


def test_a_check_carries_the_name_of_its_table() -> None:
    class Size(enum.StrEnum):
        LARGE = "large"

    table = sa.Table("box", sa.MetaData(naming_convention=RoleGrant.metadata.naming_convention))
    table.append_column(sa.Column("size", enum_text(Size, name="size")))
    assert [one.name for one in table.constraints if isinstance(one, sa.CheckConstraint)] == ["ck_box_size"]


def test_no_json_is_null_for_the_database_too(db: SQLAlchemy) -> None:
    meeting = factories.a_meeting(ballots=1)
    assert meeting.ballots[0].left_room is None
    assert (
        db.session.execute(sa.text("SELECT count(*) FROM ballot WHERE left_room IS NULL")).scalar_one() == 1
    )
    assert json_list(None) == []
    assert json_list(["王秀英"]) == ["王秀英"]


def test_a_version_settles_who_was_faster(db: SQLAlchemy) -> None:
    drawn_up = factories.a_candidate_list(entries=0)
    db.session.execute(sa.text("UPDATE candidate_list SET version = version + 1"))
    drawn_up.drawn_up_on = dt.date(2026, 5, 12)
    with pytest.raises(sa.orm.exc.StaleDataError):
        db.session.flush()
