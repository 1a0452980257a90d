"""An import from the uploaded bytes to the register and back."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.checkups import service as checkups
from app.domain.households.models import Household, IncomeYear, Member
from app.domain.imports import folder, service
from app.domain.imports.models import ImportRun, ImportState
from app.domain.rounds.models import Round, RoundState
from tests import factories
from tests.conftest import SetClock
from tests.domain.imports.handed_in import faultless, household_rows, workbook
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    """A round that looks at 2025."""
    return factories.a_round(reference_from=dt.date(2025, 1, 1), reference_until=dt.date(2025, 12, 31))


def imported(people: People, round_: Round, data: bytes, who: str = "village_officer") -> ImportRun:
    village = people.village
    return service.import_file(
        actor=people.actor(who), round_=round_, area=village, data=data, filename="登记表.xlsx"
    )


def previewed(people: People, round_: Round, data: bytes) -> ImportRun:
    actor = people.actor("village_officer")
    return service.preview(actor=actor, round_=round_, area=people.village, data=data, filename="a.xlsx")


def register(db: SQLAlchemy) -> list[tuple[Any, ...]]:
    """Everything that the register says, without what counts time or order."""
    db.session.flush()
    rows: list[tuple[Any, ...]] = []
    for model, passed_over in (
        (Household, {"created_at", "version"}),
        (Member, {"created_at", "id"}),
        (IncomeYear, {"created_at", "id"}),
    ):
        columns = [column for column in model.__table__.columns if column.name not in passed_over]
        rows += [(model.__tablename__, *row) for row in db.session.execute(sa.select(*columns))]
    return sorted(map(repr, rows))


def counts(run: ImportRun) -> tuple[int, int, int]:
    summary = run.summary or {}
    return summary["new"], summary["changed"], summary["same"]


def test_a_preview_saves_nothing(db: SQLAlchemy, people: People, round_: Round) -> None:
    run = previewed(people, round_, faultless(people.village))
    assert run.state is ImportState.PREVIEWED
    assert counts(run) == (3, 0, 0)
    assert (run.summary["households"], run.summary["people"]) == (3, 6)
    assert ["H", "人数", "stated_people", False] in run.summary["sheets"][0]["columns"]
    assert factories.how_many(Household) == 0
    assert folder.fetch(run.digest) is not None


def test_an_import_fills_the_register(db: SQLAlchemy, people: People, round_: Round) -> None:
    run = imported(people, round_, faultless(people.village))
    assert (run.state, counts(run)) == (ImportState.APPLIED, (3, 0, 0))
    household = factories.first(Household)
    assert household is not None
    assert (household.household_no, household.head_name, household.head_initials, household.people) == (
        f"{people.village.code}0001",
        "秦大海",
        "qdh",
        2,
    )
    assert (household.data_as_of, household.village_id) == (dt.date(2025, 12, 31), people.village.id)
    assert (household.attribute, household.telephone, household.farmland_mu) == (
        "ordinary",
        "10237916168",
        3.5,
    )
    assert [(member.name, member.relation, member.is_head) for member in household.members] == [
        ("秦大海", "head", True),
        ("朱会美", "spouse", False),
    ]
    income = household.incomes[0]
    assert (income.year, income.wages_fen, income.business_cost_fen) == (2025, 100_000, 30_000)
    event = factories.first(Event, Event.name == "import_applied")
    assert event is not None
    assert event.data == {"import_id": run.id, "households": 3, "people": 6}


def test_the_same_workbook_again_changes_nothing(db: SQLAlchemy, people: People, round_: Round) -> None:
    data = faultless(people.village)
    imported(people, round_, data)
    before = register(db)
    again = imported(people, round_, data)
    assert (again.state, counts(again)) == (ImportState.APPLIED, (0, 0, 3))
    assert register(db) == before
    assert again.touched_ids == set()


def test_a_changed_workbook_shows_what_would_change(db: SQLAlchemy, people: People, round_: Round) -> None:
    imported(people, round_, faultless(people.village))
    changed = workbook(
        household_rows(
            people.village, 1, {"wages": 4000, "phone": "10237910001", "land": ""}, health="长期慢性病"
        ),
        household_rows(people.village, 2)[:1],
        household_rows(people.village, 3),
    )
    run = previewed(people, round_, changed)
    assert counts(run) == (0, 2, 1)
    first, second = run.summary["changes"]
    assert sorted(
        map(tuple, [[*change[:2], str(change[2]), str(change[3])] for change in first["fields"]])
    ) == [
        ("", "farmland_mu", "3.5", "None"),
        ("", "phone", "102****6168", "102****0001"),
        ("", "wages", "100000", "400000"),
        ("朱会美", "health", "['healthy']", "['chronic']"),
    ]
    assert second["fields"] == [["朱会美", "member_removed", True, None]]
    assert run.summary["emptied"] == 2


def test_a_changed_workbook_changes_only_that(db: SQLAlchemy, people: People, round_: Round) -> None:
    imported(people, round_, faultless(people.village))
    household = factories.first(Household)
    assert household is not None
    household.water_source, version = "well", household.version
    newcomer = household_rows(people.village, 1)[1] | {
        "person": "",
        "name": "秦小海",
        "sex": "男",
        "relation": "之子",
        "id": "",
    }
    imported(people, round_, workbook([*household_rows(people.village, 1, {"people": 3}), newcomer]))
    db.session.expire_all()
    assert (household.people, household.water_source, household.telephone) == (3, "well", "10237916168")
    assert household.version > version
    assert [member.person_no[-2:] for member in household.members] == ["01", "02", "03"]
    event = factories.first(Event, Event.name == "household_changed")
    assert event is not None
    assert (event.household_id, event.data["fields"]) == (household.id, ["member_added"])
    assert factories.how_many(Household) == 3


def test_a_cell_that_cannot_be_read_leaves_the_value(db: SQLAlchemy, people: People, round_: Round) -> None:
    imported(people, round_, faultless(people.village, 1))
    run = imported(people, round_, workbook(household_rows(people.village, 1, {"land": "三亩多"})))
    assert (run.summary["warnings"], counts(run)) == (1, (0, 0, 1))
    assert factories.first(Household).farmland_mu == 3.5


def test_what_must_be_put_right_first_keeps_everything_out(
    db: SQLAlchemy, people: People, round_: Round
) -> None:
    data = workbook(
        household_rows(people.village, 1, {"id": ""}), household_rows(people.village, 2, {"name": ""})
    )
    run = imported(people, round_, data)
    assert run.state is ImportState.PREVIEWED
    assert factories.how_many(Household) == 0
    with pytest.raises(Refused):
        service.apply_import(actor=people.actor("village_officer"), run=run)
    assert factories.how_many(Household) == 0


def test_a_village_takes_only_its_own_households(db: SQLAlchemy, people: People, round_: Round) -> None:
    data = workbook(household_rows(people.village), household_rows(people.other_village, 2))
    run = imported(people, round_, data)
    assert run.state is ImportState.PREVIEWED
    assert [one["problem"]["msgid"] for one in run.findings] == ["This household is not in %(area)s."]
    actor = people.actor("township_reviewer")
    wide = service.import_file(actor=actor, round_=round_, area=people.township, data=data, filename="a.xlsx")
    assert (wide.state, counts(wide)) == (ImportState.APPLIED, (2, 0, 0))


@pytest.mark.parametrize("who", ["other_village_officer", "supervisor", "work_team", "stranger", "villager"])
def test_who_may_not_import(db: SQLAlchemy, people: People, round_: Round, who: str) -> None:
    with pytest.raises(Forbidden):
        imported(people, round_, faultless(people.village), who)


def test_a_closed_round_takes_no_workbook(db: SQLAlchemy, people: People) -> None:
    closed = factories.a_round(state=RoundState.CLOSED)
    with pytest.raises(Invalid, match="closed"):
        imported(people, closed, faultless(people.village))


def test_a_file_that_is_no_workbook_is_refused(db: SQLAlchemy, people: People, round_: Round) -> None:
    run = imported(people, round_, b"%PDF-1.7 nothing")
    assert run.state is ImportState.REFUSED
    assert run.refusal["reason"]["msgid"] == "This file is not a workbook."


def test_undoing_puts_back_exactly_what_was(db: SQLAlchemy, people: People, round_: Round) -> None:
    imported(people, round_, faultless(people.village, 2))
    before = register(db)
    changed = workbook(
        household_rows(people.village, 1, {"wages": 9000, "phone": ""})[:1],
        household_rows(people.village, 2, name="朱惠美", health="残疾"),
        household_rows(people.village, 3),
    )
    run = imported(people, round_, changed)
    checkups.recheck(household_ids=run.touched_ids)
    assert counts(run) == (1, 2, 0)
    assert register(db) != before
    service.undo_import(actor=people.actor("village_officer"), run=run)
    assert (run.state, run.undo) == (ImportState.UNDONE, None)
    assert register(db) == before


def test_undoing_a_first_import_leaves_nothing(db: SQLAlchemy, people: People, round_: Round) -> None:
    run = imported(people, round_, faultless(people.village))
    service.undo_import(actor=people.actor("village_officer"), run=run)
    assert register(db) == []
    with pytest.raises(Conflict):
        service.undo_import(actor=people.actor("village_officer"), run=run)


def test_what_was_built_on_it_keeps_it(
    db: SQLAlchemy, people: People, round_: Round, clock: SetClock
) -> None:
    run = imported(people, round_, faultless(people.village))
    clock.move(hours=1)
    household = factories.first(Household)
    assert household is not None
    factories.an_application(household)
    household.note = "改过"
    db.session.flush()
    with pytest.raises(Refused) as refused:
        service.undo_import(actor=people.actor("village_officer"), run=run)
    assert [message.msgid.split(",")[0] for message in refused.value.blockers] == [
        "%(count)s households were changed since",
        "%(count)s households have an application taken since",
    ]
    assert run.state is ImportState.APPLIED


def test_a_later_import_is_undone_first(
    db: SQLAlchemy, people: People, round_: Round, clock: SetClock
) -> None:
    first = imported(people, round_, faultless(people.village))
    clock.move(hours=1)
    later = imported(people, round_, workbook(household_rows(people.village, 1, {"wages": 9000})))
    actor = people.actor("village_officer")
    with pytest.raises(Refused, match="later import"):
        service.undo_import(actor=actor, run=first)
    service.undo_import(actor=actor, run=later)


def test_the_register_may_not_move_on_between_preview_and_saving(
    db: SQLAlchemy, people: People, round_: Round
) -> None:
    imported(people, round_, faultless(people.village))
    data = workbook(household_rows(people.village, 1, {"wages": 9000}))
    run = previewed(people, round_, data)
    household = factories.first(Household)
    assert household is not None
    household.note = "改过"
    db.session.flush()
    with pytest.raises(Conflict, match="changed since the preview"):
        service.apply_import(actor=people.actor("village_officer"), run=run)


def test_discarding_deletes_the_file_unless_another_import_needs_it(
    db: SQLAlchemy, people: People, round_: Round
) -> None:
    actor = people.actor("village_officer")
    data = faultless(people.village)
    first, second = (previewed(people, round_, data) for _ in range(2))
    for run, is_kept in ((first, True), (second, False)):
        service.discard(actor=actor, run=run)
        service.forget_file(actor=actor, digest=run.digest)
        assert (folder.fetch(run.digest) is not None) is is_kept
    assert (first.state, first.findings) == (ImportState.DISCARDED, None)
