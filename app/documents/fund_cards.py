"""One project on a notice: its fields with their labels, in the order of the form of the project library. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.core.messages import N_, Message
from app.documents.fund_shapes import Card, Cell, Entry
from app.documents.fund_words import (
    day,
    is_empty,
    joined,
    label,
    lines,
    quantity,
    span,
    text,
    yuan,
    yuan_in_full,
)
from app.documents.papers import Text
from app.domain.funds.rules import LEVEL_LABELS
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.kinds import (
    KINDS,
    METHOD_LABELS,
    NATURE_LABELS,
    SERVES_LABELS,
)

KIND_LABELS = {kind: one.label for kind, one in KINDS.items()}
_Project = Mapping[str, Any]


def kind_of(project: _Project) -> Cell:
    """The kind of project."""
    return lines(label(project.get("kind"), KIND_LABELS))


def place_of(project: _Project) -> Cell:
    """Where it is carried out; the places in a line each where there are several."""
    sites = [_site(one, project) for one in project.get("sites") or ()]
    return lines(*sites) if sites else lines(text(project.get("place")))


def _site(site: Mapping[str, Any], project: _Project) -> Text:
    area, where = text(site.get("area")), text(site.get("site"))
    name = Message(N_("%(village)s (%(site)s)"), village=area, site=where) if not is_empty(where) else area
    much = quantity(int(site.get("quantity_milli") or 0), str(project.get("quantity_unit") or ""))
    several = len(project.get("sites") or ()) > 1
    return Message(N_("%(place)s: %(size)s"), place=name, size=much) if several and much else name


def size_of(project: _Project) -> Cell:
    """How much of it, in the unit of its kind."""
    return lines(quantity(int(project.get("quantity_milli") or 0), str(project.get("quantity_unit") or "")))


def done_of(project: _Project) -> Cell:
    """How much of it is done, part by part where the work has parts."""
    unit = str(project.get("quantity_unit") or "")
    whole = lines(quantity(int(project.get("done_milli") or 0), unit))
    parts = [
        Message(
            N_("%(part)s: %(size)s"),
            part=text(one.get("part") or one.get("name")),
            size=quantity(int(one.get("done_milli") or 0), unit) or f"{one.get('percent', 0)}%",
        )
        for one in project.get("parts") or ()
    ]
    return (*whole, *parts)


def percent_of(project: _Project) -> Cell:
    """How far it has come."""
    return (f"{project['percent']}%",) if project.get("percent") is not None else ()


def serves_of(project: _Project) -> Cell:
    """Whom it serves, and how many they are."""
    words = label(project.get("serves"), SERVES_LABELS)
    count = int(project.get("serves_number") or 0)
    if is_empty(words) or not count:
        return lines(words)
    return (Message(N_("%(count)s %(whom)s"), count=count, whom=words),)


def sources_of(project: _Project) -> Cell:
    """The batches that pay for it, each with its sum."""
    return lines(*(_source(one) for one in project.get("sources") or ()))


def _source(source: Mapping[str, Any]) -> Text:
    name = text(source.get("name"))
    if is_empty(name):
        name = label(source.get("level"), LEVEL_LABELS)
    return Message(N_("%(name)s: %(sum)s"), name=name, sum=yuan(int(source.get("fen") or 0)))


def answers_of(project: _Project) -> Cell:
    """Who answers for it: the unit, the person, the telephone."""
    return lines(
        text(project.get("unit")),
        text(project.get("person_in_charge")),
        str(project.get("telephone") or ""),
    )


def builder_of(project: _Project) -> Cell:
    """Who does the work."""
    return lines(text(project.get("contractor")), text(project.get("contractor_person")))


def tender_of(project: _Project) -> Cell:
    """How it was decided who does the work, by whom and when."""
    tender = project.get("tender") or {}
    return lines(
        label(tender.get("method"), METHOD_LABELS),
        text(tender.get("decided_by")),
        day(tender.get("decided_on")),
    )


def accepted_of(project: _Project) -> Cell:
    """When and by whom it was accepted."""
    return lines(day(project.get("accepted_on")), text(project.get("accepted_by")))


def money_of(name: str, *, in_full: bool = False) -> Callable[[_Project], Cell]:
    """A sum of the project; without one nothing stands there."""

    def found(project: _Project) -> Cell:
        fen = project.get(name)
        return () if fen is None else ((yuan_in_full if in_full else yuan)(int(fen)),)

    return found


def words_of(name: str) -> Callable[[_Project], Cell]:
    """A text of the project."""
    return lambda project: lines(text(project.get(name)))


def in_one_line(read: Callable[[_Project], Cell]) -> Callable[[_Project], Cell]:
    """What *read* gives, one behind the other."""
    return lambda project: lines(joined(read(project)))


def _nature(project: _Project) -> Cell:
    return lines(label(project.get("nature"), NATURE_LABELS))


def _households(project: _Project) -> Cell:
    count = int(project.get("households") or 0)
    return (Message(N_("%(count)s households"), count=count),) if count else ()


def time_of(project: _Project) -> Cell:
    """When the work begins and ends."""
    return lines(span(project.get("starts_on"), project.get("due_on")))


#: label -> what stands beside it; a field that a notice does not have is left out
_WHAT: tuple[tuple[str, Callable[[_Project], Cell]], ...] = (
    (N_("Kind of project"), kind_of),
    (N_("Nature of the work"), _nature),
    (N_("Where it is carried out"), place_of),
    (N_("What is done"), words_of("content")),
    (N_("Size of the project"), size_of),
)
_MONEY: tuple[tuple[str, Callable[[_Project], Cell]], ...] = (
    (N_("Cost"), money_of("budget_fen", in_full=True)),
    (N_("Where the money comes from"), sources_of),
    (N_("How the money is raised"), words_of("financing")),
    (N_("Rate of subsidy"), words_of("subsidy")),
)
_AIM: tuple[tuple[str, Callable[[_Project], Cell]], ...] = (
    (N_("Whom it serves"), serves_of),
    (N_("Target of the project"), words_of("target")),
    (N_("How villagers take part"), words_of("participation")),
    (N_("How poor households gain"), words_of("benefit")),
)
_WORK: tuple[tuple[str, Callable[[_Project], Cell]], ...] = (
    (N_("Who builds"), in_one_line(builder_of)),
    (N_("How the builder was chosen"), in_one_line(tender_of)),
    (N_("Sum of the contract"), money_of("contract_fen", in_full=True)),
)
_WHO: tuple[tuple[str, Callable[[_Project], Cell]], ...] = (
    (N_("Begin and end"), time_of),
    (N_("Who answers for it"), in_one_line(answers_of)),
)
_PROGRESS: tuple[tuple[str, Callable[[_Project], Cell]], ...] = (
    (N_("How far it has come"), percent_of),
    (N_("Done so far"), done_of),
)
_PAID: tuple[tuple[str, Callable[[_Project], Cell]], ...] = (
    (N_("Money given to it"), money_of("allocated_fen", in_full=True)),
    (N_("Paid so far"), money_of("paid_fen", in_full=True)),
    (N_("Left over"), money_of("left_fen", in_full=True)),
    (N_("Households that received something"), _households),
)
_RESULT: tuple[tuple[str, Callable[[_Project], Cell]], ...] = (
    (N_("Accepted"), in_one_line(accepted_of)),
    (N_("Result of the acceptance"), words_of("result")),
)
FIELDS = {
    NoticeKind.FUNDS: (*_WHAT, *_MONEY, *_PAID),
    NoticeKind.PROJECT_LIBRARY: (*_WHAT, *_MONEY, *_AIM, *_WHO),
    NoticeKind.ANNUAL_PLAN: (*_WHAT, *_MONEY, *_AIM, *_WHO),
    NoticeKind.PROJECT_START: (*_WHAT, *_MONEY, *_AIM, *_WORK, *_WHO),
    NoticeKind.PROJECT_PROGRESS: (*_WHAT, *_PROGRESS, _MONEY[0], *_PAID, *_WORK[:1], *_WHO),
    NoticeKind.PROJECT_COMPLETION: (
        *_WHAT,
        *_PROGRESS[1:],
        *_RESULT,
        *_MONEY[:2],
        *_PAID,
        *_WORK,
        *_AIM,
        *_WHO,
    ),
    NoticeKind.BENEFICIARIES: (*_WHAT[:4], *_MONEY, *_WHO),
}


def cards_of(kind: NoticeKind, projects: Sequence[_Project]) -> tuple[Card, ...]:
    """*projects* one by one, each with the fields that a notice of *kind* gives and it has."""
    return tuple(_card(kind, place, project) for place, project in enumerate(projects, 1))


def _card(kind: NoticeKind, place: int, project: _Project) -> Card:
    found = [Entry(Message(words), cell) for words, read in FIELDS[kind] if (cell := read(project))]
    return Card(str(project.get("number") or ""), place, text(project.get("name")), tuple(found))
