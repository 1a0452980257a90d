"""Tasks with their shares, reports, supervision visits."""

import datetime as dt
from typing import Any

from app.core import clock
from app.domain.areas.models import Area
from app.domain.rounds.models import Round
from app.domain.tasks.catalogue import MeasureCode
from app.domain.tasks.models import (
    Assessment,
    FindingState,
    Supervision,
    SupervisionFinding,
    Task,
    TaskReport,
    TaskShare,
    TaskState,
)
from app.domain.tasks.rules import quarter_of
from tests.factories.accounts import the_officer
from tests.factories.areas import the_village
from tests.factories.basis import add, first
from tests.factories.rounds import a_round


def a_task(
    places: dict[Area, int | None] | None = None, *, round_: Round | None = None, **given: Any
) -> Task:
    """A reported task of the first village's township: ten households in each of *places* (the village)."""
    places = places if places is not None else {the_village(): 10}
    round_ = round_ or first(Round) or a_round()
    today = clock.today()
    values = {
        "round": round_,
        "area": next(iter(places)).parent if places else the_village().parent,
        "measure": MeasureCode.TOLD.value,
        "title_zh": "冬前危房排查",
        "title_en": "Checking the houses",
        "basis_zh": "镇党委会议",
        "unit_zh": "户",
        "unit_en": "households",
        "starts_on": today - dt.timedelta(days=10),
        "due_on": today + dt.timedelta(days=29),
        "leader": "杨文斌",
        "office_zh": "镇乡村振兴站",
        "person": "陶静",
        "state": TaskState.STANDING,
        "set_by_id": the_officer().id,
    } | given
    task = add(Task(**values))
    for area, target in places.items():
        add(TaskShare(task=task, area=area, target=target, person=""))
    return task


def a_task_report(share: TaskShare, done: int, **given: Any) -> TaskReport:
    """A report of a share."""
    values = {
        "reported_on": clock.today(),
        "whole": share.target,
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    return add(TaskReport(share=share, done=done, **values))


def a_supervision(area: Area | None = None, *, findings: int = 1, **given: Any) -> Supervision:
    """An unannounced visit to *area* (the first village), with *findings* to be mended within ten days."""
    today = clock.today()
    values = {
        "area": area or the_village(),
        "by_area": (area or the_village()).parent,
        "visited_on": today,
        "was_announced": False,
        "visitors": ["石磊"],
        "looked_at": "公示栏和会议记录。",
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    visit = add(Supervision(**values))
    for number in range(findings):
        add(
            SupervisionFinding(
                supervision=visit,
                words=f"第{number + 1}处公示看不清。",
                mend_by=today + dt.timedelta(days=10),
                state=FindingState.OPEN,
            )
        )
    return visit


def an_assessment(area: Area | None = None, **given: Any) -> Assessment:
    """The fixed assessment of a township (the first) for the last quarter that is over."""
    before = quarter_of(clock.today()).before
    values = {
        "area": area or the_village().parent,
        "year": before.year,
        "quarter": before.number,
        "points": {"results": 50},
        "fixed_on": clock.today(),
        "fixed_by_id": the_officer().id,
    } | given
    return add(Assessment(**values))
