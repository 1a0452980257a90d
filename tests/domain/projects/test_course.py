"""What goes onto the trail has its day after what was before it."""

import datetime as dt

import pytest

from app.core.errors import Invalid
from app.domain.projects import course
from app.domain.projects.course import Mark
from app.domain.projects.models import MilestoneKind, ProjectState
from tests import factories
from tests.people import People

TODAY = dt.date(2026, 5, 11)


def test_the_township_checks_after_the_meeting_and_after_the_notice(people: People) -> None:
    project = factories.a_project(state=ProjectState.TOWNSHIP_CHECK)
    factories.a_project_meeting(project, held_on=TODAY)
    reviewer, paper = people.actor("township_reviewer"), factories.an_attachment(people.village)

    def check(on: dt.date) -> None:
        mark = Mark(on, note_zh="现场看过。", paper=paper)
        kind = MilestoneKind.TOWNSHIP_CHECK
        course.put_milestone(actor=reviewer, project=project, kind=kind, mark=mark)

    with pytest.raises(Invalid, match="before the villagers' meeting of 11 May 2026") as refused:
        check(TODAY - dt.timedelta(days=1))
    assert refused.value.field == "on"
    check(TODAY)


def test_a_check_says_what_was_looked_at(people: People) -> None:
    project = factories.a_project(state=ProjectState.TOWNSHIP_CHECK)
    mark = Mark(TODAY, note_zh=" ", paper=factories.an_attachment(people.village))
    with pytest.raises(Invalid, match="what was looked at") as refused:
        course.put_milestone(
            actor=people.actor("township_reviewer"),
            project=project,
            kind=MilestoneKind.TOWNSHIP_CHECK,
            mark=mark,
        )
    assert refused.value.field == "note_zh"
