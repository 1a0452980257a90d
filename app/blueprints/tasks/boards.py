"""Putting the boards of the wall chart together: what each says of the places of an area."""

from collections.abc import Callable, Collection, Mapping, Sequence

from app.blueprints.tasks.ground import FULL, MOST_NAMED, TOGETHER, Ground, by_column, yuan
from app.blueprints.tasks.money_boards import money_board, projects_board
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.papers import Text
from app.documents.wall_boards import (
    Board,
    BoardCode,
    BoardRow,
    BoardTable,
    Tile,
    laid_out,
)
from app.domain.areas.models import AreaLevel
from app.domain.areas.named import NamedArea
from app.domain.assistance.catalogue import WAY_LABELS
from app.domain.assistance.gathering import WAYS, Sum
from app.domain.households.codes import CAUSE
from app.domain.pairings.models import VillagePostKind
from app.domain.pairings.rules import LEVEL_LABELS, POST_LABELS
from app.domain.rounds.models import RoundKind
from app.domain.tasks import boards as queries
from app.domain.tasks import rules
from app.domain.tasks.board import Line
from app.domain.tasks.boards import Chosen, PostRow
from app.domain.tasks.rules import Light
from app.web.charts import share_of

B = BoardCode


def boards_of(ground: Ground, codes: Collection[BoardCode]) -> tuple[Board, ...]:
    """The boards of *codes* that have something to show, in their order."""
    made = [MAKERS[code](ground) for code in BoardCode if code in codes and code in MAKERS]
    return tuple(board for board in made if board.tiles or (board.table and board.table.rows))


def _map(ground: Ground) -> Board:
    """A tile for each place in the order of the area tree: no place has coordinates."""
    tiles = []
    lights_of: dict[int, list[Light]] = {column.id: [] for column in ground.columns}
    for line in ground.lines:
        for id_, cells in by_column(line.cells, ground.columns).items():
            lights_of[id_] += [line.light_at(cell) for cell in cells]
    for column in ground.columns:
        lights = lights_of[column.id]
        endpoint = "tasks.chart" if column.level is AreaLevel.TOWNSHIP else "tasks.place"
        url = ground.url(endpoint, code=column.code, year=ground.year)
        tiles.append(Tile(column.name, rules.worst(lights), len(lights), lights.count(Light.OVERDUE), url))
    note = Message(
        N_("The places in their order, not to scale. The colour is that of the most urgent share.")
    )
    return Board(B.MAP, tiles=laid_out(tiles), note=note)


def _organisation(ground: Ground) -> Board:
    found = ground.organisation
    by_column: dict[int, list[PostRow]] = {}
    for post in found.posts:
        column = ground.column_of(post.path)
        if column is not None:
            by_column.setdefault(column.id, []).append(post)
    answering: dict[int, list[str]] = {}
    for row in found.units:
        column = ground.column_of(row.unit.village.path) if row.unit.village is not None else None
        if column is not None:
            answering.setdefault(column.id, []).append(row.unit.name)
    rows = tuple(
        BoardRow(
            column.name,
            (
                *(_posted(by_column.get(column.id, ()), kind, column) for kind in VillagePostKind),
                "、".join(answering.get(column.id, ())) or "—",
            ),
            ground.rows_url(column, "pairings.posts_index", area=column.code),
        )
        for column in ground.columns
    )
    heads = (
        Message(N_("Place")),
        *(Message(POST_LABELS[kind]) for kind in VillagePostKind),
        Message(N_("Unit that answers for it")),
    )
    facts = tuple((one.title or Message(N_("Leader")), one.name) for one in found.leaders)
    return Board(
        B.ORGANISATION,
        BoardTable(heads, rows, words=frozenset(range(1, len(heads)))),
        facts=(*facts, *_answering(ground.lines)),
        url=ground.url("pairings.posts_index", area=ground.area.code),
    )


def _posted(posts: Sequence[PostRow], kind: VillagePostKind, column: NamedArea) -> Text:
    """Who is posted, with the unit; of a township how many are."""
    own = [post for post in posts if post.kind is kind]
    if not own:
        return "—"
    if column.level is AreaLevel.TOWNSHIP:
        return str(len(own))
    return "、".join(f"{one.name}（{one.unit_name}）" if one.unit_name else one.name for one in own)


def _answering(lines: Sequence[Line]) -> list[tuple[Text, Text]]:
    """Who leads how many of the tasks."""
    counted: dict[str, int] = {}
    for line in lines:
        for leader in line.leaders:
            counted[leader] = counted.get(leader, 0) + 1
    label = Message(N_("Leads tasks"))
    return [
        (label, Message(N_("%(name)s: %(number)s"), name=name, number=number))
        for name, number in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    ]


