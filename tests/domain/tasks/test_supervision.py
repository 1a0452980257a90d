"""Supervision visits: recorded, mended, looked at, sent back; and what is refused."""

import datetime as dt
from typing import Any

import pytest

from app.core.errors import Conflict, Forbidden, Invalid
from app.core.permissions import Permission
from app.domain.tasks import supervision
from app.domain.tasks.models import FindingState, Supervision
from app.domain.tasks.supervision import Found
from tests import factories
from tests.people import People

D = dt.date
TODAY = D(2026, 5, 11)


def record(people: People, by: str = "supervisor", **given: Any) -> Supervision:
    values: dict[str, Any] = {
        "area": people.village,
        "visited_on": D(2026, 5, 8),
        "was_announced": False,
        "visitors": ["石磊"],
        "looked_at": "公示栏。",
        "findings": [Found("二组公示看不清。", D(2026, 5, 20))],
    }
    return supervision.record_supervision(actor=people.actor(by), **values | given)


def test_a_visit_is_recorded_with_what_is_to_be_mended(people: People) -> None:
    visit = record(people)
    (finding,) = visit.findings
    assert (finding.state, visit.was_announced) == (FindingState.OPEN, False)
    waiting = supervision.list_open_findings(
        people.actor("village_officer"), Permission.TASK_REPORT, FindingState.OPEN
    )
    assert waiting == [finding]
    assert not supervision.is_late(finding, D(2026, 5, 20))
    assert supervision.is_late(finding, D(2026, 5, 21))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"visited_on": D(2026, 5, 12)}, "visited_on"),
        ({"visited_on": D(1950, 1, 1)}, "visited_on"),
        ({"visitors": [" "]}, "visitors"),
        ({"looked_at": ""}, "looked_at"),
        ({"findings": [Found("", TODAY)]}, "words_0"),
        ({"findings": [Found("看不清。", D(2026, 5, 7))]}, "mend_by_0"),
        ({"looked_at": "电话13911112222"}, "looked_at"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(people: People, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as found:
        record(people, **given)
    assert found.value.field == field


def test_villages_do_not_supervise_and_nobody_supervises_elsewhere(people: People) -> None:
    for name in ("village_officer", "work_team", "other_township_reviewer", "villager"):
        with pytest.raises(Forbidden):
            record(people, by=name)
    assert record(people, by="township_reviewer").id


def test_mended_is_reported_looked_at_and_perhaps_sent_back(people: People) -> None:
    (finding,) = record(people).findings
    officer, supervisor = people.actor("village_officer"), people.actor("supervisor")
    with pytest.raises(Conflict):
        supervision.settle(actor=supervisor, finding=finding, is_mended=True)
    supervision.report_mended(actor=officer, finding=finding, mended_on=TODAY, words="已换新。")
    with pytest.raises(Conflict):
        supervision.report_mended(actor=officer, finding=finding, mended_on=TODAY, words="已换新。")
    with pytest.raises(Forbidden):
        supervision.settle(actor=officer, finding=finding, is_mended=True)
    with pytest.raises(Invalid):
        supervision.settle(actor=supervisor, finding=finding, is_mended=False)
    supervision.settle(actor=supervisor, finding=finding, is_mended=False, reason="还是看不清。")
    assert (finding.state, finding.mended_on, finding.sent_back) == (FindingState.OPEN, None, "还是看不清。")
    supervision.report_mended(actor=officer, finding=finding, mended_on=TODAY, words="重新打印。")
    supervision.settle(actor=supervisor, finding=finding, is_mended=True)
    assert (finding.state, finding.confirmed_on) == (FindingState.MENDED, TODAY)


def test_the_day_of_mending_lies_between_the_visit_and_today(people: People) -> None:
    (finding,) = record(people).findings
    officer = people.actor("village_officer")
    for day in (D(2026, 5, 7), D(2026, 5, 12)):
        with pytest.raises(Invalid) as found:
            supervision.report_mended(actor=officer, finding=finding, mended_on=day, words="已换新。")
        assert found.value.field == "mended_on"


def test_the_list_is_narrowed_to_places_and_to_what_is_open(people: People) -> None:
    record(people)
    record(people, area=people.other_village, findings=[])
    factories.a_supervision(people.far_village)
    township = people.actor("township_reviewer")
    assert supervision.page_supervisions(township).total == 2
    assert supervision.page_supervisions(township, only_open=True).total == 1
    assert supervision.page_supervisions(township, area=people.other_village).total == 1
    assert supervision.page_supervisions(people.actor("village_officer")).total == 1
    assert supervision.page_supervisions(people.actor("villager")).total == 0


def test_a_finding_is_settled_from_where_it_came_or_above_never_below(people: People) -> None:
    """The township answers for its villages: what the county found there, the county looks at."""
    officer = people.actor("village_officer")
    township, county = people.actor("township_reviewer"), people.actor("county_approver")
    visits = [record(people, by="county_approver"), record(people, by="township_reviewer")]
    assert [visit.by_area_id for visit in visits] == [people.county.id, people.township.id]
    for visit in visits:
        supervision.report_mended(actor=officer, finding=visit.findings[0], mended_on=TODAY, words="已换新。")
    from_county, from_township = (visit.findings[0] for visit in visits)
    with pytest.raises(Forbidden):
        supervision.settle(actor=township, finding=from_county, is_mended=True)
    reported = FindingState.REPORTED
    waiting = supervision.list_open_findings(township, Permission.SUPERVISION_RECORD, reported)
    assert waiting == [from_township]
    supervision.settle(actor=township, finding=from_township, is_mended=True)
    supervision.settle(actor=county, finding=from_county, is_mended=True)
    assert from_county.state is from_township.state is FindingState.MENDED


def test_nobody_supervises_the_own_level(people: People) -> None:
    township = people.actor("township_reviewer")
    with pytest.raises(Forbidden):
        record(people, by="township_reviewer", area=people.township)
    assert people.township not in supervision.list_places(township)
    assert people.township in supervision.list_places(people.actor("county_approver"))
    visit = record(people, area=people.township)
    finding = supervision.report_mended(
        actor=township, finding=visit.findings[0], mended_on=TODAY, words="已换新。"
    )
    with pytest.raises(Forbidden):
        supervision.settle(actor=township, finding=finding, is_mended=True)


def test_no_finding_is_left_out_in_silence(people: People) -> None:
    findings = [Found(f"第{number}处看不清。", TODAY) for number in range(supervision.MOST_FINDINGS + 1)]
    with pytest.raises(Invalid) as found:
        record(people, findings=findings)
    assert found.value.message.params == {"max": supervision.MOST_FINDINGS}
    assert len(record(people, findings=findings[:-1]).findings) == supervision.MOST_FINDINGS
