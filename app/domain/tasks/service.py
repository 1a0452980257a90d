"""Setting tasks, changing and dropping them, reporting progress, writing down how far all of them are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core import audit, clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.core.rows import lock_row
from app.domain.areas.models import Area, AreaLevel
from app.domain.rounds.models import Round, RoundState
from app.domain.rounds.rules import NodeCode
from app.domain.tasks import queries
from app.domain.tasks.catalogue import BY_CODE, OF_NODE, MeasureCode, measures_for
from app.domain.tasks.models import Task, TaskReport, TaskShare, TaskState
from app.domain.tasks.rules import Reached

LONGEST_TITLE, LONGEST_BASIS, LONGEST_UNIT, LONGEST_NAME, LONGEST_OFFICE = 80, 160, 20, 60, 80
LONGEST_REASON, LONGEST_WORDS = 300, 500
LARGEST = 2**31 - 1
#: more than so many times its target is a slip of the finger
MOST_TIMES = 2
_TOO_LONG = N_("At most %(max)s characters, please.")
_NO_DAY = N_("The deadline lies before the beginning.")
_EMPTY = BilingualText("")


@dataclass(frozen=True)
class Values:
    """What a task says, apart from its places."""

    title: BilingualText
    starts_on: dt.date
    due_on: dt.date
    measure: str = MeasureCode.TOLD
    basis: BilingualText = _EMPTY
    unit: BilingualText = _EMPTY
    leader: str = ""
    office: BilingualText = _EMPTY
    person: str = ""


@dataclass(frozen=True)
class Place:
    """A place that has a share: what it is to reach (nothing where that is counted), and who answers there."""

    area: Area
    target: int | None = None
    person: str = ""


@dataclass(frozen=True)
class Steps:
    """The steps of a round as tasks: when each is to be done, and who answers for all of them."""

    due: Mapping[NodeCode, dt.date]
    leader: str = ""
    office: BilingualText = field(default=_EMPTY)
    person: str = ""


def set_task(*, actor: Actor, area: Area, round_: Round, values: Values, places: Sequence[Place]) -> Task:
    """Set a task of *area* for its *places* within *round_*.

    Raises ``Invalid`` beside a field of :class:`Values` or ``places``, ``Refused`` for a closed round, ``Forbidden``.
    """
    _check_right(actor, area)
    _check_round(area, round_)
    _check_values(values, round_)
    _check_places(area, values, places)
    task = Task(round=round_, area=area, state=TaskState.STANDING, set_by_id=_who(actor))
    _put(task, values)
    task.shares = [_share(place) for place in places]
    return _keep(task, actor)


def set_steps(
    *, actor: Actor, area: Area, round_: Round, villages: Sequence[Area], steps: Steps
) -> list[Task]:
    """Set a task for each step of *round_* that *steps* gives a day and that has none yet: counted in *villages*.

    Raises ``Invalid`` beside ``due_<step>``, ``Refused`` when nothing is left to set.
    """
    _check_right(actor, area)
    _check_round(area, round_)
    wanted = [
        code
        for code in (NodeCode(node.code) for node in queries.list_open_nodes(round_, area))
        if code in steps.due
    ]
    if not wanted:
        raise Refused([Message(N_("Give at least one step without a task a deadline."))])
    found = []
    for node in wanted:
        measure = OF_NODE[node]
        if steps.due[node] < round_.opened_on:
            raise Invalid(Message(_NO_DAY), f"due_{node.value}")
        values = Values(
            title=STEP_TITLES[node],
            starts_on=round_.opened_on,
            due_on=steps.due[node],
            measure=measure,
            basis=round_.basis,
            leader=steps.leader,
            office=steps.office,
            person=steps.person,
        )
        _check_values(values, round_, of_step=True)
        task = Task(round=round_, area=area, node=node.value, state=TaskState.STANDING, set_by_id=_who(actor))
        _put(task, values)
        places = villages if BY_CODE[measure].by_village else [area]
        task.shares = [TaskShare(area=place, target=None, person="") for place in places]
        found.append(_keep(task, actor))
    return found


def change_task(*, actor: Actor, task: Task, values: Values, version: int | None = None) -> Task:
    """Change what a task says; its places and what is counted stay.

    Raises ``Invalid``, ``Conflict`` when it was dropped or *version* is not the present one.
    """
    _check_right(actor, task)
    _hold(task)
    if version is not None and version != task.version:
        words = N_("Somebody else changed this task. What you typed is still here: look, then send it again.")
        raise Conflict(Message(words))
    if values.measure != task.measure:
        raise Invalid(Message(N_("What is counted stays. Drop this task and set another one.")), "measure")
    _check_values(values, task.round, of_step=task.node is not None)
    before = {name: getattr(task, name) for name in _COLUMNS}
    _put(task, values)
    what = [name for name in _COLUMNS if getattr(task, name) != before[name]]
    db.session.flush()
    if what:
        audit.record("task_changed", actor=actor, subject=task, task=task.title_zh, what=what)
        db.session.flush()
    return task


def drop_task(*, actor: Actor, task: Task, reason: str) -> Task:
    """A task is no longer to be done. Raises ``Invalid`` without a reason, ``Conflict`` when it was dropped."""
    _check_right(actor, task)
    _hold(task)
    reason = _text(reason, "reason", LONGEST_REASON, N_("Please give a reason."))
    task.state, task.dropped_reason = TaskState.DROPPED, reason
    audit.record("task_dropped", actor=actor, subject=task, reason=reason, task=task.title_zh)
    db.session.flush()
    return task


def report(*, actor: Actor, share: TaskShare, done: int | None, words: str) -> TaskReport:
    """Report how far a place is with its share. Where it is counted only words are told: *done* must be none.

    Raises ``Invalid`` beside ``done`` or ``words``, ``Forbidden``.
    """
    if not can(actor, Permission.TASK_REPORT, share):
        raise Forbidden()
    _check_stands(share.task)
    words = _text(words, "words", LONGEST_WORDS)
    if share.task.measure == MeasureCode.TOLD:
        if done is None or not 0 <= done <= LARGEST:
            raise Invalid(Message(N_("Please enter a whole number, e.g. 12.")), "done")
        if share.target and done > MOST_TIMES * share.target:
            words_of_doubt = N_(
                "More than twice the %(target)s that are to be reached: look at the number again."
            )
            raise Invalid(Message(words_of_doubt, target=share.target), "done")
        reached = Reached(done, share.target or 0)
    elif done is not None:
        raise Invalid(Message(N_("This is counted from the records. Write only words.")), "done")
    elif not words:
        raise Invalid(Message(N_("Write in a few words how it goes.")), "words")
    else:
        cells = queries.load_line(share.task, actor).at({share.area_id})
        reached = cells[0].reached if cells else Reached()
    found = _report(share.id, reached, actor, words=words, is_counted=done is None)
    db.session.add(found)
    db.session.flush()
    title, number = share.task.title_zh, found.done
    audit.record("task_reported", actor=actor, subject=share, task=title, done=number)
    db.session.flush()
    return found


def take_stock(*, actor: Actor, area: Area, year: int) -> int:
    """Write down how far every counted share below *area* is today, for comparison later. Says how many.

    Raises ``Refused`` when it was written down today already, or there is nothing to count.
    """
    _check_right(actor, area)
    lock_row(Area, area.id)
    cells = [
        cell
        for line in queries.load_board(actor, year).lines
        for cell in line.cells
        if cell.share.area.path.startswith(area.path) and line.task.measure != MeasureCode.TOLD
    ]
    today = clock.today()
    fresh = [cell for cell in cells if cell.report is None or cell.report.reported_on < today]
    if not fresh:
        raise Refused([Message(N_("There is nothing to write down, or it was done today already."))])
    db.session.add_all(_report(cell.share.id, cell.reached, actor, is_counted=True) for cell in fresh)
    db.session.flush()
    audit.record("task_stock_taken", actor=actor, subject=area, year=year, shares=len(fresh))
    db.session.flush()
    return len(fresh)


#: the steps as tasks, in both languages: a task is content, not a label
STEP_TITLES = {
    NodeCode.SCALE_DECOMPOSITION: BilingualText("规模分解到村", "Head-count split down to villages"),
    NodeCode.FIRST_SELECTION: BilingualText("初选对象、第一次公示", "First selection, first notice"),
    NodeCode.PUBLICITY: BilingualText("公示公告", "Publicity and announcement"),
    NodeCode.PAIRING: BilingualText("结对帮扶", "Pairing households with helpers"),
    NodeCode.PLAN: BilingualText("制定帮扶计划", "Plans for the households"),
    NodeCode.HANDBOOK: BilingualText("填写扶贫手册", "Filling in the handbooks"),
    NodeCode.DATA_ENTRY: BilingualText("数据录入", "Entering the data"),
    NodeCode.GO_ONLINE: BilingualText("联网运行", "Putting the system on line"),
    NodeCode.YEARLY_UPDATE: BilingualText("数据更新", "Yearly update of the data"),
}
_COLUMNS = (
    "title_zh",
    "title_en",
    "basis_zh",
    "basis_en",
    "unit_zh",
    "unit_en",
    "starts_on",
    "due_on",
    "leader",
    "office_zh",
    "office_en",
    "person",
)


def _put(task: Task, values: Values) -> None:
    task.measure = values.measure
    task.title_zh, task.title_en = _squeezed(values.title.zh), _squeezed(values.title.en) or None
    task.basis_zh, task.basis_en = _squeezed(values.basis.zh), _squeezed(values.basis.en) or None
    task.unit_zh, task.unit_en = _squeezed(values.unit.zh), _squeezed(values.unit.en) or None
    task.office_zh, task.office_en = _squeezed(values.office.zh), _squeezed(values.office.en) or None
    task.starts_on, task.due_on = values.starts_on, values.due_on
    task.leader, task.person = _squeezed(values.leader), _squeezed(values.person)


def _keep(task: Task, actor: Actor) -> Task:
    db.session.add(task)
    db.session.flush()
    audit.record("task_set", actor=actor, subject=task, task=task.title_zh, due_on=task.due_on.isoformat())
    db.session.flush()
    return task


def _share(place: Place) -> TaskShare:
    return TaskShare(area=place.area, target=place.target, person=_squeezed(place.person))


def _report(
    share_id: int, reached: Reached, actor: Actor, *, words: str = "", is_counted: bool
) -> TaskReport:
    return TaskReport(
        share_id=share_id,
        reported_on=clock.today(),
        done=reached.done,
        whole=reached.whole,
        is_counted=is_counted,
        words=words,
        recorded_by_id=_who(actor),
        recorded_at=clock.now(),
    )


def _check_right(actor: Actor, subject: Area | Task) -> None:
    if not can(actor, Permission.TASK_MANAGE, subject):
        raise Forbidden()


def _who(actor: Actor) -> int:
    if actor.id is None:
        raise Forbidden()
    return actor.id


def _hold(task: Task) -> None:
    """Hold the task until the transaction ends; raises ``Conflict`` when it was dropped."""
    db.session.refresh(task, with_for_update={"of": Task})
    _check_stands(task)


def _check_stands(task: Task) -> None:
    if task.state is not TaskState.STANDING:
        raise Conflict(Message(N_("This task was dropped in the meantime.")))


def _check_round(area: Area, round_: Round) -> None:
    if area.level not in (AreaLevel.COUNTY, AreaLevel.TOWNSHIP):
        raise Invalid(Message(N_("A task is set by a township or the county.")), "area")
    if not area.path.startswith(round_.area_path):
        raise Refused([Message(N_("This round does not reach the place."))])
    if round_.state is not RoundState.OPEN:
        raise Refused([Message(N_("The round is closed."))])


def _check_values(values: Values, round_: Round, *, of_step: bool = False) -> None:
    title = _text(values.title.zh or "", "title_zh", LONGEST_TITLE, N_("Write what the task is."))
    if not of_step and values.measure not in {one.code.value for one in measures_for(round_.kind)}:
        raise Invalid(Message(N_("This is not counted in such a round.")), "measure")
    if values.measure == MeasureCode.TOLD and not _squeezed(values.unit.zh):
        raise Invalid(Message(N_("Write in what it is counted, e.g. households.")), "unit_zh")
    if values.due_on < values.starts_on:
        raise Invalid(Message(_NO_DAY), "due_on")
    for name, text, longest in (
        ("basis_zh", values.basis.zh, LONGEST_BASIS),
        ("unit_zh", values.unit.zh, LONGEST_UNIT),
        ("leader", values.leader, LONGEST_NAME),
        ("office_zh", values.office.zh, LONGEST_OFFICE),
        ("person", values.person, LONGEST_NAME),
    ):
        _text(text or "", name, longest)
    check_texts(
        title_zh=title,
        title_en=values.title.en,
        basis_en=values.basis.en,
        office_en=values.office.en,
        unit_en=values.unit.en,
    )


def _check_places(area: Area, values: Values, places: Sequence[Place]) -> None:
    if not places:
        raise Invalid(Message(N_("Choose at least one village.")), "places")
    is_told = values.measure == MeasureCode.TOLD
    for place in places:
        if not place.area.path.startswith(area.path):
            raise Forbidden()
        if place.target is not None and not 0 < place.target <= LARGEST:
            raise Invalid(Message(N_("Please enter a whole number, e.g. 12.")), "places")
        _text(place.person, "places", LONGEST_NAME)
    missing = [place.area.name for place in places if place.target is None] if is_told else []
    if missing:
        words = N_("%(village)s: write how much is to be reached.")
        said = BilingualText(
            "、".join(one.in_("zh") for one in missing), ", ".join(one.in_("en") for one in missing)
        )
        raise Invalid(Message(words, village=said), "places")


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(text: str, name: str, longest: int, needed: str = "") -> str:
    """*text* without needless blanks. Raises ``Invalid`` beside *name*."""
    plain = _squeezed(text)
    if needed and not plain:
        raise Invalid(Message(needed), name)
    if len(plain) > longest:
        raise Invalid(Message(_TOO_LONG, max=longest), name)
    check_texts(**{name: plain})
    return plain