def _units(ground: Ground) -> Board:
    found = ground.organisation.units
    named, others = found[:MOST_NAMED], found[MOST_NAMED:]
    rows = [
        BoardRow(
            row.unit.name,
            (
                Message(LEVEL_LABELS[row.unit.level]),
                row.unit.village.name if row.unit.village is not None else "—",
                row.helpers,
                row.households,
                row.people,
            ),
            ground.url("pairings.units", area=ground.area.code),
        )
        for row in named
    ]
    if others:
        label = Message(N_("%(number)s other units"), number=len(others))
        sums = (sum(one.helpers for one in others), sum(one.households for one in others))
        rows.append(BoardRow(label, ("—", "—", *sums, sum(one.people for one in others))))
    heads = tuple(
        Message(one)
        for one in (
            N_("Unit"),
            N_("Level"),
            N_("Answers for"),
            N_("Helpers"),
            N_("Households"),
            N_("People"),
        )
    )
    total = BoardRow(
        TOGETHER, ("", "", sum(one.helpers for one in found), sum(one.households for one in found), "")
    )
    return Board(B.UNITS, BoardTable(heads, tuple(rows), frozenset({1, 2}), total if found else None))


def _identification(ground: Ground) -> Board:
    round_ = queries.find_year(ground.area, RoundKind.IDENTIFICATION, ground.year)
    chosen = queries.load_chosen(ground.paths, round_, ground.year, ground.looking)
    rows = []
    for column in ground.columns:
        own = [one for path, one in chosen.items() if path.startswith(column.path)]
        rows.append(
            _chosen(
                column.name, _added(own), ground.rows_url(column, "households.index", village=column.code)
            )
        )
    heads = tuple(
        Message(one)
        for one in (
            N_("Place"),
            N_("Applications"),
            N_("Visited at home"),
            N_("Passed by the meeting"),
            N_("On the first notice"),
            N_("On lists"),
            N_("Announced"),
            N_("In the register now"),
            N_("Of these with a helper"),
            N_("Left this year"),
        )
    )
    total = _chosen(TOGETHER, _added(chosen.values()))
    return Board(B.IDENTIFICATION, BoardTable(heads, tuple(rows), total=total))


def _added(chosen: Collection[Chosen]) -> Chosen:
    return sum(chosen, Chosen())


def _chosen(label: Text, one: Chosen, url: str = "") -> BoardRow:
    cells = (
        *(one.visited.whole, one.visited.done, one.noticed.whole, one.noticed.done),
        *(one.announced.whole, one.announced.done, one.registered, one.paired, one.left),
    )
    return BoardRow(label, cells, url)


def _ways(ground: Ground) -> Board:
    """The measures of the year by the five ways; a household may stand in several."""
    ways = queries.load_ways(ground.paths, ground.year, ground.looking)
    found, whole = ways.by_way, ways.whole
    rows = [
        _way(Message(WAY_LABELS[way]), found.get(way.value, Sum()), ground.url("assistance.measures"))
        for way in WAYS
    ]
    if other := found.get(""):
        rows.append(_way(Message(N_("other measures")), other))
    heads = tuple(
        Message(one)
        for one in (N_("Way"), N_("Households"), N_("People"), N_("Measures"), N_("Done"), N_("Cost, yuan"))
    )
    total = _way(Message(N_("Each household once")), whole)
    return Board(B.WAYS, BoardTable(heads, tuple(rows) if whole.measures else (), total=total))


def _way(label: Text, one: Sum, url: str = "") -> BoardRow:
    return BoardRow(label, (one.households, one.people, one.measures, one.done, yuan(one.cost_fen)), url)


def _causes(ground: Ground) -> Board:
    whole = ground.around.households
    rows = tuple(
        BoardRow(
            _cause_name(cause),
            (number, number * FULL // whole),
            ground.url("statistics.index", area=ground.area.code, rows="cause"),
            bar=share_of(number, whole),
        )
        for cause, number in ground.around.causes
    )
    heads = (Message(N_("Cause")), Message(N_("Households")), Message(N_("Per cent")))
    total = BoardRow(TOGETHER, (whole, ""))
    return Board(B.CAUSES, BoardTable(heads, rows, total=total, has_bar=True))


def _cause_name(cause: str | None) -> Text:
    if cause is None or cause not in CAUSE:
        return Message(N_("not stated"))
    return BilingualText(CAUSE.label(cause), CAUSE.label(cause, "en"))


MAKERS: Mapping[BoardCode, Callable[[Ground], Board]] = {
    B.MAP: _map,
    B.ORGANISATION: _organisation,
    B.PROJECTS: projects_board,
    B.MONEY: money_board,
    B.IDENTIFICATION: _identification,
    B.UNITS: _units,
    B.WAYS: _ways,
    B.CAUSES: _causes,
}
