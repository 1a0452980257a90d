"""The boards of projects and of money."""

from collections.abc import Sequence

from app.blueprints.tasks.ground import FULL, MOST_NAMED, TOGETHER, Ground, is_in, yuan
from app.core.messages import N_, Message
from app.documents.papers import Text
from app.documents.wall_boards import MARKS, TONES, Board, BoardCode, BoardRow, BoardTable
from app.domain.funds.totals import list_place_sums
from app.domain.projects.models import Project
from app.domain.projects.queries import ProjectSums, list_most_urgent, sum_projects
from app.domain.projects.rules import progress_of
from app.domain.projects.shown import PHASE_LABELS, PHASES, Phase
from app.domain.tasks.rules import Light
from app.web.charts import share_of

B = BoardCode
#: a project that is late stands first, then what is under way, then what is to come
_PHASE_ORDER = (Phase.UNDER_WAY, Phase.PLANNED, Phase.WISHED, Phase.DONE)
_TURNS = {state: _PHASE_ORDER.index(phase) for state, phase in PHASES.items() if phase is not Phase.DROPPED}


def projects_board(ground: Ground) -> Board:
    """Each project by name: the late ones first, then what is under way."""
    round_ = ground.money
    named, sums = [], ProjectSums()
    if round_ is not None:
        named = list(list_most_urgent(round_.id, ground.area, _TURNS, MOST_NAMED))
        sums = sum_projects(round_.id, ground.area, _TURNS)
    rows = tuple(_project(ground, project, is_late) for project, is_late in named)
    heads = tuple(
        Message(one)
        for one in (
            N_("Project"),
            N_("Where"),
            N_("How far"),
            N_("Deadline"),
            N_("To cost, yuan"),
            N_("Allocated, yuan"),
            N_("Paid, yuan"),
            N_("Done, per cent"),
        )
    )
    total = BoardRow(
        Message(N_("%(number)s projects, %(late)s late"), number=sums.number, late=sums.late),
        ("", "", "", *map(yuan, _sums(sums)), ""),
    )
    note = None
    if sums.number > len(rows):
        words = N_("%(shown)s of %(number)s projects are named here.")
        note = Message(words, shown=len(rows), number=sums.number)
    table = BoardTable(heads, rows, frozenset({1, 2, 3}), total if rows else None, has_bar=True)
    return Board(B.PROJECTS, table, note=note, url=ground.url("projects.index", area=ground.area.code))


def _sums(project: Project | ProjectSums) -> tuple[int, int, int]:
    return project.budget_fen, project.allocated_fen, project.paid_fen


def _project(ground: Ground, project: Project, is_late: bool) -> BoardRow:
    phase = PHASES[project.state]
    percent = FULL if phase is Phase.DONE else progress_of(project).percent
    light = Light.OVERDUE if is_late else Light.DONE if phase is Phase.DONE else Light.IN_TIME
    places = [place.area.name for place in project.places if is_in(place.area, ground.area)]
    where: Text = places[0] if len(places) == 1 else Message(N_("%(number)s places"), number=len(places))
    return BoardRow(
        project.name,
        (
            where if places else project.area.name,
            Message(PHASE_LABELS[phase]),
            Message(N_("by %(day)s"), day=project.due_on) if project.due_on else "—",
            *map(yuan, _sums(project)),
            percent,
        ),
        ground.url("projects.show", number=project.number),
        TONES[light],
        MARKS[light],
        str(percent),
    )


def money_board(ground: Ground) -> Board:
    """What each place was given and what was paid of it; what falls to a township as a whole has its own line."""
    round_ = ground.money
    totals = list_place_sums(round_.id, ground.area.path) if round_ is not None else []
    sums: dict[str, list[int]] = {}
    names: dict[str, Text] = {}
    for one in totals:
        column = ground.column_of(one.path)
        code, name = (column.code, column.name) if column is not None else (one.code, one.name)
        names[code] = name if column is not None else Message(N_("%(place)s as a whole"), place=name)
        kept = sums.setdefault(code, [0, 0])
        kept[0] += one.allocated_fen
        kept[1] += one.paid_fen
    rows = tuple(
        _money_row(names[code], sums[code], ground.url("funds.index", area=code)) for code in sorted(sums)
    )
    heads = tuple(
        Message(one)
        for one in (
            N_("Place"),
            N_("Allocated, yuan"),
            N_("Paid, yuan"),
            N_("Left, yuan"),
            N_("Paid, per cent"),
        )
    )
    whole = [sum(one[at] for one in sums.values()) for at in range(2)]
    total = _money_row(TOGETHER, whole) if rows else None
    return Board(
        B.MONEY,
        BoardTable(heads, rows, total=total, has_bar=True),
        url=ground.url("funds.index", area=ground.area.code),
    )


def _money_row(label: Text, sums: Sequence[int], url: str = "") -> BoardRow:
    allocated, paid = sums
    percent = paid * FULL // allocated if allocated else 0
    cells = (yuan(allocated), yuan(paid), yuan(allocated - paid), percent)
    return BoardRow(label, cells, url, bar=share_of(paid, allocated))
