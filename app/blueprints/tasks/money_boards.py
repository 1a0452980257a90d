"""The boards of projects and of money."""

from collections.abc import Sequence

from app.blueprints.tasks.ground import FULL, MOST_NAMED, TOGETHER, Ground, is_in, yuan
from app.core import clock
from app.core.messages import N_, Message
from app.documents.papers import Text
from app.documents.wall_boards import MARKS, TONES, Board, BoardCode, BoardRow, BoardTable
from app.domain.funds.totals import village_totals
from app.domain.projects.models import Project
from app.domain.projects.rules import lateness, progress_of
from app.domain.projects.shown import PHASE_LABELS, PHASES, Phase
from app.domain.tasks import boards as queries
from app.domain.tasks.rules import Light
from app.web.charts import share_of

B = BoardCode
#: a project that is late stands first, then what is under way, then what is to come
_PHASE_ORDER = (Phase.UNDER_WAY, Phase.PLANNED, Phase.WISHED, Phase.DONE, Phase.DROPPED)


def projects_board(ground: Ground) -> Board:
    """Each project by name: the late ones first, then what is under way."""
    round_, today = ground.money, clock.today()
    found = list(queries.load_projects(ground.area, round_))
    late = {one.id for one in found if round_ is not None and lateness(one, round_.policy, today)}
    found.sort(
        key=lambda one: (
            one.id not in late,
            _PHASE_ORDER.index(PHASES[one.state]),
            str(one.due_on or ""),
            one.number,
        )
    )
    rows = tuple(_project(ground, one, one.id in late) for one in found[:MOST_NAMED])
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
        Message(N_("%(number)s projects, %(late)s late"), number=len(found), late=len(late)),
        ("", "", "", *(yuan(sum(one)) for one in zip(*map(_sums, found), strict=True)), ""),
    )
    note = None
    if len(found) > len(rows):
        words = N_("%(shown)s of %(number)s projects are named here.")
        note = Message(words, shown=len(rows), number=len(found))
    table = BoardTable(heads, rows, frozenset({1, 2, 3}), total if found else None, has_bar=True)
    return Board(B.PROJECTS, table, note=note, url=ground.url("projects.index", area=ground.area.code))


def _sums(project: Project) -> tuple[int, int, int]:
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
    totals = village_totals(round_.id, ground.area.path) if round_ is not None else []
    sums: dict[str, list[int]] = {}
    names: dict[str, Text] = {}
    for one in totals:
        column = ground.column_of(one.area.path)
        place = column or one.area
        whole_place = Message(N_("%(place)s as a whole"), place=place.name)
        names[place.code] = place.name if column is not None else whole_place
        kept = sums.setdefault(place.code, [0, 0, 0])
        for at, number in enumerate((one.allocated_fen, one.paid_fen, one.households)):
            kept[at] += number
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
    whole = [sum(one[at] for one in sums.values()) for at in range(3)]
    total = _money_row(TOGETHER, whole) if rows else None
    return Board(
        B.MONEY,
        BoardTable(heads, rows, total=total, has_bar=True),
        url=ground.url("funds.index", area=ground.area.code),
    )


def _money_row(label: Text, sums: Sequence[int], url: str = "") -> BoardRow:
    allocated, paid, _households = sums
    percent = paid * FULL // allocated if allocated else 0
    cells = (yuan(allocated), yuan(paid), yuan(allocated - paid), percent)
    return BoardRow(label, cells, url, bar=share_of(paid, allocated))
