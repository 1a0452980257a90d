"""The plan of a village or township (1+7) as one bound file: the whole, six sub-plans, who does what by when.

Of a village also its households' measures, household by household; no identity number and no telephone.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.bound_papers import (
    NOTHING,
    BoundPaper,
    Cell,
    ContentsLine,
    Grid,
    Section,
    Words,
    day,
    plain,
    yuan,
)
from app.documents.dossier_sheets import code, facts, heads
from app.documents.papers import Line, Text
from app.domain.areas.models import Area
from app.domain.assistance.catalogue import BY_VALUE, KINDS, PART_LABELS, WAY_LABELS, unit_of
from app.domain.assistance.gathering import SUB_PLANS, WAYS, Source, Sum, Task
from app.domain.assistance.models import HouseholdAnswer, Measure, PlanPart, PlanWords
from app.domain.assistance.rules import ANSWER_LABELS, STATE_LABELS
from app.domain.pairings.rules import Covered

NUMBERS = frozenset({1, 2, 3, 4, 5})


@dataclass(frozen=True)
class PlanSet:
    """Everything that is gathered for an area and a year; *measures* only for a village."""

    area: Area
    above: tuple[BilingualText, ...]
    year: int
    words: dict[PlanPart, PlanWords]
    everything: Sum
    kinds: dict[str, Sum]
    parts: dict[str, Sum]
    ways: dict[str, Sum]
    tasks: Sequence[Task]
    sources: Sequence[Source]
    covered: Covered
    measures: Sequence[Measure] = ()


def set_paper(plan: PlanSet, *, made_on: dt.date | None) -> BoundPaper:
    """The whole set, section by section, with contents before it."""
    sections = tuple(_sections(plan))
    return BoundPaper(
        title=Message(N_("Plan of help")),
        header=Message(N_("%(village)s, %(round)s"), village=plan.area.name, round=str(plan.year)),
        about=(
            Line(Message(N_("Place")), plan.area.name),
            *(Line(Message(N_("Belongs to")), name) for name in plan.above),
            Line(Message(N_("Year")), str(plan.year)),
        ),
        contents=tuple(ContentsLine(section.codes[0], section.title) for section in sections),
        sections=sections,
        remarks=(Message(N_("The numbers are those of the households' measures on the day of printing.")),),
        made_on=made_on,
    )


def _sections(plan: PlanSet) -> Iterator[Section]:
    yield _section(plan, PlanPart.WHOLE, (_whole(plan), _ways(plan), _sources(plan)))
    for part in SUB_PLANS:
        yield _section(plan, part, _pairing(plan) if part is PlanPart.PAIRING else _kinds(plan, part))
    yield _section(plan, PlanPart.TASKS, (_tasks(plan),))
    if plan.measures:
        title = Message(N_("The households' measures"))
        yield Section(title, (_households(plan.measures),), ("households",))


def _section(plan: PlanSet, part: PlanPart, blocks: tuple[Any, ...]) -> Section:
    words = plan.words.get(part)
    written = (Words(words.words),) if words is not None and words.words else ()
    is_joined = part is not PlanPart.WHOLE
    return Section(Message(PART_LABELS[part]), (*written, *blocks), (part.value,), is_joined=is_joined)


def _whole(plan: PlanSet) -> Any:
    its = plan.everything
    return facts(
        (N_("Households with measures"), str(its.households)),
        (N_("People in them"), str(its.people)),
        (N_("Measures"), str(its.measures)),
        (N_("Of them done"), str(its.done)),
        (N_("Of them confirmed by the household"), str(its.confirmed)),
        (N_("Cost in yuan"), yuan(its.cost_fen)),
        *([(N_("Measures without a stated cost"), str(its.unpriced))] if its.unpriced else []),
    )


def _ways(plan: PlanSet) -> Grid:
    rows = [(Message(WAY_LABELS[way]), *_numbers(plan.ways.get(way.value, Sum()))) for way in WAYS]
    caption = Message(N_("By the five ways"))
    return Grid(_sum_heads(N_("Way")), tuple(rows), caption, NUMBERS, frozenset({0}))


def _sum_heads(first: str) -> tuple[Text, ...]:
    return heads(first, N_("Households"), N_("People"), N_("Measures"), N_("Cost in yuan"), N_("Done"))


def _numbers(its: Sum) -> tuple[Cell, ...]:
    cost = NOTHING if its.is_cost_open else yuan(its.cost_fen)
    return its.households, its.people, its.measures, cost, its.done


def _sources(plan: PlanSet) -> Grid:
    rows = tuple(
        (
            one.batch.name if one.batch else Message(N_("other money, or not stated")),
            one.batch.document_no if one.batch else NOTHING,
            one.measures,
            yuan(one.cost_fen),
        )
        for one in plan.sources
    )
    caption = Message(N_("Where the money comes from"))
    labels = heads(N_("Fund batch"), N_("Number of the document"), N_("Measures"), N_("Cost in yuan"))
    return Grid(labels, rows, caption, frozenset({2, 3}), frozenset({0, 1}))


def _pairing(plan: PlanSet) -> tuple[Any, ...]:
    its = plan.covered
    return (
        facts(
            (N_("Households on the register"), str(its.households)),
            (N_("Registered people"), str(its.people)),
            (N_("Households with a helper"), str(its.paired_households)),
            (N_("People with a helper"), str(its.paired_people)),
        ),
    )


def _kinds(plan: PlanSet, part: PlanPart) -> tuple[Any, ...]:
    found = [kind for kind in KINDS if kind.part is part and kind.value in plan.kinds]
    if not found:
        return (Words(Message(N_("No measure of this kind is due in this year."))),)
    rows: list[tuple[Cell, ...]] = [
        (
            Message(
                N_("%(kind)s: %(number)s"), kind=Message(kind.label), number=_amount(kind.value, plan.kinds)
            ),
            *_numbers(plan.kinds[kind.value]),
        )
        for kind in found
    ]
    rows.append((Message(N_("In all")), *_numbers(plan.parts.get(part.value, Sum()))))
    return (Grid(_sum_heads(N_("Kind of measure")), tuple(rows), "", NUMBERS, frozenset({0})),)


def _amount(kind: str, kinds: dict[str, Sum]) -> Text:
    quantity = kinds[kind].quantity
    if not quantity:
        return NOTHING
    return Message(
        N_("%(number)s %(unit)s"), number=f"{quantity:,.10g}", unit=Message(unit_of(kind, quantity))
    )


def _tasks(plan: PlanSet) -> Any:
    if not plan.tasks:
        return Words(Message(N_("No measure is due in this year.")))
    rows = tuple(
        (
            plain(f"{one.unit} {one.person}".strip()),
            Message(one.kind.label),
            one.households,
            one.measures,
            one.done,
            yuan(one.cost_fen),
            day(one.open_until) if one.open_until else Message(N_("all of it is done")),
        )
        for one in plan.tasks
    )
    labels = heads(
        N_("Unit that does it"),
        N_("Kind of measure"),
        N_("Households"),
        N_("Measures"),
        N_("Done"),
        N_("Cost in yuan"),
        N_("By when"),
    )
    return Grid(labels, rows, "", frozenset({2, 3, 4}))


def _households(measures: Sequence[Measure]) -> Grid:
    rows = []
    before = None
    for one in measures:
        household = one.household
        is_first, before = household.id != before, household.id
        rows.append(
            (
                plain(f"{household.household_no[-4:]} {household.head_name}") if is_first else "",
                household.people if is_first else "",
                code("cause", household.main_cause) if is_first else "",
                _what(one),
                yuan(one.cost_fen),
                day(one.due_on),
                _stands(one),
            )
        )
    labels = heads(
        N_("Head of the household"),
        N_("People"),
        N_("Main cause"),
        N_("Measure"),
        N_("Cost in yuan"),
        N_("To be done by"),
        N_("How it stands"),
    )
    return Grid(labels, tuple(rows), "", frozenset({1}), frozenset({3}))


def _what(measure: Measure) -> Text:
    kind = BY_VALUE[measure.kind]
    if measure.quantity is None:
        return Message(kind.label)
    number = Message(
        N_("%(number)s %(unit)s"),
        number=f"{measure.quantity:,.10g}",
        unit=Message(unit_of(measure.kind, measure.quantity)),
    )
    return Message(N_("%(kind)s: %(number)s"), kind=Message(kind.label), number=number)


def _stands(measure: Measure) -> Text:
    if measure.answer in (HouseholdAnswer.CONFIRMED, HouseholdAnswer.DENIED):
        return Message(ANSWER_LABELS[measure.answer])
    return Message(STATE_LABELS[measure.state])
