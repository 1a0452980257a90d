"""Filing, assigning, deciding, and what the decision does to the list and the register."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core import clock as county_clock
from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.applications.models import ApplicationState
from app.domain.applications.rules import Person
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListState, RemovalCause, Telling
from app.domain.households import registration
from app.domain.households.models import Registration
from app.domain.notices.models import Notice, NoticeKind
from app.domain.objections import queries, service
from app.domain.objections.models import Channel, Level, Objection, ObjectionAbout, ObjectionState, Outcome
from tests import factories
from tests.conftest import SetClock
from tests.people import People

TWO = [Person("周大明"), Person("吴小燕")]
WORDS = "这户在镇上有两间门面出租。"


@pytest.fixture
def a_list(people: People) -> CandidateList:
    return factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE)


@pytest.fixture
def notice(a_list: CandidateList) -> Notice:
    return factories.a_notice(a_list)


def file(notice: Notice, **changed: object) -> Objection:
    given = {"about": ObjectionAbout.OTHER, "grounds": WORDS}
    return service.file_objection(notice=notice, **{**given, **changed})


def file_against(notice: Notice) -> Objection:
    return file(notice, about=ObjectionAbout.ENTRY, entry=notice.candidate_list.entries[0])


def decide(people: People, objection: Objection, outcome: Outcome, who: str = "", **changed: object) -> None:
    actor = people.actor(
        who or ("township_reviewer" if objection.level is Level.TOWNSHIP else "county_approver")
    )
    if objection.state is ObjectionState.FILED:
        service.assign_investigators(actor=actor, objection=objection, investigators=TWO)
    given = {"finding": "入户查看。", "public_reply": "经查属实。", "outcome": outcome}
    service.decide_objection(actor=actor, objection=objection, **{**given, **changed})


def test_anybody_files_without_an_account_and_without_a_name(notice: Notice) -> None:
    objection = file_against(notice)
    assert objection.number == "Y2026-00001"
    assert (objection.level, objection.state, objection.channel) == (
        Level.TOWNSHIP,
        ObjectionState.FILED,
        Channel.WEB,
    )
    assert objection.received_by_id is None
    assert objection.due_on > county_clock.today()
    assert len(objection.secret_salt) == 32
    assert file(notice).number == "Y2026-00002"


def test_the_history_of_the_list_knows_the_number_but_neither_writer_nor_words(notice: Notice) -> None:
    file(notice, objector_name="马三立", objector_contact="13900001111")
    event = db.session.scalars(sa.select(Event).where(Event.name == "objection_filed")).one()
    assert event.actor_id is None
    assert event.data == {"number": "Y2026-00001", "channel": "web"}
    assert "马三立" not in f"{event.reason}{event.actor_name}"


def test_an_announcement_is_looked_into_by_the_county(people: People) -> None:
    a_list = factories.a_candidate_list(people.village, state=ListState.ANNOUNCED)
    assert file(factories.a_notice(a_list, kind=NoticeKind.ANNOUNCEMENT)).level is Level.COUNTY


def test_after_the_last_day_none_is_taken(notice: Notice, clock: SetClock) -> None:
    clock.set(notice.last_day, hour=23, minute=59)
    file(notice)
    clock.set(notice.last_day + dt.timedelta(days=1), hour=0)
    with pytest.raises(Refused):
        file(notice)


def test_an_entry_of_another_list_is_refused(people: People, notice: Notice) -> None:
    other = factories.a_candidate_list(people.other_village)
    with pytest.raises(Invalid) as error:
        file(notice, about=ObjectionAbout.ENTRY, entry=other.entries[0])
    assert error.value.field == "entry"


def test_the_counter_needs_its_permission(people: People, notice: Notice) -> None:
    taken = file(notice, actor=people.actor("village_officer"), channel=Channel.COUNTER)
    assert taken.received_by_id == people.user("village_officer").id
    for name in ("other_village_officer", "supervisor", "villager"):
        with pytest.raises(Forbidden):
            file(notice, actor=people.actor(name), channel=Channel.COUNTER)


def test_two_different_people_investigate(people: People, notice: Notice) -> None:
    objection, actor = file(notice), people.actor("township_reviewer")
    with pytest.raises(Refused):
        service.assign_investigators(actor=actor, objection=objection, investigators=[TWO[0], TWO[0]])
    db.session.refresh(objection)
    service.assign_investigators(actor=actor, objection=objection, investigators=TWO)
    assert objection.state is ObjectionState.INVESTIGATING


@pytest.mark.parametrize(
    "name", ["village_officer", "work_team", "supervisor", "county_approver", "other_township_reviewer"]
)
def test_only_the_investigating_level_acts(people: People, notice: Notice, name: str) -> None:
    objection = file(notice)
    with pytest.raises(Forbidden):
        service.assign_investigators(actor=people.actor(name), objection=objection, investigators=TWO)


def test_nothing_is_decided_before_somebody_investigates(people: People, notice: Notice) -> None:
    objection = file(notice)
    with pytest.raises(Conflict), db.session.no_autoflush:
        service.decide_objection(
            actor=people.actor("township_reviewer"),
            objection=objection,
            outcome=Outcome.REJECTED,
            finding="查过",
            public_reply="不属实。",
        )


def test_an_old_version_is_a_conflict(people: People, notice: Notice) -> None:
    objection = file(notice)
    service.assign_investigators(
        actor=people.actor("township_reviewer"), objection=objection, investigators=TWO
    )
    for act in (
        lambda: decide(people, objection, Outcome.REJECTED, version=1),
        lambda: service.assign_investigators(
            actor=people.actor("township_reviewer"), objection=objection, investigators=TWO, version=1
        ),
    ):
        with pytest.raises(Conflict):
            act()


def test_upheld_takes_the_household_off_and_notes_it_as_to_be_told(people: People, notice: Notice) -> None:
    objection = file_against(notice)
    decide(people, objection, Outcome.UPHELD)
    entry = notice.candidate_list.entries[0]
    assert (entry.standing, entry.removal_cause) == (EntryStanding.REMOVED, RemovalCause.OBJECTION_FIRST)
    assert entry.application.state is ApplicationState.REMOVED
    assert db.session.scalars(sa.select(Telling.head_name)).all() == [entry.head_name]
    assert objection.removes_entry


@pytest.mark.parametrize(
    ("outcome", "removes", "standing"),
    [
        (Outcome.REJECTED, False, EntryStanding.STANDING),
        (Outcome.PARTLY, False, EntryStanding.STANDING),
        (Outcome.PARTLY, True, EntryStanding.REMOVED),
    ],
)
def test_in_part_or_not_upheld_leaves_it_unless_said_otherwise(
    people: People, notice: Notice, outcome: Outcome, removes: bool, standing: EntryStanding
) -> None:
    decide(people, file_against(notice), outcome, removes_entry=removes)
    assert notice.candidate_list.entries[0].standing is standing


def test_upheld_against_the_announcement_strikes_the_registration(people: People) -> None:
    a_list = factories.a_candidate_list(people.village, entries=2, state=ListState.ANNOUNCED)
    for entry in a_list.entries:
        entry.application.state = ApplicationState.REGISTERED
        registration.register(
            household_id=entry.household_id,
            round_id=a_list.round_id,
            people=entry.people,
            on=county_clock.today(),
        )
    notice = factories.a_notice(a_list, kind=NoticeKind.ANNOUNCEMENT)
    assert registration.totals(a_list.round_id) == (2, 6)
    decide(people, file_against(notice), Outcome.UPHELD)
    assert registration.totals(a_list.round_id) == (1, 3)
    struck = db.session.scalars(sa.select(Registration).where(Registration.struck_on.is_not(None))).one()
    assert struck.struck_reason == "经查属实。"


def test_somebody_left_out_is_considered_again_when_it_is_upheld(people: People, notice: Notice) -> None:
    household = factories.a_household(people.village, head_name="赵大山")
    application = factories.an_application(household, state=ApplicationState.LEFT_OUT)
    objection = file(notice, about=ObjectionAbout.LEFT_OUT, left_out_name="赵大山")
    decide(people, objection, Outcome.UPHELD)
    assert application.state is ApplicationState.RETURNED


@pytest.mark.parametrize("reply", ["马三立说的属实。", "赵大山确有困难。", "电话13900001111已核实。"])
def test_the_public_answer_names_nobody(people: People, notice: Notice, reply: str) -> None:
    objection = file(notice, about=ObjectionAbout.LEFT_OUT, left_out_name="赵大山", objector_name="马三立")
    with pytest.raises(Invalid) as error:
        decide(people, objection, Outcome.REJECTED, public_reply=reply)
    assert error.value.field == "public_reply"


def test_what_waits_is_counted_for_the_level_that_acts(
    people: People, notice: Notice, clock: SetClock
) -> None:
    objection = file(notice)
    assert queries.count_waiting(people.actor("township_reviewer")) == (1, 0)
    assert queries.count_waiting(people.actor("county_approver")) == (0, 0)
    assert queries.count_waiting(people.actor("village_officer")) == (0, 0)
    clock.set(objection.due_on + dt.timedelta(days=1))
    assert queries.count_waiting(people.actor("township_reviewer")) == (1, 1)


def test_investigators_are_offered_from_the_office_that_acts(people: People, notice: Notice) -> None:
    for name in ("township_reviewer", "other_township_reviewer", "village_officer", "county_approver"):
        people.user(name)
    offered = queries.list_possible_investigators(file(notice))
    assert [user.username for user in offered] == ["township-reviewer"]
