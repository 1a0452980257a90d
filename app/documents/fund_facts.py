"""From the frozen facts of a notice of funds or projects to what stands on paper and on the web. Pure.

``Notice.content["facts"]`` is plain JSON (``app/domain/funds/publishing.py``): sums are fen, quantities thousandths,
days ISO, choices the values of their vocabularies, names ``{"zh", "en"}``. A key that a notice does not have is not
said. What the same facts give is the same for ever: what is shown later is what was issued.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents import fund_tables as tables
from app.documents.fund_cards import KIND_LABELS, cards_of
from app.documents.fund_shapes import FundFacts, Hop, SumCheck
from app.documents.fund_words import is_empty, label, pair, text, yuan_in_full
from app.documents.papers import Text
from app.domain.funds.rules import LEVEL_LABELS
from app.domain.policies.vocabulary import NoticeKind

K = NoticeKind
ATTACHED = {
    K.FUNDS: N_("Table of the money"),
    K.PROJECT_LIBRARY: N_("Table of the projects for the library"),
    K.ANNUAL_PLAN: N_("Table of the projects of the plan"),
    K.PROJECT_START: N_("What will be done"),
    K.PROJECT_PROGRESS: N_("How far the work has come"),
    K.PROJECT_COMPLETION: N_("What has been done"),
    K.BENEFICIARIES: N_("List of beneficiaries"),
}
#: of one project, and of several
_OPENINGS = {
    K.PROJECT_LIBRARY: (
        N_("The project “%(project)s” of %(place)s is proposed for the project library of %(year)s."),
        N_("%(place)s proposes %(count)s projects for the project library of %(year)s."),
    ),
    K.ANNUAL_PLAN: (
        N_("The project “%(project)s” of %(place)s is in the plan of poverty alleviation for %(year)s."),
        N_("The plan of poverty alleviation of %(place)s for %(year)s has %(count)s projects."),
    ),
    K.PROJECT_START: (
        N_(
            "The work on the project “%(project)s” of %(place)s is about to begin. It is made known beforehand."
        ),
        N_("The work on %(count)s projects of %(place)s is about to begin. They are made known beforehand."),
    ),
    K.PROJECT_PROGRESS: (
        N_("It is made known how far the project “%(project)s” of %(place)s has come."),
        N_("It is made known how far %(count)s projects of %(place)s have come."),
    ),
    K.PROJECT_COMPLETION: (
        N_("The project “%(project)s” of %(place)s is completed. It is made known what was done and paid."),
        N_("%(count)s projects of %(place)s are completed. It is made known what was done and paid."),
    ),
    K.BENEFICIARIES: (
        N_(
            "It is made known which households in %(place)s receive something from the project “%(project)s”."
        ),
        N_("It is made known which households in %(place)s receive something from %(count)s projects."),
    ),
}


def fund_facts(kind: NoticeKind, content: Mapping[str, Any], *, households: int = 0) -> FundFacts:
    """What a notice of *kind* (one of ``FUND_KINDS``) says; *households* are those on a roll of beneficiaries."""
    facts: Mapping[str, Any] = content.get("facts") or {}
    projects: Sequence[Mapping[str, Any]] = facts.get("projects") or ()
    funds: Mapping[str, Any] = facts.get("funds") or {}
    batches: Sequence[Mapping[str, Any]] = funds.get("batches") or ()
    allocations = _named(funds.get("allocations") or (), batches)
    roll: Mapping[str, Any] = facts.get("roll") or {}
    year = str(content.get("round_year") or "")
    one = projects[0] if len(projects) == 1 and kind is not K.FUNDS else None
    return FundFacts(
        kind=kind.value,
        subject=text(one.get("name")) if one else Message(N_("Year %(year)s"), year=year),
        opening=(*_opening(kind, content, projects), *_sums(kind, funds, projects, roll, households)),
        attached=Message(ATTACHED[kind]),
        cards=cards_of(kind, projects),
        projects=tables.projects_table(kind, projects),
        sums=tables.sums_table(funds),
        batches=tables.batches_table(batches),
        allocations=tables.allocations_table(allocations),
        flow=_flow(allocations, batches, projects),
        check=_check(facts.get("check")),
        roll_sum=yuan_in_full(int(roll["total_fen"])) if roll.get("total_fen") else None,
        telephones=tuple(dict.fromkeys(str(p["telephone"]) for p in projects if p.get("telephone"))),
    )


def _opening(
    kind: NoticeKind, content: Mapping[str, Any], projects: Sequence[Mapping[str, Any]]
) -> tuple[Text, ...]:
    place, year = _place(content), str(content.get("round_year") or "")
    if kind is K.FUNDS:
        words = N_(
            "It is made known what money %(place)s received against poverty in %(year)s, and what became of it."
        )
        return (Message(words, place=place, year=year),)
    single, several = _OPENINGS[kind]
    if len(projects) == 1:
        return (Message(single, project=text(projects[0].get("name")), place=place, year=year),)
    return (Message(several, count=len(projects), place=place, year=year),)


def _place(content: Mapping[str, Any]) -> BilingualText:
    village, township = pair(content.get("village")), pair(content.get("township"))
    if is_empty(township) or township == village:
        return village
    return BilingualText(f"{township.zh}{village.zh}", f"{village.in_('en')}, {township.in_('en')}")


def _sums(
    kind: NoticeKind,
    funds: Mapping[str, Any],
    projects: Sequence[Mapping[str, Any]],
    roll: Mapping[str, Any],
    households: int,
) -> tuple[Text, ...]:
    """The sentences with the sums, the main one in capital numerals as well."""
    if kind is K.FUNDS:
        return _balance(funds)
    if kind is K.BENEFICIARIES:
        return _handed_out(roll, households)
    cost = sum(int(one.get("budget_fen") or 0) for one in projects)
    if kind in (K.PROJECT_LIBRARY, K.ANNUAL_PLAN, K.PROJECT_START):
        return (Message(N_("The cost is %(sum)s."), sum=yuan_in_full(cost)),) if cost else ()
    given, paid = (sum(int(one.get(name) or 0) for one in projects) for name in ("allocated_fen", "paid_fen"))
    if not given:
        return ()
    words = N_("The money given is %(given)s. Of it %(paid)s is paid.")
    return (Message(words, given=yuan_in_full(given), paid=yuan_in_full(paid)),)


def _balance(funds: Mapping[str, Any]) -> tuple[Text, ...]:
    received, left = int(funds.get("received_fen") or 0), int(funds.get("left_fen") or 0)
    given, paid = int(funds.get("allocated_fen") or 0), int(funds.get("paid_fen") or 0)
    found: list[Text] = [
        Message(N_("%(sum)s was received."), sum=yuan_in_full(received)),
        Message(
            N_("Of it %(sum)s was given to projects; the number of projects is %(count)s."),
            sum=yuan_in_full(given),
            count=len({one.get("project") for one in funds.get("allocations") or ()}),
        ),
    ]
    if funds.get("households"):
        words = N_("%(sum)s is paid; it reached %(count)s households.")
        found.append(Message(words, sum=yuan_in_full(paid), count=int(funds["households"])))
    else:
        found.append(Message(N_("%(sum)s is paid."), sum=yuan_in_full(paid)))
    if gone := int(funds.get("gone_fen") or 0):
        found.append(Message(N_("%(sum)s was given back or carried over."), sum=yuan_in_full(gone)))
    found.append(Message(N_("%(sum)s is left."), sum=yuan_in_full(left)))
    return tuple(found)


def _handed_out(roll: Mapping[str, Any], households: int) -> tuple[Text, ...]:
    total = int(roll.get("total_fen") or 0)
    if not total:
        return (Message(N_("There are %(count)s households on the list."), count=households),)
    words = N_("There are %(count)s households on the list, and %(sum)s in all.")
    return (Message(words, count=households, sum=yuan_in_full(total)),)


def _named(
    allocations: Sequence[Mapping[str, Any]], batches: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The allocations with the name of their batch in the place of its number."""
    names = {one.get("number"): one.get("name") for one in batches}
    return [
        {**one, "number": one.get("batch"), "batch": names.get(one.get("batch")) or one.get("batch")}
        if not isinstance(one.get("batch"), Mapping)
        else one
        for one in allocations
    ]


