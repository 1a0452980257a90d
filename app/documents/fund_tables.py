"""The tables of a notice of funds or projects: many projects in rows, batches, allocations, sums that were compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents import fund_cards as of
from app.documents.fund_shapes import Cell, Column, Row, Table
from app.documents.fund_words import amount, capitals, day, label, lines, text
from app.documents.papers import Text
from app.domain.funds.rules import LEVEL_LABELS
from app.domain.policies.vocabulary import NoticeKind

_Project = Mapping[str, Any]
NONE: Cell = ()


@dataclass(frozen=True)
class _Asked:
    """A column of the table of projects: heading, width, what stands in it, and the sum that is added up under it."""

    head: str
    share: float
    read: Callable[[_Project], Cell]
    sum_of: str = ""


def _name(project: _Project) -> Cell:
    return (text(project.get("name")), *of.kind_of(project))


def _work(project: _Project) -> Cell:
    return (*of.words_of("content")(project), *of.size_of(project))


def _money(name: str) -> Callable[[_Project], Cell]:
    def found(project: _Project) -> Cell:
        return () if project.get(name) is None else (amount(int(project[name])),)

    return found


def _help(project: _Project) -> Cell:
    return (*of.words_of("participation")(project), *of.words_of("benefit")(project))


def _builder(project: _Project) -> Cell:
    return (*of.builder_of(project), *of.tender_of(project))


def _acceptance(project: _Project) -> Cell:
    return (*of.accepted_of(project), *of.words_of("result")(project))


_NAME = _Asked(N_("Project and kind"), 14, _name)
_PLACE = _Asked(N_("Where"), 11, of.place_of)
_WORK = _Asked(N_("What is done, and how much"), 16, _work)
_COST = _Asked(N_("Cost, yuan"), 13, _money("budget_fen"), "budget_fen")
_SOURCES = _Asked(N_("Where the money comes from"), 15, of.sources_of)
_WHO = _Asked(N_("Who answers for it"), 12, of.answers_of)
_SERVES = _Asked(N_("Whom it serves"), 8.5, of.serves_of)
_TIME = _Asked(N_("Begin and end"), 13, of.time_of)
_BUILDER = _Asked(N_("Who builds, and how chosen"), 15, _builder)
_PAID = (
    _Asked(N_("Given, yuan"), 13, _money("allocated_fen"), "allocated_fen"),
    _Asked(N_("Paid, yuan"), 13, _money("paid_fen"), "paid_fen"),
    _Asked(N_("Left, yuan"), 13, _money("left_fen"), "left_fen"),
)
ASKED: dict[NoticeKind, tuple[_Asked, ...]] = {
    NoticeKind.PROJECT_LIBRARY: (
        _NAME,
        _PLACE,
        _WORK,
        _COST,
        _SOURCES,
        _SERVES,
        _Asked(N_("Target"), 12, of.words_of("target")),
        _Asked(N_("How villagers take part and gain"), 12, _help),
        _WHO,
    ),
    NoticeKind.ANNUAL_PLAN: (_NAME, _PLACE, _WORK, _COST, _SOURCES, _SERVES, _TIME, _WHO),
    NoticeKind.PROJECT_START: (
        _NAME,
        _PLACE,
        _WORK,
        _COST,
        _SOURCES,
        _BUILDER,
        _Asked(N_("Contract, yuan"), 13, _money("contract_fen"), "contract_fen"),
        _TIME,
        _WHO,
    ),
    NoticeKind.PROJECT_PROGRESS: (
        _NAME,
        _PLACE,
        _WORK,
        _Asked(N_("How far"), 6, of.percent_of),
        _Asked(N_("Done so far"), 10, of.done_of),
        *_PAID,
        _WHO,
    ),
    NoticeKind.PROJECT_COMPLETION: (
        _NAME,
        _PLACE,
        _WORK,
        _BUILDER,
        _Asked(N_("Accepted, and the result"), 14, _acceptance),
        *_PAID,
        _WHO,
    ),
}
TITLES = {
    NoticeKind.PROJECT_LIBRARY: N_("Projects for the library"),
    NoticeKind.ANNUAL_PLAN: N_("Projects of the annual plan"),
    NoticeKind.PROJECT_START: N_("Projects that will begin"),
    NoticeKind.PROJECT_PROGRESS: N_("Projects under way"),
    NoticeKind.PROJECT_COMPLETION: N_("Completed projects"),
}
PLACE_SHARE = 4.0


def projects_table(kind: NoticeKind, projects: Sequence[_Project]) -> Table | None:
    """*projects* in rows, for a sheet that lies on its side; columns that stay empty are left out."""
    asked = [one for one in ASKED.get(kind, ()) if any(one.read(project) for project in projects)]
    if not asked:
        return None
    whole = sum(one.share for one in asked)
    columns = [Column(Message(N_("No.")), PLACE_SHARE, is_number=True)] + [
        Column(Message(one.head), round((100 - PLACE_SHARE) * one.share / whole, 2), bool(one.sum_of))
        for one in asked
    ]
    rows = tuple(
        Row(((str(place),), *(one.read(project) for one in asked)), project=str(project.get("number") or ""))
        for place, project in enumerate(projects, 1)
    )
    added = {one.sum_of: sum(int(p.get(one.sum_of) or 0) for p in projects) for one in asked if one.sum_of}
    sums = [(amount(added[one.sum_of]),) if one.sum_of else NONE for one in asked]
    words = _in_all(next(iter(added.values()))) if len(added) == 1 else (Message(N_("In all")),)
    has_total = bool(added) and len(rows) > 1
    return Table(
        Message(TITLES[kind]),
        tuple(columns),
        rows,
        words if has_total else NONE,
        tuple(sums[next(at for at, one in enumerate(sums) if one) :]) if has_total else (),
        is_wide=True,
    )


def _in_all(fen: int) -> Cell:
    """The words before a sum, with its capital numerals in Chinese."""
    return (BilingualText(f"合计（大写）{capitals(fen)}", "In all"),)


_SUMS = (
    (N_("Received"), "received_fen"),
    (N_("Given to projects"), "allocated_fen"),
    (N_("Paid out"), "paid_fen"),
    (N_("Given back or carried over"), "gone_fen"),
    (N_("Left over"), "left_fen"),
)


def sums_table(funds: Mapping[str, Any]) -> Table | None:
    """The five sums in figures and in capital numerals; what is nought and says nothing is left out."""
    rows = [
        Row(((Message(words),), (amount(int(funds[name])),), (_capitals(int(funds[name])),)))
        for words, name in _SUMS
        if funds.get(name) is not None and (funds[name] or name != "gone_fen")
    ]
    if not rows:
        return None
    columns = (
        Column(Message(N_("What became of the money")), 28),
        Column(Message(N_("Sum, yuan")), 24, is_number=True),
        Column(Message(N_("Sum in capital numerals")), 48),
    )
    return Table(Message(N_("The money in one look")), columns, tuple(rows))


def _capitals(fen: int) -> Text:
    words = capitals(fen)
    return BilingualText(words, words)


def batches_table(batches: Sequence[Mapping[str, Any]]) -> Table | None:
    """Where the money came from: each batch with its document."""
    if not batches:
        return None
    columns = (
        Column(Message(N_("No.")), 7, is_number=True),
        Column(Message(N_("From whom")), 23),
        Column(Message(N_("Document and its day")), 26),
        Column(Message(N_("For what")), 22),
        Column(Message(N_("Sum, yuan")), 22, is_number=True),
    )
    rows = tuple(
        Row(
            (
                (str(place),),
                lines(text(one.get("name")), label(one.get("level"), LEVEL_LABELS)),
                lines(str(one.get("document_no") or ""), day(one.get("document_on"))),
                lines(text(one.get("purpose"))),
                (amount(int(one.get("received_fen") or 0)),),
            ),
            batch=str(one.get("number") or ""),
        )
        for place, one in enumerate(batches, 1)
    )
    whole = sum(int(one.get("received_fen") or 0) for one in batches)
    return Table(Message(N_("Where the money came from")), columns, rows, *one_sum(rows, whole))


def allocations_table(allocations: Sequence[Mapping[str, Any]]) -> Table | None:
    """What it was given for: each allocation to a project, and out of which batch."""
    if not allocations:
        return None
    columns = (
        Column(Message(N_("No.")), 7, is_number=True),
        Column(Message(N_("To which project")), 31),
        Column(Message(N_("Where")), 18),
        Column(Message(N_("Out of which money")), 22),
        Column(Message(N_("Sum, yuan")), 22, is_number=True),
    )
    rows = tuple(
        Row(
            (
                (str(place),),
                lines(text(one.get("name"))),
                lines(text(one.get("area"))),
                lines(text(one.get("batch"))),
                (amount(int(one.get("fen") or 0)),),
            ),
            project=str(one.get("project") or ""),
        )
        for place, one in enumerate(allocations, 1)
    )
    whole = sum(int(one.get("fen") or 0) for one in allocations)
    return Table(Message(N_("What the money was given for")), columns, rows, *one_sum(rows, whole))


def one_sum(rows: Sequence[Row], fen: int) -> tuple[Cell, tuple[Cell, ...]]:
    """The sum under the last column; none under a single row."""
    return (_in_all(fen), ((amount(fen),),)) if len(rows) > 1 else (NONE, ())


def compared_table(compared: Sequence[Mapping[str, Any]]) -> Table | None:
    """The sums that were compared when the notice was issued."""
    if not compared:
        return None
    columns = (
        Column(Message(N_("What was compared")), 37),
        Column(Message(N_("One sum, yuan")), 22, is_number=True),
        Column(Message(N_("The other, yuan")), 22, is_number=True),
        Column(Message(N_("Difference, yuan")), 19, is_number=True),
    )
    rows = tuple(
        Row(
            (
                (Message.from_data({"msgid": one["msgid"], "params": one.get("params") or {}}),),
                *((amount(int(one.get(name) or 0)),) for name in ("left_fen", "right_fen", "difference_fen")),
            )
        )
        for one in compared
    )
    return Table(Message(N_("The sums that were compared")), columns, rows)
