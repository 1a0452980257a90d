"""Completeness, quantities, lateness, progress, meetings, the trail."""

import datetime as dt

import pytest

from app.core import clock
from app.core.errors import Invalid
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import queries, rules
from app.domain.projects.kinds import ProjectKind, Serves, Unit
from app.domain.projects.models import MilestoneKind, ProjectState
from app.domain.projects.trail import trail
from tests import factories
from tests.conftest import SetClock
from tests.people import People

TODAY = dt.date(2026, 5, 11)


@pytest.mark.parametrize(
    ("typed", "milli"), [("26.4", 26_400), ("3,975", 3_975_000), ("1，000", 1_000_000), ("0.125", 125)]
)
def test_a_quantity_is_read_as_it_is_typed(typed: str, milli: int) -> None:
    assert rules.read_quantity(typed) == milli
    assert rules.read_quantity(rules.quantity_text(milli)) == milli


@pytest.mark.parametrize("typed", ["", "ten", "-1", "1.2345", "NaN", "1e30"])
def test_what_is_no_quantity_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        rules.read_quantity(typed, "quantity")


def test_a_quantity_has_its_unit() -> None:
    assert str(rules.quantity_words(26_400, Unit.KM)) == "26.4 km"


@pytest.mark.parametrize(
    ("serves", "number", "words"),
    [
        (Serves.VILLAGES, 1, "one village"),
        (Serves.VILLAGES, 2, "2 villages"),
        (Serves.HOUSEHOLDS, 1, "one household"),
    ],
)
def test_one_village_is_not_called_villages(people: People, serves: Serves, number: int, words: str) -> None:
    assert str(rules.serves_words(factories.a_project(serves=serves, serves_number=number))) == words


def test_nothing_is_missing_from_a_complete_record(people: People) -> None:
    assert rules.missing_fields(factories.a_project()) == []


def test_no_target_no_entry(people: People) -> None:
    project = factories.a_project(target_zh="", starts_on=None)
    assert [one.field for one in rules.missing(project)] == ["target_zh", "starts_on"]


def test_what_households_get_must_be_said_where_they_get_something(people: People) -> None:
    project = factories.a_project(kind=ProjectKind.LIVESTOCK, subsidy_zh="")
    assert [one.field for one in rules.missing(project)] == ["subsidy_zh"]
    assert not rules.missing(factories.a_project(subsidy_zh=""))


def test_places_add_up_to_the_whole(people: People) -> None:
    places = {people.village: 1_200, people.other_village: 500}
    project = factories.a_project(people.township, places=places)
    (said,) = rules.missing_fields(project)
    assert said.params == {"sum": "1.7", "whole": "2", "difference": "0.3"}


def test_the_latest_report_of_the_whole_counts(people: People) -> None:
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    factories.a_progress_report(project, 20, on=TODAY - dt.timedelta(days=14))
    factories.a_progress_report(project, 45, part_zh="路基", on=TODAY)
    factories.a_progress_report(project, 60, on=TODAY - dt.timedelta(days=1))
    found = rules.progress_of(project)
    assert (found.percent, found.done_milli, found.on) == (60, 1_200, TODAY)
    assert [(one.part.zh, one.percent) for one in found.parts] == [("路基", 45)]


def test_places_are_added_up_once_each_has_reported(people: People) -> None:
    project = factories.a_project(people.township, places={people.village: 1_500, people.other_village: 500})
    first, second = project.places
    factories.a_progress_report(project, 100, place=first, done_milli=1_500)
    assert rules.progress_of(project).percent == 75
    factories.a_progress_report(project, 40, place=second, done_milli=200)
    assert (rules.progress_of(project).percent, rules.progress_of(project).done_milli) == (85, 1_700)
    factories.a_project(people.township)