def _flow(
    allocations: Sequence[Mapping[str, Any]],
    batches: Sequence[Mapping[str, Any]],
    projects: Sequence[Mapping[str, Any]],
) -> tuple[Hop, ...]:
    """From the level that a batch came from to the kind of project, or to the project where its kind is not said."""
    levels = {one.get("number"): label(one.get("level"), LEVEL_LABELS) for one in batches}
    kinds = {one.get("number"): label(one.get("kind"), KIND_LABELS) for one in projects}
    hops: dict[tuple[Text, Text], tuple[int, int]] = {}
    for one in allocations:
        source = levels.get(one.get("number")) or text(one.get("batch"))
        purpose = (
            kinds.get(one.get("project")) or label(one.get("kind"), KIND_LABELS) or text(one.get("name"))
        )
        key = (source, purpose)
        fen, paid = hops.get(key, (0, 0))
        hops[key] = (fen + int(one.get("fen") or 0), paid + int(one.get("paid_fen") or 0))
    found = [Hop(*key, fen, paid) for key, (fen, paid) in hops.items() if fen > 0]
    return (*found, *_lying_still(allocations, batches))


def _lying_still(allocations: Sequence[Mapping[str, Any]], batches: Sequence[Mapping[str, Any]]) -> list[Hop]:
    """What was received and not given to a project, by where it came from."""
    given: dict[Any, int] = {}
    for one in allocations:
        given[one.get("number")] = given.get(one.get("number"), 0) + int(one.get("fen") or 0)
    rest: dict[Text, int] = {}
    for one in batches:
        level = label(one.get("level"), LEVEL_LABELS)
        rest[level] = rest.get(level, 0) + int(one.get("received_fen") or 0) - given.get(one.get("number"), 0)
    words = Message(N_("Not given to a project"))
    return [Hop(level, words, fen, has_purpose=False) for level, fen in rest.items() if fen > 0]


def _check(check: Mapping[str, Any] | None) -> SumCheck | None:
    if not check:
        return None
    is_right = bool(check.get("ok"))
    words = N_("The sums agree.") if is_right else N_("The sums do not agree.")
    return SumCheck(is_right, Message(words), tables.compared_table(check.get("lines") or ()))