def test_a_report_is_due_every_so_many_days(people: People, clock: SetClock) -> None:
    factories.a_fund_year(policy={"project_report_days": 14})
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    factories.a_milestone(project, MilestoneKind.START)
    policy = project.round.policy
    assert rules.report_due_on(project, policy) == TODAY + dt.timedelta(days=14)
    assert not rules.lateness(project, policy, TODAY + dt.timedelta(days=14))
    late = rules.lateness(project, policy, TODAY + dt.timedelta(days=17))
    assert [message.params["days"] for message in late.words(TODAY + dt.timedelta(days=17))] == [3]
    clock.set(TODAY + dt.timedelta(days=17))
    actor = people.actor("township_reviewer")
    assert queries.page_projects(actor=actor, late=True).items == [project]
    factories.a_progress_report(project, 10)
    assert not rules.lateness(project, policy, TODAY + dt.timedelta(days=17))
    assert not queries.page_projects(actor=actor, late=True).items


def test_late_is_the_same_in_the_list_and_on_the_page(people: People, clock: SetClock) -> None:
    factories.a_project(state=ProjectState.PLANNED, starts_on=TODAY, due_on=TODAY)
    factories.a_project(state=ProjectState.UNDER_WAY, starts_on=TODAY, due_on=TODAY)
    factories.a_project(state=ProjectState.CLOSED, starts_on=TODAY, due_on=TODAY)
    actor = people.actor("county_approver")
    for days in (0, 1, 13, 14, 15, 16):
        on = TODAY + dt.timedelta(days=days)
        clock.set(on)
        late = {one.number for one in queries.page_projects(actor=actor, late=True).items}
        everyone = queries.list_projects()
        assert late == {one.number for one in everyone if rules.lateness(one, one.round.policy, on)}


def test_a_meeting_without_quorum_or_majority_does_not_carry(people: People) -> None:
    project = factories.a_project()
    policy = project.round.policy
    few = factories.a_project_meeting(project, present=10, in_favour=10, against=0)
    said = rules.why_meeting_does_not_carry(few, policy)
    assert said is not None
    assert said.params["present"] == 10
    against = factories.a_project_meeting(project, in_favour=15, against=20)
    said = rules.why_meeting_does_not_carry(against, policy)
    assert said is not None
    assert said.params["votes"] == 15
    assert rules.carrying_meeting(project.meetings, policy) is None
    carried = factories.a_project_meeting(project)
    assert rules.carrying_meeting(project.meetings, policy) is carried


def test_the_trail_shows_what_is_reached_and_what_is_next(people: People, clock: SetClock) -> None:
    project = factories.a_project(state=ProjectState.PLANNED)
    factories.a_milestone(project, MilestoneKind.APPROVAL)
    notice = factories.a_fund_notice(NoticeKind.PROJECT_START)
    factories.a_project_notice(project, notice)
    stops = trail(project, queries.standing_notices(project))
    assert [stop.is_done for stop in stops] == [True, False, False, False, False, False]
    assert stops[1].is_running
    assert stops[1].is_next
    assert stops[1].notice == notice.number
    clock.set(notice.last_day + dt.timedelta(days=1))
    stops = trail(project, queries.standing_notices(project))
    assert stops[1].is_done
    assert stops[2].is_next
    assert stops[0].document_no


def test_what_is_further_than_its_notices_is_found(people: People) -> None:
    actor = people.actor("township_reviewer")
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    factories.a_project(state=ProjectState.LIBRARY)
    for kind in (NoticeKind.ANNUAL_PLAN, NoticeKind.PROJECT_START):
        assert queries.page_projects(actor=actor, unannounced=True).items == [project]
        notice = factories.a_fund_notice(kind)
        factories.a_project_notice(project, notice)
    assert not queries.page_projects(actor=actor, unannounced=True).items
    notice.withdrawn_at, notice.withdrawal_reason = clock.now(), "金额写错了。"
    assert queries.page_projects(actor=actor, unannounced=True).items == [project]


def test_a_project_sent_back_has_not_ended(people: People) -> None:
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    factories.a_milestone(project, MilestoneKind.COMPLETION)
    assert not trail(project, {})[3].is_done
    project.state_since = clock.now()
